//! Fan-out that only wakes people up; the truth is in the database.
//!
//! After a change is committed, its [`Subject`] is published, and whoever shows that space reads the database again.
//! A wake-up may get lost (a slow page, a gap in the network): then the subscription yields [`Delivery::Lagged`], and
//! its owner catches up from the database with whatever token its protocol has. So nothing here is stored, nothing is
//! retried, and every queue has an end.
//!
//! [`Bus::local`] serves one node in process; [`Bus::nats`] serves many, each of which sees what the others publish
//! and what it publishes itself, once. Both match subjects as NATS does
//! (<https://docs.nats.io/nats-concepts/subjects#wildcards>): `*` stands for one word, `>` at the end for one or more.
//!
//! **Invariant.** When [`Bus::subscribe`] has returned, every later publication either arrives or is covered by a
//! `Lagged` that comes after it. So: subscribe first, then read the database, then wait.

mod error;
mod local;
mod nats;
mod subject;

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::Bytes;
use futures_util::Stream;
use tokio::sync::broadcast;
use tokio_stream::wrappers::BroadcastStream;

pub use error::BusError;
pub use nats::NatsConfig;
pub use subject::{Pattern, Subject};

/// The largest payload, in bytes. A wake-up carries ids, not content.
pub const MAX_PAYLOAD: usize = 64 * 1024;

/// How many deliveries wait for one subscriber before it is told that it lags.
pub const QUEUE: usize = 64;

/// Something that was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// About what.
    pub subject: Subject,
    /// The particulars; often empty.
    pub payload: Bytes,
}

/// What a subscriber gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// Something was published.
    Message(Message),
    /// Something may have been missed: read the database again.
    Lagged,
}

/// The fan-out of one institution. Cloning it is cheap.
#[derive(Debug, Clone)]
pub enum Bus {
    /// Within this process.
    Local(local::Hub),
    /// Between all nodes of the institution, over NATS.
    Nats(nats::Nats),
}

impl Bus {
    /// A bus within this process.
    pub fn local() -> Self {
        Self::Local(local::Hub::default())
    }

    /// A bus between nodes. Fails if the server can't be reached now; later gaps are bridged by reconnecting.
    pub async fn nats(config: &NatsConfig) -> Result<Self, BusError> {
        nats::Nats::connect(config).await.map(Self::Nats)
    }

    /// Wakes everyone who watches `subject`, on all nodes.
    ///
    /// While NATS can't be reached this fails at once. Nothing is lost by ignoring that: the change is committed, and
    /// watchers are told that they lag as soon as the connection is back.
    pub async fn publish(&self, subject: &Subject, payload: Bytes) -> Result<(), BusError> {
        if payload.len() > MAX_PAYLOAD {
            return Err(BusError::TooLarge { size: payload.len() });
        }
        match self {
            Self::Local(hub) => {
                hub.publish(Message { subject: subject.clone(), payload });
                Ok(())
            }
            Self::Nats(nats) => nats.publish(subject, payload).await,
        }
    }

    /// Watches all subjects that `pattern` matches, until the subscription is dropped.
    pub async fn subscribe(&self, pattern: &Pattern) -> Result<Subscription, BusError> {
        match self {
            Self::Local(hub) => Ok(hub.subscribe(pattern)),
            Self::Nats(nats) => nats.subscribe(pattern).await,
        }
    }
}

/// A stream of deliveries that ends only with the bus itself.
#[derive(Debug)]
pub struct Subscription {
    queue: Option<BroadcastStream<Delivery>>,
    pattern: Pattern,
    source: Arc<dyn Source>,
}

/// Where a subscription came from, told when it leaves.
trait Source: std::fmt::Debug + Send + Sync + 'static {
    /// Stops listening for `pattern` if nobody is left who wants it.
    fn left(&self, pattern: &Pattern);
}

impl Subscription {
    fn new(queue: broadcast::Receiver<Delivery>, pattern: &Pattern, source: Arc<dyn Source>) -> Self {
        Self { queue: Some(BroadcastStream::new(queue)), pattern: pattern.clone(), source }
    }
}

impl Stream for Subscription {
    type Item = Delivery;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Delivery>> {
        let Some(queue) = self.queue.as_mut() else { return Poll::Ready(None) };
        // A broadcast queue drops its oldest entries and says how many: we only need to know that there were some.
        Pin::new(queue).poll_next(context).map(|next| next.map(|delivery| delivery.unwrap_or(Delivery::Lagged)))
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.queue = None;
        self.source.left(&self.pattern);
    }
}

#[cfg(test)]
mod tests;
