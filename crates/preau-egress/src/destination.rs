//! Where the operator lets connections go, and why.

use std::{fmt, net::IpAddr, str::FromStr};

use preau_kernel::{Timestamp, word};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::EgressError;

word! {
    /// What a destination is for.
    pub enum Purpose as "DestinationPurpose" {
        /// Certificates for the institution's own name (RFC 8555).
        Acme = "acme",
        /// Sending mail.
        Smtp = "smtp",
        /// Waking a browser or a phone (RFC 8030).
        Push = "push",
        /// Sign-in and directories of the institution: OIDC, SAML, LDAP.
        Identity = "identity",
        /// Where blobs are kept.
        ObjectStorage = "object-storage",
        /// Where everything else is kept.
        Database = "database",
        /// Between the nodes of this institution.
        Bus = "bus",
        /// Translation of a text that someone asked for.
        Translation = "translation",
        /// Another institution that this one talks with.
        Federation = "federation",
        /// Neighbours that countersign the journal.
        Witness = "witness",
        /// The time, or a relay for calls behind a firewall.
        Network = "network",
    }
}

word! {
    /// Who put a destination on the list.
    pub enum Origin as "DestinationOrigin" {
        /// The configuration file.
        Configuration = "configuration",
        /// An administrator, on the page.
        Administrator = "administrator",
    }
}

/// A host: a name in lower case without a trailing dot, or an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Host(String);

impl Host {
    /// The host, without the brackets that an IPv6 address has in a URL.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Host {
    type Err = EgressError;

    /// Reads a host as it stands in a URL. International names come in their `xn--` form.
    fn from_str(text: &str) -> Result<Self, EgressError> {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Ok(Self(address.to_string()));
        }
        let name = bare.strip_suffix('.').unwrap_or(bare).to_ascii_lowercase();
        let label = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        };
        // RFC 1035 §2.3.4. A name whose last label is a number would be taken for an address by some resolvers.
        let numeric = name.rsplit('.').next().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        if name.len() > 253 || numeric || !name.split('.').all(label) {
            return Err(EgressError::Host(text.chars().take(300).collect()));
        }
        Ok(Self(name))
    }
}

impl TryFrom<String> for Host {
    type Error = EgressError;
    fn try_from(text: String) -> Result<Self, EgressError> {
        text.parse()
    }
}

impl From<Host> for String {
    fn from(host: Host) -> Self {
        host.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An entry of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Destination {
    /// The host.
    #[schema(value_type = String)]
    pub host: Host,
    /// The port.
    pub port: u16,
    /// What for.
    pub purpose: Purpose,
    /// Key of the sentence that names the legal basis: `basis-public-task`, `basis-consent`, … (GDPR art. 6).
    pub basis: String,
    /// Who put it on the list.
    pub origin: Origin,
    /// Whether it may be inside the institution's own network (loopback, private, link-local addresses).
    pub near: bool,
}

impl Destination {
    /// An entry of the configuration, outside the institution's own network.
    pub fn new(host: Host, port: u16, purpose: Purpose, basis: &str) -> Self {
        Self { host, port, purpose, basis: basis.to_owned(), origin: Origin::Configuration, near: false }
    }

    /// The same entry, inside the institution's own network.
    #[must_use]
    pub fn near(mut self) -> Self {
        self.near = true;
        self
    }

    pub(crate) fn is(&self, host: &Host, port: u16) -> bool {
        self.host == *host && self.port == port
    }
}

/// A destination and what was used of it since the server started.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DestinationUse {
    /// The entry.
    #[serde(flatten)]
    pub destination: Destination,
    /// Whether Préau's egress opens and counts its connections; if not, its own client does and the figures are 0.
    pub counted: bool,
    /// When a connection was last opened.
    pub last_used: Option<Timestamp>,
    /// Connections opened.
    pub connections: u64,
    /// Bytes received, TLS included.
    pub bytes_in: u64,
    /// Bytes sent, TLS included.
    pub bytes_out: u64,
}
