//! Standard output: whoever reads it may stop at any time, and that is no failure.

use super::error::OutputError;
use std::io::{self, BufWriter, Write};

/// How writing to a stream ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// Everything was taken.
    Whole,
    /// The reader left early, as `head` does; there is nothing more to do.
    Closed,
}

/// Writes to `out` with a buffer; a closed pipe ends it without an error.
pub fn write_stream(
    out: impl Write,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<Delivered, OutputError> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    let result = fill(&mut out).and_then(|()| out.flush());
    // What is left in the buffer must not be tried again when it is dropped.
    let _ = out.into_parts();
    match result {
        Ok(()) => Ok(Delivered::Whole),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Delivered::Closed),
        Err(error) => Err(OutputError::Stream(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Failing(io::ErrorKind);

    impl Write for Failing {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_no_error_and_a_full_disk_is() {
        let write = |kind| write_stream(Failing(kind), |out| out.write_all(b"words"));
        assert_eq!(write(io::ErrorKind::BrokenPipe).unwrap(), Delivered::Closed);
        assert!(matches!(write(io::ErrorKind::StorageFull), Err(OutputError::Stream(_))));
        let mut taken = Vec::new();
        assert_eq!(write_stream(&mut taken, |out| out.write_all(b"words")).unwrap(), Delivered::Whole);
        assert_eq!(taken, b"words");
    }
}
