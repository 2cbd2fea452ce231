//! XML by events, with limits and without document types: no entity is ever expanded beyond the five of XML itself.

use std::io::BufReader;

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    Context,
    text::{Decoded, Lines, Meter, Open, encoding_of_xml, read_full},
};
use crate::{Code, Problem};

/// Receives elements. Names are local names, without their prefix.
pub(crate) trait Elements {
    /// An element begins.
    fn open(&mut self, path: &Path, attributes: &[(String, String)], ctx: &mut Context<'_>) -> Result<(), Problem>;
    /// An element ends. `text` is what stands directly in it.
    fn close(&mut self, path: &Path, text: &str, ctx: &mut Context<'_>) -> Result<(), Problem>;
}

/// Where a reading is in a document.
#[derive(Default)]
pub(crate) struct Path {
    /// Names from the root, each followed by `/`.
    names: String,
    starts: Vec<usize>,
    /// Line of the event.
    pub(crate) line: u64,
    /// Character of the event.
    pub(crate) column: u64,
}

impl Path {
    fn push(&mut self, name: &str) {
        self.starts.push(self.names.len());
        self.names.push_str(name);
        self.names.push('/');
    }

    fn pop(&mut self) {
        if let Some(start) = self.starts.pop() {
            self.names.truncate(start);
        }
    }

    /// The name of an element, counted from the current one (0) upwards.
    fn up(&self, levels: usize) -> &str {
        let Some(index) = self.starts.len().checked_sub(levels + 1) else { return "" };
        let start = self.starts.get(index).copied().unwrap_or_default();
        let end = self.starts.get(index + 1).copied().unwrap_or(self.names.len());
        self.names.get(start..end.saturating_sub(1)).unwrap_or_default()
    }

    /// The current element.
    pub(crate) fn name(&self) -> &str {
        self.up(0)
    }

    /// The element around it.
    pub(crate) fn parent(&self) -> &str {
        self.up(1)
    }

    /// A problem of this place.
    pub(crate) fn problem(&self, code: Code) -> Problem {
        Problem::new(code).at(self.line, self.column)
    }
}

/// The value of an attribute.
pub(crate) fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
}

/// Reads a whole document into `elements`.
pub(crate) fn read(source: &mut dyn Open, ctx: &mut Context<'_>, elements: &mut dyn Elements) -> Result<(), Problem> {
    let mut head = vec![0; 1 << 10];
    let length = read_full(&mut source.open()?, &mut head)?;
    let encoding = encoding_of_xml(head.get(..length).unwrap_or_default());
    let meter = Meter::new(ctx.limits().row_bytes);
    let input = BufReader::with_capacity(32 << 10, Decoded::new(source.open()?, encoding));
    let mut walk = Walk {
        reader: Reader::from_reader(Lines::new(input, meter.clone())),
        path: Path::default(),
        texts: Vec::new(),
        attributes: Vec::new(),
    };
    let mut buffer = Vec::new();
    let mut roots = 0;
    loop {
        buffer.clear();
        meter.mark();
        (walk.path.line, walk.path.column) = (walk.reader.get_ref().line, walk.reader.get_ref().column);
        let event = walk.reader.read_event_into(&mut buffer).map_err(|error| walk.path.broken(&error))?;
        match event {
            Event::Start(tag) => {
                roots += usize::from(walk.path.starts.is_empty());
                walk.start(&tag, ctx, elements)?;
            }
            Event::Empty(tag) => {
                roots += usize::from(walk.path.starts.is_empty());
                walk.start(&tag, ctx, elements)?;
                walk.end(ctx, elements)?;
            }
            Event::End(_) => walk.end(ctx, elements)?,
            Event::Text(text) => walk.text(&String::from_utf8_lossy(&text), ctx)?,
            Event::CData(text) => walk.text(&String::from_utf8_lossy(&text), ctx)?,
            Event::GeneralRef(reference) => walk.reference(&reference, ctx)?,
            Event::DocType(_) => return Err(walk.path.problem(Code::XmlDoctype)),
            Event::Eof if walk.path.starts.is_empty() && roots == 1 => return Ok(()),
            Event::Eof => return Err(walk.path.problem(Code::BrokenXml).with("reason", walk.path.name())),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

struct Walk<R> {
    reader: Reader<R>,
    path: Path,
    /// One text for each open element, kept for reuse.
    texts: Vec<String>,
    attributes: Vec<(String, String)>,
}

impl<R> Walk<R> {
    fn start(
        &mut self,
        tag: &BytesStart<'_>,
        ctx: &mut Context<'_>,
        elements: &mut dyn Elements,
    ) -> Result<(), Problem> {
        let limit = ctx.limits().xml_depth;
        if self.path.starts.len() >= limit {
            return Err(self.path.problem(Code::XmlTooDeep).with("limit", limit));
        }
        self.attributes.clear();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|error| self.path.problem(Code::BrokenXml).with("reason", error))?;
            let raw = String::from_utf8_lossy(&attribute.value);
            let value = quick_xml::escape::unescape(&raw)
                .map_err(|error| self.path.problem(Code::BrokenXml).with("reason", error))?;
            let key = String::from_utf8_lossy(attribute.key.local_name().into_inner()).into_owned();
            self.attributes.push((key, value.into_owned()));
        }
        self.path.push(&String::from_utf8_lossy(tag.local_name().into_inner()));
        let depth = self.path.starts.len();
        self.texts.resize_with(depth.max(self.texts.len()), String::new);
        if let Some(text) = self.texts.get_mut(depth - 1) {
            text.clear();
        }
        elements.open(&self.path, &self.attributes, ctx)
    }

    fn end(&mut self, ctx: &mut Context<'_>, elements: &mut dyn Elements) -> Result<(), Problem> {
        let text = self.path.starts.len().checked_sub(1).and_then(|depth| self.texts.get(depth));
        elements.close(&self.path, text.map_or("", String::as_str), ctx)?;
        self.path.pop();
        Ok(())
    }

    /// Text beyond the limit of a cell is cut one byte past it, so that who reads it tells.
    fn text(&mut self, more: &str, ctx: &Context<'_>) -> Result<(), Problem> {
        let Some(text) = self.path.starts.len().checked_sub(1).and_then(|depth| self.texts.get_mut(depth)) else {
            let is_blank = more.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}');
            return if is_blank { Ok(()) } else { Err(self.path.problem(Code::BrokenXml).with("reason", more)) };
        };
        if text.len() <= ctx.limits().cell_bytes {
            text.push_str(more);
        }
        Ok(())
    }

    fn reference(&mut self, reference: &BytesRef<'_>, ctx: &Context<'_>) -> Result<(), Problem> {
        let unknown = |reason: String| self.path.problem(Code::BrokenXml).with("reason", reason);
        let name = String::from_utf8_lossy(reference).into_owned();
        let resolved = reference.resolve_char_ref().map_err(|error| unknown(error.to_string()))?;
        let text = match (resolved, name.as_str()) {
            (Some(c), _) => c.to_string(),
            (None, "amp") => "&".to_owned(),
            (None, "lt") => "<".to_owned(),
            (None, "gt") => ">".to_owned(),
            (None, "quot") => "\"".to_owned(),
            (None, "apos") => "'".to_owned(),
            (None, _) => return Err(unknown(format!("&{name};"))),
        };
        self.text(&text, ctx)
    }
}

impl Path {
    fn broken(&self, error: &quick_xml::Error) -> Problem {
        match error {
            quick_xml::Error::Io(error) => Problem::from_io(error).at(self.line, self.column),
            other => self.problem(Code::BrokenXml).with("reason", other),
        }
    }
}
