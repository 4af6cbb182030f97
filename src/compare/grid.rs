//! A grid: the same counts by side and topic instead of by unit, so that one figure reads one short list.

use super::ground::{Columns, UnitRows};
use super::rows::Topic;
use super::test::{Pair, Share};
use crate::lexicon::SideId;

/// Units in a fixed order, with their words by side and their cells by topic and side.
pub(crate) struct Grid {
    columns: Columns,
    keys: Vec<u64>,
    /// By side, then unit.
    tokens: Vec<Vec<u32>>,
    /// By topic and side: the units with hits, in order.
    hits: Vec<Vec<(u32, u32)>>,
    /// By topic and side: the units with a leaning, in order, and F and A.
    leanings: Vec<Vec<(u32, i64, i64)>>,
}

impl Grid {
    /// Sorts the cells of units into lists.
    pub fn new<'a>(units: impl Iterator<Item = UnitRows<'a>>, columns: Columns) -> Self {
        let mut grid = Grid {
            columns,
            keys: Vec::new(),
            tokens: vec![Vec::new(); columns.sides],
            hits: vec![Vec::new(); columns.cells()],
            leanings: vec![Vec::new(); columns.cells()],
        };
        for (at, unit) in units.enumerate() {
            grid.keys.push(unit.key);
            grid.tokens.iter_mut().for_each(|tokens| tokens.push(0));
            for (side, row) in unit.sides {
                grid.tokens[usize::from(side.0)][at] = row.tokens;
                for cell in row.cells.filter(|cell| columns.holds(side, cell.topic)) {
                    let place = columns.cell(side, cell.topic);
                    if cell.hits > 0 {
                        grid.hits[place].push((at as u32, cell.hits));
                    }
                    if cell.favor != 0 || cell.against != 0 {
                        grid.leanings[place].push((at as u32, cell.favor, cell.against));
                    }
                }
            }
        }
        grid
    }

    /// For each unit in which a side has words: its hits on a topic and its words.
    pub fn parts(&self, side: SideId, topic: Topic) -> impl Iterator<Item = (u64, u64)> {
        let mut hits = vec![0u32; self.keys.len()];
        self.hits_of(side, topic).iter().for_each(|&(at, count)| hits[at as usize] = count);
        let parts = hits.into_iter().zip(self.tokens_of(side));
        parts.filter(|(_, tokens)| **tokens > 0).map(|(hits, &tokens)| (u64::from(hits), u64::from(tokens)))
    }

    /// The units as the attention of two groups: hits over words.
    pub fn attention(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        let speaks = |at: usize| first.iter().chain(second).any(|&side| self.tokens_of(side)[at] > 0);
        let units: Vec<u32> = (0..self.keys.len()).filter(|&at| speaks(at)).map(|at| at as u32).collect();
        self.pairs(units, first, second, |side, add| {
            for (at, &tokens) in self.tokens_of(side).iter().enumerate().filter(|(_, tokens)| **tokens > 0) {
                add(at as u32, Share { numerator: 0.0, denominator: f64::from(tokens) });
            }
            for &(at, hits) in self.hits_of(side, topic) {
                add(at, Share { numerator: f64::from(hits), denominator: 0.0 });
            }
        })
    }

    /// The units as the stance of two groups: F - A over F + A.
    pub fn stance(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        let sides = first.iter().chain(second);
        let mut units: Vec<u32> =
            sides.flat_map(|&side| self.leanings_of(side, topic)).map(|leaning| leaning.0).collect();
        units.sort();
        units.dedup();
        self.pairs(units, first, second, |side, add| {
            for &(at, favor, against) in self.leanings_of(side, topic) {
                let (favor, against) = (favor as f64, against as f64);
                add(at, Share { numerator: favor - against, denominator: favor + against });
            }
        })
    }

    /// These units, each group's shares summed; those of other units are left out.
    fn pairs(
        &self,
        units: Vec<u32>,
        first: &[SideId],
        second: &[SideId],
        shares: impl Fn(SideId, &mut dyn FnMut(u32, Share)),
    ) -> Vec<Pair> {
        let nothing =
            |&at: &u32| Pair { key: self.keys[at as usize], first: Share::default(), second: Share::default() };
        let mut pairs: Vec<Pair> = units.iter().map(nothing).collect();
        let mut sum = |sides: &[SideId], part: fn(&mut Pair) -> &mut Share| {
            for &side in sides {
                let mut place = 0;
                shares(side, &mut |at, share| {
                    // Mostly it is the next.
                    if units.get(place) != Some(&at) {
                        let Ok(found) = units.binary_search(&at) else { return };
                        place = found;
                    }
                    let into = part(&mut pairs[place]);
                    into.numerator += share.numerator;
                    into.denominator += share.denominator;
                    place += 1;
                });
            }
        };
        sum(first, |pair| &mut pair.first);
        sum(second, |pair| &mut pair.second);
        pairs
    }

    fn tokens_of(&self, side: SideId) -> &[u32] {
        &self.tokens[usize::from(side.0)]
    }

    fn hits_of(&self, side: SideId, topic: Topic) -> &[(u32, u32)] {
        &self.hits[self.columns.cell(side, topic)]
    }

    /// The units with a leaning of a side on a topic, in order, and F and A.
    pub fn leanings_of(&self, side: SideId, topic: Topic) -> &[(u32, i64, i64)] {
        &self.leanings[self.columns.cell(side, topic)]
    }
}
