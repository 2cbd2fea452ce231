//! Moves, departures, returns, doubts, and what somebody corrected by hand.

use preau_db::{args, sql};
use preau_testkit::engines;

use super::school::{School, assert_same, doubt_names, onde};
use crate::roster::store::State;

#[tokio::test]
async fn a_child_who_moves_leaves_and_comes_back_is_followed() {
    for engine in engines() {
        let school = School::open(engine).await;
        school.import(&onde("MARTIN;Léa;01/02/2017;F;070000001AA;CP A;Oui\nPETIT;Tom;01/03/2017;M;;CP A;Non\nROUX;Zoé;02/03/2016;F;;CE1;\n"), &[]).await;
        let lea = school.people().await["Léa Martin"].clone();
        assert_eq!((lea.login.as_str(), lea.given_names.as_str()), ("lea.martin", "Léa"));
        assert_eq!(school.spaces(lea.id).await, ["CP A"]);
        let page = school.give(&onde("MARTIN;Léa;01/02/2017;F;070000001AA;CE1;Oui\nROUX;Zoé;02/03/2016;F;;CE1;\nNUNES;Ana;02/03/2017;F;;CP A;\n")).await;
        let body = school.secretary.get(&page).await.body;
        for part in ["Changent de classe", "Élèves qui s’en vont", "Nouveaux élèves", "<del>CP A</del>", "Tom Petit"]
        {
            assert!(body.contains(part), "{part}: {body}");
        }
        let reply = school.secretary.post(&format!("{page}/apply"), &[]).await;
        assert_eq!(reply.status, 303);
        let people = school.people().await;
        assert_eq!(school.spaces(lea.id).await, ["CE1"], "the old membership is closed");
        let tom = &people["Tom Petit"];
        assert!(tom.left_at.is_some() && school.spaces(tom.id).await.is_empty());
        school.app.clock.advance(time::Duration::days(1));
        school.import(&onde("MARTIN;Léa;01/02/2017;F;070000001AA;CE1;Oui\nROUX;Zoé;02/03/2016;F;;CE1;\nNUNES;Ana;02/03/2017;F;;CP A;\nPETIT;Tom;01/03/2017;M;;CP A;Non\n"), &[]).await;
        assert!(school.people().await["Tom Petit"].left_at.is_none());
        assert_eq!(school.spaces(tom.id).await, ["CP A"], "he is back");
    }
}

#[tokio::test]
async fn what_a_roster_says_about_photos_is_kept_and_is_no_consent() {
    for engine in engines() {
        let school = School::open(engine).await;
        school.import(&onde("MARTIN;Léa;01/02/2017;F;;CP A;Oui\nPETIT;Tom;01/03/2017;M;;CP A;Non\n"), &[]).await;
        let list = sql!(
            (String, String, String),
            "SELECT p.name, c.answer, c.medium FROM consent c JOIN person p ON p.id = c.person ORDER BY p.name"
        );
        let consents = school.ctx().db.all(list, &[]).await.unwrap();
        let consents: Vec<_> =
            consents.iter().map(|(name, answer, medium)| (name.as_str(), answer.as_str(), medium.as_str())).collect();
        assert_eq!(consents, [("Léa Martin", "to-ask", "roster"), ("Tom Petit", "refused", "roster")]);
    }
}

#[tokio::test]
async fn a_doubtful_child_is_asked_about_and_the_answer_is_done() {
    let before = "MARTIN;Léa;01/02/2017;F;;CP A;\nPETIT;Tom;01/03/2017;M;;CP A;\n";
    let after = "MARTIN;Lea-Rose;01/02/2017;F;;CP A;\nPETIT;Tom;01/03/2017;M;;CP A;\n";
    for engine in engines() {
        let school = School::open(engine).await;
        school.import(&onde(before), &[]).await;
        let lea = school.people().await["Léa Martin"].clone();
        // Left aside: nothing changes.
        let full = school.dump().await;
        school.import(&onde(after), &[]).await;
        assert_same(&full, &school.dump().await, "nobody answered");
        // The same.
        let page = school.give(&onde(after)).await;
        let body = school.secretary.get(&page).await.body;
        assert!(body.contains("Est-ce la même personne") && body.contains("Lea-Rose Martin"), "{body}");
        let names = doubt_names(&body);
        assert_eq!(names.len(), 1, "{body}");
        let same = lea.id.to_string();
        let saved = school.secretary.post(&format!("{page}/answers"), &[(&names[0], &same)]).await;
        assert_eq!(saved.status, 303);
        let reply = school.secretary.post(&format!("{page}/apply"), &[]).await;
        assert_eq!(reply.status, 303, "{}", reply.body);
        let people = school.people().await;
        assert_eq!((people.len(), people["Lea-Rose Martin"].id), (3, lea.id));
        // Another person.
        school.app.clock.advance(time::Duration::minutes(1));
        let page = school.give(&onde("MARTIN;Lea-Rose;01/02/2017;F;;CP A;\nPETIT;Tom;01/03/2017;M;;CP A;\nMARTIN;Lea-Rosa;01/02/2017;F;;CP A;\n")).await;
        let names = doubt_names(&school.secretary.get(&page).await.body);
        if let Some(name) = names.first() {
            school.secretary.post(&format!("{page}/apply"), &[(name, "other")]).await;
        } else {
            school.secretary.post(&format!("{page}/apply"), &[]).await;
        }
        assert!(school.people().await.contains_key("Lea-Rosa Martin"));
    }
}

#[tokio::test]
async fn what_was_corrected_by_hand_is_kept_until_somebody_says_otherwise() {
    let first = "MARTIN;Léa;01/02/2017;F;070000001AA;CP A;\n";
    let second = "MARTINE;Léa;01/02/2017;F;070000001AA;CP A;\n";
    for engine in engines() {
        let school = School::open(engine).await;
        school.import(&onde(first), &[]).await;
        let lea = school.people().await["Léa Martin"].id;
        let mut tx = school.ctx().db.begin().await.unwrap();
        let update =
            sql!("UPDATE person SET family_name = 'MARTINEZ', name = 'Léa Martinez', updated_at = $2 WHERE id = $1");
        tx.run(update, args![lea, school.ctx().clock.now()]).await.unwrap();
        tx.commit().await.unwrap();
        let full = school.dump().await;
        // The file says what it said: nothing to do, nothing to ask.
        let same = school.give(&onde(first)).await;
        assert!(school.entry(&same).await.summary().nothing);
        // The file says something new: asked, and kept by default.
        let page = school.give(&onde(second)).await;
        let body = school.secretary.get(&page).await.body;
        assert!(body.contains("Changés à la main") && body.contains("MARTINEZ") && body.contains("MARTINE<"), "{body}");
        school.secretary.post(&format!("{page}/apply"), &[]).await;
        assert_eq!(full["person"], school.dump().await["person"]);
        school.app.clock.advance(time::Duration::minutes(1));
        let again = school.give(&onde(second)).await;
        assert!(school.entry(&again).await.summary().nothing, "it is asked once");
        // And taken, if somebody says so.
        let page = school.give(&onde("MARTINO;Léa;01/02/2017;F;070000001AA;CP A;\n")).await;
        let body = school.secretary.get(&page).await.body;
        let name = format!("k{}", body.split("name=\"k").nth(1).unwrap().split('"').next().unwrap());
        school.secretary.post(&format!("{page}/apply"), &[(&name, "take")]).await;
        assert!(school.people().await.contains_key("Léa Martino"));
    }
}

#[tokio::test]
async fn undoing_leaves_what_somebody_touched_since() {
    for engine in engines() {
        let school = School::open(engine).await;
        let address =
            school.import(&onde("MARTIN;Léa;01/02/2017;F;;CP A;\nPETIT;Tom;01/03/2017;M;;CP A;\n"), &[]).await;
        let lea = school.people().await["Léa Martin"].id;
        let mut tx = school.ctx().db.begin().await.unwrap();
        let update = sql!("UPDATE person SET phone = '06', updated_at = $2 WHERE id = $1");
        tx.run(update, args![lea, school.ctx().clock.now()]).await.unwrap();
        tx.commit().await.unwrap();
        let reply = school.secretary.post(&format!("{address}/undo"), &[]).await;
        assert_eq!(reply.status, 303);
        let page = school.secretary.get(&address).await.body;
        assert!(page.contains("restent"), "{page}");
        let people = school.people().await;
        assert!(people.contains_key("Léa Martin") && !people.contains_key("Tom Petit"));
        assert_eq!(school.entry(&address).await.state, State::Undone);
        let twice = school.secretary.post(&format!("{address}/undo"), &[]).await;
        assert_eq!(twice.status, 409);
    }
}

#[tokio::test]
async fn the_later_roster_is_undone_first() {
    for engine in engines() {
        let school = School::open(engine).await;
        let first = school.import(&onde("MARTIN;Léa;01/02/2017;F;;CP A;\n"), &[]).await;
        let before = school.dump().await;
        let second = school.import(&onde("MARTIN;Léa;01/02/2017;F;;CP B;\n"), &[]).await;
        assert_eq!(school.secretary.post(&format!("{first}/undo"), &[]).await.status, 409);
        assert_eq!(school.secretary.post(&format!("{second}/undo"), &[]).await.status, 303);
        assert_same(&before, &school.dump().await, "one step back");
        assert_eq!(school.secretary.post(&format!("{first}/undo"), &[]).await.status, 303);
    }
}

#[tokio::test]
async fn twins_homonyms_siblings_and_separated_parents_stay_apart() {
    let pupils =
        onde("MARTIN;Léa;01/02/2017;F;;CP A;\nMARTIN;Léo;01/02/2017;M;;CP A;\nMARTIN;Léa;09/11/2016;F;;CE1;\n")
            .remove(0);
    let guardians = "Civilité Responsable;Nom responsable;Prénom responsable;Adresse responsable;CP responsable;Commune responsable;Courriel;Nom de famille enfant;Prénom enfant;Classes enfants;Nom de famille enfant;Prénom enfant;Classes enfants\n\
        Mme;MARTIN;Claire;3 rue A;93400;SAINT-OUEN;c@example.org;MARTIN;Léa;CP A;MARTIN;Léo;CP A\n\
        M.;MARTIN;Paul;8 quai B;93500;PANTIN;p@example.org;MARTIN;Léa;CP A;MARTIN;Léo;CP A\n\
        Mme;MARTIN;Anne;1 rue C;93400;SAINT-OUEN;a@example.org;MARTIN;Léa;CE1;;;\n";
    let files = vec![pupils, ("responsables.csv".to_owned(), guardians.as_bytes().to_vec())];
    for engine in engines() {
        let school = School::open(engine).await;
        school.import(&files, &[]).await;
        let full = school.dump().await;
        assert_eq!((full["person"].len(), full["guardianship"].len()), (7, 5), "{:?}", full["guardianship"]);
        let logins = sql!((String,), "SELECT login FROM person WHERE kind = 'learner' ORDER BY login");
        let logins = school.ctx().db.all(logins, &[]).await.unwrap();
        let logins: Vec<&str> = logins.iter().map(|(login,)| login.as_str()).collect();
        assert_eq!(logins, ["lea.martin", "lea.martin2", "leo.martin"]);
        let people = school.people().await;
        let homes = ["Claire Martin", "Paul Martin"].map(|name| people[name].address.clone().unwrap().lines);
        assert_eq!(homes, [["3 rue A"], ["8 quai B"]], "each parent's own address");
        // ONDE does not say who has authority: nobody gets rights by it.
        let ranks = sql!((i64,), "SELECT count(*) FROM guardianship WHERE legal_rank IS NOT NULL OR pick_up");
        assert_eq!(school.ctx().db.one(ranks, &[]).await.unwrap(), (0,));
        let again = school.give(&files).await;
        assert!(school.entry(&again).await.summary().nothing);
    }
}

#[tokio::test]
async fn a_guardianship_ended_by_hand_does_not_come_back_by_a_file() {
    let files = preau_roster::fixtures::siecle_xml(30, 5);
    for engine in engines() {
        let school = School::open(engine).await;
        school.import(&files, &[]).await;
        let mut tx = school.ctx().db.begin().await.unwrap();
        tx.run(sql!("UPDATE guardianship SET ended_at = $1"), args![school.ctx().clock.now()]).await.unwrap();
        tx.commit().await.unwrap();
        let page = school.give(&files).await;
        assert!(school.entry(&page).await.summary().nothing);
    }
}
