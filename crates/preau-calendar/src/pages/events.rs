//! One event: looking at it, making it, answering to it.

use askama::Template;
use axum::{
    Extension, Form,
    extract::{Path, Query},
};
use preau_kernel::{Audience, Can, PersonId, Problem, Result, SpaceId};
use preau_people::{Fields, SpaceHead, Tabs, acts::Act, store};
use preau_web::{Answer, Errors, Said, View, Visit};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use super::{enter, head, or_again, viewer};
use crate::{
    acts::{answers as answering, events as acts},
    model::{AnswerWord, Event, EventId, Every, Need, NewEvent, Occurrence, Repeat, day},
    policy::{self, CalendarVerb, Place, Standing},
    store::{
        answers::{self, Answered, Brings},
        events,
    },
};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    day: String,
}

impl Asked {
    fn day(&self) -> Option<Date> {
        Date::parse(&self.day, time::macros::format_description!("[year]-[month]-[day]")).ok()
    }
}

#[derive(Template)]
#[template(path = "calendar/event_form.html")]
struct FormPage {
    view: View,
    head: Option<SpaceHead>,
    of: Option<EventId>,
    fields: Fields,
    errors: Errors,
    to: String,
    back: String,
}

impl FormPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn audience(&self, audience: &Audience) -> bool {
        let chosen = self.fields.get("audience");
        chosen == audience.to_string() || (chosen.is_empty() && *audience == Audience::Everyone)
    }

    fn repeats(&self, weeks: &str) -> bool {
        self.fields.get("repeat") == weeks
    }
}

async fn form_page(
    visit: &Visit,
    tabs: &Tabs,
    standing: Option<&Standing>,
    of: Option<EventId>,
    fields: Fields,
) -> Result<FormPage> {
    let back = standing.map_or_else(|| "/calendar".to_owned(), |it| format!("/s/{}/calendar", it.space.id));
    let to = of.map_or_else(|| back.clone(), |id| format!("/calendar/e/{id}"));
    let head = standing.map(|standing| head(visit, tabs, standing));
    let back = if of.is_some() { to.clone() } else { back };
    Ok(FormPage { view: visit.view().await?, head, of, fields, errors: Errors::none(), to, back })
}

fn parsed(fields: &Fields, before: Option<&Event>) -> Result<NewEvent> {
    let until = fields.day("until")?;
    let repeat = match fields.get("repeat") {
        "" => None,
        // A rule that came with a file and that the form has no words for stays as it is.
        "kept" => before.and_then(Event::rule),
        _ => {
            let weeks = u16::try_from(fields.number("repeat")?).ok().filter(|weeks| (1..=12).contains(weeks));
            Some(Repeat::weekly(weeks.ok_or_else(|| Problem::field("repeat", "choose"))?, until))
        }
    };
    let audience = if fields.get("audience").is_empty() { Audience::Everyone } else { fields.word("audience")? };
    Ok(NewEvent {
        title: fields.get("title").to_owned(),
        place: fields.get("place").to_owned(),
        body: fields.get("body").to_owned(),
        first: fields.day("first")?,
        last: fields.day("last")?,
        from: fields.hour("from")?,
        to: fields.hour("to")?,
        repeat,
        audience,
        asks: fields.ticked("asks"),
        needs: NewEvent::needs(fields.get("needs")),
    })
}

fn filled(it: &Event, needs: &[Need], visit: &Visit) -> Fields {
    let zone = visit.ctx.texts.zone();
    let hour = |at: &preau_kernel::Timestamp| {
        let at = zone.civil(*at).time();
        format!("{:02}:{:02}", at.hour(), at.minute())
    };
    let mut fields = Fields::default().with("title", &it.title).with("place", &it.place).with("body", &it.body);
    fields = fields.with("first", it.first_day).with("audience", it.audience);
    if it.last_day != it.first_day {
        fields = fields.with("last", it.last_day);
    }
    fields = fields.with_some("from", it.start_at.as_ref().map(hour).as_ref());
    fields = fields.with_some("to", it.end_at.as_ref().filter(|end| Some(**end) != it.start_at).map(hour).as_ref());
    if let Some(rule) = it.rule() {
        let plain = rule.every == Every::Week && rule.days.is_empty() && rule.count.is_none() && rule.interval <= 4;
        fields = if plain { fields.with("repeat", rule.interval) } else { fields.with("repeat", "kept") };
        fields = fields.with_some("until", rule.until.as_ref());
    }
    let needs: Vec<String> = needs.iter().map(|need| format!("{} {}", need.wanted, need.label)).collect();
    fields = fields.with("needs", needs.join("\n"));
    if it.asks { fields.with("asks", "on") } else { fields }
}

/// `/calendar/new`
pub(super) async fn new_own(visit: Visit, Extension(tabs): Extension<Tabs>, Query(asked): Query<Asked>) -> Answer {
    visit.me()?;
    let page = form_page(&visit, &tabs, None, None, Fields::default().with("first", asked.day)).await?;
    visit.page(&page)
}

/// `/s/{space}/calendar/new`
pub(super) async fn new(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (_, standing) = enter(&visit, CalendarVerb::Write, id).await?;
    let page = form_page(&visit, &tabs, Some(&standing), None, Fields::default().with("first", asked.day)).await?;
    visit.page(&page)
}

/// `POST /calendar`
pub(super) async fn make_own(visit: Visit, Extension(tabs): Extension<Tabs>, Form(fields): Form<Fields>) -> Answer {
    let proof = policy::own(&visit.actor, CalendarVerb::Write)?;
    made(&visit, &tabs, &proof, None, fields).await
}

/// `POST /s/{space}/calendar`
pub(super) async fn make(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (proof, standing) = enter(&visit, CalendarVerb::Write, id).await?;
    made(&visit, &tabs, &proof, Some(&standing), fields).await
}

async fn made(
    visit: &Visit,
    tabs: &Tabs,
    proof: &Can<CalendarVerb, Place>,
    standing: Option<&Standing>,
    fields: Fields,
) -> Answer {
    let made = async {
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        let it = acts::make(&mut act, proof, parsed(&fields, None)?).await?;
        tx.commit().await?;
        let said = Said::new("calendar-said-made").undo(format!("/calendar/e/{}/withdraw", it.id));
        Ok(visit.go_and_say(&format!("/calendar/e/{}", it.id), &said))
    };
    match or_again(made.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = form_page(visit, tabs, standing, None, fields).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &FormPage { errors: problem.into(), ..page })
        }
    }
}

type Found = (Event, Can<CalendarVerb, Place>, Option<Standing>);

/// An event that the visitor may do something with.
async fn find(visit: &Visit, verb: CalendarVerb, id: EventId) -> Result<Found> {
    visit.me()?;
    let it = events::event(&visit.ctx.db, id).await?.ok_or_else(Problem::not_found)?;
    let (proof, standing) = policy::event(&visit.ctx.db, &visit.actor, &viewer(visit), verb, &it).await?;
    Ok((it, proof, standing))
}

/// `/calendar/e/{id}/edit`
pub(super) async fn edit(visit: Visit, Extension(tabs): Extension<Tabs>, Path(id): Path<EventId>) -> Answer {
    let (it, _, standing) = find(&visit, CalendarVerb::Write, id).await?;
    let fields = filled(&it, &answers::needs(&visit.ctx.db, id).await?, &visit);
    let page = form_page(&visit, &tabs, standing.as_ref(), Some(id), fields).await?;
    visit.page(&page)
}

/// `POST /calendar/e/{id}`
pub(super) async fn change(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<EventId>,
    Form(fields): Form<Fields>,
) -> Answer {
    let (it, proof, standing) = find(&visit, CalendarVerb::Write, id).await?;
    let changed = async {
        let mut tx = visit.ctx.db.begin().await?;
        let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
        acts::change(&mut act, &proof, &it, parsed(&fields, Some(&it))?).await?;
        tx.commit().await?;
        Ok(visit.go_and_say(&format!("/calendar/e/{id}"), &Said::new("calendar-said-changed")))
    };
    match or_again(changed.await) {
        Ok(answer) => answer,
        Err(problem) => {
            let page = form_page(&visit, &tabs, standing.as_ref(), Some(id), fields).await?;
            visit.page_as(http::StatusCode::UNPROCESSABLE_ENTITY, &FormPage { errors: problem.into(), ..page })
        }
    }
}

/// `POST /calendar/e/{id}/withdraw`
pub(super) async fn withdraw(visit: Visit, Path(id): Path<EventId>) -> Answer {
    let it = withdrawn(&visit, id, true).await?;
    let back = it.space.map_or_else(|| "/calendar".to_owned(), |space| format!("/s/{space}/calendar"));
    let said = Said::new("calendar-said-withdrawn").with("title", &it.title);
    visit.go_and_say(&back, &said.undo(format!("/calendar/e/{id}/restore")))
}

/// `POST /calendar/e/{id}/restore`
pub(super) async fn restore(visit: Visit, Path(id): Path<EventId>) -> Answer {
    withdrawn(&visit, id, false).await?;
    visit.go_and_say(&format!("/calendar/e/{id}"), &Said::new("calendar-said-restored"))
}

async fn withdrawn(visit: &Visit, id: EventId, away: bool) -> Result<Event> {
    let (it, proof, _) = find(visit, CalendarVerb::Write, id).await?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::set_withdrawn(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, away).await?;
    tx.commit().await?;
    Ok(it)
}

/// `POST /calendar/e/{id}/skip`
pub(super) async fn skip(visit: Visit, Path(id): Path<EventId>, Form(fields): Form<Fields>) -> Answer {
    let (it, proof, _) = find(&visit, CalendarVerb::Write, id).await?;
    let day = fields.day("day")?.ok_or_else(|| Problem::field("day", "date"))?;
    let mut tx = visit.ctx.db.begin().await?;
    acts::skip(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, day).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/calendar/e/{id}"), &Said::new("calendar-said-skipped"))
}

/// Somebody for whom the visitor answers: themselves, or a child.
struct About {
    id: PersonId,
    /// The child's name; none for oneself.
    name: Option<String>,
    answer: Option<AnswerWord>,
}

/// Something to bring, as the visitor sees it.
struct Wanted {
    need: Need,
    mine: i64,
    /// Who brings it; for those who lead.
    names: Vec<String>,
}

#[derive(Template)]
#[template(path = "calendar/event.html")]
struct OnePage {
    view: View,
    head: Option<SpaceHead>,
    it: Event,
    time: Occurrence,
    by: String,
    writes: bool,
    abouts: Vec<About>,
    /// What everybody answered; for those who lead.
    answered: Vec<Answered>,
    wanted: Vec<Wanted>,
}

impl OnePage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn count(&self, answer: &AnswerWord) -> usize {
        self.answered.iter().filter(|it| it.answer == *answer).count()
    }

    fn rule(&self) -> Option<String> {
        let rule = self.it.rule()?;
        let every = match rule.every {
            Every::Day => "calendar-every-day",
            Every::Week => "calendar-every-week",
            Every::Month => "calendar-every-month",
            Every::Year => "calendar-every-year",
        };
        let every = self.view.t1(every, "number", rule.interval);
        Some(match self.it.until_day {
            Some(until) => self.view.t2("calendar-every-until", "every", every, "date", self.view.day(&until)),
            None => every,
        })
    }
}

/// One time of an event.
#[derive(Serialize, ToSchema)]
pub(super) struct EventAnswer {
    /// The event.
    event: Event,
    /// Which time of it.
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// What everybody answered, for those who lead.
    answers: Vec<Answered>,
    /// Who brings what: everybody for those who lead, or oneself.
    brings: Vec<Brings>,
}

/// `/calendar/e/{id}?day=2026-11-24`
pub(super) async fn one(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<EventId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (it, _, standing) = find(&visit, CalendarVerb::See, id).await?;
    if let Some(link) = &it.link {
        return visit.go(link);
    }
    let (db, me, zone) = (&visit.ctx.db, visit.my_id()?, visit.ctx.texts.zone());
    let day = asked.day().filter(|day| it.is_on(*day)).unwrap_or_else(|| coming(&it, zone.day(visit.ctx.clock.now())));
    let writes = match &standing {
        Some(standing) => policy::allows(&visit.actor, CalendarVerb::Write, standing),
        None => it.owner == Some(me),
    };
    let mine = answers::of(db, id, day, Some(me)).await?;
    let of = |about: PersonId| mine.iter().find(|answer| answer.about == about).map(|answer| answer.answer);
    let mut abouts = Vec::new();
    if let Some(standing) = standing.as_ref().filter(|_| it.asks) {
        let child = |there: &store::spaces::ChildThere| About {
            id: there.id,
            name: Some(there.name.clone()),
            answer: of(there.id),
        };
        abouts.extend(standing.children.iter().map(child));
        if abouts.is_empty() {
            abouts.push(About { id: me, name: None, answer: of(me) });
        }
    }
    let all = writes && standing.is_some();
    let answered = if all && it.asks { answers::of(db, id, day, None).await? } else { Vec::new() };
    let brings = answers::brings(db, id, if all { None } else { Some(me) }).await?;
    let wanted = answers::needs(db, id).await?.into_iter().map(|need| wanted(need, &brings, me, all)).collect();
    let by: Vec<PersonId> = it.by_person.into_iter().collect();
    let by = store::names(db, &by).await?.into_values().next().unwrap_or_default();
    let time = it.on(day, zone);
    if visit.json {
        return visit.json(&EventAnswer { event: it, day, answers: answered, brings });
    }
    let head = standing.as_ref().map(|standing| head(&visit, &tabs, standing));
    visit.page(&OnePage { view: visit.view().await?, head, it, time, by, writes, abouts, answered, wanted })
}

fn wanted(need: Need, brings: &[Brings], me: PersonId, all: bool) -> Wanted {
    let of = || brings.iter().filter(|it| it.need == need.id);
    let mine = of().find(|it| it.person == me).map_or(0, |it| it.amount);
    let names = if all { of().map(|it| format!("{} ({})", it.name, it.amount)).collect() } else { Vec::new() };
    Wanted { need, mine, names }
}

/// The next time of an event, or its last.
fn coming(it: &Event, today: Date) -> Date {
    let Some(rule) = it.rule() else { return it.first_day };
    let far = today.saturating_add(time::Duration::days(crate::model::SPAN));
    let days: Vec<Date> = rule.days_until(it.first_day, far).into_iter().filter(|day| !it.skips(*day)).collect();
    days.iter().find(|day| **day >= today).or(days.last()).copied().unwrap_or(it.first_day)
}

/// `POST /calendar/e/{id}/answer`
pub(super) async fn answer(visit: Visit, Path(id): Path<EventId>, Form(fields): Form<Fields>) -> Answer {
    let (it, proof, standing) = find(&visit, CalendarVerb::See, id).await?;
    let day = fields.day("day")?.unwrap_or(it.first_day);
    let about = match fields.text("about") {
        Some(_) => fields.id("about")?,
        None => visit.my_id()?,
    };
    let what = (day, about, fields.word("answer")?);
    let mut tx = visit.ctx.db.begin().await?;
    let mut act = Act::new(&visit.ctx, &mut tx, &visit.actor);
    answering::answer(&mut act, &proof, &it, standing.as_ref(), what).await?;
    tx.commit().await?;
    visit.go_and_say(&format!("/calendar/e/{id}?day={day}"), &Said::new("calendar-said-answered"))
}

/// `POST /calendar/e/{id}/bring`
pub(super) async fn bring(visit: Visit, Path(id): Path<EventId>, Form(fields): Form<Fields>) -> Answer {
    let (it, proof, _) = find(&visit, CalendarVerb::See, id).await?;
    let (need, amount) = (fields.id("need")?, fields.number("amount")?);
    let mut tx = visit.ctx.db.begin().await?;
    answering::bring(&mut Act::new(&visit.ctx, &mut tx, &visit.actor), &proof, &it, need, amount).await?;
    tx.commit().await?;
    let key = if amount == 0 { "calendar-said-not-bringing" } else { "calendar-said-bringing" };
    visit.go_and_say(&format!("/calendar/e/{id}"), &Said::new(key))
}
