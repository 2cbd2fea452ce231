//! A month or a week.

use askama::Template;
use axum::{
    Extension,
    extract::{Path, Query},
};
use preau_kernel::{Problem, Result, Role, SpaceId, Timestamp};
use preau_people::{SpaceHead, Tabs};
use preau_web::{Answer, View, Visit, Week};
use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month};
use utoipa::ToSchema;

use super::{
    enter, head,
    look::{Looked, look},
};
use crate::{
    model::{Event, EventId, Occurrence, day},
    policy::{self, CalendarVerb},
};

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    month: String,
    #[serde(default)]
    week: String,
}

/// The days that are shown: those of a month, filled up to whole weeks, or those of a week.
struct Shown {
    first: Date,
    last: Date,
    /// The first day of the month; none for a week.
    month: Option<Date>,
    before: String,
    after: String,
}

impl Shown {
    fn of(asked: &Asked, today: Date) -> Self {
        if let Ok(week) = asked.week.parse::<Week>() {
            let (first, last) = (week.first(), week.last());
            let name = |week: Week| format!("week={week}");
            return Self { first, last, month: None, before: name(week.previous()), after: name(week.next()) };
        }
        let month = month(&asked.month).unwrap_or_else(|| first_of(today));
        let next = first_of(month.saturating_add(Duration::days(31)));
        let before = first_of(month.saturating_sub(Duration::DAY));
        let last = Week::of(next.saturating_sub(Duration::DAY)).last();
        let name = |day: Date| format!("month={:04}-{:02}", day.year(), u8::from(day.month()));
        let (before, after) = (name(before), name(next));
        Self { first: Week::of(month).first(), last, month: Some(month), before, after }
    }
}

fn first_of(day: Date) -> Date {
    day.replace_day(1).unwrap_or(day)
}

fn month(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-').filter(|(year, _)| year.len() == 4)?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, 1).ok()
}

#[derive(Template)]
#[template(path = "calendar/month.html")]
struct MonthPage {
    view: View,
    /// The top of the space's pages; none for one's own calendar.
    head: Option<SpaceHead>,
    shown: Shown,
    today: Date,
    looked: Looked,
    writes: bool,
    /// Below which address things are made: `/calendar` or `/s/…/calendar`.
    base: String,
}

impl MonthPage {
    fn days(&self) -> Vec<Date> {
        let count = (self.shown.last - self.shown.first).whole_days();
        (0..=count).map(|number| self.shown.first.saturating_add(Duration::days(number))).collect()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_today(&self, day: &Date) -> bool {
        *day == self.today
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn outside(&self, day: &Date) -> bool {
        self.shown.month.is_some_and(|month| month.month() != day.month())
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn on(&self, day: &Date) -> Vec<(&Occurrence, &Event)> {
        self.looked.on(*day).collect()
    }

    fn name(&self) -> String {
        if let Some(month) = self.shown.month {
            let key = format!("month-{}", u8::from(month.month()));
            format!("{} {}", self.view.t(&key), month.year())
        } else {
            let (first, last) = (self.view.day(&self.shown.first), self.view.day(&self.shown.last));
            self.view.t2("calendar-from-to", "first", first, "last", last)
        }
    }

    fn week(&self) -> Week {
        Week::of(self.shown.month.filter(|month| month.month() != self.today.month()).unwrap_or(self.today))
    }

    fn month_of(&self) -> String {
        format!("{:04}-{:02}", self.shown.first.year(), u8::from(self.shown.first.month()))
    }
}

/// What is in a calendar between two days.
#[derive(Serialize, ToSchema)]
pub(super) struct TimesAnswer {
    /// Each time of each event, in the order in which they are.
    times: Vec<TimeAnswer>,
}

/// One time of an event.
#[derive(Serialize, ToSchema)]
struct TimeAnswer {
    /// The event.
    event: EventId,
    /// What it is.
    title: String,
    /// Where it is.
    place: String,
    /// The first day of this time.
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    day: Date,
    /// The last day of this time.
    #[serde(with = "day")]
    #[schema(value_type = String, format = Date)]
    last: Date,
    /// The moment at which it begins; none for whole days.
    start: Option<Timestamp>,
    /// The moment at which it ends.
    end: Option<Timestamp>,
    /// Where it is shown.
    link: String,
}

impl TimeAnswer {
    fn of(time: &Occurrence, event: &Event) -> Self {
        let Occurrence { day, last, start, end, .. } = *time;
        let (event, link) = (event.clone(), link(event, &time.day));
        Self { event: event.id, title: event.title, place: event.place, day, last, start, end, link }
    }
}

/// Where an event is shown.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
pub(super) fn link(event: &Event, day: &Date) -> String {
    match &event.link {
        Some(link) => link.clone(),
        None if event.repeat.is_some() => format!("/calendar/e/{}?day={day}", event.id),
        None => format!("/calendar/e/{}", event.id),
    }
}

async fn page(
    visit: &Visit,
    head: Option<SpaceHead>,
    space: Option<(SpaceId, Option<Role>)>,
    writes: bool,
    asked: &Asked,
) -> Result<Answer> {
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    let shown = Shown::of(asked, today);
    if (shown.first - today).whole_days().abs() > 100 * 366 {
        return Err(Problem::not_found());
    }
    let looked = look(&visit.ctx, &visit.actor, visit.my_id()?, space, (shown.first, shown.last)).await?;
    if visit.json {
        let times = looked.all().map(|(time, event)| TimeAnswer::of(time, event)).collect();
        return Ok(visit.json(&TimesAnswer { times }));
    }
    let base = space.map_or_else(|| "/calendar".to_owned(), |(id, _)| format!("/s/{id}/calendar"));
    let view = visit.view().await?;
    Ok(visit.page(&MonthPage { view, head, shown, today, looked, writes, base }))
}

/// `/calendar?month=2026-11` or `?week=2026-W48`
pub(super) async fn mine(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    visit.me()?;
    page(&visit, None, None, true, &asked).await?
}

/// `/s/{space}/calendar`
pub(super) async fn of_space(
    visit: Visit,
    Extension(tabs): Extension<Tabs>,
    Path(id): Path<SpaceId>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (_, standing) = enter(&visit, CalendarVerb::See, id).await?;
    let writes = policy::allows(&visit.actor, CalendarVerb::Write, &standing);
    let head = head(&visit, &tabs, &standing);
    page(&visit, Some(head), Some((id, standing.role)), writes, &asked).await?
}
