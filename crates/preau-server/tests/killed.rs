//! kill -9 at any moment of a backup, a restore or a move: the source stays as it is, and the target is nothing,
//! something that is refused, or the whole.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use futures_util::stream;
use preau_blob::{Blobs, rows};
use preau_db::{
    Config, Db, Engine,
    tables::{Reading, Sum},
};
use preau_kernel::{Clock, Event, Id, SystemClock};
use preau_testkit::{SeededEntropy, power_cuts};

use crate::program::{self, run, run_and_kill, text};

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

fn timed(args: &[&str]) -> Duration {
    let began = Instant::now();
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    began.elapsed()
}

/// Where an institution is or should be: a configuration with its database, SQLite or PostgreSQL.
struct Place {
    file: PathBuf,
    data: PathBuf,
    config: Config,
}

impl Place {
    async fn new(room: &Path, engine: Engine, name: &str) -> Self {
        let (data, file) = (room.join(name), room.join(format!("{name}.toml")));
        let (config, table) = match engine {
            Engine::Sqlite => (sqlite(&data), String::new()),
            Engine::Pg => {
                let url = preau_testkit::fresh_address().await;
                let table = format!("[database.postgres]\nurl = {url:?}\n");
                (Config::Pg { url, connections: 4 }, table)
            }
        };
        std::fs::write(&file, format!("data = {:?}\n{table}", text(&data))).unwrap();
        Self { file, data, config }
    }

    /// Whether there is an institution that lets itself be opened, and whose journal is sound.
    fn opens(&self) -> bool {
        run(&["journal", "verify", "--config", text(&self.file)]).status.success()
    }

    /// All that was there `before`, with every file that the tables need, unchanged.
    async fn is_whole(&self, before: &[(String, Sum)], when: &str) {
        assert_eq!(sums(&self.config).await, before, "{when}: not whole");
        assert!(self.opens(), "{when}: not to be opened");
        let output = run(&["--json", "doctor", "--blobs", "--config", text(&self.file)]);
        let list: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
        let good = |code| list.iter().any(|check| check["code"] == code && check["health"] == "good");
        assert!(good("blobs-there") && good("blobs-whole"), "{when}: {list:?}");
    }
}

fn must(arguments: &[&str], when: &str) {
    let output = run(arguments);
    assert!(output.status.success(), "{when}: not again: {}", String::from_utf8_lossy(&output.stderr));
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
    for (count, delay) in power_cuts("backup", whole).enumerate() {
        let to = room.path().join(format!("backup{count}"));
        let when = format!("killed after {delay:?}");
        run_and_kill(&["backup", "--data", text(&data), text(&to)], delay);
        assert_eq!(sums(&sqlite(&data)).await, before);
        let again = room.path().join(format!("again{count}"));
        if to.exists() {
            must(&["restore", text(&to), "--data", text(&again)], &when);
            std::fs::remove_dir_all(&again).unwrap();
        } else {
            cut += 1;
            must(&["backup", "--data", text(&data), text(&to)], &when);
        }
        std::fs::remove_dir_all(&to).unwrap();
    }
    assert!(cut > 0, "never killed in time: the moments are badly chosen");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_restore_leaves_nothing_that_can_be_opened_and_is_done_again() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    institution(&data).await;
    let backup = room.path().join("backup");
    timed(&["backup", "--data", text(&data), text(&backup)]);
    let (before, manifest) = (sums(&sqlite(&data)).await, std::fs::read(backup.join("manifest.json")).unwrap());
    for engine in preau_testkit::engines() {
        let first = Place::new(room.path(), engine, &format!("first-{engine:?}")).await;
        let whole = timed(&["restore", text(&backup), "--config", text(&first.file)]);
        first.is_whole(&before, "never killed").await;
        let mut cut = 0;
        for (count, delay) in power_cuts(&format!("restore {engine:?}"), whole).enumerate() {
            let to = Place::new(room.path(), engine, &format!("{engine:?}{count}")).await;
            let when = format!("{engine:?}, killed after {delay:?}");
            let arguments = ["restore", text(&backup), "--config", text(&to.file)];
            run_and_kill(&arguments, delay);
            assert_eq!(std::fs::read(backup.join("manifest.json")).unwrap(), manifest);
            if !to.opens() {
                cut += 1;
                must(&arguments, &when);
            }
            to.is_whole(&before, &when).await;
            std::fs::remove_dir_all(&to.data).unwrap();
        }
        assert!(cut > 0, "{engine:?}: never killed in time: the moments are badly chosen");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restore_cut_off_before_its_last_step_is_done_again_and_somebody_elses_folder_is_left_alone() {
    if !preau_testkit::engines().any(|engine| engine == Engine::Pg) {
        return;
    }
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    institution(&data).await;
    let backup = room.path().join("backup");
    timed(&["backup", "--data", text(&data), text(&backup)]);
    let before = sums(&sqlite(&data)).await;
    let to = Place::new(room.path(), Engine::Pg, "to").await;
    let arguments = ["restore", text(&backup), "--config", text(&to.file)];
    must(&arguments, "never killed");
    let refused = run(&arguments);
    assert_eq!(refused.status.code(), Some(1), "over an institution");

    // As it was when the folder had appeared, and the tables were not committed.
    let db = Db::open(&to.config).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    tx.run(preau_db::sql!("DELETE FROM journal_entry"), &[]).await.unwrap();
    tx.run(preau_db::sql!("CREATE TABLE moving (id BIGINT PRIMARY KEY)"), &[]).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    assert!(!to.opens());
    std::fs::write(to.data.join("letter.txt"), "not ours").unwrap();
    assert_eq!(run(&arguments).status.code(), Some(1), "over somebody's letter");
    std::fs::remove_file(to.data.join("letter.txt")).unwrap();
    must(&arguments, "cut off at the end");
    to.is_whole(&before, "cut off at the end").await;
}

/// From which engine to which an institution is moved: both ways where there are two.
fn ways() -> Vec<(Engine, Engine)> {
    match preau_testkit::engines().collect::<Vec<_>>()[..] {
        [here, there] => vec![(here, there), (there, here)],
        _ => vec![(Engine::Sqlite, Engine::Sqlite)],
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_move_leaves_the_source_whole_and_the_target_refused() {
    let room = tempfile::tempdir().unwrap();
    for (here, there) in ways() {
        let name = format!("move {here:?} to {there:?}");
        let start = Place::new(room.path(), Engine::Sqlite, &format!("{name} start")).await;
        institution(&start.data).await;
        let mut from = start;
        if here == Engine::Pg {
            let source = Place::new(room.path(), here, &format!("{name} from")).await;
            must(&["move", "--config", text(&from.file), "--to", text(&source.file)], &name);
            from = source;
        }
        let before = sums(&from.config).await;
        let first = Place::new(room.path(), there, &format!("{name} first")).await;
        let whole = timed(&["move", "--config", text(&from.file), "--to", text(&first.file)]);
        let mut cut = 0;
        for (count, delay) in power_cuts(&name, whole).enumerate() {
            let to = Place::new(room.path(), there, &format!("{name} {count}")).await;
            let when = format!("{name}, killed after {delay:?}");
            let arguments = ["move", "--config", text(&from.file), "--to", text(&to.file)];
            run_and_kill(&arguments, delay);
            assert_eq!(sums(&from.config).await, before);
            if !to.opens() {
                cut += 1;
                must(&arguments, &when);
            }
            to.is_whole(&before, &when).await;
        }
        assert!(cut > 0, "{name}: never killed in time: the moments are badly chosen");
    }
}
