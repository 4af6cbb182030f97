//! How far packed data may expand: an archive bomb ends in a message, not in a full memory.
//!
//! News text packs to a third or a tenth, repetitive tables to a hundredth. What goes beyond both caps below was made
//! to harm, or is of no use to anybody. Invariant: a reader behind [`Expansion::check`] gives at most
//! `max(FREE, MOST × packed)` bytes.

use std::fmt;
use std::io;

/// So much may come out of anything, however small.
pub(super) const FREE: u64 = 64 << 20;
/// Beyond that, so many times the packed bytes.
pub(super) const MOST: u64 = 200;

/// An [`io::Error`] holds this when data expands too far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooFar;

impl fmt::Display for TooFar {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "expands to more than {} MiB and more than {MOST} times its size, as archive bombs do", FREE >> 20)
    }
}

impl std::error::Error for TooFar {}

/// True when so much out of so little is no honest compression.
pub(super) fn is_too_far(packed: u64, unpacked: u64) -> bool {
    unpacked > FREE && unpacked > packed.saturating_mul(MOST)
}

/// Counts what comes out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Expansion {
    unpacked: u64,
}

impl Expansion {
    /// Takes note of `n` more bytes, unpacked from `packed` bytes so far.
    pub fn check(&mut self, n: usize, packed: u64) -> io::Result<usize> {
        self.unpacked += n as u64;
        if is_too_far(packed, self.unpacked) { Err(io::Error::other(TooFar)) } else { Ok(n) }
    }
}
