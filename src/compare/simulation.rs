//! How often intervals cover and tests cry wolf, by simulation; the figures stand in `docs/validation.md`.
//!
//! Run with `CARGO_PROFILE_TEST_OPT_LEVEL=3 cargo test --lib simulation -- --ignored --nocapture`. Documents vary as
//! news does: lengths are log-normal, a document's rate of hits is its side's times a gamma variable of shape 1 (so
//! counts are geometric rather than Poisson), and its own leaning is a beta variable around its side's.

use super::fixture::World;
use super::hash::mix;
use super::rows::{Cell, DocumentRows, Row, SideRows, Topic};
use super::{Codebook, Contrast, Estimate, Settings, Tally};
use crate::lexicon::{IssueId, SideId};

struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(1);
        (mix(self.0) >> 11) as f64 / (1u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Of mean `shape` (Marsaglia & Tsang 2000).
    fn gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.gamma(shape + 1.0) * self.uniform().powf(1.0 / shape);
        }
        let d = shape - 1.0 / 3.0;
        loop {
            let x = self.normal();
            let v = (1.0 + x / (9.0 * d).sqrt()).powi(3);
            if v > 0.0 && (1.0 - self.uniform()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v;
            }
        }
    }

    fn poisson(&mut self, mean: f64) -> u32 {
        let (limit, mut product, mut k) = ((-mean).exp(), self.uniform(), 0);
        while product > limit {
            product *= self.uniform();
            k += 1;
        }
        k
    }

    fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.gamma(a), self.gamma(b));
        x / (x + y)
    }
}

/// What is true of a side.
#[derive(Clone, Copy)]
struct Source {
    per_1000: f64,
    /// Share of its stance that is in favor.
    favor: f64,
}

impl Source {
    fn row(self, random: &mut Random, rate_factor: f64) -> Row {
        let tokens = (250.0 * (0.7 * random.normal() - 0.245).exp()).ceil();
        let mean = self.per_1000 / 1000.0 * tokens * rate_factor * random.gamma(2.0) / 2.0;
        let hits = random.poisson(mean);
        let leaning = random.beta(3.0 * self.favor, 3.0 * (1.0 - self.favor));
        let mut cell = Cell {
            topic: Topic::Issue(IssueId(0)),
            hits,
            statements: hits.min(3),
            stance_matches: 0,
            labels: [0; 3],
            favor: 0,
            against: 0,
        };
        for _ in 0..hits {
            if random.uniform() < 0.6 {
                let weight = if random.uniform() < 0.5 { 500_000 } else { 1_000_000 };
                cell.stance_matches += 1;
                *(if random.uniform() < leaning { &mut cell.favor } else { &mut cell.against }) += weight;
            }
        }
        let cells = if hits > 0 { vec![cell] } else { Vec::new() };
        Row { statements: 3, statements_with_hit: hits.min(3), tokens: tokens as u32, cells }
    }
}

fn tally(random: &mut Random, sources: [Source; 2], documents: [usize; 2], together: bool) -> Tally {
    let mut tally = Tally::new(&World::TWO.dispute());
    for (side, source) in sources.into_iter().enumerate() {
        if together && side == 1 {
            break;
        }
        for _ in 0..documents[side] {
            let factor = random.gamma(2.0) / 2.0;
            let mut sides = vec![(SideId(side as u8), source.row(random, factor))];
            if together {
                sides.push((SideId(1), sources[1].row(random, factor)));
            }
            let key = mix(random.0);
            tally.add_document(key, DocumentRows { date: None, rows: SideRows { sides } });
        }
    }
    tally
}

#[derive(Default)]
struct Score {
    covered: u32,
    defined: u32,
}

impl Score {
    fn add(&mut self, estimate: Estimate, truth: f64) {
        if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
            self.defined += 1;
            self.covered += u32::from(low <= truth && truth <= high);
        }
    }

    fn below(&mut self, p: Option<f64>) {
        if let Some(p) = p {
            self.defined += 1;
            self.covered += u32::from(p < 0.05);
        }
    }

    fn percent(&self) -> f64 {
        100.0 * f64::from(self.covered) / f64::from(self.defined.max(1))
    }
}

fn run(sources: [Source; 2], documents: [usize; 2], together: bool, runs: u64) {
    let dispute = World::TWO.dispute();
    let codebook = Codebook { dispute: &dispute, pattern: &|_| String::new(), is_stop_word: &|_| false };
    let (mut stance, mut gap, mut log_ratio) = (Score::default(), Score::default(), Score::default());
    let (mut p, mut gap_p) = (Score::default(), Score::default());
    for run in 0..runs {
        let mut random = Random(mix(run));
        let tally = tally(&mut random, sources, documents, together);
        let settings = Settings { seed: run, permutations: 999, ..Settings::default() };
        let issue = tally.compare(&codebook, &settings).issues.swap_remove(0);
        let truth = |source: Source| 2.0 * source.favor - 1.0;
        let contrast: Contrast = issue.contrast;
        stance.add(issue.positions[0].stance, truth(sources[0]));
        gap.add(contrast.gap, truth(sources[0]) - truth(sources[1]));
        log_ratio.add(contrast.log_ratio, (sources[0].per_1000 / sources[1].per_1000).log2());
        p.below(contrast.p);
        gap_p.below(contrast.gap_p);
    }
    println!(
        "{documents:?} together={together} per_1000 {}/{} favor {}/{}: covered stance {:.1} ({}) gap {:.1} ({}) log ratio {:.1} ({}); p<.05 {:.1} ({}) gap_p<.05 {:.1} ({})",
        sources[0].per_1000,
        sources[1].per_1000,
        sources[0].favor,
        sources[1].favor,
        stance.percent(),
        stance.defined,
        gap.percent(),
        gap.defined,
        log_ratio.percent(),
        log_ratio.defined,
        p.percent(),
        p.defined,
        gap_p.percent(),
        gap_p.defined,
    );
}

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn coverage_and_false_alarms() {
    let same = |per_1000, favor| [Source { per_1000, favor }; 2];
    let runs = std::env::var("RUNS").map_or(1000, |runs| runs.parse().unwrap());
    for documents in [10, 20, 50, 200] {
        for together in [false, true] {
            for (per_1000, favor) in [(8.0, 0.6), (8.0, 0.85), (2.0, 0.6)] {
                run(same(per_1000, favor), [documents; 2], together, runs);
            }
        }
    }
    run(same(8.0, 0.6), [20, 100], false, runs);
    let unlike = [Source { per_1000: 12.0, favor: 0.85 }, Source { per_1000: 5.0, favor: 0.4 }];
    for (documents, together) in [([20, 20], false), ([20, 100], false), ([50, 50], true), ([200, 200], true)] {
        run(unlike, documents, together, runs);
    }
}
