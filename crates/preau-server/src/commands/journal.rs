//! `preau journal verify`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use preau_journal::Checkpoint;
use preau_kernel::Result;
use preau_web::Said;
use serde_json::json;

use super::Where;
use crate::{ServerError, voice::Voice};

/// Prove that nobody rewrote the journal
#[derive(Debug, Args)]
pub(super) struct Journal {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Recompute the journal and compare it with every checkpoint
    Verify(Verify),
}

#[derive(Debug, Args)]
struct Verify {
    #[command(flatten)]
    place: Where,
    /// A checkpoint kept elsewhere, on paper or by a neighbour: the journal must have grown from it
    #[arg(long, value_name = "FILE")]
    known: Vec<PathBuf>,
}

impl Journal {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let Command::Verify(verify) = self.command;
        verify.run(voice).await
    }
}

impl Verify {
    async fn run(self, voice: &Voice) -> Result<()> {
        let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(ServerError::folder(path));
        let known = self.known.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let opened = self.place.open().await?;
        let verifier = preau_journal::verifier(&opened.institution.app.ctx.db).await?;
        for (path, note) in self.known.iter().zip(&known) {
            // Another journal's, or a file that is none: that says nothing about this journal.
            Checkpoint::open(note, &verifier).map_err(|_| ServerError::NotACheckpoint(path.clone()))?;
        }
        let report = preau_journal::verify(&opened.institution.app.ctx.db, &known).await?;
        voice.give(&json!(report));
        if let Some(fault) = &report.fault {
            return Err(ServerError::JournalUnsound(fault.clone()).into());
        }
        let said = Said::new("journal-sound").with("size", report.size).with("checkpoints", report.checkpoints);
        voice.tell(&said.with("erased", report.erased).with("root", report.root));
        opened.close().await
    }
}
