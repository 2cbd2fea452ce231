//! The calendars of spaces and of persons: events, answers, who brings what, appointments, iCalendar.
//!
//! **The idea.** One table holds what has a date: what leaders put into their space, what a person puts into their own
//! calendar, and what other services show there through [`ports::Calendar`]. What comes again is kept as its rule and
//! worked out in the institution's zone when somebody looks ([`model::occurrences`]), so a lesson stays at its hour when
//! summer time ends.
//!
//! **Invariants.** A person's own events are seen by that person alone. Of two who want one appointment, or the last
//! cake, one gets it: the row itself is the lock. What one guardian answers or brings, the other parent does not see.
//! A secret address ([`acts::feeds`]) shows what its person may see at that moment, and nothing once they left.

pub mod acts;
mod export;
pub mod ical;
mod migrations;
pub mod model;
mod pages;
pub mod policy;
pub mod store;

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{CalendarEntry, PersonId, Result, Role};
use preau_people::{ALL_ROLES, Tab, Tabs};
use preau_web::{
    Archive, ArchiveReader, Board, Card, Check, Ctx, Routes, Service, Subject, VerbRoles, View, Visit, ports,
};
use time::Duration;
use uuid::Uuid;

/// The sentences: language tag and Fluent source.
const TEXTS: &[(&str, &str)] = &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The tabs of a space; the wiring gives them to the people's service.
pub const TABS: &[Tab] = &[
    Tab { key: "calendar-tab", path: "/calendar", roles: ALL_ROLES, kinds: &[], place: 70 },
    Tab {
        key: "calendar-tab-rounds",
        path: "/appointments",
        roles: &[Role::Owner, Role::Manager, Role::Guardian],
        kinds: &[preau_kernel::SpaceKind::Class, preau_kernel::SpaceKind::Group],
        place: 75,
    },
];

/// The job that forgets what was withdrawn long ago, and its pause in seconds.
const TIDY: (&str, i64) = ("calendar.tidy", 24 * 3600);
/// How long what was withdrawn can be given back.
const KEPT: Duration = Duration::days(90);

/// The service of the calendars, and the port by which other services put their dates there.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    tabs: Tabs,
}

impl Calendar {
    /// The service, with the tabs of a space's pages.
    pub fn new(tabs: Tabs) -> Self {
        Self { tabs }
    }
}

#[async_trait]
impl Service for Calendar {
    fn name(&self) -> &'static str {
        "calendar"
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
        pages::routes(self.tabs.clone())
    }

    async fn cards(&self, visit: &Visit, view: &View, board: Board) -> Result<Vec<Card>> {
        pages::cards::cards(visit, view, board).await
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[TIDY]
    }

    async fn run(&self, ctx: &Ctx, _name: &str, _payload: &serde_json::Value) -> Result<()> {
        let mut tx = ctx.db.begin().await?;
        store::events::forget_withdrawn(&mut tx, ctx.clock.now() - KEPT).await?;
        Ok(tx.commit().await?)
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

    async fn checks(&self, _ctx: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}

#[async_trait]
impl ports::Calendar for Calendar {
    async fn put(&self, ctx: &Ctx, tx: &mut Tx, entry: &CalendarEntry) -> Result<()> {
        acts::port::put(ctx, tx, entry).await
    }

    async fn remove(&self, _ctx: &Ctx, tx: &mut Tx, source: &'static str, thing: Uuid) -> Result<()> {
        acts::port::remove(tx, source, thing).await
    }
}
