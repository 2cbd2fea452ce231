//! App passwords: one for each program that speaks another protocol than this page (a drive's sync client, a calendar).
//!
//! Five groups of five letters, 117 bits: nobody guesses that, so a bare hash is enough, and a program that asks twenty
//! times a second does not cost twenty times argon2.

use preau_db::Db;
use preau_kernel::{Actor, Entropy, Kind, PersonId, Problem, Result, SignedIn};
use preau_web::Ctx;
use serde_json::json;

use super::record;
use crate::{
    model::{APP_PASSWORDS, AppPasswordId},
    store::{
        people,
        ways::{self, AppPasswordRow},
    },
};

const GROUPS: usize = 5;
const LETTERS: usize = 5;
/// Longest name of a program.
const NAME: usize = 60;

/// Draws `kaftm orviz …`, with dashes.
fn draw(entropy: &dyn Entropy) -> String {
    let letter = || char::from(b'a' + u8::try_from(entropy.below(26)).unwrap_or(0));
    let groups: Vec<String> = (0..GROUPS).map(|_| (0..LETTERS).map(|_| letter()).collect()).collect();
    groups.join("-")
}

fn hash(password: &str) -> [u8; 32] {
    let letters: String =
        password.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase()).collect();
    *blake3::hash(letters.as_bytes()).as_bytes()
}

/// Makes an app password for a person; the text is shown once and not kept.
pub(crate) async fn make(ctx: &Ctx, by: Option<PersonId>, person: PersonId, name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
        return Err(Problem::field("name", "signin-app-name"));
    }
    if ways::app_passwords(&ctx.db, person).await?.len() >= APP_PASSWORDS {
        return Err(Problem::new(Kind::Quota, "signin-app-many").with("most", APP_PASSWORDS));
    }
    let password = draw(&*ctx.entropy);
    let row = AppPasswordRow {
        id: ctx.id(),
        person,
        hash: hash(&password).to_vec(),
        name: name.to_owned(),
        at: ctx.clock.now(),
        used_on: None,
    };
    let mut tx = ctx.db.begin().await?;
    ways::add_app_password(&mut tx, &row).await?;
    record(ctx, &mut tx, "signin.app-password", by, person, json!({ "added": true })).await?;
    tx.commit().await?;
    Ok(password)
}

/// Takes an app password away.
pub(crate) async fn remove(ctx: &Ctx, person: PersonId, id: AppPasswordId) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    if !ways::drop_app_password(&mut tx, person, id).await? {
        return Err(Problem::not_found());
    }
    record(ctx, &mut tx, "signin.app-password", Some(person), person, json!({ "added": false })).await?;
    Ok(tx.commit().await?)
}

/// Who a program acts for, by HTTP Basic or the like: two indexed reads, and once a day one write.
pub(crate) async fn login(db: &Db, now: preau_kernel::Timestamp, login: &str, password: &str) -> Result<Option<Actor>> {
    if login.len() > 200 || password.len() > 200 {
        return Ok(None);
    }
    let Some(row) = ways::app_password(db, hash(password)).await? else { return Ok(None) };
    let who = people::by_id(db, row.person, now).await?.filter(|who| !who.gone);
    let Some(who) = who.filter(|who| who.login == login.trim().to_lowercase()) else { return Ok(None) };
    if row.used_on != Some(now.date()) {
        let mut tx = db.begin().await?;
        ways::used_app_password(&mut tx, row.id, now.date()).await?;
        tx.commit().await?;
    }
    // An app password stands for its session; it never counts as a second factor.
    let session = preau_kernel::SessionId::from_uuid(row.id.uuid());
    let Who { id: person, kind, office, called: name, .. } = who;
    Ok(Some(Actor::Person(SignedIn { person, session, kind, office, strong: false, name })))
}

use crate::who::Who;
