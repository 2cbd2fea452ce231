//! Who needs which blob, on both engines.

use std::{
    io,
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
};

use bytes::Bytes;
use futures_util::stream;
use preau_blob::{
    BlobError, BlobId, Blobs, Stored,
    rows::{self, GRACE, Owner},
};
use preau_db::{Config, Db, Engine};
use preau_kernel::{Kind, Problem, Timestamp};
use tempfile::TempDir;
use time::Duration;
use uuid::Uuid;

use crate::{content, now};

struct World {
    db: Db,
    blobs: Blobs,
    _folder: TempDir,
}

/// A fresh institution on each engine.
async fn worlds() -> Vec<World> {
    let mut worlds = Vec::new();
    for engine in preau_db::check::engines() {
        let folder = tempfile::tempdir().unwrap();
        let config = match engine {
            Engine::Sqlite => Config::Sqlite { path: folder.path().join("preau.db"), durable: false },
            Engine::Pg => Config::Pg { url: own_pg_database().await, connections: 16 },
        };
        let db = Db::open(&config).await.unwrap();
        preau_db::migrate(&db, rows::MIGRATIONS, now()).await.unwrap();
        let blobs = Blobs::folder(&folder.path().join("blobs"), now()).await.unwrap();
        worlds.push(World { db, blobs, _folder: folder });
    }
    worlds
}

async fn own_pg_database() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("PREAU_TEST_PG").unwrap();
    let name = format!("blob_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&pool).await.unwrap();
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    url.to_string()
}

fn owner() -> Owner {
    static COUNT: AtomicU64 = AtomicU64::new(1);
    Owner { service: "test.thing", id: Uuid::from_u64_pair(0, COUNT.fetch_add(1, Ordering::Relaxed)) }
}

impl World {
    async fn put(&self, body: &[u8], now: Timestamp) -> Result<Stored, BlobError> {
        let body = stream::iter([Ok::<_, io::Error>(Bytes::copy_from_slice(body))]);
        rows::put(&self.db, &self.blobs, body, 1_000_000, now).await
    }

    async fn keep(&self, id: BlobId, owner: Owner, now: Timestamp) -> Result<(), BlobError> {
        let mut tx = self.db.begin().await?;
        rows::keep(&mut tx, id, owner, now).await?;
        Ok(tx.commit().await?)
    }

    async fn release(&self, owner: Owner, now: Timestamp) {
        let mut tx = self.db.begin().await.unwrap();
        rows::release(&mut tx, owner, now).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn collect(&self, now: Timestamp) -> u32 {
        rows::collect(&self.db, &self.blobs, now).await.unwrap()
    }
}

#[tokio::test]
async fn a_blob_stays_until_a_day_after_its_last_owner_left() {
    for world in worlds().await {
        let (start, one, two) = (now(), owner(), owner());
        let id = world.put(b"photo", start).await.unwrap().id;
        for owner in [one, two, two] {
            world.keep(id, owner, start).await.unwrap();
        }
        let later = start + Duration::days(400);
        assert_eq!(world.collect(later).await, 0);
        world.release(one, later).await;
        assert_eq!(world.collect(later + Duration::days(400)).await, 0, "the other owner still needs it");
        let end = later + Duration::days(500);
        world.release(two, end).await;
        assert_eq!(world.collect(end + GRACE).await, 0, "a backup may still copy it");
        assert!(world.blobs.exists(id).await.unwrap());
        assert_eq!(world.collect(end + GRACE + Duration::SECOND).await, 1);
        assert!(!world.blobs.exists(id).await.unwrap());
    }
}

#[tokio::test]
async fn a_blob_that_is_taken_up_again_is_not_collected() {
    for world in worlds().await {
        let (start, first) = (now(), owner());
        let id = world.put(b"photo", start).await.unwrap().id;
        world.keep(id, first, start).await.unwrap();
        world.release(first, start).await;
        let late = start + GRACE + Duration::HOUR;
        // Too late to take it up without sending it again, though it is still there.
        let refused = world.keep(id, owner(), late).await.unwrap_err();
        assert!(matches!(refused, BlobError::Expired(which) if which == id));
        let problem = Problem::from(refused);
        assert_eq!((problem.kind, problem.code), (Kind::Conflict, "blob-expired"));
        world.put(b"photo", late).await.unwrap();
        assert_eq!(world.collect(late).await, 0);
        world.keep(id, owner(), late).await.unwrap();
        assert_eq!(world.collect(late + Duration::days(9)).await, 0);
        world.blobs.verify(id).await.unwrap();
    }
}

#[tokio::test]
async fn a_blob_that_nobody_stored_can_not_be_kept() {
    for world in worlds().await {
        let refused = world.keep(BlobId::of(b"never"), owner(), now()).await.unwrap_err();
        assert!(matches!(refused, BlobError::Expired(_)));
    }
}

#[tokio::test]
async fn needed_blobs_are_listed_page_by_page_and_strays_are_found() {
    for world in worlds().await {
        let start = now();
        let mut ids = Vec::new();
        for seed in 0..7 {
            let stored = world.put(&content(seed, 100), start).await.unwrap();
            world.keep(stored.id, owner(), start).await.unwrap();
            ids.push(stored.id);
        }
        ids.sort();
        world.put(b"not needed", start).await.unwrap();
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = rows::needed(&world.db, after, 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            assert!(page.len() <= 3 && page.iter().all(|known| known.size == 100));
            found.extend(page.iter().map(|known| known.id));
        }
        assert_eq!(found, ids);
        let stray = world.blobs.put_bytes(&b"from outside"[..]).await.unwrap().id;
        assert_eq!(rows::strays(&world.db, &world.blobs, 10).await.unwrap(), [stray]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn storing_keeping_releasing_and_collecting_at_once_never_loses_a_kept_blob() {
    for world in worlds().await {
        let world = &world;
        let clock = AtomicU64::new(0);
        let begun = now();
        // Each look at the clock is half an hour later. A content comes back after a pause in which it may be collected.
        let tick = || begun + Duration::minutes(30) * i32::try_from(clock.fetch_add(1, Ordering::SeqCst)).unwrap();
        let tick = &tick;
        let people = (0..8_u64).map(|person| async move {
            let mut kept = 0;
            for round in 0..40_u64 {
                let body = content((person + round) % 12, 1000);
                let owner = owner();
                let put = world.put(&body, tick()).await.unwrap();
                match world.keep(put.id, owner, tick()).await {
                    Ok(()) => {
                        kept += 1;
                        world.blobs.verify(put.id).await.expect("what is kept is there");
                        world.release(owner, tick()).await;
                    }
                    Err(BlobError::Expired(_)) => {}
                    Err(error) => panic!("{error}"),
                }
            }
            kept
        });
        let nodes = (0..2).map(|_| async move {
            let mut ended = 0;
            for _ in 0..120 {
                ended += world.collect(tick()).await;
                tokio::task::yield_now().await;
            }
            ended
        });
        let (kept, ended) = tokio::join!(futures_util::future::join_all(people), futures_util::future::join_all(nodes));
        assert!(kept.iter().sum::<u32>() > 100, "kept {kept:?}");
        assert!(ended.iter().sum::<u32>() > 0, "collected {ended:?}");
        assert!(rows::strays(&world.db, &world.blobs, 10).await.unwrap().is_empty());
    }
}
