//! What was read from where: the part of `run.json` that lets somebody else check that they read the same.

use serde::Serialize;

use super::columns::Columns;
use super::encoding::Decoded;
use super::options::Format;

/// One source as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InputRecord {
    /// The path as given, or `-`.
    pub source: String,
    /// What it was read as; none when it was refused, or is an archive.
    pub format: Option<Format>,
    /// The bytes that were read, as they lie in the file (packed, if they are).
    pub bytes: u64,
    /// SHA-256 of the file in hexadecimal; none when reading stopped before its end.
    pub sha256: Option<String>,
    /// The encoding, by its WHATWG name; none for formats that have their own.
    pub encoding: Option<&'static str>,
    /// The encoding is a guess.
    pub encoding_guessed: bool,
    /// How many places, at the least, could not be decoded and read U+FFFD.
    pub undecoded: u64,
    /// What stands between the cells of a table.
    pub delimiter: Option<char>,
    /// Which column or field was taken for what; of JSON, the first of each kind that was met.
    pub columns: Option<Box<Columns>>,
    /// Documents that it gave, without those that a sample left out.
    pub documents: u64,
    /// Documents that could not be read.
    pub rejected: u64,
}

impl InputRecord {
    /// Notes what is known about the bytes by now.
    pub(super) fn note(&mut self, decoded: &mut Decoded) {
        self.encoding = (!decoded.is_raw).then_some(decoded.name);
        self.encoding_guessed = decoded.guessed;
        self.undecoded = decoded.broken;
        self.bytes = decoded.bytes().bytes_read();
    }
}
