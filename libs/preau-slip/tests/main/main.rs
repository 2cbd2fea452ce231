//! Slips printed, filled in, photographed askew and read back: what a secretary with a phone would notice.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "functions shared by tests may fail as tests do, and a measurement is printed"
)]

mod hostile;
mod odd;
mod rates;

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use preau_slip::fixtures::{Camera, Dice, Mark, Meaning, Paper, Pen, Photo};
use preau_slip::{
    Choice, Code, Doubt, Found, Layout, Limits, Picture, Question, Shape, Sighting, Sign, Size, Slip, State, read,
};

/// A slip as it was handed in.
struct Handed {
    slip: Slip,
    marks: Vec<(Mark, Pen)>,
    signed: Option<bool>,
}

/// What a reading is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Right,
    Doubtful,
    Wrong,
}

const PENS: [Pen; 4] = [Pen::Ball, Pen::Felt, Pen::Pencil, Pen::Faint];

fn one_of_two() -> Question {
    Question { boxes: 2, choice: Choice::One }
}

fn any_of(boxes: u8) -> Question {
    Question { boxes, choice: Choice::Several }
}

/// A slip with one to four questions.
fn shape(dice: &mut Dice) -> Shape {
    let questions = [any_of(1), one_of_two(), any_of(2), any_of(3), any_of(4)];
    loop {
        let count = dice.roll() % 4 + 1;
        let asked = (0..count).map(|_| dice.pick(&questions)).collect();
        if let Ok(shape) = Shape::new(Size::Third, asked, dice.percent(70)) {
            return shape;
        }
    }
}

fn code(dice: &mut Dice) -> Code {
    Code::new(dice.roll() % Code::COUNT).unwrap()
}

/// Prints a slip and fills it in; `choose` says what is done to each box.
fn hand_in(shape: &Shape, dice: &mut Dice, mut choose: impl FnMut(&mut Dice) -> (Mark, Pen)) -> (Paper, Handed) {
    let slip = Slip { code: code(dice), shape: shape.clone() };
    let layout = Layout::of(shape);
    let mut paper = Paper::print(&slip, dice);
    let mut marks = Vec::new();
    for place in &layout.boxes {
        let (mark, pen) = choose(dice);
        paper.mark(&place.square, mark, pen, dice);
        marks.push((mark, pen));
    }
    let signed = layout.signature.map(|(_, area)| {
        let yes = dice.percent(75);
        if yes {
            let pen = dice.pick(&PENS[..3]);
            paper.sign(&area, pen, dice);
        }
        yes
    });
    (paper, Handed { slip, marks, signed })
}

/// As a class does it: mostly clear marks, some of every kind.
fn as_people_do(dice: &mut Dice) -> (Mark, Pen) {
    let pen = if dice.percent(85) { dice.pick(&PENS[..3]) } else { Pen::Faint };
    let mark = match dice.roll() % 100 {
        0..50 => Mark::Nothing,
        50..85 => dice.pick(&[Mark::Tick, Mark::Cross, Mark::Slash]),
        _ => dice.pick(&Mark::ALL),
    };
    (mark, pen)
}

/// Through JPEG, as every phone does.
fn compressed(photo: &Photo, quality: u8) -> Photo {
    let (width, height) = (u32::try_from(photo.width).unwrap(), u32::try_from(photo.height).unwrap());
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder.encode(&photo.pixels, width, height, ExtendedColorType::L8).unwrap();
    let pixels = image::load_from_memory(&bytes).unwrap().into_luma8().into_raw();
    Photo { width: photo.width, height: photo.height, pixels }
}

fn read_photo(photo: &Photo) -> Found {
    let limits = Limits::default();
    read(&Picture::new(&photo.pixels, photo.width, photo.height, &limits).unwrap(), &limits)
}

/// A phone held over the papers, and the picture read.
fn photographed(camera: &Camera, papers: &[Paper], dice: &mut Dice) -> Found {
    let photo = camera.shoot(papers, dice);
    read_photo(&compressed(&photo, dice.pick(&[60, 75, 85])))
}

/// What each box's reading is worth. Two ticks where one may be are right when they are doubted.
fn worths(handed: &Handed, seen: &Sighting) -> Vec<Worth> {
    let ticked = |from: usize, boxes: usize| {
        handed.marks[from..from + boxes].iter().filter(|(mark, _)| mark.meaning() != Meaning::Empty).count()
    };
    let mut from = 0;
    let two = handed.slip.shape.questions().iter().flat_map(|question| {
        let boxes = usize::from(question.boxes);
        let two = question.choice == Choice::One && ticked(from, boxes) > 1;
        from += boxes;
        std::iter::repeat_n(two, boxes)
    });
    let two: Vec<bool> = two.collect();
    let worth = |(place, ((mark, _), state)): (usize, (&(Mark, Pen), State))| match (mark.meaning(), state) {
        (_, State::Doubtful(Doubt::TwoOfOne)) if two[place] => Worth::Right,
        (Meaning::Empty, State::Empty) | (Meaning::Ticked, State::Ticked) | (Meaning::Unclear, State::Doubtful(_)) => {
            Worth::Right
        }
        (_, State::Doubtful(_)) => Worth::Doubtful,
        _ => Worth::Wrong,
    };
    handed.marks.iter().zip(seen.ticks.iter().map(|tick| tick.state)).enumerate().map(worth).collect()
}

fn signature_worth(handed: &Handed, seen: &Sighting) -> Option<Worth> {
    let sign = seen.signature.as_ref().map(|signature| signature.sign);
    handed.signed.zip(sign).map(|(signed, sign)| match sign {
        Sign::Doubtful => Worth::Doubtful,
        Sign::Written if signed => Worth::Right,
        Sign::Empty if !signed => Worth::Right,
        _ => Worth::Wrong,
    })
}

fn seen_as<'a>(found: &'a Found, slip: &Slip) -> Option<&'a Sighting> {
    found.slips.iter().find(|sighting| sighting.slip == *slip)
}
