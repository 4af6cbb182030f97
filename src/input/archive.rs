//! Zip archives: each member that can be read is read as a file of a folder would be.
//!
//! What comes in is a file or its bytes; what goes out are its members, sorted by name, as readers that unpack as they
//! are read. A member's name is a label and nothing else: nothing is ever written under it. Archives inside archives,
//! encrypted members, archives with too many members and archives that expand without measure are refused.

use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use super::docx;
use super::error::{Cause, Fault};
use super::expansion::{TooFar, is_too_far};
use super::source::{KNOWN, Name, Source, name_apart};

/// Members of an archive.
const MOST_MEMBERS: usize = 100_000;

/// True when the bytes begin as those of an archive do.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// Where the bytes of an archive are.
#[derive(Clone)]
pub(super) enum Data {
    File(PathBuf),
    Memory(Arc<[u8]>),
}

/// Something to read at any place.
trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

impl Data {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(match self {
            Data::File(path) => Box::new(File::open(path)?),
            Data::Memory(bytes) => Box::new(Cursor::new(Arc::clone(bytes))),
        })
    }

    fn size(&self) -> io::Result<u64> {
        match self {
            Data::File(path) => std::fs::metadata(path).map(|found| found.len()),
            Data::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }
}

/// What an archive turns out to be.
pub(super) enum Kind {
    /// A Word document.
    Word,
    /// Something that is packed this way and cannot be read: what it is, what to do.
    Other(&'static str, &'static str),
    /// An archive of files.
    Files(Members),
}

/// Members that wait for their turn.
pub(super) struct Members {
    data: Data,
    waiting: std::vec::IntoIter<(Source, Result<Place, String>)>,
}

/// Where a member lies and what it has to become.
struct Place {
    start: u64,
    packed: u64,
    size: u64,
    crc: u32,
    is_stored: bool,
}

/// Looks into an archive; its members get the names of files in a folder named `source`.
pub(super) fn look(data: Data, source: &Source) -> Result<Kind, Fault> {
    let damaged = |error: &dyn std::fmt::Display| {
        let reason = format!("the archive is damaged: {error} (fetch it again)");
        Fault::new(Cause::Malformed, reason)
    };
    let size = data.size()?;
    let mut archive = ZipArchive::new(data.open()?).map_err(|error| damaged(&error))?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has(docx::BODY) {
        return Ok(Kind::Word);
    }
    if has("xl/workbook.xml") {
        return Ok(Kind::Other("an Excel workbook", "save the sheet as CSV first"));
    }
    if has("META-INF/container.xml") {
        return Ok(Kind::Other("an e-book", "convert it to text first"));
    }
    if has("content.xml") && has("META-INF/manifest.xml") {
        return Ok(Kind::Other("an OpenDocument file", "save it as plain text or CSV first"));
    }
    if archive.len() > MOST_MEMBERS {
        let reason = format!("the archive holds more than {MOST_MEMBERS} files (unpack it and name the folder)");
        return Err(Fault::new(Cause::TooLarge, reason));
    }
    let mut found: Vec<(String, Result<Place, String>)> = Vec::new();
    let mut total = 0u64;
    for at in 0..archive.len() {
        let Ok(member) = archive.by_index_raw(at) else { continue };
        let Ok(name) = member.name().map(|name| name.into_owned()) else { continue };
        let is_hidden =
            name.split(['/', '\\']).any(|part| part.starts_with('.') && part != "..") || name.contains("__MACOSX/");
        if member.is_dir() || member.is_symlink() || is_hidden || Name::of(Path::new(&name)).extension.is_empty() {
            continue;
        }
        total = total.saturating_add(member.size());
        let is_stored = member.compression() == CompressionMethod::Stored;
        let place = if member.encrypted() {
            Err("is encrypted (unpack the archive with its password first)".to_string())
        } else if !is_stored && member.compression() != CompressionMethod::Deflated {
            Err("is packed in a way that cannot be read (unpack the archive first)".to_string())
        } else {
            let start =
                member.data_start().ok_or_else(|| "cannot be found in its archive (fetch it again)".to_string());
            let (packed, size, crc) = (member.compressed_size(), member.size(), member.crc32());
            start.map(|start| Place { start, packed, size, crc, is_stored })
        };
        found.push((name, place));
    }
    if is_too_far(size, total) {
        return Err(io::Error::other(TooFar).into());
    }
    if found.is_empty() {
        let looked_for = KNOWN.map(|extension| format!(".{extension}")).join(" ");
        let reason = format!("the archive holds no file that can be read (looked for {looked_for})");
        return Err(Fault::new(Cause::NotText, reason));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (names, places): (Vec<String>, Vec<_>) = found.into_iter().unzip();
    let mut sources: Vec<Source> = names.iter().map(|name| Source::member(source, name)).collect();
    name_apart(&mut sources);
    let waiting: Vec<_> = sources.into_iter().zip(places).collect();
    Ok(Kind::Files(Members { data, waiting: waiting.into_iter() }))
}

impl Iterator for Members {
    /// A member's name and its bytes, unpacked as they are read.
    type Item = (Source, Result<Box<dyn Read + Send>, Fault>);

    fn next(&mut self) -> Option<Self::Item> {
        let (source, place) = self.waiting.next()?;
        let reader = place.map_err(|reason| Fault::new(Cause::Unreadable, reason)).and_then(|place| {
            let mut file = self.data.open()?;
            file.seek(SeekFrom::Start(place.start))?;
            let packed = file.take(place.packed);
            let inner: Box<dyn Read + Send> =
                if place.is_stored { Box::new(packed) } else { Box::new(DeflateDecoder::new(packed)) };
            Ok(Box::new(Member { inner, sum: Crc::new(), crc: place.crc, left: place.size }) as _)
        });
        Some((source, reader))
    }
}

/// A member that has to become what its archive says.
struct Member {
    inner: Box<dyn Read + Send>,
    sum: Crc,
    crc: u32,
    left: u64,
}

impl Read for Member {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        let broken = |reason: &str| Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        self.sum.update(&buffer[..n]);
        match self.left.checked_sub(n as u64) {
            None => return broken("it is longer than its archive says"),
            Some(left) => self.left = left,
        }
        if n == 0 && !buffer.is_empty() {
            if self.left > 0 {
                return broken("it is shorter than its archive says");
            }
            if self.sum.sum() != self.crc {
                return broken("its checksum is wrong");
            }
        }
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{docx, zip};
    use super::*;

    fn members(bytes: Vec<u8>) -> Result<Vec<(String, String, String)>, String> {
        match look(Data::Memory(bytes.into()), &Source::file("pack.zip")).map_err(|fault| fault.reason)? {
            Kind::Word => Err("Word".into()),
            Kind::Other(what, _) => Err(what.into()),
            Kind::Files(members) => members
                .map(|(source, reader)| {
                    let mut text = String::new();
                    let read = reader.map_err(|fault| fault.reason)?.read_to_string(&mut text);
                    read.map_err(|error| error.to_string())?;
                    Ok((source.name, source.id, text))
                })
                .collect(),
        }
    }

    #[test]
    fn members_are_files_of_a_folder() {
        let bytes = zip(&[
            ("b/x.txt", b"one"),
            ("a/x.txt", b"two"),
            ("../../evil.txt", b"three"),
            ("b/", b""),
            ("__MACOSX/b/._x.txt", b"?"),
            ("b/.hidden.txt", b"?"),
            ("picture.raw", b"?"),
        ]);
        let read = members(bytes).unwrap();
        let shown: Vec<(&str, &str, &str)> =
            read.iter().map(|(n, i, t)| (n.as_str(), i.as_str(), t.as_str())).collect();
        let expected = [
            ("pack.zip/../../evil.txt", "evil", "three"),
            ("pack.zip/a/x.txt", "a/x", "two"),
            ("pack.zip/b/x.txt", "b/x", "one"),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn what_a_member_becomes_is_checked() {
        let whole = zip(&[("a.txt", &b"the dam is safe ".repeat(50))]);
        for at in 30..whole.len() {
            let mut broken = whole.clone();
            broken[at] ^= 0x55;
            // Whatever is broken: an error or, where the byte does not matter, the same text.
            if let Ok(read) = members(broken) {
                assert!(read.iter().all(|(_, _, text)| *text == "the dam is safe ".repeat(50)), "{at}");
            }
        }
    }

    #[test]
    fn other_packages_are_told() {
        assert_eq!(members(docx("")).unwrap_err(), "Word");
        assert_eq!(members(zip(&[("xl/workbook.xml", b"")])).unwrap_err(), "an Excel workbook");
        assert_eq!(members(zip(&[("META-INF/container.xml", b"")])).unwrap_err(), "an e-book");
        assert!(members(zip(&[("a.raw", b"")])).unwrap_err().contains("no file that can be read"));
        assert!(members(b"PK\x03\x04 cut off".to_vec()).unwrap_err().contains("damaged"));
    }
}
