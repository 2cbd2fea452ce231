//! Text from bytes: which encoding, and readers that give up at a limit instead of filling memory.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use encoding_rs::{CoderResult, Decoder, Encoding, ISO_8859_15, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{Code, Problem};

/// Something that can be read from its beginning several times: a file, or a file of an archive.
pub(crate) trait Open {
    /// Its bytes, from the first.
    fn open(&mut self) -> Result<Box<dyn Read + '_>, Problem>;
}

/// The encoding of a table, for which the whole of it is looked at: one accent on the last row decides.
///
/// A byte order mark is believed. Else, text that is valid UTF-8 is UTF-8. Else it is one of the Latin encodings of
/// western European software, which differ in a few signs: bytes 80 to 9F are letters and dashes in windows-1252 only;
/// without any, ISO-8859-15 has the œ that French names need where ISO-8859-1 has fractions that no name has.
pub(crate) fn encoding_of_table(source: &mut dyn Open) -> Result<&'static Encoding, Problem> {
    let mut input = source.open()?;
    let mut chunk = vec![0; 64 << 10];
    let mut utf8 = Utf8Check::default();
    let (mut is_first, mut controls) = (true, false);
    loop {
        let length = read_full(&mut input, &mut chunk)?;
        let bytes = chunk.get(..length).unwrap_or_default();
        if is_first && let Some((encoding, _)) = Encoding::for_bom(bytes) {
            return Ok(encoding);
        }
        if bytes.contains(&0) {
            return Err(Problem::new(Code::NotText));
        }
        controls |= bytes.iter().any(|byte| (0x80..0xA0).contains(byte));
        utf8.feed(bytes);
        if bytes.is_empty() {
            return Ok(match (utf8.is_valid(), controls) {
                (true, _) => UTF_8,
                (false, true) => WINDOWS_1252,
                (false, false) => ISO_8859_15,
            });
        }
        is_first = false;
    }
}

/// The encoding that an XML document declares in its first bytes; UTF-8 if it declares none or an unknown one.
pub(crate) fn encoding_of_xml(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match head {
        [b'<', 0, ..] => return UTF_16LE,
        [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let declaration = head.split(|&byte| byte == b'>').next().unwrap_or_default();
    let text = String::from_utf8_lossy(declaration);
    let label = text.split("encoding").nth(1).and_then(|rest| rest.split(['"', '\'']).nth(1)).unwrap_or_default();
    Encoding::for_label(label.as_bytes()).unwrap_or(UTF_8)
}

/// Bytes of a text, decoded to UTF-8 without its byte order mark. Bytes that mean nothing become U+FFFD, which the
/// reader of a name reports.
pub(crate) struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    start: usize,
    end: usize,
    text: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(input: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        Self { input, decoder, raw: vec![0; 32 << 10], start: 0, end: 0, text: Vec::new(), given: 0, is_over: false }
    }

    /// Decodes one more chunk into `text`.
    fn refill(&mut self) -> io::Result<()> {
        if self.start == self.end {
            self.start = 0;
            self.end = self.input.read(&mut self.raw)?;
        }
        let last = self.end == 0;
        let raw = self.raw.get(self.start..self.end).unwrap_or_default();
        self.text.resize(128 << 10, 0);
        let (result, used, written, _) = self.decoder.decode_to_utf8(raw, &mut self.text, last);
        self.text.truncate(written);
        self.given = 0;
        self.start += used;
        self.is_over = last && result == CoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.is_over {
            self.refill()?;
        }
        let rest = self.text.get(self.given..).unwrap_or_default();
        let length = rest.len().min(out.len());
        let (Some(from), Some(to)) = (rest.get(..length), out.get_mut(..length)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.given += length;
        Ok(length)
    }
}

/// A reader that gives up when too much is read between two calls of [`Meter::mark`]: a row that never ends.
pub(crate) struct Metered<R> {
    input: R,
    meter: Meter,
}

/// Shared with whoever consumes a [`Metered`].
#[derive(Clone)]
pub(crate) struct Meter {
    used: Rc<Cell<usize>>,
    limit: usize,
}

impl Meter {
    pub(crate) fn new(limit: usize) -> Self {
        Self { used: Rc::default(), limit }
    }

    /// A row is over: counting begins again.
    pub(crate) fn mark(&self) {
        self.used.set(0);
    }

    fn count(&self, bytes: usize) -> io::Result<()> {
        self.used.set(self.used.get().saturating_add(bytes));
        if self.used.get() > self.limit {
            return Err(Problem::new(Code::RowTooLong).with("limit", self.limit).into());
        }
        Ok(())
    }
}

impl<R> Metered<R> {
    pub(crate) fn new(input: R, meter: Meter) -> Self {
        Self { input, meter }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(out)?;
        self.meter.count(length)?;
        Ok(length)
    }
}

/// A buffered reader that knows on which line and character its consumer is, and limits one XML tag or text.
pub(crate) struct Lines<R> {
    input: R,
    meter: Meter,
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl<R: BufRead> Lines<R> {
    pub(crate) fn new(input: R, meter: Meter) -> Self {
        Self { input, meter, line: 1, column: 1 }
    }
}

impl<R: BufRead> Read for Lines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let rest = self.fill_buf()?;
        let length = rest.len().min(out.len());
        if let (Some(from), Some(to)) = (rest.get(..length), out.get_mut(..length)) {
            to.copy_from_slice(from);
        }
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.meter.count(0)?;
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        // The buffer was filled just before, so this can't fail; and if it did, only the place would be wrong.
        let used = self.input.fill_buf().ok().and_then(|buffer| buffer.get(..amount)).unwrap_or_default();
        for &byte in used {
            if byte == b'\n' {
                (self.line, self.column) = (self.line + 1, 1);
            } else if byte & 0xC0 != 0x80 {
                self.column += 1;
            }
        }
        self.meter.used.set(self.meter.used.get().saturating_add(amount));
        self.input.consume(amount);
    }
}

/// Fills as much of `chunk` as the input has.
pub(crate) fn read_full(input: &mut dyn Read, chunk: &mut [u8]) -> Result<usize, Problem> {
    let mut length = 0;
    while let Some(rest) = chunk.get_mut(length..).filter(|rest| !rest.is_empty()) {
        match input.read(rest) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Problem::from_io(&error)),
        }
    }
    Ok(length)
}

/// Whether a stream is valid UTF-8, a chunk at a time.
#[derive(Default)]
struct Utf8Check {
    /// The beginning of a character that was cut by the end of a chunk.
    rest: Vec<u8>,
    is_wrong: bool,
}

impl Utf8Check {
    fn feed(&mut self, bytes: &[u8]) {
        if self.is_wrong {
            return;
        }
        self.rest.extend_from_slice(bytes);
        match std::str::from_utf8(&self.rest) {
            Ok(_) => self.rest.clear(),
            Err(error) if error.error_len().is_none() => {
                self.rest.drain(..error.valid_up_to());
            }
            Err(_) => self.is_wrong = true,
        }
    }

    fn is_valid(&self) -> bool {
        !self.is_wrong && self.rest.is_empty()
    }
}
