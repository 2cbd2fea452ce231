//! One server for one data folder.

use std::{fs::File, path::Path};

use rustix::fs::{FlockOperation, flock};

use crate::ServerError;

/// Held while a server, a move or a restore has the data folder to itself. The system lets go of it when the process
/// ends, however it ends.
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Makes the folder if it is missing and takes it, or says who can't.
    pub fn take(data: &Path) -> Result<Self, ServerError> {
        crate::backup::make_folder(data)?;
        let path = data.join("lock");
        let file = File::options().create(true).append(true).open(&path).map_err(ServerError::folder(&path))?;
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Self { _file: file }),
            Err(rustix::io::Errno::WOULDBLOCK) => Err(ServerError::FolderInUse(data.to_owned())),
            Err(error) => Err(ServerError::Folder { path, cause: error.into() }),
        }
    }
}
