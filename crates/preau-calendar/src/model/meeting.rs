//! Appointments: a teacher opens a round of slots, each guardian takes one for each child.

use preau_db::row;
use preau_kernel::{PersonId, Problem, Result, SpaceId, Timestamp};
use preau_people::fields::{line, words};
use preau_web::Zone;
use serde::{Deserialize, Serialize};
use time::{Date, Duration, PrimitiveDateTime, Time};
use utoipa::ToSchema;

use super::kinds;

/// Id of a round of appointments.
pub type RoundId = preau_kernel::Id<kinds::Round>;
/// Id of one appointment.
pub type SlotId = preau_kernel::Id<kinds::Slot>;

/// Slots of one round.
const SLOTS: usize = 200;
/// Minutes of one slot.
const MINUTES: std::ops::RangeInclusive<i64> = 3..=240;

row! {
    /// A teacher's round of appointments with the families of a space.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
    pub struct Round {
        /// Its id.
        pub id: RoundId,
        /// With the families of which space.
        pub space: SpaceId,
        /// The teacher.
        pub host: PersonId,
        /// What it is about.
        pub title: String,
        /// The room, or the address of a call.
        pub place: String,
        /// What families should know.
        pub body: String,
        /// When it was opened.
        pub created_at: Timestamp,
        /// When it was withdrawn.
        pub withdrawn_at: Option<Timestamp>,
    }
}

row! {
    /// One appointment, free or taken by a guardian for a child.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Slot {
        /// Its id.
        pub id: SlotId,
        /// Of which round.
        pub round: RoundId,
        /// It begins.
        pub start_at: Timestamp,
        /// It ends.
        pub end_at: Timestamp,
        /// About which child.
        pub child: Option<PersonId>,
        /// Who comes.
        pub guardian: Option<PersonId>,
        /// Since when it is taken.
        pub taken_at: Option<Timestamp>,
    }
}

/// A round to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRound {
    /// What it is about.
    pub title: String,
    /// The room, or the address of a call.
    pub place: String,
    /// What families should know.
    pub body: String,
    /// The day.
    pub day: Option<Date>,
    /// The first appointment begins.
    pub from: Option<Time>,
    /// The last one has ended.
    pub to: Option<Time>,
    /// Minutes of each.
    pub minutes: i64,
    /// A pause, from and to.
    pub pause: Option<(Time, Time)>,
}

impl NewRound {
    /// The same, tidy; or what is wrong.
    pub fn checked(mut self, now: Timestamp, zone: &Zone) -> Result<(Self, Vec<(Timestamp, Timestamp)>)> {
        self.title = line("title", &self.title, 160)?;
        self.place = line("place", &self.place, 300)?;
        self.body = words("body", &self.body, 4000)?;
        if self.title.is_empty() {
            return Err(Problem::field("title", "event-title"));
        }
        if !MINUTES.contains(&self.minutes) {
            return Err(Problem::field("minutes", "round-minutes"));
        }
        let day = self.day.filter(|day| *day >= zone.day(now)).ok_or_else(|| Problem::field("day", "round-day"))?;
        let from = self.from.ok_or_else(|| Problem::field("from", "hour"))?;
        let to = self.to.ok_or_else(|| Problem::field("to", "hour"))?;
        let all = slots(day, (from, to), Duration::minutes(self.minutes), self.pause, zone);
        if all.is_empty() || all.len() > SLOTS {
            return Err(Problem::field("to", "round-slots"));
        }
        Ok((self, all))
    }
}

/// The slots of a day between two hours: each as long, none in the pause; after it they begin anew.
pub fn slots(
    day: Date,
    (from, to): (Time, Time),
    long: Duration,
    pause: Option<(Time, Time)>,
    zone: &Zone,
) -> Vec<(Timestamp, Timestamp)> {
    let at = |time: Time| zone.moment(PrimitiveDateTime::new(day, time));
    let (end, pause) = (at(to), pause.map(|(from, to)| (at(from), at(to))));
    let (mut start, mut all) = (at(from), Vec::new());
    while long > Duration::ZERO && start + long <= end && all.len() <= SLOTS {
        match pause {
            Some((begins, ends)) if start < ends && start + long > begins => start = ends,
            _ => {
                all.push((start, start + long));
                start = start + long;
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use time::macros::{date, time};

    use super::*;

    #[test]
    fn a_parents_evening_has_its_pause_and_no_slot_reaches_into_it() {
        let zone = Zone::named("Europe/Paris").unwrap();
        let day = date!(2026 - 12 - 03);
        let pause = Some((time!(18:30), time!(18:45)));
        let found = slots(day, (time!(17:00), time!(19:05)), Duration::minutes(20), pause, &zone);
        let hours = found.iter().map(|(at, _)| zone.civil(*at).time());
        let hours: Vec<_> = hours.map(|it| format!("{}:{:02}", it.hour(), it.minute())).collect();
        assert_eq!(hours, ["17:00", "17:20", "17:40", "18:00", "18:45"]);
        assert!(slots(day, (time!(19:00), time!(17:00)), Duration::minutes(20), None, &zone).is_empty());
        assert!(slots(day, (time!(17:00), time!(19:00)), Duration::ZERO, None, &zone).is_empty());
    }
}
