//! How much is read right, doubted, wrong.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use preau_slip::fixtures::{Camera, Dice};
use preau_slip::{Doubt, State, gather};

use super::{Handed, Worth, as_people_do, compressed, hand_in, photographed, read_photo, seen_as, shape};
use super::{signature_worth, worths};

/// How 27 slips lie on five pictures.
const FIVE: [usize; 5] = [6, 6, 5, 5, 5];

/// `right`: how many boxes and signatures are read for each one that is asked about, at least.
fn class(seed: u64, right: usize) {
    let mut dice = Dice::new(seed);
    let shape = shape(&mut dice);
    let (mut pictures, mut all) = (Vec::new(), Vec::new());
    for count in FIVE {
        let (papers, handed): (Vec<_>, Vec<_>) = (0..count).map(|_| hand_in(&shape, &mut dice, as_people_do)).unzip();
        pictures.push(photographed(&Camera::default(), &papers, &mut dice));
        all.push(handed);
    }
    assert_eq!(gather(&pictures).len(), 27, "seed {seed}");
    let mut counts = BTreeMap::new();
    for (picture, handed) in pictures.iter().zip(&all) {
        assert!(picture.unread.is_empty(), "seed {seed}");
        for one in handed {
            let found = seen_as(picture, &one.slip).expect("every slip is found on its picture");
            for (at, worth) in worths(one, found).into_iter().chain(signature_worth(one, found)).enumerate() {
                assert_ne!(worth, Worth::Wrong, "seed {seed}, {:?}, {:?}", one.marks.get(at), found.ticks.get(at));
                *counts.entry(worth).or_insert(0) += 1;
            }
        }
    }
    let of = |worth| counts.get(&worth).copied().unwrap_or(0);
    println!("seed {seed}: {} right, {} doubtful", of(Worth::Right), of(Worth::Doubtful));
    assert!(of(Worth::Doubtful) * right < of(Worth::Right), "seed {seed}: too much is asked: {counts:?}");
}

#[test]
fn a_class_of_27_on_five_pictures_is_read() {
    class(1, 5);
}

#[test]
fn another_class_in_other_light_is_read() {
    // Dim, and a low sun across the table: an empty box looks like the faintest pencil, and is asked about.
    class(2, 3);
}

/// Prints a table: `cargo test -p preau-slip -- --ignored --nocapture rates`, 200 sheets unless `SHEETS` says otherwise.
#[test]
#[ignore = "a measurement: minutes"]
fn rates_of_200_sheets() {
    let sheets: u64 = std::env::var("SHEETS").ok().and_then(|count| count.parse().ok()).unwrap_or(200);
    let mut table: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
    let (mut missed, mut wrong, mut time, mut slips) = (0, 0, Duration::ZERO, 0);
    for seed in 0..sheets {
        let mut dice = Dice::new(10_000 + seed);
        let shape = shape(&mut dice);
        let count = usize::try_from(dice.roll() % 6).unwrap() + 1;
        let (papers, handed): (Vec<_>, Vec<_>) = (0..count).map(|_| hand_in(&shape, &mut dice, as_people_do)).unzip();
        let photo = Camera::default().shoot(&papers, &mut dice);
        let photo = compressed(&photo, dice.pick(&[60, 75, 85]));
        let start = Instant::now();
        let found = read_photo(&photo);
        time += start.elapsed();
        for one in &handed {
            slips += 1;
            let Some(seen) = seen_as(&found, &one.slip) else {
                missed += 1;
                println!("seed {seed}: a slip was not found");
                continue;
            };
            wrong += count_one(seed, one, seen, &mut table);
        }
    }
    for (what, counts) in &table {
        println!("{what:24} {counts:?}");
    }
    let each = time / u32::try_from(sheets).unwrap();
    println!("{sheets} pictures, {slips} slips, {missed} not found, {wrong} boxes wrong, {each:?} a picture");
    assert_eq!((missed, wrong), (0, 0));
}

fn count_one(
    seed: u64,
    one: &Handed,
    sighting: &preau_slip::Sighting,
    table: &mut BTreeMap<String, BTreeMap<String, usize>>,
) -> usize {
    let mut wrong = 0;
    for (((mark, pen), worth), tick) in one.marks.iter().zip(worths(one, sighting)).zip(&sighting.ticks) {
        let is_two = tick.state == State::Doubtful(Doubt::TwoOfOne);
        let what = if is_two { "two of one".to_owned() } else { format!("{mark:?} {pen:?}") };
        *table.entry(what).or_default().entry(format!("{worth:?}")).or_default() += 1;
        if worth == Worth::Wrong {
            wrong += 1;
            println!("seed {seed}: {mark:?} {pen:?} is {:?} at {:?}", tick.state, tick.outline[0]);
        }
    }
    if let Some(worth) = signature_worth(one, sighting) {
        *table.entry("signature".to_owned()).or_default().entry(format!("{worth:?}")).or_default() += 1;
        wrong += usize::from(worth == Worth::Wrong);
    }
    wrong
}
