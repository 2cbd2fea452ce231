//! A week, as paper is printed for it: ISO 8601, `2026-W14`, from Monday to Sunday.

use std::{fmt, str::FromStr};

use jiff::{
    ToSpan,
    civil::{Date, ISOWeekDate, Weekday},
    tz::TimeZone,
};
use preau_kernel::Timestamp;

/// A week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week(Date);

impl Week {
    /// The week of a day.
    pub fn of(day: Date) -> Self {
        let monday = ISOWeekDate::new(day.iso_week_date().year(), day.iso_week_date().week(), Weekday::Monday);
        Self(monday.map_or(day, Date::from))
    }

    /// Its Monday.
    pub fn monday(self) -> Date {
        self.0
    }

    /// The week before.
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.saturating_sub(7.days()))
    }

    /// The week after.
    #[must_use]
    pub fn after(self) -> Self {
        Self(self.0.saturating_add(7.days()))
    }

    /// Its first moment, and the first of the next.
    pub fn moments(self, zone: &TimeZone) -> (Timestamp, Timestamp) {
        let begins = |day: Date| {
            let moment = zone.to_ambiguous_timestamp(day.at(0, 0, 0, 0)).compatible();
            Timestamp::from_unix_micros(moment.map_or(0, jiff::Timestamp::as_microsecond))
        };
        (begins(self.0), begins(self.after().0))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let week = self.0.iso_week_date();
        write!(f, "{:04}-W{:02}", week.year(), week.week())
    }
}

/// The text is not a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a week like 2026-W14")]
pub struct NoWeek;

impl FromStr for Week {
    type Err = NoWeek;

    fn from_str(text: &str) -> Result<Self, NoWeek> {
        let (year, week) = text.split_once("-W").ok_or(NoWeek)?;
        let (year, week) = (year.parse().map_err(|_| NoWeek)?, week.parse().map_err(|_| NoWeek)?);
        ISOWeekDate::new(year, week, Weekday::Monday).map(|monday| Self(Date::from(monday))).map_err(|_| NoWeek)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_is_read_written_and_has_seven_days_of_the_wall() {
        let week: Week = "2020-W13".parse().unwrap();
        assert_eq!((week.to_string(), week.monday().to_string()), ("2020-W13".to_owned(), "2020-03-23".to_owned()));
        assert_eq!(week.after().before(), week);
        assert_eq!(Week::of("2021-01-03".parse().unwrap()).to_string(), "2020-W53");
        // Clocks go forward on its Sunday: an hour less.
        let (from, until) = week.moments(&TimeZone::get("Europe/Paris").unwrap());
        assert_eq!(until.since(from), time::Duration::hours(7 * 24 - 1));
        for wrong in ["", "2020", "2020-W", "2020-W54", "x-W1"] {
            assert_eq!(wrong.parse::<Week>(), Err(NoWeek), "{wrong}");
        }
    }
}
