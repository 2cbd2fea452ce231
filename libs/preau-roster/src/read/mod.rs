//! Reading a file of any format into a [`Sink`].
//!
//! What a file is, is told by its content: the first bytes (archive, old office file), the root of an XML document, the
//! heading of a table. To add a format, write its [`xml::Elements`] or [`table::Rows`] in `formats/` and name its root or
//! heading in `detect_root` or `table::detect`.

mod archive;
pub(crate) mod cells;
mod sheet;
pub(crate) mod table;
pub(crate) mod text;
pub(crate) mod xml;

use std::io::{Read, Seek, SeekFrom};

use time::Date;

use crate::{
    Code, Guardianship, Limits, Membership, Person, Place, Problem, Sink, Source, Space,
    formats::{Mapping, siecle},
};
use text::Open;

/// What a reading needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day of reading: who has a `DATE_SORTIE` up to this day has left; nobody is born after it.
    pub today: Date,
    /// The code (UAI) that the file must be of, if it says any.
    pub institution: Option<String>,
    /// What the columns of an unknown table mean. Without it, such a table is refused with [`Code::NeedsMapping`].
    pub mapping: Option<Mapping>,
    /// Limits.
    pub limits: Limits,
}

impl Options {
    /// Options for a day, with default limits.
    pub fn new(today: Date) -> Self {
        Self { today, institution: None, mapping: None, limits: Limits::default() }
    }
}

/// Reads one file into `sink`. `name` only serves to tell problems; the format is told by the content.
///
/// # Errors
/// The problem for which the file is refused. What the sink got from this file before must then be dropped: a roster of
/// which half is missing would make the other half leave.
pub fn read(name: &str, input: &mut (impl Read + Seek), options: &Options, sink: &mut dyn Sink) -> Result<(), Problem> {
    let mut ctx = Context::new(name, options, sink);
    read_any(input, &mut ctx, 0).map_err(|problem| problem.in_file(ctx.file()))
}

/// The heading and first rows of a table, for a page that asks what its columns mean. `None` if the file is no table.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Preview {
    /// The heading.
    pub headers: Vec<String>,
    /// Up to ten rows.
    pub rows: Vec<Vec<String>>,
}

/// Reads the heading and the first rows of a table.
///
/// # Errors
/// As [`read`].
pub fn preview(name: &str, input: &mut (impl Read + Seek), limits: &Limits) -> Result<Preview, Problem> {
    let mut nowhere = crate::Roster::new();
    let options = Options { limits: limits.clone(), ..Options::new(Date::MAX) };
    let mut ctx = Context::new(name, &options, &mut nowhere);
    ctx.preview = Some(Preview::default());
    read_any(input, &mut ctx, 0).map_err(|problem| problem.in_file(ctx.file()))?;
    Ok(ctx.preview.unwrap_or_default())
}

/// Files and buffers alike.
pub(crate) trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Where a reading is, and where its records go.
pub(crate) struct Context<'a> {
    files: Vec<String>,
    options: &'a Options,
    sink: &'a mut dyn Sink,
    problems: u64,
    people: u64,
    records: u64,
    preview: Option<Preview>,
}

impl<'a> Context<'a> {
    fn new(name: &str, options: &'a Options, sink: &'a mut dyn Sink) -> Self {
        let files = vec![name.to_owned()];
        Self { files, options, sink, problems: 0, people: 0, records: 0, preview: None }
    }

    pub(crate) fn file(&self) -> &str {
        self.files.last().map_or("", String::as_str)
    }

    pub(crate) fn limits(&self) -> &'a Limits {
        &self.options.limits
    }

    pub(crate) fn today(&self) -> Date {
        self.options.today
    }

    pub(crate) fn mapping(&self) -> Option<&'a Mapping> {
        self.options.mapping.as_ref()
    }

    pub(crate) fn place(&self, line: u64) -> Place {
        Place { file: self.file().to_owned(), line }
    }

    /// Reads a file inside the current one; what is wrong with it is told under its own name.
    fn inside<T>(&mut self, name: &str, act: impl FnOnce(&mut Self) -> Result<T, Problem>) -> Result<T, Problem> {
        self.files.push(format!("{}/{name}", self.file()));
        self.people = 0;
        let result = act(self).map_err(|problem| problem.in_file(self.file()));
        self.files.pop();
        result
    }

    /// Counts a row or record.
    pub(crate) fn count(&mut self) -> Result<(), Problem> {
        self.records += 1;
        let limit = self.limits().rows;
        if self.records > limit { Err(Problem::new(Code::TooManyRows).with("limit", limit)) } else { Ok(()) }
    }

    /// Tells a problem, up to a limit: a file of another kind could have one in each cell.
    pub(crate) fn problem(&mut self, problem: Problem) {
        self.problems += 1;
        let limit = self.limits().problems;
        if self.problems <= limit {
            let problem = problem.in_file(self.file());
            self.sink.problem(problem);
        } else if self.problems == limit + 1 {
            let problem = Problem::new(Code::MoreProblems).with("count", limit).in_file(self.file());
            self.sink.problem(problem);
        }
    }

    pub(crate) fn person(&mut self, person: Person) {
        self.people += 1;
        self.sink.person(person);
    }

    pub(crate) fn people(&self) -> u64 {
        self.people
    }

    pub(crate) fn guardianship(&mut self, guardianship: Guardianship) {
        self.sink.guardianship(guardianship);
    }

    pub(crate) fn space(&mut self, space: Space) {
        self.sink.space(space);
    }

    pub(crate) fn membership(&mut self, membership: Membership) {
        self.sink.membership(membership);
    }

    /// Ends a file: one without anyone is refused, since a complete list of nobody would make everybody leave.
    pub(crate) fn source(&mut self, source: Source) -> Result<(), Problem> {
        let is_about_people = source.format != crate::Format::SiecleStructures;
        if is_about_people && source.people == 0 {
            return Err(Problem::new(Code::NoRows));
        }
        self.sink.source(source);
        Ok(())
    }

    /// Refuses a file of another institution.
    pub(crate) fn check_institution(&self, found: &str) -> Result<(), Problem> {
        match &self.options.institution {
            Some(expected) if !found.is_empty() && !expected.eq_ignore_ascii_case(found) => {
                Err(Problem::new(Code::OtherInstitution).with("found", found).with("expected", expected))
            }
            _ => Ok(()),
        }
    }
}

/// A file that is read as it is.
struct Whole<'a>(&'a mut dyn ReadSeek);

impl Open for Whole<'_> {
    fn open(&mut self) -> Result<Box<dyn Read + '_>, Problem> {
        self.0.seek(SeekFrom::Start(0)).map_err(|error| Problem::from_io(&error))?;
        Ok(Box::new(&mut self.0))
    }
}

fn read_any(input: &mut dyn ReadSeek, ctx: &mut Context<'_>, depth: usize) -> Result<(), Problem> {
    let size = input.seek(SeekFrom::End(0)).map_err(|error| Problem::from_io(&error))?;
    let limit = ctx.limits().file_bytes;
    if size == 0 {
        return Err(Problem::new(Code::EmptyFile));
    }
    if size > limit {
        return Err(Problem::new(Code::FileTooBig).with("limit", limit));
    }
    let mut head = [0; 8];
    let length = text::read_full(&mut Whole(input).open()?, &mut head)?;
    match head.get(..length).unwrap_or_default() {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => archive::read(input, ctx, depth),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => Err(Problem::new(Code::OldSpreadsheet)),
        _ => read_text(&mut Whole(input), ctx),
    }
}

/// Reads XML or a table.
fn read_text(source: &mut dyn Open, ctx: &mut Context<'_>) -> Result<(), Problem> {
    match archive::sniff(source)? {
        archive::Sniffed::Xml(root) => match root.as_str() {
            "BEE_ELEVES" => siecle::read_learners(source, ctx),
            "BEE_RESPONSABLES" => siecle::read_guardians(source, ctx),
            "BEE_STRUCTURES" => siecle::read_structures(source, ctx),
            _ => Err(Problem::new(Code::UnknownFormat).with("found", format!("<{root}>"))),
        },
        archive::Sniffed::Table(_) => table::read_csv(source, ctx),
        archive::Sniffed::Empty => Err(Problem::new(Code::EmptyFile)),
        archive::Sniffed::Other(found) => Err(Problem::new(Code::UnknownFormat).with("found", found)),
        archive::Sniffed::Archive => Err(Problem::new(Code::ZipTooDeep)),
    }
}
