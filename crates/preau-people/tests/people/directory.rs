//! Finding people.

use std::time::Instant;

use preau_kernel::{Actor, PersonId, PersonKind};
use preau_people::{Directory, Viewer, model::Person, store};
use preau_testkit::engines;

use super::world::{School, empty};

#[tokio::test]
async fn accents_and_slips_are_forgiven() {
    for engine in engines() {
        let school = School::open(engine).await;
        let benali = school.as_(&school.benali);
        for typed in ["lea", "LÉA mar", "Mar Lé", "hadad", "Hadadd sami", "benaly"] {
            let answers = benali.as_program_at(typed).await;
            let wanted = if typed.to_lowercase().contains("had") {
                "Sami Haddad"
            } else if typed.starts_with('b') {
                "Nadia Benali"
            } else {
                "Léa Martin"
            };
            assert!(answers.contains(wanted), "{typed}: {answers}");
        }
        let page = benali.get("/directory?q=hadad").await;
        assert!(page.body.contains("Noms proches") && page.body.contains("Amina Haddad"));
        assert!(!page.body.contains("Ada Ministre"), "a shorter name is no slip");
    }
}

#[tokio::test]
async fn a_slip_opens_no_other_door() {
    for engine in engines() {
        let school = School::open(engine).await;
        let answers = school.as_(&school.tom).as_program_at("hadad").await;
        assert!(!answers.contains("Haddad"), "{answers}");
        let answers = school.as_(&school.tom).as_program_at("benaly").await;
        assert!(answers.contains("Nadia Benali"), "{answers}");
    }
}

#[tokio::test]
async fn someone_new_and_someone_gone_are_noticed_by_the_index() {
    for engine in engines() {
        let school = School::open(engine).await;
        let head = school.as_(&school.head);
        assert!(!head.as_program_at("zorglupp").await.contains("Zorglub"));
        school.app.clock.advance(time::Duration::seconds(10));
        let new = school.maker().person(PersonKind::Learner, "Zoé", "ZORGLUB").await;
        assert!(head.as_program_at("zorglupp").await.contains("Zorglub"));
        head.post(&format!("/admin/people/{}/leave", new.id), &[]).await;
        assert!(head.get("/").await.body.contains("Zorglub a quitté"), "said once, on the next page");
        school.app.clock.advance(time::Duration::seconds(10));
        assert!(!head.as_program_at("zorglupp").await.contains("Zorglub"));
    }
}

trait Asks {
    async fn as_program_at(&self, typed: &str) -> String;
}

impl Asks for preau_testkit::Visitor {
    async fn as_program_at(&self, typed: &str) -> String {
        let q: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        self.get(&format!("/directory?q={q}")).await.body
    }
}

/// Not part of the usual run: `cargo test --release -p preau-people -- --ignored forty` prints what a search costs.
#[tokio::test]
#[ignore = "measures; takes minutes"]
async fn forty_thousand_people_are_searched_in_fifty_milliseconds() {
    const FIRST: [&str; 20] = [
        "Léa", "Sami", "Inès", "Tom", "Zoé", "Hugo", "Aya", "Noé", "Lina", "Adam", "Jade", "Nour", "Théo", "Mila",
        "Ilyès", "Chloé", "Enzo", "Sofia", "Maël", "Rose",
    ];
    for engine in engines() {
        let app = empty(engine).await;
        let now = app.ctx().clock.now();
        let mut tx = app.ctx().db.begin().await.unwrap();
        let mut me = None;
        for number in 0..40_000_usize {
            let id: PersonId = app.ctx().id();
            let syllables = ["ba", "le", "mo", "ri", "du", "cha", "ver", "nin", "tos", "gue"];
            let family: String =
                [number % 10, number / 10 % 10, number / 100 % 10, number / 1000 % 10].map(|it| syllables[it]).concat();
            let given = FIRST[number / 3 % 20];
            let kind = [PersonKind::Learner, PersonKind::Guardian, PersonKind::Staff]
                [usize::from(number % 30 == 0) * 2 + number % 2 * usize::from(number % 30 != 0)];
            let person = Person {
                family_name: family.clone(),
                given_names: given.to_owned(),
                name: format!("{given} {family}"),
                ..Person::blank(id, kind, format!("p{number}"), now)
            };
            if kind == PersonKind::Staff {
                me = Some(id);
            }
            store::persons::insert(&mut tx, &person).await.unwrap();
        }
        tx.commit().await.unwrap();
        app.clock.advance(time::Duration::HOUR);
        let directory = Directory::default();
        for (who, office, kind) in [("staff", None, PersonKind::Staff), ("pupil", None, PersonKind::Learner)] {
            let Actor::Person(signed_in) = app.signed_in(me.unwrap(), kind, office) else { unreachable!() };
            let viewer = Viewer::new(&Actor::Person(signed_in), app.ctx().clock.now());
            for typed in ["lea ba", "balemori", "bamolle zoe", "xyzzyx", "", "chlo"] {
                let begun = Instant::now();
                directory.find(&app.ctx().db, &viewer, typed, 0).await.unwrap();
                let first = begun.elapsed();
                let begun = Instant::now();
                let answers = directory.find(&app.ctx().db, &viewer, typed, 0).await.unwrap();
                println!(
                    "{engine:?} {who} {typed:?}: first {first:?}, then {:?}, {} exact, {} near",
                    begun.elapsed(),
                    answers.exact.len(),
                    answers.near.len()
                );
            }
        }
    }
}
