//! Sentences, dates and languages.

use fluent_bundle::FluentArgs;
use preau_web::{TEXTS, Texts, Week, Zone};
use time::macros::{date, datetime};

fn texts(more: &[(&'static str, &'static str)]) -> (Texts, Vec<String>) {
    Texts::new(TEXTS.iter().copied().chain(more.iter().copied()), Zone::default())
}

#[test]
fn french_and_english_have_the_same_keys() {
    let keys = |lang: &str| -> Vec<&str> {
        let (_, source) = TEXTS.iter().find(|(tag, _)| *tag == lang).unwrap();
        source
            .lines()
            .filter_map(|line| line.split_once(" ="))
            .map(|(key, _)| key)
            .filter(|key| !key.contains(' '))
            .collect()
    };
    assert_eq!(keys("fr"), keys("en"));
}

#[test]
fn dates_are_said_as_people_say_them_in_the_institutions_zone() {
    let (texts, wrong) = texts(&[]);
    assert_eq!(wrong, Vec::<String>::new());
    let summer = "2026-07-01T22:30:00Z".parse().unwrap();
    assert_eq!(texts.moment("fr", summer), "2 juillet 2026, 00\u{a0}h\u{a0}30");
    let winter = "2026-11-30T23:05:00Z".parse().unwrap();
    assert_eq!(texts.moment("fr", winter), "1er décembre 2026, 00\u{a0}h\u{a0}05");
    assert_eq!(texts.moment("en", winter), "1 December 2026, 00:05");
}

#[test]
fn a_dropped_language_fills_what_it_lacks_in_french() {
    let (texts, wrong) = texts(&[("ar", "home = الرئيسية\nlanguage-name = العربية\nbroken = {")]);
    assert_eq!(wrong.len(), 1, "the operator is told of the broken line");
    assert_eq!(texts.say("ar", "home", &FluentArgs::new()), "الرئيسية");
    assert_eq!(texts.say("ar", "directory", &FluentArgs::new()), "Annuaire");
    assert_eq!(Texts::direction("ar"), "rtl");
    assert_eq!(texts.say("fr", "nobody-wrote-this", &FluentArgs::new()), "nobody-wrote-this");
}

#[test]
fn an_hour_that_spring_leaves_out_is_the_next_and_one_that_autumn_has_twice_the_first() {
    let (texts, _) = Texts::new(TEXTS.iter().copied(), Zone::named("Europe/Paris").unwrap());
    let zone = texts.zone();
    for (local, utc) in [
        (datetime!(2026-11-24 18:05), "2026-11-24T17:05:00.000000Z"),
        (datetime!(2026-03-29 02:30), "2026-03-29T01:30:00.000000Z"),
        (datetime!(2026-10-25 02:30), "2026-10-25T00:30:00.000000Z"),
        (datetime!(2026-10-25 03:30), "2026-10-25T02:30:00.000000Z"),
    ] {
        assert_eq!(zone.moment(local).to_string(), utc);
    }
    let winter = zone.moment(datetime!(2026-12-01 08:05));
    assert_eq!((zone.civil(winter), zone.day(winter)), (datetime!(2026-12-01 08:05), date!(2026 - 12 - 01)));
    assert_eq!(
        (texts.hour("fr", winter), texts.hour("en", winter)),
        ("8\u{a0}h\u{a0}05".to_owned(), "8:05".to_owned())
    );
    assert_eq!(texts.weekday_day("fr", date!(2026 - 12 - 01)), "mardi 1er décembre");
    assert_eq!(texts.month_short("fr", date!(2026 - 12 - 01)), "déc.");
    assert_eq!(zone.name(), Some("Europe/Paris"));
}

#[test]
fn a_week_is_named_as_iso_8601_does_and_leads_to_its_neighbours() {
    let week = Week::of(date!(2026 - 12 - 31));
    assert_eq!(week.to_string(), "2026-W53");
    assert_eq!("2026-W53".parse(), Ok(week));
    assert_eq!((week.first(), week.last()), (date!(2026 - 12 - 28), date!(2027 - 01 - 03)));
    assert_eq!((week.next().to_string(), week.previous().to_string()), ("2027-W01".to_owned(), "2026-W52".to_owned()));
    assert_eq!(week.days().len(), 7);
    for wrong in ["", "2026", "2026-W54", "2025-W53", "2026-W00", "26-W10", "2026-Wxx", "9999-W60"] {
        assert!(wrong.parse::<Week>().is_err(), "{wrong}");
    }
}
