//! What is counted of requests, and the figures that operators' programs read (Prometheus text format 0.0.4).
//!
//! Routes are counted by their pattern, `/s/{space}`, so that no figure says who looked at what.

use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use preau_db::{jobs, outbox};
use preau_kernel::Result;
use preau_web::Ctx;

/// The upper ends of the histogram's classes, in seconds.
const CLASSES: [f64; 10] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Rows of the table at most: routes times statuses. What comes later is counted as `other`.
const ROWS: usize = 2000;

/// What was counted since the start.
#[derive(Clone, Default)]
pub(crate) struct Metrics(Arc<Mutex<BTreeMap<Key, Row>>>);

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    method: String,
    route: String,
    status: u16,
}

#[derive(Default)]
struct Row {
    count: u64,
    seconds: f64,
    classes: [u64; CLASSES.len()],
}

impl Metrics {
    fn count(&self, key: Key, took: Duration) {
        let mut rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let full = rows.len() >= ROWS && !rows.contains_key(&key);
        let key = if full { Key { route: "other".to_owned(), ..key } } else { key };
        let row = rows.entry(key).or_default();
        let seconds = took.as_secs_f64();
        row.count += 1;
        row.seconds += seconds;
        for (class, end) in row.classes.iter_mut().zip(CLASSES) {
            *class += u64::from(seconds <= end);
        }
    }

    /// The figures as text.
    pub(crate) async fn text(&self, ctx: &Ctx) -> Result<String> {
        let mut text = self.requests();
        let waiting = outbox::backlog(&ctx.db).await?.waiting;
        let dead = jobs::dead(&ctx.db).await?.len();
        let journal = preau_journal::backlog(&ctx.db).await?.waiting;
        gauge(&mut text, "preau_outbox_waiting", "Events that wait to be told", waiting);
        gauge(&mut text, "preau_jobs_dead", "Jobs that failed for good, 100 at most", dead);
        gauge(&mut text, "preau_journal_waiting", "Journal entries that wait for their place", journal);
        let news = preau_notices::waiting(ctx).await?;
        gauge(&mut text, "preau_notices_waiting", "Notices that are due and were not delivered", news.notices);
        gauge(&mut text, "preau_pushes_waiting", "Browsers to be woken now", news.pushes);
        gauge(&mut text, "preau_mails_waiting", "Mails to be sent now", news.mails);
        if let Some(bytes) = resident() {
            gauge(&mut text, "process_resident_memory_bytes", "Resident memory", bytes);
        }
        gauge(&mut text, "preau_info", "The version", 1);
        Ok(text.replace("\npreau_info 1", &format!("\npreau_info{{version=\"{}\"}} 1", env!("CARGO_PKG_VERSION"))))
    }

    fn requests(&self) -> String {
        let name = "preau_request_seconds";
        let mut text = format!("# HELP {name} Time to the head of an answer\n# TYPE {name} histogram\n");
        let rows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (Key { method, route, status }, row) in &*rows {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            for (count, end) in row.classes.iter().zip(CLASSES) {
                put(&mut text, format_args!("{name}_bucket{{{labels},le=\"{end}\"}} {count}\n"));
            }
            put(&mut text, format_args!("{name}_bucket{{{labels},le=\"+Inf\"}} {}\n", row.count));
            put(&mut text, format_args!("{name}_sum{{{labels}}} {}\n", row.seconds));
            put(&mut text, format_args!("{name}_count{{{labels}}} {}\n", row.count));
        }
        text
    }
}

fn gauge(text: &mut String, name: &str, help: &str, value: impl std::fmt::Display) {
    put(text, format_args!("# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n"));
}

/// Writing into a text can't fail.
fn put(text: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(line);
}

/// The resident set of this process, in bytes (proc(5), `VmRSS`).
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? * 1024)
}

/// Counts a request.
pub(crate) async fn measure(State(metrics): State<Metrics>, request: Request, next: Next) -> Response {
    let method = request.method().to_string();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let began = Instant::now();
    let response = next.run(request).await;
    metrics.count(Key { method, route, status: response.status().as_u16() }, began.elapsed());
    response
}
