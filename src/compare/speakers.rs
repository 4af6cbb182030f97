//! Speakers: what each of them says, by name and side.
//!
//! Rows are found by a name that is only looked at, since most statements are of somebody who spoke before; whoever reads them
//! gets them in the order of the names.

use super::rows::Row;
use crate::attribution::Affiliation;
use foldhash::fast::FixedState;
use hashbrown::{Equivalent, HashMap};

/// Counts by speaker.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Speakers(HashMap<(String, Affiliation), Row, FixedState>);

/// A speaker whose name is only looked at; its hash is that of what it is equivalent to.
#[derive(Hash)]
struct Known<'a>(&'a str, Affiliation);

impl Equivalent<(String, Affiliation)> for Known<'_> {
    fn equivalent(&self, (name, affiliation): &(String, Affiliation)) -> bool {
        self.0 == name && self.1 == *affiliation
    }
}

impl Speakers {
    /// Adds to what somebody says.
    pub fn add(&mut self, name: &str, affiliation: Affiliation, row: &Row) {
        match self.0.get_mut(&Known(name, affiliation)) {
            Some(known) => known.add(row),
            None => self.put(name.to_owned(), affiliation, row.clone()),
        }
    }

    /// Sets what somebody says.
    pub fn put(&mut self, name: String, affiliation: Affiliation, row: Row) {
        self.0.insert((name, affiliation), row);
    }

    /// Adds the counts of another tally.
    pub fn merge(&mut self, other: Speakers) {
        for ((name, affiliation), row) in other.0 {
            self.add(&name, affiliation, &row);
        }
    }

    /// Everybody in the order of the names.
    pub fn sorted(&self) -> Vec<(&str, Affiliation, &Row)> {
        let mut all: Vec<_> = self.0.iter().map(|((name, of), row)| (name.as_str(), *of, row)).collect();
        all.sort_unstable_by_key(|&(name, affiliation, _)| (name, affiliation));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::SideId;

    #[test]
    fn a_name_on_two_sides_is_two_speakers() {
        let mut speakers = Speakers::default();
        let row = |tokens| Row { statements: 1, tokens, ..Row::default() };
        for (name, side, tokens) in [("Wu", 1, 3), ("An", 0, 5), ("Wu", 0, 7), ("Wu", 1, 2)] {
            speakers.add(name, Affiliation::Side(SideId(side)), &row(tokens));
        }
        let mut other = Speakers::default();
        other.add("An", Affiliation::Side(SideId(0)), &row(1));
        speakers.merge(other);
        let found: Vec<_> =
            speakers.sorted().into_iter().map(|(name, of, row)| (name, of.side(), row.tokens)).collect();
        assert_eq!(found, [("An", Some(SideId(0)), 6), ("Wu", Some(SideId(0)), 7), ("Wu", Some(SideId(1)), 5)]);
    }
}
