//! The way out of the notices, and forgetting.

use preau_db::Tx;
use preau_kernel::{PersonId, Result};
use preau_web::{Archive, ArchiveReader, Ctx, Subject};
use serde_json::json;

use crate::{
    model::{
        Receipt, Told,
        wish::{Mute, Wish},
    },
    store::{self, devices, wishes},
};

const TOLD: &str = "notices/told.jsonl";
const RECEIPTS: &str = "notices/receipts.jsonl";
const WISHES: &str = "notices/wishes.jsonl";
const MUTES: &str = "notices/mutes.jsonl";

/// Writes what is kept of `subject`. A space's archive has nothing of it: a notice is its person's.
///
/// Browsers that may be woken belong to a session, mails to a day, and keys to this address: they stay.
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
            archive.records("notices/notices.jsonl", lines)?;
            archive.records(WISHES, wishes::wish(&ctx.db, person).await?)?;
            archive.records(MUTES, wishes::mutes(&ctx.db, person).await?)?;
            let devices = devices::of_person(&ctx.db, person, None).await?;
            let devices = devices.iter().map(
                |it| json!({ "browser": it.browser, "system": it.system, "endpoint": it.endpoint, "since": it.at }),
            );
            archive.records("notices/devices.jsonl", devices)
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
    archive.records(RECEIPTS, receipts)?;
    let mut all: Vec<Wish> = Vec::new();
    wishes::all(&ctx.db, |it| {
        all.push(it);
        Ok(())
    })
    .await?;
    archive.records(WISHES, all)?;
    let mut mutes: Vec<Mute> = Vec::new();
    wishes::all_mutes(&ctx.db, |it| {
        mutes.push(it);
        Ok(())
    })
    .await?;
    archive.records(MUTES, mutes)
}

/// Reads everything back into an empty institution.
pub(crate) async fn import(tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    for told in archive.records::<Told>(TOLD)? {
        store::insert_told(tx, &told?).await?;
    }
    for receipt in archive.records::<Receipt>(RECEIPTS)? {
        store::insert_receipt(tx, &receipt?).await?;
    }
    for wish in archive.records::<Wish>(WISHES)? {
        wishes::set(tx, &wish?).await?;
    }
    for mute in archive.records::<Mute>(MUTES)? {
        wishes::insert_mute(tx, &mute?).await?;
    }
    Ok(())
}

/// Forgets a person.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<()> {
    Ok(store::forget_person(tx, person).await?)
}
