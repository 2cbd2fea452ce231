//! `preau export`: the way out.

use std::path::PathBuf;

use clap::Args;
use preau_journal::Entry;
use preau_kernel::{Result, SpaceId};
use preau_web::{Archive, Ctx, Said, Subject};
use serde_json::json;

use super::Where;
use crate::voice::Voice;

/// Write all that is kept of a person, of a space or of everything, in open formats
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    what: What,
    /// The folder to make; missing or empty
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct What {
    /// One person, by login
    #[arg(long, value_name = "LOGIN")]
    person: Option<String>,
    /// One space, by id
    #[arg(long, value_name = "ID")]
    space: Option<SpaceId>,
    /// Everything
    #[arg(long)]
    all: bool,
}

impl Export {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let opened = self.place.open().await?;
        let subject = match (&self.what.person, self.what.space) {
            (Some(login), _) => Subject::Person(opened.institution.person(login).await?),
            (None, Some(space)) => Subject::Space(space),
            (None, None) => Subject::All,
        };
        record(&opened.institution.app.ctx, subject).await?;
        opened.institution.app.export(subject, Archive::create(&self.to, subject)?).await?;
        voice.tell(&Said::new("export-done").with("folder", self.to.display()));
        voice.give(&json!({ "folder": self.to, "subject": subject }));
        opened.close().await
    }
}

/// Writes down that the operator took data out, before it happens: an export that fails was tried.
async fn record(ctx: &Ctx, subject: Subject) -> Result<()> {
    let entry = |verb| Entry::new(verb, None, ctx.clock.now());
    let entry = match subject {
        Subject::Person(person) => entry("person.export").about(person),
        Subject::Space(space) => entry("space.export").within(space),
        Subject::All => entry("institution.export"),
    };
    let mut tx = ctx.db.begin().await?;
    preau_journal::record(&mut tx, &entry, &*ctx.entropy).await?;
    Ok(tx.commit().await?)
}
