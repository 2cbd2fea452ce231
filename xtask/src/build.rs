//! `cargo xtask build`: the pages, then the release binary with the pages inside.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::house::House;
use crate::process::{logged, shown};
use crate::{Outcome, tools};

const PAGES: Duration = Duration::from_mins(5);
/// A cold release build takes about a quarter of an hour on two cores.
const SERVER: Duration = Duration::from_hours(1);

/// Builds both, and says where the binary is and how big.
pub(crate) fn run(house: &House, _args: &[String]) -> Outcome {
    pages(house)?;
    let binary = server(house, "release")?;
    println!("{} ({})", binary.display(), megabytes(fs::metadata(&binary)?.len()));
    Ok(())
}

/// The style sheet, fonts, icons and scripts, into `web/dist`, from where the binary takes them.
pub(crate) fn pages(house: &House) -> Outcome {
    tools::node()?;
    tools::npm_packages(house, "web")?;
    let log = house.own_folder("logs")?.join("pages.log");
    logged("pages: build", &mut house.npm("web", &["run", "build"]), PAGES, &log)?;
    Ok(())
}

/// The program `preau` with cargo's `profile`, and where it is then. Cargo shows its own progress.
pub(crate) fn server(house: &House, profile: &str) -> Outcome<PathBuf> {
    println!("Building the server, profile {profile} …");
    shown(&mut house.cargo(&["build", "--profile", profile, "--package", "preau-server", "--bin", "preau"]), SERVER)?;
    Ok(house.binary(profile, "preau"))
}

/// A size as an operator says it: 1 MB is a million bytes.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000)
}
