//! What a slip is called: a number below 2^40, as ten letters for people and as 24 letters in the QR code.
//!
//! Both use the same 32 letters, none of which is taken for another when read aloud or from paper. Of the ten, the last
//! two check the others: any one or two wrong letters, and any two that changed places, are noticed (a Reed-Solomon code
//! over GF(32), distance 3). The QR code says besides what stands on the slip, so that a reader needs nothing else:
//!
//! | Letters | Say |
//! |---|---|
//! | 1 | the version of this format, `A` |
//! | 10 | the code, as people type it |
//! | 6 | the [`Shape`]: 30 bits |
//! | 7 | CRC-32 of the letters before |
//!
//! 24 letters fit a QR code of version 2 (25 × 25 squares) at level Q, which mends a quarter of itself.

use std::fmt;

use crate::shape::Shape;

/// The letters of all codes; the position of one is its value.
const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
/// Letters of a code that carry the number, 5 bits each.
const CARRYING: usize = 8;
/// Letters of a code, the two that check included.
const CODE: usize = CARRYING + 2;
/// Letters of the shape.
const SHAPE: usize = 6;
/// Letters of the checksum: 32 bits.
const SUM: usize = 7;
/// Letters of the whole.
const TEXT: usize = 1 + CODE + SHAPE + SUM;
/// The format's version.
const VERSION: u8 = b'A';

/// Why a text is no code of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Not our letters, or not as many of them.
    #[error("not a slip's code")]
    Foreign,
    /// A later version of this library printed it.
    #[error("a slip of a later format")]
    Later,
    /// The letters do not check each other.
    #[error("the letters do not check each other")]
    Checksum,
    /// The checksum is right, and what it guards can't be: a forgery.
    #[error("a shape that can't be")]
    Shape,
}

/// A slip's number, below 2^40. Draw it at random and keep what it stands for: a number that nobody printed is then
/// most likely nobody's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u64);

impl Code {
    /// How many there are.
    pub const COUNT: u64 = 1 << (5 * CARRYING);

    /// The code of this number; `None` from [`Self::COUNT`] on.
    pub fn new(number: u64) -> Option<Self> {
        (number < Self::COUNT).then_some(Self(number))
    }

    /// The number.
    pub fn number(self) -> u64 {
        self.0
    }

    /// Reads ten letters as somebody typed them: any case, blanks and dashes.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let letters: String = letters.map(|letter| letter.to_ascii_uppercase()).take(CODE + 1).collect();
        Self::of(&values(&letters).ok_or(Unreadable::Foreign)?)
    }

    fn of(values: &[u8]) -> Result<Self, Unreadable> {
        let (carrying, _) = values.split_at_checked(CARRYING).ok_or(Unreadable::Foreign)?;
        if values.len() != CODE {
            return Err(Unreadable::Foreign);
        }
        let code = Self(number(carrying));
        if code.values() == values { Ok(code) } else { Err(Unreadable::Checksum) }
    }

    fn values(self) -> [u8; CODE] {
        let mut values = [0; CODE];
        for (place, value) in digits(self.0, CARRYING).enumerate() {
            values[place] = value;
        }
        let [last, next] = checks(&values[..CARRYING]);
        values[CARRYING] = last;
        values[CARRYING + 1] = next;
        values
    }
}

/// Ten letters in two groups: `K7QMD-3XW9A`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letters: String = self.values().into_iter().map(letter).collect();
        let (first, second) = letters.split_at(CODE / 2);
        write!(f, "{first}-{second}")
    }
}

/// A slip as it is printed: what it is called and what stands on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Slip {
    /// What it is called.
    pub code: Code,
    /// What stands on it.
    pub shape: Shape,
}

impl Slip {
    /// The 24 letters of the QR code.
    pub fn text(&self) -> String {
        let shape = digits(u64::from(self.shape.to_bits()), SHAPE);
        let mut text: String = char::from(VERSION).into();
        text.extend(self.code.values().into_iter().chain(shape).map(letter));
        let sum = crc32(text.as_bytes());
        text.extend(digits(u64::from(sum), SUM).map(letter));
        text
    }

    /// Reads the letters of a QR code. Only what [`Self::text`] wrote is accepted, letter by letter.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let foreign = Unreadable::Foreign;
        let (guarded, sum) = text.split_at_checked(TEXT - SUM).ok_or(foreign)?;
        let values = values(text).filter(|values| values.len() == TEXT).ok_or(foreign)?;
        if number(&values[TEXT - SUM..]) != u64::from(crc32(guarded.as_bytes())) || sum.len() != SUM {
            return Err(Unreadable::Checksum);
        }
        if guarded.as_bytes().first() != Some(&VERSION) {
            return Err(Unreadable::Later);
        }
        let code = Code::of(&values[1..=CODE])?;
        let bits = u32::try_from(number(&values[1 + CODE..TEXT - SUM])).map_err(|_| Unreadable::Shape)?;
        Ok(Self { code, shape: Shape::from_bits(bits).ok_or(Unreadable::Shape)? })
    }
}

fn letter(value: u8) -> char {
    char::from(LETTERS[usize::from(value % 32)])
}

fn values(text: &str) -> Option<Vec<u8>> {
    let value = |byte| LETTERS.iter().position(|&known| known == byte).and_then(|value| u8::try_from(value).ok());
    text.bytes().map(value).collect()
}

/// The highest five bits first.
fn digits(number: u64, count: usize) -> impl Iterator<Item = u8> {
    (0..count).rev().map(move |place| u8::try_from((number >> (5 * place)) & 31).unwrap_or_default())
}

fn number(values: &[u8]) -> u64 {
    values.iter().fold(0, |number, &value| (number << 5) | u64::from(value))
}

/// The two letters that make the sum of all, and the sum weighted by the powers of α, zero in GF(32).
fn checks(values: &[u8]) -> [u8; 2] {
    let plain = values.iter().fold(0, |sum, value| sum ^ value);
    let weighted = values.iter().enumerate().fold(0, |sum, (place, &value)| sum ^ times(value, power(place)));
    let (a, b) = (power(CARRYING), power(CARRYING + 1));
    let second = times(weighted ^ times(a, plain), inverse(a ^ b));
    [plain ^ second, second]
}

/// Product in GF(32), by x⁵ + x² + 1.
fn times(a: u8, b: u8) -> u8 {
    let product = (0..5).filter(|bit| b >> bit & 1 == 1).fold(0u16, |sum, bit| sum ^ (u16::from(a) << bit));
    let rest = (5..9)
        .rev()
        .fold(product, |rest, bit| if rest >> bit & 1 == 1 { rest ^ (0b10_0101 << (bit - 5)) } else { rest });
    u8::try_from(rest).unwrap_or_default()
}

/// α to this power; α is x.
fn power(exponent: usize) -> u8 {
    (0..exponent).fold(1, |power, _| times(power, 2))
}

/// Each element to the 31st power is one, so its 30th power is its inverse.
fn inverse(a: u8) -> u8 {
    (0..30).fold(1, |power, _| times(power, a))
}

/// CRC-32 of ISO 3309, as in zip and PNG.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), step))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::shape::{Choice, Question, Size};

    fn slip(number: u64) -> Slip {
        let questions =
            vec![Question { boxes: 2, choice: Choice::One }, Question { boxes: 3, choice: Choice::Several }];
        Slip { code: Code::new(number).unwrap(), shape: Shape::new(Size::Third, questions, true).unwrap() }
    }

    #[test]
    fn the_checksum_is_the_one_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn every_number_but_zero_has_an_inverse() {
        assert!((1..32).all(|a| times(a, inverse(a)) == 1));
    }

    #[test]
    fn a_code_typed_carelessly_is_still_read() {
        let code = Code::new(0x12_3456_789A).unwrap();
        let typed = format!(" {} ", code.to_string().to_lowercase().replace('-', " "));
        assert_eq!(Code::read(&typed), Ok(code));
        assert_eq!(Code::read(""), Err(Unreadable::Foreign));
        assert_eq!(Code::read(&format!("{code}2")), Err(Unreadable::Foreign));
        assert_eq!(Code::read("O0I1L-22222"), Err(Unreadable::Foreign));
        assert_eq!(Code::read("éééééééééé"), Err(Unreadable::Foreign));
        assert_eq!(Code::new(Code::COUNT), None);
    }

    #[test]
    fn a_slip_fits_the_qr_code_and_says_its_version() {
        let text = slip(7).text();
        assert_eq!(text.len(), 24);
        let later = text.replacen('A', "B", 1);
        let sum = crc32(&later.as_bytes()[..17]);
        let later: String = later[..17].chars().chain(digits(u64::from(sum), SUM).map(letter)).collect();
        assert_eq!(Slip::read(&later), Err(Unreadable::Later));
        assert_eq!(Slip::read("https://example.org/abcd"), Err(Unreadable::Foreign));
    }

    proptest! {
        #[test]
        fn one_or_two_wrong_letters_are_noticed(number in 0..Code::COUNT, a in 0..10usize, b in 0..10usize, x in 0..32u8, y in 0..32u8) {
            let right = Code(number).values();
            let mut wrong = right;
            wrong[a] = x;
            wrong[b] = y;
            let expected = if wrong == right { Ok(Code(number)) } else { Err(Unreadable::Checksum) };
            prop_assert_eq!(Code::of(&wrong), expected);
        }

        #[test]
        fn two_letters_that_changed_places_are_noticed(number in 0..Code::COUNT, a in 0..10usize, b in 0..10usize) {
            let right = Code(number).values();
            let mut wrong = right;
            wrong.swap(a, b);
            prop_assert_eq!(Code::of(&wrong).is_ok(), wrong == right);
        }

        #[test]
        fn what_is_printed_is_read(number in 0..Code::COUNT) {
            prop_assert_eq!(Slip::read(&slip(number).text()), Ok(slip(number)));
            prop_assert_eq!(Code::read(&slip(number).code.to_string()), Ok(Code(number)));
        }

        #[test]
        fn no_other_text_is_read(text in "A[2-9A-HJ-NP-Z]{23}") {
            prop_assert!(Slip::read(&text).is_err());
        }
    }
}
