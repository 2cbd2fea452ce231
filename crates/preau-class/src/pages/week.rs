//! The week's homework of a person: as a pupil, for each child, and of the classes that they lead.

use askama::Template;
use axum::extract::Query;
use preau_kernel::{PersonId, Result};
use preau_people::known;
use preau_web::{Answer, View, Visit, Week};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;

use super::viewer;
use crate::store::homework::{self as rows, Listed, Span};

/// The homework of one pupil, or of the classes that the visitor leads.
pub(super) struct Part {
    /// The child; nobody for the visitor's own.
    pub(super) child: Option<(PersonId, String)>,
    /// Whether these are the visitor's classes.
    pub(super) leads: bool,
    pub(super) homework: Vec<Listed>,
}

impl Part {
    fn on(&self, day: &Date) -> impl Iterator<Item = &Listed> {
        self.homework.iter().filter(move |it| it.due_day == *day)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn minutes(&self, day: &Date) -> i64 {
        self.on(day).filter_map(|it| it.minutes).sum()
    }
}

/// All that concerns a visitor between two days.
pub(super) async fn parts(visit: &Visit, span: Span) -> Result<Vec<Part>> {
    let (me, viewer, db) = (visit.my_id()?, viewer(visit), &visit.ctx.db);
    let own = rows::of_pupil(db, me, span, viewer.now).await?;
    let mut parts = vec![Part { child: None, leads: false, homework: own }];
    parts.push(Part { child: None, leads: true, homework: rows::of_leader(db, me, span, viewer.now).await? });
    parts.retain(|part| !part.homework.is_empty());
    let mut seen = Vec::new();
    for there in known::my_children(visit).await? {
        if seen.contains(&there.id) {
            continue;
        }
        seen.push(there.id);
        let homework = rows::of_pupil(db, there.id, span, viewer.now).await?;
        parts.push(Part { child: Some((there.id, there.name)), leads: false, homework });
    }
    Ok(parts)
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    week: String,
}

#[derive(Template)]
#[template(path = "class/homework_week.html")]
struct WeekPage {
    view: View,
    week: Week,
    today: Date,
    parts: Vec<Part>,
}

impl WeekPage {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass references")]
    fn is_today(&self, day: &Date) -> bool {
        *day == self.today
    }

    fn this(&self) -> Week {
        Week::of(self.today)
    }

    fn first(&self) -> String {
        self.view.day(&self.week.first())
    }

    fn last(&self) -> String {
        self.view.day(&self.week.last())
    }

    fn shown(&self, part: &Part) -> Vec<Date> {
        let days = self.week.days().into_iter();
        days.filter(|day| day.weekday().number_from_monday() < 6 || part.on(day).next().is_some()).collect()
    }
}

/// A week's homework.
#[derive(Serialize, ToSchema)]
pub(super) struct WeekAnswer {
    /// The week (ISO 8601).
    week: String,
    /// One's own, one's children's, and that of the classes that one leads.
    parts: Vec<PartAnswer>,
}

/// The homework of one pupil, or of the classes that one leads.
#[derive(Serialize, ToSchema)]
struct PartAnswer {
    /// The child; none for one's own.
    child: Option<PersonId>,
    /// Whether these are one's classes.
    leads: bool,
    /// By the day for which it is due.
    homework: Vec<Listed>,
}

/// `/homework?week=2026-W48`
pub(super) async fn week(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    // On Saturday, what people look for is the week that comes.
    let week = asked.week.parse().unwrap_or_else(|_| {
        let this = Week::of(today);
        if today.weekday().number_from_monday() > 5 { this.next() } else { this }
    });
    let parts = parts(&visit, Span { first: week.first(), last: week.last() }).await?;
    if visit.json {
        let of = |it: Part| PartAnswer { child: it.child.map(|(id, _)| id), leads: it.leads, homework: it.homework };
        return visit.json(&WeekAnswer { week: week.to_string(), parts: parts.into_iter().map(of).collect() });
    }
    visit.page(&WeekPage { view: visit.view().await?, week, today, parts })
}
