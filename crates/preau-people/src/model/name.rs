//! Names of persons: how they are shown, searched and turned into logins.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use preau_kernel::PersonKind;

/// Longest name of any kind, in characters.
pub const NAME_LIMIT: usize = 100;

/// The words of a text without accents, case and marks, each after one space: ` nadia benali`.
///
/// The space before each word lets `LIKE '% ben%'` find the beginnings of words only. Letters of other scripts stay.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 1);
    let mut within = false;
    for letter in text.nfkd().filter(|&letter| !is_combining_mark(letter)).flat_map(char::to_lowercase) {
        // An apostrophe ends a word (`D’Almeida`): one may search for either part.
        if !letter.is_alphanumeric() {
            within = false;
            continue;
        }
        if !within {
            folded.push(' ');
            within = true;
        }
        match letter {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            other => folded.push(other),
        }
    }
    folded
}

/// The name as it is shown: `Nadia Benali`. The preferred name and the name in use come before those of the papers.
pub fn display(given_names: &str, preferred: Option<&str>, family_name: &str, used: Option<&str>) -> String {
    let first = preferred.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| first_given(given_names));
    let last = used.filter(|name| !name.trim().is_empty()).unwrap_or(family_name);
    format!("{} {}", cased(first.trim()), cased(last.trim())).trim().to_owned()
}

/// The first of several given names, which papers separate by a comma or a space: `Léa, Marie` is `Léa`.
fn first_given(given_names: &str) -> &str {
    given_names.trim().split([',', ' ']).next().unwrap_or_default()
}

/// Rosters write family names in capitals; pages don't: `L'HAŸ-MARTIN` is `L'Haÿ-Martin`. A name that has small
/// letters was typed with care, and stays.
fn cased(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut begins = true;
    let mut cased = String::with_capacity(name.len());
    for letter in name.chars() {
        if begins {
            cased.push(letter);
        } else {
            cased.extend(letter.to_lowercase());
        }
        begins = !letter.is_alphanumeric();
    }
    cased
}

/// The login that a name gives: `n.benali` for staff, `lea.martin` for everyone else; ASCII small letters.
/// Whoever stores it adds a number when it is taken.
pub fn login(kind: PersonKind, name: &str) -> String {
    let folded = fold(name);
    let mut words = folded.split_whitespace().map(ascii).filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default();
    let rest: String = words.collect();
    let first = if kind == PersonKind::Staff && !rest.is_empty() { first.chars().take(1).collect() } else { first };
    let login = match (first.is_empty(), rest.is_empty()) {
        (false, false) => format!("{first}.{rest}"),
        (false, true) => first,
        // A name without any Latin letter: the person's kind, and a number.
        _ => kind.to_string(),
    };
    login.chars().take(40).collect()
}

fn ascii(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).collect()
}
