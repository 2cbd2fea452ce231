//! `preau config --example`.

use clap::Args;

use crate::{config::EXAMPLE, voice::Voice};

/// Print a commented configuration
#[derive(Debug, Args)]
pub(super) struct Print {
    /// Print every key with its default and its meaning
    #[arg(long, required = true)]
    example: bool,
}

impl Print {
    pub(super) fn run(voice: &Voice) {
        voice.print(EXAMPLE.trim_end());
        voice.give(&serde_json::json!({ "example": EXAMPLE }));
    }
}
