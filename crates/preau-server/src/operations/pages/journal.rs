//! `/admin/journal`: the record of sensitive acts, for the administrator and the auditor. Reading it is such an act.

use askama::Template;
use axum::extract::Query;
use preau_journal::{Body, Entry, EntryId, Filter, VERBS, verb_key};
use preau_kernel::{PersonId, Timestamp};
use preau_people::store as people_store;
use preau_web::{Answer, Said, View, Visit};
use serde::Deserialize;

use crate::{
    error::misfit,
    operations::policy::{self, Verb},
};

/// What the form sends; empty means "any".
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    verb: String,
    #[serde(default)]
    login: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    after: Option<EntryId>,
}

impl Asked {
    /// The first moment of a day `YYYY-MM-DD`, in UTC as the journal is.
    fn day(text: &str) -> Option<Timestamp> {
        format!("{text}T00:00:00Z").parse().ok()
    }

    /// The address of the next page.
    fn next(&self, after: EntryId) -> String {
        let after = after.to_string();
        let pairs =
            [("verb", &self.verb), ("login", &self.login), ("from", &self.from), ("to", &self.to), ("after", &after)];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        format!("/admin/journal?{query}")
    }
}

struct Line {
    at: Timestamp,
    actor: String,
    verb: String,
    subject: String,
}

#[derive(Template)]
#[template(path = "journal.html")]
struct Page {
    view: View,
    asked: Asked,
    verbs: Vec<(&'static str, String)>,
    lines: Vec<Line>,
    next: Option<String>,
    checkpoint: Option<String>,
    nobody: bool,
}

pub(super) async fn page(visit: Visit, Query(asked): Query<Asked>) -> Answer {
    policy::prove(&visit.actor, Verb::Audit)?;
    let db = &visit.ctx.db;
    let person = match asked.login.trim() {
        "" => None,
        login => people_store::person_by_login(db, login).await?.map(|person| person.id),
    };
    let nobody = person.is_none() && !asked.login.trim().is_empty();
    let filter = Filter {
        verb: Some(asked.verb.clone()).filter(|verb| !verb.is_empty()),
        person: person.or_else(|| nobody.then(|| visit.ctx.id())),
        space: None,
        from: Asked::day(&asked.from),
        before: Asked::day(&asked.to).map(|day| day + time::Duration::DAY),
    };
    let found = preau_journal::all(db, &filter, asked.after).await?;
    record(&visit, "journal.read").await?;
    if visit.json {
        return visit.json(&found);
    }
    let view = visit.view().await?;
    let people: Vec<PersonId> = found.entries.iter().flat_map(|entry| [entry.actor, entry.subject]).flatten().collect();
    let names = people_store::names(db, &people).await?;
    // Of someone who was erased, the beginning of the id is left.
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_else(|| id.to_string().chars().take(8).collect());
    let line = |entry: &Body| Line {
        at: entry.at,
        actor: entry.actor.map_or_else(|| view.t("journal-preau"), name),
        verb: view.t(&verb_key(&entry.verb)),
        subject: entry.subject.map(name).unwrap_or_default(),
    };
    let lines = found.entries.iter().map(line).collect();
    let verbs =
        VERBS.iter().flat_map(|(_, verbs)| *verbs).map(|verb| (verb.name, view.t(&verb_key(verb.name)))).collect();
    let next = found.next.map(|after| asked.next(after));
    let checkpoint = preau_journal::newest(db).await?;
    visit.page(&Page { view, asked, verbs, lines, next, checkpoint, nobody })
}

pub(super) async fn verify(visit: Visit) -> Answer {
    policy::prove(&visit.actor, Verb::Audit)?;
    let report = preau_journal::verify(&visit.ctx.db, &[]).await?;
    if visit.json {
        return visit.json(&report);
    }
    let said = match &report.fault {
        None => Said::new("journal-sound")
            .with("size", report.size)
            .with("checkpoints", report.checkpoints)
            .with("erased", report.erased)
            .with("root", report.root),
        Some(fault) => misfit(fault)
            .into_iter()
            .fold(Said::new("problem-journal-unsound"), |said, (name, value)| said.with(name, value)),
    };
    visit.go_and_say("/admin/journal", &said)
}

async fn record(visit: &Visit, verb: &'static str) -> preau_kernel::Result<()> {
    let ctx = &visit.ctx;
    let mut tx = ctx.db.begin().await?;
    let entry = Entry::new(verb, visit.actor.person(), ctx.clock.now());
    preau_journal::record(&mut tx, &entry, &*ctx.entropy).await?;
    Ok(tx.commit().await?)
}
