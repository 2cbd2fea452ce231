//! A PIN: a short number that opens nothing but the device it was made on.

use preau_kernel::{Kind, PersonId, PersonKind, Problem, Result};

use super::{
    Caller,
    enter::{self, Entered, Entering},
    throttle::{Door, knock},
};
use crate::{
    hashing::Verdict,
    model::{Way, password},
    store::sessions,
    who::{self, Who},
};

/// Checks a new PIN and gives its hash.
pub(crate) async fn hash_new(caller: &Caller<'_>, who: &Who, pin: &str) -> Result<String> {
    // Staff see other people's data: for them, a device and four digits are not enough.
    if who.kind == PersonKind::Staff {
        return Err(Problem::field("pin", "signin-pin-staff"));
    }
    if let Some(fault) = password::pin_fault(pin, who.kind) {
        return Err(Problem::field("pin", fault));
    }
    caller.lodge.hashing.hash(&*caller.ctx.entropy, pin).await
}

/// The people who come in with a PIN on this browser.
pub(crate) async fn here(caller: &Caller<'_>) -> Result<Vec<Who>> {
    let Some(browser) = &caller.browser else { return Ok(Vec::new()) };
    let mut here = Vec::new();
    for device in sessions::devices_of_browser(&caller.ctx.db, browser.hash()).await? {
        if device.pin.is_some()
            && let Some(who) = who::by_id(caller.ctx, device.person).await?
        {
            here.push(who);
        }
    }
    Ok(here)
}

/// Signs in with a PIN.
pub(crate) async fn sign_in(caller: &Caller<'_>, person: PersonId, pin: &str) -> Result<Entered> {
    let wrong = || Problem::new(Kind::Invalid, "signin-pin-wrong");
    let db = &caller.ctx.db;
    let browser = caller.browser.as_ref().ok_or_else(wrong)?;
    let device = sessions::device(db, browser.hash(), person).await?.ok_or_else(wrong)?;
    let kept = device.pin.ok_or_else(wrong)?;
    let knock = knock(caller, Door::Pin { device: device.id }).await?;
    let right =
        pin.len() <= 8 && caller.lodge.hashing.compare(&*caller.ctx.entropy, Some(&kept), pin).await? != Verdict::Wrong;
    let who = who::by_id(caller.ctx, person).await?;
    let (true, Some(who)) = (right, who) else { return Err(wrong()) };
    knock.was_right(caller).await?;
    let mut tx = db.begin().await?;
    let entering = Entering { who: &who, way: Way::Pin, strong: false, shared: false, window: None };
    let entered = enter::enter(caller, &mut tx, &entering).await?;
    tx.commit().await?;
    Ok(entered)
}
