//! The web kit: what pages, forms, programs and live updates of every service are made with.
//!
//! A request becomes a [`Visit`] (who asks, in which language, wanting a page or JSON). A handler parses, asks a
//! service's act, and answers with [`Visit::page`], [`Visit::json`] or [`Visit::go`]. What went wrong is a
//! `preau_kernel::Problem` behind [`Refusal`]; one layer turns it into a page with a sentence or into problem+json
//! (RFC 9457). Handlers hold no SQL and no rules.
//!
//! **How to add a page**: a template in the crate's `templates/` that extends `app.html` (with the rail), `plain.html`
//! (sign-in, first run) or `paper.html` (print), a struct with a `view: View` field, a handler, a line in the
//! service's [`Routes`] (with `.json::<T>()` behind it if programs get a `T` there), sentences in the crate's
//! `locales/fr.ftl` and `en.ftl`. The gallery in `web/gallery` shows the markup. Point `askama.toml` at `../preau-web/templates` as the other crates do.
//!
//! **How to show something on a page that all share** (a home, a space's first page): [`Service::cards`].
//!
//! **How to add a service**: implement [`Service`]; the server's wiring adds it in one line.

mod app;
mod archive;
mod assets;
mod board;
mod context;
pub mod files;
mod guard;
mod install;
mod linger;
mod live;
mod openapi;
mod page;
pub mod ports;
mod refusal;
mod routes;
mod service;
mod texts;
pub mod uploads;
mod visit;
mod week;

pub use app::{App, Authenticate};
pub use archive::{Archive, ArchiveReader, Subject};
pub use assets::assets;
pub use board::{Board, Card, Cards, Column};
pub use context::{Ctx, MANY, Parts, Shell, ShellSource, ShellSpace};
pub use guard::guard;
pub use live::{live, live_person};
pub use openapi::{Form, openapi};
pub use page::{Errors, View};
pub use refusal::{Answer, Refusal, status};
pub use routes::{Gives, Route, Routes};
pub use service::{Check, Health, Service, VerbRoles};
pub use texts::{Said, Texts, Zone, typeset};
pub use visit::{Visit, add_cookie, cookie_value};
pub use week::{NoWeek, Week};

/// The sentences of the frame itself.
pub const TEXTS: &[(&str, &str)] =
    &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];
