//! What happens on a desk: uncut sheets, thumbs, copies, other codes.

use preau_slip::fixtures::{Camera, Dice, Mark, Paper, Pen};
use preau_slip::{Choice, Doubt, Layout, Question, Rect, Shape, Sign, Size, State, gather};

use super::{Handed, any_of, hand_in, one_of_two, photographed, seen_as};

fn calm() -> Camera {
    Camera { width: 2_400, height: 1_800, shadow: 0, blur: 0.8, ..Camera::default() }
}

fn ticked(_: &mut Dice) -> (Mark, Pen) {
    (Mark::Tick, Pen::Ball)
}

fn empty(_: &mut Dice) -> (Mark, Pen) {
    (Mark::Nothing, Pen::Ball)
}

fn states(found: &preau_slip::Found, handed: &Handed) -> Vec<State> {
    seen_as(found, &handed.slip).expect("found").ticks.iter().map(|tick| tick.state).collect()
}

#[test]
fn a_sheet_that_was_never_cut_has_three_slips() {
    let mut dice = Dice::new(31);
    let shape = Shape::new(Size::Third, vec![any_of(3)], true).unwrap();
    let (papers, handed): (Vec<_>, Vec<_>) = (0..3).map(|_| hand_in(&shape, &mut dice, ticked)).unzip();
    let found = photographed(&calm(), &[Paper::uncut(&papers)], &mut dice);
    for one in &handed {
        assert_eq!(states(&found, one), [State::Ticked; 3]);
    }
    assert_eq!(found.slips.len(), 3);
}

#[test]
fn a_letter_with_its_slip_still_on_is_read() {
    let mut dice = Dice::new(32);
    let shape = Shape::new(Size::Half, vec![one_of_two(), any_of(4), any_of(1)], true).unwrap();
    let (slip, handed) = hand_in(&shape, &mut dice, empty);
    let found = photographed(&calm(), &[Paper::uncut(&[Paper::blank(210.0, 148.5), slip])], &mut dice);
    assert_eq!(states(&found, &handed), [State::Empty; 7]);
}

#[test]
fn two_ticks_where_one_may_be_are_a_doubt() {
    let mut dice = Dice::new(33);
    let shape = Shape::new(Size::Third, vec![one_of_two(), any_of(2)], false).unwrap();
    let (paper, handed) = hand_in(&shape, &mut dice, ticked);
    let found = photographed(&calm(), &[paper], &mut dice);
    let two = State::Doubtful(Doubt::TwoOfOne);
    assert_eq!(states(&found, &handed), [two, two, State::Ticked, State::Ticked]);
}

#[test]
fn a_thumb_over_a_box_hides_it_and_no_other() {
    let mut dice = Dice::new(34);
    let shape = Shape::new(Size::Third, vec![any_of(4)], true).unwrap();
    let (mut paper, handed) = hand_in(&shape, &mut dice, empty);
    let layout = Layout::of(&shape);
    paper.cover(&layout.boxes[3].square.inset(-6.0), 0.55);
    let found = photographed(&calm(), &[paper], &mut dice);
    let states = states(&found, &handed);
    assert_eq!(states[..3], [State::Empty; 3]);
    assert!(matches!(states[3], State::Doubtful(Doubt::Hidden | Doubt::Covered)), "{:?}", states[3]);
}

#[test]
fn a_slip_whose_marks_are_all_hidden_says_little_and_nothing_wrong() {
    for seed in 0..4 {
        let mut dice = Dice::new(35 + seed);
        let shape = Shape::new(Size::Third, vec![any_of(4)], false).unwrap();
        let (mut paper, handed) = hand_in(&shape, &mut dice, ticked);
        for mark in Layout::of(&shape).marks {
            paper.cover(&Rect { x: mark.x - 6.0, y: mark.y - 6.0, width: 12.0, height: 12.0 }, 0.6);
        }
        let found = photographed(&calm(), &[paper], &mut dice);
        assert!(!states(&found, &handed).contains(&State::Empty), "seed {seed}");
    }
}

#[test]
fn a_spoilt_code_is_shown_to_a_person() {
    let mut dice = Dice::new(41);
    let shape = Shape::new(Size::Third, vec![any_of(2)], false).unwrap();
    let (mut paper, _) = hand_in(&shape, &mut dice, ticked);
    let qr = Layout::of(&shape).qr;
    // Coffee over the middle, where the data is: the corners still show that this is a code.
    paper.cover(&Rect { x: qr.x + 10.5, y: qr.y + 10.0, width: 8.0, height: 9.0 }, 0.1);
    paper.cover(&Rect { x: qr.x + 19.5, y: qr.y + 9.8, width: 10.0, height: 8.0 }, 0.1);
    let found = photographed(&calm(), &[paper], &mut dice);
    assert_eq!((found.slips.len(), found.unread.len()), (0, 1));
    let [a, _, c, _] = found.unread[0];
    assert!((a.x - c.x).hypot(a.y - c.y) > 50.0, "{:?}", found.unread);
}

#[test]
fn a_slip_on_two_pictures_counts_once_if_both_say_the_same() {
    let mut dice = Dice::new(42);
    let shape = Shape::new(Size::Third, vec![any_of(3)], true).unwrap();
    let (paper, handed) = hand_in(&shape, &mut dice, ticked);
    let mut changed = paper.clone();
    let layout = Layout::of(&shape);
    changed.cover(&layout.boxes[2].square.inset(-6.0), 0.5);
    let pictures =
        [&paper, &paper, &changed].map(|paper| photographed(&calm(), std::slice::from_ref(paper), &mut dice));
    let same = gather(&pictures[..2]);
    assert_eq!(same.len(), 1);
    assert_eq!((&same[0].slip, &same[0].states), (&handed.slip, &vec![State::Ticked; 3]));
    assert_eq!(same[0].seen, [(0, 0), (1, 0)]);
    let differing = gather(&pictures);
    assert_eq!(differing.len(), 1);
    assert_eq!(differing[0].states, [State::Ticked, State::Ticked, State::Doubtful(Doubt::Differs)]);
    assert!(differing[0].is_doubtful());
}

#[test]
fn two_copies_of_a_slip_on_one_picture_are_both_there() {
    let mut dice = Dice::new(43);
    let shape = Shape::new(Size::Third, vec![any_of(2)], false).unwrap();
    let (paper, handed) = hand_in(&shape, &mut dice, empty);
    let mut other = paper.clone();
    other.mark(&Layout::of(&shape).boxes[0].square, Mark::Cross, Pen::Ball, &mut dice);
    let found = photographed(&calm(), &[paper, other], &mut dice);
    assert_eq!(found.slips.len(), 2);
    let replies = gather(&[found]);
    assert_eq!(replies[0].slip, handed.slip);
    assert_eq!(replies[0].states[0], State::Doubtful(Doubt::Differs));
    assert_ne!(replies[0].states[1], State::Ticked);
}

#[test]
fn a_signature_is_seen_and_its_absence_too() {
    let mut dice = Dice::new(44);
    let shape = Shape::new(Size::Third, vec![any_of(1)], true).unwrap();
    let papers: Vec<_> = (0..4).map(|_| hand_in(&shape, &mut dice, empty)).collect();
    let (papers, handed): (Vec<_>, Vec<_>) = papers.into_iter().unzip();
    let found = photographed(&calm(), &papers, &mut dice);
    for one in &handed {
        let sign = seen_as(&found, &one.slip).unwrap().signature.as_ref().map(|signature| signature.sign);
        assert_eq!(sign, one.signed.map(|yes| if yes { Sign::Written } else { Sign::Empty }));
    }
}

#[test]
fn twelve_boxes_in_one_question_are_read_in_their_order() {
    let mut dice = Dice::new(45);
    let question = Question { boxes: 12, choice: Choice::Several };
    let shape = Shape::new(Size::Third, vec![question], true).unwrap();
    let mut turn = 0;
    let every_third = |_: &mut Dice| {
        turn += 1;
        (if turn % 3 == 0 { Mark::Cross } else { Mark::Nothing }, Pen::Ball)
    };
    let (paper, handed) = hand_in(&shape, &mut dice, every_third);
    let found = photographed(&calm(), &[paper], &mut dice);
    let expected: Vec<_> = (1..=12).map(|at| if at % 3 == 0 { State::Ticked } else { State::Empty }).collect();
    assert_eq!(states(&found, &handed), expected);
}
