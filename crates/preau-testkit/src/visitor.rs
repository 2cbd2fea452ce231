//! A browser without a screen: keeps cookies, sends forms, follows nothing by itself.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use axum::{Router, body::Body};
use http::{HeaderMap, HeaderName, Method, Request, header};
use http_body_util::BodyExt;
use tower::ServiceExt;

/// Somebody with a browser.
pub struct Visitor {
    router: Router,
    headers: Vec<(String, String)>,
    cookies: Mutex<BTreeMap<String, String>>,
}

/// What came back.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The body, as text.
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Reply {
    /// Where it sends to.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.body))
    }
}

impl Visitor {
    pub(crate) fn new(router: Router) -> Self {
        Self { router, headers: Vec::new(), cookies: Mutex::default() }
    }

    /// Sends this header with each request.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Asks for JSON instead of pages.
    #[must_use]
    pub fn as_program(self) -> Self {
        self.with_header("accept", "application/json")
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, Body::empty()).await
    }

    /// Opens an address as a program does, with the same cookies: the answer is JSON.
    pub async fn get_json(&self, path: &str) -> Reply {
        self.ask(Method::GET, path, &[(header::ACCEPT, "application/json")], Body::empty()).await
    }

    /// Sends a form.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.send(Method::POST, path, Some("application/x-www-form-urlencoded"), Body::from(form)).await
    }

    /// Sends JSON.
    pub async fn post_json(&self, path: &str, json: &serde_json::Value) -> Reply {
        self.send(Method::POST, path, Some("application/json"), Body::from(json.to_string())).await
    }

    /// Sends files in a form, as `(field, file name, content)`.
    pub async fn post_files(&self, path: &str, files: &[(&str, &str, &[u8])]) -> Reply {
        self.post_form(path, &[], files).await
    }

    /// Sends a form with texts and files.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Reply {
        const BOUNDARY: &str = "preau-test-boundary";
        let mut body = Vec::new();
        for (field, text) in fields {
            let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{text}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        for (field, name, content) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                 Content-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(Method::POST, path, Some(&kind), Body::from(body)).await
    }

    /// Sends anything.
    pub async fn send(&self, method: Method, path: &str, content_type: Option<&str>, body: Body) -> Reply {
        let kind: Vec<_> = content_type.map(|kind| (header::CONTENT_TYPE, kind)).into_iter().collect();
        self.ask(method, path, &kind, body).await
    }

    /// Sends anything, with headers of its own.
    pub async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(HeaderName, &str)],
        body: impl Into<Body>,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path).header("host", "preau.test");
        request = request.header("sec-fetch-site", "same-origin");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let cookies =
            self.cookies().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        let request = request.body(body.into()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        self.keep(&parts.headers);
        let body = body.collect().await.expect("a body").to_bytes();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            bytes: body.to_vec(),
        }
    }

    /// The value of a cookie that the browser keeps.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies().get(name).cloned()
    }

    fn cookies(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, headers: &HeaderMap) {
        for set in headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let (pair, attributes) = set.split_once(';').unwrap_or((set, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            if attributes.to_lowercase().contains("max-age=0") {
                self.cookies().remove(name);
            } else {
                self.cookies().insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
