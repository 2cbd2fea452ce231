//! Photographs of slips: read at full size, since a pencil's tick is a few points wide, and cut into what somebody has to
//! look at. Nothing of the photograph itself is kept.

use std::time::Duration;

use bytes::Bytes;
use image::{GrayImage, Luma, codecs::jpeg::JpegEncoder};
use preau_kernel::{Kind, Problem, Result};
use preau_slip::{Found, Limits, Outline, Picture};
use preau_web::files::open_picture;
use tokio::sync::Semaphore;

/// How long one may wait and take.
const PATIENCE: Duration = Duration::from_mins(2);
/// Points from side to side of a slip that is cut out, and of a code that can't be read with what is around it.
const WIDE: u32 = 1100;
const CODE: u32 = 500;

/// One at a time on a node: it has to answer others meanwhile.
static TURN: Semaphore = Semaphore::const_new(1);

/// What a photograph says, with its slips cut out in the order of [`Found::slips`], and its unread codes.
#[derive(Debug)]
pub(crate) struct Photo {
    /// What was read.
    pub(crate) found: Found,
    /// The slips, as JPEG.
    pub(crate) slips: Vec<Vec<u8>>,
    /// The codes that can't be read, as JPEG.
    pub(crate) unread: Vec<Vec<u8>>,
}

/// Reads a photograph; none if it is no picture that can be read.
pub(crate) async fn read(bytes: Bytes) -> Result<Option<Photo>> {
    let work = async {
        let turn = TURN.acquire().await.map_err(Problem::internal)?;
        let read = tokio::task::spawn_blocking(move || {
            // However it lies, its slips are found.
            let photo = open_picture(&bytes).ok().and_then(|(picture, _)| photo(&picture.into_luma8()));
            // The turn ends with the work, not with whoever waits for it.
            drop(turn);
            photo
        });
        // A decoder that panics has met a file that it can't read.
        Ok(read.await.unwrap_or(None))
    };
    let read = tokio::time::timeout(PATIENCE, work).await;
    read.map_err(|_| Problem::new(Kind::Unavailable, "form-slips-busy"))?
}

fn photo(grey: &GrayImage) -> Option<Photo> {
    let limits = Limits::default();
    let (width, height) = (usize::try_from(grey.width()).ok()?, usize::try_from(grey.height()).ok()?);
    let found = preau_slip::read(&Picture::new(grey.as_raw(), width, height, &limits).ok()?, &limits);
    let slips = found.slips.iter().map(|slip| cut(grey, &slip.outline, WIDE, 0.0)).collect::<Option<_>>()?;
    // The letters stand below the code: as much again is shown on each side.
    let unread = found.unread.iter().map(|outline| cut(grey, outline, CODE, 0.6)).collect::<Option<_>>()?;
    Some(Photo { found, slips, unread })
}

/// What an outline encloses, laid upright, `wide` points from side to side; `more` is how much of the outline's size is
/// shown around it.
fn cut(grey: &GrayImage, outline: &Outline, wide: u32, more: f64) -> Option<Vec<u8>> {
    let [a, b, c, d] = *outline;
    let length = |from: preau_slip::Pixel, to: preau_slip::Pixel| (from.x - to.x).hypot(from.y - to.y);
    let ratio = (length(a, d) + length(b, c)) / (length(a, b) + length(d, c)).max(1.0);
    let high = (1..=2 * wide).rev().find(|high| f64::from(*high) <= f64::from(wide) * ratio).unwrap_or(1);
    let at = |x: f64, y: f64| {
        let between =
            |a: f64, b: f64, c: f64, d: f64| (a * (1.0 - x) + b * x) * (1.0 - y) + (d * (1.0 - x) + c * x) * y;
        Luma([nearest(grey, between(a.x, b.x, c.x, d.x), between(a.y, b.y, c.y, d.y))])
    };
    let part = |place: u32, of: u32| (f64::from(place) + 0.5) / f64::from(of) * (1.0 + 2.0 * more) - more;
    let cut = GrayImage::from_fn(wide, high, |x, y| at(part(x, wide), part(y, high)));
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 70).encode_image(&cut).ok()?;
    Some(bytes)
}

/// The point at a place; white outside.
fn nearest(grey: &GrayImage, x: f64, y: f64) -> u8 {
    let (width, height) = (f64::from(grey.width()), f64::from(grey.height()));
    if !(0.0..width).contains(&x) || !(0.0..height).contains(&y) {
        return u8::MAX;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the picture's sides")]
    let (column, row) = (x as u32, y as u32);
    grey.get_pixel_checked(column, row).map_or(u8::MAX, |point| point.0[0])
}
