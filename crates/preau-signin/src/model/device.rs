//! What a browser is called in a list that a person can recognise it in.

use http::HeaderMap;

/// A browser's name and its system's, as they call themselves. Empty where unknown; the sentence is said by the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct DeviceName {
    /// `Firefox`, `Chrome`, `Safari`, ….
    pub(crate) browser: &'static str,
    /// `Android`, `Windows`, ….
    pub(crate) system: &'static str,
}

/// Order matters: every browser claims to be the ones after it.
const BROWSERS: [(&str, &str); 9] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Vivaldi", "Vivaldi"),
    ("FxiOS", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];
const SYSTEMS: [(&str, &str); 7] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

impl DeviceName {
    /// Reads `User-Agent`; its versions are left out, they say nothing to a person and much to a tracker.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let agent = headers.get(http::header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let find = |list: &[(&str, &'static str)]| {
            list.iter().find(|(sign, _)| agent.contains(sign)).map_or("", |(_, name)| name)
        };
        Self { browser: find(&BROWSERS), system: find(&SYSTEMS) }
    }
}

/// The icon of a device with this system.
pub(crate) fn icon(system: &str) -> &'static str {
    match system {
        "Android" | "iPhone" | "iPad" => "phone",
        _ => "laptop",
    }
}
