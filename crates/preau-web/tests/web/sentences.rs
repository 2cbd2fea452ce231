//! Sentences, dates and languages.

use fluent_bundle::FluentArgs;
use preau_web::{TEXTS, Texts, Zone};

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
