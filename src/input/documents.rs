//! The documents of a list of sources, one at a time.

use std::io::Read;

use super::columns::Wanted;
use super::error::Rejected;
use super::ids::Ids;
use super::open::{Archive, Open, Opened};
use super::options::InputOptions;
use super::record::InputRecord;
use super::source::Source;
use crate::document::Document;

/// Reads sources in order, document by document; memory is that of the longest document.
///
/// A document that cannot be read is an `Err` and the next call goes on behind it; with
/// [`InputOptions::strict`] it is the last item.
pub struct Documents {
    sources: std::vec::IntoIter<Source>,
    stdin: Option<Box<dyn Read + Send>>,
    options: InputOptions,
    wanted: Wanted,
    current: Option<Box<Open>>,
    /// The archive whose members are being read.
    archive: Option<Box<Archive>>,
    ids: Ids,
    documents: u64,
    records: Vec<InputRecord>,
    /// Bytes of the sources that are finished.
    finished: u64,
    ended: bool,
    unforeseen: Option<String>,
}

impl Documents {
    /// The documents of `sources`.
    pub fn new(sources: Vec<Source>, options: InputOptions) -> Self {
        Documents {
            sources: sources.into_iter(),
            stdin: None,
            wanted: Wanted::new(&options),
            options,
            current: None,
            archive: None,
            ids: Ids::default(),
            documents: 0,
            records: Vec::new(),
            finished: 0,
            ended: false,
            unforeseen: None,
        }
    }

    /// Reads `reader` where a source says standard input.
    pub fn with_stdin(mut self, reader: impl Read + Send + 'static) -> Self {
        self.stdin = Some(Box::new(reader));
        self
    }

    /// What was read so far: one record per source that is finished, in order. Once the iterator has ended these are
    /// all sources that were opened.
    pub fn records(&self) -> &[InputRecord] {
        &self.records
    }

    /// The records when nothing more is to be read.
    pub fn into_records(self) -> Vec<InputRecord> {
        self.records
    }

    /// The value of the side column that ended the reading, for it was not foreseen.
    pub fn unforeseen(&self) -> Option<&str> {
        self.unforeseen.as_deref()
    }

    /// The bytes that were read so far, as they lie in the files: for a progress bar.
    pub fn bytes_read(&self) -> u64 {
        // Members of an archive are counted with it, at its end.
        let current = self.current.as_ref().filter(|_| self.archive.is_none());
        self.finished + current.map_or(0, |open| open.record.bytes)
    }

    /// The bytes of the files that are still to be opened; none when standard input or a file that is not there is
    /// among them.
    pub fn bytes_ahead(&self) -> Option<u64> {
        let size = |source: &Source| Some(std::fs::metadata(source.path()?).ok()?.len());
        self.sources.as_slice().iter().map(size).sum()
    }

    /// True when the files that are still to be opened are few and together no larger than `bytes`.
    pub fn are_within(&self, bytes: u64) -> bool {
        const FEW: usize = 16;
        self.sources.len() <= FEW && self.bytes_ahead().is_some_and(|ahead| ahead <= bytes)
    }

    fn close(&mut self, whole: bool) {
        let Some(record) = self.current.take().map(|open| open.close(whole)) else { return };
        match &mut self.archive {
            Some(archive) => archive.take(&record),
            None => {
                self.finished += record.bytes;
                self.records.push(record);
            }
        }
    }

    /// Ends an archive, `whole` when it was read to its end.
    fn close_archive(&mut self, whole: bool) {
        if let Some(archive) = self.archive.take() {
            let record = archive.close(whole);
            self.finished += record.bytes;
            self.records.push(record);
        }
    }

    /// Opens the next member of the archive, or the next source.
    fn open(&mut self) -> Option<Result<(), Rejected>> {
        if let Some(archive) = &mut self.archive {
            let Some((source, bytes)) = archive.members.next() else {
                self.close_archive(true);
                return Some(Ok(()));
            };
            return Some(match Open::member(source, bytes, &self.wanted, &self.options) {
                Ok(Opened::Documents(open)) => {
                    self.current = Some(open);
                    Ok(())
                }
                // A member that is an archive is refused where it is opened.
                Ok(Opened::Archive(_)) => Ok(()),
                Err(rejected) => {
                    archive.record.rejected += 1;
                    Err(rejected)
                }
            });
        }
        let source = self.sources.next()?;
        let stdin = if source.path().is_none() { self.stdin.take() } else { None };
        let name = source.name.clone();
        Some(match Open::open(source, stdin, &self.wanted, &self.options) {
            Ok(Opened::Documents(open)) => {
                self.current = Some(open);
                Ok(())
            }
            Ok(Opened::Archive(archive)) => {
                self.archive = Some(archive);
                Ok(())
            }
            Err(rejected) => {
                self.records.push(InputRecord { source: name, rejected: 1, ..InputRecord::default() });
                Err(rejected)
            }
        })
    }

    /// The side that a document is given, where it is none of those that were foreseen.
    fn unforeseen_side(&self, document: &Document) -> Option<String> {
        let foreseen = self.options.foreseen_sides.as_ref()?;
        let side = document.given.as_ref()?.side.as_deref()?.trim();
        let is_foreseen = side.is_empty() || foreseen.binary_search_by(|known| known.as_str().cmp(side)).is_ok();
        (!is_foreseen).then(|| side.to_owned())
    }

    /// Reads on, past the ends of sources.
    fn advance(&mut self) -> Option<Result<Document, Rejected>> {
        loop {
            let Some(open) = &mut self.current else {
                match self.open()? {
                    Ok(()) => continue,
                    Err(rejected) => return Some(Err(rejected)),
                }
            };
            match open.next(&mut self.ids) {
                None => self.close(true),
                Some(Ok(document)) if self.options.sample.is_some_and(|sample| !sample.keeps(&document.id)) => {}
                Some(Ok(document)) => {
                    open.record.documents += 1;
                    return Some(Ok(document));
                }
                Some(Err(rejected)) => return Some(Err(rejected)),
            }
        }
    }
}

impl Iterator for Documents {
    type Item = Result<Document, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let is_enough = self.options.limit.is_some_and(|limit| self.documents >= limit);
        let item = if is_enough { None } else { self.advance() };
        self.unforeseen = item.as_ref().and_then(|item| self.unforeseen_side(item.as_ref().ok()?));
        let item = item.filter(|_| self.unforeseen.is_none());
        self.documents += u64::from(matches!(item, Some(Ok(_))));
        self.ended = match &item {
            None => true,
            Some(result) => self.options.strict && result.is_err(),
        };
        if self.ended {
            self.close(false);
            self.close_archive(false);
        }
        item
    }
}
