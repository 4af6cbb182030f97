//! A stretch of a source's text, just long enough for the row, line or object that is being read.
//!
//! Memory is that of the longest row, not of the file. Lines are counted as what was read is left behind.

use std::io;

use super::encoding::Decoded;
use super::error::Fault;

pub(super) struct Window {
    pub decoded: Decoded,
    /// The most bytes that one document may have.
    pub cap: usize,
    buffer: String,
    start: usize,
    line: u64,
    /// The last byte left behind was a carriage return, whose line feed does not count again.
    after_return: bool,
}

impl Window {
    pub fn new(decoded: Decoded, cap: usize) -> Self {
        Window { decoded, cap, buffer: String::new(), start: 0, line: 1, after_return: false }
    }

    /// What is here and was not read.
    pub fn rest(&self) -> &[u8] {
        &self.buffer.as_bytes()[self.start..]
    }

    /// The same as text; empty in the middle of a character.
    pub fn rest_text(&self) -> &str {
        self.buffer.get(self.start..).unwrap_or("")
    }

    /// The line on which [`Self::rest`] begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Makes the rest longer; false at the end of the source.
    pub fn more(&mut self) -> io::Result<bool> {
        let read = self.buffer.floor_char_boundary(self.start);
        self.buffer.drain(..read);
        self.start -= read;
        self.decoded.fill(&mut self.buffer)
    }

    /// Leaves the first `n` bytes of the rest behind.
    pub fn advance(&mut self, n: usize) {
        let n = n.min(self.buffer.len() - self.start);
        let left = &self.buffer.as_bytes()[self.start..self.start + n];
        if !self.after_return && memchr::memchr(b'\r', left).is_none() {
            self.line += memchr::memchr_iter(b'\n', left).count() as u64;
        } else {
            for at in memchr::memchr2_iter(b'\n', b'\r', left) {
                let after_return = if at == 0 { self.after_return } else { left[at - 1] == b'\r' };
                self.line += u64::from(left[at] == b'\r' || !after_return);
            }
        }
        if let Some(last) = left.last() {
            self.after_return = *last == b'\r';
        }
        self.start += n;
    }

    /// Where the first line of the rest ends, behind its line end; reads on as far as it takes, though hardly beyond
    /// the cap (then none).
    pub fn line_end(&mut self) -> io::Result<Option<usize>> {
        let mut searched = 0;
        loop {
            if let Some(at) = memchr::memchr(b'\n', &self.rest()[searched..]) {
                return Ok(Some(searched + at + 1));
            }
            searched = self.rest().len();
            if searched > self.cap {
                return Ok(None);
            }
            if !self.more()? {
                return Ok(Some(self.rest().len()));
            }
        }
    }

    /// Leaves the rest of a line behind, however long it is.
    pub fn skip_line(&mut self) -> io::Result<()> {
        loop {
            if let Some(at) = memchr::memchr(b'\n', self.rest()) {
                self.advance(at + 1);
                return Ok(());
            }
            self.advance(self.rest().len());
            if !self.more()? {
                return Ok(());
            }
        }
    }

    /// The whole source, undecoded; only before anything was read of it.
    pub fn take_bytes(&mut self) -> Result<Vec<u8>, Fault> {
        let bytes = self.decoded.take_bytes(self.cap)?;
        if bytes.len() > self.cap { Err(Fault::too_large(self.cap)) } else { Ok(bytes) }
    }

    /// The whole source as one text.
    pub fn take_all(&mut self) -> Result<String, Fault> {
        while self.more()? {
            if self.rest().len() > self.cap {
                return Err(Fault::too_large(self.cap));
            }
        }
        if self.rest().len() > self.cap {
            return Err(Fault::too_large(self.cap));
        }
        Ok(std::mem::take(&mut self.buffer))
    }
}
