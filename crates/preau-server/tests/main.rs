//! The program itself, as an operator runs it.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that can't go on says so by panicking"
)]

mod full_disk;
mod killed;
mod mailed;
mod private_lines;
mod program;
mod running;
