//! A small school: a head, a secretary, two teachers, Léa and Sami of 4e B, Léa's parents and Sami's mother.

use std::sync::Arc;

use async_trait::async_trait;
use preau_db::{Db, Engine, Migration, Tx};
use preau_egress::Egress;
use preau_journal::Journal;
use preau_kernel::{Actor, Decision, PersonId, PersonKind, Result, Role, SpaceId, SpaceKind};
use preau_notices::{Bell, Notice, Notices, Urgency, Ways};
use preau_people::{
    People,
    acts::{self, Act, NewPerson, NewSpace, families, members},
    model::{Guardianship, Settings},
    policy::{self, InstitutionVerb, PersonVerb, SpaceVerb},
};
use preau_signin::Signin;
use preau_testkit::{TestApp, Visitor};
use preau_web::{Archive, ArchiveReader, Check, Ctx, Routes, Service, Subject, VerbRoles};
use uuid::Uuid;

/// The password of everybody.
pub(crate) const PASSWORD: &str = "quatre mots sans rapport";

/// The sentences of a service that tells.
struct Wall;

#[async_trait]
impl Service for Wall {
    fn name(&self) -> &'static str {
        "wall"
    }
    fn migrations(&self) -> &'static [Migration] {
        &[]
    }
    fn texts(&self) -> &'static [(&'static str, &'static str)] {
        &[
            (
                "fr",
                "notice-wall-posted = { $author } a publié «\u{a0}{ $title }\u{a0}»\nnotice-group-wall = Publications\n",
            ),
            ("en", "notice-wall-posted = { $author } posted “{ $title }”\nnotice-group-wall = Posts\n"),
        ]
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

/// The school.
pub(crate) struct School {
    pub(crate) app: TestApp,
    pub(crate) head: PersonId,
    pub(crate) secretary: PersonId,
    pub(crate) benali: PersonId,
    pub(crate) moreau: PersonId,
    pub(crate) lea: PersonId,
    pub(crate) sami: PersonId,
    pub(crate) claire: PersonId,
    pub(crate) paul: PersonId,
    pub(crate) amina: PersonId,
    pub(crate) class: SpaceId,
}

/// The services, and the shell with the bell.
pub(crate) async fn empty(engine: Engine, ways: Ways, egress: Egress) -> (TestApp, Signin) {
    let (people, signin) = (People::default(), Signin::new());
    let services: Vec<Box<dyn Service>> = vec![
        Box::new(Journal),
        Box::new(people.clone()),
        Box::new(signin.clone()),
        Box::new(Notices::new(ways)),
        Box::new(Wall),
    ];
    let shell = Arc::new(Bell::onto(Arc::new(people)));
    let app = TestApp::start_on(engine, services, shell, Some(Arc::new(signin.clone())), egress).await;
    (app, signin)
}

impl School {
    pub(crate) async fn open(engine: Engine) -> Self {
        Self::open_with(engine, Ways::default(), Egress::nothing()).await
    }

    /// The school, with ways out of the house.
    pub(crate) async fn open_with(engine: Engine, ways: Ways, egress: Egress) -> Self {
        let (app, signin) = empty(engine, ways, egress).await;
        let ctx = app.ctx().clone();
        let mut tx = ctx.db.begin().await.unwrap();
        let mut act = Act::new(&ctx, &mut tx, &Actor::System);
        let administering = policy::institution(&Actor::System, InstitutionVerb::Administer).unwrap();
        let settings = Settings { name: "Collège Louise-Michel".to_owned(), ..Settings::default() };
        acts::found(&mut act, &administering, settings).await.unwrap();
        let head = person(&mut act, PersonKind::Staff, "Dominique", "Roche", "direction").await;
        let secretary = person(&mut act, PersonKind::Staff, "Sylvie", "Petit", "secretariat").await;
        let benali = person(&mut act, PersonKind::Staff, "Nadia", "Benali", "n.benali").await;
        let moreau = person(&mut act, PersonKind::Staff, "Jean", "Moreau", "j.moreau").await;
        let lea = person(&mut act, PersonKind::Learner, "Léa", "Martin", "lea.martin").await;
        let sami = person(&mut act, PersonKind::Learner, "Sami", "Haddad", "sami.haddad").await;
        let claire = person(&mut act, PersonKind::Guardian, "Claire", "Martin", "claire.martin").await;
        let paul = person(&mut act, PersonKind::Guardian, "Paul", "Martin", "paul.martin").await;
        let amina = person(&mut act, PersonKind::Guardian, "Amina", "Haddad", "amina.haddad").await;
        acts::set_office(&mut act, &administering, head, Some(Role::Owner)).await.unwrap();
        acts::set_office(&mut act, &administering, secretary, Some(Role::Manager)).await.unwrap();
        for (guardian, child) in [(claire, lea), (paul, lea), (amina, sami)] {
            guards(&mut act, guardian, child).await;
        }
        let class =
            class(&mut act, "4e B", &[(benali, Role::Manager), (lea, Role::Member), (sami, Role::Member)]).await;
        tx.commit().await.unwrap();
        let all = [head, secretary, benali, moreau, lea, sami, claire, paul, amina];
        signin.set_passwords(&ctx, &all, PASSWORD).await.unwrap();
        app.settle().await;
        Self { app, head, secretary, benali, moreau, lea, sami, claire, paul, amina, class }
    }

    pub(crate) fn db(&self) -> &Db {
        &self.app.ctx().db
    }

    /// A post of 4e B's teacher.
    pub(crate) fn post(&self, about: Uuid) -> Notice {
        Notice {
            kind: "wall.posted",
            about,
            space: Some(self.class),
            link: format!("/s/{}/wall", self.class),
            args: vec![("author", "Nadia Benali".to_owned()), ("title", "La sortie".to_owned())],
            from: Some(self.benali),
            urgency: Urgency::Ordinary,
        }
    }

    /// Tells persons in a transaction of its own.
    pub(crate) async fn tell(&self, notice: &Notice, to: &[PersonId]) -> Result<()> {
        let mut tx = self.db().begin().await.unwrap();
        preau_notices::tell(self.app.ctx(), &mut tx, notice, to).await?;
        tx.commit().await.unwrap();
        Ok(())
    }

    /// Gives somebody another e-mail address, as the desk does.
    pub(crate) async fn address(&self, person: PersonId, email: &str) {
        let mut tx = self.db().begin().await.unwrap();
        let mut record = preau_people::store::persons::person_in(&mut tx, person).await.unwrap().unwrap();
        record.email = Some(email.to_owned());
        preau_people::store::persons::update(&mut tx, &record).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Changes the institution's settings.
    pub(crate) async fn settings(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = preau_people::store::settings(self.db()).await.unwrap();
        change(&mut settings);
        let mut tx = self.db().begin().await.unwrap();
        preau_people::store::settings::set_settings(&mut tx, &settings).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// An id of a thing.
    pub(crate) fn thing(&self) -> Uuid {
        self.app.ctx().id::<preau_kernel::kinds::Event>().uuid()
    }

    /// Somebody with a browser, signed in with the password.
    pub(crate) async fn came(&self, login: &str) -> Visitor {
        let visitor = self.app.visitor().with_header("user-agent", "Mozilla/5.0 (Android 14) Firefox/140.0");
        let reply = visitor.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!((reply.status, reply.location()), (303, "/"), "{login}: {}", reply.body);
        visitor
    }

    /// How much somebody has not read, by the bell.
    pub(crate) async fn unread(&self, visitor: &Visitor) -> u64 {
        visitor.get_json("/notices/bell").await.json()["unread"].as_u64().unwrap()
    }

    /// Goes to a moment.
    pub(crate) fn at(&self, moment: &str) {
        let moment: preau_kernel::Timestamp = moment.parse().unwrap();
        self.app.clock.advance(moment.since(self.app.ctx().clock.now()));
    }
}

pub(crate) async fn person(act: &mut Act<'_>, kind: PersonKind, given: &str, family: &str, login: &str) -> PersonId {
    let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
    let email = (kind != PersonKind::Learner).then(|| format!("{login}@exemple.fr"));
    let new = NewPerson { login: Some(login.to_owned()), email, ..NewPerson::named(kind, given, family) };
    acts::add_person(act, &proof, new, &[]).await.unwrap().id
}

pub(crate) async fn guards(act: &mut Act<'_>, guardian: PersonId, child: PersonId) {
    let it = Guardianship {
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
        since: act.now(),
        ended_at: None,
    };
    let proof = Decision::Allow.prove(PersonVerb::Change, child).unwrap();
    families::set_guardianship(act, &proof, it).await.unwrap();
}

pub(crate) async fn class(act: &mut Act<'_>, name: &str, people: &[(PersonId, Role)]) -> SpaceId {
    let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
    let space = acts::open_space(act, &proof, NewSpace::named(SpaceKind::Class, name)).await.unwrap().id;
    for &(person, role) in people {
        let proof = Decision::Allow.prove(SpaceVerb::Invite, space).unwrap();
        let new = members::NewMember { person, role, label: None, until: None, source: "hand" };
        members::set_member(act, &proof, new).await.unwrap();
    }
    space
}
