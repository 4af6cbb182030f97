//! A source that is being read: which reader it needs, and how a draft becomes a document.

use std::fs::File;
use std::io::{self, Read};

use super::bytes::Bytes;
use super::columns::Wanted;
use super::draft::Draft;
use super::encoding::Decoded;
use super::error::{Cause, Fault, Rejected};
use super::ids::{Ids, printable};
use super::json::Objects;
use super::options::{Format, InputOptions};
use super::record::InputRecord;
use super::source::Source;
use super::table::Table;
use super::window::Window;
use super::{front_matter, sniff};
use crate::document::{Document, Warning, WarningCode};

pub(super) struct Open {
    source: Source,
    reader: Reader,
    pub record: InputRecord,
    /// Cautions about a source stand at the first document that they concern, not at each.
    told_encoding: bool,
    told_undecoded: bool,
    told_date: bool,
}

enum Reader {
    /// The whole source is one document, which is read or not yet.
    Whole(Window, Format, bool),
    Table(Box<Table>),
    Objects(Box<Objects>),
    /// The source is not what can be read.
    Refused(Window, Option<Fault>),
}

impl Open {
    /// Opens a source; `stdin` stands in for standard input.
    pub fn new(
        source: Source,
        stdin: Option<Box<dyn Read + Send>>,
        wanted: &Wanted,
        options: &InputOptions,
    ) -> Result<Open, Rejected> {
        let raw: io::Result<Box<dyn Read + Send>> = match source.path() {
            Some(path) => File::open(path).map(|file| Box::new(file) as _),
            None => Ok(stdin.unwrap_or_else(|| Box::new(io::stdin()))),
        };
        let window = raw.and_then(Bytes::new).and_then(Decoded::new).map(|decoded| Window::new(decoded, options.cap()));
        let window = window.map_err(|error| reject(&source, error.into()))?;
        let reader = Reader::new(window, &source, wanted, options);
        let record = InputRecord { source: source.name.clone(), format: reader.format(), ..InputRecord::default() };
        Ok(Open { source, reader, record, told_encoding: false, told_undecoded: false, told_date: false })
    }

    /// The next document; none at the end of the source.
    pub fn next(&mut self, ids: &mut Ids) -> Option<Result<Document, Rejected>> {
        let result = self.reader.next()?;
        self.record.note(&mut self.reader.window().decoded);
        Some(match result {
            Ok(draft) => Ok(self.finish(draft, ids)),
            Err(fault) => {
                self.record.rejected += 1;
                Err(reject(&self.source, fault))
            }
        })
    }

    /// Ends the reading; `whole` when the source was read to its end.
    pub fn close(mut self, whole: bool) -> InputRecord {
        let is_refused = matches!(self.reader, Reader::Refused(..));
        match &self.reader {
            Reader::Table(table) => {
                self.record.columns = Some(table.columns.clone());
                self.record.delimiter = table.delimiter.map(char::from);
            }
            Reader::Objects(objects) => self.record.columns = Some(objects.columns.clone()),
            Reader::Whole(..) | Reader::Refused(..) => {}
        }
        let decoded = &mut self.reader.window().decoded;
        if whole && !is_refused {
            // A decompressor leaves what follows its data; if that cannot be read, there is no digest, that is all.
            let _ = decoded.bytes().drain();
        }
        self.record.sha256 = decoded.bytes().sha256();
        self.record.note(decoded);
        self.record
    }

    fn finish(&mut self, draft: Draft, ids: &mut Ids) -> Document {
        let id = draft.id.as_deref().map(printable).filter(|id| !id.is_empty());
        let id = ids.unique(id.unwrap_or_else(|| row_id(&self.source, draft.row)));
        let warnings = self.cautions(&draft, &id);
        Document {
            source: place(&self.source, draft.row.and(draft.line)),
            id,
            title: draft.title,
            date: draft.date,
            text: draft.text,
            given: draft.given,
            origin: draft.origin,
            warnings,
        }
    }

    fn cautions(&mut self, draft: &Draft, id: &str) -> Vec<Warning> {
        let mut warnings = Vec::new();
        let mut warn = |code, message: String| warnings.push(Warning::new(code, message).about_document(id));
        let (name, record) = (&self.source.name, &self.record);
        if record.encoding_guessed && !std::mem::replace(&mut self.told_encoding, true) {
            let encoding = record.encoding.unwrap_or("unknown");
            warn(
                WarningCode::Encoding,
                format!("{name}: not UTF-8; read as {encoding}, which is a guess (save it as UTF-8 to be sure)"),
            );
        }
        if record.undecoded > 0 && !std::mem::replace(&mut self.told_undecoded, true) {
            let encoding = record.encoding.unwrap_or("unknown");
            warn(
                WarningCode::Encoding,
                format!("{name}: some characters are broken in {encoding} and read \u{FFFD} (save it as UTF-8 again)"),
            );
        }
        if let Some(date) = draft.unread_date.as_ref().filter(|_| !self.told_date) {
            self.told_date = true;
            let shown: String = date.chars().take(40).collect();
            let place = place(&self.source, draft.row.and(draft.line));
            let others = if draft.row.is_some() { "; others like it in this source are not listed" } else { "" };
            warn(
                WarningCode::Metadata,
                format!("{place}: the date \"{shown}\" names no day (write 2016-09-26){others}"),
            );
        }
        if let Some(reason) = &draft.unread_front_matter {
            warn(
                WarningCode::Metadata,
                format!("{name}: the front matter is not valid YAML and was left out: {reason} (put values in quotes)"),
            );
        }
        warnings
    }
}

impl Reader {
    fn new(mut window: Window, source: &Source, wanted: &Wanted, options: &InputOptions) -> Reader {
        match choose(&mut window, source, wanted, options) {
            Err(fault) => Reader::Refused(window, Some(fault)),
            Ok(format @ (Format::Text | Format::Markdown)) => Reader::Whole(window, format, false),
            Ok(format @ (Format::Csv | Format::Tsv)) => {
                let delimiter = (format == Format::Tsv).then_some(b'\t');
                Reader::Table(Box::new(Table::new(window, delimiter, wanted.clone(), options.guarded)))
            }
            Ok(format @ (Format::JsonLines | Format::Json)) => {
                Reader::Objects(Box::new(Objects::new(window, format == Format::JsonLines, wanted.clone())))
            }
        }
    }

    fn format(&self) -> Option<Format> {
        match self {
            Reader::Whole(_, format, _) => Some(*format),
            Reader::Table(table) => Some(if table.delimiter == Some(b'\t') { Format::Tsv } else { Format::Csv }),
            Reader::Objects(objects) => Some(if objects.by_line { Format::JsonLines } else { Format::Json }),
            Reader::Refused(..) => None,
        }
    }

    fn window(&mut self) -> &mut Window {
        match self {
            Reader::Whole(window, ..) | Reader::Refused(window, _) => window,
            Reader::Table(table) => table.window(),
            Reader::Objects(objects) => objects.window(),
        }
    }

    fn next(&mut self) -> Option<Result<Draft, Fault>> {
        match self {
            Reader::Table(table) => table.next(),
            Reader::Objects(objects) => objects.next(),
            Reader::Refused(_, fault) => fault.take().map(Err),
            Reader::Whole(_, _, true) => None,
            Reader::Whole(window, format, read) => {
                *read = true;
                let text = window.take_all();
                Some(text.map(|text| match format {
                    Format::Markdown => front_matter::read(text),
                    _ => Draft { text, ..Draft::default() },
                }))
            }
        }
    }
}

/// The format to read a source as, or why it cannot be read.
fn choose(window: &mut Window, source: &Source, wanted: &Wanted, options: &InputOptions) -> Result<Format, Fault> {
    let decoded = &window.decoded;
    if let Some(reason) = sniff::refuse(decoded.head(), decoded.is_narrow()) {
        return Err(Fault::new(Cause::NotText, reason));
    }
    window.more()?;
    if let Some(format) = options.input_format {
        return Ok(format);
    }
    let rest = window.rest();
    let head = String::from_utf8_lossy(&rest[..rest.len().min(1 << 14)]);
    let named = source.format();
    let is_prose = matches!(named, None | Some(Format::Text | Format::Markdown));
    let is_page = matches!(source.extension().as_str(), "html" | "htm" | "xhtml");
    if is_page || is_prose && sniff::is_web_page(&head) {
        let reason = "not plain text: it is a web page (save the text of the article as .txt)";
        return Err(Fault::new(Cause::NotText, reason));
    }
    Ok(named.unwrap_or_else(|| sniff::guess(&head, wanted)))
}

/// The id of what came without one.
fn row_id(source: &Source, row: Option<u64>) -> String {
    match row {
        Some(row) => format!("{}-{row}", source.id),
        None => source.id.clone(),
    }
}

/// Where something stands, as editors understand it.
fn place(source: &Source, line: Option<u64>) -> String {
    match line {
        Some(line) => format!("{}:{line}", source.name),
        None => source.name.clone(),
    }
}

fn reject(source: &Source, fault: Fault) -> Rejected {
    Rejected {
        document: row_id(source, fault.row),
        source: place(source, fault.line),
        reason: fault.reason,
        cause: fault.cause,
    }
}
