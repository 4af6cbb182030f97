//! Two things at the same time: loading a lexicon is quicker on two threads.

/// Does `aside` on a thread of its own while it does `here`; a panic of either is one of the caller's.
pub(super) fn both<A: Send, B>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    std::thread::scope(|scope| {
        let aside = scope.spawn(aside);
        let here = here();
        (aside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), here)
    })
}
