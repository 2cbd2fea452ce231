//! What class life shows on the pages that all services share.

use askama::Template;
use preau_kernel::{PersonId, Result, SpaceId};
use preau_people::{known, store::families};
use preau_web::{Board, Card, View, Visit};
use time::{Date, Duration};

use super::{viewer, week};
use crate::{
    model::{AbsenceState, WorkState},
    policy::{self, ClassVerb},
    store::{
        absences,
        forms::{self, Waiting},
        homework::{self as rows, Listed, Span},
    },
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

/// By which a guardian announces an absence with one press, and is asked for what nobody explained.
#[derive(Template)]
#[template(path = "class/card_absence.html")]
struct AbsenceCard<'a> {
    view: &'a View,
    /// Names of children and days that wait for a reason.
    asked: Vec<(String, Date)>,
}

/// What waits for a signature or an answer.
#[derive(Template)]
#[template(path = "class/card_sign.html")]
struct SignCard<'a> {
    view: &'a View,
    me: PersonId,
    waiting: Vec<Waiting>,
}

/// Who is absent today, for those who run the institution.
#[derive(Template)]
#[template(path = "class/card_desk.html")]
struct DeskCard<'a> {
    view: &'a View,
    all: usize,
    open: usize,
}

async fn absence_cards(visit: &Visit, view: &View, today: Date, cards: &mut Vec<Card>) -> Result<()> {
    let (db, viewer) = (&visit.ctx.db, viewer(visit));
    let mut children = known::my_children(visit).await?;
    children.sort_by_key(|child| child.id);
    children.dedup_by_key(|child| child.id);
    if !children.is_empty() {
        let mut asked = Vec::new();
        for child in children {
            let told = absences::of_child(db, child.id, today - Duration::days(AHEAD), today).await?;
            let open = told.into_iter().filter(|it| it.state == AbsenceState::Unexplained);
            asked.extend(open.map(|it| (child.name.clone(), it.first_day)));
        }
        cards.push(Card::aside(10, &AbsenceCard { view, asked })?);
    }
    if visit.actor.runs() {
        let lines = absences::on(db, today, None, viewer.now).await?;
        let open = lines.iter().filter(|it| it.waits()).count();
        cards.push(Card::aside(10, &DeskCard { view, all: lines.len(), open })?);
    }
    Ok(())
}

pub(crate) async fn cards(visit: &Visit, view: &View, board: Board) -> Result<Vec<Card>> {
    let Ok(me) = visit.my_id() else { return Ok(Vec::new()) };
    let today = visit.ctx.texts.zone().day(visit.ctx.clock.now());
    let span = Span { first: today, last: today + Duration::days(AHEAD) };
    let mut cards = Vec::new();
    let mut waiting = forms::waiting(&visit.ctx.db, me, visit.ctx.clock.now(), today, families::grown(today)).await?;
    if let Board::Space(id) = board {
        waiting.retain(|it| it.space == id);
    }
    waiting.truncate(LINES);
    if !waiting.is_empty() {
        cards.push(Card::aside(5, &SignCard { view, me, waiting })?);
    }
    match board {
        Board::Space(id) => {
            let standing = known::standing(visit, id).await?;
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
            absence_cards(visit, view, today, &mut cards).await?;
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
