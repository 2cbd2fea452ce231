//! A picture is drawn anew: what stands in the file besides it (place, hour, device, a thumbnail of what was cut away)
//! is left behind, and so is whatever a decoder of some browser could be fooled with.
//!
//! **Limits.** [`POINTS`] bounds what one picture takes in memory and time, [`AT_ONCE`] how many are drawn at the same
//! time. A picture that says in its first bytes that it is larger is refused before anything is decoded.

use std::{io::Cursor, time::Duration};

use bytes::Bytes;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageReader, Limits, RgbImage, codecs::jpeg::JpegEncoder,
    error::LimitError, metadata::Orientation,
};
use preau_kernel::{Kind, Problem, Result};
use tokio::sync::Semaphore;

/// Longest side of what is looked at, in points: a screen wide.
pub(crate) const SIDE: u32 = 2048;
/// Longest side of the small one: half a telephone wide, and light enough for a line of 400 kbit/s.
pub(crate) const SMALL: u32 = 360;
/// Points of a picture: what telephones of 2026 take at most, and some 150 MB when decoded.
const POINTS: u64 = 50_000_000;
/// Bytes that decoding one may take.
const MEMORY: u64 = 400 << 20;
/// Pictures drawn at the same time by one node: it has to answer others meanwhile.
const AT_ONCE: usize = 2;
/// How long one may wait and take.
const PATIENCE: Duration = Duration::from_mins(1);
/// JPEG's measure of likeness: no difference is seen, and a screen full stays below 500 kB.
const QUALITY: u8 = 82;
/// The small ones are many and small.
const SMALL_QUALITY: u8 = 60;

/// What covers somebody: a grey that is no skin's.
const COVER: image::Rgb<u8> = image::Rgb([148, 156, 166]);

static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// A JPEG.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Jpeg {
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
    /// Points from side to side.
    pub(crate) width: u32,
    /// Points from top to bottom.
    pub(crate) height: u32,
}

/// A picture in the two sizes in which it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Drawn {
    /// To be looked at.
    pub(crate) view: Jpeg,
    /// For lists.
    pub(crate) small: Jpeg,
}

/// What is covered: boxes of a grid of `columns` and `rows` laid over the picture, numbered from the top left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxes {
    /// From side to side.
    pub columns: u32,
    /// From top to bottom.
    pub rows: u32,
    /// The covered ones.
    pub covered: Vec<u32>,
}

/// Draws a JPEG, PNG or WebP anew, upright. `name` is what the person calls it, for what is said if it can't be done.
pub(crate) async fn draw(bytes: Bytes, name: &str) -> Result<Drawn> {
    drawn(bytes, name, None).await
}

/// Draws a picture anew with these boxes filled: what was under them is in none of its bytes.
pub(crate) async fn cover(bytes: Bytes, name: &str, boxes: Boxes) -> Result<Drawn> {
    drawn(bytes, name, Some(boxes)).await
}

async fn drawn(bytes: Bytes, name: &str, boxes: Option<Boxes>) -> Result<Drawn> {
    let unreadable = || Problem::new(Kind::Invalid, "picture-unreadable").with("name", name);
    let work = async {
        let turn = TURNS.acquire().await.map_err(Problem::internal)?;
        let drawn = tokio::task::spawn_blocking(move || {
            let drawn = decode(&bytes).and_then(|mut picture| {
                if let Some(boxes) = boxes {
                    fill(&mut picture, &boxes);
                }
                both(&picture)
            });
            // The turn ends with the work, not with whoever waits for it.
            drop(turn);
            drawn
        });
        // A decoder that panics has met a file that it can't read.
        let drawn = drawn.await.map_err(|error| unreadable().caused_by(error))?;
        drawn.map_err(|error| match error {
            ImageError::Limits(_) => Problem::new(Kind::TooLarge, "picture-points").with("name", name),
            error => unreadable().caused_by(error),
        })
    };
    let drawn = tokio::time::timeout(PATIENCE, work).await;
    drawn.map_err(|_| Problem::new(Kind::Unavailable, "pictures-busy"))?
}

/// Reads a picture at its full size, within [`POINTS`] and [`MEMORY`], and how it is to be turned.
pub fn open_picture(bytes: &[u8]) -> Result<(DynamicImage, Orientation), ImageError> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?.into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > POINTS {
        return Err(ImageError::Limits(LimitError::from_kind(image::error::LimitErrorKind::DimensionError)));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Ok((DynamicImage::from_decoder(decoder)?, orientation))
}

/// Reads a picture and sets it upright.
fn decode(bytes: &[u8]) -> Result<RgbImage, ImageError> {
    let (mut picture, orientation) = open_picture(bytes)?;
    // Made small first: what is turned is then at most a screen.
    if picture.width().max(picture.height()) > SIDE {
        picture = picture.thumbnail(SIDE, SIDE);
    }
    picture.apply_orientation(orientation);
    Ok(on_white(picture))
}

fn fill(picture: &mut RgbImage, boxes: &Boxes) {
    let (width, height) = (picture.width(), picture.height());
    let edge =
        |side: u32, at: u32, of: u32| u32::try_from(u64::from(side) * u64::from(at) / u64::from(of)).unwrap_or(side);
    for &number in &boxes.covered {
        let (column, row) = (number % boxes.columns, number / boxes.columns);
        for y in edge(height, row, boxes.rows)..edge(height, row + 1, boxes.rows).min(height) {
            for x in edge(width, column, boxes.columns)..edge(width, column + 1, boxes.columns).min(width) {
                picture.put_pixel(x, y, COVER);
            }
        }
    }
}

/// JPEG would make black of what is transparent.
fn on_white(picture: DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8();
    }
    let picture = picture.into_rgba8();
    let mut flat = RgbImage::new(picture.width(), picture.height());
    for (to, from) in flat.pixels_mut().zip(picture.pixels()) {
        let [red, green, blue, alpha] = from.0.map(u16::from);
        let over = |colour: u16| u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX);
        to.0 = [over(red), over(green), over(blue)];
    }
    flat
}

/// The two sizes of a picture that is at most [`SIDE`] wide and high.
fn both(picture: &RgbImage) -> Result<Drawn, ImageError> {
    let view = jpeg(picture, QUALITY)?;
    let longest = picture.width().max(picture.height());
    let small = if longest > SMALL {
        let fit = |side: u32| (u64::from(side) * u64::from(SMALL) / u64::from(longest)).max(1);
        let [width, height] =
            [fit(picture.width()), fit(picture.height())].map(|side| u32::try_from(side).unwrap_or(1));
        jpeg(&image::imageops::thumbnail(picture, width, height), SMALL_QUALITY)?
    } else {
        jpeg(picture, SMALL_QUALITY)?
    };
    Ok(Drawn { view, small })
}

fn jpeg(picture: &RgbImage, quality: u8) -> Result<Jpeg, ImageError> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(picture)?;
    Ok(Jpeg { bytes, width: picture.width(), height: picture.height() })
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbaImage};

    use super::*;

    fn png(width: u32, height: u32, paint: impl Fn(u32, u32) -> [u8; 4]) -> Vec<u8> {
        let picture = RgbaImage::from_fn(width, height, |x, y| image::Rgba(paint(x, y)));
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn read(jpeg: &Jpeg) -> RgbImage {
        image::load_from_memory(&jpeg.bytes).unwrap().into_rgb8()
    }

    #[tokio::test]
    async fn a_picture_is_a_screen_wide_at_most_and_white_where_it_was_clear() {
        let clear = png(3000, 1000, |x, _| if x < 1500 { [0, 0, 0, 0] } else { [200, 0, 0, 255] });
        let Drawn { view, small } = draw(clear.into(), "a.png").await.unwrap();
        assert_eq!((view.width, view.height, small.width, small.height), (2048, 683, 360, 120));
        let (left, right) = (*read(&view).get_pixel(100, 100), *read(&view).get_pixel(1900, 100));
        assert!(left.0.iter().all(|colour| *colour > 250) && right.0[0] > 180 && right.0[1] < 30, "{left:?} {right:?}");
        let tiny = draw(png(3, 1, |_, _| [9, 9, 9, 255]).into(), "b.png").await.unwrap();
        assert_eq!((tiny.view.width, tiny.small.width), (3, 3), "nothing is made larger");
        let thin = draw(png(4000, 1, |_, _| [9, 9, 9, 255]).into(), "c.png").await.unwrap();
        assert_eq!((thin.view.height, thin.small.height), (1, 1));
    }

    #[tokio::test]
    async fn what_says_that_it_is_enormous_or_is_cut_off_is_refused_and_named() {
        let mut huge = jpeg(&RgbImage::new(16, 16), 80).unwrap().bytes;
        let frame = huge.windows(2).position(|mark| mark == [0xff, 0xc0]).unwrap();
        huge[frame + 5..frame + 9].copy_from_slice(&[0xea, 0x60, 0xea, 0x60]);
        let refused = draw(huge.into(), "a.jpg").await.unwrap_err();
        assert_eq!((refused.code, refused.args[0].1.as_str()), ("picture-points", "a.jpg"));
        let half = png(300, 300, |x, y| [u8::try_from(x * y % 251).unwrap(), 0, 0, 255]);
        let refused = draw(half[..half.len() / 2].to_vec().into(), "b.png").await.unwrap_err();
        assert_eq!(refused.code, "picture-unreadable");
    }

    #[tokio::test]
    async fn nothing_of_what_is_covered_is_left_in_either_size() {
        let red = png(1000, 600, |_, _| [220, 10, 10, 255]);
        let boxes = Boxes { columns: 8, rows: 6, covered: vec![0, 9, 47] };
        let Drawn { view, small } = cover(red.into(), "a.png", boxes).await.unwrap();
        for jpeg in [view, small] {
            let picture = read(&jpeg);
            let at = |x: u32, y: u32| picture.get_pixel(x * jpeg.width / 1000, y * jpeg.height / 600).0;
            for (x, y) in [(60, 50), (190, 150), (940, 550)] {
                assert!(at(x, y)[0] < 170 && at(x, y)[2] > 130, "{x} {y}: {:?}", at(x, y));
            }
            assert!(at(190, 50)[0] > 190 && at(500, 300)[2] < 40, "the rest stays");
        }
    }
}
