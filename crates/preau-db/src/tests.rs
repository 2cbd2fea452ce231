//! One suite, run on each engine.

use std::{
    sync::atomic::{AtomicU32, Ordering},
    task::Poll,
};

use preau_kernel::{
    Clock, Entropy, Event, Id, Kind, PersonId, PersonKind, Problem, SystemClock, SystemEntropy, Timestamp, kinds,
};
use serde_json::json;
use time::Duration;

use super::*;
use crate::{engine::Pools, postgres::RESTED};

/// A fresh, migrated database of one engine, for as long as it lives.
struct Fresh {
    db: Db,
    folder: tempfile::TempDir,
}

async fn fresh(engine: Engine) -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let config = match engine {
        Engine::Sqlite => Config::Sqlite { path: folder.path().join("preau.db"), durable: false },
        Engine::Pg => Config::Pg { url: own_pg_database().await, connections: 8 },
    };
    let db = Db::open(&config).await.unwrap();
    migrate(&db, &steps(), now()).await.unwrap();
    Fresh { db, folder }
}

async fn own_pg_database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("PREAU_TEST_PG").unwrap();
    let name = format!("db_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await.unwrap();
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    url.to_string()
}

const TABLES: Migration = Migration {
    owner: "test",
    version: 1,
    name: "one column of each type",
    sql: "CREATE TABLE thing (id {uuid} PRIMARY KEY, kind TEXT NOT NULL, size BIGINT NOT NULL, at {ts} NOT NULL,
        doc {json} NOT NULL, bytes {bytes} NOT NULL, yes {bool} NOT NULL, maybe TEXT, born TEXT);",
};

fn steps() -> Vec<Migration> {
    [MIGRATIONS, &[TABLES]].concat()
}

fn now() -> Timestamp {
    SystemClock.now()
}

fn id<K>() -> Id<K> {
    Id::new(&SystemClock, &SystemEntropy)
}

row! {
    #[derive(Debug, Clone, PartialEq)]
    struct Thing {
        id: PersonId, kind: PersonKind, size: i64, at: Timestamp, doc: serde_json::Value, bytes: Vec<u8>, yes: bool,
        maybe: Option<String>, born: Option<time::Date>
    }
}

async fn insert(tx: &mut Tx, thing: &Thing) -> Result<u64> {
    tx.run(
        sql!("INSERT INTO thing (id, kind, size, at, doc, bytes, yes, maybe, born) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        args![thing.id, thing.kind, thing.size, thing.at, thing.doc, thing.bytes, thing.yes, thing.maybe, thing.born],
    )
    .await
}

async fn find(db: &Db, id: PersonId) -> Option<Thing> {
    let find = sql!(Thing, "SELECT id, kind, size, at, doc, bytes, yes, maybe, born FROM thing WHERE id = $1");
    db.opt(find, args![id]).await.unwrap()
}

async fn count(db: &Db) -> i64 {
    db.one(sql!((i64,), "SELECT count(*) FROM thing"), &[]).await.unwrap().0
}

fn thing(size: i64) -> Thing {
    Thing {
        id: id(),
        kind: PersonKind::Learner,
        size,
        at: now(),
        doc: json!({"é": [1, null]}),
        bytes: vec![0, 255],
        yes: true,
        maybe: None,
        born: time::Date::from_calendar_date(2013, time::Month::February, 28).ok(),
    }
}

#[tokio::test]
async fn every_type_reads_back_as_it_was_written() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let mut empty = thing(1);
        (empty.maybe, empty.born, empty.yes) = (Some("L’Haÿ".to_owned()), None, false);
        let mut tx = db.begin().await.unwrap();
        for thing in [&thing(0), &empty] {
            insert(&mut tx, thing).await.unwrap();
        }
        tx.commit().await.unwrap();
        assert_eq!(find(&db, empty.id).await, Some(empty));
        assert_eq!(count(&db).await, 2);
    }
}

#[tokio::test]
async fn what_is_not_committed_leaves_no_trace() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let mut tx = db.begin().await.unwrap();
        insert(&mut tx, &thing(0)).await.unwrap();
        tx.rollback().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        insert(&mut tx, &thing(0)).await.unwrap();
        drop(tx);
        let kept = thing(1);
        let mut tx = db.begin().await.unwrap();
        insert(&mut tx, &kept).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db).await, 1);
        assert!(find(&db, kept.id).await.is_some());
    }
}

#[tokio::test]
async fn acts_that_share_a_commit_keep_their_own_fate() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let acts = (0..60).map(|n| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                insert(&mut tx, &thing(n)).await.unwrap();
                match n % 3 {
                    0 => tx.commit().await.unwrap(),
                    1 => tx.rollback().await.unwrap(),
                    _ => drop(tx),
                }
            })
        });
        for act in acts.collect::<Vec<_>>() {
            act.await.unwrap();
        }
        assert_eq!(count(&db).await, 20);
    }
}

#[tokio::test]
async fn an_acknowledged_change_is_seen_by_the_next_reader() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        for n in 0..50 {
            let thing = thing(n);
            let mut tx = db.begin().await.unwrap();
            insert(&mut tx, &thing).await.unwrap();
            tx.commit().await.unwrap();
            assert!(find(&db, thing.id).await.is_some());
        }
    }
}

#[tokio::test]
async fn the_same_id_twice_is_a_conflict_that_the_person_is_told_of() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let thing = thing(0);
        let mut tx = db.begin().await.unwrap();
        insert(&mut tx, &thing).await.unwrap();
        let error = insert(&mut tx, &thing).await.unwrap_err();
        assert!(error.is_duplicate());
        assert_eq!(Problem::from(error).kind, Kind::Conflict);
    }
}

#[tokio::test]
async fn every_statement_prepares_on_every_engine() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        // Other tests of this crate have statements too, on tables of their own.
        migrate(&db, &[steps().as_slice(), tables::tests::STEPS].concat(), now()).await.unwrap();
        assert_eq!(check::prepare_all(&db).await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn migrating_again_changes_nothing_and_an_edit_is_noticed() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        assert_eq!(migrate(&db, &steps(), now()).await.unwrap(), 0);
        let edited = Migration { sql: "CREATE TABLE other (id {uuid})", ..TABLES };
        let error = migrate(&db, &[MIGRATIONS, &[edited]].concat(), now()).await.unwrap_err();
        assert!(error.to_string().contains("edited"), "{error}");
        let error = migrate(&db, MIGRATIONS, now()).await.unwrap_err();
        assert!(error.to_string().contains("newer"), "{error}");
    }
}

#[tokio::test]
async fn a_migration_that_fails_halfway_leaves_the_tables_as_they_were() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let broken =
            Migration { version: 2, sql: "CREATE TABLE half (id {uuid}); CREATE TABLE half (id {uuid});", ..TABLES };
        assert!(migrate(&db, &[steps(), vec![broken]].concat(), now()).await.is_err());
        let mended = Migration { version: 2, sql: "CREATE TABLE half (id {uuid});", ..TABLES };
        assert_eq!(migrate(&db, &[steps(), vec![mended]].concat(), now()).await.unwrap(), 1);
    }
}

fn event(name: &str) -> Event {
    Event { id: id::<kinds::Event>(), name: name.to_owned(), space: None, at: now(), payload: json!({}) }
}

#[tokio::test]
async fn an_event_is_told_once_and_put_off_when_it_fails() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let mut announced = db.announced();
        let mut tx = db.begin().await.unwrap();
        outbox::emit(&mut tx, &event("test.first")).await.unwrap();
        tx.commit().await.unwrap();
        announced.changed().await.unwrap();
        let waits = outbox::Backlog { waiting: 1, failing: 0, name: None };
        assert_eq!(outbox::backlog(&db).await.unwrap(), waits);

        let mut tx = db.begin().await.unwrap();
        let taken = outbox::take(&mut tx, now()).await.unwrap().unwrap();
        outbox::put_off(&mut tx, &taken, now()).await.unwrap();
        assert!(outbox::take(&mut tx, now()).await.unwrap().is_none());
        let later = now() + Duration::seconds(5);
        let taken = outbox::take(&mut tx, later).await.unwrap().unwrap();
        assert_eq!((taken.attempts, taken.event.name.as_str()), (1, "test.first"));
        outbox::done(&mut tx, taken.event.id, later).await.unwrap();
        tx.commit().await.unwrap();

        let mut tx = db.begin().await.unwrap();
        assert!(outbox::take(&mut tx, later).await.unwrap().is_none());
        assert_eq!(outbox::forget(&mut tx, later + Duration::DAY).await.unwrap(), 1);
        tx.commit().await.unwrap();
    }
}

#[tokio::test]
async fn an_event_that_keeps_failing_is_told_apart_from_those_that_were_not_tried_yet() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let (mut tx, mut when) = (db.begin().await.unwrap(), now());
        // A year old: imported, or of a clock that is not ours.
        let old = Event { at: when - Duration::days(365), ..event("test.old") };
        outbox::emit(&mut tx, &old).await.unwrap();
        outbox::emit(&mut tx, &event("test.new")).await.unwrap();
        for _ in 0..3 {
            let taken = outbox::take(&mut tx, when).await.unwrap().unwrap();
            assert_eq!(taken.event.name, "test.old");
            outbox::put_off(&mut tx, &taken, old.at).await.unwrap();
            when = when + Duration::MINUTE;
        }
        tx.commit().await.unwrap();
        let backlog = outbox::backlog(&db).await.unwrap();
        assert_eq!(backlog, outbox::Backlog { waiting: 2, failing: 1, name: Some("test.old".to_owned()) });
    }
}

#[tokio::test]
async fn a_job_runs_once_is_taken_over_when_its_node_dies_and_ends_dead_when_it_keeps_failing() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let start = now();
        let mut tx = db.begin().await.unwrap();
        for _ in 0..2 {
            jobs::put(&mut tx, id(), "test.sweep", Some("sweep"), json!({}), start).await.unwrap();
        }
        tx.commit().await.unwrap();
        let lease = Duration::MINUTE;
        let first = jobs::take(&db, start, lease).await.unwrap().unwrap();
        assert!(jobs::take(&db, start, lease).await.unwrap().is_none(), "one key, one job");
        let mut when = start + lease + lease;
        let again = jobs::take(&db, when, lease).await.unwrap().unwrap();
        assert_eq!(again.id, first.id);

        let mut tx = db.begin().await.unwrap();
        jobs::again(&mut tx, again.id, when).await.unwrap();
        tx.commit().await.unwrap();
        for _ in 0..jobs::ATTEMPTS {
            when = when + Duration::DAY;
            let job = jobs::take(&db, when, lease).await.unwrap().unwrap();
            let mut tx = db.begin().await.unwrap();
            jobs::put_off(&mut tx, &job, when, "no paper").await.unwrap();
            tx.commit().await.unwrap();
        }
        assert!(jobs::take(&db, when + Duration::DAY, lease).await.unwrap().is_none());
        assert_eq!(jobs::dead(&db).await.unwrap(), [("test.sweep".to_owned(), Some("no paper".to_owned()))]);
        let mut tx = db.begin().await.unwrap();
        jobs::done(&mut tx, first.id).await.unwrap();
        tx.commit().await.unwrap();
        assert!(jobs::dead(&db).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn whoever_goes_away_while_an_act_begins_keeps_nobody_else_waiting() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        for size in 0..50 {
            // Given up at its first wait, or somewhat later: at each statement that begins an act.
            let mut given_up = Box::pin(db.begin());
            for _ in 0..=size {
                let looked = std::future::poll_fn(|look| Poll::Ready(given_up.as_mut().poll(look).is_ready()));
                if looked.await {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(given_up);
            let mut tx = db.begin().await.unwrap();
            insert(&mut tx, &thing(size)).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(count(db).await, 50);
    }
}

#[tokio::test]
async fn a_read_that_is_given_up_halfway_spoils_no_later_one() {
    for engine in check::engines() {
        let Fresh { db, .. } = &fresh(engine).await;
        let things: Vec<_> = (0..20).map(thing).collect();
        let mut tx = db.begin().await.unwrap();
        for thing in &things {
            insert(&mut tx, thing).await.unwrap();
        }
        tx.commit().await.unwrap();
        for (turn, thing) in things.iter().cycle().take(100).enumerate() {
            let mut given_up = Box::pin(count(db));
            for _ in 0..turn / 4 {
                let looked = std::future::poll_fn(|look| Poll::Ready(given_up.as_mut().poll(look).is_ready()));
                if looked.await {
                    break;
                }
                tokio::task::yield_now().await;
            }
            drop(given_up);
            assert_eq!(find(db, thing.id).await.as_ref(), Some(thing), "{engine:?}, turn {turn}");
        }
    }
}

#[tokio::test]
async fn a_connection_that_the_server_closed_while_it_rested_is_replaced() {
    if check::engines().all(|engine| engine != Engine::Pg) {
        return;
    }
    let Fresh { db, .. } = fresh(Engine::Pg).await;
    assert_eq!(count(&db).await, 0);
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let Pools::Pg(connections) = &db.pools else { unreachable!() };
    sqlx::raw_sql(end).execute(&connections.pool).await.unwrap();
    tokio::time::sleep(RESTED + std::time::Duration::from_millis(100)).await;
    assert_eq!(count(&db).await, 0);
}

#[tokio::test]
async fn more_readers_than_connections_wait_and_all_read() {
    for engine in check::engines() {
        let Fresh { db, folder: _folder } = fresh(engine).await;
        let readers: Vec<_> = (0..200)
            .map(|_| {
                tokio::spawn({
                    let db = db.clone();
                    async move { count(&db).await }
                })
            })
            .collect();
        for reader in readers {
            assert_eq!(reader.await.unwrap(), 0);
        }
        db.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_copy_made_while_writing_is_whole() {
    let Fresh { db, folder } = fresh(Engine::Sqlite).await;
    let mut tx = db.begin().await.unwrap();
    insert(&mut tx, &thing(7)).await.unwrap();
    tx.commit().await.unwrap();
    let path = folder.path().join("copy.db");
    assert!(db.snapshot(&path).await.unwrap().is_some());
    let copy = Db::open(&Config::Sqlite { path, durable: false }).await.unwrap();
    assert_eq!(count(&copy).await, 1);
    let mut sizes = Vec::new();
    let each = sql!((i64,), "SELECT size FROM thing ORDER BY size");
    copy.each(each, &[], |(size,)| {
        sizes.push(size);
        Ok(())
    })
    .await
    .unwrap();
    assert_eq!(sizes, [7]);
    db.close().await.unwrap();
}

#[test]
fn pauses_grow_to_an_hour() {
    let pauses: Vec<_> = [0, 1, 2, 11, 12, 1000].map(|attempts| outbox::back_off(attempts).whole_seconds()).into();
    assert_eq!(pauses, [1, 2, 4, 2048, 3600, 3600]);
    let _: &dyn Entropy = &SystemEntropy;
}
