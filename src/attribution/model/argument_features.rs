//! Features of the second stage: given a cue, is this token its source or its content?
//!
//! As in the first stage, what a word says at an offset on one side of the cue is told apart from what the place
//! says, so that use can store it. The place is seen from the cue: on which side, how many sentences, clauses,
//! commas, quotation marks and other cues away.

use super::feature::{Feature, Template as T, mix, step};
use super::observe::{Observed, QuoteState, Word};
use super::tag::Tag;
use crate::text::TokenRange;

/// Offsets -2..=2 on the left and on the right of the cue.
pub const SLOTS: usize = 10;

/// Which slot an offset is on a side.
#[inline]
pub fn slot(offset: isize, right: bool) -> usize {
    (offset + 2) as usize + if right { 5 } else { 0 }
}

/// What the word at an offset says.
pub fn of_word(word: &Word, slot: usize, add: &mut impl FnMut(Feature)) {
    let at = slot as u32;
    add(mix(T::Form, [at, word.form]));
    add(mix(T::Coarse, [at, word.coarse]));
    if matches!(slot, 1..=3 | 6..=8) {
        add(mix(T::Fine, [at, word.fine]));
        add(mix(T::Suffix, [at, word.suffix]));
    }
    if matches!(slot, 2 | 7) {
        add(mix(T::Stem, [at, word.stem]));
    }
}

/// What the tag at an offset says.
pub fn of_tag(tag: Tag, slot: usize, add: &mut impl FnMut(Feature)) {
    add(mix(T::Tag, [slot as u32, tag as u32]));
}

/// A window as seen from a cue.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The tokens that are read.
    pub window: TokenRange,
    /// The cue's tokens.
    pub cue: TokenRange,
    /// Running counts from the window's start: commas, dashes and the like, quotation marks, cues.
    commas: Vec<u16>,
    stops: Vec<u16>,
    marks: Vec<u16>,
    cues: Vec<u16>,
    stem: u32,
    words: u32,
    kind: u32,
    shape: u32,
    before: (u32, u32),
    after: (u32, u32),
    after_tags: u32,
    quote: u32,
    quote_number: u32,
    sentence: u32,
    clause: u32,
}

impl View {
    /// Looks at `window` from `cue`, using the memory of the last view.
    pub fn read(&mut self, seen: &Observed, window: TokenRange, cue: TokenRange) {
        self.window = window;
        self.cue = cue;
        let inside = |i: usize| cue.indices().contains(&i);
        for counts in [&mut self.commas, &mut self.stops, &mut self.marks, &mut self.cues] {
            counts.clear();
            counts.push(0);
        }
        let (mut commas, mut stops, mut marks, mut cues) = (0, 0, 0, 0);
        for i in window.indices() {
            commas += u16::from(seen.tag[i] == Tag::Comma);
            stops += u16::from(matches!(seen.tag[i], Tag::Colon | Tag::Semicolon | Tag::Dash));
            marks += u16::from(matches!(seen.quote[i], QuoteState::Open | QuoteState::Close));
            cues += u16::from(seen.cue[i].kind > 0 && !inside(i));
            self.commas.push(commas);
            self.stops.push(stops);
            self.marks.push(marks);
            self.cues.push(cues);
        }
        let (c0, c1) = (cue.start as usize, cue.end as usize);
        let head = cue.indices().find(|&i| seen.cue[i].kind > 0).unwrap_or_else(|| head_of(seen, cue));
        let mark = seen.cue[head];
        self.stem = seen.word(head).stem;
        self.words = cue.indices().fold(cue.len(), |all, i| mix(T::CueWord, [all, seen.word(i).form]));
        self.kind = u32::from(mark.kind);
        self.shape = u32::from(mark.form) + 8 * seen.tag[head] as u32;
        let at = |i: Option<usize>| match i.filter(|i| window.indices().contains(i)) {
            Some(i) => (seen.tag[i] as u32, seen.word(i).form),
            None => (0, 0),
        };
        self.before = at(c0.checked_sub(1));
        self.after = at(Some(c1));
        self.after_tags = self.after.0 * 64 + at(Some(c1 + 1)).0;
        self.quote = seen.quote[c0] as u32;
        self.quote_number = seen.quote_number[c0];
        self.sentence = seen.sentence[c0];
        self.clause = seen.clause[c0];
    }

    /// Counts between two tokens of the window.
    fn between(counts: &[u16], low: usize, from: usize, to: usize, most: u16) -> u32 {
        u32::from((counts[to - low] - counts[from - low]).min(most))
    }

    /// What the place of token `i` says; one feature for a token of the cue itself.
    pub fn features(&self, seen: &Observed, i: usize, add: &mut impl FnMut(Feature)) {
        let (low, high) = (self.window.start as usize, self.window.end as usize);
        let (c0, c1) = (self.cue.start as usize, self.cue.end as usize);
        if (c0..c1).contains(&i) {
            add(mix(T::CueWord, []));
            return;
        }
        let right = i >= c1;
        let side = u32::from(right);
        let (from, to) = if right { (c1, i) } else { (i + 1, c0) };
        let distance = (to - from) as u32;
        let sentences = (i64::from(seen.sentence[i]) - i64::from(self.sentence)).clamp(-2, 2) + 2;
        let key = sentences as u32 * 2 + side;
        let clauses = ((i64::from(seen.clause[i]) - i64::from(self.clause)).clamp(-4, 4) + 4) as u32;
        let commas = Self::between(&self.commas, low, from, to, 3);
        let stops = Self::between(&self.stops, low, from, to, 2);
        let marks = Self::between(&self.marks, low, from, to, 3);
        let cues = Self::between(&self.cues, low, from, to, 3);
        let quote = seen.quote[i] as u32;
        let number = seen.quote_number[i];
        let same_quote = u32::from(number == self.quote_number) + 2 * u32::from(number == 0);
        let tag = |o: isize| {
            let k = i as isize + o;
            if k < low as isize || k >= high as isize { 0 } else { seen.tag[k as usize] as u32 }
        };
        let (t2, t1, t0, n1, n2) = (tag(-2), tag(-1), tag(0), tag(1), tag(2));
        let word = seen.word(i);
        let far = step(distance);

        add(mix(T::Key, [key]));
        add(mix(T::Distance, [key, far]));
        add(mix(T::Distance, [100 + key, far, commas]));
        add(mix(T::Between, [0, key, commas]));
        add(mix(T::Between, [1, key, stops]));
        add(mix(T::Between, [2, key, marks, quote]));
        add(mix(T::Between, [3, key, cues]));
        add(mix(T::Between, [4, key, cues, commas]));
        add(mix(T::BetweenQuote, [key, commas, marks, quote, self.quote]));
        add(mix(T::QuoteRelation, [key, same_quote, quote, self.quote]));
        add(mix(T::Clause, [clauses, side, sentences as u32]));
        add(mix(T::Clause, [16 + clauses, side, self.kind]));
        let clause_start = i == low || seen.clause[i] != seen.clause[i - 1];
        let clause_end = i + 1 >= high || seen.clause[i] != seen.clause[i + 1];
        add(mix(T::ClauseTag, [clauses.abs_diff(4).min(2), u32::from(clause_start), t1, t0, side]));
        add(mix(T::ClauseTag, [8 + clauses.abs_diff(4).min(2), u32::from(clause_end), t0, n1, side]));
        if i == low || seen.sentence[i] != seen.sentence[i - 1] {
            add(mix(T::SentenceEdge, [0, key, quote]));
        }
        if i + 1 >= high || seen.sentence[i] != seen.sentence[i + 1] {
            add(mix(T::SentenceEdge, [1, key, quote]));
        }

        add(mix(T::CueStem, [self.stem, key]));
        add(mix(T::CueStem, [self.words, 100 + key]));
        add(mix(T::CueStemQuote, [self.stem, key, marks, quote, commas]));
        add(mix(T::CueStemTag, [self.stem, side, t0, distance.min(3)]));
        add(mix(T::CueKind, [self.kind, self.shape, key]));
        add(mix(T::CueKind, [100 + self.kind, key, marks, quote, commas]));
        add(mix(T::CueShape, [self.shape, side, t0, distance.min(4)]));
        add(mix(T::CueBefore, [0, self.before.0, key, distance.min(6)]));
        add(mix(T::CueBefore, [1, self.before.0, self.after.0, key]));
        add(mix(T::CueBefore, [2, self.before.1, key, distance.min(2)]));
        add(mix(T::CueAfter, [0, self.after.0, key, far]));
        add(mix(T::CueAfter, [1, self.after.1, key]));
        add(mix(T::CueAfter, [2, self.after_tags, key]));
        add(mix(T::CueAfterDistance, [self.after.1, key, distance.min(6)]));
        add(mix(T::CueAfterDistance, [self.after.0, key, 100 + commas, cues]));

        if distance < 6 {
            add(mix(T::WordDistance, [word.form, side, distance]));
            add(mix(T::TagDistance, [0, t0, side, distance, self.kind]));
            add(mix(T::TagDistance, [1, t0, t1, side, distance]));
            add(mix(T::TagDistance, [2, t0, n1, side, distance]));
        }
        add(mix(T::TagKey, [0, t0, key, commas.min(2), far.min(7)]));
        add(mix(T::TagKey, [1, t1, t0, key, cues.min(1)]));
        add(mix(T::TagKey, [2, t0, n1, key, cues.min(1)]));
        let before = if i > low { seen.word(i - 1).form } else { 0 };
        let next = if i + 1 < high { seen.word(i + 1).form } else { 0 };
        add(mix(T::PairSide, [0, before, word.form, side]));
        add(mix(T::PairSide, [1, word.form, next, side]));
        add(mix(T::PairKey, [word.form, key]));
        add(mix(T::PairKey, [before, 100 + key]));
        add(mix(T::TripleSide, [0, t1, t0, n1, side]));
        add(mix(T::TripleSide, [1, t2, t1, t0, side]));
        add(mix(T::TripleSide, [2, t0, n1, n2, side]));

        for o in -1..=1isize {
            let k = i as isize + o;
            if k >= low as isize && k < high as isize {
                let k = k as usize;
                if seen.cue[k].kind > 0 && !(c0..c1).contains(&k) {
                    add(mix(T::OtherCue, [(o + 1) as u32, side, u32::from(seen.cue[k].kind), u32::from(seen.cue[k].form)]));
                    add(mix(T::OtherCue, [10 + (o + 1) as u32, key, quote]));
                }
                if (c0..c1).contains(&k) {
                    add(mix(T::CueTag, [(o + 1) as u32, t0, self.kind]));
                }
                if seen.title[k] {
                    add(mix(T::Title, [(o + 1) as u32, side, t0]));
                }
            }
        }
        if seen.headline[i] {
            add(mix(T::Role, [key]));
        }
    }
}

/// The word that tells most of a cue that the language pack does not know: its last word that is no helper.
fn head_of(seen: &Observed, cue: TokenRange) -> usize {
    let open = |i: &usize| {
        let tag = seen.tag[*i];
        tag.is_word() && !tag.is_helper() && !matches!(tag, Tag::Preposition | Tag::Infinitive | Tag::Determiner)
    };
    cue.indices().find(open).unwrap_or(cue.start as usize)
}
