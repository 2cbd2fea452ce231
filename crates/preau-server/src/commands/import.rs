//! `preau import`: the way in, for an export of everything.

use std::path::PathBuf;

use clap::Args;
use preau_kernel::Result;
use preau_web::{ArchiveReader, Said, Subject};
use serde_json::json;

use super::Where;
use crate::{ServerError, voice::Voice};

/// Read an export of everything into an empty institution
#[derive(Debug, Args)]
pub(super) struct Import {
    #[command(flatten)]
    place: Where,
    /// The export
    #[arg(value_name = "DIR")]
    from: PathBuf,
}

impl Import {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let archive = ArchiveReader::open(&self.from)?;
        if archive.subject() != Subject::All {
            return Err(ServerError::NotOfEverything.into());
        }
        let opened = self.place.open_alone().await?;
        if opened.institution.is_set_up().await? {
            return Err(ServerError::NotEmpty(opened.institution.config.data.display().to_string()).into());
        }
        opened.institution.app.import(&archive).await?;
        voice.tell(&Said::new("import-done").with("folder", self.from.display()));
        voice.give(&json!({ "data": opened.institution.config.data }));
        opened.close().await
    }
}
