//! Bringing tables up to date at the start, with a way back.
//!
//! All steps are one transaction: if one fails, nothing was changed. Before the first one on a database that holds
//! something, SQLite's file is copied beside the backups, because a step that succeeds may still be one that somebody
//! regrets; a PostgreSQL server's operator has their own copies, and `preau backup`.

use std::path::PathBuf;

use preau_db::{Db, Migration, tables};
use preau_kernel::{Clock, Problem, Result};

use crate::{ServerError, config::Config, serve::FolderLock};

/// Applies what is missing. `alone` is the proof that no server is using these tables.
pub(crate) async fn migrate(
    db: &Db,
    steps: &[Migration],
    config: &Config,
    clock: &dyn Clock,
    alone: Option<&FolderLock>,
) -> Result<()> {
    if tables::unfinished(db).await? {
        return Err(ServerError::Unfinished.into());
    }
    let empty = tables::is_empty(db).await?;
    let pending = tables::pending(db, steps).await?;
    if pending.is_empty() {
        // Nothing to do but to see that nothing was edited, and that no newer Préau was here.
        preau_db::migrate(db, steps, clock.now()).await?;
        return Ok(());
    }
    if alone.is_none() {
        return Err(ServerError::UpgradePending.into());
    }
    let copy = if empty { None } else { snapshot(db, config).await? };
    match preau_db::migrate(db, steps, clock.now()).await {
        Ok(count) => {
            tracing::info!(count, "the tables are up to date");
            Ok(())
        }
        Err(cause) => Err(ServerError::Upgrade { copy, cause }.into()),
    }
}

/// Copies a SQLite database to `backups/before-VERSION`, once for each version.
async fn snapshot(db: &Db, config: &Config) -> Result<Option<PathBuf>> {
    let folder = config.backup_folder().join(format!("before-{}", env!("CARGO_PKG_VERSION")));
    let (whole, partial) = (folder.join("preau.db"), folder.join("preau.db.partial"));
    std::fs::create_dir_all(&folder).map_err(ServerError::folder(&folder))?;
    if partial.exists() {
        std::fs::remove_file(&partial).map_err(ServerError::folder(&partial))?;
    }
    if db.snapshot(&partial).await?.is_none() {
        return Ok(None);
    }
    std::fs::File::open(&partial).and_then(|file| file.sync_all()).map_err(ServerError::folder(&partial))?;
    std::fs::rename(&partial, &whole).map_err(ServerError::folder(&whole)).map_err(Problem::from)?;
    Ok(Some(whole))
}

#[cfg(test)]
mod tests {
    use preau_db::{Config as DbConfig, sql};
    use preau_kernel::SystemClock;

    use super::*;

    const BROKEN: Migration = Migration {
        owner: "broken",
        version: 1,
        name: "begins well and ends badly",
        sql: "CREATE TABLE broken (id BIGINT PRIMARY KEY); UPDATE outbox SET name = 'changed'; CREATE TABLE outbox (id BIGINT);",
    };

    #[tokio::test]
    async fn an_upgrade_that_fails_changes_nothing_and_leaves_a_copy() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let lock = FolderLock::take(&config.data).unwrap();
        let db = Db::open(&config.db()).await.unwrap();
        migrate(&db, preau_db::MIGRATIONS, &config, &SystemClock, Some(&lock)).await.unwrap();
        let event = preau_kernel::Event {
            id: preau_kernel::Id::new(&SystemClock, &preau_kernel::SystemEntropy),
            name: "kept".to_owned(),
            space: None,
            at: SystemClock.now(),
            payload: serde_json::Value::Null,
        };
        let mut tx = db.begin().await.unwrap();
        preau_db::outbox::emit(&mut tx, &event).await.unwrap();
        tx.commit().await.unwrap();

        let steps = [preau_db::MIGRATIONS, &[BROKEN]].concat();
        let refused = migrate(&db, &steps, &config, &SystemClock, Some(&lock)).await.unwrap_err();
        assert_eq!(refused.code, "upgrade-failed-with-copy");
        assert_eq!(tables::pending(&db, &steps).await.unwrap().len(), 1);
        let name = sql!((String,), "SELECT name FROM outbox");
        assert_eq!(db.one(name, &[]).await.unwrap().0, "kept");

        let path = refused.args.iter().find(|(name, _)| *name == "copy").unwrap().1.clone().into();
        let copy = Db::open(&DbConfig::Sqlite { path, durable: false }).await.unwrap();
        assert_eq!(copy.one(sql!((String,), "SELECT name FROM outbox LIMIT 1"), &[]).await.unwrap().0, "kept");
    }

    #[tokio::test]
    async fn tables_of_another_version_are_left_alone_while_a_server_uses_them() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let db = Db::open(&config.db()).await.unwrap();
        let refused = migrate(&db, preau_db::MIGRATIONS, &config, &SystemClock, None).await.unwrap_err();
        assert_eq!(refused.code, "upgrade-pending");
        assert!(tables::is_empty(&db).await.unwrap());
    }
}
