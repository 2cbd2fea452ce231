//! What stands before every handler: strict headers, no foreign forms, limits.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Router,
    extract::{ConnectInfo, DefaultBodyLimit, Request},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header, request};
use preau_kernel::{Kind, Problem};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{CompressionLayer, DefaultPredicate, Predicate, predicate::NotForContentType},
};

use crate::{Ctx, Refusal, linger::linger, refusal};

/// Largest body of a form, in bytes. Uploads set their own.
const FORM_LIMIT: usize = 256 * 1024;

/// Nothing comes from elsewhere and nothing is sent elsewhere; no script or style stands in a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; \
    media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// Wraps the router in everything that holds for every address.
///
/// `sign_in` finds out who asks; it stands inside, so that refusals it makes are worded too.
pub fn guard(router: Router<Ctx>, ctx: &Ctx) -> Router<Ctx> {
    router
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(middleware::from_fn(same_origin))
        .layer(middleware::from_fn_with_state(ctx.clone(), refusal::word))
        // Fonts are packed by themselves.
        .layer(
            CompressionLayer::new()
                .compress_when(DefaultPredicate::new().and(NotForContentType::const_new("font/")).and(WholeOnly)),
        )
        .layer(middleware::from_fn(headers))
        .layer(middleware::from_fn(linger))
        .layer(CatchPanicLayer::new())
}

/// What may be asked for in parts (films, recordings, files) stays as it is: a part of something packed is of no use.
#[derive(Clone, Copy)]
struct WholeOnly;

impl Predicate for WholeOnly {
    fn should_compress<B>(&self, response: &http::Response<B>) -> bool
    where
        B: axum::body::HttpBody,
    {
        !response.headers().contains_key(header::ACCEPT_RANGES)
    }
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let set = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "accelerometer=(), autoplay=(self), camera=(self), geolocation=(), gyroscope=(), microphone=(self), \
             payment=(), usb=()",
        ),
    ];
    for (name, value) in set {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    // A page holds somebody's data: a shared computer must not keep it.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Refuses a change that another site's page asks for with the person's cookies.
///
/// Browsers since 2020 or so say where a request comes from (`Sec-Fetch-Site`), older ones send `Origin` with forms;
/// a program that sends neither has no cookie that somebody else could use.
async fn same_origin(request: Request, next: Next) -> Response {
    let harmless = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if harmless || comes_from_here(request.headers()) {
        return next.run(request).await;
    }
    Refusal(Problem::new(Kind::Forbidden, "foreign-form")).into_response()
}

fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    match (text(HeaderName::from_static("sec-fetch-site")), text(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.split("://").nth(1) == text(header::HOST),
        (None, None) => !headers.contains_key(header::COOKIE),
    }
}

/// The network that a request came from: `/24` of IPv4, `/56` of IPv6. Enough for a limit, too little to follow anyone.
pub(crate) fn network(parts: &request::Parts) -> String {
    let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    // Only a proxy on this machine is believed about whom it speaks for.
    let forwarded = parts.headers.get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let forwarded = forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    let address = match direct {
        Some(ip) if ip.is_loopback() => forwarded.or(Some(ip)),
        other => other,
    };
    match address.map(|ip| ip.to_canonical()) {
        Some(IpAddr::V4(ip)) => {
            let [a, b, c, _] = ip.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        Some(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{:x}::/56", d & 0xff00)
        }
        None => "unknown".to_owned(),
    }
}
