//! A program that is measured: when it answered, and how much memory it took.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::Outcome;
use crate::house::House;
use crate::process::Child;

const LISTENS_WITHIN: Duration = Duration::from_mins(1);
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// A running server that has said where it listens.
pub(super) struct Served {
    child: Child,
    /// Such as `127.0.0.1:40123`.
    pub(super) address: String,
    /// From the start of the process to the line that names the address.
    pub(super) listening_after: Duration,
    started: Instant,
}

impl Served {
    /// Starts a server that prints `http://127.0.0.1:PORT` (or `https`) when it listens.
    pub(super) fn start(house: &House, command: &mut Command) -> Outcome<Self> {
        let log = File::create(house.own_folder("logs")?.join("bench-server.log"))?;
        let started = Instant::now();
        let mut child = Child::start(command.stdout(Stdio::piped()).stderr(log))?;
        let output = child.take_output().ok_or("the server has no output")?;
        let (tell, told) = mpsc::sync_channel(1);
        // Reads on after the address: a full pipe would stop the server.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some(address) = address_in(&line) {
                    // Only the first one is waited for.
                    let _ = tell.try_send((address, started.elapsed()));
                }
            }
        });
        let (address, listening_after) = told.recv_timeout(LISTENS_WITHIN).map_err(|_| match child.ended() {
            Ok(Some(status)) => format!("the server ended: {status}"),
            _ => format!("the server named no address within {} s", LISTENS_WITHIN.as_secs()),
        })?;
        Ok(Self { child, address, listening_after, started })
    }

    /// Asks for `path` until it is answered with 200; the time since the start of the process.
    pub(super) fn usable_after(&self, path: &str) -> Outcome<Duration> {
        while self.started.elapsed() < LISTENS_WITHIN {
            if answers(&self.address, path).unwrap_or(false) {
                return Ok(self.started.elapsed());
            }
            thread::sleep(Duration::from_millis(5));
        }
        Err(format!("{path} was not answered within {} s", LISTENS_WITHIN.as_secs()).into())
    }

    /// The resident set now, in bytes.
    pub(super) fn memory(&self) -> Outcome<u64> {
        memory(self.child.id(), "VmRSS").ok_or_else(|| "the server has ended".into())
    }
}

/// What a program that ran to its end took.
pub(super) struct Cost {
    pub(super) time: Duration,
    /// The highest resident set, in bytes, as read every 40 ms.
    pub(super) memory: u64,
}

/// Runs a program to its end and watches its memory; its output goes to a log.
pub(super) fn watched(house: &House, command: &mut Command, limit: Duration) -> Outcome<Cost> {
    let path = house.own_folder("logs")?.join("bench-program.log");
    let log = File::create(&path)?;
    let started = Instant::now();
    let mut child = Child::start(command.stdout(log.try_clone()?).stderr(log))?;
    let id = child.id();
    let mut highest = 0;
    let status = child.wait(limit, |_| highest = memory(id, "VmHWM").unwrap_or(highest))?;
    let time = started.elapsed();
    if !status.success() {
        let said = String::from_utf8_lossy(&fs::read(path)?).trim().chars().take(300).collect::<String>();
        return Err(format!("{status}: {said}").into());
    }
    Ok(Cost { time, memory: highest })
}

/// The middle one: a machine that does something else for a moment does not count.
pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn memory(process: u32, key: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(key))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

fn address_in(line: &str) -> Option<String> {
    let start = line.find("://127.0.0.1:")? + "://".len();
    let rest = line.get(start..)?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ':').unwrap_or(rest.len());
    rest.get(..end).map(str::to_owned)
}

#[expect(clippy::disallowed_methods, reason = "asks the server that it has just started, on loopback")]
fn answers(address: &str, path: &str) -> Outcome<bool> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(ANSWERS_WITHIN))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
    let mut status = [0; 12];
    stream.read_exact(&mut status)?;
    Ok(&status == b"HTTP/1.1 200")
}

#[cfg(test)]
mod tests {
    use super::address_in;

    #[test]
    fn the_address_is_found_in_a_sentence() {
        let line = "Préau est prêt : http://127.0.0.1:8080/bienvenue?jeton=abc";
        assert_eq!(address_in(line).as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(address_in("http://127.0.0.1:8080").as_deref(), Some("127.0.0.1:8080"));
        assert_eq!(address_in("nothing here"), None);
    }
}
