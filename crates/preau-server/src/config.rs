//! What an operator may say: one TOML file, `PREAU_*` variables over it, flags over both.
//!
//! Nothing has to be said: the default is one machine, one folder, SQLite, loopback. A key that nobody knows is
//! refused with its line, because a misspelt `certificat` must not silently mean "no TLS". A variable's name is the
//! key's path with `__` between its parts: `PREAU_DATABASE__POSTGRES__URL`.
//!
//! **How to add a key**: a field here with its meaning, a line in `preau.example.toml`; a test holds the two together.

use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
};

use preau_kernel::Lang;
use preau_notices::MailTls;
use preau_web::Zone;
use serde::Deserialize;
use url::Url;

use crate::ServerError;

/// A commented configuration with every key and its default.
pub const EXAMPLE: &str = include_str!("../preau.example.toml");
/// The configuration that a data folder may carry itself.
pub const FILE_NAME: &str = "preau.toml";
/// The directory of the authority that certificates come from if no other is named.
pub(crate) use rustls_acme::acme::LETS_ENCRYPT_PRODUCTION_DIRECTORY as ACME_DIRECTORY;

/// How an institution's Préau runs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The data folder: database, blobs, keys, backups, dropped languages.
    pub data: PathBuf,
    /// Where pages are served.
    pub listen: SocketAddr,
    /// The address that people type; guessed from `listen` and `tls` if it is not given.
    pub address: Option<Url>,
    /// Where `/metrics`, `/healthz` and `/readyz` are served, if anywhere: for the operators' own machines.
    pub operators: Option<SocketAddr>,
    /// Where plain HTTP is answered by "come over TLS".
    pub redirect: Option<SocketAddr>,
    /// The institution's language.
    pub language: Lang,
    /// The institution's time zone, an IANA name.
    pub zone: String,
    /// Connections at once; the next one waits in the system's queue.
    pub connections: u32,
    /// Where the source of the running version can be had, if it is not the published one (AGPL-3.0 section 13).
    pub source: Option<Url>,
    /// Where the tables are.
    pub database: Database,
    /// Where files are.
    pub blobs: Blobs,
    /// How nodes wake each other.
    pub bus: Bus,
    /// Who makes the lines private.
    pub tls: Tls,
    /// What is kept for a bad day.
    pub backups: Backups,
    /// The mail server, if there is one.
    pub smtp: Option<Smtp>,
    /// Whether phones may be woken, and through whom.
    pub push: Push,
}

/// Where the tables are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Database {
    /// A file on this machine.
    Sqlite {
        /// The file; `preau.db` in the data folder if it is not given.
        path: Option<PathBuf>,
    },
    /// A PostgreSQL server, version 15 or later.
    Postgres {
        /// `postgres://user:password@host/database`
        url: String,
        /// Connections of this node at most.
        #[serde(default = "postgres_connections")]
        connections: u32,
    },
}

/// Where files are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
#[expect(clippy::large_enum_variant, reason = "there is one in the program")]
pub enum Blobs {
    /// A folder.
    Folder {
        /// The folder; `blobs` in the data folder if it is not given.
        path: Option<PathBuf>,
    },
    /// An object store that speaks S3.
    S3 {
        /// Its address.
        endpoint: Url,
        /// The bucket, made beforehand.
        bucket: String,
        /// The region; many stores take any word.
        #[serde(default = "region")]
        region: String,
        /// What the keys begin with, so that a bucket can be shared.
        #[serde(default)]
        prefix: String,
        /// The access key's name.
        key: String,
        /// The access key's secret.
        secret: String,
        /// PEM: authorities to trust besides the system's.
        roots: Option<PathBuf>,
    },
}

/// How nodes wake each other.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Bus {
    /// One node.
    Local,
    /// Several, over NATS.
    Nats {
        /// `nats://host:4222`, or `tls://…`; several of one cluster between commas.
        url: String,
        /// PEM: authorities to trust besides the system's.
        roots: Option<PathBuf>,
        /// This node's name, for the server's logs.
        #[serde(default = "node")]
        node: String,
    },
}

/// Who makes the lines private.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Tls {
    /// Nobody (loopback), or a proxy on this machine.
    Off,
    /// A certificate of the institution's own, read again when the files change.
    Files {
        /// PEM: the certificate and those above it.
        certificate: PathBuf,
        /// PEM: its private key.
        key: PathBuf,
    },
    /// A certificate fetched by itself (RFC 8555, TLS-ALPN-01); port 443 must be reachable from outside.
    Acme {
        /// The institution's domain.
        domain: String,
        /// Whom the authority may warn.
        email: String,
        /// The authority's directory; Let's Encrypt if it is not given.
        directory: Option<Url>,
        /// PEM: authorities to trust besides the system's on the line to it, for one of the institution's own.
        roots: Option<PathBuf>,
    },
}

/// What is kept for a bad day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Backups {
    /// Whether one is made each day.
    pub scheduled: bool,
    /// Where; `backups` in the data folder if it is not given. Better another disk.
    pub folder: Option<PathBuf>,
    /// How many days' backups are kept.
    pub daily: usize,
    /// How many weeks' backups are kept besides.
    pub weekly: usize,
}

/// The mail server.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    #[serde(default = "smtp_port")]
    pub port: u16,
    /// How the line is made private: `starttls`, `tls`, or `off` on a network of the institution's own.
    #[serde(default = "smtp_tls")]
    pub tls: MailTls,
    /// The user's name, if it asks for one.
    #[serde(default)]
    pub user: Option<String>,
    /// The user's password.
    #[serde(default)]
    pub password: Option<String>,
    /// Whose mails they are.
    pub from: String,
}

/// Whether phones may be woken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Push {
    /// The push services, by host or as `https://host:port`; none: nobody is woken.
    pub allow: Vec<String>,
}

fn postgres_connections() -> u32 {
    16
}

fn smtp_port() -> u16 {
    587
}

fn smtp_tls() -> MailTls {
    MailTls::StartTls
}

fn node() -> String {
    "preau".to_owned()
}

fn region() -> String {
    "us-east-1".to_owned()
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data: PathBuf::from("preau-data"),
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
            address: None,
            operators: None,
            redirect: None,
            language: Lang::Fr,
            zone: "Europe/Paris".to_owned(),
            connections: 10_000,
            source: None,
            database: Database::Sqlite { path: None },
            blobs: Blobs::Folder { path: None },
            bus: Bus::Local,
            tls: Tls::Off,
            backups: Backups::default(),
            smtp: None,
            push: Push::default(),
        }
    }
}

impl Default for Backups {
    fn default() -> Self {
        Self { scheduled: true, folder: None, daily: 7, weekly: 4 }
    }
}

/// Flags that say the same as keys.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--listen`
    pub listen: Option<SocketAddr>,
}

impl Config {
    /// Reads the file, the variables and the flags. Without `--config`, the data folder's own `preau.toml` is read if
    /// it has one.
    pub fn load(flags: &Flags, variables: impl Iterator<Item = (String, String)>) -> Result<Self, ServerError> {
        let variables: Vec<_> = variables.collect();
        let named = flags.config.clone();
        let file = named.or_else(|| {
            let data = flags.data.clone().unwrap_or_else(|| Self::from_variables(&variables).data);
            Some(data.join(FILE_NAME)).filter(|file| file.is_file())
        });
        let text = match &file {
            Some(path) => std::fs::read_to_string(path).map_err(|error| match error.kind() {
                std::io::ErrorKind::NotFound => ServerError::ConfigMissing(path.clone()),
                _ => ServerError::ConfigFile { path: path.clone(), why: error.to_string() },
            })?,
            None => String::new(),
        };
        let mut config = Self::parse(&text, variables, file.as_deref())?;
        if let Some(data) = &flags.data {
            config.data.clone_from(data);
        }
        if let Some(listen) = flags.listen {
            config.listen = listen;
        }
        if Zone::named(&config.zone).is_none() {
            return Err(ServerError::Zone(config.zone));
        }
        Ok(config)
    }

    fn from_variables(variables: &[(String, String)]) -> Self {
        Self::parse("", variables.to_vec(), None).unwrap_or_default()
    }

    /// Reads a configuration's text with variables over it; `path` is named in the refusal.
    pub fn parse(
        text: &str,
        variables: impl IntoIterator<Item = (String, String)>,
        path: Option<&Path>,
    ) -> Result<Self, ServerError> {
        let refused = |error: toml::de::Error| ServerError::ConfigFile {
            path: path.unwrap_or(Path::new(FILE_NAME)).to_owned(),
            why: error.to_string(),
        };
        // Read by itself first: only the file's own text has lines to name in a refusal.
        let _: Self = toml::from_str(text).map_err(refused)?;
        let mut table: toml::Table = toml::from_str(text).map_err(refused)?;
        for (name, value) in variables {
            overlay(&mut table, &name, &value);
        }
        table.try_into().map_err(|error: toml::de::Error| ServerError::Variables(error.to_string()))
    }

    /// The database file or server.
    pub fn db(&self) -> preau_db::Config {
        match &self.database {
            Database::Sqlite { path } => preau_db::Config::Sqlite {
                path: path.clone().unwrap_or_else(|| self.data.join("preau.db")),
                durable: true,
            },
            Database::Postgres { url, connections } => {
                preau_db::Config::Pg { url: url.clone(), connections: *connections }
            }
        }
    }

    /// Whether the tables are a file that moves with the data folder.
    pub fn database_is_inside(&self) -> bool {
        self.database == Database::Sqlite { path: None }
    }

    /// What the database is called in a refusal: never with its password.
    pub fn database_name(&self) -> String {
        match self.db() {
            preau_db::Config::Sqlite { path, .. } => path.display().to_string(),
            preau_db::Config::Pg { url, .. } => url.rsplit('/').next().unwrap_or_default().to_owned(),
        }
    }

    /// Where blobs are, to be compared with another configuration's.
    pub fn blob_place(&self) -> Blobs {
        match &self.blobs {
            Blobs::Folder { path: None } => Blobs::Folder { path: Some(self.data.join("blobs")) },
            elsewhere => elsewhere.clone(),
        }
    }

    /// Where backups are kept.
    pub fn backup_folder(&self) -> PathBuf {
        self.backups.folder.clone().unwrap_or_else(|| self.data.join("backups"))
    }

    /// The address that people type, once it is known where the server listens.
    pub fn public_address(&self, listening: SocketAddr) -> Result<Url, ServerError> {
        if let Some(address) = &self.address {
            return Ok(address.clone());
        }
        // Browsers give passkeys to names, not to numbers.
        let host = match &self.tls {
            Tls::Acme { domain, .. } => domain.clone(),
            _ if listening.ip().is_loopback() || listening.ip().is_unspecified() => "localhost".to_owned(),
            _ => listening.ip().to_string(),
        };
        let scheme = if self.tls == Tls::Off { "http" } else { "https" };
        let bare = if host.contains(':') { format!("[{host}]") } else { host.clone() };
        format!("{scheme}://{bare}:{}", listening.port()).parse().map_err(|_| ServerError::Domain(host))
    }
}

/// Puts a variable's value at its key's place; other programs' variables are left alone.
fn overlay(table: &mut toml::Table, name: &str, value: &str) {
    const KEYS: [&str; 16] = [
        "data",
        "listen",
        "address",
        "operators",
        "redirect",
        "language",
        "zone",
        "connections",
        "source",
        "database",
        "blobs",
        "bus",
        "tls",
        "backups",
        "smtp",
        "push",
    ];
    let Some(rest) = name.strip_prefix("PREAU_") else { return };
    let path: Vec<String> = rest.split("__").map(str::to_lowercase).collect();
    let Some((last, folders)) = path.split_last() else { return };
    if !KEYS.contains(&path.first().map_or("", String::as_str)) {
        return;
    }
    // These are one thing or the other: naming one takes the place of what the file said.
    if let [first @ ("database" | "blobs" | "bus" | "tls"), choice, _] =
        path.iter().map(String::as_str).collect::<Vec<_>>()[..]
        && let Some(toml::Value::Table(choices)) = table.get_mut(first)
    {
        choices.retain(|name, _| name == choice);
    }
    let mut place = table;
    for folder in folders {
        let entry = place.entry(folder.as_str()).or_insert_with(|| toml::Table::new().into());
        if !entry.is_table() {
            *entry = toml::Table::new().into();
        }
        let toml::Value::Table(inner) = entry else { return };
        place = inner;
    }
    let number = value.parse::<i64>().map(toml::Value::from);
    let truth = value.parse::<bool>().map(toml::Value::from);
    place.insert(last.clone(), number.or(truth).unwrap_or_else(|_| value.into()));
}

#[cfg(test)]
mod tests;
