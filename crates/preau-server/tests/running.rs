//! Listening, and what an operator sees of it.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::program::{Server, ask, config, free_port, json, line, preau, run, text};

#[tokio::test]
async fn an_empty_folder_becomes_a_server_that_tells_where_it_is_and_stops_when_told() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    let server = Server::start(&["serve", "--data", text(&data), "--listen", "127.0.0.1:0"]);
    let answer = ask(line(&server.address()).await, "/assets/nothing", "").await;
    assert!(answer.starts_with("HTTP/1.1 404"), "{answer}");
    let second = run(&["serve", "--data", text(&data), "--listen", "127.0.0.1:0"]);
    assert_eq!(second.status.code(), Some(1));
    let said = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(said.contains("Another Préau already uses the folder") && said.contains(text(&data)), "{said}");
    let (well, log) = server.stop();
    assert!(well, "{log}");
    // What was acknowledged is in the main file: nothing is left in the write-ahead log.
    let rest = std::fs::metadata(data.join("preau.db-wal")).map_or(0, |file| file.len());
    assert_eq!(rest, 0);
}

#[test]
fn wrong_use_is_told_apart_from_what_could_not_be_done() {
    assert_eq!(run(&["serve", "--colour"]).status.code(), Some(2));
    assert_eq!(run(&["export", "--to", "/tmp/x"]).status.code(), Some(2));
    let refused = run(&["doctor", "--data", "/nowhere", "--json"]);
    assert_eq!(refused.status.code(), Some(1));
    let said: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(said["code"], "no-institution");
}

#[tokio::test]
async fn figures_and_health_are_for_the_operators_listener_only() {
    let room = tempfile::tempdir().unwrap();
    let port = free_port();
    let file = config(room.path(), &format!("operators = \"127.0.0.1:{port}\"\n"));
    let server = Server::start(&["serve", "--config", text(&file)]);
    let operators = format!("127.0.0.1:{port}");
    assert!(ask(line(&server.address()).await, "/transparence", "").await.starts_with("HTTP/1.1 "));
    let figures = ask(line(&operators).await, "/metrics", "").await;
    assert!(figures.contains("preau_request_seconds_count{method=\"GET\",route=\"/transparence\""), "{figures}");
    assert!(figures.contains("process_resident_memory_bytes ") && figures.contains("preau_outbox_waiting 0"));
    assert!(ask(line(&operators).await, "/healthz", "").await.starts_with("HTTP/1.1 200"));
    assert!(ask(line(&operators).await, "/readyz", "").await.starts_with("HTTP/1.1 200"));
    for path in ["/metrics", "/healthz", "/readyz"] {
        let answer = ask(line(&server.address()).await, path, "").await;
        assert!(!answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
    }
    server.stop();
}

#[tokio::test]
async fn a_client_that_sends_nothing_is_let_go() {
    let room = tempfile::tempdir().unwrap();
    let server = Server::start(&["serve", "--data", text(&room.path().join("data")), "--listen", "127.0.0.1:0"]);
    let mut slow = line(&server.address()).await;
    slow.write_all(b"GET / HTTP/1.1\r\nHost: localh").await.unwrap();
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(20), slow.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the line was kept open");
    server.stop();
}

#[test]
fn a_demo_that_has_just_moved_in_is_well_though_its_events_are_still_being_told() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    let server = Server::start(&["demo", "--data", text(&data), "--listen", "127.0.0.1:0"]);
    let checks = json(&["doctor", "--data", text(&data)]);
    let bad: Vec<_> = checks.as_array().unwrap().iter().filter(|check| check["health"] == "bad").collect();
    assert!(bad.is_empty(), "{bad:?}");
    let (well, log) = server.stop();
    assert!(well && !log.contains("put off"), "{log}");
}

#[tokio::test]
async fn a_backup_is_made_while_the_server_runs_and_can_be_tried() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    let server = Server::start(&["demo", "--data", text(&data), "--listen", "127.0.0.1:0"]);
    let backup = room.path().join("backup");
    let said = json(&["backup", "--test", "--data", text(&data), text(&backup)]);
    assert_eq!(said["trial"]["bad"], serde_json::json!([]));
    assert_eq!(said["trial"]["rows"], said["rows"]);
    let again = run(&["backup", "--data", text(&data), text(&backup)]);
    assert_eq!(again.status.code(), Some(1));
    server.stop();
    let some = std::fs::read_dir(backup.join("tables")).unwrap().flatten().next().unwrap().path();
    let mut content = std::fs::read(&some).unwrap();
    content.push(b'\n');
    std::fs::write(&some, content).unwrap();
    let damaged = run(&["restore", text(&backup), "--data", text(&room.path().join("new"))]);
    assert_eq!(damaged.status.code(), Some(1));
    assert!(!room.path().join("new").exists());
}

/// Sends a form as a browser does; the answer.
async fn post(address: &str, path: &str, form: &str, cookie: &str) -> String {
    let mut line = line(address).await;
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    line.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn the_log_names_nobody_even_when_it_says_all_it_can() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    let log = [("PREAU_LOG", "trace")];
    let server = Server::start_with(&["demo", "--data", text(&data), "--listen", "127.0.0.1:0"], &log);
    let address = server.address();
    let refused = post(&address, "/sign-in", "login=claire.martin&password=wrong-one", "").await;
    assert!(refused.starts_with("HTTP/1.1 4"), "{refused}");
    let entered = post(&address, "/sign-in", "login=direction&password=preau-demo", "").await;
    let head = entered.to_lowercase();
    assert!(head.starts_with("http/1.1 303"), "{entered}");
    let cookies = entered
        .lines()
        .filter_map(|line| line.split_once(": ").filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")));
    let cookies: Vec<&str> = cookies.filter_map(|(_, value)| value.split(';').next()).collect();
    let cookie = format!("Cookie: {}\r\n", cookies.join("; "));
    for path in
        ["/", "/directory?q=martin", "/admin", "/admin/journal", "/admin/health", "/account", "/directory?q=%00"]
    {
        let answer = ask(line(&address).await, path, &cookie).await;
        assert!(!answer.starts_with("HTTP/1.1 5") && !answer.contains("location: /sign-in"), "{path}: {answer}");
    }
    let (well, log) = server.stop();
    assert!(well && log.contains("the tables are up to date"), "{log}");
    for word in ["martin", "claire", "direction", "benali", "haddad", "wrong-one", "preau-demo", "michel"] {
        let found = log.lines().find(|line| line.to_lowercase().contains(word));
        assert_eq!(found, None, "the log names {word}");
    }
}

#[test]
fn a_file_that_is_no_roster_is_refused_and_nothing_is_written() {
    let room = tempfile::tempdir().unwrap();
    let (data, file) = (room.path().join("data"), room.path().join("holiday.png"));
    std::fs::write(&file, b"\x89PNG\r\n\x1a\n0000").unwrap();
    for more in [&["--dry-run"][..], &[]] {
        let refused = run(&[&["--json", "roster", "--data", text(&data), text(&file)], more].concat());
        assert_eq!(refused.status.code(), Some(1));
        let report: serde_json::Value = serde_json::from_slice(&refused.stdout).unwrap();
        assert_eq!(report["problems"][0]["file"], "holiday.png", "{report}");
        assert_eq!(report["learners"]["new"], 0);
    }
}

#[test]
fn help_and_what_is_said_of_a_wrong_use_are_in_the_machines_language() {
    let said = |lang: &str, arguments: &[&str]| {
        let output = preau().env("LC_ALL", lang).args(arguments).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    for (lang, usage, missing, foreign) in [
        ("fr_FR.UTF-8", "Utilisation\u{a0}: preau backup [OPTIONS] <DOSSIER>", "Il manque <DOSSIER>", "Usage"),
        ("en_GB.UTF-8", "Usage: preau backup [OPTIONS] <DIR>", "Missing: <DIR>", "Utilisation"),
    ] {
        for asked in [["backup", "--help"], ["help", "backup"], ["backup", "-h"]] {
            let (status, out, _) = said(lang, &asked);
            assert!(status == Some(0) && out.contains(usage) && !out.contains(foreign), "{asked:?}: {out}");
        }
        let (status, out, error) = said(lang, &["backup"]);
        assert_eq!((status, out.as_str()), (Some(2), ""));
        assert!(error.contains(missing) && !error.contains(foreign), "{error}");
        for wrong in [&["danse"][..], &["serve", "--listen", "x"], &["export", "--to", "x", "--all", "--space", "y"]] {
            let (status, _, error) = said(lang, wrong);
            assert!(
                status == Some(2) && !error.contains("wrong-use") && !error.contains(foreign),
                "{wrong:?}: {error}"
            );
        }
    }
}
