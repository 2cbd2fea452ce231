//! Reading and applying what was given on the page: by the request itself when it is little, by a job when it is much.
//!
//! The job is put down in any case: if this program dies in between, another takes the work up and starts it over.

use std::{
    io::{Seek, SeekFrom, Write},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use bytes::Bytes;
use futures_util::TryStreamExt;
use preau_blob::rows;
use preau_bus::Subject;
use preau_db::{Tx, jobs};
use preau_kernel::{Kind, Problem, Result, RosterId, Timestamp};
use preau_roster::{Counts, Mapping, propose_mapping};
use preau_web::Ctx;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{
    apply::Writing,
    elsewhere, kept,
    known::From,
    lines,
    look::{Choices, Look},
    owner,
    reading::{Outcome, Progress, Source},
    store::{self, Entry, GivenFile, State},
};

/// Files up to so many bytes together are read and applied while the browser waits.
const AT_ONCE: i64 = 2 << 20;
/// When the job steps in for a request that died.
const SAFETY: time::Duration = time::Duration::minutes(2);
/// Problems that are kept for the page.
const PROBLEMS: usize = 500;

/// What was found out, for the page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Summary {
    /// Counts of learners, guardians, staff, spaces: new, changed, leaving, doubtful, unchanged.
    pub(super) counts: [[u64; 5]; 4],
    pub(super) problems: Vec<Wrong>,
    /// How many problems there were in all.
    pub(super) problem_count: usize,
    /// Tables whose columns must be explained.
    pub(super) tables: Vec<Table>,
    /// Nothing differs.
    pub(super) nothing: bool,
    /// What applying it changed, and undoing it kept.
    pub(super) applied: Value,
}

/// Something wrong, still without its sentence.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[schema(as = RosterProblem)]
pub(super) struct Wrong {
    /// Where.
    pub(super) file: String,
    /// From 1; 0 if it is about the whole file.
    pub(super) line: u64,
    /// From 1; 0 if it is about the whole line.
    pub(super) column: u64,
    /// Stable.
    pub(super) code: String,
    /// Names and values for the sentence.
    #[schema(value_type = Vec<Vec<String>>)]
    pub(super) args: Vec<(String, String)>,
}

/// A table whose columns must be explained: its heading, first rows, and a guess.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Table {
    pub(super) seq: i64,
    pub(super) name: String,
    pub(super) headers: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) guess: Mapping,
}

impl Entry {
    pub(super) fn new(id: RosterId, state: State, by: Option<preau_kernel::PersonId>, now: Timestamp) -> Self {
        let (stamp, summary, choices) = (String::new(), json!({}), json!({}));
        Self { id, state, by_person: by, made_at: now, changed_at: now, done: 0, total: 0, stamp, summary, choices }
    }

    pub(super) fn summary(&self) -> Summary {
        serde_json::from_value(self.summary.clone()).unwrap_or_default()
    }

    pub(super) fn choices(&self) -> Choices {
        serde_json::from_value(self.choices.clone()).unwrap_or_default()
    }
}

/// Puts the files down as a new roster and reads them, or leaves that to a job. They are blobs already.
pub(super) async fn give(ctx: &Ctx, by: Option<preau_kernel::PersonId>, files: &[GivenFile]) -> Result<RosterId> {
    let now = ctx.clock.now();
    let mut entry = Entry::new(ctx.id(), State::Reading, by, now);
    entry.total = files.iter().map(|file| file.size).sum();
    let mut tx = ctx.db.begin().await?;
    store::insert(&mut tx, &entry).await?;
    for file in files {
        rows::keep(&mut tx, file.blob, owner(entry.id), now).await?;
        store::insert_file(&mut tx, entry.id, file).await?;
    }
    plan(ctx, &mut tx, "people.roster-read", &entry).await?;
    tx.commit().await?;
    if entry.total <= AT_ONCE {
        read(ctx, entry.id).await?;
    }
    Ok(entry.id)
}

/// Reads the files again: after columns were explained, or because somebody asks for it.
pub(super) async fn again(ctx: &Ctx, entry: &Entry, mut tx: Tx) -> Result<()> {
    if !store::step(&mut tx, entry.id, entry.state, State::Reading, ctx.clock.now()).await? {
        return Err(elsewhere());
    }
    plan(ctx, &mut tx, "people.roster-read", entry).await?;
    tx.commit().await?;
    if entry.total <= AT_ONCE { read(ctx, entry.id).await } else { Ok(()) }
}

/// Begins to apply what was looked at.
pub(super) async fn begin(ctx: &Ctx, entry: &Entry) -> Result<()> {
    let mut tx = ctx.db.begin().await?;
    if !store::step(&mut tx, entry.id, State::Asked, State::Applying, ctx.clock.now()).await? {
        return Err(elsewhere());
    }
    plan(ctx, &mut tx, "people.roster-apply", entry).await?;
    tx.commit().await?;
    if entry.total <= AT_ONCE { apply(ctx, entry.id).await } else { Ok(()) }
}

async fn plan(ctx: &Ctx, tx: &mut Tx, job: &str, entry: &Entry) -> Result<()> {
    let now = ctx.clock.now();
    let when = if entry.total <= AT_ONCE { now + SAFETY } else { now };
    Ok(jobs::put(tx, ctx.id(), job, None, json!({ "roster": entry.id }), when).await?)
}

/// Reads the files of a roster and keeps its difference. Does nothing if it is not waiting for that.
pub(super) async fn read(ctx: &Ctx, id: RosterId) -> Result<()> {
    let Some(entry) = reading(ctx, id, State::Reading).await? else { return Ok(()) };
    let sources = sources(ctx, &store::files(&ctx.db, id).await?).await?;
    let progress = Arc::new(Progress::default());
    let reading = super::read(ctx, sources, progress.clone());
    tokio::pin!(reading);
    let outcome = loop {
        tokio::select! {
            outcome = &mut reading => break outcome?,
            () = tokio::time::sleep(Duration::from_secs(1)) => note(ctx, &entry, &progress).await?,
        }
    };
    if progress.stop.load(Ordering::Relaxed) {
        return Ok(());
    }
    let (state, stamp, summary, lines) = found(ctx, &entry, outcome).await?;
    let mut tx = ctx.db.begin().await?;
    let summary = serde_json::to_value(summary).map_err(Problem::internal)?;
    store::forget_lines(&mut tx, id).await?;
    store::put(&mut tx, &lines).await?;
    let goes_on = store::set_summary(&mut tx, id, &stamp, &summary).await?
        && store::step(&mut tx, id, State::Reading, state, ctx.clock.now()).await?;
    if !goes_on {
        return Ok(tx.rollback().await?);
    }
    tx.commit().await?;
    wake(ctx).await;
    Ok(())
}

async fn reading(ctx: &Ctx, id: RosterId, state: State) -> Result<Option<Entry>> {
    Ok(store::entry(&ctx.db, id).await?.filter(|entry| entry.state == state))
}

/// Writes down how far the reading is, and stops it if somebody gave it up.
pub(super) async fn note(ctx: &Ctx, entry: &Entry, progress: &Progress) -> Result<()> {
    let done = i64::try_from(progress.done.load(Ordering::Relaxed)).unwrap_or(i64::MAX).min(entry.total);
    let mut tx = ctx.db.begin().await?;
    if !store::progress(&mut tx, entry.id, done).await? {
        progress.stop.store(true, Ordering::Relaxed);
    }
    tx.commit().await?;
    wake(ctx).await;
    Ok(())
}

/// What comes of a reading: the next state, the stamp, the summary, the lines.
async fn found(
    ctx: &Ctx,
    entry: &Entry,
    outcome: Outcome,
) -> Result<(State, String, Summary, Vec<super::tables::Line>)> {
    let mut summary = Summary::default();
    if !outcome.refused.is_empty() {
        summary.problems(outcome.refused.iter());
        return Ok((State::Refused, String::new(), summary, Vec::new()));
    }
    if !outcome.unmapped.is_empty() {
        summary.tables =
            outcome.unmapped.iter().filter_map(|(position, preview)| table(&outcome, *position, preview)).collect();
        return Ok((State::Mapping, String::new(), summary, Vec::new()));
    }
    let choices = Choices::default();
    let look = Look::at(From::Db(&ctx.db), outcome.roster, &choices).await?;
    let kept = kept(ctx, From::Db(&ctx.db), &look, &choices).await?;
    summary.problems(look.roster.problems.iter().chain(&look.difference.problems));
    let row = |counts: Counts| [counts.new, counts.changed, counts.leaving, counts.doubtful, counts.unchanged];
    summary.counts = lines::counts(&look).map(row);
    summary.nothing = look.difference.is_empty();
    Ok((State::Asked, look.stamp.clone(), summary, lines::lines(&look, &kept, entry.id)))
}

fn table(outcome: &Outcome, position: usize, preview: &preau_roster::Preview) -> Option<Table> {
    Some(Table {
        seq: i64::try_from(position).ok()?,
        name: outcome.sources.get(position)?.name.clone(),
        guess: propose_mapping(&preview.headers, &preview.rows).mapping,
        headers: preview.headers.clone(),
        rows: preview.rows.iter().take(3).cloned().collect(),
    })
}

impl Summary {
    fn problems<'a>(&mut self, problems: impl Iterator<Item = &'a preau_roster::Problem>) {
        for problem in problems {
            self.problem_count += 1;
            if self.problems.len() < PROBLEMS {
                self.problems.push(Wrong {
                    file: problem.file.clone(),
                    line: problem.line,
                    column: problem.column,
                    code: problem.code.as_str().to_owned(),
                    args: problem.args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
                });
            }
        }
    }
}

/// The files, taken out of the blobs into nameless files of the data folder.
async fn sources(ctx: &Ctx, files: &[GivenFile]) -> Result<Vec<Source>> {
    let mut sources = Vec::with_capacity(files.len());
    for given in files {
        let mut body = ctx.blobs.get(given.blob, None).await?;
        let mut file = tempfile::tempfile_in(&ctx.folder).map_err(unwritable)?;
        while let Some(piece) = body.try_next().await? {
            file = tokio::task::spawn_blocking(move || append(file, &piece)).await.map_err(Problem::internal)??;
        }
        file.seek(SeekFrom::Start(0)).map_err(unwritable)?;
        let mapping = given.mapping.clone().and_then(|mapping| serde_json::from_value(mapping).ok());
        sources.push(Source { name: given.name.clone(), file, mapping });
    }
    Ok(sources)
}

fn append(mut file: std::fs::File, piece: &Bytes) -> Result<std::fs::File> {
    file.write_all(piece).map_err(unwritable)?;
    Ok(file)
}

fn unwritable(error: std::io::Error) -> Problem {
    let full = error.kind() == std::io::ErrorKind::StorageFull;
    let problem =
        if full { Problem::new(Kind::Quota, "disk-full") } else { Problem::new(Kind::Unavailable, "unwritable") };
    problem.with("error", &error).caused_by(error)
}

/// Applies a roster that somebody told to apply. Does nothing if it is not waiting for that.
pub(super) async fn apply(ctx: &Ctx, id: RosterId) -> Result<()> {
    let Some(entry) = reading(ctx, id, State::Applying).await? else { return Ok(()) };
    let outcome = super::read(ctx, sources(ctx, &store::files(&ctx.db, id).await?).await?, Arc::default()).await?;
    let applied = write(ctx, &entry, outcome).await;
    if let Err(problem) = &applied {
        tracing::warn!(roster = %id, %problem, "a roster was not applied");
        let mut tx = ctx.db.begin().await?;
        let back = if problem.code == "roster-differs" { State::Reading } else { State::Asked };
        if store::step(&mut tx, id, State::Applying, back, ctx.clock.now()).await? && back == State::Reading {
            plan(ctx, &mut tx, "people.roster-read", &entry).await?;
        }
        tx.commit().await?;
        if back == State::Reading && entry.total <= AT_ONCE {
            read(ctx, id).await?;
        }
    }
    wake(ctx).await;
    applied
}

async fn write(ctx: &Ctx, entry: &Entry, outcome: Outcome) -> Result<()> {
    let differs = || Problem::new(Kind::Conflict, "roster-differs");
    if !outcome.refused.is_empty() || !outcome.unmapped.is_empty() {
        return Err(differs());
    }
    let choices = entry.choices();
    let mut tx = ctx.db.begin().await?;
    store::lock(&mut tx).await?;
    let look = Look::at(From::Tx(&mut tx), outcome.roster, &choices).await?;
    if look.stamp != entry.stamp {
        tx.rollback().await?;
        return Err(differs());
    }
    let now = ctx.clock.now();
    let applied = Writing::begin(ctx, &mut tx, entry.id, entry.by_person).await?.write(&look, &choices).await?;
    let mut summary = entry.summary();
    summary.applied = serde_json::to_value(applied).map_err(Problem::internal)?;
    let summary = serde_json::to_value(summary).map_err(Problem::internal)?;
    store::set_applied(&mut tx, entry.id, &summary).await?;
    rows::release(&mut tx, owner(entry.id), now).await?;
    // Somebody may have given it up meanwhile: then all of this is for nothing.
    if !store::step(&mut tx, entry.id, State::Applying, State::Applied, now).await? {
        tx.rollback().await?;
        return Err(elsewhere());
    }
    Ok(tx.commit().await?)
}

/// Gives a roster up, whatever it waits for.
pub(super) async fn cancel(ctx: &Ctx, entry: &Entry) -> Result<()> {
    let now = ctx.clock.now();
    let mut tx = ctx.db.begin().await?;
    let open = [State::Reading, State::Mapping, State::Asked, State::Refused, State::Applying];
    if !open.contains(&entry.state) || !store::step(&mut tx, entry.id, entry.state, State::Cancelled, now).await? {
        tx.rollback().await?;
        return Err(elsewhere());
    }
    rows::release(&mut tx, owner(entry.id), now).await?;
    store::forget_lines(&mut tx, entry.id).await?;
    tx.commit().await?;
    wake(ctx).await;
    Ok(())
}

/// Wakes the pages that look at the administration; without, they see it at their next look.
async fn wake(ctx: &Ctx) {
    let Ok(Some(institution)) = crate::store::spaces::institution(&ctx.db).await else { return };
    let Ok(subject) = Subject::space(institution, "people.roster") else { return };
    if let Err(error) = ctx.bus.publish(&subject, Bytes::new()).await {
        tracing::warn!(%error, "nobody was woken");
    }
}
