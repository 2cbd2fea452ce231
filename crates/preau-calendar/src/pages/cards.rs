//! What the calendar shows on the pages that all services share.

use askama::Template;
use preau_kernel::Result;
use preau_people::known;
use preau_web::{Board, Card, View, Visit};
use time::Duration;

use super::look::look;
use crate::{
    model::{Event, Occurrence},
    policy::{self, CalendarVerb},
};

/// Lines of a card.
const LINES: usize = 5;
/// Days ahead that a card looks.
const AHEAD: i64 = 28;

/// What is soon.
#[derive(Template)]
#[template(path = "calendar/card_soon.html")]
struct SoonCard<'a> {
    view: &'a View,
    times: Vec<(&'a Occurrence, &'a Event)>,
    all: String,
}

pub(crate) async fn cards(visit: &Visit, view: &View, board: Board) -> Result<Vec<Card>> {
    let Ok(me) = visit.my_id() else { return Ok(Vec::new()) };
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    let (space, all) = match board {
        Board::Home => (None, "/calendar".to_owned()),
        Board::Space(id) => {
            let standing = known::standing(visit, id).await?;
            if !policy::allows(&visit.actor, CalendarVerb::See, &standing) {
                return Ok(Vec::new());
            }
            (Some((id, standing.role)), format!("/s/{id}/calendar"))
        }
    };
    let looked = look(&visit.ctx, &visit.actor, me, space, (today, today + Duration::days(AHEAD))).await?;
    // What other services put here has a card of its own, but for appointments, which nobody else shows.
    let own = |event: &Event| event.source.as_deref().is_none_or(|source| source.starts_with("calendar."));
    let times: Vec<_> = looked.all().filter(|(_, event)| own(event)).take(LINES).collect();
    if times.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Card::aside(40, &SoonCard { view, times, all })?])
}
