//! Parts of what the place of a token says of a cue there: what they are made of, the key under which use keeps them, and their
//! features.

use super::feature::{Feature, Template as T, mix, pack};
use super::observe::QuoteState;
use super::tag::Tag;

/// The quotation marks around a token.
#[derive(Clone, Copy, Debug)]
pub struct Marks {
    pub(super) quotes: [u32; 3],
    pub(super) before: u8,
    pub(super) after: u8,
    /// There is one in the window.
    pub(super) quoted: bool,
    pub(super) tag: Tag,
}

impl Marks {
    /// All that the features are made of.
    #[inline]
    pub fn key(&self) -> u64 {
        let [a, b, c] = self.quotes.map(|quote| (u64::from(quote), 2));
        let around = [(self.before.into(), 2), (self.after.into(), 2), (self.quoted.into(), 1), (self.tag as u64, 6)];
        pack([a, b, c, (pack(around), 11)])
    }

    /// Shows what marks beside the token say.
    #[inline]
    pub fn of_window(&self, add: &mut impl FnMut(Feature)) {
        add(mix(T::QuoteWindow, self.quotes));
    }

    /// Shows what marks in the sentence and in the window say.
    #[inline]
    pub fn of_sentence(&self, add: &mut impl FnMut(Feature)) {
        let quote = self.quotes[1];
        add(mix(T::QuoteSentence, [quote, u32::from(self.before), u32::from(self.after)]));
        add(mix(T::QuoteSentence, [4 + quote, u32::from(self.quoted), self.tag as u32]));
    }
}

/// How far the ends of its sentence are from a token.
#[derive(Clone, Copy, Debug)]
pub struct Edges {
    pub(super) from_start: u32,
    pub(super) to_end: u32,
    pub(super) tag: Tag,
    pub(super) quote: QuoteState,
}

impl Edges {
    /// All that the features are made of.
    #[inline]
    pub fn key(&self) -> u64 {
        pack([(self.from_start.into(), 4), (self.to_end.into(), 4), (self.tag as u64, 6), (self.quote as u64, 2)])
    }

    /// Shows the features.
    #[inline]
    pub fn features(&self, add: &mut impl FnMut(Feature)) {
        let (from_start, to_end, tag) = (self.from_start, self.to_end, self.tag as u32);
        add(mix(T::Edge, [0, from_start, tag]));
        add(mix(T::Edge, [1, to_end, tag]));
        add(mix(T::Edge, [2, from_start.min(3), to_end.min(3), self.quote as u32]));
    }
}

/// What the rules say of a token and the next.
#[derive(Clone, Copy, Debug)]
pub struct HeardHere {
    pub(super) here: u8,
    pub(super) next: u8,
    pub(super) kind: u8,
    pub(super) tag: Tag,
    pub(super) quote: QuoteState,
}

impl HeardHere {
    /// All that the features are made of.
    #[inline]
    pub fn key(&self) -> u64 {
        let (tag, quote) = (self.tag as u64, self.quote as u64);
        pack([(self.here.into(), 3), (self.next.into(), 3), (self.kind.into(), 8), (tag, 6), (quote, 2)])
    }

    /// Shows the features.
    #[inline]
    pub fn features(&self, add: &mut impl FnMut(Feature)) {
        let here = u32::from(self.here);
        add(mix(T::RuleIn, [0, here, u32::from(self.next), self.tag as u32]));
        add(mix(T::RuleIn, [1, here, u32::from(self.kind), self.quote as u32]));
    }
}

/// The nearest cues of the language pack in the sentence of a token: steps away and kinds.
#[derive(Clone, Copy, Debug)]
pub struct CuesBeside {
    pub(super) left: (u32, u8),
    pub(super) right: (u32, u8),
    /// The token is one.
    pub(super) own: bool,
}

impl CuesBeside {
    /// All that the features are made of.
    #[inline]
    pub fn key(&self) -> u64 {
        let [(left, left_kind), (right, right_kind)] = [self.left, self.right];
        let kinds = [(u64::from(left_kind), 8), (u64::from(right_kind), 8), (u64::from(self.own), 1)];
        pack([(left.into(), 4), (right.into(), 4), (pack(kinds), 17)])
    }

    /// Shows the features.
    #[inline]
    pub fn features(&self, add: &mut impl FnMut(Feature)) {
        let own = u32::from(self.own);
        add(mix(T::CueLeft, [0, self.left.0, own]));
        add(mix(T::CueLeft, [1, u32::from(self.left.1), own]));
        add(mix(T::CueRight, [0, self.right.0, own]));
        add(mix(T::CueRight, [1, u32::from(self.right.1), own]));
    }
}
