//! `preau backup`.

use std::path::PathBuf;

use clap::Args;
use preau_kernel::Result;
use preau_web::Said;
use serde_json::json;

use super::Where;
use crate::{
    ServerError,
    backup::{take, trial},
    voice::Voice,
};

/// Make a copy that can be restored, while the institution is in use
#[derive(Debug, Args)]
pub(super) struct Backup {
    #[command(flatten)]
    place: Where,
    /// Restore it into a temporary folder beside it, to see whether that works
    #[arg(long)]
    test: bool,
    /// The folder to make; missing or empty
    #[arg(value_name = "DIR")]
    to: PathBuf,
}

impl Backup {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let opened = self.place.open().await?;
        let app = &opened.institution.app;
        let manifest = take::take(take::Source { app, before: None }, &self.to).await?;
        let said = Said::new("backup-made").with("folder", self.to.display());
        voice.tell(&said.with("rows", manifest.rows()).with("blobs", manifest.blobs));
        let mut answer = json!({
            "folder": self.to, "at": manifest.at, "rows": manifest.rows(), "blobs": manifest.blobs,
            "blob_bytes": manifest.blob_bytes,
        });
        if self.test {
            let trial = trial::attempt(&self.to, app, &opened.institution.config).await?;
            answer["trial"] = json!(trial);
            if !trial.is_good() {
                return Err(ServerError::TrialFailed(trial.bad.join(", ")).into());
            }
            voice.tell(&Said::new("trial-good").with("rows", trial.rows).with("persons", trial.persons));
        }
        voice.give(&answer);
        opened.close().await
    }
}
