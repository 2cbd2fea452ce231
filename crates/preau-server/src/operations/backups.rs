//! Who makes backups in the running server: one at a time, by the clock or because somebody asked.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use preau_kernel::{Kind, Problem, Result, Timestamp};
use preau_web::App;

use crate::{
    ServerError,
    backup::{
        keep::{self, Kept},
        take::{self, Source},
        trial::{self, Trial},
    },
    config::Config,
    serve::FolderLock,
};

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_mins(10);

/// What is being done, and what was done last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Work {
    /// What is being done, and since when.
    pub(crate) doing: Option<(Doing, Timestamp)>,
    /// How the last one ended.
    pub(crate) done: Option<Done>,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    /// A backup.
    Backup,
    /// A trial of one.
    Trial,
}

/// How the last one ended.
#[derive(Debug, Clone)]
pub(crate) enum Done {
    /// A backup was made.
    Made,
    /// A backup was restored and all was well, or not.
    Tried(Box<Trial>),
    /// It could not be done; the problem's code and cause.
    Failed(String),
}

/// One desk: whoever comes second is told to wait.
#[derive(Debug, Default)]
pub(crate) struct Desk(Mutex<Work>);

impl Desk {
    fn lock(&self) -> MutexGuard<'_, Work> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is being done, and what was done last.
    pub(crate) fn work(&self) -> Work {
        self.lock().clone()
    }

    /// Starts a backup, and comes back at once.
    pub(crate) fn back_up(self: &Arc<Self>, app: App, config: Arc<Config>) -> Result<()> {
        self.start(Doing::Backup, app.ctx.clock.now(), async move {
            make(&app, &config).await?;
            Ok(Done::Made)
        })
    }

    /// Starts a trial of a backup, and comes back at once.
    pub(crate) fn attempt(self: &Arc<Self>, app: &App, config: Arc<Config>, folder: PathBuf) -> Result<()> {
        let app = app.clone();
        self.start(Doing::Trial, app.ctx.clock.now(), async move {
            let trial = trial::attempt(&folder, &app, &config).await?;
            let note = folder.join(TRIED);
            let json = serde_json::to_vec(&trial).map_err(Problem::internal)?;
            std::fs::write(&note, json).map_err(ServerError::folder(&note))?;
            Ok(Done::Tried(Box::new(trial)))
        })
    }

    fn start(
        self: &Arc<Self>,
        what: Doing,
        now: Timestamp,
        task: impl Future<Output = Result<Done>> + Send + 'static,
    ) -> Result<()> {
        let mut work = self.lock();
        if work.doing.is_some() {
            return Err(Problem::new(Kind::Conflict, "backup-busy"));
        }
        work.doing = Some((what, now));
        let desk = self.clone();
        tokio::spawn(async move {
            let done = task.await.unwrap_or_else(|problem| {
                tracing::error!(error = %crate::error::chain(&problem), "a backup or its trial failed");
                Done::Failed(problem.code.to_owned())
            });
            *desk.lock() = Work { doing: None, done: Some(done) };
        });
        Ok(())
    }

    /// Makes a backup whenever one is due, for as long as the task lives.
    pub(crate) async fn keep_watch(self: Arc<Self>, app: App, config: Arc<Config>) {
        loop {
            let now = app.ctx.clock.now();
            let newest = keep::list(&config.backup_folder()).first().map(|kept| kept.manifest.at);
            let hour = app.ctx.texts.zone().local(now).hour();
            let busy = self.work().doing.is_some();
            if !busy
                && is_worth_it(&app).await
                && keep::is_due(newest, now, hour)
                && let Err(error) = self.back_up(app.clone(), config.clone())
            {
                tracing::warn!(%error, "a backup that is due was not begun");
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

/// The file beside a backup's manifest that says how its trial went.
pub(crate) const TRIED: &str = "tried.json";

/// An institution that has not begun has nothing to keep.
async fn is_worth_it(app: &App) -> bool {
    preau_people::store::spaces::institution(&app.ctx.db).await.is_ok_and(|house| house.is_some())
}

/// Makes a backup in the configured folder, and lets go of those whose time is over.
async fn make(app: &App, config: &Config) -> Result<Kept> {
    let folder = config.backup_folder();
    // Another node of the same institution may have the same folder.
    let _lock = FolderLock::take(&folder)?;
    let before = keep::list(&folder).into_iter().next().map(|kept| kept.folder);
    let to = folder.join(take::name_of(app.ctx.clock.now()));
    let manifest = take::take(Source { app, before }, &to).await?;
    keep::prune(&folder, &config.backups)?;
    Ok(Kept { folder: to, manifest })
}
