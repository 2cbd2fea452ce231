//! What comes again: the part of RFC 5545's recurrence rules that people use, counted in the days of the calendar.
//!
//! A rule says on which *days* something is; the hour is the clock's on each of them, so summer time needs no rule of its
//! own. What is beyond this part ("the last Friday", "every 100 minutes") is refused when a file is read, never guessed.

use std::{fmt, str::FromStr};

use time::{Date, Duration, Month, Weekday};

/// In what steps something comes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Every {
    /// Each so many days.
    Day,
    /// Each so many weeks, on some of their days.
    Week,
    /// Each so many months, on the same day of the month; a month without it is passed over.
    Month,
    /// Each so many years, on the same day; a year without it is passed over.
    Year,
}

/// A rule by which something comes again. Its text is that of an `RRULE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The step.
    pub every: Every,
    /// How many of them: 2 for every other week.
    pub interval: u16,
    /// The days of the week, for weeks; none for that of the first day.
    pub days: Vec<Weekday>,
    /// The last day on which it can be.
    pub until: Option<Date>,
    /// How often it is at most, the first time included.
    pub count: Option<u32>,
}

/// The rule is not one that Préau knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatError;

/// Days looked at by one rule, at most: more than a person's life.
const STEPS: u32 = 40_000;
/// The names of the days, from Monday.
const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Monday),
    ("TU", Weekday::Tuesday),
    ("WE", Weekday::Wednesday),
    ("TH", Weekday::Thursday),
    ("FR", Weekday::Friday),
    ("SA", Weekday::Saturday),
    ("SU", Weekday::Sunday),
];

impl Repeat {
    /// Every so many weeks, until a day.
    pub fn weekly(interval: u16, until: Option<Date>) -> Self {
        Self { every: Every::Week, interval, days: Vec::new(), until, count: None }
    }

    /// Reads a rule of another program, for something that begins on `first`: what it says once more of the first day is
    /// passed over.
    pub fn read(text: &str, first: Date) -> Result<Self, RepeatError> {
        let own = [format!("BYMONTHDAY={}", first.day()), format!("BYMONTH={}", u8::from(first.month()))];
        let upper = text.to_uppercase();
        let steps = upper.contains("INTERVAL=");
        let rest = upper.split(';').filter(|part| !own.iter().any(|it| it == part));
        // On which day weeks begin tells nothing where each week counts.
        let rest: Vec<_> = rest.filter(|part| steps || !part.starts_with("WKST=")).collect();
        rest.join(";").parse()
    }

    /// The days on which something is that is on `first` for the first time, up to `last`.
    pub fn days_until(&self, first: Date, last: Date) -> Vec<Date> {
        let last = self.until.map_or(last, |until| until.min(last));
        let mut days = Vec::new();
        for step in 0..STEPS {
            let Some(base) = self.step(first, step) else { break };
            if base.earliest > last || self.count.is_some_and(|count| days.len() >= size(count)) {
                break;
            }
            for day in base.days {
                if day >= first && day <= last && self.count.is_none_or(|count| days.len() < size(count)) {
                    days.push(day);
                }
            }
        }
        days
    }

    /// The last day on which it is, if it ever ends.
    pub fn last(&self, first: Date) -> Option<Date> {
        if self.until.is_none() && self.count.is_none() {
            return None;
        }
        Some(self.days_until(first, Date::MAX).last().copied().unwrap_or(first))
    }

    /// The days of one step after the first.
    fn step(&self, first: Date, step: u32) -> Option<Step> {
        let number = i64::from(step) * i64::from(self.interval);
        match self.every {
            Every::Day => {
                let day = first.checked_add(Duration::days(number))?;
                Some(Step { earliest: day, days: vec![day] })
            }
            Every::Week => {
                let back = Duration::days(first.weekday().number_days_from_monday().into());
                let monday = first.checked_sub(back)?.checked_add(Duration::weeks(number))?;
                let own = [first.weekday()];
                let days = if self.days.is_empty() { &own[..] } else { &self.days };
                let day = |it: &Weekday| monday.checked_add(Duration::days(it.number_days_from_monday().into()));
                Some(Step { earliest: monday, days: days.iter().filter_map(day).collect() })
            }
            Every::Month => Self::month(first, number),
            Every::Year => Self::month(first, number * 12),
        }
    }

    fn month(first: Date, months: i64) -> Option<Step> {
        let count = i64::from(first.year()) * 12 + i64::from(u8::from(first.month())) - 1 + months;
        let year = i32::try_from(count.div_euclid(12)).ok()?;
        let month = Month::try_from(u8::try_from(count.rem_euclid(12) + 1).ok()?).ok()?;
        let earliest = Date::from_calendar_date(year, month, 1).ok()?;
        let day = Date::from_calendar_date(year, month, first.day()).ok();
        Some(Step { earliest, days: day.into_iter().collect() })
    }
}

struct Step {
    earliest: Date,
    days: Vec<Date>,
}

fn size(count: u32) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let every = match self.every {
            Every::Day => "DAILY",
            Every::Week => "WEEKLY",
            Every::Month => "MONTHLY",
            Every::Year => "YEARLY",
        };
        write!(f, "FREQ={every}")?;
        if self.interval != 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        if let Some(count) = self.count {
            write!(f, ";COUNT={count}")?;
        }
        if let Some(until) = self.until {
            write!(f, ";UNTIL={:04}{:02}{:02}", until.year(), u8::from(until.month()), until.day())?;
        }
        let names = self.days.iter().filter_map(|day| DAYS.iter().find(|(_, it)| it == day)).map(|(name, _)| *name);
        let names: Vec<_> = names.collect();
        if names.is_empty() { Ok(()) } else { write!(f, ";BYDAY={}", names.join(",")) }
    }
}

impl FromStr for Repeat {
    type Err = RepeatError;

    fn from_str(text: &str) -> Result<Self, RepeatError> {
        let mut rule = Self { every: Every::Day, interval: 1, days: Vec::new(), until: None, count: None };
        let mut known = false;
        for part in text.trim().to_uppercase().split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').ok_or(RepeatError)?;
            match name {
                "FREQ" => {
                    known = true;
                    rule.every = match value {
                        "DAILY" => Every::Day,
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return Err(RepeatError),
                    };
                }
                "INTERVAL" => rule.interval = value.parse().ok().filter(|it| *it > 0).ok_or(RepeatError)?,
                "COUNT" => rule.count = Some(value.parse().ok().filter(|it| *it > 0).ok_or(RepeatError)?),
                // The day is enough: what a rule says of the hour is the first time's own hour.
                "UNTIL" => rule.until = Some(day(value)?),
                "BYDAY" => rule.days = value.split(',').map(weekday).collect::<Result<_, _>>()?,
                "WKST" if value == "MO" => {}
                _ => return Err(RepeatError),
            }
        }
        let fits = rule.days.is_empty() || rule.every == Every::Week;
        rule.days.sort_by_key(|day| day.number_days_from_monday());
        rule.days.dedup();
        if known && fits && !(rule.until.is_some() && rule.count.is_some()) { Ok(rule) } else { Err(RepeatError) }
    }
}

fn weekday(name: &str) -> Result<Weekday, RepeatError> {
    DAYS.iter().find(|(known, _)| *known == name).map(|(_, day)| *day).ok_or(RepeatError)
}

fn day(text: &str) -> Result<Date, RepeatError> {
    let form = time::macros::format_description!("[year][month][day]");
    Date::parse(text.get(..8).unwrap_or_default(), form).map_err(|_| RepeatError)
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn days(rule: &str, first: Date, last: Date) -> Vec<String> {
        rule.parse::<Repeat>().unwrap().days_until(first, last).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_other_week_stays_on_its_day_over_the_year() {
        let found = days("FREQ=WEEKLY;INTERVAL=2", date!(2026 - 12 - 15), date!(2027 - 01 - 20));
        assert_eq!(found, ["2026-12-15", "2026-12-29", "2027-01-12"]);
        let found =
            days("FREQ=WEEKLY;BYDAY=TH,TU;UNTIL=20261217T230000Z", date!(2026 - 12 - 08), date!(2027 - 01 - 20));
        assert_eq!(found, ["2026-12-08", "2026-12-10", "2026-12-15", "2026-12-17"]);
        let found = days("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", date!(2026 - 12 - 09), date!(2027 - 01 - 20));
        assert_eq!(found, ["2026-12-09", "2026-12-14", "2026-12-16"]);
    }

    #[test]
    fn the_31st_is_not_in_every_month_and_the_29th_of_february_not_in_every_year() {
        let found = days("FREQ=MONTHLY", date!(2026 - 01 - 31), date!(2026 - 05 - 31));
        assert_eq!(found, ["2026-01-31", "2026-03-31", "2026-05-31"]);
        let found = days("FREQ=YEARLY", date!(2024 - 02 - 29), date!(2032 - 12 - 31));
        assert_eq!(found, ["2024-02-29", "2028-02-29", "2032-02-29"]);
    }

    #[test]
    fn what_is_not_known_is_refused_and_what_is_reads_back() {
        for wrong in [
            "",
            "FREQ=HOURLY",
            "FREQ=MONTHLY;BYDAY=-1FR",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;COUNT=2;UNTIL=20270101",
            "FREQ=WEEKLY;WKST=SU",
            "FREQ=WEEKLY;BYSETPOS=1",
            "FREQ=DAILY;UNTIL=demain",
            "INTERVAL=2",
        ] {
            assert_eq!(wrong.parse::<Repeat>(), Err(RepeatError), "{wrong}");
        }
        for rule in ["FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630;BYDAY=MO,FR", "FREQ=DAILY;COUNT=5", "FREQ=YEARLY"] {
            assert_eq!(rule.parse::<Repeat>().unwrap().to_string(), rule);
        }
        let first = date!(2026 - 03 - 14);
        for (rule, known) in [
            ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=14", "FREQ=YEARLY"),
            ("FREQ=WEEKLY;WKST=SU;BYDAY=SA", "FREQ=WEEKLY;BYDAY=SA"),
        ] {
            assert_eq!(Repeat::read(rule, first).unwrap().to_string(), known);
        }
        for wrong in ["FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"] {
            assert_eq!(Repeat::read(wrong, first), Err(RepeatError), "{wrong}");
        }
        assert_eq!(Repeat::weekly(2, None).to_string(), "FREQ=WEEKLY;INTERVAL=2");
    }

    #[test]
    fn it_ends_when_its_rule_says_so() {
        let first = date!(2026 - 11 - 24);
        let last = |rule: &str| rule.parse::<Repeat>().unwrap().last(first);
        assert_eq!(last("FREQ=DAILY"), None);
        assert_eq!(last("FREQ=DAILY;COUNT=3"), Some(date!(2026 - 11 - 26)));
        assert_eq!(last("FREQ=WEEKLY;UNTIL=20261210"), Some(date!(2026 - 12 - 08)));
        assert_eq!(last("FREQ=WEEKLY;UNTIL=20200101"), Some(first), "never before it begins");
    }
}
