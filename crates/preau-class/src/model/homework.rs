//! Homework: what was given, and what each pupil made of it.

use preau_db::{row, word_column};
use preau_kernel::{CalendarEntry, Kind, PersonId, Problem, Result, SpaceId, Timestamp, When, word};
use preau_people::fields::{line, words};
use preau_web::Zone;
use serde::{Deserialize, Serialize};
use time::{Date, PrimitiveDateTime, Time};
use utoipa::ToSchema;

use super::kinds;

time::serde::format_description!(day, Date, "[year]-[month]-[day]");

/// Id of homework.
pub type HomeworkId = preau_kernel::Id<kinds::Homework>;
/// Id of a guardian's word.
pub type WordId = preau_kernel::Id<kinds::Word>;

/// Letters of a title.
const TITLE: usize = 160;
/// Letters of a subject.
const SUBJECT: usize = 60;
/// Letters of a text: homework's, a pupil's, a teacher's.
pub const BODY: usize = 20_000;
/// Minutes that homework may be estimated at: ten hours.
const MINUTES: i64 = 600;
/// Days from today until homework is due, at most.
const AHEAD: i64 = 400;

word! {
    /// How far a pupil is with homework.
    pub enum WorkState {
        /// Nothing was said or handed in.
        Open = "open",
        /// The pupil says that it is done.
        Done = "done",
        /// It was not done: the pupil or the teacher says so.
        NotDone = "not-done",
        /// The pupil handed it in.
        HandedIn = "handed-in",
        /// The teacher gave it back, with words.
        Returned = "returned",
    }
}
word_column!(WorkState);

impl WorkState {
    /// The key of what it is called.
    pub fn key(self) -> String {
        format!("class-state-{self}")
    }
}

row! {
    /// Homework that a teacher gave to the pupils of a space.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
    pub struct Homework {
        /// Its id.
        pub id: HomeworkId,
        /// To whom.
        pub space: SpaceId,
        /// Of which subject.
        pub subject: String,
        /// What it is, in a line.
        pub title: String,
        /// What is to be done.
        pub body: String,
        /// The day for which it is due, in the institution's zone.
        #[serde(with = "day")]
        #[schema(value_type = String)]
        pub due_day: Date,
        /// The moment, if it is more exact than the day.
        pub due_at: Option<Timestamp>,
        /// How long it takes, as the teacher thinks.
        pub minutes: Option<i64>,
        /// Whether something is to be handed in.
        pub hand_in: bool,
        /// Raised with each correction.
        pub version: i64,
        /// Who gave it.
        pub by_person: Option<PersonId>,
        /// When.
        pub created_at: Timestamp,
        /// When it changed last.
        pub updated_at: Timestamp,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
    }
}

/// The moment from which work is late: the one named, or the end of the day.
pub fn deadline(due_day: Date, due_at: Option<Timestamp>, zone: &Zone) -> Timestamp {
    due_at.unwrap_or_else(|| {
        let next = due_day.next_day().unwrap_or(due_day);
        zone.moment(PrimitiveDateTime::new(next, Time::MIDNIGHT))
    })
}

impl Homework {
    /// Its date, for the calendars of the pupils and their families.
    pub fn entry(&self) -> CalendarEntry {
        let title =
            if self.subject.is_empty() { self.title.clone() } else { format!("{} : {}", self.subject, self.title) };
        CalendarEntry {
            source: "class.homework",
            thing: self.id.uuid(),
            space: Some((self.space, preau_kernel::Audience::Everyone)),
            persons: Vec::new(),
            title,
            place: String::new(),
            when: match self.due_at {
                Some(at) => When::Moment { start: at, end: at },
                None => When::Days { first: self.due_day, last: self.due_day },
            },
            link: format!("/homework/{}", self.id),
        }
    }
}

/// Homework to be given, or the fields of one to be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewHomework {
    /// Of which subject; may be empty.
    pub subject: String,
    /// What it is, in a line.
    pub title: String,
    /// What is to be done; may be empty.
    pub body: String,
    /// The day for which it is due.
    pub due_day: Option<Date>,
    /// The hour of that day.
    pub due_hour: Option<Time>,
    /// How long it takes.
    pub minutes: Option<i64>,
    /// Whether something is to be handed in.
    pub hand_in: bool,
}

impl NewHomework {
    /// The same, tidy; or what is wrong. Nothing is due before today, unless it was so before.
    pub fn checked(mut self, today: Date, before: Option<Date>) -> Result<Self> {
        self.title = line("title", &self.title, TITLE)?;
        self.subject = line("subject", &self.subject, SUBJECT)?;
        self.body = words("body", &self.body, BODY)?;
        if self.title.is_empty() {
            return Err(Problem::field("title", "homework-title"));
        }
        if self.minutes.is_some_and(|minutes| !(1..=MINUTES).contains(&minutes)) {
            return Err(Problem::field("minutes", "homework-minutes"));
        }
        let day = self.due_day.ok_or_else(|| Problem::field("due", "homework-due"))?;
        let soon = day >= today && (day - today).whole_days() <= AHEAD;
        if !soon && before != Some(day) {
            return Err(Problem::field("due", "homework-due-past"));
        }
        Ok(self)
    }
}

row! {
    /// What one pupil made of homework.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
    pub struct Work {
        /// Of which homework.
        pub homework: HomeworkId,
        /// Who.
        pub pupil: PersonId,
        /// How far.
        pub state: WorkState,
        /// What the pupil wrote.
        pub text: String,
        /// When it was handed in.
        pub handed_at: Option<Timestamp>,
        /// What the teacher says to it.
        pub words: String,
        /// Who gave it back, or noted that it was not done.
        pub by_person: Option<PersonId>,
        /// When it was given back.
        pub returned_at: Option<Timestamp>,
        /// When this changed last.
        pub updated_at: Timestamp,
    }
}

impl Work {
    /// Nothing yet.
    pub fn blank(homework: HomeworkId, pupil: PersonId, now: Timestamp) -> Self {
        let (state, updated_at) = (WorkState::Open, now);
        let (text, words, handed_at, by_person, returned_at) = (String::new(), String::new(), None, None, None);
        Self { homework, pupil, state, text, handed_at, words, by_person, returned_at, updated_at }
    }

    /// Whether the pupil may still change it: what the teacher gave back stays as it is.
    pub fn changeable(&self) -> Result<()> {
        if self.state == WorkState::Returned {
            return Err(Problem::new(Kind::Conflict, "homework-returned"));
        }
        Ok(())
    }
}

row! {
    /// A guardian's word to the teacher about a child's homework; nobody else reads it.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Word {
        /// Its id.
        pub id: WordId,
        /// About which homework.
        pub homework: HomeworkId,
        /// Of which child.
        pub pupil: PersonId,
        /// Who wrote it.
        pub guardian: PersonId,
        /// The word.
        pub text: String,
        /// When.
        pub at: Timestamp,
    }
}

row! {
    /// Homework as it was before a correction.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Past {
        /// Which.
        pub homework: HomeworkId,
        /// The version that it was.
        pub version: i64,
        /// The whole of it, as it was.
        pub was: serde_json::Value,
        /// Who changed it.
        pub by_person: Option<PersonId>,
        /// When.
        pub at: Timestamp,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn new(due_day: Option<Date>) -> NewHomework {
        let (subject, title, body) = (" SVT ".to_owned(), "Exercice  4".to_owned(), String::new());
        NewHomework { subject, title, body, due_day, due_hour: None, minutes: Some(20), hand_in: false }
    }

    #[test]
    fn nothing_new_is_due_before_today_and_what_was_may_stay() {
        let today = date!(2026 - 11 - 24);
        let yesterday = today.previous_day();
        assert_eq!(new(Some(today)).checked(today, None).unwrap().title, "Exercice 4");
        assert_eq!(new(yesterday).checked(today, None).unwrap_err().fields[0].code, "homework-due-past");
        assert!(new(yesterday).checked(today, yesterday).is_ok());
        assert_eq!(new(None).checked(today, None).unwrap_err().fields[0].code, "homework-due");
        let long = NewHomework { minutes: Some(601), ..new(Some(today)) };
        assert_eq!(long.checked(today, None).unwrap_err().fields[0].field, "minutes");
        let blank = NewHomework { title: " ".to_owned(), ..new(Some(today)) };
        assert_eq!(blank.checked(today, None).unwrap_err().fields[0].field, "title");
    }

    #[test]
    fn work_for_a_day_is_in_time_until_that_day_ends_where_the_school_is() {
        let zone = Zone::named("Europe/Paris").unwrap();
        let end = deadline(date!(2026 - 11 - 24), None, &zone);
        assert_eq!(end.to_string(), "2026-11-24T23:00:00.000000Z");
        assert_eq!(deadline(date!(2026 - 11 - 24), Some(end), &zone), end);
    }
}
