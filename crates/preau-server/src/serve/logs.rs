//! What is logged: what the server does, never about whom. No name, login, address or text of a person belongs into a
//! log line; a test walks an institution and greps for them.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{Layer, Registry, filter::FilterFn, layer::SubscriberExt, util::SubscriberInitExt};

/// What a server says.
pub(crate) const INFO: LevelFilter = LevelFilter::INFO;
/// What a command says, whose own sentences are enough when all is well.
pub(crate) const WARN: LevelFilter = LevelFilter::WARN;

/// Starts logging to standard error, at the level of `PREAU_LOG` (`error`, `warn`, `info`, `debug`, `trace` or `off`;
/// else `usual`), as JSON if `PREAU_LOG_FORM` is `json`.
pub(crate) fn start(usual: LevelFilter) {
    let level = std::env::var("PREAU_LOG").ok().and_then(|level| level.parse::<LevelFilter>().ok());
    let level = level.unwrap_or(usual);
    // What libraries say may quote requests and statements: only their warnings are let through.
    let ours = FilterFn::new(|about| {
        about.target().starts_with("preau")
            || *about.level() <= tracing::Level::WARN && !about.target().starts_with("sqlx")
    });
    let json = std::env::var("PREAU_LOG_FORM").is_ok_and(|form| form == "json");
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let lines = if json { lines.json().boxed() } else { lines.with_ansi(false).boxed() };
    // A second start in one process (a test) changes nothing.
    let _ = Registry::default().with(lines.with_filter(ours)).with(level).try_init();
}
