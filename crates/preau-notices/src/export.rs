//! The way out of the notices, and forgetting.

use preau_db::Tx;
use preau_kernel::{PersonId, Result};
use preau_web::{Archive, ArchiveReader, Ctx, Subject};
use serde_json::json;

use crate::{
    model::{Receipt, Told},
    store,
};

const TOLD: &str = "notices/told.jsonl";
const RECEIPTS: &str = "notices/receipts.jsonl";

/// Writes what is kept of `subject`. A space's archive has nothing of it: a notice is its person's.
pub(crate) async fn export(ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
    match subject {
        Subject::Person(person) => {
            let mine = store::receipts_of(&ctx.db, person, ctx.clock.now()).await?;
            let lines = mine.into_iter().map(|(told, heard)| {
                json!({
                    "kind": told.kind, "about": told.about, "space": told.space, "link": told.link, "args": told.args,
                    "urgency": told.urgency, "told_at": told.at, "due": heard.due, "read_at": heard.read_at,
                })
            });
            archive.records("notices/notices.jsonl", lines)
        }
        Subject::Space(_) => Ok(()),
        Subject::All => everything(ctx, archive).await,
    }
}

async fn everything(ctx: &Ctx, archive: &mut Archive) -> Result<()> {
    let mut told: Vec<Told> = Vec::new();
    store::all_told(&ctx.db, |it| {
        told.push(it);
        Ok(())
    })
    .await?;
    archive.records(TOLD, told)?;
    let mut receipts: Vec<Receipt> = Vec::new();
    store::all_receipts(&ctx.db, |it| {
        receipts.push(it);
        Ok(())
    })
    .await?;
    archive.records(RECEIPTS, receipts)
}

/// Reads everything back into an empty institution.
pub(crate) async fn import(tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    for told in archive.records::<Told>(TOLD)? {
        store::insert_told(tx, &told?).await?;
    }
    for receipt in archive.records::<Receipt>(RECEIPTS)? {
        store::insert_receipt(tx, &receipt?).await?;
    }
    Ok(())
}

/// Forgets a person.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<()> {
    Ok(store::forget_person(tx, person).await?)
}
