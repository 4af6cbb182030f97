//! The result: every figure of the comparison, computed and ready to be set in tables.
//!
//! What comes in is a [`Tally`](super::Tally); what goes out is a [`Comparison`], the only thing that tables, summaries and
//! reports read. A figure without evidence is `None` and has a warning with the code `undefined` that says why; no
//! figure is ever NaN, infinite or minus zero. Rows are sorted: issues and sides as in the dispute, the rest as each
//! list says.

use super::Settings;
use super::alternatives::Alternatives;
pub use super::evidence::{Estimate, Evidence, Quote, Unit};
use crate::attribution::Affiliation;
use crate::document::Warning;
use crate::lexicon::{IssueId, SideId};

/// Everything that was found when the sides were set beside each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The settings in force, seed included.
    pub settings: Settings,
    /// What the intervals and tests of the whole comparison resample.
    pub unit: Unit,
    /// Counts of the whole run.
    pub documents: DocumentCounts,
    /// One for each side of the dispute, in its order.
    pub sides: Vec<SideSummary>,
    /// `comparison.csv` and, by its positions, `positions.csv`: one for each issue, in the dispute's order.
    pub issues: Vec<IssueComparison>,
    /// `pairs.csv`: empty unless there are more than two sides. By issue, then side, then other.
    pub pairs: Vec<PairComparison>,
    /// `robustness.csv`: by issue, then side, then other, then what is left out.
    pub robustness: Vec<Robustness>,
    /// `speakers.csv`: speakers with a hit or a stance on the issue. By name, then affiliation, then issue.
    pub speakers: Vec<SpeakerPosition>,
    /// `portrayals.csv`: every side about every side, itself included, in the dispute's order.
    pub portrayals: Vec<Portrayal>,
    /// `terms.csv`: the strongest contrast first, then by stem.
    pub terms: Vec<TermComparison>,
    /// `timeline.csv`: empty without dated documents. By period, then issue, then side.
    pub timeline: Vec<PeriodPosition>,
    /// Sorted, without duplicates.
    pub warnings: Vec<Warning>,
}

impl Comparison {
    /// The rows of `positions.csv`: by issue, then side.
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        self.issues.iter().flat_map(|issue| &issue.positions)
    }

    /// Number of sides with at least one statement; under two there is nothing to compare.
    pub fn sides_with_statements(&self) -> usize {
        self.sides.iter().filter(|side| side.statements > 0).count()
    }
}

/// Counts of the whole run, sides or not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DocumentCounts {
    /// Documents read.
    pub documents: u64,
    /// Documents with a date.
    pub dated: u64,
    /// Statements found, nested ones included.
    pub statements: u64,
    /// Statements inside another one.
    pub nested_statements: u64,
    /// Statements of speakers who are known to be on no side, nested ones left out.
    pub other_statements: u64,
    /// Statements of which nobody can tell the side, nested ones left out.
    pub unknown_statements: u64,
    /// Words and numbers, boilerplate left out.
    pub tokens: u64,
    /// Words and numbers in the documents' own voice.
    pub own_voice_tokens: u64,
    /// Words and numbers of page furniture.
    pub boilerplate_tokens: u64,
}

/// A side over all issues.
#[derive(Clone, Debug, PartialEq)]
pub struct SideSummary {
    /// Which side.
    pub side: SideId,
    /// Documents in which it has a statement.
    pub documents: u64,
    /// Its statements; nested ones belong to whom they are within.
    pub statements: u64,
    /// Words and numbers of its statements.
    pub tokens: u64,
    /// Hits on all issues.
    pub hits: u64,
    /// Its statements with a hit on any issue.
    pub statements_with_hit: u64,
    /// Share of its statements with a hit on any issue.
    pub coverage: Option<f64>,
    /// Number of its speakers.
    pub speakers: u64,
}

/// An issue, side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct IssueComparison {
    /// Which issue.
    pub issue: IssueId,
    /// One for each side, in the dispute's order.
    pub positions: Vec<Position>,
    /// The first side against the second; all `None` when there are fewer than two sides.
    pub contrast: Contrast,
    /// What intervals and tests resample; the same in the whole comparison.
    pub unit: Unit,
    /// A plain sentence: who talks about it more and where the sides stand, with the uncertainty.
    pub reading: String,
}

/// One side on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct Position {
    /// Which issue.
    pub issue: IssueId,
    /// Which side.
    pub side: SideId,
    /// Documents in which the side has a statement, about this issue or not.
    pub documents: u64,
    /// Its statements, about this issue or not.
    pub statements: u64,
    /// Words and numbers of its statements.
    pub tokens: u64,
    /// Hits of the issue's terms.
    pub hits: u64,
    /// 1000 · hits / tokens.
    pub per_1000: Option<f64>,
    /// Share of its statements with a hit on this issue.
    pub statement_share: Option<f64>,
    /// Statements labelled favor.
    pub favor: u64,
    /// Statements labelled against.
    pub against: u64,
    /// Statements labelled neutral.
    pub neutral: u64,
    /// F: sum of the scores in favor.
    pub favor_weight: f64,
    /// A: sum of the scores against, as a positive number.
    pub against_weight: f64,
    /// Stance-bearing matches.
    pub stance_matches: u64,
    /// (F - A) / (F + A).
    pub stance: Estimate,
    /// ln((F + 0.5) / (A + 0.5)).
    pub logit: Option<f64>,
    /// Gries' DP of the hits over the documents in which the side speaks.
    pub dispersion: Option<f64>,
    /// DP over the largest DP that the documents allow; only when asked for.
    pub dp_norm: Option<f64>,
    /// Juilland's D over the same documents; only when asked for.
    pub juilland_d: Option<f64>,
    /// How much stands behind the stance.
    pub evidence: Evidence,
    /// What the interval resamples.
    pub unit: Unit,
    /// The statement with the strongest evidence.
    pub quote: Option<Quote>,
}

/// The differences between two sides on an issue; positive figures lean to the first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Contrast {
    /// log2 of the ratio of the two rates of hits.
    pub log_ratio: Estimate,
    /// About how many more statements it would take for the interval of the log ratio to exclude zero.
    pub log_ratio_more_statements: Option<u64>,
    /// Signed log-likelihood over four cells; descriptive, since it treats words as independent.
    pub g2: Option<f64>,
    /// Of the difference in attention, tested over units.
    pub p: Option<f64>,
    /// `p` after Benjamini and Hochberg over the issues with a defined `p`.
    pub q: Option<f64>,
    /// Stance of the first minus stance of the second.
    pub gap: Estimate,
    /// About how many more statements with a stance it would take for the interval of the gap to exclude zero.
    pub gap_more_statements: Option<u64>,
    /// Of the gap, tested over units.
    pub gap_p: Option<f64>,
    /// `gap_p` after Benjamini and Hochberg over the issues with a defined `gap_p`.
    pub gap_q: Option<f64>,
    /// `p` after Holm over the same issues; only when asked for.
    pub p_holm: Option<f64>,
    /// `gap_p` after Holm over the same issues; only when asked for.
    pub gap_p_holm: Option<f64>,
    /// Other measures of the two rates; only when asked for.
    pub alternatives: Alternatives,
}

/// Whom a side is set against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Other {
    /// One other side.
    Side(SideId),
    /// All other sides together; `rest` in tables.
    Rest,
}

/// An issue and a pair of sides.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PairComparison {
    /// Which issue.
    pub issue: IssueId,
    /// The first of the pair.
    pub side: SideId,
    /// The second of the pair.
    pub other: Other,
    /// Their differences; q values run over the issues of this pair.
    pub contrast: Contrast,
}

/// What is left out in turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// Each entry of the lexicon that bears a stance.
    Entry,
    /// Each document that bears a stance.
    Document,
    /// Each speaker who takes a stance.
    Speaker,
}

impl LeftOut {
    /// All of them, in the order of the tables.
    pub const ALL: [LeftOut; 3] = [LeftOut::Entry, LeftOut::Document, LeftOut::Speaker];

    /// The word as it stands in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            LeftOut::Entry => "entry",
            LeftOut::Document => "document",
            LeftOut::Speaker => "speaker",
        }
    }
}

/// The gap of an issue when each of its parts is left out in turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Robustness {
    /// Which issue.
    pub issue: IssueId,
    /// The first of the pair.
    pub side: SideId,
    /// The second of the pair.
    pub other: Other,
    /// What is left out.
    pub left_out: LeftOut,
    /// How many there are to leave out.
    pub parts: u64,
    /// The gap with nothing left out.
    pub gap: Option<f64>,
    /// The lowest gap with one left out.
    pub low: Option<f64>,
    /// Which one was then left out.
    pub low_without: Option<String>,
    /// The highest gap with one left out.
    pub high: Option<f64>,
    /// Which one was then left out.
    pub high_without: Option<String>,
    /// How many of them, left out alone, turn the gap's direction or make it zero.
    pub reversals: u64,
    /// How many of them, left out alone, leave a side without a stance.
    pub undefined: u64,
}

/// One speaker on one issue.
#[derive(Clone, Debug, PartialEq)]
pub struct SpeakerPosition {
    /// The canonical name.
    pub speaker: String,
    /// The side, or why there is none.
    pub affiliation: Affiliation,
    /// Which issue.
    pub issue: IssueId,
    /// The speaker's statements, about this issue or not.
    pub statements: u64,
    /// Words and numbers of the speaker's statements.
    pub tokens: u64,
    /// Hits of the issue's terms.
    pub hits: u64,
    /// (F - A) / (F + A).
    pub stance: Option<f64>,
    /// How much stands behind the stance.
    pub evidence: Evidence,
}

/// How a side speaks about a side.
#[derive(Clone, Debug, PartialEq)]
pub struct Portrayal {
    /// Who speaks.
    pub side: SideId,
    /// About whom.
    pub about: SideId,
    /// Mentions of `about` in statements of `side`.
    pub mentions: u64,
    /// Sum of the scores of favorable evaluations that bear on a mention.
    pub favorable: f64,
    /// Sum of the scores of unfavorable ones, as a positive number.
    pub unfavorable: f64,
    /// (favorable - unfavorable) / (favorable + unfavorable).
    pub valence: Estimate,
    /// Number of evaluations that bear on a mention.
    pub evaluations: u64,
    /// How much stands behind the valence.
    pub evidence: Evidence,
    /// The statement with the strongest evidence.
    pub quote: Option<Quote>,
}

/// A word of the sides' statements; differences are of the first two sides.
#[derive(Clone, Debug, PartialEq)]
pub struct TermComparison {
    /// The stem.
    pub term: String,
    /// Its most frequent form.
    pub form: String,
    /// For each side, in the dispute's order: how often it occurs.
    pub counts: Vec<u64>,
    /// For each side: per 1,000 words.
    pub per_1000: Vec<Option<f64>>,
    /// Weighted log-odds with an informative prior.
    pub log_odds: Option<f64>,
    /// `log_odds` over its standard deviation.
    pub z: Option<f64>,
    /// log2 of the ratio of the two rates.
    pub log_ratio: Option<f64>,
    /// The end of the log ratio's interval that is nearer to zero; 0 when the interval holds zero.
    pub lrc: Option<f64>,
    /// Signed log-likelihood over four cells.
    pub g2: Option<f64>,
    /// p of `g2` after Benjamini and Hochberg over all terms; words treated as independent.
    pub q: Option<f64>,
    /// p of `g2` after Holm over all terms; only when asked for.
    pub p_holm: Option<f64>,
    /// Weighted log-odds with a flat prior; only when asked for.
    pub log_odds_flat: Option<f64>,
    /// `log_odds_flat` over its standard deviation.
    pub z_flat: Option<f64>,
    /// Other measures of the two rates; only when asked for.
    pub alternatives: Alternatives,
    /// The side that uses it more, by `log_odds`; `None` when neither does.
    pub leans: Option<SideId>,
}

/// One side on one issue in one period.
#[derive(Clone, Debug, PartialEq)]
pub struct PeriodPosition {
    /// `2014`, `2014-Q2`, `2014-06`, `2014-W24` (ISO week).
    pub period: String,
    /// Which issue.
    pub issue: IssueId,
    /// Which side.
    pub side: SideId,
    /// Documents of the period in which the side has a statement.
    pub documents: u64,
    /// The side's statements in the period.
    pub statements: u64,
    /// Words and numbers of those.
    pub tokens: u64,
    /// Hits of the issue's terms.
    pub hits: u64,
    /// 1000 · hits / tokens.
    pub per_1000: Option<f64>,
    /// (F - A) / (F + A).
    pub stance: Estimate,
    /// How much stands behind the stance.
    pub evidence: Evidence,
}
