//! The sheet for families that nothing else reaches.

use time::Duration;

use crate::world::School;

#[tokio::test]
async fn only_a_family_that_nothing_else_reaches_is_on_the_sheet() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        school.came("claire.martin").await;
        school.app.clock.advance(Duration::days(1));
        let all = [school.claire, school.paul, school.amina, school.moreau];
        school.tell(&school.post(school.thing()), &all).await.unwrap();
        school.app.settle().await;
        let benali = school.came("n.benali").await;
        let page = format!("/s/{}/notices/paper", school.class);
        let sheet = benali.get(&page).await.body;
        // Claire was here yesterday. Her separated husband has a block of his own.
        assert!(sheet.contains("Famille de Léa Martin") && sheet.contains("Pour Paul Martin"), "{sheet}");
        assert!(sheet.contains("Pour Amina Haddad") && !sheet.contains("Claire"), "{sheet}");
        assert!(sheet.contains("Nadia Benali a publié «\u{a0}La sortie\u{a0}»") && sheet.contains("<svg"), "{sheet}");
        let json = benali.get_json(&page).await.json();
        assert_eq!(json["families"].as_array().unwrap().len(), 2);
        // Handing one over, then the rest.
        let id = school.paul.to_string();
        let week = json["week"].as_str().unwrap().to_owned();
        assert_eq!(week, "2020-W12");
        assert_eq!(benali.post(&page, &[("week", &week), ("guardian", &id)]).await.status, 303);
        assert!(benali.get(&page).await.body.contains("Remis le"));
        assert_eq!(benali.post(&page, &[("week", &week)]).await.status, 303);
        assert!(!benali.get(&page).await.body.contains("Tout est remis"));
        // Who came since reads the page: no more paper.
        let paul = school.came("paul.martin").await;
        assert_eq!(school.unread(&paul).await, 1);
        assert!(!benali.get(&page).await.body.contains("Pour Paul Martin"));
        assert!(benali.get(&format!("{page}?week=2020-W11")).await.body.contains("Aucune feuille"));
        assert_eq!(benali.get(&format!("{page}?week=x")).await.status, 404);
    }
}

#[tokio::test]
async fn nobody_but_the_class_s_teacher_and_the_desk_sees_it() {
    for engine in preau_testkit::engines() {
        let school = School::open(engine).await;
        school.tell(&school.post(school.thing()), &[school.paul]).await.unwrap();
        let page = format!("/s/{}/notices/paper", school.class);
        for (login, status) in [
            ("claire.martin", 403),
            ("lea.martin", 403),
            ("j.moreau", 404),
            ("n.benali", 200),
            ("secretariat", 200),
            ("direction", 200),
        ] {
            let visitor = school.came(login).await;
            assert_eq!(visitor.get(&page).await.status, status, "{login}");
            let posted = visitor.post(&page, &[("guardian", &school.paul.to_string())]).await.status;
            assert_eq!(posted, if status == 200 { 303 } else { status }, "{login}");
        }
    }
}
