//! Signing, thanking, replying, and who reads what of it.

use preau_kernel::SpaceId;
use preau_testkit::{School, Visitor, engines};
use serde_json::Value;
use time::Duration;

use super::world::{json, open, publish};

/// A post that asks for everything, and its address.
async fn asking(school: &School) -> (String, String) {
    let more = [("sign", "on"), ("replies", "on"), ("reactions", "on")];
    let post = publish(&school.as_(&school.benali), school.class_4b, "Réunion jeudi à 18 h", &more).await;
    let at = format!("/s/{}/wall/{post}", school.class_4b);
    (post, at)
}

/// The texts that somebody reads under a post.
async fn replies(who: &Visitor, space: SpaceId, post: &str) -> Vec<String> {
    let answers = json(who, space, post).await["answers"].as_array().unwrap().clone();
    answers.iter().filter_map(|it| it["text"].as_str().map(str::to_owned)).collect()
}

#[tokio::test]
async fn separated_parents_sign_each_for_themselves_and_learn_nothing_of_the_other() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (claire, paul) = (school.as_(&school.claire), school.as_(&school.paul));
        let (post, at) = asking(&school).await;
        assert!(claire.get(&at).await.body.contains("J’ai lu"));
        assert_eq!(claire.post(&format!("{at}/sign"), &[]).await.status, 303);
        assert_eq!(claire.post(&format!("{at}/sign"), &[]).await.status, 303, "twice is once");
        let (hers, his) = (json(&claire, school.class_4b, &post).await, json(&paul, school.class_4b, &post).await);
        assert!(hers["signed_at"].is_string() && his["signed_at"].is_null());
        assert!(hers["signatures"].is_null() && his["signatures"].is_null(), "a count would tell one of the other");
        let page = paul.get(&at).await.body;
        assert!(page.contains("J’ai lu") && !page.contains("Claire") && !page.contains("id=\"signatures\""), "{page}");
        let teacher = school.as_(&school.benali);
        assert_eq!(json(&teacher, school.class_4b, &post).await["signatures"], 1);
        let page = teacher.get(&at).await.body;
        let (missing, signed) = page.split_once("Ont signé").unwrap();
        assert!(signed.contains(&school.claire.name) && signed.contains(&school.lea.name), "and for whom: {signed}");
        let missing = missing.split_once("Pas encore signé").unwrap().1;
        assert!(missing.contains(&school.paul.name) && !missing.contains(&school.claire.name), "{missing}");
        assert!(!missing.contains(&school.benali.name), "who leads is not asked");
        assert_eq!(teacher.post(&format!("{at}/sign"), &[]).await.status, 403);
    }
}

#[tokio::test]
async fn a_slip_of_the_finger_is_undone_within_the_hour() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let claire = school.as_(&school.claire);
        let (post, at) = asking(&school).await;
        claire.post(&format!("{at}/sign"), &[]).await;
        assert_eq!(claire.post(&format!("{at}/sign?off=1"), &[]).await.status, 303);
        assert!(json(&claire, school.class_4b, &post).await["signed_at"].is_null());
        claire.post(&format!("{at}/sign"), &[]).await;
        school.app.clock.advance(Duration::minutes(61));
        assert_eq!(claire.post(&format!("{at}/sign?off=1"), &[]).await.status, 409);
        assert!(json(&claire, school.class_4b, &post).await["signed_at"].is_string());
    }
}

/// What somebody is told, newest first.
async fn told(who: &Visitor) -> Vec<String> {
    let list = who.get_json("/notices").await.json()["notices"].as_array().cloned().unwrap_or_default();
    list.iter().map(|it: &Value| it["title"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn whoever_has_not_signed_is_reminded_once_a_day_and_nobody_else() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let (teacher, claire, paul) =
            (school.as_(&school.benali), school.as_(&school.claire), school.as_(&school.paul));
        let (_, at) = asking(&school).await;
        claire.post(&format!("{at}/sign"), &[]).await;
        assert_eq!(claire.post(&format!("{at}/remind"), &[]).await.status, 403);
        assert_eq!(teacher.post(&format!("{at}/remind"), &[]).await.status, 303);
        school.app.settle().await;
        let reminded = |told: Vec<String>| told.iter().filter(|it| it.contains("À signer")).count();
        assert_eq!((reminded(told(&claire).await), reminded(told(&paul).await)), (0, 1));
        assert_eq!(teacher.post(&format!("{at}/remind"), &[]).await.status, 429, "not twice a day");
        school.app.clock.advance(Duration::days(1));
        assert_eq!(teacher.post(&format!("{at}/remind"), &[]).await.status, 303);
        assert!(teacher.get(&at).await.body.contains("Dernière relance"));
    }
}

#[tokio::test]
async fn when_all_have_signed_there_is_nobody_to_remind() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let teacher = school.as_(&school.benali);
        let more = [("sign", "on"), ("audience", "members")];
        let post = publish(&teacher, school.class_4b, "Rendez le livre", &more).await;
        let at = format!("/s/{}/wall/{post}", school.class_4b);
        for pupil in [&school.lea, &school.sami] {
            assert_eq!(school.as_(pupil).post(&format!("{at}/sign"), &[]).await.status, 303);
        }
        assert_eq!(school.as_(&school.claire).post(&format!("{at}/sign"), &[]).await.status, 404, "not for families");
        assert_eq!(teacher.post(&format!("{at}/remind"), &[]).await.status, 409);
        let plain = publish(&teacher, school.class_4b, "Sans signature", &[]).await;
        let plain = format!("/s/{}/wall/{plain}", school.class_4b);
        assert_eq!(school.as_(&school.lea).post(&format!("{plain}/sign"), &[]).await.status, 403);
        assert_eq!(teacher.post(&format!("{plain}/remind"), &[]).await.status, 409);
    }
}

#[tokio::test]
async fn what_a_family_replies_is_read_by_the_leaders_and_by_no_other_family() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        let who = [&school.claire, &school.paul, &school.amina, &school.lea, &school.sami, &school.benali];
        let [claire, paul, amina, lea, sami, teacher] = who.map(|person| school.as_(person));
        let (post, at) = asking(&school).await;
        let say = async |who: &Visitor, text: &str, to: &str| {
            let reply = who.post(&format!("{at}/replies"), &[("text", text), ("to", to)]).await;
            assert_eq!(reply.status, 303, "{}", reply.body);
            school.app.clock.advance(Duration::SECOND);
        };
        say(&claire, "Je viendrai seule", "").await;
        say(&lea, "On vient aussi ?", "").await;
        let hers = json(&teacher, space, &post).await["answers"][0]["id"].as_str().unwrap().to_owned();
        say(&teacher, "Merci, à jeudi", &hers).await;
        say(&teacher, "Oui, tout le monde", "").await;
        let everybody = ["On vient aussi ?", "Oui, tout le monde"];
        for (name, other) in [("paul", &paul), ("amina", &amina), ("sami", &sami), ("lea", &lea)] {
            assert_eq!(replies(other, space, &post).await, everybody, "{name}");
            for page in [at.clone(), format!("/s/{space}/wall"), format!("/s/{space}")] {
                let page = other.get(&page).await.body;
                assert!(!page.contains("seule") && !page.contains("à jeudi"), "{name}: {page}");
            }
        }
        let all = ["Je viendrai seule", "On vient aussi ?", "Merci, à jeudi", "Oui, tout le monde"];
        assert_eq!(replies(&claire, space, &post).await, all);
        assert_eq!(replies(&teacher, space, &post).await, all);
        let list = teacher.get(&format!("/s/{space}/wall")).await.body;
        assert!(list.contains("Voir encore une réponse"), "three of four: {list}");
        let wrong = paul.post(&format!("{at}/replies"), &[("text", "Et moi ?"), ("to", &hers)]).await;
        assert_eq!(wrong.status, 404, "nobody but a leader answers one alone");
        school.app.settle().await;
        assert!(told(&teacher).await.iter().any(|it| it.contains("Je viendrai seule")));
        assert!(told(&claire).await.iter().any(|it| it.contains("Merci, à jeudi")));
        assert!(!told(&paul).await.iter().any(|it| it.contains("jeudi à") && it.contains("Merci")));
    }
}

#[tokio::test]
async fn a_reply_is_taken_back_by_its_writer_or_by_a_leader_and_can_be_put_back() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        let (lea, sami, teacher) = (school.as_(&school.lea), school.as_(&school.sami), school.as_(&school.benali));
        let (post, at) = asking(&school).await;
        lea.post(&format!("{at}/replies"), &[("text", "Zut")]).await;
        let id = json(&lea, space, &post).await["answers"][0]["id"].as_str().unwrap().to_owned();
        let reply = format!("{at}/replies/{id}");
        assert_eq!(sami.post(&format!("{reply}/withdraw"), &[]).await.status, 404, "not somebody else's");
        assert_eq!(lea.post(&format!("{reply}/withdraw"), &[]).await.status, 303);
        assert_eq!(lea.post(&format!("{reply}/withdraw"), &[]).await.status, 409);
        assert!(replies(&sami, space, &post).await.is_empty());
        assert!(!sami.get(&at).await.body.contains("Zut"));
        assert!(teacher.get(&at).await.body.contains("Cette réponse a été retirée"));
        assert_eq!(teacher.post(&format!("{reply}/restore"), &[]).await.status, 409, "she took it back herself");
        assert_eq!(lea.post(&format!("{reply}/restore"), &[]).await.status, 303);
        assert_eq!(replies(&sami, space, &post).await, ["Zut"]);
        assert_eq!(teacher.post(&format!("{reply}/withdraw"), &[]).await.status, 303);
        school.app.clock.advance(Duration::minutes(61));
        assert_eq!(teacher.post(&format!("{reply}/restore"), &[]).await.status, 409, "too late");
        let entries = preau_journal::by_actor(&school.app.ctx().db, school.benali.id, None).await.unwrap().entries;
        assert!(entries.iter().any(|entry| entry.verb == "wall.withdraw"), "taking another's words away is on record");
    }
}

#[tokio::test]
async fn a_reply_that_cannot_be_kept_comes_back_with_its_words() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let lea = school.as_(&school.lea);
        let (_, at) = asking(&school).await;
        let long = "é".repeat(2_001);
        for (text, code) in [("  ", "Écrivez quelque chose"), (long.as_str(), "trop longue")] {
            let reply = lea.post(&format!("{at}/replies"), &[("text", text)]).await;
            assert_eq!(reply.status, 422, "{}", reply.body);
            assert!(reply.body.contains(code) && reply.body.contains(text));
        }
        for _ in 0..20 {
            assert_eq!(lea.post(&format!("{at}/replies"), &[("text", "Encore")]).await.status, 303);
        }
        let reply = lea.post(&format!("{at}/replies"), &[("text", "Encore une")]).await;
        assert!(reply.status == 422 && reply.body.contains("Attendez un peu") && reply.body.contains("Encore une"));
        let plain = publish(&school.as_(&school.benali), school.class_4b, "Sans réponse", &[]).await;
        let plain = format!("/s/{}/wall/{plain}/replies", school.class_4b);
        assert_eq!(lea.post(&plain, &[("text", "Si")]).await.status, 403);
    }
}

#[tokio::test]
async fn thanks_are_counted_once_and_taken_back() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        let (lea, claire, teacher) = (school.as_(&school.lea), school.as_(&school.claire), school.as_(&school.benali));
        let (post, at) = asking(&school).await;
        for who in [&lea, &claire, &claire] {
            assert_eq!(who.post(&format!("{at}/thank"), &[]).await.status, 303);
        }
        assert_eq!(teacher.post(&format!("{at}/thank"), &[]).await.status, 403, "not for one's own words");
        let (hers, all) = (json(&claire, space, &post).await, json(&teacher, space, &post).await);
        assert_eq!((hers["thanks"].as_i64(), hers["thanked"].as_bool()), (Some(2), Some(true)));
        assert_eq!((all["thanks"].as_i64(), all["thanked"].as_bool()), (Some(2), Some(false)));
        assert_eq!(claire.post(&format!("{at}/thank?off=1"), &[]).await.status, 303);
        assert_eq!(json(&claire, space, &post).await["thanks"], 1);
        assert!(teacher.get(&at).await.body.contains("Un merci"));
    }
}

#[tokio::test]
async fn what_was_between_a_family_and_the_school_goes_when_the_family_is_forgotten() {
    for engine in engines() {
        let (school, _) = open(engine).await;
        let space = school.class_4b;
        let (claire, lea, teacher) = (school.as_(&school.claire), school.as_(&school.lea), school.as_(&school.benali));
        let (post, at) = asking(&school).await;
        claire.post(&format!("{at}/replies"), &[("text", "Entre nous")]).await;
        let hers = json(&teacher, space, &post).await["answers"][0]["id"].as_str().unwrap().to_owned();
        teacher.post(&format!("{at}/replies"), &[("text", "Bien reçu"), ("to", &hers)]).await;
        lea.post(&format!("{at}/replies"), &[("text", "Pour tous")]).await;
        claire.post(&format!("{at}/sign"), &[]).await;
        claire.post(&format!("{at}/thank"), &[]).await;
        school.app.app.erase(school.claire.id).await.unwrap();
        assert_eq!(replies(&teacher, space, &post).await, ["Pour tous"]);
        let told = json(&teacher, space, &post).await;
        assert_eq!((told["signatures"].as_i64(), told["thanks"].as_i64()), (Some(0), Some(0)));
        school.app.app.erase(school.lea.id).await.unwrap();
        assert_eq!(json(&teacher, space, &post).await["answers"][0]["author"]["name"], "Quelqu’un");
    }
}
