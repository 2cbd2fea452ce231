//! Films and recordings in boxes (ISO/IEC 14496-12, and `QuickTime`, which it came from): whether browsers play them, and
//! where in the file the place is written at which they were taken.
//!
//! A telephone writes it into `udta` (`©xyz`, `loci`) or `meta` (`com.apple.quicktime.location.ISO6709`), a helmet
//! camera or a drone into a track of its own. The sizes of boxes stay as they are, so nothing in the file has to move:
//! these boxes become `free` ones, full of zeros, and so do the samples of every track that is neither picture nor
//! sound. Subtitles within the file go with them: a drone writes its place there too.

use std::ops::Range;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, StreamExt};
use preau_blob::{BlobError, BlobId, Blobs};

use super::FileKind;

/// Bytes of the table of contents, `moov`: hours of film have a few megabytes.
const CONTENTS: u64 = 24 << 20;
/// Outermost boxes.
const BOXES: usize = 2_000;
/// Samples of one track, and entries of one table.
const SAMPLES: usize = 500_000;

/// What was found out about a film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Film {
    /// Whether there is anything to see in it.
    pub(crate) kind: FileKind,
    /// Whether every browser of today plays it: H.264 and AAC.
    pub(crate) plays: bool,
    /// What to blank, by place.
    patches: Vec<Patch>,
}

/// Bytes that are replaced: by `by` at first, then by zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Patch {
    at: Range<u64>,
    by: &'static [u8],
}

impl Patch {
    fn zeros(at: Range<u64>) -> Self {
        Self { at, by: &[] }
    }
}

/// A box: where it is, where its content is, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Part {
    kind: [u8; 4],
    whole: Range<u64>,
    content: Range<u64>,
}

impl Part {
    /// The box that begins with these bytes, at `at` in something that ends at `end`.
    fn read(head: &[u8], at: u64, end: u64) -> Option<Self> {
        let kind: [u8; 4] = head.get(4..8)?.try_into().ok()?;
        let (header, size) = match u32::from_be_bytes(head.get(..4)?.try_into().ok()?) {
            0 => (8, end - at), // to the end
            1 => (16, u64::from_be_bytes(head.get(8..16)?.try_into().ok()?)),
            size => (8, u64::from(size)),
        };
        let to = at.checked_add(size).filter(|to| *to <= end && size >= header)?;
        Some(Self { kind, whole: at..to, content: at + header..to })
    }

    /// Makes it a box that everybody passes over, with nothing in it.
    fn blank(&self) -> [Patch; 2] {
        let kind = self.whole.start + 4;
        [Patch { at: kind..kind + 4, by: b"free" }, Patch::zeros(self.content.clone())]
    }
}

/// Whether a box may say where or by whom something was taken.
fn tells(kind: [u8; 4]) -> bool {
    matches!(&kind, b"udta" | b"meta" | b"uuid")
}

/// Looks through a film of `size` bytes. `None` if it can't be read, or not so that all of it is known.
pub(crate) async fn look(blobs: &Blobs, id: BlobId, size: u64) -> Result<Option<Film>, BlobError> {
    let mut film = Film { kind: FileKind::Sound, plays: true, patches: Vec::new() };
    let (mut at, mut contents) = (0, false);
    for _ in 0..BOXES {
        if size - at < 8 {
            film.patches.sort_by_key(|patch| patch.at.start);
            return Ok(contents.then_some(film));
        }
        let head = blobs.get(id, Some(at..at + 16)).await?.bytes(16).await?;
        let Some(part) = Part::read(&head, at, size) else { return Ok(None) };
        if &part.kind == b"moov" {
            if part.content.end - part.content.start > CONTENTS {
                return Ok(None);
            }
            let bytes = blobs.get(id, Some(part.content.clone())).await?.bytes(CONTENTS).await?;
            let contents_of = Contents { bytes: &bytes, start: part.content.start };
            if contents_of.read(&mut film).is_none() {
                return Ok(None);
            }
            contents = true;
        } else if tells(part.kind) {
            film.patches.extend(part.blank());
        }
        at = part.whole.end;
    }
    Ok(None)
}

impl Film {
    /// Whether the file stays as it was sent.
    pub(crate) fn as_it_is(&self) -> bool {
        self.patches.is_empty()
    }

    /// The film's bytes, without what would say where it was taken.
    pub(crate) fn blanked<S>(self, bytes: S) -> impl Stream<Item = Result<Bytes, BlobError>> + Send
    where
        S: Stream<Item = Result<Bytes, BlobError>> + Send,
    {
        let (mut at, mut first) = (0, 0);
        bytes.map(move |piece| {
            let mut piece = BytesMut::from(piece?);
            let here = at..at + piece.len() as u64;
            while self.patches.get(first).is_some_and(|patch| patch.at.end <= here.start) {
                first += 1;
            }
            for patch in self.patches.iter().skip(first).take_while(|patch| patch.at.start < here.end) {
                for place in patch.at.start.max(here.start)..patch.at.end.min(here.end) {
                    let by = usize::try_from(place - patch.at.start).ok().and_then(|from| patch.by.get(from));
                    if let Some(byte) = usize::try_from(place - here.start).ok().and_then(|to| piece.get_mut(to)) {
                        *byte = by.copied().unwrap_or(0);
                    }
                }
            }
            at = here.end;
            Ok(piece.freeze())
        })
    }
}

/// The table of contents, in memory: `moov` without its header.
#[derive(Clone, Copy)]
struct Contents<'a> {
    bytes: &'a [u8],
    /// Where it begins in the file.
    start: u64,
}

/// A track, as far as it was read.
#[derive(Default)]
struct Track {
    handler: [u8; 4],
    format: [u8; 4],
    /// Where chunks begin.
    chunks: Vec<u64>,
    /// From which chunk on there are how many samples in each.
    runs: Vec<(u64, u64)>,
    /// How large all samples are, or each.
    size: u64,
    sizes: Vec<u64>,
}

impl<'a> Contents<'a> {
    fn within(self, range: &Range<u64>) -> &'a [u8] {
        let [from, to] = [range.start, range.end].map(|at| usize::try_from(at - self.start).unwrap_or(usize::MAX));
        self.bytes.get(from..to).unwrap_or_default()
    }

    /// The boxes in a part of it. `None` if they don't fill it: then it is not known what is there.
    fn parts(self, range: &Range<u64>) -> Option<Vec<Part>> {
        let (mut at, mut parts) = (range.start, Vec::new());
        // Up to seven bytes at the end are `QuickTime`'s way to end a list.
        while range.end - at >= 8 {
            let part = Part::read(self.within(&(at..range.end)), at, range.end)?;
            at = part.whole.end;
            parts.push(part);
        }
        Some(parts)
    }

    fn read(self, film: &mut Film) -> Option<()> {
        let all = self.start..self.start + self.bytes.len() as u64;
        for part in self.parts(&all)? {
            match &part.kind {
                // Packed: nobody has written these for twenty years.
                b"cmov" => return None,
                b"trak" => self.track(&part, film)?,
                kind if tells(*kind) => film.patches.extend(part.blank()),
                _ => {}
            }
        }
        Some(())
    }

    fn track(self, whole: &Part, film: &mut Film) -> Option<()> {
        let mut track = Track::default();
        let mut blank = Vec::new();
        self.inside(whole, &mut track, &mut blank)?;
        match &track.handler {
            b"vide" => {
                film.kind = FileKind::Film;
                film.plays &= matches!(&track.format, b"avc1" | b"avc3");
            }
            b"soun" => film.plays &= &track.format == b"mp4a",
            _ => {
                film.patches.extend(whole.blank());
                film.patches.extend(track.samples()?.into_iter().map(Patch::zeros));
                return Some(());
            }
        }
        film.patches.append(&mut blank);
        Some(())
    }

    fn inside(self, whole: &Part, track: &mut Track, blank: &mut Vec<Patch>) -> Option<()> {
        for part in self.parts(&whole.content)? {
            let bytes = self.within(&part.content);
            match &part.kind {
                b"mdia" | b"minf" | b"stbl" => self.inside(&part, track, blank)?,
                // The one of `minf` says how data is found, not what it is.
                b"hdlr" if &whole.kind == b"mdia" => track.handler = bytes.get(8..12)?.try_into().ok()?,
                b"stsd" => track.format = bytes.get(12..16)?.try_into().ok()?,
                b"stco" => track.chunks = numbers(bytes, 4, 4, 1)?,
                b"co64" => track.chunks = numbers(bytes, 4, 8, 1)?,
                b"stsc" => {
                    let runs = numbers(bytes, 4, 4, 3)?;
                    track.runs = runs.chunks_exact(3).map(|run| (run[0], run[1])).collect();
                }
                b"stsz" => {
                    track.size = number(bytes, 4, 4)?;
                    track.sizes = if track.size == 0 { numbers(bytes, 8, 4, 1)? } else { Vec::new() };
                }
                kind if tells(*kind) => blank.extend(part.blank()),
                _ => {}
            }
        }
        Some(())
    }
}

/// A number of `width` bytes.
fn number(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    Some(bytes.get(at..at + width)?.iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

/// The numbers of a table: at `at` how many entries it has, then `each` numbers of `width` bytes an entry.
fn numbers(bytes: &[u8], at: usize, width: usize, each: usize) -> Option<Vec<u64>> {
    let count = usize::try_from(number(bytes, at, 4)?).ok().filter(|count| *count <= SAMPLES)?;
    (0..count * each).map(|index| number(bytes, at + 4 + index * width, width)).collect()
}

impl Track {
    /// Where its samples are, chunk by chunk (ISO/IEC 14496-12 §8.7).
    fn samples(&self) -> Option<Vec<Range<u64>>> {
        let (mut ranges, mut sample) = (Vec::new(), 0_usize);
        for (chunk, start) in (1..).zip(&self.chunks) {
            let run = self.runs.partition_point(|(first, _)| *first <= chunk);
            let count =
                usize::try_from(self.runs.get(run.checked_sub(1)?)?.1).ok().filter(|count| *count <= SAMPLES)?;
            let size: u64 = if self.size > 0 {
                self.size.checked_mul(count as u64)?
            } else {
                self.sizes.get(sample..sample.checked_add(count)?)?.iter().sum()
            };
            sample += count;
            ranges.push(*start..start.checked_add(size)?);
        }
        Some(ranges)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{TryStreamExt, stream};

    use super::*;

    fn a(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&size[..], kind, content].concat()
    }

    fn track(handler: &[u8], format: &[u8], chunk: u32, sizes: &[u32]) -> Vec<u8> {
        let numbers = |numbers: &[u32]| numbers.iter().flat_map(|number| number.to_be_bytes()).collect::<Vec<_>>();
        let count = u32::try_from(sizes.len()).unwrap();
        let codec = a(b"stsd", &[&numbers(&[0, 1, 16])[..], format, &[0; 8]].concat());
        let sizes = a(b"stsz", &[numbers(&[0, 0, count]), numbers(sizes)].concat());
        let (runs, chunks) = (a(b"stsc", &numbers(&[0, 1, 1, count, 1])), a(b"stco", &numbers(&[0, 1, chunk])));
        let stbl = a(b"stbl", &[codec, sizes, runs, chunks].concat());
        let hdlr = a(b"hdlr", &[&[0; 8][..], handler, &[0; 13]].concat());
        a(b"trak", &a(b"mdia", &[hdlr, a(b"minf", &stbl)].concat()))
    }

    async fn seen(bytes: &[u8]) -> Option<(Film, Vec<u8>)> {
        let blobs = Blobs::memory();
        let stored = blobs.put_bytes(bytes.to_vec()).await.unwrap();
        let film = look(&blobs, stored.id, stored.size).await.unwrap()?;
        // In pieces of seven bytes: what is blanked lies across their edges.
        let pieces: Vec<_> = bytes.chunks(7).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
        let out: Vec<Bytes> = film.clone().blanked(stream::iter(pieces)).try_collect().await.unwrap();
        Some((film, out.concat()))
    }

    #[tokio::test]
    async fn the_place_of_a_telephones_film_is_gone_and_nothing_has_moved() {
        let place = b"+48.9117+002.3340/";
        let udta = a(b"udta", &a(b"\xa9xyz", place));
        let meta = a(b"meta", &[&b"com.apple.quicktime.location.ISO6709"[..], place].concat());
        let moov =
            a(b"moov", &[track(b"vide", b"avc1", 24, &[4]), track(b"soun", b"mp4a", 28, &[4]), udta, meta].concat());
        let ftyp = a(b"ftyp", b"mp42\0\0\0\0");
        let film = [ftyp, a(b"mdat", b"VIDESOUN"), moov, a(b"uuid", place)].concat();
        let (found, out) = seen(&film).await.unwrap();
        assert_eq!((found.kind, found.plays, found.as_it_is()), (FileKind::Film, true, false));
        assert_eq!(out.len(), film.len());
        assert!(!out.windows(8).any(|part| part == &place[..8]) && !out.windows(5).any(|part| part == b"apple"));
        assert!(out.windows(8).any(|part| part == b"VIDESOUN"), "what is seen and heard stays");
        // Looked at again, there is nothing to take out.
        let again = seen(&out).await.unwrap();
        assert!(again.0.as_it_is() && again.1 == out);
    }

    #[tokio::test]
    async fn a_drones_own_track_of_places_is_blanked_sample_by_sample() {
        let telemetry = track(b"meta", b"gpmd", 12, &[4, 6]);
        let film =
            [a(b"mdat", b"VIDE48.9117+2END"), a(b"moov", &[track(b"vide", b"hvc1", 8, &[4]), telemetry].concat())];
        let (found, out) = seen(&film.concat()).await.unwrap();
        assert!(!found.plays, "HEVC is not played everywhere");
        assert!(out.starts_with(b"\0\0\0\x18mdatVIDE\0\0\0\0\0\0\0\0\0\0"), "{}", out.escape_ascii());
        assert!(!out.windows(4).any(|part| part == b"gpmd"));
    }

    #[tokio::test]
    async fn a_film_that_can_not_be_read_whole_is_none() {
        let good = [a(b"ftyp", b"mp42"), a(b"moov", &track(b"vide", b"avc1", 8, &[4]))].concat();
        assert!(seen(&good).await.is_some());
        for cut in 1..good.len() - 12 {
            assert!(seen(&good[..good.len() - cut]).await.is_none(), "{cut} bytes are missing");
        }
        assert!(seen(&a(b"moov", &a(b"cmov", b"x"))).await.is_none());
        // A table that says that it has more than there is.
        let mut lies = track(b"meta", b"gpmd", 8, &[4]);
        let at = lies.windows(4).position(|part| part == b"stsz").unwrap() + 12;
        lies[at..at + 4].copy_from_slice(&400_000_u32.to_be_bytes());
        assert!(seen(&a(b"moov", &lies)).await.is_none());
    }
}
