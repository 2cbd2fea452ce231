//! The notices, with the people and their sign-in, on each engine.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a step that fails is a failed test")]

mod mail;
mod measure;
mod paper;
mod push;
mod told;
mod world;
