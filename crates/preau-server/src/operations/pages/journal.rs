//! `/admin/journal`: the record of sensitive acts, for the administrator and the auditor. Reading it is such an act.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Query;
use preau_journal::{Entry, EntryId, Filter, VERBS, verb_key};
use preau_kernel::{PersonId, Timestamp};
use preau_web::{Answer, Said, View, Visit};
use serde::Deserialize;
use serde_json::json;

use crate::operations::{
    policy::{self, Verb},
    store,
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
    let person = if asked.login.trim().is_empty() { None } else { store::person_by_login(db, &asked.login).await? };
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
    let mut names = HashMap::new();
    let mut lines = Vec::new();
    for entry in &found.entries {
        lines.push(Line {
            at: entry.at,
            actor: name(&visit, &mut names, entry.actor).await?.unwrap_or_else(|| view.t("journal-preau")),
            verb: view.t(&verb_key(&entry.verb)),
            subject: name(&visit, &mut names, entry.subject).await?.unwrap_or_default(),
        });
    }
    let verbs =
        VERBS.iter().flat_map(|(_, verbs)| *verbs).map(|verb| (verb.name, view.t(&verb_key(verb.name)))).collect();
    let next = found.next.map(|after| asked.next(after));
    let checkpoint = preau_journal::newest(db).await?;
    visit.page(&Page { view, asked, verbs, lines, next, checkpoint, nobody })
}

/// What somebody is called; a short form of the id for someone who was erased.
async fn name(
    visit: &Visit,
    names: &mut HashMap<PersonId, String>,
    id: Option<PersonId>,
) -> preau_kernel::Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    if let Some(name) = names.get(&id) {
        return Ok(Some(name.clone()));
    }
    let called = store::called(&visit.ctx.db, id).await?;
    let name = called.map_or_else(|| id.to_string().chars().take(8).collect(), |called| called.name);
    names.insert(id, name.clone());
    Ok(Some(name))
}

pub(super) async fn verify(visit: Visit) -> Answer {
    policy::prove(&visit.actor, Verb::Audit)?;
    let report = preau_journal::verify(&visit.ctx.db, &[]).await?;
    if visit.json {
        return visit.json(&json!(report));
    }
    let said = match &report.fault {
        None => Said::new("journal-sound")
            .with("size", report.size)
            .with("checkpoints", report.checkpoints)
            .with("erased", report.erased)
            .with("root", report.root),
        Some(fault) => Said::new("problem-journal-unsound").with("what", fault),
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
