//! Child processes: each in a process group of its own, each with a time limit, none left behind.
//!
//! A test runner starts browsers, a browser starts helpers, a time limit that kills only the runner leaves the rest
//! to eat the machine. So a [`Child`] is a whole group, and dropping it ends the group. The same list serves the
//! thread that waits for Ctrl-C.

use std::fs::{self, DirBuilder, File};
use std::io::IsTerminal;
use std::os::unix::fs::DirBuilderExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitOptions, kill_process, kill_process_group, test_kill_process_group, waitpid};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::Outcome;
use crate::house::in_ci;

/// How long a process may take to end by itself once it was asked to.
const GRACE: Duration = Duration::from_secs(8);
const TICK: Duration = Duration::from_millis(40);

static GROUPS: Mutex<Vec<Group>> = Mutex::new(Vec::new());
static ROOMS: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());
static ENDING: AtomicBool = AtomicBool::new(false);

/// From here on a signal that would end this program first ends all that it started, and clears its rooms.
pub(crate) fn end_with_me() -> Outcome {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    thread::spawn(move || {
        let Some(signal) = signals.forever().next() else { return };
        ENDING.store(true, Ordering::SeqCst);
        end_all(&locked(&GROUPS).clone());
        for room in locked(&ROOMS).iter() {
            let _ = fs::remove_dir_all(room);
        }
        // The shell's convention for "ended by a signal".
        std::process::exit(128 + signal);
    });
    Ok(())
}

/// Asks all groups at once, then insists. That one is already gone is what we want.
fn end_all(groups: &[Group]) {
    for group in groups {
        let _ = kill_process_group(group.leader, group.farewell);
    }
    let deadline = Instant::now() + GRACE;
    let alive = |group: &Group| {
        // A leader that nobody waits for stays in the table, and its group with it.
        let _ = waitpid(Some(group.leader), WaitOptions::NOHANG);
        test_kill_process_group(group.leader).is_ok()
    };
    while Instant::now() < deadline && groups.iter().any(alive) {
        thread::sleep(TICK);
    }
    for group in groups {
        let _ = kill_process_group(group.leader, Signal::KILL);
    }
}

/// A process group that this program started, and the signal that asks it to end.
#[derive(Clone, Copy)]
struct Group {
    leader: Pid,
    farewell: Signal,
}

/// A running program with all that it started. Dropping it ends them.
pub(crate) struct Child {
    inner: std::process::Child,
    group: Group,
}

impl Child {
    /// Starts `command` as the leader of a new process group, with nothing on its standard input.
    pub(crate) fn start(command: &mut Command) -> Outcome<Self> {
        Self::start_ended_by(command, Signal::TERM)
    }

    /// The same for a program that wants to be told to stop by another signal than SIGTERM.
    pub(crate) fn start_ended_by(command: &mut Command, farewell: Signal) -> Outcome<Self> {
        let inner = command.stdin(Stdio::null()).process_group(0).spawn().map_err(|error| missing(command, &error))?;
        let group = Group { leader: Pid::from_child(&inner), farewell };
        locked(&GROUPS).push(group);
        Ok(Self { inner, group })
    }

    pub(crate) fn id(&self) -> u32 {
        self.inner.id()
    }

    /// What the program prints, when it was started with a pipe.
    pub(crate) fn take_output(&mut self) -> Option<std::process::ChildStdout> {
        self.inner.stdout.take()
    }

    /// The exit status, or `None` while it runs.
    pub(crate) fn ended(&mut self) -> Outcome<Option<ExitStatus>> {
        let status = self.inner.try_wait();
        while ENDING.load(Ordering::SeqCst) {
            // The signal thread has the last word; what is printed now would only confuse.
            thread::sleep(TICK);
        }
        Ok(status?)
    }

    /// Waits for the end, at most `limit`; calls `meanwhile` with the time gone by.
    pub(crate) fn wait(&mut self, limit: Duration, mut meanwhile: impl FnMut(Duration)) -> Outcome<ExitStatus> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            let elapsed = started.elapsed();
            if elapsed > limit {
                return Err(format!("not done after {}: stopped", spoken(limit)).into());
            }
            meanwhile(elapsed);
            thread::sleep(TICK);
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        if matches!(self.inner.try_wait(), Ok(None)) {
            let _ = kill_process(self.group.leader, self.group.farewell);
            let deadline = Instant::now() + GRACE;
            while Instant::now() < deadline && matches!(self.inner.try_wait(), Ok(None)) {
                thread::sleep(TICK);
            }
        }
        // What the leader left behind, or the leader itself when it would not listen.
        let _ = kill_process_group(self.group.leader, Signal::KILL);
        let _ = self.inner.wait();
        locked(&GROUPS).retain(|group| group.leader != self.group.leader);
    }
}

/// Runs a program to its end with its output on the person's screen.
pub(crate) fn shown(command: &mut Command, limit: Duration) -> Outcome {
    let name = named(command);
    let status = Child::start(command)?.wait(limit, |_| ()).map_err(|error| format!("{name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name}: {status}").into()) }
}

/// Runs a program to its end with its output in `log`: one line when it went well, all of it when it did not.
pub(crate) fn logged(name: &str, command: &mut Command, limit: Duration, log: &Path) -> Outcome<String> {
    let file = File::create(log).map_err(|error| format!("cannot write {}: {error}", log.display()))?;
    command.stdout(file.try_clone()?).stderr(file).env("CARGO_TERM_COLOR", "never").env("NO_COLOR", "1");
    let started = Instant::now();
    let mut next = Duration::from_secs(30);
    let waited = Child::start(command)?.wait(limit, |elapsed| {
        if elapsed >= next {
            println!("  … {name}: {}, at: {}", spoken(elapsed), last_line(log));
            next += if in_ci() { Duration::from_mins(2) } else { Duration::from_secs(30) };
        }
    });
    let text = String::from_utf8_lossy(&fs::read(log)?).into_owned();
    let error = match waited {
        Ok(status) if status.success() => {
            println!("{} {name} ({})", mark(true), spoken(started.elapsed()));
            return Ok(text);
        }
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    println!("{text}\n{} {name} ({}): {error}", mark(false), spoken(started.elapsed()));
    Err(format!("{name}: {error}").into())
}

/// What a program prints on its standard output, or `None` when it is missing or says no.
pub(crate) fn asked(program: impl AsRef<std::ffi::OsStr>, args: &[&str]) -> Option<String> {
    let output = Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A temporary folder that is gone when we are.
///
/// It sits in the system's own temporary folder, not below the target directory: a database server that may not run
/// as root must be able to walk to it, and the name of a Unix socket has at most 107 bytes.
pub(crate) struct Room(PathBuf);

impl Room {
    /// Makes an empty folder that only this user may enter.
    pub(crate) fn new(name: &str) -> Outcome<Self> {
        let own = |attempt| std::env::temp_dir().join(format!("preau-{name}-{}-{attempt}", std::process::id()));
        // Somebody with our process number may have been ended before clearing up.
        let path = (0..10).map(own).find(|path| !path.exists()).ok_or("no free name in the temporary folder")?;
        DirBuilder::new().mode(0o700).create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        locked(&ROOMS).push(path.clone());
        Ok(Self(path))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
        locked(&ROOMS).retain(|room| *room != self.0);
    }
}

/// A time as a person says it: `850 ms`, `12 s`, `3 min 05 s`.
pub(crate) fn spoken(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        seconds @ 1..60 => format!("{seconds} s"),
        seconds => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

/// `ok` or `FAILED`, in colour where somebody looks.
pub(crate) fn mark(good: bool) -> &'static str {
    match (good, std::io::stdout().is_terminal() && !in_ci() && std::env::var_os("NO_COLOR").is_none()) {
        (true, true) => "\x1b[32mok\x1b[0m    ",
        (true, false) => "ok    ",
        (false, true) => "\x1b[31mFAILED\x1b[0m",
        (false, false) => "FAILED",
    }
}

fn last_line(log: &Path) -> String {
    let text = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default().trim().chars().take(100).collect()
}

fn named(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn missing(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start {}: {error}", command.get_program().display())
}

/// A poisoned list is still a list of what must be ended.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
