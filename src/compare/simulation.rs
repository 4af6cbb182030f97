//! How often intervals cover and tests cry wolf, by simulation; the figures stand in `docs/validation.md`.
//!
//! Run with `CARGO_PROFILE_TEST_OPT_LEVEL=3 cargo test --lib simulation -- --ignored --nocapture`; `RUNS=200` makes it
//! short. Documents vary as news does: lengths are log-normal, a document's rate of hits is its side's times two gamma
//! variables of shape 2 (so counts vary far more than Poisson's), and its own leaning is a beta variable around its side's.

use super::fixture::World;
use super::hash::mix;
use super::rows::{Cell, DocumentRows, Row, SideRows, Topic};
use super::tally::StatementKey;
use super::{Codebook, Estimate, IssueComparison, Settings, Tally, Unit};
use crate::lexicon::{Dispute, IssueId, SideId};

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
    /// What the side says on one issue in `tokens` words of a document that speaks `rate_factor` times as much about it
    /// and leans as `leaning`.
    fn cell(self, random: &mut Random, issue: u16, tokens: f64, rate_factor: f64, leaning: f64) -> Option<Cell> {
        let hits = random.poisson(self.per_1000 / 1000.0 * tokens * rate_factor);
        let statements = hits.min(3);
        let topic = Topic::Issue(IssueId(issue));
        let mut cell = Cell { topic, hits, statements, stance_matches: 0, labels: [0; 3], favor: 0, against: 0 };
        for _ in 0..hits {
            if random.uniform() < 0.6 {
                let weight = if random.uniform() < 0.5 { 500_000 } else { 1_000_000 };
                cell.stance_matches += 1;
                *(if random.uniform() < leaning { &mut cell.favor } else { &mut cell.against }) += weight;
            }
        }
        (hits > 0).then_some(cell)
    }

    fn leaning(self, random: &mut Random) -> f64 {
        random.beta(3.0 * self.favor, 3.0 * (1.0 - self.favor))
    }

    fn document(self, random: &mut Random, issues: u16, rate_factor: f64) -> Row {
        let tokens = (250.0 * (0.7 * random.normal() - 0.245).exp()).ceil();
        let cells = (0..issues).filter_map(|issue| {
            let (factor, leaning) = (rate_factor * random.gamma(2.0) / 2.0, self.leaning(random));
            self.cell(random, issue, tokens, factor, leaning)
        });
        let cells: Vec<Cell> = cells.collect();
        Row { statements: 3, statements_with_hit: u32::from(!cells.is_empty()), tokens: tokens as u32, cells }
    }
}

/// How many documents a side speaks in, and how.
#[derive(Clone, Copy, Debug)]
enum Design {
    /// So many of either side alone.
    Apart([usize; 2]),
    /// So many in which both speak.
    Together(usize),
    /// So many of either side alone, of eight statements each, with a rate and a leaning of their own when `hang_together`.
    Statements { documents: usize, hang_together: bool },
}

fn tally(random: &mut Random, sources: [Source; 2], design: Design, dispute: &Dispute) -> Tally {
    let issues = dispute.issues.len() as u16;
    let mut tally = Tally::new(dispute);
    let add = |tally: &mut Tally, random: &mut Random, sides| {
        let key = mix(random.0);
        tally.add_document(key, DocumentRows { rows: SideRows { sides }, ..DocumentRows::default() });
        key
    };
    match design {
        Design::Apart(documents) => {
            for (side, source) in sources.into_iter().enumerate() {
                for _ in 0..documents[side] {
                    let factor = random.gamma(2.0) / 2.0;
                    let row = source.document(random, issues, factor);
                    add(&mut tally, random, vec![(SideId(side as u8), row)]);
                }
            }
        }
        Design::Together(documents) => {
            for _ in 0..documents {
                let factor = random.gamma(2.0) / 2.0;
                let rows = sources.map(|source| source.document(random, issues, factor));
                let sides = rows.into_iter().enumerate().map(|(side, row)| (SideId(side as u8), row)).collect();
                add(&mut tally, random, sides);
            }
        }
        Design::Statements { documents, hang_together } => {
            for (side, source) in sources.into_iter().enumerate() {
                for _ in 0..documents {
                    let rows = statements(random, source, hang_together);
                    let mut whole = Row::default();
                    rows.iter().for_each(|row| whole.add(row));
                    let side = SideId(side as u8);
                    let document = add(&mut tally, random, vec![(side, whole)]);
                    for (at, row) in rows.into_iter().enumerate() {
                        let key: StatementKey = (document, at as u32 + 1);
                        let unit = SideRows { sides: vec![(side, row)] };
                        tally.statements.as_mut().expect("few documents").insert(key, unit);
                    }
                }
            }
        }
    }
    tally
}

fn statements(random: &mut Random, source: Source, hang_together: bool) -> Vec<Row> {
    let shared = (random.gamma(2.0) / 2.0, source.leaning(random));
    let statement = |random: &mut Random| {
        let (factor, leaning) = if hang_together { shared } else { (random.gamma(2.0) / 2.0, source.leaning(random)) };
        let tokens = (35.0 * (0.5 * random.normal() - 0.125).exp()).ceil();
        let cells: Vec<Cell> = source.cell(random, 0, tokens, factor, leaning).into_iter().collect();
        Row { statements: 1, statements_with_hit: cells.len() as u32, tokens: tokens as u32, cells }
    };
    (0..8).map(|_| statement(random)).collect()
}

#[derive(Default)]
struct Share {
    of: u32,
    defined: u32,
}

impl Share {
    fn covers(&mut self, estimate: Estimate, truth: f64) {
        if let (Some(low), Some(high)) = (estimate.low, estimate.high) {
            self.count(low <= truth && truth <= high);
        }
    }

    fn below(&mut self, p: Option<f64>) {
        if let Some(p) = p {
            self.count(p < 0.05);
        }
    }

    fn count(&mut self, yes: bool) {
        self.defined += 1;
        self.of += u32::from(yes);
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{:.1} ({})", 100.0 * f64::from(self.of) / f64::from(self.defined.max(1)), self.defined)
    }
}

fn dispute(issues: usize) -> Dispute {
    let mut dispute = World::TWO.dispute();
    let issue = dispute.issues[0].clone();
    dispute.issues = vec![issue; issues];
    dispute
}

fn runs() -> u64 {
    std::env::var("RUNS").map_or(1000, |runs| runs.parse().expect("RUNS is a number"))
}

/// The issues of one simulated comparison after another.
fn simulate(sources: [Source; 2], design: Design, issues: usize, mut see: impl FnMut(Vec<IssueComparison>)) {
    let dispute = dispute(issues);
    let codebook = Codebook { dispute: &dispute, pattern: &|_| String::new(), is_stop_word: &|_| false };
    for run in 0..runs() {
        let tally = tally(&mut Random(mix(run)), sources, design, &dispute);
        let settings = Settings { seed: run, permutations: 999, ..Settings::default() };
        see(tally.compare(&codebook, &settings).issues);
    }
}

fn row(sources: [Source; 2], design: Design) {
    let [mut stance, mut gap, mut log_ratio, mut p, mut gap_p]: [Share; 5] = Default::default();
    let truth = |source: Source| 2.0 * source.favor - 1.0;
    simulate(sources, design, 1, |issues| {
        let IssueComparison { positions, contrast, unit, .. } = &issues[0];
        assert_eq!(*unit == Unit::Statement, matches!(design, Design::Statements { .. }));
        stance.covers(positions[0].stance, truth(sources[0]));
        gap.covers(contrast.gap, truth(sources[0]) - truth(sources[1]));
        log_ratio.covers(contrast.log_ratio, (sources[0].per_1000 / sources[1].per_1000).log2());
        p.below(contrast.p);
        gap_p.below(contrast.gap_p);
    });
    let [one, other] = sources;
    println!(
        "{design:?} per_1000 {}/{} favor {}/{}: stance {stance} gap {gap} log ratio {log_ratio} | p {p} gap_p {gap_p}",
        one.per_1000, other.per_1000, one.favor, other.favor,
    );
}

fn same(per_1000: f64, favor: f64) -> [Source; 2] {
    [Source { per_1000, favor }; 2]
}

const UNLIKE: [Source; 2] = [Source { per_1000: 12.0, favor: 0.85 }, Source { per_1000: 5.0, favor: 0.4 }];

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn coverage_and_false_alarms() {
    for documents in [10, 20, 50, 200] {
        for design in [Design::Apart([documents; 2]), Design::Together(documents)] {
            for (per_1000, favor) in [(8.0, 0.6), (8.0, 0.85), (2.0, 0.6), (30.0, 0.6), (30.0, 0.85)] {
                row(same(per_1000, favor), design);
            }
            row(UNLIKE, design);
        }
    }
    row(same(8.0, 0.6), Design::Apart([20, 100]));
    row(UNLIKE, Design::Apart([20, 100]));
    row(same(8.0, 0.95), Design::Apart([200, 200]));
}

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn statements_as_units() {
    for hang_together in [false, true] {
        for documents in [2, 5, 9] {
            row(same(30.0, 0.6), Design::Statements { documents, hang_together });
        }
    }
}

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn false_findings_in_tables_of_ten_issues() {
    for design in [Design::Apart([20, 20]), Design::Apart([50, 50]), Design::Together(50), Design::Apart([200, 200])] {
        let [mut any_q, mut any_gap_q]: [Share; 2] = Default::default();
        let found = |q: &dyn Fn(&IssueComparison) -> Option<f64>, issues: &[IssueComparison]| {
            issues.iter().filter_map(q).any(|q| q < 0.05)
        };
        simulate(same(8.0, 0.6), design, 10, |issues| {
            any_q.count(found(&|i| i.contrast.q, &issues));
            any_gap_q.count(found(&|i| i.contrast.gap_q, &issues));
        });
        println!("{design:?}: tables with a q < .05 {any_q}, with a gap_q < .05 {any_gap_q}");
    }
}
