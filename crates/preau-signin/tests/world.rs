//! A small school: a head, a secretary, a teacher, two pupils of 4e B, Léa's parents and Sami's mother.

use std::sync::Arc;

use async_trait::async_trait;
use preau_db::{Engine, Tx};
use preau_kernel::{Actor, PersonId, PersonKind, Result, Role, SpaceId, SpaceKind, Timestamp};
use preau_people::{
    People,
    acts::{self, Act, NewPerson},
    model::{Guardianship, Member, Settings, Space},
    policy::{self, InstitutionVerb},
    store,
};
use preau_signin::Signin;
use preau_testkit::{Reply, Tables, TestApp, Visitor};
use preau_web::{Ctx, Service, Shell, ShellSource};

/// The password of everybody.
pub(crate) const PASSWORD: &str = "quatre mots sans rapport";

/// The school.
pub(crate) struct World {
    pub(crate) app: TestApp,
    pub(crate) signin: Signin,
    pub(crate) head: PersonId,
    pub(crate) teacher: PersonId,
    pub(crate) lea: PersonId,
    pub(crate) sami: PersonId,
    pub(crate) claire: PersonId,
    pub(crate) class: SpaceId,
}

/// What stands around the pages: the institution's name.
pub(crate) struct Name;

#[async_trait]
impl ShellSource for Name {
    async fn shell(&self, ctx: &Ctx, actor: &Actor) -> Result<Shell> {
        let institution = store::settings(&ctx.db).await?.name;
        Ok(Shell { institution, spaces: Vec::new(), runs: actor.runs(), unread: None })
    }
}

/// The tables of the people and of the journal, without their pages.
pub(crate) fn tables() -> Tables {
    let people = People::default();
    let migrations = Box::leak([preau_journal::MIGRATIONS, people.migrations()].concat().into_boxed_slice());
    let texts = Box::leak([preau_journal::TEXTS, people.texts()].concat().into_boxed_slice());
    Tables { migrations, texts }
}

/// An institution that nobody set up yet.
pub(crate) async fn empty(engine: Engine) -> (TestApp, Signin) {
    let signin = Signin::new();
    let services: Vec<Box<dyn Service>> = vec![Box::new(tables()), Box::new(signin.clone())];
    let app = TestApp::start_with(engine, services, Arc::new(Name), Some(Arc::new(signin.clone()))).await;
    (app, signin)
}

/// The school, open; everybody has a password.
pub(crate) async fn school(engine: Engine) -> World {
    let (app, signin) = empty(engine).await;
    let ctx = app.ctx().clone();
    let mut tx = ctx.db.begin().await.unwrap();
    let proof = policy::institution(&Actor::System, InstitutionVerb::Administer).unwrap();
    let settings = Settings { name: "Collège Louise-Michel".to_owned(), ..Settings::default() };
    acts::found(&mut Act::new(&ctx, &mut tx, &Actor::System), &proof, settings).await.unwrap();
    let head = person(&ctx, &mut tx, PersonKind::Staff, "Dominique", "Roche", "direction").await;
    let secretary = person(&ctx, &mut tx, PersonKind::Staff, "Sylvie", "Petit", "secretariat").await;
    let teacher = person(&ctx, &mut tx, PersonKind::Staff, "Nadia", "Benali", "n.benali").await;
    let lea = person(&ctx, &mut tx, PersonKind::Learner, "Léa", "Martin", "lea.martin").await;
    let sami = person(&ctx, &mut tx, PersonKind::Learner, "Sami", "Haddad", "sami.haddad").await;
    let claire = person(&ctx, &mut tx, PersonKind::Guardian, "Claire", "Martin", "claire.martin").await;
    let paul = person(&ctx, &mut tx, PersonKind::Guardian, "Paul", "Martin", "paul.martin").await;
    let mut act = Act::new(&ctx, &mut tx, &Actor::System);
    acts::set_office(&mut act, &proof, head, Some(Role::Owner)).await.unwrap();
    acts::set_office(&mut act, &proof, secretary, Some(Role::Manager)).await.unwrap();
    let class = open_class(&ctx, &mut tx, "4e B").await;
    join(&ctx, &mut tx, class, teacher, Role::Manager).await;
    join(&ctx, &mut tx, class, lea, Role::Member).await;
    join(&ctx, &mut tx, class, sami, Role::Member).await;
    guards(&ctx, &mut tx, claire, lea).await;
    guards(&ctx, &mut tx, paul, lea).await;
    tx.commit().await.unwrap();
    signin.set_passwords(&ctx, &[head, secretary, teacher, lea, sami, claire, paul], PASSWORD).await.unwrap();
    World { app, signin, head, teacher, lea, sami, claire, class }
}

/// Adds a person with this login.
pub(crate) async fn person(
    ctx: &Ctx,
    tx: &mut Tx,
    kind: PersonKind,
    given: &str,
    family: &str,
    login: &str,
) -> PersonId {
    let proof = policy::institution(&Actor::System, InstitutionVerb::Run).unwrap();
    let mut new = NewPerson::named(kind, given, family);
    new.login = Some(login.to_owned());
    let mut act = Act::new(ctx, tx, &Actor::System);
    acts::add_person(&mut act, &proof, new, &[]).await.unwrap().id
}

pub(crate) async fn open_class(ctx: &Ctx, tx: &mut Tx, name: &str) -> SpaceId {
    let space = Space {
        id: ctx.id(),
        kind: SpaceKind::Class,
        name: name.to_owned(),
        code: None,
        level: None,
        hue: 1,
        year: None,
        seq: 0,
        source: "hand".to_owned(),
        created_by: None,
        created_at: ctx.clock.now(),
        archived_at: None,
    };
    store::spaces::insert(tx, &space).await.unwrap();
    space.id
}

pub(crate) async fn join(ctx: &Ctx, tx: &mut Tx, space: SpaceId, person: PersonId, role: Role) {
    let since = ctx.clock.now();
    let member = Member { space, person, role, label: None, since, until: None, source: "hand".to_owned() };
    store::spaces::set_member(tx, &member).await.unwrap();
}

pub(crate) async fn guards(ctx: &Ctx, tx: &mut Tx, guardian: PersonId, child: PersonId) {
    guards_until(ctx, tx, (guardian, child), None).await;
}

/// One answers for the other, until a moment.
pub(crate) async fn guards_until(
    ctx: &Ctx,
    tx: &mut Tx,
    (guardian, child): (PersonId, PersonId),
    end: Option<Timestamp>,
) {
    let guardianship = Guardianship {
        guardian,
        child,
        legal_rank: Some(1),
        contact: true,
        pick_up: true,
        kinship: "mother".to_owned(),
        no_record: false,
        no_contact: false,
        no_pick_up: false,
        limited_from: None,
        limited_until: None,
        limit_reason: None,
        source: "hand".to_owned(),
        since: ctx.clock.now(),
        ended_at: end,
    };
    store::families::set_guardianship(tx, &guardianship).await.unwrap();
}

/// Changes the institution's settings.
pub(crate) async fn settings(world: &World, change: impl FnOnce(&mut Settings)) {
    let ctx = world.app.ctx();
    let mut settings = store::settings(&ctx.db).await.unwrap();
    change(&mut settings);
    let mut tx = ctx.db.begin().await.unwrap();
    store::settings::set_settings(&mut tx, &settings).await.unwrap();
    tx.commit().await.unwrap();
}

impl World {
    /// Somebody with a browser of their own, who signs in with the password.
    pub(crate) async fn came(&self, login: &str) -> Visitor {
        let visitor = self.browser();
        let reply = sign_in(&visitor, login, PASSWORD).await;
        assert_eq!((reply.status, reply.location()), (303, "/"), "{login}: {}", reply.body);
        visitor
    }

    /// Somebody with a browser of their own.
    pub(crate) fn browser(&self) -> Visitor {
        self.app.visitor().with_header("user-agent", "Mozilla/5.0 (Android 14) Gecko/140.0 Firefox/140.0")
    }

    /// A letter's code for these people, as the head prints it.
    pub(crate) async fn letter_for(&self, login: &str) -> String {
        let head = self.came("direction").await;
        let page = head.post("/admin/letters/reset", &[("login", login)]).await;
        assert_eq!(page.status, 200, "{}", page.body);
        between(&page.body, "<span class=\"code\">", "<").to_owned()
    }
}

pub(crate) async fn sign_in(visitor: &Visitor, login: &str, password: &str) -> Reply {
    visitor.post("/sign-in", &[("login", login), ("password", password)]).await
}

/// Whether the visitor is somebody.
pub(crate) async fn is_in(visitor: &Visitor) -> bool {
    visitor.get("/account").await.status == 200
}

/// The text between two others.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("no {before:?} in {text}")).1;
    rest.split_once(after).unwrap_or_else(|| panic!("no {after:?}")).0
}
