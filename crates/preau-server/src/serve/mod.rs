//! Running: lock the folder, listen, open the institution, tell the address, serve until told to stop.

mod connections;
mod lock;
pub(crate) mod logs;
mod tls;

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
use tokio::signal::unix::{SignalKind, signal};
use tower_http::timeout::{RequestBodyTimeoutLayer, TimeoutLayer};

pub use lock::FolderLock;

use crate::{ServerError, config::Config, voice::Voice, wiring};

/// A client that has not sent its request's head after that time is let go.
const HEAD_WITHIN: Duration = Duration::from_secs(10);
/// A client that sends nothing of a body for that long is let go.
const BODY_PAUSE: Duration = Duration::from_secs(30);
/// A request that has no answer after that time gets 408. Live updates answer at once and then stay.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// How long open requests may go on after the signal to stop.
const DRAIN: Duration = Duration::from_secs(8);
/// Streams of one HTTP/2 connection at once.
const STREAMS: u32 = 100;

/// Serves the institution until SIGTERM or SIGINT.
pub(crate) async fn serve(config: Config, voice: &Voice) -> Result<()> {
    logs::start();
    let lock = FolderLock::take(&config.data)?;
    let listener = listen(config.listen)?;
    let here = listener.local_addr().map_err(Problem::internal)?;
    let address = config.public_address(here);
    let institution = wiring::open(&config, address, Some(&lock)).await?;
    let app = institution.app.clone();
    app.plan().await?;
    tell(&config, voice, here, &app).await?;
    let work = tokio::spawn({
        let app = app.clone();
        async move { app.run().await }
    });
    let _ = sd_notify::notify(&[sd_notify::NotifyState::Ready]);

    let outcome = until_stopped(&config, listener, router(&app)).await;

    let _ = sd_notify::notify(&[sd_notify::NotifyState::Stopping]);
    work.abort();
    let _ = work.await;
    app.ctx.db.close().await?;
    voice.tell(&Said::new("serve-stopped"));
    outcome
}

fn listen(address: SocketAddr) -> Result<TcpListener> {
    let refused = |cause| ServerError::Listen { address, cause };
    let listener = TcpListener::bind(address).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    Ok(listener)
}

fn router(app: &App) -> Router {
    app.router()
        .layer(RequestBodyTimeoutLayer::new(BODY_PAUSE))
        .layer(TimeoutLayer::with_status_code(http::StatusCode::REQUEST_TIMEOUT, ANSWER_WITHIN))
}

/// Says where Préau is, and how to set it up if nobody did.
async fn tell(config: &Config, voice: &Voice, here: SocketAddr, app: &App) -> Result<()> {
    let scheme = app.ctx.address.scheme();
    voice.tell(&Said::new("serve-listening").with("address", format!("{scheme}://{here}")));
    let open = app.ctx.address.as_str().trim_end_matches('/');
    voice.tell(&Said::new("serve-open").with("address", open));
    voice.give(&json!({"listening": format!("{scheme}://{here}"), "address": open, "data": config.data}));
    Ok(())
}

async fn until_stopped(config: &Config, listener: TcpListener, router: Router) -> Result<()> {
    let handle = Handle::new();
    tokio::spawn(stop_on_signal(handle.clone()));
    let limit = Arc::new(tokio::sync::Semaphore::new(usize::try_from(config.connections).unwrap_or(usize::MAX >> 4)));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let mut server = axum_server::from_tcp(listener).map_err(Problem::internal)?.handle(handle);
    let builder = server.http_builder();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN);
    builder.http2().timer(TokioTimer::new()).max_concurrent_streams(STREAMS).keep_alive_interval(BODY_PAUSE);
    let ended = match tls::acceptor(config).await? {
        tls::Acceptor::Plain(inner) => server.acceptor(connections::Limited::new(inner, limit)).serve(service).await,
        tls::Acceptor::Files(inner) => server.acceptor(connections::Limited::new(inner, limit)).serve(service).await,
        tls::Acceptor::Acme(inner) => server.acceptor(connections::Limited::new(inner, limit)).serve(service).await,
    };
    ended.map_err(Problem::internal)
}

async fn stop_on_signal(handle: Handle<SocketAddr>) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals can't be heard: stop this program by its end");
        return;
    };
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    handle.graceful_shutdown(Some(DRAIN));
    // Said twice means at once.
    tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
    handle.shutdown();
}
