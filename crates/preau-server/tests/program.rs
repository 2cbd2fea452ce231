//! `preau` as a child process.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};

use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// The program with its environment swept, so that the machine's own variables change nothing.
pub(crate) fn preau() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_preau"));
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PREAU_")) {
        command.env_remove(name);
    }
    // The statements that it runs count as run by a test.
    if let Some(folder) = std::env::var_os(preau_db::check::RAN_FOLDER) {
        command.env(preau_db::check::RAN_FOLDER, folder);
    }
    command.env("LC_ALL", "en_GB.UTF-8").stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(args: &[&str]) -> Output {
    preau().args(args).output().unwrap()
}

/// Runs it to its end, which must be a good one; what it said as JSON.
pub(crate) fn json(args: &[&str]) -> serde_json::Value {
    let output = run(&[&["--json"], args].concat());
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{args:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(said.lines().last().unwrap_or_default()).unwrap_or_else(|_| panic!("{args:?}: {said}"))
}

/// A server, killed at the end if it was not stopped.
pub(crate) struct Server {
    child: Child,
    /// What it said when it listened.
    pub(crate) told: serde_json::Value,
}

impl Server {
    /// Starts it and waits until it listens.
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::start_with(args, &[])
    }

    /// The same, with variables.
    pub(crate) fn start_with(args: &[&str], variables: &[(&str, &str)]) -> Self {
        let mut child = preau()
            .envs(variables.iter().copied())
            .arg("--json")
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line).unwrap_or_else(|_| panic!("the server said {line:?}"));
        Self { child, told }
    }

    /// `127.0.0.1:40123`
    pub(crate) fn address(&self) -> String {
        self.told["listening"].as_str().unwrap().split("//").nth(1).unwrap().to_owned()
    }

    /// Stops it as systemd does; what it logged.
    pub(crate) fn stop(mut self) -> (bool, String) {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        let mut log = String::new();
        std::io::Read::read_to_string(self.child.stderr.as_mut().unwrap(), &mut log).unwrap();
        (self.child.wait().unwrap().success(), log)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the program, kills it after `delay` as a power cut would, and waits until it is gone. Whether it had ended
/// well before.
pub(crate) fn run_and_kill(args: &[&str], delay: Duration) -> bool {
    let mut child = preau().args(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(delay);
    child.kill().unwrap();
    child.wait().unwrap().success()
}

/// A path as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A line to a server.
pub(crate) async fn line(address: &str) -> tokio::net::TcpStream {
    try_line(address).await.unwrap()
}

/// A line to a server that may not be there yet.
#[expect(clippy::disallowed_methods, reason = "asks the server that the test has just started")]
pub(crate) async fn try_line(address: &str) -> std::io::Result<tokio::net::TcpStream> {
    tokio::net::TcpStream::connect(address).await
}

/// Asks for a page, as a browser that wants nothing more; all that comes back.
pub(crate) async fn ask(
    mut line: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    path: &str,
    headers: &str,
) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n");
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    // A server that closes without TLS's goodbye has answered all the same.
    let _ = line.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// A port that is free now.
pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A configuration for a data folder in this room, on a free port unless `more` says another.
pub(crate) fn config(room: &Path, more: &str) -> std::path::PathBuf {
    let file = room.join("preau.toml");
    let data = room.join("data");
    std::fs::write(&file, format!("data = {:?}\nlisten = \"127.0.0.1:0\"\n{more}", text(&data))).unwrap();
    file
}
