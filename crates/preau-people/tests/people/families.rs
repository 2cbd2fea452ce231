//! Separated parents, limits, and who reads a child's record.

use preau_testkit::engines;
use time::macros::date;

use super::world::{School, guardianship};

#[tokio::test]
async fn a_separated_parent_never_meets_the_others_contact_details() {
    for engine in engines() {
        let school = School::open(engine).await;
        for (me, other) in [(&school.claire, &school.paul), (&school.paul, &school.claire), (&school.lea, &school.paul)]
        {
            let (page, program) = (school.as_(me), school.as_(me).as_program());
            let record = format!("/p/{}", school.lea.id);
            let theirs = format!("/p/{}", other.id);
            let search = format!("/directory?q={}", other.given_names);
            let all = ["/", &record, &theirs, &search, &format!("/s/{}/members", school.class_4b)].map(str::to_owned);
            let street = other.address.as_ref().and_then(|address| address.lines.first());
            let secrets: Vec<&String> =
                [other.phone.as_ref(), other.email.as_ref(), street].into_iter().flatten().collect();
            assert_eq!(secrets.len(), 3);
            for path in all {
                for reply in [page.get(&path).await, program.get(&path).await] {
                    for secret in &secrets {
                        assert!(!reply.body.contains(secret.as_str()), "{} reads {secret:?} at {path}", me.name);
                    }
                }
            }
        }
    }
}

#[tokio::test]
async fn parents_do_not_find_each_other_and_pupils_do_not_find_parents_of_others() {
    for engine in engines() {
        let school = School::open(engine).await;
        assert_eq!(school.as_(&school.claire).get(&format!("/p/{}", school.paul.id)).await.status, 404);
        assert_eq!(school.as_(&school.sami).get(&format!("/p/{}", school.claire.id)).await.status, 404);
        assert_eq!(school.as_(&school.lea).get(&format!("/p/{}", school.claire.id)).await.status, 200);
        assert_eq!(school.as_(&school.claire).get(&format!("/p/{}", school.sami.id)).await.status, 404);
    }
}

#[tokio::test]
async fn a_teacher_reaches_the_families_of_the_own_class_only() {
    for engine in engines() {
        let school = School::open(engine).await;
        let path = format!("/p/{}", school.paul.id);
        let own = school.as_(&school.benali).as_program().get(&path).await.json();
        assert_eq!(own["reach"]["phone"], school.paul.phone.clone().unwrap());
        let other = school.as_(&school.moreau).as_program().get(&path).await.json();
        assert_eq!(other["name"], "Paul Martin");
        assert!(other.get("reach").is_none() && other.get("login").is_none(), "{other}");
    }
}

#[tokio::test]
async fn a_decision_takes_the_record_and_the_space_away_until_its_last_day() {
    for engine in engines() {
        let school = School::open(engine).await;
        let mut limit = guardianship(school.paul.id, school.lea.id);
        limit.no_record = true;
        limit.limit_reason = Some("Ordonnance du 10 mars 2020".to_owned());
        (limit.limited_from, limit.limited_until) = (Some(date!(2020 - 03 - 10)), Some(date!(2020 - 03 - 17)));
        school.maker().guardianship(limit).await;
        let paul = school.as_(&school.paul);
        let (record, space) = (format!("/p/{}", school.lea.id), format!("/s/{}", school.class_4b));
        assert_eq!((paul.get(&record).await.status, paul.get(&space).await.status), (404, 404));
        assert!(!paul.get("/").await.body.contains("Léa"), "not on the home page either");
        school.app.clock.advance(time::Duration::days(2));
        assert_eq!((paul.get(&record).await.status, paul.get(&space).await.status), (200, 200));
    }
}

#[tokio::test]
async fn a_limit_without_a_decision_is_refused() {
    for engine in engines() {
        let school = School::open(engine).await;
        let admin = school.as_(&school.head);
        let path = format!("/admin/people/{}/guardians", school.lea.id);
        let paul = school.paul.id.to_string();
        let form = [("guardian", paul.as_str()), ("kinship", "father"), ("no_pick_up", "1")];
        let reply = admin.post(&path, &form).await;
        assert_eq!(reply.status, 422);
        assert!(reply.body.contains("Dites quelle décision"), "{}", reply.body);
        let full = [&form[..], &[("limit_reason", "JAF Bobigny"), ("limited_from", "2020-03-01")]].concat();
        assert_eq!(admin.post(&path, &full).await.status, 303);
        let record = admin.get(&format!("/p/{}", school.lea.id)).await;
        assert!(record.body.contains("Ne vient pas chercher") && record.body.contains("JAF Bobigny"));
        assert!(admin.get(&format!("{path}?guardian={paul}")).await.body.contains("JAF Bobigny"));
        let end = format!("{path}/{paul}/end");
        assert_eq!(admin.post(&end, &[]).await.status, 303);
        assert_eq!(school.as_(&school.paul).get(&format!("/p/{}", school.lea.id)).await.status, 404);
    }
}

#[tokio::test]
async fn a_guardian_answers_for_the_child_and_the_child_does_not() {
    for engine in engines() {
        let school = School::open(engine).await;
        let path = format!("/p/{}/consents", school.lea.id);
        let yes = [("purpose", "photo"), ("answer", "given")];
        assert_eq!(school.as_(&school.lea).post(&path, &yes).await.status, 403);
        assert_eq!(school.as_(&school.amina).post(&path, &yes).await.status, 404);
        assert_eq!(school.as_(&school.claire).post(&path, &yes).await.status, 303);
        let record = school.as_(&school.paul).as_program().get(&format!("/p/{}", school.lea.id)).await.json();
        assert_eq!(record["consents"][0]["answer"], "given");
        assert_eq!(record["consents"][1]["answer"], "to-ask");
    }
}

#[tokio::test]
async fn opening_anothers_record_is_written_down_and_ones_own_is_not() {
    for engine in engines() {
        let school = School::open(engine).await;
        let path = format!("/p/{}", school.lea.id);
        school.as_(&school.lea).get(&path).await;
        let db = &school.app.ctx().db;
        let views = preau_journal::opened_by(db, school.lea.id, None).await.unwrap();
        let opened = |page: &preau_journal::Page| page.entries.iter().filter(|it| it.verb == "person.view").count();
        assert_eq!(opened(&views), 0);
        school.as_(&school.benali).get(&path).await;
        let views = preau_journal::opened_by(db, school.lea.id, None).await.unwrap();
        assert_eq!(opened(&views), 1);
    }
}

#[tokio::test]
async fn a_record_shows_who_opened_it_to_the_family_and_the_desk_and_to_nobody_else() {
    for engine in engines() {
        let school = School::open(engine).await;
        let path = format!("/p/{}", school.lea.id);
        let all = format!("/account/journal?of={}", school.lea.id);
        for reader in [&school.lea, &school.claire, &school.paul, &school.head, &school.admin] {
            assert_eq!(school.as_(&school.benali).get(&path).await.status, 200);
            let page = school.as_(reader).get(&path).await.body;
            assert!(page.contains("Qui a ouvert cette fiche") && page.contains(&all), "{}", reader.name);
            assert!(page.contains("<b>Nadia Benali</b>"), "{}: {page}", reader.name);
            let record = school.as_(reader).as_program().get(&path).await.json();
            assert!(record["opened"].as_array().unwrap().iter().any(|it| it["name"] == "Nadia Benali"));
            assert!(record["opened"].as_array().unwrap().len() <= 5, "the rest is a link away");
        }
        // Who teaches her reads the record, not who else read it; a schoolmate neither.
        for reader in [&school.benali, &school.sami] {
            let page = school.as_(reader).get(&path).await;
            assert_eq!(page.status, 200, "{}", reader.name);
            assert!(!page.body.contains("Qui a ouvert cette fiche"), "{}", reader.name);
        }
        assert_eq!(school.as_(&school.auditor).get(&path).await.status, 404, "an auditor has the whole journal");
    }
}
