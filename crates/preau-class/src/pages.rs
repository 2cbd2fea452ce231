//! The pages of class life: parse, ask an act or the store, answer. Programs get JSON at the same addresses.

mod absences;
pub(crate) mod cards;
mod homework;
mod week;

use std::sync::Arc;

use axum::Extension;
use preau_kernel::{Can, Kind, Problem, Result, SpaceId};
use preau_people::{SpaceHead, Tabs, store::Viewer};
use preau_web::{Answer, Routes, Visit, ports};

use crate::policy::{self, ClassVerb, Standing};

/// The calendar, as handlers extract it.
pub(crate) type Dates = Extension<Arc<dyn ports::Calendar>>;

/// All addresses.
pub(crate) fn routes(tabs: Tabs, calendar: Arc<dyn ports::Calendar>) -> Routes {
    homework_routes().and(absence_routes()).map(|router| router.layer(Extension(tabs)).layer(Extension(calendar)))
}

fn homework_routes() -> Routes {
    Routes::new()
        .get("/homework", "The week's homework: of a pupil, a guardian's children, a teacher's classes", week::week)
        .json::<serde_json::Value>()
        .get("/s/{space}/homework", "The homework of a space", homework::list)
        .json::<serde_json::Value>()
        .post("/s/{space}/homework", "Gives homework", homework::give)
        .get("/s/{space}/homework/new", "The form to give homework, with what pupils already have", homework::new)
        .get("/homework/{id}", "One piece of homework, as far as one may see", homework::one)
        .json::<serde_json::Value>()
        .post("/homework/{id}", "Corrects homework", homework::correct)
        .get("/homework/{id}/edit", "The form to correct homework", homework::edit)
        .post("/homework/{id}/withdraw", "Withdraws homework", homework::withdraw)
        .post("/homework/{id}/restore", "Gives withdrawn homework once more", homework::restore)
        .post("/homework/{id}/hand-in", "Hands in", homework::hand_in)
        .post("/homework/{id}/take-back", "Takes back what was handed in", homework::take_back)
        .post("/homework/{id}/say", "Says that it is done, or not", homework::say)
        .post("/homework/{id}/word", "Adds a guardian's word", homework::word)
        .post("/homework/{id}/return", "Gives back to pupils, with words", homework::give_back)
}

fn absence_routes() -> Routes {
    Routes::new()
        .get(
            "/absences",
            "What is told of the absences of one's children, and the form to announce one",
            absences::mine,
        )
        .asked(&["child", "kind"])
        .json::<absences::MineAnswer>()
        .post("/absences", "Announces an absence or a lateness of one's child", absences::announce)
        .get("/absences/desk", "Who of the institution is absent on a day", absences::desk)
        .asked(&["day"])
        .json::<absences::DayAnswer>()
        .get("/s/{space}/absences", "Who of a class is absent on a day, and the roll", absences::of_space)
        .asked(&["day"])
        .json::<absences::DayAnswer>()
        .post("/s/{space}/absences", "Notes who is absent or late", absences::note)
        .post("/absences/{id}/withdraw", "Takes back what one announced", absences::withdraw)
        .post("/absences/{id}/restore", "Announces again what one took back", absences::restore)
        .post("/absences/{id}/explain", "Says why a child was absent", absences::explain)
        .post("/absences/{id}/unnote", "Takes back what was noted in class by mistake", absences::unnote)
        .post("/absences/{id}/answer", "Answers what was told: noted, asked, unjustified", absences::answer)
}

/// Who looks, as SQL wants to know it.
fn viewer(visit: &Visit) -> Viewer {
    Viewer::new(&visit.actor, visit.ctx.clock.now())
}

/// The proof for a verb in a space, and how the visitor stands to it.
async fn enter(visit: &Visit, verb: ClassVerb, id: SpaceId) -> Result<(Can<ClassVerb, SpaceId>, Standing)> {
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
