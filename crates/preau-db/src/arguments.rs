//! What goes into a statement.

use preau_kernel::{Id, Timestamp};
use sqlx::{Postgres, Sqlite, postgres::PgArguments, sqlite::SqliteArguments};
use uuid::Uuid;

use crate::ColumnType;

/// A value bound to a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value; PostgreSQL wants to know of which type.
    Null(ColumnType),
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A UUID.
    Uuid(Uuid),
    /// A moment.
    Time(Timestamp),
    /// A JSON document.
    Json(serde_json::Value),
}

/// What can be bound to a placeholder.
pub trait ToValue {
    /// The type that PostgreSQL sees, also when there is no value.
    const TYPE: ColumnType;
    /// The value to bind.
    fn to_value(&self) -> Value;
}

/// Lists the arguments of a statement, in the order of its placeholders.
#[macro_export]
macro_rules! args {
    ($($argument:expr),* $(,)?) => { &[$($crate::ToValue::to_value(&$argument)),*] as &[$crate::Value] };
}

macro_rules! to_value {
    ($($type:ty => $column:ident, $this:ident, $value:expr;)*) => { $(
        impl ToValue for $type {
            const TYPE: ColumnType = ColumnType::$column;
            fn to_value(&self) -> Value { let $this = self; $value }
        }
    )* };
}

to_value! {
    bool => Bool, v, Value::Bool(*v);
    i64 => Int, v, Value::Int(*v);
    i32 => Int, v, Value::Int(i64::from(*v));
    u32 => Int, v, Value::Int(i64::from(*v));
    str => Text, v, Value::Text(v.to_owned());
    String => Text, v, Value::Text(v.clone());
    [u8] => Bytes, v, Value::Bytes(v.to_vec());
    Vec<u8> => Bytes, v, Value::Bytes(v.clone());
    Uuid => Uuid, v, Value::Uuid(*v);
    Timestamp => Time, v, Value::Time(*v);
    serde_json::Value => Json, v, Value::Json(v.clone());
    // A day without an hour (a birth date, a term's end) is kept as `YYYY-MM-DD`, which sorts.
    time::Date => Text, v, Value::Text(format!("{:04}-{:02}-{:02}", v.year(), u8::from(v.month()), v.day()));
}

impl<const N: usize> ToValue for [u8; N] {
    const TYPE: ColumnType = ColumnType::Bytes;
    fn to_value(&self) -> Value {
        Value::Bytes(self.to_vec())
    }
}

impl<K> ToValue for Id<K> {
    const TYPE: ColumnType = ColumnType::Uuid;
    fn to_value(&self) -> Value {
        Value::Uuid(self.uuid())
    }
}

impl<T: ToValue> ToValue for Option<T> {
    const TYPE: ColumnType = T::TYPE;
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null(T::TYPE), T::to_value)
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    const TYPE: ColumnType = T::TYPE;
    fn to_value(&self) -> Value {
        T::to_value(self)
    }
}

/// A [`Word`] as an argument and as a column: `word_column!(Colour)` for an enum made by `preau_kernel::word!`.
#[macro_export]
macro_rules! word_column {
    ($($word:ty),* $(,)?) => { $(
        impl $crate::ToValue for $word {
            const TYPE: $crate::ColumnType = $crate::ColumnType::Text;
            fn to_value(&self) -> $crate::Value {
                $crate::Value::Text(::preau_kernel::Word::as_str(*self).to_owned())
            }
        }
        impl $crate::FromColumn for $word {
            const TYPE: $crate::ColumnType = $crate::ColumnType::Text;
            fn from_column(row: $crate::RowRef<'_>, column: usize) -> $crate::Result<Self> {
                let text = <String as $crate::FromColumn>::from_column(row, column)?;
                text.parse().map_err(|error: ::preau_kernel::UnknownWord| $crate::DbError::Column { column, why: error.to_string() })
            }
        }
    )* };
}

word_column!(
    preau_kernel::PersonKind,
    preau_kernel::Role,
    preau_kernel::SpaceKind,
    preau_kernel::Audience,
    preau_kernel::Lang
);

pub(crate) fn sqlite(values: &[Value]) -> Result<SqliteArguments, sqlx::error::BoxDynError> {
    use sqlx::Arguments;
    let mut arguments = SqliteArguments::default();
    for value in values {
        match value {
            Value::Null(_) => arguments.add(None::<i64>),
            Value::Bool(v) => arguments.add(*v),
            Value::Int(v) => arguments.add(*v),
            Value::Text(v) => arguments.add(v.clone()),
            Value::Bytes(v) => arguments.add(v.clone()),
            Value::Uuid(v) => arguments.add(*v),
            Value::Time(v) => arguments.add(v.to_string()),
            Value::Json(v) => arguments.add(v.to_string()),
        }?;
    }
    Ok(arguments)
}

pub(crate) fn postgres(values: &[Value]) -> Result<PgArguments, sqlx::error::BoxDynError> {
    use sqlx::Arguments;
    let mut arguments = PgArguments::default();
    for value in values {
        match value {
            Value::Null(ColumnType::Bool) => arguments.add(None::<bool>),
            Value::Null(ColumnType::Int) => arguments.add(None::<i64>),
            Value::Null(ColumnType::Text) => arguments.add(None::<String>),
            Value::Null(ColumnType::Bytes) => arguments.add(None::<Vec<u8>>),
            Value::Null(ColumnType::Uuid) => arguments.add(None::<Uuid>),
            Value::Null(ColumnType::Time) => arguments.add(None::<time::OffsetDateTime>),
            Value::Null(ColumnType::Json) => arguments.add(None::<serde_json::Value>),
            Value::Bool(v) => arguments.add(*v),
            Value::Int(v) => arguments.add(*v),
            // PostgreSQL's text can't hold U+0000; callers refuse it earlier, where the person can be told.
            Value::Text(v) => arguments.add(v.clone()),
            Value::Bytes(v) => arguments.add(v.clone()),
            Value::Uuid(v) => arguments.add(*v),
            Value::Time(v) => arguments.add(v.to_offset()),
            Value::Json(v) => arguments.add(v.clone()),
        }?;
    }
    Ok(arguments)
}

/// Both engines' marker types, named once.
pub(crate) type Lite = Sqlite;
/// See [`Lite`].
pub(crate) type Pg = Postgres;
