//! The last step of every way in: a new session.

use preau_db::Tx;
use preau_kernel::{PersonKind, Result, Timestamp};

use super::Caller;
use crate::{
    model::{self, Way},
    secret::Token,
    store::{class::Window, letters, sessions},
    who::Who,
};

/// Somebody who may come in.
pub(crate) struct Entering<'a> {
    pub(crate) who: &'a Who,
    pub(crate) way: Way,
    /// Whether a second factor or a passkey was used.
    pub(crate) strong: bool,
    /// Whether others use this device too.
    pub(crate) shared: bool,
    /// The class window that the session ends with.
    pub(crate) window: Option<&'a Window>,
}

/// What the browser is given.
pub(crate) struct Entered {
    pub(crate) session: Token,
    /// The browser's own token, unless others use it too.
    pub(crate) browser: Option<Token>,
    /// Whether a second factor must be set up before anything else.
    pub(crate) held: bool,
    /// When somebody else gave this person a new way in, to tell them now.
    pub(crate) reset: Option<Timestamp>,
    /// Whether the cookie goes when the browser closes.
    pub(crate) shared: bool,
}

/// Begins a session under a token of its own. Whatever session the browser had before ends: a token that somebody
/// else put there is worth nothing afterwards (session fixation).
pub(crate) async fn enter(caller: &Caller<'_>, tx: &mut Tx, entering: &Entering<'_>) -> Result<Entered> {
    let Entering { who, way, strong, window, .. } = *entering;
    let ctx = caller.ctx;
    let now = ctx.clock.now();
    let shared = entering.shared || window.is_some();
    if let Some(old) = &caller.session {
        sessions::end_by_token(tx, old.hash()).await?;
    }
    let names = (caller.name.browser, caller.name.system);
    let (browser, device) = if shared {
        (None, None)
    } else {
        let browser = caller.browser.clone().unwrap_or_else(|| Token::draw(&*ctx.entropy));
        let device = sessions::remember_device(tx, ctx.id(), browser.hash(), who.id, names, now).await?;
        (Some(browser), Some(device))
    };
    let idle = model::idle(who.kind, shared);
    let held =
        who.kind == PersonKind::Staff && !strong && crate::store::people::second_factor_required(&ctx.db).await?;
    let session = Token::draw(&*ctx.entropy);
    let new = sessions::NewSession {
        id: ctx.id(),
        token: session.hash(),
        person: who.id,
        device,
        window: window.map(|window| window.id),
        way,
        strong,
        held,
        browser: names.0,
        system: names.1,
        at: now,
        expires_at: now + idle,
        idle_seconds: idle.whole_seconds(),
        ends_at: window.map(|window| window.ends_at),
    };
    sessions::insert(tx, &new).await?;
    let reset = letters::take_reset(tx, who.id).await?.map(|(_, at)| at);
    Ok(Entered { session, browser, held, reset, shared })
}
