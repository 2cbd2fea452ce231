//! Tables: rows of cells, whether from CSV or from a spreadsheet, and what their heading says they are.

use csv::{ReaderBuilder, StringRecord};

use super::{
    Context,
    cells::Cell,
    text::{Decoded, Meter, Metered, Open, encoding_of_table},
};
use crate::{
    Code, Problem, fold,
    formats::{mapped, onde},
};

/// Signs that cut cells, in the order of preference.
const SEPARATORS: [char; 4] = [';', ',', '\t', '|'];

/// One row.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) line: u64,
    pub(crate) cells: &'a [String],
}

impl<'a> Row<'a> {
    /// The cell in a column; empty if the row is short or the column is not there.
    pub(crate) fn cell(&self, column: Option<usize>) -> Cell<'a> {
        let text = column.and_then(|column| self.cells.get(column)).map_or("", String::as_str);
        Cell { text, line: self.line, column: column.map_or(0, |column| column as u64 + 1) }
    }

    /// Whether nothing is in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// Receives the rows after the heading.
pub(crate) trait Rows {
    /// One row, which is not blank.
    fn row(&mut self, row: Row<'_>, ctx: &mut Context<'_>) -> Result<(), Problem>;
    /// The table is over.
    fn end(self: Box<Self>, ctx: &mut Context<'_>) -> Result<(), Problem>;
}

/// A table as it comes: the first row that is not blank is the heading, and says who reads the others.
#[derive(Default)]
pub(crate) struct Table<'r> {
    rows: Option<Box<dyn Rows + 'r>>,
    width: usize,
    separator: Option<char>,
}

impl<'r> Table<'r> {
    /// A table whose reader is already known, and gets the heading too.
    pub(crate) fn of(rows: Box<dyn Rows + 'r>) -> Self {
        Self { rows: Some(rows), width: usize::MAX, separator: None }
    }

    pub(crate) fn row(&mut self, row: Row<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
        let limit = ctx.limits().columns;
        if row.cells.len() > limit {
            return Err(Problem::new(Code::TooManyColumns).with("limit", limit).at(row.line, limit as u64 + 1));
        }
        if row.is_blank() {
            return Ok(());
        }
        if let Some(preview) = &mut ctx.preview {
            if preview.headers.is_empty() {
                preview.headers = row.cells.to_vec();
            } else if preview.rows.len() < 10 {
                preview.rows.push(row.cells.to_vec());
            }
            return Ok(());
        }
        ctx.count().map_err(|problem| problem.at(row.line, 0))?;
        let Some(rows) = &mut self.rows else {
            // Programs pad headings with empty cells.
            self.width = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
            let headers = row.cells.get(..self.width).unwrap_or_default();
            self.rows = Some(detect(headers, ctx).map_err(|problem| problem.at(row.line, 0))?);
            return Ok(());
        };
        check_quotes(row, self.separator)?;
        let expected = self.width;
        if let Some(found) = self.separator.and_then(|used| other_separator(row, used, expected)) {
            let problem = Problem::new(Code::MixedSeparators).at(row.line, 1).with("found", found);
            ctx.problem(problem.with("expected", self.separator.unwrap_or(';')));
            return Ok(());
        }
        let extra = row.cells.get(expected..).unwrap_or_default();
        if let Some(at) = extra.iter().position(|cell| !cell.trim().is_empty()) {
            let problem = Problem::new(Code::LongRow).at(row.line, (expected + at) as u64 + 1);
            ctx.problem(problem.with("found", row.cells.len()).with("expected", expected));
        }
        rows.row(row, ctx)
    }

    pub(crate) fn end(self, ctx: &mut Context<'_>) -> Result<(), Problem> {
        match self.rows {
            Some(rows) => rows.end(ctx),
            None if ctx.preview.is_some() => Ok(()),
            None => Err(Problem::new(Code::EmptyFile)),
        }
    }
}

/// Who reads a table with this heading.
fn detect(headers: &[String], ctx: &Context<'_>) -> Result<Box<dyn Rows>, Problem> {
    if let Some(rows) = onde::detect(headers)? {
        return Ok(rows);
    }
    let columns = headers.iter().map(|header| header.trim()).collect::<Vec<_>>().join(", ");
    match ctx.mapping() {
        Some(mapping) => Ok(Box::new(mapped::Mapped::new(mapping.clone())?)),
        None => Err(Problem::new(Code::NeedsMapping).with("columns", columns)),
    }
}

/// A heading as compared: folded, without spaces, stars and marks (as entcore does, in production for years).
pub(crate) fn header_key(header: &str) -> String {
    let mut key = fold(header);
    key.retain(|c| c != ' ');
    key
}

/// The cells of the first line that is not blank.
pub(crate) fn heading(text: &str) -> Vec<String> {
    let text = text.trim_start_matches(['\u{FEFF}', '\r', '\n', ' ']);
    let mut reader = csv_builder(separator(text)).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    match reader.read_record(&mut record) {
        Ok(true) => record.iter().map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The sign that cuts the first line that is not blank, outside quotation marks.
fn separator(text: &str) -> char {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let outside: String = line.split('"').step_by(2).collect();
    let count = |sign: char| outside.matches(sign).count();
    let mut best = SEPARATORS[0];
    for sign in SEPARATORS {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}

fn csv_builder(separator: char) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder.delimiter(u8::try_from(separator).unwrap_or(b';')).flexible(true).has_headers(false);
    builder
}

/// Reads a CSV as whatever its heading says it is.
pub(crate) fn read_csv(source: &mut dyn Open, ctx: &mut Context<'_>) -> Result<(), Problem> {
    read_csv_into(Table::default(), source, ctx)
}

/// Reads a CSV into a table.
pub(crate) fn read_csv_into(mut table: Table<'_>, source: &mut dyn Open, ctx: &mut Context<'_>) -> Result<(), Problem> {
    let encoding = encoding_of_table(source)?;
    let separator = {
        let mut head = String::new();
        let mut input = std::io::Read::take(Decoded::new(source.open()?, encoding), 64 << 10);
        // The cut may fall inside a character.
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut input, &mut bytes).map_err(|error| Problem::from_io(&error))?;
        head.push_str(&String::from_utf8_lossy(&bytes));
        separator(head.trim_start_matches('\u{FEFF}'))
    };
    table.separator = Some(separator);
    // The reader takes chunks of 8 KiB before it cuts rows.
    let meter = Meter::new(ctx.limits().row_bytes + (8 << 10));
    let input = Metered::new(Decoded::new(source.open()?, encoding), meter.clone());
    let mut reader = csv_builder(separator).from_reader(input);
    let mut record = StringRecord::new();
    let mut cells = Vec::new();
    loop {
        meter.mark();
        let next_line = reader.position().line();
        let more = reader.read_record(&mut record).map_err(|error| csv_problem(&error).at(next_line, 0))?;
        if !more {
            return table.end(ctx);
        }
        let line = record.position().map_or(next_line, csv::Position::line);
        cells.clear();
        cells.extend(record.iter().map(str::to_owned));
        table.row(Row { line, cells: &cells }, ctx)?;
    }
}

fn csv_problem(error: &csv::Error) -> Problem {
    match error.kind() {
        csv::ErrorKind::Io(error) => Problem::from_io(error),
        _ => Problem::new(Code::NotText),
    }
}

/// A quotation mark that is never closed swallows the following rows into one cell.
fn check_quotes(row: Row<'_>, separator: Option<char>) -> Result<(), Problem> {
    let Some(separator) = separator else { return Ok(()) };
    for (column, cell) in row.cells.iter().enumerate() {
        let swallowed = cell.contains('\n') && cell.matches(separator).count() > 3;
        if swallowed || cell.matches('\n').count() > 20 {
            return Err(Problem::new(Code::UnclosedQuote).at(row.line, column as u64 + 1));
        }
    }
    Ok(())
}

/// The sign that cuts this row, if it is another one than in the heading.
fn other_separator(row: Row<'_>, used: char, expected: usize) -> Option<char> {
    let [only] = row.cells else { return None };
    let found = SEPARATORS.into_iter().find(|&sign| sign != used && only.matches(sign).count() + 1 >= expected);
    found.filter(|_| expected > 2)
}
