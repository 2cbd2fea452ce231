//! Why a connection was refused or failed.

use preau_kernel::{Kind, Problem};

use crate::Host;

/// Why a connection was refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum EgressError {
    /// The text is no host.
    #[error("{0:?} is not a host")]
    Host(String),
    /// The address of the request is not an absolute `http` or `https` one, or it carries a password.
    #[error("{0:?} is not an address that can be asked")]
    Address(String),
    /// The operator did not list it. Nothing was sent, not even a question for its address.
    #[error("{host}:{port} is not a listed destination")]
    NotListed {
        /// The host.
        host: Host,
        /// The port.
        port: u16,
    },
    /// It is inside the institution's own network, and its entry does not say so.
    #[error("{host} is inside the institution's network, and its entry does not say so")]
    Near {
        /// The host.
        host: Host,
    },
    /// The list has [`MAX_DESTINATIONS`](crate::MAX_DESTINATIONS) entries.
    #[error("the list of destinations is full")]
    TooManyDestinations,
    /// Its name can't be looked up.
    #[error("looking up the name: {0}")]
    LookUp(#[source] std::io::Error),
    /// It does not answer, or broke off.
    #[error("the connection: {0}")]
    Connection(#[source] std::io::Error),
    /// Its certificate is not one that we trust.
    #[error("TLS: {0}")]
    Tls(#[source] std::io::Error),
    /// The institution's own roots can't be read, or none are installed.
    #[error("the trusted roots: {0}")]
    Roots(String),
    /// It took longer than it may.
    #[error("too slow")]
    TooSlow,
    /// What it sent is not HTTP.
    #[error("HTTP: {0}")]
    Http(#[source] hyper::Error),
    /// Its answer is larger than it may be.
    #[error("the answer is over {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// It sent us on too often.
    #[error("too many redirects")]
    TooManyRedirects,
}

impl From<EgressError> for Problem {
    fn from(error: EgressError) -> Self {
        let (kind, code) = match &error {
            EgressError::Host(_) | EgressError::Address(_) => (Kind::Invalid, "egress-address"),
            EgressError::NotListed { .. } => (Kind::Forbidden, "egress-not-listed"),
            EgressError::Near { .. } => (Kind::Forbidden, "egress-near"),
            EgressError::TooManyDestinations => (Kind::TooMany, "egress-list-full"),
            EgressError::LookUp(_)
            | EgressError::Connection(_)
            | EgressError::TooSlow
            | EgressError::Tls(_)
            | EgressError::Roots(_)
            | EgressError::Http(_)
            | EgressError::TooLarge { .. }
            | EgressError::TooManyRedirects => (Kind::Unavailable, "egress-failed"),
        };
        Self::new(kind, code).caused_by(error)
    }
}
