//! A post on its way to open pages: from the moment at which the form leaves the writer's browser to the moment at which
//! a reader's page, told by server-sent events, has fetched the wall with the post in it. What a commit takes is in it.

use std::time::Duration;

use http::{Request, header};
use http_body_util::{BodyExt, Full};
use serde::Serialize;
use tokio::sync::broadcast;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::client::{Connection, Visitor, ask, connect};
use crate::{Outcome, quantile};

/// How long a reader waits for one post before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two posts: as when one teacher writes after another.
const PAUSE: Duration = Duration::from_millis(500);

/// What was measured, in milliseconds.
#[derive(Debug, Serialize)]
pub(crate) struct Figures {
    p50_ms: f64,
    p95_ms: f64,
    max_ms: f64,
    /// How many posts reached how many readers, of those that should have.
    reached: usize,
    expected: usize,
}

/// Writes `posts` posts as `writer` on the wall of `space`, which `readers` pages of `reader` have open.
pub(crate) async fn run(
    writer: &Visitor,
    reader: &Visitor,
    space: &str,
    readers: usize,
    posts: usize,
) -> Outcome<Figures> {
    let (tell, _) = broadcast::channel::<(String, Instant)>(posts.max(1));
    let mut open = JoinSet::new();
    for _ in 0..readers {
        let live = connect(reader.server()).await?;
        let request = reader.get(&format!("{space}/live"))?;
        let wall = reader.get(&format!("{space}/wall"))?;
        open.spawn(page(live, request, connect(reader.server()).await?, wall, tell.subscribe()));
    }
    // All pages are open before the first word is written.
    sleep(PAUSE * 2).await;
    let mut line = connect(writer.server()).await?;
    for number in 0..posts {
        let text = format!("Mesure {number} entre deux machines.");
        let form = format!("text={}&audience=everyone", text.replace(' ', "+"));
        let request = writer.post(&format!("{space}/wall"), form)?;
        tell.send((text, Instant::now()))?;
        let answer = ask(&mut line, request).await?;
        if !answer.status().is_redirection() {
            return Err(format!("a post was answered {}", answer.status()).into());
        }
        sleep(PAUSE).await;
    }
    drop(tell);
    let mut times = Vec::new();
    while let Some(page) = open.join_next().await {
        times.extend(page??);
    }
    times.sort_unstable();
    let [p50_ms, p95_ms, max_ms] = [50, 95, 100].map(|percent| quantile(&times, percent).unwrap_or_default());
    Ok(Figures { p50_ms, p95_ms, max_ms, reached: times.len(), expected: readers * posts })
}

/// One open page: waits to be told, fetches the wall, and notes when a post that it expects stands in it.
async fn page(
    mut stream: Connection,
    request: Request<Full<bytes::Bytes>>,
    mut line: Connection,
    wall: Request<Full<bytes::Bytes>>,
    mut told: broadcast::Receiver<(String, Instant)>,
) -> Outcome<Vec<Duration>> {
    stream.ready().await?;
    let mut events = stream.send_request(request).await?.into_body();
    let mut times = Vec::new();
    while let Ok((text, sent)) = told.recv().await {
        let seen = timeout(PATIENCE, async {
            while let Some(frame) = events.frame().await {
                let Some(event) = frame.ok().and_then(|frame| frame.into_data().ok()) else { continue };
                if !String::from_utf8_lossy(&event).contains("data: wall.") {
                    continue;
                }
                let found = ask(&mut line, wall.clone()).await?;
                if String::from_utf8_lossy(found.body()).contains(&text) {
                    return Ok::<_, crate::Error>(sent.elapsed());
                }
            }
            Err("the page was not told any more".into())
        });
        times.extend(seen.await.ok().and_then(Result::ok));
    }
    Ok(times)
}

impl Visitor {
    /// A form as this visitor's browser would send it.
    fn post(&self, path: &str, form: String) -> Outcome<Request<Full<bytes::Bytes>>> {
        let mut request = self.get(path)?.map(|_| Full::from(form));
        *request.method_mut() = http::Method::POST;
        let headers = request.headers_mut();
        headers.insert(header::ORIGIN, format!("http://{}", self.server()).parse()?);
        headers.insert("sec-fetch-site", "same-origin".parse()?);
        headers.insert(header::CONTENT_TYPE, "application/x-www-form-urlencoded".parse()?);
        Ok(request)
    }
}
