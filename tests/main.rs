//! The whole of Préau, as the binary puts it together.
//!
//! What one crate can show alone is tested beside its code. Here stands what only the whole can show: that every
//! statement fits both engines, that every address refuses whom it must, that an institution leaves and comes back
//! whole, that the program survives being killed.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't be set up has failed")]

mod contract;
mod first_evening;
mod leaving;
mod operators;
mod parting;
mod program;
mod routes;
mod statements;
mod survival;
mod world;
