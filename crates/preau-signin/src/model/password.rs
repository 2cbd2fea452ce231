//! What a good enough password and a good enough PIN are.
//!
//! Length counts, composition does not (NIST SP 800-63B §5.1.1.2, ANSSI-PG-078): no demanded digits or signs, paste
//! allowed, and a short list of what everybody tries first.

use preau_kernel::PersonKind;

/// Characters of a password, at least.
pub(crate) const LEAST: usize = 10;
/// Characters of a password, at most: argon2 would take more, a form field should not.
pub(crate) const MOST: usize = 200;

/// Long enough, and yet what everybody tries first; lower case.
const COMMON: &str = include_str!("common.txt");

/// What is wrong with a new password, as the code of a sentence. `about` is what others know of the person: login, names.
pub(crate) fn password_fault(password: &str, about: &[&str]) -> Option<&'static str> {
    let length = password.chars().count();
    if length < LEAST {
        return Some("signin-password-short");
    }
    if length > MOST {
        return Some("signin-password-long");
    }
    let lower = password.to_lowercase();
    let known = |word: &&str| word.chars().count() >= 3 && lower.replace(&word.to_lowercase(), "").chars().count() < 4;
    if COMMON.lines().any(|common| common == lower) || monotonous(&lower) || about.iter().any(known) {
        return Some("signin-password-common");
    }
    None
}

/// What is wrong with a new PIN. A PIN works on one device only, and after five wrong tries the pauses grow to a day,
/// so it may be short: six digits, four for learners.
pub(crate) fn pin_fault(pin: &str, kind: PersonKind) -> Option<&'static str> {
    let least = if kind == PersonKind::Learner { 4 } else { 6 };
    if !pin.bytes().all(|sign| sign.is_ascii_digit()) || pin.len() < least || pin.len() > 8 {
        return Some(if least == 4 { "signin-pin-four" } else { "signin-pin-six" });
    }
    monotonous(pin).then_some("signin-pin-common")
}

/// One sign again and again, or a run such as `abcdefghij` or `9876543210`.
fn monotonous(text: &str) -> bool {
    let signs: Vec<i64> = text.chars().map(|sign| i64::from(u32::from(sign))).collect();
    let steps: Vec<i64> = signs.windows(2).filter_map(|pair| Some(pair.last()? - pair.first()?)).collect();
    steps.first().is_some_and(|first| first.abs() <= 1 && steps.iter().all(|step| step == first))
}
