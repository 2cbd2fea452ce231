//! Getting in: every way in, sessions, devices, app passwords, and the first run.
//!
//! A way in ends in [`acts::enter`], which begins a session: a 256-bit token in the browser's cookie, its hash in a row.
//! Each request reads that row once ([`Authenticate`]). Ways in differ in what they ask and in what they are worth:
//!
//! | Way | For | Worth |
//! |---|---|---|
//! | passkey | whoever has a device | two factors; can't be guessed, told or stolen from here |
//! | password, with one-time codes if wished | everyone | one factor, or two |
//! | PIN | families, on the device it was made on | that device only, pauses that grow to a day |
//! | letter | first time, or after a reset | once, thirty days |
//! | three pictures | small children | in a class that the teacher opened, until it closes |
//! | badge | small children | in an open class, or on a device that a guardian paired |
//!
//! No secret is kept that could be used ([`store`]); nobody can lock somebody else out ([`model::throttle`]); nobody
//! becomes somebody else: there is no "sign in as".
//!
//! **How to add a way in**: a word in [`model::Way`], an act that ends in `enter`, its page, its row in the person's
//! [`store::ways::Ways`], its line in `export.rs` and in `acts/reset.rs`.

mod acts;
mod export;
mod hashing;
mod lodge;
pub mod model;
mod pages;
mod policy;
pub mod qr;
mod secret;
pub mod setup;
mod store;
mod who;

use std::sync::Arc;

use async_trait::async_trait;
use axum::Extension;
use http::request::Parts;
use preau_db::{Db, Migration, Tx};
use preau_kernel::{Actor, Event, Kind, PersonId, Problem, Result, SessionId, SignedIn, SpaceKind, Timestamp};
use preau_people::{LEADERS, Tab};
use preau_web::{Archive, ArchiveReader, Authenticate, Check, Ctx, Routes, Service, Subject, VerbRoles};

use crate::{
    lodge::Lodge,
    model::SEEN_EVERY,
    store::{merged, sessions},
};

pub use pages::device_name;

/// The sentences: language tag and Fluent source.
pub const TEXTS: &[(&str, &str)] =
    &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The tab by which whoever leads a class finds how its children come in; the wiring gives it to the people's service.
pub const TABS: &[Tab] = &[Tab {
    key: "signin-ways-heading",
    path: "/ways-in",
    roles: LEADERS,
    kinds: &[SpaceKind::Class, SpaceKind::Group, SpaceKind::Club],
    place: 210,
}];

/// The job that forgets what is over, and its pause in seconds.
const SWEEP: (&str, i64) = ("signin.sweep", 600);

/// Fills an empty institution with invented people. Given by the server's wiring to the last screen of the first run.
#[async_trait]
pub trait DemoSchool: Send + Sync + 'static {
    /// Fills it; `by` is the administrator who asked.
    async fn fill(&self, ctx: &Ctx, by: PersonId) -> Result<()>;
}

/// Sign-in, as a service and as what tells who asks. Cloning it is cheap; clones share what is kept in memory.
#[derive(Clone, Default)]
pub struct Signin {
    lodge: Arc<Lodge>,
}

impl Signin {
    /// Sign-in without a demo school to offer.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sign-in whose first run offers a demo school.
    pub fn with_demo(demo: Arc<dyn DemoSchool>) -> Self {
        Self { lodge: Arc::new(Lodge::with_demo(demo)) }
    }

    /// Who a program acts for, by HTTP Basic or the like, with an app password. `None` for a wrong one; the answer is
    /// quick, so that a sync client can ask with each request. `now` is `ctx.clock.now()`.
    pub async fn app_login(db: &Db, now: Timestamp, login: &str, password: &str) -> Result<Option<Actor>> {
        acts::app_password::login(db, now, login, password).await
    }

    /// Ends a session of a person, in the change's own transaction: whoever sent something by it has to sign in anew.
    /// Whether the actor may is for the policy of the service that asks. Gives whether the session was still open.
    pub async fn end_session(tx: &mut Tx, person: PersonId, session: SessionId) -> Result<bool> {
        Ok(sessions::end_one(tx, person, session).await? > 0)
    }

    /// Makes an app password for a person: `preau app-password LOGIN`. The text is shown once and not kept.
    pub async fn app_password(ctx: &Ctx, person: PersonId, name: &str) -> Result<String> {
        acts::app_password::make(ctx, None, person, name).await
    }

    /// Sets somebody's password without asking for the old one: the demo institution, a command of the operator.
    pub async fn set_password(&self, ctx: &Ctx, person: PersonId, password: &str) -> Result<()> {
        acts::password::set(ctx, &self.lodge, person, password).await
    }

    /// Sets the same password for many, hashed once: the demo institution only.
    pub async fn set_passwords(&self, ctx: &Ctx, people: &[PersonId], password: &str) -> Result<()> {
        acts::password::set_all(ctx, &self.lodge, people, password).await
    }
}

#[async_trait]
impl Authenticate for Signin {
    async fn actor(&self, ctx: &Ctx, parts: &Parts) -> Result<Actor> {
        if !setup::open_before(parts.uri.path()) && !setup::claimed(ctx, &self.lodge).await? {
            return Err(Problem::new(Kind::Unavailable, "signin-waits"));
        }
        let Some(token) = pages::cookies::session(ctx, &parts.headers) else { return Ok(Actor::Nobody) };
        let now = ctx.clock.now();
        let Some(session) = sessions::by_token(&ctx.db, token.hash(), now).await? else { return Ok(Actor::Nobody) };
        if !session.lives(now) || (session.held && !open_while_held(parts.uri.path())) {
            return Ok(Actor::Nobody);
        }
        if now.since(session.seen_at) >= SEEN_EVERY {
            let mut tx = ctx.db.begin().await?;
            sessions::seen(&mut tx, &session, now).await?;
            tx.commit().await?;
        }
        Ok(Actor::Person(SignedIn {
            person: session.person,
            session: session.id,
            kind: session.kind,
            office: session.office,
            strong: session.strong,
            name: session.name,
        }))
    }
}

/// What somebody may open before the second factor stands that is asked of them.
fn open_while_held(path: &str) -> bool {
    path == "/account/security" || path.starts_with("/account/security/") || path == "/sign-out"
}

#[async_trait]
impl Service for Signin {
    fn name(&self) -> &'static str {
        "signin"
    }

    fn migrations(&self) -> &'static [Migration] {
        store::MIGRATIONS
    }

    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        TEXTS
    }

    fn verbs(&self) -> &'static [VerbRoles] {
        policy::VERBS
    }

    fn routes(&self) -> Routes {
        let lodge = self.lodge.clone();
        pages::routes().map(|router| router.layer(Extension(lodge)))
    }

    async fn on_event(&self, ctx: &Ctx, tx: &mut Tx, event: &Event) -> Result<()> {
        let person =
            |field: &str| event.payload.get(field).and_then(serde_json::Value::as_str)?.parse::<PersonId>().ok();
        match event.name.as_str() {
            "people.person-left" => {
                if let Some(person) = person("person") {
                    sessions::forget_person(tx, person).await?;
                }
            }
            // What a roster says of many at once.
            "people.persons-left" => {
                let persons = event.payload.get("persons").and_then(serde_json::Value::as_array).into_iter().flatten();
                for person in persons.filter_map(|id| id.as_str()?.parse::<PersonId>().ok()) {
                    sessions::forget_person(tx, person).await?;
                }
            }
            "people.persons-merged" => {
                if let (Some(gone), Some(kept)) = (person("gone"), person("kept"))
                    && merged::holds(tx, gone, kept).await?
                {
                    merged::join(tx, gone, kept, ctx.clock.now()).await?;
                    sessions::end_all(tx, gone).await?;
                }
            }
            "people.persons-parted" => {
                if let (Some(gone), Some(kept)) = (person("gone"), person("kept")) {
                    merged::part(tx, gone, kept).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[SWEEP]
    }

    async fn run(&self, ctx: &Ctx, name: &str, _payload: &serde_json::Value) -> Result<()> {
        if name != SWEEP.0 {
            return Err(Problem::new(Kind::Internal, "internal"));
        }
        acts::sweep::sweep(ctx).await
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
        export::checks(ctx, &self.lodge).await
    }
}
