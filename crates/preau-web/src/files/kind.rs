//! What a file is, by its first bytes. What its sender says it is only helps where the bytes say nothing.

use super::FileKind;

/// First bytes that are looked at.
pub(crate) const HEAD: u64 = 4096;

/// What a file was found to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    /// A picture that can be drawn anew.
    Picture,
    /// A picture whose place can't be taken out of it: HEIC, AVIF, TIFF and the raw forms of cameras, JPEG XL.
    Locked,
    /// A film or recording in boxes (ISO/IEC 14496-12): what is in it is known after looking at all its boxes.
    Boxes,
    /// A film or recording that browsers play.
    Plays(FileKind, &'static str),
    /// Anything else, under this media type.
    Other(&'static str),
}

/// What a file is that begins so.
pub(crate) fn look(head: &[u8], name: &str) -> Found {
    let at = |place: usize, sign: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(sign));
    let ftyp = at(4, b"ftyp");
    let brands = head.get(8..head.len().min(64)).unwrap_or_default();
    let brand = |sign: &[u8; 4]| ftyp && brands.chunks(4).any(|brand| brand == sign);
    if at(0, &[0xff, 0xd8, 0xff]) || at(0, b"\x89PNG\r\n\x1a\n") || (at(0, b"RIFF") && at(8, b"WEBP")) {
        Found::Picture
    } else if [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis"].into_iter().any(brand)
        || at(0, b"II*\0")
        || at(0, b"MM\0*")
        || at(0, &[0xff, 0x0a])
        || at(4, b"JXL ")
    {
        Found::Locked
    } else if ftyp || [&b"moov"[..], b"mdat", b"wide", b"pnot"].into_iter().any(|kind| at(4, kind)) {
        // QuickTime before 2001 wrote no `ftyp`.
        Found::Boxes
    } else if at(0, &[0x1a, 0x45, 0xdf, 0xa3]) {
        let webm = head.windows(4).take(64).any(|four| four == b"webm");
        if webm { Found::Plays(FileKind::Film, "video/webm") } else { Found::Other("video/x-matroska") }
    } else if at(0, b"OggS") {
        Found::Plays(FileKind::Sound, "audio/ogg")
    } else if at(0, b"RIFF") && at(8, b"WAVE") {
        Found::Plays(FileKind::Sound, "audio/wav")
    } else if at(0, b"ID3") || is_mp3(head) {
        Found::Plays(FileKind::Sound, "audio/mpeg")
    } else {
        Found::Other(by_name(name))
    }
}

/// ISO/IEC 11172-3 §2.4.1.3: eleven bits set, then layer III and a bitrate that exists.
fn is_mp3(head: &[u8]) -> bool {
    matches!(head, [0xff, second, third, ..] if second & 0xe6 == 0xe2 && third >> 4 != 0xf && third >> 4 != 0)
}

/// The media type of what is taken home, by the ending of its name: a telephone opens it with the right program. Never
/// one that a browser runs.
fn by_name(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "pdf" => "application/pdf",
        "odt" => "application/vnd.oasis.opendocument.text",
        "ods" => "application/vnd.oasis.opendocument.spreadsheet",
        "odp" => "application/vnd.oasis.opendocument.presentation",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "doc" => "application/msword",
        "xls" => "application/vnd.ms-excel",
        "ppt" => "application/vnd.ms-powerpoint",
        "epub" => "application/epub+zip",
        "zip" => "application/zip",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say_and_not_what_it_is_called() {
        for (head, found) in [
            (&b"\xff\xd8\xff\xe1 Exif"[..], Found::Picture),
            (b"\x89PNG\r\n\x1a\n", Found::Picture),
            (b"RIFF\0\0\0\0WEBPVP8 ", Found::Picture),
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Found::Locked),
            (b"\0\0\0\x18ftypmif1\0\0\0\0avif", Found::Locked),
            (b"II*\0", Found::Locked),
            (b"\0\0\0\x18ftypmp42\0\0\0\0isom", Found::Boxes),
            (b"\0\0\0\x08wide\0\0\0\0mdat", Found::Boxes),
            (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x84webm", Found::Plays(FileKind::Film, "video/webm")),
            (b"OggS\0", Found::Plays(FileKind::Sound, "audio/ogg")),
            (b"RIFF\0\0\0\0WAVEfmt ", Found::Plays(FileKind::Sound, "audio/wav")),
            (b"ID3\x04", Found::Plays(FileKind::Sound, "audio/mpeg")),
            (b"\xff\xfb\x90\x44", Found::Plays(FileKind::Sound, "audio/mpeg")),
            (b"%PDF-1.7", Found::Other("application/pdf")),
            (b"", Found::Other("application/pdf")),
        ] {
            assert_eq!(look(head, "photo.jpg.pdf"), found, "{}", head.escape_ascii());
        }
        for name in ["page.html", "dessin.svg", "sans", "x.exe"] {
            assert_eq!(look(b"<svg onload=x>", name), Found::Other("application/octet-stream"));
        }
    }
}
