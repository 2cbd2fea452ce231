//! The files of the pages, built by Vite from `web/` and carried in the binary.

use std::{collections::HashMap, sync::LazyLock};

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

use crate::Routes;

#[derive(RustEmbed)]
#[folder = "../../web/dist/"]
#[allow_missing = true]
struct Dist;

/// Source name to address, from Vite's manifest; empty when the pages were not built (`cargo xtask build`).
static ADDRESSES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    #[derive(serde::Deserialize)]
    struct Entry {
        file: String,
    }
    let manifest = Dist::get("manifest.json").map(|file| file.data.into_owned()).unwrap_or_default();
    let entries: HashMap<String, Entry> = serde_json::from_slice(&manifest).unwrap_or_default();
    entries.into_iter().map(|(name, entry)| (name, format!("/assets/{}", entry.file))).collect()
});

/// The address of a file, by its name in `web/`.
pub(crate) fn address(name: &str) -> String {
    ADDRESSES.get(name).cloned().unwrap_or_else(|| format!("/assets/{name}"))
}

/// Serves the files. Names carry a hash of the content, so a browser may keep them for good.
pub fn assets() -> Routes {
    Routes::new().get("/assets/{*path}", "A style sheet, script, font or icon of the pages", file)
}

async fn file(Path(path): Path<String>) -> Response {
    let Some(file) = Dist::get(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let kind = HeaderValue::from_str(kind.as_ref()).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], file.data).into_response()
}

/// The content of a built file, by its name in `web/`.
pub(crate) fn content(name: &str) -> Option<Vec<u8>> {
    let file = address(name);
    Dist::get(file.strip_prefix("/assets/")?).map(|file| file.data.into_owned())
}

/// Changes with each build of the pages.
pub(crate) fn version() -> String {
    let manifest = Dist::get("manifest.json").map(|file| file.data.into_owned()).unwrap_or_default();
    let hash = blake3::Hasher::new().update(env!("CARGO_PKG_VERSION").as_bytes()).update(&manifest).finalize();
    hash.to_hex().chars().take(16).collect()
}
