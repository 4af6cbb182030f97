//! From bytes to UTF-8, as a stream.
//!
//! A byte order mark decides; then the pattern of zeros that UTF-16 and UTF-32 leave in Western text; then UTF-8 if
//! it is valid. Anything else is guessed (chardetng, which browsers use) from the first place that is not ASCII, so
//! that a table of gigabytes needs no second reading: all before that place is the same in every encoding that is
//! left. A file that is UTF-8 but for a few broken places stays UTF-8, with U+FFFD in those places.
//!
//! Invariant: what goes out is valid UTF-8.

use std::io::{self, Read};

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Decoder, Encoding, UTF_16BE, UTF_16LE};
use simdutf8::compat::from_utf8;

use super::bytes::Bytes;

const CHUNK: usize = 1 << 17;

enum Mode {
    /// So many characters beyond ASCII were seen, all of them valid.
    Utf8 { wide: u64 },
    /// Anything that encoding_rs knows.
    Other(Box<Decoder>),
    /// Four bytes a character, the largest first or last.
    Utf32 { big: bool },
}

/// The text of a source.
pub(super) struct Decoded {
    bytes: Bytes,
    /// Bytes that were read and not decoded: `raw[..filled]`.
    raw: Vec<u8>,
    filled: usize,
    ended: bool,
    /// The decoder gave its last, and must not be asked again.
    finished: bool,
    mode: Mode,
    /// What the source was read as.
    pub name: &'static str,
    /// The name is a guess.
    pub guessed: bool,
    /// What the source says about itself (a web page does), for when it is not UTF-8.
    pub declared: Option<&'static Encoding>,
    /// The bytes were taken as they are, and not decoded.
    pub is_raw: bool,
    /// How many places could not be decoded; of encodings other than UTF-8 and UTF-32, in how many pieces they were.
    pub broken: u64,
}

impl Decoded {
    /// Looks at the first bytes.
    pub fn new(bytes: Bytes) -> io::Result<Self> {
        Self::with_chunk(bytes, CHUNK)
    }

    fn with_chunk(bytes: Bytes, chunk: usize) -> io::Result<Self> {
        let mut this = Decoded {
            bytes,
            raw: vec![0; chunk],
            filled: 0,
            ended: false,
            finished: false,
            mode: Mode::Utf8 { wide: 0 },
            name: "UTF-8",
            guessed: false,
            declared: None,
            is_raw: false,
            broken: 0,
        };
        this.read()?;
        this.detect();
        Ok(this)
    }

    /// The bytes that the kind of data is told from, before anything is decoded.
    pub fn head(&self) -> &[u8] {
        &self.raw[..self.filled.min(1 << 16)]
    }

    /// True when every byte is a character or a part of one, so that zeros are not to be expected.
    pub fn is_narrow(&self) -> bool {
        matches!(self.mode, Mode::Utf8 { .. })
    }

    /// The bytes below.
    pub fn bytes(&mut self) -> &mut Bytes {
        &mut self.bytes
    }

    /// Reads everything, undecoded, and gives it away; at most a few bytes more than `cap`.
    pub fn take_bytes(&mut self, cap: usize) -> io::Result<Vec<u8>> {
        self.is_raw = true;
        let mut bytes = std::mem::take(&mut self.raw);
        bytes.truncate(self.filled);
        (self.filled, self.finished) = (0, true);
        if !self.ended {
            let room = (cap as u64 + 1).saturating_sub(bytes.len() as u64);
            self.bytes.by_ref().take(room).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }

    /// Appends some text to `out`; false at the end.
    pub fn fill(&mut self, out: &mut String) -> io::Result<bool> {
        let before = out.len();
        while !self.finished {
            self.decode(out);
            self.finished = self.ended && self.filled == 0;
            if out.len() > before {
                return Ok(true);
            }
            if !self.ended {
                self.read()?;
            }
        }
        Ok(false)
    }

    /// Fills the buffer, however small the pieces that a pipe gives: guesses must not depend on them.
    fn read(&mut self) -> io::Result<()> {
        while self.filled < self.raw.len() && !self.ended {
            let n = self.bytes.read(&mut self.raw[self.filled..])?;
            self.filled += n;
            self.ended = n == 0;
        }
        Ok(())
    }

    fn detect(&mut self) {
        let head = &self.raw[..self.filled];
        let (mode, name, mark, guessed) = if head.starts_with(b"\xEF\xBB\xBF") {
            (Mode::Utf8 { wide: 0 }, "UTF-8", 3, false)
        } else if head.starts_with(b"\xFF\xFE\0\0") {
            (Mode::Utf32 { big: false }, "UTF-32LE", 4, false)
        } else if head.starts_with(b"\0\0\xFE\xFF") {
            (Mode::Utf32 { big: true }, "UTF-32BE", 4, false)
        } else if head.starts_with(b"\xFF\xFE") {
            (wide(false), "UTF-16LE", 2, false)
        } else if head.starts_with(b"\xFE\xFF") {
            (wide(true), "UTF-16BE", 2, false)
        } else {
            match zeros(head) {
                [true, false, false, false] => (Mode::Utf32 { big: false }, "UTF-32LE", 0, true),
                [false, false, false, true] => (Mode::Utf32 { big: true }, "UTF-32BE", 0, true),
                [true, false, true, false] => (wide(false), "UTF-16LE", 0, true),
                [false, true, false, true] => (wide(true), "UTF-16BE", 0, true),
                _ => (Mode::Utf8 { wide: 0 }, "UTF-8", 0, false),
            }
        };
        (self.mode, self.name, self.guessed) = (mode, name, guessed);
        self.take(mark);
    }

    /// Forgets the first `n` bytes of what is not decoded.
    fn take(&mut self, n: usize) {
        self.raw.copy_within(n..self.filled, 0);
        self.filled -= n;
    }

    fn decode(&mut self, out: &mut String) {
        match &mut self.mode {
            Mode::Utf8 { .. } => self.decode_utf8(out),
            Mode::Utf32 { big } => {
                let big = *big;
                self.decode_utf32(big, out);
            }
            Mode::Other(decoder) => {
                let source = &self.raw[..self.filled];
                let room = decoder.max_utf8_buffer_length(source.len()).unwrap_or(source.len() * 3 + 16);
                out.reserve(room);
                let (_, read, replaced) = decoder.decode_to_string(source, out, self.ended);
                self.broken += u64::from(replaced);
                self.take(read);
            }
        }
    }

    fn decode_utf8(&mut self, out: &mut String) {
        let raw = &self.raw[..self.filled];
        let (text, error) = match from_utf8(raw) {
            Ok(text) => (text, None),
            Err(error) => (from_utf8(&raw[..error.valid_up_to()]).unwrap_or_default(), Some(error)),
        };
        out.push_str(text);
        let (wide, valid) = (count_wide(text.as_bytes()), text.len());
        self.see(wide);
        self.take(valid);
        let Some(error) = error else { return };
        let cut_off = error.error_len().is_none() && !self.ended;
        if cut_off || self.is_broken_utf8() {
            if !cut_off {
                self.replace(out);
            }
            return;
        }
        let encoding = self.declared.unwrap_or_else(|| {
            let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
            detector.feed(&self.raw[..self.filled], true);
            detector.guess(None, Utf8Detection::Deny)
        });
        self.name = encoding.name();
        self.guessed = self.declared.is_none();
        self.mode = Mode::Other(Box::new(encoding.new_decoder_without_bom_handling()));
        self.decode(out);
    }

    fn see(&mut self, more: u64) {
        if let Mode::Utf8 { wide } = &mut self.mode {
            *wide += more;
        }
    }

    /// Whether what is left looks like UTF-8 with a few broken places: four valid characters for each of them.
    fn is_broken_utf8(&self) -> bool {
        let Mode::Utf8 { wide } = self.mode else { return false };
        let (mut valid, mut invalid) = (wide, self.broken);
        for chunk in self.raw[..self.filled].utf8_chunks() {
            valid += count_wide(chunk.valid().as_bytes());
            invalid += u64::from(!chunk.invalid().is_empty());
        }
        valid >= 4 * invalid
    }

    /// Decodes all that is there, with U+FFFD for what is broken; a character that is cut off waits for its end.
    fn replace(&mut self, out: &mut String) {
        let (mut used, mut wide, mut broken) = (0, 0, 0);
        for chunk in self.raw[..self.filled].utf8_chunks() {
            out.push_str(chunk.valid());
            wide += count_wide(chunk.valid().as_bytes());
            used += chunk.valid().len();
            let invalid = chunk.invalid();
            let at_end = used + invalid.len() == self.filled && !self.ended;
            let cut_off = std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none());
            if invalid.is_empty() || at_end && cut_off {
                break;
            }
            out.push('\u{FFFD}');
            used += invalid.len();
            broken += 1;
        }
        self.broken += broken;
        self.see(wide);
        self.take(used);
    }

    fn decode_utf32(&mut self, big: bool, out: &mut String) {
        let mut put = |c: Option<char>, broken: &mut u64| {
            *broken += u64::from(c.is_none());
            out.push(c.unwrap_or('\u{FFFD}'));
        };
        let mut used = 0;
        for four in self.raw[..self.filled].as_chunks::<4>().0 {
            let code = if big { u32::from_be_bytes(*four) } else { u32::from_le_bytes(*four) };
            put(char::from_u32(code), &mut self.broken);
            used += 4;
        }
        if self.ended && used < self.filled {
            put(None, &mut self.broken);
            used = self.filled;
        }
        self.take(used);
    }
}

/// A whole file as text.
pub(crate) struct DecodedText {
    /// Without a byte order mark.
    pub text: String,
    /// What it was read as.
    pub encoding: &'static str,
    /// The encoding is a guess.
    pub guessed: bool,
    /// Places that could not be decoded.
    pub broken: u64,
}

/// Decodes a file that is in memory, packed or not, of at most `longest` bytes of text; `label` names its encoding.
/// The error is a reason.
pub(crate) fn decode(bytes: &[u8], label: Option<&str>, longest: usize) -> Result<DecodedText, String> {
    let unpacked = Bytes::new(Box::new(io::Cursor::new(bytes.to_vec()))).map_err(|e| e.to_string())?;
    if let Some(label) = label {
        let encoding = encoding_rs::Encoding::for_label(label.trim().as_bytes())
            .ok_or_else(|| format!("there is no encoding called {label} (such as shift_jis or windows-1252)"))?;
        let mut raw = Vec::new();
        unpacked.take(longest as u64 + 1).read_to_end(&mut raw).map_err(|e| e.to_string())?;
        if raw.len() > longest {
            return Err(too_long(longest));
        }
        let (text, encoding, replaced) = encoding.decode(&raw);
        let broken = if replaced { text.matches('\u{FFFD}').count() as u64 } else { 0 };
        return Ok(DecodedText { text: text.into_owned(), encoding: encoding.name(), guessed: false, broken });
    }
    let mut decoded = Decoded::new(unpacked).map_err(|e| e.to_string())?;
    let mut text = String::new();
    while decoded.fill(&mut text).map_err(|e| e.to_string())? {
        if text.len() > longest {
            return Err(too_long(longest));
        }
    }
    if decoded.guessed
        && let Some((text, encoding)) = kana(bytes)
    {
        return Ok(DecodedText { text, encoding, guessed: true, broken: 0 });
    }
    Ok(DecodedText { text, encoding: decoded.name, guessed: decoded.guessed, broken: decoded.broken })
}

/// The text in the Japanese encoding in which half of what is beyond ASCII is kana. A few words are too little for the
/// statistics of a guess, but no Western text comes out so.
fn kana(bytes: &[u8]) -> Option<(String, &'static str)> {
    [encoding_rs::SHIFT_JIS, encoding_rs::EUC_JP].into_iter().find_map(|encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let wide = text.chars().filter(|c| !c.is_ascii()).count();
        let kana = text.chars().filter(|c| matches!(c, '\u{3041}'..='\u{30FE}')).count();
        (kana > 0 && kana * 2 >= wide).then(|| (text.into_owned(), encoding.name()))
    })
}

fn too_long(longest: usize) -> String {
    format!("it is longer than {} MB", longest >> 20)
}

fn wide(big: bool) -> Mode {
    Mode::Other(Box::new(if big { UTF_16BE } else { UTF_16LE }.new_decoder_without_bom_handling()))
}

/// Which of every four bytes are hardly ever zero, while at least one of the others almost always is.
fn zeros(head: &[u8]) -> [bool; 4] {
    let fours = head[..head.len().min(4096)].as_chunks::<4>().0;
    let mut count = [0usize; 4];
    for four in fours {
        for (n, byte) in count.iter_mut().zip(four) {
            *n += usize::from(*byte == 0);
        }
    }
    let clear = |n: usize| n * 10 < fours.len() || n * 10 > fours.len() * 7;
    if fours.is_empty() || !count.into_iter().all(clear) {
        return [true; 4];
    }
    count.map(|n| n * 10 < fours.len())
}

/// Characters beyond ASCII in valid UTF-8: the bytes that begin one.
fn count_wide(text: &[u8]) -> u64 {
    // Sums that fit a byte, so that many are added at once.
    let wide = |bytes: &[u8]| bytes.iter().fold(0u8, |sum, byte| sum.wrapping_add(u8::from(*byte >= 0xC0)));
    text.chunks(255).map(|bytes| u64::from(wide(bytes))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives a few bytes at a time, so that characters are cut.
    struct Slow(Vec<u8>, usize, usize);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let n = self.2.min(self.0.len() - self.1).min(buffer.len());
            buffer[..n].copy_from_slice(&self.0[self.1..self.1 + n]);
            self.1 += n;
            Ok(n)
        }
    }

    /// Decodes `data` in pieces of `chunk` bytes.
    fn decode(data: &[u8], chunk: usize) -> (String, Decoded) {
        let bytes = Bytes::new(Box::new(Slow(data.to_vec(), 0, 3))).unwrap();
        let mut decoded = Decoded::with_chunk(bytes, chunk).unwrap();
        let mut out = String::new();
        while decoded.fill(&mut out).unwrap() {}
        (out, decoded)
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    fn utf32(text: &str, big: bool) -> Vec<u8> {
        text.chars().flat_map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() }).collect()
    }

    #[test]
    fn each_encoding_is_told() {
        let text = "“Déjà vu,” the ambassador said – twice.";
        let (legacy, _, _) = encoding_rs::WINDOWS_1252.encode(text);
        let russian = "Посол заявил, что переговоры продолжатся завтра утром.";
        let (cyrillic, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        for (data, name, guessed, expected) in [
            (text.as_bytes().to_vec(), "UTF-8", false, text),
            ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), "UTF-8", false, text),
            ([b"\xFF\xFE".to_vec(), utf16(text, false)].concat(), "UTF-16LE", false, text),
            ([b"\xFE\xFF".to_vec(), utf16(text, true)].concat(), "UTF-16BE", false, text),
            (utf16(text, false), "UTF-16LE", true, text),
            (utf16(text, true), "UTF-16BE", true, text),
            ([b"\xFF\xFE\0\0".to_vec(), utf32(text, false)].concat(), "UTF-32LE", false, text),
            ([b"\0\0\xFE\xFF".to_vec(), utf32(text, true)].concat(), "UTF-32BE", false, text),
            (utf32(text, false), "UTF-32LE", true, text),
            (utf32(text, true), "UTF-32BE", true, text),
            (legacy.to_vec(), "windows-1252", true, text),
            (cyrillic.to_vec(), "windows-1251", true, russian),
            (b"".to_vec(), "UTF-8", false, ""),
        ] {
            for chunk in [16, 17, 23, 1000] {
                let (got, decoded) = decode(&data, chunk);
                assert_eq!((got.as_str(), decoded.name, decoded.guessed), (expected, name, guessed));
                assert_eq!(decoded.broken, 0);
            }
        }
    }

    #[test]
    fn a_guess_can_wait_for_the_first_place_beyond_ascii() {
        let mut data = vec![b'a'; 3000];
        data.extend_from_slice(b" caf\xE9 cr\xE8me");
        let (text, decoded) = decode(&data, 500);
        assert!(text.ends_with(" café crème"));
        assert_eq!((decoded.name, decoded.guessed), ("windows-1252", true));
    }

    #[test]
    fn a_few_broken_places_do_not_change_the_encoding() {
        let mut data = "é".repeat(20).into_bytes();
        data.push(0xE9);
        data.extend_from_slice("é".repeat(20).as_bytes());
        for chunk in [16, 21, 1000] {
            let (text, decoded) = decode(&data, chunk);
            assert_eq!(text, format!("{}\u{FFFD}{}", "é".repeat(20), "é".repeat(20)));
            assert_eq!((decoded.name, decoded.broken), ("UTF-8", 1));
        }
    }

    #[test]
    fn text_that_is_cut_off_inside_a_character_ends_with_a_mark() {
        let (text, decoded) = decode(&"é".repeat(9).as_bytes()[..17], 16);
        assert_eq!(text, format!("{}\u{FFFD}", "é".repeat(8)));
        assert_eq!(decoded.broken, 1);
    }

    proptest! {
        #[test]
        fn valid_utf8_is_left_alone(text in "\\PC{0,200}", chunk in 4usize..50) {
            let (got, decoded) = decode(text.as_bytes(), chunk);
            prop_assert_eq!(got, text.trim_start_matches('\u{FEFF}'));
            prop_assert_eq!(decoded.name, "UTF-8");
        }

        #[test]
        fn any_bytes_become_text(data in prop::collection::vec(any::<u8>(), 0..400), chunk in 4usize..64) {
            if let Ok(bytes) = Bytes::new(Box::new(Slow(data, 0, 5)))
                && let Ok(mut decoded) = Decoded::with_chunk(bytes, chunk) {
                let mut out = String::new();
                while let Ok(true) = decoded.fill(&mut out) {}
                prop_assert!(decoded.finished && decoded.filled == 0);
            }
        }
    }
}
