//! Export, import, erase.

use std::fs;

use preau_db::sql;
use preau_testkit::{TestApp, engines, no_school};
use preau_wall::Wall;
use preau_web::{Archive, ArchiveReader, Subject};

use time::Duration;

use super::files::{files_of, photo, post_with, send_with};
use super::world::{json, open, publish, send, with_notices};

async fn exported(app: &TestApp, subject: Subject) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    app.app.export(subject, Archive::create(folder.path(), subject).unwrap()).await.unwrap();
    folder
}

fn everything(folder: &std::path::Path) -> String {
    let archive = ArchiveReader::open(folder).unwrap();
    let files = archive
        .files("wall/")
        .map(|path| path.to_owned() + "\n" + &String::from_utf8_lossy(&fs::read(folder.join(path)).unwrap()));
    files.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn everything_on_the_walls_goes_out_and_comes_back_equal() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let post = publish(&teacher, space, "Bonjour", &[("replies", "on"), ("sign", "on"), ("reactions", "on")]).await;
        teacher.post(&format!("/s/{space}/wall/{post}/correct"), &[("text", "Bonsoir")]).await;
        let at = format!("/s/{space}/wall/{post}");
        for who in [&school.claire, &school.lea] {
            let who = school.as_(who);
            assert_eq!(who.post(&format!("{at}/sign"), &[]).await.status, 303);
            assert_eq!(who.post(&format!("{at}/thank"), &[]).await.status, 303);
            assert_eq!(who.post(&format!("{at}/replies"), &[("text", "Merci beaucoup")]).await.status, 303);
        }
        send(&teacher, space, "Brouillon", &[("keep", "draft")]).await;
        let files = [("1.jpg", &photo(60, 40, 1)[..]), ("plan.PDF", b"%PDF-1.7 plan")];
        let at = post_with(&teacher, space, "Photos", &files).await;
        teacher.post(&format!("/s/{space}/wall/freeze"), &[]).await;
        let first = exported(&school.app, Subject::All).await;
        let other = no_school(engine, with_notices(Wall::default())).await;
        other.app.import(&ArchiveReader::open(first.path()).unwrap()).await.unwrap();
        let second = exported(&other, Subject::All).await;
        assert_eq!(everything(first.path()), everything(second.path()));
        assert!(everything(first.path()).contains("%PDF-1.7 plan"));
        let file = files_of(&teacher, &at).await.remove(0);
        let there =
            fs::read(first.path().join(format!("wall/files/{}.jpg", file.rsplit('/').next().unwrap()))).unwrap();
        assert_eq!(there, teacher.get(&file).await.bytes);
        preau_blob::rows::collect(&other.ctx().db, &other.ctx().blobs, other.ctx().clock.now() + Duration::DAY * 2)
            .await
            .unwrap();
        assert!(other.ctx().blobs.exists(preau_blob::BlobId::of(&there)).await.unwrap(), "somebody needs it there");
        assert!(everything(first.path()).contains("Bonsoir") && everything(first.path()).contains("Brouillon"));
        let of_class = everything(exported(&school.app, Subject::Space(space)).await.path());
        assert!(of_class.contains("Bonsoir") && !of_class.contains("Brouillon"), "a draft is its author's alone");
        let of_lea = everything(exported(&school.app, Subject::Person(school.lea.id)).await.path());
        assert!(!of_lea.contains("Bonsoir") && of_lea.matches("Merci beaucoup").count() == 1, "her own words");
        assert!(of_lea.matches(&post).count() == 3, "her signature, her thanks, her reply: {of_lea}");
    }
}

#[tokio::test]
async fn the_posts_of_somebody_who_is_forgotten_are_by_someone() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let space = school.class_4b;
        let post = publish(&teacher, space, "Bonjour", &[]).await;
        let draft = [("text", "Brouillon"), ("keep", "draft")];
        assert_eq!(send_with(&teacher, space, &draft, &[("1.jpg", &photo(60, 40, 1))]).await.status, 303);
        school.app.app.erase(school.benali.id).await.unwrap();
        let told = json(&school.as_(&school.lea), space, &post).await;
        assert_eq!((told["text"].as_str(), told["author"]["name"].as_str()), (Some("Bonjour"), Some("Quelqu’un")));
        let all = everything(exported(&school.app, Subject::All).await.path());
        let needed = sql!((i64,), "SELECT count(*) FROM blob_ref WHERE service = 'wall.file'");
        assert_eq!(school.app.ctx().db.one(needed, &[]).await.unwrap().0, 0, "a draft takes its photos with it");
        assert!(!all.contains("Brouillon") && !all.contains(&school.benali.id.to_string()));
    }
}
