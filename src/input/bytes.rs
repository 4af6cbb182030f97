//! The bytes of a source: counted and hashed as they lie there, then unpacked.
//!
//! Invariant: the digest is that of the file, so that `sha256sum` gives the same one, also for `.gz` and `.zst`.
//! Compression is told from the first bytes, not from the name.

use std::io::{self, BufReader, Read};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

use super::expansion::Expansion;

/// A reader that remembers how much it gave and what its digest is.
pub(super) struct Counted {
    inner: Box<dyn Read + Send>,
    /// None when nobody wants the digest.
    sha256: Option<Sha256>,
    bytes: u64,
    ended: bool,
    /// Bytes that were looked at and not yet given.
    peeked: Vec<u8>,
}

impl Counted {
    fn new(inner: Box<dyn Read + Send>) -> Self {
        Counted { inner, sha256: Some(Sha256::new()), bytes: 0, ended: false, peeked: Vec::new() }
    }

    fn pull(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.inner.read(buffer) {
                Ok(n) => {
                    self.sha256.iter_mut().for_each(|digest| digest.update(&buffer[..n]));
                    self.bytes += n as u64;
                    self.ended |= n == 0 && !buffer.is_empty();
                    return Ok(n);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The first bytes, which stay to be read; fewer only when there are no more.
    fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        let mut buffer = vec![0; wanted];
        while self.peeked.len() < wanted {
            let n = self.pull(&mut buffer[self.peeked.len()..])?;
            if n == 0 {
                break;
            }
            let at = self.peeked.len();
            self.peeked.extend_from_slice(&buffer[at..at + n]);
        }
        Ok(&self.peeked)
    }
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.peeked.is_empty() {
            return self.pull(buffer);
        }
        let n = self.peeked.len().min(buffer.len());
        buffer[..n].copy_from_slice(&self.peeked[..n]);
        self.peeked.drain(..n);
        Ok(n)
    }
}

/// The bytes of a source, unpacked.
pub(super) enum Bytes {
    Plain(Counted),
    Gzip(Box<MultiGzDecoder<Counted>>, Expansion),
    Zstandard(Box<zstd::Decoder<'static, BufReader<Counted>>>, Expansion),
}

impl Bytes {
    pub fn new(inner: Box<dyn Read + Send>) -> io::Result<Self> {
        let mut counted = Counted::new(inner);
        let magic = counted.peek(4)?;
        if magic.starts_with(&[0x1F, 0x8B]) {
            Ok(Bytes::Gzip(Box::new(MultiGzDecoder::new(counted)), Expansion::default()))
        } else if magic.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
            Ok(Bytes::Zstandard(Box::new(zstd::Decoder::new(counted)?), Expansion::default()))
        } else {
            Ok(Bytes::Plain(counted))
        }
    }

    /// The same without a digest, which takes time.
    pub fn without_digest(mut self) -> Self {
        self.counted().sha256 = None;
        self
    }

    fn counted(&mut self) -> &mut Counted {
        match self {
            Bytes::Plain(counted) => counted,
            Bytes::Gzip(decoder, _) => decoder.get_mut(),
            Bytes::Zstandard(decoder, _) => decoder.get_mut().get_mut(),
        }
    }

    /// How many bytes of the file were read.
    pub fn bytes_read(&self) -> u64 {
        match self {
            Bytes::Plain(counted) => counted.bytes,
            Bytes::Gzip(decoder, _) => decoder.get_ref().bytes,
            Bytes::Zstandard(decoder, _) => decoder.get_ref().get_ref().bytes,
        }
    }

    /// The SHA-256 of the whole file in hexadecimal; none when it was not read to its end, or is not wanted.
    pub fn sha256(&mut self) -> Option<String> {
        let counted = self.counted();
        let digest = counted.sha256.clone().filter(|_| counted.ended)?.finalize();
        Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Reads what is left, for the digest's sake. A decompressor stops at the end of its own data.
    pub fn drain(&mut self) -> io::Result<()> {
        let mut buffer = vec![0; 1 << 16];
        let counted = self.counted();
        while !counted.ended {
            counted.pull(&mut buffer)?;
        }
        Ok(())
    }
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Bytes::Plain(counted) => counted.read(buffer),
            Bytes::Gzip(decoder, expansion) => {
                let n = decoder.read(buffer)?;
                expansion.check(n, decoder.get_ref().bytes)
            }
            Bytes::Zstandard(decoder, expansion) => {
                let n = decoder.read(buffer)?;
                expansion.check(n, decoder.get_ref().get_ref().bytes)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn unpack(data: Vec<u8>) -> (Vec<u8>, u64, String) {
        let mut bytes = Bytes::new(Box::new(io::Cursor::new(data))).unwrap();
        let mut out = Vec::new();
        bytes.read_to_end(&mut out).unwrap();
        bytes.drain().unwrap();
        (out, bytes.bytes_read(), bytes.sha256().unwrap())
    }

    fn digest(data: &[u8]) -> String {
        Sha256::digest(data).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn the_digest_is_that_of_the_file() {
        for (packed, plain) in [
            (b"a".to_vec(), &b"a"[..]),
            (b"".to_vec(), b""),
            (gzip(b"hello"), b"hello"),
            ([gzip(b"two "), gzip(b"members")].concat(), b"two members"),
            (zstd::encode_all(&b"hello"[..], 0).unwrap(), b"hello"),
        ] {
            let (out, bytes, sha256) = unpack(packed.clone());
            assert_eq!(out, plain);
            assert_eq!(bytes, packed.len() as u64);
            assert_eq!(sha256, digest(&packed));
        }
    }

    #[test]
    fn what_expands_without_measure_ends() {
        let packed = zstd::encode_all(io::repeat(b' ').take(200 << 20), 0).unwrap();
        for packed in [packed, gzip(&vec![b' '; 100 << 20])] {
            let mut bytes = Bytes::new(Box::new(io::Cursor::new(packed))).unwrap();
            let error = io::copy(&mut bytes, &mut io::sink()).unwrap_err();
            assert!(error.to_string().contains("as archive bombs do"), "{error}");
        }
    }

    #[test]
    fn no_digest_before_the_end() {
        let mut bytes = Bytes::new(Box::new(io::Cursor::new(vec![b'x'; 100]))).unwrap();
        bytes.read_exact(&mut [0; 10]).unwrap();
        assert_eq!(bytes.sha256(), None);
    }
}
