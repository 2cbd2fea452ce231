//! `cargo xtask layers`: who uses whom, as DESIGN.md's house says, and no file longer than a person reads.
//!
//! The rules are [`may_use`], twenty lines. A crate of ours that they do not name is a service: it may use everything
//! below the services, and no other service.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::Outcome;
use crate::house::House;

const LONGEST_FILE: usize = 800;
const MEASURED: [&str; 6] = ["rs", "ts", "svelte", "css", "html", "mjs"];

/// Below everything that does input or output; each may use those before it only where [`may_use`] says so.
const GROUND: [&str; 5] = ["preau-db", "preau-blob", "preau-bus", "preau-egress", "preau-web"];
/// What all services share. Each may use those before it.
const COMMONS: [&str; 4] = ["preau-journal", "preau-people", "preau-signin", "preau-notices"];
/// What stands above the services or beside the product, and may use all of it.
const TOP: [&str; 4] = ["preau-server", "preau-testkit", "preau-tests", "preau-bench"];

/// What a pure library must not have anywhere below it.
const INPUT_OUTPUT: [&str; 6] = ["tokio", "sqlx", "sqlx-core", "axum", "hyper", "reqwest"];
/// What the kernel must not have either: it knows nothing that waits.
const WAITING: [&str; 4] = ["futures", "futures-util", "futures-core", "async-trait"];

/// One of our packages, and which others of ours it names in its `Cargo.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Package {
    name: String,
    place: Place,
    uses: Vec<Use>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// `libs/`: pure and publishable.
    Libs,
    /// `crates/`, and what stands beside it.
    Crates,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Use {
    name: String,
    only_in_tests: bool,
}

/// Checks this workspace and names everything that is wrong at once.
pub(crate) fn run(house: &House, _args: &[String]) -> Outcome {
    let packages = packages(&house.metadata()?)?;
    let mut faults = forbidden_uses(&packages);
    for package in &packages {
        if package.place == Place::Libs || package.name == "preau-kernel" {
            let tree = house.cargo(&["tree", "--edges", "normal", "--prefix", "none", "-p", &package.name]).output()?;
            if !tree.status.success() {
                return Err(format!("cargo tree: {}", String::from_utf8_lossy(&tree.stderr)).into());
            }
            faults.extend(forbidden_below(&package.name, &String::from_utf8_lossy(&tree.stdout)));
        }
    }
    faults.extend(source_faults(&house.root)?);
    if faults.is_empty() {
        println!("{} packages, each where it belongs", packages.len());
        return Ok(());
    }
    Err(format!("{} faults\n  {}", faults.len(), faults.join("\n  ")).into())
}

/// Our packages, from `cargo metadata`.
fn packages(metadata: &Value) -> Outcome<Vec<Package>> {
    let all = metadata["packages"].as_array().ok_or("cargo metadata lists no packages")?;
    // A package without a source is one of this workspace: the others come from a registry.
    let ours: Vec<&Value> = all.iter().filter(|package| package["source"].is_null()).collect();
    let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = ours.iter().map(|package| name(package)).collect();
    Ok(ours
        .iter()
        .map(|package| Package {
            name: name(package),
            place: match package["manifest_path"].as_str() {
                Some(path) if path.contains("/libs/preau-") => Place::Libs,
                _ => Place::Crates,
            },
            uses: package["dependencies"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|used| Use { name: name(used), only_in_tests: used["kind"] == "dev" })
                .filter(|used| names.contains(&used.name))
                .collect(),
        })
        .collect())
}

/// Every use that the house forbids, one sentence each.
fn forbidden_uses(packages: &[Package]) -> Vec<String> {
    let place = |name: &str| packages.iter().find(|package| package.name == name).map(|package| package.place);
    let mut faults = Vec::new();
    for package in packages {
        for used in &package.uses {
            let allowed = place(&used.name).is_some_and(|place| may_use(package, used, place));
            if !allowed {
                let way = if used.only_in_tests { "in its tests" } else { "in its code" };
                faults.push(format!("{} must not use {} {way}: {}", package.name, used.name, reason(package, used)));
            }
        }
    }
    faults
}

/// The table of DESIGN.md ("The house").
fn may_use(package: &Package, used: &Use, place: Place) -> bool {
    let (from, to) = (package.name.as_str(), used.name.as_str());
    let before = |list: &[&str], from: &str| list.iter().take_while(|name| **name != from).any(|name| *name == to);
    if to == "preau-testkit" {
        return (used.only_in_tests || from == "preau-tests") && package.place != Place::Libs;
    }
    if package.place == Place::Libs || from == "xtask" || from == "preau-kernel" {
        return false;
    }
    if TOP.contains(&from) {
        return to != "xtask";
    }
    if to == "preau-kernel" {
        return true;
    }
    match from {
        // The context that a page handler receives carries the database, the blobs, the bus and the way out.
        "preau-web" => before(&GROUND, from),
        // Who needs a blob is a row beside the thing that needs it (docs/adr/0002).
        "preau-blob" => to == "preau-db",
        _ if GROUND.contains(&from) => false,
        _ => place == Place::Libs || GROUND.contains(&to) || before(&COMMONS, from),
    }
}

/// Why, for somebody who has not read the design.
fn reason(package: &Package, used: &Use) -> &'static str {
    let from = package.name.as_str();
    match used.name.as_str() {
        "preau-testkit" => "the test kit is for dev-dependencies only",
        "preau-server" => "the server stands on top: nothing uses it",
        _ if package.place == Place::Libs => "a library under libs/ knows none of our crates",
        _ if from == "preau-kernel" => "the kernel is the ground that all others stand on",
        _ if GROUND.contains(&from) => "db, bus and egress know only the kernel; blob knows db too; web knows these",
        _ if COMMONS.contains(&from) => "journal, people, signin, notices use each other in this order, and no service",
        _ => "a service never uses another service: events and the kernel's ports carry what they tell each other",
    }
}

/// What stands below a pure library and does input or output. `tree` is `cargo tree --prefix none`.
fn forbidden_below(name: &str, tree: &str) -> Vec<String> {
    let waiting: &[&str] = if name == "preau-kernel" { &WAITING } else { &[] };
    let mut found: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|below| INPUT_OUTPUT.contains(below) || waiting.contains(below))
        .collect();
    found.sort_unstable();
    found.dedup();
    let why = "it must stay free of input, output and waiting";
    found
        .into_iter()
        .map(|below| format!("{name} has {below} below it: {why} (cargo tree -p {name} -i {below})"))
        .collect()
}

/// Files that git knows or would know, and that are longer than [`LONGEST_FILE`] lines or have code that the compiler
/// can't vouch for.
fn source_faults(root: &Path) -> Outcome<Vec<String>> {
    let listed = Command::new("git")
        .current_dir(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .map_err(|error| format!("cannot start git: {error}"))?;
    let listed = String::from_utf8(listed.stdout)?;
    let measured = |file: &&str| {
        let extension = Path::new(file).extension().and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| MEASURED.contains(&extension))
    };
    let mut faults = Vec::new();
    for file in listed.split('\0').filter(measured) {
        // A file that was deleted and not yet committed is still listed.
        let Ok(text) = std::fs::read(root.join(file)) else { continue };
        let text = String::from_utf8_lossy(&text);
        let lines = text.lines().count();
        if lines > LONGEST_FILE {
            faults.push(format!("{file} has {lines} lines, the most is {LONGEST_FILE}"));
        }
        if Path::new(file).extension().is_some_and(|extension| extension == "rs") {
            faults.extend(
                text.lines()
                    .zip(1..)
                    .filter(|(line, _)| is_unsafe(line))
                    .map(|(_, at)| format!("{file}:{at}: unsafe code")),
            );
        }
    }
    Ok(faults)
}

/// The lint is denied and not forbidden, for one macro (docs/adr/0001); nobody else may lift it or need it.
fn is_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    let begins = ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern"]
        .iter()
        .any(|word| code.trim_start().starts_with(word) || code.contains(&format!(" {word}")));
    begins && !code.contains('"')
}

#[cfg(test)]
mod tests;
