//! Opening a database, reading from it, changing it.

use std::{path::PathBuf, str::FromStr, sync::Arc, time::Duration};

use futures_util::TryStreamExt;
use sqlx::{
    Connection, SqlitePool, Transaction,
    postgres::PgPoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use tokio::sync::watch;

use crate::{
    DbError, FromRow, Result, RowRef, Sql, Value, arguments,
    arguments::{Lite, Pg},
    postgres::{self, PgConnections},
    sqlite::{Act, Writer},
};

/// Which engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A server, version 15 or later.
    Pg,
}

/// Where the database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Config {
    /// A file; it and its folder are made if they are missing.
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Whether an acknowledged change must survive a power cut (`synchronous=FULL`). Only tests say no.
        durable: bool,
    },
    /// A PostgreSQL server.
    Pg {
        /// `postgres://user:password@host:port/database`
        url: String,
        /// Connections at most.
        connections: u32,
    },
}

/// How many connections read from SQLite at once.
const SQLITE_READERS: u32 = 4;
/// How long to wait for a connection before saying that the database is unavailable.
const PATIENCE: Duration = Duration::from_secs(10);

/// A database, open. Cloning it is cheap.
#[derive(Clone)]
pub struct Db {
    pub(crate) pools: Pools,
    /// Counts the commits of this node that put something into the outbox or the jobs.
    announced: Arc<watch::Sender<u64>>,
}

#[derive(Clone)]
pub(crate) enum Pools {
    Sqlite { read: SqlitePool, write: Writer },
    Pg(PgConnections),
}

/// A transaction. Dropped without [`commit`](Tx::commit), it is rolled back.
pub struct Tx {
    open: Open,
    announces: bool,
    announced: Arc<watch::Sender<u64>>,
}

pub(crate) enum Open {
    Sqlite(Act),
    Pg(Transaction<'static, Pg>),
}

impl Db {
    /// Opens the database. Its tables are brought up to date by [`migrate`](crate::migrate).
    pub async fn open(config: &Config) -> Result<Self> {
        let pools = match config {
            Config::Sqlite { path, durable } => open_sqlite(path, *durable).await?,
            Config::Pg { url, connections } => open_pg(url, *connections).await?,
        };
        Ok(Self { pools, announced: Arc::new(watch::Sender::new(0)) })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.pools {
            Pools::Sqlite { .. } => Engine::Sqlite,
            Pools::Pg(_) => Engine::Pg,
        }
    }

    /// Begins a transaction. SQLite has one writer: keep it short, and do no slow work inside.
    pub async fn begin(&self) -> Result<Tx> {
        let open = match &self.pools {
            Pools::Sqlite { write, .. } => Open::Sqlite(write.begin().await?),
            Pools::Pg(pool) => Open::Pg(pool.pool.begin().await?),
        };
        Ok(Tx { open, announces: false, announced: self.announced.clone() })
    }

    /// All rows. Statements that can give many have a `LIMIT`.
    pub async fn all<T: FromRow>(&self, sql: Sql<T>, args: &[Value]) -> Result<Vec<T>> {
        match &self.pools {
            Pools::Sqlite { read, .. } => {
                let bound = bind_sqlite(sql, args)?;
                let rows = bound.fetch_all(read).await.map_err(|cause| failed(sql, cause))?;
                rows.iter().map(|row| T::from_row(RowRef::Sqlite(row))).collect()
            }
            Pools::Pg(pool) => {
                let bound = bind_pg(sql, args)?;
                let mut connection = pool.take().await.map_err(|cause| failed(sql, cause))?;
                let rows = bound.fetch_all(&mut *connection).await.map_err(|cause| failed(sql, cause))?;
                pool.back(connection);
                rows.iter().map(|row| T::from_row(RowRef::Pg(row))).collect()
            }
        }
    }

    /// The first row, if there is one.
    pub async fn opt<T: FromRow>(&self, sql: Sql<T>, args: &[Value]) -> Result<Option<T>> {
        match &self.pools {
            Pools::Sqlite { read, .. } => {
                let bound = bind_sqlite(sql, args)?;
                let row = bound.fetch_optional(read).await.map_err(|cause| failed(sql, cause))?;
                row.map(|row| T::from_row(RowRef::Sqlite(&row))).transpose()
            }
            Pools::Pg(pool) => {
                let bound = bind_pg(sql, args)?;
                let mut connection = pool.take().await.map_err(|cause| failed(sql, cause))?;
                let row = bound.fetch_optional(&mut *connection).await.map_err(|cause| failed(sql, cause))?;
                pool.back(connection);
                row.map(|row| T::from_row(RowRef::Pg(&row))).transpose()
            }
        }
    }

    /// The first row, or [`DbError::NoRow`].
    pub async fn one<T: FromRow>(&self, sql: Sql<T>, args: &[Value]) -> Result<T> {
        self.opt(sql, args).await?.ok_or(DbError::NoRow { at: sql.statement.at })
    }

    /// Gives each row to `each` as it arrives, so that a long list never stands in memory whole.
    pub async fn each<T: FromRow>(
        &self,
        sql: Sql<T>,
        args: &[Value],
        mut each: impl FnMut(T) -> Result<()> + Send,
    ) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { read, .. } => {
                let mut rows = bind_sqlite(sql, args)?.fetch(read);
                while let Some(row) = rows.try_next().await.map_err(|cause| failed(sql, cause))? {
                    each(T::from_row(RowRef::Sqlite(&row))?)?;
                }
            }
            Pools::Pg(pool) => {
                let bound = bind_pg(sql, args)?;
                let mut connection = pool.take().await.map_err(|cause| failed(sql, cause))?;
                let mut rows = bound.fetch(&mut *connection);
                while let Some(row) = rows.try_next().await.map_err(|cause| failed(sql, cause))? {
                    each(T::from_row(RowRef::Pg(&row))?)?;
                }
                drop(rows);
                pool.back(connection);
            }
        }
        Ok(())
    }

    /// Changes each time an act of this node that put something into the outbox or the jobs is committed.
    pub fn announced(&self) -> watch::Receiver<u64> {
        self.announced.subscribe()
    }

    /// Writes a consistent copy of a SQLite database to `to` while it is in use; `None` on PostgreSQL, whose own
    /// tools do that.
    pub async fn snapshot(&self, to: &std::path::Path) -> Result<Option<()>> {
        let Pools::Sqlite { write, .. } = &self.pools else { return Ok(None) };
        let path = to.to_str().ok_or_else(|| DbError::Open(format!("{} is not a UTF-8 path", to.display())))?;
        write.outside(format!("VACUUM INTO '{}'", path.replace('\'', "''"))).await?;
        Ok(Some(()))
    }

    /// Ends all connections, after what was acknowledged is in the main file.
    pub async fn close(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.checkpoint().await
            }
            Pools::Pg(pool) => {
                pool.close().await;
                Ok(())
            }
        }
    }
}

impl Tx {
    /// Ends the transaction. When this returns, the change is on disk and other readers see it.
    pub async fn commit(self) -> Result<()> {
        match self.open {
            Open::Sqlite(act) => act.commit().await?,
            Open::Pg(transaction) => transaction.commit().await?,
        }
        if self.announces {
            self.announced.send_modify(|count| *count += 1);
        }
        Ok(())
    }

    /// Undoes everything since [`Db::begin`].
    pub async fn rollback(self) -> Result<()> {
        match self.open {
            Open::Sqlite(act) => act.rollback().await,
            Open::Pg(transaction) => Ok(transaction.rollback().await?),
        }
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        match self.open {
            Open::Sqlite(_) => Engine::Sqlite,
            Open::Pg(_) => Engine::Pg,
        }
    }

    /// Runs a statement; how many rows it changed.
    pub async fn run(&mut self, sql: Sql<()>, args: &[Value]) -> Result<u64> {
        let changed = match &mut self.open {
            Open::Sqlite(act) => {
                bind_sqlite(sql, args)?.execute(act.connection()?).await.map(|done| done.rows_affected())
            }
            Open::Pg(transaction) => {
                bind_pg(sql, args)?.execute(&mut **transaction).await.map(|done| done.rows_affected())
            }
        };
        changed.map_err(|cause| failed(sql, cause))
    }

    /// All rows, as this transaction sees them.
    pub async fn all<T: FromRow>(&mut self, sql: Sql<T>, args: &[Value]) -> Result<Vec<T>> {
        match &mut self.open {
            Open::Sqlite(act) => {
                let rows = bind_sqlite(sql, args)?.fetch_all(act.connection()?).await;
                rows.map_err(|cause| failed(sql, cause))?.iter().map(|row| T::from_row(RowRef::Sqlite(row))).collect()
            }
            Open::Pg(transaction) => {
                let rows = bind_pg(sql, args)?.fetch_all(&mut **transaction).await;
                rows.map_err(|cause| failed(sql, cause))?.iter().map(|row| T::from_row(RowRef::Pg(row))).collect()
            }
        }
    }

    /// The first row, if there is one.
    pub async fn opt<T: FromRow>(&mut self, sql: Sql<T>, args: &[Value]) -> Result<Option<T>> {
        match &mut self.open {
            Open::Sqlite(act) => {
                let row = bind_sqlite(sql, args)?.fetch_optional(act.connection()?).await;
                row.map_err(|cause| failed(sql, cause))?.map(|row| T::from_row(RowRef::Sqlite(&row))).transpose()
            }
            Open::Pg(transaction) => {
                let row = bind_pg(sql, args)?.fetch_optional(&mut **transaction).await;
                row.map_err(|cause| failed(sql, cause))?.map(|row| T::from_row(RowRef::Pg(&row))).transpose()
            }
        }
    }

    /// The first row, or [`DbError::NoRow`].
    pub async fn one<T: FromRow>(&mut self, sql: Sql<T>, args: &[Value]) -> Result<T> {
        self.opt(sql, args).await?.ok_or(DbError::NoRow { at: sql.statement.at })
    }

    /// Notes that this transaction has something to tell, so that its commit wakes those who tell it.
    pub(crate) fn announce(&mut self) {
        self.announces = true;
    }

    pub(crate) fn open(&mut self) -> &mut Open {
        &mut self.open
    }
}

fn failed<T>(sql: Sql<T>, cause: sqlx::Error) -> DbError {
    DbError::Statement { at: sql.statement.at, cause }
}

fn bind_sqlite<T>(
    sql: Sql<T>,
    args: &[Value],
) -> Result<sqlx::query::Query<'static, Lite, sqlx::sqlite::SqliteArguments>> {
    sql.statement.mark();
    let bound = arguments::sqlite(args).map_err(|error| failed(sql, sqlx::Error::Encode(error)))?;
    Ok(sqlx::query_with(sql.statement.text(Engine::Sqlite), bound))
}

fn bind_pg<T>(sql: Sql<T>, args: &[Value]) -> Result<sqlx::query::Query<'static, Pg, sqlx::postgres::PgArguments>> {
    sql.statement.mark();
    let bound = arguments::postgres(args).map_err(|error| failed(sql, sqlx::Error::Encode(error)))?;
    Ok(sqlx::query_with(sql.statement.text(Engine::Pg), bound))
}

async fn open_sqlite(path: &std::path::Path, durable: bool) -> Result<Pools> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| DbError::Open(format!("{}: {error}", folder.display())))?;
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(if durable { SqliteSynchronous::Full } else { SqliteSynchronous::Off })
        .foreign_keys(true)
        // What is erased must not linger in free pages (GDPR article 17).
        .pragma("secure_delete", "ON")
        .busy_timeout(PATIENCE)
        .statement_cache_capacity(512);
    let write = Writer::open(&options).await?;
    let read = SqlitePoolOptions::new()
        .max_connections(SQLITE_READERS)
        .acquire_timeout(PATIENCE)
        // A file does not go away: asking each time whether it is there would double the work of a short read.
        .test_before_acquire(false)
        .connect_with(options.create_if_missing(false).read_only(true))
        .await?;
    Ok(Pools::Sqlite { read, write })
}

async fn open_pg(url: &str, connections: u32) -> Result<Pools> {
    let options = sqlx::postgres::PgConnectOptions::from_str(url)
        .map_err(|error| DbError::Open(format!("the address of the database: {error}")))?
        .application_name("preau")
        // Our statements are short: compiling one costs more than running it.
        .options([("jit", "off")])
        .statement_cache_capacity(512);
    let pool = PgPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        // A connection is asked when it comes back, and again only if it rested since.
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for >= postgres::RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        });
    Ok(Pools::Pg(PgConnections::open(pool, options).await?))
}
