//! Ports: what one service may do in another, within its own transaction, without knowing it.
//!
//! A port is a small trait whose values are plain types of the kernel. One service implements it, the server's wiring
//! hands it to those that need it (docs/adr/0003). Add one only where an event can't serve: an event carries ids, never
//! words about persons.

use async_trait::async_trait;
use preau_db::Tx;
use preau_kernel::{CalendarEntry, Result};
use uuid::Uuid;

use crate::Ctx;

/// The calendar, for services whose things have a date.
#[async_trait]
pub trait Calendar: Send + Sync {
    /// Shows an entry in the calendars of those for whom it is; it replaces the one of the same source and thing.
    async fn put(&self, ctx: &Ctx, tx: &mut Tx, entry: &CalendarEntry) -> Result<()>;

    /// Takes an entry away, if there is one.
    async fn remove(&self, ctx: &Ctx, tx: &mut Tx, source: &'static str, thing: Uuid) -> Result<()>;
}
