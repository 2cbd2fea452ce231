//! What services rely on, on each kind of store and each engine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking and says why")]

mod kill;
mod owners;
mod s3_server;
mod stores;

use preau_kernel::{Clock, SystemClock, Timestamp};

fn now() -> Timestamp {
    SystemClock.now()
}

/// Bytes that follow from a seed and don't repeat (`SplitMix64`).
fn content(seed: u64, size: usize) -> Vec<u8> {
    let mut state = seed;
    let words = std::iter::repeat_with(|| {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = state;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (word ^ (word >> 31)).to_le_bytes()
    });
    words.flatten().take(size).collect()
}
