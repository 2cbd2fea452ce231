//! `cargo xtask tools`: what the tests need and the machine lacks.
//!
//! System packages come from apt, when we may; programs of Rust from crates.io, built once into the target
//! directory; packages of the pages from npm. What is there already is left alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use rustix::process::geteuid;

use crate::Outcome;
use crate::house::{House, read};
use crate::process::{asked, logged};
use crate::services::{in_path, major, postgres_programs};

const APT: Duration = Duration::from_mins(15);
const CARGO_INSTALL: Duration = Duration::from_mins(15);
const NPM: Duration = Duration::from_mins(10);

/// Vite and Playwright run on Node 20 and later.
const OLDEST_NODE: u32 = 20;

/// Programs of Rust, with the one version that everybody runs: another one may see other faults.
const CARGO_TOOLS: [(&str, &str); 2] = [("cargo-deny", "0.20.2"), ("cargo-machete", "0.9.2")];

/// Something that apt can give.
struct System {
    thing: &'static str,
    package: &'static str,
    present: fn() -> bool,
}

const SYSTEM: [System; 7] = [
    System { thing: "PostgreSQL server", package: "postgresql", present: || postgres_programs().is_some() },
    System { thing: "NATS server", package: "nats-server", present: || in_path("nats-server").is_some() },
    System { thing: "ACME server", package: "pebble", present: || in_path("pebble").is_some() },
    System {
        thing: "SMTP server for the tests",
        package: "python3-aiosmtpd",
        present: || asked("/usr/bin/python3", &["-c", "import aiosmtpd; print(aiosmtpd.__version__)"]).is_some(),
    },
    System { thing: "Chromium", package: "chromium", present: || Path::new("/usr/bin/chromium").exists() },
    System { thing: "ip", package: "iproute2", present: || in_path("ip").is_some() },
    System {
        thing: "setpriv and unshare",
        package: "util-linux",
        present: || in_path("setpriv").is_some() && in_path("unshare").is_some(),
    },
];

/// Installs everything.
pub(crate) fn run(house: &House, _args: &[String]) -> Outcome {
    to_look(house)?;
    for (name, version) in CARGO_TOOLS {
        cargo_tool(house, name, version)?;
    }
    Ok(())
}

/// Installs what a browser and a server are looked at with; the checkers of sources are left out.
pub(crate) fn to_look(house: &House) -> Outcome {
    node()?;
    system(house)?;
    npm_packages(house, "web")?;
    npm_packages(house, "tests/e2e")
}

/// One of the [`CARGO_TOOLS`], where [`run`] puts it.
pub(crate) fn cargo_tool_path(house: &House, name: &str) -> PathBuf {
    house.target.join("tools/bin").join(name)
}

/// Node and npm can't come from Debian 12, whose Node is too old: say so before anything is built.
pub(crate) fn node() -> Outcome {
    let found = asked("node", &["--version"]);
    let enough = found.as_deref().and_then(major).is_some_and(|version| version >= OLDEST_NODE);
    if !enough {
        let found = found.unwrap_or_else(|| "none".into());
        return Err(format!("Node {OLDEST_NODE} or later with npm is needed to build the pages; found: {found}").into());
    }
    asked("npm", &["--version"]).map(|_| ()).ok_or_else(|| "npm is missing: install it beside Node".into())
}

/// `npm ci`, when the lock file is not the one that was installed last.
pub(crate) fn npm_packages(house: &House, folder: &str) -> Outcome {
    let lock = read(&house.root.join(folder).join("package-lock.json"))?;
    let stamp = house.root.join(folder).join("node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let log = house.own_folder("logs")?.join(format!("npm-{}.log", folder.replace('/', "-")));
    logged(&format!("npm ci in {folder}"), &mut house.npm(folder, &["ci", "--no-audit", "--no-fund"]), NPM, &log)?;
    Ok(fs::write(stamp, lock)?)
}

/// What comes from apt.
pub(crate) fn system(house: &House) -> Outcome {
    let missing: Vec<_> = SYSTEM.iter().filter(|system| !(system.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let things = missing.iter().map(|system| system.thing).collect::<Vec<_>>().join(", ");
    let packages: Vec<_> = missing.iter().map(|system| system.package).collect();
    println!("Missing: {things}.");
    let Some(apt) = apt() else {
        let install = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
        let how = "no right to install here. This does it:";
        return Err(format!("{how}\n\n  sudo sh -c 'apt-get update && {install}'\n").into());
    };
    let logs = house.own_folder("logs")?;
    let update = apt(&["update"]);
    logged("apt-get update", &mut { update }, APT, &logs.join("apt-update.log"))?;
    let mut install = apt(&["install", "-y", "--no-install-recommends"]);
    let name = format!("apt-get install {}", packages.join(" "));
    logged(&name, install.args(packages), APT, &logs.join("apt-install.log"))?;
    match SYSTEM.iter().find(|system| !(system.present)()) {
        None => Ok(()),
        Some(System { thing, package, .. }) => {
            Err(format!("{thing} is still missing after apt installed {package}").into())
        }
    }
}

/// apt-get with the rights to install: as root, or by a sudo that asks no password.
fn apt() -> Option<impl Fn(&[&str]) -> Command> {
    in_path("apt-get")?;
    let root = geteuid().is_root();
    if !root {
        asked("sudo", &["-n", "true"])?;
    }
    Some(move |args: &[&str]| {
        let mut command = if root { Command::new("env") } else { Command::new("sudo") };
        if !root {
            command.args(["-n", "env"]);
        }
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]).args(args);
        command
    })
}

/// Built without optimisation beyond the first level: it runs for seconds, and is built on every fresh machine.
fn cargo_tool(house: &House, name: &str, version: &str) -> Outcome {
    let installed = asked(cargo_tool_path(house, name), &["--version"]);
    if installed.is_some_and(|line| line.split_whitespace().last() == Some(version)) {
        return Ok(());
    }
    let package = format!("{name}@{version}");
    let mut command = house.cargo(&["install", "--locked", "--force", "--profile", "dev", &package]);
    command.arg("--root").arg(house.target.join("tools"));
    command.env("CARGO_TARGET_DIR", house.target.join("tools/build"));
    command.env("CARGO_PROFILE_DEV_DEBUG", "false").env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
    let log = house.own_folder("logs")?.join(format!("{name}.log"));
    logged(&format!("cargo install {package}"), &mut command, CARGO_INSTALL, &log)?;
    Ok(())
}
