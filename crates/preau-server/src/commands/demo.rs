//! `preau demo`.

use std::{net::SocketAddr, path::PathBuf};

use clap::Args;
use preau_kernel::Result;

use super::Where;
use crate::{demo, serve, voice::Voice};

/// Run an invented institution, to look around in
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The data folder; without it a temporary one, removed at the end
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where to listen
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080", hide_default_value = true)]
    listen: SocketAddr,
    /// The port for calls
    #[arg(long, value_name = "N")]
    media_port: Option<u16>,
}

impl Demo {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let room = if self.data.is_none() { Some(demo::Room::make()?) } else { None };
        let data = self.data.or_else(|| room.as_ref().map(|room| room.path().to_owned()));
        let mut config = Where { data, config: None }.config(Some(self.listen))?;
        config.backups.scheduled = false;
        serve::serve(config, voice, serve::Kind::Demo).await
    }
}
