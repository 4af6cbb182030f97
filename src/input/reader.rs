//! The reader that a source needs, told by its bytes first and its name second.
//!
//! What comes in is a window on a source; what goes out are drafts of documents, or the reason why there is none.

use super::archive::Data;
use super::columns::Wanted;
use super::draft::Draft;
use super::error::{Cause, Fault};
use super::json::Objects;
use super::options::{Format, InputOptions};
use super::record::InputRecord;
use super::source::Source;
use super::table::Table;
use super::window::Window;
use super::{docx, front_matter, headers, mail, page, pdf, sniff};

pub(super) enum Reader {
    /// The whole source is one document, which is read or not yet.
    Whole(Window, Format, bool),
    /// A Word document, with its bytes; they are where an archive is looked for.
    Word(Window, Option<Data>),
    Table(Box<Table>),
    Objects(Box<Objects>),
    /// The source is not what can be read.
    Refused(Window, Option<Fault>),
}

impl Reader {
    pub fn new(mut window: Window, source: &Source, wanted: &Wanted, options: &InputOptions) -> Reader {
        match choose(&mut window, source, wanted, options) {
            Err(fault) => Reader::refused(window, fault),
            Ok(format @ (Format::Csv | Format::Tsv)) => {
                let delimiter = (format == Format::Tsv).then_some(b'\t');
                Reader::Table(Box::new(Table::new(window, delimiter, wanted.clone(), options)))
            }
            Ok(format @ (Format::JsonLines | Format::Json)) => {
                Reader::Objects(Box::new(Objects::new(window, format == Format::JsonLines, wanted.clone())))
            }
            Ok(format) => Reader::Whole(window, format, false),
        }
    }

    /// A Word document.
    pub fn word(window: Window, data: Data, options: &InputOptions) -> Reader {
        match options.input_format {
            None | Some(Format::Docx) => Reader::Word(window, Some(data)),
            Some(format) => Reader::refused(window, other("a Word document", format)),
        }
    }

    pub fn refused(window: Window, fault: Fault) -> Reader {
        Reader::Refused(window, Some(fault))
    }

    pub fn is_refused(&self) -> bool {
        matches!(self, Reader::Refused(..))
    }

    pub fn format(&self) -> Option<Format> {
        match self {
            Reader::Whole(_, format, _) => Some(*format),
            Reader::Word(..) => Some(Format::Docx),
            Reader::Table(table) => Some(if table.delimiter == Some(b'\t') { Format::Tsv } else { Format::Csv }),
            Reader::Objects(objects) => Some(if objects.by_line { Format::JsonLines } else { Format::Json }),
            Reader::Refused(..) => None,
        }
    }

    /// Notes which columns were read.
    pub fn describe(&self, record: &mut InputRecord) {
        match self {
            Reader::Table(table) => {
                record.columns = Some(Box::new(table.columns.clone()));
                record.delimiter = table.delimiter.map(char::from);
            }
            Reader::Objects(objects) => record.columns = Some(Box::new(objects.columns.clone())),
            Reader::Whole(..) | Reader::Word(..) | Reader::Refused(..) => {}
        }
    }

    pub fn window(&mut self) -> &mut Window {
        match self {
            Reader::Whole(window, ..) | Reader::Word(window, _) | Reader::Refused(window, _) => window,
            Reader::Table(table) => table.window(),
            Reader::Objects(objects) => objects.window(),
        }
    }

    /// The next document; none at the end.
    pub fn next(&mut self) -> Option<Result<Draft, Fault>> {
        match self {
            Reader::Table(table) => table.next(),
            Reader::Objects(objects) => objects.next(),
            Reader::Refused(_, fault) => fault.take().map(Err),
            Reader::Whole(_, _, true) => None,
            Reader::Whole(window, format, read) => {
                *read = true;
                Some(whole(window, *format))
            }
            Reader::Word(window, data) => {
                let bytes = match data.take()? {
                    Data::Memory(bytes) => Ok(bytes.to_vec()),
                    Data::File(_) => window.take_bytes(),
                };
                Some(bytes.and_then(|bytes| docx::read(&bytes, window.cap)))
            }
        }
    }
}

/// A source that is one document.
fn whole(window: &mut Window, format: Format) -> Result<Draft, Fault> {
    match format {
        Format::Markdown => window.take_all().map(front_matter::read),
        Format::Html => window.take_all().and_then(page::read),
        Format::Docx => docx::read(&window.take_bytes()?, window.cap),
        Format::Pdf => pdf::read(window.take_bytes()?, window.cap),
        Format::Mail => mail::read(&window.take_bytes()?),
        _ => window.take_all().map(headers::read),
    }
}

/// The format to read a source as, or why it cannot be read.
fn choose(window: &mut Window, source: &Source, wanted: &Wanted, options: &InputOptions) -> Result<Format, Fault> {
    let decoded = &mut window.decoded;
    let named = source.format();
    if decoded.head().starts_with(b"%PDF-") {
        return match options.input_format {
            None | Some(Format::Pdf) => Ok(Format::Pdf),
            Some(format) => Err(other("a PDF", format)),
        };
    }
    if let Some(reason) = sniff::refuse(decoded.head(), decoded.is_narrow()) {
        return Err(Fault::new(Cause::NotText, reason));
    }
    if let Some(format) = options.input_format.or(named).filter(|format| format.is_packed() && *format != Format::Mail)
    {
        let reason = format!("does not begin as a {} does (give it the ending of what it is)", format.as_str());
        return Err(Fault::new(Cause::Malformed, reason));
    }
    if options.input_format == Some(Format::Mail) || options.input_format.is_none() && is_mail(named, decoded.head()) {
        return Ok(Format::Mail);
    }
    decoded.declared = sniff::declared(decoded.head());
    window.more()?;
    if let Some(format) = options.input_format {
        return Ok(format);
    }
    let rest = window.rest();
    let head = String::from_utf8_lossy(&rest[..rest.len().min(1 << 14)]);
    let is_prose = matches!(named, None | Some(Format::Text | Format::Markdown));
    if is_prose && sniff::is_web_page(&head) {
        return Ok(Format::Html);
    }
    Ok(named.unwrap_or_else(|| sniff::guess(&head, wanted)))
}

/// A mail by its name, or one that has to be unpacked.
fn is_mail(named: Option<Format>, head: &[u8]) -> bool {
    let is_prose = matches!(named, None | Some(Format::Text));
    named == Some(Format::Mail) || is_prose && headers::is_packed_mail(&String::from_utf8_lossy(head))
}

fn other(what: &str, format: Format) -> Fault {
    let reason = format!("not {}: it is {what} (leave out --input-format)", format.as_str());
    Fault::new(Cause::NotText, reason)
}
