//! Until when a certificate is good.
//!
//! Of X.509 (RFC 5280 §4.1) one field is needed, `notAfter`, so the DER is walked by hand: seven values, each a tag, a
//! length and its content (X.690 §8.1).

use std::path::Path;

use preau_kernel::Timestamp;
use rustls::pki_types::{CertificateDer, pem::PemObject};

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;

/// When the first certificate of a PEM file ends.
pub(crate) fn ends(path: &Path) -> Option<Timestamp> {
    not_after(&CertificateDer::pem_file_iter(path).ok()?.next()?.ok()?)
}

/// The latest end among a folder's certificates.
pub(crate) fn newest_end(folder: &Path) -> Option<Timestamp> {
    std::fs::read_dir(folder).ok()?.flatten().filter_map(|entry| ends(&entry.path())).max()
}

fn not_after(certificate: &[u8]) -> Option<Timestamp> {
    let (_, certificate, _) = value(certificate)?;
    let (_, mut rest, _) = value(certificate)?;
    let (tag, _, after) = value(rest)?;
    if tag == VERSION {
        rest = after;
    }
    // Serial number, signature algorithm, issuer.
    for _ in 0..3 {
        rest = value(rest)?.2;
    }
    let (SEQUENCE, validity, _) = value(rest)? else { return None };
    let (_, _, rest) = value(validity)?;
    let (tag, text, _) = value(rest)?;
    let text = std::str::from_utf8(text).ok()?;
    // RFC 5280 §4.1.2.5.1: two digits of a year below 50 are of this century.
    let text = match tag {
        UTC_TIME if text.get(..2)?.parse::<u8>().ok()? < 50 => format!("20{text}"),
        UTC_TIME => format!("19{text}"),
        GENERALIZED_TIME => text.to_owned(),
        _ => return None,
    };
    let part = |from: usize| text.get(from..from + 2);
    let (year, month, day) = (text.get(..4)?, part(4)?, part(6)?);
    format!("{year}-{month}-{day}T{}:{}:{}Z", part(8)?, part(10)?, part(12)?).parse().ok()
}

/// The first value of some DER: its tag, its content, and what comes after.
fn value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
        if bytes.len() > 4 {
            return None;
        }
        (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `openssl req -x509 -newkey ec -days 36500`; the end is what openssl says of it.
    const OWN: &str = include_str!("../../tests/certificate.pem");

    #[test]
    fn the_end_of_a_certificate_is_found() {
        let der = CertificateDer::from_pem_slice(OWN.as_bytes()).unwrap();
        assert_eq!(not_after(&der).unwrap().date().to_string(), "2126-10-31");
    }

    #[test]
    fn a_cut_certificate_has_no_end() {
        let der = CertificateDer::from_pem_slice(OWN.as_bytes()).unwrap();
        for length in 0..120 {
            assert_eq!(not_after(&der[..length]), None);
        }
    }
}
