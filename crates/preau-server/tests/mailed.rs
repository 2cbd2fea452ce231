//! kill -9 at any moment while mails are sent: nobody gets one twice, and all but those that were just being given to
//! the mail server get theirs.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use preau_db::{Config, Db, args, sql};
use preau_kernel::{Clock, Entropy, SystemClock};
use preau_testkit::SeededEntropy;

use crate::program::{self, text};

/// How often the server is killed.
const TIMES: u32 = 12;

/// The mail server of the notices' own tests.
struct Mails {
    program: Child,
    port: u16,
    folder: tempfile::TempDir,
}

impl Mails {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let here = concat!(env!("CARGO_MANIFEST_DIR"), "/../preau-notices/tests/smtpd.py");
        let mut command = Command::new("/usr/bin/python3");
        command.arg(here).arg(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut program = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| panic!("python3-aiosmtpd: cargo xtask tools"));
        Self { program, port, folder }
    }

    /// How many mails each address got.
    fn taken(&self) -> BTreeMap<String, u32> {
        let text = std::fs::read_to_string(self.folder.path().join("taken.jsonl")).unwrap_or_default();
        let mut taken = BTreeMap::new();
        for line in text.lines() {
            let mail: serde_json::Value = serde_json::from_str(line).unwrap();
            *taken.entry(mail["to"][0].as_str().unwrap().to_owned()).or_default() += 1;
        }
        taken
    }
}

impl Drop for Mails {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// The demo institution, whose staff have something to be told by mail at any hour of any day. How many they are.
async fn institution(data: &Path) -> usize {
    program::Server::start(&["demo", "--data", text(data), "--listen", "127.0.0.1:0"]).stop();
    let db = open(data).await;
    let now = SystemClock.now();
    let mut tx = db.begin().await.unwrap();
    for (name, value) in
        [("deliver_from", "00:00".into()), ("deliver_until", "00:00".into()), ("weekend_pause", false.into())]
    {
        let value: serde_json::Value = value;
        let set = sql!(
            "INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
        );
        tx.run(set, args![name, value]).await.unwrap();
    }
    let address = sql!("UPDATE person SET email = 'slow.' || login || '@exemple.fr' WHERE kind = 'staff'");
    let staff = tx.run(address, &[]).await.unwrap();
    let told = uuid::Uuid::from_u128(7);
    let say = sql!(
        "INSERT INTO notice_told (id, kind, about, link, args, urgency, at) VALUES ($1, 'wall.posted', $1, '/', $2, 'ordinary', $3)"
    );
    tx.run(say, args![told, serde_json::json!({}), now]).await.unwrap();
    let hear = sql!(
        "INSERT INTO notice (person, told, kind, about, due) SELECT p.id, $1, 'wall.posted', $1, $2 FROM person p
         WHERE p.kind = 'staff'"
    );
    tx.run(hear, args![told, now]).await.unwrap();
    let early = sql!(
        "INSERT INTO notice_wish (person, mail_at, updated_at) SELECT p.id, '00:00', $1 FROM person p WHERE p.kind = 'staff'"
    );
    tx.run(early, args![now]).await.unwrap();
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    usize::try_from(staff).unwrap()
}

async fn open(data: &Path) -> Db {
    Db::open(&Config::Sqlite { path: data.join("preau.db"), durable: true }).await.unwrap()
}

/// What ten minutes would do: the jobs of the machine that died are free again. How many mails still wait.
async fn later(data: &Path) -> i64 {
    let db = open(data).await;
    let mut tx = db.begin().await.unwrap();
    let free = sql!("UPDATE job SET leased_until = NULL, run_at = $1, attempts = 0 WHERE failed_at IS NULL");
    tx.run(free, args![SystemClock.now()]).await.unwrap();
    let waiting = sql!((i64,), "SELECT count(*) FROM notice_mail WHERE state = 'queued'");
    let waiting = tx.one(waiting, &[]).await.unwrap().0;
    tx.commit().await.unwrap();
    db.close().await.unwrap();
    waiting
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_while_it_sends_mails_sends_none_twice_and_forgets_none_that_waits() {
    let room = tempfile::tempdir().unwrap();
    let (data, config) = (room.path().join("data"), room.path().join("preau.toml"));
    let staff = institution(&data).await;
    let mails = Mails::start();
    let smtp =
        format!("[smtp]\nhost = \"127.0.0.1\"\nport = {}\ntls = \"off\"\nfrom = \"preau@exemple.fr\"\n", mails.port);
    std::fs::write(&config, smtp).unwrap();
    let serve = ["serve", "--data", text(&data), "--config", text(&config), "--listen", "127.0.0.1:0"];
    let entropy = SeededEntropy::new(3);
    let mut killed = 0;
    for count in 0.. {
        assert!(count < 60, "mails still wait");
        let before = mails.taken().len();
        let server = program::Server::start(&serve);
        // Long enough for a few mails of half a second each, and never the same moment.
        let moment = 400 + u64::from((&entropy as &dyn Entropy).below(1600));
        let moment = if count < TIMES { moment } else { 8000 };
        tokio::time::sleep(Duration::from_millis(moment)).await;
        drop(server);
        killed += u32::from(mails.taken().len() > before);
        if later(&data).await == 0 && !mails.taken().is_empty() {
            break;
        }
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let taken = mails.taken();
    assert!(taken.values().all(|count| *count == 1), "{taken:?}");
    let db = open(&data).await;
    let unsure = sql!((i64,), "SELECT count(*) FROM notice_mail WHERE state IN ('sending', 'unsure')");
    let unsure = usize::try_from(db.one(unsure, &[]).await.unwrap().0).unwrap();
    assert!(killed > 3, "killed {killed} times while it sent: the moments are badly chosen");
    // A mail that was being given when the machine died arrived, or did not; nobody claims to know.
    assert!(taken.len() + unsure >= staff, "{} of {staff}, {unsure} unsure", taken.len());
}
