//! The first stage at work: how probable a cue begins or goes on at each token of a window.
//!
//! What words say is kept by word, what a tag says by tag, and most of what the place says by that; the rest is summed
//! for every token.

use super::chain::{Chain, Factors};
use super::cue_features::{self, HERE, SLOTS, Surroundings, TAG_PARTS};
use super::known::Known;
use super::memo::Memo;
use super::observe::Observed;
use super::reader::{CUE_LABELS, Stage};
use super::sums::{Batch, Sums, sum};
use super::tag::Tag;
use super::weights::{Powers, Weights};
use super::words::Word;
use crate::text::TokenRange;

const TAGS: usize = Tag::ALL.len();

/// The first stage's work space.
#[derive(Clone, Debug)]
pub(super) struct CueReader {
    /// After [`CueReader::read`].
    pub chain: Chain<CUE_LABELS>,
    powers: Powers,
    factors: Factors<CUE_LABELS>,
    /// By number of a known word: what it says at each offset; number 0 is no word.
    rows: Vec<[Sums; SLOTS]>,
    /// By slot and tag.
    of_tag: Vec<Sums>,
    marks: Memo,
    edges: Memo,
    heard: Memo,
    cues: Memo,
    /// Of the window and a little around it.
    window_numbers: Vec<u32>,
    window_tags: Vec<Tag>,
    pub(super) sums: Vec<Sums>,
    surroundings: Surroundings,
}

impl CueReader {
    pub fn new(stage: &Stage<CUE_LABELS>) -> Self {
        let of_tag =
            |slot: usize, tag: Tag| sum(&stage.weights, |batch| cue_features::of_tag(tag, slot, &mut |f| batch.add(f)));
        CueReader {
            chain: Chain::default(),
            powers: Powers::new(stage.weights.scale),
            factors: Factors::new(&stage.steps),
            rows: vec![[Sums::ZERO; SLOTS]],
            of_tag: (0..SLOTS).flat_map(|slot| Tag::ALL.map(|tag| of_tag(slot, tag))).collect(),
            marks: Memo::new(10),
            edges: Memo::new(11),
            heard: Memo::new(10),
            cues: Memo::new(10),
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
        let weights = &stage.weights;
        self.surroundings.read(seen, window);
        self.look(seen, known, window);
        self.chain.clear();
        self.sums.clear();
        let places = self.window_numbers.windows(SLOTS).zip(self.window_tags.windows(SLOTS));
        for (i, (numbers, tags)) in window.indices().zip(places) {
            let around = &self.surroundings;
            let mut batch = Batch::new(weights);
            around.words(seen, i, &mut |f| batch.add(f));
            around.quoted_word(seen, i, &mut |f| batch.add(f));
            around.features(seen, i, &mut |f| batch.add(f));
            for part in 0..TAG_PARTS {
                cue_features::of_tags([tags[part], tags[part + 1], tags[part + 2]], part, &mut |f| batch.add(f));
            }
            let mut sums = batch.finish();
            for (slot, (&number, &tag)) in numbers.iter().zip(tags).enumerate() {
                sums.add(&self.rows[number as usize][slot]);
                sums.add(&self.of_tag[slot * TAGS + tag as usize]);
            }
            let (marks, edges) = (around.marks(seen, i), around.edges(seen, i));
            let (heard, cues) = (around.heard(seen, i), around.cues(seen, i));
            let make = |b: &mut Batch<'_, CUE_LABELS>| {
                marks.of_window(&mut |f| b.add(f));
                marks.of_sentence(&mut |f| b.add(f));
            };
            sums.add(self.marks.get(marks.key(), || sum(weights, make)));
            sums.add(self.edges.get(edges.key(), || sum(weights, |b| edges.features(&mut |f| b.add(f)))));
            sums.add(self.heard.get(heard.key(), || sum(weights, |b| heard.features(&mut |f| b.add(f)))));
            sums.add(self.cues.get(cues.key(), || sum(weights, |b| cues.features(&mut |f| b.add(f)))));
            let (potential, top) = self.powers.of(&sums);
            self.chain.push(potential, top as f32 * weights.scale);
            self.sums.push(sums);
        }
        self.chain.sum_pushed(&self.factors);
    }

    /// Notes the words and tags of a window and a little around it.
    fn look(&mut self, seen: &Observed, known: &Known, window: TokenRange) {
        let count = window.len() as usize;
        self.window_numbers.clear();
        self.window_numbers.resize(HERE, 0);
        self.window_numbers.extend(seen.word[window.indices()].iter().map(|&word| known.number(word)));
        self.window_numbers.resize(count + 2 * HERE, 0);
        self.window_tags.clear();
        self.window_tags.resize(HERE, Tag::None);
        self.window_tags.extend_from_slice(&seen.tag[window.indices()]);
        self.window_tags.resize(count + 2 * HERE, Tag::None);
    }
}

fn rows_of(weights: &Weights<CUE_LABELS>, word: &Word) -> [Sums; SLOTS] {
    std::array::from_fn(|slot| sum(weights, |batch| cue_features::of_word(word, slot, &mut |f| batch.add(f))))
}
