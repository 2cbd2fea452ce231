//! Fan-out between nodes: core NATS, at most once, which is enough for wake-ups.
//!
//! Each pattern that somebody on this node watches has one NATS subscription and one queue, whoever watches it. A gap
//! (reconnection, or this node too slow to read) puts a `Lagged` into all queues, after the server has confirmed that
//! our subscriptions stand again.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_nats::{Client, ConnectOptions, Event, connection::State};
use bytes::Bytes;
use futures_util::StreamExt;
use tokio::{
    sync::{OnceCell, broadcast, watch},
    task::AbortHandle,
    time::timeout,
};

use crate::{BusError, Delivery, Message, Pattern, QUEUE, Source, Subject, Subscription};

/// How long the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How many messages may wait between the socket and a queue.
const INCOMING: usize = 1024;
/// Nobody answers there, so the server itself says so at once (NATS "no responders"): a round trip.
const NOBODY: &str = "preau.nobody.answers";

/// Where the NATS server is.
#[derive(Clone, PartialEq, Eq)]
pub struct NatsConfig {
    /// `nats://user:password@host:port`, or `tls://…`; several servers of one cluster between commas.
    pub address: String,
    /// A PEM file with the roots to trust besides the system's.
    pub roots: Option<PathBuf>,
    /// This node's name, for the server's logs.
    pub node: String,
}

// The address may hold a password.
impl fmt::Debug for NatsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NatsConfig").field("node", &self.node).finish_non_exhaustive()
    }
}

/// A connection to NATS, and what this node watches through it.
#[derive(Debug, Clone)]
pub struct Nats {
    client: Client,
    watched: Arc<Watched>,
}

#[derive(Debug, Default)]
struct Watched(Mutex<HashMap<Pattern, Arc<Watch>>>);

/// One pattern that somebody on this node watches.
#[derive(Debug)]
struct Watch {
    queue: broadcast::Sender<Delivery>,
    /// Set when the server has confirmed the subscription.
    pump: OnceCell<Pump>,
}

/// The task that moves messages from NATS to the queue, ended with its watch; that ends the NATS subscription too.
#[derive(Debug)]
struct Pump(AbortHandle);

impl Drop for Pump {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Nats {
    pub(crate) async fn connect(config: &NatsConfig) -> Result<Self, BusError> {
        let (gap, gaps) = watch::channel(0_u64);
        let connected_before = AtomicBool::new(false);
        let mut options = ConnectOptions::new()
            .name(&config.node)
            .connection_timeout(PATIENCE)
            .ping_interval(Duration::from_secs(10))
            .request_timeout(Some(PATIENCE))
            .subscription_capacity(INCOMING)
            .max_reconnects(None)
            .event_callback(move |event| {
                tracing::info!(%event, "NATS");
                let missed = match event {
                    Event::Connected => connected_before.swap(true, Ordering::Relaxed),
                    Event::SlowConsumer(_) => true,
                    _ => false,
                };
                if missed {
                    gap.send_modify(|count| *count += 1);
                }
                std::future::ready(())
            });
        if let Some(roots) = &config.roots {
            // Who names whom to trust wants no line that somebody in between made an open one.
            options = options.add_root_certificates(roots.clone()).require_tls(true);
        }
        let servers: Vec<&str> = config.address.split(',').map(str::trim).collect();
        let client = timeout(PATIENCE, options.connect(servers)).await.map_err(unavailable)?.map_err(unavailable)?;
        let watched = Arc::new(Watched::default());
        tokio::spawn(tell_gaps(gaps, client.clone(), Arc::downgrade(&watched)));
        Ok(Self { client, watched })
    }

    pub(crate) async fn publish(&self, subject: &Subject, payload: Bytes) -> Result<(), BusError> {
        if self.client.connection_state() != State::Connected {
            return Err(unavailable("not connected"));
        }
        let sent = self.client.publish(subject.to_string(), payload);
        timeout(PATIENCE, sent).await.map_err(unavailable)?.map_err(unavailable)
    }

    pub(crate) async fn subscribe(&self, pattern: &Pattern) -> Result<Subscription, BusError> {
        let (subscription, watch) = self.watched.enter(pattern);
        // Whoever comes first asks the server, the others wait with it. If that fails, the subscription is dropped
        // and, nobody being left, its watch too.
        let pump = watch.pump.get_or_try_init(|| self.pump(pattern, watch.queue.clone()));
        timeout(PATIENCE, pump).await.map_err(unavailable)??;
        Ok(subscription)
    }

    async fn pump(&self, pattern: &Pattern, queue: broadcast::Sender<Delivery>) -> Result<Pump, BusError> {
        let mut incoming = self.client.subscribe(pattern.to_string()).await.map_err(unavailable)?;
        round_trip(&self.client).await?;
        let task = tokio::spawn(async move {
            while let Some(message) = incoming.next().await {
                // Another program on the same server may publish what we would not.
                let Ok(subject) = message.subject.parse() else { continue };
                let _ = queue.send(Delivery::Message(Message { subject, payload: message.payload }));
            }
        });
        Ok(Pump(task.abort_handle()))
    }
}

impl Watched {
    fn lock(&self) -> MutexGuard<'_, HashMap<Pattern, Arc<Watch>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(self: &Arc<Self>, pattern: &Pattern) -> (Subscription, Arc<Watch>) {
        let mut watched = self.lock();
        let watch = watched
            .entry(pattern.clone())
            .or_insert_with(|| Arc::new(Watch { queue: broadcast::Sender::new(QUEUE), pump: OnceCell::new() }));
        (Subscription::new(watch.queue.subscribe(), pattern, self.clone()), watch.clone())
    }
}

impl Source for Watched {
    fn left(&self, pattern: &Pattern) {
        if let Entry::Occupied(entry) = self.lock().entry(pattern.clone())
            && entry.get().queue.receiver_count() == 0
        {
            entry.remove();
        }
    }
}

/// Waits until the server has seen everything that we sent before.
async fn round_trip(client: &Client) -> Result<(), BusError> {
    use async_nats::RequestErrorKind::NoResponders;
    match client.request(NOBODY, Bytes::new()).await {
        Err(error) if error.kind() != NoResponders => Err(unavailable(error)),
        _ => Ok(()),
    }
}

/// After each gap, tells everyone on this node to catch up, until the bus is gone.
async fn tell_gaps(mut gaps: watch::Receiver<u64>, client: Client, watched: Weak<Watched>) {
    while gaps.changed().await.is_ok() {
        // If this fails the connection broke again, and another gap will be told.
        if round_trip(&client).await.is_err() && client.connection_state() != State::Connected {
            continue;
        }
        let Some(watched) = watched.upgrade() else { return };
        for watch in watched.lock().values() {
            let _ = watch.queue.send(Delivery::Lagged);
        }
    }
}

fn unavailable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> BusError {
    BusError::Unavailable(cause.into())
}
