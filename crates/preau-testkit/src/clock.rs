//! A clock that is moved by hand.

use std::sync::atomic::{AtomicI64, Ordering};

use preau_kernel::{Clock, Timestamp};
use time::Duration;

/// Stands still until it is moved. It begins on the evening the buildings closed: 16 March 2020, 17:00 UTC.
#[derive(Debug)]
pub struct MockClock(AtomicI64);

impl Default for MockClock {
    fn default() -> Self {
        Self(AtomicI64::new(1_584_378_000_000_000))
    }
}

impl MockClock {
    /// Lets time pass.
    pub fn advance(&self, duration: Duration) {
        let micros = i64::try_from(duration.whole_microseconds()).expect("a duration of this century");
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Clock for MockClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(self.0.load(Ordering::SeqCst))
    }
}
