//! Sentences in the person's language, from Fluent files (<https://projectfluent.org>).
//!
//! Each crate ships `fr` and `en`; an institution adds a language by dropping `xx.ftl` into the `locales` folder of
//! its data. A key missing in a language is said in French, and a key missing everywhere shows as itself, which a
//! test forbids.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use preau_kernel::{Timestamp, Word};
use serde::{Deserialize, Serialize};
use time::Date;
use unic_langid::LanguageIdentifier;

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 6] = ["ar", "fa", "he", "ps", "ur", "prs"];

/// All sentences of all languages.
#[derive(Clone)]
pub struct Texts {
    languages: Arc<BTreeMap<String, FluentBundle<FluentResource>>>,
    zone: Zone,
}

/// The institution's time zone.
#[derive(Clone, Debug)]
pub struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone of an IANA name, such as `Europe/Paris`.
    pub fn named(name: &str) -> Option<Self> {
        jiff::tz::TimeZone::get(name).ok().map(Self)
    }

    /// The local date and time of a moment.
    pub fn local(&self, moment: Timestamp) -> jiff::civil::DateTime {
        let moment = jiff::Timestamp::from_microsecond(moment.unix_micros()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.0.to_datetime(moment)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::named("Europe/Paris").unwrap_or(Self(jiff::tz::TimeZone::UTC))
    }
}

impl Texts {
    /// Gathers sentences: language tag and Fluent source, later ones replacing earlier ones of the same key.
    ///
    /// What can't be parsed is left out and returned, one line each: the operator is told, the rest works.
    pub fn new<'a>(sources: impl IntoIterator<Item = (&'a str, &'a str)>, zone: Zone) -> (Self, Vec<String>) {
        let mut languages: BTreeMap<String, FluentBundle<FluentResource>> = BTreeMap::new();
        let mut wrong = Vec::new();
        for (lang, source) in sources {
            let Ok(tag) = lang.parse::<LanguageIdentifier>() else {
                wrong.push(format!("{lang:?} is not a language tag"));
                continue;
            };
            let bundle = languages.entry(lang.to_owned()).or_insert_with(|| {
                let mut bundle = FluentBundle::new_concurrent(vec![tag]);
                // The marks that isolate directions inside a sentence show as boxes on old phones and break searches.
                bundle.set_use_isolating(false);
                bundle
            });
            let resource =
                FluentResource::try_new(typeset(lang, source).into_owned()).unwrap_or_else(|(usable, errors)| {
                    wrong.extend(errors.iter().map(|error| format!("{lang}: {error}")));
                    usable
                });
            bundle.add_resource_overriding(resource);
        }
        (Self { languages: Arc::new(languages), zone }, wrong)
    }

    /// The languages that can be chosen, by tag.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// Whether there are sentences in this language.
    pub fn speaks(&self, lang: &str) -> bool {
        self.languages.contains_key(lang)
    }

    /// Whether the key is known in this language itself.
    pub fn knows(&self, lang: &str, key: &str) -> bool {
        self.languages.get(lang).is_some_and(|bundle| bundle.has_message(key))
    }

    /// The sentence of `key`, or the key itself if nobody wrote one.
    pub fn say(&self, lang: &str, key: &str, args: &FluentArgs) -> String {
        [lang, "fr"].iter().find_map(|lang| self.find(lang, key, args)).unwrap_or_else(|| key.to_owned())
    }

    fn find(&self, lang: &str, key: &str, args: &FluentArgs) -> Option<String> {
        let bundle = self.languages.get(lang)?;
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        Some(bundle.format_pattern(pattern, Some(args), &mut errors).into_owned())
    }

    /// Writing direction: `rtl` or `ltr`.
    pub fn direction(lang: &str) -> &'static str {
        if RIGHT_TO_LEFT.contains(&lang) { "rtl" } else { "ltr" }
    }

    /// A day, written out: `24 novembre 2026`.
    pub fn day(&self, lang: &str, day: Date) -> String {
        let mut args = FluentArgs::new();
        args.set("day", day.day());
        args.set("month", self.say(lang, &format!("month-{}", u8::from(day.month())), &FluentArgs::new()));
        args.set("year", day.year().to_string());
        self.say(lang, "date-day", &args)
    }

    /// A moment in the institution's zone, written out: `24 novembre 2026, 18 h 05`.
    pub fn moment(&self, lang: &str, moment: Timestamp) -> String {
        let local = self.zone.local(moment);
        let month = u8::try_from(local.month()).ok().and_then(|month| time::Month::try_from(month).ok());
        let day = u8::try_from(local.day()).ok();
        let date =
            month.zip(day).and_then(|(month, day)| Date::from_calendar_date(i32::from(local.year()), month, day).ok());
        let mut args = FluentArgs::new();
        args.set("date", date.map(|date| self.day(lang, date)).unwrap_or_default());
        args.set("hour", format!("{:02}", local.hour()));
        args.set("minute", format!("{:02}", local.minute()));
        self.say(lang, "date-moment", &args)
    }

    /// The institution's time zone.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }
}

/// Units that stay on the line of their number.
const UNITS: [&str; 30] = [
    "an", "ans", "cm", "heure", "heures", "jour", "jours", "h", "kg", "km", "ko", "m", "min", "minute", "minutes",
    "mm", "mois", "ms", "o", "octet", "octets", "px", "s", "seconde", "secondes", "semaine", "semaines", "Go", "Mo",
    "To",
];

/// Makes the blanks of a French source unbreakable where French typography wants a blank and no line may end: before
/// `: ; ? ! »`, after `«`, and between a number, or what stands for one, and its unit (Imprimerie nationale, *Lexique
/// des règles typographiques*). Done to every source as it is read, so that a language that an institution drops in is
/// set as well as ours. Other languages are left as they are.
pub fn typeset<'a>(lang: &str, source: &'a str) -> Cow<'a, str> {
    if lang.split(['-', '_']).next() != Some("fr") {
        return Cow::Borrowed(source);
    }
    let mut set = String::with_capacity(source.len() + 256);
    let mut before = '\n';
    for (at, letter) in source.char_indices() {
        let holds = letter == ' ' && holds_together(before, source.get(at + 1..).unwrap_or_default());
        before = letter;
        set.push(if holds { '\u{a0}' } else { letter });
    }
    if set == source { Cow::Borrowed(source) } else { Cow::Owned(set) }
}

/// Whether no line may end between what stands before a blank and what follows it.
fn holds_together(before: char, rest: &str) -> bool {
    // After white space or `key =` a blank is Fluent's, not the sentence's.
    if before.is_whitespace() || before == '=' {
        return false;
    }
    if before == '«' || rest.starts_with([':', ';', '?', '!', '»']) {
        return true;
    }
    let number = before.is_ascii_digit() || before == '}';
    let unit = rest.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
    // After a word that stands in for something, `s’` and `m’` are no seconds or metres.
    let short = matches!(unit, "s" | "m" | "o") && before == '}';
    number && (rest.starts_with(['%', '€', '°']) || UNITS.contains(&unit) && !short)
}

/// A sentence to say on the next page: what was just done, with a way to undo it. Travels in a cookie, so it holds
/// no secret and is escaped like any other text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// Fluent key.
    pub key: Cow<'static, str>,
    /// Arguments of the sentence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub args: Vec<(Cow<'static, str>, String)>,
    /// Address that a POST undoes it at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
}

impl Said {
    /// A sentence without arguments.
    pub fn new(key: &'static str) -> Self {
        Self { key: key.into(), args: Vec::new(), undo: None }
    }

    /// Adds an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name.into(), value.to_string()));
        self
    }

    /// Offers to undo it by a POST to `address`.
    #[must_use]
    pub fn undo(mut self, address: impl Into<String>) -> Self {
        self.undo = Some(address.into());
        self
    }
}

/// Turns text arguments into Fluent's: whole numbers become numbers, so that plurals work.
pub(crate) fn arguments<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> FluentArgs<'a> {
    let mut args = FluentArgs::new();
    for (name, text) in pairs {
        let value = text.parse::<i64>().map_or_else(|_| FluentValue::from(text), FluentValue::from);
        args.set(name, value);
    }
    args
}

/// The key under which a word's name is said: `role-owner`, `space-kind-class`, ….
pub(crate) fn word_key(list: &str, word: impl Word) -> String {
    format!("{list}-{}", word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_french_line_ends_before_its_mark_or_between_a_number_and_its_unit() {
        for (plain, set) in [
            ("a = Qui est-ce ?", "a = Qui est-ce\u{a0}?"),
            ("a = Non : « jamais » !", "a = Non\u{a0}: «\u{a0}jamais\u{a0}»\u{a0}!"),
            ("a = { $name } : 3 Go, { $n } min, 50 %", "a = { $name }\u{a0}: 3\u{a0}Go, { $n }\u{a0}min, 50\u{a0}%"),
            (
                "a = { $n ->\n    [one] une\n   *[other] { $n } jours\n}",
                "a = { $n ->\n    [one] une\n   *[other] { $n }\u{a0}jours\n}",
            ),
            ("a = 3 mois et 2 mots ; http://b:80", "a = 3\u{a0}mois et 2 mots\u{a0}; http://b:80"),
        ] {
            assert_eq!(typeset("fr", plain), set);
            assert_eq!(typeset("fr-CA", plain), set);
            assert_eq!(typeset("fr", set), set, "once is enough");
            assert_eq!(typeset("en", plain), plain);
        }
    }

    #[test]
    fn a_language_that_was_dropped_in_is_set_too() {
        let (texts, wrong) = Texts::new([("fr", "a = Où ?"), ("fr-CA", "a = Icitte : { $n } km")], Zone::default());
        assert_eq!(wrong, Vec::<String>::new());
        assert_eq!(texts.say("fr", "a", &FluentArgs::new()), "Où\u{a0}?");
        assert_eq!(texts.say("fr-CA", "a", &arguments([("n", "3")])), "Icitte\u{a0}: 3\u{a0}km");
    }
}
