//! `preau serve`.

use std::net::SocketAddr;

use clap::Args;
use preau_kernel::Result;

use super::Where;
use crate::{serve, voice::Voice};

/// Run; on an empty folder print a one-time set-up link
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    place: Where,
    /// Where to listen, such as 127.0.0.1:8080; port 0 takes any that is free
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub(super) async fn run(&self, voice: &Voice) -> Result<()> {
        serve::serve(self.place.config(self.listen)?, voice, serve::Kind::Own).await
    }
}
