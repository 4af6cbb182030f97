//! Features of the second stage: given a cue, is this token its source or its content?
//!
//! Four parts, so that use can store what training need not. What a word or tag says at an offset on one side of the
//! cue ([`of_word`], [`of_tag`]) and what neighbours say together ([`of_token`]) is the same for every cue of a
//! paragraph. What lies between token and cue ([`View::between`]: sentences, clauses, commas, quotation marks, other
//! cues) stays the same over a run of tokens. Only the rest ([`View::features`]) is asked at every token.

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
    /// By token of the window: what the rules say of it with this cue.
    heard: Vec<u8>,
    rule: u32,
}

impl View {
    /// Looks at `window` from `cue`, using the memory of the last view.
    ///
    /// `likely` says of every token of the document how likely the first stage thinks a cue begins there.
    pub fn read(&mut self, seen: &Observed, likely: &[Likely], window: TokenRange, cue: TokenRange) {
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
            cues += u16::from(likely[i] >= Likely::Probable && !inside(i));
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
        self.heard.clear();
        match seen.rule_of(cue) {
            Some(rule) => {
                self.rule = rule.name;
                self.heard.extend((window.start..window.end).map(|i| rule.label(i) as u8));
            }
            None => {
                self.rule = 0;
                self.heard.extend(window.indices().map(|i| 8 + seen.rule_in[i]));
            }
        }
    }

    /// Where token `i` is, as seen from the cue; `None` inside the cue.
    pub fn place(&self, seen: &Observed, i: usize) -> Option<Place> {
        let low = self.window.start as usize;
        let (c0, c1) = (self.cue.start as usize, self.cue.end as usize);
        if (c0..c1).contains(&i) {
            return None;
        }
        let right = i >= c1;
        let (from, to) = if right { (c1, i) } else { (i + 1, c0) };
        let count = |counts: &[u16], most: u16| (counts[to - low] - counts[from - low]).min(most) as u8;
        let sentences = (i64::from(seen.sentence[i]) - i64::from(self.sentence)).clamp(-2, 2) + 2;
        let number = seen.quote_number[i];
        Some(Place {
            right,
            key: sentences as u8 * 2 + u8::from(right),
            clauses: ((i64::from(seen.clause[i]) - i64::from(self.clause)).clamp(-4, 4) + 4) as u8,
            commas: count(&self.commas, 3),
            stops: count(&self.stops, 2),
            marks: count(&self.marks, 3),
            cues: count(&self.cues, 3),
            quote: seen.quote[i] as u8,
            same_quote: u8::from(number == self.quote_number) + 2 * u8::from(number == 0),
        })
    }

    /// What lies between a place and the cue says.
    pub fn between(&self, place: Place, add: &mut impl FnMut(Feature)) {
        let [key, clauses, commas, stops, marks, cues, quote, same_quote] = place.numbers();
        let side = u32::from(place.right);
        add(mix(T::Key, [key]));
        add(mix(T::Between, [0, key, commas]));
        add(mix(T::Between, [1, key, stops]));
        add(mix(T::Between, [2, key, marks, quote]));
        add(mix(T::Between, [3, key, cues]));
        add(mix(T::Between, [4, key, cues, commas]));
        add(mix(T::BetweenQuote, [key, commas, marks, quote, self.quote]));
        add(mix(T::QuoteRelation, [key, same_quote, quote, self.quote]));
        add(mix(T::Clause, [clauses, side, key]));
        add(mix(T::Clause, [16 + clauses, side, self.kind]));
        add(mix(T::CueStem, [self.stem, key]));
        add(mix(T::CueStem, [self.words, 100 + key]));
        add(mix(T::CueStemQuote, [self.stem, key, marks, quote, commas]));
        add(mix(T::CueKind, [self.kind, self.shape, key]));
        add(mix(T::CueKind, [100 + self.kind, key, marks, quote, commas]));
        add(mix(T::CueBefore, [1, self.before.0, self.after.0, key]));
        add(mix(T::CueAfter, [1, self.after.1, key]));
        add(mix(T::CueAfter, [2, self.after_tags, key]));
        add(mix(T::CueAfterDistance, [self.after.0, key, 100 + commas, cues]));
    }

    /// What is left to say of token `i`, which is at `place`.
    pub fn features(&self, seen: &Observed, likely: &[Likely], i: usize, place: Place, add: &mut impl FnMut(Feature)) {
        let (low, high) = (self.window.start as usize, self.window.end as usize);
        let (c0, c1) = (self.cue.start as usize, self.cue.end as usize);
        let [key, clauses, commas, _, _, cues, quote, _] = place.numbers();
        let side = u32::from(place.right);
        let distance = (if place.right { i - c1 } else { c0 - i - 1 }) as u32;
        let far = step(distance);
        let tag = |k: usize| seen.tag[k] as u32;
        let t0 = tag(i);
        let t1 = if i > low { tag(i - 1) } else { 0 };
        let n1 = if i + 1 < high { tag(i + 1) } else { 0 };
        let word = seen.word(i);

        add(mix(T::Distance, [key, far]));
        add(mix(T::Distance, [100 + key, far, commas]));
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
        add(mix(T::CueStemTag, [self.stem, side, t0, distance.min(3)]));
        add(mix(T::CueShape, [self.shape, side, t0, distance.min(4)]));
        add(mix(T::CueBefore, [0, self.before.0, key, distance.min(6)]));
        add(mix(T::CueBefore, [2, self.before.1, key, distance.min(2)]));
        add(mix(T::CueAfter, [0, self.after.0, key, far]));
        add(mix(T::CueAfterDistance, [self.after.1, key, distance.min(6)]));
        if distance < 6 {
            add(mix(T::WordDistance, [word.form, side, distance]));
            add(mix(T::TagDistance, [0, t0, side, distance, self.kind]));
            add(mix(T::TagDistance, [1, t0, t1, side, distance]));
            add(mix(T::TagDistance, [2, t0, n1, side, distance]));
        }
        add(mix(T::TagKey, [0, t0, key, commas.min(2), far.min(7)]));
        add(mix(T::TagKey, [1, t1, t0, key, cues.min(1)]));
        add(mix(T::TagKey, [2, t0, n1, key, cues.min(1)]));
        add(mix(T::PairKey, [word.form, key]));
        add(mix(T::PairKey, [if i > low { seen.word(i - 1).form } else { 0 }, 100 + key]));
        let heard = |k: usize| u32::from(self.heard[k - low]);
        let h0 = heard(i);
        let h1 = if i > low { heard(i - 1) } else { 16 };
        let m1 = if i + 1 < high { heard(i + 1) } else { 16 };
        add(mix(T::RuleLabel, [0, h0, side]));
        add(mix(T::RuleLabel, [1, h1, h0, self.rule]));
        add(mix(T::RuleLabel, [2, h0, m1, self.rule]));
        add(mix(T::RuleLabel, [3, h1, h0, key, quote]));
        add(mix(T::RuleLabel, [4, h0, m1, n1, side]));
        add(mix(T::RuleLabel, [5, h0, t0, side]));
        for o in 0..3usize {
            let Some(k) = (i + o).checked_sub(1).filter(|k| (low..high).contains(k)) else { continue };
            let o = o as u32;
            if (c0..c1).contains(&k) {
                add(mix(T::CueTag, [o, t0, self.kind]));
            } else if likely[k] > Likely::No {
                let strength = likely[k] as u32;
                add(mix(T::OtherCue, [o, side, strength, u32::from(seen.cue[k].kind), u32::from(seen.cue[k].form)]));
                add(mix(T::OtherCue, [10 + o, key, quote, strength]));
            }
        }
    }
}

/// How likely a cue begins at a token, as the first stage sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Likely {
    /// Less than one in ten.
    #[default]
    No,
    /// Perhaps.
    Possible,
    /// More than two in five.
    Probable,
}

impl Likely {
    /// The step of a probability.
    pub fn of(probability: f32) -> Self {
        match probability {
            p if p > 0.4 => Likely::Probable,
            p if p > 0.1 => Likely::Possible,
            _ => Likely::No,
        }
    }
}

/// Where a token is, as seen from a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Right of the cue.
    pub right: bool,
    key: u8,
    clauses: u8,
    commas: u8,
    stops: u8,
    marks: u8,
    cues: u8,
    quote: u8,
    same_quote: u8,
}

impl Place {
    fn numbers(self) -> [u32; 8] {
        [self.key, self.clauses, self.commas, self.stops, self.marks, self.cues, self.quote, self.same_quote]
            .map(u32::from)
    }
}

/// What token `i` and its neighbours say on one side of any cue of the window.
pub fn of_token(seen: &Observed, window: TokenRange, i: usize, right: bool, add: &mut impl FnMut(Feature)) {
    let (low, high) = (window.start as usize, window.end as usize);
    let at = |o: isize| {
        let k = i as isize + o;
        (k >= low as isize && k < high as isize).then_some(k as usize)
    };
    let side = u32::from(right);
    let [t2, t1, t0, n1, n2] = [-2, -1, 0, 1, 2].map(|o| at(o).map_or(0, |k| seen.tag[k] as u32));
    let [before, here, next] = [-1, 0, 1].map(|o| at(o).map_or(0, |k| seen.word(k).form));
    add(mix(T::PairSide, [0, before, here, side]));
    add(mix(T::PairSide, [1, here, next, side]));
    add(mix(T::TripleSide, [0, t1, t0, n1, side]));
    add(mix(T::TripleSide, [1, t2, t1, t0, side]));
    add(mix(T::TripleSide, [2, t0, n1, n2, side]));
    for o in -1..=1isize {
        if at(o).is_some_and(|k| seen.title[k]) {
            add(mix(T::Title, [(o + 1) as u32, side, t0]));
        }
    }
    if seen.headline[i] {
        add(mix(T::Role, [side]));
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
