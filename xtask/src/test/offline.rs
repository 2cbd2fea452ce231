//! A machine with no network: the same tests in a network namespace that has a loopback interface and nothing else.
//!
//! What the browser or the server tried to reach outside can't be reached there, so a page that needs it fails.

use std::process::Command;

use rustix::process::geteuid;

use crate::Outcome;
use crate::house::House;
use crate::process::asked;

/// Set to `1` on a machine whose kernel lends no namespaces.
const WITHOUT: &str = "PREAU_NO_NETNS";

/// Brings loopback up, makes sure that there is no way out, and becomes the command that follows.
const ALONE: &str = r#"ip link set lo up && test "$(ip -o link show up | wc -l)" = 1 &&
    test -z "$(ip route show table main)" && exec "$@""#;

/// The end-to-end runner inside a fresh namespace; `None` where the person said to do without.
pub(super) fn alone(house: &House) -> Outcome<Option<Command>> {
    if std::env::var_os(WITHOUT).is_some_and(|value| value == "1") {
        println!("left out: end-to-end without a network ({WITHOUT}=1)");
        return Ok(None);
    }
    let flags = flags();
    if asked("unshare", &[flags, "sh", "-c", ALONE, "sh", "true"]).is_none() {
        let why = "the kernel refuses a network namespace (unshare -n) to this user";
        return Err(format!("{why}; run as root, or leave that step out with {WITHOUT}=1").into());
    }
    let runner = house.playwright(&[]);
    let mut command = Command::new("unshare");
    command.args([flags, "sh", "-c", ALONE, "sh"]).arg(runner.get_program());
    if let Some(folder) = runner.get_current_dir() {
        command.current_dir(folder);
    }
    Ok(Some(command))
}

/// A user who is not root becomes root of a user namespace first.
fn flags() -> &'static str {
    if geteuid().is_root() { "-n" } else { "-rn" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_inside_not_even_this_machine_s_own_loopback_can_be_reached() {
        let there = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let reach = format!("exec 3<>/dev/tcp/127.0.0.1/{}", there.local_addr().unwrap().port());
        assert!(asked("bash", &["-c", &reach]).is_some(), "the listener can't be reached from outside either");
        let inside = |command: &[&str]| asked("unshare", &[&[flags(), "sh", "-c", ALONE, "sh"], command].concat());
        if inside(&["true"]).is_none() {
            println!("skipped: the kernel lends this user no network namespace");
            return;
        }
        assert!(inside(&["bash", "-c", &reach]).is_none(), "there is a way out");
    }
}
