//! Absences: announced by a guardian or noted in class, and what the desk says to them.

use preau_db::{row, word_column};
use preau_kernel::{PersonId, Problem, Result, SpaceId, Timestamp, word};
use preau_people::fields::words;
use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::kinds;

/// Id of an absence.
pub type AbsenceId = preau_kernel::Id<kinds::Absence>;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// Letters of words to and from the desk.
const WORDS: usize = 1000;
/// Days that one absence may last, and that it may be announced ahead.
const DAYS: i64 = 120;

word! {
    /// What it is.
    pub enum AbsenceKind {
        /// Is not there.
        Absence = "absence",
        /// Comes later.
        Lateness = "lateness",
    }
}

word! {
    /// Why; those of article L. 131-8 of the Code de l'éducation, in everyday words. No illness is ever named.
    pub enum Reason {
        /// The child is ill.
        Illness = "illness",
        /// Somebody at home has something that others could catch.
        Contagion = "contagion",
        /// A family event.
        Family = "family",
        /// Transport failed.
        Transport = "transport",
        /// The child travels with those who answer for it.
        Travel = "travel",
        /// An appointment.
        Appointment = "appointment",
        /// Something else, which the words say.
        Other = "other",
    }
}

word! {
    /// What the desk says.
    pub enum AbsenceState {
        /// Nobody looked at it yet.
        Open = "open",
        /// Nobody said why; the guardians are asked.
        Unexplained = "unexplained",
        /// Noted.
        Noted = "noted",
        /// The desk asks for something more.
        Asked = "asked",
        /// The reason does not excuse.
        Unjustified = "unjustified",
    }
}
impl Reason {
    /// The key of what it is called.
    pub fn key(self) -> String {
        format!("class-reason-{self}")
    }
}

impl AbsenceState {
    /// The key of what it is called.
    pub fn key(self) -> String {
        format!("class-absence-{self}")
    }
}
word_column!(AbsenceKind, Reason, AbsenceState);

row! {
    /// One absence of one child.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Absence {
        /// Its id.
        pub id: AbsenceId,
        /// Who is not there.
        pub child: PersonId,
        /// What it is.
        pub kind: AbsenceKind,
        /// The first day.
        #[serde(with = "day")]
        pub first_day: Date,
        /// The last day.
        #[serde(with = "day")]
        pub last_day: Date,
        /// The class in which it was noted; none if a guardian announced it.
        pub space: Option<SpaceId>,
        /// Why.
        pub reason: Option<Reason>,
        /// Who told it, or gave the reason.
        pub by_person: Option<PersonId>,
        /// Their words, for the desk.
        pub words: String,
        /// Whether a paper is to come.
        pub paper: bool,
        /// What the desk says.
        pub state: AbsenceState,
        /// The desk's words, to whoever gave the reason.
        pub answer: String,
        /// Who answered.
        pub answered_by: Option<PersonId>,
        /// When it was told.
        pub created_at: Timestamp,
        /// When it changed last.
        pub updated_at: Timestamp,
        /// When whoever told it took it back.
        pub withdrawn_at: Option<Timestamp>,
    }
}

/// An absence to be announced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAbsence {
    /// What it is.
    pub kind: AbsenceKind,
    /// The first day.
    pub first: Option<Date>,
    /// The last day, if another.
    pub last: Option<Date>,
    /// Why.
    pub reason: Reason,
    /// Words for the desk.
    pub words: String,
    /// Whether a paper is to come.
    pub paper: bool,
}

impl NewAbsence {
    /// The same, tidy, and its days; or what is wrong. A week back can still be told: a form forgotten on Monday is not
    /// a lie on Wednesday.
    pub fn checked(mut self, today: Date) -> Result<(Self, Date, Date)> {
        self.words = words("words", &self.words, WORDS)?;
        let first = self.first.unwrap_or(today);
        let last = self.last.unwrap_or(first);
        if first < today - Duration::WEEK || (first - today).whole_days() > DAYS {
            return Err(Problem::field("first", "absence-first"));
        }
        if last < first || (last - first).whole_days() > DAYS {
            return Err(Problem::field("last", "absence-last"));
        }
        if self.reason == Reason::Other && self.words.is_empty() {
            return Err(Problem::field("words", "absence-words"));
        }
        Ok((self, first, last))
    }
}

/// Words of the desk, tidy.
pub fn answer_words(text: &str) -> Result<String> {
    words("answer", text, WORDS)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn what_is_announced_begins_about_now_and_ends_after_it_begins() {
        let today = date!(2026 - 11 - 24);
        let new = |first, last| NewAbsence {
            kind: AbsenceKind::Absence,
            first,
            last,
            reason: Reason::Illness,
            words: String::new(),
            paper: false,
        };
        assert_eq!(new(None, None).checked(today).unwrap().1, today);
        let field = |new: NewAbsence| new.checked(today).unwrap_err().fields[0].field;
        assert_eq!(field(new(Some(date!(2026 - 11 - 16)), None)), "first");
        assert!(new(Some(date!(2026 - 11 - 17)), None).checked(today).is_ok());
        assert_eq!(field(new(None, today.previous_day())), "last");
        assert_eq!(field(NewAbsence { reason: Reason::Other, ..new(None, None) }), "words");
    }
}
