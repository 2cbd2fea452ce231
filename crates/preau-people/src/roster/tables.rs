//! The tables that a roster writes, as rows that are written, found and taken away five hundred at a time.
//!
//! A batch travels as one JSON array in one placeholder: `json_each` on SQLite and `jsonb_populate_recordset` on
//! PostgreSQL turn it into rows. So a batch of any size is one registered statement, and the same JSON is what
//! [`undo`](super::undo) keeps. **To add a table**: a line of [`table!`], with its columns in the order of its struct.

use preau_db::{ColumnType, DbError, FromColumn, FromRow, RowRef, Sql, row, sql};
use preau_kernel::{PersonId, RosterId, SpaceId};
use preau_roster::{Authority, Part, SpaceKey};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::model::{Consent, Guardianship, Identifier, Member, Person, Space, fold};

/// Rows of one batch.
pub(super) const BATCH: usize = 500;

/// A row of a table that a roster writes.
pub(super) trait Table: Serialize + DeserializeOwned + FromRow + Send + Sync + 'static {
    /// The name of the table.
    const NAME: &'static str;
    /// The columns of its primary key.
    const KEY: &'static [&'static str];

    /// The row with all its columns, also those that are computed from others.
    fn json(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }
    /// Writes the rows of `$1`, over those that are there.
    fn put() -> Sql<()>;
    /// Finds the rows that have the keys of `$1`.
    fn find() -> Sql<Self>;
    /// Takes away the rows that have the keys of `$1`.
    fn take_away() -> Sql<()>;
}

/// How SQLite reads a column of a row that came as JSON.
macro_rules! cell {
    (uuid $name:ident) => {
        concat!("unhex(replace(value->>'", stringify!($name), "','-',''))")
    };
    (text $name:ident) => {
        concat!("value->>'", stringify!($name), "'")
    };
}

/// Column names with commas between.
macro_rules! names {
    ($first:ident $($rest:ident)*) => { concat!(stringify!($first) $(, ",", stringify!($rest))*) };
}

/// What an `ON CONFLICT` writes.
macro_rules! updates {
    ($first:ident $($rest:ident)*) => {
        concat!(stringify!($first), "=excluded.", stringify!($first)
            $(, ",", stringify!($rest), "=excluded.", stringify!($rest))*)
    };
}

/// The keys of `$1`, as a subquery.
macro_rules! keys {
    (sqlite $kt:ident $key:ident $($t:ident $k:ident)*) => {
        concat!("(SELECT ", cell!($kt $key) $(, ",", cell!($t $k))*, " FROM json_each($1))")
    };
    (pg $table:literal $($k:ident)+) => {
        concat!("(SELECT ", names!($($k)+), " FROM jsonb_populate_recordset(NULL::", $table, ", $1))")
    };
}

macro_rules! table {
    ($row:ty, $table:literal, ($($kt:ident $key:ident),+) $($t:ident $column:ident),+
        $(; computed $computed:ident = $compute:expr)?) => {
        impl Table for $row {
            const NAME: &'static str = $table;
            const KEY: &'static [&'static str] = &[$(stringify!($key)),+];

            $(fn json(&self) -> serde_json::Result<Value> {
                let compute: fn(&Self) -> String = $compute;
                let mut json = serde_json::to_value(self)?;
                if let Value::Object(fields) = &mut json {
                    fields.insert(stringify!($computed).to_owned(), Value::String(compute(self)));
                }
                Ok(json)
            })?

            // The engines have no common way to read rows out of one argument.
            fn put() -> Sql<()> {
                sql!(
                    sqlite: concat!(
                        "INSERT INTO ", $table, " (", names!($($key)+ $($column)+ $($computed)?), ") SELECT ",
                        $(cell!($kt $key), ",",)+ table!(@cells $($t $column)+ $(text $computed)?),
                        " FROM json_each($1) WHERE true ON CONFLICT (", names!($($key)+), ") DO UPDATE SET ",
                        updates!($($column)+ $($computed)?)
                    ),
                    pg: concat!(
                        "INSERT INTO ", $table, " (", names!($($key)+ $($column)+ $($computed)?), ") SELECT ",
                        names!($($key)+ $($column)+ $($computed)?), " FROM jsonb_populate_recordset(NULL::", $table,
                        ", $1) ON CONFLICT (", names!($($key)+), ") DO UPDATE SET ", updates!($($column)+ $($computed)?)
                    )
                )
            }

            fn find() -> Sql<Self> {
                sql!(
                    $row,
                    sqlite: concat!("SELECT ", names!($($key)+ $($column)+), " FROM ", $table, " WHERE (",
                        names!($($key)+), ") IN ", keys!(sqlite $($kt $key)+)),
                    pg: concat!("SELECT ", names!($($key)+ $($column)+), " FROM ", $table, " WHERE (",
                        names!($($key)+), ") IN ", keys!(pg $table $($key)+))
                )
            }

            fn take_away() -> Sql<()> {
                sql!(
                    sqlite: concat!("DELETE FROM ", $table, " WHERE (", names!($($key)+), ") IN ",
                        keys!(sqlite $($kt $key)+)),
                    pg: concat!("DELETE FROM ", $table, " WHERE (", names!($($key)+), ") IN ",
                        keys!(pg $table $($key)+))
                )
            }
        }
    };
    (@cells $t:ident $column:ident $($rt:ident $rest:ident)*) => {
        concat!(cell!($t $column) $(, ",", cell!($rt $rest))*)
    };
}

table!(Person, "person", (uuid id) text kind, text login, text family_name, text used_name, text given_names,
    text preferred_name, text name, text birth_date, text sex, text email, text phone, text address, text lang,
    text level, text left_at, text erased_at, text created_at, text updated_at; computed folded = Self::folded);
table!(Identifier, "person_identifier", (text system, text value) uuid person);
table!(Guardianship, "guardianship", (uuid guardian, uuid child) text legal_rank, text contact, text pick_up,
    text kinship, text no_record, text no_contact, text no_pick_up, text limited_from, text limited_until,
    text limit_reason, text source, text since, text ended_at);
table!(Consent, "consent", (uuid id) uuid person, text purpose, text answer, text medium, uuid by_person, text since,
    text until, text source);
table!(Space, "space", (uuid id) text kind, text name, text code, text level, text hue, text year, text seq,
    text source, uuid created_by, text created_at, text archived_at; computed folded = |space| fold(&space.name));
table!(Member, "member", (uuid space, uuid person) text role, text label, text since, text until, text source);
table!(SaidPerson, "roster_person", (uuid person) text family, text said);
table!(SaidTie, "roster_tie", (uuid guardian, uuid child) text family, text said);
table!(SaidSpace, "roster_space", (uuid space) text family, text said);
table!(Line, "roster_line", (uuid roster, text seq) text part, text place, text line);

row! {
    /// What rosters said of a person.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub(super) struct SaidPerson { pub(super) person: PersonId, pub(super) family: String, pub(super) said: Said }
}
row! {
    /// What rosters said of a guardianship.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub(super) struct SaidTie {
        pub(super) guardian: PersonId, pub(super) child: PersonId, pub(super) family: String, pub(super) said: Tie
    }
}
row! {
    /// What rosters said of a class or group.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    pub(super) struct SaidSpace { pub(super) space: SpaceId, pub(super) family: String, pub(super) said: Place }
}
row! {
    /// One line of a difference, for the page.
    #[derive(Debug, Clone, Serialize, Deserialize)]
    #[expect(clippy::struct_field_names, reason = "a field has the name of its column")]
    pub(super) struct Line {
        pub(super) roster: RosterId, pub(super) seq: i64, pub(super) part: String, pub(super) place: String,
        pub(super) line: Value
    }
}

/// What rosters said of a person, and where they put them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Said {
    /// The person, without key and place.
    pub(super) person: preau_roster::Person,
    /// Classes and groups.
    pub(super) spaces: Vec<(SpaceKey, Part)>,
    /// Whether a roster made them leave.
    #[serde(default)]
    pub(super) gone: bool,
}

/// What rosters said of a guardianship.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Tie {
    pub(super) authority: Authority,
    pub(super) kinship: Option<String>,
    pub(super) pays: Option<bool>,
    pub(super) contact: Option<bool>,
    /// Whether a roster ended it.
    #[serde(default)]
    pub(super) gone: bool,
}

/// What rosters said of a class or group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Place {
    pub(super) key: SpaceKey,
    pub(super) name: String,
    pub(super) level: Option<String>,
}

macro_rules! json_column {
    ($($type:ty),*) => { $(
        impl FromColumn for $type {
            const TYPE: ColumnType = ColumnType::Json;
            fn from_column(row: RowRef<'_>, column: usize) -> preau_db::Result<Self> {
                let json = <Value as FromColumn>::from_column(row, column)?;
                serde_json::from_value(json).map_err(|error| DbError::Column { column, why: error.to_string() })
            }
        }
    )* };
}
json_column!(Said, Tie, Place);
