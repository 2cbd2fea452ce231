//! Real sockets on this machine.

use std::sync::{
    Mutex,
    atomic::{AtomicUsize, Ordering},
};

use ::http::{Method, Request, StatusCode, header};
use bytes::Bytes;
use preau_kernel::{Kind, Problem, Timestamp};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::TlsAcceptor;

use super::*;

// Made with openssl for these tests; the key guards nothing. Valid until 2126.
const AUTHORITY: &str = include_str!("tests/ca.pem");
const LEAF: &[u8] = include_bytes!("tests/leaf.pem");
const LEAF_KEY: &[u8] = include_bytes!("tests/leaf.key");

/// The clock stands still.
struct Stopped;
impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_micros(1_584_378_000_000_000)
    }
}

/// A server that counts who comes, remembers what it was asked, and gives one answer.
struct Server {
    port: u16,
    visits: Arc<AtomicUsize>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

async fn listen() -> (TcpListener, Server) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, Server { port, visits: Arc::default(), asked: Arc::default() })
}

/// Answers each request with `answer`, then closes if it is whole.
async fn converse(mut stream: impl AsyncRead + AsyncWrite + Unpin, answer: &[u8], asked: &Mutex<Vec<String>>) {
    let mut request = Vec::new();
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
            return;
        }
    }
    asked.lock().unwrap().push(String::from_utf8_lossy(&request).into_owned());
    if answer.is_empty() {
        // A server that never answers.
        std::future::pending::<()>().await;
    }
    let _ = stream.write_all(answer).await;
    let _ = stream.shutdown().await;
}

async fn serve(answer: impl Into<Vec<u8>>) -> Server {
    serve_with(answer.into(), None).await
}

async fn serve_tls(answer: &str) -> Server {
    let certificates = CertificateDer::pem_slice_iter(LEAF).collect::<Result<_, _>>().unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(certificates, PrivateKeyDer::from_pem_slice(LEAF_KEY).unwrap())
        .unwrap();
    serve_with(answer.into(), Some(Arc::new(config).into())).await
}

async fn serve_with(answer: Vec<u8>, tls: Option<TlsAcceptor>) -> Server {
    let (listener, server) = listen().await;
    let (visits, asked) = (server.visits.clone(), server.asked.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            visits.fetch_add(1, Ordering::SeqCst);
            let (answer, asked, tls) = (answer.clone(), asked.clone(), tls.clone());
            tokio::spawn(async move {
                match tls {
                    None => converse(stream, &answer, &asked).await,
                    Some(tls) => {
                        if let Ok(stream) = tls.accept(stream).await {
                            converse(stream, &answer, &asked).await;
                        }
                    }
                }
            });
        }
    });
    server
}

fn entry(host: &str, server: &Server) -> Destination {
    Destination::new(host.parse().unwrap(), server.port, Purpose::Push, "basis-consent")
}

fn egress(entries: &[Destination]) -> Egress {
    let egress = Egress::new(Arc::new(Stopped)).with_patience(Patience(Duration::from_secs(2)));
    for entry in entries {
        egress.allow(entry.clone()).unwrap();
    }
    egress
}

fn get(address: String) -> Request<Bytes> {
    Request::get(address).body(Bytes::new()).unwrap()
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

#[tokio::test]
async fn what_is_listed_is_reached_and_counted() {
    let server = serve(OK).await;
    let egress = egress(&[entry("127.0.0.1", &server).near()]);
    let address = format!("http://127.0.0.1:{}/a?b=c", server.port);
    let answer = egress.http().request(get(address)).await.unwrap();
    assert_eq!((answer.status(), answer.body().as_ref()), (StatusCode::OK, b"hello".as_slice()));
    let asked = server.asked();
    assert!(asked[0].starts_with("GET /a?b=c HTTP/1.1\r\n"), "{asked:?}");
    assert!(asked[0].contains(&format!("host: 127.0.0.1:{}\r\n", server.port)), "{asked:?}");
    let [used] = egress.snapshot().try_into().unwrap();
    assert_eq!((used.connections, used.last_used), (1, Some(Stopped.now())));
    assert_eq!(used.bytes_in, u64::try_from(OK.len()).unwrap());
    assert_eq!(used.bytes_out, u64::try_from(asked[0].len()).unwrap());
}

#[tokio::test]
async fn what_is_not_listed_is_refused_before_any_packet() {
    let server = serve(OK).await;
    let nothing = Egress::nothing();
    let other = egress(&[Destination::new("127.0.0.1".parse().unwrap(), 1, Purpose::Smtp, "basis-mission").near()]);
    for egress in [nothing, other] {
        for scheme in ["http", "https"] {
            let address = format!("{scheme}://127.0.0.1:{}/", server.port);
            let refused = egress.http().request(get(address)).await.unwrap_err();
            assert!(matches!(refused, EgressError::NotListed { .. }), "{refused}");
        }
        let refused = egress.connect("127.0.0.1", server.port).await.unwrap_err();
        assert_eq!(Problem::from(refused).kind, Kind::Forbidden);
        // A name that does not exist: had it been looked up, that would be the failure.
        let refused = egress.connect("nowhere.invalid", 443).await.unwrap_err();
        assert!(matches!(refused, EgressError::NotListed { .. }), "{refused}");
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.visits(), 0);
}

#[tokio::test]
async fn a_listed_name_can_not_be_turned_against_the_institutions_own_network() {
    let server = serve(OK).await;
    for host in ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"] {
        let refused = egress(&[entry(host, &server)]).connect(host, server.port).await.unwrap_err();
        assert!(matches!(refused, EgressError::Near { .. }), "{host}: {refused}");
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.visits(), 0);
    egress(&[entry("localhost", &server).near()]).connect("LOCALHOST.", server.port).await.unwrap();
}

#[tokio::test]
async fn what_is_declared_is_shown_and_not_opened() {
    let server = serve(OK).await;
    let egress = egress(&[]);
    let database = Destination { purpose: Purpose::Database, ..entry("127.0.0.1", &server).near() };
    let permit = egress.declare(database.clone()).unwrap();
    assert_eq!(permit.destination(), &database);
    let refused = egress.connect("127.0.0.1", server.port).await.unwrap_err();
    assert!(matches!(refused, EgressError::NotListed { .. }));
    let [shown] = egress.snapshot().try_into().unwrap();
    assert!(!shown.counted && shown.last_used.is_none());
    let json = serde_json::to_value(&shown).unwrap();
    assert_eq!((&json["purpose"], &json["host"]), (&"database".into(), &"127.0.0.1".into()));
}

#[tokio::test]
async fn what_is_taken_off_the_list_is_refused_from_then_on() {
    let server = serve(OK).await;
    let egress = egress(&[entry("127.0.0.1", &server).near()]);
    egress.connect("127.0.0.1", server.port).await.unwrap();
    egress.forbid(&"127.0.0.1".parse().unwrap(), server.port);
    assert!(egress.connect("127.0.0.1", server.port).await.is_err());
    assert!(egress.snapshot().is_empty());
}

fn sends_on(status: u16, to: &str) -> String {
    format!("HTTP/1.1 {status} Elsewhere\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")
}

#[tokio::test]
async fn a_redirect_to_an_unlisted_host_is_refused() {
    let unlisted = serve(OK).await;
    let listed = serve(sends_on(302, &format!("http://127.0.0.1:{}/", unlisted.port))).await;
    let egress = egress(&[entry("127.0.0.1", &listed).near()]);
    let address = format!("http://127.0.0.1:{}/", listed.port);
    let limits = HttpLimits { redirects: 3, ..HttpLimits::default() };
    let refused = egress.http().with_limits(limits).request(get(address.clone())).await.unwrap_err();
    assert!(matches!(refused, EgressError::NotListed { port, .. } if port == unlisted.port), "{refused}");
    // Without leave to follow, the redirect is the answer.
    let answer = egress.http().request(get(address)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::FOUND);
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!((listed.visits(), unlisted.visits()), (2, 0));
}

#[tokio::test]
async fn a_redirect_to_a_listed_host_is_followed_without_the_password() {
    for (status, method) in [(302, "GET"), (307, "POST")] {
        let second = serve(OK).await;
        let first = serve(sends_on(status, &format!("http://127.0.0.1:{}/next", second.port))).await;
        let egress = egress(&[entry("127.0.0.1", &first).near(), entry("127.0.0.1", &second).near()]);
        let request = Request::builder()
            .method(Method::POST)
            .uri(format!("http://127.0.0.1:{}/", first.port))
            .header(header::AUTHORIZATION, "Bearer secret")
            .body(Bytes::from_static(b"body"))
            .unwrap();
        let limits = HttpLimits { redirects: 1, ..HttpLimits::default() };
        let answer = egress.http().with_limits(limits).request(request).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert!(first.asked()[0].contains("Bearer secret"));
        let asked = second.asked();
        assert!(asked[0].starts_with(&format!("{method} /next ")) && !asked[0].contains("secret"), "{asked:?}");
    }
}

#[tokio::test]
async fn a_host_that_sends_us_in_circles_is_given_up() {
    let server = serve(sends_on(301, "/again")).await;
    let egress = egress(&[entry("127.0.0.1", &server).near()]);
    let limits = HttpLimits { redirects: 4, ..HttpLimits::default() };
    let address = format!("http://127.0.0.1:{}/", server.port);
    let refused = egress.http().with_limits(limits).request(get(address)).await.unwrap_err();
    assert!(matches!(refused, EgressError::TooManyRedirects), "{refused}");
    assert_eq!(server.visits(), 5);
}

#[tokio::test]
async fn a_server_that_is_too_slow_is_cut_off() {
    let limits = HttpLimits { time: Duration::from_millis(200), ..HttpLimits::default() };
    // One says nothing, one begins and stops, one does not even accept TLS.
    let (_deaf, deaf) = listen().await;
    for (scheme, server) in [
        ("http", serve("").await),
        ("http", serve("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhel").await),
        ("https", deaf),
    ] {
        let egress = egress(&[entry("127.0.0.1", &server).near()]);
        let address = format!("{scheme}://127.0.0.1:{}/", server.port);
        let begun = std::time::Instant::now();
        let refused = egress.http().with_limits(limits).request(get(address)).await.unwrap_err();
        // The second one closes, which is a failure as well.
        assert!(matches!(refused, EgressError::TooSlow | EgressError::Http(_)), "{refused}");
        assert!(begun.elapsed() < Duration::from_secs(1));
        assert_eq!(Problem::from(refused).code, "egress-failed");
    }
    let (_deaf, deaf) = listen().await;
    let impatient = Egress::new(Arc::new(Stopped)).with_patience(Patience(Duration::from_millis(100)));
    impatient.allow(entry("127.0.0.1", &deaf).near()).unwrap();
    let refused = impatient.connect_tls("127.0.0.1", deaf.port).await.unwrap_err();
    assert!(matches!(refused, EgressError::TooSlow), "{refused}");
}

#[tokio::test]
async fn an_answer_that_is_too_large_is_cut_off() {
    let limits = HttpLimits { body: 10_000, ..HttpLimits::default() };
    let body = "x".repeat(10_001);
    let told = format!("HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n{body}");
    let untold = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2711\r\n{body}\r\n0\r\n\r\n");
    let headers = format!("HTTP/1.1 200 OK\r\nX: {}\r\n\r\n", "x".repeat(1_000_000));
    for answer in [told, untold, headers] {
        let server = serve(answer).await;
        let egress = egress(&[entry("127.0.0.1", &server).near()]);
        let address = format!("http://127.0.0.1:{}/", server.port);
        let refused = egress.http().with_limits(limits).request(get(address)).await.unwrap_err();
        assert!(matches!(refused, EgressError::TooLarge { limit: 10_000 } | EgressError::Http(_)), "{refused}");
    }
}

#[tokio::test]
async fn tls_is_spoken_with_those_whom_the_operator_trusts_only() {
    let server = serve_tls(OK).await;
    let address = format!("https://localhost:{}/", server.port);
    let trusting = Egress::new(Arc::new(Stopped)).with_roots(AUTHORITY).unwrap();
    trusting.allow(entry("localhost", &server).near()).unwrap();
    let answer = trusting.http().request(get(address.clone())).await.unwrap();
    assert_eq!(answer.body().as_ref(), b"hello");
    assert!(trusting.snapshot()[0].bytes_in > 500, "the handshake is counted");
    // The upgrade of a plain line, as SMTP and LDAP do.
    let line = trusting.connect("localhost", server.port).await.unwrap();
    assert!(!line.is_secure() && line.secure().await.unwrap().is_secure());
    let stranger = egress(&[entry("localhost", &server).near()]);
    let refused = stranger.http().request(get(address)).await.unwrap_err();
    assert!(matches!(refused, EgressError::Tls(_) | EgressError::Roots(_)), "{refused}");
}

#[tokio::test]
async fn an_address_that_makes_no_sense_is_refused() {
    let http = Egress::nothing().http();
    for wrong in ["/path", "ftp://example.fr/", "http://user:secret@example.fr/"] {
        let refused = http.request(get(wrong.to_owned())).await.unwrap_err();
        assert!(matches!(refused, EgressError::Address(_)), "{wrong}: {refused}");
    }
    for wrong in ["", "a b", "a..b", "example.fr/", "127.1", "2130706433", "exa\r\nmple", "[::1"] {
        assert!(wrong.parse::<Host>().is_err(), "{wrong:?}");
    }
    assert_eq!("EXAMPLE.fr.".parse::<Host>().unwrap().as_str(), "example.fr");
    assert_eq!("[::1]".parse::<Host>().unwrap().as_str(), "::1");
}

#[test]
fn the_list_has_an_end() {
    let egress = egress(&[]);
    let numbered = |port| Destination::new("example.fr".parse().unwrap(), port, Purpose::Push, "basis-consent");
    for port in 1..=u16::try_from(MAX_DESTINATIONS).unwrap() {
        egress.allow(numbered(port)).unwrap();
    }
    assert!(matches!(egress.allow(numbered(9999)), Err(EgressError::TooManyDestinations)));
    egress.allow(numbered(1)).unwrap();
    assert_eq!(egress.snapshot().len(), MAX_DESTINATIONS);
}
