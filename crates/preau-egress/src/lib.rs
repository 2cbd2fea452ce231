//! The only code that may open an outgoing connection.
//!
//! [`Egress`] holds the operator's list of destinations. What is not on it is refused before its name is even looked
//! up; what is on it is counted, and all of it is shown on `/transparence` ([`Egress::snapshot`]). The default list is
//! empty: nothing leaves.
//!
//! ```ignore
//! let egress = Egress::new(clock, vec![Destination::new("mail.example.fr", 587, Purpose::Smtp, "basis-mission")]);
//! let mut line = egress.connect("mail.example.fr", 587).await?;              // plain, to be upgraded with STARTTLS
//! let answer = egress.http().request(Request::get("https://push.example.fr/x").body(Bytes::new())?).await?;
//! ```
//!
//! Each connection goes through four checks, in this order: the list, the name's addresses (an address inside the
//! institution is refused unless the entry says [`near`](Destination::near), so that a listed name can't be turned
//! against the hospital's own network), the time it may take, and TLS against the system's roots. The address that was
//! checked is the one that is connected to, so a name that changes its mind in between gains nothing.
//!
//! The database, the object storage and NATS have clients that open their own sockets. The server declares them with
//! [`Egress::declare`], so that the public list is whole; the bytes that they move are not counted here.
//!
//! **How to add a purpose**: a word in [`Purpose`], and its sentence `egress-purpose-<word>`.

mod count;
mod destination;
mod error;
mod http;
mod line;
mod near;
mod tls;

use std::{
    net::SocketAddr,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use ::http::uri::Scheme;
use preau_kernel::Clock;
use tokio::net::TcpStream;

pub use destination::{Destination, DestinationUse, Host, Origin, Purpose};
pub use error::EgressError;
pub use http::{Answer, HttpClient, HttpLimits};
pub use line::Line;

use count::{Counted, Counter};

/// Destinations at most.
pub const MAX_DESTINATIONS: usize = 1000;
/// Addresses of one name that are tried at most.
const MAX_ADDRESSES: usize = 8;

/// How long looking up, connecting and the TLS handshake may take, each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience(pub Duration);

impl Default for Patience {
    fn default() -> Self {
        Self(Duration::from_secs(10))
    }
}

/// The operator's list, and the way out. Cloning it is cheap; all clones share one list.
#[derive(Clone)]
pub struct Egress {
    inner: Arc<Inner>,
}

struct Inner {
    list: RwLock<Vec<Arc<Counter>>>,
    clock: Option<Arc<dyn Clock>>,
    tls: tls::Roots,
    patience: Patience,
}

/// Proof that a destination was declared. It opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    destination: Destination,
}

impl Permit {
    /// What was declared.
    pub fn destination(&self) -> &Destination {
        &self.destination
    }
}

impl std::fmt::Debug for Egress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Egress").field("destinations", &self.read().len()).finish_non_exhaustive()
    }
}

impl Egress {
    /// A way out that is shut: it refuses everything.
    pub fn nothing() -> Self {
        Self::build(None, Patience::default(), tls::Roots::system())
    }

    /// A way out to nothing yet; `clock` tells when a destination was last used.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self::build(Some(clock), Patience::default(), tls::Roots::system())
    }

    /// The same with another patience. Give it before the first destination is listed.
    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self::build(self.inner.clock.clone(), patience, self.inner.tls.clone())
    }

    /// Trusts the certificates of a PEM text besides the system's: an institution's own authority. Give it before the
    /// first destination is listed.
    pub fn with_roots(self, pem: &str) -> Result<Self, EgressError> {
        let tls = self.inner.tls.clone().and(pem)?;
        Ok(Self::build(self.inner.clock.clone(), self.inner.patience, tls))
    }

    fn build(clock: Option<Arc<dyn Clock>>, patience: Patience, tls: tls::Roots) -> Self {
        Self { inner: Arc::new(Inner { list: RwLock::default(), clock, tls, patience }) }
    }

    /// Puts a destination on the list, or replaces the entry with the same host and port.
    pub fn allow(&self, destination: Destination) -> Result<(), EgressError> {
        self.list(destination, true)
    }

    /// Puts on the list a destination whose own client opens the sockets: database, object storage, bus. It is shown,
    /// and neither opened nor counted here.
    pub fn declare(&self, destination: Destination) -> Result<Permit, EgressError> {
        self.list(destination.clone(), false)?;
        Ok(Permit { destination })
    }

    /// Takes a destination off the list. Open connections go on until they end.
    pub fn forbid(&self, host: &Host, port: u16) {
        self.write().retain(|entry| !entry.destination.is(host, port));
    }

    /// The list, with what was used of it, in the order of host and port.
    pub fn snapshot(&self) -> Vec<DestinationUse> {
        let mut uses: Vec<_> = self.read().iter().map(|entry| entry.snapshot()).collect();
        uses.sort_by(|a, b| (&a.destination.host, a.destination.port).cmp(&(&b.destination.host, b.destination.port)));
        uses
    }

    /// A client for requests over HTTP, with the usual limits.
    pub fn http(&self) -> HttpClient {
        HttpClient::new(self.clone(), HttpLimits::default())
    }

    /// Opens a plain connection. Speak TLS on it with [`Line::secure`] as soon as the protocol can.
    pub async fn connect(&self, host: &str, port: u16) -> Result<Line, EgressError> {
        let host: Host = host.parse()?;
        let entry = self.find(&host, port)?;
        let stream = within(self.inner.patience, self.dial(&entry)).await?;
        entry.opened(self.inner.clock.as_deref());
        Ok(Line::plain(Counted::new(stream, entry), host, self.inner.tls.clone(), self.inner.patience))
    }

    /// Opens a connection that speaks TLS from the first byte.
    pub async fn connect_tls(&self, host: &str, port: u16) -> Result<Line, EgressError> {
        self.connect(host, port).await?.secure().await
    }

    async fn dial(&self, entry: &Counter) -> Result<TcpStream, EgressError> {
        let destination = &entry.destination;
        let found = tokio::net::lookup_host((destination.host.as_str(), destination.port)).await;
        let addresses: Vec<SocketAddr> = found.map_err(EgressError::LookUp)?.take(MAX_ADDRESSES).collect();
        let mut failure = EgressError::LookUp(std::io::ErrorKind::NotFound.into());
        for address in addresses {
            if near::is_near(address.ip()) && !destination.near {
                failure = EgressError::Near { host: destination.host.clone() };
                continue;
            }
            #[expect(clippy::disallowed_methods, reason = "this is the way out")]
            match TcpStream::connect(address).await {
                Ok(stream) => {
                    stream.set_nodelay(true).map_err(EgressError::Connection)?;
                    return Ok(stream);
                }
                Err(error) => failure = EgressError::Connection(error),
            }
        }
        Err(failure)
    }

    fn find(&self, host: &Host, port: u16) -> Result<Arc<Counter>, EgressError> {
        let list = self.read();
        let entry = list.iter().find(|entry| entry.opens && entry.destination.is(host, port));
        entry.cloned().ok_or_else(|| EgressError::NotListed { host: host.clone(), port })
    }

    fn list(&self, destination: Destination, opens: bool) -> Result<(), EgressError> {
        let mut list = self.write();
        list.retain(|entry| !entry.destination.is(&destination.host, destination.port));
        if list.len() >= MAX_DESTINATIONS {
            return Err(EgressError::TooManyDestinations);
        }
        list.push(Arc::new(Counter::new(destination, opens)));
        Ok(())
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Vec<Arc<Counter>>> {
        self.inner.list.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, Vec<Arc<Counter>>> {
        self.inner.list.write().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn within<T>(patience: Patience, work: impl Future<Output = Result<T, EgressError>>) -> Result<T, EgressError> {
    tokio::time::timeout(patience.0, work).await.unwrap_or(Err(EgressError::TooSlow))
}

/// The port that a scheme means when the address names none.
fn default_port(scheme: &Scheme) -> u16 {
    if *scheme == Scheme::HTTP { 80 } else { 443 }
}

#[cfg(test)]
mod tests;
