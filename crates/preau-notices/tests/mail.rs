//! The day's mail, through a real mail server.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use preau_db::Engine;
use preau_egress::{Destination, Egress, Purpose};
use preau_notices::{Mail, MailTls, Notice, Urgency, Ways};
use preau_web::Health;
use serde_json::Value;
use time::Duration;

use crate::world::School;

const AUTHORITY: &str = include_str!("../../preau-egress/src/tests/ca.pem");

/// How the mail server wants it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wants {
    Nothing,
    Tls,
    TlsAndLogin,
}

/// `smtpd.py`, alive for as long as this value.
struct Server {
    program: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    fn start(wants: Wants) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtpd.py");
        // Debian's own interpreter has Debian's packages.
        let mut command = Command::new("/usr/bin/python3");
        command.arg(here).arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let certificates = concat!(env!("CARGO_MANIFEST_DIR"), "/../preau-egress/src/tests");
        if wants != Wants::Nothing {
            command.args([format!("{certificates}/leaf.pem"), format!("{certificates}/leaf.key")]);
        }
        if wants == Wants::TlsAndLogin {
            command.args(["preau", "un secret"]);
        }
        let mut program = command.spawn().expect("/usr/bin/python3 with python3-aiosmtpd: cargo xtask tools");
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("python3-aiosmtpd: cargo xtask tools");
        Self { program, port, folder }
    }

    /// The mails that it took, oldest first.
    fn taken(&self) -> Vec<Value> {
        let text = std::fs::read_to_string(self.folder.path().join("taken.jsonl")).unwrap_or_default();
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn recipients(&self) -> Vec<String> {
        let mut all: Vec<String> = self.taken().iter().map(|mail| mail["to"][0].as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    }

    fn is_down(&self, down: bool) {
        let file = self.folder.path().join("down");
        if down { std::fs::write(file, "").unwrap() } else { std::fs::remove_file(file).unwrap() }
    }

    fn mail(&self, tls: MailTls, login: Option<(&str, &str)>) -> Mail {
        let login = login.map(|(user, password)| (user.to_owned(), password.to_owned()));
        let host = "localhost".to_owned();
        Mail { host, port: self.port, tls, login, from: "preau@louise-michel.example".to_owned() }
    }

    async fn school(&self, engine: Engine, mail: Mail, trusts: bool) -> School {
        let egress = Egress::nothing();
        let egress = if trusts { egress.with_roots(AUTHORITY).unwrap() } else { egress };
        let there = Destination::new("localhost".parse().unwrap(), self.port, Purpose::Smtp, "basis-public-task");
        egress.allow(there.near()).unwrap();
        let school = School::open_with(engine, Ways { mail: Some(mail), ..Ways::default() }, egress).await;
        school.app.app.plan().await.unwrap();
        school
    }

    async fn plain(&self, engine: Engine) -> School {
        self.school(engine, self.mail(MailTls::Off, None), false).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Everything that a mail's reader can read, headers included.
fn text(mail: &Value) -> String {
    format!("{}\n{}\n{}", mail["headers"], mail["subject"].as_str().unwrap(), mail["body"].as_str().unwrap())
}

/// Goes to a moment and lets happen what is due.
async fn at(school: &School, moment: &str) {
    school.at(moment);
    school.app.settle().await;
}

#[tokio::test]
async fn who_wants_it_gets_one_mail_a_day_at_their_hour_that_names_nobody() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        let claire = school.came("claire.martin").await;
        assert!(claire.get("/notices").await.body.contains("Recevoir un e-mail quand il y a du nouveau"));
        assert_eq!(claire.post("/account/notices/mail", &[("answer", "yes")]).await.status, 303);
        assert!(!claire.get("/notices").await.body.contains("Recevoir un e-mail quand il y a du nouveau"));
        at(&school, "2020-03-17T11:00:00Z").await;
        for _ in 0..3 {
            let all = [school.claire, school.paul, school.moreau, school.lea];
            school.tell(&school.post(school.thing()), &all).await.unwrap();
        }
        at(&school, "2020-03-17T16:59:00Z").await;
        assert_eq!(server.recipients(), Vec::<String>::new(), "17:59 is not yet the hour");
        at(&school, "2020-03-17T17:01:00Z").await;
        // Staff have it unless they say no, a family if it says yes, a child never.
        assert_eq!(server.recipients(), ["claire.martin@exemple.fr", "j.moreau@exemple.fr"]);
        let mail = text(&server.taken()[0]);
        assert!(mail.contains("Collège Louise-Michel\u{a0}: 3 nouvelles"), "{mail}");
        assert!(mail.contains("- Publications : 3") && mail.contains("http://preau.test/notices"), "{mail}");
        for name in ["Léa", "Martin", "Benali", "La sortie", "4e B"] {
            assert!(!mail.contains(name), "{name} in {mail}");
        }
        assert!(mail.contains("\"List-Unsubscribe-Post\":\"List-Unsubscribe=One-Click\""), "{mail}");
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        at(&school, "2020-03-17T17:50:00Z").await;
        assert_eq!(server.taken().len(), 2, "one a day at most");
        at(&school, "2020-03-18T17:01:00Z").await;
        assert_eq!(server.taken().len(), 3);
        assert!(text(&server.taken()[2]).contains("une nouvelle"));
        // What was told is not told again.
        at(&school, "2020-03-19T17:01:00Z").await;
        assert_eq!(server.taken().len(), 3);
    }
}

#[tokio::test]
async fn the_hour_is_the_person_s_and_a_mail_waits_for_monday() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        let moreau = school.came("j.moreau").await;
        let wishes = [("mail", "1"), ("mail_at", "09:00"), ("mail-wall", "1"), ("push-wall", "1")];
        assert_eq!(moreau.post("/account/notices", &wishes).await.status, 303);
        at(&school, "2020-03-20T17:30:00Z").await;
        school.tell(&school.post(school.thing()), &[school.moreau, school.secretary]).await.unwrap();
        // It is Friday evening and the hour of both is past; then the week-end pause, then Monday at seven, and nine.
        at(&school, "2020-03-20T17:31:00Z").await;
        assert_eq!(server.recipients(), ["j.moreau@exemple.fr", "secretariat@exemple.fr"]);
        school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
        at(&school, "2020-03-21T11:00:00Z").await;
        at(&school, "2020-03-23T07:30:00Z").await;
        assert_eq!(server.taken().len(), 2);
        at(&school, "2020-03-23T08:01:00Z").await;
        assert_eq!(server.taken().len(), 3);
        let moreau = school.came("j.moreau").await;
        let wrong = [("mail", "1"), ("mail_at", "25:00"), ("quiet_from", "12:00")];
        assert_eq!(moreau.post("/account/notices", &wrong).await.status, 422);
    }
}

#[tokio::test]
async fn an_hour_at_which_nobody_may_be_reached_is_the_next_morning_s() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        school.settings(|settings| settings.deliver_until = "17:00".to_owned()).await;
        at(&school, "2020-03-17T13:00:00Z").await;
        school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
        at(&school, "2020-03-17T17:30:00Z").await;
        assert_eq!(server.taken().len(), 0);
        at(&school, "2020-03-18T06:01:00Z").await;
        assert_eq!(server.taken().len(), 1);
    }
}

#[tokio::test]
async fn one_click_of_the_mail_program_ends_the_mails_and_nothing_else() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
        at(&school, "2020-03-16T17:59:00Z").await;
        let address = server.taken()[0]["headers"]["List-Unsubscribe"].as_str().unwrap().to_owned();
        let address = address.strip_prefix("<http://preau.test").unwrap().strip_suffix('>').unwrap();
        let program = school.app.visitor();
        assert!(program.get(address).await.body.contains("Ne plus recevoir d’e-mail"));
        assert_eq!(program.post(address, &[("List-Unsubscribe", "One-Click")]).await.status, 200);
        // The last letter holds four bits of the secret: another one that differs in them.
        let last = if address.ends_with('A') { 'Q' } else { 'A' };
        let wrong = format!("{}{last}", &address[..address.len() - 1]);
        for wrong in ["/notices/stop/AAAA", &wrong] {
            assert_eq!(program.post(wrong, &[]).await.status, 404, "{wrong}");
        }
        school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
        at(&school, "2020-03-17T17:59:00Z").await;
        assert_eq!(server.taken().len(), 1);
        assert_eq!(school.unread(&school.came("j.moreau").await).await, 2);
    }
}

#[tokio::test]
async fn what_was_read_withdrawn_or_unwanted_makes_no_mail() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        let (moreau, head) = (school.came("j.moreau").await, school.came("direction").await);
        let post = school.post(school.thing());
        school.tell(&post, &[school.moreau, school.secretary, school.head]).await.unwrap();
        moreau.post("/notices/read", &[]).await;
        let only_page = [("mail", "1"), ("push-wall", "1")];
        assert_eq!(head.post("/account/notices", &only_page).await.status, 303);
        let mut tx = school.db().begin().await.unwrap();
        preau_notices::recall(school.app.ctx(), &mut tx, post.kind, post.about).await.unwrap();
        tx.commit().await.unwrap();
        school.tell(&school.post(school.thing()), &[school.head]).await.unwrap();
        at(&school, "2020-03-17T17:59:00Z").await;
        assert_eq!(server.recipients(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn an_emergency_is_mailed_at_once_and_says_only_that() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        at(&school, "2020-03-17T22:30:00Z").await;
        let alarm = Notice { from: Some(school.head), urgency: Urgency::Emergency, ..school.post(school.thing()) };
        school.tell(&alarm, &[school.moreau, school.claire]).await.unwrap();
        school.app.settle().await;
        assert_eq!(server.recipients(), ["j.moreau@exemple.fr"]);
        let mail = text(&server.taken()[0]);
        assert!(mail.contains("URGENT – Collège Louise-Michel"), "{mail}");
        assert!(!mail.contains("La sortie"), "{mail}");
    }
}

#[tokio::test]
async fn the_line_is_private_the_server_knows_us_and_a_stranger_s_certificate_gets_nothing() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::TlsAndLogin);
        let good = server.mail(MailTls::StartTls, Some(("preau", "un secret")));
        let wrong = server.mail(MailTls::StartTls, Some(("preau", "un autre")));
        for (mail, trusts, taken) in [(wrong, true, 0), (good.clone(), false, 0), (good, true, 1)] {
            let school = server.school(engine, mail, trusts).await;
            school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
            at(&school, "2020-03-16T17:59:00Z").await;
            assert_eq!(server.taken().len(), taken);
            let checks = school.app.app.checks().await.unwrap();
            let stuck = checks.iter().any(|check| check.code == "notices-mail-stuck" && check.health == Health::Bad);
            assert!(!stuck, "not yet");
            school.app.clock.advance(Duration::hours(2));
            let checks = school.app.app.checks().await.unwrap();
            let stuck = checks.iter().any(|check| check.code == "notices-mail-stuck" && check.health == Health::Bad);
            assert_eq!(stuck, taken == 0, "{checks:?}");
        }
        assert_eq!(
            (&server.taken()[0]["tls"], &server.taken()[0]["login"]),
            (&Value::from(true), &Value::from("preau"))
        );
    }
}

#[tokio::test]
async fn a_server_that_does_not_offer_a_private_line_is_not_spoken_to_in_the_clear() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.school(engine, server.mail(MailTls::StartTls, None), true).await;
        school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
        at(&school, "2020-03-16T17:59:00Z").await;
        assert_eq!(server.taken().len(), 0);
        let private = Server::start(Wants::Tls);
        let school = private.school(engine, private.mail(MailTls::Off, None), true).await;
        school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
        at(&school, "2020-03-16T17:59:00Z").await;
        assert_eq!(private.taken().len(), 0, "the server insists on a private line");
    }
}

#[tokio::test]
async fn a_mail_that_is_refused_for_now_is_tried_again_and_an_address_that_is_refused_is_noted() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        school.address(school.moreau, "refused@exemple.fr").await;
        school.address(school.secretary, "busy@exemple.fr").await;
        school.address(school.head, "pas une adresse").await;
        let all = [school.moreau, school.secretary, school.head, school.benali];
        let post = Notice { from: None, ..school.post(school.thing()) };
        school.tell(&post, &all).await.unwrap();
        at(&school, "2020-03-16T17:10:00Z").await;
        // The others are served all the same.
        assert_eq!(server.recipients(), ["n.benali@exemple.fr"]);
        let moreau = school.came("j.moreau").await;
        assert!(moreau.get("/account/notices").await.body.contains("a été refusé"));
        let refused = school.app.app.checks().await.unwrap();
        let refused = refused.iter().find(|check| check.code == "notices-mail-refused").unwrap();
        assert_eq!(refused.args, [("count", "2".to_owned())]);
        // Corrected meanwhile: the one that was put off goes by itself, the other once its person says so.
        school.address(school.secretary, "bureau@exemple.fr").await;
        school.address(school.moreau, "jean@exemple.fr").await;
        at(&school, "2020-03-16T17:30:00Z").await;
        assert_eq!(server.recipients(), ["bureau@exemple.fr", "n.benali@exemple.fr"]);
        let again = [("mail", "1"), ("address_again", "1"), ("mail-wall", "1"), ("push-wall", "1")];
        assert_eq!(moreau.post("/account/notices", &again).await.status, 303);
        at(&school, "2020-03-17T17:10:00Z").await;
        assert_eq!(server.recipients(), ["bureau@exemple.fr", "jean@exemple.fr", "n.benali@exemple.fr"]);
    }
}

#[tokio::test]
async fn a_mail_that_was_cut_off_is_not_sent_twice_and_the_next_day_s_tells_the_same() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        school.address(school.moreau, "cut@exemple.fr").await;
        school.tell(&school.post(school.thing()), &[school.moreau]).await.unwrap();
        at(&school, "2020-03-16T17:10:00Z").await;
        at(&school, "2020-03-16T17:55:00Z").await;
        assert_eq!(server.taken().len(), 1, "the server had it, and hung up before it said so");
        let unsure = school.app.app.checks().await.unwrap();
        assert!(unsure.iter().any(|check| check.code == "notices-mail-unsure"), "{unsure:?}");
        school.address(school.moreau, "jean@exemple.fr").await;
        at(&school, "2020-03-17T17:10:00Z").await;
        assert_eq!(server.taken().len(), 2);
    }
}

#[tokio::test]
async fn a_mail_server_that_was_down_for_an_hour_gets_every_mail_once() {
    for engine in preau_testkit::engines() {
        let server = Server::start(Wants::Nothing);
        let school = server.plain(engine).await;
        server.is_down(true);
        let all = [school.moreau, school.secretary, school.head];
        school.tell(&school.post(school.thing()), &all).await.unwrap();
        for minute in 1..30 {
            at(&school, &format!("2020-03-16T17:{minute:02}:00Z")).await;
        }
        assert_eq!(server.taken().len(), 0);
        server.is_down(false);
        // The pause over Friday night is no reason to wait: the day's mail is late already.
        for minute in 30..60 {
            at(&school, &format!("2020-03-16T17:{minute:02}:00Z")).await;
        }
        for hour in 18..24 {
            at(&school, &format!("2020-03-16T{hour:02}:30:00Z")).await;
        }
        let expected = ["direction@exemple.fr", "j.moreau@exemple.fr", "secretariat@exemple.fr"];
        assert_eq!(server.recipients(), expected);
    }
}
