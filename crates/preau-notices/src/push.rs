//! Waking phones and browsers: Web Push (RFC 8030) with a fixed sentence.
//!
//! The one way out of the house that goes through somebody else's machine: the push service belongs to the browser's
//! maker. So it is off until the operator lists the services' origins, each person turns it on for each device, and
//! what is sent is the same sentence for everybody, encrypted (RFC 8291): the service learns that a device was woken.
//!
//! A browser is woken at least once: a machine that dies between the service's answer and the note of it wakes it
//! again. All messages of one institution have one `Topic` (RFC 8030 §5.4), so a phone that was off shows one.

mod vapid;

use http::{Request, StatusCode, header};
use preau_egress::{Answer, Destination, Egress, EgressError, HttpLimits, Purpose};
use preau_kernel::{Problem, Result, Timestamp};
use preau_web::Ctx;
use serde_json::json;
use url::Url;
use web_push_native::{Auth, p256::PublicKey};

pub(crate) use vapid::Vapid;

use crate::{model::wish::Device, store::keys};

/// Name of the institution's key.
const KEY: &str = "vapid";
/// How long a push service keeps a message for a phone that is off: until the next day's end.
const TTL: i64 = 24 * 3600;
/// How long one message may take.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
/// Why: whoever turned it on agreed to it (GDPR article 6.1.a).
const BASIS: &str = "basis-consent";
/// The longest endpoint that is taken.
const ENDPOINT: usize = 1000;

/// The push services that the operator lists, as origins: `https://updates.push.services.mozilla.com`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Push {
    allow: Vec<Url>,
}

impl Push {
    /// Reads the operator's list: hosts, or origins with a scheme and a port. Each is put on the egress's own list.
    ///
    /// # Errors
    /// The first entry that is no origin.
    pub fn new(allow: &[String], egress: &Egress) -> Result<Self, String> {
        let allow =
            allow.iter().map(|entry| origin(entry).ok_or_else(|| entry.clone())).collect::<Result<Vec<_>, _>>()?;
        for origin in &allow {
            let destination = destination(origin).map_err(|error| error.to_string())?;
            egress.allow(destination).map_err(|error| error.to_string())?;
        }
        Ok(Self { allow })
    }

    /// Whether any push service is listed.
    pub fn is_on(&self) -> bool {
        !self.allow.is_empty()
    }

    /// An endpoint that a browser gave, if its origin is listed.
    pub(crate) fn endpoint(&self, text: &str) -> Option<Url> {
        let url = text.parse::<Url>().ok().filter(|_| text.len() <= ENDPOINT)?;
        let plain = url.username().is_empty() && url.password().is_none();
        self.allow.iter().any(|allowed| plain && allowed.origin() == url.origin()).then_some(url)
    }
}

/// An entry of the list: `fcm.googleapis.com`, `https://push.example:8443`. Plain HTTP only within this machine.
fn origin(entry: &str) -> Option<Url> {
    let entry = entry.trim();
    let text = if entry.contains("://") { entry.to_owned() } else { format!("https://{entry}") };
    let url = text.parse::<Url>().ok()?;
    let loopback = matches!(url.host_str(), Some("127.0.0.1" | "[::1]"));
    let scheme = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    (scheme && url.host_str().is_some() && url.path() == "/" && url.query().is_none()).then_some(url)
}

fn destination(origin: &Url) -> Result<Destination, EgressError> {
    let host = origin.host_str().unwrap_or_default().parse()?;
    let destination = Destination::new(host, origin.port_or_known_default().unwrap_or(443), Purpose::Push, BASIS);
    // A name can be turned against the institution's own network, a number that the operator wrote can't.
    let number = !matches!(origin.host(), Some(url::Host::Domain(_)) | None);
    Ok(if number { destination.near() } else { destination })
}

/// The institution's key, made at the first need.
pub(crate) async fn vapid(ctx: &Ctx) -> Result<Vapid> {
    let kept = keys::made(&ctx.db, KEY, || vapid::draw(&*ctx.entropy)).await?;
    Vapid::read(&kept)
}

/// What came of waking a browser.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The service took it.
    Woken,
    /// The service does not know the browser any more.
    Gone,
    /// It did not, for now; the reason, for the log and the page.
    Failed(String),
}

/// Wakes one browser.
pub(crate) async fn wake(ctx: &Ctx, vapid: &Vapid, device: &Device, now: Timestamp) -> Outcome {
    let request = match request(ctx, vapid, device, now) {
        Ok(request) => request,
        // A key or an address that was never right: it won't be later.
        Err(problem) => {
            tracing::warn!(%problem, "a browser can't be woken");
            return Outcome::Gone;
        }
    };
    let limits = HttpLimits { time: PATIENCE, body: 16 * 1024, redirects: 0 };
    match ctx.egress.http().with_limits(limits).request(request).await {
        Ok(answer) => outcome(&answer),
        Err(error) => Outcome::Failed(error.to_string()),
    }
}

fn outcome(answer: &Answer) -> Outcome {
    match answer.status() {
        status if status.is_success() => Outcome::Woken,
        // RFC 8030 §7.3: the subscription is no more.
        StatusCode::NOT_FOUND | StatusCode::GONE => Outcome::Gone,
        status => Outcome::Failed(status.as_str().to_owned()),
    }
}

/// The request that wakes a browser.
fn request(ctx: &Ctx, vapid: &Vapid, device: &Device, now: Timestamp) -> Result<Request<bytes::Bytes>> {
    let endpoint = device.endpoint.parse::<Url>().map_err(Problem::internal)?;
    let key = PublicKey::from_sec1_bytes(&device.p256dh).map_err(Problem::internal)?;
    let auth = Auth::from_exact_iter(device.auth.iter().copied()).ok_or_else(|| Problem::internal("16 bytes"))?;
    // The ephemeral key and the salt are drawn by the crate itself: nothing of them is kept.
    let body = web_push_native::encrypt(sentence(ctx, &device.lang), &key, &auth).map_err(Problem::internal)?;
    Request::post(device.endpoint.as_str())
        .header("ttl", TTL)
        .header("urgency", if device.urgent { "high" } else { "normal" })
        .header("topic", "preau")
        .header(header::CONTENT_ENCODING, "aes128gcm")
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(header::AUTHORIZATION, vapid.authorization(&endpoint, ctx.address.as_str(), now)?)
        .body(body.into())
        .map_err(Problem::internal)
}

/// What a phone shows: that there is something, never what.
fn sentence(ctx: &Ctx, lang: &str) -> Vec<u8> {
    let body = ctx.texts.say(lang, "notices-push-sentence", &fluent_bundle::FluentArgs::new());
    json!({ "title": "Préau", "body": body, "tag": "preau", "path": "/notices" }).to_string().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_listed_origin_is_sent_to() {
        let egress = Egress::nothing();
        let allow = ["updates.push.services.mozilla.com", "https://push.example:8443", "http://127.0.0.1:9000"];
        let push = Push::new(&allow.map(str::to_owned), &egress).unwrap();
        for good in [
            "https://updates.push.services.mozilla.com/wpush/v2/abc",
            "https://push.example:8443/x?y",
            "http://127.0.0.1:9000/x",
        ] {
            assert!(push.endpoint(good).is_some(), "{good}");
        }
        for bad in [
            "https://updates.push.services.mozilla.com.evil.example/x",
            "http://updates.push.services.mozilla.com/x",
            "https://push.example/x",
            "https://user@push.example:8443/x",
            "http://127.0.0.1:9001/x",
            "file:///etc/passwd",
            "",
        ] {
            assert!(push.endpoint(bad).is_none(), "{bad}");
        }
        assert!(egress.snapshot().iter().all(|entry| entry.destination.purpose == Purpose::Push));
        assert_eq!(egress.snapshot().len(), 3);
        for wrong in ["", "http://push.example", "https://push.example/path", "ftp://push.example"] {
            assert!(Push::new(&[wrong.to_owned()], &egress).is_err(), "{wrong}");
        }
    }
}
