//! The whole application: all services on one context. The server runs it; the tests step it by hand.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use axum::{
    Extension, Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::future::try_join_all;
use http::request::Parts;
use preau_bus::Subject;
use preau_db::{Migration, jobs, outbox};
use preau_kernel::{Actor, Event, PersonId, Result};

use tokio::sync::watch;

use crate::{
    Archive, ArchiveReader, Board, Cards, Check, Ctx, Refusal, Route, Service, View, Visit, archive, assets, guard,
    install,
    uploads::{self, Purpose, Uploads},
};

/// How long a node keeps a job before another may take it over.
const LEASE: time::Duration = time::Duration::minutes(10);
/// How long to sleep when nothing wakes us: what other nodes put down is found after that time.
const POLL: Duration = Duration::from_secs(1);
/// Events and jobs done in one go before looking at the time again.
const ROUND: usize = 200;

/// Jobs done at once by one node: two may wait for somebody else's machine, and the third goes on.
const LANES: usize = 3;

/// Waits until there may be something to do again.
async fn pause(outcome: Result<usize>, announced: &mut watch::Receiver<u64>) {
    match outcome {
        // Whoever stopped only to look at the time again has no reason to sleep.
        Ok(done) if done >= ROUND => return,
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "events and jobs wait"),
    }
    let _ = tokio::time::timeout(POLL, announced.changed()).await;
}

/// Who asks: found out from a request's cookies or headers. Given by `preau-signin`.
#[async_trait]
pub trait Authenticate: Send + Sync + 'static {
    /// The actor behind a request. An invalid or expired session is nobody, not an error.
    async fn actor(&self, ctx: &Ctx, parts: &Parts) -> Result<Actor>;
}

/// All services on one context.
#[derive(Clone)]
pub struct App {
    /// What the services are given.
    pub ctx: Ctx,
    services: Arc<[Box<dyn Service>]>,
    authenticate: Arc<dyn Authenticate>,
}

impl App {
    /// Puts the services together, in the order in which they may rely on each other.
    pub fn new(ctx: Ctx, services: Vec<Box<dyn Service>>, authenticate: Arc<dyn Authenticate>) -> Self {
        let frame: [Box<dyn Service>; 1] = [Box::new(Uploads)];
        Self { ctx, services: frame.into_iter().chain(services).collect(), authenticate }
    }

    /// The life of all tables, in the order in which they may refer to each other.
    pub fn migrations(services: &[Box<dyn Service>]) -> Vec<Migration> {
        let frame = [preau_db::MIGRATIONS, preau_blob::rows::MIGRATIONS, uploads::MIGRATIONS].concat();
        frame.into_iter().chain(services.iter().flat_map(|service| service.migrations().iter().copied())).collect()
    }

    /// The services.
    pub fn services(&self) -> &[Box<dyn Service>] {
        &self.services
    }

    /// What files are sent for, by the name that clients use.
    pub(crate) fn purpose(&self, name: &str) -> Option<Purpose> {
        self.services.iter().flat_map(|service| service.uploads()).find(|purpose| purpose.owner == name).copied()
    }

    /// What is served, but the files of the pages.
    pub fn routes(&self) -> Vec<Route> {
        let services = self.services.iter().flat_map(|service| service.routes().list().to_vec());
        install::routes().list().iter().cloned().chain(services).collect()
    }

    /// The router of everything. A handler that needs all services (checks, export) extracts `Extension<App>`.
    pub fn router(&self) -> Router {
        let all = self.services.iter().fold(install::routes(), |all, service| all.and(service.routes()));
        let known = middleware::from_fn_with_state(self.clone(), who_asks);
        let all = all.into_router().layer(Extension(self.clone())).layer(known);
        guard(all.merge(assets().into_router()), &self.ctx).with_state(self.ctx.clone())
    }

    /// Plans what comes again by itself.
    pub async fn plan(&self) -> Result<()> {
        let now = self.ctx.clock.now();
        let mut tx = self.ctx.db.begin().await?;
        for (name, _) in self.services.iter().flat_map(|service| service.recurring()) {
            jobs::put(&mut tx, self.ctx.id(), name, Some(name), serde_json::Value::Null, now).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Lets the services act on what happened, until nothing is due. How many events that were.
    pub async fn tell(&self) -> Result<usize> {
        let mut told = 0;
        while told < ROUND && self.tell_one().await? {
            told += 1;
        }
        Ok(told)
    }

    async fn tell_one(&self) -> Result<bool> {
        let now = self.ctx.clock.now();
        let mut tx = self.ctx.db.begin().await?;
        let Some(taken) = outbox::take(&mut tx, now).await? else { return Ok(false) };
        for service in &*self.services {
            if let Err(error) = service.on_event(&self.ctx, &mut tx, &taken.event).await {
                tracing::error!(event = taken.event.name, service = service.name(), %error, "an event is put off");
                tx.rollback().await?;
                let mut tx = self.ctx.db.begin().await?;
                outbox::put_off(&mut tx, &taken, now).await?;
                tx.commit().await?;
                return Ok(true);
            }
        }
        outbox::done(&mut tx, taken.event.id, now).await?;
        tx.commit().await?;
        self.wake(&taken.event).await;
        Ok(true)
    }

    /// Wakes whoever looks at the space in which something happened; if that fails, their next look finds it.
    async fn wake(&self, event: &Event) {
        let Some(space) = event.space else { return };
        let woken = match Subject::space(space, &event.name) {
            Ok(subject) => self.ctx.bus.publish(&subject, Bytes::new()).await,
            Err(error) => Err(error),
        };
        if let Err(error) = woken {
            tracing::warn!(%error, "nobody was woken");
        }
    }

    /// Does the jobs that are due, until none is. How many those were.
    pub async fn work(&self) -> Result<usize> {
        let mut done = 0;
        while done < ROUND
            && let Some(job) = jobs::take(&self.ctx.db, self.ctx.clock.now(), LEASE).await?
        {
            self.work_on(&job).await?;
            done += 1;
        }
        Ok(done)
    }

    async fn work_on(&self, job: &jobs::Job) -> Result<()> {
        let owner = job.name.split('.').next().unwrap_or_default();
        let outcome = match self.services.iter().find(|service| service.name() == owner) {
            Some(service) => service
                .run(&self.ctx, &job.name, &job.payload)
                .await
                .map(|()| service.recurring().iter().find(|(name, _)| *name == job.name).map(|(_, pause)| *pause)),
            None => Err(preau_kernel::Problem::internal(format!("nobody does the job {:?}", job.name))),
        };
        let now = self.ctx.clock.now();
        let mut tx = self.ctx.db.begin().await?;
        match outcome {
            Ok(Some(pause)) => jobs::again(&mut tx, job.id, now + time::Duration::seconds(pause)).await?,
            Ok(None) => jobs::done(&mut tx, job.id).await?,
            Err(error) => {
                tracing::error!(job = job.name, %error, "a job is put off");
                jobs::put_off(&mut tx, job, now, &error.to_string()).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Tells events and does jobs for as long as the task lives. A job may wait for a mail server that does not answer:
    /// events have a lane of their own, and jobs have [`LANES`].
    pub async fn run(&self) {
        let lanes = futures_util::future::join_all((0..LANES).map(|_| self.keep_working()));
        tokio::join!(self.keep_telling(), lanes);
    }

    async fn keep_telling(&self) {
        let mut announced = self.ctx.db.announced();
        loop {
            let told = self.tell().await;
            pause(told, &mut announced).await;
        }
    }

    async fn keep_working(&self) {
        let mut announced = self.ctx.db.announced();
        loop {
            let worked = self.work().await;
            pause(worked, &mut announced).await;
        }
    }

    /// Writes all that is kept of `subject` into `archive`.
    pub async fn export(&self, subject: archive::Subject, mut archive: Archive) -> Result<()> {
        for service in &*self.services {
            service.export(&self.ctx, subject, &mut archive).await?;
        }
        archive.finish()
    }

    /// Reads an archive of everything into this, empty, institution: all of it or nothing.
    pub async fn import(&self, archive: &ArchiveReader) -> Result<()> {
        let mut tx = self.ctx.db.begin().await?;
        for service in &*self.services {
            service.import(&self.ctx, &mut tx, archive).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Forgets a person, in all services or in none.
    pub async fn erase(&self, person: PersonId) -> Result<()> {
        let mut tx = self.ctx.db.begin().await?;
        // The last service may rely on what the first keeps of the person, so they forget in reverse.
        for service in self.services.iter().rev() {
            service.erase(&self.ctx, &mut tx, person).await?;
        }
        Ok(tx.commit().await?)
    }

    /// What the services show on a page that they share. They are asked at the same time: a page waits for the slowest,
    /// not for all in turn.
    pub async fn cards(&self, visit: &Visit, view: &View, board: Board) -> Result<Cards> {
        let asked = self.services.iter().map(|service| service.cards(visit, view, board));
        Ok(Cards::new(try_join_all(asked).await?.concat()))
    }

    /// Looks whether all is well.
    pub async fn checks(&self) -> Result<Vec<Check>> {
        let mut checks = Vec::new();
        for service in &*self.services {
            checks.extend(service.checks(&self.ctx).await?);
        }
        Ok(checks)
    }
}

async fn who_asks(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    match app.authenticate.actor(&app.ctx, &parts).await {
        Ok(actor) => {
            parts.extensions.insert(actor.clone());
            let mut response = next.run(Request::from_parts(parts, body)).await;
            // The layer that words problems stands outside and needs to know for whom.
            response.extensions_mut().insert(actor);
            response
        }
        Err(problem) => Refusal(problem).into_response(),
    }
}
