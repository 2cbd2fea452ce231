//! What people did to a box, and whether somebody signed.
//!
//! Ink is the part of the light that paper around it would have sent and that does not come: shadows and slow changes of
//! light are paper, a stroke is ink. A box is first found by its own frame, for paper curls; without a frame nothing is
//! said. Then its ink is measured in square millimetres of full black, which blur does not change: a tick has 1 to 3, a
//! frail pencil's tick 0.3, an empty box less than 0.03. What lies between, what stands around the box, what covers all
//! of it, is [`Doubtful`](State::Doubtful): a person looks.

use super::patch::{Patch, share};
use super::picture::Grey;
use super::plane::Plane;
use super::pose::{Pose, cells, is_seen, outline};
use super::{Doubt, Sign, State, Tick};
use crate::layout::{BOX, LINE, Rect};
use crate::number::real;

/// Millimetres of a cell of a box's patch.
const STEP: f64 = 0.125;
/// Millimetres by which a frame may be off, and what is looked at around it.
const SNAP: f64 = 2.0;
const AROUND: f64 = 1.7;
/// Up to here the frame's blur reaches.
const NEAR: f64 = 0.8;
/// Strokes are narrower than this; what is wider is shadow, or covers everything.
const STROKE: f64 = 2.4;
/// Ink of an empty box is below, of a ticked one above, in mm² of black.
const EMPTY: f64 = 0.06;
const TICKED: f64 = 0.3;
/// A tick that goes half outside leaves this much inside, and this much altogether.
const HALF: (f64, f64) = (0.15, 0.6);
/// Ink in the middle of the box, without which what is inside came from outside.
const MIDDLE: f64 = 0.08;
/// Ink around an empty box that nobody need look at.
const STRAY: f64 = 0.15;
/// A stroke of an empty box takes less of the light, on average along 2.6 mm: noise, and the paper's grain.
const TRACE: f64 = 0.045;
/// Pixels of a millimetre from which a pencil's stroke is not lost in the blur.
const ENOUGH: f64 = 4.5;
/// A tick reaches this far, in millimetres; a dot where the pen rested does not.
const EXTENT: f64 = 1.8;
/// The darkest place of a tick takes this part of the light.
const PEAK: f64 = 0.18;
/// A frame's line takes this part of the light, at least: on a slip whose marks were found, and on one whose plane is
/// known from its QR code alone, where what looks like a frame may be something else.
const FRAME: (f64, f64) = (0.15, 0.35);

/// A box as measured, before it is judged.
struct Measured {
    patch: Patch,
    ink: Vec<f64>,
    paper: Vec<f64>,
    square: Rect,
    frame: [f64; 4],
    /// The ink of a stroke that can't be overlooked: less where the picture has few pixels for a millimetre.
    trace: f64,
}

/// Reads all boxes of a slip.
pub(super) fn ticks(grey: &Grey<'_>, pose: &Pose, squares: &[Rect]) -> Vec<Tick> {
    let plane = &pose.plane;
    let measured: Vec<Option<Measured>> = squares.iter().map(|square| measure(grey, plane, square)).collect();
    // Lines are as dark as the printer and the blur let them be: the boxes of a slip are measured by each other.
    let lines = measured.iter().flatten().flat_map(|one| one.frame);
    let least = if pose.marks < 2 { FRAME.1 } else { FRAME.0 };
    let line = (share(lines, 0.5) * 0.45).max(least);
    let judge = |(square, measured): (&Rect, &Option<Measured>)| {
        let (state, confidence) = match measured {
            None => (State::Doubtful(Doubt::Hidden), 0.0),
            Some(one) => judge(one, line),
        };
        let square = measured.as_ref().map_or(*square, |one| one.square);
        Tick { state, confidence, outline: outline(grey, plane, &square) }
    };
    squares.iter().zip(&measured).map(judge).collect()
}

fn measure(grey: &Grey<'_>, plane: &Plane, square: &Rect) -> Option<Measured> {
    if !is_seen(grey, plane, &square.inset(-1.0)) {
        return None;
    }
    let patch = Patch::of(grey, plane, &square.inset(-(SNAP + AROUND + 1.0)), STEP);
    let paper = patch.paper(STROKE);
    let ink: Vec<f64> = patch.cells.iter().zip(&paper).map(|(cell, paper)| 1.0 - cell / paper.max(1.0)).collect();
    let (column, row, frame) = snap(&patch, &ink);
    let at = patch.place(real(column), real(row));
    let square = Rect { x: at.x, y: at.y, width: BOX, height: BOX };
    let trace = TRACE * (plane.scale(at) / ENOUGH).min(1.0);
    Some(Measured { patch, ink, paper, square, frame, trace })
}

/// Where the frame is: the cell of its upper left corner, and how much darker each side is than what is outside it.
fn snap(patch: &Patch, ink: &[f64]) -> (usize, usize, [f64; 4]) {
    let slack = cells(SNAP, STEP);
    let first = cells(AROUND + 1.0, STEP);
    let mut best = (f64::MIN, first + slack, first + slack, [0.0; 4]);
    for row in first..=first + 2 * slack {
        for column in first..=first + 2 * slack {
            let sides = sides(patch, ink, column, row);
            let off = real(row.abs_diff(first + slack)).hypot(real(column.abs_diff(first + slack)));
            let least = sides.iter().copied().fold(f64::MAX, f64::min);
            let score = sides.iter().sum::<f64>() + least - 0.004 * off;
            if score > best.0 {
                best = (score, column, row, sides);
            }
        }
    }
    (best.1, best.2, best.3)
}

/// Upper, left, lower, right: ink on the line, less ink 0.7 mm outside it.
fn sides(patch: &Patch, ink: &[f64], column: usize, row: usize) -> [f64; 4] {
    let (side, half) = (cells(BOX, STEP), cells(LINE / 2.0, STEP));
    let out = cells(0.7, STEP);
    let (far, steps) = (side - 1 - half, side / 2 - 2);
    let mean = |at: &dyn Fn(usize) -> usize| (0..steps).map(|step| ink[at(2 + 2 * step)]).sum::<f64>() / real(steps);
    let across = |row: usize| mean(&|along| row * patch.width + column + along);
    let down = |column: usize| mean(&|along| (row + along) * patch.width + column);
    [
        across(row + half) - across(row + half - out),
        down(column + half) - down(column + half - out),
        across(row + far) - across(row + far + out),
        down(column + far) - down(column + far + out),
    ]
}

fn judge(one: &Measured, line: f64) -> (State, f64) {
    let doubt = |doubt| (State::Doubtful(doubt), 0.0);
    let inner = one.square.inset(LINE + 0.2);
    let sides = one.frame.iter().filter(|side| **side >= line).count();
    if is_covered(one, &inner) {
        return doubt(Doubt::Covered);
    }
    if sides < 3 {
        return doubt(Doubt::Hidden);
    }
    let floor = (one.patch.noise() * 3.5).max(0.07);
    let own = without_frame(one, &inner);
    let amount = |ink: &[f64], place: &Rect| amount(&one.patch, ink, place, floor);
    let (inside, middle) = (amount(&own, &inner), amount(&own, &one.square.inset(1.3)));
    let outside = amount(&one.ink, &one.square.inset(-AROUND)) - amount(&one.ink, &one.square.inset(-NEAR));
    let trace = one.patch.trace(&own, &inner, 2.6);
    let beside = bands(&one.square).iter().map(|band| one.patch.trace(&one.ink, band, 2.0)).fold(0.0, f64::max);
    let peak = share(one.patch.within(&own, &inner), 0.99);
    let extent = extent(&one.patch, &own, &inner, floor.max(peak * 0.4));
    if inside < EMPTY && trace < one.trace {
        return if outside < STRAY && beside < one.trace {
            (State::Empty, 1.0 - 0.5 * (inside / EMPTY).max(outside / STRAY).max(trace / one.trace).clamp(0.0, 1.0))
        } else {
            doubt(Doubt::Outside)
        };
    }
    let much = inside >= TICKED || inside >= HALF.0 && inside + outside >= HALF.1;
    if much && middle >= MIDDLE && peak >= PEAK && extent >= EXTENT {
        let margin = ((inside + outside) / TICKED).min(peak / PEAK) - 1.0;
        return (State::Ticked, 0.5 + 0.5 * margin.clamp(0.0, 1.0));
    }
    doubt(if middle < MIDDLE && outside >= STRAY { Doubt::Outside } else { Doubt::Faint })
}

/// The white above, to the left, below and to the right of a box.
fn bands(square: &Rect) -> [Rect; 4] {
    let zone = square.inset(-AROUND);
    let wide = AROUND - NEAR;
    let (right, lower) = (zone.x + zone.width - wide, zone.y + zone.height - wide);
    [
        Rect { height: wide, ..zone },
        Rect { width: wide, ..zone },
        Rect { y: lower, height: wide, ..zone },
        Rect { x: right, width: wide, ..zone },
    ]
}

/// The ink of a box less what blur brings in from its frame: at each distance from a side, what most of the way along
/// that side has.
fn without_frame(one: &Measured, inner: &Rect) -> Vec<f64> {
    let mut own = one.ink.clone();
    let (columns, rows) = one.patch.cells_of(inner);
    let at = |row: usize, column: usize| row * one.patch.width + column;
    let reach = cells(1.1, STEP).min(columns.len() / 3).min(rows.len() / 3);
    let (across, down) = (columns.start + reach..columns.end - reach, rows.start + reach..rows.end - reach);
    for away in 0..reach {
        for row in [rows.start + away, rows.end - 1 - away] {
            let usual = share(across.clone().map(|column| one.ink[at(row, column)]), 0.4).max(0.0);
            columns.clone().for_each(|column| own[at(row, column)] -= usual);
        }
        for column in [columns.start + away, columns.end - 1 - away] {
            let usual = share(down.clone().map(|row| one.ink[at(row, column)]), 0.4).max(0.0);
            rows.clone().for_each(|row| own[at(row, column)] -= usual);
        }
    }
    own
}

/// How far what is darker than `least` reaches, across or down, in millimetres.
fn extent(patch: &Patch, ink: &[f64], place: &Rect, least: f64) -> f64 {
    let (columns, rows) = patch.cells_of(place);
    let dark = |row: usize, column: usize| ink[row * patch.width + column] > least;
    let span = |first: Option<usize>, last: Option<usize>| first.zip(last).map_or(0, |(first, last)| last + 1 - first);
    let mut used_rows = rows.clone().filter(|row| columns.clone().any(|column| dark(*row, column)));
    let mut used_columns = columns.clone().filter(|column| rows.clone().any(|row| dark(row, *column)));
    let high = span(used_rows.next(), used_rows.next_back());
    let wide = span(used_columns.next(), used_columns.next_back());
    real(high.max(wide)) * patch.step
}

/// Square millimetres of full black in a place.
fn amount(patch: &Patch, ink: &[f64], place: &Rect, floor: f64) -> f64 {
    let sum: f64 = patch.within(ink, place).filter(|ink| *ink > floor).sum();
    sum * patch.step * patch.step
}

/// Whether next to nothing of the box is left white: blackened, crossed out, or under something.
fn is_covered(one: &Measured, inner: &Rect) -> bool {
    let (columns, rows) = one.patch.cells_of(&one.square.inset(-AROUND));
    let (inner_columns, inner_rows) = one.patch.cells_of(&one.square.inset(-0.5));
    let ring = rows.flat_map(|row| columns.clone().map(move |column| (row, column)));
    let ring = ring.filter(|(row, column)| !(inner_rows.contains(row) && inner_columns.contains(column)));
    let white = share(ring.map(|(row, column)| one.paper[row * one.patch.width + column]), 0.5).max(1.0);
    let dark = |cell: f64| 1.0 - cell / white > 0.25;
    let cells: Vec<bool> = one.patch.within(&one.patch.cells, inner).map(dark).collect();
    let part = real(cells.iter().filter(|dark| **dark).count()) / real(cells.len().max(1));
    let (columns, _) = one.patch.cells_of(inner);
    part > 0.75 || part > 0.45 && !has_white(&cells, columns.len())
}

/// Whether a white square of 0.9 mm is left: a cross with a felt pen leaves four, a scribble none.
fn has_white(dark: &[bool], width: usize) -> bool {
    let side = cells(0.9, STEP);
    let height = dark.len() / width.max(1);
    let is_white = |row: usize, column: usize| {
        (row..row + side).all(|row| dark[row * width..][column..column + side].iter().all(|dark| !dark))
    };
    (0..(height + 1).saturating_sub(side))
        .any(|row| (0..(width + 1).saturating_sub(side)).any(|column| is_white(row, column)))
}

/// Ink of a signature is above, of an unsigned area below, in mm².
const SIGNED: f64 = 3.0;
const UNSIGNED: f64 = 0.4;
/// As [`TRACE`], along 3 mm of an area with many more places to look at.
const SIGN_TRACE: f64 = 0.05;

/// Whether something is written in an area.
pub(super) fn signature(grey: &Grey<'_>, plane: &Plane, area: &Rect) -> (Sign, f64) {
    let inner = area.inset(1.6);
    if !is_seen(grey, plane, area) {
        return (Sign::Doubtful, 0.0);
    }
    let patch = Patch::of(grey, plane, &inner, 0.2);
    let paper = patch.paper(STROKE);
    let ink: Vec<f64> = patch.cells.iter().zip(&paper).map(|(cell, paper)| 1.0 - cell / paper.max(1.0)).collect();
    let floor = (patch.noise() * 4.0).max(0.08);
    let amount = amount(&patch, &ink, &inner, floor);
    // Where most is dark something lies on the area; where most is ink there is no telling.
    let covered = share(paper.iter().copied(), 0.1) < 0.4 * share(paper.iter().copied(), 0.9);
    if covered || amount > 0.4 * inner.width * inner.height {
        return (Sign::Doubtful, 0.0);
    }
    let trace = patch.trace(&ink, &inner, 3.0) / (plane.scale(area.centre()) / ENOUGH).min(1.0);
    if amount < UNSIGNED && trace < SIGN_TRACE {
        (Sign::Empty, 1.0 - 0.5 * amount / UNSIGNED)
    } else if amount >= SIGNED {
        (Sign::Written, 0.5 + 0.5 * (amount / SIGNED - 1.0).clamp(0.0, 1.0))
    } else {
        (Sign::Doubtful, 0.0)
    }
}
