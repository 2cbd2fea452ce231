//! `preau`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    preau_server::run()
}
