//! Reading: from observations to cue candidates, and from a cue to its source and content.

use super::Model;
use super::argument_features::Likely;
use super::argument_reader::ArgumentReader;
use super::chain::{FORBIDDEN, Steps};
use super::cue_reader::CueReader;
use super::known::Known;
use super::observe::Observed;
use super::weights::Weights;
use crate::text::TokenRange;

/// Labels of the first stage: outside, begin and inside a cue.
pub const CUE_LABELS: usize = 3;
/// Labels of the second stage: outside, begin and inside a source, begin and inside a content.
pub const ARGUMENT_LABELS: usize = 5;
/// Begin and inside of a source.
pub const SOURCE: u8 = 1;
/// Begin and inside of a content.
pub const CONTENT: u8 = 3;
/// Tokens that are read on each side of a cue.
pub const REACH: u32 = 160;

/// One of the two chains: its weights and steps.
#[derive(Clone, Debug)]
pub struct Stage<const L: usize> {
    /// By feature.
    pub weights: Weights<L>,
    /// Between labels.
    pub steps: Steps<L>,
}

/// A possible cue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CueCandidate {
    /// Its tokens.
    pub tokens: TokenRange,
    /// P(a cue begins here).
    pub begin: f32,
    /// P(it ends there, given that it begins here), roughly.
    pub extent: f32,
}

/// What stage two makes of a cue.
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// The tokens that were read.
    pub window: TokenRange,
    /// At most one range.
    pub source: Vec<TokenRange>,
    /// In order.
    pub content: Vec<TokenRange>,
    /// log P(these labels).
    pub log_probability: f32,
}

/// What a worker remembers from one document to the next; it belongs to one pair of stages.
#[derive(Clone, Debug)]
pub struct Memory {
    known: Known,
    cues: CueReader,
    arguments: ArgumentReader,
    /// By token of the document, after [`Reader::cues`].
    likely: Vec<Likely>,
}

/// The two stages at work.
pub struct Reader<'m> {
    cues: &'m Stage<CUE_LABELS>,
    arguments: &'m Stage<ARGUMENT_LABELS>,
    memory: Memory,
}

impl<'m> Reader<'m> {
    /// Prepares two stages for use.
    pub fn new(cues: &'m Stage<CUE_LABELS>, arguments: &'m Stage<ARGUMENT_LABELS>) -> Self {
        let memory = Memory {
            known: Known::default(),
            cues: CueReader::new(cues),
            arguments: ArgumentReader::new(arguments),
            likely: Vec::new(),
        };
        Reader { cues, arguments, memory }
    }

    /// Goes on with what a reader of the same stages remembered.
    pub(super) fn resume(model: &'m Model, memory: Memory) -> Self {
        Reader { cues: &model.cues, arguments: &model.arguments, memory }
    }

    /// What is remembered for [`Reader::resume`].
    pub(super) fn into_memory(self) -> Memory {
        self.memory
    }

    /// Starts a document.
    pub fn start(&mut self, seen: &Observed) {
        self.memory.likely.clear();
        self.memory.likely.resize(seen.word.len(), Likely::No);
        let Memory { known, cues, arguments, .. } = &mut self.memory;
        known.start(seen);
        cues.start(self.cues, seen, known);
        arguments.start(known);
    }

    /// Reads a window for cues and adds those whose begin is at least `floor` probable.
    pub fn cues(&mut self, seen: &Observed, window: TokenRange, floor: f32, out: &mut Vec<CueCandidate>) {
        let Memory { known, cues, arguments, likely } = &mut self.memory;
        cues.read(self.cues, seen, known, window);
        let marginals = &cues.chain.marginals;
        for (at, row) in marginals.iter().enumerate() {
            let begin = row[1];
            likely[window.start as usize + at] = Likely::of(begin);
            if begin < floor {
                continue;
            }
            let mut end = at + 1;
            let (mut left, mut extent) = (begin, 1.0f32);
            while end < marginals.len() {
                // P(inside here | a cue up to the token before); other cues' mass is small.
                let stays = (marginals[end][2] / left.max(1e-6)).min(1.0);
                if stays < 0.5 {
                    extent *= 1.0 - stays;
                    break;
                }
                extent *= stays;
                left = marginals[end][2];
                end += 1;
            }
            let tokens = TokenRange::new(window.start + at as u32, window.start + end as u32);
            out.push(CueCandidate { tokens, begin, extent });
        }
        arguments.start_window(seen, likely, window);
    }

    /// P(a cue begins here) for each token of the window that [`Reader::cues`] read last.
    pub fn begins(&self) -> impl Iterator<Item = f32> + '_ {
        self.memory.cues.chain.marginals.iter().map(|row| row[1])
    }

    /// By token of the document: how likely a cue begins there, where [`Reader::cues`] has been.
    pub fn likely(&self) -> &[Likely] {
        &self.memory.likely
    }

    /// Reads a cue's surroundings in the window that [`Reader::cues`] read last for its source and content.
    pub fn arguments(&mut self, seen: &Observed, cue: TokenRange) -> Arguments {
        let Memory { known, arguments, likely, .. } = &mut self.memory;
        arguments.read(self.arguments, seen, (likely, known), cue)
    }

    /// log P of other labels for the cue that [`Reader::arguments`] read last; `label` says each token's.
    pub fn log_probability(&mut self, label: impl Fn(u32) -> u8) -> f32 {
        self.memory.arguments.log_probability(self.arguments, label)
    }

    #[cfg(test)]
    pub(super) fn cue_sums(&self) -> &[super::sums::Sums] {
        &self.memory.cues.sums
    }

    #[cfg(test)]
    pub(super) fn argument_scores(&self) -> &[[f32; ARGUMENT_LABELS]] {
        &self.memory.arguments.scores
    }

    /// By token of [`Arguments::window`]: P(label), for the cue that [`Reader::arguments`] read last.
    pub fn argument_marginals(&self) -> &[[f32; ARGUMENT_LABELS]] {
        &self.memory.arguments.chain.marginals
    }
}

/// The part of a window that is read for a cue.
pub fn view_of(window: TokenRange, cue: TokenRange) -> TokenRange {
    TokenRange::new(window.start.max(cue.start.saturating_sub(REACH)), window.end.min(cue.end + REACH))
}

/// The ranges of a begin label and its inside label.
pub fn ranges(labels: &[u8], begin: u8, offset: u32) -> Vec<TokenRange> {
    let mut out: Vec<TokenRange> = Vec::new();
    for (i, &label) in labels.iter().enumerate() {
        let at = offset + i as u32;
        if label == begin {
            out.push(TokenRange::new(at, at + 1));
        } else if label == begin + 1
            && let Some(last) = out.last_mut()
        {
            last.end = at + 1;
        }
    }
    out
}

/// Scores of a token that can only be outside.
pub fn outside<const L: usize>() -> [f32; L] {
    std::array::from_fn(|label| if label == 0 { 0.0 } else { FORBIDDEN })
}
