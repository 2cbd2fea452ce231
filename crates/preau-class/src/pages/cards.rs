//! What class life shows on the pages that all services share.

use askama::Template;
use preau_kernel::{Result, SpaceId};
use preau_web::{Board, Card, View, Visit};
use time::Duration;

use super::{viewer, week};
use crate::{
    model::WorkState,
    policy::{self, ClassVerb, Standing},
    store::homework::{self as rows, Listed, Span},
};

/// Lines of a card.
const LINES: usize = 5;
/// Days ahead that a card looks.
const AHEAD: i64 = 14;

/// The homework that is due soon.
#[derive(Template)]
#[template(path = "class/card_due.html")]
struct DueCard<'a> {
    view: &'a View,
    /// The child whose homework it is.
    child: Option<String>,
    /// Whether the visitor gave it.
    leads: bool,
    /// The space that the card is in; on a home, each line names its own.
    space: Option<SpaceId>,
    homework: Vec<Listed>,
}

impl DueCard<'_> {
    /// What is still to be done.
    fn open(it: &Listed) -> bool {
        !matches!(it.state, Some(WorkState::Done | WorkState::HandedIn | WorkState::Returned))
    }
}

pub(crate) async fn cards(visit: &Visit, view: &View, board: Board) -> Result<Vec<Card>> {
    let Ok(me) = visit.my_id() else { return Ok(Vec::new()) };
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    let span = Span { first: today, last: today + Duration::days(AHEAD) };
    let mut cards = Vec::new();
    match board {
        Board::Space(id) => {
            let standing = Standing::load(&visit.ctx.db, &viewer(visit), id).await?;
            if !policy::allows(&visit.actor, ClassVerb::HomeworkSee, &standing) {
                return Ok(Vec::new());
            }
            let leads = policy::allows(&visit.actor, ClassVerb::HomeworkGive, &standing);
            let mut homework = rows::of_space(&visit.ctx.db, id, me, span).await?;
            homework.truncate(LINES);
            if !homework.is_empty() {
                let card = DueCard { view, child: None, leads, space: Some(id), homework };
                cards.push(Card::aside(20, &card)?);
            }
        }
        Board::Home => {
            for part in week::parts(visit, span).await? {
                let child = part.child.map(|(_, name)| name);
                let mut homework = part.homework;
                if !part.leads {
                    homework.retain(DueCard::open);
                }
                homework.truncate(LINES);
                if !homework.is_empty() {
                    cards.push(Card::aside(20, &DueCard { view, child, leads: part.leads, space: None, homework })?);
                }
            }
        }
    }
    Ok(cards)
}
