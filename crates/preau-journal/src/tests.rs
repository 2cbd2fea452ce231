//! One suite, run on each engine.

mod moving;
mod proofs;
mod reading;
mod tampering;
mod writing;

use std::sync::atomic::{AtomicU32, Ordering};

use preau_db::{Config, Db, Engine, check, migrate};
use preau_kernel::{Entropy, Id, PersonId, SpaceId, SystemEntropy, Timestamp};
use serde_json::json;
use time::Duration;

use super::*;

const CHANCE: &dyn Entropy = &SystemEntropy;
const ORIGIN: &str = "louise-michel.localhost/journal";

/// A fresh journal, for as long as it lives.
struct Fresh {
    db: Db,
    config: Config,
    _folder: tempfile::TempDir,
}

/// The evening the buildings closed, and so many seconds.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_micros(1_584_378_000_000_000) + Duration::seconds(seconds)
}

fn id<K>() -> Id<K> {
    Id::from_uuid(uuid::Uuid::from_bytes(CHANCE.bytes()))
}

async fn fresh(engine: Engine) -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let config = match engine {
        Engine::Sqlite => Config::Sqlite { path: folder.path().join("preau.db"), durable: false },
        Engine::Pg => Config::Pg { url: pg_database(None).await, connections: 10 },
    };
    let db = Db::open(&config).await.unwrap();
    migrate(&db, &[preau_db::MIGRATIONS, MIGRATIONS].concat(), at(0)).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    establish(&mut tx, ORIGIN, CHANCE, at(0)).await.unwrap();
    tx.commit().await.unwrap();
    Fresh { db, config, _folder: folder }
}

impl Fresh {
    /// A copy to spoil. On PostgreSQL nobody may be connected to the original meanwhile: it must have been closed.
    async fn copy(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = match &self.config {
            Config::Sqlite { path, .. } => {
                let copy = folder.path().join("preau.db");
                std::fs::copy(path, &copy).unwrap();
                Config::Sqlite { path: copy, durable: false }
            }
            Config::Pg { url, .. } => Config::Pg { url: pg_database(Some(url)).await, connections: 2 },
        };
        Self { db: Db::open(&config).await.unwrap(), config, _folder: folder }
    }

    /// Closes a copy and gives its room back to the server.
    async fn discard(self) {
        self.db.close().await.unwrap();
        if let Config::Pg { url, .. } = &self.config {
            let name = url.rsplit('/').next().unwrap();
            on_server(format!("DROP DATABASE {name}")).await;
        }
    }
}

async fn on_server(statement: String) {
    let server = std::env::var("PREAU_TEST_PG").unwrap();
    let pool = sqlx::PgPool::connect(&server).await.unwrap();
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&pool).await.unwrap();
    pool.close().await;
}

async fn pg_database(template: Option<&str>) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("PREAU_TEST_PG").unwrap();
    let name = format!("journal_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let template = template.and_then(|url| url.rsplit('/').next()).unwrap_or("template1");
    on_server(format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")).await;
    let mut url = url::Url::parse(&server).unwrap();
    url.set_path(&name);
    url.to_string()
}

/// An ordinary entry.
fn entry(seconds: i64) -> Entry {
    let fields = json!({ "fields": ["phone"], "n": seconds });
    Entry::new(verbs::PERSON_CHANGE, Some(id()), at(seconds)).about(id()).within(id()).with(fields)
}

async fn write(db: &Db, entry: &Entry) -> EntryId {
    let mut tx = db.begin().await.unwrap();
    let id = record(&mut tx, entry, CHANCE).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Writes `count` entries in one transaction and places them.
async fn fill(db: &Db, first: i64, count: i64) {
    let mut tx = db.begin().await.unwrap();
    for n in first..first + count {
        record(&mut tx, &entry(n), CHANCE).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(sequence(db, at(first + count)).await.unwrap(), u64::try_from(count).unwrap());
}

async fn sound(db: &Db) -> Report {
    let report = verify(db, &[]).await.unwrap();
    assert_eq!(report.fault, None);
    report
}

#[test]
fn every_verb_has_its_sentence_in_each_language() {
    for (language, text) in TEXTS {
        for verb in VERBS.iter().flat_map(|(_, verbs)| *verbs) {
            let key = format!("\n{} = ", verb_key(verb.name));
            assert_eq!(format!("\n{text}").matches(&key).count(), 1, "{language} {}", verb.name);
        }
    }
    assert_eq!(verb_key("signin.app-password"), "journal-verb-signin-app-password");
}
