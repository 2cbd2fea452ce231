//! The pause: when people may be reached, and when what was written outside those hours reaches them.
//!
//! Writing and reading are always open; only delivery waits. An institution has hours of the day and a pause over the
//! week-end (French schools: circular of 10 July 2025, 20:00–7:00 and Friday 20:00–Monday 7:00); a person may have
//! quiet hours besides, which narrow the institution's and never widen them. All of it is local time: on the two days
//! a year on which clocks are moved, what counts is what the clock on the wall shows.

use jiff::{
    Timestamp as Instant, ToSpan,
    civil::{DateTime, Weekday},
    tz::{AmbiguousOffset, TimeZone},
};
use preau_kernel::Timestamp;
use preau_people::Settings;

/// Days that are looked ahead: a week-end pause ends within four.
const AHEAD: i64 = 8;

/// A part of each day, in minutes since midnight. Over midnight if it ends before it begins; the whole day if it ends
/// where it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first minute.
    pub from: u16,
    /// The minute after its last.
    pub until: u16,
}

impl Span {
    /// Reads `07:00` and `19:00`.
    pub fn read(from: &str, until: &str) -> Option<Self> {
        Some(Self { from: minute(from)?, until: minute(until)? })
    }

    /// Whether a minute of the day is in it.
    pub fn holds(self, minute: u16) -> bool {
        if self.from < self.until {
            (self.from..self.until).contains(&minute)
        } else {
            minute >= self.from || minute < self.until
        }
    }
}

/// The minute of the day that a text like `07:00` means.
pub fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute) = (hour.parse::<u16>().ok()?, minute.parse::<u16>().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

/// When an institution's people may be reached.
#[derive(Debug, Clone)]
pub struct Hours {
    /// The open part of each day.
    pub day: Span,
    /// The pause from Friday's minute to Monday's, if there is one.
    pub weekend: Option<Span>,
    /// Where the wall is that the clock hangs on.
    pub zone: TimeZone,
}

impl Hours {
    /// As the institution's settings say. What can't be read there is open: a message late for ever is worse than one
    /// in the evening.
    pub fn of(settings: &Settings) -> Self {
        let always = Span { from: 0, until: 0 };
        let weekend = Span::read(&settings.weekend_from, &settings.weekend_until);
        Self {
            day: Span::read(&settings.deliver_from, &settings.deliver_until).unwrap_or(always),
            weekend: weekend.filter(|_| settings.weekend_pause),
            zone: TimeZone::get(&settings.time_zone).unwrap_or(TimeZone::UTC),
        }
    }

    /// What the clock on the wall shows.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(instant(at))
    }

    /// Whether people may be reached at a moment. `quiet` are hours of the person's own.
    pub fn open(&self, at: Timestamp, quiet: Option<Span>) -> bool {
        let local = self.local(at);
        let minute = u16::try_from(i32::from(local.hour()) * 60 + i32::from(local.minute())).unwrap_or(0);
        let paused = self.weekend.is_some_and(|pause| match local.weekday() {
            Weekday::Friday => minute >= pause.from,
            Weekday::Saturday | Weekday::Sunday => true,
            Weekday::Monday => minute < pause.until,
            _ => false,
        });
        self.day.holds(minute) && !paused && quiet.is_none_or(|quiet| quiet.from == quiet.until || !quiet.holds(minute))
    }

    /// The first moment from `at` on at which people may be reached. Quiet hours that leave nothing of the
    /// institution's are not heard.
    pub fn opens(&self, at: Timestamp, quiet: Option<Span>) -> Timestamp {
        if self.open(at, quiet) {
            return at;
        }
        let mut turns = self.turns(at, quiet);
        turns.sort_unstable();
        match turns.into_iter().find(|turn| *turn > at && self.open(*turn, quiet)) {
            Some(turn) => turn,
            None if quiet.is_some() => self.opens(at, None),
            None => at,
        }
    }

    /// The moments of the coming days at which something may begin: the ends of pauses, and where clocks are moved.
    fn turns(&self, at: Timestamp, quiet: Option<Span>) -> Vec<Timestamp> {
        let today = self.local(at).date();
        let end = at + time::Duration::days(AHEAD + 1);
        let minutes = [Some(self.day.from), self.weekend.map(|pause| pause.until), quiet.map(|quiet| quiet.until)];
        let mut turns = Vec::new();
        for day in (0..=AHEAD).filter_map(|days| today.checked_add(days.days()).ok()) {
            // Midnight too: on a Saturday without a pause the day may begin in the middle of an open night.
            for minute in minutes.into_iter().flatten().chain([0]) {
                let (hour, minute) = (i8::try_from(minute / 60), i8::try_from(minute % 60));
                let (Ok(hour), Ok(minute)) = (hour, minute) else { continue };
                turns.extend(self.moments(day.at(hour, minute, 0, 0)));
            }
        }
        let moved = self.zone.following(instant(at)).map(|moved| moment(moved.timestamp()));
        turns.extend(moved.take_while(|moved| *moved <= end));
        turns
    }

    /// When the wall shows this: once, twice where clocks go back, never where they go forward.
    fn moments(&self, wall: DateTime) -> Vec<Timestamp> {
        let offsets = match self.zone.to_ambiguous_timestamp(wall).offset() {
            AmbiguousOffset::Unambiguous { offset } => vec![offset],
            AmbiguousOffset::Gap { .. } => Vec::new(),
            AmbiguousOffset::Fold { before, after } => vec![before, after],
        };
        offsets.into_iter().filter_map(|offset| offset.to_timestamp(wall).ok()).map(moment).collect()
    }
}

fn instant(at: Timestamp) -> Instant {
    Instant::from_microsecond(at.unix_micros()).unwrap_or(Instant::UNIX_EPOCH)
}

fn moment(at: Instant) -> Timestamp {
    Timestamp::from_unix_micros(at.as_microsecond())
}

#[cfg(test)]
mod tests;
