//! The cookies of signing in.
//!
//! Over TLS their names begin with `__Host-`, so that the browser takes them from this host alone, with `Secure` and
//! for all paths (RFC 6265bis §4.1.3.2); on this machine's own address, without TLS, they have plain names.

use cookie::Cookie;
use http::HeaderMap;
use preau_web::{Ctx, Visit, cookie_value};

use crate::secret::Token;

/// How long a browser may keep a cookie: 400 days, the most that browsers grant. The database says when it ends.
const KEEP: i64 = 400 * 24 * 3600;
/// How long the step between two pages may take at most.
const STEP: i64 = 3600;

struct Name {
    tls: &'static str,
    plain: &'static str,
}

const SESSION: Name = Name { tls: "__Host-preau", plain: "preau" };
const BROWSER: Name = Name { tls: "__Host-preau-browser", plain: "preau-browser" };
const STEP_NAME: Name = Name { tls: "__Host-preau-step", plain: "preau-step" };
const CLASS: Name = Name { tls: "__Host-preau-class", plain: "preau-class" };
const SETUP: Name = Name { tls: "__Host-preau-setup", plain: "preau-setup" };

impl Name {
    fn on(&self, ctx: &Ctx) -> &'static str {
        if ctx.secure() { self.tls } else { self.plain }
    }
}

fn read(name: &Name, ctx: &Ctx, headers: &HeaderMap) -> Option<Token> {
    Token::parse(&cookie_value(headers, name.on(ctx))?)
}

fn write(name: &Name, visit: &Visit, value: String, seconds: i64) -> Cookie<'static> {
    visit.cookie(name.on(&visit.ctx), value, seconds)
}

pub(crate) fn session(ctx: &Ctx, headers: &HeaderMap) -> Option<Token> {
    read(&SESSION, ctx, headers)
}

pub(crate) fn browser(ctx: &Ctx, headers: &HeaderMap) -> Option<Token> {
    read(&BROWSER, ctx, headers)
}

/// The step that the browser is in: a second factor, a letter.
pub(crate) fn step(visit: &Visit) -> Option<Token> {
    read(&STEP_NAME, &visit.ctx, &visit.headers)
}

/// The browser that the set-up link is bound to.
pub(crate) fn setup(visit: &Visit) -> Option<Token> {
    read(&SETUP, &visit.ctx, &visit.headers)
}

/// The code of the class that this device is in.
pub(crate) fn class(visit: &Visit) -> Option<String> {
    visit.cookie_value(CLASS.on(&visit.ctx))
}

/// A session's cookie; a shared device's goes when the browser closes.
pub(crate) fn of_session(visit: &Visit, token: &Token, shared: bool) -> Cookie<'static> {
    let mut cookie = write(&SESSION, visit, token.text(), KEEP);
    if shared {
        cookie.unset_expires();
        cookie.set_max_age(None);
    }
    cookie
}

pub(crate) fn of_browser(visit: &Visit, token: &Token) -> Cookie<'static> {
    write(&BROWSER, visit, token.text(), KEEP)
}

pub(crate) fn of_step(visit: &Visit, token: &Token) -> Cookie<'static> {
    write(&STEP_NAME, visit, token.text(), STEP)
}

pub(crate) fn of_setup(visit: &Visit, token: &Token) -> Cookie<'static> {
    write(&SETUP, visit, token.text(), STEP)
}

pub(crate) fn of_class(visit: &Visit, code: &str) -> Cookie<'static> {
    write(&CLASS, visit, code.to_owned(), 8 * STEP)
}

pub(crate) fn without_session(visit: &Visit) -> Cookie<'static> {
    write(&SESSION, visit, String::new(), 0)
}

pub(crate) fn without_step(visit: &Visit) -> Cookie<'static> {
    write(&STEP_NAME, visit, String::new(), 0)
}

pub(crate) fn without_class(visit: &Visit) -> Cookie<'static> {
    write(&CLASS, visit, String::new(), 0)
}
