//! The files of the pages, built by Vite from `web/` and carried in the binary.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use rust_embed::RustEmbed;

use crate::{Gives, Routes};

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
    Routes::new()
        .get("/assets/{*path}", "A style sheet, script, font or icon of the pages", file)
        .gives(Gives::File("*/*"))
}

async fn file(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some((data, packing)) = find(&path, &headers) else { return StatusCode::NOT_FOUND.into_response() };
    let kind = mime_guess::from_path(&path).first_or_octet_stream();
    let kind = HeaderValue::from_str(kind.as_ref()).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let keep = HeaderValue::from_static("public, max-age=31536000, immutable");
    let mut response = ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, keep)], data).into_response();
    if let Some(packing) = packing {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(packing));
        response.headers_mut().insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    response
}

/// A file in the best form that the reader understands: Vite's build leaves packed ones beside the plain one.
fn find(path: &str, headers: &HeaderMap) -> Option<(Cow<'static, [u8]>, Option<&'static str>)> {
    let mut forms = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(packing, _)| accepts(headers, packing));
    let packed = |(packing, end)| Some((Dist::get(&format!("{path}.{end}"))?.data, Some(packing)));
    forms.find_map(packed).or_else(|| Some((Dist::get(path)?.data, None)))
}

/// Whether the reader takes a packing (RFC 9110 §12.5.3); `q=0` says that it does not.
fn accepts(headers: &HeaderMap, packing: &str) -> bool {
    let said = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|list| list.split(',')).any(|one| {
        let mut parts = one.split(';').map(str::trim);
        parts.next() == Some(packing)
            && !parts.any(|weight| weight.strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0_f32)))
    })
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

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header};

    use super::accepts;

    #[test]
    fn a_packing_is_sent_only_to_who_takes_it() {
        let headers = |said| HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(said))]);
        assert!(accepts(&headers("gzip, deflate, br"), "br"));
        assert!(accepts(&headers("br;q=0.5"), "br"));
        assert!(!accepts(&headers("gzip, br;q=0"), "br"));
        assert!(!accepts(&headers("brotli"), "br"));
        assert!(!accepts(&HeaderMap::new(), "gzip"));
    }
}
