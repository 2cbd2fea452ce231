//! A roster as it stands: being read, refused, a difference to look at, done.

use askama::Template;
use axum::extract::{Path, Query};
use preau_kernel::{PersonId, Problem, Result, RosterId, Timestamp};
use preau_roster::csv_safe;
use preau_web::{Answer, View, Visit};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{Date, macros::format_description};
use utoipa::ToSchema;

use super::{columns, download, named};
use crate::roster::{
    elsewhere,
    lines::{PARTS, Told},
    look::{Choice, Choices},
    store::{self, Entry, State},
    tables::Line,
    work::{Summary, Wrong},
};

/// Lines of one part on the first page, and on a page of its own.
const FEW: i64 = 100;
const MANY: i64 = 500;
/// Doubts on one page: a form that sends them stays small.
const DOUBTS: i64 = 50;
/// Problems shown.
const PROBLEMS: usize = 50;

/// The kinds that are counted, with their parts of the page.
const KINDS: [&str; 4] = ["learner", "guardian", "staff", "space"];

#[derive(Template)]
#[template(path = "roster/reading.html")]
struct ReadingPage {
    view: View,
    entry: Entry,
    files: Vec<String>,
    percent: i64,
    live: bool,
}

#[derive(Template)]
#[template(path = "roster/refused.html")]
struct RefusedPage {
    view: View,
    problems: Vec<Trouble>,
    fine: Vec<String>,
}

#[derive(Template)]
#[template(path = "roster/difference.html")]
struct DifferencePage {
    view: View,
    entry: Entry,
    files: Vec<String>,
    tallies: Vec<Tally>,
    sections: Vec<Section>,
    problems: Vec<Trouble>,
    problem_count: usize,
    nothing: bool,
}

#[derive(Template)]
#[template(path = "roster/part.html")]
struct PartPage {
    view: View,
    entry: Entry,
    /// The one part.
    sections: [Section; 1],
    page: i64,
    asks: bool,
}

#[derive(Template)]
#[template(path = "roster/done.html")]
struct DonePage {
    view: View,
    entry: Entry,
    applied: Value,
    can_undo: bool,
}

impl DonePage {
    fn count(&self, name: &str) -> u64 {
        self.applied[name].as_u64().unwrap_or(0)
    }
}

/// The counts of one kind.
struct Tally {
    kind: &'static str,
    new: u64,
    changed: u64,
    leaving: u64,
    doubtful: u64,
    unchanged: u64,
}

/// One part of the difference.
struct Section {
    part: String,
    tone: &'static str,
    count: i64,
    open: bool,
    more: bool,
    groups: Vec<Group>,
}

/// The lines of one class.
struct Group {
    place: String,
    rows: Vec<Row>,
}

/// One line, worded.
struct Row {
    seq: i64,
    told: Told,
    place: String,
    note: String,
    changes: Vec<(String, String, String)>,
    chosen: String,
}

/// A problem, worded.
struct Trouble {
    at: String,
    sentence: String,
}

/// `/admin/roster/{roster}`
pub(super) async fn roster(visit: Visit, Path(id): Path<String>) -> Answer {
    let entry = named(&visit, &id).await?;
    if visit.json {
        return visit.json(&answer(&entry));
    }
    match entry.state {
        State::Reading | State::Applying => reading(&visit, entry).await,
        State::Mapping => columns::page(&visit, entry).await,
        State::Refused => refused(&visit, entry).await,
        State::Asked => difference(&visit, entry).await,
        State::Applied | State::Undone | State::Cancelled => {
            let can_undo = entry.state == State::Applied && store::has_changes(&visit.ctx.db, entry.id).await?;
            let applied = entry.summary().applied;
            visit.page(&DonePage { view: visit.view().await?, entry, applied, can_undo })
        }
    }
}

async fn names(visit: &Visit, entry: &Entry) -> Result<Vec<String>> {
    Ok(store::files(&visit.ctx.db, entry.id).await?.into_iter().map(|file| file.name).collect())
}

async fn reading(visit: &Visit, entry: Entry) -> Answer {
    let files = names(visit, &entry).await?;
    let percent = (100 * entry.done).checked_div(entry.total).unwrap_or(0).clamp(0, 100);
    let live = crate::store::spaces::institution(&visit.ctx.db).await?.is_some();
    visit.page(&ReadingPage { view: visit.view().await?, entry, files, percent, live })
}

async fn refused(visit: &Visit, entry: Entry) -> Answer {
    let view = visit.view().await?;
    let summary = entry.summary();
    let is_wrong = |name: &String| {
        let inside = format!("{name}/");
        summary.problems.iter().any(|problem| problem.file == *name || problem.file.starts_with(&inside))
    };
    let fine = names(visit, &entry).await?.into_iter().filter(|name| !is_wrong(name)).collect();
    let problems = summary.problems.iter().take(PROBLEMS).map(|problem| trouble(&view, problem)).collect();
    visit.page(&RefusedPage { view, problems, fine })
}

async fn difference(visit: &Visit, entry: Entry) -> Answer {
    let view = visit.view().await?;
    let summary = entry.summary();
    let files = names(visit, &entry).await?;
    let mut sections = Vec::new();
    let choices = entry.choices();
    for (part, count) in store::parts(&visit.ctx.db, entry.id).await? {
        let limit = if asks(&part) { DOUBTS } else { FEW };
        let lines = store::lines(&visit.ctx.db, entry.id, &part, limit, 0).await?;
        sections.push(worded(&view, &choices, part, count, lines));
    }
    let problems = summary.problems.iter().take(PROBLEMS).map(|problem| trouble(&view, problem)).collect();
    let (tallies, problem_count, nothing) = (tallies(&summary), summary.problem_count, summary.nothing);
    visit.page(&DifferencePage { view, entry, files, tallies, sections, problems, problem_count, nothing })
}

/// Which page of a part.
#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    page: i64,
}

/// `…/part/{part}`
pub(super) async fn part(visit: Visit, Path((id, part)): Path<(String, String)>, Query(asked): Query<Asked>) -> Answer {
    let entry = named(&visit, &id).await?;
    let count = store::parts(&visit.ctx.db, entry.id).await?.into_iter().find(|(name, _)| *name == part);
    let Some((part, count)) = count.filter(|_| entry.state == State::Asked) else {
        return Err(Problem::not_found().into());
    };
    let asks = asks(&part);
    let (limit, page) = (if asks { DOUBTS } else { MANY }, asked.page.clamp(0, 100_000));
    let lines = store::lines(&visit.ctx.db, entry.id, &part, limit, limit * page).await?;
    let view = visit.view().await?;
    let mut section = worded(&view, &entry.choices(), part, count, lines);
    section.more = count > limit * (page + 1);
    visit.page(&PartPage { view, entry, sections: [section], page, asks })
}

/// `…/lines.csv`: no cell begins like a formula.
pub(super) async fn csv(visit: Visit, Path(id): Path<String>) -> Answer {
    let entry = named(&visit, &id).await?;
    if entry.state != State::Asked {
        return Err(elsewhere().into());
    }
    let view = visit.view().await?;
    // Spreadsheet programs take a file without this mark for one in an old encoding.
    let mut table = csv::WriterBuilder::new().delimiter(b';').flexible(true).from_writer(b"\xEF\xBB\xBF".to_vec());
    let mut written =
        table.write_record(["what", "class", "name", "detail"].map(|name| view.t(&format!("roster-csv-{name}"))));
    store::each_line(&visit.ctx.db, entry.id, |line| {
        if written.is_ok() {
            let row = row(&view, &Choices::default(), &line);
            let changes = row.changes.iter().map(|(field, from, to)| format!("{field} {from} → {to}"));
            let detail =
                std::iter::once(row.note.clone()).chain(changes).filter(|text| !text.is_empty()).collect::<Vec<_>>();
            let title = view.t1(&format!("roster-part-{}", line.part), "count", 1);
            let cells = [title, line.place.clone(), row.told.name.clone(), detail.join(" · ")];
            written = table.write_record(cells.iter().map(|cell| csv_safe(cell).into_owned()));
        }
        Ok(())
    })
    .await?;
    written.map_err(Problem::internal)?;
    let body = table.into_inner().map_err(|error| Problem::internal(error.to_string()))?;
    Ok(download("preau-import.csv", "text/csv; charset=utf-8", body))
}

/// Whether somebody is asked about the lines of a part.
fn asks(part: &str) -> bool {
    part == "kept" || part.starts_with("doubtful")
}

fn tallies(summary: &Summary) -> Vec<Tally> {
    let tally = |(kind, [new, changed, leaving, doubtful, unchanged]): (&'static str, [u64; 5])| Tally {
        kind,
        new,
        changed,
        leaving,
        doubtful,
        unchanged,
    };
    let all = KINDS.into_iter().zip(summary.counts).map(tally);
    all.filter(|it| it.new + it.changed + it.leaving + it.doubtful + it.unchanged > 0).collect()
}

fn worded(view: &View, choices: &Choices, part: String, count: i64, lines: Vec<Line>) -> Section {
    let tone = match part.split('-').next() {
        Some("new") => "tone-new",
        Some("leaving") => "tone-leaving",
        Some("doubtful" | "kept") => "tone-doubtful",
        _ => "tone-moved",
    };
    let shown = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let mut groups: Vec<Group> = Vec::new();
    for line in &lines {
        let row = row(view, choices, line);
        match groups.last_mut() {
            Some(group) if group.place == line.place => group.rows.push(row),
            _ => groups.push(Group { place: line.place.clone(), rows: vec![row] }),
        }
    }
    let open = asks(&part) || part == "moved-learner";
    debug_assert!(PARTS.contains(&part.as_str()), "a part without a sentence");
    Section { part, tone, count, open, more: count > shown, groups }
}

fn row(view: &View, choices: &Choices, line: &Line) -> Row {
    let told: Told = serde_json::from_value(line.line.clone()).unwrap_or_default();
    let mut notes = Vec::new();
    notes.extend(told.guardians.map(|count| view.t1("roster-guardian-count", "count", count)));
    notes.extend((!told.children.is_empty()).then(|| told.children.join(", ")));
    if !told.why.is_empty() {
        notes.push(view.t(&format!("roster-why-{}", told.why)));
    }
    let change = |(field, from, to): &(String, String, String)| {
        (view.t(&format!("roster-field-{field}")), value(view, field, from), value(view, field, to))
    };
    let chosen = match (choices.people.get(&told.key), told.person) {
        (Some(Choice::Is(id)), _) => id.to_string(),
        (Some(Choice::New), _) => "other".to_owned(),
        (_, Some(person)) if choices.take.contains(&person) => "take".to_owned(),
        _ => String::new(),
    };
    let changes = told.changes.iter().map(change).collect();
    Row { seq: line.seq, place: line.place.clone(), note: notes.join(" · "), changes, chosen, told }
}

/// A value as a person reads it.
fn value(view: &View, field: &str, text: &str) -> String {
    let day = || Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
    match (field, text) {
        ("photo" | "association", "yes" | "no") => view.t(&format!("roster-{text}")),
        ("returned", _) => String::new(),
        ("sex", "female" | "F") => view.t("roster-female"),
        ("sex", "male" | "M") => view.t("roster-male"),
        ("birth-date", _) => day().map_or_else(|| text.to_owned(), |day| view.day(&day)),
        _ => text.to_owned(),
    }
}

fn trouble(view: &View, problem: &Wrong) -> Trouble {
    let args =
        [("file", problem.file.clone()), ("line", problem.line.to_string()), ("column", problem.column.to_string())];
    let at = match (problem.line, problem.column) {
        (0, _) => view.say("roster-at-file", &args),
        (_, 0) => view.say("roster-at-line", &args),
        _ => view.say("roster-at-column", &args),
    };
    let sentence = view.say(&format!("roster-problem-{}", problem.code), &problem.args);
    Trouble { at, sentence }
}

/// A roster: what it would change, or did.
#[derive(Serialize, ToSchema)]
pub(super) struct RosterAnswer {
    /// Its id.
    id: RosterId,
    /// How far it is.
    state: State,
    /// When it was given.
    made_at: Timestamp,
    /// By whom; nobody if by a command.
    by: Option<PersonId>,
    /// Pupils, students.
    learners: RosterCounts,
    /// Who answers for them.
    guardians: RosterCounts,
    /// Who works here.
    staff: RosterCounts,
    /// Classes and groups.
    spaces: RosterCounts,
    /// What is wrong in its files.
    problems: Vec<Wrong>,
    /// How many were added, changed and so on, by name, once it was applied.
    #[schema(value_type = Option<std::collections::HashMap<String, u64>>)]
    applied: Value,
}

/// How many of one kind a roster changes, and how.
#[derive(Serialize, ToSchema)]
struct RosterCounts {
    /// Not known before.
    new: u64,
    /// Known, and different now.
    changed: u64,
    /// Known, and not in the files.
    leaving: u64,
    /// Somebody must say who it is.
    doubtful: u64,
    /// As before.
    unchanged: u64,
}

/// A roster for a program.
pub(super) fn answer(entry: &Entry) -> RosterAnswer {
    let Summary { counts, problems, applied, .. } = entry.summary();
    let counts = counts.map(|[new, changed, leaving, doubtful, unchanged]| RosterCounts {
        new,
        changed,
        leaving,
        doubtful,
        unchanged,
    });
    let [learners, guardians, staff, spaces] = counts;
    let Entry { id, state, made_at, by_person: by, .. } = *entry;
    RosterAnswer { id, state, made_at, by, learners, guardians, staff, spaces, problems, applied }
}
