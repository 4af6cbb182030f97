//! Reading: from observations to cue candidates, and from a cue to its source and content.

use super::argument_features::{self, Likely, Place, View};
use super::chain::{Chain, FORBIDDEN, Steps, score_of};
use super::cue_features::{self, Surroundings};
use super::observe::Observed;
use super::tag::Tag;
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

/// The work space of a worker for one document after another.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// By word of the document: what it says at each offset.
    cue_words: Vec<[[i32; CUE_LABELS]; cue_features::SLOTS]>,
    argument_words: Vec<Option<Box<[[i32; ARGUMENT_LABELS]; argument_features::SLOTS]>>>,
    /// By token of the window: what it says on the left and on the right of any cue.
    argument_tokens: Vec<[Option<[i32; ARGUMENT_LABELS]>; 2]>,
    argument_window: TokenRange,
    /// By token of the document, after [`Reader::cues`].
    pub likely: Vec<Likely>,
    surroundings: Surroundings,
    view: View,
    cue_scores: Vec<[f32; CUE_LABELS]>,
    argument_scores: Vec<[f32; ARGUMENT_LABELS]>,
    labels: Vec<u8>,
    argument_total: f64,
    /// Stage one, after [`Reader::cues`].
    pub cue_chain: Chain<CUE_LABELS>,
    /// Stage two, after [`Reader::arguments`].
    pub argument_chain: Chain<ARGUMENT_LABELS>,
}

/// The two stages at work.
pub struct Reader<'m> {
    cues: &'m Stage<CUE_LABELS>,
    arguments: &'m Stage<ARGUMENT_LABELS>,
    cue_tags: Vec<[i32; CUE_LABELS]>,
    argument_tags: Vec<[i32; ARGUMENT_LABELS]>,
}

const TAGS: usize = Tag::Word as usize + 1;

impl<'m> Reader<'m> {
    /// Prepares two stages for use.
    pub fn new(cues: &'m Stage<CUE_LABELS>, arguments: &'m Stage<ARGUMENT_LABELS>) -> Self {
        let mut reader = Reader { cues, arguments, cue_tags: Vec::new(), argument_tags: Vec::new() };
        for slot in 0..cue_features::SLOTS {
            for tag in Tag::ALL {
                let mut sums = [0; CUE_LABELS];
                cue_features::of_tag(tag, slot, &mut |f| cues.weights.add(f, &mut sums));
                reader.cue_tags.push(sums);
            }
        }
        for slot in 0..argument_features::SLOTS {
            for tag in Tag::ALL {
                let mut sums = [0; ARGUMENT_LABELS];
                argument_features::of_tag(tag, slot, &mut |f| arguments.weights.add(f, &mut sums));
                reader.argument_tags.push(sums);
            }
        }
        reader
    }

    /// Starts a document.
    pub fn start(&self, seen: &Observed, scratch: &mut Scratch) {
        scratch.cue_words.clear();
        scratch.argument_words.clear();
        scratch.argument_window = TokenRange::default();
        scratch.likely.clear();
        scratch.likely.resize(seen.word.len(), Likely::No);
        scratch.argument_words.resize(seen.words.len(), None);
        for word in &seen.words {
            let mut rows = [[0; CUE_LABELS]; cue_features::SLOTS];
            for (slot, row) in rows.iter_mut().enumerate() {
                cue_features::of_word(word, slot, &mut |f| self.cues.weights.add(f, row));
            }
            scratch.cue_words.push(rows);
        }
    }

    /// Reads a window for cues and adds those whose begin is at least `floor` probable.
    pub fn cues(
        &self,
        seen: &Observed,
        window: TokenRange,
        floor: f32,
        scratch: &mut Scratch,
        out: &mut Vec<CueCandidate>,
    ) {
        scratch.surroundings.read(seen, window);
        scratch.cue_scores.clear();
        let (low, high) = (window.start as isize, window.end as isize);
        for i in window.indices() {
            let mut sums = [0; CUE_LABELS];
            for slot in 0..cue_features::SLOTS {
                let k = i as isize + slot as isize - cue_features::HERE as isize;
                let tag = if k < low || k >= high {
                    Tag::None
                } else {
                    add(&mut sums, &scratch.cue_words[seen.word[k as usize] as usize][slot]);
                    seen.tag[k as usize]
                };
                add(&mut sums, &self.cue_tags[slot * TAGS + tag as usize]);
            }
            scratch.surroundings.features(seen, i, &mut |f| self.cues.weights.add(f, &mut sums));
            scratch.cue_scores.push(self.cues.weights.scores(sums));
        }
        scratch.cue_chain.sum(&self.cues.steps, &scratch.cue_scores);
        let marginals = &scratch.cue_chain.marginals;
        for (at, row) in marginals.iter().enumerate() {
            let begin = row[1];
            scratch.likely[window.start as usize + at] = Likely::of(begin);
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
    }

    /// What token `i` says on one side of any cue of the window, worked out once.
    fn of_token(
        &self,
        seen: &Observed,
        window: TokenRange,
        i: usize,
        right: bool,
        scratch: &mut Scratch,
    ) -> [i32; ARGUMENT_LABELS] {
        let at = i - window.start as usize;
        if let Some(sums) = scratch.argument_tokens[at][usize::from(right)] {
            return sums;
        }
        let mut sums = [0; ARGUMENT_LABELS];
        let weights = &self.arguments.weights;
        for offset in -2..=2isize {
            let k = i as isize + offset;
            let slot = argument_features::slot(offset, right);
            let mut tag = Tag::None;
            if k >= window.start as isize && k < window.end as isize {
                tag = seen.tag[k as usize];
                let word = seen.word[k as usize] as usize;
                let rows = scratch.argument_words[word].get_or_insert_with(|| {
                    let mut rows = Box::new([[0; ARGUMENT_LABELS]; argument_features::SLOTS]);
                    for (slot, row) in rows.iter_mut().enumerate() {
                        argument_features::of_word(&seen.words[word], slot, &mut |f| weights.add(f, row));
                    }
                    rows
                });
                add(&mut sums, &rows[slot]);
            }
            add(&mut sums, &self.argument_tags[slot * TAGS + tag as usize]);
        }
        argument_features::of_token(seen, window, i, right, &mut |f| weights.add(f, &mut sums));
        scratch.argument_tokens[at][usize::from(right)] = Some(sums);
        sums
    }

    /// log P of other labels for the cue that [`Reader::arguments`] read last; `label` says each token's.
    pub fn log_probability(&self, window: TokenRange, scratch: &mut Scratch, label: impl Fn(u32) -> u8) -> f32 {
        scratch.labels.clear();
        scratch.labels.extend((window.start..window.end).map(label));
        let score = score_of(&self.arguments.steps, &scratch.argument_scores, &scratch.labels);
        (score - scratch.argument_total) as f32
    }

    /// Reads a cue's surroundings for its source and content; the marginals stay in `scratch`.
    pub fn arguments(&self, seen: &Observed, window: TokenRange, cue: TokenRange, scratch: &mut Scratch) -> Arguments {
        if scratch.argument_window != window {
            scratch.argument_window = window;
            scratch.argument_tokens.clear();
            scratch.argument_tokens.resize(window.len() as usize, [None; 2]);
        }
        let paragraph = window;
        let window = view_of(window, cue);
        scratch.view.read(seen, &scratch.likely, window, cue);
        scratch.argument_scores.clear();
        let mut last: Option<(Place, [i32; ARGUMENT_LABELS])> = None;
        for i in window.indices() {
            let Some(place) = scratch.view.place(seen, i) else {
                scratch.argument_scores.push(outside());
                continue;
            };
            let mut sums = self.of_token(seen, paragraph, i, place.right, scratch);
            let between = match last {
                Some((same, sums)) if same == place => sums,
                _ => {
                    let mut sums = [0; ARGUMENT_LABELS];
                    scratch.view.between(place, &mut |f| self.arguments.weights.add(f, &mut sums));
                    sums
                }
            };
            last = Some((place, between));
            add(&mut sums, &between);
            scratch.view.features(seen, &scratch.likely, i, place, &mut |f| self.arguments.weights.add(f, &mut sums));
            scratch.argument_scores.push(self.arguments.weights.scores(sums));
        }
        let total = scratch.argument_chain.sum(&self.arguments.steps, &scratch.argument_scores);
        scratch.argument_total = total;
        let best = scratch.argument_chain.search(&self.arguments.steps, &scratch.argument_scores);
        let labels = &scratch.argument_chain.best;
        Arguments {
            window,
            source: ranges(labels, SOURCE, window.start),
            content: ranges(labels, CONTENT, window.start),
            log_probability: (f64::from(best) - total) as f32,
        }
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

#[inline]
fn add<const L: usize>(sums: &mut [i32; L], row: &[i32; L]) {
    for (sum, value) in sums.iter_mut().zip(row) {
        *sum += value;
    }
}

/// Scores of a token that can only be outside.
pub fn outside<const L: usize>() -> [f32; L] {
    std::array::from_fn(|label| if label == 0 { 0.0 } else { FORBIDDEN })
}
