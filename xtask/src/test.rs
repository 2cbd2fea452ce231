//! `cargo xtask test`: everything that a change must pass, on a machine that has nothing but Rust, Node and apt.
//!
//! Cheap checks come first, so that a slip is told within a minute; the first step that fails ends the run. One set of
//! features and one target directory: nothing is built twice. The last line is `N passed, N failed`, for machines.
//!
//! `--fast` leaves out what needs more than cargo: pages, PostgreSQL, NATS, ACME, browsers, deny, machete. A `FILTER` runs
//! only tests, those whose name contains it.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::house::{House, in_ci};
use crate::process::{asked, logged, mark, spoken};
use crate::services::{Nats, Postgres, in_path};
use crate::{Outcome, build, layers, tools};

mod counts;
mod offline;

use counts::Counts;

/// What the person asked for.
struct Plan {
    fast: bool,
    filter: Option<String>,
}

impl Plan {
    fn read(args: &[String]) -> Outcome<Self> {
        let mut plan = Self { fast: false, filter: None };
        for arg in args {
            match arg.as_str() {
                "--fast" => plan.fast = true,
                flag if flag.starts_with('-') => return Err(format!("unknown option {flag}; known: --fast").into()),
                filter if plan.filter.is_none() => plan.filter = Some(filter.to_owned()),
                _ => return Err("at most one filter".into()),
            }
        }
        Ok(plan)
    }

    fn checks(&self) -> bool {
        self.filter.is_none()
    }
}

/// Runs the plan and closes with the count.
pub(crate) fn run(house: &House, args: &[String]) -> Outcome {
    let plan = Plan::read(args)?;
    let started = Instant::now();
    let mut run = Run { house, plan, counts: Counts::default() };
    let outcome = run.all();
    let mut counts = run.counts;
    if outcome.is_err() && counts.failed == 0 {
        // A check that failed is a failure too, though no test runner counted it.
        counts.failed = 1;
    }
    println!("\n{} in all: {}", mark(outcome.is_ok()), spoken(started.elapsed()));
    println!("{} passed, {} failed", counts.passed, counts.failed);
    outcome?;
    if counts.passed == 0 { Err("no test ran".into()) } else { Ok(()) }
}

struct Run<'a> {
    house: &'a House,
    plan: Plan,
    counts: Counts,
}

impl Run<'_> {
    fn all(&mut self) -> Outcome {
        let before = generated(self.house);
        if self.plan.checks() {
            self.step("format", 2, &mut self.house.cargo(&["fmt", "--all", "--check"]))?;
            layers::run(self.house, &[]).inspect_err(|_| println!("{} layers", mark(false)))?;
            println!("{} layers", mark(true));
        }
        if !self.plan.fast {
            tools::run(self.house, &[])?;
        }
        if self.plan.checks() && !self.plan.fast {
            self.dependencies()?;
        }
        if !self.plan.fast {
            self.pages()?;
        }
        if self.plan.checks() {
            let clippy = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
            self.step("clippy", 30, &mut self.house.cargo(&clippy))?;
        }
        // Binaries, libraries and their tests in one go: the steps after this one only run them.
        self.step("build", 40, &mut self.house.cargo(&["build", "--workspace", "--all-targets"]))?;
        self.rust()?;
        if !self.plan.fast {
            self.browser()?;
        }
        if self.plan.checks() {
            self.tree_is_clean(before.as_deref())?;
        }
        Ok(())
    }

    /// Which packages we stand on, and whether we need them. `advisories` is left out: its database is on the network,
    /// and a run must give the same answer for the same sources. Run it by hand before a release.
    fn dependencies(&self) -> Outcome {
        let mut deny = Command::new(tools::cargo_tool_path(self.house, "cargo-deny"));
        deny.current_dir(&self.house.root).args(["--offline", "check", "bans", "licenses", "sources"]);
        self.step("deny: bans, licenses, sources", 5, &mut deny)?;
        let mut machete = Command::new(tools::cargo_tool_path(self.house, "cargo-machete"));
        self.step("machete: no unused dependency", 5, machete.current_dir(&self.house.root))
    }

    fn pages(&mut self) -> Outcome {
        build::pages(self.house)?;
        if self.plan.checks() {
            self.step("pages: check", 5, &mut self.house.npm("web", &["run", "check"]))?;
            self.step("end-to-end: check", 5, &mut self.house.npm("tests/e2e", &["run", "check"]))?;
        }
        let report = self.house.own_folder("reports")?.join("vitest.json");
        let output = format!("--outputFile.json={}", report.display());
        let mut args = vec!["test", "--", "--reporter=default", "--reporter=json", &output];
        if let Some(filter) = &self.plan.filter {
            args.extend(["--testNamePattern", filter, "--passWithNoTests"]);
        }
        let outcome = self.step("pages: tests", 10, &mut self.house.npm("web", &args));
        self.counts += Counts::of_vitest(&report);
        outcome
    }

    fn rust(&mut self) -> Outcome {
        let mut command = self.house.cargo(&["test", "--workspace", "--no-fail-fast"]);
        command.args(self.plan.filter.as_deref());
        let logs = self.house.own_folder("logs")?;
        // Started here and ended with this step: a browser needs neither.
        let servers = if self.plan.fast { None } else { Some((Postgres::start(&logs)?, Nats::start(&logs)?)) };
        if let Some((postgres, nats)) = &servers {
            command.env("PREAU_TEST_PG", postgres.url("postgres")).env("PREAU_TEST_NATS", nats.url());
            // Started by its test, which tells it where to look for the proof.
            command.envs(in_path("pebble").map(|program| ("PREAU_TEST_PEBBLE", program)));
        }
        let ran = self.house.own_folder("ran")?;
        emptied(&ran)?;
        let outcome = self.step("tests", 30, command.env("PREAU_RAN", &ran));
        let log = std::fs::read(logs.join("tests.log"))?;
        self.counts += Counts::of_cargo(&String::from_utf8_lossy(&log));
        outcome?;
        if !self.plan.checks() || self.plan.fast {
            return Ok(());
        }
        // All packages, though one has it: a narrower choice has other features, and would build everything once more.
        let last = ["test", "--workspace", "--test", "preau", "--", "--ignored", "every_statement_was_run"];
        self.step("every statement was run by some test", 5, self.house.cargo(&last).env("PREAU_RAN", &ran))
    }

    /// The real program in a real browser, on a machine that has no network at all: what works there needs none. Where
    /// the system lets nobody make such a machine, with the network that there is.
    fn browser(&mut self) -> Outcome {
        match offline::alone(self.house)? {
            Some(mut alone) => self.playwright("end-to-end without a network", &mut alone),
            None => self.playwright("end-to-end", &mut self.house.playwright(&[])),
        }
    }

    fn playwright(&mut self, name: &str, command: &mut Command) -> Outcome {
        let report = self.house.own_folder("reports")?.join("playwright.json");
        // A report of an earlier run must not be counted when this one writes none.
        let _ = std::fs::remove_file(&report);
        command.args(["test", "--reporter=list,json"]).env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report);
        command.env("PREAU_BIN", self.house.binary("debug", "preau"));
        if let Some(filter) = &self.plan.filter {
            command.args(["--grep", filter, "--pass-with-no-tests"]);
        }
        let outcome = self.step(name, 20, command);
        self.counts += Counts::of_playwright(&report);
        outcome
    }

    /// A build or a test that writes into the sources would make the next one see something else.
    fn tree_is_clean(&self, before: Option<&str>) -> Outcome {
        let Some(before) = before else { return Ok(()) };
        let after = generated(self.house).unwrap_or_default();
        if after == before && (!in_ci() || after.is_empty()) {
            println!("{} nothing was written into the sources", mark(true));
            return Ok(());
        }
        println!("{} the sources were changed; git status says:\n{after}", mark(false));
        Err("a step wrote into the sources: commit what it generates, or ignore it".into())
    }

    fn step(&self, name: &str, minutes: u64, command: &mut Command) -> Outcome {
        let file: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let log = self.house.own_folder("logs")?.join(format!("{file}.log"));
        logged(name, command, Duration::from_mins(minutes), &log).map(|_| ())
    }
}

/// Forgets what an earlier run noted.
fn emptied(folder: &std::path::Path) -> Outcome {
    for entry in std::fs::read_dir(folder)? {
        std::fs::remove_file(entry?.path())?;
    }
    Ok(())
}

/// What differs from the last commit, or `None` where git can't tell (an archive of the sources).
fn generated(house: &House) -> Option<String> {
    let root = house.root.to_str()?;
    asked("git", &["-C", root, "status", "--porcelain"])
}
