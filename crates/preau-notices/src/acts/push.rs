//! Allowing a browser to be woken, and waking those that are to be.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use futures_util::{StreamExt, stream};
use preau_db::{Tx, jobs};
use preau_kernel::{Kind, PersonId, Problem, Result, SignedIn, Timestamp};
use preau_web::Ctx;
use serde::Deserialize;
use time::Duration;
use web_push_native::p256::PublicKey;

use crate::{
    PUSH,
    model::{
        ToldId, Urgency,
        hours::Hours,
        wish::{Device, PushDeviceId, quiet},
    },
    push::{self, Outcome, Push},
    store::{self, devices},
};

/// Browsers woken at once.
const AT_ONCE: usize = 16;
/// How long a round may take before another takes its browsers again.
const LEASE: Duration = Duration::minutes(5);
/// Failures in a row after which a browser is not tried again for the same news.
const ATTEMPTS: i64 = 8;

/// What a browser's `PushSubscription` says of itself, in its own JSON form.
#[derive(Debug, Deserialize)]
pub(crate) struct Subscription {
    endpoint: String,
    keys: Keys,
}

#[derive(Debug, Deserialize)]
struct Keys {
    p256dh: String,
    auth: String,
}

/// Lets the browser of this session be woken.
pub(crate) async fn allow(ctx: &Ctx, push: &Push, me: &SignedIn, lang: &str, given: &Subscription) -> Result<()> {
    let wrong = || Problem::new(Kind::Invalid, "notices-push-keys");
    push.endpoint(&given.endpoint).ok_or_else(|| Problem::new(Kind::Forbidden, "notices-push-unlisted"))?;
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).map_err(|_| wrong());
    let (p256dh, auth) = (bytes(&given.keys.p256dh)?, bytes(&given.keys.auth)?);
    if PublicKey::from_sec1_bytes(&p256dh).is_err() || auth.len() != 16 {
        return Err(wrong());
    }
    let remembered = devices::of_session(&ctx.db, me.session).await?;
    let device = Device {
        id: ctx.id(),
        person: me.person,
        device: remembered.ok_or_else(|| Problem::new(Kind::Forbidden, "notices-push-shared"))?,
        endpoint: given.endpoint.clone(),
        p256dh,
        auth,
        lang: lang.to_owned(),
        urgent: false,
        attempts: 0,
    };
    let mut tx = ctx.db.begin().await?;
    devices::insert(&mut tx, &device, ctx.clock.now()).await?;
    Ok(tx.commit().await?)
}

/// Takes it back.
pub(crate) async fn forbid(ctx: &Ctx, person: PersonId, id: PushDeviceId) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    if devices::delete(&mut tx, person, id).await? == 0 {
        return Err(Problem::not_found());
    }
    Ok(tx.commit().await?)
}

/// Wants the browsers of those woken to whom something was just delivered: now, or when their quiet hours end.
pub(crate) async fn want(
    ctx: &Ctx,
    tx: &mut Tx,
    (told, urgency): (ToldId, Urgency),
    hours: &Hours,
    now: Timestamp,
) -> Result<()> {
    let mut at_once = false;
    for to in devices::to_wake(tx, told, now).await? {
        let at = match urgency {
            Urgency::Emergency => now,
            Urgency::Ordinary => hours.opens(now, quiet(to.quiet_from.as_deref(), to.quiet_until.as_deref())),
        };
        at_once |= at == now;
        devices::want(tx, to.person, at, urgency).await?;
    }
    if at_once {
        jobs::put(tx, ctx.id(), PUSH, None, serde_json::Value::Null, now).await?;
    }
    Ok(())
}

/// Wakes the browsers that are to be woken now.
pub(crate) async fn wake_due(ctx: &Ctx) -> Result<()> {
    loop {
        let now = ctx.clock.now();
        let lease = now + LEASE;
        let mut tx = ctx.db.begin().await?;
        let due = devices::take(&mut tx, now, lease).await?;
        tx.commit().await?;
        if due.is_empty() {
            return Ok(());
        }
        let vapid = push::vapid(ctx).await?;
        let (vapid, count) = (&vapid, due.len());
        let outcomes = stream::iter(due).map(|device| one(ctx, vapid, device, lease)).buffer_unordered(AT_ONCE);
        let outcomes: Vec<Result<()>> = outcomes.collect().await;
        outcomes.into_iter().collect::<Result<()>>()?;
        if i64::try_from(count).unwrap_or(i64::MAX) < devices::ROUND {
            return Ok(());
        }
    }
}

async fn one(ctx: &Ctx, vapid: &push::Vapid, device: Device, lease: Timestamp) -> Result<()> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    if !devices::wanted(&mut tx, device.person, now).await? {
        // Read meanwhile, or taken back.
        devices::nothing(&mut tx, device.id, lease).await?;
        return Ok(tx.commit().await?);
    }
    tx.rollback().await?;
    let outcome = push::wake(ctx, vapid, &device, now).await;
    let mut tx = ctx.db.begin().await?;
    match outcome {
        Outcome::Woken => devices::woken(&mut tx, device.id, lease, now).await?,
        Outcome::Gone => devices::gone(&mut tx, device.id).await?,
        Outcome::Failed(why) => {
            let again = (device.attempts + 1 < ATTEMPTS).then(|| now + store::back_off(device.attempts));
            devices::failed(&mut tx, device.id, lease, again, &why).await?;
        }
    }
    Ok(tx.commit().await?)
}
