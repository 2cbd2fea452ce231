//! Pictures that are none, and pictures made to cost time.

use preau_slip::fixtures::{Camera, Dice};
use preau_slip::{BadPicture, Found, Limits, Picture, read};
use proptest::prelude::*;

use super::{as_people_do, hand_in, shape};

fn read_bytes(pixels: &[u8], width: usize, height: usize) -> Result<Found, BadPicture> {
    let limits = Limits::default();
    Ok(read(&Picture::new(pixels, width, height, &limits)?, &limits))
}

#[test]
fn sizes_that_can_not_be_are_refused() {
    let pixels = vec![0; 64];
    assert_eq!(read_bytes(&pixels, 8, 9).err(), Some(BadPicture::Size));
    assert_eq!(read_bytes(&pixels, 7, 8).err(), Some(BadPicture::Size));
    assert_eq!(read_bytes(&[], 0, 0).err(), Some(BadPicture::Size));
    assert_eq!(read_bytes(&pixels, usize::MAX, 2).err(), Some(BadPicture::TooBig));
    assert_eq!(read_bytes(&pixels, 1 << 20, 64).err(), Some(BadPicture::TooBig));
    assert_eq!(read_bytes(&pixels, 8, 8), Ok(Found::default()));
}

#[test]
fn noise_has_no_slips() {
    let mut dice = Dice::new(3);
    for (width, height) in [(1_500, 1_000), (16_384, 40), (40, 16_384)] {
        let pixels: Vec<u8> = (0..width * height).map(|_| u8::try_from(dice.roll() & 255).unwrap()).collect();
        let found = read_bytes(&pixels, width, height).unwrap();
        assert!(found.slips.is_empty() && found.unread.is_empty(), "{}", found.unread.len());
    }
}

/// A wall of the patterns that QR codes have in their corners, each a possible corner of hundreds of codes.
#[test]
fn a_wall_of_corners_ends_without_a_slip() {
    let (width, height) = (2_000, 1_500);
    let pixel = |at: usize| {
        let (x, y) = (at % width % 36 / 4, at / width % 36 / 4);
        let ring = x.abs_diff(4).max(y.abs_diff(4));
        if ring < 2 || ring == 3 { 20 } else { 230 }
    };
    let pixels: Vec<u8> = (0..width * height).map(pixel).collect();
    assert!(read_bytes(&pixels, width, height).unwrap().slips.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn small_pictures_of_anything_are_harmless(
        width in 1usize..300,
        height in 1usize..300,
        seed: u64,
        block in 1usize..12,
    ) {
        let mut dice = Dice::new(seed);
        let cells: Vec<u8> = (0..300 * 300).map(|_| if dice.percent(50) { 10 } else { 240 }).collect();
        let pixel = |at: usize| cells[at / width / block * 300 + at % width / block];
        let pixels: Vec<u8> = (0..width * height).map(pixel).collect();
        prop_assert!(read_bytes(&pixels, width, height).unwrap().slips.is_empty());
    }
}

#[test]
fn a_picture_that_was_torn_and_painted_over_gives_no_other_code() {
    let mut dice = Dice::new(11);
    let shape = shape(&mut dice);
    let (papers, handed): (Vec<_>, Vec<_>) = (0..3).map(|_| hand_in(&shape, &mut dice, as_people_do)).unzip();
    let camera = Camera { width: 1_200, height: 900, ..Camera::default() };
    let photo = camera.shoot(&papers, &mut dice);
    for _ in 0..60 {
        let mut torn = photo.clone();
        for _ in 0..dice.roll() % 40 {
            let (from, length) = (dice.roll(), dice.roll() % 60_000);
            let from = usize::try_from(from).unwrap() % torn.pixels.len();
            let end = (from + usize::try_from(length).unwrap()).min(torn.pixels.len());
            let shift = usize::try_from(dice.roll()).unwrap() % torn.pixels.len();
            for at in from..end {
                torn.pixels[at] = photo.pixels[(at + shift) % photo.pixels.len()];
            }
        }
        let rows = 1 + usize::try_from(dice.roll()).unwrap() % torn.height;
        let found = read_bytes(&torn.pixels[..rows * torn.width], torn.width, rows).unwrap();
        assert!(found.slips.iter().all(|seen| handed.iter().any(|one| one.slip == seen.slip)));
    }
}
