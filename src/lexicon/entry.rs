//! Entries: what a match can mean.

use super::{IssueId, SideId};
use crate::text::TokenRange;

/// A signed weight in fixed point, millionths, so that sums are integers and merge in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(pub i64);

impl Weight {
    /// Millionths in one.
    pub const ONE: i64 = 1_000_000;

    /// The nearest weight to `value`, saturating; 0 for a value that is not a number.
    pub fn from_f64(value: f64) -> Weight {
        Weight((value * Self::ONE as f64).round() as i64)
    }

    /// The weight as a number for outputs.
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / Self::ONE as f64
    }

    /// The weight scaled by `factor`, rounded half away from zero.
    pub fn scaled(self, factor: f64) -> Weight {
        Weight((self.0 as f64 * factor).round() as i64)
    }
}

/// An entry of a compiled lexicon, as its position in the matcher's table of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryId(pub u32);

/// What an entry is; the number is the position in the list of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Entry {
    /// A term of an issue: position in `Dispute::terms`.
    Term(u32),
    /// A general evaluative expression: position in `Language::evaluations`.
    Evaluation(u32),
    /// Position in `Language::modifiers`.
    Modifier(u32),
    /// A reporting verb or phrase: position in `Language::cues`.
    Cue(u32),
    /// Position in `Language::titles`.
    Title(u32),
    /// A name of an actor: position in `Dispute::actors`.
    Actor(u32),
    /// A name, demonym, capital or body of a country: position in `Language::places`.
    Place(u32),
}

/// What a term says about its issue's proposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stance {
    /// Mentions the issue, takes no stand.
    Topic,
    /// Takes a stand in favor.
    Favor,
    /// Takes a stand against.
    Against,
}

impl Stance {
    /// As `terms.csv` writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Stance::Topic => "topic",
            Stance::Favor => "favor",
            Stance::Against => "against",
        }
    }
}

/// A row of `terms.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whose issue.
    pub issue: IssueId,
    /// As written.
    pub pattern: String,
    /// Topic, favor or against.
    pub stance: Stance,
    /// Positive; 1 unless the row says otherwise.
    pub weight: Weight,
    /// Patterns that cancel a match they overlap.
    pub unless: Vec<String>,
    /// The author's remark.
    pub note: String,
    /// Line in `terms.csv`.
    pub line: u32,
}

/// A row of `evaluations.csv`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluation {
    /// As written.
    pub pattern: String,
    /// -1 (bad) to 1 (good); 0 only shields the words inside it.
    pub valence: Weight,
    /// The valence for the one who does it: "X attacked …"; as `valence` unless the row says otherwise.
    pub agent: Weight,
    /// The valence for the one to whom it is done: "… attacked X"; as `valence` unless the row says otherwise.
    pub patient: Weight,
    /// How far it speaks for a plain report, which evaluates nobody; negative for words of feeling without a direction.
    pub calm: Weight,
    /// `calm` for the one who does it.
    pub agent_calm: Weight,
    /// `calm` for the one to whom it is done.
    pub patient_calm: Weight,
    /// Patterns that cancel a match they overlap.
    pub unless: Vec<String>,
    /// Line in `evaluations.csv`.
    pub line: u32,
}

/// The part that a target plays in what an evaluation says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// It does or is it.
    Agent,
    /// It is done to it, or said about it.
    Patient,
}

impl Evaluation {
    /// The valence for a target that plays `part`; in general for none.
    pub fn valence_for(&self, part: Option<Part>) -> Weight {
        match part {
            None => self.valence,
            Some(Part::Agent) => self.agent,
            Some(Part::Patient) => self.patient,
        }
    }

    /// The calm for a target that plays `part`; in general for none.
    pub fn calm_for(&self, part: Option<Part>) -> Weight {
        match part {
            None => self.calm,
            Some(Part::Agent) => self.agent_calm,
            Some(Part::Patient) => self.patient_calm,
        }
    }

    /// True for a row that says something; one that does not only shields the words inside it.
    pub fn counts(&self) -> bool {
        let all = [self.valence, self.agent, self.patient, self.calm, self.agent_calm, self.patient_calm];
        all.iter().any(|weight| weight.0 != 0)
    }
}

/// What a modifier does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ModifierKind {
    /// Reverses and shrinks.
    Negation,
    /// Scales up.
    Intensifier,
    /// Scales down.
    Downtoner,
    /// Shrinks: the speaker is not sure.
    Hedge,
    /// Re-weights the halves of a sentence ("but").
    Contrast,
    /// Shrinks: not a fact (conditionals, questions, wishes).
    Irrealis,
}

impl ModifierKind {
    /// As `modifiers.csv` writes it.
    pub const fn name(self) -> &'static str {
        match self {
            ModifierKind::Negation => "negation",
            ModifierKind::Intensifier => "intensifier",
            ModifierKind::Downtoner => "downtoner",
            ModifierKind::Hedge => "hedge",
            ModifierKind::Contrast => "contrast",
            ModifierKind::Irrealis => "irrealis",
        }
    }
}

/// Where a modifier acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// From the cue to the next comma or the clause's end, across quotation marks.
    Forward,
    /// The next few words.
    Next,
    /// The words before it, to the start of its clause.
    Backward,
    /// Its whole clause.
    Clause,
    /// Its whole sentence.
    Sentence,
    /// Its own words only, which it shields.
    Itself,
}

impl Scope {
    /// As `modifiers.csv` writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Scope::Forward => "forward",
            Scope::Next => "next",
            Scope::Backward => "backward",
            Scope::Clause => "clause",
            Scope::Sentence => "sentence",
            Scope::Itself => "itself",
        }
    }
}

/// A row of `modifiers.csv`.
#[derive(Clone, Debug, PartialEq)]
pub struct Modifier {
    /// As written.
    pub pattern: String,
    /// What it does.
    pub kind: ModifierKind,
    /// What it multiplies a score by.
    pub factor: f64,
    /// Where it acts.
    pub scope: Scope,
    /// Line in `modifiers.csv`.
    pub line: u32,
}

/// An entry found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Which entry.
    pub entry: EntryId,
    /// From its first to its last token.
    pub tokens: TokenRange,
}

/// A place in the text that means a side: one of its names, or a pronoun that was resolved to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The words.
    pub tokens: TokenRange,
    /// The side they mean.
    pub side: SideId,
}
