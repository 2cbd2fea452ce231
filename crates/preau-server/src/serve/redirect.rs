//! Plain HTTP answered by "come over TLS".

use axum::{Router, extract::State, response::Redirect};
use http::Uri;
use url::Url;

/// Sends every request to the same path at `address`.
pub(super) fn router(address: Url) -> Router {
    Router::new().fallback(to_tls).with_state(address)
}

/// The host is ours, never the request's: a forged one must not send anybody elsewhere.
async fn to_tls(State(mut address): State<Url>, uri: Uri) -> Redirect {
    address.set_path(uri.path());
    address.set_query(uri.query());
    Redirect::permanent(address.as_str())
}
