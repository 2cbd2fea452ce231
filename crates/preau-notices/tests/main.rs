//! The notices, with the people and their sign-in, on each engine.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a step that fails is a failed test")]

mod told;
mod world;
