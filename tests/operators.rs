//! What operators and their scripts can rely on: exit statuses, what is printed where, the JSON of each command.

use std::{collections::BTreeSet, fs, path::PathBuf};

use preau_roster::fixtures;
use serde_json::Value;

use crate::{
    first_evening::{SECRETARY, set_up},
    program::{Server, json, said, text},
};

/// An institution with an administrator, and its server.
fn served() -> (tempfile::TempDir, PathBuf, Server) {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    let server = Server::start(&data);
    set_up(&server);
    (room, data, server)
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn a_command_ends_with_0_when_done_1_when_it_could_not_and_2_when_used_wrongly() {
    let room = tempfile::tempdir().unwrap();
    let nowhere = room.path().join("nowhere");
    for right in [&["--help"][..], &["--version"], &["config", "--example"]] {
        assert_eq!(said(right).0, 0, "{right:?}");
    }
    for command in [
        &["doctor"][..],
        &["journal", "verify"],
        &["app-password", "claire.martin"],
        &["backup", text(&room.path().join("backup"))],
        &["export", "--all", "--to", text(&room.path().join("export"))],
    ] {
        let (status, out, error) = said(&[command, &["--data", text(&nowhere)]].concat());
        assert_eq!((status, out.as_str()), (1, ""), "{command:?}");
        assert!(error.contains(text(&nowhere)), "{command:?} says {error}");
        assert!(!nowhere.exists(), "{command:?} left something behind");
    }
    for wrong in [&[][..], &["dance"], &["serve", "--colour"], &["app-password"], &["roster"], &["journal"]] {
        let (status, out, error) = said(wrong);
        assert_eq!((status, out.as_str(), error.is_empty()), (2, "", false), "{wrong:?}");
    }
}

#[test]
fn a_roster_s_dry_run_gives_scripts_what_is_written_down_and_writes_nothing() {
    let (room, data, server) = served();
    let mut arguments = vec!["roster".to_owned(), "--dry-run".to_owned(), "--data".to_owned(), text(&data).to_owned()];
    for (name, bytes) in fixtures::siecle(30, 3).unwrap() {
        let path = room.path().join(name);
        fs::write(&path, bytes).unwrap();
        arguments.push(text(&path).to_owned());
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let report = json(&arguments);
    assert_eq!(keys(&report), BTreeSet::from(["learners", "guardians", "staff", "spaces", "problems"]));
    for kind in ["learners", "guardians", "staff", "spaces"] {
        assert_eq!(keys(&report[kind]), BTreeSet::from(["new", "changed", "leaving", "doubtful"]), "{kind}");
    }
    assert!(report["learners"]["new"].as_u64().unwrap() >= 28, "{report}");
    assert_eq!(json(&arguments), report, "the first look changed something");
    let (status, out, error) = said(&arguments);
    assert_eq!(status, 0, "{error}");
    assert!(out.contains("30") || out.contains("29") || out.contains("28"), "{out}");

    let bad = room.path().join("photo.csv");
    fs::write(&bad, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    let (status, out, _) = said(&["--json", "roster", "--data", text(&data), text(&bad)]);
    assert_eq!(status, 1, "{out}");
    let refused: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    let problem = &refused["problems"][0];
    assert_eq!(keys(problem), BTreeSet::from(["file", "line", "column", "message"]));
    assert_eq!(problem["file"], "photo.csv");
    assert!(problem["message"].as_str().unwrap().len() > 10, "{problem}");
    server.stop();
}

#[test]
fn an_app_password_stands_alone_on_the_last_line() {
    let (_room, data, server) = served();
    let (status, out, error) = said(&["app-password", "--data", text(&data), SECRETARY]);
    assert_eq!((status, error.as_str()), (0, ""));
    let last = out.lines().last().unwrap();
    assert!(last.len() >= 16 && !last.contains(char::is_whitespace), "{out}");
    let told = json(&["app-password", "--data", text(&data), SECRETARY]);
    assert_eq!(told["login"], SECRETARY);
    assert_ne!(told["password"], last, "each is another");
    let (status, out, _) = said(&["app-password", "--data", text(&data), "nobody.here"]);
    assert_eq!((status, out.as_str()), (1, ""));
    server.stop();
}

#[test]
fn doctor_and_journal_say_how_it_is_while_the_server_runs() {
    let (_room, data, server) = served();
    let checks = json(&["doctor", "--data", text(&data)]);
    assert!(!checks.as_array().unwrap().is_empty());
    for check in checks.as_array().unwrap() {
        assert_eq!(keys(check), BTreeSet::from(["code", "health", "mend", "says"]));
        let health = check["health"].as_str().unwrap();
        assert!(matches!(health, "good" | "todo"), "{check}");
        let says = check["says"].as_str().unwrap();
        assert!(says.contains(' ') && !says.starts_with("check-"), "no sentence for {check}");
        assert_eq!(check["mend"].is_string(), health != "good", "{check}");
        assert!(!check["mend"].as_str().is_some_and(|mend| mend.starts_with("check-")), "no sentence for {check}");
    }
    let journal = json(&["journal", "verify", "--data", text(&data)]);
    assert_eq!(journal["fault"], Value::Null);
    server.stop();
}

#[test]
fn a_folder_has_one_server_and_a_second_one_says_so() {
    let (_room, data, server) = served();
    let (status, out, error) = said(&["serve", "--data", text(&data), "--listen", "127.0.0.1:0"]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(error.contains(text(&data)), "{error}");
    let browser = server.browser();
    assert_eq!(browser.get("/sign-in").status, 200, "the first one noticed");
    server.stop();
}

#[test]
fn a_backup_is_restored_into_an_empty_folder_and_into_no_other() {
    let (room, data, server) = served();
    let backup = room.path().join("backup");
    let made = json(&["backup", "--data", text(&data), text(&backup)]);
    assert!(made["rows"].as_u64().unwrap() > 0, "{made}");
    server.stop();
    let (status, _, error) = said(&["restore", text(&backup), "--data", text(&data)]);
    assert_eq!(status, 1, "over an institution: {error}");
    let other = room.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter.txt"), "not ours").unwrap();
    let (status, _, error) = said(&["restore", text(&backup), "--data", text(&other)]);
    assert_eq!(status, 1, "into somebody's folder: {error}");
    assert_eq!(fs::read_to_string(other.join("letter.txt")).unwrap(), "not ours");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1);
    let new = room.path().join("new");
    let restored = json(&["restore", text(&backup), "--data", text(&new)]);
    assert_eq!(restored["rows"], made["rows"]);
    let server = Server::start(&new);
    assert_eq!(server.told["setup"], Value::Null, "its administrator is there");
    server.stop();
}

#[test]
fn an_export_of_everything_is_read_into_an_empty_folder_only() {
    let (room, data, server) = served();
    let (out, again) = (room.path().join("export"), room.path().join("again"));
    json(&["export", "--all", "--data", text(&data), "--to", text(&out)]);
    assert_eq!(said(&["export", "--all", "--data", text(&data), "--to", text(&out)]).0, 1, "over an export");
    server.stop();
    assert_eq!(said(&["import", "--data", text(&data), text(&out)]).0, 1, "over an institution");
    let new = room.path().join("new");
    json(&["import", "--data", text(&new), text(&out)]);
    json(&["export", "--all", "--data", text(&new), "--to", text(&again)]);
    for file in ["people/persons.jsonl", "people/members.jsonl", "signin/passwords.jsonl"] {
        assert_eq!(fs::read(out.join(file)).unwrap(), fs::read(again.join(file)).unwrap(), "{file}");
    }
    let journal = json(&["journal", "verify", "--data", text(&new)]);
    assert_eq!(journal["fault"], Value::Null);
}

#[test]
fn a_key_that_the_configuration_does_not_know_is_named_and_refused() {
    let room = tempfile::tempdir().unwrap();
    let file = room.path().join("preau.toml");
    let data = room.path().join("data");
    fs::write(&file, format!("data = {:?}\ncolour = \"blue\"\n", text(&data))).unwrap();
    let (status, out, error) = said(&["serve", "--config", text(&file)]);
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(error.contains("colour") && error.contains(text(&file)), "{error}");
    assert!(!data.exists());
}
