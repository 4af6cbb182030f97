//! The second stage at work: the source and content of a cue.
//!
//! What is the same for many tokens or cues is summed once: by word, by tags, by token of the window and how the cue
//! sees it, by run of tokens with the same things between them and the cue.

use super::argument_features::{self, Counts, KEYS, Likely, Place, SLOTS, Says, View};
use super::argument_parts::{self, TagFromAfar};
use super::chain::{Chain, Factors, score_of};
use super::feature::{Feature, step};
use super::known::Known;
use super::memo::Memo;
use super::observe::Observed;
use super::reader::{ARGUMENT_LABELS, Arguments, CONTENT, SOURCE, Stage, outside, ranges, view_of};
use super::sums::{Batch, Sums, sum};
use super::tag::Tag;
use super::weights::{Powers, Weights};
use super::words::Word;
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
    /// By token of the window: what it said on the left and on the right of cues.
    met: Vec<[Met; 2]>,
    sums: Remembered,
    view: View,
    pub(super) scores: Vec<[f32; ARGUMENT_LABELS]>,
    labels: Vec<u8>,
    total: f64,
}

/// Sums that are kept from document to document.
#[derive(Clone, Debug)]
struct Remembered {
    places: Memo,
    afar: Memo,
    heard: Memo,
    heard_tags: Memo,
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
            met: Vec::new(),
            sums: Remembered {
                places: Memo::new(11),
                afar: Memo::new(11),
                heard: Memo::new(10),
                heard_tags: Memo::new(12),
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
        self.met.clear();
        self.met.resize(window.len() as usize, [Met::default(); 2]);
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
        if window != self.view.window {
            // Its first and last tokens have other neighbours now.
            self.met.iter_mut().flatten().for_each(Met::forget_places);
        }
        self.view.read(seen, window, cue);
        self.scores.clear();
        self.chain.clear();
        let mut run = Run::new();
        for i in window.indices() {
            let place = match run.place {
                Some(place) if (place.right || i < cue.start as usize) && self.counts.is_steady(i, place.right) => {
                    Some(place)
                }
                _ => self.view.place(seen, &self.counts, i),
            };
            let Some(place) = place else {
                run.place = None;
                self.scores.push(outside());
                let mut potential = [0.0; ARGUMENT_LABELS];
                potential[0] = 1.0;
                self.chain.push(potential, 0.0);
                continue;
            };
            let mut sums = self.said(weights, seen, known, i, place);
            sums.add(&self.heard(weights, seen, i, place));
            let (view, kept) = (&self.view, &mut self.sums);
            let distance = view.distance(i, place);
            sums.add(run.at(weights, view, kept, place, distance));
            let tag = seen.tag[i];
            let afar = TagFromAfar::new(tag, place, distance);
            sums.add(kept.afar.get(afar.key(), || sum(weights, |b| afar.features(&mut |f| b.add(f)))));
            let from_cue = view.tag_from_cue(tag, place, distance);
            let of_cue = |batch: &mut Batch<'_, ARGUMENT_LABELS>| {
                from_cue.of_shape(&mut |f| batch.add(f));
                from_cue.of_stem(&mut |f| batch.add(f));
            };
            let mut batch = Batch::new(weights);
            match from_cue.from_afar() {
                Some(tag) => sums.add(run.of_cue_afar[tag].get_or_insert_with(|| sum(weights, of_cue))),
                None => of_cue(&mut batch),
            }
            view.features(seen, (&self.counts, likely), i, place, distance, &mut |f| batch.add(f));
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

    /// What token `i` and its neighbours say at a place, worked out anew only when the token was seen otherwise last.
    fn said(
        &mut self,
        weights: &Weights<ARGUMENT_LABELS>,
        seen: &Observed,
        known: &Known,
        i: usize,
        place: Place,
    ) -> Sums {
        let (at, side) = (i - self.window.start as usize, usize::from(place.right));
        let met = &self.met[at][side];
        match met.said {
            Some((sight, sums)) if sight == place.sight() => sums,
            _ => {
                let mut sums = met.own.unwrap_or_else(|| self.of_token(weights, seen, known, i, place.right));
                self.met[at][side].own = Some(sums);
                sums.add(&sum(weights, |batch| at_place(seen, &self.view, i, place, &mut |f| batch.add(f))));
                self.met[at][side].said = Some((place.sight(), sums));
                sums
            }
        }
    }

    /// What the rules say of token `i` and its neighbours; without a rule of the cue's own it is kept like [`Self::said`].
    fn heard(&mut self, weights: &Weights<ARGUMENT_LABELS>, seen: &Observed, i: usize, place: Place) -> Sums {
        let met = &mut self.met[i - self.window.start as usize][usize::from(place.right)];
        if self.view.is_ruled() {
            return self.sums.heard(weights, seen, &self.view, i, place);
        }
        match met.heard {
            Some((key, sums)) if key == place.key => sums,
            _ => {
                let sums = self.sums.heard(weights, seen, &self.view, i, place);
                met.heard = Some((place.key, sums));
                sums
            }
        }
    }

    /// What token `i` says on one side of any cue of the window.
    fn of_token(
        &mut self,
        weights: &Weights<ARGUMENT_LABELS>,
        seen: &Observed,
        known: &Known,
        i: usize,
        right: bool,
    ) -> Sums {
        let window = self.window;
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
        sums
    }
}

/// What a token has said on one side of cues.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    /// Wherever the cue is.
    own: Option<Sums>,
    /// At the last [`Place::sight`], with `own`.
    said: Option<(u8, Sums)>,
    /// At the last key of a place: what rules say of it that have another cue.
    heard: Option<(u8, Sums)>,
}

impl Met {
    fn forget_places(&mut self) {
        (self.said, self.heard) = (None, None);
    }
}

impl Remembered {
    fn heard(
        &mut self,
        weights: &Weights<ARGUMENT_LABELS>,
        seen: &Observed,
        view: &View,
        i: usize,
        place: Place,
    ) -> Sums {
        let heard = view.heard(i, place);
        let mut sums = *self.heard.get(heard.key(), || sum(weights, |b| heard.features(&mut |f| b.add(f))));
        let tag = seen.tag[i];
        let next = if i + 1 < view.window.end as usize { seen.tag[i + 1] } else { Tag::None };
        let make = || sum(weights, |b| heard.tag_features(tag, next, &mut |f| b.add(f)));
        sums.add(self.heard_tags.get(heard.tag_key(tag, next), make));
        sums
    }
}

/// What tags and words of token `i` and its neighbours say at a place.
#[inline(always)]
fn at_place(seen: &Observed, view: &View, i: usize, place: Place, add: &mut impl FnMut(Feature)) {
    view.tags(seen, i, place, false).features(add);
    view.tags(seen, i, place, true).features(add);
    let before = if i > view.window.start as usize { *seen.word(i - 1) } else { Word::default() };
    argument_parts::of_word_at_place(&before, place.key, 1, add);
    argument_parts::of_word_at_place(seen.word(i), place.key, 0, add);
}

/// What stays the same over a run of tokens, and what a cue says wherever they are.
struct Run {
    place: Option<Place>,
    far: u32,
    between: Sums,
    both: Sums,
    /// By key of a place: what the cue says of it.
    of_cue: [Option<Sums>; KEYS],
    /// By [`argument_parts::TagFromCue::from_afar`].
    of_cue_afar: [Option<Sums>; 2 * TAGS],
}

impl Run {
    fn new() -> Self {
        Run {
            place: None,
            far: 0,
            between: Sums::ZERO,
            both: Sums::ZERO,
            of_cue: [None; KEYS],
            of_cue_afar: [None; 2 * TAGS],
        }
    }

    /// What place and distance say.
    #[inline]
    fn at(
        &mut self,
        weights: &Weights<ARGUMENT_LABELS>,
        view: &View,
        kept: &mut Remembered,
        place: Place,
        distance: u32,
    ) -> &Sums {
        let far = step(distance);
        let moved = self.place != Some(place);
        if moved {
            self.place = Some(place);
            self.between = self.between(weights, view, kept, place);
        }
        if moved || far != self.far {
            self.far = far;
            self.both = sum(weights, |batch| {
                view.at_distance(place, distance, &mut |f| batch.add(f));
                view.distant(place, distance).features(&mut |f| batch.add(f));
            });
            self.both.add(&self.between);
        }
        &self.both
    }

    fn between(
        &mut self,
        weights: &Weights<ARGUMENT_LABELS>,
        view: &View,
        kept: &mut Remembered,
        place: Place,
    ) -> Sums {
        let part = |part: Says| {
            sum(weights, |batch| {
                view.between(place, &mut |says, feature| {
                    if says == part {
                        batch.add(feature);
                    }
                })
            })
        };
        let mut sums = part(Says::Both);
        sums.add(self.of_cue[usize::from(place.key)].get_or_insert_with(|| part(Says::Cue)));
        sums.add(kept.places.get(view.place_key(place), || part(Says::Place)));
        sums
    }
}

fn rows_of(weights: &Weights<ARGUMENT_LABELS>, word: &Word) -> [Sums; SLOTS] {
    std::array::from_fn(|slot| sum(weights, |batch| argument_features::of_word(word, slot, &mut |f| batch.add(f))))
}
