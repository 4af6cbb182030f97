//! Word types: every distinct spelling is stored, normalized and stemmed once.

use super::{TokenClass, TypeId};

/// Finds the stem of a normalized, lower-case word.
///
/// The English pack's stemmer is Snowball's, overridden by the pack's `stems.csv`; another language brings its own.
pub trait Stemmer: Send + Sync {
    /// The stem of `form`, which is lower case and normalized; never panics.
    fn stem<'a>(&'a self, form: &'a str) -> std::borrow::Cow<'a, str>;
}

/// How a word is written, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape(pub u8);

impl Shape {
    /// The first letter is upper case.
    pub const CAPITALIZED: Shape = Shape(1);
    /// All letters are upper case and there are two or more.
    pub const ALL_CAPITALS: Shape = Shape(2);
    /// Ends in a possessive `'s`, or is a possessive pronoun's contraction.
    pub const POSSESSIVE: Shape = Shape(4);
    /// Holds a digit.
    pub const HAS_DIGIT: Shape = Shape(8);
    /// Has inner periods: `U.S`, `a.m`.
    pub const HAS_PERIOD: Shape = Shape(16);

    /// True when all bits of `other` are set.
    pub const fn has(self, other: Shape) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What is known of one spelling.
#[derive(Clone, Debug, PartialEq)]
pub struct WordType {
    /// The normalized spelling, case kept: `China's`, `U.S` (for `U.S.`, `US`, `U.S` and `USA` alike).
    pub cased: Box<str>,
    /// `cased` in lower case: `china's`. The acronym of the United States is `u.s`, never `us`.
    pub form: Box<str>,
    /// `cased` without a possessive ending: `China`. Names are compared by it.
    pub name: Box<str>,
    /// The stem of the lower-cased `name`: `china`.
    pub stem: Box<str>,
    /// How it is written.
    pub shape: Shape,
    /// What it is.
    pub class: TokenClass,
}

/// The word types that one worker has met, in the order of meeting.
///
/// Ids are dense, so that later stages keep plain arrays beside it. They depend on the order of documents and
/// therefore never reach an output.
#[derive(Default)]
pub struct Vocabulary {
    pub(super) ids: hashbrown::HashMap<Box<str>, TypeId, foldhash::fast::RandomState>,
    pub(super) types: Vec<WordType>,
}

impl Vocabulary {
    /// What is known of a word type.
    pub fn word(&self, id: TypeId) -> &WordType {
        &self.types[id.0 as usize]
    }

    /// Number of word types met so far.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// True before the first token.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }
}
