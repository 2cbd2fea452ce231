//! Codes that are printed, read by a tired parent and typed on a telephone.

use preau_kernel::Entropy;

/// Digits and capitals without 0, 1, I, L and O: 31 signs. That 31 is prime is what makes the check character work.
const ALPHABET: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// Characters of a code, the check character included.
pub(crate) const LENGTH: usize = 10;

/// A ten-character code: nine drawn (44 bits), the last a check.
///
/// The check is a sum with the weights 1 to 9 modulo 31, and its own weight is −1. All ten weights are different and
/// none is 0, so one wrong character, and any two characters swapped, are always noticed, before anything is counted
/// against the person.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Code([u8; LENGTH]);

/// What is wrong with a typed code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistyped {
    /// It has not ten characters.
    Length,
    /// A character that no code has, such as 0 or O.
    Sign,
    /// One character is wrong, or two are swapped.
    Check,
}

impl Mistyped {
    /// The code of its sentence.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Length => "signin-code-length",
            Self::Sign => "signin-code-sign",
            Self::Check => "signin-code-check",
        }
    }
}

impl Code {
    /// Draws a code.
    pub(crate) fn draw(entropy: &dyn Entropy) -> Self {
        let digits = std::array::from_fn::<u8, { LENGTH - 1 }, _>(|_| u8::try_from(entropy.below(31)).unwrap_or(0));
        Self::of(digits)
    }

    /// The code that follows from secret bytes: the same bytes, the same code.
    pub(crate) fn from_secret(secret: &[u8; 32]) -> Self {
        let mut number = secret.iter().take(16).fold(0_u128, |number, byte| (number << 8) | u128::from(*byte));
        Self::of(std::array::from_fn(|_| {
            let digit = u8::try_from(number % 31).unwrap_or(0);
            number /= 31;
            digit
        }))
    }

    fn of(digits: [u8; LENGTH - 1]) -> Self {
        let mut code = [0; LENGTH];
        let check = weighted(&digits);
        for (place, digit) in code.iter_mut().zip(digits.into_iter().chain([check])) {
            *place = ALPHABET.get(usize::from(digit)).copied().unwrap_or(b'2');
        }
        Self(code)
    }

    /// Reads what was typed: case, spaces and dashes don't count.
    pub(crate) fn parse(typed: &str) -> Result<Self, Mistyped> {
        let mut code = [0; LENGTH];
        let mut digits = [0; LENGTH];
        let mut count = 0;
        let signs = typed.chars().filter(|sign| !sign.is_whitespace() && !matches!(sign, '-' | '–' | '—' | '.'));
        for sign in signs {
            let sign = u8::try_from(sign.to_ascii_uppercase()).map_err(|_| Mistyped::Sign)?;
            let digit = ALPHABET.iter().position(|known| *known == sign).ok_or(Mistyped::Sign)?;
            let (Some(place), Some(value)) = (code.get_mut(count), digits.get_mut(count)) else {
                return Err(Mistyped::Length);
            };
            *place = sign;
            *value = u8::try_from(digit).unwrap_or(0);
            count += 1;
        }
        match digits.split_last() {
            _ if count != LENGTH => Err(Mistyped::Length),
            Some((check, rest)) if weighted(rest) == *check => Ok(Self(code)),
            _ => Err(Mistyped::Check),
        }
    }

    /// The ten characters, without dashes.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// As it is printed: `K7M4-PQ92-XR`.
    pub(crate) fn printed(&self) -> String {
        let text = self.as_str();
        [text.get(..4), text.get(4..8), text.get(8..)].map(Option::unwrap_or_default).join("-")
    }
}

fn weighted(digits: &[u8]) -> u8 {
    let sum: u32 = (1..).zip(digits).map(|(weight, digit)| weight * u32::from(*digit)).sum();
    u8::try_from(sum % 31).unwrap_or(0)
}
