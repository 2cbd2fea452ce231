//! Notices: who is told what, when, and by which way: page, push, mail, paper.
//!
//! **The idea.** A service tells persons of a thing in the transaction of the change itself ([`tell`]). That is one row
//! of what was said, and one row for each person; everything else reads those rows: the bell and the page of a person,
//! the push that wakes a phone, the day's mail, the sheet of paper for a family that has none of them. The truth is the
//! row; each way only carries it.
//!
//! **The pause.** Whoever writes may write at any hour. A row is *due* at the institution's next open hour
//! ([`model::hours`]), and until then its person does not see it; reading what is there is always possible. Staff reach
//! staff at once. An emergency goes at once, is the head's alone, is marked as such and stands in the journal.
//!
//! **Invariants.** The same person is told once of one kind of thing about one thing. A row belongs to one person and
//! nobody else ever reads it: two parents of a child have a row each. What leaves the institution says *that* there is
//! something new, never what or about whom.
//!
//! **How to use it from a service.** [`tell`] in the change's transaction, [`recall`] when the thing is withdrawn,
//! [`seen`] when the person opened the thing by another way, [`opens`] to publish something at the hour at which people
//! may be told. The service's `locales/` say `notice-<kind, dots as dashes>` with the notice's arguments, in one line,
//! and `notice-group-<service>`: what people call that kind of news where they choose how they want it.

mod acts;
mod bell;
mod checks;
mod error;
mod export;
mod migrations;
pub mod model;
mod pages;
pub mod policy;
mod push;
mod smtp;
mod stop;
mod store;

use std::sync::Arc;

use async_trait::async_trait;
use axum::Extension;
use preau_db::{Migration, Tx};
use preau_kernel::{Event, PersonId, Problem, Result, SpaceKind};
use preau_people::{LEADERS, Tab};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles};

pub use acts::tell::{opens, recall, seen, tell};
pub use bell::Bell;
pub use checks::{Waiting, waiting};
pub use error::NoticeError;
pub use model::{Notice, Urgency};
pub use push::Push;
pub use smtp::{Mail, MailTls};

/// The sentences: language tag and Fluent source.
pub const TEXTS: &[(&str, &str)] =
    &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The tab by which whoever leads a space finds the sheet for families that nothing else reaches.
pub const TABS: &[Tab] = &[Tab {
    key: "notices-paper",
    path: "/notices/paper",
    roles: LEADERS,
    kinds: &[SpaceKind::Class, SpaceKind::Group, SpaceKind::Club],
    place: 220,
}];

/// Tells what became due while nothing happened, and its pause in seconds.
const MINUTE: (&str, i64) = ("notices.minute", 60);
/// Wakes phones whose quiet hours ended, or that were not reached before.
const PUSHES: (&str, i64) = ("notices.pushes", 60);
/// Writes and sends the mails whose hour has come. A job of its own: a slow mail server delays nothing else.
const MAILS: (&str, i64) = ("notices.mails", 60);
/// Tells what is due at once.
const DELIVER: &str = "notices.deliver";
/// Wakes the pages of persons from whom something was taken back.
const WAKE: &str = "notices.wake";
/// Wakes phones.
const PUSH: &str = "notices.push";
/// Sends mails.
const MAIL: &str = "notices.mail";
/// Forgets what was read long ago.
const TIDY: (&str, i64) = ("notices.tidy", 24 * 3600);

/// The ways out of the house that the operator opened; none unless they say so.
#[derive(Debug, Clone, Default)]
pub struct Ways {
    /// The push services.
    pub push: Push,
    /// The mail server.
    pub mail: Option<Mail>,
}

/// The service.
#[derive(Clone, Default)]
pub struct Notices {
    ways: Arc<Ways>,
}

impl Notices {
    /// The service, with these ways out of the house besides the page and paper.
    pub fn new(ways: Ways) -> Self {
        Self { ways: Arc::new(ways) }
    }

    async fn push(&self, ctx: &Ctx) -> Result<()> {
        if self.ways.push.is_on() { acts::push::wake_due(ctx).await } else { Ok(()) }
    }

    async fn mail(&self, ctx: &Ctx) -> Result<()> {
        let Some(mail) = &self.ways.mail else { return Ok(()) };
        acts::mail::plan(ctx).await?;
        acts::mail::send(ctx, mail).await
    }
}

#[async_trait]
impl Service for Notices {
    fn name(&self) -> &'static str {
        "notices"
    }

    fn migrations(&self) -> &'static [Migration] {
        migrations::MIGRATIONS
    }

    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        TEXTS
    }

    fn verbs(&self) -> &'static [VerbRoles] {
        policy::VERBS
    }

    fn routes(&self) -> Routes {
        let ways = self.ways.clone();
        pages::routes().map(|router| router.layer(Extension(ways)))
    }

    async fn on_event(&self, _ctx: &Ctx, tx: &mut Tx, event: &Event) -> Result<()> {
        let text = |field: &str| event.payload.get(field).and_then(serde_json::Value::as_str);
        let person = |field: &str| text(field)?.parse::<PersonId>().ok();
        match event.name.as_str() {
            "people.persons-merged" => {
                if let (Some(gone), Some(kept)) = (person("gone"), person("kept")) {
                    store::move_rows(tx, gone, kept).await?;
                }
            }
            "signin.signed-out" => {
                if let Some(device) = text("device").and_then(|device| device.parse().ok()) {
                    store::devices::signed_out(tx, device).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[MINUTE, PUSHES, MAILS, TIDY]
    }

    async fn run(&self, ctx: &Ctx, name: &str, payload: &serde_json::Value) -> Result<()> {
        match name {
            WAKE => acts::deliver::wake_listed(ctx, payload).await,
            _ if name == DELIVER || name == MINUTE.0 => acts::deliver::deliver(ctx, &self.ways).await,
            _ if name == PUSH || name == PUSHES.0 => self.push(ctx).await,
            _ if name == MAIL || name == MAILS.0 => self.mail(ctx).await,
            _ if name == TIDY.0 => acts::tidy::tidy(ctx).await,
            _ => Err(Problem::internal(format!("nobody does the job {name:?}"))),
        }
    }

    async fn export(&self, ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
        export::export(ctx, subject, archive).await
    }

    async fn import(&self, _ctx: &Ctx, tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
        export::import(tx, archive).await
    }

    async fn erase(&self, _ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
        export::erase(tx, person).await
    }

    async fn checks(&self, ctx: &Ctx) -> Result<Vec<Check>> {
        checks::checks(ctx, &self.ways).await
    }
}
