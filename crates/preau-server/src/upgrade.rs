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
