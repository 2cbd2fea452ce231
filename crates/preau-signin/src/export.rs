//! The way out of sign-in, and whether all is well.
//!
//! A person's archive lists devices, passkeys and app passwords by name, and no secret of any kind. An archive of
//! everything holds what makes the same ways in work elsewhere: hashes of passwords, public keys of passkeys, hashes of
//! app passwords and badges. What is bound to this machine's key or will be over in days stays: sessions, letters,
//! pictures, one-time codes and PINs; who had only those is given a new letter.

use preau_db::Tx;
use preau_kernel::{PersonId, PersonKind, Result, Timestamp};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Health, Subject};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    lodge::Lodge,
    store::{
        ceremonies, class, everything, letters, merged,
        people::{self, After, Pile},
        sessions, ways,
    },
};

const PASSWORDS: &str = "signin/passwords.jsonl";
const PASSKEYS: &str = "signin/passkeys.jsonl";
const APP_PASSWORDS: &str = "signin/app-passwords.jsonl";
const BADGES: &str = "signin/badges.jsonl";

#[derive(Serialize, Deserialize)]
struct Password {
    person: PersonId,
    hash: String,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Badge {
    person: PersonId,
    token: Vec<u8>,
    at: Timestamp,
}

pub(crate) async fn export(ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
    match subject {
        Subject::Person(person) => export_person(ctx, person, archive).await,
        Subject::Space(_) => Ok(()),
        Subject::All => export_all(ctx, archive).await,
    }
}

async fn export_person(ctx: &Ctx, person: PersonId, archive: &mut Archive) -> Result<()> {
    let db = &ctx.db;
    let seats = sessions::of_person(db, person, ctx.clock.now()).await?;
    let devices = seats.iter().map(|seat| {
        json!({ "browser": seat.browser, "system": seat.system, "way": seat.way, "at": seat.at, "seen_at": seat.seen_at })
    });
    archive.records("signin/my-devices.jsonl", devices)?;
    let passkeys = ways::passkeys(db, person).await?;
    let passkeys = passkeys
        .iter()
        .map(|key| json!({ "browser": key.browser, "system": key.system, "at": key.at, "used_at": key.used_at }));
    archive.records("signin/my-passkeys.jsonl", passkeys)?;
    let programs = ways::app_passwords(db, person).await?;
    let programs = programs.iter().map(|row| json!({ "name": row.name, "at": row.at, "used_on": row.used_on }));
    archive.records("signin/my-app-passwords.jsonl", programs)
}

async fn export_all(ctx: &Ctx, archive: &mut Archive) -> Result<()> {
    let db = &ctx.db;
    let passwords = everything::passwords(db).await?;
    archive.records(PASSWORDS, passwords.into_iter().map(|(person, hash, at)| Password { person, hash, at }))?;
    archive.records(PASSKEYS, everything::passkeys(db).await?)?;
    archive.records(APP_PASSWORDS, everything::app_passwords(db).await?)?;
    let badges = everything::badges(db).await?;
    archive.records(BADGES, badges.into_iter().map(|(person, token, at)| Badge { person, token, at }))
}

pub(crate) async fn import(tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
    for row in archive.records::<Password>(PASSWORDS)? {
        let row = row?;
        ways::set_password(tx, row.person, &row.hash, row.at).await?;
    }
    for row in archive.records(PASSKEYS)? {
        ways::add_passkey(tx, &row?).await?;
    }
    for row in archive.records(APP_PASSWORDS)? {
        ways::add_app_password(tx, &row?).await?;
    }
    for row in archive.records::<Badge>(BADGES)? {
        let row = row?;
        if let Ok(token) = row.token.try_into() {
            class::set_badge(tx, row.person, token, row.at).await?;
        }
    }
    Ok(())
}

/// Forgets a person. Nothing here must be kept by law.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<()> {
    ways::forget_person(tx, person).await?;
    class::forget_person(tx, person).await?;
    sessions::forget_person(tx, person).await?;
    ceremonies::forget_person(tx, person).await?;
    letters::forget_person(tx, person).await?;
    letters::forget_reset(tx, person).await?;
    merged::forget_person(tx, person).await?;
    Ok(())
}

/// Looks whether everybody can get in, and whether whoever can do most is protected most.
pub(crate) async fn checks(ctx: &Ctx, lodge: &Lodge) -> Result<Vec<Check>> {
    let (db, now) = (&ctx.db, ctx.clock.now());
    let mut checks = Vec::new();
    let administrators = people::administrators(db, now).await?;
    let mut weak = 0_usize;
    for (person,) in &administrators {
        weak += usize::from(!ways::ways(db, *person, now).await?.strong());
    }
    let health = if weak == 0 { Health::Good } else { Health::Todo };
    checks.push(Check::new("signin-weak-administrators", health).with("count", weak).at("/account/security"));
    // Nobody is who asks here; a guest who lost the way in is invited anew.
    let never = |kind| Pile { me: PersonId::from_uuid(uuid::Uuid::nil()), kind, never: true, administrators: true };
    let everybody = people::pile_count(db, never(None), &After::nobody(), now).await?;
    let without = everybody - people::pile_count(db, never(Some(PersonKind::Guest)), &After::nobody(), now).await?;
    let health = if without == 0 { Health::Good } else { Health::Todo };
    checks.push(Check::new("signin-never-came", health).with("count", without).at("/admin/letters"));
    if lodge.key(ctx).is_err() {
        checks.push(Check::new("signin-key", Health::Bad));
    }
    Ok(checks)
}
