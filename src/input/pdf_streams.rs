//! Streams of a PDF that expand without measure, found before a reader unpacks them all into memory.
//!
//! The file is looked through for the word `stream`, wherever it stands; what follows is unpacked as a trial, and
//! again where one packing lies inside another, without keeping it. A file that veils its streams (encryption, filters
//! before or beside that packing, filters named elsewhere) cannot be tried: it has to be small. Invariant: cheap in
//! memory, and no more work than [`MOST`] bytes.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::error::{Cause, Fault};

/// What all streams of a file may unpack to: far more than text needs.
const MOST: u64 = 256 << 20;
/// Packings around one stream.
const DEEPEST: usize = 3;
/// Bytes of a file that veils its streams; one packing expands by a thousand times at most.
const MOST_VEILED: usize = 512 << 10;
/// Filters that expand.
const PACKINGS: [&[u8]; 6] = [b"FlateDecode", b"Fl", b"LZWDecode", b"LZW", b"RunLengthDecode", b"RL"];
/// Names that say of a file that its streams cannot be tried out.
const VEILS: [&[u8]; 10] = [
    b"Encrypt",
    b"Crypt",
    b"LZWDecode",
    b"LZW",
    b"RunLengthDecode",
    b"RL",
    b"ASCIIHexDecode",
    b"AHx",
    b"ASCII85Decode",
    b"A85",
];

/// Refuses a file whose streams may fill the memory.
pub(super) fn check(pdf: &[u8]) -> Result<(), Fault> {
    let names = Names::of(pdf);
    if names.are_veiled && (names.packs_twice || pdf.len() > MOST_VEILED) {
        let reason = format!(
            "the PDF is encrypted or packed in a way that does not show how far it expands, and {} (save it without a \
             password, or convert it with pdftotext first)",
            if names.packs_twice {
                "packs a stream twice".into()
            } else {
                format!("has more than {} KiB", MOST_VEILED >> 10)
            }
        );
        return Err(Fault::new(Cause::TooLarge, reason));
    }
    if are_bounded(pdf) {
        return Ok(());
    }
    let reason = "a stream of the PDF expands without measure, as archive bombs do (leave it out)";
    Err(Fault::new(Cause::TooLarge, reason))
}

/// What the names in a file say about its streams.
#[derive(Default)]
struct Names {
    /// Streams are encrypted, or in a filter that is not tried out.
    are_veiled: bool,
    /// One list names two filters that expand.
    packs_twice: bool,
}

impl Names {
    fn of(pdf: &[u8]) -> Names {
        let mut found = Names::default();
        let mut last_packing = None;
        for at in memchr::memchr_iter(b'/', pdf).filter(|at| *at > 0 && can_precede(pdf[at - 1])) {
            let rest = &pdf[at + 1..];
            let length = rest.iter().take(64).take_while(|byte| is_regular(**byte)).count();
            let name = unescaped(&rest[..length]);
            let end = at + 1 + length;
            found.are_veiled |= VEILS.contains(&name.as_slice());
            if matches!(name.as_slice(), b"Filter" | b"F") && is_reference(&pdf[end..]) {
                // The other meaning: a file that is attached.
                let before = pdf[..at].trim_ascii_end().strip_suffix(b"<<").map(<[u8]>::trim_ascii_end);
                found.are_veiled |= !before.is_some_and(|before| before.ends_with(b"/EF"));
            }
            if PACKINGS.contains(&name.as_slice()) {
                let is_next = |last| pdf[last..at].iter().all(u8::is_ascii_whitespace);
                found.packs_twice |= last_packing.is_some_and(is_next);
                last_packing = Some(end);
            }
        }
        found
    }
}

/// Bytes before a name; others are chance, inside of packed data.
fn can_precede(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !is_regular(byte)
}

/// Bytes of a name.
fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        b'\0'
            | b'\t'
            | b'\n'
            | 0x0C
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

/// A name with its `#4C` written out.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name;
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'#').and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                rest = &tail[2..];
            }
            None => {
                out.push(*first);
                rest = tail;
            }
        }
    }
    out
}

/// `5 0 R`
fn is_reference(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(40)];
    let mut words = head.split(|byte| !is_regular(*byte)).filter(|word| !word.is_empty());
    let mut number = || words.next().is_some_and(|word| word.iter().all(u8::is_ascii_digit));
    number() && number() && words.next().is_some_and(|word| word.starts_with(b"R"))
}

/// False when the streams that can be tried out unpack to more than [`MOST`].
fn are_bounded(pdf: &[u8]) -> bool {
    let mut left = MOST;
    for at in memchr::memmem::find_iter(pdf, b"stream") {
        if pdf[..at].ends_with(b"end") {
            continue;
        }
        let data = &pdf[at + b"stream".len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if is_packed(data) {
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
    }

    #[test]
    fn what_cannot_be_tried_out_has_to_be_small() {
        for veiled in [
            "/Filter /LZWDecode",
            "/Filter [/ASCII85Decode /FlateDecode]",
            "/Filter [ /A#48x /Fl ]",
            "/Filter 9 0 R",
            "/F 9 0 R",
            "/Encrypt << /V 2 >>",
        ] {
            assert!(check(&pdf_of(&[vec![b'x'; 1000]], veiled)).is_ok(), "{veiled}");
            let told = check(&pdf_of(&[vec![b'x'; MOST_VEILED]], veiled)).unwrap_err().reason;
            assert!(told.contains("has more than 512 KiB"), "{told}");
        }
        let twice = pdf_of(&[b"x".to_vec()], "/Filter [/A85 /FlateDecode\n/Fl]");
        assert!(check(&twice).unwrap_err().reason.contains("packs a stream twice"));
        for plain in ["/Filter /FlateDecode", "/Filter [/FlateDecode /DCTDecode]", "/EF << /F 9 0 R >>", "/F 4"] {
            assert!(check(&pdf_of(&[vec![b'x'; MOST_VEILED]], plain)).is_ok(), "{plain}");
        }
    }
}
