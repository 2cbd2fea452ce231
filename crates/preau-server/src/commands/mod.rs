//! The commands: one file each. `preau --help` is their list.

mod app_password;
mod backup;
mod config;
mod demo;
mod doctor;
mod export;
mod import;
mod journal;
mod r#move;
mod restore;
mod roster;
mod serve;
mod words;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use preau_db::tables;
use preau_kernel::{Problem, Result};

use crate::{
    ServerError,
    config::{Config, Flags},
    serve::{FolderLock, logs},
    voice::Voice,
    wiring::{self, Institution},
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
    /// Run an invented institution, to look around in
    Demo(demo::Demo),
    /// Import people from school files, or say what that would change
    Roster(roster::Roster),
    /// Print a password for one client (drive, calendar, chat) of somebody
    AppPassword(app_password::AppPassword),
    /// Write all that is kept of a person, of a space or of everything, in open formats
    Export(export::Export),
    /// Read an export of everything into an empty institution
    Import(import::Import),
    /// Make a copy that can be restored, while the institution is in use
    Backup(backup::Backup),
    /// Restore a backup into an empty place
    Restore(restore::Restore),
    /// Carry the institution to another database or store
    Move(r#move::Move),
    /// Say what is wrong and how to mend it
    Doctor(doctor::Doctor),
    /// Prove that nobody rewrote the journal
    Journal(journal::Journal),
    /// Print a commented configuration
    Config(config::Print),
}

/// Which institution.
#[derive(Debug, Args)]
struct Where {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The configuration file
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Where {
    fn config(&self, listen: Option<SocketAddr>) -> Result<Config> {
        let flags = Flags { config: self.config.clone(), data: self.data.clone(), listen };
        Ok(Config::load(&flags, variables())?)
    }

    /// Opens the institution for a command. If no server has it, the command keeps others out until it ends, and
    /// brings the tables up to date.
    async fn open(&self) -> Result<Opened> {
        let config = self.config(None)?;
        if is_begun(&config).await? {
            Opened::at(&config).await
        } else {
            Err(ServerError::NoInstitution(config.data).into())
        }
    }

    /// Opens the institution, which may not have begun yet.
    async fn open_or_begin(&self) -> Result<Opened> {
        Opened::at(&self.config(None)?).await
    }

    /// Opens an institution that may not have begun yet, which no server has.
    async fn open_alone(&self) -> Result<Opened> {
        let config = self.config(None)?;
        let lock = FolderLock::take(&config.data)?;
        let institution = wiring::open(&config, config.public_address(config.listen)?, Some(&lock)).await?;
        Ok(Opened { institution, _lock: Some(lock) })
    }
}

fn variables() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os().filter_map(|(name, value)| name.into_string().ok().zip(value.into_string().ok()))
}

/// An institution opened by a command.
struct Opened {
    institution: Institution,
    _lock: Option<FolderLock>,
}

impl Opened {
    async fn at(config: &Config) -> Result<Self> {
        let lock = match FolderLock::take(&config.data) {
            Ok(lock) => Some(lock),
            Err(ServerError::FolderInUse(_)) => None,
            Err(error) => return Err(error.into()),
        };
        let institution = wiring::open(config, config.public_address(config.listen)?, lock.as_ref()).await?;
        Ok(Self { institution, _lock: lock })
    }

    async fn close(self) -> Result<()> {
        Ok(self.institution.app.ctx.db.close().await?)
    }
}

/// Whether a database holds an institution at all; asked before a command that would make an empty one.
async fn is_begun(config: &Config) -> Result<bool> {
    if let preau_db::Config::Sqlite { path, .. } = config.db()
        && !path.exists()
    {
        return Ok(false);
    }
    let db = preau_db::Db::open(&config.db()).await?;
    let begun = !tables::is_empty(&db).await?;
    db.close().await?;
    Ok(begun)
}

/// Runs the program. Exit status 0, 1 (it could not) or 2 (wrong use).
pub fn run() -> ExitCode {
    let mut voice = Voice::new(wiring::texts());
    let cli = match words::read(&voice, std::env::args_os()) {
        Ok(cli) => cli,
        Err(status) => return status,
    };
    if cli.json {
        voice.speak_json();
    }
    match within_runtime(cli.command.run(&voice)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            voice.refuse(&problem);
            ExitCode::FAILURE
        }
    }
}

impl Command {
    async fn run(self, voice: &Voice) -> Result<()> {
        logs::start(if matches!(self, Self::Serve(_) | Self::Demo(_)) { logs::INFO } else { logs::WARN });
        match self {
            Self::Serve(command) => command.run(voice).await,
            Self::Demo(command) => command.run(voice).await,
            Self::Roster(command) => command.run(voice).await,
            Self::AppPassword(command) => command.run(voice).await,
            Self::Export(command) => command.run(voice).await,
            Self::Import(command) => command.run(voice).await,
            Self::Backup(command) => command.run(voice).await,
            Self::Restore(command) => command.run(voice).await,
            Self::Move(command) => command.run(voice).await,
            Self::Doctor(command) => command.run(voice).await,
            Self::Journal(command) => command.run(voice).await,
            Self::Config(_) => {
                config::Print::run(voice);
                Ok(())
            }
        }
    }
}

fn within_runtime(command: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Problem::internal)?.block_on(command)
}
