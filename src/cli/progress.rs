//! Progress: a bar on the terminal when a run lasts over a second, with the rate and the time that is left.
//!
//! What comes in are the bytes that were read so far, as they lie in the files; nothing here reaches a result.

use super::messages::Messages;
use crate::document::Document;
use crate::input::{Documents, Rejected};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How long a run may last without a bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// The bar of one run; without a terminal there is none.
pub struct Progress {
    bar: Option<ProgressBar>,
    started: Instant,
    shown: bool,
}

impl Progress {
    /// A bar for the documents that are to be read; their size is not known where standard input is among them.
    pub fn new(messages: &Messages, documents: &Documents) -> Self {
        let wanted = !messages.is_quiet() && std::io::stderr().is_terminal();
        let bar = wanted.then(|| {
            let target = ProgressDrawTarget::hidden();
            match documents.bytes_ahead() {
                Some(bytes) => ProgressBar::with_draw_target(Some(bytes), target)
                    .with_style(style("{wide_bar} {percent:>3} % {bytes_per_sec}, {eta} left")),
                None => ProgressBar::with_draw_target(None, target)
                    .with_style(style("{spinner} {bytes} read, {bytes_per_sec}")),
            }
        });
        Progress { bar, started: Instant::now(), shown: false }
    }

    /// Runs `work`, then shows how much was read; the bar is out of the way while `work` may print.
    pub fn step<T>(&mut self, read: u64, work: impl FnOnce() -> T) -> T {
        let Some(bar) = &self.bar else { return work() };
        if !self.shown && self.started.elapsed() > PATIENCE {
            self.shown = true;
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let done = if self.shown { bar.suspend(work) } else { work() };
        bar.set_position(read);
        done
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// Documents, and a note of how many bytes of the files they took so far.
pub struct Watched<'d> {
    documents: &'d mut Documents,
    read: &'d AtomicU64,
}

impl<'d> Watched<'d> {
    /// Notes in `read` what goes by.
    pub fn new(documents: &'d mut Documents, read: &'d AtomicU64) -> Self {
        Watched { documents, read }
    }
}

impl Iterator for Watched<'_> {
    type Item = Result<Document, Rejected>;

    fn next(&mut self) -> Option<Self::Item> {
        let item = self.documents.next();
        self.read.store(self.documents.bytes_read(), Ordering::Relaxed);
        item
    }
}
