//! One suite on both buses: always in process, and over NATS when `PREAU_TEST_NATS` names a server.

use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use futures_util::StreamExt;
use preau_kernel::{Id, SpaceId};
use proptest::prelude::*;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
    time::timeout,
};
use uuid::Uuid;

use super::*;

/// A space that no other test, and no other run on the same server, uses.
fn space() -> SpaceId {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let started = preau_kernel::Clock::now(&preau_kernel::SystemClock).unix_micros();
    Id::from_uuid(Uuid::from_u64_pair(u64::try_from(started).unwrap(), u64::from(std::process::id()) << 32 | count))
}

fn nats_config(address: String) -> NatsConfig {
    NatsConfig { address, roots: None, node: "test".to_owned() }
}

fn nats_address() -> Option<String> {
    std::env::var("PREAU_TEST_NATS").ok()
}

/// Pairs of nodes of one institution: with the local bus, one node is both.
async fn pairs() -> Vec<(Bus, Bus)> {
    let local = Bus::local();
    let mut pairs = vec![(local.clone(), local)];
    if let Some(address) = nats_address() {
        let config = nats_config(address);
        pairs.push((Bus::nats(&config).await.unwrap(), Bus::nats(&config).await.unwrap()));
    }
    pairs
}

async fn next(subscription: &mut Subscription) -> Delivery {
    timeout(Duration::from_secs(10), subscription.next()).await.expect("a delivery").expect("an open bus")
}

async fn quiet(subscription: &mut Subscription) -> bool {
    timeout(Duration::from_millis(150), subscription.next()).await.is_err()
}

fn message(subject: &Subject, payload: &'static str) -> Delivery {
    Delivery::Message(Message { subject: subject.clone(), payload: Bytes::from_static(payload.as_bytes()) })
}

#[tokio::test]
async fn what_one_node_publishes_reaches_every_watcher_once() {
    for (here, there) in pairs().await {
        let space = space();
        let wall = Subject::space(space, "wall").unwrap();
        let mut watchers = [
            here.subscribe(&Pattern::space(space)).await.unwrap(),
            here.subscribe(&Pattern::space(space)).await.unwrap(),
            there.subscribe(&Pattern::from(&wall)).await.unwrap(),
            there.subscribe(&format!("preau.*.{space}.wall").parse().unwrap()).await.unwrap(),
        ];
        here.publish(&wall, Bytes::from_static(b"post")).await.unwrap();
        for watcher in &mut watchers {
            assert_eq!(next(watcher).await, message(&wall, "post"));
        }
        // Only now: nothing is said about the order in which two nodes are heard.
        let left = Subject::space(space, "people.left").unwrap();
        there.publish(&left, Bytes::new()).await.unwrap();
        let [all, all_too, wall_only, any_wall] = &mut watchers;
        for watcher in [all, all_too] {
            assert_eq!(next(watcher).await, message(&left, ""));
            assert!(quiet(watcher).await);
        }
        assert!(quiet(wall_only).await && quiet(any_wall).await);
    }
}

#[tokio::test]
async fn a_page_that_is_too_slow_is_told_to_read_again_and_then_goes_on() {
    for (here, there) in pairs().await {
        let space = space();
        let mut slow = there.subscribe(&Pattern::space(space)).await.unwrap();
        let mut quick = there.subscribe(&Pattern::from(&Subject::space(space, "last").unwrap())).await.unwrap();
        for _ in 0..QUEUE * 2 {
            here.publish(&Subject::space(space, "wall").unwrap(), Bytes::new()).await.unwrap();
        }
        let last = Subject::space(space, "last").unwrap();
        here.publish(&last, Bytes::new()).await.unwrap();
        assert_eq!(next(&mut quick).await, message(&last, ""), "a slow neighbour does not matter");
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert_eq!(next(&mut slow).await, Delivery::Lagged);
        for _ in 0..QUEUE - 1 {
            assert_eq!(next(&mut slow).await, message(&Subject::space(space, "wall").unwrap(), ""));
        }
        assert_eq!(next(&mut slow).await, message(&last, ""));
        assert!(quiet(&mut slow).await);
    }
}

#[tokio::test]
async fn a_payload_over_the_limit_is_refused() {
    for (here, there) in pairs().await {
        let subject = Subject::space(space(), "wall").unwrap();
        let mut watcher = there.subscribe(&Pattern::from(&subject)).await.unwrap();
        let refused = here.publish(&subject, vec![0; MAX_PAYLOAD + 1].into()).await;
        assert!(matches!(refused, Err(BusError::TooLarge { size }) if size == MAX_PAYLOAD + 1));
        here.publish(&subject, vec![7; MAX_PAYLOAD].into()).await.unwrap();
        let Delivery::Message(message) = next(&mut watcher).await else { panic!("a message") };
        assert_eq!(message.payload.len(), MAX_PAYLOAD);
    }
}

#[tokio::test]
async fn nothing_is_left_of_watchers_that_went_away() {
    let hub = local::Hub::default();
    let bus = Bus::Local(hub.clone());
    let space = space();
    let one = bus.subscribe(&Pattern::space(space)).await.unwrap();
    let two = bus.subscribe(&Pattern::from(&Subject::space(space, "wall").unwrap())).await.unwrap();
    drop(one);
    assert!(!hub.is_empty());
    drop(two);
    assert!(hub.is_empty());
}

/// Stands between a node and NATS, and can cut the line.
struct Cable {
    address: SocketAddr,
    cut: watch::Sender<bool>,
}

async fn cable(to: String) -> Cable {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (cut, is_cut) = watch::channel(false);
    tokio::spawn(async move {
        while let Ok((mut near, _)) = listener.accept().await {
            let (to, mut is_cut) = (to.clone(), is_cut.clone());
            tokio::spawn(async move {
                if *is_cut.borrow() {
                    return;
                }
                #[expect(clippy::disallowed_methods, reason = "the test's own line on this machine")]
                let mut far = TcpStream::connect(to).await.unwrap();
                tokio::select! {
                    _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                    _ = is_cut.wait_for(|cut| *cut) => {}
                }
            });
        }
    });
    Cable { address, cut }
}

#[tokio::test]
async fn after_a_gap_in_the_network_every_watcher_is_told_to_catch_up() {
    let Some(address) = nats_address() else { return };
    let server = address.trim_start_matches("nats://").to_owned();
    let Cable { address: near, cut } = cable(server).await;
    let far_node = Bus::nats(&nats_config(address)).await.unwrap();
    let node = Bus::nats(&nats_config(format!("nats://{near}"))).await.unwrap();
    let (space, other) = (space(), space());
    let wall = Subject::space(space, "wall").unwrap();
    let mut watchers = [
        node.subscribe(&Pattern::space(space)).await.unwrap(),
        node.subscribe(&Pattern::from(&wall)).await.unwrap(),
        node.subscribe(&Pattern::space(other)).await.unwrap(),
    ];
    cut.send_replace(true);
    while node.publish(&wall, Bytes::new()).await.is_ok() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    far_node.publish(&wall, Bytes::from_static(b"missed")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    cut.send_replace(false);
    for watcher in &mut watchers {
        assert_eq!(next(watcher).await, Delivery::Lagged);
    }
    far_node.publish(&wall, Bytes::from_static(b"after")).await.unwrap();
    let [all, wall_only, _] = &mut watchers;
    for watcher in [all, wall_only] {
        assert_eq!(next(watcher).await, message(&wall, "after"));
    }
}

/// A NATS server that takes private lines only, with a certificate that it signed itself. The program is there
/// wherever `PREAU_TEST_NATS` is set.
struct Private {
    room: tempfile::TempDir,
    server: std::process::Child,
}

impl Drop for Private {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Private {
    fn start() -> Self {
        let room = tempfile::tempdir().unwrap();
        let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(room.path().join("cert.pem"), own.cert.pem()).unwrap();
        std::fs::write(room.path().join("key.pem"), own.key_pair.serialize_pem()).unwrap();
        let mut server = std::process::Command::new("nats-server");
        server.current_dir(room.path()).args(["-a", "127.0.0.1", "-p", "-1", "--ports_file_dir", "."]);
        server.args(["--tls", "--tlscert", "cert.pem", "--tlskey", "key.pem"]).stderr(std::process::Stdio::null());
        Self { server: server.spawn().unwrap(), room }
    }

    /// Where it is, once it has written that down.
    async fn config(&self) -> NatsConfig {
        let ports = self.room.path().join(format!("nats-server_{}.ports", self.server.id()));
        for _ in 0..200 {
            let written = std::fs::read_to_string(&ports).unwrap_or_default();
            if let Some(port) = written.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('"').next()) {
                let address = format!("tls://localhost:{port}");
                return NatsConfig { roots: Some(self.room.path().join("cert.pem")), ..nats_config(address) };
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nats-server did not start within ten seconds");
    }
}

#[tokio::test]
async fn over_a_private_line_nodes_hear_each_other_and_a_stranger_is_not_taken_for_the_server() {
    let Some(open) = nats_address() else { return };
    let server = Private::start();
    let config = server.config().await;
    let (here, there) = (Bus::nats(&config).await.unwrap(), Bus::nats(&config).await.unwrap());
    let wall = Subject::space(space(), "wall").unwrap();
    let mut watcher = there.subscribe(&Pattern::from(&wall)).await.unwrap();
    here.publish(&wall, Bytes::from_static(b"post")).await.unwrap();
    assert_eq!(next(&mut watcher).await, message(&wall, "post"));

    // Nobody vouches for its certificate; its certificate is of another name; it takes open lines only.
    let stranger = NatsConfig { roots: None, ..config.clone() };
    let elsewhere = NatsConfig { address: config.address.replace("localhost", "127.0.0.1"), ..config.clone() };
    let bare = NatsConfig { address: open, ..config };
    for wrong in [stranger, elsewhere, bare] {
        let refused = Bus::nats(&wrong).await.unwrap_err();
        assert!(matches!(refused, BusError::Unavailable(_)), "{refused}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_said_to_be_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let refused = Bus::nats(&nats_config(format!("nats://{address}"))).await;
    let problem = preau_kernel::Problem::from(refused.unwrap_err());
    assert_eq!((problem.kind, problem.code), (preau_kernel::Kind::Unavailable, "bus-unavailable"));
}

#[test]
fn a_password_in_the_address_is_not_printed() {
    let config = nats_config("nats://node:s3cret@bus.example".to_owned());
    assert!(!format!("{config:?}").contains("s3cret"));
}

#[test]
fn a_malformed_subject_is_refused() {
    for wrong in [
        "",
        "preau",
        "other.space",
        "preau.",
        "preau..wall",
        "preau.Wall",
        "preau.wall ",
        "preau.*",
        "preau.>",
        "preau.é",
        "preau.a.b.c.d.e.f.g.h",
        "preau.space\r\nPUB x 0",
    ] {
        assert!(wrong.parse::<Subject>().is_err(), "{wrong:?}");
    }
    for wrong in ["*.wall", ">", "preau.>.wall", "preau.wa*", "preau.**", "preau"] {
        assert!(wrong.parse::<Pattern>().is_err(), "{wrong:?}");
    }
    assert!(Subject::space(space(), "wall.*").is_err());
    assert!("preau.*.>".parse::<Pattern>().is_ok());
}

/// Few words, so that they often meet.
fn subject() -> impl Strategy<Value = Subject> {
    prop::collection::vec("[ab]", 1..5).prop_map(|words| format!("preau.{}", words.join(".")).parse().unwrap())
}

fn pattern() -> impl Strategy<Value = Pattern> {
    (prop::collection::vec("[ab*]", 1..5), any::<bool>()).prop_map(|(words, tail)| {
        let tail = if tail { ".>" } else { "" };
        format!("preau.{}{tail}", words.join(".")).parse().unwrap()
    })
}

/// What NATS's documentation says, word by word and by recursion.
fn covers(pattern: &[&str], subject: &[&str]) -> bool {
    match (pattern, subject) {
        ([], []) | ([">"], [_, ..]) => true,
        ([word, pattern @ ..], [theirs, subject @ ..]) => (word == theirs || *word == "*") && covers(pattern, subject),
        _ => false,
    }
}

proptest! {
    #[test]
    fn a_pattern_matches_what_nats_says(subject in subject(), pattern in pattern()) {
        let words: Vec<_> = subject.words().collect();
        let theirs: Vec<_> = pattern.words().collect();
        prop_assert_eq!(pattern.matches(&subject), covers(&theirs, &words));
    }

    #[test]
    fn the_local_bus_reaches_exactly_the_patterns_that_match(
        subjects in prop::collection::vec(subject(), 1..8), patterns in prop::collection::vec(pattern(), 1..8),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let bus = Bus::local();
            deliveries_agree(&bus, &bus, &subjects, &patterns, None).await
        })?;
    }
}

/// Publishes all and compares what each watcher got with what its pattern matches.
async fn deliveries_agree(
    here: &Bus,
    there: &Bus,
    subjects: &[Subject],
    patterns: &[Pattern],
    end: Option<&Subject>,
) -> Result<(), TestCaseError> {
    let mut watchers = Vec::new();
    for pattern in patterns {
        watchers.push((pattern, there.subscribe(pattern).await.unwrap()));
    }
    for subject in subjects.iter().chain(end) {
        here.publish(subject, Bytes::new()).await.unwrap();
    }
    for (pattern, mut watcher) in watchers {
        for subject in subjects.iter().filter(|subject| pattern.matches(subject)) {
            prop_assert_eq!(next(&mut watcher).await, message(subject, ""), "{}", pattern);
        }
        let silence = if end.is_some() { Duration::from_millis(50) } else { Duration::ZERO };
        prop_assert!(timeout(silence, watcher.next()).await.is_err(), "{} got too much", pattern);
    }
    Ok(())
}

#[tokio::test]
async fn nats_reaches_exactly_the_patterns_that_match() {
    let Some(address) = nats_address() else { return };
    let bus = Bus::nats(&nats_config(address)).await.unwrap();
    let own = space();
    let named = |text: &str| text.replace("preau.", &format!("preau.{own}."));
    let subjects: Vec<Subject> = ["preau.a", "preau.b", "preau.a.a", "preau.a.b", "preau.b.a.b"]
        .iter()
        .map(|s| named(s).parse().unwrap())
        .collect();
    let patterns: Vec<Pattern> =
        ["preau.a", "preau.*", "preau.>", "preau.a.>", "preau.*.b", "preau.*.*.>", "preau.b.*"]
            .iter()
            .map(|pattern| named(pattern).parse().unwrap())
            .collect();
    let end = Subject::space(own, "end").unwrap();
    deliveries_agree(&bus, &bus, &subjects, &patterns, Some(&end)).await.unwrap();
}
