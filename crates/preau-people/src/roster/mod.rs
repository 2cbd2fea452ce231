//! Applying a roster: files in, a difference in plain language, one transaction, and a way back.
//!
//! **The way of a roster.** Files are given on the page and kept as blobs. Reading them ([`reading`]) and comparing
//! them with what the institution knows ([`known`], [`look`]) gives a difference, told line by line ([`lines`]).
//! Somebody looks at it, answers what is doubtful, and applies it ([`apply`]) in one transaction that also keeps how
//! to undo it ([`undo`]). The files are read a second time for that: what is applied is compared inside the
//! transaction, and if it is no longer what was looked at, it is shown again instead.
//!
//! **What rosters said is kept** beside what the rows hold (`roster_person`, `roster_tie`, `roster_space`). So the
//! same file twice changes nothing, and what a hand corrected is never overwritten silently ([`face`], [`decide`]).
//! Somebody made by hand whom a roster then brings is a person of that roster from then on, and may leave by it.
//!
//! **A killed reading or application leaves nothing**: a reading writes its lines in one transaction at its end, an
//! application is one transaction, and the job that stands behind each starts it over.
//!
//! Files, differences and the way back are forgotten after [`KEPT`].
//!
//! **To add a field**: a column of [`face`], and its sentence `roster-field-…`.

mod apply;
mod decide;
mod face;
mod known;
mod lines;
mod look;
mod migration;
mod pages;
mod reading;
mod report;
mod store;
mod tables;
#[cfg(test)]
mod tests;
mod undo;
mod work;

use std::sync::Arc;

use preau_blob::rows;
use preau_db::Tx;
use preau_kernel::{Kind, PersonId, Problem, Result, RosterId};
use preau_web::{Ctx, Routes};
use time::Duration;

pub(crate) use migration::MIGRATION;
pub use reading::Source;
pub use report::{Report, Tally, Wrong};

use self::{
    apply::Writing,
    decide::{At, Spaces},
    known::From,
    look::{Choices, Look},
    reading::{Expected, Outcome, Progress},
    store::{Entry, State},
};

/// The sentences of this part and of the problems that reading tells.
pub(crate) const TEXTS: &[(&str, &str)] = &[
    ("fr", include_str!("../../locales/roster.fr.ftl")),
    ("en", include_str!("../../locales/roster.en.ftl")),
    preau_roster::LOCALES[0],
    preau_roster::LOCALES[1],
];

/// How long files, differences and the way back are kept.
pub const KEPT: Duration = Duration::days(30);

/// The job that forgets them, once a day.
pub(crate) const FORGETTING: (&str, i64) = ("people.roster-forget", 24 * 3600);

/// The addresses of this part.
pub(crate) fn routes() -> Routes {
    pages::routes()
}

/// Does a job whose name begins with `people.roster-`.
pub(crate) async fn run(ctx: &Ctx, name: &str, payload: &serde_json::Value) -> Result<()> {
    let id = payload["roster"].as_str().and_then(|text| text.parse::<RosterId>().ok());
    match (name, id) {
        ("people.roster-read", Some(id)) => work::read(ctx, id).await,
        ("people.roster-apply", Some(id)) => work::apply(ctx, id).await,
        ("people.roster-forget", _) => forget_old(ctx).await,
        _ => Err(Problem::internal(format!("nobody does the job {name:?}"))),
    }
}

/// Forgets what rosters said of a person, and all differences and undoings that may name them.
pub(crate) async fn erase(tx: &mut Tx, person: PersonId) -> Result<()> {
    Ok(store::forget_person(tx, person).await?)
}

/// Forgets rosters that are older than [`KEPT`].
async fn forget_old(ctx: &Ctx) -> Result<()> {
    let now = ctx.clock.now();
    loop {
        let mut tx = ctx.db.begin().await?;
        let old = store::old(&mut tx, now - KEPT).await?;
        for (id,) in &old {
            rows::release(&mut tx, owner(*id), now).await?;
            store::forget(&mut tx, *id).await?;
        }
        tx.commit().await?;
        if old.is_empty() {
            return Ok(());
        }
    }
}

/// What keeps the files of a roster.
fn owner(id: RosterId) -> rows::Owner {
    rows::Owner { service: "people.roster", id: id.uuid() }
}

/// What the files must be.
async fn expected(ctx: &Ctx) -> Result<Expected> {
    let settings = crate::store::settings::settings(&ctx.db).await?;
    let institution = Some(settings.code).filter(|code| crate::model::is_uai(code));
    Ok(Expected { today: ctx.clock.now().date(), institution })
}

/// Reads files; those whose columns were explained before are read by that.
async fn read(ctx: &Ctx, sources: Vec<Source>, progress: Arc<Progress>) -> Result<Outcome> {
    let expected = expected(ctx).await?;
    let mut outcome = reading::read(sources, expected.clone(), progress.clone()).await?;
    let mut explained = false;
    for (position, preview) in &outcome.unmapped {
        let mapping = store::remembered(&ctx.db, &reading::heading(&preview.headers)).await?;
        let mapping = mapping.and_then(|mapping| serde_json::from_value(mapping).ok());
        if let (Some(mapping), Some(source)) = (mapping, outcome.sources.get_mut(*position)) {
            source.mapping = Some(mapping);
            explained = true;
        }
    }
    if explained {
        outcome = reading::read(outcome.sources, expected, progress).await?;
    }
    Ok(outcome)
}

/// Says what files would change, and changes nothing. If a file is refused, the report says which and why, and counts
/// nobody. `lang` is the language of the sentences.
pub async fn dry_run(ctx: &Ctx, sources: Vec<Source>, lang: &str) -> Result<Report> {
    let outcome = read(ctx, sources, Arc::default()).await?;
    let mut report = Report::of_reading(&outcome, &ctx.texts, lang);
    if report.refused.is_empty() {
        let choices = Choices::default();
        let look = Look::at(From::Db(&ctx.db), outcome.roster, &choices).await?;
        let kept = kept(ctx, From::Db(&ctx.db), &look, &choices).await?;
        report.count(&look, &kept, &ctx.texts, lang);
    }
    Ok(report)
}

/// Applies files in one transaction: all of it or nothing. Whoever is doubtful is left out, what a hand changed stays,
/// and the report lists both. If a file is refused nothing is changed. `by` is none for the command line.
pub async fn apply(ctx: &Ctx, sources: Vec<Source>, by: Option<PersonId>, lang: &str) -> Result<Report> {
    let outcome = read(ctx, sources, Arc::default()).await?;
    let mut report = Report::of_reading(&outcome, &ctx.texts, lang);
    if !report.refused.is_empty() {
        return Ok(report);
    }
    let choices = Choices::default();
    let mut tx = ctx.db.begin().await?;
    store::lock(&mut tx).await?;
    let look = Look::at(From::Tx(&mut tx), outcome.roster, &choices).await?;
    let kept = kept(ctx, From::Tx(&mut tx), &look, &choices).await?;
    report.count(&look, &kept, &ctx.texts, lang);
    if look.difference.is_empty() {
        tx.rollback().await?;
        return Ok(report);
    }
    let entry = Entry::new(ctx.id(), State::Applied, by, ctx.clock.now());
    store::insert(&mut tx, &entry).await?;
    Writing::begin(ctx, &mut tx, entry.id, by).await?.write(&look, &choices).await?;
    tx.commit().await?;
    report.applied = true;
    Ok(report)
}

/// What a hand had changed, and stays.
async fn kept(ctx: &Ctx, from: From<'_>, look: &Look, choices: &Choices) -> Result<Vec<decide::Decision>> {
    let spaces = Spaces::of(look, &*ctx.clock, &*ctx.entropy);
    let (clock, entropy) = (&*ctx.clock, &*ctx.entropy);
    let at = At { now: clock.now(), clock, entropy, spaces: &spaces, room: None };
    look.kept(from, choices, &at).await
}

/// A roster that does not stand where the act needs it.
fn elsewhere() -> Problem {
    Problem::new(Kind::Conflict, "roster-moved-on")
}
