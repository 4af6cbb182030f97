//! One run over all documents: sources in, batches out, tallies merged.

use super::engine;
use super::messages::{Failure, Messages};
use super::progress::{Progress, Watched};
use super::worker::{Batch, Wants, Worker};
use crate::compare::Tally;
use crate::document::{Document, Warning};
use crate::input::{Documents, InputRecord, Rejected, WithoutCopies};
use crate::lexicon::Lexicon;
use crate::scoring::Settings;
use std::sync::atomic::{AtomicU64, Ordering};

/// Documents of a batch together at most this large.
const BATCH_BYTES: usize = 1 << 18;

/// What is left when every batch has been handed on.
pub struct Ran {
    /// The counts of all documents.
    pub tally: Tally,
    /// What was read.
    pub inputs: Vec<InputRecord>,
    /// A caution for each copy that was left out.
    pub left_out: Vec<Warning>,
    /// The value of the side column that ended the run, for it was not foreseen.
    pub unforeseen: Option<String>,
}

/// Runs every document through the pipeline and hands the batches to `write` in input order.
pub fn run(
    messages: &Messages,
    lexicon: &Lexicon,
    settings: &Settings,
    wants: Wants,
    threads: usize,
    mut documents: Documents,
    mut write: impl FnMut(Batch) -> Result<(), Failure>,
) -> Result<Ran, Failure> {
    // What fits one batch needs one worker, and its figures no second thread.
    let most = if documents.are_within(BATCH_BYTES as u64) { 1 } else { threads.max(1) };
    // Figures are computed on as many threads; only the first run of a process can say so.
    let _ = rayon::ThreadPoolBuilder::new().num_threads(most).use_current_thread().build_global();
    let workers = (0..most).map(|_| Worker::new(lexicon, settings, wants)).collect();
    let size = |item: &Result<Document, Rejected>| item.as_ref().map_or(64, |d| d.text.len() + 64);
    let mut reading = Reading::default();
    let mut left_out = Vec::new();
    let read = AtomicU64::new(0);
    let mut progress = Progress::new(messages, &documents);
    let mut take = |batch: Batch| {
        reading.take(batch.document_count, &batch.rejected);
        progress.step(read.load(Ordering::Relaxed), || write(batch))
    };
    let mut watched = Watched::new(&mut documents, &read);
    let tallies = match wants.copies {
        Some(copies) => {
            let mut looked_at = WithoutCopies::new(watched.by_ref(), copies);
            let tallies = engine::run(looked_at.by_ref(), size, BATCH_BYTES, workers, &mut take)?;
            left_out.extend_from_slice(looked_at.dropped());
            tallies
        }
        None => engine::run(watched.by_ref(), size, BATCH_BYTES, workers, &mut take)?,
    };
    drop(progress);
    let unforeseen = documents.unforeseen().map(str::to_owned);
    if unforeseen.is_none() {
        reading.finish()?;
    }
    let mut tallies = tallies.into_iter();
    let mut tally = tallies.next().unwrap_or_else(|| Tally::new(&lexicon.dispute));
    tallies.for_each(|other| tally.merge(other));
    Ok(Ran { tally, inputs: documents.into_records(), left_out, unforeseen })
}

/// How many documents were read and refused: when there were some and none could be read, there is no result.
#[derive(Default)]
pub struct Reading {
    read: u64,
    refused: u64,
    first: Option<Rejected>,
}

impl Reading {
    /// Counts documents that were read, and those that were not.
    pub fn take(&mut self, read: u64, refused: &[Rejected]) {
        self.read += read;
        self.refused += refused.len() as u64;
        self.first = self.first.take().or_else(|| refused.first().cloned());
    }

    /// An error of input when every document was refused.
    pub fn finish(self) -> Result<(), Failure> {
        match self.first {
            Some(first) if self.read == 0 => {
                let place = if self.refused == 1 { String::new() } else { format!(" (the first of {})", self.refused) };
                Err(Failure::Error(format!("nothing could be read{place}: {first}")))
            }
            _ => Ok(()),
        }
    }
}

/// Reports documents that could not be read; with `strict` the first ends the run.
pub fn report_rejected(messages: &Messages, rejected: &[Rejected], strict: bool) -> Result<(), Failure> {
    match rejected.first() {
        Some(first) if strict => Err(Failure::Error(format!("{first}; leave out --strict to go on without it"))),
        _ => {
            rejected.iter().for_each(|r| messages.note(format_args!("not read: {r}")));
            Ok(())
        }
    }
}
