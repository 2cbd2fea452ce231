//! Export, import, erase.

use std::fs;

use preau_kernel::{Actor, SpaceId};
use preau_people::{
    acts::{Act, grants},
    store,
};
use preau_testkit::{TestApp, engines};
use preau_web::{Archive, ArchiveReader, Subject};

use super::world::{School, empty};

async fn exported(app: &TestApp, subject: Subject) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    app.app.export(subject, Archive::create(folder.path(), subject).unwrap()).await.unwrap();
    folder
}

fn everything(folder: &std::path::Path) -> String {
    let archive = ArchiveReader::open(folder).unwrap();
    let files: Vec<String> = archive
        .files("")
        .map(|path| path.to_owned() + "\n" + &fs::read_to_string(folder.join(path)).unwrap())
        .collect();
    files.join("\n")
}

async fn share(school: &School, resource: &str, space: SpaceId) {
    let ctx = school.app.ctx();
    let mut tx = ctx.db.begin().await.unwrap();
    let mut act = Act::new(ctx, &mut tx, &Actor::System);
    let to = grants::Subject::Space(space);
    grants::grant(&mut act, &(), resource, &["drive.read", "drive.write"], to, None).await.unwrap();
    let person = grants::Subject::Person(school.tom.id);
    let other = grants::grant(&mut act, &(), resource, &["drive.read"], person, None).await.unwrap();
    grants::revoke(&mut act, &(), resource, other).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn everything_goes_out_and_an_empty_institution_that_reads_it_is_equal() {
    for engine in engines() {
        let school = School::open(engine).await;
        share(&school, "drive:1", school.class_4b).await;
        let claire = school.as_(&school.claire);
        claire.post(&format!("/p/{}/consents", school.lea.id), &[("purpose", "photo"), ("answer", "refused")]).await;
        let first = exported(&school.app, Subject::All).await;
        let other = empty(engine).await;
        other.app.import(&ArchiveReader::open(first.path()).unwrap()).await.unwrap();
        let second = exported(&other, Subject::All).await;
        assert_eq!(everything(first.path()), everything(second.path()));
        let error = other.app.import(&ArchiveReader::open(first.path()).unwrap()).await.unwrap_err();
        assert_eq!(error.code, "not-empty");
        let now = other.ctx().clock.now();
        let verbs = store::spaces::granted(&other.ctx().db, school.lea.id, "drive:1", now).await.unwrap();
        assert_eq!(verbs, ["drive.read", "drive.write"]);
        assert_eq!(store::spaces::grants_on(&other.ctx().db, "drive:1", now).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_persons_archive_holds_the_person_and_no_way_to_reach_the_other_parent() {
    for engine in engines() {
        let school = School::open(engine).await;
        let child = everything(exported(&school.app, Subject::Person(school.lea.id)).await.path());
        assert!(child.contains("Claire Martin") && child.contains("BEGIN:VCARD") && child.contains("4e B"));
        let parent = everything(exported(&school.app, Subject::Person(school.claire.id)).await.path());
        assert!(
            parent.contains("rue de la Mère") && parent.contains("Léa Martin"),
            "one's own address, the child's name"
        );
        for (whose, text, others) in
            [("child", &child, ["rue de la Mère", "quai du Père"]), ("parent", &parent, ["quai du Père", "Paul"])]
        {
            for other in others {
                assert!(!text.contains(other), "the {whose}'s archive holds {other:?}");
            }
            for phone in [&school.paul.phone, &school.paul.email] {
                assert!(!text.contains(phone.as_deref().unwrap()), "the {whose}'s archive holds {phone:?}");
            }
        }
        assert!(!child.contains("Sami") && !child.contains("claire@example.org"));
    }
}

#[tokio::test]
async fn a_spaces_archive_names_its_members() {
    for engine in engines() {
        let school = School::open(engine).await;
        let text = everything(exported(&school.app, Subject::Space(school.class_4b)).await.path());
        assert!(text.contains("Sami Haddad") && !text.contains("Tom Petit"));
    }
}

#[tokio::test]
async fn whoever_is_erased_leaves_an_empty_row() {
    for engine in engines() {
        let school = School::open(engine).await;
        school.app.app.erase(school.paul.id).await.unwrap();
        let all = everything(exported(&school.app, Subject::All).await.path());
        for trace in ["Paul", "quai du Père", "paul.martin", "paul@"] {
            assert!(!all.contains(trace), "{trace} is still there");
        }
        assert_eq!(school.as_(&school.head).get(&format!("/p/{}", school.paul.id)).await.status, 404);
        assert!(store::names(&school.app.ctx().db, &[school.paul.id]).await.unwrap().is_empty());
        let kept = store::person(&school.app.ctx().db, school.paul.id).await.unwrap().unwrap();
        assert_eq!((kept.kind, kept.name.as_str()), (school.paul.kind, ""));
        school.app.app.erase(school.paul.id).await.unwrap();
    }
}
