//! The commands: one file each. `--help` of the program is their list.

mod config;
mod serve;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use preau_kernel::Problem;

use crate::{
    config::{Config, Flags},
    voice::Voice,
    wiring,
};

/// Préau: the school's, the university's, the hospital's own place to meet. One program, one folder, nothing leaves.
#[derive(Debug, Parser)]
#[command(name = "preau", version, propagate_version = true)]
struct Cli {
    /// Print JSON, for programs
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run; on an empty folder print a one-time set-up link
    Serve(serve::Serve),
    /// Print a commented configuration
    Config(config::Print),
}

/// Which institution.
#[derive(Debug, Args)]
struct Where {
    /// The data folder
    #[arg(long, value_name = "DIR", global = false)]
    data: Option<PathBuf>,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Where {
    fn config(&self, listen: Option<SocketAddr>) -> Result<Config, Problem> {
        let flags = Flags { config: self.config.clone(), data: self.data.clone(), listen };
        let variables =
            std::env::vars_os().filter_map(|(name, value)| name.into_string().ok().zip(value.into_string().ok()));
        Ok(Config::load(&flags, variables)?)
    }
}

/// Runs the program. Exit status 0, 1 (it could not) or 2 (wrong use).
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let voice = Voice::new(cli.json, wiring::texts());
    let outcome = match cli.command {
        Command::Config(print) => print.run(&voice),
        Command::Serve(serve) => within_runtime(serve.run(&voice)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            voice.refuse(&problem);
            ExitCode::FAILURE
        }
    }
}

fn within_runtime(command: impl Future<Output = Result<(), Problem>>) -> Result<(), Problem> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Problem::internal)?.block_on(command)
}
