//! Reading.

use std::collections::HashMap;

use preau_kernel::{Timestamp, When};
use preau_web::Zone;
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::lines::{Line, ReadError, lines};
use crate::model::Repeat;

/// Bytes of a file.
pub const LIMIT: usize = 2 << 20;
/// Events in a file.
const EVENTS: usize = 2000;
/// How deep components may stand in each other: an alarm in an event in a calendar, and room.
const DEEP: usize = 8;

/// What a file holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Read {
    /// What can be in Préau's calendar.
    pub events: Vec<ReadEvent>,
    /// What can't, and why: rules and zones that are not known. Nothing is guessed.
    pub left_out: Vec<ReadError>,
}

/// One event of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadEvent {
    /// What its calendar calls it.
    pub uid: String,
    /// What it is.
    pub title: String,
    /// Where it is.
    pub place: String,
    /// What there is to know.
    pub body: String,
    /// When it is the first time.
    pub when: When,
    /// How it comes again.
    pub repeat: Option<Repeat>,
    /// Days on which it is not.
    pub skips: Vec<Date>,
}

/// Reads a file. What is not a calendar, or broken, is refused with its line.
pub fn read(bytes: &[u8], zone: &Zone) -> Result<Read, ReadError> {
    let whole = |code| ReadError { line: 1, code };
    if bytes.len() > LIMIT {
        return Err(whole("ical-too-large"));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| ReadError {
        line: bytes.get(..error.valid_up_to()).unwrap_or_default().split(|byte| *byte == b'\n').count(),
        code: "ical-not-utf8",
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let found = components(lines(text)?)?;
    let mut read = Read::default();
    let mut moved: HashMap<String, Vec<Date>> = HashMap::new();
    for lines in found {
        match event(&lines, zone) {
            Ok(Part::Event(event)) => read.events.push(event),
            // One time of another event, moved or called off: left out there, and here by itself.
            Ok(Part::Once { of, day, event }) => {
                moved.entry(of).or_default().push(day);
                read.events.extend(event);
            }
            Ok(Part::Nothing) => {}
            Err(error) => read.left_out.push(error),
        }
    }
    for event in &mut read.events {
        event.skips.extend(moved.get(&event.uid).into_iter().flatten());
        event.skips.sort_unstable();
        event.skips.dedup();
    }
    Ok(read)
}

/// The lines of each event, without those of what stands in it. Counted, not called again by itself: a file that is
/// nothing but beginnings does no harm.
fn components(all: Vec<Line>) -> Result<Vec<Vec<Line>>, ReadError> {
    let mut open: Vec<String> = Vec::new();
    let (mut events, mut last) = (Vec::new(), 1);
    for line in all {
        last = line.at;
        let wrong = |code| ReadError { line: line.at, code };
        let name = line.value.trim().to_uppercase();
        match line.name.as_str() {
            "BEGIN" => {
                if open.is_empty() && name != "VCALENDAR" {
                    return Err(wrong("ical-not-a-calendar"));
                }
                open.push(name);
                if open.len() > DEEP {
                    return Err(wrong("ical-deep"));
                }
                if open.len() == 2 && open.last().is_some_and(|it| it == "VEVENT") {
                    events.push(vec![line]);
                }
                if events.len() > EVENTS {
                    return Err(ReadError { line: last, code: "ical-many" });
                }
            }
            "END" if open.pop() == Some(name) => {}
            "END" => return Err(wrong("ical-end")),
            _ if open.is_empty() => return Err(wrong("ical-not-a-calendar")),
            _ if open.len() == 2 && open.last().is_some_and(|it| it == "VEVENT") => {
                events.last_mut().into_iter().for_each(|event| event.push(line.clone()));
            }
            _ => {}
        }
    }
    if !open.is_empty() {
        return Err(ReadError { line: last, code: "ical-end" });
    }
    if last > 1 { Ok(events) } else { Err(ReadError { line: last, code: "ical-not-a-calendar" }) }
}

enum Part {
    Event(ReadEvent),
    Once { of: String, day: Date, event: Option<ReadEvent> },
    Nothing,
}

fn event(lines: &[Line], zone: &Zone) -> Result<Part, ReadError> {
    let at = lines.first().map_or(1, |line| line.at);
    let find = |name: &str| lines.iter().find(|line| line.name == name);
    let text = |name: &str, limit: usize| {
        let text = find(name).map(Line::text).unwrap_or_default();
        let kept = text.chars().filter(|letter| !letter.is_control() || *letter == '\n').take(limit);
        kept.collect::<String>().trim().to_owned()
    };
    let start = find("DTSTART").ok_or(ReadError { line: at, code: "ical-no-start" })?;
    let begins = moment(start, zone)?;
    let when = when(begins, find("DTEND"), find("DURATION"), zone)?;
    let cancelled = find("STATUS").is_some_and(|line| line.value.eq_ignore_ascii_case("CANCELLED"));
    let uid = text("UID", 500);
    let title = text("SUMMARY", 200).replace('\n', " ");
    let (place, body) = (text("LOCATION", 200).replace('\n', " "), text("DESCRIPTION", 10_000));
    let first = begins.day(zone);
    let repeat = find("RRULE")
        .map(|line| Repeat::read(&line.value, first).map_err(|_| ReadError { line: line.at, code: "ical-rule" }));
    let repeat = repeat.transpose()?;
    if let Some(line) = find("RDATE") {
        return Err(ReadError { line: line.at, code: "ical-rule" });
    }
    // What comes again at another zone's hour would come at a wrong hour here, twice a year.
    if repeat.is_some() && begins.elsewhere(zone) {
        return Err(ReadError { line: start.at, code: "ical-zone-repeat" });
    }
    let mut skips = Vec::new();
    for line in lines.iter().filter(|line| line.name == "EXDATE") {
        for value in line.value.split(',') {
            skips.push(moment(&Line { value: value.to_owned(), ..line.clone() }, zone)?.day(zone));
        }
    }
    let uid = if uid.is_empty() { format!("{first}-{title}") } else { uid };
    let event = ReadEvent { uid: uid.clone(), title, place, body, when, repeat, skips };
    Ok(match find("RECURRENCE-ID") {
        Some(line) => {
            let day = moment(line, zone)?.day(zone);
            let own = ReadEvent { uid: format!("{uid}#{day}"), ..event };
            Part::Once { of: uid, day, event: (!cancelled).then_some(own) }
        }
        None if cancelled => Part::Nothing,
        None => Part::Event(event),
    })
}

/// What a date or a date with an hour says.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Day(Date),
    /// The moment, and the local time that the file says.
    At(Timestamp, PrimitiveDateTime),
}

impl Moment {
    fn day(self, zone: &Zone) -> Date {
        match self {
            Self::Day(day) => day,
            Self::At(at, _) => zone.day(at),
        }
    }

    /// Whether clocks here show another time than the file says.
    fn elsewhere(self, zone: &Zone) -> bool {
        matches!(self, Self::At(at, local) if zone.civil(at) != local)
    }
}

fn moment(line: &Line, zone: &Zone) -> Result<Moment, ReadError> {
    let wrong = |code| ReadError { line: line.at, code };
    let value = line.value.trim();
    let date =
        value.get(..8).and_then(|text| Date::parse(text, time::macros::format_description!("[year][month][day]")).ok());
    let date = date.ok_or_else(|| wrong("ical-date"))?;
    let Some(hour) = value.get(8..).filter(|rest| !rest.is_empty()) else { return Ok(Moment::Day(date)) };
    let (hour, utc) = (hour.trim_start_matches('T').trim_end_matches('Z'), hour.ends_with('Z'));
    let hour = Time::parse(hour, time::macros::format_description!("[hour][minute][second]"));
    let local = PrimitiveDateTime::new(date, hour.map_err(|_| wrong("ical-date"))?);
    if utc {
        return Ok(Moment::At(local.assume_utc().into(), local));
    }
    let at = match line.param("TZID") {
        None => zone.moment(local),
        Some(name) => named(name).ok_or_else(|| wrong("ical-zone"))?.moment(local),
    };
    Ok(Moment::At(at, local))
}

/// A zone by its IANA name, or by the name that Windows has for it (Unicode CLDR, windowsZones), in Europe.
fn named(name: &str) -> Option<Zone> {
    let name = match name.trim() {
        "Romance Standard Time" => "Europe/Paris",
        "W. Europe Standard Time" => "Europe/Berlin",
        "Central Europe Standard Time" => "Europe/Budapest",
        "GMT Standard Time" => "Europe/London",
        "GTB Standard Time" => "Europe/Bucharest",
        other => other,
    };
    Zone::named(name)
}

fn when(begins: Moment, end: Option<&Line>, duration: Option<&Line>, zone: &Zone) -> Result<When, ReadError> {
    let long = duration.map(|line| length(&line.value).ok_or(ReadError { line: line.at, code: "ical-date" }));
    let long = long.transpose()?;
    match begins {
        Moment::Day(first) => {
            // The end is the day after the last (§ 3.6.1).
            let end = match end {
                Some(line) => Some(moment(line, zone)?.day(zone)),
                None => long.map(|long| first.saturating_add(long)),
            };
            let last = end.and_then(Date::previous_day).map_or(first, |last| last.max(first));
            Ok(When::Days { first, last })
        }
        Moment::At(start, _) => {
            let end = match end.map(|line| moment(line, zone)).transpose()? {
                Some(Moment::At(end, _)) => end,
                Some(Moment::Day(day)) => zone.moment(PrimitiveDateTime::new(day, Time::MIDNIGHT)),
                None => start + long.unwrap_or(Duration::ZERO),
            };
            Ok(When::Moment { start, end: end.max(start) })
        }
    }
}

/// A duration such as `PT1H30M`, `P2D` or `P1W` (§ 3.3.6), a year at most.
fn length(text: &str) -> Option<Duration> {
    let text = text.trim().trim_start_matches('+').strip_prefix('P')?;
    let (mut total, mut number) = (0_i64, 0_i64);
    for letter in text.chars() {
        let unit = match letter {
            '0'..='9' => {
                number = number.checked_mul(10)?.checked_add(i64::from(letter.to_digit(10)?))?;
                continue;
            }
            'W' => 604_800,
            'D' => 86_400,
            'H' => 3600,
            'M' => 60,
            'S' => 1,
            'T' => continue,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        number = 0;
    }
    (number == 0 && total <= 366 * 86_400).then(|| Duration::seconds(total))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    fn paris() -> Zone {
        Zone::named("Europe/Paris").unwrap()
    }

    fn file(events: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
    }

    fn one(lines: &str) -> Result<ReadEvent, ReadError> {
        let text = file(&format!("BEGIN:VEVENT\nUID:1\nSUMMARY:Essai\n{lines}\nEND:VEVENT\n"));
        let mut found = read(text.as_bytes(), &paris())?;
        found.left_out.pop().map_or_else(|| Ok(found.events.remove(0)), Err)
    }

    #[test]
    fn an_hour_is_told_in_utc_in_a_zone_or_as_here() {
        let at = paris().moment(datetime!(2026-11-24 18:00));
        for line in [
            "DTSTART:20261124T170000Z",
            "DTSTART;TZID=Europe/Paris:20261124T180000",
            "DTSTART;TZID=\"Romance Standard Time\":20261124T180000",
            "DTSTART;TZID=Europe/London:20261124T170000",
            "DTSTART:20261124T180000",
        ] {
            let event = one(&format!("{line}\nDURATION:PT1H30M")).unwrap();
            assert_eq!(event.when, When::Moment { start: at, end: at + Duration::minutes(90) }, "{line}");
        }
        let days = one("DTSTART;VALUE=DATE:20261124\nDTEND;VALUE=DATE:20261127").unwrap();
        assert_eq!(days.when, When::Days { first: date!(2026 - 11 - 24), last: date!(2026 - 11 - 26) });
        let day = one("DTSTART;VALUE=DATE:20261124").unwrap();
        assert_eq!(day.when, When::Days { first: date!(2026 - 11 - 24), last: date!(2026 - 11 - 24) });
    }

    #[test]
    fn one_time_that_was_moved_is_left_out_and_stands_by_itself() {
        let text = file(
            "BEGIN:VEVENT\nUID:a\nSUMMARY:Cours\nDTSTART;TZID=Europe/Paris:20261124T080000\nRRULE:FREQ=WEEKLY\n\
             EXDATE;TZID=Europe/Paris:20261201T080000,20261208T080000\nBEGIN:VALARM\nACTION:DISPLAY\nSUMMARY:non\n\
             END:VALARM\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261215T070000Z\nSUMMARY:Cours déplacé\n\
             DTSTART:20261216T070000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20261222T070000Z\n\
             STATUS:CANCELLED\nDTSTART:20261222T070000Z\nEND:VEVENT\n",
        );
        let found = read(text.as_bytes(), &paris()).unwrap();
        assert_eq!(found.left_out, []);
        let titles: Vec<_> = found.events.iter().map(|it| (it.title.as_str(), it.uid.as_str())).collect();
        assert_eq!(titles, [("Cours", "a"), ("Cours déplacé", "a#2026-12-15")]);
        let skips: Vec<_> = found.events[0].skips.iter().map(ToString::to_string).collect();
        assert_eq!(skips, ["2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22"]);
    }

    #[test]
    fn a_bad_file_is_refused_with_its_line_and_what_is_not_known_is_left_out_with_its_line() {
        let deep = "BEGIN:VCALENDAR\n".repeat(200_000);
        for (text, line, code) in [
            ("", 1, "ical-not-a-calendar"),
            ("Bonjour", 1, "ical-line"),
            ("BEGIN:VCARD\nEND:VCARD", 1, "ical-not-a-calendar"),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR", 3, "ical-end"),
            ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", 2, "ical-end"),
            ("BEGIN:VCALENDAR\n\nsans rien\nEND:VCALENDAR", 3, "ical-line"),
            ("BEGIN:VCALENDAR\nEND:VCALENDAR\nX:1", 3, "ical-not-a-calendar"),
            (&deep, 1, "ical-too-large"),
            (&deep[..1000], 9, "ical-deep"),
        ] {
            assert_eq!(read(text.as_bytes(), &paris()), Err(ReadError { line, code }), "{text:.40}");
        }
        assert_eq!(
            read(b"BEGIN:VCALENDAR\nX:\xe9", &paris()).unwrap_err(),
            ReadError { line: 2, code: "ical-not-utf8" }
        );
        for (lines, line, code) in [
            ("LOCATION:ici", 3, "ical-no-start"),
            ("DTSTART:demain", 6, "ical-date"),
            ("DTSTART:20261124T250000", 6, "ical-date"),
            ("DTSTART;TZID=Lune:20261124T080000", 6, "ical-zone"),
            ("DTSTART:20261124T080000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR", 7, "ical-rule"),
            ("DTSTART:20261124T080000\nRDATE:20261125T080000", 7, "ical-rule"),
            ("DTSTART;TZID=America/Montreal:20261124T080000\nRRULE:FREQ=DAILY", 6, "ical-zone-repeat"),
            ("DTSTART:20261124T080000\nDURATION:P9999W", 7, "ical-date"),
        ] {
            assert_eq!(one(lines).unwrap_err(), ReadError { line, code }, "{lines}");
        }
    }
}
