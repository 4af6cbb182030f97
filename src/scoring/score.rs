//! Scores of one document's statements.

use crate::attribution::Attributed;
use crate::document::{Document, Span};
use crate::lexicon::{EntryId, IssueId, ModifierKind, SideId, Stance, Weight};
use crate::text::{Text, TokenRange};

/// What a scored match counts toward.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearing {
    /// A term of an issue; it is a hit.
    Term(IssueId, Stance),
    /// An evaluation that bears on a topic of an issue; not a hit.
    Evaluation(IssueId),
    /// An evaluation that bears on a mention of a side.
    Portrayal(SideId),
}

impl Bearing {
    /// The issue that it counts toward.
    pub fn issue(self) -> Option<IssueId> {
        match self {
            Bearing::Term(issue, _) | Bearing::Evaluation(issue) => Some(issue),
            Bearing::Portrayal(_) => None,
        }
    }
}

/// What a factor comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// A modifier.
    Modifier(ModifierKind),
    /// The words between an evaluation and the mention that it bears on.
    Distance,
}

impl FactorKind {
    /// As tables write it.
    pub const fn name(self) -> &'static str {
        match self {
            FactorKind::Modifier(kind) => kind.name(),
            FactorKind::Distance => "distance",
        }
    }
}

/// What multiplied a match.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factor {
    /// Where it comes from.
    pub kind: FactorKind,
    /// What it multiplied by.
    pub value: f64,
    /// The words that did it; of a distance the mention.
    pub cue: Span,
}

/// A match with its weight, its factors and their product.
#[derive(Clone, Debug, PartialEq)]
pub struct ScoredMatch {
    /// What it counts toward.
    pub bearing: Bearing,
    /// Which entry of the lexicon.
    pub entry: EntryId,
    /// Its tokens.
    pub tokens: TokenRange,
    /// Its bytes.
    pub span: Span,
    /// Signed weight before factors: + in favor, - against, 0 topic.
    pub weight: Weight,
    /// What acted on it, in text order; a distance last.
    pub factors: Vec<Factor>,
    /// Weight times factors.
    pub score: Weight,
    /// True when it stands in a statement that this one reports: a hit of the outer speaker, but a stance of nobody
    /// (unless it is counted for the inner statement's holder).
    pub reported: bool,
}

impl ScoredMatch {
    /// The score that counts: nothing for what is only reported.
    pub fn counted_score(&self) -> Weight {
        if self.reported { Weight(0) } else { self.score }
    }
}

/// The label of a statement on an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Label {
    /// x at or above the threshold.
    Favor,
    /// x at or below minus the threshold.
    Against,
    /// Evidence within the threshold.
    Neutral,
}

/// One statement on one issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssueScore {
    /// Which issue.
    pub issue: IssueId,
    /// Matches of the issue's terms, after overlaps.
    pub hits: u32,
    /// Matches that bear a stance (a score other than 0).
    pub stance_matches: u32,
    /// Sum of positive scores.
    pub favor: Weight,
    /// Sum of negative scores, as a positive number.
    pub against: Weight,
    /// `None` when nothing bears a stance.
    pub label: Option<Label>,
}

/// How one statement speaks about one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PortrayalScore {
    /// Which side is spoken about.
    pub about: SideId,
    /// Mentions of it.
    pub mentions: u32,
    /// Evaluations that bear on a mention.
    pub evaluations: u32,
    /// Sum of positive scores.
    pub favorable: Weight,
    /// Sum of negative scores, as a positive number.
    pub unfavorable: Weight,
}

/// Everything that was found in one statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatementScore {
    /// Words and numbers of its content.
    pub tokens: u32,
    /// In text order.
    pub matches: Vec<ScoredMatch>,
    /// Issues with a hit or a stance, in the dispute's order.
    pub issues: Vec<IssueScore>,
    /// Sides that are mentioned, in the dispute's order.
    pub portrayals: Vec<PortrayalScore>,
    /// False for a statement inside another one: its stance counts for nobody.
    pub counts_stance: bool,
}

/// A document with its structure, its statements and their scores.
#[derive(Clone, Debug)]
pub struct ScoredDocument {
    /// As given.
    pub document: Document,
    /// Its structure.
    pub text: Text,
    /// Who says what.
    pub attributed: Attributed,
    /// One for each of `attributed.statements`, in the same order.
    pub scores: Vec<StatementScore>,
    /// Matches in the document's own voice.
    pub own_voice: Vec<ScoredMatch>,
    /// Words in the document's own voice.
    pub own_voice_tokens: u32,
    /// Words and numbers of the whole document, boilerplate left out.
    pub tokens: u32,
}
