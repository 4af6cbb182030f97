//! Intervals that were tried for a stance and for a gap, beside those in force; the table stands in `docs/validation-statistics.md`.
//!
//! Run with `cargo test --profile fast --lib trials -- --ignored --nocapture`; `RUNS` and `DEMARCHE_UPDATE` work as in
//! the simulation. Documents vary in eight ways, each with seven pairs of rates and leanings; of each interval it is counted in how
//! many of these 56 cells it covers 93 to 97 %.

use super::page::{Page, runs};
use super::random::Random;
use crate::compare::gap::gap_interval;
use crate::compare::interval::{
    Interval, Spread, Support, bootstrap_interval, difference, one_sign_bound, t_of, welch_degrees,
};
use crate::compare::measure::distribution::t_exceeded_by;
use crate::compare::sample::weight;
use crate::compare::test::{Pair, Ratio, Share};
use crate::compare::wilson::stance_interval;

const LAYOUTS: usize = 8;
const REPLICATES: u32 = 500;
/// Hits per 1,000 words and share in favor, of either side.
const PAIRS: [[(f64, f64); 2]; 7] = [
    [(8.0, 0.6); 2],
    [(8.0, 0.85); 2],
    [(8.0, 0.95); 2],
    [(2.0, 0.6); 2],
    [(30.0, 0.6); 2],
    [(30.0, 0.85); 2],
    [(12.0, 0.85), (5.0, 0.4)],
];

/// What bears on the stance of a side, and its stance in replicates.
struct Side {
    shares: Vec<Share>,
    replicates: Vec<Option<f64>>,
}

impl Side {
    /// Layouts 0 to 4: rates squared gamma, gamma, exponential, log-normal, equal; 5 and 6: leanings of documents nearly the
    /// same, nearly all or nothing; 7: coarse weights.
    fn simulate(random: &mut Random, (rate, favor): (f64, f64), documents: usize, layout: usize) -> Option<Side> {
        let mut shares = Vec::new();
        for _ in 0..documents {
            let tokens = (250.0 * (0.7 * random.normal() - 0.245).exp()).ceil();
            let factor = match layout {
                1 => random.gamma(2.0) / 2.0,
                2 => random.gamma(1.0),
                3 => (random.normal() - 0.5).exp(),
                4 => 1.0,
                _ => random.gamma(2.0) * random.gamma(2.0) / 4.0,
            };
            let alike = [3.0, 30.0, 0.5][[5, 6].iter().position(|at| *at == layout).map_or(0, |at| at + 1)];
            let leaning = random.beta(alike * favor, alike * (1.0 - favor));
            let mut share = Share::default();
            for _ in 0..random.poisson((rate / 1000.0 * tokens * factor).min(300.0)) {
                let weights = if layout == 7 { [0.25, 1.0, 3.0] } else { [0.5, 1.0, 0.75] };
                if random.uniform() < 0.6 {
                    let weight = weights[(random.uniform() * if layout == 7 { 3.0 } else { 2.0 }) as usize];
                    share.denominator += weight;
                    share.numerator += if random.uniform() < leaning { weight } else { -weight };
                }
            }
            shares.extend((share.denominator > 0.0).then_some(share));
        }
        let seed = random.bits();
        let replicate = |replicate| {
            let drawn =
                shares.iter().enumerate().map(|(unit, share)| (f64::from(weight(seed, replicate, unit as u64)), share));
            let (numerator, denominator) =
                drawn.fold((0.0, 0.0), |(n, d), (w, share)| (n + w * share.numerator, d + w * share.denominator));
            (denominator > 0.0).then(|| numerator / denominator)
        };
        let replicates = (0..REPLICATES).map(replicate).collect();
        (shares.len() > 1).then_some(Side { shares, replicates })
    }

    fn stance(&self) -> f64 {
        Ratio::of(self.shares.iter().copied()).value
    }

    /// Where all units agree: the exact bound.
    fn one_sign(&self) -> Option<Interval> {
        let bound = one_sign_bound(self.shares.len() as u64);
        match self.stance() {
            1.0 => Some((bound, 1.0)),
            -1.0 => Some((-1.0, -bound)),
            _ => None,
        }
    }

    fn spread(&self) -> Spread {
        let ratio = Ratio::of(self.shares.iter().copied());
        Spread::of(self.shares.len() as u64, self.shares.iter().map(|&share| ratio.influence(share)))
    }

    /// Percentiles at the tails of t.
    fn percentiles(&self) -> Option<Interval> {
        let spread = self.spread();
        let support = Support { units: spread.units, z: t_of(spread) };
        self.one_sign().or(bootstrap_interval(self.stance(), self.replicates.iter().copied(), support).ok())
    }

    fn in_force(&self) -> Option<Interval> {
        stance_interval(&self.shares)
    }

    /// The stance with two units added, and its spread: HC2, or the jackknife's for HC3.
    fn enlarged(&self, added: f64, jackknife: bool) -> (f64, Spread) {
        let total: f64 = self.shares.iter().map(|share| share.denominator).sum();
        let added = added * total / self.shares.len() as f64;
        let extra = [added, -added].map(|numerator| Share { numerator, denominator: added });
        let shares = || self.shares.iter().copied().chain(extra);
        let (ratio, n) = (Ratio::of(shares()), self.shares.len() as f64 + 2.0);
        let influence = |share: Share| match jackknife {
            true => ratio.influence(share) / (1.0 - share.denominator / (total + 2.0 * added)) * ((n - 1.0) / n).sqrt(),
            false => ratio.residual(share),
        };
        (ratio.value, Spread::of(n as u64, shares().map(influence)))
    }

    fn on_scale(&self, scale: Scale, t: Option<f64>) -> Interval {
        let (middle, spread) = self.enlarged(scale.added(), scale.jackknife());
        let t = t.unwrap_or_else(|| t_exceeded_by(0.05, spread.degrees()));
        let (low, high) = scale.interval(middle, t * spread.squares.sqrt());
        (low.clamp(-1.0, self.stance()), high.clamp(self.stance(), 1.0))
    }
}

/// On what scale an interval of t is symmetric, with how much added.
#[derive(Clone, Copy)]
enum Scale {
    Logit(f64),
    Arcsine,
}

impl Scale {
    fn added(self) -> f64 {
        if let Scale::Logit(added) = self { added } else { 0.25 }
    }

    fn jackknife(self) -> bool {
        !matches!(self, Scale::Logit(_))
    }

    fn interval(self, middle: f64, reach: f64) -> Interval {
        let variance = 1.0 - middle * middle;
        let ends = |end: &dyn Fn(f64) -> f64| (end(-1.0), end(1.0));
        match self {
            Scale::Logit(_) => ends(&|side| (middle.atanh() + side * reach / variance).tanh()),
            Scale::Arcsine => {
                let right = std::f64::consts::FRAC_PI_2;
                ends(&|side| (middle.asin() + side * reach / variance.sqrt()).clamp(-right, right).sin())
            }
        }
    }
}

const LOGIT: Scale = Scale::Logit(0.25);

type OfStance = (&'static str, fn(&Side) -> Option<Interval>);
type OfGap = (&'static str, fn(&Side, &Side) -> Option<Interval>);

const STANCES: [OfStance; 5] = [
    ("bootstrap percentiles at tails of t", Side::percentiles),
    ("t of the logit, quarter units added", |side| side.one_sign().or(Some(side.on_scale(LOGIT, None)))),
    ("t of the arcsine, quarter units, jackknife", |side| {
        side.one_sign().or(Some(side.on_scale(Scale::Arcsine, None)))
    }),
    ("**Wilson's with effective numbers**", Side::in_force),
    ("halfway between it and the logit's", |side| {
        let ((low, high), (a, b)) = (side.in_force()?, side.one_sign().unwrap_or(side.on_scale(LOGIT, None)));
        Some(((low + a) / 2.0, (high + b) / 2.0))
    }),
];

const GAPS: [OfGap; 6] = [
    ("bootstrap percentiles at tails of t (Welch)", bootstrapped),
    ("t with half units added, jackknife (after Agresti & Caffo)", added),
    ("the nearer ends of these two", |one, other| {
        let ((low, high), (a, b)) = (bootstrapped(one, other)?, added(one, other)?);
        let gap = one.stance() - other.stance();
        Some((low.max(a.min(gap)), high.min(b.max(gap))))
    }),
    ("**t of the logits, eighths added, MOVER**", |one, other| gap_interval(&pairs(one, other))),
    ("the same with quarters", |one, other| Some(combined(one, other, LOGIT))),
    ("the same of arcsines, quarters, jackknife", |one, other| Some(combined(one, other, Scale::Arcsine))),
];

fn pairs(one: &Side, other: &Side) -> Vec<Pair> {
    let silent = Share::default();
    let first = one.shares.iter().map(|&first| Pair { key: 0, first, second: silent });
    first.chain(other.shares.iter().map(|&second| Pair { key: 0, first: silent, second })).collect()
}

fn bootstrapped(one: &Side, other: &Side) -> Option<Interval> {
    if one.one_sign().is_some() || other.one_sign().is_some() {
        return Some(difference((one.stance(), one.in_force()?), (other.stance(), other.in_force()?), 0.0));
    }
    let replicates = one.replicates.iter().zip(&other.replicates).map(|(one, other)| Some((*one)? - (*other)?));
    let support = Support::of_difference(one.spread(), other.spread());
    bootstrap_interval(one.stance() - other.stance(), replicates, support).ok()
}

fn added(one: &Side, other: &Side) -> Option<Interval> {
    let ((a, first), (b, second)) = (one.enlarged(0.5, true), other.enlarged(0.5, true));
    let reach = t_exceeded_by(0.05, welch_degrees(first, second)) * (first.squares + second.squares).sqrt();
    Some((a - b - reach, a - b + reach))
}

fn combined(one: &Side, other: &Side, scale: Scale) -> Interval {
    let spread = |side: &Side| side.enlarged(scale.added(), scale.jackknife()).1;
    let t = t_exceeded_by(0.05, welch_degrees(spread(one), spread(other)));
    let of = |side: &Side| (side.stance(), side.on_scale(scale, Some(t)));
    difference(of(one), of(other), 0.0)
}

/// How an interval fares in one cell after another.
#[derive(Clone, Default)]
struct Record {
    covers: u32,
    defined: u32,
    width: f64,
    /// Per cent covered and mean width.
    cells: Vec<(f64, f64)>,
}

impl Record {
    fn see(&mut self, interval: Option<Interval>, truth: f64) {
        if let Some((low, high)) = interval {
            self.defined += 1;
            self.covers += u32::from(low <= truth && truth <= high);
            self.width += high - low;
        }
    }

    /// Cells in which fewer than a third of the comparisons have an interval say little.
    fn next_cell(&mut self) {
        let defined = f64::from(self.defined);
        if u64::from(self.defined) * 3 > runs() {
            self.cells.push((100.0 * f64::from(self.covers) / defined, self.width / defined));
        }
        (self.covers, self.defined, self.width) = (0, 0, 0.0);
    }
}

impl std::fmt::Display for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let within = self.cells.iter().filter(|(covered, _)| (93.0..=97.0).contains(covered)).count();
        let lowest = self.cells.iter().map(|cell| cell.0).fold(100.0, f64::min);
        let highest = self.cells.iter().map(|cell| cell.0).fold(0.0, f64::max);
        let width = self.cells.iter().map(|cell| cell.1).sum::<f64>() / self.cells.len() as f64;
        write!(f, "{within} of {}, {lowest:.1} to {highest:.1}, {width:.2}", self.cells.len())
    }
}

#[test]
#[ignore = "minutes of simulation; run when intervals change"]
fn intervals_that_were_tried() {
    let mut page = Page::new("trials", &["interval", "20 documents", "50 documents"]);
    let (mut stances, mut gaps) = (vec![Vec::new(); STANCES.len()], vec![Vec::new(); GAPS.len()]);
    for documents in [20, 50] {
        let (mut of_stance, mut of_gap) = (vec![Record::default(); STANCES.len()], vec![Record::default(); GAPS.len()]);
        for (cell, (layout, pair)) in (0..LAYOUTS).flat_map(|layout| PAIRS.map(|pair| (layout, pair))).enumerate() {
            for run in 0..runs() {
                let mut random = Random::new((documents * 1000 + cell) as u64, run);
                let [one, other] = pair.map(|source| Side::simulate(&mut random, source, documents, layout));
                let truth = pair.map(|(_, favor)| 2.0 * favor - 1.0);
                let Some(one) = one else { continue };
                STANCES.iter().zip(&mut of_stance).for_each(|((_, of), record)| record.see(of(&one), truth[0]));
                let Some(other) = other else { continue };
                let gap = truth[0] - truth[1];
                GAPS.iter().zip(&mut of_gap).for_each(|((_, of), record)| record.see(of(&one, &other), gap));
            }
            of_stance.iter_mut().chain(&mut of_gap).for_each(Record::next_cell);
        }
        stances.iter_mut().zip(&of_stance).for_each(|(cells, record)| cells.push(record.to_string()));
        gaps.iter_mut().zip(&of_gap).for_each(|(cells, record)| cells.push(record.to_string()));
    }
    let mut rows = |figure: &str, name: &str, cells: Vec<String>| {
        page.row(std::iter::once(format!("{figure}: {name}")).chain(cells));
    };
    STANCES.iter().zip(stances).for_each(|((name, _), cells)| rows("stance", name, cells));
    GAPS.iter().zip(gaps).for_each(|((name, _), cells)| rows("gap", name, cells));
    page.keep();
}
