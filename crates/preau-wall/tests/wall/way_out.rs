//! Export, import, erase.

use std::fs;

use preau_testkit::{TestApp, engines, no_school};
use preau_wall::Wall;
use preau_web::{Archive, ArchiveReader, Subject};

use super::world::{json, open, publish, send, with_notices};

async fn exported(app: &TestApp, subject: Subject) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    app.app.export(subject, Archive::create(folder.path(), subject).unwrap()).await.unwrap();
    folder
}

fn everything(folder: &std::path::Path) -> String {
    let archive = ArchiveReader::open(folder).unwrap();
    let files =
        archive.files("wall/").map(|path| path.to_owned() + "\n" + &fs::read_to_string(folder.join(path)).unwrap());
    files.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn everything_on_the_walls_goes_out_and_comes_back_equal() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let post = publish(&teacher, space, "Bonjour", &[("replies", "on"), ("sign", "on")]).await;
        teacher.post(&format!("/s/{space}/wall/{post}/correct"), &[("text", "Bonsoir")]).await;
        send(&teacher, space, "Brouillon", &[("keep", "draft")]).await;
        let first = exported(&school.app, Subject::All).await;
        let other = no_school(engine, with_notices(Wall::default())).await;
        other.app.import(&ArchiveReader::open(first.path()).unwrap()).await.unwrap();
        let second = exported(&other, Subject::All).await;
        assert_eq!(everything(first.path()), everything(second.path()));
        assert!(everything(first.path()).contains("Bonsoir") && everything(first.path()).contains("Brouillon"));
        let of_class = everything(exported(&school.app, Subject::Space(space)).await.path());
        assert!(of_class.contains("Bonsoir") && !of_class.contains("Brouillon"), "a draft is its author's alone");
        let of_other = everything(exported(&school.app, Subject::Person(school.lea.id)).await.path());
        assert!(!of_other.contains("Bonsoir"));
    }
}

#[tokio::test]
async fn the_posts_of_somebody_who_is_forgotten_are_by_someone() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let post = publish(&teacher, space, "Bonjour", &[]).await;
        send(&teacher, space, "Brouillon", &[("keep", "draft")]).await;
        school.app.app.erase(school.benali.id).await.unwrap();
        let told = json(&school.as_(&school.lea), space, &post).await;
        assert_eq!((told["text"].as_str(), told["author"]["name"].as_str()), (Some("Bonjour"), Some("Quelqu’un")));
        let all = everything(exported(&school.app, Subject::All).await.path());
        assert!(!all.contains("Brouillon") && !all.contains(&school.benali.id.to_string()));
    }
}
