//! Robustness: how far a gap hangs on one entry of the lexicon, one document or one speaker.
//!
//! What comes in are the counts; what goes out is, for each issue and pair of sides, the range of the gap when each entry,
//! each document or each speaker is left out in turn, and which of them stands behind either end. An entry is left out by
//! taking its scores away: what another entry would have found in its place is not asked.

use super::caution::Cautions;
use super::comparison::{LeftOut, Other, Robustness};
use super::contrast::Opponents;
use super::estimate::Missing;
use super::figures::Codebook;
use super::ground::Ground;
use super::measure::{stance::stance, without_minus_zero};
use super::rows::{Cell, Topic};
use crate::lexicon::{EntryId, IssueId, SideId};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// F and A of either side, in millionths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weights {
    favor: [i64; 2],
    against: [i64; 2],
}

impl Weights {
    fn add(&mut self, group: usize, favor: i64, against: i64) {
        self.favor[group] = self.favor[group].saturating_add(favor);
        self.against[group] = self.against[group].saturating_add(against);
    }

    fn gap_without(&self, part: &Weights) -> Option<f64> {
        let stance = |group: usize| {
            let left = |all: [i64; 2], part: [i64; 2]| (all[group] - part[group]).max(0) as f64;
            stance(left(self.favor, part.favor), left(self.against, part.against))
        };
        Some(without_minus_zero(stance(0)? - stance(1)?))
    }
}

/// `robustness.csv`: by issue, then side, then other, then what is left out.
pub(crate) fn robustness(ground: &Ground, codebook: &Codebook, cautions: &mut Cautions) -> Vec<Robustness> {
    let mut opponents = Opponents::all(ground);
    if opponents.is_empty() && ground.dispute.sides.len() == 2 {
        opponents.push(Opponents { side: SideId(0), other: Other::Side(SideId(1)) });
    }
    let mut rows = Vec::new();
    for issue in ground.issue_ids() {
        for &opponents in &opponents {
            rows.extend(left_out_in_turn(ground, codebook, issue, opponents));
        }
    }
    rows.sort_by_key(|row: &Robustness| (row.issue, row.side, row.other, row.left_out));
    let empty = rows.iter().filter(|row| row.low.is_none()).count();
    cautions.undefined_rows("robustness.csv", "gap_low and gap_high", empty, Missing::OneWithoutStance);
    rows
}

fn left_out_in_turn(ground: &Ground, codebook: &Codebook, issue: IssueId, opponents: Opponents) -> [Robustness; 3] {
    let (first, second) = opponents.groups(ground);
    let group = |side: SideId| match (first.contains(&side), second.contains(&side)) {
        (true, _) => Some(0),
        (_, true) => Some(1),
        _ => None,
    };
    let mut all = Weights::default();
    for side in first.iter().chain(&second) {
        let cell = ground.cell(*side, Topic::Issue(issue));
        all.add(group(*side).unwrap_or(0), cell.favor, cell.against);
    }
    let mut rows = LeftOut::ALL.map(|left_out| Robustness {
        gap: all.gap_without(&Weights::default()),
        ..Robustness::empty(issue, opponents.side, opponents.other, left_out)
    });
    let [by_entry, by_document, by_speaker] = &mut rows;
    for (entry, part) in entries(ground, issue, &group) {
        by_entry.without(&all, &part, || (codebook.pattern)(entry).into());
    }
    for (document, weights) in ground.documents.leanings_of_groups(&first, &second, Topic::Issue(issue)) {
        let [favor, against] = [0, 1].map(|i| weights.map(|of_group| of_group[i]));
        by_document.without(&all, &Weights { favor, against }, || ground.document_name(document).into());
    }
    for (name, part) in speakers(ground, issue, &group) {
        by_speaker.without(&all, &part, || name.into());
    }
    rows
}

type Group<'a> = &'a dyn Fn(SideId) -> Option<usize>;

fn entries(ground: &Ground, issue: IssueId, group: Group) -> BTreeMap<EntryId, Weights> {
    let mut parts: BTreeMap<EntryId, Weights> = BTreeMap::new();
    for ((side, of, entry), count) in &ground.tally.entries {
        if let Some(group) = group(*side).filter(|_| *of == issue) {
            parts.entry(*entry).or_default().add(group, count.favor, count.against);
        }
    }
    parts
}

fn speakers<'a>(ground: &'a Ground, issue: IssueId, group: Group) -> Vec<(&'a str, Weights)> {
    let mut parts = Vec::new();
    for (name, affiliation, row) in ground.tally.speakers.sorted() {
        if let (Some(group), Some(cell)) =
            (affiliation.side().and_then(group), stanced(row.cells.iter().copied(), issue))
        {
            let mut weights = Weights::default();
            weights.add(group, cell.favor, cell.against);
            parts.push((name, weights));
        }
    }
    parts
}

fn stanced(mut cells: impl Iterator<Item = Cell>, issue: IssueId) -> Option<Cell> {
    cells.find(|cell| cell.topic == Topic::Issue(issue) && (cell.favor > 0 || cell.against > 0))
}

impl Robustness {
    fn empty(issue: IssueId, side: SideId, other: Other, left_out: LeftOut) -> Self {
        Robustness {
            issue,
            side,
            other,
            left_out,
            parts: 0,
            gap: None,
            low: None,
            low_without: None,
            high: None,
            high_without: None,
            reversals: 0,
            undefined: 0,
        }
    }

    /// Takes in the gap that is left of all without one part; of equal gaps the smaller name stands, and none of what changes
    /// nothing.
    fn without<'a>(&mut self, of_all: &Weights, part: &Weights, name: impl Fn() -> Cow<'a, str>) {
        self.parts += 1;
        let (Some(all), Some(gap)) = (self.gap, of_all.gap_without(part)) else {
            self.undefined += u64::from(self.gap.is_some());
            return;
        };
        self.reversals += u64::from(all != 0.0 && gap * all <= 0.0);
        let takes = |end: Option<f64>, named: &Option<String>, beyond: fn(f64, f64) -> bool| match end {
            None => true,
            Some(end) => beyond(gap, end) || (gap == end && named.as_ref().is_none_or(|named| *name() < **named)),
        };
        let name_of_change = || (gap != all).then(|| name().into_owned());
        if takes(self.low, &self.low_without, |gap, low| gap < low) {
            (self.low, self.low_without) = (Some(gap), name_of_change());
        }
        if takes(self.high, &self.high_without, |gap, high| gap > high) {
            (self.high, self.high_without) = (Some(gap), name_of_change());
        }
    }
}
