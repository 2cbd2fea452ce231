//! All tables, whatever they hold: for backups, and for carrying an institution from one engine to the other.
//!
//! A [`Reading`] is one consistent look at a database while it is in use. It gives each table's rows in the order of
//! its primary key, in batches, as [`Value`]s that mean the same on both engines. [`copy`] writes them into an empty
//! database in one transaction, so that the target has all of it or nothing, and a [`Sum`] on both sides says that
//! nothing was changed on the way.
//!
//! **The mark.** While a database is being filled it has a table `moving`, made before its other tables and dropped by
//! the transaction that fills them. What has it is not an institution yet: [`unfinished`] tells, and whoever opens
//! databases refuses it. Filling it again starts over.
//!
//! **What a table must be** to be carried: made by a migration, with a primary key, of the types of [`Migration`]'s
//! tokens, and pointing only to tables made before it or to itself.

use preau_kernel::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sqlx::{AssertSqlSafe, Row, Sqlite, Transaction};

use crate::{
    ColumnType, Db, DbError, Engine, FromColumn, Migration, Result, RowRef, Tx, Value, arguments,
    arguments::Pg,
    engine::{Open, Pools},
};

/// Rows of one batch.
pub const BATCH: usize = 500;
/// The mark of a database that is being filled.
const MARK: &str = "moving";
/// The tables of [`migrate`](crate::migrate) itself, which no migration makes.
const OWN: [&str; 2] = ["migration", MARK];

/// A table: its name and its columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns: those of the primary key first, in the key's order.
    pub columns: Vec<TableColumn>,
    /// How many of them are the primary key.
    pub key: usize,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableColumn {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: ColumnType,
}

/// The names of what columns hold, in descriptions of tables.
const HOLDS: [(ColumnType, &str); 7] = [
    (ColumnType::Bool, "bool"),
    (ColumnType::Int, "int"),
    (ColumnType::Text, "text"),
    (ColumnType::Bytes, "bytes"),
    (ColumnType::Uuid, "uuid"),
    (ColumnType::Time, "time"),
    (ColumnType::Json, "json"),
];

impl Serialize for ColumnType {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let name = HOLDS.iter().find(|(holds, _)| holds == self).map(|(_, name)| *name);
        serializer.serialize_str(name.unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for ColumnType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let found = HOLDS.iter().find(|(_, known)| *known == name).map(|(holds, _)| *holds);
        found.ok_or_else(|| serde::de::Error::custom(format!("no column holds {name:?}")))
    }
}

/// A row as JSON, for a portable copy: bytes in hexadecimal, moments in RFC 3339.
pub fn to_json(row: &[Value]) -> serde_json::Value {
    use serde_json::Value as Json;
    let value = |value: &Value| match value {
        Value::Null(_) => Json::Null,
        Value::Bool(v) => Json::from(*v),
        Value::Int(v) => Json::from(*v),
        Value::Text(v) => Json::from(v.as_str()),
        Value::Bytes(v) => Json::from(v.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))),
        Value::Uuid(v) => Json::from(v.to_string()),
        Value::Time(v) => Json::from(v.to_string()),
        // In its own array: a JSON null in a column is not a column without a value.
        Value::Json(v) => Json::Array(vec![v.clone()]),
    };
    row.iter().map(value).collect()
}

/// The row that [`to_json`] wrote; `None` if it is not one of this table.
pub fn from_json(table: &Table, row: serde_json::Value) -> Option<Values> {
    use serde_json::Value as Json;
    let Json::Array(values) = row else { return None };
    if values.len() != table.columns.len() {
        return None;
    }
    let value = |(value, column): (Json, &TableColumn)| {
        Some(match (column.holds, value) {
            (holds, Json::Null) => Value::Null(holds),
            (ColumnType::Bool, Json::Bool(v)) => Value::Bool(v),
            (ColumnType::Int, Json::Number(v)) => Value::Int(v.as_i64()?),
            (ColumnType::Text, Json::String(v)) => Value::Text(v),
            (ColumnType::Bytes, Json::String(v)) => Value::Bytes(bytes_of(&v)?),
            (ColumnType::Uuid, Json::String(v)) => Value::Uuid(v.parse().ok()?),
            (ColumnType::Time, Json::String(v)) => Value::Time(v.parse().ok()?),
            (ColumnType::Json, Json::Array(mut v)) => Value::Json(v.pop()?),
            _ => return None,
        })
    };
    values.into_iter().zip(&table.columns).map(value).collect()
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    if hex.len() % 2 == 1 || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok()).collect()
}

/// One row, in the order of its table's columns.
pub type Values = Vec<Value>;

/// Count and hash of a table's rows, the same on both engines and whatever the order of the rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many rows.
    pub rows: u64,
    /// The sum of their BLAKE3 hashes, in four parts without carry.
    pub hash: [u64; 4],
}

impl Sum {
    /// Counts a row.
    pub fn add(&mut self, row: &[Value]) {
        let mut hasher = blake3::Hasher::new();
        for value in row {
            hash(&mut hasher, value);
        }
        self.rows += 1;
        let digest = hasher.finalize();
        for (part, bytes) in self.hash.iter_mut().zip(digest.as_bytes().chunks_exact(8)) {
            *part = part.wrapping_add(u64::from_le_bytes(bytes.try_into().unwrap_or_default()));
        }
    }
}

/// Feeds a value so that no two values, and no two rows, feed the same bytes.
fn hash(hasher: &mut blake3::Hasher, value: &Value) {
    let mut part = |tag: u8, bytes: &[u8]| {
        hasher.update(&[tag]);
        hasher.update(&u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(bytes);
    };
    match value {
        Value::Null(_) => part(0, &[]),
        Value::Bool(v) => part(1, &[u8::from(*v)]),
        Value::Int(v) => part(2, &v.to_le_bytes()),
        Value::Text(v) => part(3, v.as_bytes()),
        Value::Bytes(v) => part(4, v),
        Value::Uuid(v) => part(5, v.as_bytes()),
        Value::Time(v) => part(6, &v.unix_micros().to_le_bytes()),
        Value::Json(v) => part(7, canonical(v).to_string().as_bytes()),
    }
}

/// JSON in one form: members in the order of their names, whole numbers without a point, as JSONB has them.
fn canonical(value: &serde_json::Value) -> serde_json::Value {
    use serde_json::{Map, Value as Json};
    match value {
        Json::Object(members) => {
            let mut names: Vec<_> = members.keys().collect();
            names.sort_unstable();
            let pairs = names.into_iter().filter_map(|name| Some((name.clone(), canonical(members.get(name)?))));
            Json::Object(pairs.collect::<Map<_, _>>())
        }
        Json::Array(items) => Json::Array(items.iter().map(canonical).collect()),
        Json::Number(number) => match number.as_f64() {
            #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and within 2^53")]
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 9e15 => Json::from(float as i64),
            _ => value.clone(),
        },
        _ => value.clone(),
    }
}

/// The names of the tables that migrations make, in their order, those of [`migrate`](crate::migrate) itself first.
fn names(steps: &[Migration]) -> Vec<String> {
    let mut names = vec![OWN[0].to_owned()];
    for step in steps {
        let mut words = step.sql.split_whitespace();
        while let Some(word) = words.next() {
            if !word.eq_ignore_ascii_case("CREATE") {
                continue;
            }
            let mut rest = words.clone();
            if !rest.next().is_some_and(|word| word.eq_ignore_ascii_case("TABLE")) {
                continue;
            }
            let mut rest = rest.skip_while(|word| ["IF", "NOT", "EXISTS"].contains(&word.to_uppercase().as_str()));
            let name = rest.next().unwrap_or_default().split('(').next().unwrap_or_default().trim_matches('"');
            if !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// One consistent look at a database while it is in use.
pub struct Reading(Look);

enum Look {
    Sqlite(Transaction<'static, Sqlite>),
    Pg(Transaction<'static, Pg>),
}

impl Reading {
    /// Begins to look. What is committed later is not seen.
    pub async fn begin(db: &Db) -> Result<Self> {
        Ok(Self(match &db.pools {
            Pools::Sqlite { read, .. } => {
                let mut look = read.begin().await?;
                // A deferred transaction of SQLite begins with its first read.
                sqlx::query("SELECT count(*) FROM sqlite_schema").execute(&mut *look).await?;
                Look::Sqlite(look)
            }
            Pools::Pg(pool) => Look::Pg(pool.pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
        }))
    }

    /// The tables that are there, in the order in which they may point to each other.
    pub async fn tables(&mut self, steps: &[Migration]) -> Result<Vec<Table>> {
        let mut tables = Vec::new();
        for name in names(steps) {
            let columns = match &mut self.0 {
                Look::Sqlite(look) => sqlite_columns(look, &name).await?,
                Look::Pg(look) => pg_columns(look, &name).await?,
            };
            if !columns.is_empty() {
                tables.push(table(name, columns)?);
            }
        }
        Ok(tables)
    }

    /// The next rows of a table after the row `after`, [`BATCH`] at most; fewer means that it was the end.
    pub async fn batch(&mut self, table: &Table, after: Option<&[Value]>) -> Result<Vec<Values>> {
        let (text, args) = page(table, after);
        let wrong = |cause| DbError::Open(format!("table {}: {cause}", table.name));
        match &mut self.0 {
            Look::Sqlite(look) => {
                let args = arguments::sqlite(args).map_err(|error| wrong(error.to_string()))?;
                let rows = sqlx::query_with(AssertSqlSafe(text), args).fetch_all(&mut **look).await?;
                rows.iter().map(|row| read(table, RowRef::Sqlite(row))).collect()
            }
            Look::Pg(look) => {
                let args = arguments::postgres(args).map_err(|error| wrong(error.to_string()))?;
                let rows = sqlx::query_with(AssertSqlSafe(text), args).fetch_all(&mut **look).await?;
                rows.iter().map(|row| read(table, RowRef::Pg(row))).collect()
            }
        }
    }

    /// Count and hash of a table.
    pub async fn sum(&mut self, table: &Table) -> Result<Sum> {
        let mut sum = Sum::default();
        let mut rows = self.batch(table, None).await?;
        loop {
            for row in &rows {
                sum.add(row);
            }
            match rows.last() {
                Some(last) if rows.len() == BATCH => rows = self.batch(table, Some(last)).await?,
                _ => return Ok(sum),
            }
        }
    }
}

/// The statement of [`Reading::batch`] and its arguments.
fn page<'a>(table: &Table, after: Option<&'a [Value]>) -> (String, &'a [Value]) {
    let list =
        |columns: &[TableColumn]| columns.iter().map(|c| format!("\"{}\"", c.name)).collect::<Vec<_>>().join(", ");
    let key = table.columns.get(..table.key).unwrap_or_default();
    let (all, order) = (list(&table.columns), list(key));
    let after = after.map(|row| row.get(..table.key).unwrap_or_default()).unwrap_or_default();
    let beyond = if after.is_empty() {
        String::new()
    } else {
        let places: Vec<_> = (1..=after.len()).map(|place| format!("${place}")).collect();
        format!(" WHERE ({order}) > ({})", places.join(", "))
    };
    (format!("SELECT {all} FROM \"{}\"{beyond} ORDER BY {order} LIMIT {BATCH}", table.name), after)
}

fn read(table: &Table, row: RowRef<'_>) -> Result<Values> {
    fn value<T: FromColumn>(row: RowRef<'_>, at: usize, make: impl FnOnce(T) -> Value) -> Result<Value> {
        Ok(Option::<T>::from_column(row, at)?.map_or(Value::Null(T::TYPE), make))
    }
    let columns = table.columns.iter().enumerate();
    columns
        .map(|(at, column)| match column.holds {
            ColumnType::Bool => value(row, at, Value::Bool),
            ColumnType::Int => value(row, at, Value::Int),
            ColumnType::Text => value(row, at, Value::Text),
            ColumnType::Bytes => value(row, at, Value::Bytes),
            ColumnType::Uuid => value(row, at, Value::Uuid),
            ColumnType::Time => value::<Timestamp>(row, at, Value::Time),
            ColumnType::Json => value(row, at, Value::Json),
        })
        .collect()
}

/// A column as the engine describes it: name, declared type, place in the primary key from 1, else 0.
type Described = (String, String, i64);

async fn sqlite_columns(look: &mut Transaction<'static, Sqlite>, table: &str) -> Result<Vec<Described>> {
    let text = "SELECT name, upper(type), pk FROM pragma_table_info($1) ORDER BY cid";
    let rows = sqlx::query(text).bind(table.to_owned()).fetch_all(&mut **look).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get_unchecked(2)?))).collect()
}

async fn pg_columns(look: &mut Transaction<'static, Pg>, table: &str) -> Result<Vec<Described>> {
    let text = "SELECT a.attname::text, upper(format_type(a.atttypid, NULL)),
          coalesce(array_position(i.indkey::int2[], a.attnum), -1)::bigint + 1
        FROM pg_attribute a LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
        WHERE a.attrelid = to_regclass(quote_ident($1)) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum";
    let rows = sqlx::query(text).bind(table.to_owned()).fetch_all(&mut **look).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

fn table(name: String, mut columns: Vec<Described>) -> Result<Table> {
    // The key's columns first, in the key's order; the others stay in theirs. Names sort the same on both engines, the
    // order of columns added later need not.
    columns.sort_by(|a, b| {
        let place = |column: &Described| if column.2 == 0 { i64::MAX } else { column.2 };
        place(a).cmp(&place(b)).then_with(|| a.0.cmp(&b.0))
    });
    let key = columns.iter().filter(|column| column.2 > 0).count();
    if key == 0 {
        return Err(DbError::Open(format!("table {name} has no primary key")));
    }
    let columns = columns.into_iter().map(|(column, declared, _)| match holds(&declared) {
        Some(holds) => Ok(TableColumn { name: column, holds }),
        None => Err(DbError::Open(format!("table {name}, column {column}: the type {declared} can't be carried"))),
    });
    Ok(Table { columns: columns.collect::<Result<_>>()?, key, name })
}

/// What a declared type means; the types of [`Migration`]'s tokens and no others.
fn holds(declared: &str) -> Option<ColumnType> {
    Some(match declared {
        "BOOLEAN" => ColumnType::Bool,
        "BIGINT" => ColumnType::Int,
        "TEXT" => ColumnType::Text,
        "BLOB" | "BYTEA" => ColumnType::Bytes,
        "UUID BLOB" | "UUID" => ColumnType::Uuid,
        "TIMESTAMP TEXT" | "TIMESTAMP WITH TIME ZONE" => ColumnType::Time,
        "JSON TEXT" | "JSONB" => ColumnType::Json,
        _ => return None,
    })
}

/// Whether a table of this name is there.
async fn exists(db: &Db, table: &str) -> Result<bool> {
    let mut look = Reading::begin(db).await?;
    let columns = match &mut look.0 {
        Look::Sqlite(look) => sqlite_columns(look, table).await?,
        Look::Pg(look) => pg_columns(look, table).await?,
    };
    Ok(!columns.is_empty())
}

/// Whether nothing was ever made in this database.
pub async fn is_empty(db: &Db) -> Result<bool> {
    Ok(!exists(db, OWN[0]).await? && !exists(db, MARK).await?)
}

/// Whether this database was being filled, and that did not end.
pub async fn unfinished(db: &Db) -> Result<bool> {
    exists(db, MARK).await
}

/// The steps that were not applied to this database yet.
pub async fn pending(db: &Db, steps: &[Migration]) -> Result<Vec<Migration>> {
    if !exists(db, OWN[0]).await? {
        return Ok(steps.to_vec());
    }
    let list = crate::sql!((String, i64), "SELECT owner, version FROM migration ORDER BY owner, version LIMIT 10000");
    let applied = db.all(list, &[]).await?;
    let missing =
        |step: &&Migration| !applied.iter().any(|(owner, version)| owner == step.owner && *version == step.version);
    Ok(steps.iter().filter(missing).copied().collect())
}

/// A database being filled: empty, with its tables, in one transaction.
pub struct Filling {
    tx: Tx,
}

impl Filling {
    /// Marks an empty database as being filled, makes its tables, and begins. A database that was marked before is
    /// filled anew; one that has something in it is refused.
    pub async fn begin(db: &Db, steps: &[Migration], now: Timestamp) -> Result<Self> {
        if !is_empty(db).await? && !unfinished(db).await? {
            return Err(DbError::Open("the database is not empty".to_owned()));
        }
        let mut tx = db.begin().await?;
        raw(&mut tx, format!("CREATE TABLE IF NOT EXISTS {MARK} (id BIGINT PRIMARY KEY)")).await?;
        tx.commit().await?;
        crate::migrate(db, steps, now).await?;
        let mut tx = db.begin().await?;
        match tx.engine() {
            // A row may point to a later one of its own table: looked at when all are there.
            Engine::Sqlite => raw(&mut tx, "PRAGMA defer_foreign_keys = ON".to_owned()).await?,
            Engine::Pg => defer(&mut tx, true).await?,
        }
        // What the steps wrote by themselves: the list of steps, default rules. The copy brings its own.
        for name in names(steps).iter().rev() {
            raw(&mut tx, format!("DELETE FROM \"{name}\"")).await?;
        }
        Ok(Self { tx })
    }

    /// Writes rows into a table.
    pub async fn rows(&mut self, table: &Table, rows: &[Values]) -> Result<()> {
        // Both engines take at least 32,766 arguments in one statement.
        let at_once = (30_000 / table.columns.len().max(1)).clamp(1, 100);
        for rows in rows.chunks(at_once) {
            let args: Vec<Value> = rows.iter().flatten().cloned().collect();
            insert(&mut self.tx, table, rows.len(), &args).await?;
        }
        Ok(())
    }

    /// Takes the mark off and commits: from here on the database is whole.
    pub async fn finish(mut self) -> Result<()> {
        if self.tx.engine() == Engine::Pg {
            raw(&mut self.tx, "SET CONSTRAINTS ALL IMMEDIATE".to_owned()).await?;
            defer(&mut self.tx, false).await?;
        }
        raw(&mut self.tx, format!("DROP TABLE {MARK}")).await?;
        self.tx.commit().await
    }
}

/// Copies everything from one database into another, which is empty, and compares. What each table summed up to.
pub async fn copy(from: &Db, to: &Db, steps: &[Migration], now: Timestamp) -> Result<Vec<(Table, Sum)>> {
    let mut reading = Reading::begin(from).await?;
    let tables = reading.tables(steps).await?;
    let mut filling = Filling::begin(to, steps, now).await?;
    let mut sums = Vec::new();
    for table in tables {
        let mut sum = Sum::default();
        let mut rows = reading.batch(&table, None).await?;
        while !rows.is_empty() {
            for row in &rows {
                sum.add(row);
            }
            filling.rows(&table, &rows).await?;
            rows = match rows.last() {
                Some(last) if rows.len() == BATCH => reading.batch(&table, Some(last)).await?,
                _ => Vec::new(),
            };
        }
        filling.check(&table, sum).await?;
        sums.push((table, sum));
    }
    filling.finish().await?;
    Ok(sums)
}

impl Filling {
    /// Reads a table back within the transaction and compares it with what should be in it.
    pub async fn check(&mut self, table: &Table, expected: Sum) -> Result<()> {
        let mut sum = Sum::default();
        let mut last: Option<Values> = None;
        loop {
            let (text, args) = page(table, last.as_deref());
            let rows = within(&mut self.tx, table, text, args).await?;
            for row in &rows {
                sum.add(row);
            }
            let whole = rows.len() == BATCH;
            last = rows.into_iter().next_back();
            if !whole {
                break;
            }
        }
        if sum == expected { Ok(()) } else { Err(DbError::Open(format!("table {} is not what was read", table.name))) }
    }
}

async fn within(tx: &mut Tx, table: &Table, text: String, args: &[Value]) -> Result<Vec<Values>> {
    let wrong = |error: sqlx::error::BoxDynError| DbError::Engine(sqlx::Error::Encode(error));
    match tx.open() {
        Open::Sqlite(act) => {
            let query = sqlx::query_with(AssertSqlSafe(text), arguments::sqlite(args).map_err(wrong)?);
            query.fetch_all(act.connection()?).await?.iter().map(|row| read(table, RowRef::Sqlite(row))).collect()
        }
        Open::Pg(transaction) => {
            let query = sqlx::query_with(AssertSqlSafe(text), arguments::postgres(args).map_err(wrong)?);
            query.fetch_all(&mut **transaction).await?.iter().map(|row| read(table, RowRef::Pg(row))).collect()
        }
    }
}

async fn insert(tx: &mut Tx, table: &Table, rows: usize, args: &[Value]) -> Result<()> {
    let columns: Vec<_> = table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let width = columns.len();
    let places = (0..rows).map(|row| {
        let places: Vec<_> = (1..=width).map(|column| format!("${}", row * width + column)).collect();
        format!("({})", places.join(", "))
    });
    let places: Vec<_> = places.collect();
    let text = format!("INSERT INTO \"{}\" ({}) VALUES {}", table.name, columns.join(", "), places.join(", "));
    let wrong = |error: sqlx::error::BoxDynError| DbError::Engine(sqlx::Error::Encode(error));
    match tx.open() {
        Open::Sqlite(act) => {
            let query = sqlx::query_with(AssertSqlSafe(text), arguments::sqlite(args).map_err(wrong)?);
            query.execute(act.connection()?).await?;
        }
        Open::Pg(transaction) => {
            let query = sqlx::query_with(AssertSqlSafe(text), arguments::postgres(args).map_err(wrong)?);
            query.execute(&mut **transaction).await?;
        }
    }
    Ok(())
}

/// Lets PostgreSQL look at foreign keys at the end of the transaction, or at each statement again.
async fn defer(tx: &mut Tx, deferred: bool) -> Result<()> {
    let how = if deferred { "DEFERRABLE INITIALLY DEFERRED" } else { "NOT DEFERRABLE" };
    let text = format!(
        "DO $$ DECLARE c record; BEGIN
           FOR c IN SELECT conrelid::regclass AS place, conname FROM pg_constraint
             WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
           LOOP EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I {how}', c.place, c.conname); END LOOP;
         END $$"
    );
    raw(tx, text).await
}

async fn raw(tx: &mut Tx, text: String) -> Result<()> {
    let query = sqlx::raw_sql(AssertSqlSafe(text));
    match tx.open() {
        Open::Sqlite(act) => query.execute(act.connection()?).await.map(drop)?,
        Open::Pg(transaction) => query.execute(&mut **transaction).await.map(drop)?,
    }
    Ok(())
}

#[cfg(test)]
pub(crate) mod tests;
