//! "Test my restore": a backup that was never read back does not count.

use std::path::Path;

use preau_db::tables::Reading;
use preau_kernel::{Clock, Result, SystemClock};
use preau_web::{App, Check, Health};
use serde::Serialize;

use super::{beside, restore};
use crate::{
    ServerError,
    config::{self, Config},
    operations,
    serve::FolderLock,
    wiring,
};

/// What a trial found.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Trial {
    /// Rows that were read back.
    pub(crate) rows: u64,
    /// People among them.
    pub(crate) persons: u64,
    /// Blobs that were read back.
    pub(crate) blobs: u64,
    /// Codes of the checks that found something wrong with the restored institution.
    pub(crate) bad: Vec<String>,
}

impl Trial {
    /// Whether one could go on from this backup.
    pub(crate) fn is_good(&self) -> bool {
        self.bad.is_empty()
    }
}

/// Restores a backup of `app` into a temporary folder beside it, opens it, looks whether all is as well as in the
/// original, and removes it again.
pub(crate) async fn attempt(folder: &Path, app: &App, like: &Config) -> Result<Trial> {
    let folder = std::path::absolute(folder).map_err(ServerError::folder(folder))?;
    let room = beside(&folder.with_file_name("trial"))?;
    let outcome = within(&folder, &room, like).await;
    std::fs::remove_dir_all(&room).map_err(ServerError::folder(&room))?;
    let mut trial = outcome?;
    let known = bad(&app.checks().await?);
    trial.bad.retain(|code| !known.contains(code));
    Ok(trial)
}

fn bad(checks: &[Check]) -> Vec<String> {
    checks.iter().filter(|check| check.health == Health::Bad).map(|check| check.code.to_owned()).collect()
}

async fn within(folder: &Path, room: &Path, like: &Config) -> Result<Trial> {
    // Its own file and folder whatever the institution runs on: a trial must not touch the real database or store.
    let config = Config {
        data: room.join("data"),
        address: None,
        database: config::Database::Sqlite { path: None },
        blobs: config::Blobs::Folder { path: None },
        bus: config::Bus::Local,
        tls: config::Tls::Off,
        smtp: None,
        push: config::Push::default(),
        backups: config::Backups { scheduled: false, ..like.backups.clone() },
        ..like.clone()
    };
    let services = wiring::steps();
    let manifest = restore::restore(folder, &config, &services, SystemClock.now()).await?;
    let lock = FolderLock::take(&config.data)?;
    let institution = wiring::open(&config, config.public_address(config.listen)?, Some(&lock)).await?;
    let app = &institution.app;
    let mut checks = app.checks().await?;
    checks.extend(operations::blob_checks(&app.ctx, true).await?);
    checks.extend(operations::journal_check(&app.ctx).await?);
    // A copy has no backups of its own, and its work waits: what is of the machine and its running tells nothing.
    checks.retain(|check| !of_place(check));
    let bad = bad(&checks);
    let mut reading = Reading::begin(&app.ctx.db).await?;
    let mut rows = 0;
    for table in reading.tables(&App::migrations(app.services())).await? {
        rows += reading.sum(&table).await?.rows;
    }
    drop(reading);
    app.ctx.db.close().await?;
    Ok(Trial { rows, persons: manifest.rows_of("person"), blobs: manifest.blobs, bad })
}

/// Checks of the machine and its running, which say nothing about a restored copy.
fn of_place(check: &Check) -> bool {
    ["disk", "folder", "certificate", "backup", "events", "jobs", "journal-late", "notices"]
        .iter()
        .any(|part| check.code.starts_with(part))
}
