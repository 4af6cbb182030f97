//! Features of the second stage: given a cue, is this token its source or its content?
//!
//! Many parts, so that use can store what training need not. What a word or tag says at an offset on one side of the
//! cue ([`of_word`], [`of_tag`]) and what neighbours say together ([`of_token`]) is the same for every cue of a
//! paragraph, and what they say at a place ([`TagsAtPlace`], [`of_word_at_place`](super::argument_parts::of_word_at_place)) for cues that see the token alike
//! ([`Place::sight`]). What lies between token and cue ([`View::between`]: sentences, clauses, commas, quotation marks,
//! other cues) stays the same over a run of tokens. Only the rest ([`View::features`]) is asked at every token, and few
//! tokens have any of it.

use super::argument_parts::{BESIDE, Distant, Heard, NEAR, TagFromCue, TagsAtPlace};
use super::feature::{Feature, Template as T, mix, pack, step};
use super::observe::{Observed, QuoteState};
use super::tag::Tag;
use super::words::Word;
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

/// What a window holds for all its cues: running counts of what may lie between a cue and a token, and where nothing
/// changes from token to token.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    window: TokenRange,
    /// Before each token of the window, and before its end: commas, colons and the like, quotation marks, cues.
    counts: Vec<[u16; 4]>,
    /// By token of the window: left of a cue, and right of it, its place is that of the token before.
    steady: Vec<[bool; 2]>,
    /// By token of the window: neither a sentence nor a possible cue begins or ends beside it.
    calm: Vec<bool>,
}

impl Counts {
    /// Counts in a window, using the memory of the last one.
    ///
    /// `likely` says of every token of the document how likely the first stage thinks a cue begins there.
    pub fn read(&mut self, seen: &Observed, likely: &[Likely], window: TokenRange) {
        self.window = window;
        self.counts.clear();
        let mut sums = [0u16; 4];
        self.counts.push(sums);
        for i in window.indices() {
            let here = [
                seen.tag[i] == Tag::Comma,
                matches!(seen.tag[i], Tag::Colon | Tag::Semicolon | Tag::Dash),
                matches!(seen.quote[i], QuoteState::Open | QuoteState::Close),
                likely[i] >= Likely::Probable,
            ];
            for (sum, here) in sums.iter_mut().zip(here) {
                *sum += u16::from(here);
            }
            self.counts.push(sums);
        }
        self.steady.clear();
        self.calm.clear();
        let alike = |a: usize, b: usize| {
            seen.sentence[a] == seen.sentence[b]
                && seen.clause[a] == seen.clause[b]
                && seen.quote[a] == seen.quote[b]
                && seen.quote_number[a] == seen.quote_number[b]
        };
        let (low, high) = (window.start as usize, window.end as usize);
        for i in window.indices() {
            let at = i - low;
            let follows = i > low && alike(i - 1, i);
            let steady = |at: usize| follows && self.counts[at] == self.counts[at + 1];
            self.steady.push([steady(at), steady(at.saturating_sub(1))]);
            let inside = i > low && i + 1 < high && seen.sentence[i - 1] == seen.sentence[i + 1];
            self.calm.push(inside && likely[i - 1..i + 2].iter().all(|l| *l == Likely::No));
        }
    }

    /// True when token `i` is on this side of a cue where the token before it is, if that is on the same side.
    #[inline(always)]
    pub fn is_steady(&self, i: usize, right: bool) -> bool {
        self.steady[i - self.window.start as usize][usize::from(right)]
    }

    #[inline]
    fn between(&self, from: usize, to: usize) -> [u8; 4] {
        let low = self.window.start as usize;
        let ([a, b, c, d], [e, f, g, h]) = (self.counts[from - low], self.counts[to - low]);
        [(e - a).min(3) as u8, (f - b).min(2) as u8, (g - c).min(3) as u8, (h - d).min(3) as u8]
    }
}

/// A window as seen from a cue.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// The tokens that are read.
    pub window: TokenRange,
    /// The cue's tokens.
    pub cue: TokenRange,
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
    pub fn read(&mut self, seen: &Observed, window: TokenRange, cue: TokenRange) {
        self.window = window;
        self.cue = cue;
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
    #[inline]
    pub fn place(&self, seen: &Observed, counts: &Counts, i: usize) -> Option<Place> {
        let (c0, c1) = (self.cue.start as usize, self.cue.end as usize);
        if (c0..c1).contains(&i) {
            return None;
        }
        let right = i >= c1;
        let (from, to) = if right { (c1, i) } else { (i + 1, c0) };
        let [commas, stops, marks, cues] = counts.between(from, to);
        let sentences = (i64::from(seen.sentence[i]) - i64::from(self.sentence)).clamp(-2, 2) + 2;
        let number = seen.quote_number[i];
        Some(Place {
            right,
            key: sentences as u8 * 2 + u8::from(right),
            clauses: ((i64::from(seen.clause[i]) - i64::from(self.clause)).clamp(-4, 4) + 4) as u8,
            commas,
            stops,
            marks,
            cues,
            quote: seen.quote[i] as u8,
            same_quote: u8::from(number == self.quote_number) + 2 * u8::from(number == 0),
        })
    }

    /// What lies between a place and the cue says.
    #[inline(always)]
    pub fn between(&self, place: Place, add: &mut impl FnMut(Says, Feature)) {
        let [key, clauses, commas, stops, marks, cues, quote, same_quote] = place.numbers();
        let side = u32::from(place.right);
        add(Says::Place, mix(T::Key, [key]));
        add(Says::Place, mix(T::Between, [0, key, commas]));
        add(Says::Place, mix(T::Between, [1, key, stops]));
        add(Says::Place, mix(T::Between, [2, key, marks, quote]));
        add(Says::Place, mix(T::Between, [3, key, cues]));
        add(Says::Place, mix(T::Between, [4, key, cues, commas]));
        add(Says::Place, mix(T::BetweenQuote, [key, commas, marks, quote, self.quote]));
        add(Says::Place, mix(T::QuoteRelation, [key, same_quote, quote, self.quote]));
        add(Says::Place, mix(T::Clause, [clauses, side, key]));
        add(Says::Both, mix(T::Clause, [16 + clauses, side, self.kind]));
        add(Says::Cue, mix(T::CueStem, [self.stem, key]));
        add(Says::Cue, mix(T::CueStem, [self.words, 100 + key]));
        add(Says::Both, mix(T::CueStemQuote, [self.stem, key, marks, quote, commas]));
        add(Says::Cue, mix(T::CueKind, [self.kind, self.shape, key]));
        add(Says::Both, mix(T::CueKind, [100 + self.kind, key, marks, quote, commas]));
        add(Says::Cue, mix(T::CueBefore, [1, self.before.0, self.after.0, key]));
        add(Says::Cue, mix(T::CueAfter, [1, self.after.1, key]));
        add(Says::Cue, mix(T::CueAfter, [2, self.after_tags, key]));
        add(Says::Both, mix(T::CueAfterDistance, [self.after.0, key, 100 + commas, cues]));
    }

    /// All that the features of [`Says::Place`] are made of.
    #[inline]
    pub fn place_key(&self, place: Place) -> u64 {
        let [key, clauses, commas, stops, marks, cues, quote, same_quote] = place.numbers().map(u64::from);
        let between = [(commas, 2), (stops, 2), (marks, 2), (cues, 2)];
        pack([(pack(between), 8), (key, 4), (clauses, 4), (quote, 2), (same_quote, 2), (self.quote.into(), 2)])
    }

    /// True when a rule has the same cue.
    pub fn is_ruled(&self) -> bool {
        self.rule != 0
    }

    /// Tokens between the cue and token `i`, which is at `place`.
    #[inline]
    pub fn distance(&self, i: usize, place: Place) -> u32 {
        if place.right { i as u32 - self.cue.end } else { self.cue.start - 1 - i as u32 }
    }

    /// What the words beside the cue say of a place at a distance.
    #[inline(always)]
    pub fn at_distance(&self, place: Place, distance: u32, add: &mut impl FnMut(Feature)) {
        let (key, far) = (u32::from(place.key), step(distance));
        add(mix(T::CueBefore, [2, self.before.1, key, far.min(2)]));
        add(mix(T::CueAfterDistance, [self.after.1, key, far.min(6)]));
    }

    /// What the tags beside the cue say of a place at a distance.
    #[inline]
    pub fn distant(&self, place: Place, distance: u32) -> Distant {
        let far = step(distance);
        Distant { before: self.before.0, after: self.after.0, key: place.key, commas: place.commas, far }
    }

    /// What the tags of token `i` and the one before it, or the one after it, say at `place`.
    #[inline(always)]
    pub fn tags(&self, seen: &Observed, i: usize, place: Place, after: bool) -> TagsAtPlace {
        let (low, high) = (self.window.start as usize, self.window.end as usize);
        let other = if after { Some(i + 1).filter(|&k| k < high) } else { i.checked_sub(1).filter(|&k| k >= low) };
        let tag = other.map_or(Tag::None, |k| seen.tag[k]);
        TagsAtPlace {
            tags: if after { [seen.tag[i], tag] } else { [tag, seen.tag[i]] },
            after,
            key: place.key,
            side: place.right,
            cues: place.cues > 0,
            clauses: place.clauses_apart(),
            clause_edge: other.is_none_or(|k| seen.clause[i] != seen.clause[k]),
        }
    }

    /// What a cue says of a token with this tag.
    #[inline]
    pub fn tag_from_cue(&self, tag: Tag, place: Place, distance: u32) -> TagFromCue {
        TagFromCue { stem: self.stem, shape: self.shape, side: place.right, tag, distance: distance.min(NEAR) }
    }

    /// What the rules say of token `i` and its neighbours.
    #[inline]
    pub fn heard(&self, i: usize, place: Place) -> Heard {
        let at = i - self.window.start as usize;
        let heard = |k: Option<usize>| k.and_then(|k| self.heard.get(k)).copied().unwrap_or(16);
        Heard {
            labels: [heard(at.checked_sub(1)), heard(Some(at)), heard(Some(at + 1))],
            rule: self.rule,
            key: place.key,
            side: place.right,
            quote: place.quote,
        }
    }

    /// What is left to say of token `i`, which is at `place`: most tokens are too far from any cue for it.
    #[inline(always)]
    pub fn features(
        &self,
        seen: &Observed,
        (counts, likely): (&Counts, &[Likely]),
        i: usize,
        place: Place,
        distance: u32,
        add: &mut impl FnMut(Feature),
    ) {
        let (low, high) = (self.window.start as usize, self.window.end as usize);
        if distance >= BESIDE && i > low && i + 1 < high && counts.calm[i - counts.window.start as usize] {
            return;
        }
        let (key, quote) = (u32::from(place.key), u32::from(place.quote));
        let side = u32::from(place.right);
        let tag = |k: usize| seen.tag[k] as u32;
        let t0 = tag(i);
        if i == low || seen.sentence[i] != seen.sentence[i - 1] {
            add(mix(T::SentenceEdge, [0, key, quote]));
        }
        if i + 1 >= high || seen.sentence[i] != seen.sentence[i + 1] {
            add(mix(T::SentenceEdge, [1, key, quote]));
        }
        if distance < BESIDE {
            let t1 = if i > low { tag(i - 1) } else { 0 };
            let n1 = if i + 1 < high { tag(i + 1) } else { 0 };
            add(mix(T::WordDistance, [seen.word(i).form, side, distance]));
            add(mix(T::TagDistance, [0, t0, side, distance, self.kind]));
            add(mix(T::TagDistance, [1, t0, t1, side, distance]));
            add(mix(T::TagDistance, [2, t0, n1, side, distance]));
        }
        for o in 0..3usize {
            let Some(k) = (i + o).checked_sub(1).filter(|k| (low..high).contains(k)) else { continue };
            let o = o as u32;
            if self.cue.indices().contains(&k) {
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
    /// Sentences between, cut off at two, and the side.
    pub key: u8,
    clauses: u8,
    pub(super) commas: u8,
    stops: u8,
    marks: u8,
    cues: u8,
    quote: u8,
    same_quote: u8,
}

/// What a feature of [`View::between`] is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    /// The place, and whether the cue is quoted: [`View::place_key`].
    Place,
    /// The cue and the key of the place.
    Cue,
    /// The cue and all of the place.
    Both,
}

/// Different keys of places.
pub const KEYS: usize = 10;

impl Place {
    /// All that tags and words say something different for, a number below 128.
    #[inline]
    pub fn sight(self) -> u8 {
        self.key | u8::from(self.cues > 0) << 4 | self.clauses_apart() << 5
    }

    #[inline]
    fn clauses_apart(self) -> u8 {
        self.clauses.abs_diff(4).min(2)
    }

    fn numbers(self) -> [u32; 8] {
        [self.key, self.clauses, self.commas, self.stops, self.marks, self.cues, self.quote, self.same_quote]
            .map(u32::from)
    }
}

/// What token `i` and its neighbours say on one side of any cue of the window.
#[inline(always)]
pub fn of_token(seen: &Observed, window: TokenRange, i: usize, right: bool, add: &mut impl FnMut(Feature)) {
    let (low, high) = (window.start as usize, window.end as usize);
    let at = |o: isize| {
        let k = i as isize + o;
        (k >= low as isize && k < high as isize).then_some(k as usize)
    };
    let side = u32::from(right);
    let tag = |o: isize| at(o).map_or(0, |k| seen.tag[k] as u32);
    let form = |o: isize| at(o).map_or(0, |k| seen.word(k).form);
    let [t2, t1, t0, n1, n2] = [tag(-2), tag(-1), tag(0), tag(1), tag(2)];
    let [before, here, next] = [form(-1), form(0), form(1)];
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
