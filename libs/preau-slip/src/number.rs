//! Between counts and measures. All pictures are below 2^31 pixels, so nothing is lost.

/// A count as a measure.
#[expect(clippy::cast_precision_loss, reason = "counts of pixels are far below 2^52")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// A measure as a count: cut towards zero, never negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, which is meant")]
pub(crate) fn count(measure: f64) -> usize {
    measure as usize
}

/// A measure as a whole number of something small.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, which is meant")]
pub(crate) fn whole(measure: f64) -> u32 {
    measure as u32
}

/// A measure as a grey: 0 to 255.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the cast saturates, which is meant")]
pub(crate) fn grey(measure: f64) -> u8 {
    (measure + 0.5) as u8
}
