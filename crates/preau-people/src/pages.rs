//! The people's pages: parse, ask an act or the store, answer. Programs get JSON at the same addresses.

mod admin;
mod families;
mod home;
mod invitations;
mod people;
mod person;
mod rules;
mod space;
mod spaces;
mod year;

use axum::Extension;
use preau_kernel::{Kind, Problem, Result};
use preau_web::{Answer, Check, Gives, Health, Routes, Visit};

use crate::{
    Directory, Settings,
    model::ContactRule,
    record::Record,
    store::{Viewer, spaces::ListedSpace},
    tabs::Tabs,
};

/// Who looks, as SQL wants to know it.
fn viewer(visit: &Visit) -> Viewer {
    Viewer::new(&visit.actor, visit.ctx.clock.now())
}

/// Either the answer of an accepted form, or its problem if the form should be shown again with it.
fn or_again(outcome: Result<Answer>) -> Result<Answer> {
    match outcome {
        Err(problem) if shows_again(&problem) => Err(problem),
        Err(problem) => Ok(Err(problem.into())),
        Ok(answer) => Ok(answer),
    }
}

/// Whether a problem is one that the person can mend in the form.
fn shows_again(problem: &Problem) -> bool {
    matches!(problem.kind, Kind::Invalid | Kind::Conflict | Kind::Quota | Kind::Gone)
}

/// Things left to do that are shown at once: who opens the page in the evening wants one, not all.
const AT_ONCE: usize = 3;

/// What was looked at, in the order in which one sees to it.
struct Todo {
    /// What is wrong, then what is only left to do: the first few.
    first: Vec<Check>,
    /// The others, folded.
    later: Vec<Check>,
    /// What is as it should be.
    good: Vec<Check>,
}

impl Todo {
    fn of(checks: Vec<Check>) -> Self {
        let (good, mut first): (Vec<_>, Vec<_>) = checks.into_iter().partition(|check| check.health == Health::Good);
        first.sort_by_key(|check| std::cmp::Reverse(check.health));
        // One alone is not worth folding.
        let shown = if first.len() > AT_ONCE + 1 { AT_ONCE } else { first.len() };
        let later = first.split_off(shown);
        Self { first, later, good }
    }

    fn all(&self) -> usize {
        self.first.len() + self.later.len() + self.good.len()
    }
}

/// All addresses.
pub(crate) fn routes(tabs: Tabs, directory: Directory) -> Routes {
    Routes::new()
        .get("/", "The person's home: spaces, children, what is left to do", home::home)
        .json::<home::HomeAnswer>()
        .post("/language", "Chooses the language of the pages", home::language)
        .post("/undo/{id}", "Undoes what one just did", home::undo)
        .get("/directory", "Finds persons and spaces by name", home::directory)
        .json::<home::DirectoryAnswer>()
        .asked(&["q", "from"])
        .get("/p/{person}", "A person's record, as far as one may read it", person::record)
        .json::<Record>()
        .post("/p/{person}/consents", "Answers what a consent asks", person::answer)
        .and(space_routes())
        .and(admin_routes())
        .map(|router| router.layer(Extension(tabs)).layer(Extension(directory)))
}

fn space_routes() -> Routes {
    Routes::new()
        .get("/s/{space}", "A space's first page", space::home)
        .json::<space::SpaceAnswer>()
        .get("/s/{space}/live", "Tells of changes in a space", space::live)
        .gives(Gives::Told)
        .get("/s/{space}/members", "Who is in a space", space::members)
        .json::<space::MembersAnswer>()
        .asked(&["q"])
        .post("/s/{space}/members", "Puts somebody into a space, or changes their role", space::set_member)
        .post("/s/{space}/members/{person}/remove", "Takes somebody out of a space", space::remove_member)
        .get("/s/{space}/settings", "A space's settings", space::settings)
        .post("/s/{space}/settings", "Changes a space's settings", space::change)
        .post("/s/{space}/archive", "Puts a space away", space::archive)
        .get("/s/{space}/invite", "Invitations into a space", invitations::list)
        .json::<invitations::CameAnswer>()
        .post("/s/{space}/invite", "Makes an invitation", invitations::make)
        .json::<invitations::InvitationAnswer>()
        .post("/s/{space}/invite/{invitation}/end", "Ends an invitation", invitations::end)
}

fn admin_routes() -> Routes {
    Routes::new()
        .get("/admin", "Administration", admin::index)
        .json::<admin::AdminAnswer>()
        .get("/admin/settings", "The institution's settings", admin::settings)
        .json::<Settings>()
        .post("/admin/settings", "Changes the institution's settings", admin::change_settings)
        .get("/admin/people", "All persons", people::list)
        .json::<people::PeopleAnswer>()
        .asked(&["q", "kind", "left", "from"])
        .get("/admin/people/new", "The form for a new person", people::new)
        .post("/admin/people/new", "Adds a person", people::add)
        .get("/admin/people/doubles", "Persons that may be the same", people::doubles)
        .post("/admin/people/merge", "Joins two records of one person", people::merge)
        .get("/admin/people/{person}", "The form for a person", people::edit)
        .post("/admin/people/{person}", "Changes a person", people::change)
        .post("/admin/people/{person}/leave", "Notes that a person leaves", people::leave)
        .post("/admin/people/{person}/rejoin", "Takes a person back in", people::rejoin)
        .post("/admin/people/{person}/office", "Gives or takes an office", people::office)
        .get("/admin/people/{person}/guardians", "The form for a guardian of a learner", families::form)
        .post("/admin/people/{person}/guardians", "Makes or changes a guardianship", families::set)
        .post("/admin/people/{person}/guardians/{guardian}/end", "Ends a guardianship", families::end)
        .get("/admin/spaces", "All spaces", spaces::list)
        .json_list::<ListedSpace>()
        .asked(&["q", "archived"])
        .get("/admin/spaces/new", "The form for a new space", spaces::new)
        .post("/admin/spaces/new", "Opens a space", spaces::open)
        .post("/admin/spaces/{space}/reopen", "Takes an archived space back into use", spaces::reopen)
        .get("/admin/year", "The turn of the school year", year::form)
        .post("/admin/year", "Turns the school year", year::turn)
        .get("/admin/who-may", "Who may find and write to whom", rules::form)
        .json_list::<ContactRule>()
        .post("/admin/who-may", "Changes who may find and write to whom", rules::change)
}
