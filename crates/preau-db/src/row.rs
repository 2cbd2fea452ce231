//! What comes out of a statement.

use preau_kernel::{Id, Timestamp};
use sqlx::{Row, postgres::PgRow, sqlite::SqliteRow};
use uuid::Uuid;

use crate::{DbError, Result};

/// What a column holds, the same on both engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// `{bool}`
    Bool,
    /// `BIGINT`
    Int,
    /// `TEXT`
    Text,
    /// `{bytes}`
    Bytes,
    /// `{uuid}`
    Uuid,
    /// `{ts}`
    Time,
    /// `{json}`
    Json,
}

/// A column that a row type expects.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name in the statement; empty where the row is a tuple and takes any name.
    pub name: &'static str,
    /// What it holds.
    pub holds: ColumnType,
}

/// One row of either engine.
#[derive(Clone, Copy)]
pub enum RowRef<'a> {
    /// From SQLite.
    Sqlite(&'a SqliteRow),
    /// From PostgreSQL.
    Pg(&'a PgRow),
}

/// A type that can be read from a row. Made by [`row!`]; tuples of columns and `()` are too.
pub trait FromRow: Sized {
    /// The columns, in the order in which the statement must give them.
    fn columns() -> Vec<Column>;
    /// Reads the row.
    fn from_row(row: RowRef<'_>) -> Result<Self>;
}

/// A type that can be read from a column.
pub trait FromColumn: Sized {
    /// What the column must hold.
    const TYPE: ColumnType;
    /// Reads column number `column`, from 0.
    fn from_column(row: RowRef<'_>, column: usize) -> Result<Self>;
}

/// Declares a struct that is read from a row; the statement's columns have its fields' names and order.
#[macro_export]
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident { $( $(#[$doc:meta])* $fvis:vis $field:ident : $type:ty ),* $(,)? }) => {
        $(#[$meta])*
        $vis struct $name { $( $(#[$doc])* $fvis $field: $type ),* }

        impl $crate::FromRow for $name {
            fn columns() -> Vec<$crate::Column> {
                vec![$($crate::Column { name: stringify!($field), holds: <$type as $crate::FromColumn>::TYPE }),*]
            }
            fn from_row(row: $crate::RowRef<'_>) -> $crate::Result<Self> {
                let mut column = 0..;
                $( let $field = <$type as $crate::FromColumn>::from_column(row, column.next().unwrap_or_default())?; )*
                Ok(Self { $($field),* })
            }
        }
    };
}

impl FromRow for () {
    fn columns() -> Vec<Column> {
        Vec::new()
    }
    fn from_row(_: RowRef<'_>) -> Result<Self> {
        Ok(())
    }
}

macro_rules! tuple {
    ($($type:ident $column:literal),*) => {
        impl<$($type: FromColumn),*> FromRow for ($($type,)*) {
            fn columns() -> Vec<Column> {
                vec![$(Column { name: "", holds: $type::TYPE }),*]
            }
            fn from_row(row: RowRef<'_>) -> Result<Self> {
                Ok(($($type::from_column(row, $column)?,)*))
            }
        }
    };
}
tuple!(A 0);
tuple!(A 0, B 1);
tuple!(A 0, B 1, C 2);
tuple!(A 0, B 1, C 2, D 3);
tuple!(A 0, B 1, C 2, D 3, E 4);

/// Reads a value that both drivers can decode, without the driver's check of SQLite's loosely declared types.
macro_rules! read {
    ($row:expr, $column:expr, $type:ty) => {
        match $row {
            RowRef::Sqlite(row) => row.try_get_unchecked::<$type, _>($column),
            RowRef::Pg(row) => row.try_get_unchecked::<$type, _>($column),
        }
        .map_err(|error| DbError::Column { column: $column, why: error.to_string() })
    };
}

macro_rules! plain {
    ($($type:ty => $holds:ident;)*) => { $(
        impl FromColumn for $type {
            const TYPE: ColumnType = ColumnType::$holds;
            fn from_column(row: RowRef<'_>, column: usize) -> Result<Self> {
                read!(row, column, $type)
            }
        }
    )* };
}
plain! { bool => Bool; i64 => Int; String => Text; Vec<u8> => Bytes; Uuid => Uuid; }

impl FromColumn for Timestamp {
    const TYPE: ColumnType = ColumnType::Time;
    fn from_column(row: RowRef<'_>, column: usize) -> Result<Self> {
        match row {
            RowRef::Sqlite(_) => {
                let text = read!(row, column, String)?;
                text.parse().map_err(|_| DbError::Column { column, why: format!("{text:?} is not a moment") })
            }
            RowRef::Pg(row) => row
                .try_get_unchecked::<time::OffsetDateTime, _>(column)
                .map(Self::from)
                .map_err(|error| DbError::Column { column, why: error.to_string() }),
        }
    }
}

impl FromColumn for serde_json::Value {
    const TYPE: ColumnType = ColumnType::Json;
    fn from_column(row: RowRef<'_>, column: usize) -> Result<Self> {
        match row {
            RowRef::Sqlite(_) => {
                let text = read!(row, column, String)?;
                serde_json::from_str(&text).map_err(|error| DbError::Column { column, why: error.to_string() })
            }
            RowRef::Pg(row) => row
                .try_get_unchecked::<Self, _>(column)
                .map_err(|error| DbError::Column { column, why: error.to_string() }),
        }
    }
}

impl FromColumn for time::Date {
    const TYPE: ColumnType = ColumnType::Text;
    fn from_column(row: RowRef<'_>, column: usize) -> Result<Self> {
        let text = read!(row, column, String)?;
        let form = time::macros::format_description!("[year]-[month]-[day]");
        Self::parse(&text, &form).map_err(|_| DbError::Column { column, why: format!("{text:?} is not a date") })
    }
}

impl<const N: usize> FromColumn for [u8; N] {
    const TYPE: ColumnType = ColumnType::Bytes;
    fn from_column(row: RowRef<'_>, column: usize) -> Result<Self> {
        let bytes = read!(row, column, Vec<u8>)?;
        let got = bytes.len();
        Self::try_from(bytes).map_err(|_| DbError::Column { column, why: format!("{got} bytes instead of {N}") })
    }
}

impl<K> FromColumn for Id<K> {
    const TYPE: ColumnType = ColumnType::Uuid;
    fn from_column(row: RowRef<'_>, column: usize) -> Result<Self> {
        read!(row, column, Uuid).map(Self::from_uuid)
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    fn from_column(row: RowRef<'_>, column: usize) -> Result<Self> {
        let empty = match row {
            RowRef::Sqlite(row) => row.try_get_raw(column).map(|value| sqlx::ValueRef::is_null(&value)),
            RowRef::Pg(row) => row.try_get_raw(column).map(|value| sqlx::ValueRef::is_null(&value)),
        };
        match empty {
            Ok(true) => Ok(None),
            Ok(false) => T::from_column(row, column).map(Some),
            Err(error) => Err(DbError::Column { column, why: error.to_string() }),
        }
    }
}
