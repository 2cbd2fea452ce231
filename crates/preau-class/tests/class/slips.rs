//! The paper bridge: letters out, photographs in.

use image::{ExtendedColorType, codecs::jpeg::JpegEncoder};
use preau_class::{model::Form, store};
use preau_db::Engine;
use preau_kernel::{PersonId, PersonKind, Role};
use preau_slip::{
    Code, Layout, Slip,
    fixtures::{Camera, Dice, Mark, Paper, Pen},
};
use preau_testkit::{engines, guardianship};
use preau_web::Subject;
use time::Duration;

use super::{
    forms::asked,
    world::{School, accepted, archive, open},
};

async fn form(school: &School, id: &str) -> Form {
    store::forms::form(&school.app.ctx().db, id.parse().unwrap()).await.unwrap().unwrap()
}

/// The slip that was printed for a child, with the boxes `ticks` ticked, signed if so.
async fn filled(school: &School, id: &str, child: PersonId, ticks: &[usize], signed: bool, dice: &mut Dice) -> Paper {
    let form = form(school, id).await;
    let rows = store::slips::of_form(&school.app.ctx().db, form.id).await.unwrap();
    let row = rows.iter().find(|row| row.child == child).unwrap();
    let slip = Slip { code: Code::new(row.code.try_into().unwrap()).unwrap(), shape: form.shape().unwrap() };
    let (layout, mut paper) = (Layout::of(&slip.shape), Paper::print(&slip, dice));
    for (place, at) in layout.boxes.iter().enumerate() {
        let mark = if ticks.contains(&place) { Mark::Cross } else { Mark::Nothing };
        paper.mark(&at.square, mark, Pen::Ball, dice);
    }
    if let (true, Some((_, area))) = (signed, &layout.signature) {
        paper.sign(area, Pen::Ball, dice);
    }
    paper
}

fn photo(papers: &[Paper], dice: &mut Dice) -> Vec<u8> {
    let photo = Camera { shadow: 0, ..Camera::default() }.shoot(papers, dice);
    let mut bytes = Vec::new();
    let (width, height) = (photo.width.try_into().unwrap(), photo.height.try_into().unwrap());
    JpegEncoder::new_with_quality(&mut bytes, 80).encode(&photo.pixels, width, height, ExtendedColorType::L8).unwrap();
    bytes
}

#[tokio::test]
async fn a_letter_for_each_family_and_the_ticked_slips_come_back_from_a_photograph() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = asked(&school, &[]).await;
        let (teacher, at) = (school.as_(&school.benali), |what: &str| format!("/forms/{id}{what}"));
        accepted(&teacher.post(&at("/letters"), &[]).await);
        let letters = teacher.get(&at("/letters")).await.body;
        assert_eq!(letters.matches("class=\"letter-slip\"").count(), 2, "{letters}");
        assert!(letters.contains("Léa Martin · 4e B") && letters.contains("J’autorise la sortie"), "{letters}");
        accepted(&teacher.post(&at("/letters"), &[]).await);
        assert_eq!(teacher.get(&at("/letters")).await.body, letters, "printed again, it is the same paper");
        let mut dice = Dice::new(5);
        let papers = [
            filled(&school, &id, school.lea.id, &[0, 4], true, &mut dice).await,
            filled(&school, &id, school.sami.id, &[0, 1], true, &mut dice).await,
        ];
        let bytes = photo(&papers, &mut dice);
        let sent =
            teacher.post_files(&at("/slips"), &[("photos", "IMG_1.jpg", &bytes), ("photos", "a.jpg", b"no")]).await;
        let batch = accepted(&sent).to_owned();
        let page = teacher.get(&batch).await.body;
        assert!(page.contains("Un bulletin lu avec certitude, un à regarder"), "{page}");
        assert!(
            page.contains("Oui · Des fruits") && page.contains("«\u{a0}a.jpg\u{a0}» n’est pas une photo"),
            "{page}"
        );
        assert_eq!(teacher.get(&format!("{batch}/pictures/0")).await.status, 200, "what is doubtful is shown");
        assert_eq!(teacher.get(&format!("{batch}/pictures/1")).await.status, 404, "and nothing else is kept");
        assert_eq!(school.as_(&school.claire).get(&format!("{batch}/pictures/0")).await.status, 403);
        let told = teacher.get_json(&at("")).await.body;
        assert!(!told.contains("\"paper\":true"), "nothing is an answer before somebody said so: {told}");
        let undecided = teacher.post(&batch, &[]).await;
        assert!(undecided.status == 422 && undecided.body.contains("Regardez chaque bulletin"), "{}", undecided.body);
        let place = page.split("name=\"a").nth(1).unwrap().split('-').next().unwrap();
        let (q0, signed) = (format!("a{place}-q0"), format!("a{place}-signed"));
        accepted(&teacher.post(&batch, &[(&q0, "1"), (&signed, "on")]).await);
        let page = teacher.get(&at("")).await.body;
        assert!(page.contains("2 sur 2") && page.contains("sur papier : Oui · Des fruits"), "{page}");
        assert!(page.contains("sur papier : Non"), "{page}");
        assert_eq!(teacher.get(&batch).await.status, 404, "the batch is over");
        assert_eq!(teacher.get(&format!("{batch}/pictures/0")).await.status, 404);
        assert!(archive(&school, Subject::All).await.contains("Bulletin de papier signé"));
    }
}

#[tokio::test]
async fn where_both_parents_sign_each_has_a_slip_and_what_is_not_signed_goes_back() {
    let (school, _) = open(Engine::Sqlite).await;
    let id = asked(&school, &[("signed_by", "both")]).await;
    let (teacher, at) = (school.as_(&school.benali), |what: &str| format!("/forms/{id}{what}"));
    accepted(&teacher.post(&at("/letters"), &[]).await);
    let letters = teacher.get(&at("/letters")).await.body;
    assert_eq!(letters.matches("class=\"letter-slip\"").count(), 3, "Claire, Paul, Amina: {letters}");
    let mut dice = Dice::new(6);
    let papers = [filled(&school, &id, school.sami.id, &[0], false, &mut dice).await];
    let sent = teacher.post_files(&at("/slips"), &[("photos", "1.jpg", &photo(&papers, &mut dice))]).await;
    let batch = accepted(&sent).to_owned();
    let page = teacher.get(&batch).await.body;
    assert!(page.contains("Sans signature") && page.contains("Sami Haddad (Amina Haddad)"), "{page}");
    accepted(&teacher.post(&format!("{batch}/discard"), &[]).await);
    assert!(!teacher.get_json(&at("")).await.body.contains("\"paper\":true"));
}

#[tokio::test]
async fn slips_of_another_form_are_left_aside_and_a_forgotten_batch_goes_by_itself() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (one, other) = (asked(&school, &[]).await, asked(&school, &[("title", "Piscine")]).await);
        let teacher = school.as_(&school.benali);
        for id in [&one, &other] {
            accepted(&teacher.post(&format!("/forms/{id}/letters"), &[]).await);
        }
        let mut dice = Dice::new(7);
        let papers = [filled(&school, &other, school.lea.id, &[0], true, &mut dice).await];
        let bytes = photo(&papers, &mut dice);
        let sent = teacher.post_files(&format!("/forms/{one}/slips"), &[("photos", "1.jpg", &bytes)]).await;
        let batch = accepted(&sent).to_owned();
        let page = teacher.get(&batch).await.body;
        assert!(page.contains("Un bulletin d’un autre formulaire"), "{page}");
        assert!(teacher.get(&format!("/forms/{one}")).await.body.contains("attendent votre regard"));
        school.app.app.plan().await.unwrap();
        school.app.clock.advance(Duration::days(8));
        school.app.settle().await;
        assert_eq!(teacher.get(&batch).await.status, 404);
        assert_eq!(teacher.post_files(&format!("/forms/{one}/slips"), &[]).await.status, 422);
    }
}

#[tokio::test]
async fn a_spoilt_code_is_named_by_its_ten_letters() {
    let (school, _) = open(Engine::Sqlite).await;
    let id = asked(&school, &[]).await;
    let (teacher, at) = (school.as_(&school.benali), |what: &str| format!("/forms/{id}{what}"));
    accepted(&teacher.post(&at("/letters"), &[]).await);
    let mut dice = Dice::new(41);
    let mut paper = filled(&school, &id, school.lea.id, &[0], true, &mut dice).await;
    let form = form(&school, &id).await;
    let qr = Layout::of(&form.shape().unwrap()).qr;
    for (x, y, width, height) in [(10.5, 10.0, 8.0, 9.0), (19.5, 9.8, 10.0, 8.0)] {
        paper.cover(&preau_slip::Rect { x: qr.x + x, y: qr.y + y, width, height }, 0.1);
    }
    let sent = teacher.post_files(&at("/slips"), &[("photos", "1.jpg", &photo(&[paper], &mut dice))]).await;
    let batch = accepted(&sent).to_owned();
    assert!(teacher.get(&batch).await.body.contains("Un code illisible"));
    let name = format!("{batch}/name");
    let wrong = teacher.post(&name, &[("place", "0"), ("letters", "AAAAA-AAAAB")]).await;
    assert!(wrong.status == 422 && wrong.body.contains("dix lettres"), "{}", wrong.body);
    let rows = store::slips::of_form(&school.app.ctx().db, form.id).await.unwrap();
    let row = rows.iter().find(|row| row.child == school.lea.id).unwrap();
    let letters = Code::new(row.code.try_into().unwrap()).unwrap().to_string().to_lowercase();
    accepted(&teacher.post(&name, &[("place", "0"), ("letters", &letters)]).await);
    let page = teacher.get(&batch).await.body;
    assert!(page.contains("Léa Martin") && !page.contains("Un code illisible"), "{page}");
    accepted(&teacher.post(&batch, &[("a0-q0", "0"), ("a0-signed", "on")]).await);
    assert!(teacher.get(&at("")).await.body.contains("1 sur 2"));
}

/// As the issue asks: a class of 27 on five pictures, in one batch.
#[tokio::test]
async fn a_whole_class_comes_back_on_five_pictures() {
    let (school, _) = open(Engine::Sqlite).await;
    for number in 0..25 {
        let child = school.maker().person(PersonKind::Learner, &format!("Élève{number}"), "ZIDI").await;
        let parent = school.maker().person(PersonKind::Guardian, &format!("Parent{number}"), "ZIDI").await;
        school.maker().member(school.class_4b, child.id, Role::Member).await;
        school.maker().guardianship(guardianship(parent.id, child.id)).await;
    }
    let id = asked(&school, &[]).await;
    let (teacher, at) = (school.as_(&school.benali), |what: &str| format!("/forms/{id}{what}"));
    accepted(&teacher.post(&at("/letters"), &[]).await);
    let rows = store::slips::of_form(&school.app.ctx().db, id.parse().unwrap()).await.unwrap();
    assert_eq!(rows.len(), 27);
    let (mut dice, mut photos) = (Dice::new(11), Vec::new());
    for rows in rows.chunks(6) {
        let mut papers = Vec::new();
        for row in rows {
            papers.push(filled(&school, &id, row.child, &[0, 2], true, &mut dice).await);
        }
        photos.push(photo(&papers, &mut dice));
    }
    let files: Vec<_> = photos.iter().map(|bytes| ("photos", "1.jpg", bytes.as_slice())).collect();
    let batch = accepted(&teacher.post_files(&at("/slips"), &files).await).to_owned();
    let page = teacher.get(&batch).await.body;
    let looks: Vec<&str> = page.split("id=\"look-").skip(1).map(|part| part.split('"').next().unwrap()).collect();
    assert!(looks.len() <= 5, "too much is asked: {}", looks.len());
    let fields: Vec<(String, &str)> =
        looks.iter().flat_map(|place| [(format!("a{place}-q0"), "0"), (format!("a{place}-signed"), "on")]).collect();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    accepted(&teacher.post(&batch, &fields).await);
    let page = teacher.get(&at("")).await.body;
    assert!(page.contains("27 sur 27") && !page.contains("sur papier : Non"), "{page}");
}
