//! Fresh databases: a file for SQLite, a database of its own on the test server for PostgreSQL.

use std::sync::atomic::{AtomicU32, Ordering};

use preau_db::{Config, Db, Engine};

/// The engines to test on: SQLite always, PostgreSQL when `PREAU_TEST_PG` names a server.
pub fn engines() -> impl Iterator<Item = Engine> {
    preau_db::check::engines()
}

/// A database with nothing in it.
pub async fn fresh_database(engine: Engine, folder: &tempfile::TempDir) -> Db {
    let config = match engine {
        Engine::Sqlite => Config::Sqlite { path: folder.path().join("preau.db"), durable: false },
        Engine::Pg => Config::Pg { url: fresh_address().await, connections: 8 },
    };
    Db::open(&config).await.expect("a database")
}

/// The address of a PostgreSQL database with nothing in it.
pub async fn fresh_address() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var("PREAU_TEST_PG").expect("PREAU_TEST_PG");
    let name = format!("kit_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(&server).await.expect("the test server");
    let create = sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"));
    sqlx::raw_sql(create).execute(&mut connection).await.expect("a database of its own");
    let mut url = url::Url::parse(&server).expect("an address");
    url.set_path(&name);
    url.to_string()
}
