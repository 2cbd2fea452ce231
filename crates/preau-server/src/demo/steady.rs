//! Time and chance that are the same at every start, so that the demo's ids are too.
//!
//! The seed is here for all to read: whatever is drawn from it is no secret. The demo has none to keep.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

use blake3::OutputReader;
use preau_kernel::{Clock, Entropy, Timestamp};
use preau_web::{Ctx, Parts};

/// The first day of school: 1 September 2026, 06:00 UTC, in microseconds.
const BEGIN: i64 = 1_788_242_400_000_000;
/// One millisecond passes at each look, so that ids and moments have the order in which things were done.
const STEP: i64 = 1_000;

/// A clock that goes on when somebody looks at it.
struct Looked(AtomicI64);

impl Clock for Looked {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.0.fetch_add(STEP, Ordering::Relaxed))
    }
}

/// A stream of bytes that follows from its name.
struct Stream(Mutex<OutputReader>);

impl Entropy for Stream {
    fn fill(&self, buffer: &mut [u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill(buffer);
    }
}

/// The institution's own context, but with the demo's time and chance.
pub(super) fn steady(ctx: &Ctx) -> Ctx {
    with(ctx, Arc::new(Looked(AtomicI64::new(BEGIN))), chance())
}

/// The institution's own context, but with the demo's chance: for what must still be open today.
pub(super) fn today(ctx: &Ctx, steady: &Ctx) -> Ctx {
    with(ctx, ctx.clock.clone(), steady.entropy.clone())
}

/// The institution's own context at a moment, with the demo's chance: for what happened since the school year began.
pub(super) fn at(ctx: &Ctx, steady: &Ctx, moment: Timestamp) -> Ctx {
    with(ctx, Arc::new(Looked(AtomicI64::new(moment.unix_micros()))), steady.entropy.clone())
}

fn chance() -> Arc<dyn Entropy> {
    let stream = blake3::Hasher::new_derive_key("preau 2026-11-24 demo institution").finalize_xof();
    Arc::new(Stream(Mutex::new(stream)))
}

fn with(ctx: &Ctx, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Ctx {
    Ctx::new(Parts {
        db: ctx.db.clone(),
        blobs: ctx.blobs.clone(),
        bus: ctx.bus.clone(),
        egress: ctx.egress.clone(),
        clock,
        entropy,
        texts: ctx.texts.clone(),
        shell: ctx.shell.clone(),
        address: ctx.address.clone(),
        folder: ctx.folder.clone(),
    })
}
