//! Where a slip lies, to a fraction of a millimetre.
//!
//! The QR code is 30 mm wide and the slip 210: what the code says of the plane is off by millimetres at the far end. The
//! three marks mend that. They are looked for nearest first, each with the plane that those before it gave.

use super::Pixel;
use super::patch::Patch;
use super::picture::Grey;
use super::plane::{Pair, Plane};
use crate::layout::{Layout, MARK, MODULE, Point, Rect};
use crate::number::{count, real};

/// A slip's plane, and how many of its marks stand behind it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pose {
    /// From millimetres of the slip to pixels.
    pub(super) plane: Plane,
    /// 0 to 3.
    pub(super) marks: usize,
}

/// Something dark and round about where something dark and round is looked for.
struct Blob {
    at: Point,
    /// How much larger or smaller than wanted, as a logarithm.
    misfit: f64,
    filled: f64,
}

/// The pose of a slip whose QR code has this plane (in its own millimetres).
pub(super) fn pose(grey: &Grey<'_>, code: &Plane, layout: &Layout) -> Option<Pose> {
    let known = anchors(grey, code, layout);
    let plane = Plane::fit(&known)?;
    Some(with_marks(grey, layout, 0, &Chain { known, plane, marks: 0, error: 0.0 }).pose())
}

/// Points that are taken for known, and the plane that they give.
#[derive(Clone)]
struct Chain {
    known: Vec<Pair>,
    plane: Plane,
    marks: usize,
    /// By how much the points miss the plane, in millimetres.
    error: f64,
}

impl Chain {
    fn pose(&self) -> Pose {
        Pose { plane: self.plane, marks: self.marks }
    }

    fn with(&self, mark: Point, blob: &Blob) -> Option<Self> {
        let mut known = self.known.clone();
        known.push((mark, self.plane.pixel(blob.at.x, blob.at.y)));
        let plane = Plane::fit(&known)?;
        let error = plane.error(&known) / plane.scale(mark).max(1e-9);
        (error < MOST_ERROR).then(|| Self { known, plane, marks: self.marks + 1, error })
    }
}

/// Looks for the marks from this one on. Where several things may be a mark (a neighbour's, far from where one's own is
/// thought to be), each is followed: the one that leads to most marks is right.
fn with_marks(grey: &Grey<'_>, layout: &Layout, place: usize, chain: &Chain) -> Chain {
    let Some(&mark) = layout.marks.get(place) else { return chain.clone() };
    let reach = if chain.marks == 2 { LAST } else { FIRST[place] };
    let mut rings = rings(grey, &chain.plane, mark, reach);
    rings.sort_by(|a, b| a.misfit.abs().total_cmp(&b.misfit.abs()));
    let mut best: Option<Chain> = None;
    for longer in rings.iter().take(MOST_RINGS).filter_map(|blob| chain.with(mark, blob)) {
        let way = with_marks(grey, layout, place + 1, &longer);
        if way.marks == chain.marks + layout.marks.len() - place && way.error < MOST_ERROR / 2.0 {
            return way;
        }
        if best.as_ref().is_none_or(|best| (way.marks, -way.error) > (best.marks, -best.error)) {
            best = Some(way);
        }
    }
    let without = with_marks(grey, layout, place + 1, chain);
    best.filter(|best| best.marks >= without.marks).unwrap_or(without)
}

/// How far from where it should be each mark is looked for, to the sides and up and down, as long as not both others are
/// known; and the last one if they are.
const FIRST: [(f64, f64); 3] = [(9.0, 9.0), (30.0, 9.0), (30.0, 9.0)];
const LAST: (f64, f64) = (6.0, 6.0);
/// Things that are followed for one mark.
const MOST_RINGS: usize = 4;
/// Millimetres by which points may miss a common plane: paper curls.
const MOST_ERROR: f64 = 0.6;

/// The middles of the QR code's three large patterns, measured, and where its plane has the small one.
fn anchors(grey: &Grey<'_>, code: &Plane, layout: &Layout) -> Vec<Pair> {
    let places = [(3.5, 3.5), (21.5, 3.5), (3.5, 21.5), (18.5, 18.5)];
    let size = 3.0 * MODULE;
    let anchor = |(place, (x, y)): (usize, (f64, f64))| {
        let at = Point { x: x * MODULE, y: y * MODULE };
        let guess = code.pixel(at.x, at.y);
        let blobs = if place < 3 { blobs(grey, code, at, (2.0 * MODULE, 2.0 * MODULE), size) } else { Vec::new() };
        let near =
            blobs.into_iter().filter(|blob| blob.filled > 0.8).min_by(|a, b| a.misfit.abs().total_cmp(&b.misfit.abs()));
        let pixel = near.map_or(guess, |blob| code.pixel(blob.at.x, blob.at.y));
        (
            Point { x: layout.qr.x + at.x, y: layout.qr.y + at.y },
            if pixel.distance(guess) < 2.0 * code.scale(at) { pixel } else { guess },
        )
    };
    places.into_iter().enumerate().map(anchor).collect()
}

/// Rings of a mark's size near a place.
fn rings(grey: &Grey<'_>, plane: &Plane, mark: Point, reach: (f64, f64)) -> Vec<Blob> {
    let (outer, inner) = MARK;
    // Of its square, a ring fills π/4 (1 - (inner / outer)²): 0.66.
    let wanted = std::f64::consts::FRAC_PI_4 * (1.0 - (inner / outer).powi(2));
    let mut rings = blobs(grey, plane, mark, reach, outer);
    rings.retain(|blob| (blob.filled - wanted).abs() < 0.17 && has_hole(grey, plane, blob.at));
    rings
}

/// Whether the middle is lighter than the ring.
fn has_hole(grey: &Grey<'_>, plane: &Plane, at: Point) -> bool {
    let (outer, inner) = MARK;
    let radius = (outer + inner) / 4.0;
    let middle = grey.at(plane.pixel(at.x, at.y));
    let around = |distance: f64| {
        (0..12).map(move |turn| {
            let (sine, cosine) = (f64::from(turn) * std::f64::consts::TAU / 12.0).sin_cos();
            grey.at(plane.pixel(at.x + distance * cosine, at.y + distance * sine))
        })
    };
    let (ring, paper) = (around(radius).sum::<f64>() / 12.0, around(outer * 0.72).sum::<f64>() / 12.0);
    middle - ring > 0.25 * (paper - ring) && paper - ring > 12.0
}

/// Dark things of about this size near a place, that end within the search.
fn blobs(grey: &Grey<'_>, plane: &Plane, middle: Point, reach: (f64, f64), size: f64) -> Vec<Blob> {
    let (width, height) = (2.0 * reach.0 + size, 2.0 * reach.1 + size);
    let rect = Rect { x: middle.x - width / 2.0, y: middle.y - height / 2.0, width, height };
    let patch = Patch::of(grey, plane, &rect, size / 24.0);
    let paper = patch.paper(size * 1.6);
    let ink: Vec<f64> = patch.cells.iter().zip(&paper).map(|(cell, paper)| 1.0 - cell / paper.max(1.0)).collect();
    let darkest = super::patch::share(ink.iter().copied(), 0.995);
    if darkest < 0.15 {
        return Vec::new();
    }
    pieces(&patch, &ink, darkest * 0.5, size)
}

/// Connected pieces of what is darker than `least`.
fn pieces(patch: &Patch, ink: &[f64], least: f64, size: f64) -> Vec<Blob> {
    let mut seen = vec![false; ink.len()];
    let mut found = Vec::new();
    for start in 0..ink.len() {
        if seen[start] || ink[start] < least {
            continue;
        }
        let mut piece = Piece::new(patch);
        let mut stack = vec![start];
        seen[start] = true;
        while let Some(at) = stack.pop() {
            piece.add(at, ink[at]);
            for near in around(at, patch) {
                if !seen[near] && ink[near] >= least {
                    seen[near] = true;
                    stack.push(near);
                }
            }
        }
        found.extend(piece.blob(patch, size));
    }
    found
}

fn around(at: usize, patch: &Patch) -> impl Iterator<Item = usize> {
    let (row, column) = (at / patch.width, at % patch.width);
    let (width, height) = (patch.width, patch.height);
    [
        (column > 0).then(|| at - 1),
        (column + 1 < width).then(|| at + 1),
        (row > 0).then(|| at - width),
        (row + 1 < height).then(|| at + width),
    ]
    .into_iter()
    .flatten()
}

/// A piece while it is being walked over.
struct Piece {
    width: usize,
    cells: usize,
    weight: f64,
    x: f64,
    y: f64,
    columns: (usize, usize),
    rows: (usize, usize),
}

impl Piece {
    fn new(patch: &Patch) -> Self {
        let none = (usize::MAX, 0);
        Self { width: patch.width, cells: 0, weight: 0.0, x: 0.0, y: 0.0, columns: none, rows: none }
    }

    fn add(&mut self, at: usize, ink: f64) {
        let (row, column) = (at / self.width, at % self.width);
        self.cells += 1;
        self.weight += ink;
        self.x += ink * (real(column) + 0.5);
        self.y += ink * (real(row) + 0.5);
        self.columns = (self.columns.0.min(column), self.columns.1.max(column));
        self.rows = (self.rows.0.min(row), self.rows.1.max(row));
    }

    /// The piece, if it ends before the patch does and its size is about right. Perspective that is not known yet may
    /// make it a third larger or smaller.
    fn blob(self, patch: &Patch, size: f64) -> Option<Blob> {
        let touches = self.columns.0 == 0
            || self.rows.0 == 0
            || self.columns.1 + 1 == patch.width
            || self.rows.1 + 1 == patch.height;
        let (wide, high) = (self.columns.1 + 1 - self.columns.0, self.rows.1 + 1 - self.rows.0);
        let (w, h) = (real(wide) * patch.step / size, real(high) * patch.step / size);
        let fits = |part: f64| (0.65..1.5).contains(&part);
        (!touches && fits(w) && fits(h) && fits(w / h)).then(|| Blob {
            at: patch.place(self.x / self.weight, self.y / self.weight),
            misfit: (w * h).ln(),
            filled: real(self.cells) / real(wide * high).max(1.0),
        })
    }
}

/// The corners of a rectangle of the slip, in the picture that was given.
pub(super) fn outline(grey: &Grey<'_>, plane: &Plane, rect: &Rect) -> [Pixel; 4] {
    rect.corners().map(|corner| grey.outside(plane.pixel(corner.x, corner.y)))
}

/// Whether a rectangle of the slip is in the picture.
pub(super) fn is_seen(grey: &Grey<'_>, plane: &Plane, rect: &Rect) -> bool {
    rect.corners().iter().all(|corner| grey.has(plane.pixel(corner.x, corner.y)))
}

/// Cells of a number of millimetres.
pub(super) fn cells(millimetres: f64, step: f64) -> usize {
    count((millimetres / step).round())
}
