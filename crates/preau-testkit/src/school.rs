//! A small school to test services on.

use std::sync::Arc;

use preau_db::Engine;
use preau_kernel::{Actor, PersonId, PersonKind, Role, SpaceId, SpaceKind};
use preau_people::{
    People, Person, Settings,
    acts::{self, Act, NewPerson, NewSpace},
    model::{Address, Guardianship},
    policy::{self, InstitutionVerb, PersonVerb, SpaceVerb},
    store::Viewer,
};
use preau_web::Service;

use crate::{Tables, TestApp, Visitor};

/// The journal's tables, which the wiring brings.
const JOURNAL: Tables = Tables { migrations: preau_journal::MIGRATIONS, texts: preau_journal::TEXTS };

/// The application with nobody in it: the people, and the services under test.
pub async fn no_school(engine: Engine, extra: Vec<Box<dyn Service>>) -> TestApp {
    let people = People::default();
    let mut services: Vec<Box<dyn Service>> = vec![Box::new(JOURNAL), Box::new(people.clone())];
    services.extend(extra);
    TestApp::start(engine, services, Arc::new(people)).await
}

/// A school with two classes, two teachers, a head, and the families of Léa and Sami.
pub struct School {
    /// The application.
    pub app: TestApp,
    /// The administrator.
    pub admin: Person,
    /// The head.
    pub head: Person,
    /// Reads the journal, sees no space.
    pub auditor: Person,
    /// Leads 4e B.
    pub benali: Person,
    /// Leads 6e A, of which nobody of 4e B is.
    pub moreau: Person,
    /// Pupil of 4e B; Claire and Paul answer for her and live apart.
    pub lea: Person,
    /// Pupil of 4e B; Amina answers for him.
    pub sami: Person,
    /// Pupil of 6e A; nobody answers for him here.
    pub tom: Person,
    /// Léa’s mother.
    pub claire: Person,
    /// Léa’s father.
    pub paul: Person,
    /// Sami’s mother.
    pub amina: Person,
    /// 4e B.
    pub class_4b: SpaceId,
    /// 6e A.
    pub other_class: SpaceId,
}

impl School {
    /// Opens the school with the people's service alone.
    pub async fn open(engine: Engine) -> Self {
        Self::open_with(engine, Vec::new()).await
    }

    /// Opens the school with the services under test.
    pub async fn open_with(engine: Engine, services: Vec<Box<dyn Service>>) -> Self {
        let app = no_school(engine, services).await;
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

    /// Whoever puts things into the school, as Préau itself.
    pub fn maker(&self) -> Maker<'_> {
        Maker { app: &self.app }
    }

    /// Somebody as an actor, signed in.
    pub fn actor(&self, person: &Person) -> Actor {
        let office = [(&self.admin, Role::Owner), (&self.head, Role::Manager), (&self.auditor, Role::Auditor)];
        let office = office.into_iter().find(|(holder, _)| holder.id == person.id).map(|(_, role)| role);
        self.app.signed_in(person.id, person.kind, office)
    }

    /// Somebody with a browser, signed in.
    pub fn as_(&self, person: &Person) -> Visitor {
        self.app.visitor_as(self.actor(person))
    }
}

/// A guardianship without limits.
pub fn guardianship(guardian: PersonId, child: PersonId) -> Guardianship {
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
        since: "2020-03-16T17:00:00Z".parse().expect("the school"),
        ended_at: None,
    }
}

/// Puts things into the school as Préau itself.
pub struct Maker<'a> {
    /// The application.
    pub app: &'a TestApp,
}

macro_rules! acting {
    ($self:ident, $act:ident, $body:expr) => {{
        let ctx = $self.app.ctx();
        let mut tx = ctx.db.begin().await.expect("the school");
        let mut $act = Act::new(ctx, &mut tx, &Actor::System);
        let done = $body.await.expect("the school");
        tx.commit().await.expect("the school");
        done
    }};
}

impl Maker<'_> {
    /// Founds the institution.
    pub async fn found(&mut self) -> SpaceId {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Administer).expect("the school");
        let name = "Collège Louise-Michel".to_owned();
        let settings = Settings { name, year: "2019-2020".to_owned(), ..Settings::default() };
        acting!(self, act, acts::found(&mut act, &proof, settings))
    }

    /// Adds a person.
    pub async fn person(&mut self, kind: PersonKind, given: &str, family: &str) -> Person {
        self.add(NewPerson::named(kind, given, family)).await
    }

    /// Adds a person with telephone, e-mail and address.
    pub async fn reachable(&mut self, kind: PersonKind, given: &str, family: &str, street: &str) -> Person {
        let number = format!("06 00 00 {} {}", given.len(), street.len());
        let mail = format!("{}@example.org", given.to_lowercase());
        let address = Address { lines: vec![street.to_owned()], city: "Saint-Ouen".to_owned(), ..Address::default() };
        let (phone, email, address) = (Some(number), Some(mail), Some(address));
        self.add(NewPerson { phone, email, address, ..NewPerson::named(kind, given, family) }).await
    }

    /// Adds a person with particulars.
    pub async fn add(&mut self, new: NewPerson) -> Person {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Run).expect("the school");
        acting!(self, act, acts::add_person(&mut act, &proof, new, &[]))
    }

    /// Gives or takes an office.
    pub async fn office(&mut self, person: PersonId, office: Option<Role>) {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Administer).expect("the school");
        acting!(self, act, acts::set_office(&mut act, &proof, person, office));
    }

    /// Opens a class.
    pub async fn space(&mut self, name: &str) -> SpaceId {
        let proof = policy::institution(&Actor::System, InstitutionVerb::Run).expect("the school");
        let new = NewSpace {
            code: Some(name.replace("e ", "")),
            year: Some("2019-2020".to_owned()),
            ..NewSpace::named(SpaceKind::Class, name)
        };
        acting!(self, act, acts::open_space(&mut act, &proof, new)).id
    }

    /// Puts somebody into a space.
    pub async fn member(&mut self, space: SpaceId, person: PersonId, role: Role) {
        let viewer = Viewer::new(&Actor::System, self.app.ctx().clock.now());
        let db = &self.app.ctx().db;
        let (proof, _) =
            policy::space(db, &Actor::System, &viewer, SpaceVerb::Invite, space).await.expect("the school");
        let new = acts::members::NewMember { person, role, label: None, until: None, source: "hand" };
        acting!(self, act, acts::members::set_member(&mut act, &proof, new));
    }

    /// Makes somebody answer for a child.
    pub async fn guardianship(&mut self, it: Guardianship) {
        let viewer = Viewer::new(&Actor::System, self.app.ctx().clock.now());
        let db = &self.app.ctx().db;
        let proof =
            policy::person(db, &Actor::System, &viewer, PersonVerb::Change, it.child).await.expect("the school");
        acting!(self, act, acts::families::set_guardianship(&mut act, &proof, it));
    }
}
