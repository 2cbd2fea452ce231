//! How many tests passed and failed, by the word of those who ran them.

use std::fs;
use std::ops::AddAssign;
use std::path::Path;

use serde_json::Value;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Counts {
    /// The sum of cargo's closing lines, one for each test program:
    /// `test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s`.
    pub(super) fn of_cargo(log: &str) -> Self {
        let mut sum = Self::default();
        for line in log.lines().filter(|line| line.starts_with("test result: ")) {
            let number = |word: &str| {
                let before = line.split(word).next()?;
                before.split_whitespace().next_back()?.parse::<u64>().ok()
            };
            sum.passed += number(" passed;").unwrap_or(0);
            sum.failed += number(" failed;").unwrap_or(0);
        }
        sum
    }

    /// Vitest's JSON report.
    pub(super) fn of_vitest(report: &Path) -> Self {
        let report = parsed(report);
        let number = |key: &str| report[key].as_u64().unwrap_or(0);
        Self { passed: number("numPassedTests"), failed: number("numFailedTests") }
    }

    /// Playwright's JSON report. A test that passed only when tried again has failed.
    pub(super) fn of_playwright(report: &Path) -> Self {
        let report = parsed(report);
        let number = |key: &str| report["stats"][key].as_u64().unwrap_or(0);
        Self { passed: number("expected"), failed: number("unexpected") + number("flaky") }
    }
}

/// A report that is missing counts nothing: the step that should have written it has failed.
fn parsed(report: &Path) -> Value {
    fs::read(report).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::Counts;

    #[test]
    fn the_closing_lines_of_all_test_programs_are_added_up() {
        let log = "running 3 tests\ntest a ... ok\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 40 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(Counts::of_cargo(log), Counts { passed: 43, failed: 2 });
    }

    #[test]
    fn a_missing_report_counts_nothing() {
        assert_eq!(Counts::of_playwright("/nowhere".as_ref()), Counts::default());
    }
}
