//! Work on documents from strangers, done by crates that are not ours, where a mistake of theirs stays with the
//! document: on a thread of its own, with a deep stack, whose panic becomes a refusal.
//!
//! The program keeps the panic's message off the terminal by the thread's name ([`ISOLATED_THREAD`]).

use std::thread::Builder;

use super::error::{Cause, Fault};

/// The name of the threads that read documents in isolation.
pub const ISOLATED_THREAD: &str = "isolated reader";

/// Deep enough for every nesting that the readers' own limits let through; only what is used takes memory.
const STACK_BYTES: usize = 64 << 20;

/// Runs `work`; what it was about to read is named by `what`.
pub(super) fn isolated<T: Send>(what: &str, work: impl FnOnce() -> Result<T, Fault> + Send) -> Result<T, Fault> {
    std::thread::scope(|scope| {
        let thread = Builder::new().name(ISOLATED_THREAD.to_string()).stack_size(STACK_BYTES);
        let running = thread.spawn_scoped(scope, work).map_err(|error| {
            let reason = format!("cannot be read: {error} (close other programs, or give this one more memory)");
            Fault::new(Cause::Unreadable, reason)
        })?;
        running.join().unwrap_or_else(|_| {
            let reason = format!("{what} is damaged in a way that its reader cannot bear (save its text as .txt)");
            Err(Fault::new(Cause::Malformed, reason))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_refusal() {
        assert_eq!(isolated("the page", || Ok(7)).unwrap(), 7);
        let fault = isolated("the page", || -> Result<(), Fault> { std::panic::resume_unwind(Box::new(())) });
        assert!(fault.unwrap_err().reason.starts_with("the page is damaged"));
    }
}
