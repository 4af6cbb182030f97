//! Files that are kept in memory whole: tables that people edit, dictionaries, settings. None is read beyond its cap, be it
//! a device that never ends.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The usual cap, for what people write by hand.
pub(crate) const LARGEST: u64 = 64 << 20;

/// The bytes of a file, or an error when there are more than `most`.
pub(crate) fn read_whole(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::other(format!("it is larger than {} MiB, the most that is read", most >> 20)));
    }
    Ok(bytes)
}

/// The same for text in UTF-8.
pub(crate) fn read_whole_text(path: &Path, most: u64) -> io::Result<String> {
    String::from_utf8(read_whole(path, most)?)
        .map_err(|error| io::Error::other(format!("byte {} is not UTF-8", error.utf8_error().valid_up_to())))
}
