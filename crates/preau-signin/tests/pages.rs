//! Every page, in both languages.

use std::{collections::BTreeSet, path::Path};

use preau_kernel::Role;
use preau_testkit::{Visitor, engines};

use crate::{
    invited::invite,
    world::{PASSWORD, between, empty, school, sign_in},
};

/// What a QR code on a page says, read back from the picture as a camera would.
pub(crate) fn read_qr(svg: &str) -> String {
    let side: usize = between(svg, "viewBox=\"0 0 ", " ").parse().unwrap();
    let path = between(svg, "fill=\"#000\" d=\"", "\"");
    let dark: BTreeSet<(usize, usize)> = path
        .split('M')
        .skip(1)
        .map(|module| {
            let (x, rest) = module.split_once(' ').unwrap();
            (x.parse().unwrap(), rest.split_once('h').unwrap().0.parse().unwrap())
        })
        .collect();
    let grid = rqrr::SimpleGrid::from_func(side - 8, |x, y| dark.contains(&(x + 4, y + 4)));
    rqrr::Grid::new(grid).decode().unwrap().1
}

/// Opens pages in both languages; what is missing anywhere.
async fn look(visitor: &Visitor, who: &str, paths: &[&str], wrong: &mut Vec<String>) {
    for lang in ["fr", "en"] {
        for path in paths {
            let sign = if path.contains('?') { '&' } else { '?' };
            let reply = visitor.get(&format!("{path}{sign}lang={lang}")).await;
            judge(who, &format!("{lang} {path}"), &reply, &[200], wrong);
        }
    }
}

fn judge(who: &str, what: &str, reply: &preau_testkit::Reply, wanted: &[u16], wrong: &mut Vec<String>) {
    if !wanted.contains(&reply.status) {
        wrong.push(format!("{who}: {what} answers {}", reply.status));
    }
    for word in reply.body.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-') {
        if ["signin-", "problem-", "check-", "journal-verb-"].iter().any(|key| word.starts_with(key)) {
            wrong.push(format!("{who}: {what} has no sentence for {word}"));
        }
    }
    for foreign in ["style=\"", "onclick=", "src=\"http", "{$", "{ $"] {
        if reply.body.contains(foreign) {
            wrong.push(format!("{who}: {what} has {foreign}"));
        }
    }
}

#[tokio::test]
async fn every_page_is_there_in_both_languages() {
    for engine in engines() {
        let mut wrong = Vec::new();
        let world = school(engine).await;
        let member = invite(&world, Role::Member, 1, None).await;
        let guest = invite(&world, Role::Guest, 1, Some(time::Duration::days(90))).await;
        let invited = [member, guest.clone(), format!("{guest}/new")].map(|it| format!("/join/{it}"));
        look(&world.browser(), "nobody", &invited.each_ref().map(String::as_str), &mut wrong).await;
        for lang in ["fr", "en"] {
            let over = world.browser().get(&format!("/join/2222-2222-2222?lang={lang}")).await;
            judge("nobody", "an invitation that is over", &over, &[410], &mut wrong);
        }
        look(
            &world.browser(),
            "nobody",
            &["/sign-in", "/sign-in/code", "/code", "/in/K7M4PQ92XR", "/class", "/join"],
            &mut wrong,
        )
        .await;
        let mine = [
            "/account",
            "/account/devices",
            "/account/security",
            "/account/app-passwords",
            "/account/export",
            "/account/journal",
        ];
        let claire = world.came("claire.martin").await;
        look(&claire, "guardian", &mine, &mut wrong).await;
        let head = world.came("direction").await;
        look(&head, "head", &[mine.as_slice(), &["/admin/letters", "/setup/people"]].concat(), &mut wrong).await;
        let teacher = world.came("n.benali").await;
        let ways = format!("/s/{}/ways-in", world.class);
        look(&teacher, "teacher", &[&ways], &mut wrong).await;
        teacher.post(&format!("{ways}/open"), &[("hours", "1")]).await;
        look(&teacher, "teacher", &[&ways], &mut wrong).await;
        let code = between(&teacher.get(&ways).await.body, "<p class=\"code\" translate=\"no\">", "<").replace('-', "");
        let faces = format!("/class/{code}");
        let child = format!("/class/{code}/{}", world.lea);
        look(&world.browser(), "child", &[&faces], &mut wrong).await;
        let none = world.browser().get(&child).await;
        judge("child", "no pictures yet", &none, &[200], &mut wrong);
        for (path, count) in [("pictures", "9"), ("badges", ""), (&format!("{}/reset", world.sami), "")] {
            for lang in ["fr", "en"] {
                let page = teacher.post(&format!("{ways}/{path}?lang={lang}"), &[("count", count)]).await;
                judge("teacher", path, &page, &[200, 303], &mut wrong);
            }
        }
        look(&world.browser(), "child", &[&child], &mut wrong).await;
        for lang in ["fr", "en"] {
            let letters = head.post(&format!("/admin/letters?lang={lang}"), &[("of", "all")]).await;
            judge("head", "letters", &letters, &[200], &mut wrong);
            let totp = head.post(&format!("/account/security/totp?lang={lang}"), &[]).await;
            judge("head", "totp", &totp, &[200], &mut wrong);
            let refused = sign_in(&world.browser(), "x", "y").await;
            judge("nobody", "refused", &refused, &[422], &mut wrong);
        }
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_first_run_is_there_in_both_languages() {
    for engine in engines() {
        let mut wrong = Vec::new();
        let (app, _) = empty(engine).await;
        let link = preau_signin::setup::open(app.ctx()).await.unwrap().unwrap();
        let path = link.strip_prefix("http://preau.test").unwrap();
        let visitor = app.visitor();
        look(&visitor, "first", &[path], &mut wrong).await;
        visitor.post(path, &[("kind", "hospital")]).await;
        look(&visitor, "first", &["/setup/kind", "/setup/name", "/setup/you"], &mut wrong).await;
        judge("first", "name", &visitor.post("/setup/name", &[("name", "")]).await, &[422], &mut wrong);
        visitor.post("/setup/you", &[("given", "Ada"), ("family", "Roche"), ("password", PASSWORD)]).await;
        look(&visitor, "first", &["/setup/people"], &mut wrong).await;
        assert_eq!(wrong, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_letter_s_square_opens_its_page() {
    let world = school(preau_db::Engine::Sqlite).await;
    let head = world.came("direction").await;
    let page = head.post("/admin/letters/reset", &[("login", "claire.martin")]).await;
    let sheet = between(&page.body, "class=\"access\">", "</article>");
    let code = between(sheet, "class=\"code\">", "<").replace('-', "");
    assert_eq!(read_qr(between(sheet, "<svg", "</svg>")), format!("http://preau.test/in/{code}"));
}

/// Keys of a Fluent file.
fn keys(source: &str) -> BTreeSet<&str> {
    let keys = source.lines().filter(|line| line.starts_with(|sign: char| sign.is_ascii_lowercase()));
    keys.filter_map(|line| line.split_once(" =").map(|(key, _)| key)).collect()
}

#[test]
fn both_languages_have_the_same_sentences() {
    let [fr, en] = [preau_signin::TEXTS[0].1, preau_signin::TEXTS[1].1].map(keys);
    assert_eq!(fr.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&&str>::new());
    assert!(fr.len() > 300);
}

/// All text of the crate's own files below a folder.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        all += &if path.is_dir() { sources(&path) } else { std::fs::read_to_string(path).unwrap() };
    }
    all
}

#[test]
fn every_code_has_its_sentence_and_every_sentence_its_use() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = sources(&root.join("src")) + &sources(&root.join("templates"));
    let said = keys(preau_signin::TEXTS[0].1);
    let codes: BTreeSet<&str> = all.split('"').filter(|text| text.starts_with("signin-")).collect();
    let codes = codes.into_iter().filter(|code| !code.contains(['{', '/', ' ', '.']) && !code.ends_with('-'));
    let mute: Vec<&str> = codes
        .filter(|code| {
            let keys = [(*code).to_owned(), format!("problem-{code}"), format!("check-{code}")];
            !keys.iter().any(|key| said.contains(key.as_str()))
        })
        .collect();
    assert_eq!(mute, Vec::<&str>::new(), "codes without a sentence");
    let built = ["signin-picture-", "signin-setup-kind-", "signin-setup-step-", "check-"];
    let unused: Vec<_> = said
        .iter()
        .filter(|key| !built.iter().any(|prefix| key.starts_with(prefix)))
        .filter(|key| !all.contains(&format!("\"{}\"", key.trim_start_matches("problem-"))))
        .filter(|key| !all.contains(&format!("\"{key}\"")))
        .collect();
    assert_eq!(unused, Vec::<&&str>::new(), "sentences that nothing says");
}
