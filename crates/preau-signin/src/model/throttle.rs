//! How long to wait after how many failures.
//!
//! Counting by account alone would let anybody lock anybody out; counting by network alone would let one pupil shut out
//! a school behind one address. So a failure counts for the pair (account, network) strictly, for the network and for
//! the account loosely, and a device that the person came in with before answers for itself only: nobody else's
//! failures can keep it out. A passkey is never counted, it can't be guessed.

use preau_kernel::Timestamp;
use time::Duration;

/// How failures turn into pauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Failures that cost nothing: people mistype.
    pub(crate) free: i64,
    /// The first pause, in seconds; it doubles with each failure.
    pub(crate) first: i64,
    /// The longest pause, in seconds.
    pub(crate) longest: i64,
    /// Seconds without a failure after which all is forgotten.
    pub(crate) forget: i64,
}

/// One account from one network, or on one known device.
pub(crate) const PAIR: Rule = Rule { free: 5, first: 5, longest: 15 * 60, forget: 24 * 3600 };
/// One network, any account: a school's whole building may stand behind it.
pub(crate) const NETWORK: Rule = Rule { free: 200, first: 1, longest: 60, forget: 3600 };
/// One account from anywhere, on devices that it never used.
pub(crate) const ACCOUNT: Rule = Rule { free: 50, first: 5, longest: 5 * 60, forget: 24 * 3600 };
/// Codes typed from one network: letters, classes, and invitations by themselves. A mistyped code is caught by its check and not counted.
pub(crate) const CODE: Rule = Rule { free: 20, first: 2, longest: 5 * 60, forget: 3600 };
/// A PIN on its device: it is short, so the pauses grow to a day.
pub(crate) const PIN: Rule = Rule { free: 5, first: 60, longest: 24 * 3600, forget: 30 * 24 * 3600 };
/// Codes of the second factor, after the right password.
pub(crate) const SECOND: Rule = Rule { free: 5, first: 10, longest: 15 * 60, forget: 24 * 3600 };
/// Guests' accounts made from one network: a meeting's whole room may stand behind it, and comes once.
pub(crate) const GUESTS_OF_NETWORK: Rule = Rule { free: 60, first: 30, longest: 3600, forget: 24 * 3600 };
/// Guests' accounts made by one invitation: whoever finds its code on a wall makes no hundred at once.
pub(crate) const GUESTS_BY_INVITATION: Rule = Rule { free: 60, first: 30, longest: 3600, forget: 24 * 3600 };

impl Rule {
    /// The pause after so many failures.
    pub(crate) fn pause(self, failures: i64) -> Duration {
        if failures < self.free {
            return Duration::ZERO;
        }
        let doublings = u32::try_from(failures - self.free).unwrap_or(u32::MAX).min(20);
        Duration::seconds(self.first.saturating_mul(1 << doublings).min(self.longest))
    }

    /// From when on another try is let through, after `failures` of which the last was at `last`.
    pub(crate) fn opens(self, failures: i64, last: Timestamp) -> Timestamp {
        last + self.pause(failures)
    }

    /// The failures that still count at `now`.
    pub(crate) fn counted(self, failures: i64, last: Timestamp, now: Timestamp) -> i64 {
        if now.since(last) >= Duration::seconds(self.forget) { 0 } else { failures }
    }
}
