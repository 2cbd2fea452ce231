//! What a reading or an application tells a program, and the command line.

use fluent_bundle::{FluentArgs, FluentValue};
use preau_roster::{Counts, Fate};
use preau_web::Texts;
use serde::Serialize;

use super::{decide::Decision, lines, look::Look, reading::Outcome};

/// How many of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Unknown so far.
    pub new: u64,
    /// Known, with something that differs.
    pub changed: u64,
    /// Known, and going.
    pub leaving: u64,
    /// To be asked.
    pub doubtful: u64,
}

impl From<Counts> for Tally {
    fn from(counts: Counts) -> Self {
        Self { new: counts.new, changed: counts.changed, leaving: counts.leaving, doubtful: counts.doubtful }
    }
}

/// Something wrong, with its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The file.
    pub file: String,
    /// Line, from 1; 0 for the whole file.
    pub line: u64,
    /// Column, from 1; 0 for the whole line.
    pub column: u64,
    /// The sentence.
    pub message: String,
}

/// What files would change, or did. Its JSON is the contract with scripts that DESIGN.md writes down.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Learners.
    pub learners: Tally,
    /// Guardians.
    pub guardians: Tally,
    /// Staff.
    pub staff: Tally,
    /// Classes and groups.
    pub spaces: Tally,
    /// What was wrong.
    pub problems: Vec<Wrong>,
    /// Files that can't be used. If there is any, nothing was counted and nothing changed.
    #[serde(skip)]
    pub refused: Vec<String>,
    /// The files that could be used.
    #[serde(skip)]
    pub usable: Vec<String>,
    /// People who were left out because they may be somebody known, one sentence each.
    #[serde(skip)]
    pub doubts: Vec<String>,
    /// People of whom something that was changed by hand stays, one sentence each.
    #[serde(skip)]
    pub kept: Vec<String>,
    /// Whether it was applied.
    #[serde(skip)]
    pub applied: bool,
}

impl Report {
    pub(super) fn of_reading(outcome: &Outcome, texts: &Texts, lang: &str) -> Self {
        let unmapped = outcome.unmapped.iter().filter_map(|(position, preview)| {
            let source = outcome.sources.get(*position)?;
            let problem = preau_roster::Problem::new(preau_roster::Code::NeedsMapping);
            Some(problem.with("columns", preview.headers.join(", ")).at(1, 0).in_file(&source.name))
        });
        let refused: Vec<preau_roster::Problem> = outcome.refused.iter().cloned().chain(unmapped).collect();
        let all = refused.iter().chain(&outcome.roster.problems);
        let problems = all.map(|problem| wrong(texts, lang, problem)).collect();
        let is_refused = |name: &str| {
            refused
                .iter()
                .any(|one| one.file == name || one.file.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')))
        };
        let names = outcome.sources.iter().map(|source| source.name.clone());
        let (refused, usable) = names.partition(|name| is_refused(name));
        Self { problems, refused, usable, ..Self::default() }
    }

    pub(super) fn count(&mut self, look: &Look, kept: &[Decision], texts: &Texts, lang: &str) {
        let [learners, guardians, staff, spaces] = lines::counts(look);
        (self.learners, self.guardians) = (learners.into(), guardians.into());
        (self.staff, self.spaces) = (staff.into(), spaces.into());
        self.problems.extend(look.difference.problems.iter().map(|problem| wrong(texts, lang, problem)));
        let doubtful = look.difference.people.iter().filter(|one| matches!(one.fate, Fate::Doubtful { .. }));
        let doubtful = doubtful.filter_map(|one| look.roster.people.get(one.incoming?));
        let doubt = |person: &preau_roster::Person| {
            let (file, line) = (person.place.file.clone(), person.place.line.to_string());
            let args = [("name", person.names.display()), ("file", file), ("line", line)];
            say(texts, lang, "roster-left-out", &args)
        };
        self.doubts = doubtful.map(doubt).collect();
        let stays = |decision: &Decision| {
            let fields = decision
                .kept
                .iter()
                .map(|kept| say(texts, lang, &format!("roster-field-{}", kept.column.replace('_', "-")), &[]));
            let fields = fields.collect::<Vec<_>>().join(", ");
            say(texts, lang, "roster-kept-by-hand", &[("name", decision.name.clone()), ("fields", fields)])
        };
        self.kept = kept.iter().map(stays).collect();
    }
}

fn wrong(texts: &Texts, lang: &str, problem: &preau_roster::Problem) -> Wrong {
    let key = format!("roster-problem-{}", problem.code.as_str());
    Wrong {
        file: problem.file.clone(),
        line: problem.line,
        column: problem.column,
        message: say(texts, lang, &key, &problem.args),
    }
}

/// A sentence with its arguments; whole numbers are numbers, so that plurals work.
fn say(texts: &Texts, lang: &str, key: &str, pairs: &[(&'static str, String)]) -> String {
    let mut args = FluentArgs::new();
    for (name, text) in pairs {
        let value = text.parse::<i64>().map_or_else(|_| FluentValue::from(text.as_str()), FluentValue::from);
        args.set(*name, value);
    }
    texts.say(lang, key, &args)
}
