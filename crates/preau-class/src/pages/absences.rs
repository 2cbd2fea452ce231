//! Absences: a guardian's page, the desk's list, the roll of a class.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use preau_kernel::{Can, PersonId, Problem, Result, Role, SpaceId, Word};
use preau_people::{
    Fields, SpaceHead, Tabs,
    acts::Act,
    known,
    store::{self, spaces},
};
use preau_web::{Answer, Errors, Said, View, Visit};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};
use utoipa::ToSchema;

use super::{enter, head, or_again, viewer};
use crate::{
    acts::absences as acts,
    model::{Absence, AbsenceId, AbsenceKind, AbsenceState, NewAbsence, Reason},
    policy::{self, ClassVerb},
    store::absences::{self as rows, Line},
};

/// Days back and ahead that a guardian's page shows.
const SHOWN: Duration = Duration::days(120);

struct Child {
    id: PersonId,
    name: String,
    absences: Vec<Absence>,
}

#[derive(Template)]
#[template(path = "class/absences.html")]
struct MinePage {
    view: View,
    me: PersonId,
    children: Vec<Child>,
    fields: Fields,
    errors: Errors,
}

impl MinePage {
    fn chosen(&self, name: &str, value: &str) -> bool {
        self.fields.get(name) == value
    }

    fn reasons() -> &'static [Reason] {
        Reason::ALL
    }

    /// Whether the one who looks told this, and may read its words and take it back.
    fn own(&self, it: &Absence) -> bool {
        it.by_person == Some(self.me)
    }
}

async fn mine_page(visit: &Visit, fields: Fields) -> Result<MinePage> {
    let (me, viewer) = (visit.my_id()?, viewer(visit));
    let today = visit.ctx.texts.zone().day(viewer.now);
    let mut children: Vec<Child> = Vec::new();
    for there in known::my_children(visit).await? {
        if children.iter().any(|child| child.id == there.id) {
            continue;
        }
        let absences = rows::of_child(&visit.ctx.db, there.id, today - SHOWN, today + SHOWN).await?;
        children.push(Child { id: there.id, name: there.name, absences });
    }
    Ok(MinePage { view: visit.view().await?, me, children, fields, errors: Errors::none() })
}

/// What is told of one's children.
#[derive(Serialize, ToSchema)]
pub(super) struct MineAnswer {
    /// One's children.
    children: Vec<ChildAnswer>,
}

/// What is told of a child.
#[derive(Serialize, ToSchema)]
struct ChildAnswer {
    /// The child.
    person: PersonId,
    /// Absences, the newest first.
    absences: Vec<AbsenceAnswer>,
}

/// An absence, as a guardian sees it.
#[derive(Serialize, ToSchema)]
struct AbsenceAnswer {
    /// Its id.
    id: AbsenceId,
    /// What it is.
    kind: AbsenceKind,
    /// The first day.
    first_day: String,
    /// The last day.
    last_day: String,
    /// Why.
    reason: Option<Reason>,
    /// What the desk says.
    state: AbsenceState,
    /// One's own words.
    words: Option<String>,
    /// The desk's words to them.
    answer: Option<String>,
}

impl AbsenceAnswer {
    /// Words only if they are those of the one who looks, or answer them.
    fn of(it: &Absence, own: bool) -> Self {
        let Absence { id, kind, reason, state, .. } = *it;
        let (first_day, last_day) = (it.first_day.to_string(), it.last_day.to_string());
        let (words, answer) = (own.then(|| it.words.clone()), own.then(|| it.answer.clone()));
        Self { id, kind, first_day, last_day, reason, state, words, answer }
    }
}

/// Who is absent on a day.
#[derive(Serialize, ToSchema)]
pub(super) struct DayAnswer {
    /// The day.
    day: String,
    /// Absences of that day.
    absences: Vec<Line>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    child: String,
    #[serde(default)]
    kind: String,
}

/// `/absences?child=`
pub(super) async fn mine(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    let kind = AbsenceKind::find(&asked.kind).unwrap_or(AbsenceKind::Absence);
    let fields = Fields::default().with("child", asked.child).with("kind", kind).with("first", today);
    let page = mine_page(&visit, fields.with("reason", Reason::Illness)).await?;
    if visit.json {
        let children = page.children.iter().map(|child| ChildAnswer {
            person: child.id,
            absences: child.absences.iter().map(|it| AbsenceAnswer::of(it, page.own(it))).collect(),
        });
        return visit.json(&MineAnswer { children: children.collect() });
    }
    visit.page(&page)
}

fn parsed(fields: &Fields) -> Result<NewAbsence> {
    Ok(NewAbsence {
        kind: if fields.get("kind").is_empty() { AbsenceKind::Absence } else { fields.word("kind")? },
        first: fields.day("first")?,
        last: fields.day("last")?,
        reason: fields.word("reason")?,
        words: fields.get("words").to_owned(),
        paper: fields.ticked("paper"),
    })
}

/// `POST /absences`
pub(super) async fn announce(visit: Visit, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    let child: PersonId = fields.id("child").map_err(|_| Problem::not_found())?;
    let proof = policy::parent(&visit.ctx.db, &visit.actor, &viewer(&visit), child).await?;
    let told = async {
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        let it = acts::announce(&mut act, &proof, parsed(&fields)?).await?;
        tx.commit().await?;
        let said = Said::new("class-said-told");
        // What explained a teacher's note is that teacher's to take back.
        let said = if it.space.is_none() { said.undo(format!("/absences/{}/withdraw", it.id)) } else { said };
        Ok(visit.go_and_say("/absences", &said))
    };
    match or_again(told.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = MinePage { errors: problem.into(), ..mine_page(&visit, fields).await? };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// An absence of a child of the visitor, and the proof that it is one.
async fn of_mine(visit: &Visit, id: AbsenceId) -> Result<(Absence, Can<ClassVerb, policy::Parent>)> {
    visit.me()?;
    let it = rows::absence(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let proof = policy::parent(&visit.ctx.db, &visit.actor, &viewer(visit), it.child).await?;
    Ok((it, proof))
}

/// `POST /absences/{id}/withdraw`
pub(super) async fn withdraw(visit: Visit, Path(id): Path<AbsenceId>) -> Answer {
    let (it, proof) = of_mine(&visit, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::set_withdrawn(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, true).await?;
    tx.commit().await?;
    visit.go_and_say("/absences", &Said::new("class-said-untold").undo(format!("/absences/{id}/restore")))
}

/// `POST /absences/{id}/restore`
pub(super) async fn restore(visit: Visit, Path(id): Path<AbsenceId>) -> Answer {
    let (it, proof) = of_mine(&visit, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::set_withdrawn(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, false).await?;
    tx.commit().await?;
    visit.go_and_say("/absences", &Said::new("class-said-told"))
}

/// `POST /absences/{id}/explain`
pub(super) async fn explain(visit: Visit, Path(id): Path<AbsenceId>, Form(fields): Form<Fields>) -> Answer {
    let (it, proof) = of_mine(&visit, id).await?;
    let new = parsed(&fields)?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::explain(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, new).await?;
    tx.commit().await?;
    visit.go_and_say("/absences", &Said::new("class-said-explained"))
}

#[derive(Deserialize)]
pub(super) struct Day {
    #[serde(default)]
    day: String,
}

impl Day {
    fn or(&self, today: Date) -> Date {
        let day = Date::parse(&self.day, time::macros::format_description!("[year]-[month]-[day]"));
        day.unwrap_or(today)
    }
}

#[derive(Template)]
#[template(path = "class/absences_desk.html")]
struct DeskPage {
    view: View,
    day: Date,
    today: Date,
    lines: Vec<Line>,
    /// Where this list is: `/absences/desk` or a class's own page.
    base: String,
    head: Option<SpaceHead>,
    /// The pupils of the class, with what is told of each; empty for the desk's list.
    roll: Vec<(spaces::MemberPerson, Option<AbsenceId>)>,
}

impl DeskPage {
    fn before(&self) -> Date {
        self.day.previous_day().unwrap_or(self.day)
    }

    fn after(&self) -> Date {
        self.day.next_day().unwrap_or(self.day)
    }

    fn open(&self) -> usize {
        self.lines.iter().filter(|it| it.waits()).count()
    }

    fn to_note(&self) -> bool {
        self.day <= self.today && self.today - self.day <= Duration::WEEK
    }
}

/// `/absences/desk?day=`: of all classes, for those who run the institution.
pub(super) async fn desk(visit: Visit, Query(asked): Query<Day>) -> Answer {
    visit.me()?;
    policy::whole_desk(&visit.actor)?;
    let now = visit.ctx.clock.now();
    let today = visit.ctx.texts.zone().day(now);
    let day = asked.or(today);
    let lines = rows::on(&visit.ctx.db, day, None, now).await?;
    if visit.json {
        return visit.json(&DayAnswer { day: day.to_string(), absences: lines });
    }
    let (view, base) = (visit.view().await?, "/absences/desk".to_owned());
    visit.page(&DeskPage { view, day, today, lines, base, head: None, roll: Vec::new() })
}

/// `/s/{space}/absences?day=`: of one class, for those who lead it.
pub(super) async fn of_space(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Day>,
) -> Answer {
    let (_, standing) = enter(&visit, ClassVerb::AbsenceNote, id).await?;
    let now = visit.ctx.clock.now();
    let today = visit.ctx.texts.zone().day(now);
    let day = asked.or(today);
    let lines = rows::on(&visit.ctx.db, day, Some(id), now).await?;
    if visit.json {
        return visit.json(&DayAnswer { day: day.to_string(), absences: lines });
    }
    let of = |person: PersonId| lines.iter().find(|line| line.child == person).map(|line| line.id);
    let members = store::members_of(&visit.ctx.db, id, now).await?;
    let pupils = members.into_iter().filter(|it| it.role == Role::Member);
    let roll = pupils.map(|pupil| (pupil.clone(), of(pupil.id))).collect();
    let (view, base) = (visit.view().await?, format!("/s/{id}/absences"));
    let head = Some(head(&visit, &tabs, &standing));
    visit.page(&DeskPage { view, day, today, lines, base, head, roll })
}

/// `POST /s/{space}/absences`: the roll. Each pupil whose `roll-<id>` says so is noted as absent or late.
pub(super) async fn note(visit: Visit, Path(id): Path<SpaceId>, Form(fields): Form<Fields>) -> Answer {
    let (_, standing) = enter(&visit, ClassVerb::AbsenceNote, id).await?;
    let now = visit.ctx.clock.now();
    let day = fields.day("day")?.unwrap_or_else(|| visit.ctx.texts.zone().day(now));
    let members = store::members_of(&visit.ctx.db, id, now).await?;
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let mut count = 0;
    for pupil in members.iter().filter(|it| it.role == Role::Member) {
        let kind = match fields.get(&format!("roll-{}", pupil.id)) {
            "absence" => AbsenceKind::Absence,
            "lateness" => AbsenceKind::Lateness,
            _ => continue,
        };
        let proof = policy::roll(&visit.actor, &standing, pupil.id)?;
        count += usize::from(acts::note(&mut act, &proof, kind, day).await?.is_some());
    }
    tx.commit().await?;
    let said = Said::new("class-said-roll").with("count", count);
    visit.go_and_say(&format!("/s/{id}/absences?day={day}"), &said)
}

/// `POST /absences/{id}/unnote`
pub(super) async fn unnote(visit: Visit, Path(id): Path<AbsenceId>) -> Answer {
    visit.me()?;
    let it = rows::absence(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let space = it.space.ok_or_else(Problem::not_found)?;
    let (proof, _) = enter(&visit, ClassVerb::AbsenceNote, space).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::unnote(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/s/{space}/absences?day={}", it.first_day), &Said::new("class-said-unnoted"))
}

/// `POST /absences/{id}/answer`
pub(super) async fn answer(visit: Visit, Path(id): Path<AbsenceId>, Form(fields): Form<Fields>) -> Answer {
    visit.me()?;
    let it = rows::absence(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let proof = policy::desk(&visit.ctx.db, &visit.actor, &viewer(&visit), it.child).await?;
    let state = fields.word("state")?;
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    acts::answer(&mut act, &proof, &it, state, fields.get("answer")).await?;
    tx.commit().await?;
    // Back to the list that the answer came from: the desk's, or a class's.
    let back = fields.get("back");
    let known = back.starts_with("/absences/desk?") || (back.starts_with("/s/") && back.contains("/absences?"));
    let back = if known && !back.contains(['\\', '\r', '\n']) { back } else { "/" };
    visit.go_and_say(back, &Said::new("class-said-answered"))
}
