//! Copies for a bad day, and carrying an institution elsewhere.
//!
//! A backup is a folder. It is made while the institution is in use, from one consistent look at the database, and has
//! one form whatever the engine, so that it can be restored on another:
//!
//! ```text
//! manifest.json          written last: what has none is not a backup
//! tables/NAME.jsonl      the table's description, then one row a line
//! blobs.txt              id and size of each blob that the tables need
//! blobs/ab/<id>          each blob, named by the BLAKE3 hash of its content
//! folder/…               what else the data folder holds: keys, dropped languages, certificates
//! ```
//!
//! [`take`](take::take) writes beside the final place and renames; [`restore`](restore::restore) checks every hash
//! before it writes anything, fills a new place, and lets it appear at the end. Killed at any moment, each leaves the
//! source as it was, and at the target either nothing, something that is refused, or the whole. [`trial`] restores into
//! a temporary folder to see whether that would work.
//!
//! `preau.toml` is not in a backup: it says where one institution runs, and a restore is told where to.

pub(crate) mod carry;
pub(crate) mod keep;
pub(crate) mod restore;
pub(crate) mod take;
pub(crate) mod trial;

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read,
    path::{Path, PathBuf},
};

use preau_db::tables::{Sum, Table};
use preau_kernel::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ServerError;

/// The form of backups; raised when a reader of the old one would misread the new one.
const FORM: u32 = 1;
const MANIFEST: &str = "manifest.json";
const BLOBS: &str = "blobs.txt";
/// What of the data folder is not copied as a file: it is in the backup otherwise, or of this machine only.
const NOT_COPIED: [&str; 8] =
    ["preau.db", "preau.db-wal", "preau.db-shm", "blobs", "backups", "spool", "lock", crate::config::FILE_NAME];
/// Files beside database and blobs at most: keys and languages, never many.
const FILES: usize = 10_000;

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    form: u32,
    /// The version that made it.
    pub(crate) preau: String,
    /// The moment that it shows.
    pub(crate) at: Timestamp,
    /// The tables, in the order in which they may point to each other.
    pub(crate) tables: Vec<(Table, Sum)>,
    /// How many blobs.
    pub(crate) blobs: u64,
    /// Their bytes.
    pub(crate) blob_bytes: u64,
    /// Path below the folder, and BLAKE3 hash, of each file but the blobs.
    files: BTreeMap<String, String>,
}

impl Manifest {
    /// Reads the manifest of a folder, if it is a backup.
    pub(crate) fn read(folder: &Path) -> Result<Self, ServerError> {
        let json = fs::read(folder.join(MANIFEST)).map_err(|_| ServerError::NoBackup(folder.to_owned()))?;
        let manifest: Self =
            serde_json::from_slice(&json).map_err(|_| ServerError::BackupDamaged(MANIFEST.to_owned()))?;
        if manifest.form == FORM { Ok(manifest) } else { Err(ServerError::BackupForm(manifest.form)) }
    }

    /// Rows of all tables.
    pub(crate) fn rows(&self) -> u64 {
        self.tables.iter().map(|(_, sum)| sum.rows).sum()
    }

    /// Rows of one table.
    pub(crate) fn rows_of(&self, table: &str) -> u64 {
        self.tables.iter().find(|(it, _)| it.name == table).map_or(0, |(_, sum)| sum.rows)
    }
}

/// Where a blob is in a backup.
fn blob_path(folder: &Path, id: &str) -> PathBuf {
    folder.join("blobs").join(id.get(..2).unwrap_or_default()).join(id)
}

/// The BLAKE3 hash of a file, in hexadecimal.
fn hash_of(path: &Path) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

/// The files of a data folder that a backup copies as they are, relative to it.
fn own_files(data: &Path) -> Result<Vec<PathBuf>, ServerError> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let here = data.join(&folder);
        for entry in fs::read_dir(&here).map_err(ServerError::folder(&here))? {
            let entry = entry.map_err(ServerError::folder(&here))?;
            let name = folder.join(entry.file_name());
            if NOT_COPIED.iter().any(|skipped| name == Path::new(skipped)) {
                continue;
            }
            // Links are not followed: they may lead out of the folder.
            let kind = entry.file_type().map_err(ServerError::folder(&here))?;
            if kind.is_dir() {
                folders.push(name);
            } else if kind.is_file() {
                files.push(name);
            }
            if files.len() > FILES {
                return Err(ServerError::TooManyFiles(data.to_owned()));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Copies a file, readable by its owner only; its hash.
fn copy_file(from: &Path, to: &Path) -> Result<String, ServerError> {
    make_folder(to.parent().unwrap_or(Path::new(".")))?;
    let mut content = Vec::new();
    File::open(from).and_then(|mut file| file.read_to_end(&mut content)).map_err(ServerError::folder(from))?;
    write_file(to, &content)?;
    Ok(blake3::hash(&content).to_hex().to_string())
}

/// Writes a new file, readable by its owner only, to the disk.
fn write_file(path: &Path, content: &[u8]) -> Result<(), ServerError> {
    let mut file = new_file(path)?;
    std::io::Write::write_all(&mut file, content).and_then(|()| file.sync_all()).map_err(ServerError::folder(path))
}

fn new_file(path: &Path) -> Result<File, ServerError> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = File::options();
    options.write(true).create_new(true).mode(0o600).open(path).map_err(ServerError::folder(path))
}

/// Makes a folder that only its owner enters.
pub(crate) fn make_folder(path: &Path) -> Result<(), ServerError> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(ServerError::folder(path))
}

/// Whether there is nothing at this path, or an empty folder.
fn is_free(path: &Path) -> Result<bool, ServerError> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(ServerError::folder(path)(error)),
    }
}

/// Where something is built before it appears at `path`: beside it, on the same disk. What an earlier attempt left
/// there is removed.
fn beside(path: &Path) -> Result<PathBuf, ServerError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.partial"));
    match fs::remove_dir_all(&beside) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(ServerError::folder(&beside)(error)),
        _ => {}
    }
    make_folder(&beside)?;
    Ok(beside)
}

/// Lets what was built appear, whole and on the disk.
fn appear(built: &Path, path: &Path) -> Result<(), ServerError> {
    let sync = |folder: &Path| {
        let folder = File::open(folder)?;
        // One call for the thousands of small files of a backup.
        rustix::fs::syncfs(&folder).map_err(std::io::Error::from)
    };
    sync(built).map_err(ServerError::folder(built))?;
    fs::rename(built, path).map_err(ServerError::folder(path))?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent).and_then(|folder| folder.sync_all()).map_err(ServerError::folder(parent))
}
