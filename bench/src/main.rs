//! Load programs for `cargo xtask bench`: each subcommand puts a known load on a server on this machine and prints what
//! it measured, as one line of JSON, or makes the files that a measurement needs.
//!
//! The load is open-loop: requests leave at fixed moments whether or not earlier ones were answered, and each latency
//! counts from the moment its request was due. A server that stalls for a second is charged for all the people who came
//! in that second, not for one ("coordinated omission", Gil Tene).

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command speaks to the person who typed it")]

mod client;
mod load;
mod search;
mod siecle;
mod told;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use client::Visitor;
use load::Load;

/// What a program gives back: nothing, or one sentence for the person who typed it.
type Outcome<T = ()> = Result<T, Error>;
/// Whatever went wrong.
type Error = Box<dyn std::error::Error + Send + Sync>;

#[derive(Parser)]
#[command(version, about = "Load programs for cargo xtask bench")]
enum Program {
    /// Signs in once, follows a link of the home page, then asks for that page at a fixed rate.
    Page {
        /// The server, such as `127.0.0.1:8080`.
        #[arg(long)]
        server: String,
        #[arg(long)]
        login: String,
        #[arg(long)]
        password: String,
        /// What stands below that page, if it is asked for instead: `/wall`.
        #[arg(long, default_value = "")]
        below: String,
        /// The text of the link to follow from the home page.
        #[arg(long)]
        link: String,
        #[command(flatten)]
        load: Load,
    },
    /// Signs in once, then looks pupils of the roster up in the directory, one after the other.
    Search {
        /// The server, such as `127.0.0.1:8080`.
        #[arg(long)]
        server: String,
        #[arg(long)]
        login: String,
        #[arg(long)]
        password: String,
        /// How many pupils the roster has that was given to the server.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=500_000))]
        pupils: u32,
    },
    /// Signs a writer in on one node and a reader on another, opens pages there, writes posts and waits for them.
    Told {
        /// The node on which is written, such as `127.0.0.1:8080`.
        #[arg(long)]
        server: String,
        /// The node whose pages are open.
        #[arg(long)]
        other: String,
        #[arg(long)]
        writer: String,
        #[arg(long)]
        reader: String,
        #[arg(long)]
        password: String,
        /// The text of the link to the space on the home page.
        #[arg(long)]
        link: String,
        /// How many pages are open.
        #[arg(long, default_value_t = 20)]
        readers: usize,
        /// How many posts are written.
        #[arg(long, default_value_t = 25)]
        posts: usize,
    },
    /// Writes a SIECLE export of invented pupils, the same at every run.
    Roster {
        /// How many, each with two guardians.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        pupils: u32,
        /// The code of the school that exports.
        #[arg(long, default_value = "0750001A")]
        school: String,
        /// The folder for the two files.
        #[arg(long)]
        to: PathBuf,
    },
}

/// The nearest-rank quantile of sorted times, in milliseconds: the smallest that at least `percent` of them did not exceed.
/// Exact: a few thousand times fit in memory, so nothing is binned.
fn quantile(sorted: &[Duration], percent: usize) -> Option<f64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).map(|time| milliseconds(*time))
}

/// Milliseconds, to the hundredth.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 100_000.0).round() / 100.0
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Program::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("preau-bench: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(program: Program) -> Outcome {
    match program {
        Program::Page { server, login, password, below, link, load } => {
            let mut visitor = Visitor::new(&server)?;
            visitor.sign_in(&login, &password).await?;
            let home = visitor.page("/").await?;
            let page = client::link_to(&home, &link).ok_or_else(|| format!("the home page has no link to {link}"))?;
            let page = page + &below;
            let figures = load.put_on(visitor.get(&page)?, visitor.server()).await?;
            println!("{}", serde_json::to_string(&figures)?);
            Ok(())
        }
        Program::Search { server, login, password, pupils } => {
            let mut visitor = Visitor::new(&server)?;
            visitor.sign_in(&login, &password).await?;
            println!("{}", serde_json::to_string(&search::run(&visitor, pupils).await?)?);
            Ok(())
        }
        Program::Told { server, other, writer, reader, password, link, readers, posts } => {
            let (mut from, mut to) = (Visitor::new(&server)?, Visitor::new(&other)?);
            from.sign_in(&writer, &password).await?;
            to.sign_in(&reader, &password).await?;
            let home = from.page("/").await?;
            let space = client::link_to(&home, &link).ok_or_else(|| format!("the home page has no link to {link}"))?;
            println!("{}", serde_json::to_string(&told::run(&from, &to, &space, readers, posts).await?)?);
            Ok(())
        }
        Program::Roster { pupils, school, to } => siecle::write(pupils, &school, &to),
    }
}
