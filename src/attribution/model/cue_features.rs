//! Features of the first stage: does a cue stand at this token?
//!
//! Three parts, so that use can store what training need not: what a word says at an offset ([`of_word`], the same
//! for every meeting of a word), what three tags in a row say of the tokens around them ([`of_tags`]), and what the
//! place says ([`Surroundings`]).

use super::feature::{Feature, Template as T, mix, step};
use super::observe::{Observed, QuoteState, Word};
use super::tag::Tag;
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

/// Parts of [`of_tags`].
pub const TAG_PARTS: usize = 5;

/// What three tags in a row say of a token: of the token after them (part 0), of the last of them (1), the second (2),
/// the first (3), of the token before them (4).
pub fn of_tags(tags: [Tag; 3], part: usize, add: &mut impl FnMut(Feature)) {
    let [a, b, c] = tags.map(|t| t as u32);
    let mut tag = |slot: u32, tag: u32| add(mix(T::Tag, [slot, tag]));
    match part {
        0 => tag(0, a),
        1 => tag(1, a),
        2 => {
            tag(2, a);
            tag(3, b);
        }
        3 => {
            tag(4, b);
            tag(5, c);
        }
        _ => tag(6, c),
    }
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
    /// By token of the window: tokens back to the last cue of the sentence, and that cue's kind.
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
            self.left[i - first] = if last.1 > 0 { (i as u32 - last.0, last.1) } else { (0, 0) };
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
            self.right[i - first] = if next.1 > 0 { (next.0 - i as u32, next.1) } else { (0, 0) };
            self.sentence[i - first].1 = end;
            self.marks[i - first].1 = marks;
            if seen.cue[i].kind > 0 {
                next = (i as u32, seen.cue[i].kind);
            }
            marks = (marks + u8::from(is_mark(i))).min(3);
        }
    }

    /// What the place of token `i` says.
    pub fn features(&self, seen: &Observed, i: usize, add: &mut impl FnMut(Feature)) {
        let (low, high) = (self.window.start as usize, self.window.end as usize);
        let at = i - low;
        let [t1, t0, n1] = [-1, 0, 1].map(|o| tag_at(seen, i, o, low, high) as u32);
        let word = seen.word(i);
        let form = |o: isize| {
            let k = i as isize + o;
            if k < low as isize || k >= high as isize { 0 } else { seen.word(k as usize).form }
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

        let quotes: [u32; 3] =
            [-1isize, 0, 1].map(|o| seen.quote.get((i as isize + o) as usize).map_or(0, |q| *q as u32));
        let quote = quotes[1];
        add(mix(T::QuoteWindow, [quotes[0], quotes[1], quotes[2]]));
        add(mix(T::StemQuote, [word.stem, quote]));
        let (before, after) = self.marks[at];
        add(mix(T::QuoteSentence, [quote, u32::from(before), u32::from(after)]));
        add(mix(T::QuoteSentence, [4 + quote, u32::from(self.quoted), t0]));

        let (start, end) = self.sentence[at];
        let (from_start, to_end) = (step(i as u32 - start), step(end - 1 - i as u32));
        add(mix(T::Edge, [0, from_start, t0]));
        add(mix(T::Edge, [1, to_end, t0]));
        add(mix(T::Edge, [2, from_start.min(3), to_end.min(3), quote]));
        if seen.headline[i] {
            add(mix(T::Role, [t0]));
        }
        for o in -2..=2isize {
            let k = i as isize + o;
            if k >= low as isize && k < high as isize && seen.title[k as usize] {
                add(mix(T::Title, [(o + 2) as u32, t0]));
            }
        }

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
                add(mix(T::CueQuote, [kind, quotes[0], quote, quotes[2]]));
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
        let heard = u32::from(seen.rule_in[i]) + 4 * u32::from(seen.rule_cue[i] > 0);
        let heard_next = if i + 1 < high { u32::from(seen.rule_in[i + 1]) } else { 4 };
        add(mix(T::RuleIn, [0, heard, heard_next, t0]));
        add(mix(T::RuleIn, [1, heard, u32::from(seen.cue[i].kind), quote]));
        let own = u32::from(seen.cue[i].kind > 0);
        let (left, right) = (self.left[at], self.right[at]);
        add(mix(T::CueLeft, [0, step(left.0), own]));
        add(mix(T::CueLeft, [1, u32::from(left.1), own]));
        add(mix(T::CueRight, [0, step(right.0), own]));
        add(mix(T::CueRight, [1, u32::from(right.1), own]));
    }
}

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
