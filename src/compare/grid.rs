//! A grid: the same counts by side and topic instead of by unit, so that one figure reads one short list.

use super::ground::Columns;
use super::rows::{Cell, SideRows, Topic};
use super::test::{Pair, Share};
use crate::lexicon::SideId;

/// Units in a fixed order, with their words by side and their cells by topic and side.
pub(crate) struct Grid {
    columns: Columns,
    keys: Vec<u64>,
    /// By side, then unit.
    tokens: Vec<Vec<u32>>,
    /// By topic and side: the units that have such a cell, in order.
    cells: Vec<Vec<(u32, Cell)>>,
}

impl Grid {
    /// Sorts the cells of units into lists.
    pub fn new<'a>(units: impl Iterator<Item = (u64, &'a SideRows)>, columns: Columns) -> Self {
        let mut grid = Grid {
            columns,
            keys: Vec::new(),
            tokens: vec![Vec::new(); columns.sides],
            cells: vec![Vec::new(); columns.cells()],
        };
        for (at, (key, rows)) in units.enumerate() {
            grid.keys.push(key);
            grid.tokens.iter_mut().for_each(|tokens| tokens.push(0));
            for (side, row) in &rows.sides {
                grid.tokens[usize::from(side.0)][at] = row.tokens;
                for cell in row.cells.iter().filter(|cell| columns.holds(*side, cell.topic)) {
                    grid.cells[columns.cell(*side, cell.topic)].push((at as u32, *cell));
                }
            }
        }
        grid
    }

    /// For each unit in which a side has words: its hits on a topic and its words.
    pub fn parts(&self, side: SideId, topic: Topic) -> impl Iterator<Item = (u64, u64)> {
        let mut hits = vec![0u32; self.keys.len()];
        self.cells_of(side, topic).iter().for_each(|(at, cell)| hits[*at as usize] = cell.hits);
        let parts = hits.into_iter().zip(self.tokens_of(side));
        parts.filter(|(_, tokens)| **tokens > 0).map(|(hits, &tokens)| (u64::from(hits), u64::from(tokens)))
    }

    /// The units as the attention of two groups: hits over words.
    pub fn attention(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        self.pairs(first, second, |side, add| {
            for (at, &tokens) in self.tokens_of(side).iter().enumerate() {
                add(at, Share { numerator: 0.0, denominator: f64::from(tokens) });
            }
            for (at, cell) in self.cells_of(side, topic) {
                add(*at as usize, Share { numerator: f64::from(cell.hits), denominator: 0.0 });
            }
        })
    }

    /// The units as the stance of two groups: F - A over F + A.
    pub fn stance(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        self.pairs(first, second, |side, add| {
            for (at, cell) in self.cells_of(side, topic) {
                let (favor, against) = (cell.favor as f64, cell.against as f64);
                add(*at as usize, Share { numerator: favor - against, denominator: favor + against });
            }
        })
    }

    /// The units in which either group contributes, each group's shares summed.
    fn pairs(
        &self,
        first: &[SideId],
        second: &[SideId],
        shares: impl Fn(SideId, &mut dyn FnMut(usize, Share)),
    ) -> Vec<Pair> {
        let nothing = |&key: &u64| Pair { key, first: Share::default(), second: Share::default() };
        let mut pairs: Vec<Pair> = self.keys.iter().map(nothing).collect();
        let sum = |into: &mut Share, share: Share| {
            into.numerator += share.numerator;
            into.denominator += share.denominator;
        };
        first.iter().for_each(|&side| shares(side, &mut |at, share| sum(&mut pairs[at].first, share)));
        second.iter().for_each(|&side| shares(side, &mut |at, share| sum(&mut pairs[at].second, share)));
        pairs.retain(|pair| pair.first.denominator > 0.0 || pair.second.denominator > 0.0);
        pairs
    }

    fn tokens_of(&self, side: SideId) -> &[u32] {
        &self.tokens[usize::from(side.0)]
    }

    fn cells_of(&self, side: SideId, topic: Topic) -> &[(u32, Cell)] {
        &self.cells[self.columns.cell(side, topic)]
    }
}
