//! The secretary's first evening, step by step, without JavaScript: from an empty folder to a school that is in.
//!
//! Then what she never sees: that a mother sees her own child and no other, that the same file again changes nothing,
//! that all of it can be undone, and that the server's log names nobody.

use std::{collections::BTreeSet, thread, time::Duration};

use preau_roster::fixtures::{self, Level, School};

use crate::{
    program::{Browser, Page, Server},
    world::between,
};

/// Pupils of the school.
const PUPILS: usize = 300;
/// What the pupils and their families are drawn from.
const SEED: u64 = 17;
/// The secretary's login and password, and everybody's password afterwards.
pub(crate) const SECRETARY: &str = "sylvie.lepetit";
pub(crate) const PASSWORD: &str = "trois lunes au-dessus du préau";

/// Walks through the four screens of the first run up to the roster; the browser is the secretary's.
pub(crate) fn set_up(server: &Server) -> Browser {
    let link = server.told["setup"].as_str().expect("a link on an empty folder").to_owned();
    let link = format!("/setup/{}", link.rsplit('/').next().unwrap());
    let secretary = server.browser();
    assert_eq!(secretary.get("/").status, 503, "nobody gets in before the link was used");
    assert_eq!(secretary.get(&link).status, 200);
    leads(&secretary.post(&link, &[("kind", "college")]), "/setup/name");
    leads(&secretary.post("/setup/name", &[("name", "Collège des Essais"), ("code", "")]), "/setup/you");
    let you = [("given", "Sylvie"), ("family", "Lepetit"), ("login", SECRETARY), ("password", PASSWORD)];
    leads(&secretary.post("/setup/you", &you), "/setup/people");
    assert_eq!(secretary.get("/setup/people").status, 200);
    assert_eq!(server.browser().get(&link).status, 410, "the link is good once");
    secretary
}

fn leads(page: &Page, to: &str) {
    assert_eq!((page.status, page.location.as_str()), (303, to), "{}", page.body);
}

/// Gives a roster's files and waits until they are read: the roster's address and the page of what it would change.
pub(crate) fn give(secretary: &Browser, files: &[(String, Vec<u8>)]) -> (String, Page) {
    let given = secretary.post_files("/admin/roster", "files", files);
    assert_eq!(given.status, 303, "{}", given.body);
    let page = until(secretary, &given.location, |page| !page.body.contains("<progress"));
    (given.location, page)
}

/// Looks again until the page says what is waited for.
fn until(browser: &Browser, path: &str, there: impl Fn(&Page) -> bool) -> Page {
    for _ in 0..1200 {
        let page = browser.get(path);
        assert_eq!(page.status, 200, "{}", page.body);
        if there(&page) {
            return page;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("{path} never came to its end")
}

/// Applies a roster and waits until it is done.
fn apply(secretary: &Browser, roster: &str) -> Page {
    let begun = secretary.post(&format!("{roster}/apply"), &[]);
    assert_eq!(begun.status, 303, "{}", begun.body);
    until(secretary, roster, |page| page.body.contains(&format!("{roster}/undo")))
}

/// One printed letter.
struct Letter {
    name: String,
    login: String,
    code: String,
    /// Whose class it lets follow; empty for a child's own letter.
    children: String,
}

fn letters(page: &str) -> Vec<Letter> {
    let sheets = page.split("<article class=\"sheet\"").skip(1);
    let read = |sheet: &str| Letter {
        name: plain(between(sheet, "Letter for ", "\"")),
        login: between(sheet, "Login: ", "<").to_owned(),
        code: between(sheet, "<span class=\"code\">", "<").to_owned(),
        children: match sheet.split_once("Follow the class of ") {
            Some((_, rest)) => plain(rest.split(" online").next().unwrap()),
            None => String::new(),
        },
    };
    sheets.map(read).collect()
}

/// Text as a person reads it: without marks that isolate names, and without HTML's own way of writing signs.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|sign| !matches!(sign, '\u{2068}' | '\u{2069}')).collect();
    text.replace("&#39;", "'").replace("&amp;", "&")
}

/// Somebody who types the code of a letter and chooses a password.
fn comes_in(server: &Server, letter: &Letter) -> Browser {
    let browser = server.browser();
    assert_eq!(browser.get(&format!("/in/{}", letter.code.replace('-', ""))).status, 200);
    leads(&browser.post("/code", &[("code", &letter.code)]), "/code/way");
    assert_eq!(browser.get("/code/way").status, 200);
    leads(&browser.post("/code/way", &[("way", "password"), ("password", PASSWORD)]), "/");
    browser
}

/// The persons whom a page links to.
fn linked(page: &Page) -> BTreeSet<String> {
    let links = page.body.split("\"/p/").skip(1).filter_map(|rest| rest.get(..36));
    links.map(str::to_owned).collect()
}

#[test]
fn a_school_of_300_is_in_by_the_evening() {
    let room = tempfile::tempdir().unwrap();
    let data = room.path().join("data");
    let server = Server::start(&data);
    let secretary = set_up(&server);
    let files = fixtures::siecle(PUPILS, SEED).unwrap();
    let school = School::invent(Level::Secondary, PUPILS, SEED);

    // She looks before anything is written.
    let (roster, difference) = give(&secretary, &files);
    let here = school.pupils.iter().filter(|pupil| pupil.left.is_none()).count();
    assert!(difference.body.contains(&format!("<b>{here}</b>")), "{}", difference.body);
    assert_eq!(linked(&secretary.get("/admin/people?kind=learner")), BTreeSet::new(), "written by looking");
    let done = apply(&secretary, &roster);
    assert!(done.body.contains("<b>"), "{}", done.body);

    // She prints a letter for each child and each guardian.
    let mut printed = secretary.post("/admin/letters", &[("of", "all")]);
    assert_eq!(printed.status, 200, "{}", printed.body);
    let mut all = letters(&printed.body);
    // A ream at a time.
    while printed.body.contains("name=\"after\"") {
        let [after, made] =
            ["after", "made"].map(|name| between(&printed.body, &format!("name=\"{name}\" value=\""), "\"").to_owned());
        printed = secretary.post("/admin/letters", &[("of", "all"), ("kind", ""), ("after", &after), ("made", &made)]);
        assert_eq!(printed.status, 200, "{}", printed.body);
        all.extend(letters(&printed.body));
    }
    let letters = all;
    let children = letters.iter().filter(|letter| letter.children.is_empty()).count();
    assert!(letters.len() > here + school.guardians.len() / 2 && children >= here, "{} letters", letters.len());

    // A mother opens hers on her telephone.
    let guardian = letters.iter().find(|letter| !letter.children.is_empty() && !letter.children.contains(','));
    let guardian = guardian.expect("a guardian of one child");
    let mother = comes_in(&server, guardian);
    let home = mother.get("/");
    assert!(plain(&home.body).contains(&guardian.children), "{}", home.body);
    let own = linked(&home);
    let child = linked(&secretary.get(&format!("/admin/people?kind=learner&q={}", query(&guardian.children))));
    let child = child.iter().find(|id| own.contains(*id)).expect("her child among the learners");
    assert_eq!(mother.get(&format!("/p/{child}")).status, 200);
    let class_mates = letters.iter().filter(|letter| letter.children.is_empty() && letter.name != guardian.children);
    for other in class_mates.take(40) {
        assert!(!plain(&home.body).contains(&other.name), "{} is not hers", other.name);
        for id in linked(&secretary.get(&format!("/admin/people?kind=learner&q={}", query(&other.name)))) {
            let status = mother.get(&format!("/p/{id}")).status;
            assert!(status == 404 || id == *child, "{} answers {status}", other.name);
        }
    }

    // A pupil comes in by the letter too, then by the password on another device.
    let pupil = letters.iter().find(|letter| letter.children.is_empty() && letter.login != SECRETARY).unwrap();
    comes_in(&server, pupil);
    let elsewhere = server.browser();
    leads(&elsewhere.post("/sign-in", &[("login", &pupil.login), ("password", PASSWORD)]), "/");
    assert_eq!(elsewhere.get("/").status, 200);

    // The same files again change nothing.
    let (again, nothing) = give(&secretary, &files);
    assert!(nothing.body.contains("All is up to date") && !nothing.body.contains(&format!("{again}/apply")));

    // All of it can be taken back, but for those who have come in meanwhile.
    let undone = secretary.post(&format!("{roster}/undo"), &[]);
    assert_eq!(undone.status, 303, "{}", undone.body);
    let (left, _) = give(&secretary, &files);
    assert_ne!(left, again);

    let log = server.stop();
    names_nobody(&log, &school, &letters);
}

fn query(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The log says what the server did, never about whom.
fn names_nobody(log: &str, school: &School, letters: &[Letter]) {
    let log = log.to_lowercase();
    let mut words: Vec<String> = vec![SECRETARY.to_owned(), "lepetit".to_owned(), PASSWORD.to_owned()];
    words.extend(letters.iter().flat_map(|letter| [letter.name.clone(), letter.login.clone(), letter.code.clone()]));
    words.extend(letters.iter().map(|letter| letter.code.replace('-', "")));
    words.extend(school.guardians.iter().flat_map(|it| [it.email.clone().unwrap_or_default(), it.mobile.clone()]));
    words.extend(school.pupils.iter().flat_map(|it| [it.ine.clone(), format!("{} {}", it.given, it.family)]));
    words.extend(school.teachers.iter().map(|it| it.email.clone()));
    for word in words.iter().filter(|word| !word.is_empty()) {
        assert!(!log.contains(&word.to_lowercase()), "the log names {word:?}:\n{log}");
    }
}
