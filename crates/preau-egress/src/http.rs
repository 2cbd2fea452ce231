//! HTTP requests to listed destinations: short, bounded, one connection each.
//!
//! What Préau asks of others is rare and small (a certificate, a push, a discovery document), so connections are not
//! kept: less state, and nothing stays open that nobody watches.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri,
    header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, LOCATION, TRANSFER_ENCODING},
    uri::{PathAndQuery, Scheme},
};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, client::conn::http1};
use hyper_util::rt::TokioIo;
use url::Url;

use crate::{Egress, EgressError, Line, default_port};

/// The answer to a request, read to its end.
pub type Answer = Response<Bytes>;

/// What one request may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpLimits {
    /// From the look-up to the last byte, redirects included.
    pub time: Duration,
    /// Bytes of an answer's body.
    pub body: usize,
    /// How often a destination may send us on, to listed destinations only. 0: the redirect is the answer.
    pub redirects: usize,
}

impl Default for HttpLimits {
    /// 20 seconds, 1 MiB, no redirects.
    fn default() -> Self {
        Self { time: Duration::from_secs(20), body: 1024 * 1024, redirects: 0 }
    }
}

/// Bytes of headers that an answer may have.
const HEADERS: usize = 64 * 1024;

/// A client for requests over HTTP/1.1, to listed destinations.
#[derive(Debug, Clone)]
pub struct HttpClient {
    egress: Egress,
    limits: HttpLimits,
}

impl HttpClient {
    pub(crate) fn new(egress: Egress, limits: HttpLimits) -> Self {
        Self { egress, limits }
    }

    /// The same client with other limits.
    #[must_use]
    pub fn with_limits(mut self, limits: HttpLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Sends a request to its absolute `http` or `https` address and reads the whole answer, whatever its status.
    ///
    /// A redirect beyond the limit is the answer itself if the limit is 0, else an error. A redirect to another host,
    /// port or scheme goes without `Authorization` and `Cookie`.
    pub async fn request(&self, request: Request<Bytes>) -> Result<Answer, EgressError> {
        tokio::time::timeout(self.limits.time, self.follow(request)).await.unwrap_or(Err(EgressError::TooSlow))
    }

    async fn follow(&self, request: Request<Bytes>) -> Result<Answer, EgressError> {
        let (mut parts, mut body) = request.into_parts();
        let mut at = address(&parts.uri.to_string())?;
        for sent_on in 0.. {
            let mut one = Request::new(body.clone());
            (*one.method_mut(), *one.headers_mut()) = (parts.method.clone(), parts.headers.clone());
            let answer = self.ask(&at, one).await?;
            let Some(next) = redirect(&at, &answer).filter(|_| self.limits.redirects > 0) else { return Ok(answer) };
            if sent_on >= self.limits.redirects {
                break;
            }
            let next = next?;
            if next.origin() != at.origin() {
                parts.headers.remove(AUTHORIZATION);
                parts.headers.remove(COOKIE);
            }
            // RFC 9110 §15.4: 307 and 308 repeat the request as it was; after the others, browsers and we ask with GET.
            let repeat = matches!(answer.status(), StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT);
            if !repeat && parts.method != Method::GET && parts.method != Method::HEAD {
                (parts.method, body) = (Method::GET, Bytes::new());
                parts.headers.remove(CONTENT_TYPE);
            }
            at = next;
        }
        Err(EgressError::TooManyRedirects)
    }

    async fn ask(&self, at: &Url, mut request: Request<Bytes>) -> Result<Answer, EgressError> {
        let line = self.open(at).await?;
        prepare(at, &mut request)?;
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(HEADERS)
            .handshake(TokioIo::new(line))
            .await
            .map_err(EgressError::Http)?;
        let exchange = async {
            let answer = sender.send_request(request.map(Full::new)).await.map_err(EgressError::Http)?;
            let (parts, body) = answer.into_parts();
            Ok(Response::from_parts(parts, read(body, self.limits.body).await?))
        };
        // The connection is driven here and not in a task of its own: it ends with this future, also by a time-out.
        tokio::pin!(connection, exchange);
        tokio::select! {
            biased;
            answer = &mut exchange => answer,
            ended = &mut connection => {
                ended.map_err(EgressError::Http)?;
                exchange.await
            }
        }
    }

    async fn open(&self, at: &Url) -> Result<Line, EgressError> {
        let scheme = if at.scheme() == "http" { Scheme::HTTP } else { Scheme::HTTPS };
        let host = at.host_str().unwrap_or_default();
        let port = at.port().unwrap_or_else(|| default_port(&scheme));
        if scheme == Scheme::HTTP {
            self.egress.connect(host, port).await
        } else {
            self.egress.connect_tls(host, port).await
        }
    }
}

/// An address that can be asked: `http` or `https`, with a host and without a password.
fn address(text: &str) -> Result<Url, EgressError> {
    let wrong = || EgressError::Address(text.chars().take(300).collect());
    let url = Url::parse(text).map_err(|_| wrong())?;
    let plain = url.username().is_empty() && url.password().is_none();
    let known = matches!(url.scheme(), "http" | "https") && url.host_str().is_some();
    if plain && known { Ok(url) } else { Err(wrong()) }
}

/// Where an answer sends us on to, if it does.
fn redirect(at: &Url, answer: &Answer) -> Option<Result<Url, EgressError>> {
    let status = answer.status();
    let follows = matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = answer.headers().get(LOCATION).filter(|_| follows)?;
    let text = String::from_utf8_lossy(location.as_bytes()).into_owned();
    let joined = at.join(&text).map_err(|_| EgressError::Address(text.chars().take(300).collect()));
    Some(joined.and_then(|next| address(next.as_str())))
}

/// Sets what follows from the address: target in origin form and `Host` (RFC 9112 §3.2).
fn prepare(at: &Url, request: &mut Request<Bytes>) -> Result<(), EgressError> {
    let wrong = || EgressError::Address(at.as_str().chars().take(300).collect());
    let target = at.query().map_or_else(|| at.path().to_owned(), |query| format!("{}?{query}", at.path()));
    *request.uri_mut() = Uri::from(target.parse::<PathAndQuery>().map_err(|_| wrong())?);
    let host = at.host_str().unwrap_or_default();
    let host = at.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let headers: &mut HeaderMap = request.headers_mut();
    headers.remove(TRANSFER_ENCODING);
    headers.remove(CONTENT_LENGTH);
    headers.insert(HOST, HeaderValue::from_str(&host).map_err(|_| wrong())?);
    Ok(())
}

async fn read(mut body: Incoming, limit: usize) -> Result<Bytes, EgressError> {
    let mut whole = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(EgressError::Http)?.into_data() else { continue };
        if whole.len() + data.len() > limit {
            return Err(EgressError::TooLarge { limit });
        }
        whole.extend_from_slice(&data);
    }
    Ok(whole.freeze())
}
