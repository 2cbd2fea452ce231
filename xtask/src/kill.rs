//! `cargo xtask kill [SEED]`: the power goes, 100 times over all that must survive it.
//!
//! Each run draws moments of its own and says from which seed; the same seed kills at the same moments again. The usual
//! tests do the same some times each, always from one seed.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::house::House;
use crate::process::shown;
use crate::services::Postgres;
use crate::{Outcome, tools};

const LIMIT: Duration = Duration::from_hours(1);
/// Over all kinds: see `power_cuts` of preau-testkit.
const KILLS: &str = "100";

/// Kills, and fails if anything was lost or half-done.
pub(crate) fn run(house: &House, args: &[String]) -> Outcome {
    let seed = match args {
        [] => RandomState::new().hash_one(()),
        [seed] => seed.parse().map_err(|_| format!("{seed} is not a seed: a whole number is"))?,
        _ => return Err("at most one seed".into()),
    };
    tools::system(house)?;
    let postgres = Postgres::start(&house.own_folder("logs")?)?;
    println!("the same moments again: cargo xtask kill {seed}");
    // Named like this, they are built as the other tests are, and nothing is built twice.
    let mut command = house.cargo(&["test", "--workspace", "--test", "main", "--test", "preau", "--", "--nocapture"]);
    command.args(["killed::", "survival::"]).env("PREAU_KILLS", KILLS).env("PREAU_SEED", seed.to_string());
    shown(command.env("PREAU_TEST_PG", postgres.url("postgres")), LIMIT)
}
