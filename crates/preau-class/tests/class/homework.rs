//! Homework, from the teacher to the pupils and back.

use preau_kernel::{PersonKind, When};
use preau_testkit::{Visitor, engines};
use preau_web::Subject;
use time::{Duration, macros::date};

use super::world::{School, accepted, archive, comes_back_whole, open};

/// Homework for the 20th of March 2020; the school's clock begins on the 16th.
async fn given(school: &School, more: &[(&str, &str)]) -> String {
    let fields = [("title", "Exercice 4 p. 72"), ("subject", "Mathématiques"), ("due", "2020-03-20")];
    let teacher = school.as_(&school.benali);
    let fields = [&fields[..], more].concat();
    accepted(&teacher.post(&format!("/s/{}/homework", school.class_4b), &fields).await);
    let list = teacher.get_json(&format!("/s/{}/homework", school.class_4b)).await.json();
    let all = list["homework"].as_array().unwrap();
    all.last().unwrap()["id"].as_str().unwrap().to_owned()
}

async fn statuses(path: &str, visitors: &[Visitor]) -> Vec<u16> {
    let mut all = Vec::new();
    for visitor in visitors {
        all.push(visitor.get(path).await.status);
    }
    all
}

#[tokio::test]
async fn homework_reaches_the_pupils_of_the_class_and_their_families_and_nobody_else() {
    for engine in engines() {
        let (school, dates) = open(engine).await;
        let id = given(&school, &[("minutes", "20"), ("body", "Les deux\nquestions.")]).await;
        let path = format!("/homework/{id}");
        let in_it = [&school.benali, &school.lea, &school.sami, &school.claire, &school.paul, &school.amina];
        let out = [&school.moreau, &school.tom, &school.auditor];
        assert_eq!(statuses(&path, &in_it.map(|person| school.as_(person))).await, [200; 6]);
        assert_eq!(statuses(&path, &out.map(|person| school.as_(person))).await, [404; 3]);
        let entry = dates.all().pop().unwrap();
        assert_eq!(entry.title, "Mathématiques : Exercice 4 p. 72");
        assert_eq!(entry.when, When::Days { first: date!(2020 - 03 - 20), last: date!(2020 - 03 - 20) });
        let home = school.as_(&school.claire).get("/").await.body;
        assert!(home.contains("Le travail de Léa Martin") && home.contains("Exercice 4"), "{home}");
        let board = school.as_(&school.lea).get(&format!("/s/{}", school.class_4b)).await.body;
        assert!(board.contains("À rendre") && board.contains("20<br>mars"));
        for lang in ["fr", "en"] {
            for person in in_it {
                let visitor = school.as_(person).with_header("accept-language", lang);
                for page in [path.clone(), format!("/s/{}/homework", school.class_4b), "/homework".to_owned()] {
                    let body = visitor.get(&page).await.body;
                    assert!(body.contains("Exercice 4") && !body.contains("class-state-"), "{page}: {body}");
                    assert!(!body.contains(">class-") && !body.contains("style=\""), "{page}: {body}");
                }
            }
        }
        assert!(school.as_(&school.lea).get("/homework?week=2020-W13").await.body.contains("Rien pour cette semaine"));
    }
}

#[tokio::test]
async fn a_pupil_hands_in_takes_back_and_cannot_once_it_was_given_back() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = given(&school, &[("hand_in", "on")]).await;
        let (lea, teacher) = (school.as_(&school.lea), school.as_(&school.benali));
        let at = |what: &str| format!("/homework/{id}/{what}");
        assert_eq!(lea.post(&at("hand-in"), &[("text", " ")]).await.status, 422);
        accepted(&lea.post(&at("hand-in"), &[("text", "x = 4")]).await);
        assert_eq!(lea.post(&at("say"), &[("state", "done")]).await.status, 422, "it is handed in");
        accepted(&lea.post(&at("take-back"), &[]).await);
        assert_eq!(lea.post(&at("take-back"), &[]).await.status, 409);
        assert!(lea.get(&at("")[..at("").len() - 1]).await.body.contains("x = 4"), "the text is still there");
        assert!(
            !teacher.get(&format!("/homework/{id}")).await.body.contains("x = 4"),
            "what was taken back is the pupil's"
        );
        school.app.clock.advance(Duration::days(5));
        accepted(&lea.post(&at("hand-in"), &[("text", "x = 5")]).await);
        let page = teacher.get(&format!("/homework/{id}")).await.body;
        assert!(page.contains("x = 5") && page.contains("En retard") && page.contains("1 sur 2 rendus"), "{page}");
        let words = format!("words-{}", school.lea.id);
        accepted(&teacher.post(&at("return"), &[(&words, "Très bien.")]).await);
        assert_eq!(teacher.post(&at("return"), &[(&words, "Très bien.")]).await.status, 422, "nothing new was written");
        let page = lea.get(&format!("/homework/{id}")).await.body;
        assert!(page.contains("Très bien.") && page.contains("Corrigé"), "{page}");
        for (what, status) in [("hand-in", 422), ("take-back", 409), ("say", 409)] {
            assert_eq!(lea.post(&at(what), &[("text", "x"), ("state", "done")]).await.status, status, "{what}");
        }
        assert!(
            !school.as_(&school.sami).get(&format!("/homework/{id}")).await.body.contains("x = 5"),
            "a mate's work"
        );
        accepted(&teacher.post(&at("return"), &[("not-done", &school.sami.id.to_string())]).await);
        assert!(school.as_(&school.sami).get(&format!("/homework/{id}")).await.body.contains("Non fait"));
    }
}

#[tokio::test]
async fn without_anything_to_hand_in_a_pupil_says_whether_it_is_done() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = given(&school, &[]).await;
        let lea = school.as_(&school.lea);
        let say = format!("/homework/{id}/say");
        assert_eq!(lea.post(&format!("/homework/{id}/hand-in"), &[("text", "x")]).await.status, 422);
        for (state, shown) in [("done", "Fait"), ("not-done", "Non fait"), ("open", "C’est fait")] {
            accepted(&lea.post(&say, &[("state", state)]).await);
            assert!(lea.get(&format!("/homework/{id}")).await.body.contains(shown), "{state}");
        }
        assert_eq!(lea.post(&say, &[("state", "returned")]).await.status, 422);
        for person in [&school.claire, &school.benali, &school.head] {
            let reply = school.as_(person).post(&say, &[("state", "done")]).await;
            assert!(reply.status == 403 || reply.status == 404, "{}", reply.status);
        }
    }
}

#[tokio::test]
async fn a_parent_sees_the_child_and_writes_to_the_teacher_and_the_other_parent_does_not_read_it() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = given(&school, &[("hand_in", "on")]).await;
        let path = format!("/homework/{id}");
        accepted(&school.as_(&school.lea).post(&format!("{path}/hand-in"), &[("text", "x = 4")]).await);
        let (claire, paul) = (school.as_(&school.claire), school.as_(&school.paul));
        accepted(&claire.post(&format!("{path}/word"), &[("text", "Elle a eu du mal.")]).await);
        for (person, reads) in [
            (&school.claire, true),
            (&school.benali, true),
            (&school.paul, false),
            (&school.lea, false),
            (&school.amina, false),
        ] {
            assert_eq!(
                school.as_(person).get(&path).await.body.contains("Elle a eu du mal."),
                reads,
                "{}",
                person.name
            );
            let json = school.as_(person).get_json(&path).await.body;
            assert_eq!(json.contains("Elle a eu du mal."), reads && person.id == school.benali.id, "{json}");
        }
        for parent in [&claire, &paul] {
            let page = parent.get(&path).await.body;
            assert!(page.contains("Léa Martin") && page.contains("x = 4") && page.contains("Rendu"), "{page}");
        }
        assert!(!school.as_(&school.amina).get(&path).await.body.contains("x = 4"), "another child's work");
        let sami = school.sami.id.to_string();
        let reply =
            school.as_(&school.amina).post(&format!("{path}/word"), &[("child", &sami), ("text", "Bien")]).await;
        accepted(&reply);
        assert_eq!(school.as_(&school.lea).post(&format!("{path}/word"), &[("text", "moi")]).await.status, 404);
        let hers = archive(&school, Subject::Person(school.claire.id)).await;
        let his = archive(&school, Subject::Person(school.paul.id)).await;
        assert!(hers.contains("Elle a eu du mal.") && !his.contains("Elle a eu du mal."));
    }
}

#[tokio::test]
async fn what_is_corrected_keeps_what_it_was_and_what_is_withdrawn_comes_back_with_all_work() {
    for engine in engines() {
        let (school, dates) = open(engine).await;
        let id = given(&school, &[("hand_in", "on")]).await;
        let (teacher, lea) = (school.as_(&school.benali), school.as_(&school.lea));
        let path = format!("/homework/{id}");
        accepted(&lea.post(&format!("{path}/hand-in"), &[("text", "x = 4")]).await);
        let form = teacher.get(&format!("{path}/edit")).await.body;
        assert!(form.contains("value=\"2020-03-20\"") && form.contains("value=\"Mathématiques\""), "{form}");
        let changed = [("title", "Exercice 5"), ("due", "2020-03-21"), ("hour", "18:00"), ("hand_in", "on")];
        accepted(&teacher.post(&path, &changed).await);
        let page = teacher.get(&path).await.body;
        assert!(
            page.contains("Exercice 5") && page.contains("Exercice 4 p. 72") && page.contains("18\u{a0}h\u{a0}00"),
            "{page}"
        );
        assert!(!lea.get(&path).await.body.contains("Exercice 4 p. 72"), "the history is for those who lead");
        assert!(matches!(dates.all()[0].when, When::Moment { start, .. } if start.to_string().contains("T17:00")));
        assert_eq!(teacher.post(&path, &[("title", ""), ("due", "2020-03-21")]).await.status, 422);
        accepted(&teacher.post(&format!("{path}/withdraw"), &[]).await);
        assert_eq!((lea.get(&path).await.status, teacher.get(&path).await.status), (404, 200));
        assert!(dates.all().is_empty(), "no date stays");
        assert_eq!(lea.post(&format!("{path}/hand-in"), &[("text", "x")]).await.status, 404);
        accepted(&teacher.post(&format!("{path}/restore"), &[]).await);
        assert!(lea.get(&path).await.body.contains("x = 4"), "nothing was lost");
        assert_eq!(school.as_(&school.moreau).post(&format!("{path}/withdraw"), &[]).await.status, 404);
        assert_eq!(lea.post(&format!("{path}/withdraw"), &[]).await.status, 403);
        assert_eq!(lea.get(&format!("/s/{}/homework/new", school.class_4b)).await.status, 403);
    }
}

#[tokio::test]
async fn a_colleague_who_gives_homework_sees_what_the_same_pupils_already_have() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let mut maker = school.maker();
        let chess = maker.space("Échecs").await;
        maker.member(chess, school.moreau.id, preau_kernel::Role::Manager).await;
        maker.member(chess, school.lea.id, preau_kernel::Role::Member).await;
        given(&school, &[("minutes", "30")]).await;
        given(&school, &[("minutes", "15"), ("title", "Lecture")]).await;
        let form = school.as_(&school.moreau).get(&format!("/s/{chess}/homework/new")).await.body;
        assert!(form.contains("45\u{a0}min, 2 travaux"), "{form}");
        let other = school.as_(&school.moreau).get(&format!("/s/{}/homework/new", school.other_class)).await.body;
        assert!(!other.contains("45\u{a0}min"), "pupils of another class have nothing");
        let again = school.as_(&school.benali).get(&format!("/s/{}/homework/new", school.class_4b)).await.body;
        assert!(again.contains("value=\"Mathématiques\""), "the subject of last time");
        let past = [("title", "Trop tard"), ("due", "2020-03-01")];
        let reply = school.as_(&school.moreau).post(&format!("/s/{chess}/homework"), &past).await;
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("Trop tard") && reply.body.contains("à partir d’aujourd’hui"), "{}", reply.body);
    }
}

#[tokio::test]
async fn homework_goes_out_and_comes_back_whole_and_a_pupil_who_is_erased_leaves_no_work() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let id = given(&school, &[("hand_in", "on")]).await;
        accepted(&school.as_(&school.lea).post(&format!("/homework/{id}/hand-in"), &[("text", "x = 4")]).await);
        accepted(&school.as_(&school.claire).post(&format!("/homework/{id}/word"), &[("text", "Un mot")]).await);
        let fields = [("title", "Exercice 5"), ("due", "2020-03-20")];
        accepted(&school.as_(&school.benali).post(&format!("/homework/{id}"), &fields).await);
        comes_back_whole(engine, &school).await;
        assert!(archive(&school, Subject::Space(school.class_4b)).await.contains("Exercice 5"));
        assert!(!archive(&school, Subject::Space(school.other_class)).await.contains("Exercice 5"));
        assert!(archive(&school, Subject::Person(school.lea.id)).await.contains("x = 4"));
        school.app.app.erase(school.lea.id).await.unwrap();
        let all = archive(&school, Subject::All).await;
        assert!(!all.contains("x = 4") && !all.contains("Un mot") && all.contains("Exercice 5"), "{all}");
        let tom = school.maker().person(PersonKind::Learner, "Nour", "SANS").await;
        assert_eq!(archive(&school, Subject::Person(tom.id)).await.matches('{').count(), 0);
    }
}

#[tokio::test]
async fn pupils_are_told_of_their_homework_and_families_find_it_in_their_week() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        school.app.clock.advance(Duration::hours(16));
        let (teacher, lea) = (school.as_(&school.benali), school.as_(&school.lea));
        let told = async |who: &Visitor| {
            school.app.settle().await;
            let list = who.get_json("/notices").await.json()["notices"].as_array().unwrap().clone();
            list.iter().map(|it| it["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let id = given(&school, &[("hand_in", "on")]).await;
        let path = format!("/homework/{id}");
        assert_eq!(told(&lea).await, ["class.homework-given"]);
        assert!(told(&school.as_(&school.claire)).await.is_empty() && told(&teacher).await.is_empty());
        let fields = [("title", "Exercice 5"), ("due", "2020-03-20"), ("hand_in", "on")];
        accepted(&teacher.post(&path, &fields).await);
        assert_eq!(told(&lea).await, ["class.homework-changed"]);
        accepted(&lea.post(&format!("{path}/hand-in"), &[("text", "Voilà")]).await);
        let words = format!("words-{}", school.lea.id);
        accepted(&teacher.post(&format!("{path}/return"), &[(words.as_str(), "Bien")]).await);
        let mut hers = told(&lea).await;
        hers.sort_unstable();
        assert_eq!(hers, ["class.homework-changed", "class.homework-returned"]);
        assert_eq!(told(&school.as_(&school.sami)).await, ["class.homework-changed"]);
        accepted(&teacher.post(&format!("{path}/withdraw"), &[]).await);
        assert!(told(&school.as_(&school.sami)).await.is_empty());
    }
}

/// A picture as a telephone takes it, larger than a screen.
fn photo() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(2400, 1800, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn a_photo_of_the_notebook_is_handed_in_and_seen_by_those_who_may() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let fields = [("title", "Schéma"), ("due", "2020-03-20"), ("hand_in", "on")];
        let (teacher, lea) = (school.as_(&school.benali), school.as_(&school.lea));
        let to = format!("/s/{}/homework", school.class_4b);
        accepted(&teacher.post_form(&to, &fields, &[("files", "modèle.pdf", b"%PDF-1.7 modele")]).await);
        let list = teacher.get_json(&to).await.json();
        let at = format!("/homework/{}", list["homework"][0]["id"].as_str().unwrap());
        let given = lea.get_json(&at).await.json()["files"][0]["id"].as_str().unwrap().to_owned();
        let paper = lea.get(&format!("{at}/files/{given}")).await;
        assert_eq!((paper.status, paper.bytes.as_ref()), (200, b"%PDF-1.7 modele".as_slice()));
        assert!(paper.headers["content-disposition"].to_str().unwrap().starts_with("attachment"));
        // No word is needed beside a photo; neither of them is refused.
        assert_eq!(lea.post_form(&format!("{at}/hand-in"), &[("text", "")], &[]).await.status, 422);
        let photo = photo();
        let brought = [("files", "IMG_0042.jpg", photo.as_slice())];
        accepted(&lea.post_form(&format!("{at}/hand-in"), &[("text", "")], &brought).await);
        let files = lea.get_json(&at).await.json()["files"].clone();
        let mine = files.as_array().unwrap().iter().find(|file| !file["pupil"].is_null()).unwrap()["id"].clone();
        let mine = format!("{at}/files/{}", mine.as_str().unwrap());
        let drawn = image::load_from_memory(&lea.get(&mine).await.bytes).unwrap();
        assert_eq!(drawn.width(), 2048, "drawn anew, a screen wide");
        let people = [&school.lea, &school.benali, &school.claire, &school.paul, &school.sami, &school.amina];
        let visitors: Vec<_> = people.iter().map(|person| school.as_(person)).collect();
        assert_eq!(statuses(&mine, &visitors).await, [200, 200, 200, 200, 404, 404]);
        assert!(teacher.get(&at).await.body.contains("/small\""), "the teacher sees it in the list");
        assert_eq!(lea.post(&format!("{mine}/remove"), &[]).await.status, 409, "it is handed in");
        accepted(&lea.post(&format!("{at}/take-back"), &[]).await);
        assert_eq!(statuses(&mine, &visitors).await, [200, 404, 404, 404, 404, 404], "what is taken back is hers");
        assert_eq!(school.as_(&school.sami).post(&format!("{mine}/remove"), &[]).await.status, 404);
        assert_eq!(lea.post(&format!("{at}/files/{given}/remove"), &[]).await.status, 403, "that is the teacher's");
        comes_back_whole(engine, &school).await;
        let space = archive(&school, Subject::Space(school.class_4b)).await;
        assert!(space.contains(&given) && !space.contains("IMG_0042"), "what was given, not what was handed in");
        accepted(&lea.post(&format!("{mine}/remove"), &[]).await);
        assert_eq!(lea.get(&mine).await.status, 404);
        accepted(&teacher.post(&format!("{at}/files/{given}/remove"), &[]).await);
        assert_eq!(teacher.get(&format!("{at}/files/{given}")).await.status, 404);
    }
}
