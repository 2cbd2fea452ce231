//! Where everything stands, in millimetres. The page that is printed and the reader take the same numbers from here.
//!
//! ```text
//!  ┌──────────────────────────────────────────────────┐
//!  │ ▒▒▒▒▒▒  title                                    │
//!  │ ▒ QR ▒  heading of a question               ◎    │   ◎ marks, by which the reader corrects what the QR code,
//!  │ ▒▒▒▒▒▒  □ label        □ label                   │     small and at one end, says of the slip's plane
//!  │  code   □ a sentence with one box                │
//!  │         words beside   ┌───────────────────┐     │
//!  │   ◎     the signature  └───────────────────┘ ◎   │
//!  └──────────────────────────────────────────────────┘
//! ```
//!
//! The marks are rings, so that no blot is taken for one, and stand at uneven heights, so that a neighbour's mark on an
//! uncut sheet is far from where one's own is looked for. Beside a box nothing may be printed for [`CLEAR`] mm, above
//! and below for 2: what people write half outside is looked for there.

use crate::shape::{NoShape, Question, Shape, Size};

/// A place, in millimetres from the upper left corner of the slip (or of the sheet), y downwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

/// An upright rectangle, in millimetres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// To the right edge.
    pub width: f64,
    /// To the lower edge.
    pub height: f64,
}

impl Rect {
    /// Its middle.
    pub fn centre(&self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// Its corners: upper left, upper right, lower right, lower left.
    pub fn corners(&self) -> [Point; 4] {
        let (right, lower) = (self.x + self.width, self.y + self.height);
        [(self.x, self.y), (right, self.y), (right, lower), (self.x, lower)].map(|(x, y)| Point { x, y })
    }

    /// The same, smaller by this much on each side (or larger, if negative).
    #[must_use]
    pub fn inset(&self, by: f64) -> Self {
        Self { x: self.x + by, y: self.y + by, width: self.width - 2.0 * by, height: self.height - 2.0 * by }
    }
}

/// Width of a slip and of a sheet of A4.
pub const SHEET_WIDTH: f64 = 210.0;
/// Height of a sheet of A4.
pub const SHEET_HEIGHT: f64 = 297.0;
/// Side of a square of the QR code.
pub const MODULE: f64 = 1.2;
/// Squares of a side of the QR code (version 2).
pub const MODULES: usize = 25;
/// Side of a box, its line included.
pub const BOX: f64 = 5.0;
/// Width of the lines of boxes and of the signature's area.
pub const LINE: f64 = 0.4;
/// White space that a box needs to its left and right.
pub const CLEAR: f64 = 3.0;
/// Outer and inner diameter of a mark's ring.
pub const MARK: (f64, f64) = (5.0, 2.0);

/// Where the QR code begins.
const QR: Point = Point { x: 11.0, y: 11.0 };
/// Left edge and width of everything that people read and fill in.
const FIELD: (f64, f64) = (53.0, 137.0);
/// Where questions begin.
const TOP: f64 = 18.0;
/// White below everything.
const BOTTOM: f64 = 7.0;
/// Height of a question's sentence, and of a line of boxes.
const HEADING: f64 = 5.5;
const ROW: f64 = 9.0;
/// Height and width of the area to sign; what is said beside it takes the rest.
const SIGNATURE: (f64, f64) = (18.0, 96.0);

/// A box to tick.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BoxPlace {
    /// Which question, from 0.
    pub question: usize,
    /// Which of its boxes, from 0.
    pub option: usize,
    /// The box itself, its line included.
    pub square: Rect,
    /// Where its words go.
    pub label: Rect,
}

/// Where everything on a slip stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The whole slip; it begins at 0, 0.
    pub paper: Rect,
    /// The QR code without its white border (four squares wide).
    pub qr: Rect,
    /// Where the ten letters of the code go.
    pub code: Rect,
    /// Where the slip says whose it is and what about.
    pub title: Rect,
    /// Where each question's sentence goes; for a question with one box that is the box's label.
    pub headings: Vec<Rect>,
    /// All boxes, question by question.
    pub boxes: Vec<BoxPlace>,
    /// Where words about the signature go, and the area to sign.
    pub signature: Option<(Rect, Rect)>,
    /// Centres of the three marks: lower left, upper right, lower right.
    pub marks: [Point; 3],
}

impl Layout {
    /// Of a slip of this shape.
    pub fn of(shape: &Shape) -> Self {
        let height = shape.size().height();
        let mut rows = Rows { y: TOP, half_free: false, headings: Vec::new(), boxes: Vec::new() };
        for (place, question) in shape.questions().iter().enumerate() {
            rows.add(place, *question);
        }
        let (tall, wide) = SIGNATURE;
        let y = height - BOTTOM - tall;
        let beside = FIELD.1 - wide;
        let words = Rect { x: FIELD.0, y, width: beside - 3.0, height: tall };
        let area = Rect { x: FIELD.0 + beside, y, width: wide, height: tall };
        Self {
            paper: Rect { x: 0.0, y: 0.0, width: SHEET_WIDTH, height },
            qr: Rect { x: QR.x, y: QR.y, width: SIDE, height: SIDE },
            code: Rect { x: 6.0, y: QR.y + SIDE + 5.0, width: 40.0, height: 7.0 },
            title: Rect { x: FIELD.0, y: 7.0, width: FIELD.1, height: TOP - 8.0 },
            headings: rows.headings,
            boxes: rows.boxes,
            signature: shape.is_signed().then_some((words, area)),
            marks: [(13.0, height - 11.0), (199.0, 25.0), (199.0, height - 11.0)].map(|(x, y)| Point { x, y }),
        }
    }
}

/// Side of the QR code.
const SIDE: f64 = MODULE * 25.0;

impl Size {
    /// Height of such a slip.
    pub fn height(self) -> f64 {
        match self {
            Self::Third => SHEET_HEIGHT / 3.0,
            Self::Half => SHEET_HEIGHT / 2.0,
        }
    }
}

/// Questions one below the other.
struct Rows {
    y: f64,
    /// The last line has one sentence with one box, and room for another.
    half_free: bool,
    headings: Vec<Rect>,
    boxes: Vec<BoxPlace>,
}

impl Rows {
    fn add(&mut self, place: usize, question: Question) {
        if question.boxes == 1 {
            self.add_sentence(place);
            return;
        }
        self.half_free = false;
        self.headings.push(Rect { x: FIELD.0, y: self.y, width: FIELD.1, height: HEADING });
        self.y += HEADING;
        let boxes = usize::from(question.boxes);
        let columns = boxes.clamp(2, 4);
        for option in 0..boxes {
            let column = option % columns;
            if column == 0 && option > 0 {
                self.y += ROW;
            }
            self.add_box(place, option, column, columns);
        }
        self.y += ROW;
    }

    /// A sentence with one box; two of them share a line.
    fn add_sentence(&mut self, place: usize) {
        if self.half_free {
            self.y -= ROW;
        }
        let column = usize::from(self.half_free);
        let label = self.add_box(place, 0, column, 2);
        self.headings.push(label);
        self.half_free = !self.half_free;
        self.y += ROW;
    }

    fn add_box(&mut self, question: usize, option: usize, column: usize, columns: usize) -> Rect {
        let count = |count: usize| u32::try_from(count).map_or(0.0, f64::from);
        let width = FIELD.1 / count(columns);
        let square =
            Rect { x: FIELD.0 + CLEAR + count(column) * width, y: self.y + (ROW - BOX) / 2.0, width: BOX, height: BOX };
        let before = CLEAR + BOX + CLEAR;
        let label = Rect { x: square.x + BOX + CLEAR, y: self.y, width: width - before, height: ROW };
        self.boxes.push(BoxPlace { question, option, square, label });
        label
    }
}

pub(crate) fn check_height(shape: &Shape) -> Result<(), NoShape> {
    let mut rows = Rows { y: 0.0, half_free: false, headings: Vec::new(), boxes: Vec::new() };
    for question in shape.questions() {
        rows.add(0, *question);
    }
    let sign = if shape.is_signed() { SIGNATURE.0 + 2.0 } else { 0.0 };
    let there = shape.size().height() - TOP - BOTTOM - sign;
    if rows.y <= there {
        return Ok(());
    }
    Err(NoShape::Height { needed: crate::number::whole(rows.y.ceil()), there: crate::number::whole(there) })
}

/// How slips share a sheet of A4 (upright).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sheet {
    /// As many slips as fit: three of [`Size::Third`], two of [`Size::Half`].
    Full(Size),
    /// A letter to one family, with its slip at the foot.
    Letter(Size),
}

impl Sheet {
    /// Where slips stand on the sheet, from the top.
    pub fn slots(self) -> Vec<Rect> {
        let slot = |size: Size, y| Rect { x: 0.0, y, width: SHEET_WIDTH, height: size.height() };
        match self {
            Self::Full(Size::Third) => [0.0, 1.0, 2.0].map(|row| slot(Size::Third, row * SHEET_HEIGHT / 3.0)).to_vec(),
            Self::Full(Size::Half) => [0.0, 1.0].map(|row| slot(Size::Half, row * SHEET_HEIGHT / 2.0)).to_vec(),
            Self::Letter(size) => vec![slot(size, SHEET_HEIGHT - size.height())],
        }
    }

    /// Where the letter's text goes; none on a sheet full of slips.
    pub fn letter(self) -> Option<Rect> {
        let Self::Letter(size) = self else { return None };
        Some(Rect { x: 20.0, y: 20.0, width: SHEET_WIDTH - 40.0, height: SHEET_HEIGHT - size.height() - 26.0 })
    }

    /// Heights at which scissors cut, edge to edge.
    pub fn cuts(self) -> Vec<f64> {
        self.slots().iter().map(|slot| slot.y).filter(|y| *y > 0.0).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::Choice;

    fn overlaps(a: &Rect, b: &Rect) -> bool {
        a.x < b.x + b.width - 1e-9
            && b.x < a.x + a.width - 1e-9
            && a.y < b.y + b.height - 1e-9
            && b.y < a.y + a.height - 1e-9
    }

    /// All ways to share up to twelve boxes among questions.
    fn shapes() -> Vec<Shape> {
        let bits = (0u32..1 << 11).flat_map(|begins| (1..=12u32).map(move |boxes| boxes | 1 << 4 | begins << 5));
        let signs = bits.flat_map(|bits| [bits, bits | 1 << 28, bits | 1 << 29, bits | 3 << 28]);
        signs.filter_map(Shape::from_bits).collect()
    }

    #[test]
    fn nothing_stands_on_something_else_or_near_a_cut() {
        let shapes = shapes();
        assert!(shapes.len() > 4_000, "{}", shapes.len());
        for shape in shapes {
            let layout = Layout::of(&shape);
            let quiet = layout.qr.inset(-4.0 * MODULE);
            let mut things = vec![quiet, layout.code, layout.title];
            let mark = |at: &Point| Rect { x: at.x - 5.0, y: at.y - 5.0, width: 10.0, height: 10.0 };
            things.extend(layout.marks.iter().map(mark));
            things.extend(layout.signature.iter().flat_map(|(words, area)| [*words, *area]));
            let clear = |place: &BoxPlace| Rect {
                x: place.square.x - CLEAR,
                width: BOX + 2.0 * CLEAR,
                ..place.square.inset(-2.0)
            };
            things.extend(layout.boxes.iter().flat_map(|place| [clear(place), place.label]));
            for (place, question) in shape.questions().iter().enumerate() {
                things.extend((question.boxes > 1).then_some(layout.headings[place]));
            }
            for (place, thing) in things.iter().enumerate() {
                let inside = thing.x >= 5.0 && thing.y >= 5.0 && thing.x + thing.width <= SHEET_WIDTH - 5.0;
                assert!(inside && thing.y + thing.height <= layout.paper.height - 5.0, "{thing:?} of {shape:?}");
                for other in &things[..place] {
                    assert!(!overlaps(thing, other), "{thing:?} on {other:?} of {shape:?}");
                }
            }
            assert_eq!(layout.boxes.len(), shape.boxes());
        }
    }

    #[test]
    fn every_number_of_boxes_fits_a_half_sheet() {
        for boxes in 1..=12 {
            let question = Question { boxes, choice: Choice::Several };
            assert!(Shape::smallest(vec![question], true).is_ok());
            assert!(Shape::smallest(vec![Question { boxes: 1, ..question }; boxes.into()], true).is_ok());
        }
    }

    #[test]
    fn sheets_are_cut_between_slips() {
        assert_eq!(Sheet::Full(Size::Third).cuts(), [99.0, 198.0]);
        assert_eq!(Sheet::Full(Size::Half).cuts(), [148.5]);
        assert_eq!(Sheet::Letter(Size::Third).cuts(), [198.0]);
        assert!((Sheet::Letter(Size::Half).letter().unwrap().height - 122.5).abs() < 1e-9);
    }
}
