//! The notices, with the people and their sign-in, on each engine.

#![expect(clippy::unwrap_used, reason = "a step that fails is a failed test")]

mod told;
mod world;
