//! The hour that a person types, on the institution's own clock.

use jiff::{civil::DateTime, tz::TimeZone};
use preau_kernel::Timestamp;

/// The moment that a form's `2026-11-24T07:30` means in a time zone; where clocks are moved, the nearest.
pub(crate) fn moment(zone: &str, text: &str) -> Option<Timestamp> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let local: DateTime = text.trim().parse().ok()?;
    let moment = zone.to_ambiguous_timestamp(local).compatible().ok()?;
    Some(Timestamp::from_unix_micros(moment.as_microsecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_typed_in_paris_is_an_hour_earlier_in_winter_and_two_in_summer() {
        for (text, utc) in [
            ("2026-11-24T07:30", "2026-11-24T06:30:00.000000Z"),
            ("2026-07-01T07:30", "2026-07-01T05:30:00.000000Z"),
            // Never on that clock: it jumps from 2:00 to 3:00.
            ("2026-03-29T02:30", "2026-03-29T01:30:00.000000Z"),
        ] {
            assert_eq!(moment("Europe/Paris", text).unwrap().to_string(), utc);
        }
        assert_eq!(moment("Europe/Paris", "demain"), None);
    }
}
