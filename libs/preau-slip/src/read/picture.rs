//! A grey picture, made small enough to work on.

use std::borrow::Cow;

use super::{BadPicture, Limits, Pixel};
use crate::number::{count, real};

/// A grey picture as a camera gives it: rows from the top, a byte a pixel, 0 is black.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    pub(super) pixels: &'a [u8],
    pub(super) width: usize,
    pub(super) height: usize,
}

impl<'a> Picture<'a> {
    /// A picture within these limits; the bytes must be exactly `width` × `height`.
    pub fn new(pixels: &'a [u8], width: usize, height: usize, limits: &Limits) -> Result<Self, BadPicture> {
        let size = width.checked_mul(height).ok_or(BadPicture::TooBig)?;
        if size > limits.pixels || width.max(height) > limits.side {
            return Err(BadPicture::TooBig);
        }
        if size == 0 || size != pixels.len() {
            return Err(BadPicture::Size);
        }
        Ok(Self { pixels, width, height })
    }
}

/// What is worked on: the picture or a smaller copy.
#[derive(Clone, Debug)]
pub(super) struct Grey<'a> {
    pub(super) pixels: Cow<'a, [u8]>,
    pub(super) width: usize,
    pub(super) height: usize,
    /// How many pixels of the picture one of these is wide.
    pub(super) shrunk: f64,
}

/// Larger pictures are worked on at half their size: a slip that fills one still has 16 pixels a millimetre.
const WORK: usize = 16 << 20;

impl<'a> Grey<'a> {
    pub(super) fn of(picture: &Picture<'a>) -> Self {
        let mut grey =
            Self { pixels: Cow::Borrowed(picture.pixels), width: picture.width, height: picture.height, shrunk: 1.0 };
        while grey.pixels.len() > WORK {
            grey = grey.half();
        }
        grey
    }

    /// Four pixels become one.
    pub(super) fn half(&self) -> Grey<'static> {
        let (width, height) = ((self.width / 2).max(1), (self.height / 2).max(1));
        let mut pixels = Vec::with_capacity(width * height);
        for row in 0..height {
            let at = |row: usize| &self.pixels[row.min(self.height - 1) * self.width..][..self.width];
            let (above, below) = (at(2 * row), at(2 * row + 1));
            for column in 0..width {
                let (left, right) = (2 * column, (2 * column + 1).min(self.width - 1));
                let sum = [above[left], above[right], below[left], below[right]].map(u16::from).iter().sum::<u16>();
                pixels.push(u8::try_from((sum + 2) / 4).unwrap_or(u8::MAX));
            }
        }
        Grey { pixels: Cow::Owned(pixels), width, height, shrunk: self.shrunk * 2.0 }
    }

    /// The grey between pixels; outside, that of the nearest edge. The middle of the first pixel is at 0.5, 0.5.
    pub(super) fn at(&self, pixel: Pixel) -> f64 {
        let (x, y) = ((pixel.x - 0.5).max(0.0), (pixel.y - 0.5).max(0.0));
        let (column, row) = (count(x).min(self.width - 1), count(y).min(self.height - 1));
        let (next, below) = ((column + 1).min(self.width - 1), (row + 1).min(self.height - 1));
        let (right, down) = ((x - real(column)).min(1.0), (y - real(row)).min(1.0));
        let grey = |row: usize, column: usize| f64::from(self.pixels[row * self.width + column]);
        let upper = grey(row, column) + (grey(row, next) - grey(row, column)) * right;
        let lower = grey(below, column) + (grey(below, next) - grey(below, column)) * right;
        upper + (lower - upper) * down
    }

    /// Whether this is in the picture.
    pub(super) fn has(&self, pixel: Pixel) -> bool {
        pixel.x >= 0.0 && pixel.y >= 0.0 && pixel.x <= real(self.width) && pixel.y <= real(self.height)
    }

    /// The same place in the picture that was given.
    pub(super) fn outside(&self, pixel: Pixel) -> Pixel {
        Pixel { x: pixel.x * self.shrunk, y: pixel.y * self.shrunk }
    }
}

/// Which pixels are darker than what is around them.
pub(super) struct Dark {
    bits: Vec<bool>,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Dark {
    /// Compares each pixel with the mean of a window around it (Bradley and Roth, 2007): light may change from one side
    /// to the other, and a shadow may fall across.
    pub(super) fn of(grey: &Grey<'_>) -> Self {
        let (width, height) = (grey.width, grey.height);
        let reach = (width.max(height) / 50).clamp(8, 100);
        let mut bits = vec![false; width * height];
        // Sums over the window's rows, one for each column, moved down row by row.
        let mut columns = vec![0u32; width];
        let row = |row: usize| &grey.pixels[row * width..][..width];
        let add = |columns: &mut [u32], at: usize| {
            columns.iter_mut().zip(row(at)).for_each(|(sum, grey)| *sum += u32::from(*grey));
        };
        (0..reach.min(height)).for_each(|at| add(&mut columns, at));
        for y in 0..height {
            if y + reach < height {
                add(&mut columns, y + reach);
            }
            if let Some(gone) = y.checked_sub(reach + 1) {
                columns.iter_mut().zip(row(gone)).for_each(|(sum, grey)| *sum -= u32::from(*grey));
            }
            let rows = (y + reach).min(height - 1) - y.saturating_sub(reach) + 1;
            darker(&columns, rows, reach, row(y), &mut bits[y * width..][..width]);
        }
        Self { bits, width, height }
    }

    pub(super) fn row(&self, row: usize) -> &[bool] {
        &self.bits[row * self.width..][..self.width]
    }

    pub(super) fn at(&self, row: usize, column: usize) -> bool {
        self.bits[row * self.width + column]
    }
}

/// Darker than this part of the mean, in hundredths, and by this many greys at least.
const PART: u64 = 85;
const LEAST: u64 = 6;

fn darker(columns: &[u32], rows: usize, reach: usize, row: &[u8], bits: &mut [bool]) {
    let width = row.len();
    let mut sum: u64 = columns.iter().take(reach).map(|sum| u64::from(*sum)).sum();
    for x in 0..width {
        sum += columns.get(x + reach).map_or(0, |sum| u64::from(*sum));
        sum -= x.checked_sub(reach + 1).map_or(0, |gone| u64::from(columns[gone]));
        let wide = (x + reach).min(width - 1) - x.saturating_sub(reach) + 1;
        let pixels = u64::try_from(rows * wide).unwrap_or(1);
        let grey = u64::from(row[x]);
        bits[x] = grey * pixels * 100 < sum * PART && (grey + LEAST) * pixels < sum;
    }
}
