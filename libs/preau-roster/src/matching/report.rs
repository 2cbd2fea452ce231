//! The counts that `preau roster --dry-run` prints.

use serde::Serialize;

use super::{Difference, Fate, SpaceFate};
use crate::{Kind, Problem, Severity};

/// How many of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Unknown so far.
    pub new: u64,
    /// Known, with something that differs; moves to another class are among them.
    pub changed: u64,
    /// Known, and going.
    pub leaving: u64,
    /// To be asked.
    pub doubtful: u64,
    /// Known, with nothing that differs.
    pub unchanged: u64,
}

/// A problem with its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReportProblem {
    /// The file.
    pub file: String,
    /// Line, from 1, or 0.
    pub line: u64,
    /// Column, from 1, or 0.
    pub column: u64,
    /// Stable word.
    pub code: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The sentence.
    pub message: String,
}

/// What a dry run says, in the form that DESIGN.md promises to scripts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Learners.
    pub learners: Counts,
    /// Guardians.
    pub guardians: Counts,
    /// Staff.
    pub staff: Counts,
    /// Classes and groups.
    pub spaces: Counts,
    /// What was wrong.
    pub problems: Vec<ReportProblem>,
}

impl Report {
    /// Counts a difference; `problems` are those of the reading, and `sentence` gives the message of one.
    pub fn new<'a, P, S>(
        difference: &'a Difference<P, S>,
        problems: impl IntoIterator<Item = &'a Problem>,
        sentence: impl Fn(&Problem) -> String,
    ) -> Self {
        let mut report = Self::default();
        for one in &difference.people {
            let counts = match one.kind {
                Kind::Learner => &mut report.learners,
                Kind::Guardian => &mut report.guardians,
                Kind::Staff => &mut report.staff,
            };
            match one.fate {
                Fate::New => counts.new += 1,
                Fate::Changed { .. } => counts.changed += 1,
                Fate::Leaving { .. } => counts.leaving += 1,
                Fate::Doubtful { .. } => counts.doubtful += 1,
                Fate::Unchanged { .. } => counts.unchanged += 1,
                Fate::Skipped => {}
            }
        }
        for space in &difference.spaces {
            match space {
                SpaceFate::New { .. } => report.spaces.new += 1,
                SpaceFate::Changed { .. } => report.spaces.changed += 1,
                SpaceFate::Unchanged { .. } => report.spaces.unchanged += 1,
                SpaceFate::Leaving { .. } => report.spaces.leaving += 1,
            }
        }
        let all = problems.into_iter().chain(&difference.problems);
        report.problems = all.map(|problem| ReportProblem::new(problem, sentence(problem))).collect();
        report
    }
}

impl ReportProblem {
    /// A problem with its sentence.
    pub fn new(problem: &Problem, message: String) -> Self {
        Self {
            file: problem.file.clone(),
            line: problem.line,
            column: problem.column,
            code: problem.code.as_str(),
            severity: problem.severity,
            message,
        }
    }
}
