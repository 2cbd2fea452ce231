//! kill -9 at any moment of a backup, a restore or a move: the source stays as it is, and the target is nothing,
//! something that is refused, or the whole.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use futures_util::stream;
use preau_blob::{Blobs, rows};
use preau_db::{
    Config, Db,
    tables::{Reading, Sum},
};
use preau_kernel::{Clock, Entropy, Event, Id, SystemClock};
use preau_testkit::SeededEntropy;

use crate::program::{self, run, run_and_kill, text};

/// How often each is killed.
const TIMES: u32 = 25;
/// Events and blobs of the institution: enough that each takes some hundred milliseconds.
const EVENTS: u32 = 2000;
const BLOBS: u32 = 60;

/// The demo institution, with more rows and files.
async fn institution(data: &Path) {
    program::Server::start(&["demo", "--data", text(data), "--listen", "127.0.0.1:0"]).stop();
    let db = Db::open(&Config::Sqlite { path: data.join("preau.db"), durable: false }).await.unwrap();
    let now = SystemClock.now();
    let blobs = Blobs::folder(&data.join("blobs"), now).await.unwrap();
    let entropy = SeededEntropy::new(7);
    for count in 0..BLOBS {
        let body = stream::iter([Ok::<_, std::io::Error>(vec![u8::try_from(count).unwrap(); 20_000].into())]);
        let stored = rows::put(&db, &blobs, body, u64::MAX, now).await.unwrap();
        let owner = rows::Owner { service: "test.thing", id: uuid::Uuid::from_u128(u128::from(count)) };
        let mut tx = db.begin().await.unwrap();
        rows::keep(&mut tx, stored.id, owner, now).await.unwrap();
        tx.commit().await.unwrap();
    }
    let mut tx = db.begin().await.unwrap();
    for count in 0..EVENTS {
        let payload = serde_json::json!({ "count": count, "text": "é".repeat(50) });
        let event =
            Event { id: Id::new(&SystemClock, &entropy), name: "test.thing".to_owned(), space: None, at: now, payload };
        preau_db::outbox::emit(&mut tx, &event).await.unwrap();
    }
    tx.commit().await.unwrap();
    db.close().await.unwrap();
}

/// What every table sums up to.
async fn sums(config: &Config) -> Vec<(String, Sum)> {
    let db = Db::open(config).await.unwrap();
    let mut look = Reading::begin(&db).await.unwrap();
    let mut sums = Vec::new();
    let steps = preau_server::wiring::steps();
    for table in look.tables(&steps).await.unwrap() {
        sums.push((table.name.clone(), look.sum(&table).await.unwrap()));
    }
    sums
}

fn sqlite(data: &Path) -> Config {
    Config::Sqlite { path: data.join("preau.db"), durable: false }
}

/// Delays that together cover the time that the whole thing takes.
fn delays(seed: u64, whole: Duration) -> impl Iterator<Item = Duration> {
    let entropy = SeededEntropy::new(seed);
    let micros = u32::try_from(whole.as_micros()).unwrap() / 10 * 11;
    (0..TIMES).map(move |_| Duration::from_micros(u64::from((&entropy as &dyn Entropy).below(micros))))
}

fn timed(args: &[&str]) -> Duration {
    let began = Instant::now();
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    began.elapsed()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_backup_is_none_and_the_institution_does_not_notice() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    institution(&data).await;
    let before = sums(&sqlite(&data)).await;
    let first = room.path().join("first");
    let whole = timed(&["backup", "--data", text(&data), text(&first)]);
    let mut cut = 0;
    for (count, delay) in delays(1, whole).enumerate() {
        let to = room.path().join(format!("backup{count}"));
        run_and_kill(&["backup", "--data", text(&data), text(&to)], delay);
        assert_eq!(sums(&sqlite(&data)).await, before);
        let again = room.path().join(format!("again{count}"));
        if to.exists() {
            assert!(run(&["restore", text(&to), "--data", text(&again)]).status.success(), "not whole after {delay:?}");
            std::fs::remove_dir_all(&again).unwrap();
        } else {
            cut += 1;
            assert!(run(&["backup", "--data", text(&data), text(&to)]).status.success(), "not again after {delay:?}");
        }
        std::fs::remove_dir_all(&to).unwrap();
    }
    assert!(cut > TIMES / 4, "only {cut} were cut off: the moments are badly chosen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_restore_leaves_nothing_that_can_be_opened() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    institution(&data).await;
    let backup = room.path().join("backup");
    timed(&["backup", "--data", text(&data), text(&backup)]);
    let (before, manifest) = (sums(&sqlite(&data)).await, std::fs::read(backup.join("manifest.json")).unwrap());
    let whole = timed(&["restore", text(&backup), "--data", text(&room.path().join("first"))]);
    let mut cut = 0;
    for (count, delay) in delays(2, whole).enumerate() {
        let to = room.path().join(format!("restored{count}"));
        run_and_kill(&["restore", text(&backup), "--data", text(&to)], delay);
        assert_eq!(std::fs::read(backup.join("manifest.json")).unwrap(), manifest);
        if !to.exists() {
            cut += 1;
            assert!(!opens("--data", &to));
            assert!(
                run(&["restore", text(&backup), "--data", text(&to)]).status.success(),
                "not again after {delay:?}"
            );
        }
        assert_eq!(sums(&sqlite(&to)).await, before, "not whole after {delay:?}");
        assert!(opens("--data", &to) && blobs_are_whole("--data", &to));
        std::fs::remove_dir_all(&to).unwrap();
    }
    assert!(cut > TIMES / 4, "only {cut} were cut off: the moments are badly chosen");
}

/// Whether there is an institution that lets itself be opened, and whose journal is sound.
fn opens(flag: &str, place: &Path) -> bool {
    run(&["journal", "verify", flag, text(place)]).status.success()
}

/// Whether every file that the tables need is there and unchanged.
fn blobs_are_whole(flag: &str, place: &Path) -> bool {
    let output = run(&["--json", "doctor", "--blobs", flag, text(place)]);
    let list: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    let good = |code| list.iter().any(|check| check["code"] == code && check["health"] == "good");
    good("blobs-there") && good("blobs-whole")
}

/// Where a move goes to: a fresh database each time, SQLite elsewhere or PostgreSQL.
struct There {
    file: PathBuf,
    config: Config,
}

async fn there(room: &Path, engine: preau_db::Engine, count: usize) -> There {
    let data = room.join(format!("there{count}"));
    let file = room.join(format!("there{count}.toml"));
    let (config, table) = match engine {
        preau_db::Engine::Sqlite => (sqlite(&data), String::new()),
        preau_db::Engine::Pg => {
            let url = preau_testkit::fresh_address().await;
            let table = format!("[database.postgres]\nurl = {url:?}\n");
            (Config::Pg { url, connections: 4 }, table)
        }
    };
    std::fs::write(&file, format!("data = {:?}\n{table}", text(&data))).unwrap();
    There { file, config }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_move_leaves_the_source_whole_and_the_target_refused() {
    for engine in preau_testkit::engines() {
        let room = tempfile::tempdir().unwrap();
        let data = room.path().join("data");
        institution(&data).await;
        let before = sums(&sqlite(&data)).await;
        let first = there(room.path(), engine, 1000).await;
        let whole = timed(&["move", "--data", text(&data), "--to", text(&first.file)]);
        assert_eq!(sums(&first.config).await, before);
        let mut cut = 0;
        for (count, delay) in delays(3, whole).enumerate() {
            let to = there(room.path(), engine, count).await;
            let arguments = ["move", "--data", text(&data), "--to", text(&to.file)];
            run_and_kill(&arguments, delay);
            assert_eq!(sums(&sqlite(&data)).await, before);
            if !opens("--config", &to.file) {
                cut += 1;
                let again = run(&arguments);
                let said = String::from_utf8_lossy(&again.stderr);
                assert!(again.status.success(), "{engine:?}, not again after {delay:?}: {said}");
            }
            assert_eq!(sums(&to.config).await, before, "{engine:?}, not whole after {delay:?}");
            assert!(opens("--config", &to.file) && blobs_are_whole("--config", &to.file));
        }
        assert!(cut > TIMES / 4, "{engine:?}: only {cut} were cut off: the moments are badly chosen");
    }
}
