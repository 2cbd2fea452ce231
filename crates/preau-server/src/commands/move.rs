//! `preau move`.

use std::path::PathBuf;

use clap::Args;
use preau_kernel::Result;
use preau_web::Said;
use serde_json::json;

use super::{Where, variables};
use crate::{
    backup::carry,
    config::{Config, Flags},
    serve::FolderLock,
    voice::Voice,
    wiring,
};

/// Carry the institution to another database or store
#[derive(Debug, Args)]
pub(super) struct Move {
    #[command(flatten)]
    place: Where,
    /// The configuration to move to
    #[arg(long, value_name = "CONFIG")]
    to: PathBuf,
}

impl Move {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let config = self.place.config(None)?;
        if !super::is_begun(&config).await? {
            return Err(crate::ServerError::NoInstitution(config.data).into());
        }
        let to = Config::load(&Flags { config: Some(self.to.clone()), ..Flags::default() }, variables())?;
        // Nobody may write to either while it goes over.
        let lock = FolderLock::take(&config.data)?;
        let _there = (to.data != config.data).then(|| FolderLock::take(&to.data)).transpose()?;
        let from = wiring::open(&config, config.public_address(config.listen)?, Some(&lock)).await?;
        let carried = carry::carry(&from, &to).await?;
        from.app.ctx.db.close().await?;
        let said = Said::new("move-done").with("config", self.to.display());
        voice.tell(&said.with("rows", carried.rows).with("blobs", carried.blobs));
        voice.give(&json!(carried));
        Ok(())
    }
}
