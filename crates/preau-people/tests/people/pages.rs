//! Every page in both languages: no sentence is missing, nothing stands in a page that the policy forbids.

use preau_testkit::engines;

use super::world::School;

/// Words with a dash that are no keys: classes, ids, addresses stand in attributes; only text is looked at.
fn keys_shown(html: &str) -> Vec<String> {
    let mut texts = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                texts.push(' ');
            }
            other if !inside => texts.push(other),
            _ => {}
        }
    }
    let attributes = ["placeholder=\"", "aria-label=\"", "data-label=\"", "data-copied=\""];
    let said = attributes.iter().flat_map(|name| html.split(name).skip(1).filter_map(|rest| rest.split('"').next()));
    texts.push_str(&said.collect::<Vec<_>>().join(" "));
    let key = |word: &&str| {
        ["people-", "problem-", "check-", "role-", "person-kind-", "space-kind-"].iter().any(|it| word.starts_with(it))
    };
    texts.split_whitespace().filter(key).map(str::to_owned).collect()
}

#[tokio::test]
async fn every_page_is_said_in_french_and_in_english() {
    for engine in engines() {
        let school = School::open(engine).await;
        let (lea, sami, space) = (school.lea.id, school.sami.id, school.class_4b);
        let guardian = format!("/admin/people/{lea}/guardians");
        let pages = [
            "/".to_owned(),
            "/directory".to_owned(),
            "/directory?q=hadad".to_owned(),
            "/directory?q=xyzzy".to_owned(),
            format!("/p/{lea}"),
            format!("/p/{}", school.claire.id),
            format!("/s/{space}"),
            format!("/s/{space}/members?q=moreau"),
            format!("/s/{space}/settings"),
            format!("/s/{space}/invite"),
            "/admin".to_owned(),
            "/admin/settings".to_owned(),
            "/admin/people".to_owned(),
            "/admin/people?q=xyzzy".to_owned(),
            "/admin/people/new".to_owned(),
            "/admin/people/doubles".to_owned(),
            format!("/admin/people/{sami}"),
            format!("/admin/people/{}", school.benali.id),
            guardian.clone(),
            format!("{guardian}?q=amin"),
            format!("{guardian}?guardian={}", school.claire.id),
            "/admin/spaces".to_owned(),
            "/admin/spaces/new".to_owned(),
            "/admin/year".to_owned(),
            "/admin/who-may".to_owned(),
        ];
        for lang in ["fr", "en"] {
            let visitor = school.as_(&school.admin).with_header("accept-language", lang);
            for (number, page) in pages.iter().enumerate() {
                let reply = visitor.get(page).await;
                assert_eq!(reply.status, 200, "{page}: {}", reply.body);
                assert!(reply.body.contains(&format!("lang=\"{lang}\"")), "{page}");
                assert_eq!(keys_shown(&reply.body), Vec::<String>::new(), "{page} in {lang}");
                assert!(!reply.body.contains("style=\""), "{page}");
                if let Some(folder) = std::env::var_os("PREAU_PAGES") {
                    std::fs::write(std::path::Path::new(&folder).join(format!("{number:02}-{lang}.html")), &reply.body)
                        .unwrap();
                }
            }
        }
    }
}

#[test]
fn each_sentence_is_there_in_both_languages() {
    let keys = |source: &str| -> Vec<String> {
        let keys = source.lines().filter(|line| !line.starts_with([' ', '}', '*', '#']));
        keys.filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned())).collect()
    };
    let (fr, en) = (include_str!("../../locales/fr.ftl"), include_str!("../../locales/en.ftl"));
    assert_eq!(keys(fr), keys(en));
}

#[tokio::test]
async fn the_language_stays_and_leads_back_within_the_site() {
    for engine in engines() {
        let school = School::open(engine).await;
        let visitor = school.as_(&school.head);
        for (next, to) in
            [("/admin", "/admin"), ("//evil.test", "/"), ("https://evil.test", "/"), ("/\\evil.test", "/")]
        {
            assert_eq!(visitor.post("/language", &[("lang", "en"), ("next", next)]).await.location(), to);
        }
        assert!(visitor.get("/").await.body.contains("Hello"));
        assert_eq!(visitor.post("/language", &[("lang", "xx")]).await.status, 422);
    }
}

#[tokio::test]
async fn home_shows_a_parent_the_children_and_the_office_what_is_left() {
    for engine in engines() {
        let school = School::open(engine).await;
        let claire = school.as_(&school.claire).get("/").await.body;
        assert!(claire.contains("Mes enfants") && claire.contains("Léa Martin") && !claire.contains("Ce qu’il reste"));
        let head = school.as_(&school.head).get("/").await.body;
        assert!(head.contains("Ce qu’il reste à faire") && head.contains("Une seule personne administre"));
        assert_eq!(school.app.visitor().get("/").await.location(), "/sign-in?next=%2F");
        let json = school.as_(&school.claire).as_program().get("/").await.json();
        assert_eq!(json["children"][0]["name"], "Léa Martin");
    }
}
