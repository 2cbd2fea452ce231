//! The way out: a folder of open files with a manifest, written by every service and read back.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufRead, BufReader, BufWriter, Read, Write},
    path::{Component, Path, PathBuf},
    pin::pin,
};

use bytes::Bytes;
use futures_util::{Stream, TryStreamExt};
use preau_kernel::{Kind, PersonId, Problem, Result, SpaceId};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The form of the archive; raised when a reader of the old one would misread the new one.
const FORM: u32 = 1;
/// The file that lists the others.
const MANIFEST: &str = "manifest.json";

/// Of whom or what an archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// One person's own data.
    Person(PersonId),
    /// One space with all in it.
    Space(SpaceId),
    /// The whole institution.
    All,
}

#[derive(Serialize, Deserialize)]
struct Manifest {
    form: u32,
    preau: String,
    subject: Subject,
    /// Path below the folder, and BLAKE3 hash of the content.
    files: BTreeMap<String, String>,
}

/// An archive being written. It is not one until [`finish`](Archive::finish) wrote the manifest.
pub struct Archive {
    folder: PathBuf,
    manifest: Manifest,
}

impl Archive {
    /// Begins an archive in a folder that is empty or missing.
    pub fn create(folder: &Path, subject: Subject) -> Result<Self> {
        fs::create_dir_all(folder).map_err(|error| unwritable(&error))?;
        if fs::read_dir(folder).map_err(|error| unwritable(&error))?.next().is_some() {
            return Err(Problem::new(Kind::Conflict, "folder-not-empty").with("folder", folder.display()));
        }
        let manifest =
            Manifest { form: FORM, preau: env!("CARGO_PKG_VERSION").to_owned(), subject, files: BTreeMap::new() };
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    /// Writes a file. `path` is relative, with `/`, and stays below the folder.
    pub fn file(&mut self, path: &str, mut content: impl Read) -> Result<()> {
        let mut file = self.begin(path)?;
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = content.read(&mut buffer).map_err(|error| unwritable(&error))?;
            let Some(part) = buffer.get(..read).filter(|part| !part.is_empty()) else { break };
            file.write(part)?;
        }
        self.end(path, file)
    }

    /// Writes a file as it comes, a blob for instance.
    pub async fn stream(&mut self, path: &str, content: impl Stream<Item = Result<Bytes>> + Send) -> Result<()> {
        let mut file = self.begin(path)?;
        let mut content = pin!(content);
        while let Some(part) = content.try_next().await? {
            file.write(&part)?;
        }
        self.end(path, file)
    }

    fn begin(&self, path: &str) -> Result<Begun> {
        let to = below(&self.folder, path)?;
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).map_err(|error| unwritable(&error))?;
        }
        let file = BufWriter::new(File::create_new(&to).map_err(|error| unwritable(&error))?);
        Ok(Begun { file, hasher: blake3::Hasher::new() })
    }

    fn end(&mut self, path: &str, Begun { mut file, hasher }: Begun) -> Result<()> {
        file.flush().and_then(|()| file.get_ref().sync_all()).map_err(|error| unwritable(&error))?;
        self.manifest.files.insert(path.to_owned(), hasher.finalize().to_hex().to_string());
        Ok(())
    }

    /// Writes records as JSON lines (one JSON object a line, UTF-8).
    pub fn records<T: Serialize>(&mut self, path: &str, records: impl IntoIterator<Item = T>) -> Result<()> {
        let mut lines = Vec::new();
        for record in records {
            serde_json::to_writer(&mut lines, &record).map_err(Problem::internal)?;
            lines.push(b'\n');
        }
        self.file(path, lines.as_slice())
    }

    /// Writes the manifest, last: what has none is not an archive.
    pub fn finish(self) -> Result<()> {
        let json = serde_json::to_vec_pretty(&self.manifest).map_err(Problem::internal)?;
        let temporary = self.folder.join(".manifest");
        fs::write(&temporary, json).map_err(|error| unwritable(&error))?;
        File::open(&temporary).and_then(|file| file.sync_all()).map_err(|error| unwritable(&error))?;
        fs::rename(&temporary, self.folder.join(MANIFEST)).map_err(|error| unwritable(&error))
    }
}

/// A file of an archive, being written.
struct Begun {
    file: BufWriter<File>,
    hasher: blake3::Hasher,
}

impl Begun {
    fn write(&mut self, part: &[u8]) -> Result<()> {
        self.hasher.update(part);
        self.file.write_all(part).map_err(|error| unwritable(&error))
    }
}

/// An archive to read, whose every file was found to be what the manifest says.
pub struct ArchiveReader {
    folder: PathBuf,
    manifest: Manifest,
}

impl ArchiveReader {
    /// Opens an archive and checks all of it.
    pub fn open(folder: &Path) -> Result<Self> {
        let damaged = |path: &str| Problem::new(Kind::Invalid, "archive-damaged").with("file", path);
        let json = fs::read(folder.join(MANIFEST)).map_err(|error| damaged(MANIFEST).caused_by(error))?;
        let manifest: Manifest = serde_json::from_slice(&json).map_err(|error| damaged(MANIFEST).caused_by(error))?;
        if manifest.form != FORM {
            return Err(Problem::new(Kind::Invalid, "archive-form").with("form", manifest.form));
        }
        for (path, expected) in &manifest.files {
            let mut hasher = blake3::Hasher::new();
            let file = File::open(below(folder, path)?).map_err(|error| damaged(path).caused_by(error))?;
            hasher.update_reader(file).map_err(|error| damaged(path).caused_by(error))?;
            if hasher.finalize().to_hex().as_str() != expected {
                return Err(damaged(path));
            }
        }
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    /// Of whom or what it is.
    pub fn subject(&self) -> Subject {
        self.manifest.subject
    }

    /// The files whose path begins with `prefix`.
    pub fn files<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.manifest.files.keys().map(String::as_str).filter(move |path| path.starts_with(prefix))
    }

    /// Opens a file.
    pub fn file(&self, path: &str) -> Result<File> {
        let damaged =
            |error: io::Error| Problem::new(Kind::Invalid, "archive-damaged").with("file", path).caused_by(error);
        File::open(below(&self.folder, path)?).map_err(damaged)
    }

    /// Reads records, one by one, up to the first that can't be read; none if the archive has no such file.
    pub fn records<T: DeserializeOwned>(&self, path: &str) -> Result<impl Iterator<Item = Result<T>>> {
        let there = self.manifest.files.contains_key(path);
        let lines = there.then(|| self.file(path)).transpose()?.map(|file| BufReader::new(file).lines());
        let path = path.to_owned();
        let mut whole = true;
        Ok(lines.into_iter().flatten().map_while(move |line| {
            let record = line.map_err(serde_json::Error::io).and_then(|line| serde_json::from_str(&line));
            let before = whole;
            whole &= record.is_ok();
            let damaged = |error| Problem::new(Kind::Invalid, "archive-damaged").with("file", &path).caused_by(error);
            before.then(|| record.map_err(damaged))
        }))
    }
}

/// Joins, refusing whatever would leave the folder.
fn below(folder: &Path, path: &str) -> Result<PathBuf> {
    let plain = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    if !plain || path.is_empty() || path.contains(['\\', '\0']) {
        return Err(Problem::new(Kind::Invalid, "archive-damaged").with("file", path));
    }
    Ok(folder.join(path))
}

fn unwritable(error: &io::Error) -> Problem {
    let full = error.kind() == io::ErrorKind::StorageFull;
    let problem =
        if full { Problem::new(Kind::Quota, "disk-full") } else { Problem::new(Kind::Unavailable, "unwritable") };
    problem.with("error", error)
}
