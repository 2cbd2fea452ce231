//! Events, answers to them, and who brings what.

use preau_db::{row, word_column};
use preau_kernel::{Audience, PersonId, Problem, Result, SpaceId, Timestamp, When, word};
use preau_people::fields::{line, words};
use preau_web::Zone;
use serde::{Deserialize, Serialize};
use time::{Date, Duration, PrimitiveDateTime, Time};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Repeat, kinds};

/// Id of an event.
pub type EventId = preau_kernel::Id<kinds::Event>;
/// Id of something that is to be brought.
pub type NeedId = preau_kernel::Id<kinds::Need>;

time::serde::format_description!(pub(crate) day, Date, "[year]-[month]-[day]");

/// Letters of a title and of a place.
const TITLE: usize = 200;
/// Letters of a text.
const BODY: usize = 10_000;
/// Days that one event may last.
const DAYS: i64 = 200;
/// Things that can be asked for at one event, and pieces of one thing.
const NEEDS: usize = 40;
const PIECES: i64 = 500;

word! {
    /// What somebody answers.
    pub enum AnswerWord {
        /// Comes.
        Yes = "yes",
        /// Perhaps.
        Maybe = "maybe",
        /// Does not come.
        No = "no",
    }
}
word_column!(AnswerWord);

row! {
    /// Something with a date: of a space, of a person, or put here by another service.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
    pub struct Event {
        /// Its id.
        pub id: EventId,
        /// The other service and its kind of thing: `class.homework`.
        pub source: Option<String>,
        /// That service's thing.
        pub thing: Option<Uuid>,
        /// The space in whose calendar it is.
        pub space: Option<SpaceId>,
        /// For whom there.
        pub audience: Audience,
        /// The person whose own it is.
        pub owner: Option<PersonId>,
        /// What it is.
        pub title: String,
        /// Where it is.
        pub place: String,
        /// What there is to know.
        pub body: String,
        /// The page that shows it, if it is another service's.
        pub link: Option<String>,
        /// The first day of the first time.
        #[serde(with = "day")]
        #[schema(value_type = String, format = Date)]
        pub first_day: Date,
        /// The last day of the first time.
        #[serde(with = "day")]
        #[schema(value_type = String, format = Date)]
        pub last_day: Date,
        /// The moment at which it begins the first time; none if it is on whole days.
        pub start_at: Option<Timestamp>,
        /// The moment at which it ends the first time.
        pub end_at: Option<Timestamp>,
        /// How it comes again, as an `RRULE`.
        pub repeat: Option<String>,
        /// Days on which it is not, though its rule says so; separated by blanks.
        pub skips: String,
        /// The last day that it ever touches; none if it never ends.
        #[serde(with = "day::option", default)]
        #[schema(value_type = Option<String>, format = Date)]
        pub until_day: Option<Date>,
        /// What other calendars call it.
        pub uid: String,
        /// Whether people are asked to answer.
        pub asks: bool,
        /// Raised with each change.
        pub version: i64,
        /// Who made it.
        pub by_person: Option<PersonId>,
        /// When.
        pub created_at: Timestamp,
        /// When it changed last.
        pub updated_at: Timestamp,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
    }
}

/// One time of an event.
#[derive(Debug, Clone, PartialEq)]
pub struct Occurrence {
    /// Which event, by its place in the list that was asked about.
    pub event: usize,
    /// The day by which this time is known: its first.
    pub day: Date,
    /// Its last day.
    pub last: Date,
    /// The moment at which it begins; none for whole days.
    pub start: Option<Timestamp>,
    /// The moment at which it ends.
    pub end: Option<Timestamp>,
}

impl Event {
    /// Its rule, if it comes again.
    pub fn rule(&self) -> Option<Repeat> {
        self.repeat.as_ref().and_then(|rule| rule.parse().ok())
    }

    /// Whether it is left out on a day.
    pub fn skips(&self, day: Date) -> bool {
        self.skips.split_whitespace().any(|skipped| skipped == day.to_string())
    }

    /// The days on which it is left out.
    pub fn skipped(&self) -> Vec<Date> {
        let form = time::macros::format_description!("[year]-[month]-[day]");
        self.skips.split_whitespace().filter_map(|day| Date::parse(day, form).ok()).collect()
    }

    /// Its time on a day on which it begins.
    pub fn on(&self, day: Date, zone: &Zone) -> Occurrence {
        let last = day.saturating_add(self.last_day - self.first_day);
        let moved = |at: Timestamp, from: Date, to: Date| {
            if from == to { at } else { zone.moment(PrimitiveDateTime::new(to, zone.civil(at).time())) }
        };
        Occurrence {
            event: 0,
            day,
            last,
            start: self.start_at.map(|at| moved(at, self.first_day, day)),
            end: self.end_at.map(|at| moved(at, self.last_day, last)),
        }
    }

    /// Whether it begins on a day.
    pub fn is_on(&self, day: Date) -> bool {
        match self.rule() {
            None => day == self.first_day,
            Some(rule) => !self.skips(day) && rule.days_until(self.first_day, day).last() == Some(&day),
        }
    }

    /// The same on other days and hours; `until_day` follows.
    #[must_use]
    pub fn when(self, when: When, repeat: Option<&Repeat>, zone: &Zone) -> Self {
        let (first_day, last_day, start_at, end_at) = match when {
            When::Days { first, last } => (first, last.max(first), None, None),
            When::Moment { start, end } => {
                let first = zone.day(start);
                // What ends at midnight ends on the day before.
                let last = if end > start { zone.day(end - Duration::SECOND) } else { first };
                (first, last.max(first), Some(start), Some(end.max(start)))
            }
        };
        let long = last_day - first_day;
        let until_day = match repeat {
            None => Some(last_day),
            Some(rule) => rule.last(first_day).map(|day| day.saturating_add(long)),
        };
        let repeat = repeat.map(ToString::to_string);
        Self { first_day, last_day, start_at, end_at, repeat, until_day, ..self }
    }
}

/// Each time of some events that touches the days between two, in the order in which they are.
pub fn occurrences(events: &[Event], first: Date, last: Date, zone: &Zone) -> Vec<Occurrence> {
    let mut all = Vec::new();
    for (event, it) in events.iter().enumerate() {
        let days = match it.rule() {
            None => vec![it.first_day],
            Some(rule) => rule.days_until(it.first_day, last),
        };
        let times = days.into_iter().filter(|day| !it.skips(*day)).map(|day| Occurrence { event, ..it.on(day, zone) });
        all.extend(times.filter(|time| time.day <= last && time.last >= first));
    }
    all.sort_by_key(|time| (time.day, time.start, time.event));
    all
}

/// An event to be made, or the fields of one to be changed.
#[derive(Debug, Clone, PartialEq)]
pub struct NewEvent {
    /// What it is.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// What there is to know.
    pub body: String,
    /// The first day.
    pub first: Option<Date>,
    /// The last day, if another.
    pub last: Option<Date>,
    /// The hour at which it begins; none for whole days.
    pub from: Option<Time>,
    /// The hour at which it ends, if another.
    pub to: Option<Time>,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// For whom, in a space.
    pub audience: Audience,
    /// Whether people are asked to answer.
    pub asks: bool,
    /// What is to be brought: how many, and what.
    pub needs: Vec<(i64, String)>,
}

impl NewEvent {
    /// The same, tidy, and when it is; or what is wrong.
    pub fn checked(mut self, zone: &Zone) -> Result<(Self, When)> {
        self.title = line("title", &self.title, TITLE)?;
        self.place = line("place", &self.place, TITLE)?;
        self.body = words("body", &self.body, BODY)?;
        if self.title.is_empty() {
            return Err(Problem::field("title", "event-title"));
        }
        let first = self.first.ok_or_else(|| Problem::field("first", "event-day"))?;
        let last = self.last.unwrap_or(first);
        if last < first || (last - first).whole_days() > DAYS {
            return Err(Problem::field("last", "event-last"));
        }
        let when = match self.from {
            None => When::Days { first, last },
            Some(from) => {
                let start = zone.moment(PrimitiveDateTime::new(first, from));
                let end = zone.moment(PrimitiveDateTime::new(last, self.to.unwrap_or(from)));
                if end < start {
                    return Err(Problem::field("to", "event-to"));
                }
                When::Moment { start, end }
            }
        };
        if self.repeat.as_ref().is_some_and(|rule| rule.until.is_some_and(|until| until < first)) {
            return Err(Problem::field("until", "event-until"));
        }
        self.needs = self.needs.into_iter().map(need).collect::<Result<_>>()?;
        if self.needs.len() > NEEDS {
            return Err(Problem::field("needs", "event-needs"));
        }
        Ok((self, when))
    }

    /// What is to be brought, one thing a line: `4 gâteaux`, `une nappe`.
    pub fn needs(text: &str) -> Vec<(i64, String)> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(NEEDS + 1);
        let thing = |line: &str| match line.split_once(char::is_whitespace) {
            Some((number, what)) => number.parse().map_or_else(|_| (1, line.to_owned()), |it| (it, what.to_owned())),
            None => (1, line.to_owned()),
        };
        lines.map(thing).collect()
    }
}

fn need((wanted, label): (i64, String)) -> Result<(i64, String)> {
    if !(1..=PIECES).contains(&wanted) {
        return Err(Problem::field("needs", "event-needs"));
    }
    Ok((wanted, line("needs", &label, 100)?))
}

row! {
    /// What somebody answered to one time of an event, for themselves or for a child.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Answer {
        /// Which event.
        pub event: EventId,
        /// Which time of it.
        #[serde(with = "day")]
        pub day: Date,
        /// Whom it concerns: whoever answers, or their child.
        pub about: PersonId,
        /// Who answered; two parents answer each for themselves.
        pub by_person: PersonId,
        /// What.
        pub answer: AnswerWord,
        /// When.
        pub at: Timestamp,
    }
}

row! {
    /// Something that is to be brought to an event.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Need {
        /// Its id.
        pub id: NeedId,
        /// To which event.
        pub event: EventId,
        /// What.
        pub label: String,
        /// How many.
        pub wanted: i64,
        /// How many somebody brings.
        pub taken: i64,
        /// Its place in the list.
        pub place: i64,
    }
}

row! {
    /// Somebody brings something.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Bring {
        /// What.
        pub need: NeedId,
        /// Who.
        pub person: PersonId,
        /// How many.
        pub amount: i64,
        /// Since when.
        pub at: Timestamp,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use time::macros::{date, datetime, time};

    use super::*;

    pub(crate) fn event(when: When, repeat: Option<&str>, zone: &Zone) -> Event {
        let now: Timestamp = datetime!(2026-11-01 12:00 UTC).into();
        let blank = Event {
            id: EventId::from_uuid(Uuid::from_u128(7)),
            source: None,
            thing: None,
            space: None,
            audience: Audience::Everyone,
            owner: None,
            title: "Réunion".to_owned(),
            place: String::new(),
            body: String::new(),
            link: None,
            first_day: Date::MIN,
            last_day: Date::MIN,
            start_at: None,
            end_at: None,
            repeat: None,
            skips: String::new(),
            until_day: None,
            uid: "7@preau.test".to_owned(),
            asks: false,
            version: 1,
            by_person: None,
            created_at: now,
            updated_at: now,
            withdrawn_at: None,
        };
        blank.when(when, repeat.map(|rule| rule.parse().unwrap()).as_ref(), zone)
    }

    fn paris() -> Zone {
        Zone::named("Europe/Paris").unwrap()
    }

    #[test]
    fn a_lesson_stays_at_its_hour_when_summer_time_ends() {
        let zone = paris();
        let start = zone.moment(datetime!(2026-10-20 08:00));
        let it = event(When::Moment { start, end: start + Duration::HOUR }, Some("FREQ=WEEKLY"), &zone);
        let times = occurrences(&[it], date!(2026 - 10 - 19), date!(2026 - 11 - 01), &zone);
        let starts: Vec<_> = times.iter().filter_map(|time| time.start).map(|at| at.to_string()).collect();
        assert_eq!(starts, ["2026-10-20T06:00:00.000000Z", "2026-10-27T07:00:00.000000Z"]);
        assert_eq!(times[1].end.unwrap().since(times[1].start.unwrap()), Duration::HOUR);
    }

    #[test]
    fn what_lasts_over_days_is_on_each_of_them_and_what_ends_at_midnight_not_on_the_next() {
        let zone = paris();
        let trip = event(When::Days { first: date!(2026 - 11 - 23), last: date!(2026 - 11 - 27) }, None, &zone);
        assert_eq!(
            occurrences(std::slice::from_ref(&trip), date!(2026 - 11 - 26), date!(2026 - 11 - 30), &zone).len(),
            1
        );
        assert!(occurrences(&[trip], date!(2026 - 11 - 28), date!(2026 - 11 - 30), &zone).is_empty());
        let (start, end) = (zone.moment(datetime!(2026-11-24 20:00)), zone.moment(datetime!(2026-11-25 0:00)));
        let evening = event(When::Moment { start, end }, None, &zone);
        assert_eq!(evening.last_day, date!(2026 - 11 - 24));
    }

    #[test]
    fn a_day_that_is_left_out_is_left_out() {
        let zone = paris();
        let when = When::Days { first: date!(2026 - 11 - 24), last: date!(2026 - 11 - 24) };
        let it = Event { skips: "2026-12-01".to_owned(), ..event(when, Some("FREQ=WEEKLY;COUNT=3"), &zone) };
        let days: Vec<_> =
            occurrences(std::slice::from_ref(&it), Date::MIN, Date::MAX, &zone).iter().map(|time| time.day).collect();
        assert_eq!(days, [date!(2026 - 11 - 24), date!(2026 - 12 - 08)]);
        assert!(
            it.is_on(date!(2026 - 12 - 08)) && !it.is_on(date!(2026 - 12 - 01)) && !it.is_on(date!(2026 - 12 - 09))
        );
        assert_eq!(it.until_day, Some(date!(2026 - 12 - 08)));
    }

    #[test]
    fn a_form_says_what_is_wrong_with_it() {
        let new = NewEvent {
            title: "Fête".to_owned(),
            place: String::new(),
            body: String::new(),
            first: Some(date!(2026 - 11 - 24)),
            last: None,
            from: Some(time!(18:00)),
            to: Some(time!(17:00)),
            repeat: None,
            audience: Audience::Everyone,
            asks: true,
            needs: NewEvent::needs("4 gâteaux\n\nune nappe\n 2 jus de pomme "),
        };
        let field = |new: NewEvent| new.checked(&paris()).unwrap_err().fields[0].field;
        assert_eq!(field(new.clone()), "to");
        assert_eq!(field(NewEvent { first: None, ..new.clone() }), "first");
        assert_eq!(field(NewEvent { last: Some(date!(2026 - 11 - 20)), ..new.clone() }), "last");
        assert_eq!(field(NewEvent { title: " ".to_owned(), ..new.clone() }), "title");
        assert_eq!(field(NewEvent { to: None, needs: vec![(0, "rien".to_owned())], ..new.clone() }), "needs");
        let wanted = [(4, "gâteaux".to_owned()), (1, "une nappe".to_owned()), (2, "jus de pomme".to_owned())];
        assert_eq!(NewEvent { to: None, ..new }.checked(&paris()).unwrap().0.needs, wanted);
    }
}
