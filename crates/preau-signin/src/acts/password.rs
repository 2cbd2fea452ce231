//! Login and password.

use preau_kernel::{Kind, PersonId, Problem, Result};
use serde_json::json;

use super::{
    Caller,
    enter::{self, Entered, Entering},
    record,
    throttle::{Door, knock},
};
use crate::{
    hashing::Verdict,
    model::{STEP, Way, password},
    secret::Token,
    store::{
        ceremonies::{self, Ceremony},
        sessions, ways,
    },
    who::{self, Who},
};

/// What the right password leads to.
pub(crate) enum Outcome {
    /// In.
    In(Entered),
    /// The second factor is asked; the token carries the step.
    Second(Token),
}

/// Signs in. A login that nobody has, a person without a password and a wrong password cost the same work and get the
/// same answer.
pub(crate) async fn sign_in(caller: &Caller<'_>, login: &str, password: &str, shared: bool) -> Result<Outcome> {
    let wrong = || Problem::new(Kind::Invalid, "signin-wrong");
    let login = login.trim().to_lowercase();
    if login.len() > 200 || password.len() > 4 * password::MOST {
        return Err(wrong());
    }
    let db = &caller.ctx.db;
    let who = who::by_login(caller.ctx, &login).await?;
    let device = match (&caller.browser, &who) {
        (Some(browser), Some(who)) => sessions::device(db, browser.hash(), who.id).await?,
        _ => None,
    };
    let knock = knock(caller, Door::Login { login: &login, device: device.map(|device| device.id) }).await?;
    let kept = match &who {
        Some(who) => ways::password(db, who.id).await?.map(|(hash, _)| hash),
        None => None,
    };
    let entropy = &*caller.ctx.entropy;
    let verdict = caller.lodge.hashing.compare(entropy, kept.as_deref(), password).await?;
    let (Some(who), Some(kept), Verdict::Right | Verdict::RightButOld) = (who, kept, verdict) else {
        return Err(wrong());
    };
    knock.was_right(caller).await?;
    let renewed = match verdict {
        Verdict::RightButOld => Some(caller.lodge.hashing.hash(entropy, password).await?),
        _ => None,
    };
    let second = ways::totp(db, who.id).await?.is_some();
    let mut tx = db.begin().await?;
    if let Some(renewed) = renewed {
        ways::rehash(&mut tx, who.id, &kept, &renewed).await?;
    }
    let outcome = if second {
        let step = Token::draw(entropy);
        let (until, state) = (caller.ctx.clock.now() + STEP, json!({ "shared": shared }));
        ceremonies::put(&mut tx, step.hash(), Ceremony::Second, Some(who.id), &state, until).await?;
        Outcome::Second(step)
    } else {
        let entering = Entering { who: &who, way: Way::Password, strong: false, shared, window: None };
        Outcome::In(enter::enter(caller, &mut tx, &entering).await?)
    };
    tx.commit().await?;
    Ok(outcome)
}

/// Checks a new password and gives its hash.
pub(crate) async fn hash_new(caller: &Caller<'_>, who: &Who, new: &str) -> Result<String> {
    if let Some(fault) = password::password_fault(new, &[&who.login, &who.given, &who.family]) {
        return Err(Problem::field("password", fault));
    }
    caller.lodge.hashing.hash(&*caller.ctx.entropy, new).await
}

/// Changes one's own password; the current one is asked, if there is one. All other sessions end.
pub(crate) async fn change(caller: &Caller<'_>, session: &sessions::Session, current: &str, new: &str) -> Result<()> {
    let ctx = caller.ctx;
    let who = who::known(ctx, session.person).await?;
    if let Some((kept, _)) = ways::password(&ctx.db, who.id).await? {
        let knock = knock(caller, Door::Second { person: who.id }).await?;
        if caller.lodge.hashing.compare(&*ctx.entropy, Some(&kept), current).await? == Verdict::Wrong {
            return Err(Problem::field("current", "signin-password-current"));
        }
        knock.was_right(caller).await?;
    }
    let hash = hash_new(caller, &who, new).await?;
    let mut tx = ctx.db.begin().await?;
    ways::set_password(&mut tx, who.id, &hash, ctx.clock.now()).await?;
    sessions::end_others(&mut tx, who.id, Some(session.id)).await?;
    record(ctx, &mut tx, "signin.password", Some(who.id), who.id, json!({})).await?;
    Ok(tx.commit().await?)
}

/// Sets somebody's password without asking: the demo institution, a command of the operator.
pub(crate) async fn set(ctx: &preau_web::Ctx, lodge: &crate::lodge::Lodge, person: PersonId, new: &str) -> Result<()> {
    let hash = lodge.hashing.hash(&*ctx.entropy, new).await?;
    let mut tx = ctx.db.begin().await?;
    ways::set_password(&mut tx, person, &hash, ctx.clock.now()).await?;
    record(ctx, &mut tx, "signin.password", None, person, json!({})).await?;
    Ok(tx.commit().await?)
}

/// Sets one password, hashed once, for many.
pub(crate) async fn set_all(
    ctx: &preau_web::Ctx,
    lodge: &crate::lodge::Lodge,
    people: &[PersonId],
    new: &str,
) -> Result<()> {
    let hash = lodge.hashing.hash(&*ctx.entropy, new).await?;
    let mut tx = ctx.db.begin().await?;
    for person in people {
        ways::set_password(&mut tx, *person, &hash, ctx.clock.now()).await?;
    }
    Ok(tx.commit().await?)
}
