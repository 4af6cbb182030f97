//! A source that is being read: what it turns out to be, and how a draft becomes a document.

use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read};

use super::archive::{self, Data, Kind, Members, is_zip};
use super::bytes::Bytes;
use super::columns::Wanted;
use super::draft::Draft;
use super::encoding::Decoded;
use super::error::{Cause, Fault, Rejected};
use super::ids::{Ids, into_printable};
use super::options::InputOptions;
use super::reader::Reader;
use super::record::InputRecord;
use super::source::Source;
use super::window::Window;
use crate::document::{Document, Warning, WarningCode};

pub(super) struct Open {
    source: Source,
    reader: Reader,
    pub record: InputRecord,
    /// Of each document only what columns give is wanted, without an id.
    bare: bool,
    /// Cautions about a source stand at the first document that they concern, not at each.
    told_encoding: bool,
    told_undecoded: bool,
    told_date: bool,
}

/// What a source turned out to be.
pub(super) enum Opened {
    /// Documents.
    Documents(Box<Open>),
    /// An archive, whose members are sources.
    Archive(Box<Archive>),
}

/// An archive that is being read.
pub(super) struct Archive {
    pub members: Members,
    pub record: InputRecord,
    /// The archive's own bytes, of which only the digest is wanted.
    window: Window,
}

impl Archive {
    /// Adds what was read of a member.
    pub fn take(&mut self, member: &InputRecord) {
        self.record.documents += member.documents;
        self.record.rejected += member.rejected;
        self.record.undecoded += member.undecoded;
    }

    /// Ends the reading; `whole` when every member was read.
    pub fn close(mut self, whole: bool) -> InputRecord {
        let bytes = self.window.decoded.bytes();
        if whole {
            // What cannot be read any more has no digest, that is all.
            let _ = bytes.drain();
        }
        self.record.sha256 = bytes.sha256();
        self.record.bytes = bytes.bytes_read();
        self.record
    }
}

impl Open {
    /// Opens a source; `stdin` stands in for standard input.
    pub fn open(
        source: Source,
        stdin: Option<Box<dyn Read + Send>>,
        wanted: &Wanted,
        options: &InputOptions,
    ) -> Result<Opened, Rejected> {
        let raw: io::Result<Box<dyn Read + Send>> = match source.path() {
            Some(path) => File::open(path).map(|file| Box::new(file) as _),
            None => Ok(stdin.unwrap_or_else(|| Box::new(io::stdin()))),
        };
        let opened = raw.map_err(Fault::from).and_then(|raw| Self::look(&source, raw, wanted, options, false));
        opened.map_err(|fault| reject(&source, fault))
    }

    /// Opens a member of an archive.
    pub fn member(
        source: Source,
        bytes: Result<Box<dyn Read + Send>, Fault>,
        wanted: &Wanted,
        options: &InputOptions,
    ) -> Result<Opened, Rejected> {
        let opened = bytes.and_then(|bytes| Self::look(&source, bytes, wanted, options, true));
        opened.map_err(|fault| reject(&source, fault))
    }

    fn look(
        source: &Source,
        raw: Box<dyn Read + Send>,
        wanted: &Wanted,
        options: &InputOptions,
        is_member: bool,
    ) -> Result<Opened, Fault> {
        let bytes = Bytes::new(raw)?;
        let bytes = if options.first_look.is_some() { bytes.without_digest() } else { bytes };
        let mut window = Window::new(Decoded::new(bytes)?, options.cap());
        let reader = if is_zip(window.decoded.head()) {
            let is_plain = matches!(window.decoded.bytes(), Bytes::Plain(_));
            let data = match source.path().filter(|_| is_plain) {
                Some(path) => Data::File(path.to_path_buf()),
                None => Data::Memory(window.take_bytes()?.into()),
            };
            match archive::look(data.clone(), source)? {
                Kind::Word => Reader::word(window, data, options),
                Kind::Other(what, remedy) => {
                    Reader::refused(window, Fault::new(Cause::NotText, format!("not text: it is {what} ({remedy})")))
                }
                Kind::Files(_) if is_member => {
                    let reason = "an archive inside an archive is not read (unpack the outer one first)";
                    Reader::refused(window, Fault::new(Cause::NotText, reason))
                }
                Kind::Files(members) => {
                    let record = InputRecord { source: source.name.clone(), ..InputRecord::default() };
                    return Ok(Opened::Archive(Box::new(Archive { members, record, window })));
                }
            }
        } else {
            Reader::new(window, source, wanted, options)
        };
        let record = InputRecord { source: source.name.clone(), format: reader.format(), ..InputRecord::default() };
        let (told_encoding, told_undecoded, told_date) = (false, false, false);
        let source = source.clone();
        // Only a sample asks for the id of what is read without its text.
        let bare = options.first_look.is_some() && options.sample.is_none();
        let open = Open { source, reader, record, bare, told_encoding, told_undecoded, told_date };
        Ok(Opened::Documents(Box::new(open)))
    }

    /// The next document; none at the end of the source.
    pub fn next(&mut self, ids: &mut Ids) -> Option<Result<Document, Rejected>> {
        let result = self.reader.next()?;
        self.record.note(&mut self.reader.window().decoded);
        Some(match result {
            Ok(draft) if self.bare => Ok(Document { given: draft.given, ..Document::default() }),
            Ok(draft) => Ok(self.finish(draft, ids)),
            Err(fault) => {
                self.record.rejected += 1;
                if self.record.format.is_some_and(|format| !format.is_table()) {
                    self.record.format = None;
                }
                Err(reject(&self.source, fault))
            }
        })
    }

    /// Ends the reading; `whole` when the source was read to its end.
    pub fn close(mut self, whole: bool) -> InputRecord {
        let is_refused = self.reader.is_refused();
        self.reader.describe(&mut self.record);
        let decoded = &mut self.reader.window().decoded;
        if whole && !is_refused {
            // A decompressor leaves what follows its data; if that cannot be read, there is no digest, that is all.
            let _ = decoded.bytes().drain();
        }
        self.record.sha256 = decoded.bytes().sha256();
        self.record.note(decoded);
        self.record
    }

    fn finish(&mut self, mut draft: Draft, ids: &mut Ids) -> Document {
        let id = draft.id.take().map(into_printable).filter(|id| !id.is_empty());
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
        if draft.unread_letters > 0 {
            let n = draft.unread_letters;
            let message = format!(
                "{name}: the PDF does not name {n} of its letters, which read \u{FFFD} (compare the text with the page)"
            );
            warn(WarningCode::Encoding, message);
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
        Some(line) => {
            let mut place = String::with_capacity(source.name.len() + 11);
            // Writing to memory does not fail.
            let _ = write!(place, "{}:{line}", source.name);
            place
        }
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
