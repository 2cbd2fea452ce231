//! A space's homework, and one piece of it.

use std::collections::HashMap;

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query, Request},
};
use preau_kernel::{Can, PersonId, Problem, Result, SpaceId, Timestamp};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act, store};
use preau_web::{Answer, Errors, Said, View, Visit, Week};
use serde::{Deserialize, Serialize};
use time::{Date, Duration};
use utoipa::ToSchema;

use super::{
    Dates, enter,
    files::{AttachedFile, Item, items, sees},
    head, or_again, viewer,
};
use crate::{
    acts::{
        files::{self, FILE, To},
        homework as acts,
    },
    model::{FILE_BYTES, Homework, HomeworkId, NewHomework, Work, WorkState, deadline},
    policy::{self, ClassVerb, Standing},
    store::{
        files as store_files,
        homework::{self as rows, Listed, Load, PupilWork, SaidWord, Span},
    },
};

/// Days of past homework that a list shows, and of coming homework.
const SHOWN: i64 = 400;
const RECENT: i64 = 21;

#[derive(Template)]
#[template(path = "class/homework_list.html")]
struct ListPage {
    view: View,
    head: SpaceHead,
    gives: bool,
    pupil: bool,
    coming: Vec<Listed>,
    /// What was due lately, newest first.
    past: Vec<Listed>,
    children: Vec<(String, HashMap<HomeworkId, WorkState>)>,
    members: i64,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    all: String,
    #[serde(default)]
    due: String,
}

/// The homework of a space.
#[derive(Serialize, ToSchema)]
pub(super) struct SpaceHomework {
    /// By the day for which it is due.
    homework: Vec<Listed>,
}

/// `/s/{space}/homework`
pub(super) async fn list(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (_, standing) = enter(&visit, ClassVerb::HomeworkSee, id).await?;
    let (db, now) = (&visit.ctx.db, visit.ctx.clock.now());
    let today = visit.ctx.texts.zone().day(now);
    let back = if asked.all.is_empty() { RECENT } else { SHOWN };
    let span = Span { first: today - Duration::days(back), last: today + Duration::days(SHOWN) };
    let all = rows::of_space(db, id, visit.my_id()?, span).await?;
    if visit.json {
        return visit.json(&SpaceHomework { homework: all });
    }
    let mut children = Vec::new();
    for child in &standing.children {
        let theirs = rows::of_space(db, id, child.id, span).await?;
        let states = theirs.into_iter().filter_map(|it| Some((it.id, it.state?))).collect();
        children.push((child.name.clone(), states));
    }
    let (mut past, coming): (Vec<_>, Vec<_>) = all.into_iter().partition(|it| it.due_day < today);
    past.reverse();
    let gives = policy::allows(&visit.actor, ClassVerb::HomeworkGive, &standing);
    let pupil = policy::allows(&visit.actor, ClassVerb::HomeworkDo, &standing);
    let (head, members) = (head(&visit, &tabs, &standing), standing.space.members);
    visit.page(&ListPage { view: visit.view().await?, head, gives, pupil, coming, past, children, members })
}

#[derive(Template)]
#[template(path = "class/homework_form.html")]
struct FormPage {
    view: View,
    head: SpaceHead,
    /// What is corrected; none for something new.
    of: Option<HomeworkId>,
    fields: Fields,
    errors: Errors,
    /// What the pupils already have to do, day by day.
    load: Vec<(Date, i64, i64)>,
    file_limit: u64,
}

/// How many days of load a form shows.
const LOAD_DAYS: i64 = 14;

async fn form_page(visit: &Visit, tabs: &Tabs, standing: &Standing, fields: Fields) -> Result<FormPage> {
    let now = visit.ctx.clock.now();
    let today = visit.ctx.texts.zone().day(now);
    let first = Week::of(fields.day("due").ok().flatten().unwrap_or(today)).first().max(today);
    let span = Span { first, last: first + Duration::days(LOAD_DAYS - 1) };
    let known = rows::load(&visit.ctx.db, standing.space.id, span, now).await?;
    let of = |day: Date| known.iter().find(|load| load.due_day == day);
    let days = (0..LOAD_DAYS).map(|number| first + Duration::days(number));
    let days = days.filter(|day| day.weekday().number_from_monday() < 6 || of(*day).is_some());
    let load = days.map(|day| of(day).map_or((day, 0, 0), |Load { minutes, pieces, .. }| (day, *minutes, *pieces)));
    let (view, head, errors) = (visit.view().await?, head(visit, tabs, standing), Errors::none());
    let (load, file_limit) = (load.collect(), FILE_BYTES);
    Ok(FormPage { view, head, of: None, fields, errors, load, file_limit })
}

/// `/s/{space}/homework/new`
pub(super) async fn new(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (_, standing) = enter(&visit, ClassVerb::HomeworkGive, id).await?;
    let subject = rows::last_subject(&visit.ctx.db, id, visit.my_id()?).await?;
    let label = match subject {
        Some(subject) => Some(subject),
        None => label(&visit, id).await?,
    };
    let once: HomeworkId = visit.ctx.id();
    let fields = Fields::default().with("due", asked.due).with_some("subject", label.as_ref()).with("once", once);
    let page = form_page(&visit, &tabs, &standing, fields).await?;
    visit.page(&page)
}

/// What the visitor teaches in the space, as their membership says.
async fn label(visit: &Visit, id: SpaceId) -> Result<Option<String>> {
    let me = visit.my_id()?;
    let mine = store::spaces_of(&visit.ctx.db, me, visit.ctx.clock.now()).await?;
    Ok(mine.into_iter().find(|space| space.id == id).and_then(|space| space.label))
}

fn parsed(fields: &Fields) -> Result<NewHomework> {
    Ok(NewHomework {
        subject: fields.get("subject").to_owned(),
        title: fields.get("title").to_owned(),
        body: fields.get("body").to_owned(),
        due_day: fields.day("due")?,
        due_hour: fields.hour("hour")?,
        minutes: fields.some_number("minutes")?,
        hand_in: fields.ticked("hand_in"),
    })
}

/// `POST /s/{space}/homework`
pub(super) async fn give(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Extension(calendar): Dates,
    Path(id): Path<SpaceId>,
    request: Request,
) -> Answer {
    // Before anything is read: whoever may not give needs not send.
    let (proof, standing) = enter(&visit, ClassVerb::HomeworkGive, id).await?;
    let (fields, uploads) = Fields::with_files(&visit, request, &FILE).await?;
    let given = async {
        let me = visit.my_id()?;
        // A form that lost its answer is sent again (web/README.md): what it gave is there then.
        let once = fields.once(&visit.ctx);
        let of = match rows::homework(&visit.ctx.db, once).await? {
            Some(it) if it.space == id && it.by_person == Some(me) => it.id,
            taken => {
                let fresh = if taken.is_some() { visit.ctx.id() } else { once };
                let ready = files::ready(&visit.ctx, To { thing: fresh.uuid(), pupil: None }, me, &uploads).await?;
                let mut tx = visit.ctx.db.begin().await?;
                let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
                let it = acts::give(&mut act, &*calendar, &proof, fresh, parsed(&fields)?, ready).await?;
                tx.commit().await?;
                it.id
            }
        };
        let said = Said::new("class-said-given").undo(format!("/homework/{of}/withdraw"));
        Ok(visit.go_and_say(&format!("/s/{id}/homework"), &said))
    };
    match or_again(given.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = form_page(&visit, &tabs, &standing, fields).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &FormPage { errors: problem.into(), ..page })
        }
    }
}

/// Homework that the visitor may see, and how they stand to its space. What was withdrawn is for those who lead.
pub(super) async fn find(
    visit: &Visit,
    verb: ClassVerb,
    id: HomeworkId,
) -> Result<(Homework, Can<ClassVerb, SpaceId>, Standing)> {
    visit.me()?;
    let it = rows::homework(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let (proof, standing) = enter(visit, verb, it.space).await?;
    if it.withdrawn_at.is_some() && !policy::allows(&visit.actor, ClassVerb::HomeworkGive, &standing) {
        return Err(Problem::not_found());
    }
    Ok((it, proof, standing))
}

/// `/homework/{id}/edit`
pub(super) async fn edit(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<HomeworkId>) -> Answer {
    let (it, _, standing) = find(&visit, ClassVerb::HomeworkGive, id).await?;
    let zone = visit.ctx.texts.zone();
    let hour = it.due_at.map(|at| zone.civil(at).time());
    let fields = Fields::default().with("subject", &it.subject).with("title", &it.title).with("body", &it.body);
    let fields = fields.with("due", it.due_day).with_some("minutes", it.minutes.as_ref());
    let fields = fields.with_some("hour", hour.map(|at| format!("{:02}:{:02}", at.hour(), at.minute())).as_ref());
    let fields = if it.hand_in { fields.with("hand_in", "on") } else { fields };
    let page = form_page(&visit, &tabs, &standing, fields).await?;
    visit.page(&FormPage { of: Some(id), ..page })
}

/// `POST /homework/{id}`
pub(super) async fn correct(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Extension(calendar): Dates,
    Path(id): Path<HomeworkId>,
    request: Request,
) -> Answer {
    let (it, proof, standing) = find(&visit, ClassVerb::HomeworkGive, id).await?;
    let (fields, uploads) = Fields::with_files(&visit, request, &FILE).await?;
    let corrected = async {
        let to = To { thing: id.uuid(), pupil: None };
        let ready = files::ready(&visit.ctx, to, visit.my_id()?, &uploads).await?;
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        acts::correct(&mut act, &*calendar, &proof, &it, parsed(&fields)?, ready).await?;
        tx.commit().await?;
        Ok(visit.go_and_say(&format!("/homework/{id}"), &Said::new("class-said-corrected")))
    };
    match or_again(corrected.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = form_page(&visit, &tabs, &standing, fields).await?;
            let page = FormPage { errors: problem.into(), of: Some(id), ..page };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /homework/{id}/withdraw`
pub(super) async fn withdraw(visit: Visit, Extension(calendar): Dates, Path(id): Path<HomeworkId>) -> Answer {
    let (it, proof, _) = find(&visit, ClassVerb::HomeworkGive, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::withdraw(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &*calendar, &proof, &it).await?;
    tx.commit().await?;
    let said = Said::new("class-said-withdrawn").with("title", &it.title).undo(format!("/homework/{id}/restore"));
    visit.go_and_say(&format!("/s/{}/homework", it.space), &said)
}

/// `POST /homework/{id}/restore`
pub(super) async fn restore(visit: Visit, Extension(calendar): Dates, Path(id): Path<HomeworkId>) -> Answer {
    let (it, proof, _) = find(&visit, ClassVerb::HomeworkGive, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::restore(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &*calendar, &proof, &it).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/homework/{id}"), &Said::new("class-said-restored"))
}

/// One child of a guardian, before homework.
struct Child {
    id: PersonId,
    name: String,
    work: Option<Work>,
    words: Vec<SaidWord>,
}

/// What homework was, once.
struct Before {
    was: Homework,
    until: Timestamp,
}

#[derive(Template)]
#[template(path = "class/homework.html")]
struct OnePage {
    view: View,
    head: SpaceHead,
    it: Homework,
    by: String,
    deadline: Timestamp,
    over: bool,
    gives: bool,
    pupils: Vec<PupilWork>,
    words: Vec<SaidWord>,
    past: Vec<Before>,
    /// The visitor's own work, if they are a pupil here.
    mine: Option<Work>,
    children: Vec<Child>,
    errors: Errors,
    text: String,
    /// What the teacher gave.
    papers: Vec<Item>,
    /// What pupils handed in, as far as the visitor sees it.
    brought: Vec<(PersonId, Vec<Item>)>,
    file_limit: u64,
}

impl OnePage {
    fn handed(&self) -> usize {
        self.pupils.iter().filter(|it| matches!(it.state, Some(WorkState::HandedIn | WorkState::Returned))).count()
    }

    fn late(&self, at: &Timestamp) -> bool {
        *at > self.deadline
    }

    fn said_about(&self, pupil: &PersonId) -> impl Iterator<Item = &SaidWord> {
        self.words.iter().filter(move |word| word.pupil == *pupil)
    }

    /// The files that a pupil handed in, or is about to.
    fn brought_by(&self, pupil: &PersonId) -> &[Item] {
        self.brought.iter().find(|(id, _)| id == pupil).map(|(_, items)| items.as_slice()).unwrap_or_default()
    }

    fn state(state: Option<&WorkState>) -> WorkState {
        state.copied().unwrap_or(WorkState::Open)
    }
}

async fn one_page(visit: &Visit, tabs: &Tabs, it: Homework, standing: &Standing) -> Result<OnePage> {
    let (db, now, me) = (&visit.ctx.db, visit.ctx.clock.now(), visit.my_id()?);
    let gives = policy::allows(&visit.actor, ClassVerb::HomeworkGive, standing);
    let (mut pupils, mut words, mut past) = (Vec::new(), Vec::new(), Vec::new());
    if gives {
        pupils = rows::works(db, it.id, now).await?;
        words = rows::words(db, it.id, None).await?;
        for before in rows::past(db, it.id).await? {
            let was = serde_json::from_value(before.was).map_err(Problem::internal)?;
            past.push(Before { was, until: before.at });
        }
    }
    let pupil = policy::allows(&visit.actor, ClassVerb::HomeworkDo, standing);
    let mine = match rows::work(db, it.id, me).await? {
        Some(work) if pupil => Some(work),
        _ => pupil.then(|| Work::blank(it.id, me, now)),
    };
    let mut children = Vec::new();
    for child in &standing.children {
        let own = rows::words(db, it.id, Some(me)).await?;
        let words = own.into_iter().filter(|word| word.pupil == child.id).collect();
        let work = rows::work(db, it.id, child.id).await?;
        children.push(Child { id: child.id, name: child.name.clone(), work, words });
    }
    let by: Vec<PersonId> = it.by_person.into_iter().collect();
    let by = store::names(db, &by).await?.into_values().next().unwrap_or_default();
    let deadline = deadline(it.due_day, it.due_at, visit.ctx.texts.zone());
    let text = mine.as_ref().map(|work| work.text.clone()).unwrap_or_default();
    let (view, head, errors) = (visit.view().await?, head(visit, tabs, standing), Errors::none());
    let over = now > deadline;
    let (at, all) = (format!("/homework/{}", it.id), store_files::of(db, it.id.uuid()).await?);
    let papers = items(&view, &at, &all, None);
    let of_pupils = pupils.iter().map(|it| (it.pupil, it.state.unwrap_or(WorkState::Open)));
    let of_children = children.iter().map(|it| (it.id, it.work.as_ref().map_or(WorkState::Open, |work| work.state)));
    let own = mine.iter().map(|work| (work.pupil, work.state));
    let seen = of_pupils.chain(of_children).chain(own).filter(|(id, state)| sees(visit, standing, *id, *state));
    let brought = seen.map(|(id, _)| (id, items(&view, &at, &all, Some(id)))).collect();
    let file_limit = FILE_BYTES;
    Ok(OnePage {
        view,
        head,
        it,
        by,
        deadline,
        over,
        gives,
        pupils,
        words,
        past,
        mine,
        children,
        errors,
        text,
        papers,
        brought,
        file_limit,
    })
}

/// Homework, and what was made of it, as far as the one who asks may see.
#[derive(Serialize, ToSchema)]
pub(super) struct HomeworkAnswer {
    /// What was given.
    homework: Homework,
    /// What each pupil made of it; for those who gave it.
    pupils: Vec<PupilWork>,
    /// Words of guardians; for those who gave it.
    words: Vec<SaidWord>,
    /// One's own work, as a pupil.
    mine: Option<Work>,
    /// How far one's children are.
    children: Vec<ChildWork>,
    /// What was given and handed in, as far as the one who asks may see; the bytes are at `/files/` and its id below.
    files: Vec<AttachedFile>,
}

/// How far a child is.
#[derive(Serialize, ToSchema)]
struct ChildWork {
    /// Who.
    person: PersonId,
    /// What the child made of it.
    work: Option<Work>,
}

/// `/homework/{id}`
pub(super) async fn one(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<HomeworkId>) -> Answer {
    let (it, _, standing) = find(&visit, ClassVerb::HomeworkSee, id).await?;
    let page = one_page(&visit, &tabs, it, &standing).await?;
    if visit.json {
        let children = page.children.into_iter().map(|it| ChildWork { person: it.id, work: it.work }).collect();
        let OnePage { it: homework, pupils, words, mine, papers, brought, .. } = page;
        let files = papers.iter().chain(brought.iter().flat_map(|(_, items)| items));
        let files = files.map(|item| AttachedFile::of(&item.file)).collect();
        return visit.json(&HomeworkAnswer { homework, pupils, words, mine, children, files });
    }
    visit.page(&page)
}

/// `POST /homework/{id}/hand-in`
pub(super) async fn hand_in(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<HomeworkId>,
    request: Request,
) -> Answer {
    let (it, _, standing) = find(&visit, ClassVerb::HomeworkSee, id).await?;
    let me = visit.my_id()?;
    let proof = policy::pupil(&visit.actor, ClassVerb::HomeworkDo, &standing, me)?;
    let (fields, uploads) = Fields::with_files(&visit, request, &FILE).await?;
    let handed = async {
        let ready = files::ready(&visit.ctx, To { thing: id.uuid(), pupil: Some(me) }, me, &uploads).await?;
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        acts::hand_in(&mut act, &proof, &it, fields.get("text"), ready).await?;
        tx.commit().await?;
        let said = Said::new("class-said-handed-in").undo(format!("/homework/{id}/take-back"));
        Ok(visit.go_and_say(&format!("/homework/{id}"), &said))
    };
    match or_again(handed.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = one_page(&visit, &tabs, it, &standing).await?;
            let page = OnePage { errors: problem.into(), text: fields.get("text").to_owned(), ..page };
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// `POST /homework/{id}/take-back`
pub(super) async fn take_back(visit: Visit, Path(id): Path<HomeworkId>) -> Answer {
    let (it, _, standing) = find(&visit, ClassVerb::HomeworkSee, id).await?;
    let proof = policy::pupil(&visit.actor, ClassVerb::HomeworkDo, &standing, visit.my_id()?)?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::take_back(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/homework/{id}"), &Said::new("class-said-taken-back"))
}

/// `POST /homework/{id}/say`
pub(super) async fn say(visit: Visit, Path(id): Path<HomeworkId>, Form(fields): Form<Fields>) -> Answer {
    let (it, _, standing) = find(&visit, ClassVerb::HomeworkSee, id).await?;
    let proof = policy::pupil(&visit.actor, ClassVerb::HomeworkDo, &standing, visit.my_id()?)?;
    let state = fields.word("state")?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::say(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, state).await?;
    tx.commit().await?;
    let key = match state {
        WorkState::Done => "class-said-done",
        WorkState::NotDone => "class-said-not-done",
        _ => "class-said-open",
    };
    visit.go_and_say(&format!("/homework/{id}"), &Said::new(key))
}

/// `POST /homework/{id}/word`
pub(super) async fn word(visit: Visit, Path(id): Path<HomeworkId>, Form(fields): Form<Fields>) -> Answer {
    let (it, _, standing) = find(&visit, ClassVerb::HomeworkSee, id).await?;
    let child = match standing.children.as_slice() {
        [] => visit.my_id()?,
        [only] => only.id,
        _ => fields.id("child")?,
    };
    let proof = policy::pupil(&visit.actor, ClassVerb::HomeworkWord, &standing, child)?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::add_word(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, fields.get("text")).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/homework/{id}"), &Said::new("class-said-word"))
}

/// `POST /homework/{id}/return`: one form for the whole class. A pupil is given back to if words were written in
/// `words-<pupil>` that were not there before, or `back-<pupil>` is ticked; a press of `not-done` names one pupil.
pub(super) async fn give_back(visit: Visit, Path(id): Path<HomeworkId>, Form(fields): Form<Fields>) -> Answer {
    let (it, proof, _) = find(&visit, ClassVerb::HomeworkGive, id).await?;
    let pupils = rows::works(&visit.ctx.db, id, viewer(&visit).now).await?;
    let not_done: Option<PersonId> = fields.text("not-done").and_then(|id| id.parse().ok());
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    let mut count = 0;
    for pupil in &pupils {
        let written = fields.get(&format!("words-{}", pupil.pupil)).trim();
        let fresh = !written.is_empty() && pupil.words.as_deref().unwrap_or_default() != written;
        let back = fresh || fields.ticked(&format!("back-{}", pupil.pupil));
        let state = match not_done {
            Some(one) if one == pupil.pupil => WorkState::NotDone,
            None if back => WorkState::Returned,
            _ => continue,
        };
        acts::give_back(&mut act, &proof, &it, pupil.pupil, state, written).await?;
        count += 1;
    }
    if count == 0 {
        return Err(Problem::new(preau_kernel::Kind::Invalid, "homework-nobody").into());
    }
    tx.commit().await?;
    let key = if not_done.is_some() { "class-said-noted" } else { "class-said-returned" };
    visit.go_and_say(&format!("/homework/{id}"), &Said::new(key).with("count", count))
}
