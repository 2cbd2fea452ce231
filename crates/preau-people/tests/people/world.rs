//! A small school to test on.

use preau_db::Engine;
use preau_testkit::TestApp;

pub(super) use preau_testkit::{School, guardianship};

/// The application with nobody in it.
pub(super) async fn empty(engine: Engine) -> TestApp {
    preau_testkit::no_school(engine, Vec::new()).await
}
