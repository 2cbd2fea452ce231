//! What a dry run costs. Not run by default; `write` first, then one measure a process:
//! `cargo test --release -p preau-roster -- --ignored --nocapture write`, then `… --nocapture measure_2000`.

use std::{fs, path::PathBuf, time::Instant};

use preau_roster::fixtures;

use super::{Register, read_all};

type Files = Vec<(String, Vec<u8>)>;

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

#[test]
#[ignore = "writes what is measured"]
fn write_what_is_measured() {
    let write = |name: &str, files: Files| {
        fs::create_dir_all(folder(name)).unwrap();
        for (file, bytes) in files {
            fs::write(folder(name).join(file), bytes).unwrap();
        }
    };
    write("siecle-2000", fixtures::siecle(2_000, 1).unwrap());
    write("siecle-16000", fixtures::siecle(15_200, 1).unwrap());
    write("siecle-40000", fixtures::siecle(40_000, 1).unwrap());
    write("oneroster-16000", vec![fixtures::oneroster_1_2(15_200, 1).unwrap()]);
}

/// Highest resident memory of this process so far, in MB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
    kilobytes / 1024
}

fn measure(name: &str) {
    let mut files: Files = Vec::new();
    for entry in fs::read_dir(folder(name)).unwrap() {
        let entry = entry.unwrap();
        files.push((entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).unwrap()));
    }
    files.sort();
    let bytes: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let start = Instant::now();
    let roster = read_all(&files, None).unwrap();
    let (read, after_reading) = (start.elapsed(), peak_memory());
    let start = Instant::now();
    let first = Register::default().compare(&roster);
    let (compared_first, after_first) = (start.elapsed(), peak_memory());
    drop(first);
    let register = Register::of(&roster);
    let before = peak_memory();
    let start = Instant::now();
    let again = register.compare(&roster);
    println!(
        "{name}: {} people, {} kB: read {read:?}, {after_reading} MB; first compare {compared_first:?}, {after_first} MB; \
         {before} MB with a full register, compare again {:?}, {} MB",
        roster.people.len(),
        bytes / 1024,
        start.elapsed(),
        peak_memory()
    );
    assert!(again.is_empty());
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_2000_pupils_of_siecle() {
    measure("siecle-2000");
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_40000_people_of_siecle() {
    measure("siecle-16000");
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_40000_pupils_of_siecle() {
    measure("siecle-40000");
}

#[test]
#[ignore = "a measurement, for a release build"]
fn measure_40000_people_of_oneroster() {
    measure("oneroster-16000");
}
