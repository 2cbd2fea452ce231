//! `cargo xtask demo`: the demo institution on <http://127.0.0.1:8080>, from nothing but a checkout.
//!
//! The `demo` profile is the compromise between the quarter of an hour that a release build takes and the slowness
//! of a debug build: see the root `Cargo.toml`.

use std::process::Command;
use std::time::Duration;

use crate::house::House;
use crate::process::shown;
use crate::{Outcome, build};

/// As long as anybody wants to look.
const FOREVER: Duration = Duration::MAX;

/// Builds, then runs `preau demo` with whatever the person added, until Ctrl-C.
pub(crate) fn run(house: &House, args: &[String]) -> Outcome {
    build::pages(house)?;
    let binary = build::server(house, "demo")?;
    let further = args.iter().skip_while(|arg| *arg == "--");
    shown(Command::new(binary).arg("demo").args(further).current_dir(&house.root), FOREVER)
}
