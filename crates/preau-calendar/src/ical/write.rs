//! Writing.

use std::fmt::Write as _;

use preau_kernel::Timestamp;
use preau_web::Zone;
use time::{Date, Duration, PrimitiveDateTime};

use super::lines::{escaped, push};
use crate::model::{Event, Repeat};

/// What a file says of itself.
#[derive(Debug, Clone, Copy)]
pub struct About<'a> {
    /// What the calendar is called.
    pub name: &'a str,
    /// The address of this Préau, without a path.
    pub address: &'a str,
    /// The institution's zone.
    pub zone: &'a Zone,
    /// The moment of writing.
    pub now: Timestamp,
}

/// Changes of a zone that are written, at most: twenty years of summer time.
const CHANGES: usize = 40;

/// A calendar of these events, as a file.
pub fn write(about: &About<'_>, events: &[Event]) -> String {
    let mut out = String::new();
    for line in ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Preau//Preau//FR", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    {
        push(&mut out, line);
    }
    push(&mut out, &format!("X-WR-CALNAME:{}", escaped(about.name)));
    // How often a program may ask again (RFC 7986 § 5.7): a feed is not a reason to keep a server busy.
    push(&mut out, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    let again = |it: &&Event| it.repeat.is_some() && it.start_at.is_some();
    if let Some(first) = events.iter().filter(again).map(|it| it.first_day).min() {
        zone(&mut out, about, first);
    }
    for it in events {
        event(&mut out, about, it);
    }
    push(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, about: &About<'_>, it: &Event) {
    let mut say = |line: String| push(out, &line);
    say("BEGIN:VEVENT".to_owned());
    say(format!("UID:{}", it.uid));
    say(format!("DTSTAMP:{}", utc(it.updated_at)));
    say(format!("LAST-MODIFIED:{}", utc(it.updated_at)));
    say(format!("SEQUENCE:{}", it.version - 1));
    say(format!("SUMMARY:{}", escaped(&it.title)));
    if !it.place.is_empty() {
        say(format!("LOCATION:{}", escaped(&it.place)));
    }
    if !it.body.is_empty() {
        say(format!("DESCRIPTION:{}", escaped(&it.body)));
    }
    let page = it.link.clone().unwrap_or_else(|| format!("/calendar/e/{}", it.id));
    say(format!("URL:{}{page}", about.address.trim_end_matches('/')));
    let rule = it.rule();
    let hour = |name: &str, at: Timestamp| match (&rule, about.zone.name()) {
        (Some(_), Some(zone)) => format!("{name};TZID={zone}:{}", local(about.zone.civil(at))),
        _ => format!("{name}:{}", utc(at)),
    };
    if let Some(start) = it.start_at {
        say(hour("DTSTART", start));
        if let Some(end) = it.end_at.filter(|end| *end > start) {
            say(hour("DTEND", end));
        }
    } else {
        say(format!("DTSTART;VALUE=DATE:{}", day(it.first_day)));
        say(format!("DTEND;VALUE=DATE:{}", day(it.last_day.saturating_add(Duration::DAY))));
    }
    if let Some(rule) = &rule {
        say(format!("RRULE:{}", until(rule, it, about.zone)));
        for skipped in it.skipped() {
            say(match it.on(skipped, about.zone).start {
                Some(at) => hour("EXDATE", at),
                None => format!("EXDATE;VALUE=DATE:{}", day(skipped)),
            });
        }
    }
    say("END:VEVENT".to_owned());
}

/// The rule with its end in the form that the beginning has: a moment in UTC where there is an hour (§ 3.3.10).
fn until(rule: &Repeat, it: &Event, zone: &Zone) -> String {
    match (rule.until, it.start_at) {
        (Some(last), Some(_)) => {
            let end = it.on(last, zone).start.unwrap_or(it.updated_at);
            let text = Repeat { until: None, ..rule.clone() }.to_string();
            format!("{text};UNTIL={}", utc(end))
        }
        _ => rule.to_string(),
    }
}

/// The zone's own rules around some years (§ 3.6.5), one part a change.
fn zone(out: &mut String, about: &About<'_>, first: Date) {
    let Some(name) = about.zone.name() else { return };
    let Ok(tz) = jiff::tz::TimeZone::get(name) else { return };
    let from = about.zone.moment(PrimitiveDateTime::new(first, time::Time::MIDNIGHT)) - Duration::days(370);
    let to = about.now + Duration::days(3 * 366);
    let jiff = |at: Timestamp| jiff::Timestamp::from_microsecond(at.unix_micros()).unwrap_or_default();
    let (from, to) = (jiff(from), jiff(to));
    push(out, "BEGIN:VTIMEZONE");
    push(out, &format!("TZID:{name}"));
    let mut before = tz.to_offset(from);
    let changes = tz.following(from).take_while(|change| change.timestamp() <= to).take(CHANGES);
    let mut any = false;
    for change in changes {
        any = true;
        // The local time at which the change comes is told in the offset before it.
        let at = before.to_datetime(change.timestamp());
        part(out, change.dst().is_dst(), &stamp(at), (before, change.offset()), change.abbreviation());
        before = change.offset();
    }
    if !any {
        part(out, false, "19700101T000000", (before, before), name);
    }
    push(out, "END:VTIMEZONE");
}

fn part(out: &mut String, summer: bool, at: &str, offsets: (jiff::tz::Offset, jiff::tz::Offset), name: &str) {
    let kind = if summer { "DAYLIGHT" } else { "STANDARD" };
    push(out, &format!("BEGIN:{kind}"));
    push(out, &format!("DTSTART:{at}"));
    push(out, &format!("TZOFFSETFROM:{}", offset(offsets.0)));
    push(out, &format!("TZOFFSETTO:{}", offset(offsets.1)));
    push(out, &format!("TZNAME:{name}"));
    push(out, &format!("END:{kind}"));
}

fn stamp(at: jiff::civil::DateTime) -> String {
    let (year, month, day) = (at.year(), at.month(), at.day());
    format!("{year:04}{month:02}{day:02}T{:02}{:02}{:02}", at.hour(), at.minute(), at.second())
}

fn offset(offset: jiff::tz::Offset) -> String {
    let seconds = offset.seconds();
    let (sign, seconds) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    format!("{sign}{:02}{:02}", seconds / 3600, seconds / 60 % 60)
}

fn day(day: Date) -> String {
    format!("{:04}{:02}{:02}", day.year(), u8::from(day.month()), day.day())
}

fn local(at: PrimitiveDateTime) -> String {
    let mut text = day(at.date());
    let _ = write!(text, "T{:02}{:02}{:02}", at.hour(), at.minute(), at.second());
    text
}

fn utc(at: Timestamp) -> String {
    let at = at.to_offset();
    local(PrimitiveDateTime::new(at.date(), at.time())) + "Z"
}
