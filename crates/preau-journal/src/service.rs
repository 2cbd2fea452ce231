//! The journal as a part of the application: its jobs, its way out and back in, its checks.

use std::io::BufReader;

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{PersonId, Result, Role};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Health, Routes, Service, Subject, VerbRoles};
use time::Duration;

use crate::{Eraser, erase, export, forget, import, opened_by, sequence};

/// How long entries keep their body: the upper end of what the CNIL recommends for access logs (deliberation 2021-122).
const KEPT: Duration = Duration::days(365);

/// The names of the parts of an archive.
const ENTRIES: &str = "journal/journal.jsonl";
const CHECKPOINTS: &str = "journal/checkpoints.txt";
const KEYS: &str = "journal/keys.jsonl";
const WHO_LOOKED: &str = "journal/who-looked.jsonl";

/// The journal as a [`Service`].
#[derive(Debug, Clone, Copy, Default)]
pub struct Journal;

#[async_trait]
impl Service for Journal {
    fn name(&self) -> &'static str {
        "journal"
    }

    fn migrations(&self) -> &'static [Migration] {
        crate::MIGRATIONS
    }

    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        crate::TEXTS
    }

    fn verbs(&self) -> &'static [VerbRoles] {
        &[("journal.read", &[Role::Owner, Role::Auditor])]
    }

    /// None of its own: the pages stand where names of persons are known.
    fn routes(&self) -> Routes {
        Routes::new()
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[("journal.sequence", 60), ("journal.forget", 24 * 3600)]
    }

    async fn run(&self, ctx: &Ctx, name: &str, _: &serde_json::Value) -> Result<()> {
        let now = ctx.clock.now();
        if name == "journal.sequence" {
            sequence(&ctx.db, now).await?;
            return Ok(());
        }
        let eraser = Eraser { actor: None, at: now };
        loop {
            let mut tx = ctx.db.begin().await?;
            let blanked = forget(&mut tx, now - KEPT, eraser, &*ctx.entropy).await?;
            tx.commit().await?;
            if blanked == 0 {
                return Ok(());
            }
        }
    }

    async fn export(&self, ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
        match subject {
            Subject::Person(person) => {
                let mut entries = Vec::new();
                let mut after = None;
                loop {
                    let page = opened_by(&ctx.db, person, after).await?;
                    entries.extend(page.entries);
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
                archive.records(WHO_LOOKED, entries)
            }
            Subject::Space(_) => Ok(()),
            Subject::All => {
                let (mut entries, mut checkpoints) = (import::temporary()?, import::temporary()?);
                export(&ctx.db, &mut entries, &mut checkpoints).await?;
                archive.file(ENTRIES, import::rewound(entries)?)?;
                archive.file(CHECKPOINTS, import::rewound(checkpoints)?)?;
                archive.records(KEYS, [import::keys(&ctx.db).await?])
            }
        }
    }

    async fn import(&self, ctx: &Ctx, tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
        let Some(keys) = archive.records::<import::Keys>(KEYS)?.next().transpose()? else { return Ok(()) };
        let entries = BufReader::new(archive.file(ENTRIES)?);
        let checkpoints = BufReader::new(archive.file(CHECKPOINTS)?);
        Ok(import::import(tx, entries, checkpoints, &keys, ctx.clock.now()).await?)
    }

    async fn erase(&self, ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
        let now = ctx.clock.now();
        let eraser = Eraser { actor: None, at: now };
        while erase(tx, person, now, eraser, &*ctx.entropy).await? > 0 {}
        Ok(())
    }

    async fn checks(&self, ctx: &Ctx) -> Result<Vec<Check>> {
        let backlog = crate::backlog(&ctx.db).await?;
        Ok(vec![if backlog.is_late(ctx.clock.now()) {
            Check::new("journal-late", Health::Bad).with("waiting", backlog.waiting)
        } else {
            Check::new("journal-sealed", Health::Good)
        }])
    }
}
