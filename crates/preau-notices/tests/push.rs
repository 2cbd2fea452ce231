//! Waking phones: a push service of our own on loopback, and a decryptor that follows RFC 8291 with other primitives.

use std::sync::{Arc, Mutex};

use aws_lc_rs::{
    aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey},
    agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree},
    hkdf::{HKDF_SHA256, KeyType, Salt},
    signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier},
};
use axum::{Router, body::Bytes, extract::State, routing::post};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, StatusCode, Uri};
use preau_db::Engine;
use preau_egress::Egress;
use preau_notices::{Notice, Push, Urgency, Ways};
use preau_testkit::Visitor;
use preau_web::Health;
use serde_json::{Value, json};
use time::Duration;

use crate::world::School;

/// What a push service was asked.
struct Call {
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Call {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

#[derive(Clone)]
struct Service {
    origin: String,
    calls: Arc<Mutex<Vec<Call>>>,
    answer: Arc<Mutex<StatusCode>>,
}

async fn called(State(service): State<Service>, uri: Uri, headers: HeaderMap, body: Bytes) -> StatusCode {
    service.calls.lock().unwrap().push(Call { path: uri.path().to_owned(), headers, body: body.to_vec() });
    *service.answer.lock().unwrap()
}

impl Service {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let service = Self { origin, calls: Arc::default(), answer: Arc::new(Mutex::new(StatusCode::CREATED)) };
        let router = Router::new().route("/wpush/{id}", post(called)).with_state(service.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        service
    }

    fn answers(&self, status: u16) {
        *self.answer.lock().unwrap() = StatusCode::from_u16(status).unwrap();
    }

    fn take(&self) -> Vec<Call> {
        std::mem::take(&mut *self.calls.lock().unwrap())
    }

    async fn school(&self, engine: Engine) -> School {
        let egress = Egress::nothing();
        let push = Push::new(std::slice::from_ref(&self.origin), &egress).unwrap();
        School::open_with(engine, Ways { push, ..Ways::default() }, egress).await
    }
}

/// A phone: its keys, and where it is woken.
struct Phone {
    private: PrivateKey,
    auth: [u8; 16],
    endpoint: String,
}

impl Phone {
    fn new(service: &Service, name: &str) -> Self {
        let private = PrivateKey::generate(&ECDH_P256).unwrap();
        Self { private, auth: [7; 16], endpoint: format!("{}/wpush/{name}", service.origin) }
    }

    fn subscription(&self) -> Value {
        let public = self.private.compute_public_key().unwrap();
        let keys =
            json!({ "p256dh": URL_SAFE_NO_PAD.encode(public.as_ref()), "auth": URL_SAFE_NO_PAD.encode(self.auth) });
        json!({ "endpoint": self.endpoint, "expirationTime": null, "keys": keys })
    }

    async fn allow(&self, visitor: &Visitor) {
        let reply = visitor.post_json("/account/notices/push", &self.subscription()).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
    }

    /// RFC 8291 §3.4 and RFC 8188 §2.
    fn read(&self, body: &[u8]) -> Vec<u8> {
        let (salt, rest) = body.split_at(16);
        let (_record_size, rest) = rest.split_at(4);
        let (length, rest) = rest.split_first().unwrap();
        let (theirs, sealed) = rest.split_at(usize::from(*length));
        let mine = self.private.compute_public_key().unwrap();
        let peer = UnparsedPublicKey::new(&ECDH_P256, theirs);
        let shared = agree(&self.private, peer, "no secret", |secret| Ok(secret.to_vec())).unwrap();
        let info = [b"WebPush: info\0", mine.as_ref(), theirs].concat();
        let key = expand(&self.auth, &shared, &info, 32);
        let content_key = expand(salt, &key, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = expand(salt, &key, b"Content-Encoding: nonce\0", 12);
        let opener = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &content_key).unwrap());
        let nonce = Nonce::try_assume_unique_for_key(&nonce).unwrap();
        let mut sealed = sealed.to_vec();
        let plain = opener.open_in_place(nonce, Aad::empty(), &mut sealed).unwrap();
        // The last record ends with 2 and zeros.
        let end = plain.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!(plain[end], 2);
        plain[..end].to_vec()
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand(salt: &[u8], secret: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    let info = [info];
    Salt::new(HKDF_SHA256, salt).extract(secret).expand(&info, Length(length)).unwrap().fill(&mut out).unwrap();
    out
}

/// Checks who says that they wake (RFC 8292), and for how long. The claims.
fn statement(call: &Call, key: &str) -> Value {
    let header = call.header("authorization").strip_prefix("vapid t=").unwrap().to_owned();
    let (token, public) = header.split_once(", k=").unwrap();
    assert_eq!(public, key, "the key that the page gave to the browser");
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let verifier = Verifier::new(&ECDSA_P256_SHA256_FIXED, URL_SAFE_NO_PAD.decode(public).unwrap());
    verifier.verify(signed.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap()).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(signed.split_once('.').unwrap().1).unwrap()).unwrap()
}

#[tokio::test]
async fn a_phone_is_woken_by_a_fixed_sentence_that_says_nothing_of_the_news() {
    for engine in preau_testkit::engines() {
        let service = Service::start().await;
        let school = service.school(engine).await;
        let claire = school.came("claire.martin").await;
        let phone = Phone::new(&service, "claire");
        let page = claire.get("/account/notices").await.body;
        let key = page.split_once("data-push=\"").unwrap().1.split_once('"').unwrap().0.to_owned();
        phone.allow(&claire).await;
        let page = claire.get("/account/notices").await.body;
        assert!(page.contains("Firefox sur Android") && page.contains("data-here"), "{page}");
        school.tell(&school.post(school.thing()), &[school.claire, school.paul]).await.unwrap();
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        let calls = service.take();
        assert_eq!(calls.len(), 1, "two pieces of news at once wake once");
        let call = &calls[0];
        assert_eq!(call.path, "/wpush/claire");
        let named = ["ttl", "urgency", "topic", "content-encoding"].map(|name| call.header(name));
        assert_eq!(named, ["86400", "normal", "preau", "aes128gcm"]);
        let said: Value = serde_json::from_slice(&phone.read(&call.body)).unwrap();
        let fixed = json!({ "title": "Préau", "body": "Il y a du nouveau.", "tag": "preau", "path": "/notices" });
        assert_eq!(said, fixed);
        let claims = statement(call, &key);
        assert_eq!(
            (claims["aud"].as_str(), claims["sub"].as_str()),
            (Some(&*service.origin), Some("http://preau.test/"))
        );
        let left = claims["exp"].as_i64().unwrap() - school.app.ctx().clock.now().unix_seconds();
        assert!((1..=24 * 3600).contains(&left), "{left}");
    }
}

#[tokio::test]
async fn nobody_is_woken_at_night_but_in_an_emergency() {
    for engine in preau_testkit::engines() {
        let service = Service::start().await;
        let school = service.school(engine).await;
        school.app.app.plan().await.unwrap();
        let (claire, moreau) = (school.came("claire.martin").await, school.came("j.moreau").await);
        Phone::new(&service, "claire").allow(&claire).await;
        Phone::new(&service, "moreau").allow(&moreau).await;
        school.at("2020-03-17T21:30:00Z");
        school.tell(&school.post(school.thing()), &[school.claire, school.moreau]).await.unwrap();
        school.app.settle().await;
        // A colleague sees it at once and sleeps on. The session of the day is over, the phone is still the same.
        assert_eq!(moreau.get("/notices").await.status, 303);
        assert_eq!(school.unread(&school.came("j.moreau").await).await, 1);
        assert_eq!(service.take().len(), 0);
        let alarm = Notice { from: Some(school.head), urgency: Urgency::Emergency, ..school.post(school.thing()) };
        school.tell(&alarm, &[school.claire]).await.unwrap();
        school.app.settle().await;
        let calls = service.take();
        assert_eq!(calls.iter().map(|call| call.header("urgency")).collect::<Vec<_>>(), ["high"]);
        school.at("2020-03-18T06:01:00Z");
        school.app.settle().await;
        let mut woken: Vec<String> = service.take().iter().map(|call| call.path.clone()).collect();
        woken.sort();
        assert_eq!(woken, ["/wpush/claire", "/wpush/moreau"]);
    }
}

#[tokio::test]
async fn own_quiet_hours_and_unwanted_kinds_are_kept() {
    for engine in preau_testkit::engines() {
        let service = Service::start().await;
        let school = service.school(engine).await;
        school.app.app.plan().await.unwrap();
        let claire = school.came("claire.martin").await;
        Phone::new(&service, "claire").allow(&claire).await;
        let quiet = [("quiet_from", "12:00"), ("quiet_until", "14:00"), ("push-wall", "1"), ("mail-wall", "1")];
        assert_eq!(claire.post("/account/notices", &quiet).await.status, 303);
        school.at("2020-03-17T11:30:00Z");
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        assert_eq!((school.unread(&claire).await, service.take().len()), (1, 0));
        school.at("2020-03-17T13:01:00Z");
        school.app.settle().await;
        assert_eq!(service.take().len(), 1);
        // Not by push any more; the page has it all the same.
        assert_eq!(claire.post("/account/notices", &[("mail-wall", "1")]).await.status, 303);
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        assert_eq!((school.unread(&claire).await, service.take().len()), (2, 0));
        let kept = claire.get_json("/account/notices").await.json();
        assert_eq!((&kept["not"], &kept["quiet_from"]), (&json!([{ "topic": "wall", "way": "push" }]), &Value::Null));
    }
}

#[tokio::test]
async fn what_was_read_or_withdrawn_meanwhile_wakes_nobody() {
    for engine in preau_testkit::engines() {
        let service = Service::start().await;
        let school = service.school(engine).await;
        school.app.app.plan().await.unwrap();
        let claire = school.came("claire.martin").await;
        Phone::new(&service, "claire").allow(&claire).await;
        let quiet = [("quiet_from", "12:00"), ("quiet_until", "14:00"), ("push-wall", "1"), ("mail-wall", "1")];
        claire.post("/account/notices", &quiet).await;
        school.at("2020-03-17T11:30:00Z");
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        claire.post("/notices/read", &[]).await;
        school.at("2020-03-17T13:01:00Z");
        school.app.settle().await;
        assert_eq!(service.take().len(), 0);
    }
}

/// What the readiness page says of waking phones.
async fn checked(school: &School) -> Option<(&'static str, Health)> {
    let checks = school.app.app.checks().await.unwrap();
    checks.iter().find(|check| check.code.starts_with("notices-push")).map(|check| (check.code, check.health))
}

#[tokio::test]
async fn a_service_that_fails_is_tried_again_and_a_browser_that_is_gone_is_forgotten() {
    for engine in preau_testkit::engines() {
        let service = Service::start().await;
        let school = service.school(engine).await;
        school.app.app.plan().await.unwrap();
        let claire = school.came("claire.martin").await;
        Phone::new(&service, "claire").allow(&claire).await;
        service.answers(503);
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        assert_eq!(service.take().len(), 1);
        assert!(claire.get("/account/notices").await.body.contains("le dernier appel n’a pas abouti"));
        assert_eq!(checked(&school).await, Some(("notices-push-failing", Health::Bad)), "the only phone there is");
        school.app.settle().await;
        assert_eq!(service.take().len(), 0, "not before the pause is over");
        service.answers(201);
        school.app.clock.advance(Duration::minutes(2));
        school.app.settle().await;
        assert_eq!(service.take().len(), 1);
        assert_eq!(checked(&school).await, Some(("notices-push-good", Health::Good)));
        service.answers(410);
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        assert_eq!(service.take().len(), 1);
        assert!(!claire.get("/account/notices").await.body.contains("Firefox sur Android"));
    }
}

#[tokio::test]
async fn a_phone_that_signed_out_is_not_woken_any_more() {
    for engine in preau_testkit::engines() {
        let service = Service::start().await;
        let school = service.school(engine).await;
        let (claire, other) = (school.came("claire.martin").await, school.came("claire.martin").await);
        Phone::new(&service, "old").allow(&claire).await;
        Phone::new(&service, "new").allow(&other).await;
        assert_eq!(claire.post("/sign-out", &[]).await.status, 303);
        school.app.settle().await;
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        assert_eq!(service.take().iter().map(|call| call.path.as_str()).collect::<Vec<_>>(), ["/wpush/new"]);
        // A phone that another of the family takes over is theirs from then on.
        let paul = school.came("paul.martin").await;
        Phone::new(&service, "new").allow(&paul).await;
        school.tell(&school.post(school.thing()), &[school.claire]).await.unwrap();
        school.app.settle().await;
        assert_eq!(service.take().len(), 0);
        let page = paul.get("/account/notices").await.body;
        let id = page.split_once("/account/notices/push/").unwrap().1.split_once("/remove").unwrap().0.to_owned();
        assert_eq!(other.post(&format!("/account/notices/push/{id}/remove"), &[]).await.status, 404);
        assert_eq!(paul.post(&format!("/account/notices/push/{id}/remove"), &[]).await.status, 303);
    }
}

#[tokio::test]
async fn nothing_is_sent_where_the_operator_did_not_allow_it() {
    for engine in preau_testkit::engines() {
        let service = Service::start().await;
        let school = service.school(engine).await;
        let claire = school.came("claire.martin").await;
        let mut foreign = Phone::new(&service, "claire").subscription();
        foreign["endpoint"] = "https://push.ailleurs.example/x".into();
        assert_eq!(claire.post_json("/account/notices/push", &foreign).await.status, 403);
        let mut broken = Phone::new(&service, "claire").subscription();
        broken["keys"]["p256dh"] = "AAAA".into();
        assert_eq!(claire.post_json("/account/notices/push", &broken).await.status, 422);
        // Off, as by default: no button, and the head is told why.
        let off = School::open(engine).await;
        let phone = Phone::new(&service, "claire").subscription();
        let (claire, head) = (off.came("claire.martin").await, off.came("direction").await);
        assert_eq!(claire.post_json("/account/notices/push", &phone).await.status, 403);
        assert!(!claire.get("/account/notices").await.body.contains("by-push"));
        assert!(head.get("/account/notices").await.body.contains("[push] allow"));
    }
}
