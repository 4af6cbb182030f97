//! Features of the first stage: does a cue stand at this token?
//!
//! Some parts, so that use can store what training need not: what a word says at an offset ([`of_word`], the same
//! for every meeting of a word), what a tag says at an offset ([`of_tag`]), what three tags in a row say of the tokens
//! around them ([`of_tags`]), and what the place says ([`Surroundings`]), of which quotation marks, the ends of the sentence, rules and other cues say the same
//! again and again ([`Marks`], [`Edges`], [`HeardHere`], [`CuesBeside`]).

use super::cue_parts::{CuesBeside, Edges, HeardHere, Marks};
use super::feature::{Feature, Template as T, mix, step};
use super::observe::{Observed, QuoteState};
use super::tag::Tag;
use super::words::Word;
use crate::text::TokenRange;

/// Offsets -3..=3 as slots 0..7.
pub const SLOTS: usize = 7;
/// The slot of the token itself.
pub const HERE: usize = 3;

/// What the word at an offset says.
pub fn of_word(word: &Word, slot: usize, add: &mut impl FnMut(Feature)) {
    let at = slot as u32;
    let near = slot.abs_diff(HERE);
    add(mix(T::Form, [at, word.form]));
    add(mix(T::Fine, [at, word.fine]));
    add(mix(T::Coarse, [at, word.coarse]));
    if near <= 2 {
        add(mix(T::Stem, [at, word.stem]));
    }
    if near <= 1 {
        add(mix(T::Suffix, [at, word.suffix]));
    }
    if near == 0 {
        add(mix(T::Prefix, [at, word.prefix]));
    }
}

/// What the tag at an offset says.
#[inline(always)]
pub fn of_tag(tag: Tag, slot: usize, add: &mut impl FnMut(Feature)) {
    add(mix(T::Tag, [slot as u32, tag as u32]));
}

/// Parts of [`of_tags`].
pub const TAG_PARTS: usize = 5;

/// The slots whose tags stand in a part.
pub fn slots_of(part: usize) -> std::ops::Range<usize> {
    match part {
        0 | 1 => part..part + 1,
        2 | 3 => 2 * part - 2..2 * part,
        _ => 6..7,
    }
}

/// What three tags in a row say of a token: of the token after them (part 0), of the last of them (1), the second (2),
/// the first (3), of the token before them (4).
#[inline(always)]
pub fn of_tags(tags: [Tag; 3], part: usize, add: &mut impl FnMut(Feature)) {
    let [a, b, c] = tags.map(|t| t as u32);
    match part {
        1 => add(mix(T::TagPair, [0, b, c])),
        2 => {
            add(mix(T::Bias, []));
            add(mix(T::TagPair, [1, b, c]));
        }
        _ => {}
    }
    const TRIPLE: [u32; TAG_PARTS] = [3, 0, 1, 2, 4];
    add(mix(T::TagTriple, [TRIPLE[part], a, b, c]));
}

/// What is the same or counted up within a window, made once for all its tokens.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    window: TokenRange,
    /// By token of the window: steps back to the last cue of the sentence, and that cue's kind.
    left: Vec<(u32, u8)>,
    /// The same to the next cue.
    right: Vec<(u32, u8)>,
    /// By token: the ends of its sentence.
    sentence: Vec<(u32, u32)>,
    /// By token: quotation marks in its sentence before it and after it.
    marks: Vec<(u8, u8)>,
    quoted: bool,
}

impl Surroundings {
    /// Reads a window, using the memory of the last one.
    pub fn read(&mut self, seen: &Observed, window: TokenRange) {
        self.window = window;
        let count = window.len() as usize;
        self.left.clear();
        self.right.clear();
        self.sentence.clear();
        self.marks.clear();
        self.left.resize(count, (0, 0));
        self.right.resize(count, (0, 0));
        self.sentence.resize(count, (0, 0));
        self.marks.resize(count, (0, 0));
        let first = window.start as usize;
        let range = window.indices();
        self.quoted = seen.quote[range.clone()].iter().any(|q| *q != QuoteState::Outside);
        let is_mark = |i: usize| matches!(seen.quote[i], QuoteState::Open | QuoteState::Close);
        let (mut last, mut start, mut marks) = ((0u32, 0u8), window.start, 0u8);
        for i in range.clone() {
            if i > first && seen.sentence[i] != seen.sentence[i - 1] {
                (last, start, marks) = ((0, 0), i as u32, 0);
            }
            self.left[i - first] = if last.1 > 0 { (step(i as u32 - last.0), last.1) } else { (0, 0) };
            self.sentence[i - first].0 = start;
            self.marks[i - first].0 = marks;
            if seen.cue[i].kind > 0 {
                last = (i as u32, seen.cue[i].kind);
            }
            marks = (marks + u8::from(is_mark(i))).min(3);
        }
        let (mut next, mut end, mut marks) = ((0u32, 0u8), window.end, 0u8);
        for i in range.rev() {
            if i + 1 < window.end as usize && seen.sentence[i] != seen.sentence[i + 1] {
                (next, end, marks) = ((0, 0), i as u32 + 1, 0);
            }
            self.right[i - first] = if next.1 > 0 { (step(next.0 - i as u32), next.1) } else { (0, 0) };
            self.sentence[i - first].1 = end;
            self.marks[i - first].1 = marks;
            if seen.cue[i].kind > 0 {
                next = (i as u32, seen.cue[i].kind);
            }
            marks = (marks + u8::from(is_mark(i))).min(3);
        }
    }

    /// What the words beside token `i` say, and its word with the tags beside it.
    #[inline]
    pub fn words(&self, seen: &Observed, i: usize, add: &mut impl FnMut(Feature)) {
        let [t1, t0, n1] = self.tags(seen, i);
        let word = seen.word(i);
        let form = |o: isize| {
            let k = i as isize + o;
            let inside = k >= self.window.start as isize && k < self.window.end as isize;
            if inside { seen.word(k as usize).form } else { 0 }
        };
        add(mix(T::FormPair, [0, form(-1), word.form]));
        add(mix(T::FormPair, [1, word.form, form(1)]));
        add(mix(T::FormPair, [2, form(-2), form(-1)]));
        add(mix(T::FormPair, [3, form(1), form(2)]));
        add(mix(T::StemTagBefore, [word.stem, t1]));
        add(mix(T::StemTagAfter, [word.stem, n1]));
        add(mix(T::StemTagBoth, [word.stem, t1, n1]));
        add(mix(T::FineTagBefore, [word.fine, t1, t0]));
        add(mix(T::FineTagAfter, [word.fine, t0, n1]));
    }

    /// What the word of token `i` says inside quotation marks and outside.
    #[inline]
    pub fn quoted_word(&self, seen: &Observed, i: usize, add: &mut impl FnMut(Feature)) {
        add(mix(T::StemQuote, [seen.word(i).stem, seen.quote[i] as u32]));
    }

    /// The quotation marks around token `i`.
    #[inline]
    pub fn marks(&self, seen: &Observed, i: usize) -> Marks {
        let (before, after) = self.marks[i - self.window.start as usize];
        Marks { quotes: quotes(seen, i), before, after, quoted: self.quoted, tag: seen.tag[i] }
    }

    /// How far the ends of the sentence are from token `i`.
    #[inline]
    pub fn edges(&self, seen: &Observed, i: usize) -> Edges {
        let (start, end) = self.sentence[i - self.window.start as usize];
        let (from_start, to_end) = (step(i as u32 - start), step(end - 1 - i as u32));
        Edges { from_start, to_end, tag: seen.tag[i], quote: seen.quote[i] }
    }

    /// What the rules say of token `i` and the next.
    #[inline]
    pub fn heard(&self, seen: &Observed, i: usize) -> HeardHere {
        let next = if i + 1 < self.window.end as usize { seen.rule_in[i + 1] } else { 4 };
        HeardHere {
            here: seen.rule_in[i] + 4 * u8::from(seen.rule_cue[i] > 0),
            next,
            kind: seen.cue[i].kind,
            tag: seen.tag[i],
            quote: seen.quote[i],
        }
    }

    /// The cues of the language pack on both sides of token `i`.
    #[inline]
    pub fn cues(&self, seen: &Observed, i: usize) -> CuesBeside {
        let at = i - self.window.start as usize;
        CuesBeside { left: self.left[at], right: self.right[at], own: seen.cue[i].kind > 0 }
    }

    #[inline(always)]
    fn tags(&self, seen: &Observed, i: usize) -> [u32; 3] {
        let (low, high) = (self.window.start as usize, self.window.end as usize);
        let tag = |o: isize| tag_at(seen, i, o, low, high) as u32;
        [tag(-1), tag(0), tag(1)]
    }

    /// What else the place of token `i` says.
    #[inline(always)]
    pub fn features(&self, seen: &Observed, i: usize, add: &mut impl FnMut(Feature)) {
        let (low, high) = (self.window.start as usize, self.window.end as usize);
        let [t1, t0, n1] = self.tags(seen, i);
        let word = seen.word(i);
        if seen.headline[i] {
            add(mix(T::Role, [t0]));
        }
        for o in -2..=2isize {
            let k = i as isize + o;
            if k >= low as isize && k < high as isize && seen.title[k as usize] {
                add(mix(T::Title, [(o + 2) as u32, t0]));
            }
        }

        let (start, end) = self.sentence[i - low];
        let subject = subject(seen, i, start as usize);
        let next = next(seen, i, end as usize);
        add(mix(T::Subject, [subject.0 as u32, subject.1, t0]));
        add(mix(T::SubjectForm, [subject.2, t0]));
        add(mix(T::StemSubject, [word.stem, subject.0 as u32]));
        add(mix(T::FineSubject, [word.fine, subject.0 as u32, next.0 as u32]));
        add(mix(T::Next, [next.0 as u32, next.1, t0]));
        add(mix(T::NextForm, [next.2, t0]));
        add(mix(T::StemNext, [word.stem, next.0 as u32]));
        let helpers = helpers(seen, i, start as usize);
        add(mix(T::Verb, [helpers, t0, subject.0 as u32]));
        add(mix(T::VerbStem, [helpers, word.stem]));

        for o in -2..=2isize {
            let k = i as isize + o;
            if k < low as isize || k >= high as isize || seen.cue[k as usize].kind == 0 {
                continue;
            }
            let mark = seen.cue[k as usize];
            let (kind, shape) = (u32::from(mark.kind), u32::from(mark.form));
            let o = (o + 2) as u32;
            add(mix(T::Cue, [o, 0, kind]));
            add(mix(T::Cue, [o, 1, u32::from(mark.frames)]));
            add(mix(T::Cue, [o, 2, kind, shape, u32::from(mark.length)]));
            if o == 2 {
                add(mix(T::CueTags, [kind, t1, n1]));
                add(mix(T::CueTags, [shape + 100, t1, n1]));
                let [before, quote, after] = quotes(seen, i);
                add(mix(T::CueQuote, [kind, before, quote, after]));
                add(mix(T::CueSubject, [kind, shape, subject.0 as u32]));
                add(mix(T::CueNext, [kind, next.0 as u32]));
                add(mix(T::CueNext, [100 + u32::from(mark.frames), next.0 as u32]));
            }
        }
        for o in -1..=1isize {
            let k = i as isize + o;
            if k < low as isize || k >= high as isize {
                continue;
            }
            let Some(rule) = seen.rule_cue[k as usize].checked_sub(1).map(|n| &seen.rules[n as usize]) else {
                continue;
            };
            let begins = u32::from(rule.cue.start == k as u32);
            let o = (o + 1) as u32;
            add(mix(T::RuleCue, [o, begins]));
            add(mix(T::RuleCue, [o, begins, rule.name]));
            if o == 1 {
                let shape = u32::from(rule.source.is_empty()) * 2 + u32::from(rule.cue.len() > 1);
                add(mix(T::RuleCue, [3, begins, rule.name, shape]));
                add(mix(T::RuleCue, [4, begins, word.stem]));
                add(mix(T::RuleCue, [5, (rule.confidence * 10.0) as u32, rule.name]));
            }
        }
    }
}

/// Where token `i` and its neighbours in the document stand with regard to quotation marks.
#[inline(always)]
fn quotes(seen: &Observed, i: usize) -> [u32; 3] {
    let quote = |at: usize| seen.quote.get(at).map_or(0, |quote| *quote as u32);
    [quote(i.wrapping_sub(1)), quote(i), quote(i + 1)]
}

#[inline(always)]
fn tag_at(seen: &Observed, i: usize, o: isize, low: usize, high: usize) -> Tag {
    let k = i as isize + o;
    if k < low as isize || k >= high as isize { Tag::None } else { seen.tag[k as usize] }
}

/// The nearest possible end of a subject before token `i`: its tag, distance and form; helpers are passed over.
fn subject(seen: &Observed, i: usize, start: usize) -> (Tag, u32, u32) {
    let mut k = i;
    while k > start && i - k < 5 {
        k -= 1;
        if !seen.tag[k].is_helper() {
            return (seen.tag[k], (i - k) as u32, seen.word(k).form);
        }
    }
    (Tag::None, 0, 0)
}

/// The first token after `i` that is no adverb: its tag, distance and form.
fn next(seen: &Observed, i: usize, end: usize) -> (Tag, u32, u32) {
    let mut k = i + 1;
    while k < end && k - i < 4 {
        if !matches!(seen.tag[k], Tag::Adverb | Tag::Time | Tag::Calendar) {
            return (seen.tag[k], (k - i) as u32, seen.word(k).form);
        }
        k += 1;
    }
    (Tag::None, 0, 0)
}

/// Which of be, have, another auxiliary, "to" and an adverb stand right before token `i`, as bits.
fn helpers(seen: &Observed, i: usize, start: usize) -> u32 {
    let mut bits = 0;
    let mut k = i;
    while k > start && i - k < 4 {
        k -= 1;
        bits |= match seen.tag[k] {
            Tag::Be => 1,
            Tag::Have => 2,
            Tag::Auxiliary => 4,
            Tag::Infinitive => 8,
            Tag::ContractedSubject => 16,
            Tag::Adverb => 32,
            _ => break,
        };
    }
    bits
}
