//! `/transparence`: what this institution runs, where it connects to, and the journal's checkpoint, for everyone.
//!
//! A program gets the same as JSON, and a signed note (C2SP signed-note) whose text is that JSON on one line, signed by
//! the journal's key: who keeps it can later show what was declared that day.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use preau_egress::DestinationUse;
use preau_kernel::{Actor, Problem, Result, Timestamp};
use preau_web::{Answer, Ctx, View, Visit};
use serde::Serialize;
use signed_note::{Note, StandardSigner};
use utoipa::ToSchema;

use crate::{
    config::{self, Config},
    operations::store,
};

/// The licence's own address.
const LICENCE: &str = "https://www.gnu.org/licenses/agpl-3.0.html";

/// What is declared, and the proof of who declared it.
#[derive(Serialize, ToSchema)]
pub(super) struct TransparencyAnswer {
    statement: Statement,
    /// The statement on one line as a signed note (C2SP signed-note); none before the journal has a key.
    signed: Option<String>,
}

/// What is declared.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Statement {
    /// The institution's name.
    institution: String,
    /// Where people reach it.
    #[schema(value_type = String, format = "uri")]
    address: url::Url,
    /// When this was true.
    at: Timestamp,
    /// The version of Préau.
    preau: &'static str,
    /// Its licence (SPDX).
    licence: &'static str,
    /// Where the source of this very version is, if the institution says so.
    #[schema(value_type = Option<String>, format = "uri")]
    source: Option<url::Url>,
    /// `sqlite` or `postgresql`.
    database: &'static str,
    /// `folder` or `s3`.
    blobs: &'static str,
    /// `local` or `nats`.
    bus: &'static str,
    /// Every place where connections may go, and what was used of it.
    destinations: Vec<DestinationUse>,
    /// The journal's key and newest checkpoint; none before it has a key.
    journal: Option<Journal>,
}

#[derive(Debug, Serialize, ToSchema)]
struct Journal {
    /// The public key, `name+id+key`.
    verifier: String,
    /// The newest checkpoint, a signed note.
    checkpoint: Option<String>,
}

impl Statement {
    /// What is true now.
    pub(crate) async fn now(ctx: &Ctx, config: &Config) -> Result<Self> {
        let journal = match preau_journal::verifier(&ctx.db).await {
            Ok(verifier) => Some(Journal { verifier, checkpoint: preau_journal::newest(&ctx.db).await? }),
            Err(preau_journal::JournalError::NotEstablished) => None,
            Err(error) => return Err(error.into()),
        };
        Ok(Self {
            institution: ctx.shell.shell(ctx, &Actor::Nobody).await?.institution,
            address: ctx.address.clone(),
            at: ctx.clock.now(),
            preau: env!("CARGO_PKG_VERSION"),
            licence: "AGPL-3.0-or-later",
            source: config.source.clone(),
            database: match config.database {
                config::Database::Sqlite { .. } => "sqlite",
                config::Database::Postgres { .. } => "postgresql",
            },
            blobs: match config.blobs {
                config::Blobs::Folder { .. } => "folder",
                config::Blobs::S3 { .. } => "s3",
            },
            bus: match config.bus {
                config::Bus::Local => "local",
                config::Bus::Nats { .. } => "nats",
            },
            destinations: ctx.egress.snapshot(),
            journal,
        })
    }

    /// The statement on one line, signed; `None` before the journal has a key.
    pub(crate) async fn signed(&self, ctx: &Ctx) -> Result<Option<String>> {
        let Some(signer) = store::signer(&ctx.db).await? else { return Ok(None) };
        let unusable = |what: &str| Problem::internal(format!("the statement can't be signed: {what}"));
        let signer = StandardSigner::new(&signer).map_err(|_| unusable("the key"))?;
        let mut text = serde_json::to_string(self).map_err(Problem::internal)?;
        text.push('\n');
        let mut note = Note::new(text.as_bytes(), &[]).map_err(|_| unusable("the text"))?;
        note.add_sigs(&[&signer]).map_err(|_| unusable("the signature"))?;
        String::from_utf8(note.to_bytes()).map(Some).map_err(Problem::internal)
    }
}

#[derive(Template)]
#[template(path = "transparency.html")]
struct Page {
    view: View,
    statement: Statement,
    licence: &'static str,
}

pub(super) async fn page(visit: Visit, Extension(config): Extension<Arc<Config>>) -> Answer {
    let statement = Statement::now(&visit.ctx, &config).await?;
    if visit.json {
        let signed = statement.signed(&visit.ctx).await?;
        return visit.json(&TransparencyAnswer { statement, signed });
    }
    visit.page(&Page { view: visit.view().await?, statement, licence: LICENCE })
}
