//! `cargo xtask shots`: the main pages as a person sees them, into `docs/screenshots`.
//!
//! Which pages, for whom, and at which widths is said in `tests/e2e/shots/`.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::house::House;
use crate::process::{logged, shown};
use crate::{Outcome, build, tools};

const LIMIT: Duration = Duration::from_mins(15);

/// What the pictures may weigh together: each one stays in the history for ever.
const MOST_BYTES: u64 = 6_000_000;

/// Builds what is needed, takes the pictures, and refuses when they weigh too much.
pub(crate) fn run(house: &House, _args: &[String]) -> Outcome {
    tools::to_look(house)?;
    build::pages(house)?;
    let binary = build::server(house, "demo")?;
    // It makes the files of the import that is pictured.
    shown(&mut house.cargo(&["build", "--profile", "demo", "--package", "preau-bench"]), LIMIT)?;
    let log = house.own_folder("logs")?.join("shots.log");
    let mut command = house.playwright(&["test", "--config", "shots.config.ts"]);
    logged("pictures", command.env("PREAU_BIN", binary), LIMIT, &log)?;
    let folder = house.root.join("docs/screenshots");
    let (count, bytes) = weight(&folder)?;
    println!("{count} pictures in {}, {}", folder.display(), build::megabytes(bytes));
    if bytes > MOST_BYTES {
        return Err(format!("the pictures weigh more than {}", build::megabytes(MOST_BYTES)).into());
    }
    Ok(())
}

fn weight(folder: &Path) -> Outcome<(usize, u64)> {
    let mut sizes = Vec::new();
    for entry in fs::read_dir(folder)? {
        sizes.push(entry?.metadata()?.len());
    }
    Ok((sizes.len(), sizes.iter().sum()))
}
