//! The second stage at work: the source and content of a cue.
//!
//! What is the same for many tokens or cues is summed once: by word, by tags, by token of the window, by run of tokens
//! with the same things between them and the cue.

use super::argument_features::{self, Counts, Likely, Place, SLOTS, TagFromAfar, View};
use super::chain::{Chain, Factors, score_of};
use super::feature::step;
use super::known::Known;
use super::memo::Memo;
use super::observe::{Observed, Word};
use super::reader::{ARGUMENT_LABELS, Arguments, CONTENT, SOURCE, Stage, outside, ranges, view_of};
use super::sums::{Batch, Sums};
use super::tag::Tag;
use super::weights::{Powers, Weights};
use crate::text::TokenRange;

const TAGS: usize = Tag::ALL.len();

/// The second stage's work space.
#[derive(Clone, Debug)]
pub(super) struct ArgumentReader {
    /// After [`ArgumentReader::read`].
    pub chain: Chain<ARGUMENT_LABELS>,
    powers: Powers,
    factors: Factors<ARGUMENT_LABELS>,
    /// By slot and tag.
    of_tag: Vec<Sums>,
    /// By number of a known word: what it says at each offset.
    of_word: Vec<Option<Box<[Sums; SLOTS]>>>,
    window: TokenRange,
    counts: Counts,
    /// By token of the window: what it says on the left and on the right of any cue.
    of_token: Vec<[Option<Sums>; 2]>,
    sums: Remembered,
    view: View,
    pub(super) scores: Vec<[f32; ARGUMENT_LABELS]>,
    labels: Vec<u8>,
    total: f64,
}

/// Sums that are kept from document to document.
#[derive(Clone, Debug)]
struct Remembered {
    distant: Memo<1>,
    tags: Memo<1>,
    afar: Memo<1>,
    from_cue: Memo<1>,
    heard: Memo<1>,
    heard_tags: Memo<1>,
    /// What a word says of itself and of the next token.
    word_at_place: Memo<2>,
}

impl ArgumentReader {
    pub fn new(stage: &Stage<ARGUMENT_LABELS>) -> Self {
        let of_tag = |slot: usize, tag: Tag| {
            sum(&stage.weights, |batch| argument_features::of_tag(tag, slot, &mut |f| batch.add(f)))
        };
        ArgumentReader {
            chain: Chain::default(),
            powers: Powers::new(stage.weights.scale),
            factors: Factors::new(&stage.steps),
            of_tag: (0..SLOTS).flat_map(|slot| Tag::ALL.map(|tag| of_tag(slot, tag))).collect(),
            of_word: Vec::new(),
            window: TokenRange::default(),
            counts: Counts::default(),
            of_token: Vec::new(),
            sums: Remembered {
                distant: Memo::new(11),
                tags: Memo::new(13),
                afar: Memo::new(11),
                from_cue: Memo::new(10),
                heard: Memo::new(10),
                heard_tags: Memo::new(12),
                word_at_place: Memo::new(12),
            },
            view: View::default(),
            scores: Vec::new(),
            labels: Vec::new(),
            total: 0.0,
        }
    }

    /// Starts a document with as many known words.
    pub fn start(&mut self, known: &Known) {
        if known.is_fresh() {
            self.of_word.clear();
        }
        self.of_word.resize(known.len(), None);
    }

    /// Starts a window in which the first stage has been.
    pub fn start_window(&mut self, seen: &Observed, likely: &[Likely], window: TokenRange) {
        self.window = window;
        self.counts.read(seen, likely, window);
        self.of_token.clear();
        self.of_token.resize(window.len() as usize, [None; 2]);
    }

    /// Reads a cue's surroundings; marginals and scores stay.
    pub fn read(
        &mut self,
        stage: &Stage<ARGUMENT_LABELS>,
        seen: &Observed,
        (likely, known): (&[Likely], &Known),
        cue: TokenRange,
    ) -> Arguments {
        let weights = &stage.weights;
        let window = view_of(self.window, cue);
        self.view.read(seen, window, cue);
        self.scores.clear();
        self.chain.clear();
        let mut run = Run::default();
        // The word before, where it is, and what it says of the token after it at that place.
        let mut before = (0u32, None::<u8>, Sums::ZERO);
        for i in window.indices() {
            let word = seen.word(i);
            let Some(place) = self.view.place(seen, &self.counts, i) else {
                self.scores.push(outside());
                let mut potential = [0.0; ARGUMENT_LABELS];
                potential[0] = 1.0;
                self.chain.push(potential, 0.0);
                before = (word.form, None, Sums::ZERO);
                continue;
            };
            let mut sums = self.of_token(weights, seen, known, i, place.right);
            let view = &self.view;
            let distance = view.distance(i, place);
            sums.add(run.at(weights, view, place, distance));
            let distant = view.distant(place, distance);
            sums.add(
                &self.sums.distant.get(distant.key(), || [sum(weights, |b| distant.features(&mut |f| b.add(f)))])[0],
            );
            for after in [false, true] {
                let tags = view.tags(seen, i, place, after);
                sums.add(&self.sums.tags.get(tags.key(), || [sum(weights, |b| tags.features(&mut |f| b.add(f)))])[0]);
            }
            let tag = seen.tag[i];
            let afar = TagFromAfar::new(tag, place, distance);
            sums.add(&self.sums.afar.get(afar.key(), || [sum(weights, |b| afar.features(&mut |f| b.add(f)))])[0]);
            let from_cue = view.tag_from_cue(tag, place, distance);
            sums.add(
                &self.sums.from_cue.get(from_cue.key(), || [sum(weights, |b| from_cue.features(&mut |f| b.add(f)))])[0],
            );
            let heard = view.heard(i, place);
            sums.add(&self.sums.heard.get(heard.key(), || [sum(weights, |b| heard.features(&mut |f| b.add(f)))])[0]);
            let next = if i + 1 < window.end as usize { seen.tag[i + 1] } else { Tag::None };
            let key = heard.tag_key(tag, next);
            let make = || [sum(weights, |b| heard.tag_features(tag, next, &mut |f| b.add(f)))];
            sums.add(&self.sums.heard_tags.get(key, make)[0]);
            if before.1 != Some(place.key) {
                before.2 = self.sums.word_at_place(weights, before.0, place.key)[1];
            }
            sums.add(&before.2);
            let [here, after] = *self.sums.word_at_place(weights, word.form, place.key);
            sums.add(&here);
            before = (word.form, Some(place.key), after);
            let mut batch = Batch::new(weights);
            self.view.features(seen, likely, i, place, distance, &mut |f| batch.add(f));
            sums.add(&batch.finish());
            self.scores.push(weights.scores(&sums));
            let (potential, top) = self.powers.of(&sums);
            self.chain.push(potential, top as f32 * weights.scale);
        }
        self.total = self.chain.sum_pushed(&self.factors);
        let best = self.chain.search(&stage.steps, &self.scores);
        let labels = &self.chain.best;
        Arguments {
            window,
            source: ranges(labels, SOURCE, window.start),
            content: ranges(labels, CONTENT, window.start),
            log_probability: (f64::from(best) - self.total) as f32,
        }
    }

    /// log P of other labels for the cue that was read last; `label` says each token's.
    pub fn log_probability(&mut self, stage: &Stage<ARGUMENT_LABELS>, label: impl Fn(u32) -> u8) -> f32 {
        let window = self.view.window;
        self.labels.clear();
        self.labels.extend((window.start..window.end).map(label));
        (score_of(&stage.steps, &self.scores, &self.labels) - self.total) as f32
    }

    /// What token `i` says on one side of any cue of the window, worked out once.
    fn of_token(
        &mut self,
        weights: &Weights<ARGUMENT_LABELS>,
        seen: &Observed,
        known: &Known,
        i: usize,
        right: bool,
    ) -> Sums {
        let window = self.window;
        let at = i - window.start as usize;
        if let Some(sums) = self.of_token[at][usize::from(right)] {
            return sums;
        }
        let mut sums = sum(weights, |batch| argument_features::of_token(seen, window, i, right, &mut |f| batch.add(f)));
        for offset in -2..=2isize {
            let k = i as isize + offset;
            let slot = argument_features::slot(offset, right);
            let mut tag = Tag::None;
            if k >= window.start as isize && k < window.end as isize {
                tag = seen.tag[k as usize];
                let word = seen.word[k as usize];
                let rows = self.of_word[known.number(word) as usize]
                    .get_or_insert_with(|| Box::new(rows_of(weights, &seen.words[word as usize])));
                sums.add(&rows[slot]);
            }
            sums.add(&self.of_tag[slot * TAGS + tag as usize]);
        }
        self.of_token[at][usize::from(right)] = Some(sums);
        sums
    }
}

impl Remembered {
    fn word_at_place(&mut self, weights: &Weights<ARGUMENT_LABELS>, form: u32, key: u8) -> &[Sums; 2] {
        self.word_at_place.get(u64::from(form) << 4 | u64::from(key), || {
            let word = Word { form, ..Word::default() };
            std::array::from_fn(|part| {
                sum(weights, |b| argument_features::of_word_at_place(&word, key, part, &mut |f| b.add(f)))
            })
        })
    }
}

/// What stays the same over a run of tokens.
#[derive(Default)]
struct Run {
    place: Option<Place>,
    far: u32,
    between: Sums,
    both: Sums,
}

impl Run {
    /// What place and distance say.
    #[inline]
    fn at(&mut self, weights: &Weights<ARGUMENT_LABELS>, view: &View, place: Place, distance: u32) -> &Sums {
        let far = step(distance);
        let moved = self.place != Some(place);
        if moved {
            self.place = Some(place);
            self.between = sum(weights, |batch| view.between(place, &mut |f| batch.add(f)));
        }
        if moved || far != self.far {
            self.far = far;
            self.both = sum(weights, |batch| view.at_distance(place, distance, &mut |f| batch.add(f)));
            self.both.add(&self.between);
        }
        &self.both
    }
}

fn sum<const L: usize>(weights: &Weights<L>, show: impl FnOnce(&mut Batch<'_, L>)) -> Sums {
    let mut batch = Batch::new(weights);
    show(&mut batch);
    batch.finish()
}

fn rows_of(weights: &Weights<ARGUMENT_LABELS>, word: &Word) -> [Sums; SLOTS] {
    std::array::from_fn(|slot| sum(weights, |batch| argument_features::of_word(word, slot, &mut |f| batch.add(f))))
}
