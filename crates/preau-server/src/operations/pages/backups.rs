//! `/admin/backups`: the copies that are there, one more, and whether they could be restored.

use std::sync::Arc;

use askama::Template;
use axum::{Extension, extract::Path};
use preau_kernel::Problem;
use preau_web::{Answer, App, Said, View, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    backup::keep::{self, Kept},
    config::Config,
    operations::{
        backups::{Desk, Doing, Done, TRIED, Work},
        policy::{self, Verb},
    },
};

const HERE: &str = "/admin/backups";

/// The copies that are there.
#[derive(Serialize, ToSchema)]
pub(super) struct BackupsAnswer {
    /// The newest first.
    backups: Vec<Line>,
    /// Whether one is being made or tried.
    busy: bool,
}

/// A copy.
#[derive(Serialize, ToSchema)]
#[schema(as = Backup)]
struct Line {
    /// Its folder's name.
    name: String,
    /// When it was begun.
    at: preau_kernel::Timestamp,
    /// Rows in it.
    rows: u64,
    /// Blobs in it.
    blobs: u64,
    /// Whether it was restored into a temporary folder, and all was there.
    tried: bool,
}

impl From<Kept> for Line {
    fn from(kept: Kept) -> Self {
        Self {
            name: kept.name(),
            at: kept.manifest.at,
            rows: kept.manifest.rows(),
            blobs: kept.manifest.blobs,
            tried: kept.folder.join(TRIED).is_file(),
        }
    }
}

#[derive(Template)]
#[template(path = "backups.html")]
struct Page {
    view: View,
    lines: Vec<Line>,
    work: Work,
    may_keep: bool,
    folder: String,
    scheduled: bool,
}

impl Page {
    /// The sentence of what is being done.
    fn doing(&self) -> Option<String> {
        let (doing, since) = self.work.doing.as_ref()?;
        let key = if *doing == Doing::Backup { "backup-doing" } else { "trial-doing" };
        Some(self.view.t1(key, "since", self.view.moment(since)))
    }

    /// The sentence of how the last one ended, and whether well.
    fn done(&self) -> Option<(String, bool)> {
        Some(match self.work.done.as_ref()? {
            Done::Made => (self.view.t("backup-done"), true),
            Done::Tried(trial) if trial.is_good() => {
                let said = self.view.t2("trial-good", "rows", trial.rows, "persons", trial.persons);
                (said, true)
            }
            Done::Tried(trial) => (self.view.t1("problem-trial-failed", "what", trial.bad.join(", ")), false),
            Done::Failed(code) => {
                (self.view.t1("backup-failed", "why", self.view.t(&format!("problem-{code}"))), false)
            }
        })
    }
}

pub(super) async fn list(
    visit: Visit,
    Extension(config): Extension<Arc<Config>>,
    Extension(desk): Extension<Arc<Desk>>,
) -> Answer {
    policy::prove(&visit.actor, Verb::Watch)?;
    let lines: Vec<Line> = keep::list(&config.backup_folder()).into_iter().map(Line::from).collect();
    let work = desk.work();
    if visit.json {
        return visit.json(&BackupsAnswer { backups: lines, busy: work.doing.is_some() });
    }
    let view = visit.view().await?;
    visit.page(&Page {
        may_keep: policy::prove(&visit.actor, Verb::Keep).is_ok(),
        folder: config.backup_folder().display().to_string(),
        scheduled: config.backups.scheduled,
        view,
        lines,
        work,
    })
}

pub(super) async fn make(
    visit: Visit,
    Extension(app): Extension<App>,
    Extension(config): Extension<Arc<Config>>,
    Extension(desk): Extension<Arc<Desk>>,
) -> Answer {
    policy::prove(&visit.actor, Verb::Keep)?;
    record(&visit, "backup.make").await?;
    desk.back_up(app, config)?;
    visit.go_and_say(HERE, &Said::new("backup-begun"))
}

pub(super) async fn attempt(
    visit: Visit,
    Path(name): Path<String>,
    Extension(app): Extension<App>,
    Extension(config): Extension<Arc<Config>>,
    Extension(desk): Extension<Arc<Desk>>,
) -> Answer {
    policy::prove(&visit.actor, Verb::Keep)?;
    // Found in the list, not joined to a path: a name can't lead elsewhere.
    let kept = keep::list(&config.backup_folder()).into_iter().find(|kept| kept.name() == name);
    let kept = kept.ok_or_else(Problem::not_found)?;
    record(&visit, "backup.restore").await?;
    desk.attempt(&app, config, kept.folder)?;
    visit.go_and_say(HERE, &Said::new("trial-begun"))
}

async fn record(visit: &Visit, verb: &'static str) -> preau_kernel::Result<()> {
    let ctx = &visit.ctx;
    let mut tx = ctx.db.begin().await?;
    let entry = preau_journal::Entry::new(verb, visit.actor.person(), ctx.clock.now());
    preau_journal::record(&mut tx, &entry, &*ctx.entropy).await?;
    Ok(tx.commit().await?)
}
