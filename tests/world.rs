//! A small school with everybody in it about whom a rule says something, on the real services.
//!
//! Class 4e B has Léa and Sami. Léa's parents are separated: Claire sees her, a court keeps Paul from her record. The
//! others are there to be refused: a colleague with no class, another class's teacher, pupil and mother, an auditor.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use preau_db::{
    Engine, Migration, Tx,
    tables::{self, Reading, Sum, Table},
};
use preau_kernel::{Actor, Decision, PersonId, PersonKind, Role, SpaceId, SpaceKind, SystemEntropy};
use preau_people::{
    People,
    acts::{self, Act, NewPerson, families, members},
    model::{Address, Guardianship, Settings},
    policy::{self, InstitutionVerb, PersonVerb, SpaceVerb},
};
use preau_server::{config::Config, wiring};
use preau_signin::Signin;
use preau_testkit::{TestApp, Visitor};
use preau_web::{App, Ctx};
use serde_json::{Map, Value};
use time::macros::date;
use tokio::sync::OnceCell;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "quatre mots sans rapport";

/// The school.
pub(crate) struct World {
    pub(crate) app: TestApp,
    /// Everybody by login.
    pub(crate) people: BTreeMap<&'static str, PersonId>,
    /// 4e B.
    pub(crate) class: SpaceId,
    /// 3e A, of whom nobody of 4e B is.
    pub(crate) other: SpaceId,
    steps: Vec<Migration>,
    /// What tables there are: it takes longer to find out than to read them all.
    known: OnceCell<Vec<Table>>,
    visitors: Mutex<BTreeMap<String, Arc<Visitor>>>,
    _folder: tempfile::TempDir,
}

/// All rows of a table, by column.
pub(crate) type Rows = Vec<Map<String, Value>>;

/// The application that the server serves, with nothing in it, and the folder of its operations.
pub(crate) async fn empty(engine: Engine) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let backups = preau_server::config::Backups { scheduled: false, ..Default::default() };
    let config = Config { data: folder.path().to_owned(), backups, ..Config::default() };
    let (people, signin) = (People::new(wiring::tabs()), Signin::new());
    let services = wiring::all_services(&people, &signin, Arc::new(config));
    let app = TestApp::start_with(engine, services, wiring::shell(&people), Some(Arc::new(signin))).await;
    let ctx = app.ctx();
    let mut tx = ctx.db.begin().await.unwrap();
    // Not by the clock's and chance's test doubles: no two institutions have the same key.
    preau_journal::establish(&mut tx, "preau.test/journal", &SystemEntropy, ctx.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    (app, folder)
}

impl World {
    /// The school, open; everybody has a password.
    pub(crate) async fn open(engine: Engine) -> Self {
        let (app, folder) = empty(engine).await;
        let ctx = app.ctx().clone();
        let mut tx = ctx.db.begin().await.unwrap();
        let mut founding = Founding { ctx: &ctx, tx: &mut tx, people: BTreeMap::new() };
        let (class, other) = founding.school().await;
        let people = founding.people;
        tx.commit().await.unwrap();
        let everybody: Vec<PersonId> =
            people.iter().filter(|(login, _)| **login != "nour").map(|(_, id)| *id).collect();
        Signin::new().set_passwords(&ctx, &everybody, PASSWORD).await.unwrap();
        app.settle().await;
        let steps = App::migrations(app.app.services());
        Self { app, people, class, other, steps, known: OnceCell::new(), visitors: Mutex::default(), _folder: folder }
    }

    /// The id behind a login.
    pub(crate) fn id(&self, login: &str) -> PersonId {
        *self.people.get(login).unwrap_or_else(|| panic!("nobody is {login}"))
    }

    /// Somebody with a browser of their own, signed in with the password; the same at each call.
    pub(crate) async fn came(&self, login: &str) -> Arc<Visitor> {
        let known = self.visitors.lock().unwrap_or_else(PoisonError::into_inner).get(login).cloned();
        if let Some(visitor) = known {
            return visitor;
        }
        let visitor = self.app.visitor().with_header("user-agent", "Mozilla/5.0 (Android 14) Firefox/140.0");
        let reply = visitor.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!((reply.status, reply.location()), (303, "/"), "{login}: {}", reply.body);
        let visitor = Arc::new(visitor);
        self.visitors.lock().unwrap_or_else(PoisonError::into_inner).insert(login.to_owned(), visitor.clone());
        visitor
    }

    /// Closes somebody's browser: the next one signs in again.
    pub(crate) fn forget(&self, login: &str) {
        self.visitors.lock().unwrap_or_else(PoisonError::into_inner).remove(login);
    }

    /// What all tables hold, in short: two equal answers mean that nothing was changed.
    pub(crate) async fn sums(&self) -> BTreeMap<String, Sum> {
        let mut reading = Reading::begin(&self.app.ctx().db).await.unwrap();
        let mut sums = BTreeMap::new();
        let known = self.known.get_or_init(async || {
            let mut reading = Reading::begin(&self.app.ctx().db).await.unwrap();
            reading.tables(&self.steps).await.unwrap()
        });
        for table in known.await {
            sums.insert(table.name.clone(), reading.sum(table).await.unwrap());
        }
        sums
    }

    /// What all tables hold.
    pub(crate) async fn tables(&self) -> BTreeMap<String, Rows> {
        tables_of(self.app.ctx(), &self.steps).await
    }
}

/// What all tables hold.
pub(crate) async fn tables_of(ctx: &Ctx, steps: &[Migration]) -> BTreeMap<String, Rows> {
    let mut reading = Reading::begin(&ctx.db).await.unwrap();
    let mut all = BTreeMap::new();
    for table in reading.tables(steps).await.unwrap() {
        let mut rows = Rows::new();
        let mut batch = reading.batch(&table, None).await.unwrap();
        while let Some(last) = batch.last().cloned() {
            for row in &batch {
                let Value::Array(values) = tables::to_json(row) else { panic!("a row is an array") };
                rows.push(table.columns.iter().map(|column| column.name.clone()).zip(values).collect());
            }
            batch = if batch.len() < tables::BATCH {
                Vec::new()
            } else {
                reading.batch(&table, Some(last.get(..table.key).unwrap())).await.unwrap()
            };
        }
        all.insert(table.name.clone(), rows);
    }
    all
}

/// The text between two others.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after:?} in {rest}")).0
}

struct Founding<'a> {
    ctx: &'a Ctx,
    tx: &'a mut Tx,
    people: BTreeMap<&'static str, PersonId>,
}

impl Founding<'_> {
    async fn school(&mut self) -> (SpaceId, SpaceId) {
        let administering = policy::institution(&Actor::System, InstitutionVerb::Administer).unwrap();
        let settings =
            Settings { name: "Collège Louise-Michel".to_owned(), year: "2019-2020".to_owned(), ..Settings::default() };
        acts::found(&mut self.act(), &administering, settings).await.unwrap();
        for (login, given, family) in [
            ("direction", "Dominique", "Rochefort"),
            ("secretariat", "Sylvie", "Lepetit"),
            ("audit", "Hélène", "Faurisson"),
            ("m.colin", "Marc", "Colineau"),
            ("n.benali", "Nadia", "Benalissa"),
            ("j.moreau", "Jean", "Moreaulieu"),
        ] {
            self.person(PersonKind::Staff, login, given, family).await;
        }
        for (login, given, family) in [
            ("lea.martin", "Léa", "Martineau"),
            ("sami.haddad", "Sami", "Haddadène"),
            ("jules.roux", "Jules", "Rouxel"),
            ("nour", "Nour", "Sansclef"),
        ] {
            self.person(PersonKind::Learner, login, given, family).await;
        }
        for (login, given, family) in [
            ("claire.martin", "Claire", "Martineau"),
            ("paul.martin", "Paul", "Martineau"),
            ("amina.haddad", "Amina", "Haddadène"),
            ("ines.roux", "Inès", "Rouxel"),
        ] {
            self.person(PersonKind::Guardian, login, given, family).await;
        }
        for (login, office) in [("direction", Role::Owner), ("secretariat", Role::Manager), ("audit", Role::Auditor)] {
            let person = self.id(login);
            members::set_office(&mut self.act(), &administering, person, Some(office)).await.unwrap();
        }
        self.guards("claire.martin", "lea.martin", "mother", false).await;
        self.guards("paul.martin", "lea.martin", "father", true).await;
        self.guards("amina.haddad", "sami.haddad", "mother", false).await;
        self.guards("ines.roux", "jules.roux", "mother", false).await;
        let class = self.class("4e B", "n.benali", &["lea.martin", "sami.haddad"]).await;
        let other = self.class("3e A", "j.moreau", &["jules.roux", "nour"]).await;
        (class, other)
    }

    fn id(&self, login: &str) -> PersonId {
        *self.people.get(login).unwrap()
    }

    fn act(&mut self) -> Act<'_> {
        Act::new(self.ctx, self.tx, &Actor::System)
    }

    async fn person(&mut self, kind: PersonKind, login: &'static str, given: &str, family: &str) {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
        let mut new = NewPerson::named(kind, given, family);
        new.login = Some(login.to_owned());
        new.birth_date = (kind == PersonKind::Learner).then_some(date!(2006 - 05 - 04));
        if kind == PersonKind::Guardian {
            new.email = Some(format!("{login}@exemple.fr"));
            new.phone = Some(format!("06 55 55 {:02} 01", self.people.len()));
            let lines = vec![format!("{} rue {given}", self.people.len())];
            new.address =
                Some(Address { lines, postcode: "75011".to_owned(), city: "Paris".to_owned(), country: String::new() });
        }
        let identifier = format!("INE-{login}");
        let identifiers: &[(&str, &str)] = if kind == PersonKind::Learner { &[("ine", &identifier)] } else { &[] };
        let person = acts::add_person(&mut self.act(), &proof, new, identifiers).await.unwrap();
        self.people.insert(login, person.id);
    }

    async fn guards(&mut self, guardian: &str, child: &str, kinship: &str, barred: bool) {
        let it = Guardianship {
            guardian: self.id(guardian),
            child: self.id(child),
            legal_rank: Some(if barred { 2 } else { 1 }),
            contact: true,
            pick_up: !barred,
            kinship: kinship.to_owned(),
            no_record: barred,
            no_contact: barred,
            no_pick_up: barred,
            limited_from: barred.then_some(date!(2020 - 01 - 01)),
            limited_until: None,
            limit_reason: barred.then(|| "jugement du 12 décembre".to_owned()),
            source: "hand".to_owned(),
            since: self.ctx.clock.now(),
            ended_at: None,
        };
        let proof = Decision::Allow.prove(PersonVerb::Change, it.child).unwrap();
        families::set_guardianship(&mut self.act(), &proof, it).await.unwrap();
    }

    async fn class(&mut self, name: &str, teacher: &str, pupils: &[&str]) -> SpaceId {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
        let mut new = acts::NewSpace::named(SpaceKind::Class, name);
        new.year = Some("2019-2020".to_owned());
        let space = acts::open_space(&mut self.act(), &proof, new).await.unwrap().id;
        let all = std::iter::once((teacher, Role::Manager)).chain(pupils.iter().map(|login| (*login, Role::Member)));
        for (login, role) in all {
            let proof = Decision::Allow.prove(SpaceVerb::Invite, space).unwrap();
            let new = members::NewMember { person: self.id(login), role, label: None, until: None, source: "hand" };
            members::set_member(&mut self.act(), &proof, new).await.unwrap();
        }
        space
    }
}
