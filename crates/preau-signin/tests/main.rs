//! Every way in walked as a person would, on each engine, and the attacks that each must withstand.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a step that fails is a failed test")]

mod account;
mod attacks;
mod authenticator;
mod class;
mod first_run;
mod invited;
mod letters;
mod pages;
mod passkeys;
mod passwords;
mod world;
