//! A disk that is full: a clear word, nothing half-done, and the same command does it once there is room.

use std::{ffi::CString, path::Path};

use preau_roster::fixtures;

use crate::program::{Server, json, run, text};

/// Gives a folder a disk of its own of so many MiB, or makes the one that it has larger; whether this user may.
fn disk(folder: &Path, mib: u32) -> bool {
    use rustix::mount::{MountFlags, mount, mount_remount};
    let size = CString::new(format!("size={mib}m")).unwrap();
    if folder.is_dir() {
        return mount_remount(folder, MountFlags::empty(), size.as_c_str()).is_ok();
    }
    std::fs::create_dir_all(folder).unwrap();
    let is_mounted = mount("tmpfs", folder, "tmpfs", MountFlags::empty(), Some(size.as_c_str())).is_ok();
    if !is_mounted {
        println!("skipped: this user may not mount a small disk");
    }
    is_mounted
}

/// Lets go of the disk however the test ends.
struct Mounted<'a>(&'a Path);

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = rustix::mount::unmount(self.0, rustix::mount::UnmountFlags::DETACH);
    }
}

/// The command says that the disk is full, and with the right status.
fn is_full(arguments: &[&str]) {
    let refused = run(&[&["--json"], arguments].concat());
    let said = String::from_utf8_lossy(&refused.stdout).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("\"disk-full\""), "{said} {}", String::from_utf8_lossy(&refused.stderr));
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn a_backup_and_a_restore_that_find_no_room_leave_nothing_and_are_done_when_there_is() {
    let room = tempfile::tempdir().unwrap();
    let (data, tiny) = (room.path().join("data"), room.path().join("tiny"));
    if !disk(&tiny, 1) {
        return;
    }
    let _mounted = Mounted(&tiny);
    Server::start(&["demo", "--data", text(&data), "--listen", "127.0.0.1:0"]).stop();
    let (made, restored) = (tiny.join("backup"), tiny.join("data"));
    let backup = ["backup", "--data", text(&data), text(&made)];
    is_full(&backup);
    assert!(is_empty(&tiny), "something half-done was left");
    let elsewhere = room.path().join("backup");
    json(&["backup", "--data", text(&data), text(&elsewhere)]);
    let restore = ["restore", text(&elsewhere), "--data", text(&restored)];
    is_full(&restore);
    assert!(is_empty(&tiny), "something half-done was left");
    assert!(disk(&tiny, 200));
    let (made, restored) = (json(&backup), json(&restore));
    assert_eq!(made["rows"], restored["rows"]);
}

#[test]
fn a_roster_that_finds_no_room_is_not_in_and_is_in_when_there_is() {
    let room = tempfile::tempdir().unwrap();
    let tiny = room.path().join("tiny");
    if !disk(&tiny, 3) {
        return;
    }
    let _mounted = Mounted(&tiny);
    let data = tiny.join("data");
    let mut arguments = vec!["roster".to_owned(), "--data".to_owned(), text(&data).to_owned()];
    for (name, bytes) in fixtures::siecle(300, 5).unwrap() {
        let path = room.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        arguments.push(text(&path).to_owned());
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    is_full(&arguments);
    assert!(disk(&tiny, 200));
    let before = json(&[&arguments[..], &["--dry-run"]].concat());
    let elsewhere = room.path().join("elsewhere");
    let untouched: Vec<&str> =
        arguments.iter().map(|it| if *it == text(&data) { text(&elsewhere) } else { *it }).collect();
    assert_eq!(before, json(&[&untouched[..], &["--dry-run"]].concat()), "half of it is in");
    json(&arguments);
    let after = json(&[&arguments[..], &["--dry-run"]].concat());
    assert_eq!(after["learners"]["new"], 0);
    assert_eq!(json(&["journal", "verify", "--data", text(&data)])["fault"], serde_json::Value::Null);
}
