//! The operators' listener: `/metrics`, `/healthz`, `/readyz`, and nothing that belongs to anyone.

use axum::{Router, extract::State, response::IntoResponse, routing::get};
use http::{StatusCode, header};
use preau_web::{App, Health};

use super::metrics::Metrics;

#[derive(Clone)]
struct Kept {
    app: App,
    metrics: Metrics,
}

/// What the operators' listener serves.
pub(crate) fn router(app: App, metrics: Metrics) -> Router {
    Router::new()
        .route("/metrics", get(figures))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .with_state(Kept { app, metrics })
}

async fn figures(State(kept): State<Kept>) -> axum::response::Response {
    match kept.metrics.text(&kept.app.ctx).await {
        Ok(text) => ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// Whether requests can be served: the database answers, and nothing that was looked at is bad for serving.
async fn ready(State(kept): State<Kept>) -> axum::response::Response {
    match kept.app.checks().await {
        Ok(checks) => {
            let bad: Vec<_> =
                checks.iter().filter(|check| check.health == Health::Bad).map(|check| check.code).collect();
            let text = if bad.is_empty() { "ready\n".to_owned() } else { format!("ready; bad: {}\n", bad.join(" ")) };
            text.into_response()
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response(),
    }
}
