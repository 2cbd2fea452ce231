//! One SQL text on two engines: SQLite for one machine, PostgreSQL for many.
//!
//! A statement is written once, where it is used, with `$1` placeholders, and names the row that it gives:
//!
//! ```ignore
//! row! { pub struct Name { pub id: PersonId, pub name: String } }
//!
//! let found = db.all(sql!(Name, "SELECT id, name FROM person WHERE kind = $1 ORDER BY name LIMIT 50"), args![kind]).await?;
//!
//! let mut tx = db.begin().await?;
//! tx.run(sql!("UPDATE person SET name = $2 WHERE id = $1"), args![id, name]).await?;
//! tx.commit().await?; // what returns is on disk
//! ```
//!
//! [`sql!`] registers each statement at link time. One test prepares all of them on a freshly migrated SQLite and
//! PostgreSQL and compares columns with the row's fields ([`check::prepare_all`]); another fails for a statement that
//! no test ever ran ([`check::never_ran`]). So nothing needs a database at compile time, and no statement can rot.
//!
//! **How to add a table**: a [`Migration`] in the owner's list, with type tokens (`{uuid}`, `{ts}`, `{json}`,
//! `{bytes}`, `{bool}`; `TEXT` and `BIGINT` are the same on both). **How to add an engine pair**, when one text can't
//! serve: `sql!(Row, sqlite: "…", pg: "…")`, with a comment that says why.
//!
//! **Traps.** NULLs in a `UNIQUE` are distinct on both engines. `sum()` of a `BIGINT` is `NUMERIC` on PostgreSQL:
//! `CAST` it. PostgreSQL ends a transaction at its first error: write `ON CONFLICT`, never "try, then update".
//! A read pool does not see an open transaction: read what you are about to change through the [`Tx`].

mod arguments;
pub mod check;
mod engine;
mod error;
pub mod jobs;
mod migrate;
pub mod outbox;
mod postgres;
mod row;
mod sqlite;
mod statement;
pub mod tables;

pub use arguments::{ToValue, Value};
pub use engine::{Config, Db, Engine, Tx};
pub use error::{DbError, Result};
pub use migrate::{Migration, migrate, render};
pub use row::{Column, ColumnType, FromColumn, FromRow, RowRef};
pub use statement::{STATEMENTS, Sql, Statement};

#[doc(hidden)]
pub use linkme;

/// The tables that the frame itself needs; first in every list of migrations.
pub const MIGRATIONS: &[Migration] = &[outbox::MIGRATION, jobs::MIGRATION];

#[cfg(test)]
mod tests;
