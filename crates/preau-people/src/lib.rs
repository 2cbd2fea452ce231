//! Persons, families, spaces and roles: who is here, who answers for whom, and who may know of whom.
//!
//! **The idea.** A person is a row, and what ties people together are rows too: a guardianship ties a guardian to a
//! child, a membership ties a person to a space. A guardian needs no membership: they are in the spaces of the children
//! they answer for, for as long as nothing limits that. Everything that one may see of somebody else follows from
//! these ties and from one table that the head can edit ([`model::ContactRule`]); see [`policy`].
//!
//! **Invariants.** Contact details of one guardian never reach another, by page, JSON or archive ([`record`],
//! [`export`]). Exactly one space is the institution's own; a role there is an office. What SQL lets a viewer find
//! (`store::visible_person!`) is what [`policy::may_person`] allows, held by a property test on both engines.
//!
//! **How to use it from another service.** [`store`] has what is asked most: [`store::person`],
//! [`store::person_by_login`], [`store::office`], [`store::names`], [`store::spaces_of`], [`store::members_of`],
//! [`store::guardians_of`], [`store::settings`]. A page of a space begins with [`SpaceHead::load`], which asks the
//! policy, and includes `people/space_head.html`; what several
//! services on one page want is in [`known`]; a [`Tab`] handed to [`People::new`] by the wiring leads to it.

pub mod acts;
mod checks;
pub mod directory;
mod error;
mod export;
pub mod fields;
pub mod known;
mod migrations;
pub mod model;
mod oneroster;
mod opened;
mod pages;
pub mod policy;
pub mod record;
pub mod roster;
pub mod store;
mod tabs;

use async_trait::async_trait;
use preau_db::{Migration, Tx};
use preau_kernel::{Actor, PersonId, Result, SpaceKind};
use preau_web::{
    Archive, ArchiveReader, Check, Ctx, Routes, Service, Shell, ShellSource, ShellSpace, Subject, VerbRoles,
};
use time::Duration;

pub use directory::Directory;
pub use error::PeopleError;
pub use fields::Fields;
pub use model::{Person, Settings};
pub use opened::{Opened, opened};
pub use store::Viewer;
pub use tabs::{ALL_ROLES, LEADERS, SpaceHead, Tab, Tabs, tile};

/// How long ended invitations are kept, for those who ask why theirs does not work.
const INVITATIONS_KEPT: Duration = Duration::days(30);
/// The job that lets guests go whom no space keeps, and its pause in seconds.
const GUESTS: (&str, i64) = ("people.guests", 600);
/// Spaces in the rail.
const RAIL: usize = 40;

/// The sentences of this crate, and of the problems that reading a roster tells.
const TEXTS: &[(&str, &str)] = &[
    ("fr", include_str!("../locales/fr.ftl")),
    ("en", include_str!("../locales/en.ftl")),
    roster::TEXTS[0],
    roster::TEXTS[1],
    roster::TEXTS[2],
    roster::TEXTS[3],
];

/// The service of the people.
#[derive(Clone, Default)]
pub struct People {
    tabs: Tabs,
    directory: Directory,
}

impl People {
    /// The service, with the tabs that other services add to spaces.
    pub fn new(tabs: Tabs) -> Self {
        Self { tabs, directory: Directory::default() }
    }
}

#[async_trait]
impl Service for People {
    fn name(&self) -> &'static str {
        "people"
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
        pages::routes(self.tabs.clone(), self.directory.clone()).and(roster::routes())
    }

    fn recurring(&self) -> &'static [(&'static str, i64)] {
        &[("people.tidy", 24 * 3600), GUESTS, roster::FORGETTING]
    }

    async fn run(&self, ctx: &Ctx, name: &str, payload: &serde_json::Value) -> Result<()> {
        if name.starts_with("people.roster-") {
            return roster::run(ctx, name, payload).await;
        }
        if name == GUESTS.0 {
            return acts::invitations::let_guests_go(ctx).await.map(drop);
        }
        let now = ctx.clock.now();
        let mut tx = ctx.db.begin().await?;
        store::spaces::forget_invitations(&mut tx, now - INVITATIONS_KEPT).await?;
        store::undo::forget(&mut tx, now - acts::undoing::WHILE).await?;
        Ok(tx.commit().await?)
    }

    async fn export(&self, ctx: &Ctx, subject: Subject, archive: &mut Archive) -> Result<()> {
        match subject {
            Subject::Person(person) => export::one_person(ctx, person, archive).await,
            Subject::Space(space) => export::one_space(ctx, space, archive).await,
            Subject::All => export::everything(ctx, archive).await,
        }
    }

    async fn import(&self, _ctx: &Ctx, tx: &mut Tx, archive: &ArchiveReader) -> Result<()> {
        export::import(tx, archive).await
    }

    async fn erase(&self, ctx: &Ctx, tx: &mut Tx, person: PersonId) -> Result<()> {
        roster::erase(tx, person).await?;
        export::erase(tx, person, ctx.clock.now()).await
    }

    async fn checks(&self, ctx: &Ctx) -> Result<Vec<Check>> {
        checks::checks(ctx).await
    }
}

#[async_trait]
impl ShellSource for People {
    async fn shell(&self, ctx: &Ctx, actor: &Actor) -> Result<Shell> {
        let viewer = Viewer::new(actor, ctx.clock.now());
        let all = store::spaces::spaces_and_institution(&ctx.db, viewer.me, viewer.now).await?;
        let (house, spaces): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.kind == SpaceKind::Institution);
        let spaces = spaces.into_iter().take(RAIL).map(|it| ShellSpace {
            id: it.id,
            name: it.name,
            hue: u8::try_from(it.hue).unwrap_or(1),
        });
        Ok(Shell {
            institution: house.into_iter().next().map(|it| it.name).unwrap_or_default(),
            spaces: spaces.collect(),
            runs: policy::may_institution(actor, policy::InstitutionVerb::Read) == preau_kernel::Decision::Allow,
            unread: None,
        })
    }
}
