//! Requests at fixed moments, and what became of them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use clap::Args;
use http::{Request, StatusCode};
use http_body_util::Full;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::client::{Connection, ask, connect};
use crate::{Outcome, quantile};

/// How many requests may wait for their answers at a time. Past it, a request counts as failed.
const IN_FLIGHT: usize = 512;
/// Before anything is counted: caches fill, connections open.
const WARM_UP: Duration = Duration::from_secs(2);

/// A load: so many requests in each second, for so many seconds.
#[derive(Args)]
pub(crate) struct Load {
    /// Requests in each second.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    rate: u32,
    /// How long, in seconds.
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
}

/// What was measured. Times are in milliseconds from the moment a request was due to the last byte of its answer, and
/// include up to one millisecond by which the timer may be late.
#[derive(Debug, Serialize, PartialEq)]
pub(crate) struct Figures {
    requests: usize,
    failed: usize,
    p50_ms: f64,
    p90_ms: f64,
    p99_ms: f64,
    max_ms: f64,
    page_bytes: usize,
}

impl Load {
    /// Sends `request` again and again, first to warm up, then to measure.
    pub(crate) async fn put_on(&self, request: Request<Full<Bytes>>, server: SocketAddr) -> Outcome<Figures> {
        let sender = Arc::new(Sender {
            request,
            server,
            idle: Mutex::new(Vec::new()),
            places: Arc::new(Semaphore::new(IN_FLIGHT)),
        });
        self.run(&sender, WARM_UP).await?;
        let answers = self.run(&sender, Duration::from_secs(self.seconds.into())).await?;
        figures(&answers).ok_or_else(|| "no request was answered".into())
    }

    async fn run(&self, sender: &Arc<Sender>, time: Duration) -> Outcome<Vec<Option<Answer>>> {
        let between = Duration::from_secs(1) / self.rate;
        let start = Instant::now() + between;
        let mut due = start;
        let mut running = JoinSet::new();
        while due < start + time {
            sleep_until(due).await;
            let sender = Arc::clone(sender);
            running.spawn(async move { sender.send(due).await });
            due += between;
        }
        Ok(running.join_all().await)
    }
}

/// One answer with status 200: how long it took, and its size.
#[derive(Debug, Clone, Copy)]
struct Answer {
    latency: Duration,
    bytes: usize,
}

struct Sender {
    request: Request<Full<Bytes>>,
    server: SocketAddr,
    idle: Mutex<Vec<Connection>>,
    places: Arc<Semaphore>,
}

impl Sender {
    /// Sends one request on a connection that is free, or on a new one; `None` where it failed.
    async fn send(&self, due: Instant) -> Option<Answer> {
        let _place = self.places.try_acquire().ok()?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) if !connection.is_closed() => connection,
            _ => connect(self.server).await.ok()?,
        };
        let response = ask(&mut connection, self.request.clone()).await.ok()?;
        let latency = due.elapsed();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        (response.status() == StatusCode::OK).then(|| Answer { latency, bytes: response.body().len() })
    }
}

fn figures(answers: &[Option<Answer>]) -> Option<Figures> {
    let mut latencies: Vec<Duration> = answers.iter().flatten().map(|answer| answer.latency).collect();
    latencies.sort_unstable();
    let quantile = |percent| quantile(&latencies, percent);
    Some(Figures {
        requests: answers.len(),
        failed: answers.len() - latencies.len(),
        p50_ms: quantile(50)?,
        p90_ms: quantile(90)?,
        p99_ms: quantile(99)?,
        max_ms: quantile(100)?,
        page_bytes: answers.iter().flatten().last()?.bytes,
    })
}

#[cfg(test)]
mod tests {
    use super::{Answer, Duration, figures};

    #[test]
    fn quantiles_are_those_of_the_answers_and_failures_are_counted_apart() {
        let answer = |ms| Some(Answer { latency: Duration::from_millis(ms), bytes: 7 });
        let mut answers: Vec<_> = (1..=100).map(answer).collect();
        answers.push(None);
        let read = figures(&answers).unwrap();
        assert_eq!((read.requests, read.failed, read.page_bytes), (101, 1, 7));
        assert_eq!((read.p50_ms.round(), read.p99_ms.round(), read.max_ms.round()), (50.0, 99.0, 100.0));
    }

    #[test]
    fn a_server_that_never_answers_has_no_figures() {
        assert_eq!(figures(&[None, None]), None);
    }
}
