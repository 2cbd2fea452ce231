//! Bringing tables up to date: one text for both engines, each step once, checked for edits.

use std::collections::HashMap;

use preau_kernel::Timestamp;
use sqlx::AssertSqlSafe;

use crate::{Db, DbError, Engine, Result, Tx, args, engine::Open, row, sql};

/// One step in the life of a crate's tables. Never edited once released: the next change is the next version.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The crate that owns the tables, without `preau-`.
    pub owner: &'static str,
    /// Counts up from 1 within the owner.
    pub version: i64,
    /// What it does, in a few words.
    pub name: &'static str,
    /// SQL with the type tokens `{uuid}`, `{ts}`, `{json}`, `{bytes}` and `{bool}`.
    pub sql: &'static str,
}

/// What each type token means. SQLite keeps the first word as the column's declared type and takes the affinity from
/// the second (<https://www.sqlite.org/datatype3.html> §3.1), so a reader of the file still sees what is meant.
const TOKENS: [(&str, &str, &str); 5] = [
    ("{uuid}", "UUID BLOB", "UUID"),
    ("{ts}", "TIMESTAMP TEXT", "TIMESTAMPTZ"),
    ("{json}", "JSON TEXT", "JSONB"),
    ("{bytes}", "BLOB", "BYTEA"),
    ("{bool}", "BOOLEAN", "BOOLEAN"),
];

/// The migration's text for an engine.
pub fn render(sql: &str, engine: Engine) -> String {
    TOKENS.iter().fold(sql.to_owned(), |sql, (token, sqlite, pg)| {
        sql.replace(token, if engine == Engine::Pg { pg } else { sqlite })
    })
}

row! {
    struct Applied { owner: String, version: i64, checksum: Vec<u8> }
}

/// Applies what is missing, in the order given, in one transaction: all of it or nothing. How many steps that were.
///
/// Fails if a step was edited after it ran, or if the database knows steps that this program does not: then a newer
/// Préau was here before, and going on could harm what it wrote.
pub async fn migrate(db: &Db, steps: &[Migration], now: Timestamp) -> Result<usize> {
    let mut tx = db.begin().await?;
    lock(&mut tx).await?;
    let applied = tx.all(sql!(Applied, "SELECT owner, version, checksum FROM migration LIMIT 10000"), &[]).await?;
    let mut applied: HashMap<(String, i64), Vec<u8>> =
        applied.into_iter().map(|step| ((step.owner, step.version), step.checksum)).collect();
    let mut count = 0;
    for step in steps {
        let checksum = blake3::hash(step.sql.as_bytes());
        match applied.remove(&(step.owner.to_owned(), step.version)) {
            Some(known) if known == checksum.as_bytes() => {}
            Some(_) => {
                let Migration { owner, version, .. } = step;
                return Err(DbError::Migration(format!("migration {owner} {version} was edited after it ran")));
            }
            None => {
                apply(&mut tx, step, checksum.as_bytes(), now).await?;
                count += 1;
            }
        }
    }
    if let Some((owner, version)) = applied.into_keys().min() {
        let why = format!("the database was upgraded by a newer Préau (it has {owner} {version}); run that one");
        return Err(DbError::Migration(why));
    }
    tx.commit().await?;
    Ok(count)
}

async fn apply(tx: &mut Tx, step: &Migration, checksum: &[u8], now: Timestamp) -> Result<()> {
    let failed =
        |error| DbError::Migration(format!("migration {} {} ({}): {error}", step.owner, step.version, step.name));
    raw(tx, render(step.sql, tx.engine())).await.map_err(failed)?;
    let note = sql!("INSERT INTO migration (owner, version, name, checksum, applied_at) VALUES ($1, $2, $3, $4, $5)");
    tx.run(note, args![step.owner, step.version, step.name, checksum, now]).await?;
    Ok(())
}

/// Makes the list of applied steps if it is missing, and lets one node at a time go on.
async fn lock(tx: &mut Tx) -> Result<()> {
    if tx.engine() == Engine::Pg {
        // Any constant will do that nobody else takes: the first bytes of "preau".
        raw(tx, "SELECT pg_advisory_xact_lock(482908)".to_owned()).await?;
    }
    let table = "CREATE TABLE IF NOT EXISTS migration (owner TEXT NOT NULL, version BIGINT NOT NULL, name TEXT NOT NULL, \
        checksum {bytes} NOT NULL, applied_at {ts} NOT NULL, PRIMARY KEY (owner, version))";
    raw(tx, render(table, tx.engine())).await
}

async fn raw(tx: &mut Tx, text: String) -> Result<()> {
    let query = sqlx::raw_sql(AssertSqlSafe(text));
    match tx.open() {
        Open::Sqlite(act) => query.execute(act.connection()?).await?.rows_affected(),
        Open::Pg(transaction) => query.execute(&mut **transaction).await?.rows_affected(),
    };
    Ok(())
}
