//! What can go wrong around the services: configuration, folders, listening, backups, moves.

use std::{io::ErrorKind, path::PathBuf};

use preau_journal::Fault;
use preau_kernel::{Kind, Problem};

/// What can go wrong around the services.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The configuration file can't be read or understood; `why` names line and key.
    #[error("{path}: {why}", path = path.display())]
    ConfigFile {
        /// The file.
        path: PathBuf,
        /// What is wrong, with its line.
        why: String,
    },
    /// There is no such configuration file.
    #[error("{} is missing", .0.display())]
    ConfigMissing(PathBuf),
    /// The variables say something that can't be understood.
    #[error("PREAU_* variables: {0}")]
    Variables(String),
    /// No such time zone.
    #[error("{0:?} is not a time zone")]
    Zone(String),
    /// The domain for a certificate can't be a part of an address.
    #[error("{0:?} is not a domain")]
    Domain(String),
    /// An entry of `[push] allow` is no origin of a push service.
    #[error("{0:?} is not an address of a push service")]
    Push(String),
    /// Another server has this data folder open.
    #[error("another preau serves {}", .0.display())]
    FolderInUse(PathBuf),
    /// The data folder can't be made, read or written.
    #[error("{}: {cause}", path.display())]
    Folder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The address can't be listened on.
    #[error("{address}: {cause}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// What the system said.
        cause: std::io::Error,
    },
    /// The certificate or its key can't be used.
    #[error("{}: {why}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The upgrade of the tables failed; nothing was changed. `copy` is the snapshot taken before it.
    #[error("the upgrade failed: {cause}")]
    Upgrade {
        /// The snapshot, on SQLite.
        copy: Option<PathBuf>,
        /// What the database said.
        cause: preau_db::DbError,
    },
    /// The tables are of another version than this program, and a server is using them.
    #[error("the tables are of another version and in use")]
    UpgradePending,
    /// The database was being filled by a move or a restore that did not end.
    #[error("a move into this database did not end")]
    Unfinished,
    /// Something is there already where something new should be put.
    #[error("{0} is not empty")]
    NotEmpty(String),
    /// The folder is not a backup, or one that did not end.
    #[error("{} holds no backup", .0.display())]
    NoBackup(PathBuf),
    /// A file of the backup is missing or was changed.
    #[error("backup: {0} is missing or was changed")]
    BackupDamaged(String),
    /// The backup was made by a newer Préau.
    #[error("the backup has form {0}")]
    BackupForm(u32),
    /// What was written is not what was read.
    #[error("{0} differs after the copy")]
    Differs(String),
    /// Nobody has this login.
    #[error("nobody has this login")]
    NoSuchLogin,
    /// There is no institution here yet.
    #[error("no institution in {}", .0.display())]
    NoInstitution(PathBuf),
    /// The data folder has more loose files than any institution needs.
    #[error("too many files in {}", .0.display())]
    TooManyFiles(PathBuf),
    /// The configuration to move to is the one to move from.
    #[error("nothing to move")]
    SamePlace,
    /// Only an export of everything can be imported.
    #[error("the archive is not of everything")]
    NotOfEverything,
    /// A backup was restored for a trial, and the checks found something wrong.
    #[error("the restored institution has: {0}")]
    TrialFailed(String),
    /// So many checks found something wrong.
    #[error("{0} checks found something wrong")]
    Unwell(usize),
    /// Files of a roster can't be used; nothing was written.
    #[error("refused: {0}")]
    RosterRefused(String),
    /// Somebody, or the disk, changed the journal.
    #[error("the journal: {0}")]
    JournalUnsound(Fault),
    /// The file holds no signed checkpoint of this journal.
    #[error("{} is no checkpoint of this journal", .0.display())]
    NotACheckpoint(PathBuf),
}

/// A problem and all that caused it, on one line, for the log.
pub(crate) fn chain(problem: &Problem) -> String {
    let mut text = problem.to_string();
    let mut cause = std::error::Error::source(problem);
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// What the sentence of an unsound journal is told: the code of what does not fit, and where, or `none`.
pub(crate) fn misfit(fault: &Fault) -> [(&'static str, String); 2] {
    let what = serde_json::json!(fault.what).as_str().unwrap_or_default().to_owned();
    [("what", what), ("index", fault.index.map_or_else(|| "none".to_owned(), |index| index.to_string()))]
}

impl ServerError {
    /// The system's refusal of a folder or file.
    pub(crate) fn folder(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |cause| Self::Folder { path, cause }
    }
}

impl From<ServerError> for Problem {
    fn from(error: ServerError) -> Self {
        use ServerError as E;
        let (kind, code) = match &error {
            E::ConfigFile { .. } => (Kind::Invalid, "config-file"),
            E::ConfigMissing(_) => (Kind::NotFound, "config-missing"),
            E::Variables(_) => (Kind::Invalid, "config-variables"),
            E::Zone(_) => (Kind::Invalid, "config-zone"),
            E::Domain(_) => (Kind::Invalid, "config-domain"),
            E::Push(_) => (Kind::Invalid, "config-push"),
            E::FolderInUse(_) => (Kind::Conflict, "folder-in-use"),
            E::Folder { cause, .. } if cause.kind() == ErrorKind::StorageFull => (Kind::Quota, "disk-full"),
            E::Folder { cause, .. } if cause.kind() == ErrorKind::NotFound => (Kind::Unavailable, "folder-missing"),
            E::Folder { cause, .. } if cause.kind() == ErrorKind::PermissionDenied => {
                (Kind::Unavailable, "folder-forbidden")
            }
            E::Folder { .. } => (Kind::Unavailable, "folder-refused"),
            E::Listen { .. } => (Kind::Unavailable, "listen-refused"),
            E::Certificate { .. } => (Kind::Invalid, "certificate-unusable"),
            E::Upgrade { copy: Some(_), .. } => (Kind::Internal, "upgrade-failed-with-copy"),
            E::Upgrade { copy: None, .. } => (Kind::Internal, "upgrade-failed"),
            E::UpgradePending => (Kind::Conflict, "upgrade-pending"),
            E::Unfinished => (Kind::Conflict, "move-unfinished"),
            E::NotEmpty(_) => (Kind::Conflict, "not-empty"),
            E::NoBackup(_) => (Kind::NotFound, "no-backup"),
            E::BackupDamaged(_) => (Kind::Invalid, "backup-damaged"),
            E::BackupForm(_) => (Kind::Invalid, "backup-form"),
            E::Differs(_) => (Kind::Internal, "copy-differs"),
            E::NoSuchLogin => (Kind::NotFound, "no-such-login"),
            E::NoInstitution(_) => (Kind::NotFound, "no-institution"),
            E::TooManyFiles(_) => (Kind::TooLarge, "too-many-files"),
            E::SamePlace => (Kind::Conflict, "same-place"),
            E::NotOfEverything => (Kind::Invalid, "not-of-everything"),
            E::TrialFailed(_) => (Kind::Internal, "trial-failed"),
            E::Unwell(_) => (Kind::Internal, "unwell"),
            E::RosterRefused(_) => (Kind::Invalid, "roster-refused-files"),
            E::JournalUnsound(_) => (Kind::Internal, "journal-unsound"),
            E::NotACheckpoint(_) => (Kind::Invalid, "not-a-checkpoint"),
        };
        let mut problem = Self::new(kind, code);
        for (name, value) in error.arguments() {
            problem = problem.with(name, value);
        }
        problem.caused_by(error)
    }
}

impl ServerError {
    fn arguments(&self) -> Vec<(&'static str, String)> {
        use ServerError as E;
        match self {
            E::ConfigFile { path, why } | E::Certificate { path, why } => {
                vec![("file", path.display().to_string()), ("error", why.clone())]
            }
            E::Variables(why) => vec![("error", why.clone())],
            E::Zone(name) => vec![("zone", name.clone())],
            E::Domain(name) => vec![("domain", name.clone())],
            E::Push(entry) => vec![("entry", entry.clone())],
            E::FolderInUse(path) | E::NoInstitution(path) | E::TooManyFiles(path) | E::NoBackup(path) => {
                vec![("folder", path.display().to_string())]
            }
            E::Folder { path, cause } => vec![("folder", path.display().to_string()), ("error", cause.to_string())],
            E::Listen { address, cause } => vec![("address", address.to_string()), ("error", cause.to_string())],
            E::Upgrade { copy, cause } => {
                let copy = copy.as_ref().map(|copy| copy.display().to_string());
                vec![("copy", copy.unwrap_or_default()), ("error", cause.to_string())]
            }
            E::NotEmpty(what)
            | E::BackupDamaged(what)
            | E::Differs(what)
            | E::TrialFailed(what)
            | E::RosterRefused(what) => vec![("what", what.clone())],
            E::JournalUnsound(fault) => misfit(fault).into(),
            E::NotACheckpoint(path) | E::ConfigMissing(path) => vec![("file", path.display().to_string())],
            E::Unwell(count) => vec![("count", count.to_string())],
            E::BackupForm(form) => vec![("form", form.to_string())],
            E::UpgradePending | E::Unfinished | E::NoSuchLogin | E::SamePlace | E::NotOfEverything => Vec::new(),
        }
    }
}
