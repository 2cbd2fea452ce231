//! Image rights: who is asked, who sees what, and until when.

use std::collections::{BTreeMap, BTreeSet};

use http::{Method, header};
use preau_db::{args, sql};
use preau_kernel::{Entropy, PersonId, Role};
use preau_testkit::{Reply, School, SeededEntropy, Visitor, engines, guardianship};
use preau_web::{Archive, ArchiveReader, Health, Service, Subject};
use time::Duration;

use super::{
    files::{files_of, photo, post_with, send_with},
    world::{everybody, open},
};

/// Says who is in a file.
pub(crate) async fn name(who: &Visitor, file: &str, children: &[PersonId]) {
    let fields: Vec<_> = children.iter().map(|child| format!("child-{child}")).collect();
    let mut fields: Vec<_> = fields.iter().map(|field| (field.as_str(), "on")).collect();
    if fields.is_empty() {
        fields.push(("nobody", "on"));
    }
    let reply = who.post(&format!("{file}/who"), &fields).await;
    assert_eq!(reply.status, 303, "{}", reply.body);
}

/// Asks the families of those in the pictures of a post.
pub(crate) async fn ask(who: &Visitor, at: &str, more: &[(&str, &str)]) -> Reply {
    let mut fields = vec![("extent", "wall"), ("purpose", "Souvenirs"), ("until", "2020-07-04")];
    fields.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
    fields.extend_from_slice(more);
    who.post(&format!("{at}/rights"), &fields).await
}

pub(crate) async fn answer(who: &Visitor, at: &str, child: PersonId, answer: &str) -> u16 {
    let page = who.get(&format!("{at}/agree")).await;
    if page.status != 200 {
        return page.status;
    }
    let number = page.body.split("name=\"number\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let child = child.to_string();
    let fields = [("child", &*child), ("number", &*number), ("answer", answer)];
    who.post(&format!("{at}/agree"), &fields).await.status
}

/// Whether somebody gets a file, in each way in which it is given: all ways agree.
async fn gets(who: &Visitor, at: &str, file: &str) -> bool {
    let mut got = BTreeSet::new();
    for path in [file.to_owned(), format!("{file}/small"), file.replace("/files/", "/pictures/")] {
        got.insert(who.get(&path).await.status == 200);
    }
    let id = file.rsplit('/').next().unwrap();
    got.insert(who.get_json(at).await.body.contains(id));
    got.insert(who.get(at).await.body.contains(id));
    assert_eq!(got.len(), 1, "not all ways say the same");
    got.contains(&true)
}

/// A post of 4e B with one photo: its address, and the photo's.
async fn one_photo(school: &School) -> (String, String) {
    let teacher = school.as_(&school.benali);
    let sent = send_with(&teacher, school.class_4b, &[("text", "La sortie")], &[("1.jpg", &photo(300, 200, 7))]).await;
    let at = sent.location().trim_end_matches("/files").to_owned();
    let file = files_of(&teacher, &at).await.remove(0);
    (at, file)
}

#[tokio::test]
async fn a_photo_is_hidden_until_both_parents_of_each_child_in_it_agreed() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (at, file) = one_photo(&school).await;
        let (teacher, mother, father) =
            (school.as_(&school.benali), school.as_(&school.claire), school.as_(&school.paul));
        let (amina, sami) = (school.as_(&school.amina), school.as_(&school.sami));
        assert!(!gets(&mother, &at, &file).await && gets(&teacher, &at, &file).await, "nobody said who is in it");
        assert!(mother.get(&at).await.body.contains("Une photo n’est pas encore montrée"));
        name(&teacher, &file, &[school.lea.id, school.sami.id]).await;
        assert_eq!(mother.get(&format!("{at}/agree")).await.status, 404, "nobody was asked yet");
        assert_eq!(ask(&teacher, &at, &[]).await.status, 303);
        school.app.settle().await;
        for (who, child, shown) in
            [(&mother, &school.lea, false), (&father, &school.lea, false), (&amina, &school.sami, true)]
        {
            let told = who.get_json("/notices").await.body;
            assert!(told.contains("Peut-on montrer une photo") && told.contains(&format!("{at}/agree")), "{told}");
            let page = who.get(&format!("{at}/agree")).await.body;
            let others = ["Léa Martin", "Sami Haddad"].into_iter().filter(|name| page.contains(name)).count();
            assert!(page.contains("Souvenirs") && others == 1, "each is asked about their own child: {page}");
            assert_eq!(answer(who, &at, child.id, "yes").await, 303);
            assert_eq!(gets(&sami, &at, &file).await, shown);
        }
        assert!(gets(&mother, &at, &file).await && gets(&father, &at, &file).await);
        let page = father.get(&format!("{at}/agree")).await.body;
        assert!(page.contains("Vous avez dit oui"), "{page}");
        // One of two takes it back: at once, whatever a browser kept.
        let tag = sami.get(&file).await.headers["etag"].to_str().unwrap().to_owned();
        assert_eq!(answer(&father, &at, school.lea.id, "no").await, 303);
        assert!(!gets(&mother, &at, &file).await && !gets(&sami, &at, &file).await && gets(&teacher, &at, &file).await);
        assert_eq!(sami.ask(Method::GET, &file, &[(header::IF_NONE_MATCH, &tag)], "").await.status, 404);
        assert_eq!(sami.ask(Method::GET, &file, &[(header::RANGE, "bytes=0-9")], "").await.status, 404);
        let page = mother.get(&format!("{at}/agree")).await.body;
        assert!(page.contains("Vous avez dit oui") && !page.contains("dit non"), "neither sees the other's answer");
        let page = teacher.get(&format!("{at}/rights")).await.body;
        assert!(page.contains("Refusé") && page.contains("Cachée") && !page.contains("Paul"), "numbers, never who");
    }
}

#[tokio::test]
async fn nobody_answers_for_another_familys_child_nor_to_what_is_no_longer_asked() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (at, file) = one_photo(&school).await;
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        name(&teacher, &file, &[school.lea.id]).await;
        ask(&teacher, &at, &[]).await;
        for other in [&school.amina, &school.lea, &school.sami, &school.benali, &school.tom] {
            assert_eq!(school.as_(other).get(&format!("{at}/agree")).await.status, 404, "{}", other.name);
        }
        let (lea, sami) = (school.lea.id.to_string(), school.sami.id.to_string());
        let say = |child: &str, number: &str, answer: &str| {
            let fields = [("child", child.to_owned()), ("number", number.to_owned()), ("answer", answer.to_owned())];
            let (mother, at) = (&mother, &at);
            async move {
                let fields: Vec<_> = fields.iter().map(|(name, text)| (*name, text.as_str())).collect();
                mother.post(&format!("{at}/agree"), &fields).await.status
            }
        };
        assert_eq!(say(&sami, "1", "yes").await, 404);
        assert_eq!((say(&lea, "1", "maybe").await, say(&lea, "x", "yes").await), (422, 422));
        assert_eq!(say(&lea, "1", "yes").await, 303);
        // Asked for more: nobody has agreed to that.
        assert_eq!(ask(&teacher, &at, &[("extent", "outside")]).await.status, 303);
        assert_eq!(say(&lea, "1", "yes").await, 422, "they answer to what stood on their page");
        let page = mother.get(&format!("{at}/agree")).await.body;
        assert!(
            page.contains("hors de l’établissement")
                && page.contains("sur ce mur seulement")
                && !page.contains("dit oui")
        );
        assert_eq!(say(&lea, "2", "wall").await, 303);
        assert!(mother.get(&format!("{at}/agree")).await.body.contains("sur ce mur seulement, "));
        for (fields, field) in [
            ([("purpose", " ")], "purpose"),
            ([("until", "2020-03-01")], "until"),
            ([("until", "2031-01-01")], "until"),
        ] {
            let reply = ask(&teacher, &at, &fields).await;
            assert!(reply.status == 422 && reply.body.contains(&format!("{field}-error")), "{field} {}", reply.status);
        }
        for (who, status) in [(&school.claire, 403), (&school.lea, 403), (&school.moreau, 404)] {
            let who = school.as_(who);
            for page in [format!("{at}/rights"), format!("{file}/who"), format!("{file}/cover")] {
                assert_eq!(who.get(&page).await.status, status, "{page}");
                assert_eq!(who.post(&page, &[("nobody", "on")]).await.status, status, "{page}");
            }
        }
        let all = teacher.post(&format!("{file}/who"), &[]).await;
        assert!(all.status == 422 && all.body.contains("Dites qui on reconnaît"));
        assert_eq!(
            teacher.post(&format!("{file}/who"), &[(&format!("child-{}", school.tom.id), "on")]).await.status,
            422
        );
    }
}

#[tokio::test]
async fn a_child_who_is_covered_hides_nothing_any_more_and_is_in_none_of_the_bytes() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (at, file) = one_photo(&school).await;
        let (teacher, mother) = (school.as_(&school.benali), school.as_(&school.claire));
        let before = teacher.get(&file).await.bytes;
        assert_eq!(teacher.get(&format!("{file}/cover")).await.status, 404, "nobody is in it yet");
        name(&teacher, &file, &[school.lea.id, school.sami.id]).await;
        ask(&teacher, &at, &[]).await;
        answer(&school.as_(&school.amina), &at, school.sami.id, "yes").await;
        answer(&mother, &at, school.lea.id, "no").await;
        let lea = format!("child-{}", school.lea.id);
        for fields in [&[(&*lea, "on")][..], &[("box-3", "on")], &[(&*lea, "on"), ("box-48", "on")]] {
            assert_eq!(teacher.post(&format!("{file}/cover"), fields).await.status, 422);
        }
        let boxes: Vec<_> = (0..48).map(|number| format!("box-{number}")).collect();
        let mut fields = vec![(&*lea, "on")];
        fields.extend(boxes.iter().map(|name| (name.as_str(), "on")));
        let reply = teacher.post(&format!("{file}/cover"), &fields).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
        assert!(gets(&mother, &at, &file).await, "Sami's mother agreed, and Léa is covered");
        for path in [file.clone(), format!("{file}/small")] {
            let read = image::load_from_memory(&mother.get(&path).await.bytes).unwrap().into_rgb8();
            assert!(read.pixels().all(|point| point.0[0].abs_diff(148) < 8), "all of it was covered");
        }
        // The picture before is nobody's: a day later its bytes are gone.
        let ctx = school.app.ctx();
        school.app.clock.advance(Duration::hours(25));
        preau_blob::rows::collect(&ctx.db, &ctx.blobs, ctx.clock.now()).await.unwrap();
        assert!(!ctx.blobs.exists(preau_blob::BlobId::of(&before)).await.unwrap());
        // Said again who is in it, she stays covered.
        name(&teacher, &file, &[school.lea.id, school.sami.id]).await;
        assert!(gets(&mother, &at, &file).await);
    }
}

#[tokio::test]
async fn photos_go_by_themselves_when_the_time_that_was_agreed_to_is_over() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (at, file) = one_photo(&school).await;
        let (teacher, amina) = (school.as_(&school.benali), school.as_(&school.amina));
        name(&teacher, &file, &[school.sami.id]).await;
        ask(&teacher, &at, &[("until", "2020-04-30")]).await;
        assert_eq!(answer(&amina, &at, school.sami.id, "yes").await, 303);
        assert!(gets(&amina, &at, &file).await);
        let landscape = post_with(&teacher, school.class_4b, "Le marais", &[("2.jpg", &photo(300, 200, 9))]).await;
        let stays = files_of(&teacher, &landscape).await.remove(0);
        name(&teacher, &stays, &[]).await;
        school.app.clock.advance(Duration::days(60));
        // Before the job comes: it is hidden on the second.
        assert!(!gets(&amina, &at, &file).await);
        let wall = preau_wall::Wall::default();
        let late = |checks: Vec<preau_web::Check>| {
            checks.iter().any(|check| check.code == "wall-pictures-late" && check.health == Health::Bad)
        };
        assert!(late(wall.checks(school.app.ctx()).await.unwrap()));
        wall.run(school.app.ctx(), "wall.minute", &serde_json::Value::Null).await.unwrap();
        assert!(!late(wall.checks(school.app.ctx()).await.unwrap()));
        assert_eq!(teacher.get(&file).await.status, 404, "for nobody");
        assert!(teacher.get(&format!("{at}/rights")).await.body.contains("Une photo a disparu"));
        let needed = sql!((i64,), "SELECT count(*) FROM blob_ref WHERE service = 'wall.file'");
        assert_eq!(school.app.ctx().db.one(needed, &[]).await.unwrap().0, 2, "the other photo's");
        assert!(gets(&amina, &landscape, &stays).await, "where nobody can be recognised, nobody is asked");
    }
}

#[tokio::test]
async fn a_family_that_says_no_to_photos_is_not_asked_each_time() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (at, file) = one_photo(&school).await;
        let (teacher, amina) = (school.as_(&school.benali), school.as_(&school.amina));
        let db = &school.app.ctx().db;
        let refuse = sql!(
            "INSERT INTO consent (id, person, purpose, answer, medium, since, source)
             VALUES ($1, $2, 'photo', 'refused', 'paper', $3, 'fiche')"
        );
        let mut tx = db.begin().await.unwrap();
        let id: PersonId = school.app.ctx().id();
        tx.run(refuse, args![id, school.sami.id, school.app.ctx().clock.now()]).await.unwrap();
        tx.commit().await.unwrap();
        let page = teacher.get(&format!("{file}/who")).await.body;
        assert_eq!(page.matches("La famille ne veut pas de photos").count(), 1, "{page}");
        name(&teacher, &file, &[school.sami.id, school.lea.id]).await;
        ask(&teacher, &at, &[]).await;
        school.app.settle().await;
        assert!(!amina.get_json("/notices").await.body.contains("/agree"));
        assert!(school.as_(&school.claire).get_json("/notices").await.body.contains("/agree"));
        assert_eq!(answer(&amina, &at, school.sami.id, "yes").await, 303, "they may change their mind");
    }
}

#[tokio::test]
async fn a_father_whom_a_court_keeps_away_is_not_asked_and_a_refusal_outlives_its_giver() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (at, file) = one_photo(&school).await;
        let (teacher, mother, father) =
            (school.as_(&school.benali), school.as_(&school.claire), school.as_(&school.paul));
        name(&teacher, &file, &[school.lea.id]).await;
        ask(&teacher, &at, &[]).await;
        answer(&mother, &at, school.lea.id, "yes").await;
        assert!(!gets(&mother, &at, &file).await);
        let limit_reason = Some("Ordonnance du 12 janvier".to_owned());
        let limited_from = Some(time::macros::date!(2020 - 01 - 12));
        let barred = preau_people::model::Guardianship {
            no_record: true,
            limited_from,
            limit_reason,
            ..guardianship(school.paul.id, school.lea.id)
        };
        school.maker().guardianship(barred).await;
        assert!(gets(&mother, &at, &file).await, "he is not asked");
        assert_eq!(father.get(&format!("{at}/agree")).await.status, 404);
        school.maker().guardianship(guardianship(school.paul.id, school.lea.id)).await;
        assert_eq!(answer(&father, &at, school.lea.id, "no").await, 303);
        school.app.app.erase(school.paul.id).await.unwrap();
        assert!(!gets(&mother, &at, &file).await, "his no holds");
        let all = everything(&school, Subject::All).await;
        assert!(!all.contains(&school.paul.id.to_string()));
    }
}

#[tokio::test]
async fn when_a_child_is_forgotten_what_shows_them_goes() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (_, file) = one_photo(&school).await;
        let teacher = school.as_(&school.benali);
        name(&teacher, &file, &[school.lea.id]).await;
        school.app.app.erase(school.lea.id).await.unwrap();
        assert_eq!(teacher.get(&file).await.status, 404);
        assert!(!everything(&school, Subject::All).await.contains(&school.lea.id.to_string()));
    }
}

/// All that an archive of the walls holds.
async fn everything(school: &School, subject: Subject) -> String {
    let folder = tempfile::tempdir().unwrap();
    school.app.app.export(subject, Archive::create(folder.path(), subject).unwrap()).await.unwrap();
    let archive = ArchiveReader::open(folder.path()).unwrap();
    let read = |path: &str| String::from_utf8_lossy(&std::fs::read(folder.path().join(path)).unwrap()).into_owned();
    archive.files("wall/").flat_map(|path| [path.to_owned(), "\n".to_owned(), read(path), "\n".to_owned()]).collect()
}

#[tokio::test]
async fn each_gets_the_proof_of_their_own_answer_and_of_nobody_elses() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (at, file) = one_photo(&school).await;
        let teacher = school.as_(&school.benali);
        name(&teacher, &file, &[school.lea.id]).await;
        ask(&teacher, &at, &[]).await;
        answer(&school.as_(&school.claire), &at, school.lea.id, "yes").await;
        answer(&school.as_(&school.paul), &at, school.lea.id, "no").await;
        let (mine, yours) = (everything(&school, Subject::Person(school.claire.id)).await, school.paul.id.to_string());
        assert!(mine.contains("Souvenirs") && mine.contains("On reconnaît Léa Martin sur une photo"), "{mine}");
        assert!(!mine.contains(&yours) && !mine.contains("\"no\""));
        let (space, post) =
            (everything(&school, Subject::Space(school.class_4b)).await, file.rsplit('/').next().unwrap());
        assert!(!space.contains(&format!("wall/files/{post}")), "an archive to hand out holds no hidden photo");
        assert!(everything(&school, Subject::All).await.contains(&format!("wall/files/{post}")));
    }
}

/// What a random school has said about one child of one post, and the rule, written a second time and without SQL.
#[derive(Default, Debug)]
struct Said {
    named: BTreeSet<(usize, PersonId)>,
    covered: BTreeSet<(usize, PersonId)>,
    unsaid: BTreeSet<usize>,
    asked: bool,
    answers: BTreeMap<(PersonId, PersonId), bool>,
}

impl Said {
    fn shown(&self, photo: usize, guardians: &BTreeMap<PersonId, Vec<PersonId>>) -> bool {
        let agreed = |child: PersonId| {
            let guardians = guardians.get(&child).map(Vec::as_slice).unwrap_or_default();
            self.asked
                && !guardians.is_empty()
                && guardians.iter().all(|guardian| self.answers.get(&(child, *guardian)) == Some(&true))
        };
        !self.unsaid.contains(&photo)
            && self
                .named
                .iter()
                .filter(|(at, child)| *at == photo && !self.covered.contains(&(photo, *child)))
                .all(|(_, child)| agreed(*child))
    }
}

#[tokio::test]
async fn whatever_is_posted_named_answered_and_covered_nobody_gets_the_bytes_of_a_child_who_is_not_to_be_shown() {
    for engine in engines() {
        for seed in 0..6 {
            let (school, _) = open(engine).await;
            one_random_school(&school, seed).await;
        }
    }
}

async fn one_random_school(school: &School, seed: u64) {
    let chance = SeededEntropy::new(seed);
    let chance = &chance as &dyn Entropy;
    // A child of whom nobody is legal guardian, and one of the class's own photos each time.
    school.maker().member(school.class_4b, school.tom.id, Role::Member).await;
    let children = [school.lea.id, school.sami.id, school.tom.id];
    let guardians = BTreeMap::from([
        (school.lea.id, vec![school.claire.id, school.paul.id]),
        (school.sami.id, vec![school.amina.id]),
    ]);
    let teacher = school.as_(&school.benali);
    let audience = ["everyone", "families", "members"][chance.below(3) as usize];
    let photos: Vec<_> = (0..3_u8).map(|number| photo(120, 80, number * 40 + u8::try_from(seed).unwrap())).collect();
    let files: Vec<_> = photos.iter().map(|photo| ("files", "p.jpg", &photo[..])).collect();
    let fields = [("text", "Hasard"), ("audience", audience)];
    let made = teacher.post_form(&format!("/s/{}/wall", school.class_4b), &fields, &files).await;
    let at = made.location().trim_end_matches("/files").to_owned();
    let files = files_of(&teacher, &at).await;
    let mut said = Said { unsaid: (0..3).collect(), ..Said::default() };
    for step in 0..15 {
        let (photo, child) = (chance.below(3) as usize, children[chance.below(3) as usize]);
        match chance.below(5) {
            0 => {
                let named: Vec<_> = children.into_iter().filter(|_| chance.below(2) == 0).collect();
                name(&teacher, &files[photo], &named).await;
                said.unsaid.remove(&photo);
                said.covered.retain(|(at, child)| *at != photo || named.contains(child));
                said.named.retain(|(at, _)| *at != photo);
                said.named.extend(named.into_iter().map(|child| (photo, child)));
            }
            1 => {
                let before = said.asked;
                assert_eq!(ask(&teacher, &at, &[]).await.status, 303);
                said.asked = true;
                assert!(before || said.answers.is_empty());
            }
            2 | 3 => {
                let yes = chance.below(3) > 0;
                for guardian in guardians.get(&child).into_iter().flatten().filter(|_| chance.below(4) > 0) {
                    let person = everybody(school).into_iter().find(|(_, person)| person.id == *guardian).unwrap().1;
                    if answer(&school.as_(person), &at, child, if yes { "yes" } else { "no" }).await == 303 {
                        said.answers.insert((child, *guardian), yes);
                    }
                }
            }
            _ => {
                let child_field = format!("child-{child}");
                let reply =
                    teacher.post(&format!("{}/cover", files[photo]), &[(&child_field, "on"), ("box-9", "on")]).await;
                if reply.status == 303 {
                    said.covered.insert((photo, child));
                }
            }
        }
        // Looking is what takes time: some hundred requests for each photo.
        if step % 5 == 4 {
            check(school, seed, &at, &files, &said, &guardians, audience).await;
        }
    }
}

async fn check(
    school: &School,
    seed: u64,
    at: &str,
    files: &[String],
    said: &Said,
    guardians: &BTreeMap<PersonId, Vec<PersonId>>,
    audience: &str,
) {
    let space = format!("/s/{}", school.class_4b);
    let (whole, of_lea) = (
        everything(school, Subject::Space(school.class_4b)).await,
        everything(school, Subject::Person(school.lea.id)).await,
    );
    for (number, file) in files.iter().enumerate() {
        let shown = said.shown(number, guardians);
        let id = file.rsplit('/').next().unwrap();
        assert_eq!(whole.contains(&format!("wall/files/{id}")), shown, "seed {seed}: the archive of the space");
        assert!(!of_lea.contains(&format!("wall/files/{id}")), "seed {seed}: a pupil's archive");
        for (name, person) in everybody(school) {
            let who = school.as_(person);
            let leads = matches!(name, "benali" | "admin" | "head");
            let meant = match name {
                "lea" | "sami" | "tom" => audience != "families",
                "claire" | "paul" | "amina" => audience != "members",
                _ => false,
            };
            let may = leads || (meant && shown);
            for path in [file.clone(), format!("{file}/small"), file.replace("/files/", "/pictures/")] {
                let reply = who.get(&path).await;
                assert_eq!(reply.status == 200, may, "seed {seed}: {name} {path} {} {said:?}", reply.status);
                if !may {
                    assert_eq!(reply.headers.get("cache-control").map(|it| it.to_str().unwrap()), Some("no-store"));
                    assert!(!reply.headers.contains_key("etag"), "what is not given is not named either");
                }
                let part = who.ask(Method::GET, &path, &[(header::RANGE, "bytes=0-0")], "").await;
                assert_eq!(part.status < 300, may, "seed {seed}: {name} a part of {path}");
                if reply.status == 200 && !path.contains("/pictures/") {
                    assert_eq!(reply.headers["cache-control"], "private, no-cache");
                }
            }
            if !may {
                for page in ["/", at, &space, &format!("{space}/wall"), &format!("{at}/print")] {
                    let (page, json) = (who.get(page).await.body, who.get_json(page).await.body);
                    assert!(!page.contains(id) && !json.contains(id), "seed {seed}: {name} reads of it");
                }
            }
        }
    }
}
