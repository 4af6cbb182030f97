//! The first stage at work: how probable a cue begins or goes on at each token of a window.
//!
//! What words say is kept by word, what tags say by tags; only what the place says is summed for every token.

use super::chain::{Chain, Factors};
use super::cue_features::{self, HERE, SLOTS, Surroundings, TAG_PARTS};
use super::known::Known;
use super::memo::Memo;
use super::observe::{Observed, Word};
use super::reader::{CUE_LABELS, Stage};
use super::sums::{Batch, Sums};
use super::tag::Tag;
use super::weights::{Powers, Weights};
use crate::text::TokenRange;

/// The first stage's work space.
#[derive(Clone, Debug)]
pub(super) struct CueReader {
    /// After [`CueReader::read`].
    pub chain: Chain<CUE_LABELS>,
    powers: Powers,
    factors: Factors<CUE_LABELS>,
    /// By number of a known word: what it says at each offset; number 0 is no word.
    rows: Vec<[Sums; SLOTS]>,
    of_tags: Memo<TAG_PARTS>,
    /// Of the window and a little around it.
    window_numbers: Vec<u32>,
    window_tags: Vec<Tag>,
    pub(super) sums: Vec<Sums>,
    surroundings: Surroundings,
}

impl CueReader {
    pub fn new(stage: &Stage<CUE_LABELS>) -> Self {
        CueReader {
            chain: Chain::default(),
            powers: Powers::new(stage.weights.scale),
            factors: Factors::new(&stage.steps),
            rows: vec![[Sums::ZERO; SLOTS]],
            of_tags: Memo::new(12),
            window_numbers: Vec::new(),
            window_tags: Vec::new(),
            sums: Vec::new(),
            surroundings: Surroundings::default(),
        }
    }

    /// Starts a document.
    pub fn start(&mut self, stage: &Stage<CUE_LABELS>, seen: &Observed, known: &Known) {
        if known.is_fresh() {
            self.rows.truncate(1);
        }
        for (word, row) in (0..).zip(&seen.words) {
            if known.number(word) as usize == self.rows.len() {
                self.rows.push(rows_of(&stage.weights, row));
            }
        }
    }

    /// Reads a window; the marginals stay in the chain.
    pub fn read(&mut self, stage: &Stage<CUE_LABELS>, seen: &Observed, known: &Known, window: TokenRange) {
        self.sum_words_and_tags(&stage.weights, seen, known, window);
        self.surroundings.read(seen, window);
        self.chain.clear();
        for (i, sums) in window.indices().zip(&mut self.sums) {
            let mut batch = Batch::new(&stage.weights);
            self.surroundings.features(seen, i, &mut |f| batch.add(f));
            sums.add(&batch.finish());
            let (potential, top) = self.powers.of(sums);
            self.chain.push(potential, top as f32 * stage.weights.scale);
        }
        self.chain.sum_pushed(&self.factors);
    }

    fn sum_words_and_tags(
        &mut self,
        weights: &Weights<CUE_LABELS>,
        seen: &Observed,
        known: &Known,
        window: TokenRange,
    ) {
        let count = window.len() as usize;
        self.window_numbers.clear();
        self.window_numbers.resize(HERE, 0);
        self.window_numbers.extend(seen.word[window.indices()].iter().map(|&word| known.number(word)));
        self.window_numbers.resize(count + 2 * HERE, 0);
        self.window_tags.clear();
        self.window_tags.resize(HERE, Tag::None);
        self.window_tags.extend_from_slice(&seen.tag[window.indices()]);
        self.window_tags.resize(count + 2 * HERE, Tag::None);
        self.sums.clear();
        for around in self.window_numbers.windows(SLOTS) {
            let mut sums = Sums::ZERO;
            for (slot, &number) in around.iter().enumerate() {
                sums.add(&self.rows[number as usize][slot]);
            }
            self.sums.push(sums);
        }
        for (start, tags) in self.window_tags.windows(3).enumerate() {
            let [a, b, c] = [tags[0], tags[1], tags[2]];
            let key = (a as u64) << 12 | (b as u64) << 6 | c as u64;
            let parts = self.of_tags.get(key, || {
                std::array::from_fn(|part| {
                    let mut batch = Batch::new(weights);
                    cue_features::of_tags([a, b, c], part, &mut |f| batch.add(f));
                    batch.finish()
                })
            });
            for (part, row) in parts.iter().enumerate() {
                if let Some(sums) = start.checked_sub(part).and_then(|at| self.sums.get_mut(at)) {
                    sums.add(row);
                }
            }
        }
    }
}

fn rows_of(weights: &Weights<CUE_LABELS>, word: &Word) -> [Sums; SLOTS] {
    std::array::from_fn(|slot| {
        let mut batch = Batch::new(weights);
        cue_features::of_word(word, slot, &mut |f| batch.add(f));
        batch.finish()
    })
}
