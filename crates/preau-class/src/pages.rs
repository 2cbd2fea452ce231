//! The pages of class life: parse, ask an act or the store, answer. Programs get JSON at the same addresses.

mod absences;
pub(crate) mod cards;
mod files;
mod forms;
mod homework;
mod replies;
mod slips;
mod week;

use std::sync::Arc;

use axum::Extension;
use preau_kernel::{Can, Kind, Problem, Result, SpaceId};
use preau_people::{SpaceHead, Tabs, store::Viewer};
use preau_web::{Answer, Gives, Routes, Visit, ports};

use crate::policy::{self, ClassVerb, Standing};

/// The calendar, as handlers extract it.
pub(crate) type Dates = Extension<Arc<dyn ports::Calendar>>;

/// All addresses.
pub(crate) fn routes(tabs: Tabs, calendar: Arc<dyn ports::Calendar>) -> Routes {
    homework_routes()
        .and(absence_routes())
        .and(form_routes())
        .and(paper_routes())
        .map(|router| router.layer(Extension(tabs)).layer(Extension(calendar)))
}

fn homework_routes() -> Routes {
    Routes::new()
        .get("/homework", "The week's homework: of a pupil, a guardian's children, a teacher's classes", week::week)
        .json::<week::WeekAnswer>()
        .get("/s/{space}/homework", "The homework of a space", homework::list)
        .json::<homework::SpaceHomework>()
        .post("/s/{space}/homework", "Gives homework", homework::give)
        .get("/s/{space}/homework/new", "The form to give homework, with what pupils already have", homework::new)
        .get("/homework/{id}", "One piece of homework, as far as one may see", homework::one)
        .json::<homework::HomeworkAnswer>()
        .post("/homework/{id}", "Corrects homework", homework::correct)
        .get("/homework/{id}/edit", "The form to correct homework", homework::edit)
        .post("/homework/{id}/withdraw", "Withdraws homework", homework::withdraw)
        .post("/homework/{id}/restore", "Gives withdrawn homework once more", homework::restore)
        .post("/homework/{id}/hand-in", "Hands in", homework::hand_in)
        .post("/homework/{id}/take-back", "Takes back what was handed in", homework::take_back)
        .post("/homework/{id}/say", "Says that it is done, or not", homework::say)
        .post("/homework/{id}/word", "Adds a guardian's word", homework::word)
        .post("/homework/{id}/return", "Gives back to pupils, with words", homework::give_back)
        .get("/homework/{id}/files/{file}", "What was given or handed in", files::homework_file)
        .gives(Gives::File("application/octet-stream"))
        .get("/homework/{id}/files/{file}/small", "A picture of these, small", files::homework_small)
        .gives(Gives::File("image/jpeg"))
        .post("/homework/{id}/files/{file}/remove", "Takes one of one's files off", files::remove)
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

fn form_routes() -> Routes {
    Routes::new()
        .get("/s/{space}/forms", "The forms of a space", forms::list)
        .json::<forms::FormsAnswer>()
        .post("/s/{space}/forms", "Asks families or members", forms::ask)
        .get("/s/{space}/forms/new", "The form to ask something", forms::new)
        .asked(&["kind"])
        .get("/forms/{id}", "A form: to answer it, and who answered", forms::one)
        .json::<forms::FormAnswer>()
        .post("/forms/{id}", "Corrects a form that nobody answered", forms::correct)
        .get("/forms/{id}/edit", "The form to correct it", forms::edit)
        .post("/forms/{id}/answer", "Answers, signed where that is asked", forms::answer)
        .post("/forms/{id}/remind", "Reminds those who have not answered", forms::remind)
        .post("/forms/{id}/close", "Takes no more answers", forms::close)
        .post("/forms/{id}/open", "Takes answers again", forms::open)
        .post("/forms/{id}/withdraw", "Withdraws a form", forms::withdraw)
        .post("/forms/{id}/restore", "Asks a withdrawn form once more", forms::restore)
        .get("/forms/{id}/files/{file}", "What is attached to a form", files::form_file)
        .gives(Gives::File("application/octet-stream"))
        .get("/forms/{id}/files/{file}/small", "A picture of these, small", files::form_small)
        .gives(Gives::File("image/jpeg"))
        .get("/forms/{id}/replies.csv", "The replies, for a spreadsheet", replies::table)
        .gives(Gives::File("text/csv"))
}

fn paper_routes() -> Routes {
    Routes::new()
        .get("/forms/{id}/paper", "Entering a reply from paper by hand", replies::paper_form)
        .asked(&["child"])
        .post("/forms/{id}/paper", "Enters a reply from paper", replies::paper)
        .post("/forms/{id}/paper/{child}/{person}/remove", "Takes a reply from paper back", replies::unpaper)
        .post("/forms/{id}/letters", "Prepares a letter with a slip for each family", slips::prepare)
        .get("/forms/{id}/letters", "The letters, to print", slips::letters)
        .get("/forms/{id}/slips", "Sending photographs of slips", slips::choose)
        .post("/forms/{id}/slips", "Reads photographs of slips", slips::photograph)
        .get("/forms/{id}/slips/{batch}", "What was read, to be looked at", slips::batch)
        .post("/forms/{id}/slips/{batch}", "Enters what was read", slips::enter)
        .post("/forms/{id}/slips/{batch}/name", "Says which slip one is whose code can't be read", slips::name)
        .post("/forms/{id}/slips/{batch}/discard", "Throws away what was read", slips::discard)
        .get("/forms/{id}/slips/{batch}/pictures/{place}", "A slip, cut out of a photograph", slips::picture)
        .gives(Gives::File("image/jpeg"))
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
