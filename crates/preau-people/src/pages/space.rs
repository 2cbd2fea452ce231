//! A space's own pages.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use preau_kernel::{Can, PersonId, PersonKind, Result, Role, SpaceId, SpaceKind, Timestamp};
use preau_web::{Answer, App, Board, Cards, Errors, Said, View, Visit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{or_again, viewer};
use crate::{
    Directory,
    acts::{Act, NewSpace, members as membership, spaces as opening},
    fields::Fields,
    known,
    policy::{self, PersonVerb, SpaceVerb},
    store::{
        families,
        persons::Found,
        spaces::{self, MemberPerson, Met},
    },
    tabs::{SpaceHead, Tabs},
};

#[derive(Template)]
#[template(path = "people/space.html")]
struct SpacePage {
    view: View,
    head: SpaceHead,
    leaders: Vec<MemberPerson>,
    cards: Cards,
}

/// A space as the asker meets it.
#[derive(Serialize, ToSchema)]
pub(super) struct SpaceAnswer {
    /// Its id.
    id: SpaceId,
    /// What it is for.
    kind: SpaceKind,
    /// Its name.
    name: String,
    /// Its code.
    code: Option<String>,
    /// Its level.
    level: Option<String>,
    /// Its school year.
    year: Option<String>,
    /// When it was put away.
    archived_at: Option<Timestamp>,
    /// The asker's role in it; none for those who run the institution without being in the space.
    role: Option<Role>,
    /// How many take part.
    members: i64,
    /// Who leads it.
    leaders: Vec<MemberPerson>,
}

/// Who is in a space, as far as the asker may find them; leaders first.
#[derive(Serialize, ToSchema)]
pub(super) struct MembersAnswer {
    /// The members.
    members: Vec<MemberPerson>,
}

/// The proof for a verb in a space, and the top of its pages.
pub(super) async fn enter(
    visit: &Visit,
    tabs: &Tabs,
    verb: SpaceVerb,
    id: SpaceId,
) -> Result<(Can<SpaceVerb, SpaceId>, SpaceHead)> {
    visit.me()?;
    let met = known::met(visit, id).await?;
    let proof = policy::may_space(&visit.actor, verb, &met).prove(verb, id)?;
    Ok((proof, SpaceHead::of(&visit.actor, tabs, met)))
}

/// `/s/{space}`
pub(super) async fn home(
    visit: Visit,
    Extension(app): Extension<App>,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
) -> Answer {
    let (_, head) = enter(&visit, &tabs, SpaceVerb::See, id).await?;
    let leaders = spaces::leaders_of(&visit.ctx.db, id, visit.ctx.clock.now()).await?;
    if visit.json {
        let Met { id, kind, name, code, level, year, archived_at, members, .. } = head.space;
        let role = head.role;
        return visit.json(&SpaceAnswer { id, kind, name, code, level, year, archived_at, role, members, leaders });
    }
    let view = visit.view().await?;
    let cards = app.cards(&visit, &view, Board::Space(id)).await?;
    visit.page(&SpacePage { view, head, leaders, cards })
}

/// `/s/{space}/live`
pub(super) async fn live(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<SpaceId>) -> Answer {
    enter(&visit, &tabs, SpaceVerb::See, id).await?;
    preau_web::live(&visit.ctx, id).await
}

#[derive(Template)]
#[template(path = "people/members.html")]
struct MembersPage {
    view: View,
    head: SpaceHead,
    leaders: Vec<MemberPerson>,
    members: Vec<MemberPerson>,
    /// Names of guardians by child; only for those who see all.
    families: HashMap<PersonId, Vec<(PersonId, String)>>,
    sees_all: bool,
    q: String,
    found: Vec<Found>,
    errors: Errors,
}

impl MembersPage {
    /// The role that somebody of a kind most likely gets.
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn likely(kind: &PersonKind) -> Role {
        match kind {
            PersonKind::Staff => Role::Manager,
            PersonKind::Guest => Role::Guest,
            _ => Role::Member,
        }
    }

    fn guardians(&self, child: &PersonId) -> &[(PersonId, String)] {
        self.families.get(child).map_or(&[], Vec::as_slice)
    }
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// `/s/{space}/members`
pub(super) async fn members(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Extension(directory): Extension<Directory>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let page = members_page(&visit, &tabs, &directory, id, asked.q).await?;
    if visit.json {
        let members = page.leaders.into_iter().chain(page.members).collect();
        return visit.json(&MembersAnswer { members });
    }
    visit.page(&page)
}

async fn members_page(
    visit: &Visit,
    tabs: &Tabs,
    directory: &Directory,
    id: SpaceId,
    q: String,
) -> Result<MembersPage> {
    let (_, head) = enter(visit, tabs, SpaceVerb::See, id).await?;
    let (db, viewer) = (&visit.ctx.db, viewer(visit));
    let may_see = policy::may_space(&visit.actor, SpaceVerb::SeeAll, &head.space);
    let sees_all = may_see == preau_kernel::Decision::Allow;
    let (all, kin) = if sees_all {
        (spaces::members_of(db, id, viewer.now).await?, families::families_of(db, id, &viewer).await?)
    } else {
        (spaces::visible_members(db, &viewer, id).await?, Vec::new())
    };
    let mut families: HashMap<PersonId, Vec<(PersonId, String)>> = HashMap::new();
    for it in kin {
        families.entry(it.child).or_default().push((it.guardian, it.name));
    }
    let leads = |it: &MemberPerson| matches!(it.role, Role::Owner | Role::Manager);
    let (leaders, members): (Vec<_>, Vec<_>) = all.into_iter().partition(leads);
    let looks = head.invites && !q.trim().is_empty();
    let found = if looks { directory.find(db, &viewer, &q, 0).await? } else { crate::directory::Answers::default() };
    let found =
        found.exact.into_iter().chain(found.near).filter(|it| it.kind != PersonKind::Guardian).take(10).collect();
    let view = visit.view().await?;
    Ok(MembersPage { view, head, leaders, members, families, sees_all, q, found, errors: Errors::none() })
}

/// `POST /s/{space}/members`
pub(super) async fn set_member(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Extension(directory): Extension<Directory>,
    Path(id): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(put_in(&visit, &tabs, id, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let mut page = members_page(&visit, &tabs, &directory, id, String::new()).await?;
            page.errors = problem.into();
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn put_in(visit: &Visit, tabs: &Tabs, id: SpaceId, fields: &Fields) -> Result<Answer> {
    let (proof, _) = enter(visit, tabs, SpaceVerb::Invite, id).await?;
    let person: PersonId = fields.id("person")?;
    policy::person(&visit.ctx.db, &visit.actor, &viewer(visit), PersonVerb::Find, person).await?;
    let (role, label) = (fields.word("role")?, fields.text("label"));
    let until = fields.day("until")?.map(|day| day.midnight().assume_utc().into());
    let new = membership::NewMember { person, role, label, until, source: "hand" };
    let mut tx = visit.ctx.db.begin().await?;
    membership::set_member(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, new).await?;
    tx.commit().await?;
    let names = crate::store::names(&visit.ctx.db, &[person]).await?;
    let said = Said::new("people-said-member").with("name", names.get(&person).map_or("", String::as_str));
    Ok(visit.go_and_say(&format!("/s/{id}/members"), &said))
}

/// `POST /s/{space}/members/{person}/remove`
pub(super) async fn remove_member(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path((id, person)): Path<(SpaceId, PersonId)>,
) -> Answer {
    let (proof, _) = enter(&visit, &tabs, SpaceVerb::Invite, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let undo = membership::remove_member(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, person).await?;
    tx.commit().await?;
    let to = if visit.my_id()? == person { "/".to_owned() } else { format!("/s/{id}/members") };
    visit.go_and_say(&to, &Said::new("people-said-removed").undo(format!("/undo/{undo}")))
}

#[derive(Template)]
#[template(path = "people/space_settings.html")]
struct SettingsPage {
    view: View,
    head: SpaceHead,
    fields: Fields,
    errors: Errors,
    archives: bool,
}

async fn settings_page(visit: &Visit, tabs: &Tabs, id: SpaceId) -> Result<SettingsPage> {
    let (_, head) = enter(visit, tabs, SpaceVerb::Change, id).await?;
    let space = &head.space;
    let fields = Fields::default().with("name", &space.name).with("hue", space.hue);
    let fields = fields.with_some("code", space.code.as_ref()).with_some("level", space.level.as_ref());
    let archives = policy::may_space(&visit.actor, SpaceVerb::Archive, space) == preau_kernel::Decision::Allow;
    Ok(SettingsPage { view: visit.view().await?, fields, head, errors: Errors::none(), archives })
}

/// `/s/{space}/settings`
pub(super) async fn settings(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<SpaceId>) -> Answer {
    let page = settings_page(&visit, &tabs, id).await?;
    visit.page(&page)
}

/// `POST /s/{space}/settings`
pub(super) async fn change(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    match or_again(changed(&visit, &tabs, id, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = settings_page(&visit, &tabs, id).await?;
            let page = SettingsPage { fields, errors: problem.into(), ..page };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn changed(visit: &Visit, tabs: &Tabs, id: SpaceId, fields: &Fields) -> Result<Answer> {
    let (proof, head) = enter(visit, tabs, SpaceVerb::Change, id).await?;
    let new = NewSpace {
        kind: head.space.kind,
        name: fields.get("name").to_owned(),
        code: fields.text("code"),
        level: fields.text("level"),
        hue: Some(fields.number("hue")?),
        year: head.space.year,
        source: "hand",
    };
    let mut tx = visit.ctx.db.begin().await?;
    opening::change_space(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, new).await?;
    tx.commit().await?;
    Ok(visit.go_and_say(&format!("/s/{id}/settings"), &Said::new("people-said-saved")))
}

/// `POST /s/{space}/archive`
pub(super) async fn archive(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<SpaceId>) -> Answer {
    let (proof, head) = enter(&visit, &tabs, SpaceVerb::Archive, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let undo = opening::archive_space(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof).await?;
    tx.commit().await?;
    let said = Said::new("people-said-archived").with("name", &head.space.name).undo(format!("/undo/{undo}"));
    visit.go_and_say("/", &said)
}
