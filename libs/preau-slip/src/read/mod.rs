//! Reads slips from a photograph.
//!
//! Four steps, a module each: `find` the QR codes; find where each slip lies (`pose`); `judge` its boxes and its
//! signature, each laid flat (`patch`). Nothing is guessed: what can't be told is [`State::Doubtful`] with a reason, what
//! looks like a slip and can't be read is in [`Found::unread`], and every outline is there for a page to show.

mod find;
mod judge;
mod patch;
mod picture;
mod plane;
mod pose;

pub use picture::Picture;

use self::picture::Grey;
use self::plane::Plane;
use crate::code::Slip;
use crate::layout::{Layout, Point, Rect};
use crate::shape::Choice;

/// How much a reading may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pixels of a picture.
    pub pixels: usize,
    /// Pixels of its longer side.
    pub side: usize,
    /// Slips of a picture; more are not looked at, and [`Found::more`] says so.
    pub slips: usize,
    /// Places that look like a corner of a QR code.
    pub patterns: usize,
    /// Threes of them that are tried as a code. This and `patterns` bound the time that noise takes.
    pub tries: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pixels: 64 << 20, side: 16_384, slips: 40, patterns: 600, tries: 2_000 }
    }
}

/// Why a picture is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPicture {
    /// No pixel, or not as many bytes as its sides say.
    #[error("the picture's bytes are not its width by its height")]
    Size,
    /// More pixels than [`Limits`] allow.
    #[error("the picture is too large")]
    TooBig,
}

/// A place in a picture: from its upper left corner, y downwards. It may be outside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pixel {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Pixel {
    pub(crate) fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// Four corners in a picture: upper left, upper right, lower right, lower left of what is outlined, however it lies.
pub type Outline = [Pixel; 4];

/// What a box says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Ticked, crossed, or otherwise marked on purpose.
    Ticked,
    /// Nothing is there.
    Empty,
    /// A person must look.
    Doubtful(Doubt),
}

/// Why a person must look at a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// Too little ink for a tick, too much for none.
    Faint,
    /// Next to nothing is left white: blackened or crossed out, perhaps to take a tick back.
    Covered,
    /// The ink is around the box and not in it.
    Outside,
    /// The box itself is not seen: outside the picture, under a thumb, in glare.
    Hidden,
    /// Two boxes are ticked where one may be.
    TwoOfOne,
    /// Two pictures say different things.
    Differs,
}

/// A box that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// What it says.
    pub state: State,
    /// How far that is from being doubtful: 0 (doubtful) to 1 (as clear as can be).
    pub confidence: f64,
    /// Where it is.
    pub outline: Outline,
}

/// What an area to sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Something is written: whose hand it is nobody can tell.
    Written,
    /// Nothing.
    Empty,
    /// A person must look.
    Doubtful,
}

/// An area to sign that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// What it says.
    pub sign: Sign,
    /// As in [`Tick`].
    pub confidence: f64,
    /// Where it is.
    pub outline: Outline,
}

/// A slip that was seen in a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Sighting {
    /// What it is.
    pub slip: Slip,
    /// Where it is.
    pub outline: Outline,
    /// Its boxes, in the order of [`Layout::boxes`].
    pub ticks: Vec<Tick>,
    /// Its signature, if it has an area for it.
    pub signature: Option<Signature>,
}

/// What is in a picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The slips that were read, from the top of the picture to its foot. A slip that lies there twice is there twice.
    pub slips: Vec<Sighting>,
    /// What looks like the QR code of a slip and can't be read: show it to a person, who types its ten letters.
    pub unread: Vec<Outline>,
    /// There were more than [`Limits::slips`].
    pub more: bool,
}

/// Finds and reads all slips of a picture.
pub fn read(picture: &Picture<'_>, limits: &Limits) -> Found {
    let grey = Grey::of(picture);
    let small = (grey.width.max(grey.height) > 1_200).then(|| grey.half());
    let mut codes = find::find(&grey, limits);
    if let Some(small) = &small {
        for mut found in find::find(small, limits) {
            found.plane = found.plane.magnified(small.shrunk / grey.shrunk);
            add(&mut codes, found);
        }
    }
    let (known, unread): (Vec<_>, Vec<_>) = codes.into_iter().partition(|code| code.slip.is_some());
    let mut found = Found { more: known.len() > limits.slips, ..Found::default() };
    for code in known.into_iter().take(limits.slips) {
        let find::Found { slip: Some(slip), plane } = code else { continue };
        match sight(&grey, slip, &plane) {
            Some(sighting) => found.slips.push(sighting),
            None => found.unread.push(qr_outline(&grey, &plane)),
        }
    }
    found.unread.extend(unread.iter().take(limits.slips).map(|code| qr_outline(&grey, &code.plane)));
    let top = |outline: &Outline| outline.iter().map(|corner| corner.y).fold(f64::MAX, f64::min);
    found.slips.sort_by(|a, b| top(&a.outline).total_cmp(&top(&b.outline)));
    found
}

/// Adds a code unless it was found already; one that was read replaces one that was not.
fn add(codes: &mut Vec<find::Found>, new: find::Found) {
    let middle = |code: &find::Found| code.plane.pixel(15.0, 15.0);
    let side = new.plane.pixel(0.0, 0.0).distance(new.plane.pixel(30.0, 0.0));
    match codes.iter_mut().find(|known| middle(known).distance(middle(&new)) < side / 2.0) {
        Some(known) if known.slip.is_none() => *known = new,
        Some(_) => {}
        None => codes.push(new),
    }
}

fn qr_outline(grey: &Grey<'_>, plane: &Plane) -> Outline {
    let corner = Point { x: 0.0, y: 0.0 };
    pose::outline(grey, plane, &Rect { x: corner.x, y: corner.y, width: 30.0, height: 30.0 })
}

fn sight(grey: &Grey<'_>, slip: Slip, code: &Plane) -> Option<Sighting> {
    let layout = Layout::of(&slip.shape);
    let pose = pose::pose(grey, code, &layout)?;
    let plane = pose.plane;
    let squares: Vec<Rect> = layout.boxes.iter().map(|place| place.square).collect();
    let mut ticks = judge::ticks(grey, &pose, &squares);
    let mut from = 0;
    for question in slip.shape.questions() {
        let boxes = usize::from(question.boxes);
        if let (Choice::One, Some(ticks)) = (question.choice, ticks.get_mut(from..from + boxes)) {
            doubt_two(ticks);
        }
        from += boxes;
    }
    let signature = layout.signature.map(|(_, area)| {
        let (sign, confidence) = judge::signature(grey, &plane, &area);
        Signature { sign, confidence, outline: pose::outline(grey, &plane, &area) }
    });
    let outline = pose::outline(grey, &plane, &layout.paper);
    Some(Sighting { slip, outline, ticks, signature })
}

/// Where one box may be ticked, two are a doubt.
fn doubt_two(ticks: &mut [Tick]) {
    if ticks.iter().filter(|tick| tick.state == State::Ticked).count() > 1 {
        for tick in ticks.iter_mut().filter(|tick| tick.state == State::Ticked) {
            tick.state = State::Doubtful(Doubt::TwoOfOne);
            tick.confidence = 0.0;
        }
    }
}
