//! What a client says about a file: the `Upload-Metadata` of tus, with the names that its clients agree on.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use preau_kernel::{Kind, Problem, Result};

/// Bytes of the whole header.
const LIMIT: usize = 4096;
/// Characters of a file's name.
const NAME: usize = 200;
/// Characters of a key.
const KEY: usize = 100;
/// What a file is, if nobody says.
const UNKNOWN: &str = "application/octet-stream";

/// What a client says about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    /// `filename`: one plain name, maybe empty.
    pub(super) name: String,
    /// `filetype`: a media type.
    pub(super) claimed: String,
    /// `purpose`: the kind of thing that will own it.
    pub(super) purpose: Option<String>,
    /// `key`: what makes a second creation the same as the first.
    pub(super) key: Option<String>,
}

impl Metadata {
    /// Reads the header: pairs after commas, each a name and, after a space, a value in base64.
    pub(super) fn parse(header: &str) -> Result<Self> {
        let wrong = || Problem::new(Kind::Invalid, "upload-metadata");
        if header.len() > LIMIT || header.contains(|sign: char| !matches!(sign, ' '..='~')) {
            return Err(wrong());
        }
        let mut read = Self { claimed: UNKNOWN.to_owned(), ..Self::default() };
        for pair in header.split(',').map(str::trim).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once(' ').unwrap_or((pair, ""));
            let value = STANDARD.decode(value.trim()).map_err(|_| wrong())?;
            let value = String::from_utf8(value).map_err(|_| wrong())?;
            match name {
                "filename" => read.name = plain(&value),
                "filetype" => read.claimed = media_type(&value),
                "purpose" => read.purpose = Some(value),
                "key"
                    if value.is_empty() || value.len() > KEY || !value.bytes().all(|byte| byte.is_ascii_graphic()) =>
                {
                    return Err(wrong());
                }
                "key" => read.key = Some(value),
                _ => {}
            }
        }
        Ok(read)
    }

    /// The header that says this of a file that came in a form.
    pub(super) fn header(name: &str, claimed: &str) -> String {
        format!("filename {},filetype {}", STANDARD.encode(plain(name)), STANDARD.encode(media_type(claimed)))
    }
}

/// The last part of a path, without what can't be seen.
fn plain(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|sign| !sign.is_control()).take(NAME).collect();
    plain.trim().to_owned()
}

/// A media type without parameters, or that of anything.
fn media_type(text: &str) -> String {
    let bare = text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // RFC 6838 §4.2: at most 127 characters on each side, of these.
    let part = |part: &str| {
        !part.is_empty()
            && part.len() <= 127
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    if bare.split_once('/').is_some_and(|(left, right)| part(left) && part(right)) { bare } else { UNKNOWN.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_plain_name_whatever_a_client_sends() {
        for (sent, kept) in [
            ("C:\\fakepath\\Léa.jpg", "Léa.jpg"),
            ("../../etc/passwd", "passwd"),
            ("a\u{0}\nb", "ab"),
            ("/", ""),
            ("", ""),
        ] {
            assert_eq!(Metadata::parse(&Metadata::header(sent, "image/jpeg")).unwrap().name, kept, "{sent:?}");
        }
        assert_eq!(plain(&"é".repeat(500)).chars().count(), NAME);
    }

    #[test]
    fn a_claimed_type_is_a_media_type_or_that_of_anything() {
        for (sent, kept) in [
            ("image/JPEG", "image/jpeg"),
            ("text/html; charset=utf-8", "text/html"),
            ("text/html\r\nx: y", UNKNOWN),
            ("image", UNKNOWN),
            ("/", UNKNOWN),
            ("", UNKNOWN),
        ] {
            assert_eq!(media_type(sent), kept, "{sent:?}");
        }
    }

    #[test]
    fn a_header_that_is_none_is_refused() {
        for header in ["filename %%%", "key ", "key w6k=", &format!("x {}", "A".repeat(LIMIT)), "filename é"] {
            assert_eq!(Metadata::parse(header).unwrap_err().code, "upload-metadata", "{header:?}");
        }
        // `is_confidential` of the specification's example: a name without a value.
        let read = Metadata::parse("filename d29ybGQucGRm,is_confidential , key aw==").unwrap();
        assert_eq!((read.name.as_str(), read.key.as_deref()), ("world.pdf", Some("k")));
    }
}
