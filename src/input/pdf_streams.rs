//! Streams of a PDF that expand without measure, found before a reader unpacks them all into memory.
//!
//! The file is looked through for the word `stream`, wherever it stands; what follows is unpacked as a trial, and
//! again where one packing lies inside another, without keeping it. Invariant: cheap in memory, and no more work than
//! [`MOST`] bytes.

use std::io::Read;

use flate2::read::ZlibDecoder;

/// What all streams of a file may unpack to: far more than text needs.
const MOST: u64 = 256 << 20;
/// Packings around one stream.
const DEEPEST: usize = 3;
/// Filters that expand by up to a thousand times and are not tried out; old files have small streams of this kind.
const OLD: &[u8] = b"/LZW";

/// False when the streams of this file may fill the memory.
pub(super) fn are_bounded(pdf: &[u8]) -> bool {
    let mut left = MOST;
    for at in memchr::memmem::find_iter(pdf, b"stream") {
        let before = &pdf[..at];
        if before.ends_with(b"end") {
            continue;
        }
        let data = &pdf[at + b"stream".len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        let head = &before[before.len().saturating_sub(400)..];
        let head = &head[memchr::memmem::rfind(head, b" obj").unwrap_or(0)..];
        if memchr::memmem::find(head, OLD).is_some() {
            let length = memchr::memmem::find(data, b"endstream").unwrap_or(data.len()) as u64;
            left = left.saturating_sub(length * 1_000);
        } else if is_packed(data) {
            left = left.saturating_sub(unpacked(data, left, DEEPEST));
        }
        if left == 0 {
            return false;
        }
    }
    true
}

/// The first two bytes of zlib's format.
fn is_packed(data: &[u8]) -> bool {
    matches!(data, [first, second, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31))
}

/// How many bytes come out, packings inside included; stops at `most`.
fn unpacked(data: impl Read, most: u64, depth: usize) -> u64 {
    let mut decoder = ZlibDecoder::new(data);
    let mut buffer = [0; 1 << 14];
    let mut head = [0; 2];
    // What is no such stream, or breaks off, has been counted as far as it goes.
    let Ok(()) = decoder.read_exact(&mut head) else { return 0 };
    if is_packed(&head) {
        if depth == 0 {
            return most;
        }
        let inner = head.as_slice().chain(decoder);
        return unpacked(Box::new(inner) as Box<dyn Read + '_>, most, depth - 1);
    }
    let mut count = 2;
    while count < most {
        match decoder.read(&mut buffer) {
            Ok(n) if n > 0 => count += n as u64,
            _ => break,
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::super::fixture::pdf_of;
    use super::*;
    use std::io::Write;

    fn pack(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn bombs_are_found_and_text_is_not() {
        let flate = "/Filter /FlateDecode";
        assert!(are_bounded(&pdf_of(&[pack(b"BT (The dam is safe.) Tj ET")], flate)));
        assert!(are_bounded(b"no stream at all, stream"));
        let megabyte = pack(&vec![b' '; 1 << 20]);
        assert!(are_bounded(&pdf_of(&vec![megabyte.clone(); 20], flate)));
        assert!(!are_bounded(&pdf_of(&vec![megabyte; 300], flate)));
        // A packing inside a packing, and one that goes on inside itself.
        let twice = pack(&pack(&vec![b' '; 300 << 20]));
        assert!(twice.len() < 10_000);
        assert!(!are_bounded(&pdf_of(&[twice], "/Filter [/FlateDecode /FlateDecode]")));
        let deep = (0..6).fold(b"x".to_vec(), |data, _| pack(&data));
        assert!(!are_bounded(&pdf_of(&[deep], flate)));
        assert!(!are_bounded(&pdf_of(&[vec![0; 1 << 20]], "/Filter /LZWDecode")));
    }
}
