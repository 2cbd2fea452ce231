//! The pages of getting in, and the account.

use std::sync::Arc;

use axum::Extension;
use preau_kernel::{Kind, Problem};
use preau_web::{Answer, Routes, Said, Visit, add_cookie};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{acts::enter::Entered, lodge::Lodge};

mod account;
mod class;
pub(crate) mod cookies;
mod desk;
mod join;
mod letter;
mod mine;
mod paper;
mod security;
mod sign_in;
mod ways_in;

pub use account::device_name;

/// The lodge, as handlers take it.
pub(crate) type InLodge = Extension<Arc<Lodge>>;

/// All addresses.
pub(crate) fn routes() -> Routes {
    sign_in::routes()
        .and(letter::routes())
        .and(join::routes())
        .and(class::routes())
        .and(account::routes())
        .and(security::routes())
        .and(mine::routes())
        .and(desk::routes())
        .and(ways_in::routes())
        .and(crate::setup::routes())
}

/// Lets the browser in: gives it its cookies and goes on. Whoever must set up a second factor goes there first.
pub(crate) fn let_in(visit: &Visit, entered: &Entered, next: &str) -> Answer {
    let next = if entered.held { "/account/security" } else { next };
    let mut response = match (&entered.reset, entered.held) {
        (_, true) => visit.go_and_say(next, &Said::new("signin-said-held"))?,
        (Some(at), _) => {
            let when = visit.ctx.texts.moment(&visit.lang, *at);
            visit.go_and_say(next, &Said::new("signin-said-reset").with("when", when))?
        }
        (None, false) => visit.go(next)?,
    };
    give_cookies(visit, entered, &mut response);
    Ok(response)
}

/// Where a page goes on when a ceremony ended well.
#[derive(Serialize, ToSchema)]
pub(crate) struct Next {
    /// An address of this site.
    next: String,
}

impl Next {
    pub(crate) fn at(path: &str) -> Self {
        Self { next: path.to_owned() }
    }
}

/// Gives a browser the cookies of its new session.
pub(crate) fn give_cookies(visit: &Visit, entered: &Entered, response: &mut axum::response::Response) {
    add_cookie(response, &cookies::of_session(visit, &entered.session, entered.shared));
    if let Some(browser) = &entered.browser {
        add_cookie(response, &cookies::of_browser(visit, browser));
    }
}

/// The step that a form belongs to is over, or was another browser's.
pub(crate) fn over() -> Problem {
    Problem::new(Kind::Gone, "signin-step-over")
}
