//! The engine: documents in parallel, results in order.
//!
//! Several threads work, each on a batch that it reads itself while no other does; the calling thread writes. So a document is
//! made, used and given up by one thread, and no thread waits for another's memory. Batches are numbered when they are read and
//! handed to the writer in that order, so that the bytes written do not depend on the number of threads. At most a few batches
//! per worker are in flight, so that memory does not depend on the size of the corpus.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// What one worker does with one item of input, in whatever order batches reach it.
pub trait Work<I>: Send {
    /// What a batch of items becomes; handed to the writer in input order.
    type Output: Default + Send;
    /// What is left of a worker when there are no more items.
    type Left: Send;
    /// Takes one item.
    fn take(&mut self, item: I, output: &mut Self::Output);
    /// Ends the work.
    fn finish(self) -> Self::Left;
}

/// Items in a batch at most.
const BATCH_ITEMS: usize = 64;
/// Batches in flight for each worker.
const BATCHES_PER_WORKER: usize = 4;

/// Runs `workers` over `items` and hands each batch's output to `write` in input order; gives what is left of the workers.
///
/// `size` is an item's size in bytes; batches are cut at `batch_bytes`. The first error of `write` stops the run.
pub fn run<I, W, E>(
    items: impl Iterator<Item = I> + Send,
    size: impl Fn(&I) -> usize + Send,
    batch_bytes: usize,
    mut workers: Vec<W>,
    mut write: impl FnMut(W::Output) -> Result<(), E>,
) -> Result<Vec<W::Left>, E>
where
    I: Send,
    W: Work<I>,
{
    if let [worker] = workers.as_mut_slice() {
        let mut output = W::Output::default();
        let (mut count, mut bytes) = (0, 0);
        for item in items {
            bytes += size(&item);
            count += 1;
            worker.take(item, &mut output);
            if count == BATCH_ITEMS || bytes >= batch_bytes {
                write(std::mem::take(&mut output))?;
                (count, bytes) = (0, 0);
            }
        }
        if count > 0 {
            write(output)?;
        }
        return Ok(workers.into_iter().map(W::finish).collect());
    }
    let in_flight = workers.len() * BATCHES_PER_WORKER;
    let (permit, permits) = sync_channel::<()>(in_flight);
    for _ in 0..in_flight {
        // The channel holds exactly this many.
        let _ = permit.send(());
    }
    let (finished, results) = sync_channel::<(u64, Option<W::Output>)>(in_flight);
    let batches = Mutex::new(Batches { items, size, batch_bytes, permits, number: 0 });
    std::thread::scope(|scope| {
        let handles: Vec<_> = workers
            .into_iter()
            .map(|mut worker| {
                let (batches, finished) = (&batches, finished.clone());
                scope.spawn(move || {
                    while let Some((number, items)) = batches.lock().ok().and_then(|mut batches| batches.next()) {
                        let mut output = W::Output::default();
                        let batch =
                            AssertUnwindSafe(|| items.into_iter().for_each(|item| worker.take(item, &mut output)));
                        if let Err(panic) = catch_unwind(batch) {
                            // Nobody must wait for this batch: the run ends, and the panic with it.
                            let _ = finished.send((number, None));
                            resume_unwind(panic);
                        }
                        if finished.send((number, Some(output))).is_err() {
                            break;
                        }
                    }
                    worker.finish()
                })
            })
            .collect();
        drop(finished);
        let written = write_in_order(results, &permit, &mut write);
        // Lets the workers see that nobody waits for more.
        drop(permit);
        let left = handles.into_iter().map(|h| h.join().unwrap_or_else(|panic| resume_unwind(panic))).collect();
        written.map(|()| left)
    })
}

/// What is still to be read.
struct Batches<T, S> {
    items: T,
    size: S,
    batch_bytes: usize,
    /// One for each further batch that may be in flight; closed when the writer has failed.
    permits: Receiver<()>,
    number: u64,
}

impl<T: Iterator, S: Fn(&T::Item) -> usize> Batches<T, S> {
    /// The next batch and its number, once it may be in flight; none at the end.
    fn next(&mut self) -> Option<(u64, Vec<T::Item>)> {
        self.permits.recv().ok()?;
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < BATCH_ITEMS && bytes < self.batch_bytes {
            let Some(item) = self.items.next() else { break };
            bytes += (self.size)(&item);
            batch.push(item);
        }
        let number = self.number;
        self.number += 1;
        (!batch.is_empty()).then_some((number, batch))
    }
}

fn write_in_order<O, E>(
    results: Receiver<(u64, Option<O>)>,
    permit: &SyncSender<()>,
    write: &mut impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    let mut early: BTreeMap<u64, O> = BTreeMap::new();
    let mut next = 0;
    for (number, output) in results {
        let Some(output) = output else { break };
        early.insert(number, output);
        while let Some(output) = early.remove(&next) {
            write(output)?;
            next += 1;
            let _ = permit.try_send(());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Doubler;
    impl Work<u32> for Doubler {
        type Output = Vec<u32>;
        type Left = ();
        fn take(&mut self, item: u32, output: &mut Vec<u32>) {
            if item.is_multiple_of(7) {
                std::thread::yield_now();
            }
            output.push(item * 2);
        }
        fn finish(self) {}
    }

    fn doubled(threads: usize, n: u32) -> Vec<u32> {
        let mut all = Vec::new();
        let workers = (0..threads).map(|_| Doubler).collect();
        let done: Result<_, ()> = run(
            0..n,
            |_| 10,
            55,
            workers,
            |out: Vec<u32>| {
                all.extend(out);
                Ok(())
            },
        );
        assert_eq!(done.unwrap().len(), threads);
        all
    }

    #[test]
    fn order_does_not_depend_on_threads() {
        let expected: Vec<u32> = (0..1000).map(|i| i * 2).collect();
        for threads in 1..=4 {
            assert_eq!(doubled(threads, 1000), expected);
        }
        assert!(doubled(3, 0).is_empty());
    }

    struct Stumbler;
    impl Work<u32> for Stumbler {
        type Output = Vec<u32>;
        type Left = ();
        fn take(&mut self, item: u32, output: &mut Vec<u32>) {
            assert!(item != 500, "stumbled");
            output.push(item);
        }
        fn finish(self) {}
    }

    #[test]
    fn a_worker_that_panics_ends_the_run() {
        for threads in [1, 3] {
            let workers: Vec<_> = (0..threads).map(|_| Stumbler).collect();
            let write = |_: Vec<u32>| -> Result<(), ()> { Ok(()) };
            assert!(catch_unwind(AssertUnwindSafe(|| run(0..100_000, |_| 10, 55, workers, write))).is_err());
        }
    }

    #[test]
    fn a_writer_that_fails_stops_the_run() {
        for threads in [1, 3] {
            let workers = (0..threads).map(|_| Doubler).collect();
            let mut written = 0;
            let done = run(
                0..100_000,
                |_| 10,
                55,
                workers,
                |_: Vec<u32>| {
                    written += 1;
                    if written == 3 { Err("disk full") } else { Ok(()) }
                },
            );
            assert_eq!(done.err(), Some("disk full"));
        }
    }
}
