//! A grid: the same counts by side and topic instead of by unit, so that one figure reads one short list.
//!
//! Units stay as they came. What sums up numbers with decimals takes them in their order: that of their keys, or as they came
//! where they came in order.

use super::ground::{CellTotal, Columns, SideTotal};
use super::pack::Sides;
use super::rows::Topic;
use super::sample::{Column, Replicates};
use super::settings::Settings;
use super::test::{Pair, Share};
use crate::lexicon::SideId;
use std::borrow::Cow;

/// Units with their words by side and their cells by topic and side, and the totals of these.
pub(crate) struct Grid<'a> {
    columns: Columns,
    keys: Cow<'a, [u64]>,
    /// False for units that came in order.
    by_key: bool,
    /// By side, then unit.
    tokens: Vec<Vec<u32>>,
    /// By topic and side: the units with hits, as they came.
    hits: Vec<Vec<(u32, u32)>>,
    /// By topic and side: the units with a leaning, in order, and F and A.
    leanings: Vec<Vec<(u32, i64, i64)>>,
    sides: Vec<SideTotal>,
    cells: Vec<CellTotal>,
}

impl<'a> Grid<'a> {
    /// Sorts the cells of units into lists.
    pub fn new(keys: Cow<'a, [u64]>, units: impl Iterator<Item = Sides<'a>>, by_key: bool, columns: Columns) -> Self {
        let mut tokens = vec![vec![0; keys.len()]; columns.sides];
        let mut hits = vec![Vec::new(); columns.cells()];
        let mut leanings = vec![Vec::new(); columns.cells()];
        let mut sides = vec![SideTotal::default(); columns.sides];
        let mut cells = vec![CellTotal::default(); columns.cells()];
        for (at, unit) in units.enumerate() {
            for (side, row) in unit {
                tokens[usize::from(side.0)][at] = row.tokens;
                sides[usize::from(side.0)].add(row);
                for cell in row.cells.filter(|cell| columns.holds(side, cell.topic)) {
                    let place = columns.cell(side, cell.topic);
                    cells[place].add(&cell);
                    if cell.hits > 0 {
                        hits[place].push((at as u32, cell.hits));
                    }
                    if cell.favor != 0 || cell.against != 0 {
                        leanings[place].push((at as u32, cell.favor, cell.against));
                    }
                }
            }
        }
        let mut grid = Grid { columns, keys, by_key, tokens, hits, leanings: Vec::new(), sides, cells };
        leanings.iter_mut().for_each(|leanings| leanings.sort_unstable_by_key(|leaning| grid.rank(leaning.0)));
        grid.leanings = leanings;
        grid
    }

    /// By what units are put in order.
    fn rank(&self, unit: u32) -> (u64, u32) {
        (if self.by_key { self.keys[unit as usize] } else { 0 }, unit)
    }

    /// The totals of a side.
    pub fn side(&self, side: SideId) -> SideTotal {
        self.sides[usize::from(side.0)]
    }

    /// The totals of a side on a topic.
    pub fn cell(&self, side: SideId, topic: Topic) -> CellTotal {
        self.cells[self.columns.cell(side, topic)]
    }

    /// Words by side, then hits by issue and side, summed again and again.
    pub fn replicates(&self, settings: &Settings) -> Replicates {
        let words = self.tokens.iter().map(|tokens| Column::Each(tokens));
        // How often a side is mentioned has no interval.
        let hits = self.hits.iter().take(self.columns.issue_cells()).map(|hits| Column::Few(hits));
        Replicates::of(&self.keys, &words.chain(hits).collect::<Vec<_>>(), settings.seed, settings.replicates)
    }

    /// For each unit in which a side has words: its hits on a topic and its words.
    pub fn parts(&self, side: SideId, topic: Topic) -> Vec<(u64, u64)> {
        let mut hits = vec![0u32; self.keys.len()];
        self.hits_of(side, topic).iter().for_each(|&(at, count)| hits[at as usize] = count);
        let part = |unit: u32| (hits[unit as usize].into(), self.tokens_of(side)[unit as usize].into());
        self.in_order(|unit| self.tokens_of(side)[unit] > 0).into_iter().map(part).collect()
    }

    /// The same, but all units without hits are one.
    pub fn parts_with_hits(&self, side: SideId, topic: Topic) -> Vec<(u64, u64)> {
        let tokens = |unit: u32| self.tokens_of(side)[unit as usize];
        let mut telling: Vec<_> = self.hits_of(side, topic).iter().filter(|hits| tokens(hits.0) > 0).collect();
        telling.sort_unstable_by_key(|hits| self.rank(hits.0));
        let mut parts: Vec<_> = telling.into_iter().map(|hits| (hits.1.into(), tokens(hits.0).into())).collect();
        let told: u64 = parts.iter().map(|(_, tokens)| tokens).sum();
        parts.push((0, self.side(side).tokens - told));
        parts
    }

    /// The units as the attention of two groups: hits over words.
    pub fn attention(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        let mut hits = vec![[0u64; 2]; self.keys.len()];
        for (unit, group, count) in self.hits_of_groups(first, second, topic) {
            hits[unit as usize][group] += u64::from(count);
        }
        let units = self.in_order(|unit| self.words(first, unit) > 0 || self.words(second, unit) > 0);
        units.into_iter().map(|unit| self.pair(unit, first, second, hits[unit as usize])).collect()
    }

    /// Those of them in which there are hits.
    pub fn attention_with_hits(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        let mut hits: Vec<_> = self.hits_of_groups(first, second, topic).collect();
        hits.sort_unstable_by_key(|(unit, ..)| self.rank(*unit));
        let pair = |hits: &[(u32, usize, u32)]| {
            let mut counts = [0; 2];
            hits.iter().for_each(|&(_, group, count)| counts[group] += u64::from(count));
            self.pair(hits[0].0, first, second, counts)
        };
        let pairs = hits.chunk_by(|one, other| one.0 == other.0).map(pair);
        pairs.filter(|pair| pair.first.denominator > 0.0 || pair.second.denominator > 0.0).collect()
    }

    /// The units as the stance of two groups: F - A over F + A.
    pub fn stance(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        let leanings = groups(first, second)
            .flat_map(|(group, side)| self.leanings_of(side, topic).iter().map(move |leaning| (group, leaning)));
        let mut leanings: Vec<_> = leanings.collect();
        leanings.sort_unstable_by_key(|(_, leaning)| self.rank(leaning.0));
        let pair = |leanings: &[(usize, &(u32, i64, i64))]| {
            let mut shares = [Share::default(); 2];
            for &(group, &(_, favor, against)) in leanings {
                let (favor, against) = (favor as f64, against as f64);
                shares[group].numerator += favor - against;
                shares[group].denominator += favor + against;
            }
            let [first, second] = shares;
            Pair { key: self.keys[leanings[0].1.0 as usize], first, second }
        };
        leanings.chunk_by(|one, other| one.1.0 == other.1.0).map(pair).collect()
    }

    /// Number of units.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Words of a group in a unit.
    pub fn words(&self, group: &[SideId], unit: usize) -> u64 {
        group.iter().map(|&side| u64::from(self.tokens_of(side)[unit])).sum()
    }

    /// The units with a leaning of a side on a topic, in order, and F and A.
    pub fn leanings_of(&self, side: SideId, topic: Topic) -> &[(u32, i64, i64)] {
        &self.leanings[self.columns.cell(side, topic)]
    }

    /// Units of a kind, in order.
    fn in_order(&self, is_wanted: impl Fn(usize) -> bool) -> Vec<u32> {
        let mut units: Vec<u32> = (0..self.len()).filter(|unit| is_wanted(*unit)).map(|unit| unit as u32).collect();
        units.sort_unstable_by_key(|unit| self.rank(*unit));
        units
    }

    fn pair(&self, unit: u32, first: &[SideId], second: &[SideId], hits: [u64; 2]) -> Pair {
        let share =
            |hits: u64, group| Share { numerator: hits as f64, denominator: self.words(group, unit as usize) as f64 };
        Pair { key: self.keys[unit as usize], first: share(hits[0], first), second: share(hits[1], second) }
    }

    /// Unit, group and hits.
    fn hits_of_groups(
        &self,
        first: &[SideId],
        second: &[SideId],
        topic: Topic,
    ) -> impl Iterator<Item = (u32, usize, u32)> {
        groups(first, second).flat_map(move |(group, side)| {
            self.hits_of(side, topic).iter().map(move |&(unit, count)| (unit, group, count))
        })
    }

    fn tokens_of(&self, side: SideId) -> &[u32] {
        &self.tokens[usize::from(side.0)]
    }

    fn hits_of(&self, side: SideId, topic: Topic) -> &[(u32, u32)] {
        &self.hits[self.columns.cell(side, topic)]
    }
}

/// The sides of two groups, with the number of the group.
fn groups(first: &[SideId], second: &[SideId]) -> impl Iterator<Item = (usize, SideId)> {
    first.iter().map(|&side| (0, side)).chain(second.iter().map(|&side| (1, side)))
}
