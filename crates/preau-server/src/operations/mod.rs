//! The service of those who run Préau: what it is doing, what it connects to, its copies, its health, its journal.
//!
//! `/transparence` and `/accessibility` are for everyone; `/admin/…` for those who run the institution ([`policy`]).
//! It also does the frame's own work that comes again: ending blobs that nobody needs, forgetting events that were told. What operators' programs read is on a listener of its own
//! ([`listener`]), never among the pages.

pub(crate) mod backups;
mod checks;
pub(crate) mod listener;
pub(crate) mod metrics;
mod pages;
pub(crate) mod policy;
mod store;

use std::sync::Arc;

use async_trait::async_trait;
use axum::Extension;
use preau_db::{Migration, Tx, outbox};
use preau_kernel::{PersonId, Problem, Result};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles};
use time::Duration;

pub(crate) use checks::{blobs as blob_checks, journal as journal_check};

use crate::config::Config;

/// Events that were told are kept so long, for whoever wants to see what happened.
const TOLD: Duration = Duration::days(7);

/// Ends blobs that nobody needs.
const COLLECT: &str = "operations.blobs";
/// Forgets events that were told.
const FORGET: &str = "operations.events";

/// The service.
pub(crate) struct Operations {
    config: Arc<Config>,
    backups: Arc<backups::Desk>,
}

impl Operations {
    pub(crate) fn new(config: Arc<Config>) -> Self {
        Self { config, backups: Arc::default() }
    }

    /// Who makes backups, for the server's own schedule.
    pub(crate) fn desk(&self) -> Arc<backups::Desk> {
        self.backups.clone()
    }
}

#[async_trait]
impl Service for Operations {
    fn name(&self) -> &'static str {
        "operations"
    }

    fn migrations(&self) -> &'static [Migration] {
        &[]
    }

    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        crate::TEXTS
    }

    fn verbs(&self) -> &'static [VerbRoles] {
        policy::VERBS
    }

    fn routes(&self) -> Routes {
        let (config, backups) = (self.config.clone(), self.backups.clone());
        pages::routes().map(|router| router.layer(Extension(config)).layer(Extension(backups)))
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[(COLLECT, 3600), (FORGET, 24 * 3600)]
    }

    async fn run(&self, ctx: &Ctx, name: &str, _payload: &serde_json::Value) -> Result<()> {
        let now = ctx.clock.now();
        match name {
            COLLECT => preau_blob::rows::collect(&ctx.db, &ctx.blobs, now).await.map(drop).map_err(Problem::from),
            FORGET => {
                let mut tx = ctx.db.begin().await?;
                outbox::forget(&mut tx, now - TOLD).await?;
                Ok(tx.commit().await?)
            }
            _ => Err(Problem::internal(format!("nobody does the job {name:?}"))),
        }
    }

    /// It keeps nothing of anyone: configuration and backups belong to the machine, not to the institution's data.
    async fn export(&self, _ctx: &Ctx, _subject: Subject, _archive: &mut Archive) -> Result<()> {
        Ok(())
    }

    /// See [`export`](Self::export).
    async fn import(&self, _ctx: &Ctx, _tx: &mut Tx, _archive: &ArchiveReader) -> Result<()> {
        Ok(())
    }

    /// See [`export`](Self::export). Backups made before end by their own rule.
    async fn erase(&self, _ctx: &Ctx, _tx: &mut Tx, _person: PersonId) -> Result<()> {
        Ok(())
    }

    async fn checks(&self, ctx: &Ctx) -> Result<Vec<Check>> {
        checks::all(ctx, &self.config).await
    }
}

#[cfg(test)]
mod tests;
