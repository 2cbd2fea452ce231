//! The way out: written whole, read back whole, or refused.

use std::fs;

use preau_kernel::{Kind, Problem};
use preau_web::{Archive, ArchiveReader, Subject};
use serde_json::{Value, json};

fn written() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path(), Subject::All).unwrap();
    archive.file("files/Leçon 1.txt", &b"bonjour"[..]).unwrap();
    archive.records("people/persons.jsonl", [json!({"name": "Léa"}), json!({"name": "Sami"})]).unwrap();
    archive.finish().unwrap();
    folder
}

fn refused<T>(result: Result<T, Problem>) -> &'static str {
    result.err().map_or("accepted", |problem| problem.code)
}

#[test]
fn what_was_written_reads_back() {
    let folder = written();
    let archive = ArchiveReader::open(folder.path()).unwrap();
    assert_eq!(archive.subject(), Subject::All);
    let people: Vec<Value> = archive.records("people/persons.jsonl").unwrap().map(Result::unwrap).collect();
    assert_eq!(people, [json!({"name": "Léa"}), json!({"name": "Sami"})]);
    assert_eq!(archive.files("files/").collect::<Vec<_>>(), ["files/Leçon 1.txt"]);
    assert_eq!(archive.records::<Value>("people/none.jsonl").unwrap().count(), 0);
}

#[test]
fn a_changed_or_missing_file_is_named() {
    let folder = written();
    fs::write(folder.path().join("people/persons.jsonl"), "{}").unwrap();
    assert_eq!(refused(ArchiveReader::open(folder.path())), "archive-damaged");
    fs::remove_file(folder.path().join("manifest.json")).unwrap();
    assert_eq!(refused(ArchiveReader::open(folder.path())), "archive-damaged");
}

#[test]
fn an_archive_does_not_leave_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path(), Subject::All).unwrap();
    for path in ["../out", "/etc/out", "a/../../out", "a\\b", "", "a\0b", "."] {
        let problem = archive.file(path, &b""[..]).unwrap_err();
        assert_eq!(problem.kind, Kind::Invalid, "{path:?}");
    }
}

#[test]
fn a_folder_in_use_is_not_written_over() {
    let folder = written();
    assert_eq!(refused(Archive::create(folder.path(), Subject::All)), "folder-not-empty");
}

#[test]
fn a_line_that_is_not_a_record_ends_the_reading_with_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut archive = Archive::create(folder.path(), Subject::All).unwrap();
    archive.file("broken.jsonl", &b"{\"a\":1}\nnonsense\n{\"a\":2}\n"[..]).unwrap();
    archive.finish().unwrap();
    let archive = ArchiveReader::open(folder.path()).unwrap();
    let read: Vec<_> = archive.records::<Value>("broken.jsonl").unwrap().map(|record| record.is_ok()).collect();
    assert_eq!(read, [true, false]);
}
