//! Parts of what a token says of a cue: what they are made of, the key under which use keeps them, and their features.

use super::argument_features::Place;
use super::feature::{Feature, Template as T, mix, pack, step};
use super::tag::Tag;
use super::words::Word;

/// Tokens between a cue and those that are no longer near it.
pub(super) const NEAR: u32 = 4;
/// The same for single words and pairs of tags.
pub(super) const BESIDE: u32 = 6;

/// What the tags beside a cue say of a place at a distance.
#[derive(Clone, Copy, Debug)]
pub struct Distant {
    pub(super) before: u32,
    pub(super) after: u32,
    pub(super) key: u8,
    pub(super) commas: u8,
    pub(super) far: u32,
}

impl Distant {
    /// Shows the features.
    #[inline(always)]
    pub fn features(&self, add: &mut impl FnMut(Feature)) {
        let key = u32::from(self.key);
        add(mix(T::Distance, [key, self.far]));
        add(mix(T::Distance, [100 + key, self.far, self.commas.into()]));
        add(mix(T::CueBefore, [0, self.before, key, self.far.min(6)]));
        add(mix(T::CueAfter, [0, self.after, key, self.far]));
    }
}

/// What the tags of a token and a neighbour say at a place.
#[derive(Clone, Copy, Debug)]
pub struct TagsAtPlace {
    pub(super) tags: [Tag; 2],
    pub(super) after: bool,
    pub(super) key: u8,
    pub(super) side: bool,
    pub(super) cues: bool,
    pub(super) clauses: u8,
    /// A clause ends between the two.
    pub(super) clause_edge: bool,
}

impl TagsAtPlace {
    /// Shows the features.
    #[inline(always)]
    pub fn features(&self, add: &mut impl FnMut(Feature)) {
        let [a, b] = self.tags.map(|t| t as u32);
        let (key, side, clauses) = (u32::from(self.key), u32::from(self.side), u32::from(self.clauses));
        let after = u32::from(self.after);
        add(mix(T::ClauseTag, [8 * after + clauses, u32::from(self.clause_edge), a, b, side]));
        add(mix(T::TagKey, [1 + after, a, b, key, u32::from(self.cues)]));
    }
}

/// What a tag says from far or near.
#[derive(Clone, Copy, Debug)]
pub struct TagFromAfar {
    pub(super) tag: Tag,
    pub(super) key: u8,
    pub(super) commas: u8,
    pub(super) far: u32,
}

impl TagFromAfar {
    /// A tag at a place.
    pub fn new(tag: Tag, place: Place, distance: u32) -> Self {
        TagFromAfar { tag, key: place.key, commas: place.commas.min(2), far: step(distance).min(7) }
    }

    /// All that the features are made of.
    #[inline]
    pub fn key(&self) -> u64 {
        pack([(self.tag as u64, 6), (self.key.into(), 4), (self.commas.into(), 2), (self.far.into(), 3)])
    }

    /// Shows the features.
    #[inline(always)]
    pub fn features(&self, add: &mut impl FnMut(Feature)) {
        add(mix(T::TagKey, [0, self.tag as u32, self.key.into(), self.commas.into(), self.far]));
    }
}

/// What a cue says of a tag.
#[derive(Clone, Copy, Debug)]
pub struct TagFromCue {
    pub(super) stem: u32,
    pub(super) shape: u32,
    pub(super) side: bool,
    pub(super) tag: Tag,
    pub(super) distance: u32,
}

impl TagFromCue {
    /// The side and tag of a token that is not near the cue, a number below twice the number of tags: nothing else then
    /// makes a difference to the cue.
    #[inline]
    pub fn from_afar(&self) -> Option<usize> {
        (self.distance == NEAR).then(|| usize::from(self.side) * Tag::ALL.len() + self.tag as usize)
    }

    /// Shows what the shape of the cue says.
    #[inline(always)]
    pub fn of_shape(&self, add: &mut impl FnMut(Feature)) {
        add(mix(T::CueShape, [self.shape, u32::from(self.side), self.tag as u32, self.distance]));
    }

    /// Shows what the stem of the cue says.
    #[inline(always)]
    pub fn of_stem(&self, add: &mut impl FnMut(Feature)) {
        add(mix(T::CueStemTag, [self.stem, u32::from(self.side), self.tag as u32, self.distance.min(3)]));
    }
}

/// What the rules say of a token and its neighbours.
#[derive(Clone, Copy, Debug)]
pub struct Heard {
    pub(super) labels: [u8; 3],
    pub(super) rule: u32,
    pub(super) key: u8,
    pub(super) side: bool,
    pub(super) quote: u8,
}

impl Heard {
    /// All that [`Heard::features`] is made of.
    #[inline]
    pub fn key(&self) -> u64 {
        let [h1, h0, m1] = self.labels.map(u64::from);
        let side = u64::from(self.side);
        let rule = u64::from(self.rule);
        pack([(rule, 32), (h1, 5), (h0, 5), (m1, 5), (self.key.into(), 4), (side, 1), (self.quote.into(), 2)])
    }

    /// Shows what the rules' labels say by themselves.
    #[inline(always)]
    pub fn features(&self, add: &mut impl FnMut(Feature)) {
        let [h1, h0, m1] = self.labels.map(u32::from);
        add(mix(T::RuleLabel, [0, h0, u32::from(self.side)]));
        add(mix(T::RuleLabel, [1, h1, h0, self.rule]));
        add(mix(T::RuleLabel, [2, h0, m1, self.rule]));
        add(mix(T::RuleLabel, [3, h1, h0, self.key.into(), self.quote.into()]));
    }

    /// All that [`Heard::tag_features`] is made of.
    #[inline]
    pub fn tag_key(&self, tag: Tag, next: Tag) -> u64 {
        let [_, h0, m1] = self.labels.map(u64::from);
        pack([(h0, 5), (m1, 5), (tag as u64, 6), (next as u64, 6), (u64::from(self.side), 1)])
    }

    /// Shows what the rules' labels say with the token's tag and the next one's.
    #[inline(always)]
    pub fn tag_features(&self, tag: Tag, next: Tag, add: &mut impl FnMut(Feature)) {
        let [_, h0, m1] = self.labels.map(u32::from);
        add(mix(T::RuleLabel, [4, h0, m1, next as u32, u32::from(self.side)]));
        add(mix(T::RuleLabel, [5, h0, tag as u32, u32::from(self.side)]));
    }
}

/// What a word says at a place: of its token (part 0), of the next token (part 1).
#[inline(always)]
pub fn of_word_at_place(word: &Word, key: u8, part: usize, add: &mut impl FnMut(Feature)) {
    add(mix(T::PairKey, [word.form, 100 * part as u32 + u32::from(key)]));
}
