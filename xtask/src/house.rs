//! Where things are: the sources, what is built from them, and the programs that build.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Outcome;

/// This checkout of Préau.
pub(crate) struct House {
    /// The folder that holds the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target directory, wherever the person has put it.
    pub(crate) target: PathBuf,
}

impl House {
    /// Asks cargo, which alone knows about `CARGO_TARGET_DIR` and `build.target-dir`.
    pub(crate) fn find() -> Outcome<Self> {
        let metadata = metadata(&mut cargo(), &["--no-deps"])?;
        let folder = |key: &str| {
            metadata[key].as_str().map(PathBuf::from).ok_or_else(|| format!("cargo metadata names no {key}"))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// `cargo`, at the root of the workspace.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut command = cargo();
        command.current_dir(&self.root).args(args);
        command
    }

    /// Cargo's description of the workspace with every package that it uses.
    pub(crate) fn metadata(&self) -> Outcome<Value> {
        metadata(cargo().current_dir(&self.root), &[])
    }

    /// `npm` in one of the two folders that have a `package.json`.
    pub(crate) fn npm(&self, folder: &str, args: &[&str]) -> Command {
        let mut command = Command::new("npm");
        // Browsers come from Debian: what npm would download is another build of the same, from another host.
        command.current_dir(self.root.join(folder)).args(args).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        command
    }

    /// The end-to-end runner with its arguments, in `tests/e2e`.
    pub(crate) fn playwright(&self, args: &[&str]) -> Command {
        let folder = self.root.join("tests/e2e");
        let mut command = Command::new(folder.join("node_modules/.bin/playwright"));
        command.current_dir(folder).args(args);
        command
    }

    /// A folder for what this program writes: logs, tools, reports. Made when missing.
    pub(crate) fn own_folder(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.target.join("xtask").join(name);
        fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
        Ok(folder)
    }

    /// Where a binary of the workspace is after a build with `profile` (`debug`, `demo` or `release`).
    pub(crate) fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(name)
    }
}

/// True on a machine that builds for others: no colours, no questions.
pub(crate) fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}

/// A text file, or a sentence that names it.
pub(crate) fn read(path: &Path) -> Outcome<String> {
    Ok(fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?)
}

/// The cargo that runs us, without what it told us about ourselves: a build script that looks at
/// `CARGO_PKG_VERSION` or `CARGO_MANIFEST_DIR` would see this package's and build again.
fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    command
}

fn metadata(cargo: &mut Command, args: &[&str]) -> Outcome<Value> {
    let output = cargo.args(["metadata", "--format-version", "1"]).args(args).output()?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim()).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
