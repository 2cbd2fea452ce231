//! Passkeys (WebAuthn): made, and used without a login. The authenticator asks for finger, face or its own code, so a
//! passkey is two factors at once.

use preau_db::Tx;
use preau_kernel::{Kind, PersonId, Problem, Result};
use preau_web::Ctx;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder, WebauthnError,
};

use super::{
    Caller,
    enter::{self, Entered, Entering},
    record,
};
use crate::{
    model::{PASSKEYS, STEP, Way, device::DeviceName, next_path},
    secret::Token,
    store::{
        ceremonies::{self, Begun, Ceremony},
        sessions,
        ways::{self, PasskeyRow},
    },
    who::{self, Who},
};

fn refused(error: WebauthnError) -> Problem {
    Problem::new(Kind::Invalid, "signin-passkey-refused").caused_by(error)
}

fn over() -> Problem {
    Problem::new(Kind::Gone, "signin-step-over")
}

/// The relying party: the host of the institution's address. An IP address can't be one (WebAuthn §5.1.3); on this
/// machine's own, `localhost` stands in.
fn party(ctx: &Ctx) -> Result<Webauthn> {
    let unusable = |_| Problem::new(Kind::Unavailable, "signin-passkey-address");
    let mut origin: Url = ctx.address.clone();
    let loopback = match origin.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        _ => false,
    };
    if loopback {
        origin.set_host(Some("localhost")).map_err(|error| Problem::internal(error.to_string()))?;
    }
    let id = origin.host_str().unwrap_or_default().to_owned();
    WebauthnBuilder::new(&id, &origin).map_err(unusable)?.rp_name("Préau").build().map_err(unusable)
}

/// Whether passkeys can be used at the institution's address.
pub(crate) fn possible(ctx: &Ctx) -> bool {
    party(ctx).is_ok()
}

/// What a browser is told to begin a ceremony with.
#[derive(Serialize, ToSchema)]
#[schema(as = PasskeyBegun)]
pub(crate) struct Told {
    /// What `navigator.credentials` takes (WebAuthn §5.4, §5.5), its bytes as base64url.
    #[serde(rename = "publicKey")]
    #[schema(value_type = Object)]
    public_key: Value,
    /// To be sent back with the credential.
    ceremony: String,
}

/// What the browser is told to begin with, and the token that brings the answer back to its challenge.
async fn begin(ctx: &Ctx, kind: Ceremony, person: Option<PersonId>, mut told: Value, state: Value) -> Result<Told> {
    // Anybody may begin to sign in, without having given anything yet.
    if ceremonies::crowded(&ctx.db).await? {
        return Err(Problem::new(Kind::Unavailable, "signin-busy"));
    }
    let token = Token::draw(&*ctx.entropy);
    let mut tx = ctx.db.begin().await?;
    ceremonies::put(&mut tx, token.hash(), kind, person, &state, ctx.clock.now() + STEP).await?;
    tx.commit().await?;
    // The browser's `mediation` is the page's choice, not ours.
    let told = told.as_object_mut().and_then(|told| told.remove("publicKey")).unwrap_or_default();
    Ok(Told { public_key: told, ceremony: token.text() })
}

/// Ends the step of an answer: a challenge is good for one answer, right or wrong.
async fn end(ctx: &Ctx, kind: Ceremony, answer: &Value) -> Result<Begun> {
    let token = answer.get("ceremony").and_then(Value::as_str).and_then(Token::parse).ok_or_else(over)?;
    let mut tx = ctx.db.begin().await?;
    let begun = ceremonies::take(&mut tx, token.hash(), kind, ctx.clock.now()).await?.ok_or_else(over)?;
    tx.commit().await?;
    Ok(begun)
}

/// Begins a sign-in. `wish` holds where to go afterwards, and whether the device is shared.
pub(crate) async fn begin_sign_in(ctx: &Ctx, wish: &Value) -> Result<Told> {
    let (told, state) = party(ctx)?.start_discoverable_authentication().map_err(refused)?;
    let told = serde_json::to_value(told).map_err(Problem::internal)?;
    let next = next_path(wish.get("next").and_then(Value::as_str));
    let state = json!({ "webauthn": state, "next": next, "shared": wish.get("shared").is_some() });
    begin(ctx, Ceremony::PasskeySignIn, None, told, state).await
}

/// Finishes a sign-in: who came in, and where they go.
pub(crate) async fn finish_sign_in(caller: &Caller<'_>, answer: Value) -> Result<(Entered, String)> {
    let ctx = caller.ctx;
    let mut begun = end(ctx, Ceremony::PasskeySignIn, &answer).await?;
    let state = begun.state.get_mut("webauthn").map(Value::take).unwrap_or_default();
    let state: DiscoverableAuthentication = serde_json::from_value(state).map_err(Problem::internal)?;
    let malformed = |error| Problem::new(Kind::Invalid, "signin-passkey-refused").caused_by(error);
    let answer: PublicKeyCredential = serde_json::from_value(answer).map_err(malformed)?;
    let unknown = || Problem::new(Kind::Invalid, "signin-passkey-unknown");
    let row = ways::passkey(&ctx.db, &answer.raw_id).await?.ok_or_else(unknown)?;
    let mut passkey: Passkey = serde_json::from_value(row.passkey.clone()).map_err(Problem::internal)?;
    let result = party(ctx)?
        .finish_discoverable_authentication_v2(&answer, state, DiscoverableKey::from(&passkey))
        .map_err(refused)?;
    let who = who::by_id(ctx, row.person).await?.ok_or_else(unknown)?;
    passkey.update_credential(&result);
    let passkey = serde_json::to_value(passkey).map_err(Problem::internal)?;
    let shared = begun.state.get("shared").and_then(Value::as_bool).unwrap_or(false);
    let mut tx = ctx.db.begin().await?;
    ways::used_passkey(&mut tx, row.id, &passkey, ctx.clock.now()).await?;
    let entering = Entering { who: &who, way: Way::Passkey, strong: true, shared, window: None };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    tx.commit().await?;
    Ok((entered, next_path(begun.state.get("next").and_then(Value::as_str))))
}

/// Begins making a passkey. `kept` comes back when it is finished.
pub(crate) async fn begin_making(ctx: &Ctx, kind: Ceremony, user: (Uuid, &str, &str), kept: Value) -> Result<Told> {
    let (id, login, name) = user;
    let person = PersonId::from_uuid(id);
    let existing: Vec<_> = ways::passkeys(&ctx.db, person).await?.into_iter().map(|row| row.credential).collect();
    if existing.len() >= PASSKEYS {
        return Err(Problem::new(Kind::Quota, "signin-passkeys-many").with("most", PASSKEYS));
    }
    let (told, state) = party(ctx)?.start_passkey_registration(id, login, name, Some(existing)).map_err(refused)?;
    let mut told = serde_json::to_value(told).map_err(Problem::internal)?;
    // So that nobody needs to type a login: the passkey itself knows whose it is (WebAuthn §6.2.2).
    if let Some(selection) = told.pointer_mut("/publicKey/authenticatorSelection").and_then(Value::as_object_mut) {
        selection.insert("residentKey".to_owned(), json!("required"));
        selection.insert("requireResidentKey".to_owned(), json!(true));
    }
    begin(ctx, kind, Some(person), told, json!({ "webauthn": state, "kept": kept })).await
}

/// Finishes making a passkey: the row to keep, and what was kept at the beginning.
pub(crate) async fn finish_making(
    ctx: &Ctx,
    kind: Ceremony,
    name: &DeviceName,
    answer: Value,
) -> Result<(PasskeyRow, Value)> {
    let mut begun = end(ctx, kind, &answer).await?;
    let state = begun.state.get_mut("webauthn").map(Value::take).unwrap_or_default();
    let state: PasskeyRegistration = serde_json::from_value(state).map_err(Problem::internal)?;
    let malformed = |error| Problem::new(Kind::Invalid, "signin-passkey-refused").caused_by(error);
    let answer: RegisterPublicKeyCredential = serde_json::from_value(answer).map_err(malformed)?;
    let passkey = party(ctx)?.finish_passkey_registration(&answer, &state).map_err(refused)?;
    let row = PasskeyRow {
        id: ctx.id(),
        person: begun.person.ok_or_else(over)?,
        credential: passkey.cred_id().clone(),
        passkey: serde_json::to_value(&passkey).map_err(Problem::internal)?,
        browser: name.browser.to_owned(),
        system: name.system.to_owned(),
        at: ctx.clock.now(),
        used_at: None,
    };
    let kept = begun.state.get_mut("kept").map(Value::take).unwrap_or_default();
    Ok((row, kept))
}

/// Adds a passkey to one's own account.
pub(crate) async fn add(caller: &Caller<'_>, session: &sessions::Session, answer: Value) -> Result<()> {
    let ctx = caller.ctx;
    let (row, _) = finish_making(ctx, Ceremony::PasskeyRegister, &caller.name, answer).await?;
    if row.person != session.person {
        return Err(over());
    }
    let mut tx = ctx.db.begin().await?;
    keep(ctx, &mut tx, &row).await?;
    sessions::strengthen(&mut tx, session.id).await?;
    Ok(tx.commit().await?)
}

/// Keeps a new passkey and writes it into the journal.
pub(crate) async fn keep(ctx: &Ctx, tx: &mut Tx, row: &PasskeyRow) -> Result<()> {
    ways::add_passkey(tx, row).await?;
    record(ctx, tx, "signin.passkey", Some(row.person), row.person, json!({ "added": true })).await
}

/// Takes a passkey away.
pub(crate) async fn remove(ctx: &Ctx, person: PersonId, id: crate::model::PasskeyId) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    if !ways::drop_passkey(&mut tx, person, id).await? {
        return Err(Problem::not_found());
    }
    record(ctx, &mut tx, "signin.passkey", Some(person), person, json!({ "added": false })).await?;
    Ok(tx.commit().await?)
}

/// The name by which an authenticator shows a person.
pub(crate) fn user(who: &Who) -> (Uuid, String, String) {
    (who.id.uuid(), who.login.clone(), who.called.clone())
}
