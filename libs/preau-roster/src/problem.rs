//! What is wrong with a file, as a code and its arguments. Sentences are Fluent messages in `locales/`, found by
//! `roster-problem-<code>`: this module holds no sentence.

use std::{fmt, io};

use serde::{Serialize, Serializer, ser::SerializeMap};

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something was put right or left aside; nobody is lost by it.
    Notice,
    /// A row or a cell could not be understood; the rest of the file counts.
    Row,
    /// The file is refused: nothing that was read from it may be applied.
    Refused,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $severity:ident $name:ident = $code:literal,)+) => {
        /// Everything that can be wrong. The word of a code never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The stable word.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }
        }
    };
}

codes! {
    /// No byte, or only spaces.
    Refused EmptyFile = "empty-file",
    /// A heading and no row, or an XML document without anyone.
    Refused NoRows = "no-rows",
    /// More bytes than [`crate::Limits::file_bytes`]. Args: `limit`.
    Refused FileTooBig = "file-too-big",
    /// The bytes could not be read from where they come. Args: `reason`.
    Refused ReadFailed = "read-failed",
    /// Content of no known format: a picture, a PDF, an unknown XML root. Args: `found`.
    Refused UnknownFormat = "unknown-format",
    /// A table of unknown columns: a person must say what they mean. Args: `columns`.
    Refused NeedsMapping = "needs-mapping",
    /// An old Excel (`.xls`) or password-protected office file.
    Refused OldSpreadsheet = "old-spreadsheet",
    /// A spreadsheet that is not well-formed. Args: `reason`.
    Refused BrokenSpreadsheet = "broken-spreadsheet",
    /// The archive is cut or damaged. Args: `reason`.
    Refused BrokenZip = "broken-zip",
    /// The archive asks for a password.
    Refused LockedZip = "locked-zip",
    /// More than [`crate::Limits::entries`]. Args: `limit`.
    Refused ZipTooManyFiles = "zip-too-many-files",
    /// A name in the archive would leave its folder. Args: `name`.
    Refused ZipPath = "zip-path",
    /// Archives deeper than one level.
    Refused ZipTooDeep = "zip-too-deep",
    /// Uncompressed, more than [`crate::Limits::unpacked_bytes`], or an inner archive that is too big. Args: `limit`.
    Refused UnpackedTooBig = "unpacked-too-big",
    /// Compressed beyond what text ever is: a zip bomb. Args: `limit`.
    Refused ZipBomb = "zip-bomb",
    /// No known file in the archive.
    Refused NothingInZip = "nothing-in-zip",
    /// Bytes that are not text in any accepted encoding.
    Refused NotText = "not-text",
    /// Columns without which nobody can be recognised. Args: `columns`.
    Refused MissingColumns = "missing-columns",
    /// More than [`crate::Limits::rows`]. Args: `limit`.
    Refused TooManyRows = "too-many-rows",
    /// More than [`crate::Limits::columns`]. Args: `limit`.
    Refused TooManyColumns = "too-many-columns",
    /// A row or tag longer than [`crate::Limits::row_bytes`]; often a quotation mark that is never closed.
    /// Args: `limit`.
    Refused RowTooLong = "row-too-long",
    /// A quotation mark is opened and not closed.
    Refused UnclosedQuote = "unclosed-quote",
    /// XML that is not well-formed, or is cut. Args: `reason`.
    Refused BrokenXml = "broken-xml",
    /// XML with a DTD: never in a roster, and a known way to attack readers.
    Refused XmlDoctype = "xml-doctype",
    /// Deeper than [`crate::Limits::xml_depth`]. Args: `limit`.
    Refused XmlTooDeep = "xml-too-deep",
    /// The file is another institution's. Args: `found`, `expected`.
    Refused OtherInstitution = "other-institution",

    /// No family name or no given name.
    Row MissingName = "missing-name",
    /// A cell that a row needs is empty. Args: `field`.
    Row MissingValue = "missing-value",
    /// Not a date, or no date that a living person has. Args: `value`.
    Row BadDate = "bad-date",
    /// Neither F nor M nor H. Args: `value`.
    Row BadSex = "bad-sex",
    /// Not an e-mail address. Args: `value`.
    Row BadEmail = "bad-email",
    /// Not a telephone number. Args: `value`.
    Row BadPhone = "bad-phone",
    /// Neither yes nor no. Args: `value`.
    Row BadFlag = "bad-flag",
    /// Not an INE: 11 letters and digits. Args: `value`.
    Row BadIne = "bad-ine",
    /// `RESP_LEGAL` that is not 0, 1 or 2. Args: `value`.
    Row BadAuthority = "bad-authority",
    /// A role or type that the format does not know. Args: `value`.
    Row UnknownWord = "unknown-word",
    /// Longer than [`crate::Limits::cell_bytes`]; left out. Args: `limit`.
    Row CellTooLong = "cell-too-long",
    /// More cells than the heading. Args: `found`, `expected`.
    Row LongRow = "long-row",
    /// Cells cut by another sign than in the heading. Args: `found`, `expected`.
    Row MixedSeparators = "mixed-separators",
    /// Characters that were lost or doubled by a wrong encoding. Args: `value`.
    Row Garbled = "garbled",
    /// A cell that a spreadsheet would run as a formula; the sign is taken off. Args: `value`.
    Row Formula = "formula",
    /// Control characters or path separators in a name; taken off. Args: `value`.
    Row OddCharacters = "odd-characters",
    /// The same person twice in one file; the second row is left out. Args: `line` of the first.
    Row Duplicate = "duplicate",
    /// Two different people with one identifier; the second row is left out. Args: `value`, `line` of the first.
    Row SharedIdentifier = "shared-identifier",
    /// A guardian's child is in no file. Args: `value`.
    Row UnknownChild = "unknown-child",
    /// Several children could be meant. Args: `value`.
    Row AmbiguousChild = "ambiguous-child",
    /// Points at a person or class that is not there. Args: `value`.
    Row UnknownReference = "unknown-reference",

    /// A file of the archive that is no roster; skipped.
    Notice FileIgnored = "file-ignored",
    /// More problems than [`crate::Limits::problems`]; the others are not told. Args: `count`.
    Notice MoreProblems = "more-problems",
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Something wrong, where it is, and what its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// What.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// The file; a file in an archive is written `archive.zip/file.xml`.
    pub file: String,
    /// Line from 1, or 0 when the whole file is meant.
    pub line: u64,
    /// In tables, the cell from 1; in XML, the character from 1; 0 when the whole line is meant.
    pub column: u64,
    /// Arguments of the sentence, as named in [`Code`].
    #[serde(serialize_with = "args_as_map")]
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// A problem of a whole file that is not named yet.
    pub fn new(code: Code) -> Self {
        Self { code, severity: code.severity(), file: String::new(), line: 0, column: 0, args: Vec::new() }
    }

    /// The problem, at a place.
    #[must_use]
    pub fn at(mut self, line: u64, column: u64) -> Self {
        (self.line, self.column) = (line, column);
        self
    }

    /// The problem, with one more argument, shortened to 80 characters so that a sentence stays a sentence.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.push((name, shortened(&value.to_string())));
        self
    }

    /// The problem, in a file, unless it already names one.
    #[must_use]
    pub fn in_file(mut self, file: &str) -> Self {
        if self.file.is_empty() {
            file.clone_into(&mut self.file);
        }
        self
    }

    /// The problem that an adapter of this crate hid in an I/O error, or [`Code::ReadFailed`].
    pub(crate) fn from_io(error: &io::Error) -> Self {
        if let Some(problem) = error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()) {
            return problem.clone();
        }
        match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                Self::new(Code::BrokenZip).with("reason", error)
            }
            _ => Self::new(Code::ReadFailed).with("reason", error),
        }
    }
}

impl From<Problem> for io::Error {
    fn from(problem: Problem) -> Self {
        Self::other(problem)
    }
}

/// For logs and tests; people read the Fluent sentence.
impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}:{}: {}", self.file, self.line, self.column, self.code.as_str())?;
        self.args.iter().try_for_each(|(name, value)| write!(out, " {name}={value:?}"))
    }
}

impl std::error::Error for Problem {}

fn shortened(value: &str) -> String {
    let mut short: String = value.chars().take(80).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if value.chars().nth(80).is_some() {
        short.push('…');
    }
    short
}

fn args_as_map<S: Serializer>(args: &[(&'static str, String)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(args.len()))?;
    for (name, value) in args {
        map.serialize_entry(name, value)?;
    }
    map.end()
}
