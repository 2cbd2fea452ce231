//! `cargo xtask bench`: measures what the design promises, and writes `docs/benchmarks.md`.
//!
//! Each set of measurements is one file under `bench/` with one function that gives back [`Row`]s. A measurement that
//! could not be made stays in the report with the reason, and makes the command fail.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::house::{House, read};
use crate::process::{asked, shown};
use crate::{Outcome, build, tools};

mod class;
mod program;

/// A cold release build takes about a quarter of an hour on two cores.
const BUILD: Duration = Duration::from_hours(1);

/// One line of the report.
struct Row {
    what: String,
    /// What the design promises.
    promised: &'static str,
    measured: Outcome<String>,
}

impl Row {
    fn new(what: impl Into<String>, promised: &'static str, measured: Outcome<String>) -> Self {
        let row = Self { what: what.into(), promised, measured };
        println!("  {}: {} (promised: {promised})", row.what, row.said());
        row
    }

    fn said(&self) -> String {
        match &self.measured {
            Ok(figure) => figure.clone(),
            Err(error) => format!("not measured: {}", error.to_string().replace(['\n', '|'], " ")),
        }
    }
}

/// The two programs that measurements need, as an operator would have them.
struct Programs {
    preau: PathBuf,
    load: PathBuf,
}

/// Builds the release programs, measures, writes the report.
pub(crate) fn run(house: &House, args: &[String]) -> Outcome {
    let built = args.iter().any(|arg| arg == "--built");
    if args.iter().any(|arg| arg != "--built" && arg != "class") {
        return Err("known measurements: class; --built takes the release programs that are there".into());
    }
    tools::to_look(house)?;
    if !built {
        build::pages(house)?;
        // Both at once: built one after the other, what they share would be built twice with different features.
        let packages = ["build", "--release", "--package", "preau-server", "--package", "preau-bench"];
        shown(&mut house.cargo(&packages), BUILD)?;
    }
    let programs = Programs { preau: house.binary("release", "preau"), load: house.binary("release", "preau-bench") };
    let busy = busy()?;
    let rows = class::measure(house, &programs)?;
    let report = house.root.join("docs/benchmarks.md");
    fs::write(&report, written(house, &rows, &busy)?).map_err(|error| format!("{}: {error}", report.display()))?;
    println!("written to {}", report.display());
    match rows.iter().filter(|row| row.measured.is_err()).count() {
        0 => Ok(()),
        failed => Err(format!("{failed} of {} measurements could not be made", rows.len()).into()),
    }
}

fn written(house: &House, rows: &[Row], busy: &str) -> Outcome<String> {
    let root = house.root.to_string_lossy();
    let day = asked("date", &["-u", "+%F"]).unwrap_or_default();
    let commit = asked("git", &["-C", &root, "rev-parse", "--short", "HEAD"]).unwrap_or_else(|| "unknown".into());
    let mut text = format!(
        "# Measured\n\n\
         By `cargo xtask bench class`, with the release binary, server and load on the same machine: {}, {busy}. \
         {day}, at commit {commit}.\n\n\
         ## A school is in\n\n\
         | What | Promised | Measured |\n|---|---|---|\n",
        machine()?
    );
    for row in rows {
        writeln!(text, "| {} | {} | {} |", row.what, row.promised, row.said())?;
    }
    text.push_str(HOW);
    Ok(text)
}

const HOW: &str = "
## How

- *To listening*: from the start of the process to the line that names the address; the median of five. Idle memory is
  the resident set three seconds later.
- *To a usable page*: from the start of `preau demo` with no data to the first answer 200 for the sign-in page; the median
  of three.
- *Dry run*: wall time and the highest resident set of `preau roster FILE --dry-run` on an empty institution.
- *Under load*: 200 requests leave each second for 20 s, whether or not earlier ones were answered, after 2 s to warm up;
  each latency counts from the moment its request was due, and includes up to 1 ms of the timer's own lateness. The page
  is the space of 4e B in the demo institution, for its head teacher, not compressed. PostgreSQL runs on the same machine
  without waiting for the disk; reads do not notice.
- *Directory*: the demo institution grown to 40,000 people by a SIECLE roster; its head teacher looks 100 pupils up in
  each way, one after the other, on a new connection each, as JSON. Slips are two letters changed about. The first
  search with a slip reads all names.
- *On a phone line*: Lighthouse 12.8.2, simulated 400 kbit/s, 400 ms of round trip, processor × 8 slower, 360 px wide;
  the median of three.
- *A post reaches open pages*: 25 posts in the staff room, written on one node; 20 pages of a colleague are open on
  another, told by server-sent events. Each time counts from the moment at which the form leaves the writer's browser to the moment at
  which a page has fetched the wall with the post in it, so the commit and the reading are in it.
";

/// Whether others worked here before the first measurement: a figure from a busy machine is no promise.
fn busy() -> Outcome<String> {
    let text = read("/proc/loadavg".as_ref())?;
    let load: f64 = text.split(' ').next().unwrap_or_default().parse()?;
    let cores = f64::from(u32::try_from(std::thread::available_parallelism()?.get())?);
    Ok(if load < cores / 2.0 {
        format!("idle before (load average {load:.1})")
    } else {
        format!(
            "**shared with other work** (load average {load:.1} on {cores} cores before the first measurement), so \
                 these times are worse than the program's own"
        )
    })
}

/// This machine in a few words.
fn machine() -> Outcome<String> {
    let value = |text: &str, key: &str| {
        let line = text.lines().find(|line| line.starts_with(key))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let cpu = read("/proc/cpuinfo".as_ref())?;
    let memory = read("/proc/meminfo".as_ref())?;
    let cores = std::thread::available_parallelism()?;
    let model = value(&cpu, "model name").unwrap_or_else(|| "unknown processor".into());
    let kilobytes: u64 = value(&memory, "MemTotal").and_then(|v| v.split(' ').next()?.parse().ok()).unwrap_or(0);
    Ok(format!("{cores} cores of {model}, {} GB of memory", kilobytes / 1_000_000))
}
