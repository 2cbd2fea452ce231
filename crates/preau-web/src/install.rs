//! Préau as an app on a phone: its manifest, the script that keeps pages for when there is no line, and the page that
//! says that there is none. All of it is an addition: without it everything works in a browser.

use askama::Template;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, header};
use preau_kernel::Actor;
use serde_json::{Value, json};

use crate::{Answer, Routes, View, Visit, assets};

/// The files without which no kept page looks right.
const SHELL: [&str; 4] = ["style/app.css", "page/main.ts", "icons/sprite.svg", "icons/favicon.svg"];
/// Characters that a phone shows under an icon.
const SHORT: usize = 12;
/// Colours of the tokens `--brand` and `--paper` (web/style/tokens.css): a manifest can't name them.
const BRAND: &str = "#1c6b58";
const PAPER: &str = "#faf8f4";

/// The addresses.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/manifest.webmanifest", "What a phone needs to install Préau as an app", manifest)
        .get("/sw.js", "The script that keeps pages for when there is no line", worker)
        .get("/offline", "What is shown when there is no line", offline)
}

/// `/manifest.webmanifest` (<https://www.w3.org/TR/appmanifest/>)
async fn manifest(visit: Visit) -> Answer {
    let institution = visit.ctx.shell.shell(&visit.ctx, &Actor::Nobody).await?.institution;
    let name = if institution.is_empty() { "Préau" } else { &institution };
    let icon = |name: &str, sizes: &str, kind: &str, purpose: &str| -> Value {
        json!({ "src": assets::address(name), "sizes": sizes, "type": kind, "purpose": purpose })
    };
    let manifest = json!({
        "id": "/",
        "name": name,
        "short_name": if name.chars().count() > SHORT { "Préau" } else { name },
        "lang": visit.lang,
        "dir": crate::Texts::direction(&visit.lang),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": BRAND,
        "background_color": PAPER,
        "icons": [
            icon("icons/app-192.png", "192x192", "image/png", "any"),
            icon("icons/app-512.png", "512x512", "image/png", "any"),
            icon("icons/app-maskable-512.png", "512x512", "image/png", "maskable"),
            icon("icons/favicon.svg", "any", "image/svg+xml", "any"),
        ],
    });
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/manifest+json"))], manifest.to_string())
        .into_response())
}

/// `/sw.js`: the built script below what it must know of this build. A browser looks for a new one by itself.
async fn worker() -> Response {
    // Where the pages were not built, a worker that keeps nothing.
    let script = assets::content("page/sw.ts").unwrap_or_default();
    let shell: Vec<String> = SHELL.iter().map(|name| assets::address(name)).collect();
    let known = json!({ "version": assets::version(), "shell": shell, "icon": assets::address("icons/app-192.png") });
    let mut body = format!("self.PREAU={known};\n").into_bytes();
    body.extend_from_slice(&script);
    let kind = HeaderValue::from_static("text/javascript; charset=utf-8");
    let keep = HeaderValue::from_static("no-cache");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], body).into_response()
}

#[derive(Template)]
#[template(path = "offline.html")]
struct OfflinePage {
    view: View,
}

/// `/offline`, in every language that Préau ships: it is kept long before anybody knows who will read it.
async fn offline(mut visit: Visit) -> Answer {
    visit.actor = Actor::Nobody;
    let view = visit.view().await?;
    visit.page(&OfflinePage { view })
}
