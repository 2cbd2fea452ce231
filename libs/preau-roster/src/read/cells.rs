//! Values from cells. What can't be understood becomes a problem with its place, and no value.

use time::{Date, Month};
use unicode_normalization::UnicodeNormalization;

use super::Context;
use crate::{Code, Names, Person, Phone, PhoneKind, Sex, fold};

/// The text of a cell or element, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) text: &'a str,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Cell<'_> {
    fn trimmed(&self) -> &str {
        let text = self.text.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
        // What people type to say that there is nothing.
        if matches!(text, "-" | "--" | "/" | ".") { "" } else { text }
    }
}

/// Cells about one person.
impl Context<'_> {
    fn complain(&mut self, code: Code, cell: &Cell<'_>) {
        self.problem(crate::Problem::new(code).at(cell.line, cell.column).with("value", cell.trimmed()));
    }

    /// Free text: composed characters, single spaces, no control characters.
    pub(crate) fn text(&mut self, cell: Cell<'_>) -> String {
        let raw = cell.trimmed();
        if raw.len() > self.limits().cell_bytes {
            let limit = self.limits().cell_bytes;
            let problem = crate::Problem::new(Code::CellTooLong).at(cell.line, cell.column).with("limit", limit);
            self.problem(problem);
            return String::new();
        }
        if is_plain(raw) {
            return raw.to_owned();
        }
        if is_garbled(raw) {
            self.complain(Code::Garbled, &cell);
        }
        let printable: String = raw.nfc().filter(|c| !is_hidden(*c)).collect();
        printable.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Text of several lines, such as a street.
    pub(crate) fn street(&mut self, cell: Cell<'_>) -> String {
        let lines = cell.text.split(['\n', '\r']).map(|text| self.text(Cell { text, ..cell }));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The name of a person, class or group. It will become part of exports and folder names: a sign that a
    /// spreadsheet would run, control characters and path separators are taken off, and told.
    pub(crate) fn name(&mut self, cell: Cell<'_>) -> String {
        let mut name = self.text(cell);
        if name.starts_with(['=', '+', '-', '@']) {
            self.complain(Code::Formula, &cell);
            let signs = name.len() - name.trim_start_matches(['=', '+', '-', '@', ' ']).len();
            name.drain(..signs);
        }
        if name.contains(['/', '\\']) || cell.trimmed().chars().any(is_hidden) {
            self.complain(Code::OddCharacters, &cell);
            name = name.replace(['/', '\\'], "-");
        }
        if name.chars().all(|c| c == '.') { String::new() } else { name }
    }

    /// A name that may be absent.
    pub(crate) fn optional_name(&mut self, cell: Cell<'_>) -> Option<String> {
        Some(self.name(cell)).filter(|name| !name.is_empty())
    }

    /// The names of one person. The used name counts only if it differs; given names in one cell, separated by
    /// commas, are the first and the others.
    pub(crate) fn names(&mut self, family: Cell<'_>, used: Cell<'_>, given: Cell<'_>) -> Names {
        let family = self.name(family);
        let used = self.optional_name(used);
        let given = self.name(given);
        let mut given = given.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        let first = given.next().unwrap_or_default();
        let (family, used) = match used {
            Some(used) if family.is_empty() => (used, None),
            Some(used) if fold(&used) == fold(&family) => (family, None),
            used => (family, used),
        };
        Names { family, used, given: first, other_given: given.collect(), preferred: None }
    }

    /// A date of birth or of leaving: `31/12/2015`, `31-12-2015`, `31.12.2015`, `2015-12-31`, with or without a time.
    pub(crate) fn date(&mut self, cell: Cell<'_>) -> Option<Date> {
        let text = cell.trimmed();
        if text.is_empty() {
            return None;
        }
        let date = parse_date(text);
        if date.is_none() {
            self.complain(Code::BadDate, &cell);
        }
        date
    }

    /// A date of birth: after 1900 and not after the day of reading.
    pub(crate) fn birth(&mut self, cell: Cell<'_>) -> Option<Date> {
        let date = self.date(cell)?;
        if date.year() < 1900 || date > self.today() {
            self.complain(Code::BadDate, &cell);
            return None;
        }
        Some(date)
    }

    /// F or M, F or H, 2 or 1.
    pub(crate) fn sex(&mut self, cell: Cell<'_>) -> Option<Sex> {
        match fold(cell.trimmed()).as_str() {
            "" | "unspecified" => None,
            "f" | "2" | "female" | "feminin" | "fille" | "femme" | "femenino" | "feminino" | "mujer" => {
                Some(Sex::Female)
            }
            "m" | "h" | "g" | "1" | "male" | "masculin" | "garcon" | "homme" | "masculino" | "hombre" => {
                Some(Sex::Male)
            }
            "x" | "other" | "autre" => Some(Sex::Other),
            _ => {
                self.complain(Code::BadSex, &cell);
                None
            }
        }
    }

    /// Yes or no.
    pub(crate) fn flag(&mut self, cell: Cell<'_>) -> Option<bool> {
        match fold(cell.trimmed()).as_str() {
            "" => None,
            "oui" | "o" | "1" | "true" | "vrai" | "yes" | "y" | "x" | "si" | "sim" | "s" => Some(true),
            "non" | "n" | "0" | "false" | "faux" | "no" | "nao" => Some(false),
            _ => {
                self.complain(Code::BadFlag, &cell);
                None
            }
        }
    }

    /// An e-mail address, by its shape only: one `@`, a dot after it, no space. Lower case, since people compare.
    pub(crate) fn email(&mut self, cell: Cell<'_>) -> Option<String> {
        let text = cell.trimmed();
        if text.is_empty() {
            return None;
        }
        let is_fine = text.len() <= 254
            && text.split_once('@').is_some_and(|(local, domain)| {
                !local.is_empty()
                    && !domain.starts_with('.')
                    && !domain.ends_with('.')
                    && domain.contains('.')
                    && !domain.contains('@')
            })
            && !text.starts_with(['=', '+', '-'])
            && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\",;:()[]\\".contains(c));
        if !is_fine {
            self.complain(Code::BadEmail, &cell);
            return None;
        }
        Some(text.to_lowercase())
    }

    /// A telephone number of 6 to 15 digits (E.164), signs removed.
    pub(crate) fn phone(&mut self, kind: PhoneKind, cell: Cell<'_>) -> Option<Phone> {
        let text = cell.trimmed();
        if text.is_empty() {
            return None;
        }
        let number: String =
            text.chars().filter(|c| !c.is_whitespace() && !".-/()\u{2010}\u{2011}\u{2013}".contains(*c)).collect();
        let digits = number.strip_prefix('+').unwrap_or(&number);
        if !(6..=15).contains(&digits.len()) || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.complain(Code::BadPhone, &cell);
            return None;
        }
        Some(Phone { kind, number })
    }

    /// An INE: 11 letters and digits (10 in the oldest numbering).
    pub(crate) fn ine(&mut self, cell: Cell<'_>) -> Option<String> {
        let ine = cell.trimmed().to_uppercase().replace(' ', "");
        if ine.is_empty() {
            return None;
        }
        if !(10..=11).contains(&ine.len()) || !ine.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.complain(Code::BadIne, &cell);
            return None;
        }
        Some(ine)
    }
}

/// Nothing to normalise: the usual case, worth a shortcut in files of 100 MB.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| (b' '..0x7F).contains(&byte)) && !text.contains("  ")
}

/// UTF-8 that was read as Latin (`Ã©`), or letters that were lost.
fn is_garbled(text: &str) -> bool {
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let doubled = matches!(c, 'Ã' | 'Â' | 'Å') && chars.peek().is_some_and(|next| is_continuation(*next));
        if c == '\u{FFFD}' || doubled {
            return true;
        }
    }
    false
}

/// What the second byte of a two-byte character looks like in ISO-8859-15 or windows-1252, letters left out.
fn is_continuation(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{BF}' | '€' | 'Š' | 'š' | 'Ž' | 'ž' | '‚' | '„' | '…' | '†' | '‡' | 'ˆ' | '‰' | '‹')
}

/// Control characters, and marks that change the direction of text to disguise a name.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A date in French or ISO form. Two-digit years are refused: nobody knows the century.
pub(crate) fn parse_date(text: &str) -> Option<Date> {
    let day = text.split(['T', ' ']).next()?;
    let mut parts = day.split(['/', '-', '.']);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    let fine = |part: &str| !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.next().is_some() || ![a, b, c].into_iter().all(fine) {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// A fingerprint of what a file says of someone, for [`crate::System::Row`]: 128-bit FNV-1a, in hexadecimal. It is no
/// secret and no signature; two rows of one institution never share it by chance.
pub(crate) fn fingerprint(person: &Person) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let mut add = |text: &str| {
        for byte in text.bytes().chain([0x1F]) {
            hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    };
    let names = &person.names;
    add(&fold(&names.family));
    add(&fold(names.used.as_deref().unwrap_or_default()));
    add(&fold(&names.given));
    add(&person.birth.map(|date| date.to_string()).unwrap_or_default());
    add(person.email.as_deref().unwrap_or_default());
    person.phones.iter().for_each(|phone| add(&phone.number));
    if let Some(address) = &person.address {
        add(&fold(&address.street));
        add(&address.postcode);
    }
    format!("{hash:032x}")
}

/// A cell made harmless for a CSV that a spreadsheet will open: a leading `=`, `+`, `-`, `@`, tab or carriage return
/// would start a formula, so an apostrophe goes before it (OWASP, CSV injection). Quoting is the writer's work.
pub fn csv_safe(cell: &str) -> std::borrow::Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        std::borrow::Cow::Owned(format!("'{cell}"))
    } else {
        std::borrow::Cow::Borrowed(cell)
    }
}
