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
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The port for calls
    #[arg(long, value_name = "N")]
    media_port: Option<u16>,
}

impl Demo {
    pub(super) async fn run(self, voice: &Voice) -> Result<()> {
        let (data, _temporary) = match self.data {
            Some(data) => (data, None),
            None => {
                let room = demo::Room::make()?;
                (room.path().to_owned(), Some(room))
            }
        };
        let mut config = Where { data: Some(data), config: None }.config(Some(self.listen))?;
        config.backups.scheduled = false;
        serve::serve(config, voice, serve::Kind::Demo).await
    }
}
