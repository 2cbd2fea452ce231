//! How long a request may take: a minute after its last bytes came, so that a large file may take as long as its line
//! needs, and a page that hangs is let go.

use std::time::Duration;

use axum::{
    body::{Body, HttpBody},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::TryStreamExt;
use http::StatusCode;
use tokio::{sync::watch, time};

/// A request that has no answer after that time gets 408. Live updates answer at once and then stay.
const WITHIN: Duration = Duration::from_mins(1);
/// Bytes that begin the time anew: whoever sends less in a minute holds a connection and sends nothing.
const PACE: usize = 16 * 1024;

/// Answers 408 where nothing else answers in time.
pub(super) async fn within_a_minute(request: Request, next: Next) -> Response {
    within(WITHIN, request, async |request| next.run(request).await).await
}

async fn within(patience: Duration, request: Request, answer: impl AsyncFnOnce(Request) -> Response) -> Response {
    if request.body().is_end_stream() {
        let answered = time::timeout(patience, answer(request)).await;
        return answered.unwrap_or_else(|_| StatusCode::REQUEST_TIMEOUT.into_response());
    }
    let (ear, mut heard) = watch::channel(());
    let mut waiting = 0;
    let request = request.map(|body| {
        let listened = body.into_data_stream().inspect_ok(move |bytes| {
            waiting += bytes.len();
            if waiting >= PACE {
                waiting = 0;
                ear.send_replace(());
            }
        });
        Body::from_stream(listened)
    });
    tokio::select! {
        answer = answer(request) => answer,
        () = silence(patience, &mut heard) => StatusCode::REQUEST_TIMEOUT.into_response(),
    }
}

/// Ends when nothing was heard for that long.
async fn silence(patience: Duration, heard: &mut watch::Receiver<()>) {
    loop {
        match time::timeout(patience, heard.changed()).await {
            Ok(Ok(())) => {}
            // The body has come, or nobody wants the rest of it: from here on the answer is waited for.
            Ok(Err(_)) => return time::sleep(patience).await,
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use futures_util::{StreamExt, stream};

    use super::*;

    const SHORT: Duration = Duration::from_millis(200);

    /// Sends parts with a pause before each; the status that answers.
    async fn sent(parts: usize, size: usize, pause: Duration) -> u16 {
        let body = stream::iter(0..parts).then(move |_| async move {
            time::sleep(pause).await;
            Ok::<_, std::io::Error>(Bytes::from(vec![0; size]))
        });
        let request = Request::new(Body::from_stream(body));
        let answer = within(SHORT, request, async |request| {
            let read = axum::body::to_bytes(request.into_body(), usize::MAX).await;
            read.map_or(StatusCode::BAD_REQUEST, |_| StatusCode::OK).into_response()
        });
        answer.await.status().as_u16()
    }

    #[tokio::test]
    async fn a_file_may_take_as_long_as_its_line_needs() {
        assert_eq!(sent(10, PACE, SHORT / 2).await, 200);
    }

    #[tokio::test]
    async fn whoever_only_holds_the_line_is_let_go() {
        assert_eq!(sent(10, 10, SHORT / 2).await, 408);
        assert_eq!(sent(1, PACE, SHORT * 3).await, 408);
    }

    #[tokio::test]
    async fn a_page_that_hangs_is_let_go() {
        let hangs = within(SHORT, Request::new(Body::empty()), async |_| std::future::pending().await);
        assert_eq!(hangs.await.status(), 408);
        let reads_and_hangs = within(SHORT, Request::new(Body::from("abc")), async |request| {
            let _ = axum::body::to_bytes(request.into_body(), usize::MAX).await;
            std::future::pending().await
        });
        assert_eq!(reads_and_hangs.await.status(), 408);
    }
}
