//! One run over all documents: sources in, batches out, tallies merged.

use super::engine;
use super::messages::{Failure, Messages};
use super::worker::{Batch, Wants, Worker};
use crate::compare::Tally;
use crate::document::Document;
use crate::input::{Documents, InputRecord, Rejected};
use crate::lexicon::Lexicon;
use crate::scoring::Settings;

/// Documents of a batch together at most this large.
const BATCH_BYTES: usize = 1 << 18;

/// What is left when every batch has been handed on.
pub struct Ran {
    /// The counts of all documents.
    pub tally: Tally,
    /// What was read.
    pub inputs: Vec<InputRecord>,
}

/// Runs every document through the pipeline and hands the batches to `write` in input order.
pub fn run(
    lexicon: &Lexicon,
    settings: &Settings,
    wants: Wants,
    threads: usize,
    mut documents: Documents,
    write: impl FnMut(Batch) -> Result<(), Failure>,
) -> Result<Ran, Failure> {
    let workers = (0..threads.max(1)).map(|_| Worker::new(lexicon, settings, wants)).collect();
    let size = |item: &Result<Document, Rejected>| item.as_ref().map_or(64, |d| d.text.len() + 64);
    let workers = engine::run(documents.by_ref(), size, BATCH_BYTES, workers, write)?;
    let mut tally = Tally::new(&lexicon.dispute);
    for worker in workers {
        tally.merge(worker.into_tally());
    }
    Ok(Ran { tally, inputs: documents.records().to_vec() })
}

/// Reports documents that could not be read; with `strict` the first ends the run.
pub fn report_rejected(messages: &Messages, rejected: &[Rejected], strict: bool) -> Result<(), Failure> {
    match rejected.first() {
        Some(first) if strict => Err(Failure::Error(format!("{first} (leave out --strict to go on without it)"))),
        _ => {
            rejected.iter().for_each(|r| messages.note(format_args!("not read: {r}")));
            Ok(())
        }
    }
}
