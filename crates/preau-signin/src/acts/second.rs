//! The second factor: one-time codes (TOTP, RFC 6238) and recovery codes.

use preau_kernel::{Kind, PersonId, Problem, Result, SessionId};
use preau_web::Ctx;
use serde::{Deserialize, Serialize};
use serde_json::json;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use super::{
    Caller,
    enter::{self, Entered, Entering},
    record,
    throttle::{Door, knock},
};
use crate::{
    lodge::Lodge,
    model::{LETTER_STEP, RECOVERY_CODES, Way, code::Code},
    secret::Token,
    store::{
        ceremonies::{self, Ceremony},
        sessions, ways,
    },
    who::{self, Who},
};

/// Bytes of a seed (RFC 4226 §4, R6: at least 128 bits, 160 recommended).
const SEED: usize = 20;
/// Seconds of a step, and digits of a code: what every authenticator knows.
const STEP_SECONDS: u64 = 30;
const DIGITS: u8 = 6;

/// A seed that was drawn and is not used yet.
#[derive(Serialize, Deserialize)]
struct Proposed {
    sealed: Vec<u8>,
}

/// What is shown to set up an authenticator.
pub(crate) struct Setup {
    /// Carries the step to the next request.
    pub(crate) step: Token,
    /// `otpauth://…`, for the QR code.
    pub(crate) address: String,
    /// The seed in base32, to type.
    pub(crate) seed: String,
}

fn totp(seed: &[u8]) -> Result<Totp> {
    let builder = Builder::new().with_algorithm(Algorithm::SHA1).with_digits(DIGITS).with_skew(1);
    let builder = builder.with_step_duration(STEP_SECONDS).with_secret(Secret::new(seed.to_vec().into_boxed_slice()));
    builder.build().map_err(|error| Problem::internal(error.to_string()))
}

/// The step that a code is right for, now or thirty seconds beside.
fn step_of(ctx: &Ctx, seed: &[u8], code: &str) -> Result<Option<i64>> {
    let code: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    let seconds = u64::try_from(ctx.clock.now().unix_seconds()).unwrap_or(0);
    Ok(totp(seed)?.check(&code, seconds).and_then(|step| i64::try_from(step).ok()))
}

/// Draws a seed and shows it; nothing counts before a code proves that it was read.
pub(crate) async fn propose(ctx: &Ctx, lodge: &Lodge, who: &Who, institution: &str) -> Result<Setup> {
    let seed: [u8; SEED] = ctx.entropy.bytes();
    let sealed = lodge.key(ctx)?.seal(&*ctx.entropy, who.id.uuid().as_bytes(), &seed)?;
    let step = Token::draw(&*ctx.entropy);
    let state = serde_json::to_value(Proposed { sealed }).map_err(Problem::internal)?;
    let mut tx = ctx.db.begin().await?;
    let until = ctx.clock.now() + LETTER_STEP;
    ceremonies::put(&mut tx, step.hash(), Ceremony::Totp, Some(who.id), &state, until).await?;
    tx.commit().await?;
    Ok(shown(step, who, institution, &seed))
}

/// Shows a proposed seed again, after a code that was mistyped.
pub(crate) async fn proposed(ctx: &Ctx, lodge: &Lodge, who: &Who, institution: &str, step: Token) -> Result<Setup> {
    let seed = proposed_seed(ctx, lodge, who.id, &step).await?;
    Ok(shown(step, who, institution, &seed))
}

fn shown(step: Token, who: &Who, institution: &str, seed: &[u8]) -> Setup {
    let seed = Secret::new(seed.to_vec().into_boxed_slice()).to_base32();
    let escape = |text: &str| -> String {
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>().replace('+', "%20")
    };
    let issuer = escape(if institution.is_empty() { "Préau" } else { institution });
    let address = format!("otpauth://totp/{issuer}:{}?secret={seed}&issuer={issuer}", escape(&who.login));
    Setup { step, address, seed }
}

async fn proposed_seed(ctx: &Ctx, lodge: &Lodge, person: PersonId, step: &Token) -> Result<Vec<u8>> {
    let gone = || Problem::new(Kind::Gone, "signin-step-over");
    let begun = ceremonies::peek(&ctx.db, step.hash(), Ceremony::Totp, ctx.clock.now()).await?.ok_or_else(gone)?;
    if begun.person != Some(person) {
        return Err(gone());
    }
    let proposed: Proposed = serde_json::from_value(begun.state).map_err(Problem::internal)?;
    lodge.key(ctx)?.open(person.uuid().as_bytes(), &proposed.sealed)
}

/// Sets up the second factor with a first code; gives the recovery codes, to be shown once.
pub(crate) async fn confirm(
    caller: &Caller<'_>,
    session: &sessions::Session,
    step: &Token,
    code: &str,
) -> Result<Vec<Code>> {
    let (ctx, person) = (caller.ctx, session.person);
    let seed = proposed_seed(ctx, caller.lodge, person, step).await?;
    let knock = knock(caller, Door::Second { person }).await?;
    let right = step_of(ctx, &seed, code)?.ok_or_else(|| Problem::field("code", "signin-totp-wrong"))?;
    knock.was_right(caller).await?;
    let sealed = caller.lodge.key(ctx)?.seal(&*ctx.entropy, person.uuid().as_bytes(), &seed)?;
    let codes = draw_recovery(ctx);
    let hashes = hash_recovery(ctx, caller.lodge, &codes)?;
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    ceremonies::take(&mut tx, step.hash(), Ceremony::Totp, now)
        .await?
        .ok_or_else(|| Problem::new(Kind::Gone, "signin-step-over"))?;
    ways::set_totp(&mut tx, person, &sealed, right, now).await?;
    ways::set_recovery(&mut tx, person, &hashes).await?;
    strengthen(ctx, &mut tx, session.id, person, "totp").await?;
    tx.commit().await?;
    Ok(codes)
}

/// Frees a session that was held until a second factor stood, and writes the change into the journal.
pub(crate) async fn strengthen(
    ctx: &Ctx,
    tx: &mut preau_db::Tx,
    session: SessionId,
    person: PersonId,
    factor: &str,
) -> Result<()> {
    sessions::strengthen(tx, session).await?;
    record(ctx, tx, "signin.factor", Some(person), person, json!({ "factor": factor, "added": true })).await
}

/// Takes the second factor away.
pub(crate) async fn remove(ctx: &Ctx, person: PersonId) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    if ways::drop_totp(&mut tx, person).await? {
        ways::set_recovery(&mut tx, person, &[]).await?;
        record(ctx, &mut tx, "signin.factor", Some(person), person, json!({ "factor": "totp", "added": false }))
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Makes new recovery codes; the old ones are worth nothing any more.
pub(crate) async fn new_recovery(ctx: &Ctx, lodge: &Lodge, person: PersonId) -> Result<Vec<Code>> {
    let codes = draw_recovery(ctx);
    let hashes = hash_recovery(ctx, lodge, &codes)?;
    let mut tx = ctx.db.begin().await?;
    ways::set_recovery(&mut tx, person, &hashes).await?;
    record(ctx, &mut tx, "signin.factor", Some(person), person, json!({ "factor": "recovery", "added": true })).await?;
    tx.commit().await?;
    Ok(codes)
}

fn draw_recovery(ctx: &Ctx) -> Vec<Code> {
    (0..RECOVERY_CODES).map(|_| Code::draw(&*ctx.entropy)).collect()
}

fn hash_recovery(ctx: &Ctx, lodge: &Lodge, codes: &[Code]) -> Result<Vec<[u8; 32]>> {
    let key = lodge.key(ctx)?;
    Ok(codes.iter().map(|code| key.hash("recovery", code.as_str().as_bytes())).collect())
}

/// Comes in with the second factor, after the password: a code of six digits, or a recovery code.
pub(crate) async fn sign_in(caller: &Caller<'_>, step: &Token, code: &str) -> Result<Entered> {
    let ctx = caller.ctx;
    let now = ctx.clock.now();
    let over = || Problem::new(Kind::Gone, "signin-step-over");
    let begun = ceremonies::peek(&ctx.db, step.hash(), Ceremony::Second, now).await?.ok_or_else(over)?;
    let person = begun.person.ok_or_else(over)?;
    let who = who::by_id(ctx, person).await?.ok_or_else(over)?;
    let kept = ways::totp(&ctx.db, person).await?.ok_or_else(over)?;
    let seed = caller.lodge.key(ctx)?.open(person.uuid().as_bytes(), &kept.sealed)?;
    let knock = knock(caller, Door::Second { person }).await?;
    let wrong = || Problem::field("code", "signin-totp-wrong");
    let mut tx = ctx.db.begin().await?;
    let right = match step_of(ctx, &seed, code)? {
        Some(right) => ways::use_step(&mut tx, person, right).await?,
        None => match Code::parse(code) {
            Ok(code) => {
                let hash = caller.lodge.key(ctx)?.hash("recovery", code.as_str().as_bytes());
                ways::use_recovery(&mut tx, person, hash).await?
            }
            Err(_) => false,
        },
    };
    if !right {
        tx.rollback().await?;
        return Err(wrong());
    }
    ceremonies::take(&mut tx, step.hash(), Ceremony::Second, now).await?.ok_or_else(over)?;
    let shared = begun.state.get("shared").and_then(serde_json::Value::as_bool).unwrap_or(false);
    let entering = Entering { who: &who, way: Way::Password, strong: true, shared, window: None };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    tx.commit().await?;
    knock.was_right(caller).await?;
    Ok(entered)
}
