//! Reading the files, off the threads that answer requests, with a way to see how far it is and to stop it.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use preau_kernel::{Problem, Result};
use preau_roster::{Code, Limits, Mapping, Options, Preview, Roster};
use time::Date;

/// Most files at once.
pub(super) const FILES: usize = 20;
/// Bytes of all files together: what [`Limits::file_bytes`] allows for one.
pub(super) fn total_limit() -> u64 {
    Limits::default().file_bytes
}

/// A file to read.
#[derive(Debug)]
pub struct Source {
    /// Its name, to tell problems by; nothing is opened by it.
    pub name: String,
    /// Its content.
    pub file: File,
    /// What the columns of an unknown table mean.
    pub mapping: Option<Mapping>,
}

/// How far a reading is, and whether to stop it.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// Bytes read so far; a file that is read twice counts twice.
    pub(super) done: AtomicU64,
    /// Set to stop.
    pub(super) stop: AtomicBool,
}

/// What the day and the institution allow.
#[derive(Debug, Clone)]
pub(super) struct Expected {
    pub(super) today: Date,
    pub(super) institution: Option<String>,
}

/// What reading all files gave. The roster counts only if no file was refused.
pub(super) struct Outcome {
    pub(super) roster: Roster,
    /// Why files were refused.
    pub(super) refused: Vec<preau_roster::Problem>,
    /// Tables whose columns nobody explained yet: position, heading and first rows.
    pub(super) unmapped: Vec<(usize, Preview)>,
    /// The files, to read them again.
    pub(super) sources: Vec<Source>,
}

/// Reads all files. The others are read even if one is refused, so that all that is wrong is told at once.
pub(super) async fn read(sources: Vec<Source>, expected: Expected, progress: Arc<Progress>) -> Result<Outcome> {
    tokio::task::spawn_blocking(move || read_all(sources, &expected, &progress)).await.map_err(Problem::internal)
}

fn read_all(mut sources: Vec<Source>, expected: &Expected, progress: &Progress) -> Outcome {
    let mut roster = Roster::new();
    let (mut refused, mut unmapped) = (Vec::new(), Vec::new());
    for (position, source) in sources.iter_mut().enumerate() {
        let options = Options {
            institution: expected.institution.clone(),
            mapping: source.mapping.clone(),
            ..Options::new(expected.today)
        };
        let mut watched = Watched { file: &mut source.file, progress };
        match preau_roster::read(&source.name, &mut watched, &options, &mut roster) {
            Ok(()) => {}
            Err(problem) if problem.code == Code::NeedsMapping => {
                match preau_roster::preview(&source.name, &mut watched, &options.limits) {
                    Ok(preview) => unmapped.push((position, preview)),
                    Err(problem) => refused.push(problem),
                }
            }
            Err(problem) => refused.push(problem),
        }
    }
    Outcome { roster, refused, unmapped, sources }
}

/// A file whose reading is counted and can be stopped.
struct Watched<'a> {
    file: &'a mut File,
    progress: &'a Progress,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.progress.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("stopped"));
        }
        let read = self.file.read(buffer)?;
        self.progress.done.fetch_add(u64::try_from(read).unwrap_or(0), Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Watched<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// What a table's heading is remembered by.
pub(super) fn heading(headers: &[String]) -> String {
    blake3::hash(headers.join("\u{1f}").as_bytes()).to_hex().to_string()
}

/// The last part of a file's name, without signs that only serve to deceive.
pub(super) fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|sign| !sign.is_control()).take(120).collect();
    if plain.trim().is_empty() { "?".to_owned() } else { plain }
}
