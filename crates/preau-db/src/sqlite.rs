//! SQLite's one writer, whose commits are shared.
//!
//! SQLite has one writer at a time, and a commit that must survive a power cut costs a wait for the disk. So acts that
//! wait for each other share one outer transaction and one such wait: each act is a savepoint; when the first of them
//! is done, a *flusher* takes its place in the writer's queue behind those who wait already; whatever they add before
//! the flusher's turn shares its commit. With nobody waiting, the flusher's turn is at once, and an act pays for
//! itself alone. An act learns that it is done only after the shared commit is on disk.

use std::{mem, sync::Arc};

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use crate::{DbError, Result};

type Outcome = std::result::Result<(), Arc<sqlx::Error>>;

/// The one connection that writes.
#[derive(Clone)]
pub(crate) struct Writer(Arc<Mutex<State>>);

struct State {
    connection: SqliteConnection,
    /// Whether the outer transaction has begun.
    begun: bool,
    /// Acts whose savepoint is released and that wait for the shared commit.
    waiting: Vec<oneshot::Sender<Outcome>>,
}

/// An act in progress: the writer's turn, inside a savepoint. Dropped without an end, it is rolled back.
pub(crate) struct Act {
    turn: Option<OwnedMutexGuard<State>>,
    writer: Writer,
}

impl Writer {
    pub(crate) async fn open(options: &SqliteConnectOptions) -> Result<Self> {
        let connection = SqliteConnection::connect_with(options).await?;
        Ok(Self(Arc::new(Mutex::new(State { connection, begun: false, waiting: Vec::new() }))))
    }

    /// Waits for the writer's turn and opens a savepoint.
    pub(crate) async fn begin(&self) -> Result<Act> {
        let mut act = Act { turn: Some(self.0.clone().lock_owned().await), writer: self.clone() };
        let state = act.state()?;
        if !state.begun {
            // Noted before it is done: if whoever waits here is given up (a browser that went away), the statement runs
            // all the same, and what nobody ended would keep everybody else out.
            state.begun = true;
            if let Err(error) = execute(&mut state.connection, "BEGIN IMMEDIATE").await {
                state.begun = false;
                return Err(error);
            }
        }
        execute(&mut state.connection, "SAVEPOINT act").await?;
        Ok(act)
    }

    /// Closes the connection, after everything before it is on disk.
    pub(crate) async fn checkpoint(&self) -> Result<()> {
        let mut state = self.0.lock().await;
        state.flush().await;
        execute(&mut state.connection, "PRAGMA wal_checkpoint(TRUNCATE)").await
    }

    /// Runs a statement outside any transaction: `VACUUM INTO`, pragmas.
    pub(crate) async fn outside(&self, text: String) -> Result<()> {
        let mut state = self.0.lock().await;
        state.flush().await;
        let query = sqlx::raw_sql(sqlx::AssertSqlSafe(text));
        query.execute(&mut state.connection).await?;
        Ok(())
    }
}

impl Act {
    fn state(&mut self) -> Result<&mut State> {
        self.turn.as_deref_mut().ok_or_else(|| DbError::Open("the act has ended".to_owned()))
    }

    pub(crate) fn connection(&mut self) -> Result<&mut SqliteConnection> {
        Ok(&mut self.state()?.connection)
    }

    /// Ends the act; returns when it is on disk.
    pub(crate) async fn commit(mut self) -> Result<()> {
        let state = self.state()?;
        execute(&mut state.connection, "RELEASE act").await?;
        let (told, outcome) = oneshot::channel();
        state.waiting.push(told);
        if state.waiting.len() == 1 {
            let writer = self.writer.clone();
            tokio::spawn(async move { writer.0.lock().await.flush().await });
        }
        drop(self.turn.take());
        match outcome.await {
            Ok(outcome) => outcome.map_err(DbError::Commit),
            Err(_) => Err(DbError::Open("the writer stopped before the commit".to_owned())),
        }
    }

    /// Undoes the act; other acts of the same commit stay.
    pub(crate) async fn rollback(mut self) -> Result<()> {
        match self.turn.take() {
            Some(mut turn) => turn.undo().await,
            None => Ok(()),
        }
    }
}

impl Drop for Act {
    fn drop(&mut self) {
        // Only a task can wait for the connection; the turn goes with it, so nobody else comes in between.
        if let (Some(mut turn), Ok(runtime)) = (self.turn.take(), tokio::runtime::Handle::try_current()) {
            runtime.spawn(async move {
                if let Err(error) = turn.undo().await {
                    tracing::error!(%error, "an abandoned act could not be rolled back");
                }
            });
        }
    }
}

impl State {
    async fn undo(&mut self) -> Result<()> {
        if !self.begun {
            return Ok(());
        }
        if self.waiting.is_empty() {
            self.begun = false;
            return execute(&mut self.connection, "ROLLBACK").await;
        }
        execute(&mut self.connection, "ROLLBACK TO act").await?;
        execute(&mut self.connection, "RELEASE act").await
    }

    /// Commits the outer transaction and tells everyone who shared it.
    async fn flush(&mut self) {
        if !self.begun {
            return;
        }
        let outcome = run(&mut self.connection, "COMMIT").await.map_err(Arc::new);
        if outcome.is_err() {
            // A commit that fails (a full disk) leaves the transaction open: none of it may stay.
            let _ = run(&mut self.connection, "ROLLBACK").await;
        }
        self.begun = false;
        for told in mem::take(&mut self.waiting) {
            let _ = told.send(outcome.clone());
        }
    }
}

async fn run(connection: &mut SqliteConnection, text: &'static str) -> sqlx::Result<()> {
    sqlx::query(text).execute(connection).await.map(drop)
}

async fn execute(connection: &mut SqliteConnection, text: &'static str) -> Result<()> {
    Ok(run(connection, text).await?)
}
