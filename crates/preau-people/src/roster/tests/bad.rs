//! Files that nobody should have to open, and work that is cut short.

use std::time::Duration;

use preau_roster::fixtures::{self, Dice, Encoding, Generation};
use preau_testkit::engines;

use super::school::{School, assert_same, onde, sources};
use crate::roster::store::State;

#[tokio::test]
async fn a_thousand_spoilt_files_change_nothing_and_are_explained() {
    let school = School::open(preau_db::Engine::Sqlite).await;
    let before = school.dump().await;
    let mut dice = Dice::new(7);
    let whole: Vec<(String, Vec<u8>)> = [
        fixtures::onde(12, 1, Generation::Current, Encoding::Latin9),
        fixtures::onde(12, 2, Generation::Older, Encoding::Utf8),
        fixtures::siecle_xml(12, 1),
        fixtures::siecle(12, 1).unwrap(),
        vec![fixtures::oneroster_1_2(12, 1).unwrap(), fixtures::xlsx(12, 1).unwrap(), fixtures::ods(12, 1).unwrap()],
    ]
    .concat();
    let (mut refused, mut told) = (0, 0);
    for _ in 0..1_000 {
        let (name, mut bytes) = whole[dice.below(whole.len())].clone();
        spoil(&mut bytes, &mut dice);
        let report = school.dry_run(&[(name.clone(), bytes)]).await;
        refused += usize::from(!report.refused.is_empty());
        told += usize::from(!report.problems.is_empty());
        for problem in &report.problems {
            assert!(
                !problem.message.starts_with("roster-problem") && problem.message.ends_with(['.', ':']),
                "{problem:?}"
            );
            assert!(problem.file.starts_with(&name), "{problem:?}");
        }
    }
    assert!(refused > 100 && told > 300, "{refused} refused, {told} with remarks");
    assert_same(&before, &school.dump().await, "a dry run");
}

fn spoil(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        match dice.below(5) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, b"\"\0;<&\xFF="[dice.below(7)]),
            2 => drop(bytes.drain(at..(at + dice.below(40)).min(bytes.len()))),
            3 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 0x15),
            _ => {
                let part: Vec<u8> = bytes[at..(at + 60).min(bytes.len())].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, part);
            }
        }
        if bytes.is_empty() {
            bytes.push(b'x');
        }
    }
}

#[tokio::test]
async fn hostile_files_are_refused_in_plain_words() {
    let mut table = "Nom élève;Prénom élève;Date naissance;Sexe;Libellé classe\n".as_bytes().to_vec();
    table.resize(40 << 20, b'\n');
    let bomb = fixtures::archive(&[("a.csv".to_owned(), table)]).unwrap();
    let climbing = fixtures::archive(&[("../../etc/passwd".to_owned(), b"a;b\n1;2\n".to_vec())]).unwrap();
    for engine in engines() {
        let school = School::open(engine).await;
        let before = school.dump().await;
        for (bytes, word) in
            [(&bomb, "plus de 200 fois"), (&climbing, "nom de fichier dangereux"), (&b"%PDF-1.7".to_vec(), "n’est pas")]
        {
            let address = school.give(&[("../../x/liste.zip".to_owned(), bytes.clone())]).await;
            assert_eq!(school.entry(&address).await.state, State::Refused);
            let page = school.secretary.get(&address).await;
            assert!(
                page.body.contains("ne peuvent pas être importés") && !page.body.contains("../../x"),
                "{word}: {}",
                page.body
            );
            assert_eq!(school.secretary.post(&format!("{address}/apply"), &[]).await.status, 409);
        }
        assert_same(&before, &school.dump().await, "refused files");
        let none = school.post(&[]).await;
        assert!(none.status == 422 && none.body.contains("Choisissez au moins un fichier"), "{}", none.body);
        let many: Vec<_> = (0..30).map(|at| (format!("{at}.csv"), b"a;b\n".to_vec())).collect();
        let many = school.post(&many).await;
        assert!(many.status == 413 && many.body.contains("Trop de fichiers"), "{}", many.body);
    }
}

#[tokio::test]
async fn a_refused_file_names_the_others_that_are_fine() {
    let school = School::open(preau_db::Engine::Sqlite).await;
    let mut files = onde("MARTIN;Léa;01/02/2017;F;;CP A;\n");
    files.push(("photo.pdf".to_owned(), b"%PDF-1.7".to_vec()));
    let report = crate::roster::apply(school.ctx(), sources(&files), None, "en").await.unwrap();
    assert_eq!((report.refused, report.usable), (vec!["photo.pdf".to_owned()], vec!["CSVExtraction.csv".to_owned()]));
    assert_eq!(school.people().await.len(), 1);
    let page = school.give(&files).await;
    assert!(school.secretary.get(&page).await.body.contains("Ce fichier est lisible"));
}

#[tokio::test]
async fn a_table_for_a_spreadsheet_holds_no_formula() {
    let school = School::open(preau_db::Engine::Sqlite).await;
    school.import(&onde("MARTIN;Léa;01/02/2017;F;070000001AA;CP A;\n"), &[]).await;
    let mut tx = school.ctx().db.begin().await.unwrap();
    let update = preau_db::sql!("UPDATE person SET family_name = '=X', name = '=1+1' WHERE kind = 'learner'");
    tx.run(update, &[]).await.unwrap();
    tx.commit().await.unwrap();
    let rows = "MARTINE;Léa;01/02/2017;F;070000001AA;CP A;\n=cmd|'/C calc'!A0;Léa;01/02/2018;F;;+CP A;\n";
    let page = school.give(&onde(rows)).await;
    let csv = school.secretary.get(&format!("{page}/lines.csv")).await;
    assert_eq!(csv.status, 200);
    let cells = csv.body.lines().skip(1).flat_map(|line| line.split(';'));
    for cell in cells.map(|cell| cell.trim_matches('"')) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    assert!(csv.body.contains("'=1+1"), "what somebody typed by hand is made harmless too: {}", csv.body);
}

#[tokio::test]
async fn an_application_that_is_killed_leaves_nothing_and_starts_over() {
    let files = fixtures::siecle(60, 3).unwrap();
    for engine in engines() {
        let school = School::open(engine).await;
        let before = school.dump().await;
        let address = school.give(&files).await;
        let entry = school.entry(&address).await;
        let mut tx = school.ctx().db.begin().await.unwrap();
        crate::roster::store::step(&mut tx, entry.id, State::Asked, State::Applying, school.ctx().clock.now())
            .await
            .unwrap();
        let payload = serde_json::json!({ "roster": entry.id });
        let (id, later) = (school.ctx().id(), school.ctx().clock.now() + time::Duration::minutes(2));
        preau_db::jobs::put(&mut tx, id, "people.roster-apply", None, payload, later).await.unwrap();
        tx.commit().await.unwrap();
        let mut cut = 0;
        for millis in [1, 3, 10, 20, 40, 60, 90, 130] {
            let ctx = school.ctx().clone();
            let task = tokio::spawn(async move { crate::roster::work::apply(&ctx, entry.id).await });
            tokio::time::sleep(Duration::from_millis(millis)).await;
            task.abort();
            if task.await.is_err() {
                cut += 1;
                let state = school.entry(&address).await.state;
                if state == State::Applying {
                    assert_same(&before, &school.dump().await, "cut short");
                }
            }
        }
        assert!(cut > 2, "{cut} cut");
        school.app.clock.advance(time::Duration::minutes(3));
        school.app.settle().await;
        assert_eq!(school.entry(&address).await.state, State::Applied);
        assert!(school.people().await.len() > 100);
    }
}

#[tokio::test]
async fn a_reading_that_died_is_taken_up_by_the_job() {
    let files = fixtures::siecle(30, 3).unwrap();
    for engine in engines() {
        let school = School::open(engine).await;
        let address = school.give(&files).await;
        let entry = school.entry(&address).await;
        let mut tx = school.ctx().db.begin().await.unwrap();
        crate::roster::store::step(&mut tx, entry.id, State::Asked, State::Reading, entry.made_at).await.unwrap();
        tx.commit().await.unwrap();
        let page = school.secretary.get(&address).await;
        assert!(page.body.contains("Lecture des fichiers") && page.body.contains("Actualiser"), "{}", page.body);
        school.app.clock.advance(time::Duration::minutes(3));
        school.app.settle().await;
        assert_eq!(school.entry(&address).await.state, State::Asked);
    }
}
