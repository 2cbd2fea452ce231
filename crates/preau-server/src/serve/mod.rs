//! Running: lock the folder, listen, open the institution, tell the address, serve until told to stop.

pub(crate) mod certificate;
mod connections;
mod lock;
pub(crate) mod logs;
mod patience;
mod qr;
mod redirect;
pub(crate) mod tls;

use std::{
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use axum::Router;
use axum_server::Handle;
use hyper_util::rt::TokioTimer;
use preau_kernel::{Problem, Result};
use preau_web::{App, Said};
use serde_json::json;
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::Semaphore,
    task::JoinSet,
};
use tower_http::timeout::RequestBodyTimeoutLayer;

pub use lock::FolderLock;

use crate::{
    ServerError,
    config::Config,
    operations::{
        listener,
        metrics::{self, Metrics},
    },
    voice::Voice,
    wiring::{self, Institution},
};

/// A client that has not sent its request's head after that time is let go.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// A client that sends nothing of a body for that long is let go.
const BODY_PAUSE: Duration = Duration::from_secs(30);
/// How long open requests may go on after the signal to stop.
const DRAIN: Duration = Duration::from_secs(8);
/// Streams of one HTTP/2 connection at once.
const STREAMS: u32 = 100;

/// What is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The institution of whoever started it.
    Own,
    /// The invented one.
    Demo,
}

/// Serves the institution until SIGTERM or SIGINT.
pub(crate) async fn serve(config: Config, voice: &Voice, kind: Kind) -> Result<()> {
    let lock = FolderLock::take(&config.data)?;
    let listener = listen(config.listen)?;
    let here = listener.local_addr().map_err(Problem::internal)?;
    let institution = wiring::open(&config, config.public_address(here)?, Some(&lock)).await?;
    let app = institution.app.clone();
    if kind == Kind::Demo {
        crate::demo::fill(&app).await?;
        // They moved in weeks ago: a journal that waited since then to be sealed would be a late one.
        preau_journal::sequence(&app.ctx.db, app.ctx.clock.now()).await?;
    }
    app.plan().await?;
    let metrics = Metrics::default();
    let stop = Stop::new();
    // From here on, whoever tells the server to stop is heard: before it says that it is there.
    tokio::spawn(stop.clone().on_signal());
    let mut beside = beside(&institution, &metrics, &stop)?;
    tell(&institution, voice, here).await?;
    notify(sd_notify::NotifyState::Ready);

    let outcome = until_stopped(&config, listener, router(&app, metrics), stop.clone()).await;

    notify(sd_notify::NotifyState::Stopping);
    stop.now();
    beside.shutdown().await;
    app.ctx.db.close().await?;
    voice.tell(&Said::new("serve-stopped"));
    outcome
}

/// Tells systemd, if it wants to know.
fn notify(state: sd_notify::NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(&[state]) {
        tracing::warn!(%error, "systemd was not told");
    }
}

/// What goes on beside the pages: events and jobs, the schedule of backups, the operators' listener, the redirect.
fn beside(institution: &Institution, metrics: &Metrics, stop: &Stop) -> Result<JoinSet<()>> {
    let (app, config) = (institution.app.clone(), institution.config.clone());
    let mut tasks = JoinSet::new();
    if let Some(address) = config.operators {
        let listener = listen(address)?;
        let service = listener::router(app.clone(), metrics.clone()).into_make_service();
        let server = axum_server::from_tcp(listener).map_err(Problem::internal)?.handle(stop.handle());
        tasks.spawn(async move { warn_if(server.serve(service).await) });
    }
    if let Some(address) = config.redirect {
        let listener = listen(address)?;
        let service = redirect::router(app.ctx.address.clone()).into_make_service();
        let server = axum_server::from_tcp(listener).map_err(Problem::internal)?.handle(stop.handle());
        tasks.spawn(async move { warn_if(server.serve(service).await) });
    }
    if config.backups.scheduled {
        tasks.spawn(institution.desk.clone().keep_watch(app.clone(), config));
    }
    tasks.spawn(async move { app.run().await });
    Ok(tasks)
}

fn warn_if(outcome: std::io::Result<()>) {
    if let Err(error) = outcome {
        tracing::error!(%error, "a listener beside the pages ended");
    }
}

fn listen(address: SocketAddr) -> Result<TcpListener> {
    let refused = |cause| ServerError::Listen { address, cause };
    let listener = TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    Ok(listener)
}

fn router(app: &App, metrics: Metrics) -> Router {
    app.router()
        .layer(axum::middleware::from_fn_with_state(metrics, metrics::measure))
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(axum::middleware::from_fn(patience::within_a_minute))
}

/// Says where Préau is, and how to set it up if nobody did.
async fn tell(institution: &Institution, voice: &Voice, here: SocketAddr) -> Result<()> {
    let ctx = &institution.app.ctx;
    let listening = format!("{}://{here}", ctx.address.scheme());
    let address = ctx.address.as_str().trim_end_matches('/').to_owned();
    let link = preau_signin::setup::open(ctx).await?;
    voice.tell(&Said::new("serve-listening").with("address", &listening));
    match &link {
        Some(link) => {
            voice.tell(&Said::new("serve-setup").with("address", link));
            voice.print(&qr::terminal(link)?);
        }
        None => voice.tell(&Said::new("serve-open").with("address", &address)),
    }
    voice.give(&json!({"listening": listening, "address": address, "setup": link, "data": institution.config.data}));
    Ok(())
}

async fn until_stopped(config: &Config, listener: TcpListener, router: Router, stop: Stop) -> Result<()> {
    let limit = Arc::new(Semaphore::new(usize::try_from(config.connections).unwrap_or(Semaphore::MAX_PERMITS)));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut server = axum_server::from_tcp(listener).map_err(Problem::internal)?.handle(stop.handle());
    let builder = server.http_builder();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(STREAMS).keep_alive_interval(BODY_PAUSE);
    let ended = match tls::acceptor(config)? {
        tls::Acceptor::Plain(inner) => server.acceptor(connections::Limited::new(inner, limit)).serve(service).await,
        tls::Acceptor::Files(inner) => server.acceptor(connections::Limited::new(inner, limit)).serve(service).await,
        tls::Acceptor::Acme(inner) => server.acceptor(connections::Limited::new(inner, limit)).serve(service).await,
    };
    ended.map_err(Problem::internal)
}

/// The end of all listeners.
#[derive(Clone)]
struct Stop(Handle<SocketAddr>);

impl Stop {
    fn new() -> Self {
        Self(Handle::new())
    }

    fn handle(&self) -> Handle<SocketAddr> {
        self.0.clone()
    }

    fn now(&self) {
        self.0.shutdown();
    }

    /// The first signal lets open requests end, the second doesn't.
    fn on_signal(self) -> impl Future<Output = ()> + Send + 'static {
        let signals = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()));
        async move {
            let (Ok(mut terminate), Ok(mut interrupt)) = signals else {
                tracing::error!("signals can't be heard: this program can only be killed");
                return;
            };
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            self.0.graceful_shutdown(Some(DRAIN));
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
            self.0.shutdown();
        }
    }
}
