//! `preau restore`.

use std::path::PathBuf;

use clap::Args;
use preau_kernel::{Clock, Result, SystemClock};
use preau_web::Said;
use serde_json::json;

use super::Where;
use crate::{backup, voice::Voice, wiring};

/// Restore a backup into an empty place
#[derive(Debug, Args)]
pub(super) struct Restore {
    #[command(flatten)]
    place: Where,
    /// The backup
    #[arg(value_name = "DIR")]
    from: PathBuf,
}

impl Restore {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let config = self.place.config(None)?;
        let steps = wiring::steps();
        let manifest = backup::restore::restore(&self.from, &config, &steps, SystemClock.now()).await?;
        let said = Said::new("restore-done").with("data", config.data.display()).with("rows", manifest.rows());
        voice.tell(&said.with("blobs", manifest.blobs));
        voice.give(&json!({
            "data": config.data, "at": manifest.at, "rows": manifest.rows(), "blobs": manifest.blobs,
        }));
        Ok(())
    }
}
