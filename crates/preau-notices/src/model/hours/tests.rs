use proptest::prelude::*;

use super::*;

const MINUTE: i64 = 60_000_000;

fn school() -> Hours {
    Hours::of(&Settings::default())
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn shown(hours: &Hours, text: &str, quiet: Option<Span>) -> String {
    hours.local(hours.opens(at(text), quiet)).to_string()
}

#[test]
fn a_message_of_the_evening_arrives_the_next_morning() {
    // Tuesday 17 March 2020, 21:30 in Paris.
    assert_eq!(shown(&school(), "2020-03-17T20:30:00Z", None), "2020-03-18T07:00:00");
    assert_eq!(shown(&school(), "2020-03-17T12:00:00Z", None), "2020-03-17T13:00:00");
    // The minute at which the pause begins is in it, the one at which it ends is not.
    assert_eq!(shown(&school(), "2020-03-17T18:00:00Z", None), "2020-03-18T07:00:00");
    assert_eq!(shown(&school(), "2020-03-17T06:00:00Z", None), "2020-03-17T07:00:00");
}

#[test]
fn a_message_of_friday_night_waits_for_monday_morning() {
    assert_eq!(shown(&school(), "2020-03-20T19:30:00Z", None), "2020-03-23T07:00:00");
    assert_eq!(shown(&school(), "2020-03-21T11:00:00Z", None), "2020-03-23T07:00:00");
    let open = Hours { weekend: None, ..school() };
    assert_eq!(shown(&open, "2020-03-21T11:00:00Z", None), "2020-03-21T12:00:00");
}

#[test]
fn the_week_end_on_which_clocks_are_moved_ends_at_seven_on_the_wall() {
    // Forward on Sunday 29 March 2020: seven is 05:00 UTC and no longer 06:00.
    assert_eq!(school().opens(at("2020-03-28T12:00:00Z"), None), at("2020-03-30T05:00:00Z"));
    // Back on Sunday 25 October 2020.
    assert_eq!(school().opens(at("2020-10-24T12:00:00Z"), None), at("2020-10-26T06:00:00Z"));
}

#[test]
fn an_hour_that_the_wall_never_shows_opens_when_clocks_jump_over_it() {
    // 2:30 does not exist on 29 March 2020 in Paris; clocks go from 2:00 to 3:00 at 01:00 UTC.
    let night = Hours { day: Span::read("02:30", "05:00").unwrap(), weekend: None, ..school() };
    assert_eq!(night.opens(at("2020-03-28T23:00:00Z"), None), at("2020-03-29T01:00:00Z"));
    // 2:30 comes twice on 25 October: at 00:30 UTC, and again at 01:30 after going back to 2:00.
    assert_eq!(night.opens(at("2020-10-24T22:00:00Z"), None), at("2020-10-25T00:30:00Z"));
    assert_eq!(night.opens(at("2020-10-25T01:10:00Z"), None), at("2020-10-25T01:30:00Z"));
}

#[test]
fn own_quiet_hours_narrow_the_institution_s_and_never_widen_them() {
    let quiet = Span::read("12:00", "14:00");
    assert_eq!(shown(&school(), "2020-03-17T11:30:00Z", quiet), "2020-03-17T14:00:00");
    let night = Span::read("17:00", "08:30");
    assert_eq!(shown(&school(), "2020-03-17T16:30:00Z", night), "2020-03-18T08:30:00");
    // Quiet all the time the institution is open: then its hours hold.
    assert_eq!(shown(&school(), "2020-03-17T21:30:00Z", Span::read("06:00", "20:00")), "2020-03-18T07:00:00");
}

#[test]
fn an_hour_is_read_or_refused() {
    assert_eq!(minute("07:00"), Some(420));
    assert_eq!(minute("23:59"), Some(1439));
    for wrong in ["", "7", "24:00", "07:60", "a:b", "-1:00"] {
        assert_eq!(minute(wrong), None, "{wrong}");
    }
}

fn zones() -> impl Strategy<Value = TimeZone> {
    // Half-hour summer time, a day that never was (Samoa, 2011), summer time that stops for Ramadan, odd offsets.
    const NAMES: [&str; 9] = [
        "Europe/Paris",
        "America/New_York",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Africa/Casablanca",
        "Asia/Kathmandu",
        "America/St_Johns",
        "Pacific/Noumea",
        "UTC",
    ];
    prop::sample::select(NAMES.as_slice()).prop_map(|name| TimeZone::get(name).unwrap())
}

fn spans() -> impl Strategy<Value = Span> {
    (0..1440_u16, 0..1440_u16).prop_map(|(from, until)| Span { from, until })
}

prop_compose! {
    fn hours()(day in spans(), weekend in prop::option::of(spans()), zone in zones()) -> Hours {
        Hours { day, weekend, zone }
    }
}

/// Any minute from 2010 to 2040, or one near where the zone's clocks are moved.
fn moments(zone: &TimeZone, any: i64, near: bool) -> Timestamp {
    let any = Timestamp::from_unix_micros(any * MINUTE);
    let moved = zone.following(instant(any)).next().filter(|_| near);
    moved.map_or(any, |moved| moment(moved.timestamp()) - time::Duration::minutes(any.unix_seconds() % 3000))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Held against the slow way: looking at each minute.
    #[test]
    fn it_opens_at_the_first_open_minute_and_not_before(
        hours in hours(),
        quiet in prop::option::of(spans()),
        any in 21_000_000_i64..37_000_000,
        near: bool,
    ) {
        let at = moments(&hours.zone, any, near);
        let opens = hours.opens(at, quiet);
        let mut minute = at;
        let week = at + time::Duration::days(8);
        while minute < week && !hours.open(minute, quiet) {
            minute = minute + time::Duration::minutes(1);
        }
        if minute < week {
            prop_assert_eq!(opens, minute);
        } else {
            // Never, with those quiet hours: the institution's alone hold.
            prop_assert!(quiet.is_some());
            prop_assert_eq!(opens, hours.opens(at, None));
        }
    }

    #[test]
    fn whoever_asks_later_is_not_served_earlier(
        hours in hours(),
        quiet in prop::option::of(spans()),
        any in 21_000_000_i64..37_000_000,
        near: bool,
        later in 0_i64..20_000,
    ) {
        let at = moments(&hours.zone, any, near);
        let first = hours.opens(at, quiet);
        prop_assert!(first >= at);
        prop_assert!(hours.opens(at + time::Duration::minutes(later), quiet) >= first);
        prop_assert_eq!(hours.opens(first, quiet), first);
    }

    #[test]
    fn quiet_hours_never_bring_anything_forward(
        hours in hours(),
        quiet in spans(),
        any in 21_000_000_i64..37_000_000,
        near: bool,
    ) {
        let at = moments(&hours.zone, any, near);
        let with = hours.opens(at, Some(quiet));
        prop_assert!(with >= hours.opens(at, None));
        prop_assert!(hours.open(with, None));
    }
}
