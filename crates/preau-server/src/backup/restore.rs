//! Reading a backup back, into a place where nothing is.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader},
    path::{Component, Path},
};

use preau_blob::{BlobId, Blobs};
use preau_db::{
    Db, Migration, Value,
    tables::{self, Filling, Table},
};
use preau_kernel::{Problem, Result, Timestamp};

use super::{BLOBS, Manifest, appear, beside, blob_path, copy_file, hash_of, is_free, own_files};
use crate::{ServerError, config::Config, wiring};

/// Bytes of one line of a table at most: a row, with what a person may write into it.
const LINE: u64 = 64 * 1024 * 1024;

/// Checks every file and every blob of a backup against its hash.
pub(crate) fn check(folder: &Path) -> Result<Manifest, ServerError> {
    let manifest = Manifest::read(folder)?;
    for (name, expected) in &manifest.files {
        let plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        let found = plain.then(|| hash_of(&folder.join(name)).ok()).flatten();
        if found.as_ref() != Some(expected) {
            return Err(ServerError::BackupDamaged(name.clone()));
        }
    }
    let mut count = 0;
    for id in blob_ids(folder)? {
        let name = id.to_string();
        if hash_of(&blob_path(folder, &name)).ok().as_ref() != Some(&name) {
            return Err(ServerError::BackupDamaged(format!("blobs/{name}")));
        }
        count += 1;
    }
    if count == manifest.blobs { Ok(manifest) } else { Err(ServerError::BackupDamaged(BLOBS.to_owned())) }
}

fn blob_ids(folder: &Path) -> Result<Vec<BlobId>, ServerError> {
    let damaged = || ServerError::BackupDamaged(BLOBS.to_owned());
    let list = fs::read_to_string(folder.join(BLOBS)).map_err(|_| damaged())?;
    let id = |line: &str| line.split(' ').next().and_then(|id| id.parse().ok()).ok_or_else(damaged);
    list.lines().map(id).collect()
}

/// Restores a backup into the empty place that `config` describes.
///
/// Everything is built in a folder beside the data folder. A database or a store elsewhere is filled in the meantime;
/// the database's mark comes off last, so that it can't be opened before everything is there. A restore that was cut
/// off is done again by the same command, even if only the mark was left.
pub(crate) async fn restore(folder: &Path, config: &Config, steps: &[Migration], now: Timestamp) -> Result<Manifest> {
    let manifest = check(folder)?;
    let data = std::path::absolute(&config.data).map_err(ServerError::folder(&config.data))?;
    let has_appeared = !is_free(&data)?;
    if has_appeared || !config.database_is_inside() {
        refuse_taken(config, &data, &manifest).await?;
    }
    super::make_folder(data.parent().unwrap_or(Path::new("/")))?;
    let building = if has_appeared { data.clone() } else { beside(&data)? };
    let place = Place { folder, config, steps, building: &building, data: &data, has_appeared };
    let outcome = place.build(&manifest, now).await;
    if outcome.is_err() && !has_appeared {
        // What is half-done would only keep a full disk full. That it can't be removed is not the error to tell.
        let _ = fs::remove_dir_all(&building);
    }
    outcome.map(|()| manifest)
}

/// Where a backup is restored from and to.
struct Place<'a> {
    folder: &'a Path,
    config: &'a Config,
    steps: &'a [Migration],
    /// Where it is built, and the data folder that it then is.
    building: &'a Path,
    data: &'a Path,
    /// Whether a restore before this one had come as far as that.
    has_appeared: bool,
}

impl Place<'_> {
    async fn build(&self, manifest: &Manifest, now: Timestamp) -> Result<()> {
        let there = Config { data: self.building.to_owned(), ..self.config.clone() };
        let db = Db::open(&there.db()).await?;
        let filling = fill(self.folder, manifest, &db, self.steps, now).await?;
        store_blobs(self.folder, &wiring::blobs(&there, now).await?).await?;
        let own = manifest.files.keys().filter(|_| !self.has_appeared);
        for name in own {
            if let Ok(inside) = Path::new(name).strip_prefix("folder") {
                copy_file(&self.folder.join(name), &self.building.join(inside))?;
            }
        }
        if self.config.database_is_inside() {
            filling.finish().await?;
            db.close().await?;
            return Ok(appear(self.building, self.data)?);
        }
        if !self.has_appeared {
            appear(self.building, self.data)?;
        }
        filling.finish().await?;
        Ok(db.close().await?)
    }
}

/// Refuses a place where something is already, but for what a restore of this very backup left when it was cut off:
/// a database with its mark, elsewhere, and a folder with the backup's own files.
async fn refuse_taken(config: &Config, data: &Path, manifest: &Manifest) -> Result<()> {
    if config.database_is_inside() {
        return Err(ServerError::NotEmpty(config.data.display().to_string()).into());
    }
    let db = Db::open(&config.db()).await?;
    let (empty, unfinished) = (tables::is_empty(&db).await?, tables::unfinished(&db).await?);
    db.close().await?;
    if !empty && !unfinished {
        return Err(ServerError::NotEmpty(config.database_name()).into());
    }
    if is_free(data)? || unfinished && holds_only(data, manifest)? {
        return Ok(());
    }
    Err(ServerError::NotEmpty(config.data.display().to_string()).into())
}

/// Whether a data folder's own files are those of a backup, all and nothing else.
fn holds_only(data: &Path, manifest: &Manifest) -> Result<bool, ServerError> {
    let kept: Vec<_> =
        manifest.files.iter().filter_map(|(name, hash)| Some((name.strip_prefix("folder/")?, hash))).collect();
    let here = own_files(data)?;
    if here.len() != kept.len() {
        return Ok(false);
    }
    for (name, hash) in kept {
        let path = data.join(name);
        if !path.is_file() || hash_of(&path).map_err(ServerError::folder(&path))? != *hash {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Fills an empty database from a backup's tables, up to the mark.
async fn fill(folder: &Path, manifest: &Manifest, db: &Db, steps: &[Migration], now: Timestamp) -> Result<Filling> {
    // A backup of an older version is filled into the tables of that version; the next start brings them up to date.
    let then = applied(folder, manifest)?;
    let is_known =
        |step: &&Migration| then.iter().any(|(owner, version)| owner == step.owner && *version == step.version);
    let steps: Vec<Migration> = steps.iter().filter(is_known).copied().collect();
    if steps.len() != then.len() {
        return Err(ServerError::BackupForm(super::FORM + 1).into());
    }
    let mut filling = Filling::begin(db, &steps, now).await?;
    for (table, sum) in &manifest.tables {
        let mut rows = Vec::new();
        for row in rows_of(folder, table)? {
            rows.push(row?);
            if rows.len() == tables::BATCH {
                filling.rows(table, &rows).await?;
                rows.clear();
            }
        }
        filling.rows(table, &rows).await?;
        filling.check(table, *sum).await?;
    }
    Ok(filling)
}

/// The steps that had been applied when the backup was made.
fn applied(folder: &Path, manifest: &Manifest) -> Result<Vec<(String, i64)>, ServerError> {
    let Some((table, _)) = manifest.tables.iter().find(|(table, _)| table.name == "migration") else {
        return Err(ServerError::BackupDamaged("tables/migration.jsonl".to_owned()));
    };
    let rows = rows_of(folder, table)?.map(|row| match row?.as_slice() {
        [Value::Text(owner), Value::Int(version), ..] => Ok((owner.clone(), *version)),
        _ => Err(ServerError::BackupDamaged("tables/migration.jsonl".to_owned())),
    });
    rows.collect()
}

/// The rows of a table's file, one by one.
fn rows_of<'a>(
    folder: &Path,
    table: &'a Table,
) -> Result<impl Iterator<Item = Result<Vec<Value>, ServerError>> + use<'a>, ServerError> {
    let name = format!("tables/{}.jsonl", table.name);
    let damaged = move || ServerError::BackupDamaged(name.clone());
    let file = File::open(folder.join(format!("tables/{}.jsonl", table.name))).map_err(|_| damaged())?;
    let mut lines = BufReader::new(file);
    let mut head = true;
    Ok(std::iter::from_fn(move || {
        loop {
            let mut line = String::new();
            let read = std::io::Read::take(&mut lines, LINE).read_line(&mut line);
            return match read {
                Ok(0) => None,
                Ok(_) if std::mem::take(&mut head) => continue,
                Ok(_) => {
                    let row = serde_json::from_str(&line).ok().and_then(|row| tables::from_json(table, row));
                    Some(row.ok_or_else(&damaged))
                }
                Err(_) => Some(Err(damaged())),
            };
        }
    }))
}

async fn store_blobs(folder: &Path, blobs: &Blobs) -> Result<()> {
    for id in blob_ids(folder)? {
        let path = blob_path(folder, &id.to_string());
        let file = tokio::fs::File::open(&path).await.map_err(ServerError::folder(&path))?;
        let stored = blobs.put(tokio_util::io::ReaderStream::new(file), u64::MAX).await?;
        if stored.id != id {
            return Err(Problem::from(ServerError::Differs(id.to_string())));
        }
    }
    Ok(())
}
