//! One file a use case: check, change, record, tell.

use preau_db::Tx;
use preau_journal::Entry;
use preau_kernel::{PersonId, Result};
use preau_web::{Ctx, Visit};

use crate::{lodge::Lodge, model::device::DeviceName, pages::cookies, secret::Token};

pub(crate) mod app_password;
pub(crate) mod badge;
pub(crate) mod class;
pub(crate) mod enter;
pub(crate) mod first;
pub(crate) mod invited;
pub(crate) mod letter;
pub(crate) mod passkey;
pub(crate) mod password;
pub(crate) mod pin;
pub(crate) mod reset;
pub(crate) mod second;
pub(crate) mod sweep;
pub(crate) mod throttle;

/// What the lodge sees of whoever stands at the door.
pub(crate) struct Caller<'a> {
    pub(crate) ctx: &'a Ctx,
    pub(crate) lodge: &'a Lodge,
    /// The network the request came from, for limits; never kept as it is.
    pub(crate) network: &'a str,
    /// What the browser calls itself.
    pub(crate) name: DeviceName,
    /// The session that the browser had before.
    pub(crate) session: Option<Token>,
    /// The browser itself, if it was here before.
    pub(crate) browser: Option<Token>,
}

impl<'a> Caller<'a> {
    pub(crate) fn of(visit: &'a Visit, lodge: &'a Lodge) -> Self {
        Self {
            ctx: &visit.ctx,
            lodge,
            network: &visit.network,
            name: DeviceName::of(&visit.headers),
            session: cookies::session(&visit.ctx, &visit.headers),
            browser: cookies::browser(&visit.ctx, &visit.headers),
        }
    }
}

/// Writes an act of signing in into the journal: who did it, and about whom.
pub(crate) async fn record(
    ctx: &Ctx,
    tx: &mut Tx,
    verb: &'static str,
    actor: Option<PersonId>,
    about: PersonId,
    detail: serde_json::Value,
) -> Result<()> {
    let entry = Entry::new(verb, actor, ctx.clock.now()).about(about).with(detail);
    preau_journal::record(tx, &entry, &*ctx.entropy).await?;
    Ok(())
}
