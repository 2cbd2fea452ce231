//! The power goes at any moment. What was being done is done or is not, what was acknowledged is there.
//!
//! Backups, restores and moves are killed beside the code that makes them (`preau-server`, `killed.rs`); here it is
//! what needs a whole institution: a roster that is applied, forms that are sent, an upgrade. `cargo xtask kill` kills
//! all of them, 100 times; a usual run of the tests, some times each.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use preau_db::{Config, Db, Migration, tables};
use preau_kernel::{Clock, Entropy, SystemClock};
use preau_roster::fixtures;
use preau_testkit::{SeededEntropy, power_cuts};
use serde_json::{Value, json};

use crate::{
    first_evening::{PASSWORD, SECRETARY, set_up},
    program::{Server, json as told, run, run_and_kill, text},
};

/// Pupils of the roster: enough that applying it takes some hundred milliseconds.
const PUPILS: usize = 60;

/// An institution with an administrator and nobody else, at rest.
fn institution(room: &Path) -> PathBuf {
    let data = room.join("data");
    let server = Server::start(&data);
    set_up(&server);
    server.stop();
    data
}

/// A copy of a folder at rest.
fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copied(&entry.path(), &to);
        } else {
            // SQLite's side files go when its last connection has gone, which may be a moment after the database was
            // closed; they are empty by then.
            let copied = fs::copy(entry.path(), to).map_err(|error| error.kind());
            assert!(
                matches!(copied, Ok(_) | Err(std::io::ErrorKind::NotFound)),
                "{}: {copied:?}",
                entry.path().display()
            );
        }
    }
}

/// Nothing is bad, and nobody rewrote the journal.
fn sound(data: &Path, when: &str) {
    let checks = told(&["doctor", "--blobs", "--data", text(data)]);
    assert!(checks.as_array().unwrap().iter().all(|check| check["health"] != "bad"), "{when}: {checks}");
    let journal = told(&["journal", "verify", "--data", text(data)]);
    assert_eq!(journal["fault"], Value::Null, "{when}");
}

fn timed(args: &[&str]) -> Duration {
    let began = Instant::now();
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    began.elapsed()
}

#[test]
fn a_killed_roster_is_in_as_a_whole_or_not_at_all() {
    let room = tempfile::tempdir().unwrap();
    let (start, files) = (institution(room.path()), room.path().join("files"));
    fs::create_dir_all(&files).unwrap();
    let mut paths = Vec::new();
    for (name, bytes) in fixtures::siecle(PUPILS, 5).unwrap() {
        fs::write(files.join(&name), bytes).unwrap();
        paths.push(files.join(&name));
    }
    let command = |data: &Path, more: &[&str]| {
        let mut arguments = vec!["roster".to_owned(), "--data".to_owned(), text(data).to_owned()];
        arguments.extend(more.iter().map(|it| (*it).to_owned()));
        arguments.extend(paths.iter().map(|path| text(path).to_owned()));
        arguments
    };
    let told_by = |data: &Path| {
        let arguments = command(data, &["--dry-run"]);
        let new = told(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
        json!([new["learners"], new["guardians"], new["spaces"]])
    };
    let copy = |count: usize| {
        let data = room.path().join(format!("school{count}"));
        copied(&start, &data);
        data
    };
    let before = told_by(&start);
    let first = copy(1000);
    let arguments = command(&first, &[]);
    let whole = timed(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let after = told_by(&first);
    assert_ne!(before, after);
    let (mut none, mut all) = (0, 0);
    for (count, moment) in power_cuts("roster", whole).enumerate() {
        let data = copy(count);
        let arguments = command(&data, &[]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run_and_kill(&arguments, moment);
        let when = format!("killed after {moment:?}");
        sound(&data, &when);
        let now = told_by(&data);
        (none, all) = (none + u32::from(now == before), all + u32::from(now == after));
        assert!(now == before || now == after, "{when}: half of it is in: {now}");
        assert!(run(&arguments).status.success(), "{when}: it can't be done again");
        assert_eq!(told_by(&data), after, "{when}");
        fs::remove_dir_all(&data).unwrap();
    }
    assert!(none > 0, "never killed in time ({all} ended before): the moments are badly chosen");
}

#[test]
fn no_form_that_was_accepted_is_lost_when_the_power_goes() {
    let room = tempfile::tempdir().unwrap();
    let data = institution(room.path());
    let mut accepted: BTreeSet<String> = BTreeSet::new();
    for (round, moment) in power_cuts("forms", Duration::from_millis(700)).enumerate() {
        let server = Server::start(&data);
        let there = clubs(&server);
        let lost: Vec<_> = accepted.difference(&there).collect();
        assert!(lost.is_empty(), "accepted before kill {round}, and lost: {lost:?}");
        let (over, new) = (AtomicBool::new(false), Mutex::new(Vec::new()));
        thread::scope(|scope| {
            for hand in 0..3 {
                let secretary = server.browser();
                assert_eq!(secretary.post("/sign-in", &[("login", SECRETARY), ("password", PASSWORD)]).status, 303);
                let (over, new) = (&over, &new);
                scope.spawn(move || {
                    for count in 0.. {
                        let name = format!("Club {round}.{hand}.{count}.");
                        let sent = secretary.try_post("/admin/spaces/new", &[("kind", "club"), ("name", &name)]);
                        match sent {
                            Ok(page) if page.status == 303 => new.lock().unwrap().push(name),
                            Ok(page) => panic!("{}: {}", page.status, page.body),
                            Err(_) => return,
                        }
                        if over.load(Ordering::SeqCst) {
                            return;
                        }
                    }
                });
            }
            thread::sleep(moment);
            server.kill();
            over.store(true, Ordering::SeqCst);
        });
        accepted.extend(new.into_inner().unwrap());
    }
    let server = Server::start(&data);
    let lost: Vec<_> = accepted.difference(&clubs(&server)).cloned().collect();
    assert!(lost.is_empty(), "accepted and lost: {lost:?}");
    server.stop();
    assert!(accepted.len() > 20, "only {} were accepted", accepted.len());
    sound(&data, "after all kills");
}

#[test]
fn no_byte_of_an_upload_that_was_acknowledged_is_lost_when_the_power_goes() {
    const STEP: usize = 100_000;
    let room = tempfile::tempdir().unwrap();
    let data = institution(room.path());
    let mut file = vec![0; 4_000_000];
    SeededEntropy::new(14).fill(&mut file);
    let size = file.len().to_string();
    let speaks = [("Tus-Resumable", "1.0.0"), ("Content-Type", "application/offset+octet-stream")];
    let mut acknowledged = 0;
    for (round, moment) in power_cuts("uploads", Duration::from_millis(500)).enumerate() {
        let server = Server::start(&data);
        let secretary = server.browser();
        assert_eq!(secretary.post("/sign-in", &[("login", SECRETARY), ("password", PASSWORD)]).status, 303);
        let create = [&speaks[..1], &[("Upload-Length", &*size), ("Upload-Metadata", "key a2V5")]].concat();
        let made = secretary.ask("POST", "/uploads", &create, &[]).unwrap();
        let there: usize = made.header("Upload-Offset").parse().unwrap();
        assert!(there >= acknowledged, "kill {round} lost what was acknowledged: {there} of {acknowledged} bytes");
        let at = made.location;
        acknowledged = thread::scope(|scope| {
            let sending = scope.spawn(|| {
                let mut there = there;
                while there < file.len() {
                    let part = &file[there..file.len().min(there + STEP)];
                    let offset = there.to_string();
                    let headers = [&speaks[..], &[("Upload-Offset", &*offset)]].concat();
                    let Ok(page) = secretary.ask("PATCH", &at, &headers, part) else { break };
                    assert_eq!(page.status, 204, "{}", page.body);
                    there += part.len();
                }
                there
            });
            thread::sleep(moment);
            server.kill();
            sending.join().unwrap()
        });
    }
    let server = Server::start(&data);
    let secretary = server.browser();
    assert_eq!(secretary.post("/sign-in", &[("login", SECRETARY), ("password", PASSWORD)]).status, 303);
    let create = [&speaks[..1], &[("Upload-Length", &*size), ("Upload-Metadata", "key a2V5")]].concat();
    let made = secretary.ask("POST", "/uploads", &create, &[]).unwrap();
    let offset = made.header("Upload-Offset").to_owned();
    let headers = [&speaks[..], &[("Upload-Offset", &*offset)]].concat();
    let rest = &file[offset.parse().unwrap()..];
    assert_eq!(secretary.ask("PATCH", &made.location, &headers, rest).unwrap().status, 204);
    let to = room.path().join("export");
    told(&["export", "--person", SECRETARY, "--data", text(&data), "--to", text(&to)]);
    assert!(fs::read(to.join(made.location.trim_start_matches('/'))).unwrap() == file, "the file is another");
    server.stop();
    sound(&data, "after all kills");
}

/// The names of all clubs, from an export: no page shows all of them at once.
fn clubs(server: &Server) -> BTreeSet<String> {
    let data = server.told["data"].as_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("export");
    told(&["export", "--all", "--data", data, "--to", text(&to)]);
    let lines = fs::read_to_string(to.join("people/spaces.jsonl")).unwrap();
    let names =
        lines.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["name"].as_str().unwrap().to_owned());
    names.filter(|name| name.starts_with("Club ")).collect()
}

/// The tables as they were before the last steps: what an older Préau would have left.
async fn older(data: &Path, steps: &[Migration]) {
    fs::create_dir_all(data).unwrap();
    let db = Db::open(&sqlite(data)).await.unwrap();
    let entropy = SeededEntropy::new(3);
    preau_db::migrate(&db, steps, SystemClock.now()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    for count in 0..20_000 {
        let event = preau_kernel::Event {
            id: preau_kernel::Id::new(&SystemClock, &entropy),
            name: "test.thing".to_owned(),
            space: None,
            at: SystemClock.now(),
            payload: json!({ "count": count, "text": "é".repeat(100) }),
        };
        preau_db::outbox::emit(&mut tx, &event).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

fn sqlite(data: &Path) -> Config {
    Config::Sqlite { path: data.join("preau.db"), durable: false }
}

/// How many steps are missing, and how many events are there.
async fn state(data: &Path, steps: &[Migration]) -> (usize, u64) {
    let db = Db::open(&sqlite(data)).await.unwrap();
    let missing = tables::pending(&db, steps).await.unwrap().len();
    let mut look = tables::Reading::begin(&db).await.unwrap();
    let all = look.tables(steps).await.unwrap();
    let outbox = all.iter().find(|table| table.name == "outbox").unwrap();
    let events = look.sum(outbox).await.unwrap().rows;
    drop(look);
    db.close().await.unwrap();
    (missing, events)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_upgrade_leaves_the_old_tables_or_the_new_ones_with_all_that_is_in_them() {
    let room = tempfile::tempdir().unwrap();
    let steps = preau_server::wiring::steps();
    let start = room.path().join("old");
    older(&start, steps.get(..steps.len() / 2).unwrap()).await;
    let before = state(&start, &steps).await;
    let copy = |count: usize| {
        let data = room.path().join(format!("school{count}"));
        copied(&start, &data);
        data
    };
    // Any command brings the tables up to date first; what it says of an institution without a head is another matter.
    let upgrade = |data: &Path| ["export".to_owned(), "--all".to_owned(), "--data".to_owned(), text(data).to_owned()];
    let began = Instant::now();
    let first = copy(1000);
    run(&[&upgrade(&first).each_ref().map(String::as_str)[..], &["--to", text(&room.path().join("out"))]].concat());
    let whole = began.elapsed();
    assert_eq!(state(&first, &steps).await, (0, before.1));
    let mut none = 0;
    for (count, moment) in power_cuts("upgrade", whole).enumerate() {
        let data = copy(count);
        let to = room.path().join(format!("out{count}"));
        let words = upgrade(&data);
        let arguments = [&words.each_ref().map(String::as_str)[..], &["--to", text(&to)]].concat();
        run_and_kill(&arguments, moment);
        let (missing, events) = state(&data, &steps).await;
        assert_eq!(events, before.1, "killed after {moment:?}: events were lost");
        assert!(missing == 0 || missing == before.0, "killed after {moment:?}: {missing} of {} steps", before.0);
        none += u32::from(missing > 0);
        let _ = fs::remove_dir_all(&to);
        run(&arguments);
        assert_eq!(state(&data, &steps).await, (0, before.1), "killed after {moment:?}: not again");
        fs::remove_dir_all(&data).unwrap();
    }
    assert!(none > 0, "never killed in time: the moments are badly chosen");
}
