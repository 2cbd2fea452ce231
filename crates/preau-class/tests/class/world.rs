//! The school with class life in it.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use preau_class::Class;
use preau_db::{Engine, Tx};
use preau_kernel::{CalendarEntry, Result};
use preau_notices::Notices;
use preau_people::Tabs;
use preau_signin::Signin;
pub(crate) use preau_testkit::School;
use preau_testkit::{Reply, TestApp, no_school};
use preau_web::{Archive, ArchiveReader, Ctx, Service, Subject, ports};
use uuid::Uuid;

/// What class life put into the calendar; the calendar itself is tested in its own crate, both together in `tests/`.
#[derive(Default, Clone)]
pub(crate) struct Dates(Arc<Mutex<Vec<CalendarEntry>>>);

impl Dates {
    pub(crate) fn all(&self) -> Vec<CalendarEntry> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl ports::Calendar for Dates {
    async fn put(&self, ctx: &Ctx, tx: &mut Tx, entry: &CalendarEntry) -> Result<()> {
        self.remove(ctx, tx, entry.source, entry.thing).await?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(entry.clone());
        Ok(())
    }

    async fn remove(&self, _ctx: &Ctx, _tx: &mut Tx, source: &'static str, thing: Uuid) -> Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|it| (it.source, it.thing) != (source, thing));
        Ok(())
    }
}

fn services(dates: &Dates) -> Vec<Box<dyn Service>> {
    vec![Box::new(Signin::new()), Box::new(Notices::default()), Box::new(class(dates))]
}

fn class(dates: &Dates) -> Class {
    Class::new(Arc::new(dates.clone()), Tabs::new(preau_class::TABS))
}

/// The school, and what it put into the calendar.
pub(crate) async fn open(engine: Engine) -> (School, Dates) {
    let dates = Dates::default();
    (School::open_with(engine, services(&dates)).await, dates)
}

/// Takes everything out, reads it into an empty institution, takes it out again, and compares.
pub(crate) async fn comes_back_whole(engine: Engine, school: &School) {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    exported(&school.app, Subject::All, first.path()).await;
    let other = no_school(engine, services(&Dates::default())).await;
    other.app.import(&ArchiveReader::open(first.path()).unwrap()).await.unwrap();
    exported(&other, Subject::All, second.path()).await;
    assert_eq!(everything(first.path()), everything(second.path()));
}

async fn exported(app: &TestApp, subject: Subject, to: &std::path::Path) {
    app.app.export(subject, Archive::create(to, subject).unwrap()).await.unwrap();
}

/// What class life puts into an archive, as one text.
pub(crate) async fn archive(school: &School, subject: Subject) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path(), subject).unwrap();
    class(&Dates::default()).export(school.app.ctx(), subject, &mut archive).await.unwrap();
    archive.finish().unwrap();
    everything(folder.path())
}

fn everything(folder: &std::path::Path) -> String {
    let archive = ArchiveReader::open(folder).unwrap();
    let files = archive.files("class/");
    let text = |path: &str| String::from_utf8_lossy(&std::fs::read(folder.join(path)).unwrap()).into_owned();
    files.map(|path| path.to_owned() + "\n" + &text(path)).collect()
}

/// The form was accepted; where it led.
pub(crate) fn accepted(reply: &Reply) -> &str {
    assert_eq!(reply.status, 303, "{}", reply.body);
    assert!(!reply.location().starts_with("/sign-in"), "nobody is signed in");
    reply.location()
}
