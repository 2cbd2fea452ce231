//! Sentences in the person's language, from Fluent files (<https://projectfluent.org>).
//!
//! Each crate ships `fr` and `en`; an institution adds a language by dropping `xx.ftl` into the `locales` folder of
//! its data. A key missing in a language is said in French, and a key missing everywhere shows as itself, which a
//! test forbids.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use preau_kernel::{Timestamp, Word};
use serde::{Deserialize, Serialize};
use time::{Date, PrimitiveDateTime, Time};
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

    /// The local date and time of a moment, in the types of the `time` crate.
    pub fn civil(&self, moment: Timestamp) -> PrimitiveDateTime {
        let local = self.local(moment);
        let part = |part: i8| u8::try_from(part).unwrap_or_default();
        let month = time::Month::try_from(part(local.month())).unwrap_or(time::Month::January);
        let date = Date::from_calendar_date(i32::from(local.year()), month, part(local.day())).unwrap_or(Date::MIN);
        let time = Time::from_hms(part(local.hour()), part(local.minute()), part(local.second()));
        PrimitiveDateTime::new(date, time.unwrap_or(Time::MIDNIGHT))
    }

    /// The local day of a moment.
    pub fn day(&self, moment: Timestamp) -> Date {
        self.civil(moment).date()
    }

    /// The moment at which clocks show a local time. Of an hour that autumn has twice, the first; an hour that spring
    /// leaves out is counted on from the time before it (RFC 5545 § 3.3.5).
    pub fn moment(&self, local: PrimitiveDateTime) -> Timestamp {
        let part = |part: u8| i8::try_from(part).unwrap_or_default();
        let year = i16::try_from(local.year()).unwrap_or(i16::MAX);
        let (month, day) = (part(local.month().into()), part(local.day()));
        let civil = jiff::civil::DateTime::new(
            year,
            month,
            day,
            part(local.hour()),
            part(local.minute()),
            part(local.second()),
            0,
        );
        let moment = civil.and_then(|civil| self.0.to_ambiguous_timestamp(civil).compatible());
        moment.map_or_else(|_| local.assume_utc().into(), |moment| Timestamp::from_unix_micros(moment.as_microsecond()))
    }

    /// Its IANA name, if it has one.
    pub fn name(&self) -> Option<&str> {
        self.0.iana_name()
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

    /// A day of the week: `mardi`.
    pub fn weekday(&self, lang: &str, day: Date) -> String {
        self.say(lang, &format!("weekday-{}", day.weekday().number_from_monday()), &FluentArgs::new())
    }

    /// A month, short enough for a tile: `nov.`
    pub fn month_short(&self, lang: &str, day: Date) -> String {
        self.say(lang, &format!("month-short-{}", u8::from(day.month())), &FluentArgs::new())
    }

    /// A day of the weeks around, written out: `mardi 24 novembre`.
    pub fn weekday_day(&self, lang: &str, day: Date) -> String {
        let mut args = FluentArgs::new();
        args.set("weekday", self.weekday(lang, day));
        args.set("day", day.day());
        args.set("month", self.say(lang, &format!("month-{}", u8::from(day.month())), &FluentArgs::new()));
        self.say(lang, "date-weekday-day", &args)
    }

    /// The hour of a moment in the institution's zone: `18 h 05`.
    pub fn hour(&self, lang: &str, moment: Timestamp) -> String {
        let local = self.zone.local(moment);
        let mut args = FluentArgs::new();
        args.set("hour", local.hour().to_string());
        args.set("minute", format!("{:02}", local.minute()));
        self.say(lang, "date-hour", &args)
    }

    /// A moment in the institution's zone, written out: `24 novembre 2026, 18 h 05`.
    pub fn moment(&self, lang: &str, moment: Timestamp) -> String {
        let local = self.zone.local(moment);
        let mut args = FluentArgs::new();
        args.set("date", self.day(lang, self.zone.day(moment)));
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
