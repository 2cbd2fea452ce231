//! Private lines: a certificate of the institution's own, and one that Préau fetches by itself from an authority.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::net::TcpStream;
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        client::Resumption,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};

use crate::program::{Server, ask, config, free_port, line, run, text, try_line};

/// Longest wait for something that happens beside us.
const PATIENCE: Duration = Duration::from_secs(40);

/// A client that trusts this certificate and nothing else.
fn trusting(root: CertificateDer<'static>) -> TlsConnector {
    let mut roots = RootCertStore::empty();
    roots.add(root).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let client = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let mut client = client.with_root_certificates(roots).with_no_client_auth();
    client.alpn_protocols = vec![b"http/1.1".to_vec()];
    // Whoever comes back to a line shows no certificate again.
    client.resumption = Resumption::disabled();
    TlsConnector::from(Arc::new(client))
}

/// A private line to a server that is known by this name, or why it was refused.
async fn private(client: &TlsConnector, name: &'static str, address: &str) -> std::io::Result<TlsStream<TcpStream>> {
    client.connect(ServerName::try_from(name).unwrap(), try_line(address).await?).await
}

/// The certificate that a line was made private with.
fn shown(line: &TlsStream<TcpStream>) -> CertificateDer<'static> {
    line.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
}

/// Asks again and again until there is an answer.
async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "{what}: not within {PATIENCE:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What the doctor says of the certificate, as code and health.
fn doctor(file: &Path) -> (String, String) {
    let list: Vec<serde_json::Value> =
        serde_json::from_slice(&run(&["--json", "doctor", "--config", text(file)]).stdout).unwrap();
    let check = list.iter().find(|check| check["code"].as_str().unwrap().starts_with("certificate")).unwrap();
    let part = |name: &str| check[name].as_str().unwrap().to_owned();
    (part("code"), part("health"))
}

/// A certificate for `localhost`, signed by itself, in two files as an operator has them.
struct Own {
    certificate: PathBuf,
    key: PathBuf,
}

impl Own {
    fn at(room: &Path) -> Self {
        Self { certificate: room.join("certificate.pem"), key: room.join("key.pem") }
    }

    /// Puts a new certificate into the files.
    fn renew(&self) -> CertificateDer<'static> {
        let new = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(&self.certificate, new.cert.pem()).unwrap();
        std::fs::write(&self.key, new.key_pair.serialize_pem()).unwrap();
        new.cert.der().clone()
    }

    fn table(&self) -> String {
        format!("[tls.files]\ncertificate = {:?}\nkey = {:?}\n", text(&self.certificate), text(&self.key))
    }
}

#[tokio::test]
async fn a_certificate_of_ones_own_makes_the_line_private_and_plain_http_is_sent_there() {
    let room = tempfile::tempdir().unwrap();
    let (own, port) = (Own::at(room.path()), free_port());
    let first = own.renew();
    let file = config(room.path(), &format!("redirect = \"127.0.0.1:{port}\"\n{}", own.table()));
    let server = Server::start(&["serve", "--config", text(&file)]);
    assert!(server.told["address"].as_str().unwrap().starts_with("https://localhost:"));
    let line_to_it = private(&trusting(first), "localhost", &server.address()).await.unwrap();
    assert!(ask(line_to_it, "/assets/nothing", "").await.starts_with("HTTP/1.1 404"));

    let sent = ask(line(&format!("127.0.0.1:{port}")).await, "/s/1?x=2", "").await;
    assert!(sent.starts_with("HTTP/1.1 308") && sent.contains("/s/1?x=2"), "{sent}");
    assert!(sent.to_lowercase().contains("location: https://localhost:"), "{sent}");
    assert_eq!(doctor(&file), ("certificate-end".to_owned(), "good".to_owned()));
    server.stop();

    std::fs::write(&own.key, "not a key").unwrap();
    let refused = run(&["serve", "--config", text(&file)]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("can’t be used") && said.contains(text(&own.key)), "{said}");
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_to_whoever_comes_next_and_nobody_is_cut_off() {
    let room = tempfile::tempdir().unwrap();
    let own = Own::at(room.path());
    let first = own.renew();
    let file = config(room.path(), &own.table());
    let server = Server::start(&["serve", "--config", text(&file)]);
    let address = server.address();
    let open = private(&trusting(first.clone()), "localhost", &address).await.unwrap();

    let second = own.renew();
    let client = trusting(second.clone());
    let new = until("the new certificate", async || private(&client, "localhost", &address).await.ok()).await;
    assert_eq!(shown(&new), second);
    assert!(ask(new, "/assets/nothing", "").await.starts_with("HTTP/1.1 404"));
    assert!(ask(open, "/assets/nothing", "").await.starts_with("HTTP/1.1 404"), "a line that was open was cut");
    assert!(private(&trusting(first), "localhost", &address).await.is_err(), "the old one is still shown");

    // A renewal that went wrong: a key of another certificate, then no certificate at all.
    let key = std::fs::read(&own.key).unwrap();
    std::fs::write(&own.key, rcgen::KeyPair::generate().unwrap().serialize_pem()).unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    std::fs::remove_file(&own.certificate).unwrap();
    assert_eq!(doctor(&file), ("certificate-unusable".to_owned(), "bad".to_owned()));
    tokio::time::sleep(Duration::from_secs(5)).await;
    let still = private(&client, "localhost", &address).await.unwrap();
    assert_eq!(shown(&still), second, "the one before does not go on");

    // Mended.
    std::fs::write(&own.key, key).unwrap();
    let third = own.renew();
    let client = trusting(third);
    until("the mended certificate", async || private(&client, "localhost", &address).await.ok()).await;
    assert_eq!(doctor(&file), ("certificate-end".to_owned(), "good".to_owned()));
    let (well, log) = server.stop();
    assert!(well, "{log}");
    assert_eq!(log.matches("the new certificate can't be used").count(), 2, "{log}");
    assert_eq!(log.matches("the certificate was read again").count(), 2, "{log}");
}

/// A certificate authority that speaks ACME (RFC 8555), with a name server that knows one machine: this one. Both are
/// Debian's `pebble`; without `PREAU_TEST_PEBBLE`, its path, there is none.
struct Authority {
    children: [Child; 2],
    directory: String,
    roots: PathBuf,
    management: String,
}

impl Drop for Authority {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Authority {
    /// Starts it; it will look for the proof at `port`, and its certificates are good for some seconds.
    fn start(program: &Path, room: &Path, port: u16, seconds: u32) -> Self {
        let own = Own { certificate: room.join("authority.pem"), key: room.join("authority-key.pem") };
        own.renew();
        let [names, listen, management] = [(); 3].map(|()| format!("127.0.0.1:{}", free_port()));
        let settings = serde_json::json!({ "pebble": {
            "listenAddress": listen, "managementListenAddress": management,
            "certificate": own.certificate, "privateKey": own.key,
            "tlsPort": port, "certificateValidityPeriod": seconds,
        }});
        let file = room.join("pebble.json");
        std::fs::write(&file, settings.to_string()).unwrap();
        let quiet = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let mut known = Command::new(program.with_file_name("pebble-challtestsrv"));
        known.args(["-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "", "-management", ""]);
        let mut authority = Command::new(program);
        authority.args(["-dnsserver", &names, "-config", text(&file)]).env("PEBBLE_VA_NOSLEEP", "1");
        // It refuses some good nonces by chance, after which an order begins again after a pause (RFC 8555 §6.5).
        authority.env("PEBBLE_WFE_NONCEREJECT", "0");
        Self {
            children: [quiet(known.args(["-dns01", &names])), quiet(&mut authority)],
            directory: format!("https://localhost:{}/dir", listen.rsplit(':').next().unwrap()),
            roots: own.certificate,
            management,
        }
    }

    /// The root of what it signs.
    async fn root(&self) -> CertificateDer<'static> {
        let client = trusting(CertificateDer::from_pem_file(&self.roots).unwrap());
        let answer = until("the authority", async || {
            let line = private(&client, "localhost", &self.management).await.ok()?;
            Some(ask(line, "/roots/0", "").await)
        });
        CertificateDer::from_pem_slice(answer.await.as_bytes()).unwrap()
    }
}

#[tokio::test]
async fn a_certificate_is_fetched_kept_and_renewed_without_anybodys_help() {
    let Some(program) = std::env::var_os("PREAU_TEST_PEBBLE").map(PathBuf::from) else { return };
    let room = tempfile::tempdir().unwrap();
    let port = free_port();
    let listen = format!("127.0.0.1:{port}");
    let authority = Authority::start(&program, room.path(), port, 36);
    let client = trusting(authority.root().await);
    let (directory, roots) = (&authority.directory, text(&authority.roots));
    let more = format!(
        "[tls.acme]\ndomain = \"preau.example\"\nemail = \"it@preau.example\"\ndirectory = {directory:?}\nroots = {roots:?}\n"
    );
    let file = config(room.path(), &more);
    let arguments = ["serve", "--config", text(&file), "--listen", &listen];
    let server = Server::start(&arguments);
    assert_eq!(server.told["address"], format!("https://preau.example:{port}"));
    let first = until("a certificate", async || private(&client, "preau.example", &listen).await.ok()).await;
    let shown_first = shown(&first);
    assert!(ask(first, "/assets/nothing", "").await.starts_with("HTTP/1.1 404"));

    // Two thirds of its life later another one stands in its place, and the server was never without.
    let second = until("a renewal", async || {
        let now = shown(&private(&client, "preau.example", &listen).await.unwrap());
        (now != shown_first).then_some(now)
    });
    let second = second.await;
    let (well, log) = server.stop();
    assert!(well && !log.contains("ERROR"), "{log}");

    // Kept over a restart, even while the authority can't be reached.
    drop(authority);
    let server = Server::start(&arguments);
    let again = until("the kept certificate", async || private(&client, "preau.example", &listen).await.ok()).await;
    assert_eq!(shown(&again), second);
    server.stop();
}
