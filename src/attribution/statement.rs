//! Statements, and what the rest of a document is.

use crate::document::{Span, Warning};
use crate::lexicon::{Mention, SideId};

/// How a statement is set in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Wholly inside quotation marks.
    Direct,
    /// Partly inside quotation marks.
    Mixed,
    /// Reported in the writer's words.
    Indirect,
    /// `Ambassador: …` above an article.
    Headline,
    /// A turn of a transcript.
    Turn,
    /// Side or speaker came with the data.
    Given,
}

impl Kind {
    /// All kinds, in the order in which help and documentation list them.
    pub const ALL: [Kind; 6] = [Kind::Direct, Kind::Mixed, Kind::Indirect, Kind::Headline, Kind::Turn, Kind::Given];

    /// The kind as it stands in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Direct => "direct",
            Kind::Mixed => "mixed",
            Kind::Indirect => "indirect",
            Kind::Headline => "headline",
            Kind::Turn => "turn",
            Kind::Given => "given",
        }
    }
}

/// Which side a speaker belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Affiliation {
    /// One of the dispute's sides.
    Side(SideId),
    /// Somebody who is known to be on no side.
    Other,
    /// Nobody can tell.
    #[default]
    Unknown,
}

impl Affiliation {
    /// The side, if it is one.
    pub const fn side(self) -> Option<SideId> {
        match self {
            Affiliation::Side(side) => Some(side),
            _ => None,
        }
    }
}

/// The canonical person or body behind a source.
#[derive(Clone, Debug, PartialEq)]
pub struct Speaker {
    /// `Cui Tiankai`; the words of the source when they name nobody further ("sources").
    pub name: String,
    /// The side.
    pub affiliation: Affiliation,
    /// How the source was resolved: `name`, `surname`, `title`, `pronoun`, `metonym`, `office`, …
    pub resolution: &'static str,
    /// 0..1, of the resolution alone.
    pub confidence: f64,
}

/// The rule or model that found a statement; printed in the `rule` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub &'static str);

/// A stretch of text attributed to a speaker.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// How it is set.
    pub kind: Kind,
    /// The words that name the speaker; empty for a continuation quote.
    pub source: Vec<Span>,
    /// The words that attribute; empty where there are none.
    pub cue: Vec<Span>,
    /// What was said; one or more spans in order, none empty.
    pub content: Vec<Span>,
    /// Who said it, when that is known.
    pub speaker: Option<Speaker>,
    /// 0..1: that this is a statement of this source.
    pub confidence: f64,
    /// What found it.
    pub rule: Rule,
    /// The position, in the same list, of the statement inside which this one is reported.
    pub within: Option<usize>,
}

impl Statement {
    /// The side of its speaker.
    pub fn side(&self) -> Option<SideId> {
        self.speaker.as_ref().and_then(|s| s.affiliation.side())
    }

    /// Where its content starts.
    pub fn start(&self) -> u32 {
        self.content.first().map_or(0, |s| s.start)
    }
}

/// What a paragraph of a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RegionKind {
    /// The headline.
    Headline,
    /// Running text.
    Body,
    /// Page furniture: left out of scoring and counted.
    Boilerplate,
    /// The speaker label of a transcript turn, or a stage direction.
    Label,
}

/// A stretch of a document with its role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Bytes.
    pub span: Span,
    /// Its role.
    pub kind: RegionKind,
}

/// What attribution found in one document.
#[derive(Clone, Debug, Default)]
pub struct Attributed {
    /// In the order of their content; a nested statement follows the one it is within.
    pub statements: Vec<Statement>,
    /// Places that mean a side, sorted by position.
    pub mentions: Vec<Mention>,
    /// The document's layout, in order, covering all of its text that holds tokens.
    pub regions: Vec<Region>,
    /// Words in boilerplate regions.
    pub boilerplate_tokens: u32,
    /// What to be careful about.
    pub warnings: Vec<Warning>,
}
