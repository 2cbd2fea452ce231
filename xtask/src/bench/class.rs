//! "A school is in, in one minute": start, demo, rosters, the space page, a phone at the edge of the network.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use serde_json::Value;

use super::program::{Cost, Served, median, watched};
use super::{Programs, Row};
use crate::Outcome;
use crate::build::megabytes;
use crate::house::House;
use crate::process::{Room, asked, logged, shown, spoken};
use crate::services::{Nats, Postgres};

const ROSTER: Duration = Duration::from_mins(5);
const LOAD: Duration = Duration::from_mins(2);
const LIGHTHOUSE: Duration = Duration::from_mins(10);

/// The head teacher of the class whose page is measured, in the demo institution.
const TEACHER: &str = "n.benali";
const CLASS: &str = "4e B";
/// A mother of that class, in the demo institution.
const MOTHER: &str = "claire.martin";
/// The staff room of the demo institution, who leads it, and a teacher who reads there.
const STAFF_ROOM: &str = "Salle des profs";
const HEAD: &str = "direction";
const COLLEAGUE: &str = "j.moreau";
/// The code of the demo institution: it takes no other school's roster.
const SCHOOL: &str = "0009999U";
/// Each pupil comes with two guardians: 40,000 people.
const PUPILS: u32 = 13_334;
/// How often the page is asked for in all, with 2 s to warm up.
const ASKED: u64 = 200 * 22;

/// Everything, in the order of the report.
pub(super) fn measure(house: &House, programs: &Programs) -> Outcome<Vec<Row>> {
    let room = Room::new("bench")?;
    let bench = Bench { house, programs, room };
    let mut rows = bench.first_start();
    rows.push(bench.demo());
    let sizes = [
        (2_000, "2,000 pupils (6,000 people)", "3 s"),
        (PUPILS, "40,000 people", "40 s, memory below 300 MB"),
        (40_000, "40,000 pupils (120,000 people)", "nothing"),
    ];
    for (pupils, said, promised) in sizes {
        let cost = bench.roster(pupils).map(|Cost { time, memory }| format!("{}, {}", exact(time), megabytes(memory)));
        rows.push(Row::new(format!("SIECLE dry run, {said}"), promised, cost));
    }
    rows.extend(bench.space_page());
    rows.extend(bench.directory());
    Ok(rows)
}

struct Bench<'a> {
    house: &'a House,
    programs: &'a Programs,
    room: Room,
}

impl Bench<'_> {
    fn folder(&self, name: &str) -> PathBuf {
        self.room.path().join(name)
    }

    fn serve(&self, args: &[&str]) -> Outcome<Served> {
        let mut command = Command::new(&self.programs.preau);
        Served::start(self.house, command.args(args).args(["--listen", "127.0.0.1:0"]))
    }

    fn first_start(&self) -> Vec<Row> {
        let mut times = Vec::new();
        let mut idle = Err("not reached".into());
        for run in 0..5 {
            let data = self.folder(&format!("empty-{run}"));
            match self.serve(&["serve", "--data", &data.to_string_lossy()]) {
                Ok(served) => {
                    times.push(served.listening_after);
                    if run == 0 {
                        thread::sleep(Duration::from_secs(3));
                        idle = served.memory();
                    }
                }
                Err(error) => return vec![Row::new("`preau serve`, empty folder, to listening", "300 ms", Err(error))],
            }
        }
        let size = fs::metadata(&self.programs.preau).map(|file| megabytes(file.len())).map_err(Into::into);
        vec![
            Row::new("`preau serve`, empty folder, to listening", "300 ms", Ok(exact(median(times)))),
            Row::new("idle memory", "60 MB", idle.map(megabytes)),
            Row::new("release binary", "60 MB", size),
        ]
    }

    fn demo(&self) -> Row {
        let mut times = Vec::new();
        for run in 0..3 {
            let data = self.folder(&format!("demo-{run}"));
            let usable = self.serve(&["demo", "--data", &data.to_string_lossy()]);
            match usable.and_then(|served| served.usable_after("/sign-in")) {
                Ok(time) => times.push(time),
                Err(error) => return Row::new("`preau demo` to a usable page", "3 s", Err(error)),
            }
        }
        Row::new("`preau demo` to a usable page", "3 s", Ok(exact(median(times))))
    }

    /// A SIECLE export of that many pupils, made by the load program, read into an empty institution.
    fn roster(&self, pupils: u32) -> Outcome<Cost> {
        let files = self.folder(&format!("siecle-{pupils}"));
        let mut make = Command::new(&self.programs.load);
        make.args(["roster", "--pupils", &pupils.to_string(), "--to"]).arg(&files);
        shown(&mut make, ROSTER)?;
        let mut command = Command::new(&self.programs.preau);
        command.arg("roster").args(files_in(&files)?);
        command.args(["--dry-run", "--json", "--data"]).arg(self.folder("empty-0"));
        watched(self.house, &mut command, ROSTER)
    }

    /// The same institution on both engines, and its page on a phone.
    fn space_page(&self) -> Vec<Row> {
        let data = self.folder("demo-0").to_string_lossy().into_owned();
        let mut rows = Vec::new();
        let sqlite = self.serve(&["serve", "--data", &data]).map_err(|error| error.to_string());
        rows.push(self.under_load("SQLite", sqlite.as_ref()));
        rows.push(self.families("SQLite", sqlite.as_ref()));
        rows.extend(self.phone(sqlite.as_ref()));
        rows.push(self.wall_on_the_phone(sqlite.as_ref()));
        drop(sqlite);
        let moved = self.on_postgres(&data, "postgres").map_err(|error| error.to_string());
        let before = moved.as_ref().map_err(Clone::clone).and_then(|(_, postgres)| committed(postgres));
        rows.push(self.under_load("PostgreSQL", moved.as_ref().map(|(served, _)| served)));
        let after = moved.as_ref().map_err(Clone::clone).and_then(|(_, postgres)| committed(postgres));
        let between = before.and_then(|before| after.map(|after| after.saturating_sub(before)));
        let each = between.map(|count| format!("{}.{}", count / ASKED, count * 10 / ASKED % 10));
        rows.push(self.families("PostgreSQL", moved.as_ref().map(|(served, _)| served)));
        rows.push(self.reaches(moved.as_ref().map(|(_, postgres)| postgres)));
        rows.push(Row::new("its statements, each one round trip", "nothing", each.map_err(Into::into)));
        rows
    }

    /// Finding one of 40,000 people by name, on both engines.
    fn directory(&self) -> [Row; 2] {
        let data = self.folder("large").to_string_lossy().into_owned();
        let filled = self.filled(&data).map_err(|error| error.to_string());
        let served = filled.and_then(|()| self.serve(&["serve", "--data", &data]).map_err(|error| error.to_string()));
        let sqlite = self.searches("SQLite", served.as_ref());
        let there = served.map(drop);
        let moved = there.and_then(|()| self.on_postgres(&data, "large-postgres").map_err(|error| error.to_string()));
        [sqlite, self.searches("PostgreSQL", moved.as_ref().map(|(served, _)| served))]
    }

    /// The demo institution, grown to 40,000 people.
    fn filled(&self, data: &str) -> Outcome {
        self.serve(&["demo", "--data", data])?.usable_after("/sign-in")?;
        let files = self.folder("siecle-demo");
        let mut make = Command::new(&self.programs.load);
        make.args(["roster", "--pupils", &PUPILS.to_string(), "--school", SCHOOL, "--to"]).arg(&files);
        shown(&mut make, ROSTER)?;
        let mut import = Command::new(&self.programs.preau);
        import.arg("roster").args(files_in(&files)?).args(["--json", "--data", data]);
        watched(self.house, &mut import, ROSTER).map(drop)
    }

    fn searches(&self, engine: &str, served: Result<&Served, &String>) -> Row {
        let measured = served.map_err(|error| error.as_str().into()).and_then(|served| {
            let mut search = Command::new(&self.programs.load);
            search.args(["search", "--server", &served.address, "--login", TEACHER, "--password", "preau-demo"]);
            search.args(["--pupils", &PUPILS.to_string()]);
            let figures = self.figures("search", &mut search, LOAD)?;
            let said = |kind: &str, name: &str| {
                let it = &figures[kind];
                format!("{name} p50 {} p95 {} ms ({} of 100 found)", it["p50_ms"], it["p95_ms"], it["found"])
            };
            let kinds = [said("names", "names"), said("beginnings", "beginnings"), said("accents", "without accents")];
            Ok(format!("{}, {}; the first {} ms", kinds.join(", "), said("slips", "slips"), figures["first_ms"]))
        });
        Row::new(format!("directory of 40,000 people, {engine}"), "p95 50 ms", measured)
    }

    /// Carries an institution to a private PostgreSQL and serves it from there.
    fn on_postgres(&self, data: &str, name: &str) -> Outcome<(Served, Postgres)> {
        let logs = self.house.own_folder("logs")?;
        let postgres = Postgres::start(&logs)?;
        let config = self.folder(&format!("{name}.toml"));
        let blobs = self.folder(&format!("{name}-data"));
        let url = postgres.url("postgres");
        let text = format!("data = \"{}\"\n[database.postgres]\nurl = \"{url}\"\n", blobs.display());
        fs::write(&config, text)?;
        let config = config.to_string_lossy();
        let mut carry = Command::new(&self.programs.preau);
        carry.args(["move", "--data", data, "--to", &config]);
        logged("move to PostgreSQL", &mut carry, LOAD, &logs.join("bench-move.log"))?;
        Ok((self.serve(&["serve", "--config", &config])?, postgres))
    }

    fn under_load(&self, engine: &str, served: Result<&Served, &String>) -> Row {
        let measured = self.asked_for(served, TEACHER, "");
        Row::new(format!("space page at 200 requests/s, {engine}"), "p50 5 ms, p99 25 ms", measured)
    }

    /// A wall when everybody comes home: twelve times as many as the thousand families of a minute.
    fn families(&self, engine: &str, served: Result<&Served, &String>) -> Row {
        let measured = self.asked_for(served, MOTHER, "/wall");
        let promised = "1,000 in a minute: p99 100 ms, no error";
        Row::new(format!("a family's wall at 200 requests/s, {engine}"), promised, measured)
    }

    /// A post, written on one node and read on another.
    fn reaches(&self, postgres: Result<&Postgres, &String>) -> Row {
        let measured = postgres.map_err(|error| error.as_str().into()).and_then(|postgres| self.two_nodes(postgres));
        let figures = measured.map(|f| {
            let (p50, p95, most) = (&f["p50_ms"], &f["p95_ms"], &f["max_ms"]);
            format!("p50 {p50} ms, p95 {p95} ms, worst {most} ms; {} of {} arrived", f["reached"], f["expected"])
        });
        let what = "a post reaches 20 open pages on another node (PostgreSQL, NATS), commit and page included";
        Row::new(what, "p95 200 ms", figures)
    }

    fn two_nodes(&self, postgres: &Postgres) -> Outcome<Value> {
        let logs = self.house.own_folder("logs")?;
        let nats = Nats::start(&logs)?;
        let mut nodes = Vec::new();
        for name in ["one", "two"] {
            let config = self.folder(&format!("node-{name}.toml"));
            // Each node has a folder of its own; what is measured has no files.
            let data = self.folder(&format!("node-{name}-data"));
            let (url, bus) = (postgres.url("postgres"), nats.url());
            let text = format!(
                "data = \"{}\"\n[database.postgres]\nurl = \"{url}\"\n[bus.nats]\nurl = \"{bus}\"\n",
                data.display()
            );
            fs::write(&config, text)?;
            nodes.push(self.serve(&["serve", "--config", &config.to_string_lossy()])?);
        }
        let [one, two] = nodes.as_slice() else { return Err("two nodes were not started".into()) };
        let mut load = Command::new(&self.programs.load);
        // Among colleagues: what is written to families waits for the institution's hours.
        load.args(["told", "--server", &one.address, "--other", &two.address, "--link", STAFF_ROOM]);
        load.args(["--writer", HEAD, "--reader", COLLEAGUE, "--password", "preau-demo"]);
        self.figures("told", &mut load, LOAD)
    }

    /// The class's page, or one below it, asked for by somebody at a fixed rate.
    fn asked_for(&self, served: Result<&Served, &String>, login: &str, below: &str) -> Outcome<String> {
        let served = served.map_err(String::as_str)?;
        let mut load = Command::new(&self.programs.load);
        load.args(["page", "--server", &served.address, "--login", login, "--password", "preau-demo"]);
        load.args(["--link", CLASS, "--below", below, "--rate", "200", "--seconds", "20"]);
        let figures = self.figures("load", &mut load, LOAD)?;
        if figures["failed"] != 0 {
            return Err(format!("{} of {} requests failed", figures["failed"], figures["requests"]).into());
        }
        let (p50, p99, most) = (&figures["p50_ms"], &figures["p99_ms"], &figures["max_ms"]);
        Ok(format!("p50 {p50} ms, p99 {p99} ms, worst {most} ms, {} bytes", figures["page_bytes"]))
    }

    /// The wall of the class on a poor phone line, for a mother.
    fn wall_on_the_phone(&self, served: Result<&Served, &String>) -> Row {
        let figures =
            served.map_err(|error| error.as_str().into()).and_then(|served| self.lighthouse(served, MOTHER, "/wall"));
        let said = figures.map(|f| {
            let (usable, script, all) = (&f["tti_ms"], &f["script_bytes"], &f["all_bytes"]);
            format!("{usable} ms, {script} bytes of JavaScript, page with photos {all} bytes")
        });
        Row::new("wall with photos on a phone line, usable", "3.2 s, 20 kB of JavaScript", said)
    }

    fn lighthouse(&self, served: &Served, login: &str, below: &str) -> Outcome<Value> {
        let mut command = Command::new("node");
        command.current_dir(self.house.root.join("tests/e2e")).arg("lighthouse.mjs");
        command.args([&format!("http://{}", served.address), login, CLASS, below]);
        self.figures("lighthouse", &mut command, LIGHTHOUSE)
    }

    /// The class page on a poor phone line, by Lighthouse.
    fn phone(&self, served: Result<&Served, &String>) -> [Row; 3] {
        let figures = served
            .map_err(Clone::clone)
            .and_then(|served| self.lighthouse(served, TEACHER, "").map_err(|error| error.to_string()));
        let said =
            |sentence: fn(&Value) -> String| figures.as_ref().map(sentence).map_err(|error| error.as_str().into());
        let usable = said(|f| format!("{} ms, first words after {} ms", f["tti_ms"], f["fcp_ms"]));
        let script = said(|f| format!("{} bytes, page {} bytes", f["script_bytes"], f["all_bytes"]));
        let before = said(|f| format!("{} bytes in {} answers", f["paint_bytes"], f["paint_answers"]));
        [
            Row::new("class page on a phone line, usable", "3.2 s", usable),
            Row::new("what its first words wait for", "nothing", before),
            Row::new("its JavaScript", "20 kB", script),
        ]
    }

    /// The last line of a program's output, which is JSON.
    fn figures(&self, name: &str, command: &mut Command, limit: Duration) -> Outcome<Value> {
        let log = self.house.own_folder("logs")?.join(format!("bench-{name}.log"));
        let text = logged(name, command, limit, &log)?;
        let line = text.lines().rev().find(|line| line.starts_with('{')).ok_or("no figures were printed")?;
        Ok(serde_json::from_str(line)?)
    }
}

/// The transactions that a database has ended since it was made; a page only reads, each statement for itself.
fn committed(postgres: &Postgres) -> Result<u64, String> {
    // Each connection tells its figures at most once a second.
    thread::sleep(Duration::from_secs(2));
    let count = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    let told = asked("psql", &[&postgres.url("postgres"), "-Atc", count]);
    told.and_then(|told| told.trim().parse().ok()).ok_or_else(|| "psql told no figures".to_owned())
}

fn files_in(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    Ok(files)
}

/// A measured time: milliseconds where they matter.
fn exact(time: Duration) -> String {
    match time.as_millis() {
        ms @ 0..1000 => format!("{ms} ms"),
        ms @ 1000..60_000 => format!("{}.{} s", ms / 1000, ms % 1000 / 100),
        _ => spoken(time),
    }
}
