//! A piece of a slip, laid flat.

use super::picture::Grey;
use super::plane::Plane;
use crate::layout::{Point, Rect};
use crate::number::{count, real};

/// Greys of a piece of a slip, row by row.
pub(super) struct Patch {
    pub(super) cells: Vec<f64>,
    pub(super) width: usize,
    pub(super) height: usize,
    /// Where the first cell begins on the slip, and how wide a cell is, in millimetres.
    origin: Point,
    pub(super) step: f64,
}

impl Patch {
    /// This place of the slip in cells of `step` millimetres.
    pub(super) fn of(grey: &Grey<'_>, plane: &Plane, rect: &Rect, step: f64) -> Self {
        let (width, height) = (count((rect.width / step).round()).max(1), count((rect.height / step).round()).max(1));
        // Where the picture has more pixels than the patch has cells, a cell is the mean of several.
        let parts = count((plane.scale(rect.centre()) * step).round()).clamp(1, 3);
        let offsets: Vec<f64> = (0..parts).map(|part| (real(part) + 0.5) / real(parts)).collect();
        let mut cells = Vec::with_capacity(width * height);
        for row in 0..height {
            for column in 0..width {
                let mut sum = 0.0;
                for down in &offsets {
                    for right in &offsets {
                        let (x, y) = (rect.x + (real(column) + right) * step, rect.y + (real(row) + down) * step);
                        sum += grey.at(plane.pixel(x, y));
                    }
                }
                cells.push(sum / real(parts * parts));
            }
        }
        Self { cells, width, height, origin: Point { x: rect.x, y: rect.y }, step }
    }

    /// The place on the slip of this part of a cell.
    pub(super) fn place(&self, column: f64, row: f64) -> Point {
        Point { x: self.origin.x + column * self.step, y: self.origin.y + row * self.step }
    }

    /// The cells whose middles are in this rectangle of the slip: columns and rows.
    pub(super) fn cells_of(&self, place: &Rect) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let span = |from: f64, length: f64, origin: f64, end: usize| {
            let at = |edge: f64| count(((edge - origin) / self.step).round()).min(end);
            at(from)..at(from + length).max(at(from))
        };
        (span(place.x, place.width, self.origin.x, self.width), span(place.y, place.height, self.origin.y, self.height))
    }

    /// The values of another picture of the same cells within a rectangle of the slip.
    pub(super) fn within<'a>(&self, values: &'a [f64], place: &Rect) -> impl Iterator<Item = f64> + use<'a> {
        let (columns, rows) = self.cells_of(place);
        let width = self.width;
        rows.flat_map(move |row| values[row * width..][columns.clone()].iter().copied())
    }

    /// The value that this part (0 to 1) of all cells are below.
    pub(super) fn share(&self, part: f64) -> f64 {
        share(self.cells.iter().copied(), part)
    }

    /// What the paper would be like without anything on it: dark things narrower than `wide` millimetres are filled with
    /// what is around them (a grey closing). The edge of a shadow is wider and stays.
    pub(super) fn paper(&self, wide: f64) -> Vec<f64> {
        let reach = count(wide / self.step / 2.0).max(1);
        let turned = |cells: &[f64], pick: fn(f64, f64) -> f64| {
            let across = filter(cells, self.height, self.width, (self.width, 1), reach, pick);
            filter(&across, self.width, self.height, (1, self.width), reach, pick)
        };
        turned(&turned(&self.cells, f64::max), f64::min)
    }

    /// The most ink of a straight stroke of `length` millimetres in a place, in any of twelve directions: the mean along
    /// it, more than where nothing is. Noise cancels out along a stroke, so this sees a pencil that no single cell shows.
    pub(super) fn trace(&self, ink: &[f64], place: &Rect, length: f64) -> f64 {
        let (columns, rows) = self.cells_of(place);
        let half = count(length / self.step / 2.0).max(1);
        let steps: Vec<f64> = (0..=2 * half).map(|step| real(step) - real(half)).collect();
        // Paper is what noise is darkest around: without this, noise alone would look like ink.
        let nothing = share(self.within(ink, place), 0.4);
        let mut most = 0.0_f64;
        for turn in 0..12 {
            let (sine, cosine) = (f64::from(turn) * std::f64::consts::PI / 12.0).sin_cos();
            for row in rows.clone().step_by(2) {
                for column in columns.clone().step_by(2) {
                    let at = |step: &f64| {
                        let (x, y) = (real(column) + step * cosine + 0.5, real(row) + step * sine + 0.5);
                        let inside = x >= real(columns.start) && y >= real(rows.start);
                        (inside && columns.contains(&count(x)) && rows.contains(&count(y)))
                            .then(|| ink[count(y) * self.width + count(x)])
                    };
                    let (sum, seen) =
                        steps.iter().filter_map(at).fold((0.0, 0), |(sum, seen), ink| (sum + ink, seen + 1));
                    if 5 * seen > 8 * half {
                        most = most.max(sum / real(seen) - nothing);
                    }
                }
            }
        }
        most
    }

    /// The noise of one cell, as a part of white: what neighbours differ by in most places.
    pub(super) fn noise(&self) -> f64 {
        let rows = self.cells.chunks(self.width);
        let steps = rows.flat_map(|row| row.windows(3).map(|three| (three[0] - 2.0 * three[1] + three[2]).abs()));
        // The median of |a - 2b + c| is 0.6745 √6 standard deviations.
        share(steps, 0.5) / 1.652 / self.share(0.8).max(1.0)
    }
}

/// The value that this part of all are below; 0 of none.
pub(super) fn share(values: impl Iterator<Item = f64>, part: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    if values.is_empty() {
        return 0.0;
    }
    let at = count(real(values.len() - 1) * part.clamp(0.0, 1.0));
    *values.select_nth_unstable_by(at, f64::total_cmp).1
}

/// The largest (or smallest) value within `reach` cells, along lines: `jump` to the next line, `step` to the next cell.
fn filter(
    cells: &[f64],
    lines: usize,
    length: usize,
    (jump, step): (usize, usize),
    reach: usize,
    pick: fn(f64, f64) -> f64,
) -> Vec<f64> {
    let mut filtered = vec![0.0; cells.len()];
    for line in 0..lines {
        for at in 0..length {
            let near = at.saturating_sub(reach)..(at + reach + 1).min(length);
            let first = cells[line * jump + at * step];
            filtered[line * jump + at * step] =
                near.fold(first, |best, near| pick(best, cells[line * jump + near * step]));
        }
    }
    filtered
}
