//! When the power goes: the moments at which tests kill the program, drawn from a seed.

use std::time::Duration;

use preau_kernel::Entropy;

use crate::SeededEntropy;

/// What is killed, over all tests: roster, forms, upgrade, backup, restore and move on one engine and the other.
const KINDS: u32 = 8;
/// Kills over all kinds that a usual run can afford. `cargo xtask kill` asks for 100.
const USUAL: u32 = 24;
/// The seed of a usual run, which must give the same answer for the same sources.
const SEED: u64 = 20_261_124;

/// Moments over the time that the `whole` thing takes, and a little more: one in each equal part of it, so that few
/// of them also meet its beginning, its middle and its end.
///
/// How many follows from `PREAU_KILLS`, the number over all kinds; where in its part each lies, from `PREAU_SEED`.
pub fn power_cuts(name: &str, whole: Duration) -> impl Iterator<Item = Duration> + use<> {
    let kills = number("PREAU_KILLS").unwrap_or(USUAL).div_ceil(KINDS).max(1);
    let seed = number("PREAU_SEED").unwrap_or(SEED);
    println!("{name}: {kills} kills over {whole:?}; the same moments again: PREAU_SEED={seed}");
    let own = name.bytes().fold(seed, |mixed, byte| mixed.wrapping_mul(31).wrapping_add(u64::from(byte)));
    let entropy = SeededEntropy::new(own);
    let part = whole.mul_f64(1.1) / kills;
    let micros = u32::try_from(part.as_micros()).unwrap_or(u32::MAX).max(1);
    (0..kills)
        .map(move |count| part * count + Duration::from_micros(u64::from((&entropy as &dyn Entropy).below(micros))))
}

fn number<T: std::str::FromStr>(variable: &str) -> Option<T> {
    std::env::var(variable).ok()?.parse().ok()
}
