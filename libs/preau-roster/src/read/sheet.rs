//! Spreadsheets: the first sheet of an XLSX (ECMA-376) or ODS (OASIS `OpenDocument`), row by row.
//!
//! They are read by events rather than through a library that builds the whole sheet: one cell at row 1,048,576 and
//! column 16,384, a few bytes in the file, must not ask for memory for a billion cells.

use super::{
    Context,
    archive::Archive,
    table::{Row, Table},
    xml::{self, Elements, Path, attribute},
};
use crate::{Code, Problem};

/// Julian days from which spreadsheets count: 1899-12-30, or 1904-01-01.
const EPOCH_1900: i32 = 2_415_019;
const EPOCH_1904: i32 = 2_416_481;

/// Reads the first sheet of an ODS.
pub(super) fn read_ods(archive: &mut Archive<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
    let Some(index) = archive.position("content.xml") else {
        return Err(Problem::new(Code::BrokenSpreadsheet).with("reason", "content.xml"));
    };
    let mut sheet = Ods::default();
    xml::read(&mut archive.entry(index), ctx, &mut sheet).map_err(as_spreadsheet)?;
    sheet.table.end(ctx)
}

/// Reads the first sheet of an XLSX.
pub(super) fn read_xlsx(archive: &mut Archive<'_>, ctx: &mut Context<'_>) -> Result<(), Problem> {
    let mut book = Workbook::default();
    read_part(archive, "xl/workbook.xml", ctx, &mut book)?;
    let mut targets = Targets { wanted: book.first_sheet.clone(), target: None };
    if archive.position("xl/_rels/workbook.xml.rels").is_some() {
        read_part(archive, "xl/_rels/workbook.xml.rels", ctx, &mut targets)?;
    }
    let target = targets.target.unwrap_or_else(|| "worksheets/sheet1.xml".to_owned());
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    let mut shared = SharedTexts::default();
    if archive.position("xl/sharedStrings.xml").is_some() {
        read_part(archive, "xl/sharedStrings.xml", ctx, &mut shared)?;
    }
    let mut styles = Styles::default();
    if archive.position("xl/styles.xml").is_some() {
        read_part(archive, "xl/styles.xml", ctx, &mut styles)?;
    }
    let epoch = if book.counts_from_1904 { EPOCH_1904 } else { EPOCH_1900 };
    let mut sheet = Xlsx { shared: shared.texts, dates: styles.dates, epoch, ..Xlsx::default() };
    read_part(archive, &path, ctx, &mut sheet)?;
    sheet.table.end(ctx)
}

fn read_part(
    archive: &mut Archive<'_>,
    name: &str,
    ctx: &mut Context<'_>,
    elements: &mut dyn Elements,
) -> Result<(), Problem> {
    let Some(index) = archive.position(name) else {
        return Err(Problem::new(Code::BrokenSpreadsheet).with("reason", name));
    };
    xml::read(&mut archive.entry(index), ctx, elements).map_err(as_spreadsheet)
}

/// People who send a spreadsheet need not hear of XML.
fn as_spreadsheet(mut problem: Problem) -> Problem {
    if problem.code == Code::BrokenXml {
        problem.code = Code::BrokenSpreadsheet;
    }
    problem
}

#[derive(Default)]
struct Ods {
    table: Table<'static>,
    sheets: usize,
    line: u64,
    row_repeat: u64,
    cells: Vec<String>,
    cell_repeat: usize,
    value: Option<String>,
    texts: Vec<String>,
    /// Text in spans, which end before their paragraph.
    styled: String,
    /// Empty cells are counted until one is filled: sheets end with a million of them.
    gap: usize,
}

impl Elements for Ods {
    fn open(&mut self, path: &Path, attributes: &[(String, String)], ctx: &mut Context<'_>) -> Result<(), Problem> {
        let repeat = |name: &str| attribute(attributes, name).and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
        match path.name() {
            "table" => self.sheets += 1,
            "table-row" => {
                self.row_repeat = repeat("number-rows-repeated").max(1);
                self.cells.clear();
                self.gap = 0;
            }
            "table-cell" | "covered-table-cell" => {
                self.cell_repeat = usize::try_from(repeat("number-columns-repeated")).unwrap_or(usize::MAX).max(1);
                self.texts.clear();
                self.value = match attribute(attributes, "value-type") {
                    Some("date") => attribute(attributes, "date-value").map(str::to_owned),
                    Some("float") => attribute(attributes, "value").map(whole_number),
                    Some("boolean") => attribute(attributes, "boolean-value").map(str::to_owned),
                    _ => None,
                };
            }
            _ => {}
        }
        let _ = ctx;
        Ok(())
    }

    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem> {
        if self.sheets != 1 {
            return Ok(());
        }
        match path.name() {
            "p" => {
                let styled = std::mem::take(&mut self.styled);
                self.texts.push(format!("{text}{styled}"));
            }
            "span" | "a" => self.styled.push_str(text),
            "table-cell" | "covered-table-cell" => self.cell(ctx)?,
            "table-row" => {
                self.line += 1;
                let row = Row { line: self.line, cells: &self.cells };
                self.table.row(row, ctx)?;
                // A repeated row is either padding or the same person again: telling it once is enough.
                self.line = self.line.saturating_add(self.row_repeat - 1);
            }
            _ => {}
        }
        Ok(())
    }
}

impl Ods {
    fn cell(&mut self, ctx: &Context<'_>) -> Result<(), Problem> {
        let text = self.value.take().unwrap_or_else(|| self.texts.join("\n"));
        if text.is_empty() {
            self.gap = self.gap.saturating_add(self.cell_repeat);
            return Ok(());
        }
        let limit = ctx.limits().columns;
        if self.cells.len().saturating_add(self.gap).saturating_add(self.cell_repeat) > limit {
            return Err(Problem::new(Code::TooManyColumns).with("limit", limit).at(self.line + 1, limit as u64 + 1));
        }
        self.cells.resize(self.cells.len() + self.gap, String::new());
        self.gap = 0;
        self.cells.resize(self.cells.len() + self.cell_repeat, text);
        Ok(())
    }
}

/// `12` rather than `12.0`.
fn whole_number(text: &str) -> String {
    text.strip_suffix(".0").unwrap_or(text).to_owned()
}

#[derive(Default)]
struct Workbook {
    first_sheet: Option<String>,
    counts_from_1904: bool,
}

impl Elements for Workbook {
    fn open(&mut self, path: &Path, attributes: &[(String, String)], _: &mut Context<'_>) -> Result<(), Problem> {
        match path.name() {
            "sheet" if self.first_sheet.is_none() => self.first_sheet = attribute(attributes, "id").map(str::to_owned),
            "workbookPr" => self.counts_from_1904 = matches!(attribute(attributes, "date1904"), Some("1" | "true")),
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, _: &Path, _: &str, _: &mut Context<'_>) -> Result<(), Problem> {
        Ok(())
    }
}

struct Targets {
    wanted: Option<String>,
    target: Option<String>,
}

impl Elements for Targets {
    fn open(&mut self, _: &Path, attributes: &[(String, String)], _: &mut Context<'_>) -> Result<(), Problem> {
        if self.wanted.is_some() && attribute(attributes, "Id") == self.wanted.as_deref() {
            self.target = attribute(attributes, "Target").map(str::to_owned);
        }
        Ok(())
    }

    fn close(&mut self, _: &Path, _: &str, _: &mut Context<'_>) -> Result<(), Problem> {
        Ok(())
    }
}

#[derive(Default)]
struct SharedTexts {
    texts: Vec<String>,
    current: String,
    bytes: usize,
}

impl Elements for SharedTexts {
    fn open(&mut self, path: &Path, _: &[(String, String)], _: &mut Context<'_>) -> Result<(), Problem> {
        if path.name() == "si" {
            self.current.clear();
        }
        Ok(())
    }

    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem> {
        match path.name() {
            // `rPh` holds how a Japanese text is said, not the text.
            "t" if path.parent() != "rPh" => self.current.push_str(text),
            "si" => {
                self.bytes += self.current.len() + size_of::<String>();
                let limit = ctx.limits().shared_text_bytes;
                if self.bytes > limit {
                    return Err(Problem::new(Code::UnpackedTooBig).with("limit", limit));
                }
                self.texts.push(std::mem::take(&mut self.current));
            }
            _ => {}
        }
        Ok(())
    }
}

/// Which cell styles show dates.
#[derive(Default)]
struct Styles {
    date_formats: Vec<String>,
    dates: Vec<bool>,
}

impl Elements for Styles {
    fn open(&mut self, path: &Path, attributes: &[(String, String)], _: &mut Context<'_>) -> Result<(), Problem> {
        let id = attribute(attributes, "numFmtId").unwrap_or_default();
        match (path.parent(), path.name()) {
            ("numFmts", "numFmt") if attribute(attributes, "formatCode").is_some_and(shows_a_date) => {
                self.date_formats.push(id.to_owned());
            }
            ("cellXfs", "xf") => {
                // ECMA-376 18.8.30: formats 14 to 17 and 22 are dates in every language.
                let is_built_in = matches!(id, "14" | "15" | "16" | "17" | "22");
                self.dates.push(is_built_in || self.date_formats.iter().any(|format| format == id));
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, _: &Path, _: &str, _: &mut Context<'_>) -> Result<(), Problem> {
        Ok(())
    }
}

/// A format with a day or a year, outside quotations and brackets (`[Red]`).
fn shows_a_date(format: &str) -> bool {
    let unquoted: String = format.split('"').step_by(2).collect();
    let (mut is_bracketed, mut found) = (false, false);
    for c in unquoted.chars() {
        match c {
            '[' => is_bracketed = true,
            ']' => is_bracketed = false,
            'd' | 'D' | 'y' | 'Y' | 'j' | 'J' | 'a' if !is_bracketed => found = true,
            _ => {}
        }
    }
    found && !unquoted.contains('0') && !unquoted.contains('#')
}

#[derive(Default)]
struct Xlsx {
    table: Table<'static>,
    shared: Vec<String>,
    dates: Vec<bool>,
    epoch: i32,
    line: u64,
    cells: Vec<String>,
    column: usize,
    kind: String,
    is_date: bool,
    text: String,
}

impl Elements for Xlsx {
    fn open(&mut self, path: &Path, attributes: &[(String, String)], ctx: &mut Context<'_>) -> Result<(), Problem> {
        match path.name() {
            "row" => {
                let said = attribute(attributes, "r").and_then(|text| text.parse().ok());
                self.line = said.unwrap_or(self.line.saturating_add(1));
                self.cells.clear();
                self.column = 0;
            }
            "c" => {
                if let Some(column) = attribute(attributes, "r").and_then(column_of) {
                    self.column = column;
                }
                let limit = ctx.limits().columns;
                if self.column >= limit {
                    let problem = Problem::new(Code::TooManyColumns).with("limit", limit);
                    return Err(problem.at(self.line, self.column as u64 + 1));
                }
                attribute(attributes, "t").unwrap_or("n").clone_into(&mut self.kind);
                let style = attribute(attributes, "s").and_then(|text| text.parse::<usize>().ok());
                self.is_date = style.and_then(|style| self.dates.get(style)).copied().unwrap_or(false);
                self.text.clear();
            }
            _ => {}
        }
        Ok(())
    }

    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem> {
        match path.name() {
            "v" => text.clone_into(&mut self.text),
            "t" if path.parent() != "rPh" => self.text.push_str(text),
            "c" => {
                let value = self.value(path)?;
                if self.cells.len() <= self.column {
                    self.cells.resize(self.column + 1, String::new());
                }
                if let Some(cell) = self.cells.get_mut(self.column) {
                    *cell = value;
                }
                self.column += 1;
            }
            "row" => self.table.row(Row { line: self.line, cells: &self.cells }, ctx)?,
            _ => {}
        }
        Ok(())
    }
}

impl Xlsx {
    fn value(&self, path: &Path) -> Result<String, Problem> {
        let text = self.text.as_str();
        Ok(match self.kind.as_str() {
            "s" if text.is_empty() => String::new(),
            "s" => {
                let shared = text.trim().parse::<usize>().ok().and_then(|index| self.shared.get(index));
                let problem = || path.problem(Code::BrokenSpreadsheet).with("reason", text);
                shared.cloned().ok_or_else(problem)?
            }
            // An error such as #N/A is no value.
            "e" => String::new(),
            "n" if self.is_date => self.date(text).unwrap_or_else(|| text.to_owned()),
            "n" => whole_number(text),
            _ => text.to_owned(),
        })
    }

    fn date(&self, text: &str) -> Option<String> {
        let days: i32 = text.split('.').next()?.parse().ok()?;
        let date = time::Date::from_julian_day(days.checked_add(self.epoch)?).ok()?;
        Some(date.to_string())
    }
}

/// The column, from 0, of a reference such as `AB12`.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number =
        letters.take(4).fold(0_usize, |sum, letter| sum * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    number.checked_sub(1)
}
