//! Every address, called by everybody about whom a rule says something.
//!
//! `routes/expected.txt` is the promise: one row an address, one column a person, in each cell what that person is
//! answered. An address that has no row fails the test, so does a row without an address. Whoever is refused is refused
//! before anything is read or changed: all tables are compared before and after. A program that asks for JSON has the
//! same rights as a browser, and what it gets has the form that `/openapi.json` gives ([`crate::contract`]).
//!
//! When the table differs, the test says where, and writes the table as it is now into a file to be judged cell by cell
//! and then put in place of the old one.

use std::{collections::BTreeMap, fmt::Write as _, path::Path, sync::Arc, time::Duration};

use http::{HeaderName, Method};
use preau_db::{Engine, tables::Sum};
use preau_kernel::kinds;
use preau_notices::{Notice, Urgency};
use preau_testkit::{Reply, Visitor};
use preau_web::Route;

use crate::{
    contract::Contract,
    world::{World, between},
};

/// Who asks: name of the column, login, and who that is. What is asked about is 4e B, its pupil Léa, her mother.
const ASKERS: [(&str, Option<&str>, &str); 14] = [
    ("nobody", None, "has no session"),
    ("stranger", Some("m.colin"), "a colleague who is in no space"),
    ("auditor", Some("audit"), "audits the institution"),
    ("teacher2", Some("j.moreau"), "teaches another class"),
    ("pupil2", Some("jules.roux"), "learns in another class"),
    ("mother2", Some("ines.roux"), "answers for a child of another class"),
    ("mate", Some("sami.haddad"), "learns in 4e B too"),
    ("mate's", Some("amina.haddad"), "answers for another child of 4e B"),
    ("barred", Some("paul.martin"), "Léa's father, whom a court keeps from her record"),
    ("teacher", Some("n.benali"), "leads 4e B"),
    ("mother", Some("claire.martin"), "answers for Léa"),
    ("self", Some("lea.martin"), "Léa"),
    ("desk", Some("secretariat"), "runs the institution"),
    ("head", Some("direction"), "administers the institution"),
];

/// An id or token of the right form that nothing has.
const UNKNOWN_ID: &str = "01708e32-4c00-7000-8000-000000000000";
const UNKNOWN_TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
/// The smallest photo: one grey point, as PNG.
const PHOTO: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\x00\x00\x00\x0aIDATx\x9cch\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82";

/// What an open stream of live updates is given to refuse.
const STREAM: Duration = Duration::from_millis(400);

/// How a client speaks that sends a file of one byte.
const TUS: [(HeaderName, &str); 4] = [
    (HeaderName::from_static("tus-resumable"), "1.0.0"),
    (HeaderName::from_static("upload-length"), "1"),
    (HeaderName::from_static("upload-offset"), "0"),
    (http::header::CONTENT_TYPE, "application/offset+octet-stream"),
];

/// Tables whose change in one cell changes nothing of what another cell is answered.
const HARMLESS: [&str; 19] = [
    "blob",
    "blob_ref",
    "job",
    "journal_entry",
    "journal_tile",
    "notice",
    "notice_mute",
    "notice_wish",
    "outbox",
    "signin_app_password",
    "signin_attempt",
    "signin_badge",
    "signin_ceremony",
    "signin_device",
    "signin_pictures",
    "signin_recovery",
    "undo",
    "upload",
    "upload_piece",
];

// Two tests, so that two cores share what takes longest of all.
#[tokio::test]
async fn every_address_answers_everybody_as_the_table_says() {
    walk(Engine::Sqlite).await;
}

#[tokio::test]
async fn every_address_answers_the_same_on_postgresql() {
    for engine in preau_testkit::engines().filter(|engine| *engine == Engine::Pg) {
        walk(engine).await;
    }
}

async fn walk(engine: Engine) {
    let (found, faults) = Walk::new(engine).await.all().await;
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("routes.txt");
    std::fs::write(&to, &found).unwrap();
    let differs = differences(include_str!("routes/expected.txt"), &found);
    let faults = faults.join("\n");
    assert!(faults.is_empty() && differs.is_empty(), "{engine:?}\n{faults}\njudge {}:\n{differs}", to.display());
}

/// The lines of the one that the other has not.
fn differences(expected: &str, found: &str) -> String {
    let missing = |from: &str, of: &str, sign: char| {
        let lines = from.lines().filter(|line| !of.lines().any(|other| other == *line));
        lines.fold(String::new(), |text, line| text + &format!("{sign} {line}\n"))
    };
    missing(expected, found, '-') + &missing(found, expected, '+')
}

/// The walk through all addresses.
struct Walk {
    engine: Engine,
    world: World,
    /// The address that was made ready in this world, with its variable parts filled in.
    ready: Option<(Route, String)>,
    /// What programs are promised.
    contract: Contract,
    faults: Vec<String>,
}

impl Walk {
    async fn new(engine: Engine) -> Self {
        let world = World::open(engine).await;
        let contract = Contract::of(&world.app.app);
        Self { engine, world, contract, ready: None, faults: Vec::new() }
    }

    async fn all(mut self) -> (String, Vec<String>) {
        let mut table = legend();
        let mut routes = self.world.app.app.routes();
        routes.sort_by_key(|route| (route.path, route.method.as_str() != "GET"));
        for route in &routes {
            let address = format!("{:<4} {}", route.method.as_str(), route.path);
            let mut row = format!("{address:<57}");
            for (_, login, _) in ASKERS {
                let cell = self.cell(route, login).await;
                let _ = write!(row, "{cell:<9}");
            }
            table.push_str(row.trim_end());
            table.push('\n');
        }
        self.faults.extend(self.contract.unseen(&routes));
        (table, self.faults)
    }

    async fn cell(&mut self, route: &Route, login: Option<&str>) -> String {
        let path = self.prepared(route).await;
        let asker = match login {
            Some(login) => self.world.came(login).await,
            None => Arc::new(self.world.app.visitor()),
        };
        let before = self.world.sums().await;
        let cell = shown(ask(&asker, route, &path).await.as_ref());
        let changed = changed(&before, &self.world.sums().await);
        let name = login.unwrap_or("nobody");
        let here = format!("{} {} as {name}: {cell}", route.method, route.path);
        if cell.starts_with('5') {
            self.faults.push(here.clone());
        }
        // Whoever tries a badge that there is none of has that counted, so that nobody tries them all.
        let counted = route.path.starts_with("/badge/") && changed == ["signin_attempt"];
        if is_refusal(&cell) && !changed.is_empty() && !counted {
            self.faults.push(format!("{here}, and yet changed {changed:?}"));
        }
        if route.method == Method::GET && cell != "open" {
            let reply = asker.get_json(&path).await;
            self.faults.extend(self.contract.faults(route, &reply));
            let program = if reply.status == 401 { "in".to_owned() } else { shown(Some(&reply)) };
            if program != cell {
                self.faults.push(format!("{here}, but a program gets {program}"));
            }
        }
        if route.path == "/sign-out" {
            self.world.forget(name);
        } else if changed.iter().any(|table| !HARMLESS.contains(&table.as_str())) {
            self.world = World::open(self.engine).await;
            self.ready = None;
        }
        cell
    }

    /// The address with its variable parts filled in, and whatever it is about made ready.
    async fn prepared(&mut self, route: &Route) -> String {
        if let Some((_, path)) = self.ready.as_ref().filter(|(ready, _)| ready == route) {
            return path.clone();
        }
        let mut path = route.path.to_owned();
        while let Some((_, rest)) = path.split_once('{') {
            let name = rest.split_once('}').unwrap().0.to_owned();
            let value = self.value(route.path, &name).await;
            path = path.replace(&format!("{{{name}}}"), &value);
        }
        self.ready = Some((route.clone(), path.clone()));
        path
    }

    async fn value(&self, path: &str, name: &str) -> String {
        let world = &self.world;
        match (name, path) {
            ("space", _) => world.class.to_string(),
            ("person" | "child", _) => world.id("lea.martin").to_string(),
            ("guardian", _) => world.id("claire.martin").to_string(),
            ("session", _) => {
                world.came("lea.martin").await;
                self.row_of("signin_session", "lea.martin").await
            }
            ("id", "/undo/{id}") => {
                let away = format!("/s/{}/members/{}/remove", world.other, world.id("nour"));
                world.came("direction").await.post(&away, &[]).await;
                world.tables().await["undo"].last().map(|row| text(&row["id"])).unwrap()
            }
            ("id", "/account/app-passwords/{id}/remove") => {
                world.came("lea.martin").await.post("/account/app-passwords", &[("name", "tablette")]).await;
                self.row_of("signin_app_password", "lea.martin").await
            }
            ("invitation", _) => {
                self.invitation().await;
                world.tables().await["invitation"].last().map(|row| text(&row["id"])).unwrap()
            }
            ("code", path) if path.starts_with("/join") => self.invitation().await,
            ("code", path) if path.starts_with("/in/") => {
                let head = world.came("direction").await;
                let letter = head.post("/admin/letters/reset", &[("login", "nour")]).await;
                between(&letter.body, "<span class=\"code\">", "<").to_owned()
            }
            ("code", path) if path.starts_with("/class") => {
                let teacher = world.came("n.benali").await;
                let page = format!("/s/{}/ways-in", world.class);
                teacher.post(&format!("{page}/open"), &[("hours", "3")]).await;
                between(&teacher.get(&page).await.body, "class=\"code\" translate=\"no\">", "<").to_owned()
            }
            ("notice", _) => self.notice().await,
            ("roster", _) => self.roster().await,
            ("id", path) if path.starts_with("/homework/") => self.homework(path).await,
            ("id" | "token", path) if path.starts_with("/calendar/feed") => self.feed(path).await,
            ("id", path) if path.starts_with("/calendar/e/") => self.date(path).await,
            ("id", path) if path.starts_with("/appointments/") => self.appointments(path).await,
            ("id", path) if path.starts_with("/absences/") => self.absence(path).await,
            ("id", path) if path.starts_with("/forms/") => self.form(path).await,
            ("batch", _) => self.batch().await,
            ("place", _) => "0".to_owned(),
            ("post", path) => self.post(path).await,
            ("file", path) if path.starts_with("/homework/") || path.starts_with("/forms/") => {
                let tables = world.tables().await;
                let things = if path.starts_with("/forms/") { &tables["form"] } else { &tables["homework"] };
                let thing = things.last().map(|row| text(&row["id"])).unwrap();
                let row = tables["class_file"].iter().find(|row| text(&row["thing"]) == thing);
                row.map(|row| text(&row["id"])).unwrap()
            }
            ("file", _) => self.photo().await,
            ("part", _) => "new-learner".to_owned(),
            ("token", _) => UNKNOWN_TOKEN.to_owned(),
            ("upload", _) => {
                let lea = self.world.came("lea.martin").await;
                lea.ask(Method::POST, "/uploads", &TUS, "").await.location().rsplit('/').next().unwrap().to_owned()
            }
            ("name", _) => "2020-03-16T17-00-00Z".to_owned(),
            _ => UNKNOWN_ID.to_owned(),
        }
    }

    /// The code of a new invitation into 4e B.
    async fn invitation(&self) -> String {
        let teacher = self.world.came("n.benali").await.clone();
        let fields = [("role", "guest"), ("uses", "30"), ("days", "14")];
        teacher.post(&format!("/s/{}/invite", self.world.class), &fields).await.body.split("/join/").nth(1).map_or_else(
            || panic!("no code"),
            |rest| rest.chars().take_while(|sign| sign.is_alphanumeric() || *sign == '-').collect(),
        )
    }

    /// What Léa's mother was told.
    async fn notice(&self) -> String {
        let ctx = self.world.app.ctx();
        let notice = Notice {
            kind: "wall.posted",
            about: ctx.id::<kinds::Event>().uuid(),
            space: Some(self.world.class),
            link: format!("/s/{}", self.world.class),
            args: Vec::new(),
            from: Some(self.world.id("n.benali")),
            urgency: Urgency::Ordinary,
        };
        let mut tx = ctx.db.begin().await.unwrap();
        preau_notices::tell(ctx, &mut tx, &notice, &[self.world.id("claire.martin")]).await.unwrap();
        tx.commit().await.unwrap();
        self.world.app.settle().await;
        let told = self.world.came("claire.martin").await.get_json("/notices").await.json();
        text(&told["notices"][0]["id"])
    }

    /// A post of 4e B, for everyone, in the state that the address is about.
    async fn post(&self, path: &str) -> String {
        let teacher = self.world.came("n.benali").await;
        let wall = format!("/s/{}/wall", self.world.class);
        let draft = path.ends_with("/publish") || path.ends_with("/discard");
        let fields = [("text", "Bonjour"), ("audience", "everyone"), ("keep", if draft { "draft" } else { "" })];
        assert_eq!(teacher.post(&wall, &fields).await.status, 303);
        let post = self.world.tables().await["wall_post"].last().map(|row| text(&row["id"])).unwrap();
        if path.ends_with("/restore") {
            teacher.post(&format!("{wall}/{post}/withdraw"), &[]).await;
        }
        post
    }

    /// A photo of the newest post of 4e B.
    async fn photo(&self) -> String {
        let post = self.world.tables().await["wall_post"].last().map(|row| text(&row["id"])).unwrap();
        let at = format!("/s/{}/wall/{post}/files", self.world.class);
        let teacher = self.world.came("n.benali").await;
        let sent = teacher.post_files(&at, &[("files", "point.png", PHOTO)]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        self.world.tables().await["wall_file"].last().map(|row| text(&row["id"])).unwrap()
    }

    /// A roster that was read and waits for somebody to apply it.
    async fn roster(&self) -> String {
        let files = preau_roster::fixtures::siecle_xml(5, 1);
        let files: Vec<_> = files.iter().map(|(name, bytes)| ("files", name.as_str(), bytes.as_slice())).collect();
        let given = self.world.came("direction").await.post_files("/admin/roster", &files).await;
        assert_eq!(given.status, 303, "{}", given.body);
        self.world.app.settle().await;
        given.location().rsplit('/').next().unwrap().to_owned()
    }

    /// Homework of 4e B; Léa handed in what is to be taken back.
    async fn homework(&self, path: &str) -> String {
        let (teacher, space) = (self.world.came("n.benali").await, self.world.class);
        let fields = [("title", "Exercice 4"), ("due", "2020-03-20"), ("hand_in", "on")];
        let given = teacher.post_form(&format!("/s/{space}/homework"), &fields, &[("files", "point.png", PHOTO)]).await;
        assert_eq!(given.status, 303, "{}", given.body);
        let id = self.world.tables().await["homework"].last().map(|row| text(&row["id"])).unwrap();
        if path.ends_with("/take-back") {
            let handed = self.world.came("lea.martin").await;
            assert_eq!(handed.post(&format!("/homework/{id}/hand-in"), &[("text", "x = 4")]).await.status, 303);
        }
        id
    }

    /// A form to the families of 4e B, in the state that the address is about.
    async fn form(&self, path: &str) -> String {
        let (teacher, space) = (self.world.came("n.benali").await, self.world.class);
        let fields = [
            ("title", "Sortie"),
            ("asked_of", "families"),
            ("signed_by", "one"),
            ("text0", "J’autorise"),
            ("options0", "Oui\nNon"),
            ("due", "2020-03-20"),
        ];
        let asked = teacher.post_form(&format!("/s/{space}/forms"), &fields, &[("files", "point.png", PHOTO)]).await;
        assert_eq!(asked.status, 303, "{}", asked.body);
        let id = self.world.tables().await["form"].last().map(|row| text(&row["id"])).unwrap();
        if path.ends_with("/restore") {
            teacher.post(&format!("/forms/{id}/withdraw"), &[]).await;
        }
        if path.contains("/paper/") {
            let lea = self.world.id("lea.martin").to_string();
            let entered = teacher.post(&format!("/forms/{id}/paper"), &[("child", &lea), ("q0", "0")]).await;
            assert_eq!(entered.status, 303, "{}", entered.body);
        }
        id
    }

    /// A batch of the newest form, of a photograph on which there is no slip.
    async fn batch(&self) -> String {
        let form = self.world.tables().await["form"].last().map(|row| text(&row["id"])).unwrap();
        let teacher = self.world.came("n.benali").await;
        let sent = teacher.post_files(&format!("/forms/{form}/slips"), &[("photos", "point.png", PHOTO)]).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        sent.location().rsplit('/').next().unwrap().to_owned()
    }

    /// Something in the calendar of 4e B, in the state that the address is about.
    async fn date(&self, path: &str) -> String {
        let (teacher, space) = (self.world.came("n.benali").await, self.world.class);
        let fields = [("title", "Kermesse"), ("first", "2020-03-20"), ("repeat", "1"), ("asks", "on")];
        let made = teacher.post(&format!("/s/{space}/calendar"), &fields).await;
        assert_eq!(made.status, 303, "{}", made.body);
        let id = made.location().rsplit('/').next().unwrap().to_owned();
        if path.ends_with("/restore") {
            teacher.post(&format!("/calendar/e/{id}/withdraw"), &[]).await;
        }
        id
    }

    /// An absence of Léa: one that her mother announced, or one that her teacher noted, as the address wants it.
    async fn absence(&self, path: &str) -> String {
        let (teacher, mother) = (self.world.came("n.benali").await, self.world.came("claire.martin").await);
        let (space, lea) = (self.world.class, self.world.id("lea.martin").to_string());
        let noted = path.ends_with("/unnote") || path.ends_with("/explain");
        let day = self.world.app.ctx().clock.now().date().to_string();
        // One day is noted once: what was there before is taken away first.
        let before = self.world.tables().await.get("absence").cloned().unwrap_or_default();
        for old in before.iter().filter(|row| row["withdrawn_at"].is_null()).map(|row| text(&row["id"])) {
            mother.post(&format!("/absences/{old}/withdraw"), &[]).await;
            teacher.post(&format!("/absences/{old}/unnote"), &[]).await;
        }
        let reply = if noted {
            let roll = format!("roll-{lea}");
            teacher.post(&format!("/s/{space}/absences"), &[("day", &day), (&roll, "absence")]).await
        } else {
            mother.post("/absences", &[("child", &lea), ("first", &day), ("reason", "illness")]).await
        };
        assert_eq!(reply.status, 303, "{}", reply.body);
        let rows = self.world.tables().await["absence"].clone();
        let id = rows.iter().find(|row| row["withdrawn_at"].is_null()).map(|row| text(&row["id"])).unwrap();
        if path.ends_with("/restore") {
            mother.post(&format!("/absences/{id}/withdraw"), &[]).await;
        }
        id
    }

    /// A round of appointments of 4e B, in the state that the address is about.
    async fn appointments(&self, path: &str) -> String {
        let (teacher, space) = (self.world.came("n.benali").await, self.world.class);
        let fields = [("title", "Bilan"), ("day", "2020-03-20"), ("from", "17:00"), ("to", "18:00"), ("minutes", "10")];
        let opened = teacher.post(&format!("/s/{space}/appointments"), &fields).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        let id = opened.location().rsplit('/').next().unwrap().to_owned();
        if path.ends_with("/restore") {
            teacher.post(&format!("/appointments/{id}/withdraw"), &[]).await;
        }
        if path.ends_with("/give-back") {
            let mother = self.world.came("claire.martin").await;
            let page = mother.get(&format!("/appointments/{id}")).await.body;
            let slot = between(&page, "name=\"slot\" value=\"", "\"");
            let taken = mother.post(&format!("/appointments/{id}/take"), &[("slot", slot)]).await;
            assert_eq!(taken.status, 303, "{}", taken.body);
        }
        id
    }

    /// A secret address of Léa's mother, or the id by which she ends it.
    async fn feed(&self, path: &str) -> String {
        let made = self.world.came("claire.martin").await.post("/calendar/feeds", &[]).await.body;
        if path.ends_with("/end") {
            return self.row_of("calendar_feed", "claire.martin").await;
        }
        between(&made, "/calendar/feed/", "<").to_owned()
    }

    async fn row_of(&self, table: &str, login: &str) -> String {
        let id = self.world.id(login).to_string();
        let tables = self.world.tables().await;
        let rows = tables.get(table).unwrap_or_else(|| panic!("no table {table} among {:?}", tables.keys()));
        let row = rows.iter().find(|row| row["person"] == id.as_str());
        row.map(|row| text(&row["id"])).unwrap()
    }
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn legend() -> String {
    let mut legend = String::from(
        "# Every address and what everybody is answered. What is asked about: class 4e B, its pupil Léa, Léa's mother.\n\
         # Forms are sent empty, so 422 says that the person may, and has to fill it in.\n\
         # in: sign in first (303 to /sign-in; 401 for a program)   open: live updates, as long as one looks\n#\n",
    );
    for (name, _, who) in ASKERS {
        let _ = writeln!(legend, "# {name:<9}{who}");
    }
    legend.push_str("#\n");
    let names = ASKERS.iter().fold(String::new(), |names, (name, _, _)| format!("{names}{name:<9}"));
    let _ = writeln!(legend, "{:<57}{}", "#", names.trim_end());
    legend
}

/// Asks as a browser: forms are empty, files are a line of text. `None` if the answer goes on for as long as one looks.
async fn ask(asker: &Visitor, route: &Route, path: &str) -> Option<Reply> {
    if route.path.ends_with("/live") {
        return tokio::time::timeout(STREAM, asker.get(path)).await.ok();
    }
    Some(if route.method == Method::GET {
        asker.get(path).await
    } else if route.path.starts_with("/uploads") {
        asker.ask(route.method.clone(), path, &TUS, "x").await
    } else if route.path.contains("/passkey/") || route.path.ends_with("/push") {
        asker.post_json(path, &serde_json::json!({})).await
    } else if route.path.ends_with("/calendar/import") {
        asker.post_files(path, &[]).await
    } else if route.path == "/admin/roster" {
        asker.post_files(path, &[("files", "liste.csv", b"rien\n")]).await
    } else {
        asker.post(path, &[]).await
    })
}

fn shown(reply: Option<&Reply>) -> String {
    match reply {
        None => "open".to_owned(),
        Some(reply) if reply.status == 303 && reply.location().starts_with("/sign-in?next=") => "in".to_owned(),
        Some(reply) => reply.status.to_string(),
    }
}

fn is_refusal(cell: &str) -> bool {
    matches!(cell, "in" | "401" | "403" | "404")
}

fn changed(before: &BTreeMap<String, Sum>, after: &BTreeMap<String, Sum>) -> Vec<String> {
    // How many saw a post is written a second later, so by another cell than the one that changed it.
    let differs = after.iter().filter(|(table, sum)| *table != "wall_seen" && before.get(*table) != Some(sum));
    differs.map(|(table, _)| table.clone()).collect()
}
