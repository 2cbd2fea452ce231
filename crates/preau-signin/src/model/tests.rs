use std::collections::BTreeSet;

use http::{HeaderMap, HeaderValue, header};
use preau_kernel::{PersonKind, SystemEntropy, Timestamp};
use proptest::prelude::*;
use time::Duration;

use super::{
    code::{Code, LENGTH, Mistyped},
    device::DeviceName,
    next_path,
    password::{password_fault, pin_fault},
    pictures::Pictures,
    throttle::{ACCOUNT, CODE, NETWORK, PAIR, Rule, SECOND},
};

#[test]
fn a_code_is_read_as_people_type_it() {
    let code = Code::draw(&SystemEntropy);
    let printed = code.printed();
    assert_eq!(printed.len(), 12);
    for typed in [printed.clone(), printed.to_lowercase(), format!(" {} ", code.as_str()), printed.replace('-', " ")] {
        assert!(Code::parse(&typed).unwrap() == code, "{typed}");
    }
    assert_eq!(Code::parse("K7M4").err(), Some(Mistyped::Length));
    assert_eq!(Code::parse(&printed.replace('-', "O")).err(), Some(Mistyped::Sign));
    assert_eq!(Code::parse(&format!("{printed}2")).err(), Some(Mistyped::Length));
}

proptest! {
    #[test]
    fn one_wrong_or_two_swapped_characters_are_always_noticed(
        secret: [u8; 32], place in 0..LENGTH, other in 0..LENGTH, sign in 0..31_usize,
    ) {
        let code = Code::from_secret(&secret);
        let mut wrong = code.as_str().as_bytes().to_vec();
        wrong[place] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ"[sign];
        let wrong = String::from_utf8(wrong).unwrap();
        prop_assert_eq!(Code::parse(&wrong).is_ok(), wrong == code.as_str());
        let mut swapped = code.as_str().as_bytes().to_vec();
        swapped.swap(place, other);
        let swapped = String::from_utf8(swapped).unwrap();
        prop_assert_eq!(Code::parse(&swapped).is_ok(), swapped == code.as_str());
    }

    #[test]
    fn who_guesses_all_day_gets_few_tries(gaps in prop::collection::vec(0_i64..2000, 1..400)) {
        for (rule, most) in [(PAIR, 120), (ACCOUNT, 400), (SECOND, 120), (CODE, 400), (NETWORK, 2200)] {
            prop_assert!(let_through(rule, &gaps) <= most, "{rule:?}");
        }
    }

    #[test]
    fn a_pause_never_shrinks_as_failures_grow_and_never_passes_its_longest(failures in 0_i64..100_000) {
        for rule in [PAIR, ACCOUNT, SECOND, CODE, NETWORK] {
            prop_assert!(rule.pause(failures) <= rule.pause(failures + 1));
            prop_assert!(rule.pause(failures) <= Duration::seconds(rule.longest));
        }
    }

    #[test]
    fn after_sign_in_one_stays_on_this_site(next in "\\PC{0,20}") {
        let path = next_path(Some(&next));
        let base = url::Url::parse("https://preau.test/").unwrap();
        let there = base.join(&path).unwrap();
        prop_assert_eq!(there.host_str(), Some("preau.test"));
    }
}

/// How many tries a rule lets through in a day when somebody tries again after each of these gaps, over and over.
fn let_through(rule: Rule, gaps: &[i64]) -> usize {
    let start = Timestamp::from_unix_micros(0);
    let (mut now, mut last, mut failures, mut through) = (start, start, 0, 0);
    for gap in gaps.iter().cycle().take(5000) {
        now = now + Duration::seconds(*gap);
        if now.since(start) >= Duration::DAY {
            break;
        }
        failures = rule.counted(failures, last, now);
        if now >= rule.opens(failures, last) || failures == 0 {
            (failures, last, through) = (failures + 1, now, through + 1);
        }
    }
    through
}

#[test]
fn other_sites_are_not_places_to_go_after_sign_in() {
    for evil in ["//evil.test", "/\\evil.test", "https://evil.test", "/\t/evil.test", "evil", "", "/sign-in?next=/x"] {
        assert_eq!(next_path(Some(evil)), "/", "{evil:?}");
    }
    assert_eq!(next_path(Some("/s/abc?tab=1")), "/s/abc?tab=1");
}

#[test]
fn a_long_password_is_good_and_what_everybody_tries_is_not() {
    assert_eq!(password_fault("rivière lampe chat", &["claire.martin"]), None);
    assert_eq!(password_fault("preau-demo", &["direction"]), None);
    assert_eq!(password_fault("court", &[]), Some("signin-password-short"));
    assert_eq!(password_fault(&"é".repeat(201), &[]), Some("signin-password-long"));
    for common in ["Motdepasse123", "aaaaaaaaaaaa", "9876543210", "abcdefghijk", "claire.martin1"] {
        assert_eq!(password_fault(common, &["claire.martin"]), Some("signin-password-common"), "{common}");
    }
}

#[test]
fn a_pin_is_shorter_for_a_child() {
    assert_eq!(pin_fault("4071", PersonKind::Learner), None);
    assert_eq!(pin_fault("4071", PersonKind::Guardian), Some("signin-pin-six"));
    assert_eq!(pin_fault("407135", PersonKind::Guardian), None);
    assert_eq!(pin_fault("111111", PersonKind::Guardian), Some("signin-pin-common"));
    assert_eq!(pin_fault("1234", PersonKind::Learner), Some("signin-pin-common"));
    assert_eq!(pin_fault("40é1", PersonKind::Learner), Some("signin-pin-four"));
}

#[test]
fn a_device_is_called_by_a_name_that_people_know() {
    let named = |agent: &'static str| {
        let mut headers = HeaderMap::new();
        headers.insert(header::USER_AGENT, HeaderValue::from_static(agent));
        DeviceName::of(&headers)
    };
    let firefox = named("Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0");
    assert_eq!((firefox.browser, firefox.system), ("Firefox", "Android"));
    let edge = named("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0");
    assert_eq!((edge.browser, edge.system), ("Edge", "Windows"));
    assert_eq!(named("curl/8"), DeviceName::default());
}

#[test]
fn a_child_gets_three_different_pictures_among_those_shown() {
    for count in [9, 27] {
        let pictures = Pictures::draw(&SystemEntropy, count);
        assert_eq!(pictures.shown.iter().collect::<BTreeSet<_>>().len(), count);
        assert_eq!(pictures.chosen.iter().collect::<BTreeSet<_>>().len(), 3);
        assert!(pictures.chosen.iter().all(|name| pictures.shown.contains(name)));
    }
}
