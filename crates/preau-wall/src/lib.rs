//! The wall of a space: what is told to those who are in it, with pictures, answers and signatures.
//!
//! **The idea.** A post is a row with an audience (members, families, everyone). Those who lead the space write; who is
//! meant by the audience reads. One function decides for a viewer ([`policy::sees`]), two pieces of SQL say the same for
//! lists, and a test holds them equal.
//!
//! **The life of a post.** Draft → waiting (for its hour) → published → withdrawn. Its place on the wall comes from the
//! space's counter when it is published. What it said before a correction, and what was withdrawn, is seen by those who
//! lead the space and by nobody else.
//!
//! **Invariants.** A draft is its author's alone. How many saw a post can be told, who did can't ([`seen`]).

pub mod acts;
mod checks;
mod export;
mod local;
mod migrations;
pub mod model;
mod pages;
pub mod policy;
pub mod rights;
pub mod seen;
pub mod store;

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{PersonId, Problem, Result};
use preau_people::{ALL_ROLES, Tab, Tabs};
use preau_web::{
    Archive, ArchiveReader, Board, Card, Check, Ctx, Routes, Service, Subject, VerbRoles, View, Visit, uploads::Purpose,
};

use crate::{acts::publish, seen::Marks};

/// The sentences: language tag and Fluent source.
const TEXTS: &[(&str, &str)] = &[("fr", include_str!("../locales/fr.ftl")), ("en", include_str!("../locales/en.ftl"))];

/// The tab that leads to a wall.
pub const TABS: &[Tab] = &[Tab { key: "wall-tab", path: "/wall", roles: ALL_ROLES, kinds: &[], place: 10 }];

/// Publishes what became due while its own job was lost, and lets pictures go whose time is over; its pause in seconds.
const MINUTE: (&str, i64) = ("wall.minute", 60);
/// Forgets what is kept for a while only.
const TIDY: (&str, i64) = ("wall.tidy", 24 * 3600);

/// The service of the walls.
#[derive(Debug, Clone, Default)]
pub struct Wall {
    tabs: Tabs,
    marks: Marks,
}

impl Wall {
    /// The service, with the tabs of spaces.
    pub fn new(tabs: Tabs) -> Self {
        Self { tabs, marks: Marks::default() }
    }

    /// The marks of readers that are not written yet.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }
}

#[async_trait]
impl Service for Wall {
    fn name(&self) -> &'static str {
        "wall"
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
        pages::routes(self.tabs.clone(), self.marks.clone())
    }

    async fn cards(&self, visit: &Visit, view: &View, board: Board) -> Result<Vec<Card>> {
        pages::cards(visit, view, board, &self.marks).await
    }

    fn uploads(&self) -> &'static [Purpose] {
        &[acts::files::FILE]
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[MINUTE, TIDY]
    }

    async fn run(&self, ctx: &Ctx, name: &str, payload: &serde_json::Value) -> Result<()> {
        let now = ctx.clock.now();
        match name {
            publish::PUBLISH => match payload.get("post").and_then(|id| id.as_str()?.parse().ok()) {
                Some(post) => publish::due(ctx, post).await,
                None => Err(Problem::internal("a post without id")),
            },
            _ if name == MINUTE.0 => {
                for post in store::due(&ctx.db, now).await? {
                    publish::due(ctx, post).await?;
                }
                acts::rights::let_go(ctx).await
            }
            _ if name == TIDY.0 => {
                let mut tx = ctx.db.begin().await?;
                store::forget_traces(&mut tx, now - model::TRACES).await?;
                Ok(tx.commit().await?)
            }
            _ => Err(Problem::internal(format!("nobody does the job {name:?}"))),
        }
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

    async fn checks(&self, ctx: &Ctx) -> Result<Vec<Check>> {
        checks::checks(ctx).await
    }
}
