//! How often intervals cover and tests cry wolf, by simulation; the tables stand in `docs/validation-statistics.md`.
//!
//! Run with `cargo test --profile fast --lib simulation -- --ignored --nocapture --test-threads=1` (any optimizing profile
//! will do); `RUNS=200` makes it short, and `DEMARCHE_UPDATE=1` writes the tables into the page, between their marks. Documents
//! vary as news does: lengths are log-normal, a document's rate of hits is its side's times two gamma variables of
//! shape 2 (so counts vary far more than Poisson's), and its own leaning is a beta variable around its side's.

mod page;
mod random;
mod trials;

use self::page::{Asked, Page, Share, runs};
use self::random::Random;
use crate::compare::caution::Cautions;
use crate::compare::contrast::{Opponents, contrasts};
use crate::compare::fixture::World;
use crate::compare::ground::Ground;
use crate::compare::hash::document_key;
use crate::compare::pack::put_row;
use crate::compare::rows::{Cell, DocumentRows, Row, SideRows, Topic};
use crate::compare::tally::StatementKey;
use crate::compare::{Codebook, Contrast, Other, Settings, Tally, Unit};
use crate::lexicon::{Dispute, IssueId, SideId};

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
        let key = random.bits();
        tally.add_document(key, "", &DocumentRows { rows: SideRows { sides }, ..DocumentRows::default() });
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
                        let mut unit = Vec::new();
                        put_row(&mut unit, side, &row, true);
                        tally.statements.as_mut().expect("few documents").put(key, &unit);
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

fn dispute(issues: usize) -> Dispute {
    let mut dispute = World::TWO.dispute();
    let issue = dispute.issues[0].clone();
    dispute.issues = vec![issue; issues];
    dispute
}

/// One simulated comparison after another; `name` makes those of one row others than those of the next.
fn simulate(
    name: &str,
    sources: [Source; 2],
    design: Design,
    issues: usize,
    mut see: impl FnMut(&Ground, Vec<Contrast>),
) {
    let dispute = dispute(issues);
    for run in 0..runs() {
        let tally = tally(&mut Random::new(document_key(name), run), sources, design, &dispute);
        let settings = Settings { seed: run, permutations: 999, ..Settings::default() };
        let ground = Ground::new(&tally, &dispute, settings);
        let opponents = Opponents { side: SideId(0), other: Other::Side(SideId(1)) };
        let contrasts = contrasts(&ground, opponents, &mut Cautions::new(&dispute));
        see(&ground, contrasts);
    }
}

/// Coverage of stance, gap and log ratio, false alarms of p and gap_p.
fn shares(name: &str, sources: [Source; 2], design: Design) -> [Share; 5] {
    let [mut stance, mut gap, mut log_ratio, mut p, mut gap_p]: [Share; 5] = Default::default();
    let truth = |source: Source| 2.0 * source.favor - 1.0;
    let [one, other] = sources;
    let equal = one.per_1000 == other.per_1000 && one.favor == other.favor;
    simulate(name, sources, design, 1, |ground, contrasts| {
        assert_eq!(ground.unit == Unit::Statement, matches!(design, Design::Statements { .. }));
        for (side, source) in sources.into_iter().enumerate() {
            let figure = ground.stance(&[SideId(side as u8)], Topic::Issue(IssueId(0)));
            stance.covers(figure.estimate, truth(source));
        }
        let [contrast] = &contrasts[..] else { panic!("one issue") };
        gap.covers(contrast.gap, truth(one) - truth(other));
        log_ratio.covers(contrast.log_ratio, (one.per_1000 / other.per_1000).log2());
        if equal {
            p.below(contrast.p);
            gap_p.below(contrast.gap_p);
        }
    });
    [stance, gap, log_ratio, p, gap_p]
}

fn same(per_1000: f64, favor: f64) -> [Source; 2] {
    [Source { per_1000, favor }; 2]
}

const UNLIKE: [Source; 2] = [Source { per_1000: 12.0, favor: 0.85 }, Source { per_1000: 5.0, favor: 0.4 }];

const HEAD: [&str; 5] = ["stance", "gap", "log ratio", "p < .05", "gap_p < .05"];

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn coverage_and_false_alarms() {
    let mut page = Page::new("coverage", &[&["documents a side", "rate · in favor"][..], &HEAD].concat());
    let mut asked = [0, 1, 2, 3, 4].map(|at| Asked::new(HEAD[at], if at < 3 { (93.0, 97.0) } else { (4.0, 6.0) }));
    let mut add = |sources: [Source; 2], design: Design| {
        let [one, other] = sources.map(|source| format!("{} · {}", source.per_1000, source.favor));
        let rates = if one == other { one } else { format!("{one}, {other}") };
        let name = format!("{design}, {rates}");
        if !page::wants(&name) {
            return;
        }
        let shares = shares(&name, sources, design);
        page.row([design.to_string(), rates].into_iter().chain(shares.map(|share| share.to_string())));
        if !matches!(design, Design::Apart([10, _]) | Design::Together(10)) {
            asked.iter_mut().zip(shares).for_each(|(asked, share)| asked.see(&name, share));
        }
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
    page.line(String::new());
    page.line("Rows with 20 or more documents, with 95 % intervals of the simulated shares that lie outside:".into());
    page.line(String::new());
    asked.iter().for_each(|asked| page.line(asked.to_string()));
    page.keep();
}

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn statements_as_units() {
    let mut page = Page::new("statements", &[&["documents a side", "hang together"][..], &HEAD].concat());
    for hang_together in [false, true] {
        for documents in [2, 5, 9] {
            let name = [documents.to_string(), if hang_together { "yes" } else { "no" }.to_string()];
            let design = Design::Statements { documents, hang_together };
            let shares = shares(&name.join(" "), same(30.0, 0.6), design);
            page.row(name.into_iter().chain(shares.map(|share| share.to_string())));
        }
    }
    page.keep();
}

#[test]
#[ignore = "minutes of simulation; run when intervals or tests change"]
fn false_findings_in_tables_of_ten_issues() {
    let mut page = Page::new("tables", &["documents a side", "a q < .05", "a gap_q < .05"]);
    for design in [Design::Apart([20, 20]), Design::Apart([50, 50]), Design::Together(50), Design::Apart([200, 200])] {
        if !page::wants(&design.to_string()) {
            continue;
        }
        let [mut any_q, mut any_gap_q]: [Share; 2] = Default::default();
        simulate(&design.to_string(), same(8.0, 0.6), design, 10, |_, contrasts| {
            let found = |q: fn(&Contrast) -> Option<f64>| contrasts.iter().filter_map(q).any(|q| q < 0.05);
            any_q.count(Some(found(|contrast| contrast.q)));
            any_gap_q.count(Some(found(|contrast| contrast.gap_q)));
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
    let tally = tally(&mut Random::new(0, 1), same(8.0, 0.6), Design::Apart([50_000; 2]), &dispute);
    for replicates in [1, 1000] {
        let settings = Settings { replicates, ..Settings::default() };
        let start = std::time::Instant::now();
        assert_eq!(tally.compare(&codebook, &settings).issues.len(), 10);
        println!("{replicates} replicates, 10 issues, 100,000 documents: {:?}", start.elapsed());
    }
}
