//! The two tests that stand in for compile-time checking of SQL.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    sync::OnceLock,
};

use sqlx::{Column as _, Executor, SqlSafeStr, Statement as _, TypeInfo};

use crate::{Column, ColumnType, Db, Engine, Result, STATEMENTS, Statement, engine::Pools};

/// Prepares every statement of the program on `db`; what is wrong with any, one line each.
///
/// Columns must have the names, the order and, on PostgreSQL, the types that the row expects.
pub async fn prepare_all(db: &Db) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for statement in STATEMENTS {
        let columns = match describe(db, statement).await {
            Ok(columns) => columns,
            Err(error) => {
                wrong.push(format!("{}: {:?}: {error}", statement.at, db.engine()));
                continue;
            }
        };
        if let Some(why) = mismatch(&(statement.columns)(), &columns) {
            wrong.push(format!("{}: {:?}: {why}", statement.at, db.engine()));
        }
    }
    Ok(wrong)
}

/// The columns that the engine says a statement gives: name, and type where it knows it.
async fn describe(db: &Db, statement: &Statement) -> sqlx::Result<Vec<(String, Option<ColumnType>)>> {
    let text = statement.text(db.engine()).into_sql_str();
    Ok(match &db.pools {
        Pools::Sqlite { read, .. } => {
            let prepared = read.acquire().await?.prepare(text).await?;
            prepared.columns().iter().map(|column| (column.name().to_owned(), None)).collect()
        }
        Pools::Pg(pool) => {
            let prepared = pool.pool.acquire().await?.prepare(text).await?;
            let typed = |column: &sqlx::postgres::PgColumn| pg_type(column.type_info().name());
            prepared.columns().iter().map(|column| (column.name().to_owned(), typed(column))).collect()
        }
    })
}

fn mismatch(expected: &[Column], given: &[(String, Option<ColumnType>)]) -> Option<String> {
    if expected.is_empty() && given.is_empty() {
        return None;
    }
    if expected.len() != given.len() {
        return Some(format!("the row has {} fields, the statement {} columns", expected.len(), given.len()));
    }
    expected.iter().zip(given).find_map(|(field, (name, holds))| {
        let named = field.name.is_empty() || field.name == name.trim_matches('"');
        let typed = holds.is_none_or(|holds| holds == field.holds);
        (!named || !typed).then(|| format!("field {:?} {:?} meets column {name:?} {holds:?}", field.name, field.holds))
    })
}

fn pg_type(name: &str) -> Option<ColumnType> {
    Some(match name {
        "BOOL" => ColumnType::Bool,
        "INT8" => ColumnType::Int,
        "TEXT" => ColumnType::Text,
        "BYTEA" => ColumnType::Bytes,
        "UUID" => ColumnType::Uuid,
        "TIMESTAMPTZ" => ColumnType::Time,
        "JSONB" => ColumnType::Json,
        _ => return None,
    })
}

/// The folder in which each test program notes the statements that it ran.
pub const RAN_FOLDER: &str = "PREAU_RAN";

/// Notes that a statement ran, if the tests ask for it.
pub(crate) fn note(at: &str) {
    static FILE: OnceLock<Option<File>> = OnceLock::new();
    let file = FILE.get_or_init(|| {
        let path = std::path::Path::new(&std::env::var_os(RAN_FOLDER)?).join(std::process::id().to_string());
        OpenOptions::new().create(true).append(true).open(path).ok()
    });
    if let Some(mut file) = file.as_ref() {
        // One write call a line: several threads may note at once.
        let _ = file.write_all(format!("{at}\n").as_bytes());
    }
}

/// The statements of the program that no test program noted in `folder`, by file and line.
pub fn never_ran(folder: &std::path::Path) -> std::io::Result<Vec<&'static str>> {
    let mut ran = std::collections::HashSet::new();
    for entry in std::fs::read_dir(folder)? {
        ran.extend(std::fs::read_to_string(entry?.path())?.lines().map(str::to_owned));
    }
    Ok(STATEMENTS.iter().map(|statement| statement.at).filter(|at| !ran.contains(*at)).collect())
}

/// The engines that the tests run on: SQLite always, PostgreSQL when `PREAU_TEST_PG` names a server.
pub fn engines() -> impl Iterator<Item = Engine> {
    let pg = std::env::var_os("PREAU_TEST_PG").map(|_| Engine::Pg);
    std::iter::once(Engine::Sqlite).chain(pg)
}
