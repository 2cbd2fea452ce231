//! The servers that the tests talk to: a PostgreSQL cluster and a NATS server of their own, on loopback, thrown away.
//!
//! Debian starts a PostgreSQL of its own when the package is installed. It belongs to the machine: we never speak to it.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Signal, geteuid};

use crate::Outcome;
use crate::process::{Child, Room, asked, logged};

const START: Duration = Duration::from_mins(1);

/// The oldest PostgreSQL that Préau runs on.
const OLDEST_POSTGRES: u32 = 15;

/// A private PostgreSQL cluster: trust on loopback, nothing kept, so no waiting for the disk.
pub(crate) struct Postgres {
    // The server goes before the folder that it writes to.
    _server: Child,
    _room: Room,
    port: u16,
}

impl Postgres {
    /// Makes a cluster and waits until it answers. `logs` keeps what it said.
    pub(crate) fn start(logs: &Path) -> Outcome<Self> {
        let programs = postgres_programs().ok_or("PostgreSQL 15 or later is missing: run cargo xtask tools")?;
        let room = Room::new("postgres")?;
        let server_user = ServerUser::pick()?;
        server_user.give(room.path())?;
        let data = room.path().join("data");
        let mut initdb = server_user.command(&programs.join("initdb"));
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]);
        logged("PostgreSQL: new cluster", initdb.arg("-D").arg(&data), START, &logs.join("initdb.log"))?;

        let port = free_port()?;
        let log = fs::File::create(logs.join("postgres.log"))?;
        let mut command = server_user.command(&programs.join("postgres"));
        command.arg("-D").arg(&data).arg("-k").arg(room.path()).args(["-h", "127.0.0.1", "-p", &port.to_string()]);
        for setting in ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"] {
            command.args(["-c", setting]);
        }
        // SIGINT is PostgreSQL's "fast shutdown": it waits for no client.
        let mut server = Child::start_ended_by(command.stdout(log.try_clone()?).stderr(log), Signal::INT)?;
        // The eighth line of this file is the server's own word on whether it takes connections.
        let state = data.join("postmaster.pid");
        wait_for("PostgreSQL", &mut server, || {
            (fs::read_to_string(&state).ok()?.lines().nth(7)?.trim() == "ready").then_some(())
        })
        .map_err(|error| format!("{error}; see {}", logs.join("postgres.log").display()))?;
        Ok(Self { _server: server, _room: room, port })
    }

    /// The address of a database in this cluster, as `PREAU_TEST_PG` wants it.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }
}

/// A private NATS server.
pub(crate) struct Nats {
    _server: Child,
    _room: Room,
    port: u64,
}

impl Nats {
    /// Starts a server on a port that it chooses itself, and waits until it has written it down.
    pub(crate) fn start(logs: &Path) -> Outcome<Self> {
        let program = in_path("nats-server").ok_or("nats-server is missing: run cargo xtask tools")?;
        let room = Room::new("nats")?;
        let log = fs::File::create(logs.join("nats.log"))?;
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", "--"]).arg(program).args(["-a", "127.0.0.1", "-p", "-1"]);
        command.arg("--ports_file_dir").arg(room.path());
        let mut server = Child::start(command.stdout(log.try_clone()?).stderr(log))?;
        let ports = room.path().join(format!("nats-server_{}.ports", server.id()));
        let port = wait_for("NATS", &mut server, || {
            let written: serde_json::Value = serde_json::from_slice(&fs::read(&ports).ok()?).ok()?;
            written["nats"][0].as_str()?.rsplit(':').next()?.parse().ok()
        })?;
        Ok(Self { _server: server, _room: room, port })
    }

    /// The server's address, as `PREAU_TEST_NATS` wants it.
    pub(crate) fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }
}

/// The folder of the newest PostgreSQL server programs. Debian keeps them out of the `PATH`.
pub(crate) fn postgres_programs() -> Option<PathBuf> {
    let debian =
        fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    debian
        // A link into that folder would hide what stands beside the program.
        .chain(in_path("initdb").and_then(|program| Some(program.canonicalize().ok()?.parent()?.to_owned())))
        .filter(|folder| folder.join("initdb").exists())
        .filter_map(|folder| Some((major(&asked(folder.join("postgres"), &["--version"])?)?, folder)))
        .filter(|(version, _)| *version >= OLDEST_POSTGRES)
        .max()
        .map(|(_, folder)| folder)
}

/// A program that the shell would find, or that sits where only root's shell looks.
pub(crate) fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/sbin".into()])
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// The first number in a line such as `postgres (PostgreSQL) 15.18 (Debian 15.18-0)` or `v20.20.2`.
pub(crate) fn major(line: &str) -> Option<u32> {
    let digits = line.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// Who runs PostgreSQL: ourselves, or an unprivileged user, since it refuses to run as root.
struct ServerUser(Option<(u32, u32)>);

impl ServerUser {
    fn pick() -> Outcome<Self> {
        if !geteuid().is_root() {
            return Ok(Self(None));
        }
        let user = ["postgres", "nobody"].into_iter().find_map(|name| {
            let number = |flag| asked("id", &[flag, name])?.parse::<u32>().ok();
            Some((number("-u")?, number("-g")?))
        });
        Ok(Self(Some(user.ok_or("PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody`")?)))
    }

    fn give(&self, folder: &Path) -> Outcome {
        match self.0 {
            Some((user, group)) => Ok(chown(folder, Some(user), Some(group))?),
            None => Ok(()),
        }
    }

    /// `setpriv` drops the rights and, should we be killed outright, makes the kernel end the server too.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "INT"]);
        if let Some((user, group)) = self.0 {
            command.arg(format!("--reuid={user}")).arg(format!("--regid={group}")).arg("--clear-groups");
        }
        // The current folder may be closed to that user.
        command.arg("--").arg(program).current_dir("/").stdin(Stdio::null());
        command
    }
}

fn wait_for<T>(name: &str, server: &mut Child, mut answer: impl FnMut() -> Option<T>) -> Outcome<T> {
    let deadline = Instant::now() + START;
    while Instant::now() < deadline {
        if let Some(answer) = answer() {
            return Ok(answer);
        }
        if let Some(status) = server.ended()? {
            return Err(format!("{name} did not start: {status}").into());
        }
        thread::sleep(Duration::from_millis(50));
    }
    Err(format!("{name} did not answer within {} s", START.as_secs()).into())
}

/// A port that is free now. PostgreSQL can't be asked to choose one itself.
fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::major;

    #[test]
    fn the_major_version_is_read_whatever_stands_around_it() {
        assert_eq!(major("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("none"), None);
    }
}
