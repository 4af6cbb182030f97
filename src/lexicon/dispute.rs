//! A dispute: its sides, its issues, and who belongs where.

use super::{Stance, Term};
use crate::document::Date;

/// A side, as its position in [`Dispute::sides`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SideId(pub u8);

/// An issue, as its position in [`Dispute::issues`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueId(pub u16);

/// One of the parties of the dispute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// `[a-z][a-z0-9_]*`; becomes a column prefix.
    pub id: String,
    /// `United States`
    pub label: String,
    /// `US`
    pub short: String,
}

/// What is argued about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// `commercial-theft`
    pub id: String,
    /// What a report calls it.
    pub label: String,
    /// The sentence one can be in favor of or against.
    pub proposition: String,
    /// What a good word about a topic of this issue says about the proposition.
    pub evaluation: EvaluationRule,
}

/// What a favorable evaluation of an issue's topic means for its proposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EvaluationRule {
    /// A good word for the topic favors the proposition.
    Favor,
    /// A good word for the topic speaks against the proposition.
    Against,
    /// Evaluations are ignored.
    None,
}

/// What kind of name a row of `speakers.csv` holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A body that speaks.
    Organization,
    /// A country or city that stands for a body ("Beijing").
    Place,
    /// Unnamed people ("Chinese officials").
    Group,
}

/// A row of `speakers.csv`: who may speak, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Its side; `None` when the row says `other`.
    pub side: Option<SideId>,
    /// The canonical name, as outputs show it.
    pub name: String,
    /// Person, organization, place or group.
    pub kind: ActorKind,
    /// Further names, case as written.
    pub aliases: Vec<String>,
    /// The office held ("Secretary of State"), if any.
    pub role: Option<String>,
    /// First day of the office.
    pub from: Option<Date>,
    /// Last day of the office.
    pub until: Option<Date>,
    /// Line in `speakers.csv`, for messages.
    pub line: u32,
}

impl Actor {
    /// True of a role in lower case that is bound to no dates ("candidate"): many have one like it.
    pub fn has_common_role(&self) -> bool {
        let dated = self.from.is_some() || self.until.is_some();
        !dated && self.role.as_deref().is_some_and(|role| !role.contains(char::is_uppercase))
    }
}

/// What an example of `examples.csv` must come out as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExpectedStance {
    /// Stance above the neutral threshold.
    Favor,
    /// Stance below it.
    Against,
    /// Evidence, but within the threshold.
    Neutral,
    /// A hit on the issue, no stance.
    Topic,
    /// No hit on the issue at all.
    None,
}

/// A self-test: this text, said by this side, must come out so on this issue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What is said.
    pub text: String,
    /// Who says it; `None` for a text of nobody's side.
    pub side: Option<SideId>,
    /// The issue; `None` (empty cell) when the text must hit no issue at all.
    pub issue: Option<IssueId>,
    /// The expectation.
    pub stance: ExpectedStance,
    /// Why it is there.
    pub note: String,
    /// Line in `examples.csv`.
    pub line: u32,
}

/// Constants of the scoring model; the language pack gives them with their source, a dispute may override them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scoring {
    /// Statements with `|x|` under this are neutral.
    pub neutral_below: f64,
    /// Multiplies the valence of an evaluation that bears on a topic.
    pub evaluation_weight: f64,
    /// Words that a negation reaches at most.
    pub negation_reach_words: u32,
    /// Multiplies every score in a question.
    pub question_factor: f64,
    /// Words that an intensifier or downtoner reaches at most.
    pub intensity_reach_words: u32,
    /// How evaluations add up to what is said about one target.
    pub portrayal: Portrayal,
}

/// Constants of what is said about one target: `x` is the sum of its valences, `c` of its calms, each by closeness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Portrayal {
    /// Words between a target and an evaluation at which it counts half: `half / (half + words)`.
    pub half_words: f64,
    /// The `x` between favorable and unfavorable.
    pub middle: f64,
    /// With `|x - middle|` under this plus `c` the portrayal is neutral.
    pub neutral_below: f64,
    /// Multiplies an evaluation in the words that the target itself speaks.
    pub own_words: f64,
    /// Words between a negation and the evaluation that it reverses, at most.
    pub negation_words: u32,
}

impl Portrayal {
    /// Every evaluation counts as it stands; what a language pack does not give.
    pub const PLAIN: Portrayal =
        Portrayal { half_words: 1000.0, middle: 0.0, neutral_below: 0.05, own_words: 1.0, negation_words: u32::MAX };
}

/// A dispute as its folder describes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute {
    /// Folder name of a built-in, and what `-l` takes.
    pub id: String,
    /// For people.
    pub title: String,
    /// ISO 639-1.
    pub language: String,
    /// The lexicon's own version.
    pub version: String,
    /// SPDX expression.
    pub licence: String,
    /// Where facts in it come from.
    pub sources: Vec<String>,
    /// In the order in which outputs show them.
    pub sides: Vec<Side>,
    /// In the order in which outputs show them.
    pub issues: Vec<Issue>,
    /// Rows of `speakers.csv`.
    pub actors: Vec<Actor>,
    /// Rows of `terms.csv`.
    pub terms: Vec<Term>,
    /// Rows of `examples.csv`.
    pub examples: Vec<Example>,
    /// Constants in force.
    pub scoring: Scoring,
}

impl Dispute {
    /// The side with this id.
    pub fn side(&self, id: &str) -> Option<SideId> {
        self.sides.iter().position(|s| s.id == id).map(|i| SideId(i as u8))
    }

    /// The issue with this id.
    pub fn issue(&self, id: &str) -> Option<IssueId> {
        self.issues.iter().position(|s| s.id == id).map(|i| IssueId(i as u16))
    }

    /// By issue: whether anything can speak for or against its proposition. A category of a word list is only counted.
    pub fn takes_stand(&self) -> Vec<bool> {
        let mut takes: Vec<bool> = self.issues.iter().map(|i| i.evaluation != EvaluationRule::None).collect();
        for term in self.terms.iter().filter(|term| term.stance != Stance::Topic) {
            takes[usize::from(term.issue.0)] = true;
        }
        takes
    }

    /// Terms of one stance on one issue.
    pub fn terms_of(&self, issue: IssueId, stance: Stance) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(move |t| t.issue == issue && t.stance == stance)
    }
}
