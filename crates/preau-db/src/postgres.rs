//! PostgreSQL's connections, the one used last first.
//!
//! A new connection plans its first statements several times slower than later ones, and sqlx's pool hands connections
//! out in turn and asks each whether it still lives, before and after every statement: each read costs three round
//! trips, and all connections stay half warm. So a few that just worked are kept at hand here, and go back to the pool,
//! which asks them, only when they rested or somebody waits for one.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use sqlx::{PgPool, pool::PoolConnection, postgres::PgPoolOptions};

use crate::{Result, arguments::Pg};

/// Connections kept at hand.
const AT_HAND: usize = 4;
/// After how long without use the pool asks a connection whether it still lives: a restarted server or a firewall may
/// have closed it meanwhile.
pub(crate) const RESTED: Duration = Duration::from_secs(2);

/// The connections of this node. Cloning it is cheap.
#[derive(Clone)]
pub(crate) struct PgConnections {
    pub(crate) pool: PgPool,
    at_hand: Arc<AtHand>,
}

#[derive(Default)]
struct AtHand(Mutex<Vec<(PoolConnection<Pg>, Instant)>>);

impl PgConnections {
    pub(crate) async fn open(options: PgPoolOptions, to: sqlx::postgres::PgConnectOptions) -> Result<Self> {
        let pool = options.connect_with(to).await?;
        Ok(Self { pool, at_hand: Arc::default() })
    }

    /// A connection for one statement. Dropped instead of given [`back`](Self::back), it is tested before it is used
    /// again: whoever is given up in the middle of a statement (a browser that went away) leaves it in between.
    pub(crate) async fn take(&self) -> std::result::Result<PoolConnection<Pg>, sqlx::Error> {
        let last = self.at_hand.lock().pop();
        match last {
            Some((connection, since)) if since.elapsed() < RESTED => Ok(connection),
            Some(_) => {
                // Those below rested longer.
                self.at_hand.lock().clear();
                self.pool.acquire().await
            }
            None => self.pool.acquire().await,
        }
    }

    /// Keeps a connection at hand whose statement ended well.
    pub(crate) fn back(&self, connection: PoolConnection<Pg>) {
        // With all connections open somebody may wait for one, and waits at the pool.
        let all_open = self.pool.size() >= self.pool.options().get_max_connections();
        let mut at_hand = self.at_hand.lock();
        if !all_open && at_hand.len() < AT_HAND {
            at_hand.push((connection, Instant::now()));
        }
    }

    pub(crate) async fn close(&self) {
        self.at_hand.lock().clear();
        self.pool.close().await;
    }
}

impl AtHand {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(PoolConnection<Pg>, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for AtHand {
    fn drop(&mut self) {
        // A connection returns to its pool by a task. Where the program ends and no task can run, the socket is closed.
        if tokio::runtime::Handle::try_current().is_err() {
            for (connection, _) in self.lock().drain(..) {
                drop(connection.detach());
            }
        }
    }
}
