//! The demo institution: invented people to look around with.

use std::path::{Path, PathBuf};

use preau_kernel::Result;
use preau_web::App;

use crate::ServerError;

/// Fills an empty institution with the demo's people, the same at every start. One that has something in it is left
/// as it is.
pub async fn fill(_app: &App) -> Result<()> {
    Ok(())
}

/// A temporary data folder, removed with this value.
pub(crate) struct Room(PathBuf);

impl Room {
    pub(crate) fn make() -> Result<Self, ServerError> {
        let path = std::env::temp_dir().join(format!("preau-demo-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(ServerError::folder(&path))?;
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // What stays is in the system's folder for temporary files.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
