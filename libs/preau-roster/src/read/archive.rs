//! Archives: which files are in them, read within limits that hold whatever the archive declares.

use std::{
    cell::Cell,
    collections::HashMap,
    io::{self, Cursor, Read},
    rc::Rc,
};

use zip::{ZipArchive, result::ZipError};

use super::{
    Context, ReadSeek, read_any, read_text, sheet, table,
    text::{Decoded, Open, encoding_of_table, encoding_of_xml, read_full},
};
use crate::{Code, Limits, Problem, formats::oneroster};

/// What the beginning of a file says it is.
pub(crate) enum Sniffed {
    /// An XML document with that root.
    Xml(String),
    /// A table with that heading.
    Table(Vec<String>),
    /// An archive.
    Archive,
    /// Nothing but spaces.
    Empty,
    /// Something else, named by its signature.
    Other(&'static str),
}

/// Looks at the first 64 KiB.
pub(crate) fn sniff(source: &mut dyn Open) -> Result<Sniffed, Problem> {
    let mut head = vec![0; 64 << 10];
    let length = read_full(&mut source.open()?, &mut head)?;
    head.truncate(length);
    let signatures: [(&[u8], Sniffed); 6] = [
        (b"PK\x03\x04", Sniffed::Archive),
        (b"%PDF", Sniffed::Other("PDF")),
        (b"\x89PNG", Sniffed::Other("PNG")),
        (b"\xFF\xD8\xFF", Sniffed::Other("JPEG")),
        (b"\x1F\x8B", Sniffed::Other("gzip")),
        (b"\xD0\xCF\x11\xE0", Sniffed::Other("xls")),
    ];
    for (signature, sniffed) in signatures {
        if head.starts_with(signature) {
            return Ok(sniffed);
        }
    }
    let mut text = String::new();
    let mut decoded = Decoded::new(head.as_slice(), encoding_of_xml(&head));
    decoded.read_to_string(&mut text).map_err(|error| Problem::from_io(&error))?;
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if start.is_empty() {
        return Ok(Sniffed::Empty);
    }
    if start.starts_with('<') {
        return Ok(root_of(start).map_or(Sniffed::Other("HTML, XML"), Sniffed::Xml));
    }
    let encoding = encoding_of_table(source)?;
    let mut text = String::new();
    Decoded::new(head.as_slice(), encoding).read_to_string(&mut text).map_err(|error| Problem::from_io(&error))?;
    Ok(Sniffed::Table(table::heading(&text)))
}

/// The name of the first element after declarations and comments.
fn root_of(text: &str) -> Option<String> {
    let mut rest = text;
    loop {
        rest = rest.get(rest.find('<')? + 1..)?;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.get(comment.find("-->")?..)?;
        } else if !rest.starts_with(['?', '!']) {
            let name: String =
                rest.chars().take_while(|c| c.is_alphanumeric() || "_-.:".contains(*c)).take(60).collect();
            let local = name.rsplit(':').next().unwrap_or_default().to_owned();
            return (!local.is_empty()).then_some(local);
        }
    }
}

type Zip<'a> = ZipArchive<&'a mut dyn ReadSeek>;

/// A file of an archive.
pub(super) struct Entry<'z, 'a> {
    zip: &'z mut Zip<'a>,
    index: usize,
    budget: Budget,
}

impl Open for Entry<'_, '_> {
    fn open(&mut self) -> Result<Box<dyn Read + '_>, Problem> {
        let file = self.zip.by_index(self.index).map_err(|error| broken(&error))?;
        let packed = file.compressed_size();
        Ok(Box::new(Unpacked { input: file, packed, given: 0, budget: self.budget.clone() }))
    }
}

/// What an archive may still cost. Each file is read up to three times (what is it, which encoding, its records).
#[derive(Clone)]
pub(super) struct Budget {
    left: Rc<Cell<u64>>,
    limits: Limits,
}

impl Budget {
    fn new(limits: &Limits) -> Self {
        Self { left: Rc::new(Cell::new(limits.unpacked_bytes.saturating_mul(3))), limits: limits.clone() }
    }
}

/// Counts what really comes out, since the sizes in a directory may lie.
struct Unpacked<R> {
    input: R,
    packed: u64,
    given: u64,
    budget: Budget,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.input.read(out).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            _ => Problem::new(Code::BrokenZip).with("reason", error).into(),
        })?;
        let limits = &self.budget.limits;
        self.given += length as u64;
        let most = self.packed.saturating_mul(limits.compression_ratio).saturating_add(1 << 20);
        if self.given > most {
            return Err(Problem::new(Code::ZipBomb).with("limit", limits.compression_ratio).into());
        }
        let left = self.budget.left.get().checked_sub(length as u64);
        match left {
            Some(left) if self.given <= limits.unpacked_bytes => self.budget.left.set(left),
            _ => return Err(Problem::new(Code::UnpackedTooBig).with("limit", limits.unpacked_bytes).into()),
        }
        Ok(length)
    }
}

fn broken(error: &ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(reason) if reason.to_lowercase().contains("password") => {
            Problem::new(Code::LockedZip)
        }
        ZipError::InvalidPassword => Problem::new(Code::LockedZip),
        ZipError::Io(error) => Problem::from_io(error),
        other => Problem::new(Code::BrokenZip).with("reason", other),
    }
}

/// Reads an archive, an XLSX or an ODS.
pub(super) fn read(input: &mut dyn ReadSeek, ctx: &mut Context<'_>, depth: usize) -> Result<(), Problem> {
    let mut zip = ZipArchive::new(input).map_err(|error| broken(&error))?;
    let budget = Budget::new(ctx.limits());
    let names = names(&mut zip, ctx.limits())?;
    let mut archive = Archive { zip, names, budget };
    if archive.position("xl/workbook.xml").is_some() {
        return sheet::read_xlsx(&mut archive, ctx);
    }
    if archive.position("content.xml").is_some() && archive.position("mimetype").is_some() {
        return sheet::read_ods(&mut archive, ctx);
    }
    if archive.position("[Content_Types].xml").is_some() {
        return Err(Problem::new(Code::UnknownFormat).with("found", "Office"));
    }
    read_files(&mut archive, ctx, depth)
}

/// An open archive whose names are known to be harmless.
pub(super) struct Archive<'a> {
    zip: Zip<'a>,
    names: Vec<String>,
    budget: Budget,
}

impl<'a> Archive<'a> {
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|one| one == name)
    }

    pub(super) fn entry(&mut self, index: usize) -> Entry<'_, 'a> {
        Entry { zip: &mut self.zip, index, budget: self.budget.clone() }
    }
}

/// Names of the files, folders included. Nothing is ever written to disk, but a name that tries to leave its folder is
/// an attack, and names are shown to people.
fn names(zip: &mut Zip<'_>, limits: &Limits) -> Result<Vec<String>, Problem> {
    if zip.len() > limits.entries {
        return Err(Problem::new(Code::ZipTooManyFiles).with("limit", limits.entries));
    }
    let mut names = Vec::with_capacity(zip.len());
    for index in 0..zip.len() {
        let file = zip.by_index_raw(index).map_err(|error| broken(&error))?;
        if file.encrypted() {
            return Err(Problem::new(Code::LockedZip));
        }
        let name = match file.name() {
            Ok(name) => name.to_string(),
            Err(error) => return Err(broken(&error)),
        };
        let leaves = name.split(['/', '\\']).any(|part| part == "..");
        let is_absolute = name.starts_with(['/', '\\']) || name.chars().nth(1) == Some(':');
        if leaves || is_absolute || name.chars().any(char::is_control) {
            return Err(Problem::new(Code::ZipPath).with("name", name));
        }
        names.push(name);
    }
    Ok(names)
}

/// Reads every file that is a roster. The files of `OneRoster` belong together; archives are read one level deep.
fn read_files(archive: &mut Archive<'_>, ctx: &mut Context<'_>, depth: usize) -> Result<(), Problem> {
    let mut parts = HashMap::new();
    let mut readable = 0;
    for (index, name) in archive.names.clone().into_iter().enumerate() {
        if name.ends_with('/') || name.starts_with("__MACOSX") || name.ends_with(".DS_Store") {
            continue;
        }
        let sniffed = ctx.inside(&name, |_| sniff(&mut archive.entry(index)))?;
        match sniffed {
            Sniffed::Archive if depth == 0 => {
                let bytes = ctx.inside(&name, |ctx| in_memory(&mut archive.entry(index), ctx.limits()))?;
                ctx.inside(&name, |ctx| read_any(&mut Cursor::new(bytes), ctx, depth + 1))?;
                readable += 1;
            }
            Sniffed::Archive => return Err(Problem::new(Code::ZipTooDeep)),
            Sniffed::Table(heading) => {
                if let Some(part) = oneroster::Part::of(&heading) {
                    parts.entry(part).or_insert((index, name));
                } else {
                    ctx.inside(&name, |ctx| read_text(&mut archive.entry(index), ctx))?;
                    readable += 1;
                }
            }
            Sniffed::Xml(root) if root.starts_with("BEE_") => {
                ctx.inside(&name, |ctx| read_text(&mut archive.entry(index), ctx))?;
                readable += 1;
            }
            Sniffed::Xml(_) | Sniffed::Empty | Sniffed::Other(_) => {
                ctx.inside(&name, |ctx| {
                    ctx.problem(Problem::new(Code::FileIgnored));
                    Ok(())
                })?;
            }
        }
    }
    if parts.contains_key(&oneroster::Part::Users) {
        let mut reading = oneroster::Reading::default();
        for part in oneroster::Part::ORDER {
            let Some((index, name)) = parts.get(&part) else { continue };
            ctx.inside(name, |ctx| reading.read(part, &mut archive.entry(*index), ctx))?;
        }
        reading.end(ctx)?;
        readable += 1;
    }
    if readable == 0 { Err(Problem::new(Code::NothingInZip)) } else { Ok(()) }
}

fn in_memory(source: &mut dyn Open, limits: &Limits) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    let limit = limits.inner_archive_bytes;
    source.open()?.take(limit + 1).read_to_end(&mut bytes).map_err(|error| Problem::from_io(&error))?;
    if bytes.len() as u64 > limit {
        return Err(Problem::new(Code::UnpackedTooBig).with("limit", limit));
    }
    Ok(bytes)
}
