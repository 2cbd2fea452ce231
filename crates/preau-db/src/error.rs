//! What can go wrong between Préau and its database.

use preau_kernel::{Kind, Problem};

/// A result of this crate.
pub type Result<T, E = DbError> = std::result::Result<T, E>;

/// What can go wrong between Préau and its database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The engine refused or failed; `at` is the statement's place in the source.
    #[error("{at}: {cause}")]
    Statement {
        /// File and line of the statement.
        at: &'static str,
        /// What the engine said.
        cause: sqlx::Error,
    },
    /// Opening, beginning or committing failed.
    #[error("the database: {0}")]
    Engine(#[from] sqlx::Error),
    /// Several acts shared one commit, and it failed: none of them happened.
    #[error("the commit failed: {0}")]
    Commit(std::sync::Arc<sqlx::Error>),
    /// A row was expected and is not there.
    #[error("{at}: no such row")]
    NoRow {
        /// File and line of the statement.
        at: &'static str,
    },
    /// A stored value is not what its column should hold.
    #[error("column {column}: {why}")]
    Column {
        /// Position of the column.
        column: usize,
        /// What is wrong.
        why: String,
    },
    /// The database was migrated by a newer Préau, or a migration was edited after it ran.
    #[error("{0}")]
    Migration(String),
    /// The address of the database can't be understood, or the folder can't be written.
    #[error("{0}")]
    Open(String),
}

impl DbError {
    /// Whether a row with the same unique columns exists already.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Statement { cause, .. }
            if cause.as_database_error().is_some_and(sqlx::error::DatabaseError::is_unique_violation))
    }

    /// Whether a row that this one points to is missing, or is still pointed to.
    pub fn is_dangling(&self) -> bool {
        matches!(self, Self::Statement { cause, .. }
            if cause.as_database_error().is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation))
    }

    /// Whether the disk is full (`SQLITE_FULL`, 13; PostgreSQL `53100`).
    fn is_full(&self) -> bool {
        let cause = match self {
            Self::Statement { cause, .. } | Self::Engine(cause) => cause,
            Self::Commit(cause) => cause.as_ref(),
            _ => return false,
        };
        let code = cause.as_database_error().and_then(sqlx::error::DatabaseError::code);
        matches!(code.as_deref(), Some("13" | "53100"))
    }
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        let kind = match &error {
            DbError::NoRow { .. } => return Self::not_found().caused_by(error),
            _ if error.is_full() => return Self::new(Kind::Quota, "disk-full").caused_by(error),
            _ if error.is_duplicate() => return Self::new(Kind::Conflict, "exists-already").caused_by(error),
            DbError::Engine(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_)) => Kind::Unavailable,
            _ => return Self::internal(error),
        };
        Self::new(kind, "database-unavailable").caused_by(error)
    }
}
