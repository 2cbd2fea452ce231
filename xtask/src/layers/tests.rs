use serde_json::json;

use super::{Package, Place, Use, forbidden_below, forbidden_uses, is_unsafe, packages};

/// A house of the named packages, each with what it uses; `~` before a name means "in its tests only".
fn faults(house: &[(&str, &[&str])]) -> Vec<String> {
    let place = |name: &str| if name == "preau-roster" { Place::Libs } else { Place::Crates };
    let one = |name: &str| Use { name: name.trim_start_matches('~').into(), only_in_tests: name.starts_with('~') };
    let package = |(name, uses): &(&str, &[&str])| Package {
        name: (*name).into(),
        place: place(name),
        uses: uses.iter().map(|name| one(name)).collect(),
    };
    forbidden_uses(&house.iter().map(package).collect::<Vec<_>>())
}

const BARE: [(&str, &[&str]); 3] = [("preau-kernel", &[]), ("preau-roster", &[]), ("preau-testkit", &[])];

fn faults_beside_bare(more: &[(&str, &[&str])]) -> Vec<String> {
    faults(&[&BARE, more].concat())
}

#[test]
fn the_house_of_the_design_stands() {
    let found = faults_beside_bare(&[
        ("preau-db", &["preau-kernel", "~preau-testkit"]),
        ("preau-blob", &["preau-kernel", "preau-db"]),
        ("preau-bus", &["preau-kernel"]),
        ("preau-egress", &["preau-kernel"]),
        ("preau-web", &["preau-kernel", "preau-db", "preau-blob", "preau-bus", "preau-egress"]),
        ("preau-journal", &["preau-kernel", "preau-db", "preau-web"]),
        ("preau-people", &["preau-journal", "preau-roster"]),
        ("preau-signin", &["preau-people", "preau-journal", "preau-egress"]),
        ("preau-notices", &["preau-signin"]),
        ("preau-wall", &["preau-notices", "preau-web", "~preau-testkit"]),
        ("preau-server", &["preau-wall", "preau-db", "preau-roster"]),
        ("preau-tests", &["preau-server", "preau-testkit"]),
    ]);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_service_that_uses_another_service_is_named() {
    let found = faults_beside_bare(&[("preau-wall", &[]), ("preau-chat", &["preau-wall"])]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("preau-chat must not use preau-wall in its code: a service never"), "{found:?}");
}

#[test]
fn the_commons_are_used_in_their_order_only() {
    let found = faults_beside_bare(&[
        ("preau-journal", &["preau-people"]),
        ("preau-people", &["preau-signin"]),
        ("preau-signin", &[]),
    ]);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn the_ground_does_not_know_what_stands_on_it() {
    let found = faults_beside_bare(&[
        ("preau-db", &["preau-web"]),
        ("preau-bus", &["preau-db"]),
        ("preau-web", &["preau-people"]),
        ("preau-people", &[]),
    ]);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn libraries_and_the_kernel_know_nobody() {
    let found = faults(&[
        ("preau-kernel", &["preau-roster"]),
        ("preau-roster", &["preau-kernel", "~preau-testkit"]),
        ("preau-testkit", &[]),
    ]);
    assert_eq!(found.len(), 3, "{found:?}");
}

#[test]
fn the_test_kit_is_for_tests_only_and_nobody_uses_the_server() {
    let found = faults_beside_bare(&[("preau-people", &["preau-testkit", "~preau-server"]), ("preau-server", &[])]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("dev-dependencies only"), "{found:?}");
    assert!(found[1].contains("in its tests: the server stands on top"), "{found:?}");
}

#[test]
fn a_runtime_below_a_library_is_found_at_any_depth() {
    let tree = "preau-roster v0.1.0 (/preau)\nzip v9.0.0\ntokio v1.54.0\nbytes v1.11.0\ntokio v1.54.0 (*)\n";
    let found = forbidden_below("preau-roster", tree);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("cargo tree -p preau-roster -i tokio"), "{found:?}");
}

#[test]
fn the_kernel_knows_nothing_that_waits() {
    assert_eq!(forbidden_below("preau-kernel", "preau-kernel v0.1.0\nfutures-core v0.3.0\n").len(), 1);
    assert_eq!(forbidden_below("preau-roster", "preau-roster v0.1.0\nfutures-core v0.3.0\n").len(), 0);
}

#[test]
fn cargo_metadata_is_read_for_our_packages_only() {
    let metadata = json!({ "packages": [
        { "name": "serde", "source": "registry+x", "manifest_path": "/r/serde/Cargo.toml", "dependencies": [] },
        { "name": "preau-roster", "source": null, "manifest_path": "/p/libs/preau-roster/Cargo.toml",
          "dependencies": [{ "name": "serde", "kind": null }] },
        { "name": "preau-people", "source": null, "manifest_path": "/p/crates/preau-people/Cargo.toml",
          "dependencies": [{ "name": "preau-roster", "kind": null }, { "name": "preau-people", "kind": "dev" }] },
    ]});
    let read = packages(&metadata).unwrap();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0], Package { name: "preau-roster".into(), place: Place::Libs, uses: vec![] });
    assert_eq!(read[1].uses[0], Use { name: "preau-roster".into(), only_in_tests: false });
    assert_eq!(read[1].uses[1], Use { name: "preau-people".into(), only_in_tests: true });
}

#[test]
fn code_that_the_compiler_cannot_vouch_for_is_found() {
    assert!(is_unsafe("    unsafe { *pointer }"));
    assert!(is_unsafe("pub unsafe fn read()"));
    assert!(!is_unsafe("// unsafe { in a comment }"));
    assert!(!is_unsafe("let unsafe_name = 1;"));
}
