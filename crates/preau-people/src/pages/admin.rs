//! Administration: what is left to do, where everything is, and the institution's settings.

use askama::Template;
use axum::{Extension, Form};
use preau_kernel::{PersonKind, Result, Word};
use preau_web::{Answer, App, Check, Errors, Health, Said, View, Visit};

use super::{Todo, or_again};
use crate::{
    acts::{Act, founding},
    fields::Fields,
    model::{InstitutionKind, Settings},
    policy::{self, InstitutionVerb},
    store::{persons, settings as stored},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A way from the administration's first page.
struct Card {
    path: &'static str,
    key: &'static str,
    icon: &'static str,
    hue: u8,
}

const fn card(path: &'static str, key: &'static str, icon: &'static str, hue: u8) -> Card {
    Card { path, key, icon, hue }
}

/// Every way there may be; those are shown whose address a service of this Préau serves.
const CARDS: [Card; 9] = [
    card("/admin/people", "people-persons", "users", 1),
    card("/admin/roster", "people-roster", "upload", 3),
    card("/admin/letters", "people-letters", "printer", 6),
    card("/admin/spaces", "people-spaces", "space", 4),
    card("/admin/who-may", "people-who-may", "message", 2),
    card("/admin/year", "people-year-turn", "calendar", 5),
    card("/admin/backups", "people-backups", "disk", 7),
    card("/admin/journal", "people-journal", "history", 8),
    card("/admin/settings", "people-settings", "building", 1),
];

#[derive(Template)]
#[template(path = "people/admin.html")]
struct AdminPage {
    view: View,
    cards: Vec<&'static Card>,
    learners: i64,
    guardians: i64,
    staff: i64,
    todo: Todo,
}

/// The institution at a glance.
#[derive(Serialize, ToSchema)]
pub(super) struct AdminAnswer {
    /// How many learn here.
    learners: i64,
    /// How many answer for a learner.
    guardians: i64,
    /// How many work here.
    staff: i64,
    /// What is done and what is left to do; empty for an auditor.
    checks: Vec<CheckAnswer>,
}

/// One thing to see to.
#[derive(Serialize, ToSchema)]
struct CheckAnswer {
    /// Stable.
    code: &'static str,
    /// Whether it is done.
    good: bool,
    /// The page where one sees to it.
    at: Option<&'static str>,
}

/// `/admin`
pub(super) async fn index(visit: Visit, Extension(app): Extension<App>) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Read)?;
    let runs = visit.actor.runs();
    let checks = if runs { app.checks().await? } else { Vec::new() };
    let db = &visit.ctx.db;
    let (learners, guardians, staff) = (
        persons::count(db, PersonKind::Learner).await?,
        persons::count(db, PersonKind::Guardian).await?,
        persons::count(db, PersonKind::Staff).await?,
    );
    if visit.json {
        let told = |check: Check| CheckAnswer { code: check.code, good: check.health == Health::Good, at: check.at };
        let checks = checks.into_iter().map(told).collect();
        return visit.json(&AdminAnswer { learners, guardians, staff, checks });
    }
    // An auditor reads the settings and the journal only.
    let open_to = |card: &&Card| runs || matches!(card.path, "/admin/settings" | "/admin/journal");
    let routes = app.routes();
    let served = |card: &&Card| routes.iter().any(|route| route.path == card.path);
    let cards = CARDS.iter().filter(open_to).filter(served).collect();
    visit.page(&AdminPage { view: visit.view().await?, cards, learners, guardians, staff, todo: Todo::of(checks) })
}

#[derive(Template)]
#[template(path = "people/admin_settings.html")]
struct SettingsPage {
    view: View,
    fields: Fields,
    errors: Errors,
    changes: bool,
    languages: Vec<(String, String)>,
}

impl SettingsPage {
    fn kinds() -> impl Iterator<Item = InstitutionKind> {
        InstitutionKind::ALL.iter().copied()
    }
}

async fn page(visit: &Visit, fields: Fields, errors: Errors) -> Result<SettingsPage> {
    let changes = policy::institution(&visit.actor, InstitutionVerb::Administer).is_ok();
    let view = visit.view().await?;
    let mut languages = view.other_languages();
    languages.push((view.lang.clone(), view.t("language-name")));
    languages.sort();
    Ok(SettingsPage { view, fields, errors, changes, languages })
}

fn fields_of(it: &Settings) -> Fields {
    let fields = Fields::default().with("kind", it.kind).with("name", &it.name).with("code", &it.code);
    let fields = fields.with("address", &it.address).with("phone", &it.phone).with("website", &it.website);
    let fields = fields.with("time_zone", &it.time_zone).with("language", &it.language).with("year", &it.year);
    let fields = fields.with("deliver_from", &it.deliver_from).with("deliver_until", &it.deliver_until);
    let fields = fields.with("weekend_pause", if it.weekend_pause { "1" } else { "" });
    let fields = fields.with("weekend_from", &it.weekend_from).with("weekend_until", &it.weekend_until);
    fields.with("staff_second_factor", if it.staff_second_factor { "1" } else { "" })
}

/// `/admin/settings`
pub(super) async fn settings(visit: Visit) -> Answer {
    visit.me()?;
    policy::institution(&visit.actor, InstitutionVerb::Read)?;
    let settings = stored::settings(&visit.ctx.db).await?;
    if visit.json {
        return visit.json(&settings);
    }
    let page = page(&visit, fields_of(&settings), Errors::none()).await?;
    visit.page(&page)
}

/// `POST /admin/settings`
pub(super) async fn change_settings(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    match or_again(changed(&visit, &fields).await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = page(&visit, fields, problem.into()).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

async fn changed(visit: &Visit, fields: &Fields) -> Result<Answer> {
    let proof = policy::institution(&visit.actor, InstitutionVerb::Administer)?;
    let text = |name: &str| fields.get(name).trim().to_owned();
    let usual = Settings::default();
    let new = Settings {
        kind: fields.word("kind")?,
        name: text("name"),
        code: text("code"),
        address: text("address"),
        phone: text("phone"),
        website: text("website"),
        time_zone: text("time_zone"),
        language: text("language"),
        year: text("year"),
        deliver_from: text("deliver_from"),
        deliver_until: text("deliver_until"),
        weekend_pause: fields.ticked("weekend_pause"),
        weekend_from: fields.text("weekend_from").unwrap_or(usual.weekend_from),
        weekend_until: fields.text("weekend_until").unwrap_or(usual.weekend_until),
        staff_second_factor: fields.ticked("staff_second_factor"),
    };
    let mut tx = visit.ctx.db.begin().await?;
    founding::found(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, new).await?;
    tx.commit().await?;
    Ok(visit.go_and_say("/admin/settings", &Said::new("people-said-saved")))
}
