//! The whole application in memory, on both engines, with a clock that is moved by hand and chance that repeats.
//!
//! ```ignore
//! #[tokio::test]
//! async fn a_stranger_does_not_find_the_space() {
//!     for engine in preau_testkit::engines() {
//!         let app = TestApp::start(engine, vec![Box::new(People::new())], Arc::new(People::new())).await;
//!         let stranger = app.visitor().as_actor(app.signed_in(id, PersonKind::Guest, None));
//!         assert_eq!(stranger.get("/s/…").await.status, 404);
//!     }
//! }
//! ```
//!
//! Events and jobs run when the test says so: `app.settle().await`.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::print_stdout,
    reason = "a test that can't be set up has failed"
)]

mod clock;
mod database;
mod entropy;
mod power;
mod school;
mod tables;
mod visitor;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use http::request::Parts as RequestParts;
use preau_blob::Blobs;
use preau_bus::Bus;
use preau_egress::Egress;
use preau_kernel::{Actor, PersonId, PersonKind, Result, Role, SignedIn};
use preau_web::{App, Authenticate, Ctx, Parts, Service, ShellSource, Texts, Zone};

pub use clock::MockClock;
pub use database::{engines, fresh_address, fresh_database};
pub use entropy::SeededEntropy;
pub use power::power_cuts;
pub use school::{Maker, School, guardianship, no_school};
pub use tables::Tables;
pub use visitor::{Reply, Visitor};

/// The header by which a test's visitor says who it is.
const ACTOR: &str = "x-test-actor";

/// The application, alive for as long as this value.
pub struct TestApp {
    /// The application itself.
    pub app: App,
    /// Its clock: `app.clock.advance(Duration::DAY)`.
    pub clock: Arc<MockClock>,
    actors: Arc<Actors>,
    folder: Arc<tempfile::TempDir>,
}

impl TestApp {
    /// Starts the services on a fresh database; visitors say who they are.
    pub async fn start(engine: preau_db::Engine, services: Vec<Box<dyn Service>>, shell: Arc<dyn ShellSource>) -> Self {
        Self::start_with(engine, services, shell, None).await
    }

    /// Starts the services with real sign-in: a visitor that does not say who it is, is asked as a browser would be.
    pub async fn start_with(
        engine: preau_db::Engine,
        services: Vec<Box<dyn Service>>,
        shell: Arc<dyn ShellSource>,
        real: Option<Arc<dyn Authenticate>>,
    ) -> Self {
        Self::start_on(engine, services, shell, real, Egress::nothing()).await
    }

    /// Starts the services with a way out to what the test itself runs.
    pub async fn start_on(
        engine: preau_db::Engine,
        services: Vec<Box<dyn Service>>,
        shell: Arc<dyn ShellSource>,
        real: Option<Arc<dyn Authenticate>>,
        egress: Egress,
    ) -> Self {
        let clock = Arc::new(MockClock::default());
        let folder = tempfile::tempdir().expect("a temporary folder");
        let db = fresh_database(engine, &folder).await;
        let steps = App::migrations(&services);
        preau_db::migrate(&db, &steps, preau_kernel::Clock::now(&*clock)).await.expect("migrations");
        let sources = services.iter().flat_map(|service| service.texts()).chain(preau_web::TEXTS).copied();
        let sources: Vec<_> = sources.collect();
        for (lang, source) in &sources {
            let broken = source.lines().find(|line| preau_web::typeset(lang, line) != *line);
            assert_eq!(broken, None, "in {lang}, a line may end where it must not: write a no-break space (U+00A0)");
        }
        let (texts, wrong) = Texts::new(sources, Zone::default());
        assert_eq!(wrong, Vec::<String>::new(), "sentences");
        let ctx = Ctx::new(Parts {
            db,
            blobs: Blobs::memory(),
            bus: Bus::local(),
            egress,
            clock: clock.clone(),
            entropy: Arc::new(SeededEntropy::new(2020)),
            texts,
            shell,
            address: "http://preau.test".parse().expect("an address"),
            folder: folder.path().to_owned(),
        });
        let actors = Arc::new(Actors { known: Mutex::default(), real });
        Self { app: App::new(ctx, services, actors.clone()), clock, actors, folder: Arc::new(folder) }
    }

    /// Another node of the same institution: a program of its own on the same database, blobs and clock, where the same
    /// visitors are known.
    #[must_use]
    pub fn another_node(&self, services: Vec<Box<dyn Service>>) -> Self {
        let here = self.ctx();
        let ctx = Ctx::new(Parts {
            db: here.db.clone(),
            blobs: here.blobs.clone(),
            bus: here.bus.clone(),
            egress: Egress::nothing(),
            clock: self.clock.clone(),
            entropy: Arc::new(SeededEntropy::new(2021)),
            texts: here.texts.clone(),
            shell: here.shell.clone(),
            address: here.address.clone(),
            folder: here.folder.clone(),
        });
        let app = App::new(ctx, services, self.actors.clone());
        Self { app, clock: self.clock.clone(), actors: self.actors.clone(), folder: self.folder.clone() }
    }

    /// What the services are given.
    pub fn ctx(&self) -> &Ctx {
        &self.app.ctx
    }

    /// Tells all events and does all jobs that are due.
    pub async fn settle(&self) {
        while self.app.tell().await.expect("events") + self.app.work().await.expect("jobs") > 0 {}
    }

    /// Somebody with a browser and no session.
    pub fn visitor(&self) -> Visitor {
        Visitor::new(self.app.router())
    }

    /// Somebody whom the application takes for `actor`, without signing in.
    pub fn visitor_as(&self, actor: Actor) -> Visitor {
        let mut known = self.actors.known.lock().unwrap_or_else(PoisonError::into_inner);
        let name = known.len().to_string();
        known.insert(name.clone(), actor);
        self.visitor().with_header(ACTOR, &name)
    }

    /// An actor who is signed in with a second factor.
    pub fn signed_in(&self, person: PersonId, kind: PersonKind, office: Option<Role>) -> Actor {
        let session = self.ctx().id();
        Actor::Person(SignedIn { person, session, kind, office, strong: true, name: "Camille Essai".to_owned() })
    }
}

struct Actors {
    known: Mutex<HashMap<String, Actor>>,
    real: Option<Arc<dyn Authenticate>>,
}

#[async_trait]
impl Authenticate for Actors {
    async fn actor(&self, ctx: &Ctx, parts: &RequestParts) -> Result<Actor> {
        let name = parts.headers.get(ACTOR).and_then(|value| value.to_str().ok());
        if let Some(name) = name {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            return Ok(known.get(name).cloned().unwrap_or(Actor::Nobody));
        }
        match &self.real {
            Some(real) => real.actor(ctx, parts).await,
            None => Ok(Actor::Nobody),
        }
    }
}
