//! How often intervals cover and tests cry wolf, by simulation; the tables stand in `docs/validation-statistics.md`.
//!
//! Run with `cargo test --profile fast --lib simulation -- --ignored --nocapture --test-threads=1` (any optimizing profile
//! will do); `RUNS=200` makes it short, and `DEMARCHE_UPDATE=1` writes the tables into the page, between their marks. Documents
//! vary as news does: lengths are log-normal, a document's rate of hits is its side's times two gamma variables of
//! shape 2 (so counts vary far more than Poisson's), and its own leaning is a beta variable around its side's.

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

impl std::fmt::Display for Design {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        match self {
            Design::Apart([first, second]) if first == second => write!(f, "{first} apart"),
            Design::Apart([first, second]) => write!(f, "{first} and {second} apart"),
            Design::Together(documents) => write!(f, "{documents} together"),
            Design::Statements { documents, .. } => write!(f, "{documents}"),
        }
    }
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

/// Per cent, with the share of runs in which there was a figure at all when that is not nearly all; a dot without any.
impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        if self.defined == 0 {
            return f.write_str("·");
        }
        write!(f, "{:.1}", 100.0 * f64::from(self.of) / f64::from(self.defined))?;
        let defined = 100.0 * f64::from(self.defined) / runs() as f64;
        if defined < 99.0 { write!(f, " (of {defined:.0} %)") } else { Ok(()) }
    }
}

/// A table of the page as it grows.
struct Page {
    mark: &'static str,
    lines: Vec<String>,
}

impl Page {
    fn new(mark: &'static str, head: &[&str]) -> Self {
        let error = (0.05 * 0.95 / runs() as f64).sqrt() * 100.0;
        let runs = format!("{} comparisons a row; standard error near 5 or 95 %: {error:.1} points.", runs());
        let mut page = Page { mark, lines: vec![runs, String::new()] };
        page.row(head.iter().map(|cell| cell.to_string()));
        page.row(head.iter().map(|_| "---".to_string()));
        page
    }

    fn row(&mut self, cells: impl Iterator<Item = String>) {
        let line = format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
        println!("{line}");
        self.lines.push(line);
    }

    /// Puts the table between its marks on the page, when asked to.
    fn keep(self) {
        if std::env::var_os("DEMARCHE_UPDATE").is_none() {
            return;
        }
        let path = "docs/validation-statistics.md";
        let page = std::fs::read_to_string(path).expect("the page");
        let (start, end) = (format!("<!-- {} -->\n", self.mark), format!("<!-- end of {} -->", self.mark));
        let (before, rest) = page.split_once(&start).expect("the mark before the table");
        let (_, after) = rest.split_once(&end).expect("the mark behind the table");
        let page = format!("{before}{start}{}\n{end}{after}", self.lines.join("\n"));
        std::fs::write(path, page).expect("the page can be written");
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

fn row(page: &mut Page, name: &[String], sources: [Source; 2], design: Design) {
    let [mut stance, mut gap, mut log_ratio, mut p, mut gap_p]: [Share; 5] = Default::default();
    let truth = |source: Source| 2.0 * source.favor - 1.0;
    let [one, other] = sources;
    let equal = one.per_1000 == other.per_1000 && one.favor == other.favor;
    simulate(sources, design, 1, |issues| {
        let IssueComparison { positions, contrast, unit, .. } = &issues[0];
        assert_eq!(*unit == Unit::Statement, matches!(design, Design::Statements { .. }));
        stance.covers(positions[0].stance, truth(one));
        gap.covers(contrast.gap, truth(one) - truth(other));
        log_ratio.covers(contrast.log_ratio, (one.per_1000 / other.per_1000).log2());
        if equal {
            p.below(contrast.p);
            gap_p.below(contrast.gap_p);
        }
    });
    page.row(name.iter().cloned().chain([stance, gap, log_ratio, p, gap_p].map(|share| share.to_string())));
}

fn same(per_1000: f64, favor: f64) -> [Source; 2] {
    [Source { per_1000, favor }; 2]
}

const UNLIKE: [Source; 2] = [Source { per_1000: 12.0, favor: 0.85 }, Source { per_1000: 5.0, favor: 0.4 }];

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn coverage_and_false_alarms() {
    let head = ["documents a side", "rate · in favor", "stance", "gap", "log ratio", "p < .05", "gap_p < .05"];
    let mut page = Page::new("coverage", &head);
    let mut add = |sources: [Source; 2], design: Design| {
        let [one, other] = sources.map(|source| format!("{} · {}", source.per_1000, source.favor));
        let sources_name = if one == other { one } else { format!("{one}, {other}") };
        row(&mut page, &[design.to_string(), sources_name], sources, design);
    };
    for documents in [10, 20, 50, 200] {
        for design in [Design::Apart([documents; 2]), Design::Together(documents)] {
            for (per_1000, favor) in [(8.0, 0.6), (8.0, 0.85), (2.0, 0.6), (30.0, 0.6), (30.0, 0.85)] {
                add(same(per_1000, favor), design);
            }
            add(UNLIKE, design);
        }
    }
    add(same(8.0, 0.6), Design::Apart([20, 100]));
    add(UNLIKE, Design::Apart([20, 100]));
    add(same(8.0, 0.95), Design::Apart([200, 200]));
    page.keep();
}

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn statements_as_units() {
    let head = ["documents a side", "hang together", "stance", "gap", "log ratio", "p < .05", "gap_p < .05"];
    let mut page = Page::new("statements", &head);
    for hang_together in [false, true] {
        for documents in [2, 5, 9] {
            let name = [documents.to_string(), if hang_together { "yes" } else { "no" }.to_string()];
            row(&mut page, &name, same(30.0, 0.6), Design::Statements { documents, hang_together });
        }
    }
    page.keep();
}

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn false_findings_in_tables_of_ten_issues() {
    let mut page = Page::new("tables", &["documents a side", "a q < .05", "a gap_q < .05"]);
    for design in [Design::Apart([20, 20]), Design::Apart([50, 50]), Design::Together(50), Design::Apart([200, 200])] {
        let [mut any_q, mut any_gap_q]: [Share; 2] = Default::default();
        let found = |q: &dyn Fn(&IssueComparison) -> Option<f64>, issues: &[IssueComparison]| {
            issues.iter().filter_map(q).any(|q| q < 0.05)
        };
        simulate(same(8.0, 0.6), design, 10, |issues| {
            any_q.count(found(&|i| i.contrast.q, &issues));
            any_gap_q.count(found(&|i| i.contrast.gap_q, &issues));
        });
        page.row([design.to_string(), any_q.to_string(), any_gap_q.to_string()].into_iter());
    }
    page.keep();
}

#[test]
#[ignore = "a measurement: 100,000 documents; run with optimizations"]
fn time_of_the_bootstrap_over_a_hundred_thousand_documents() {
    let dispute = dispute(10);
    let codebook = Codebook { dispute: &dispute, pattern: &|_| String::new(), is_stop_word: &|_| false };
    let tally = tally(&mut Random(1), same(8.0, 0.6), Design::Apart([50_000; 2]), &dispute);
    for replicates in [1, 1000] {
        let settings = Settings { replicates, ..Settings::default() };
        let start = std::time::Instant::now();
        assert_eq!(tally.compare(&codebook, &settings).issues.len(), 10);
        println!("{replicates} replicates, 10 issues, 100,000 documents: {:?}", start.elapsed());
    }
}
