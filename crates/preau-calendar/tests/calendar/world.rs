//! The school with a calendar.

use preau_calendar::Calendar;
use preau_db::Engine;
use preau_notices::Notices;
use preau_people::Tabs;
use preau_signin::Signin;
pub(crate) use preau_testkit::School;
use preau_testkit::{Reply, TestApp, Visitor, no_school};
use preau_web::{Archive, ArchiveReader, Service, Subject};

fn services() -> Vec<Box<dyn Service>> {
    let calendar = Calendar::new(Tabs::new(preau_calendar::TABS));
    // Notices remember by which device somebody is woken: sign-in's table.
    vec![Box::new(Signin::new()), Box::new(Notices::default()), Box::new(calendar)]
}

/// The school. Its clock begins on Monday, the 16th of March 2020, in the evening.
pub(crate) async fn open(engine: Engine) -> School {
    School::open_with(engine, services()).await
}

/// Takes everything out, reads it into an empty institution, takes it out again, and compares.
pub(crate) async fn comes_back_whole(engine: Engine, school: &School) {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    exported(&school.app, Subject::All, first.path()).await;
    let other = no_school(engine, services()).await;
    other.app.import(&ArchiveReader::open(first.path()).unwrap()).await.unwrap();
    exported(&other, Subject::All, second.path()).await;
    assert_eq!(everything(first.path()), everything(second.path()));
}

async fn exported(app: &TestApp, subject: Subject, to: &std::path::Path) {
    app.app.export(subject, Archive::create(to, subject).unwrap()).await.unwrap();
}

/// What an archive holds of the calendar, as one text.
pub(crate) async fn archive(school: &School, subject: Subject) -> String {
    let folder = tempfile::tempdir().unwrap();
    exported(&school.app, subject, folder.path()).await;
    everything(folder.path())
}

fn everything(folder: &std::path::Path) -> String {
    let archive = ArchiveReader::open(folder).unwrap();
    let files = archive.files("calendar/");
    files.map(|path| path.to_owned() + "\n" + &std::fs::read_to_string(folder.join(path)).unwrap()).collect()
}

/// The form was accepted; where it led.
pub(crate) fn accepted(reply: &Reply) -> &str {
    assert_eq!(reply.status, 303, "{}", reply.body);
    assert!(!reply.location().starts_with("/sign-in"), "nobody is signed in");
    reply.location()
}

/// Makes an event of 4e B; its address.
pub(crate) async fn event(school: &School, more: &[(&str, &str)]) -> String {
    let fields = [&[("title", "Kermesse"), ("first", "2020-03-20")], more].concat();
    let reply = school.as_(&school.benali).post(&format!("/s/{}/calendar", school.class_4b), &fields).await;
    accepted(&reply).to_owned()
}

/// The text between two others.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after:?} in {rest}")).0
}

/// A page says everything in its language, and nothing by a style.
pub(crate) async fn is_said(visitor: &Visitor, path: &str) -> String {
    let reply = visitor.get(path).await;
    assert_eq!(reply.status, 200, "{path}: {}", reply.body);
    for key in [">calendar-", "\"calendar-", ">problem-", "style=\""] {
        assert!(!reply.body.contains(key), "{path} has {key}: {}", reply.body);
    }
    reply.body
}

/// A page with plain blanks, as it is read.
pub(crate) fn plain(body: &str) -> String {
    body.replace('\u{a0}', " ")
}
