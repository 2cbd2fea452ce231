//! Weeks, from Monday to Sunday, as addresses name them.

use std::{fmt, str::FromStr};

use time::{Date, Duration, Weekday};

/// A week of ISO 8601: from Monday to Sunday; its text is `2026-W48`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Week(Date);

/// The text names no week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoWeek;

impl Week {
    /// The week of a day.
    pub fn of(day: Date) -> Self {
        Self(day.saturating_sub(Duration::days(day.weekday().number_days_from_monday().into())))
    }

    /// Its Monday.
    pub fn first(self) -> Date {
        self.0
    }

    /// Its Sunday.
    pub fn last(self) -> Date {
        self.0.saturating_add(Duration::days(6))
    }

    /// Its days, from Monday.
    pub fn days(self) -> [Date; 7] {
        [0, 1, 2, 3, 4, 5, 6].map(|number| self.0.saturating_add(Duration::days(number)))
    }

    /// The week after.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(Duration::WEEK))
    }

    /// The week before.
    #[must_use]
    pub fn previous(self) -> Self {
        Self(self.0.saturating_sub(Duration::WEEK))
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, week, _) = self.0.to_iso_week_date();
        write!(f, "{year:04}-W{week:02}")
    }
}

impl FromStr for Week {
    type Err = NoWeek;

    fn from_str(text: &str) -> Result<Self, NoWeek> {
        let (year, week) = text.split_once("-W").filter(|(year, _)| year.len() == 4).ok_or(NoWeek)?;
        let (year, week) = (year.parse().map_err(|_| NoWeek)?, week.parse().map_err(|_| NoWeek)?);
        Date::from_iso_week_date(year, week, Weekday::Monday).map(Self).map_err(|_| NoWeek)
    }
}
