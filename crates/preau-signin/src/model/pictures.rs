//! Three pictures, in order, out of nine or twenty-seven: a way in for those who don't read yet.
//!
//! Nine pictures give 504 ordered triples, twenty-seven 17,550. That is little, so pictures open nothing by themselves:
//! they count in an open class window only, five times at most, and then the teacher is needed.

use preau_kernel::Entropy;

/// Every picture, by its name in `web/icons/pictures.svg`.
pub(crate) const ALL: [&str; 27] = [
    "cat",
    "dog",
    "fish",
    "rabbit",
    "turtle",
    "bird",
    "snail",
    "squirrel",
    "bug",
    "apple",
    "banana",
    "cherry",
    "grape",
    "carrot",
    "cake",
    "ice-cream",
    "tree",
    "flower",
    "boat",
    "car",
    "bike",
    "train",
    "rocket",
    "umbrella",
    "star",
    "house",
    "key",
];
/// How many are chosen.
pub(crate) const CHOSEN: usize = 3;
/// Wrong choices before the teacher is needed.
pub(crate) const TRIES: i64 = 5;

/// A child's pictures: those shown, always the same so that watching several times tells nothing, and the three chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pictures {
    /// All that are shown.
    pub(crate) shown: Vec<&'static str>,
    /// The three, in order.
    pub(crate) chosen: [&'static str; CHOSEN],
}

impl Pictures {
    /// Draws the pictures of a child, out of `count` (at least three).
    pub(crate) fn draw(entropy: &dyn Entropy, count: usize) -> Self {
        let mut shown = ALL.to_vec();
        shuffle(entropy, &mut shown);
        shown.truncate(count.max(CHOSEN));
        let mut order = shown.clone();
        shuffle(entropy, &mut order);
        let chosen = std::array::from_fn(|place| order.get(place).copied().unwrap_or("star"));
        Self { shown, chosen }
    }
}

/// The picture of this name.
pub(crate) fn find(name: &str) -> Option<&'static str> {
    ALL.into_iter().find(|known| *known == name)
}

/// Puts a list in random order (Fisher and Yates).
pub(crate) fn shuffle<T>(entropy: &dyn Entropy, list: &mut [T]) {
    for last in (1..list.len()).rev() {
        let other = entropy.below(u32::try_from(last + 1).unwrap_or(u32::MAX));
        list.swap(last, usize::try_from(other).unwrap_or(0));
    }
}
