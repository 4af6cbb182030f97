//! The tables, in the order in which a reader meets them.

use super::Place::{Asked, EachSide, Once};
use super::{ForeignKey, Schema, columns as c};
use crate::compare::Measure;

/// Every table.
pub static ALL: [&Schema; 13] = [
    &COMPARISON,
    &POSITIONS,
    &PAIRS,
    &ROBUSTNESS,
    &STATEMENTS,
    &MATCHES,
    &SPEAKERS,
    &PORTRAYALS,
    &TERMS,
    &TIMELINE,
    &DOCUMENTS,
    &REJECTED,
    &WARNINGS,
];

const ISSUE_KEY: ForeignKey = ForeignKey { columns: &["issue"], table: "comparison", keys: &["issue"] };
const DOCUMENT_KEY: ForeignKey = ForeignKey { columns: &["document"], table: "documents", keys: &["document"] };
/// `comparison.csv`
pub static COMPARISON: Schema = Schema {
    name: "comparison",
    title: "The sides set side by side",
    row: "an issue, in the dispute's order",
    description: "The table to open first: per issue how much each side talks about it, where it stands, on how much \
                  evidence, and how the first two sides differ.",
    places: &[
        Once(c::ISSUE),
        Once(c::LABEL),
        Once(c::PROPOSITION),
        EachSide(c::STATEMENTS),
        EachSide(c::TOKENS),
        EachSide(c::HITS),
        EachSide(c::PER_1000),
        EachSide(c::STANCE),
        EachSide(c::STANCE_LOW),
        EachSide(c::STANCE_HIGH),
        EachSide(c::EVIDENCE),
        EachSide(c::QUOTE),
        EachSide(c::QUOTE_STATEMENT),
        Once(c::LOG_RATIO),
        Once(c::LOG_RATIO_LOW),
        Once(c::LOG_RATIO_HIGH),
        Once(c::G2),
        Once(c::P),
        Once(c::Q),
        Once(c::GAP),
        Once(c::GAP_LOW),
        Once(c::GAP_HIGH),
        Once(c::GAP_P),
        Once(c::GAP_Q),
        Once(c::UNIT),
        Once(c::READING),
        Once(c::GAP_MORE_STATEMENTS),
        Once(c::LOG_RATIO_MORE_STATEMENTS),
        Asked(Measure::ChiSquare, c::CHI2),
        Asked(Measure::Fisher, c::FISHER_P),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK_LOW),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK_HIGH),
        Asked(Measure::Walter, c::WALTER),
        Asked(Measure::Walter, c::WALTER_LOW),
        Asked(Measure::Walter, c::WALTER_HIGH),
        Asked(Measure::Holm, c::P_HOLM),
        Asked(Measure::Holm, c::GAP_P_HOLM),
    ],
    key: &["issue"],
    foreign_keys: &[],
};

/// `positions.csv`
pub static POSITIONS: Schema = Schema {
    name: "positions",
    title: "Positions",
    row: "an issue and a side",
    description: "The comparison in tidy form, with every count behind attention and stance: for plots and models.",
    places: &[
        Once(c::ISSUE),
        Once(c::SIDE),
        Once(c::DOCUMENTS),
        Once(c::STATEMENTS),
        Once(c::TOKENS),
        Once(c::HITS),
        Once(c::PER_1000),
        Once(c::STATEMENT_SHARE),
        Once(c::FAVOR),
        Once(c::AGAINST),
        Once(c::NEUTRAL),
        Once(c::FAVOR_WEIGHT),
        Once(c::AGAINST_WEIGHT),
        Once(c::STANCE),
        Once(c::STANCE_LOW),
        Once(c::STANCE_HIGH),
        Once(c::LOGIT),
        Once(c::DISPERSION),
        Once(c::EVIDENCE),
        Once(c::UNIT),
        Asked(Measure::DpNorm, c::DP_NORM),
        Asked(Measure::JuillandD, c::JUILLAND_D),
    ],
    key: &["issue", "side"],
    foreign_keys: &[ISSUE_KEY],
};

/// `pairs.csv`
pub static PAIRS: Schema = Schema {
    name: "pairs",
    title: "Pairs of sides",
    row: "an issue and a pair of sides, when there are more than two",
    description: "The differences of `comparison` for every pair, and for each side against the rest.",
    places: &[
        Once(c::ISSUE),
        Once(c::SIDE),
        Once(c::OTHER),
        Once(c::LOG_RATIO),
        Once(c::LOG_RATIO_LOW),
        Once(c::LOG_RATIO_HIGH),
        Once(c::G2),
        Once(c::P),
        Once(c::Q),
        Once(c::GAP),
        Once(c::GAP_LOW),
        Once(c::GAP_HIGH),
        Once(c::GAP_P),
        Once(c::GAP_Q),
        Once(c::GAP_MORE_STATEMENTS),
        Once(c::LOG_RATIO_MORE_STATEMENTS),
        Asked(Measure::ChiSquare, c::CHI2),
        Asked(Measure::Fisher, c::FISHER_P),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK_LOW),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK_HIGH),
        Asked(Measure::Walter, c::WALTER),
        Asked(Measure::Walter, c::WALTER_LOW),
        Asked(Measure::Walter, c::WALTER_HIGH),
        Asked(Measure::Holm, c::P_HOLM),
        Asked(Measure::Holm, c::GAP_P_HOLM),
    ],
    key: &["issue", "side", "other"],
    foreign_keys: &[ISSUE_KEY],
};

/// `robustness.csv`
pub static ROBUSTNESS: Schema = Schema {
    name: "robustness",
    title: "Robustness of the gaps",
    row: "an issue, a pair of sides, and what is left out one at a time",
    description: "Whether a gap hangs on one entry of the lexicon, one document or one speaker.",
    places: &[
        Once(c::ISSUE),
        Once(c::SIDE),
        Once(c::OTHER),
        Once(c::LEFT_OUT),
        Once(c::PARTS),
        Once(c::GAP),
        Once(c::GAP_LEAST),
        Once(c::GAP_LEAST_WITHOUT),
        Once(c::GAP_MOST),
        Once(c::GAP_MOST_WITHOUT),
        Once(c::REVERSALS),
        Once(c::UNDEFINED),
    ],
    key: &["issue", "side", "other", "left_out"],
    foreign_keys: &[ISSUE_KEY],
};

/// `statements.csv`
pub static STATEMENTS: Schema = Schema {
    name: "statements",
    title: "Statements",
    row: "a statement",
    description: "Who says what. Correct `side` and `speaker` or delete rows, and `--statements` takes the table back.",
    places: &[
        Once(c::DOCUMENT),
        Once(c::STATEMENT),
        Once(c::WITHIN),
        Once(c::PARAGRAPH),
        Once(c::KIND),
        Once(c::SPEAKER),
        Once(c::SIDE),
        Once(c::SOURCE_TEXT),
        Once(c::CUE_TEXT),
        Once(c::CONFIDENCE),
        Once(c::RULE),
        Once(c::CHAR_START),
        Once(c::CHAR_END),
        Once(c::CONTENT),
        Once(c::TOKENS),
        Once(c::HITS),
        Once(c::TEXT),
        Once(c::RESOLUTION),
        Once(c::SPEAKER_CONFIDENCE),
    ],
    key: &["document", "statement"],
    foreign_keys: &[DOCUMENT_KEY],
};

/// `matches.csv`
pub static MATCHES: Schema = Schema {
    name: "matches",
    title: "Matches",
    row: "a match of the lexicon, with every factor that acted on it",
    description: "The words behind every figure. `document` and `statement` lead to `statements`; matches in a document's \
                  own voice have no statement, speaker or side.",
    places: &[
        Once(c::DOCUMENT),
        Once(c::STATEMENT),
        Once(c::SIDE),
        Once(c::SPEAKER),
        Once(c::ISSUE),
        Once(c::PATTERN),
        Once(c::MATCHED),
        Once(c::MATCH_STANCE),
        Once(c::WEIGHT),
        Once(c::FACTORS),
        Once(c::SCORE),
        Once(c::CHAR_START),
        Once(c::CHAR_END),
        Once(c::LEFT),
        Once(c::RIGHT),
        Once(c::ABOUT),
        Once(c::HIT),
    ],
    key: &[],
    // No key to `statements`: a key of two columns may not be half empty, and the document's own voice has no statement.
    foreign_keys: &[DOCUMENT_KEY, ISSUE_KEY],
};

/// What `demarche kwic` prints; no file of an output folder.
pub static KWIC: Schema = Schema {
    name: "kwic",
    title: "Occurrences",
    row: "an occurrence of a pattern, with its context",
    description: "A pattern in context. Occurrences in a document's own voice have no statement, speaker or side.",
    places: &[
        Once(c::DOCUMENT),
        Once(c::STATEMENT),
        Once(c::SIDE),
        Once(c::SPEAKER),
        Once(c::LEFT),
        Once(c::MATCHED),
        Once(c::RIGHT),
        Once(c::CHAR_START),
        Once(c::CHAR_END),
    ],
    key: &[],
    foreign_keys: &[],
};

/// `speakers.csv`
pub static SPEAKERS: Schema = Schema {
    name: "speakers",
    title: "Speakers",
    row: "a speaker and an issue on which the speaker has a hit or a stance",
    description: "Positions of single persons and bodies, on a side or not.",
    places: &[
        Once(c::SPEAKER),
        Once(c::SIDE),
        Once(c::ISSUE),
        Once(c::STATEMENTS),
        Once(c::TOKENS),
        Once(c::HITS),
        Once(c::STANCE),
        Once(c::EVIDENCE),
    ],
    key: &[],
    foreign_keys: &[ISSUE_KEY],
};

/// `portrayals.csv`
pub static PORTRAYALS: Schema = Schema {
    name: "portrayals",
    title: "Portrayals",
    row: "a side and a side it speaks about, itself included",
    description: "How each side speaks about itself and about the other.",
    places: &[
        Once(c::SIDE),
        Once(c::ABOUT),
        Once(c::MENTIONS),
        Once(c::FAVORABLE),
        Once(c::UNFAVORABLE),
        Once(c::VALENCE),
        Once(c::VALENCE_LOW),
        Once(c::VALENCE_HIGH),
        Once(c::EVIDENCE),
        Once(c::QUOTE),
        Once(c::QUOTE_STATEMENT),
    ],
    key: &["side", "about"],
    foreign_keys: &[],
};

/// `terms.csv`
pub static TERMS: Schema = Schema {
    name: "terms",
    title: "Key terms",
    row: "a term (stem)",
    description: "Which words one side uses more than the other, whether or not the lexicon knows them. Differences are \
                  of the first two sides.",
    places: &[
        Once(c::TERM),
        Once(c::FORM),
        EachSide(c::COUNT),
        EachSide(c::PER_1000),
        Once(c::LOG_ODDS),
        Once(c::Z),
        Once(c::LOG_RATIO),
        Once(c::LRC),
        Once(c::G2),
        Once(c::Q),
        Once(c::LEANS),
        Asked(Measure::ChiSquare, c::CHI2),
        Asked(Measure::Fisher, c::FISHER_P),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK_LOW),
        Asked(Measure::RelativeRisk, c::RELATIVE_RISK_HIGH),
        Asked(Measure::Walter, c::WALTER),
        Asked(Measure::Walter, c::WALTER_LOW),
        Asked(Measure::Walter, c::WALTER_HIGH),
        Asked(Measure::FlatPrior, c::LOG_ODDS_FLAT),
        Asked(Measure::FlatPrior, c::Z_FLAT),
        Asked(Measure::Holm, c::P_HOLM),
    ],
    key: &["term"],
    foreign_keys: &[],
};

/// `timeline.csv`
pub static TIMELINE: Schema = Schema {
    name: "timeline",
    title: "Timeline",
    row: "a period, an issue and a side, from documents with a date",
    description: "Attention and stance over time; documents without a date are left out.",
    places: &[
        Once(c::PERIOD),
        Once(c::ISSUE),
        Once(c::SIDE),
        Once(c::DOCUMENTS),
        Once(c::STATEMENTS),
        Once(c::HITS),
        Once(c::PER_1000),
        Once(c::STANCE),
        Once(c::STANCE_LOW),
        Once(c::STANCE_HIGH),
        Once(c::EVIDENCE),
    ],
    key: &["period", "issue", "side"],
    foreign_keys: &[ISSUE_KEY],
};

/// `documents.csv`
pub static DOCUMENTS: Schema = Schema {
    name: "documents",
    title: "Documents",
    row: "a document",
    description: "What was read, and how its words divide between the sides, its own voice and page furniture.",
    places: &[
        Once(c::DOCUMENT),
        Once(c::TITLE),
        Once(c::DATE),
        Once(c::SOURCE),
        Once(c::TOKENS),
        Once(c::STATEMENTS),
        EachSide(c::STATEMENTS),
        Once(c::OWN_VOICE_TOKENS),
        Once(c::BOILERPLATE_TOKENS),
        Once(c::LANGUAGE),
    ],
    key: &["document"],
    foreign_keys: &[],
};

/// `rejected.csv`
pub static REJECTED: Schema = Schema {
    name: "rejected",
    title: "Rejected documents",
    row: "a document that could not be read",
    description: "Documents that are not in any other table, and why.",
    places: &[Once(c::DOCUMENT), Once(c::REASON)],
    key: &[],
    foreign_keys: &[],
};

/// `warnings.csv`
pub static WARNINGS: Schema = Schema {
    name: "warnings",
    title: "Warnings",
    row: "a caution",
    description: "What to be careful about, and which document, statement, issue or side it is about.",
    places: &[Once(c::CODE), Once(c::MESSAGE), Once(c::DOCUMENT), Once(c::STATEMENT), Once(c::ISSUE), Once(c::SIDE)],
    key: &[],
    foreign_keys: &[ISSUE_KEY],
};
