//! What a roster costs. Not run by default:
//! `cargo test --release -p preau-people -- --ignored --nocapture --test-threads 1 measure`.

use std::{fs, time::Instant};

use preau_db::Engine;
use preau_roster::fixtures;
use preau_testkit::engines;

use super::school::{School, sources};

/// Highest resident memory of this process so far, in MB.
fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    let kilobytes: u64 = line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).unwrap_or_default();
    kilobytes / 1024
}

async fn measure(engine: Engine, name: &str, files: &[(String, Vec<u8>)]) {
    let school = School::open(engine).await;
    let start = Instant::now();
    let report = crate::roster::dry_run(school.ctx(), sources(files), "fr").await.unwrap();
    let (dry, memory) = (start.elapsed(), peak_memory());
    let people = report.learners.new + report.guardians.new + report.staff.new;
    let start = Instant::now();
    let report = crate::roster::apply(school.ctx(), sources(files), None, "fr").await.unwrap();
    let (applied, after) = (start.elapsed(), peak_memory());
    assert!(report.applied);
    let start = Instant::now();
    let report = crate::roster::dry_run(school.ctx(), sources(files), "fr").await.unwrap();
    let again = start.elapsed();
    println!(
        "{engine:?} {name}, {people} people: dry run {dry:?} (peak {memory} MB), applied in {applied:?} ({after} MB), \
         dry run on all of them {again:?} ({} MB)",
        peak_memory()
    );
    assert_eq!((report.learners.new, report.learners.changed), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, for a release build"]
async fn measure_2000_pupils() {
    let files = fixtures::siecle(2_000, 1).unwrap();
    for engine in engines() {
        measure(engine, "SIECLE, 2,000 pupils", &files).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement, for a release build"]
async fn measure_40000_people() {
    let files = fixtures::siecle(14_700, 1).unwrap();
    for engine in engines() {
        measure(engine, "SIECLE", &files).await;
    }
}
