//! `preau` as people meet it: a program in a terminal, and pages in a browser without JavaScript.

use std::{
    collections::BTreeMap,
    env, fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::{Mutex, OnceLock},
    time::Duration,
};

use serde_json::Value;

/// Longest answer that is waited for.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program: beside the folder of this test's own executable, built now if it is not there.
fn path() -> &'static Path {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let own = env::current_exe().unwrap();
        let program = own.parent().and_then(Path::parent).unwrap().join("preau");
        if !program.is_file() {
            let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let built = Command::new(cargo).args(["build", "-p", "preau-server", "--bin", "preau"]).status().unwrap();
            assert!(built.success() && program.is_file(), "{} could not be built", program.display());
        }
        program
    })
}

/// The program, with the machine's own variables swept away.
pub(crate) fn preau() -> Command {
    let mut command = Command::new(path());
    for (name, _) in env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PREAU_")) {
        command.env_remove(name);
    }
    // The statements that it runs count as run by a test.
    if let Some(folder) = env::var_os(preau_db::check::RAN_FOLDER) {
        command.env(preau_db::check::RAN_FOLDER, folder);
    }
    command.env("LC_ALL", "en_GB.UTF-8").stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub(crate) fn run(args: &[&str]) -> Output {
    preau().args(args).output().unwrap()
}

/// Runs it to its end: exit status, and what it said on standard output and on standard error.
pub(crate) fn said(args: &[&str]) -> (i32, String, String) {
    let output = run(args);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
}

/// Runs it to its end, which must be a good one: what it said as JSON.
pub(crate) fn json(args: &[&str]) -> Value {
    let (status, out, error) = said(&[&["--json"], args].concat());
    assert_eq!(status, 0, "{args:?}: {out}{error}");
    serde_json::from_str(out.lines().last().unwrap_or_default()).unwrap_or_else(|_| panic!("{args:?}: {out}"))
}

/// Starts it, kills it after `delay` as a power cut would, and waits until it is gone. Whether it had ended well before.
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

/// A server, killed at the end if it was not stopped. What it logs goes into the file `server.log` beside its data.
pub(crate) struct Server {
    child: Child,
    /// What it said when it listened.
    pub(crate) told: Value,
    log: PathBuf,
}

impl Server {
    /// Starts it on this folder and waits until it listens.
    pub(crate) fn start(data: &Path) -> Self {
        let log = data.with_extension("log");
        let file = fs::File::options().create(true).append(true).open(&log).unwrap();
        let arguments = ["--json", "serve", "--data", text(data), "--listen", "127.0.0.1:0"];
        let mut child = preau().args(arguments).stdout(Stdio::piped()).stderr(file).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let told = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("the server said {line:?} and {}", fs::read_to_string(&log).unwrap()));
        Self { child, told, log }
    }

    /// `127.0.0.1:40123`
    pub(crate) fn address(&self) -> String {
        self.told["listening"].as_str().unwrap().split("//").nth(1).unwrap().to_owned()
    }

    /// Somebody with a browser of their own.
    pub(crate) fn browser(&self) -> Browser {
        Browser { address: self.address(), cookies: Mutex::default() }
    }

    /// Kills it, as a power cut would.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it as systemd does; what it logged since its folder was new.
    pub(crate) fn stop(mut self) -> String {
        let id = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(id, rustix::process::Signal::TERM).unwrap();
        let status = self.child.wait().unwrap();
        let log = fs::read_to_string(&self.log).unwrap();
        assert!(status.success(), "{log}");
        log
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A browser without JavaScript: keeps cookies, sends forms, follows nothing by itself.
pub(crate) struct Browser {
    address: String,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: u16,
    pub(crate) location: String,
    pub(crate) body: String,
    head: String,
}

impl Page {
    /// The value of a header; empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let pairs = self.head.lines().filter_map(|line| line.split_once(": "));
        pairs.filter(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value).next().unwrap_or_default()
    }
}

impl Browser {
    /// Opens a page.
    pub(crate) fn get(&self, path: &str) -> Page {
        self.ask("GET", path, &[], &[]).unwrap()
    }

    /// Sends a form.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        self.try_post(path, fields).unwrap()
    }

    /// Sends a form to a server that may be gone before it answers.
    pub(crate) fn try_post(&self, path: &str, fields: &[(&str, &str)]) -> std::io::Result<Page> {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.ask("POST", path, &[("Content-Type", "application/x-www-form-urlencoded")], form.as_bytes())
    }

    /// Sends files in a form, as file name and content.
    pub(crate) fn post_files(&self, path: &str, field: &str, files: &[(String, Vec<u8>)]) -> Page {
        let mut body = Vec::new();
        for (name, content) in files {
            let head = format!(
                "--seam\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--seam--\r\n");
        self.ask("POST", path, &[("Content-Type", "multipart/form-data; boundary=seam")], &body).unwrap()
    }

    /// Sends anything to a server that may be gone before it answers.
    #[expect(clippy::disallowed_methods, reason = "speaks to the server that the test has just started")]
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> std::io::Result<Page> {
        let mut line = TcpStream::connect(&self.address)?;
        line.set_read_timeout(Some(PATIENCE))?;
        let cookies = self.cookies.lock().unwrap().iter().fold(String::new(), |all, (name, value)| {
            if all.is_empty() { format!("{name}={value}") } else { format!("{all}; {name}={value}") }
        });
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\n\
             Accept: text/html\r\nAccept-Language: en\r\nContent-Length: {}\r\n",
            self.address,
            body.len()
        );
        for (name, value) in [&[("Cookie", cookies.as_str())], headers].concat() {
            if !value.is_empty() {
                head = head + name + ": " + value + "\r\n";
            }
        }
        line.write_all(head.as_bytes())?;
        line.write_all(b"\r\n")?;
        line.write_all(body)?;
        let mut answer = Vec::new();
        line.read_to_end(&mut answer)?;
        self.read(&answer).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
    }

    fn read(&self, answer: &[u8]) -> Option<Page> {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
        let (head, body) = answer.split_at(end + 4);
        let head = String::from_utf8_lossy(head).into_owned();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let (mut location, mut chunked, mut length) = (String::new(), false, None);
        for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
            match name.to_lowercase().as_str() {
                "location" => value.clone_into(&mut location),
                "transfer-encoding" => chunked = value == "chunked",
                "content-length" => length = value.parse().ok(),
                "set-cookie" => self.keep(value),
                _ => {}
            }
        }
        let body = if chunked { unchunked(body)? } else { body.to_vec() };
        if length.is_some_and(|length: usize| length != body.len()) {
            return None;
        }
        Some(Page { status, location, body: String::from_utf8_lossy(&body).into_owned(), head })
    }

    fn keep(&self, set: &str) {
        let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
        let Some((name, value)) = pair.split_once('=') else { return };
        let mut cookies = self.cookies.lock().unwrap();
        if attributes.to_lowercase().contains("max-age=0") {
            cookies.remove(name);
        } else {
            cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

/// RFC 9112 §7.1, without trailers. `None` if the answer was cut off.
fn unchunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(rest.get(..end)?).ok()?, 16).ok()?;
        let part = rest.get(end + 2..end + 2 + size)?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(part);
        rest = rest.get(end + 4 + size..)?;
    }
}
