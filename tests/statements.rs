//! All SQL of the program, held against both engines.

use std::{env, path::PathBuf};

use preau_db::check;
use preau_kernel::{Clock, SystemClock};

#[tokio::test]
async fn every_statement_prepares_on_every_engine_with_the_columns_that_its_row_expects() {
    for engine in preau_testkit::engines() {
        let folder = tempfile::tempdir().unwrap();
        let db = preau_testkit::fresh_database(engine, &folder).await;
        preau_db::migrate(&db, &preau_server::wiring::steps(), SystemClock.now()).await.unwrap();
        assert_eq!(check::prepare_all(&db).await.unwrap(), Vec::<String>::new());
    }
}

/// Run by `cargo xtask test` after all other tests, which noted in that folder what they ran.
#[test]
#[ignore = "looks back at all other tests: cargo xtask test runs it last"]
fn every_statement_was_run_by_some_test() {
    let folder = PathBuf::from(env::var_os(check::RAN_FOLDER).expect("the folder of notes"));
    assert_eq!(check::never_ran(&folder).unwrap(), Vec::<&str>::new());
}
