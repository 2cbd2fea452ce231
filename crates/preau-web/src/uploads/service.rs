//! Uploads as a part of the application: it belongs to the frame, and every application has it.

use async_trait::async_trait;
use futures_util::TryStreamExt;
use preau_db::{Migration, Tx};
use preau_kernel::{PersonId, Problem, Result, Timestamp};
use serde::Serialize;

use super::{metadata::Metadata, store, tus, write};
use crate::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles};

/// Ends uploads whose time is over.
const EXPIRE: &str = "uploads.expire";

/// The service.
pub(crate) struct Uploads;

/// An upload in the archive of the person whose it is; its bytes are in `uploads/<id>`.
#[derive(Serialize)]
struct Line {
    id: super::UploadId,
    name: String,
    claimed: String,
    size: i64,
    received: i64,
    created_at: Timestamp,
    expires_at: Timestamp,
}

#[async_trait]
impl Service for Uploads {
    fn name(&self) -> &'static str {
        "uploads"
    }

    /// Its tables stand with the frame's, in `App::migrations`: no service has to think of them.
    fn migrations(&self) -> &'static [Migration] {
        &[]
    }

    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    fn verbs(&self) -> &'static [VerbRoles] {
        &[]
    }

    fn routes(&self) -> Routes {
        tus::routes()
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[(EXPIRE, 3600)]
    }

    async fn run(&self, ctx: &Ctx, name: &str, _payload: &serde_json::Value) -> Result<()> {
        if name != EXPIRE {
            return Err(Problem::internal(format!("nobody does the job {name:?}")));
        }
        let now = ctx.clock.now();
        loop {
            let mut tx = ctx.db.begin().await?;
            let over = store::expired(&mut tx, now).await?;
            for id in &over {
                store::end(&mut tx, *id, now).await?;
            }
            tx.commit().await?;
            if over.is_empty() {
                return Ok(());
            }
        }
    }

    /// A person gets what they sent and nobody took yet. With the whole institution it does not travel: it lives a day,
    /// and its client sends it again.
    async fn export(&self, ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
        let Subject::Person(person) = subject else { return Ok(()) };
        let (mut lines, mut after) = (Vec::new(), None);
        loop {
            let batch = store::of(&ctx.db, person, after).await?;
            let Some(last) = batch.last() else { break };
            after = Some(last.id);
            for upload in batch {
                let Metadata { name, claimed, .. } = Metadata::parse(&upload.metadata)?;
                let store::Upload { id, size, received, created_at, expires_at, .. } = upload;
                lines.push(Line { id, name, claimed, size, received, created_at, expires_at });
                let bytes = write::arrived(ctx.clone(), upload).map_err(Problem::from);
                archive.stream(&format!("uploads/{id}"), bytes).await?;
            }
        }
        if lines.is_empty() { Ok(()) } else { archive.records("uploads/uploads.jsonl", lines) }
    }

    async fn import(&self, _ctx: &Ctx, _tx: &mut Tx, _archive: &ArchiveReader) -> Result<()> {
        Ok(())
    }

    async fn erase(&self, ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
        let now = ctx.clock.now();
        loop {
            let all = store::ids_of(tx, person).await?;
            for id in &all {
                store::end(tx, *id, now).await?;
            }
            if all.is_empty() {
                return Ok(());
            }
        }
    }

    async fn checks(&self, _ctx: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}
