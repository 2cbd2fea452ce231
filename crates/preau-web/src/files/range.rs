//! Which part of a file is asked for (RFC 9110 §14).

use std::ops::Range;

/// What a reader is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part {
    /// All of it.
    Whole,
    /// These bytes.
    Some(Range<u64>),
    /// Nothing: the file ends before what is asked for.
    Beyond,
}

/// The part of a file of `size` bytes, whose tag is `tag`, that these headers ask for. Several parts at once are not
/// given; whoever asks for them gets the whole, which the standard allows.
pub(crate) fn asked(range: Option<&str>, if_range: Option<&str>, tag: &str, size: u64) -> Part {
    // §13.1.5: another version than the one that the reader has a part of is sent whole. A date is never ours.
    if if_range.is_some_and(|known| known.trim() != tag) {
        return Part::Whole;
    }
    let Some(spec) = range.and_then(|range| range.trim().strip_prefix("bytes=")) else { return Part::Whole };
    let Some((first, last)) = spec.trim().split_once('-').filter(|_| !spec.contains(',')) else { return Part::Whole };
    let number =
        |text: &str| text.bytes().all(|sign| sign.is_ascii_digit()).then(|| text.parse::<u64>().ok()).flatten();
    match (first.trim(), last.trim()) {
        ("", "") => Part::Whole,
        ("", last) => match number(last) {
            Some(0) => Part::Beyond,
            Some(_) if size == 0 => Part::Beyond,
            Some(last) => Part::Some(size.saturating_sub(last)..size),
            None => Part::Whole,
        },
        (first, last) => {
            let end = if last.is_empty() { Some(u64::MAX) } else { number(last) };
            match (number(first), end) {
                (Some(first), Some(end)) if first <= end => {
                    if first >= size {
                        Part::Beyond
                    } else {
                        Part::Some(first..end.saturating_add(1).min(size))
                    }
                }
                _ => Part::Whole,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_is_given_in_the_parts_that_a_player_asks_for() {
        for (range, part) in [
            ("bytes=0-", Part::Some(0..100)),
            ("bytes=0-1", Part::Some(0..2)),
            ("bytes=90-200", Part::Some(90..100)),
            ("bytes=-10", Part::Some(90..100)),
            ("bytes=-1000", Part::Some(0..100)),
            ("bytes=99-99", Part::Some(99..100)),
            ("bytes=100-", Part::Beyond),
            ("bytes=-0", Part::Beyond),
            // What can't be read, and several parts at once: the whole.
            ("bytes=5-2", Part::Whole),
            ("bytes=0-1,5-6", Part::Whole),
            ("bytes=a-b", Part::Whole),
            ("bytes=-", Part::Whole),
            ("lines=0-1", Part::Whole),
        ] {
            assert_eq!(asked(Some(range), None, "\"a\"", 100), part, "{range}");
        }
        assert_eq!(asked(None, None, "\"a\"", 100), Part::Whole);
        assert_eq!(asked(Some("bytes=0-"), None, "\"a\"", 0), Part::Beyond);
    }

    #[test]
    fn a_part_of_another_version_is_not_given() {
        assert_eq!(asked(Some("bytes=0-1"), Some("\"a\""), "\"a\"", 100), Part::Some(0..2));
        for known in ["\"b\"", "W/\"a\"", "Mon, 16 Mar 2020 17:00:00 GMT"] {
            assert_eq!(asked(Some("bytes=0-1"), Some(known), "\"a\"", 100), Part::Whole, "{known}");
        }
    }
}
