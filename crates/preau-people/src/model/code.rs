//! Codes with a check digit: those of institutions, and those that we hand out.

use preau_kernel::{Entropy, word};

word! {
    /// What kind of institution this is.
    pub enum InstitutionKind {
        /// Nursery and primary school.
        Primary = "primary",
        /// Lower secondary school.
        College = "college",
        /// Upper secondary school.
        Lycee = "lycee",
        /// University or school of higher education.
        University = "university",
        /// Hospital or clinic.
        Hospital = "hospital",
        /// Association or other body.
        Association = "association",
    }
}
preau_db::word_column!(InstitutionKind);

impl InstitutionKind {
    /// Whether `code` is a well-formed code of such an institution: UAI for those of education, FINESS for hospitals,
    /// SIRET for any. Blanks were taken out before.
    pub fn accepts(self, code: &str) -> bool {
        let own = match self {
            Self::Primary | Self::College | Self::Lycee | Self::University => is_uai(code),
            Self::Hospital => is_finess(code),
            Self::Association => false,
        };
        own || is_siret(code)
    }

    /// The problem's code when it is not.
    pub fn complaint(self) -> &'static str {
        match self {
            Self::Primary | Self::College | Self::Lycee | Self::University => "code-uai",
            Self::Hospital => "code-finess",
            Self::Association => "code-siret",
        }
    }
}

/// UAI: seven digits and the letter that their remainder by 23 gives, without I, O and Q.
pub fn is_uai(code: &str) -> bool {
    const LETTERS: &[u8; 23] = b"ABCDEFGHJKLMNPRSTUVWXYZ";
    let Some((digits, letter)) = code.split_at_checked(7) else { return false };
    let Ok(number) = digits.parse::<usize>() else { return false };
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && letter.len() == 1
        && LETTERS.get(number % 23) == letter.as_bytes().first()
}

/// SIRET: 14 digits that pass Luhn's check (INSEE); those of La Poste have a digit sum that 5 divides instead.
pub fn is_siret(code: &str) -> bool {
    let sum: u32 = code.chars().filter_map(|digit| digit.to_digit(10)).sum();
    is_digits(code, 14) && (luhn(code) || code.starts_with("356000000") && sum.is_multiple_of(5))
}

/// FINESS: nine digits that pass Luhn's check; Corsica's begin with 2A or 2B and have no check that is published.
pub fn is_finess(code: &str) -> bool {
    let corsica = code.strip_prefix("2A").or_else(|| code.strip_prefix("2B"));
    corsica.is_some_and(|rest| is_digits(rest, 7)) || is_digits(code, 9) && luhn(code)
}

fn is_digits(code: &str, length: usize) -> bool {
    code.len() == length && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// ISO/IEC 7812-1, annex B.
fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .chars()
        .rev()
        .filter_map(|digit| digit.to_digit(10))
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .map(|product| product / 10 + product % 10)
        .sum();
    sum.is_multiple_of(10)
}

/// The letters of our own codes: none that is taken for another when read aloud or from paper.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Random letters of an invitation's code; 5 bits each, 55 in all.
const RANDOM: usize = 11;

/// Draws an invitation's code: eleven random letters and one that checks them, as `ABCD-EFGH-JKLM`.
pub fn draw(entropy: &dyn Entropy) -> String {
    let values: Vec<u32> = (0..RANDOM).map(|_| entropy.below(32)).collect();
    let letters: Vec<char> = values.iter().copied().chain([check(&values)]).map(letter).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// Reads a code as somebody typed it: any case, blanks and dashes, `0` for `O`… `None` if it can't be one of ours.
pub fn read(text: &str) -> Option<String> {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_uppercase);
    let values: Vec<u32> = letters.map(value).collect::<Option<_>>()?;
    let (last, random) = values.split_last()?;
    (random.len() == RANDOM && check(random) == *last).then(|| values.iter().copied().map(letter).collect())
}

fn letter(value: u32) -> char {
    usize::try_from(value).ok().and_then(|value| LETTERS.get(value)).copied().map_or('2', char::from)
}

fn value(letter: char) -> Option<u32> {
    let position = LETTERS.iter().position(|&known| char::from(known) == letter)?;
    u32::try_from(position).ok()
}

/// A weighted sum: odd weights notice every single wrong letter, differing ones most swaps.
fn check(values: &[u32]) -> u32 {
    values.iter().zip((1..).step_by(2)).map(|(value, weight)| value * weight).sum::<u32>() % 32
}
