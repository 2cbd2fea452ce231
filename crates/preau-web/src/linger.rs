//! Answers that come before their request was read: refused, or known already.
//!
//! Closing a TCP connection with unread bytes resets it, and a reset may overtake the answer (RFC 9112 §9.6): the
//! client sees a cut line instead of "too large", and sends all of it again. So what a handler left unread is read on
//! and thrown away, while the answer is on its way; within limits, since nobody asked for these bytes.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::{
    body::{Body, BodyDataStream, HttpBody},
    extract::Request,
    middleware::Next,
    response::Response,
};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use http::header;
use tokio::{runtime::Handle, time::timeout};

/// Most bytes that are thrown away: several photos.
const BYTES: usize = 64 << 20;
/// Longest that they are waited for.
const TIME: Duration = Duration::from_secs(30);

/// Lets every handler answer whenever it can.
pub(crate) async fn linger(request: Request, next: Next) -> Response {
    // A client that waits for "100 Continue" has not sent anything yet: reading would ask it to.
    if request.body().is_end_stream() || request.headers().contains_key(header::EXPECT) {
        return next.run(request).await;
    }
    next.run(request.map(|body| Body::from_stream(Unread(Some(body.into_data_stream()))))).await
}

/// What is still to come of a request.
struct Unread(Option<BodyDataStream>);

impl Stream for Unread {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Some(body) = &mut self.0 else { return Poll::Ready(None) };
        let next = ready!(body.poll_next_unpin(context));
        if !matches!(next, Some(Ok(_))) {
            self.0 = None;
        }
        Poll::Ready(next)
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        if let (Some(body), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(timeout(TIME, throw_away(body)));
        }
    }
}

async fn throw_away(mut body: BodyDataStream) {
    let mut read = 0;
    while read < BYTES
        && let Some(Ok(part)) = body.next().await
    {
        read += part.len();
    }
}
