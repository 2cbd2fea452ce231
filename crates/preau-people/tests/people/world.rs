//! A small school to test on.

use std::sync::Arc;

use async_trait::async_trait;
use preau_db::{Engine, Migration, Tx};
use preau_kernel::{Actor, PersonId, PersonKind, Result, Role, SpaceId, SpaceKind};
use preau_people::{
    People, Person, Settings,
    acts::{self, Act, NewPerson, NewSpace},
    model::{Address, Guardianship},
    policy::{self, InstitutionVerb, PersonVerb, SpaceVerb},
    store::Viewer,
};
use preau_testkit::{TestApp, Visitor};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles};

/// The journal's tables, which the wiring brings.
struct Journal;

#[async_trait]
impl Service for Journal {
    fn name(&self) -> &'static str {
        "journal"
    }
    fn migrations(&self) -> &'static [Migration] {
        preau_journal::MIGRATIONS
    }
    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        preau_journal::TEXTS
    }
    fn verbs(&self) -> &'static [VerbRoles] {
        &[]
    }
    fn routes(&self) -> Routes {
        Routes::new()
    }
    async fn export(&self, _: &Ctx, _: Subject, _: &mut Archive) -> Result<()> {
        Ok(())
    }
    async fn import(&self, _: &Ctx, _: &mut Tx, _: &ArchiveReader) -> Result<()> {
        Ok(())
    }
    async fn erase(&self, _: &Ctx, _: &mut Tx, _: PersonId) -> Result<()> {
        Ok(())
    }
    async fn checks(&self, _: &Ctx) -> Result<Vec<Check>> {
        Ok(Vec::new())
    }
}

/// The application with nobody in it.
pub(super) async fn empty(engine: Engine) -> TestApp {
    let people = People::default();
    TestApp::start(engine, vec![Box::new(Journal), Box::new(people.clone())], Arc::new(people)).await
}

/// A school with two classes, two teachers, a head, and the families of Léa and Sami.
pub(super) struct School {
    pub(super) app: TestApp,
    pub(super) admin: Person,
    pub(super) head: Person,
    pub(super) auditor: Person,
    pub(super) benali: Person,
    pub(super) moreau: Person,
    pub(super) lea: Person,
    pub(super) sami: Person,
    pub(super) tom: Person,
    pub(super) claire: Person,
    pub(super) paul: Person,
    pub(super) amina: Person,
    pub(super) class_4b: SpaceId,
    pub(super) other_class: SpaceId,
}

impl School {
    pub(super) async fn open(engine: Engine) -> Self {
        let app = empty(engine).await;
        let mut maker = Maker { app: &app };
        maker.found().await;
        let admin = maker.person(PersonKind::Staff, "Ada", "Ministre").await;
        let head = maker.person(PersonKind::Staff, "Diane", "Recteur").await;
        let auditor = maker.person(PersonKind::Staff, "Odile", "Compte").await;
        let benali = maker.person(PersonKind::Staff, "Nadia", "BENALI").await;
        let moreau = maker.person(PersonKind::Staff, "Julien", "MOREAU").await;
        let lea = maker.reachable(PersonKind::Learner, "Léa", "MARTIN", "3 rue de la Mère, Saint-Ouen").await;
        let sami = maker.person(PersonKind::Learner, "Sami", "HADDAD").await;
        let tom = maker.person(PersonKind::Learner, "Tom", "PETIT").await;
        let claire = maker.reachable(PersonKind::Guardian, "Claire", "MARTIN", "3 rue de la Mère, Saint-Ouen").await;
        let paul = maker.reachable(PersonKind::Guardian, "Paul", "MARTIN", "8 quai du Père, Pantin").await;
        let amina = maker.person(PersonKind::Guardian, "Amina", "HADDAD").await;
        for (person, office) in [(&admin, Role::Owner), (&head, Role::Manager), (&auditor, Role::Auditor)] {
            maker.office(person.id, Some(office)).await;
        }
        let class_4b = maker.space("4e B").await;
        let other_class = maker.space("6e A").await;
        maker.member(class_4b, benali.id, Role::Manager).await;
        maker.member(other_class, moreau.id, Role::Manager).await;
        for (space, child) in [(class_4b, &lea), (class_4b, &sami), (other_class, &tom)] {
            maker.member(space, child.id, Role::Member).await;
        }
        for (guardian, child) in [(&claire, &lea), (&paul, &lea), (&amina, &sami)] {
            maker.guardianship(guardianship(guardian.id, child.id)).await;
        }
        Self { app, admin, head, auditor, benali, moreau, lea, sami, tom, claire, paul, amina, class_4b, other_class }
    }

    pub(super) fn maker(&self) -> Maker<'_> {
        Maker { app: &self.app }
    }

    pub(super) fn actor(&self, person: &Person) -> Actor {
        let office = [(&self.admin, Role::Owner), (&self.head, Role::Manager), (&self.auditor, Role::Auditor)];
        let office = office.into_iter().find(|(holder, _)| holder.id == person.id).map(|(_, role)| role);
        self.app.signed_in(person.id, person.kind, office)
    }

    pub(super) fn as_(&self, person: &Person) -> Visitor {
        self.app.visitor_as(self.actor(person))
    }
}

/// A guardianship without limits.
pub(super) fn guardianship(guardian: PersonId, child: PersonId) -> Guardianship {
    Guardianship {
        guardian,
        child,
        legal_rank: Some(1),
        contact: true,
        pick_up: true,
        kinship: "parent".to_owned(),
        no_record: false,
        no_contact: false,
        no_pick_up: false,
        limited_from: None,
        limited_until: None,
        limit_reason: None,
        source: "hand".to_owned(),
        since: "2020-03-16T17:00:00Z".parse().unwrap(),
        ended_at: None,
    }
}

/// Puts things into the school as Préau itself.
pub(super) struct Maker<'a> {
    pub(super) app: &'a TestApp,
}

macro_rules! acting {
    ($self:ident, $act:ident, $body:expr) => {{
        let ctx = $self.app.ctx();
        let mut tx = ctx.db.begin().await.unwrap();
        let mut $act = Act::new(ctx, &mut tx, &Actor::System);
        let done = $body.await.unwrap();
        tx.commit().await.unwrap();
        done
    }};
}

impl Maker<'_> {
    pub(super) async fn found(&mut self) -> SpaceId {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Administer).unwrap();
        let name = "Collège Louise-Michel".to_owned();
        let settings = Settings { name, year: "2019-2020".to_owned(), ..Settings::default() };
        acting!(self, act, acts::found(&mut act, &proof, settings))
    }

    pub(super) async fn person(&mut self, kind: PersonKind, given: &str, family: &str) -> Person {
        self.add(NewPerson::named(kind, given, family)).await
    }

    pub(super) async fn reachable(&mut self, kind: PersonKind, given: &str, family: &str, street: &str) -> Person {
        let number = format!("06 00 00 {} {}", given.len(), street.len());
        let mail = format!("{}@example.org", given.to_lowercase());
        let address = Address { lines: vec![street.to_owned()], city: "Saint-Ouen".to_owned(), ..Address::default() };
        let (phone, email, address) = (Some(number), Some(mail), Some(address));
        self.add(NewPerson { phone, email, address, ..NewPerson::named(kind, given, family) }).await
    }

    pub(super) async fn add(&mut self, new: NewPerson) -> Person {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
        acting!(self, act, acts::add_person(&mut act, &proof, new, &[]))
    }

    pub(super) async fn office(&mut self, person: PersonId, office: Option<Role>) {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Administer).unwrap();
        acting!(self, act, acts::set_office(&mut act, &proof, person, office));
    }

    pub(super) async fn space(&mut self, name: &str) -> SpaceId {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
        let new = NewSpace {
            code: Some(name.replace("e ", "")),
            year: Some("2019-2020".to_owned()),
            ..NewSpace::named(SpaceKind::Class, name)
        };
        acting!(self, act, acts::open_space(&mut act, &proof, new)).id
    }

    pub(super) async fn member(&mut self, space: SpaceId, person: PersonId, role: Role) {
        let viewer = Viewer::new(&Actor::System, self.app.ctx().clock.now());
        let db = &self.app.ctx().db;
        let (proof, _) = policy::space(db, &Actor::System, &viewer, SpaceVerb::Invite, space).await.unwrap();
        let new = acts::members::NewMember { person, role, label: None, until: None, source: "hand" };
        acting!(self, act, acts::members::set_member(&mut act, &proof, new));
    }

    pub(super) async fn guardianship(&mut self, it: Guardianship) {
        let viewer = Viewer::new(&Actor::System, self.app.ctx().clock.now());
        let db = &self.app.ctx().db;
        let proof = policy::person(db, &Actor::System, &viewer, PersonVerb::Change, it.child).await.unwrap();
        acting!(self, act, acts::families::set_guardianship(&mut act, &proof, it));
    }
}
