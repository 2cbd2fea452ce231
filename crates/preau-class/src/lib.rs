//! The class and its families: homework, absences, forms and the paper bridge.
//!
//! **The idea.** Whoever leads a space gives something to its pupils; each pupil, and each guardian for each child, has an
//! own row about it. Nobody writes for another: a guardian sees how far the child is and does not hand in, a teacher
//! gives back and does not change what was handed in.
//!
//! **Invariants.** What one guardian wrote is read by those who lead and by that guardian, never by the other parent.
//! What was withdrawn is seen by those who lead alone. Each change of what was given keeps what was before. Dates stand
//! in the calendar through [`ports::Calendar`], in the same transaction. Under what somebody signed nothing changes, and
//! nothing read from a photograph is an answer before somebody said so.

pub mod acts;
mod export;
mod migrations;
pub mod model;
mod pages;
mod photo;
pub mod policy;
pub mod store;

use std::sync::Arc;

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{PersonId, Problem, Result, Role, SpaceKind};
use preau_people::{LEADERS, Tab, Tabs};
use preau_web::{
    Archive, ArchiveReader, Board, Card, Check, Ctx, Routes, Service, Subject, VerbRoles, View, Visit, ports,
    uploads::Purpose,
};

/// The sentences: language tag and Fluent source.
const TEXTS: &[(&str, &str)] = &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The tabs of a class; the wiring gives them to the people's service.
pub const TABS: &[Tab] = &[
    Tab {
        key: "class-tab-homework",
        path: "/homework",
        roles: &[Role::Owner, Role::Manager, Role::Member, Role::Guardian],
        kinds: &[SpaceKind::Class, SpaceKind::Group],
        place: 60,
    },
    Tab {
        key: "form-tab",
        path: "/forms",
        roles: &[Role::Owner, Role::Manager, Role::Member, Role::Guardian],
        kinds: &[],
        place: 65,
    },
    Tab { key: "class-absences", path: "/absences", roles: LEADERS, kinds: &[SpaceKind::Class], place: 70 },
];

/// Once a day: what was photographed and nobody looked at goes.
const TIDY: (&str, i64) = ("class.tidy", 24 * 3600);

/// The service of class life.
#[derive(Clone)]
pub struct Class {
    calendar: Arc<dyn ports::Calendar>,
    tabs: Tabs,
}

impl Class {
    /// The service, with the calendar in which its dates stand and the tabs of a space's pages.
    pub fn new(calendar: Arc<dyn ports::Calendar>, tabs: Tabs) -> Self {
        Self { calendar, tabs }
    }
}

#[async_trait]
impl Service for Class {
    fn name(&self) -> &'static str {
        "class"
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
        pages::routes(self.tabs.clone(), self.calendar.clone())
    }

    fn uploads(&self) -> &'static [Purpose] {
        &[acts::files::FILE, acts::slips::PHOTO]
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[TIDY]
    }

    async fn run(&self, ctx: &Ctx, name: &str, _payload: &serde_json::Value) -> Result<()> {
        if name == TIDY.0 {
            return acts::slips::tidy(ctx).await;
        }
        Err(Problem::internal(format!("nobody does the job {name:?}")))
    }

    async fn cards(&self, visit: &Visit, view: &View, board: Board) -> Result<Vec<Card>> {
        pages::cards::cards(visit, view, board).await
    }

    async fn export(&self, ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
        export::export(ctx, subject, archive).await
    }

    async fn import(&self, ctx: &Ctx, tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
        export::import(ctx, tx, archive).await
    }

    async fn erase(&self, ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
        export::erase(ctx, tx, person).await
    }

    async fn checks(&self, _ctx: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}
