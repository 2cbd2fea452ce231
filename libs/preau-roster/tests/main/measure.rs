//! What a dry run costs. Not run by default: `cargo test --release -p preau-roster -- --ignored --nocapture measure`.

use std::{fs, time::Instant};

use preau_roster::fixtures;

use super::{Register, read_all};

/// Highest resident memory of this process so far, in MB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
    kilobytes / 1024
}

fn measure(name: &str, files: &[(String, Vec<u8>)]) {
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let before = peak_memory();
    let start = Instant::now();
    let roster = read_all(files, None).unwrap();
    let read = start.elapsed();
    let after_reading = peak_memory();
    let register = Register::of(&roster);
    let start = Instant::now();
    let difference = register.compare(&roster);
    let compared = start.elapsed();
    let people = roster.people.len();
    println!(
        "{name}: {people} people, {} kB; read {read:?}, compare {compared:?}; peak {before} MB before, {after_reading} \
         after reading, {} after comparing",
        bytes / 1024,
        peak_memory()
    );
    assert!(difference.is_empty());
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_2000_pupils_of_siecle() {
    measure("SIECLE zip, 2,000 pupils", &fixtures::siecle(2_000, 1).unwrap());
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_40000_people_of_siecle() {
    measure("SIECLE zip, 40,000 people", &fixtures::siecle(14_700, 1).unwrap());
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_40000_pupils_of_siecle() {
    measure("SIECLE zip, 40,000 pupils", &fixtures::siecle(40_000, 1).unwrap());
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_40000_people_of_oneroster() {
    measure("OneRoster 1.2, 40,000 people", &[fixtures::oneroster_1_2(14_700, 1).unwrap()]);
}
