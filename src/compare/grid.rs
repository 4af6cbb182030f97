//! A grid: the same counts by side and topic instead of by unit, so that one figure reads one short list.
//!
//! Units stay as they came. What sums up numbers with decimals takes them in their order: that of their keys, or as they came
//! where they came in order.

use super::ground::{CellTotal, Columns, SideTotal};
use super::pack::Sides;
use super::rows::{Cell, Topic};
use super::sample::{Column, Replicates};
use super::settings::Settings;
use super::sparse::Sorted;
use super::test::{Pair, Share};
use crate::lexicon::SideId;
use std::borrow::Cow;
use std::collections::BTreeMap;

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
    /// By topic and side: the units with a leaning, in order.
    leanings: Vec<Vec<Leaning>>,
    /// The leanings that a [`Leaning`] cannot hold, by topic and side, then unit: F and A.
    strong: BTreeMap<(usize, u32), [i64; 2]>,
    sides: Vec<SideTotal>,
    cells: Vec<CellTotal>,
}

/// A unit with its F and A; where either is the largest there is, both stand elsewhere.
#[derive(Clone, Copy)]
struct Leaning {
    unit: u32,
    favor: u32,
    against: u32,
}

impl Leaning {
    fn of(unit: u32, weights: [i64; 2]) -> Self {
        let [favor, against] = weights.map(|weight| u32::try_from(weight).unwrap_or(u32::MAX));
        Leaning { unit, favor, against }
    }

    fn is_strong(self) -> bool {
        self.favor == u32::MAX || self.against == u32::MAX
    }
}

impl<'a> Grid<'a> {
    /// Sorts the cells of units into lists, which are as long as they need to be: the units are read twice.
    pub fn new(
        keys: Cow<'a, [u64]>,
        units: impl Iterator<Item = Sides<'a>> + Clone,
        by_key: bool,
        columns: Columns,
    ) -> Self {
        let mut sides = vec![SideTotal::default(); columns.sides];
        let mut cells = vec![CellTotal::default(); columns.cells()];
        let mut lengths = vec![[0; 2]; columns.cells()];
        let placed = |(side, cell): (SideId, Cell)| {
            columns.holds(side, cell.topic).then(|| (columns.cell(side, cell.topic), cell))
        };
        for (side, row) in units.clone().flatten() {
            sides[usize::from(side.0)].add(row);
            for (place, cell) in row.cells.filter_map(|cell| placed((side, cell))) {
                cells[place].add(&cell);
                lengths[place][0] += usize::from(cell.hits > 0);
                lengths[place][1] += usize::from(leans(&cell));
            }
        }
        let mut tokens: Vec<Vec<u32>> = (0..columns.sides).map(|_| vec![0; keys.len()]).collect();
        let mut hits: Vec<_> = lengths.iter().map(|[hits, _]| Vec::with_capacity(*hits)).collect();
        let mut leanings: Vec<_> = lengths.iter().map(|[_, leanings]| Vec::with_capacity(*leanings)).collect();
        let mut strong = BTreeMap::new();
        for (at, unit) in units.enumerate() {
            for (side, row) in unit {
                tokens[usize::from(side.0)][at] = row.tokens;
                for (place, cell) in row.cells.filter_map(|cell| placed((side, cell))) {
                    if cell.hits > 0 {
                        hits[place].push((at as u32, cell.hits));
                    }
                    if leans(&cell) {
                        let leaning = Leaning::of(at as u32, [cell.favor, cell.against]);
                        leanings[place].push(leaning);
                        if leaning.is_strong() {
                            strong.insert((place, leaning.unit), [cell.favor, cell.against]);
                        }
                    }
                }
            }
        }
        let mut grid = Grid { columns, keys, by_key, tokens, hits, leanings: Vec::new(), strong, sides, cells };
        leanings.iter_mut().for_each(|leanings| leanings.sort_unstable_by_key(|leaning| grid.rank(leaning.unit)));
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
            hits[unit as usize][usize::from(group)] += u64::from(count);
        }
        let units = self.in_order(|unit| self.words(first, unit) > 0 || self.words(second, unit) > 0);
        units.into_iter().map(|unit| self.pair(unit, first, second, hits[unit as usize])).collect()
    }

    /// Those of them in which there are hits.
    pub fn attention_with_hits(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        let mut hits: Vec<_> = self.hits_of_groups(first, second, topic).collect();
        hits.sort_unstable_by_key(|(unit, ..)| self.rank(*unit));
        let pair = |hits: &[(u32, u8, u32)]| {
            let mut counts = [0; 2];
            hits.iter().for_each(|&(_, group, count)| counts[usize::from(group)] += u64::from(count));
            self.pair(hits[0].0, first, second, counts)
        };
        let mut pairs = Vec::with_capacity(hits.len());
        pairs.extend(hits.chunk_by(|one, other| one.0 == other.0).map(pair));
        pairs.retain(|pair| pair.first.denominator > 0.0 || pair.second.denominator > 0.0);
        pairs
    }

    /// All of them, sorted by what they tell.
    pub fn sorted(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Sorted {
        let mut hits: Vec<_> = self.hits_of_groups(first, second, topic).collect();
        hits.sort_unstable_by_key(|(unit, ..)| self.rank(*unit));
        let mut hits = hits.into_iter().peekable();
        let mut sorted = Sorted::default();
        for unit in self.in_order(|unit| self.words(first, unit) > 0 || self.words(second, unit) > 0) {
            let mut counts = [0; 2];
            while let Some((of, group, count)) = hits.next_if(|hit| self.rank(hit.0) <= self.rank(unit)) {
                // One of another unit has hits, but no words.
                counts[usize::from(group)] += if of == unit { u64::from(count) } else { 0 };
            }
            sorted.add(self.pair(unit, first, second, counts));
        }
        sorted
    }

    /// The units as the stance of two groups: F - A over F + A.
    pub fn stance(&self, first: &[SideId], second: &[SideId], topic: Topic) -> Vec<Pair> {
        let of_sides = first.iter().chain(second).map(|side| self.leanings[self.columns.cell(*side, topic)].len());
        let mut pairs = Vec::with_capacity(of_sides.sum());
        pairs.extend(self.leanings_of_groups(first, second, topic).map(|(unit, weights)| {
            let [first, second] = weights.map(share_of);
            Pair { key: self.keys[unit as usize], first, second }
        }));
        pairs
    }

    /// The units with a leaning of either group on a topic, in order, with F and A of both.
    pub fn leanings_of_groups(
        &self,
        first: &[SideId],
        second: &[SideId],
        topic: Topic,
    ) -> impl Iterator<Item = (u32, [[i64; 2]; 2])> {
        let sides = groups(first, second).map(|(group, side)| (group, self.leanings_of(side, topic).peekable()));
        let mut sides: Vec<_> = sides.collect();
        std::iter::from_fn(move || {
            let next = sides.iter_mut().filter_map(|(_, leanings)| leanings.peek()).map(|leaning| leaning.0);
            let unit = next.min_by_key(|unit| self.rank(*unit))?;
            let mut weights = [[0i64; 2]; 2];
            for (group, leanings) in &mut sides {
                if let Some((_, of_side)) = leanings.next_if(|leaning| leaning.0 == unit) {
                    let sums = &mut weights[usize::from(*group)];
                    *sums = [0, 1].map(|i| sums[i].saturating_add(of_side[i]));
                }
            }
            Some((unit, weights))
        })
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
    pub fn leanings_of(&self, side: SideId, topic: Topic) -> impl Iterator<Item = (u32, [i64; 2])> {
        let place = self.columns.cell(side, topic);
        self.leanings[place].iter().map(move |leaning| {
            let weights = [leaning.favor, leaning.against].map(i64::from);
            let strong = if leaning.is_strong() { self.strong.get(&(place, leaning.unit)) } else { None };
            (leaning.unit, strong.copied().unwrap_or(weights))
        })
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
    ) -> impl Iterator<Item = (u32, u8, u32)> {
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

fn leans(cell: &Cell) -> bool {
    cell.favor != 0 || cell.against != 0
}

/// F - A over F + A.
pub(super) fn share_of([favor, against]: [i64; 2]) -> Share {
    let (favor, against) = (favor as f64, against as f64);
    Share { numerator: favor - against, denominator: favor + against }
}

/// The sides of two groups, with the number of the group.
fn groups(first: &[SideId], second: &[SideId]) -> impl Iterator<Item = (u8, SideId)> {
    first.iter().map(|&side| (0, side)).chain(second.iter().map(|&side| (1, side)))
}
