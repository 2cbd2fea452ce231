//! An institution to import into, and ways to look at it whole.

use std::{collections::BTreeMap, io::Write, sync::Arc};

use preau_db::{Engine, tables};
use preau_kernel::{Actor, PersonId, PersonKind, Role};
use preau_roster::fixtures;
use preau_testkit::{Reply, Tables, TestApp, Visitor};
use preau_web::{App, Ctx, Service};
use serde_json::Value;
use time::macros::date;

use crate::{
    People, Person, Settings,
    acts::{self, Act, NewPerson},
    policy::{self, InstitutionVerb},
    roster::{Report, Source, store::Entry},
};

/// The journal's tables, which the wiring brings.
const JOURNAL: Tables = Tables { migrations: preau_journal::MIGRATIONS, texts: preau_journal::TEXTS };

/// What comes and goes with each import, whether it changes anything or not.
const PASSING: [&str; 11] = [
    "roster",
    "roster_file",
    "roster_line",
    "roster_change",
    "roster_heading",
    "blob",
    "blob_ref",
    "job",
    "outbox",
    "journal_entry",
    "journal_state",
];

pub(super) struct School {
    pub(super) app: TestApp,
    pub(super) secretary: Visitor,
    pub(super) me: Person,
}

impl School {
    /// An institution with a secretary and nobody else, on the day of the fixtures.
    pub(super) async fn open(engine: Engine) -> Self {
        let people = People::default();
        let app = TestApp::start(engine, vec![Box::new(JOURNAL), Box::new(people.clone())], Arc::new(people)).await;
        app.clock.advance(fixtures::TODAY - date!(2020 - 03 - 16));
        let proof = policy::institution(&Actor::System, InstitutionVerb::Administer).unwrap();
        let run = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
        let settings = Settings { name: "École".to_owned(), year: "2026-2027".to_owned(), ..Settings::default() };
        let ctx = app.ctx().clone();
        let mut tx = ctx.db.begin().await.unwrap();
        let mut act = Act::new(&ctx, &mut tx, &Actor::System);
        acts::found(&mut act, &proof, settings).await.unwrap();
        let new = NewPerson::named(PersonKind::Staff, "Ada", "Secrétaire");
        let me = acts::add_person(&mut act, &run, new, &[]).await.unwrap();
        tx.commit().await.unwrap();
        app.settle().await;
        let secretary = app.visitor_as(app.signed_in(me.id, PersonKind::Staff, Some(Role::Manager)));
        Self { app, secretary, me }
    }

    pub(super) fn ctx(&self) -> &Ctx {
        self.app.ctx()
    }

    /// Gives files on the page; the address of the roster.
    pub(super) async fn give(&self, files: &[(String, Vec<u8>)]) -> String {
        let reply = self.post(files).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
        reply.location().to_owned()
    }

    pub(super) async fn post(&self, files: &[(String, Vec<u8>)]) -> Reply {
        let files: Vec<_> = files.iter().map(|(name, bytes)| ("files", name.as_str(), bytes.as_slice())).collect();
        self.secretary.post_files("/admin/roster", &files).await
    }

    /// Gives files and applies them, with these answers; the address of the roster.
    pub(super) async fn import(&self, files: &[(String, Vec<u8>)], answers: &[(&str, &str)]) -> String {
        let address = self.give(files).await;
        let page = self.secretary.get(&address).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let reply = self.secretary.post(&format!("{address}/apply"), answers).await;
        assert_eq!(reply.status, 303, "{} {}", reply.body, self.entry(&address).await.summary);
        self.app.clock.advance(time::Duration::minutes(1));
        address
    }

    pub(super) async fn entry(&self, address: &str) -> Entry {
        let id = address.rsplit('/').next().unwrap().parse().unwrap();
        crate::roster::store::entry(&self.ctx().db, id).await.unwrap().unwrap()
    }

    /// All tables as text, but those that pass.
    pub(super) async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let steps = App::migrations(&[Box::new(JOURNAL) as Box<dyn Service>, Box::new(People::default())]);
        let mut reading = tables::Reading::begin(&self.ctx().db).await.unwrap();
        let mut dump = BTreeMap::new();
        for table in reading.tables(&steps).await.unwrap() {
            if PASSING.contains(&table.name.as_str()) || table.name.starts_with("journal") {
                continue;
            }
            let mut rows: Vec<String> = Vec::new();
            let mut after: Option<Vec<preau_db::Value>> = None;
            loop {
                let batch = reading.batch(&table, after.as_deref()).await.unwrap();
                let Some(last) = batch.last() else { break };
                after = Some(last[..table.key].to_vec());
                rows.extend(batch.iter().map(|row| tables::to_json(row).to_string()));
            }
            dump.insert(table.name, rows);
        }
        dump
    }

    /// Events that wait to be told, by name.
    pub(super) async fn events(&self) -> Vec<String> {
        let list = preau_db::sql!((String,), "SELECT name FROM outbox WHERE done_at IS NULL ORDER BY name LIMIT 10000");
        self.ctx().db.all(list, &[]).await.unwrap().into_iter().map(|(name,)| name).collect()
    }

    /// Everybody, by name as it is shown.
    pub(super) async fn people(&self) -> BTreeMap<String, Person> {
        let mut all = BTreeMap::new();
        crate::store::persons::all(&self.ctx().db, |person: Person| {
            all.insert(person.name.clone(), person);
            Ok(())
        })
        .await
        .unwrap();
        all
    }

    /// Names of the spaces that somebody is in now.
    pub(super) async fn spaces(&self, person: PersonId) -> Vec<String> {
        let now = self.ctx().clock.now();
        let all = crate::store::spaces::spaces_of(&self.ctx().db, person, now).await.unwrap();
        all.into_iter().map(|space| space.name).collect()
    }

    pub(super) async fn dry_run(&self, files: &[(String, Vec<u8>)]) -> Report {
        crate::roster::dry_run(self.ctx(), sources(files), "en").await.unwrap()
    }
}

pub(super) fn sources(files: &[(String, Vec<u8>)]) -> Vec<Source> {
    let source = |(name, bytes): &(String, Vec<u8>)| {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        Source { name: name.clone(), file, mapping: None }
    };
    files.iter().map(source).collect()
}

/// A small ONDE file of pupils.
pub(super) fn onde(rows: &str) -> Vec<(String, Vec<u8>)> {
    let heading = "Nom élève;Prénom élève;Date naissance;Sexe;INE;Libellé classe;Autorisation photo\n";
    vec![("CSVExtraction.csv".to_owned(), format!("{heading}{rows}").into_bytes())]
}

/// What differs between two dumps, for people.
pub(super) fn assert_same(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>, what: &str) {
    for (table, rows) in before {
        let now = &after[table];
        let gone: Vec<_> = rows.iter().filter(|row| !now.contains(row)).take(3).collect();
        let new: Vec<_> = now.iter().filter(|row| !rows.contains(row)).take(3).collect();
        assert!(gone.is_empty() && new.is_empty() && rows.len() == now.len(), "{what}: {table}: -{gone:#?} +{new:#?}");
    }
}

pub(super) fn doubt_names(body: &str) -> Vec<String> {
    let parts = body.split("name=\"d").skip(1).filter_map(|part| part.split('"').next());
    let mut names: Vec<String> = parts.map(|seq| format!("d{seq}")).collect();
    names.dedup();
    names
}

/// The count that a program is given.
pub(super) fn count(json: &Value, kind: &str, what: &str) -> u64 {
    json[kind][what].as_u64().unwrap_or_else(|| panic!("{json}"))
}
