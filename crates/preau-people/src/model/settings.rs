//! What the institution is and how it wants things.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::InstitutionKind;

/// The institution's settings. What was never set has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Settings {
    /// What kind of institution.
    pub kind: InstitutionKind,
    /// Its name; empty before first run.
    pub name: String,
    /// UAI, FINESS or SIRET, without blanks; empty if not given.
    pub code: String,
    /// Where it is, as on its letters: a line of text for each line of paper, empty if not given.
    pub address: String,
    /// Its telephone, as written; empty if not given.
    pub phone: String,
    /// The address of its own pages, as one types it; empty if not given.
    pub website: String,
    /// IANA name of its time zone.
    pub time_zone: String,
    /// The language of those who did not choose one.
    pub language: String,
    /// The running school year, `2026-2027`; empty where there are none.
    pub year: String,
    /// The local hours between which messages are delivered, `07:00` and `19:00`; what is written outside waits.
    pub deliver_from: String,
    /// See [`deliver_from`](Self::deliver_from).
    pub deliver_until: String,
    /// Whether nothing is delivered over the week-end.
    pub weekend_pause: bool,
    /// The local hour of Friday at which that pause begins, and of Monday at which it ends: `20:00` and `07:00`.
    pub weekend_from: String,
    /// See [`weekend_from`](Self::weekend_from).
    pub weekend_until: String,
    /// Whether staff must use a second factor or a passkey.
    pub staff_second_factor: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            kind: InstitutionKind::College,
            name: String::new(),
            code: String::new(),
            address: String::new(),
            phone: String::new(),
            website: String::new(),
            time_zone: "Europe/Paris".to_owned(),
            language: "fr".to_owned(),
            year: String::new(),
            deliver_from: "07:00".to_owned(),
            deliver_until: "19:00".to_owned(),
            weekend_pause: true,
            weekend_from: "20:00".to_owned(),
            weekend_until: "07:00".to_owned(),
            staff_second_factor: false,
        }
    }
}

/// Whether a text is a school year: `2026-2027`, or one calendar year.
pub fn is_year(text: &str) -> bool {
    let number = |part: &str| (part.len() == 4).then(|| part.parse::<u16>().ok()).flatten();
    match text.split_once('-') {
        Some((first, second)) => number(first).zip(number(second)).is_some_and(|(first, second)| second == first + 1),
        None => number(text).is_some(),
    }
}

/// The year after `year`; empty if it is none.
pub fn next_year(year: &str) -> String {
    let shift = |part: &str| part.parse::<u16>().ok().map(|number| (number + 1).to_string());
    year.split('-').map(shift).collect::<Option<Vec<_>>>().map(|parts| parts.join("-")).unwrap_or_default()
}

/// Whether a text is an hour of the day: `07:00`.
pub fn is_hour(text: &str) -> bool {
    let part = |part: &str, below: u8| part.len() == 2 && part.parse::<u8>().is_ok_and(|number| number < below);
    text.split_once(':').is_some_and(|(hour, minute)| part(hour, 24) && part(minute, 60))
}
