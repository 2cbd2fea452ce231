//! Finds the QR codes of slips in a picture and reads them.
//!
//! A slip's code is always of the same size, 25 × 25 squares. So the finder looks for its three large patterns, guesses
//! the plane, corrects it by the small fourth pattern and samples the squares; `rqrr` mends and decodes them.
//!
//! Why not a crate for the finding too: on eight photographs of the fixtures with 48 slips, `rqrr` 0.11 found 38 (41 with
//! our thresholds; it works in whole pixels, and clones the picture for each three corners that it tries), `rxing` 0.9
//! found all, in 4 s a photograph and with chrono, regex and num below it; this found all, in about 0.6 s.

use super::picture::{Dark, Grey};
use super::plane::{Pair, Plane};
use super::{Limits, Pixel};
use crate::code::{Slip, Unreadable};
use crate::layout::{MODULE, MODULES, Point};
use crate::number::{count, real};

/// A code that was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// What it says; `None` if it looks like a slip's code and can't be read.
    pub(super) slip: Option<Slip>,
    /// From millimetres of the QR code (its upper left corner is 0, 0) to pixels.
    pub(super) plane: Plane,
}

/// One of the three large patterns, or something like it.
#[derive(Clone, Copy, Debug)]
struct Eye {
    at: Pixel,
    /// Pixels of a square, as measured along rows and columns.
    module: f64,
    /// How many rows saw it.
    rows: u32,
}

/// Squares from the middle of one large pattern to that of the next.
const APART: f64 = 18.0;
/// Eyes that are tried with each eye: real ones have two, and perhaps some of a neighbour.
const NEIGHBOURS: usize = 40;
/// Three eyes tried as one code, and what speaks against it.
type Triple = (f64, [usize; 3]);

/// All codes in a picture, at one size of it.
pub(super) fn find(grey: &Grey<'_>, limits: &Limits) -> Vec<Found> {
    let eyes = eyes(&Dark::of(grey), limits.patterns);
    let mut used = vec![false; eyes.len()];
    let mut found = Vec::new();
    let mut unread: Vec<(Found, [usize; 3])> = Vec::new();
    for (_, triple) in triples(&eyes, limits.tries) {
        if triple.iter().any(|&eye| used[eye]) {
            continue;
        }
        let Some((plane, greys)) = locate(grey, triple.map(|eye| eyes[eye].at)) else { continue };
        match decode(grey, plane, greys) {
            Some((slip, plane)) => {
                mark(&mut used, triple);
                found.extend(slip.map(|slip| Found { slip: Some(slip), plane }));
            }
            None => unread.push((Found { slip: None, plane }, triple)),
        }
    }
    for (one, triple) in unread {
        if !triple.iter().any(|&eye| used[eye]) {
            mark(&mut used, triple);
            found.push(one);
        }
    }
    found
}

fn mark(used: &mut [bool], triple: [usize; 3]) {
    for eye in triple {
        used[eye] = true;
    }
}

/// Everything that has a large pattern's 1:1:3:1:1 along a row and along a column.
fn eyes(dark: &Dark, most: usize) -> Vec<Eye> {
    let mut eyes: Vec<Eye> = Vec::new();
    for row in 0..dark.height {
        let bits = dark.row(row);
        let mut runs = [0usize; 5];
        let mut start = 0;
        for run in bits.chunk_by(|a, b| a == b) {
            runs.rotate_left(1);
            runs[4] = run.len();
            start += run.len();
            if run.first() == Some(&true) && looks_like(&runs) {
                let middle = real(start) - real(runs[4] + runs[3]) - real(runs[2]) / 2.0;
                if let Some(eye) = confirm(dark, row, middle) {
                    collect(&mut eyes, eye, most);
                }
            }
        }
    }
    eyes.retain(|eye| f64::from(eye.rows) >= eye.module.max(2.0));
    eyes
}

fn looks_like(runs: &[usize; 5]) -> bool {
    let total: usize = runs.iter().sum();
    let module = real(total) / 7.0;
    module >= 1.5
        && runs.iter().zip([1.0, 1.0, 3.0, 1.0, 1.0]).all(|(&run, wanted)| {
            let slack = if wanted > 1.0 { 1.2 } else { 0.7 };
            (real(run) / module - wanted).abs() <= slack
        })
}

/// Looks at the column through the middle, then at the row through the column's middle.
fn confirm(dark: &Dark, row: usize, middle: f64) -> Option<Eye> {
    let column = count(middle).min(dark.width - 1);
    let (y, high) = across(|at| dark.at(at, column), row, dark.height)?;
    let row = count(y).min(dark.height - 1);
    let (x, wide) = across(|at| dark.at(row, at), column, dark.width)?;
    let ratio = wide / high;
    (0.6..1.67).contains(&ratio).then(|| Eye { at: Pixel { x, y }, module: (wide + high) / 14.0, rows: 1 })
}

/// The middle and length of a large pattern along a line, from a dark place within its core.
fn across(dark: impl Fn(usize) -> bool, from: usize, end: usize) -> Option<(f64, f64)> {
    if !dark(from) {
        return None;
    }
    let walk = |mut at: usize, colour: bool, up: bool| {
        let mut steps = 0;
        while dark(at) == colour {
            steps += 1;
            let next = if up { at + 1 } else { at.wrapping_sub(1) };
            if next >= end {
                return (steps, None);
            }
            at = next;
        }
        (steps, Some(at))
    };
    let side = |up: bool| {
        let (core, at) = walk(from, true, up);
        let (white, at) = walk(at?, false, up);
        let (ring, _) = walk(at?, true, up);
        Some((core, white, ring))
    };
    let ((c0, w0, r0), (c1, w1, r1)) = (side(false)?, side(true)?);
    let core: usize = c0 + c1 - 1;
    let total = r0 + w0 + core + w1 + r1;
    let first = from + 1 - c0;
    looks_like(&[r0, w0, core, w1, r1]).then(|| (real(first) + real(core) / 2.0, real(total)))
}

fn collect(eyes: &mut Vec<Eye>, new: Eye, most: usize) {
    let known = eyes.iter().rposition(|eye| {
        let near = eye.module * 2.0;
        (eye.at.x - new.at.x).abs() < near && (eye.at.y - new.at.y).abs() < near
    });
    let Some(known) = known else {
        if eyes.len() < most {
            eyes.push(new);
        }
        return;
    };
    let eye = &mut eyes[known];
    let weight = f64::from(eye.rows);
    let mean = |old: f64, new: f64| (old * weight + new) / (weight + 1.0);
    eye.at = Pixel { x: mean(eye.at.x, new.at.x), y: mean(eye.at.y, new.at.y) };
    eye.module = mean(eye.module, new.module);
    eye.rows += 1;
}

/// Eyes that may be the upper right, upper left and lower left of one code, the likeliest first.
fn triples(eyes: &[Eye], most: usize) -> Vec<Triple> {
    let mut triples: Vec<Triple> = Vec::new();
    for (corner, b) in eyes.iter().enumerate() {
        let near = (0..eyes.len()).filter(|&other| other != corner && may_belong(b, &eyes[other]));
        let near: Vec<usize> = near.take(NEIGHBOURS).collect();
        for &right in &near {
            for &down in &near {
                let doubt = doubt(b.at, eyes[right].at, eyes[down].at);
                triples.extend(doubt.map(|doubt| (doubt, [right, corner, down])));
            }
        }
    }
    triples.sort_by(|a, b| a.0.total_cmp(&b.0));
    triples.truncate(most);
    triples
}

/// Along a row, a square that is turned by 45° measures √2 of its side.
fn may_belong(a: &Eye, b: &Eye) -> bool {
    let module = f64::midpoint(a.module, b.module);
    let squares = a.at.distance(b.at) / module;
    (0.65..1.55).contains(&(a.module / b.module)) && (APART / 1.7..APART * 1.3).contains(&squares)
}

/// What speaks against a right angle with equal sides, to the right and then down; `None` if too much does.
fn doubt(corner: Pixel, right: Pixel, down: Pixel) -> Option<f64> {
    let (ax, ay) = (right.x - corner.x, right.y - corner.y);
    let (bx, by) = (down.x - corner.x, down.y - corner.y);
    let (a, b) = (ax.hypot(ay), bx.hypot(by));
    let sine = (ax * by - ay * bx) / (a * b);
    let cosine = (ax * bx + ay * by) / (a * b);
    let ratio = (a / b).ln().abs();
    (sine > 0.7 && ratio < 0.5).then_some(cosine.abs() + ratio)
}

/// The middles of the squares of a code.
type Greys = Vec<f64>;

/// The plane of three eyes, corrected by the small pattern, if what must be dark is dark there.
fn locate(grey: &Grey<'_>, [right, corner, down]: [Pixel; 3]) -> Option<(Plane, Greys)> {
    let last = Pixel { x: right.x + down.x - corner.x, y: right.y + down.y - corner.y };
    let pair = |x: f64, y: f64, pixel: Pixel| -> Pair { (Point { x: x * MODULE, y: y * MODULE }, pixel) };
    let (near, far) = (3.5, 3.5 + APART);
    let three = [pair(near, near, corner), pair(far, near, right), pair(near, far, down)];
    let flat = Plane::fit(&[three[0], three[1], three[2], pair(far, far, last)])?;
    if agreement(&sample(grey, &flat), Part::Eyes) < 0.8 {
        return None;
    }
    let small = small_pattern(grey, &flat);
    let plane = Plane::fit(&[three[0], three[1], three[2], pair(18.5, 18.5, small)])?;
    let greys = sample(grey, &plane);
    (agreement(&greys, Part::All) > 0.85).then_some((plane, greys))
}

/// Where the small pattern is: nearest to where a flat code has it, most like a dark square in a white one in a dark one.
fn small_pattern(grey: &Grey<'_>, flat: &Plane) -> Pixel {
    let like = |dx: f64, dy: f64| {
        let mut sum = 0.0;
        for (y, row) in (-2i32..=2).flat_map(|y| (-2i32..=2).map(move |x| (y, x))) {
            let weight = if y.abs().max(row.abs()) == 1 { 1.0 / 8.0 } else { -1.0 / 17.0 };
            let (x, y) = (18.5 + dx + f64::from(row), 18.5 + dy + f64::from(y));
            sum += weight * grey.at(flat.pixel(x * MODULE, y * MODULE));
        }
        sum - 0.5 * dx.hypot(dy)
    };
    let mut best = (f64::MIN, 0.0, 0.0);
    for (step, reach) in [(0.5, 5), (0.125, 4), (0.03, 4)] {
        let (_, cx, cy) = best;
        for (i, j) in (-reach..=reach).flat_map(|i| (-reach..=reach).map(move |j| (i, j))) {
            let (dx, dy) = (cx + f64::from(i) * step, cy + f64::from(j) * step);
            let score = like(dx, dy);
            if score > best.0 {
                best = (score, dx, dy);
            }
        }
    }
    flat.pixel((18.5 + best.1) * MODULE, (18.5 + best.2) * MODULE)
}

fn sample(grey: &Grey<'_>, plane: &Plane) -> Greys {
    let middle = |at: usize| (real(at) + 0.5) * MODULE;
    let all = (0..MODULES).flat_map(|row| (0..MODULES).map(move |column| (row, column)));
    // Five points of each square: less noise, and no edge.
    let grey = |x: f64, y: f64| {
        [(0.0, 0.0), (0.2, 0.0), (-0.2, 0.0), (0.0, 0.2), (0.0, -0.2)]
            .iter()
            .map(|(dx, dy)| grey.at(plane.pixel(x + dx * MODULE, y + dy * MODULE)))
            .sum::<f64>()
            / 5.0
    };
    all.map(|(row, column)| grey(middle(column), middle(row))).collect()
}

/// Dark or not, each square compared with the middle between the darkest and the lightest around it: a window of nine
/// has both wherever it is.
fn bits(greys: &[f64]) -> Vec<bool> {
    let bit = |at: usize| {
        let (row, column) = (at / MODULES, at % MODULES);
        let span = |at: usize| at.saturating_sub(4)..(at + 5).min(MODULES);
        let around = span(row).flat_map(|row| span(column).map(move |column| greys[row * MODULES + column]));
        let (low, high) = around.fold((f64::MAX, f64::MIN), |(low, high), grey| (low.min(grey), high.max(grey)));
        greys[at] < f64::midpoint(low, high)
    };
    (0..greys.len()).map(bit).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Eyes,
    All,
}

/// Which part of the squares that are the same in every code of this size are as they must be.
fn agreement(greys: &[f64], part: Part) -> f64 {
    let bits = bits(greys);
    let (mut right, mut all) = (0, 0);
    for (at, &bit) in bits.iter().enumerate() {
        let (row, column) = (at / MODULES, at % MODULES);
        if let Some(wanted) = fixed(row, column, part) {
            all += 1;
            right += usize::from(wanted == bit);
        }
    }
    real(right) / real(all.max(1))
}

/// ISO/IEC 18004, 6.3: what every code of version 2 has in common.
fn fixed(row: usize, column: usize, part: Part) -> Option<bool> {
    let far = |at: usize| if at > 12 { MODULES - 1 - at } else { at };
    let (r, c) = (far(row), far(column));
    if r < 8 && c < 8 && (row < 8 || column < 8) {
        let ring = r.abs_diff(3).max(c.abs_diff(3));
        return Some(ring < 2 || ring == 3);
    }
    if part == Part::Eyes {
        return None;
    }
    if row == 6 || column == 6 {
        return Some((row + column).is_multiple_of(2));
    }
    let ring = row.abs_diff(18).max(column.abs_diff(18));
    (ring < 3).then_some(ring != 1)
}

/// Decodes the squares; if they do not decode, moves the plane's fourth point a little and tries again. `Some(None)` is
/// a code that is not ours.
fn decode(grey: &Grey<'_>, plane: Plane, greys: Greys) -> Option<(Option<Slip>, Plane)> {
    let mut tried = greys;
    let mut with = plane;
    for (dx, dy) in [(0.4, 0.0), (-0.4, 0.0), (0.0, 0.4), (0.0, -0.4), (0.0, 0.0)] {
        let bits = bits(&tried);
        let squares = rqrr::SimpleGrid::from_func(MODULES, |x, y| bits[y * MODULES + x]);
        if let Ok((_, text)) = rqrr::Grid::new(squares).decode() {
            return match Slip::read(&text) {
                Ok(slip) => Some((Some(slip), with)),
                // Its own checks passed, ours did not: somebody else's, or mended into what was never printed.
                Err(Unreadable::Checksum) => None,
                Err(_) => Some((None, with)),
            };
        }
        let pair = |x: f64, y: f64, dx: f64, dy: f64| -> Pair {
            let (x, y) = (x * MODULE, y * MODULE);
            (Point { x, y }, plane.pixel(x + dx * MODULE, y + dy * MODULE))
        };
        let corners = [pair(3.5, 3.5, 0.0, 0.0), pair(21.5, 3.5, 0.0, 0.0), pair(3.5, 21.5, 0.0, 0.0)];
        with = Plane::fit(&[corners[0], corners[1], corners[2], pair(18.5, 18.5, dx, dy)])?;
        tried = sample(grey, &with);
    }
    None
}
