//! The matcher: finds every entry of a lexicon in a text in one pass, whatever the number of entries.
//!
//! What comes in are patterns and names; they become sequences of *atoms* (questions about one word) in one trie.
//! A [`TypeTable`] answers the questions once per word type; [`Matcher::find`] walks the trie over token ids. The
//! naive reference in the tests gives the same matches for random patterns and texts.

mod atoms;
mod chance;
mod classes;
mod compile;
mod cover;
mod glob;
mod kinds;
mod lookup;
mod overlap;
mod pairs;
mod search;
mod trie;
mod types;
mod walk;
mod words;

#[cfg(test)]
mod reference;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::stored::stored;
use super::{Entry, EntryId};

use chance::Chance;
pub use chance::Chances;
pub(in crate::lexicon) use compile::MatcherBuilder;
pub(in crate::lexicon) use cover::{Coverage, Sequence};
pub(in crate::lexicon) use glob::fits;
pub use kinds::Kinds;
use lookup::WordLookup;
pub use overlap::resolve_longest;
pub use search::{Search, Within};
pub use types::TypeTable;

/// Which part of a row an entry of the names matcher stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Detail {
    /// The pattern or title of its row.
    Pattern,
    /// The canonical name of an actor or place.
    Name,
    /// An alias of an actor, by position.
    Alias(u32),
    /// The office of an actor.
    Role,
    /// A demonym of a place, by position.
    Demonym(u32),
    /// The capital of a place.
    Capital,
    /// A seat that stands for a place's government, by position.
    Body(u32),
}

stored!(
    enum Detail {
        Pattern,
        Name,
        Alias(position),
        Role,
        Demonym(position),
        Capital,
        Body(position),
    }
);

/// Which table of a [`TypeTable`] a matcher looks words up in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::lexicon) enum Slot {
    Terms = 0,
    Names = 1,
    Pattern = 2,
}

/// Entries compiled into one trie.
pub struct Matcher {
    entries: Vec<Entry>,
    details: Vec<Detail>,
    /// By entry: it has `unless` patterns.
    guarded: Vec<bool>,
    atoms: Arc<atoms::Atoms>,
    trie: Arc<trie::Trie>,
    unless: Arc<trie::Trie>,
    /// By `unless` pattern: the entries it cancels.
    cancels: Vec<Vec<EntryId>>,
    slot: Slot,
}

stored!(
    enum Slot {
        Terms,
        Names,
        Pattern,
    }
);

stored!(struct Matcher { entries, details, guarded, atoms, trie, unless, cancels, slot });

impl Matcher {
    /// True when every look-up in both gives the same.
    #[cfg(test)]
    pub(super) fn is_same(&self, other: &Matcher) -> bool {
        let tries = |matcher: &Matcher| format!("{:?} {:?}", matcher.trie, matcher.unless);
        tries(self) == tries(other)
    }

    /// The entries; an [`EntryId`] is a position in them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What an entry is.
    pub fn entry(&self, id: EntryId) -> Entry {
        self.entries[id.0 as usize]
    }

    /// Which part of its row an entry stands for: several entries may share a row of `speakers.csv` or `places.csv`.
    pub fn detail(&self, id: EntryId) -> Detail {
        self.details[id.0 as usize]
    }
}
