//! Content lines: names, parameters, values, folding, escapes (RFC 5545 § 3.1).

/// Why a file can't be read, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadError {
    /// The line, counted from 1, where it begins.
    pub line: usize,
    /// The code of the sentence: `ical-…`.
    pub code: &'static str,
}

/// One content line, unfolded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Where it begins in the file, from 1.
    pub(super) at: usize,
    /// Its name, in capitals.
    pub(super) name: String,
    /// Its parameters: name in capitals, value without quotes.
    pub(super) params: Vec<(String, String)>,
    /// Its value, as it stands.
    pub(super) value: String,
}

impl Line {
    /// The value of a parameter.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The value as people's text (§ 3.3.11).
    pub(super) fn text(&self) -> String {
        let mut text = String::with_capacity(self.value.len());
        let mut letters = self.value.chars();
        while let Some(letter) = letters.next() {
            match (letter, letter == '\\') {
                (_, true) => match letters.next() {
                    Some('n' | 'N') => text.push('\n'),
                    Some(other) => text.push(other),
                    None => {}
                },
                (other, false) => text.push(other),
            }
        }
        text
    }
}

/// The content lines of a file. A line that begins with a blank goes on from the one before.
pub(super) fn lines(text: &str) -> Result<Vec<Line>, ReadError> {
    let mut whole: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), whole.last_mut()) {
            (Some(rest), Some((_, before))) => before.push_str(rest),
            _ if line.trim().is_empty() => {}
            _ => whole.push((number + 1, line.to_owned())),
        }
    }
    whole.into_iter().map(|(at, line)| parse(at, &line)).collect()
}

fn parse(at: usize, text: &str) -> Result<Line, ReadError> {
    let wrong = ReadError { line: at, code: "ical-line" };
    let (head, value) = split_value(text).ok_or(wrong)?;
    let mut parts = split_quoted(head, ';').into_iter();
    let name = parts.next().unwrap_or_default().trim().to_uppercase();
    if name.is_empty() || !name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-') {
        return Err(wrong);
    }
    let param = |part: &str| {
        let (name, value) = part.split_once('=').ok_or(wrong)?;
        Ok((name.trim().to_uppercase(), value.trim_matches('"').to_owned()))
    };
    Ok(Line { at, name, params: parts.map(param).collect::<Result<_, _>>()?, value: value.to_owned() })
}

/// Before and after the first colon that is not within quotes.
fn split_value(text: &str) -> Option<(&str, &str)> {
    let mut quoted = false;
    let colon = text.find(|letter| {
        quoted ^= letter == '"';
        letter == ':' && !quoted
    })?;
    Some((text.get(..colon)?, text.get(colon + 1..)?))
}

/// The parts between separators that are not within quotes.
fn split_quoted(text: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    let parts = text.split(move |letter| {
        quoted ^= letter == '"';
        letter == separator && !quoted
    });
    parts.collect()
}

/// A text as a value (§ 3.3.11).
pub(super) fn escaped(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
    text.replace("\r\n", "\\n").replace('\n', "\\n")
}

/// Adds a content line, folded after 75 bytes without cutting a letter in two (§ 3.1).
pub(super) fn push(out: &mut String, line: &str) {
    let mut width = 0;
    for letter in line.chars().filter(|letter| !letter.is_control()) {
        if width + letter.len_utf8() > 75 {
            out.push_str("\r\n ");
            width = 1;
        }
        out.push(letter);
        width += letter.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_whole_again_and_knows_where_it_began() {
        let text =
            "BEGIN:VEVENT\r\nSUMMARY;X=\"a:b;c\":Un très\r\n  long titre\\, avec\\n deux lignes\r\n\r\nEND:VEVENT\r\n";
        let all = lines(text).unwrap();
        assert_eq!(all[1].text(), "Un très long titre, avec\n deux lignes");
        assert_eq!((all[1].param("X"), all[2].at), (Some("a:b;c"), 5));
        for (wrong, line) in [("BEGIN:X\nrien", 2), ("\n:x", 2), ("A;B:x", 1), ("É:x", 1)] {
            assert_eq!(lines(wrong), Err(ReadError { line, code: "ical-line" }), "{wrong}");
        }
    }

    #[test]
    fn what_is_folded_and_escaped_reads_back() {
        let words = "Réunion ; à l’école, \\ et\nautre chose ".repeat(9);
        let mut out = String::new();
        push(&mut out, &format!("SUMMARY:{}", escaped(&words)));
        assert!(out.split("\r\n").all(|line| line.len() <= 75), "{out}");
        assert_eq!(lines(&out).unwrap()[0].text(), words);
    }
}
