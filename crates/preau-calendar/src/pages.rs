//! The pages of the calendar: parse, ask an act or the store, answer. Programs get JSON at the same addresses.

pub(crate) mod cards;
mod events;
mod files;
mod look;
mod meetings;
mod month;

use axum::{Extension, extract::DefaultBodyLimit};
use preau_kernel::{Audience, Kind, Problem, Result, SpaceId, Word};
use preau_people::{SpaceHead, Tabs, store::Viewer};
use preau_web::{Answer, Gives, Routes, Visit};

use crate::{
    ical,
    model::AnswerWord,
    policy::{self, CalendarVerb, Standing},
};
use month::link;

/// Which days are asked for.
const PERIOD: &[&str] = &["month", "week"];
/// Which time of an event, or for which day something is made.
const DAY: &[&str] = &["day"];
/// What other calendars read.
const ICAL: Gives = Gives::File("text/calendar");

/// All addresses.
pub(crate) fn routes(tabs: Tabs) -> Routes {
    let dates = Routes::new()
        .get("/calendar", "The calendar of a person: a month or a week", month::mine)
        .asked(PERIOD)
        .json::<month::TimesAnswer>()
        .post("/calendar", "Puts something into one's own calendar", events::make_own)
        .get("/calendar/new", "The form for something of one's own", events::new_own)
        .asked(DAY)
        .get("/s/{space}/calendar", "The calendar of a space", month::of_space)
        .asked(PERIOD)
        .json::<month::TimesAnswer>()
        .post("/s/{space}/calendar", "Puts something into a space's calendar", events::make)
        .get("/s/{space}/calendar/new", "The form for something in a space", events::new)
        .asked(DAY)
        .get("/calendar/e/{id}", "One event, as far as one may see", events::one)
        .asked(DAY)
        .json::<events::EventAnswer>()
        .post("/calendar/e/{id}", "Changes an event", events::change)
        .get("/calendar/e/{id}/edit", "The form to change an event", events::edit)
        .post("/calendar/e/{id}/withdraw", "Withdraws an event", events::withdraw)
        .post("/calendar/e/{id}/restore", "Gives a withdrawn event back", events::restore)
        .post("/calendar/e/{id}/skip", "Leaves one time of an event out", events::skip)
        .post("/calendar/e/{id}/answer", "Answers whether one comes", events::answer)
        .post("/calendar/e/{id}/bring", "Says what one brings", events::bring);
    let files = Routes::new()
        .get("/calendar/feeds", "One's secret addresses for other calendars", files::feeds)
        .post("/calendar/feeds", "Makes a secret address", files::make_feed)
        .post("/calendar/feeds/{id}/end", "Ends a secret address", files::end_feed)
        .get("/calendar/feed/{token}", "The calendar behind a secret address, as iCalendar", files::feed)
        .gives(ICAL)
        .get("/calendar/export", "One's calendar as an iCalendar file", files::export_own)
        .gives(ICAL)
        .get("/s/{space}/calendar/export", "A space's calendar as an iCalendar file", files::export)
        .gives(ICAL)
        .post("/calendar/import", "Reads an iCalendar file into one's own calendar", files::import_own)
        .post("/s/{space}/calendar/import", "Reads an iCalendar file into a space's calendar", files::import);
    // A file of the largest size, and what stands around it in the form.
    let files = files.map(|router| router.layer(DefaultBodyLimit::max(ical::LIMIT + 4096)));
    let meetings = Routes::new()
        .get("/s/{space}/appointments", "The rounds of appointments of a space", meetings::list)
        .json::<meetings::RoundsAnswer>()
        .post("/s/{space}/appointments", "Opens a round of appointments", meetings::open)
        .get("/appointments/{id}", "One round: free appointments, one's own, the teacher's list", meetings::one)
        .json::<meetings::RoundAnswer>()
        .post("/appointments/{id}/take", "Takes an appointment for a child", meetings::take)
        .post("/appointments/{id}/give-back", "Gives an appointment back", meetings::give_back)
        .post("/appointments/{id}/withdraw", "Withdraws a round", meetings::withdraw)
        .post("/appointments/{id}/restore", "Opens a withdrawn round once more", meetings::restore);
    dates.and(files).and(meetings).map(|router| router.layer(Extension(tabs)))
}

/// For whom something can be.
fn audiences() -> &'static [Audience] {
    Audience::ALL
}

/// What can be answered.
fn answer_words() -> &'static [AnswerWord] {
    AnswerWord::ALL
}

/// Who looks, as SQL wants to know it.
fn viewer(visit: &Visit) -> Viewer {
    Viewer::new(&visit.actor, visit.ctx.clock.now())
}

/// The proof for a verb in a space, and how the visitor stands to it.
async fn enter(
    visit: &Visit,
    verb: CalendarVerb,
    id: SpaceId,
) -> Result<(preau_kernel::Can<CalendarVerb, policy::Place>, Standing)> {
    visit.me()?;
    policy::space(&visit.ctx.db, &visit.actor, &viewer(visit), verb, id).await
}

/// The top of a space's pages.
fn head(visit: &Visit, tabs: &Tabs, standing: &Standing) -> SpaceHead {
    SpaceHead::of(&visit.actor, tabs, standing.space.clone())
}

/// Either the answer of an accepted form, or its problem if the form should be shown again with it.
fn or_again(outcome: Result<Answer>) -> Result<Answer> {
    match outcome {
        Err(problem) if matches!(problem.kind, Kind::Invalid | Kind::Conflict | Kind::Quota) => Err(problem),
        Err(problem) => Ok(Err(Problem::into(problem))),
        Ok(answer) => Ok(answer),
    }
}
