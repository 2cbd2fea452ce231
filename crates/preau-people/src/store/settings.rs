//! The institution's settings: a row for each name.

use preau_db::{Db, DbError, Result, Tx, args, sql};
use serde_json::{Map, Value};

use crate::model::Settings;

/// The settings; what was never set has its default.
pub async fn settings(db: &Db) -> Result<Settings> {
    read(db.all(sql!((String, Value), "SELECT name, value FROM setting ORDER BY name LIMIT 1000"), &[]).await?)
}

/// The settings as the transaction sees them.
pub async fn settings_in(tx: &mut Tx) -> Result<Settings> {
    read(tx.all(sql!((String, Value), "SELECT name, value FROM setting ORDER BY name LIMIT 1000"), &[]).await?)
}

fn read(rows: Vec<(String, Value)>) -> Result<Settings> {
    serde_json::from_value(Value::Object(rows.into_iter().collect::<Map<_, _>>()))
        .map_err(|error| DbError::Open(format!("the settings can't be read: {error}")))
}

/// Writes all settings.
pub async fn set_settings(tx: &mut Tx, settings: &Settings) -> Result<()> {
    let Ok(Value::Object(fields)) = serde_json::to_value(settings) else { return Ok(()) };
    let set = sql!(
        "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    );
    for (name, value) in fields {
        tx.run(set, args![name, value]).await?;
    }
    Ok(())
}
