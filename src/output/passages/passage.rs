//! One passage: a statement, cut to what bears on a topic, with its matches and how each score came about.

use super::{bears_on, excerpt};
use crate::compare::Topic;
use crate::document::Date;
use crate::lexicon::Stance;
use crate::scoring::{Bearing, ScoredDocument, ScoredMatch};
use crate::table::Names;

/// The way a match leans, after all factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaning {
    /// For the proposition.
    Favor,
    /// Against it.
    Against,
    /// Mentions the issue, or counts for nobody.
    Topic,
    /// A good word for a side.
    Favorable,
    /// A bad word for a side.
    Unfavorable,
}

impl Leaning {
    /// The leaning of a match.
    pub fn of(found: &ScoredMatch) -> Leaning {
        match (found.bearing, found.score.0) {
            (Bearing::Term(_, Stance::Topic), _) | (_, 0) => Leaning::Topic,
            (Bearing::Portrayal(_), score) if score > 0 => Leaning::Favorable,
            (Bearing::Portrayal(_), _) => Leaning::Unfavorable,
            (_, score) if score > 0 => Leaning::Favor,
            _ => Leaning::Against,
        }
    }

    /// In a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Leaning::Favor => "favor",
            Leaning::Against => "against",
            Leaning::Topic => "topic",
            Leaning::Favorable => "favorable",
            Leaning::Unfavorable => "unfavorable",
        }
    }
}

/// A stretch of a passage: plain words, or the words of a match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As in the text, white space single.
    pub text: String,
    /// Which of the passage's matches they are.
    pub found: Option<usize>,
}

/// A match and how its score came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The words of the text.
    pub matched: String,
    /// The entry of the lexicon.
    pub pattern: String,
    /// How it leans.
    pub leaning: Leaning,
    /// Before any factor.
    pub weight: f64,
    /// What acted on it: name, factor, the words that did it.
    pub factors: Vec<(&'static str, f64, String)>,
    /// What counts.
    pub score: f64,
    /// Its row in `matches.csv`, from 1.
    pub row: u64,
}

/// A statement as evidence on a topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// The document's id.
    pub document: String,
    /// The document's date.
    pub date: Option<Date>,
    /// The statement's number in its document, from 1.
    pub statement: u32,
    /// Its row in `statements.csv`, from 1.
    pub statement_row: u64,
    /// The document's place in the order of reading.
    pub article: usize,
    /// Who said it; empty when nobody is named.
    pub speaker: String,
    /// The sentences that bear on the topic.
    pub words: Vec<Words>,
    /// Their matches.
    pub found: Vec<Found>,
}

/// Where a statement stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub at: usize,
    pub article: usize,
    pub statement_row: u64,
    pub first_match: u64,
}

impl Passage {
    pub(super) fn read(scored: &ScoredDocument, place: Place, topic: Topic, names: Names) -> Passage {
        let statement = &scored.attributed.statements[place.at];
        let score = &scored.scores[place.at];
        let found = (place.first_match + 1..).zip(&score.matches).filter(|(_, found)| bears_on(found, topic));
        let found = found.map(|(row, found)| {
            let counted = score.counts_stance && !found.reported;
            Found {
                row,
                score: if counted { found.score.to_f64() } else { 0.0 },
                leaning: if counted { Leaning::of(found) } else { Leaning::Topic },
                ..Found::of(scored, found, names)
            }
        });
        Passage {
            document: scored.document.id.clone(),
            date: scored.document.date,
            statement: place.at as u32 + 1,
            statement_row: place.statement_row,
            article: place.article,
            speaker: statement.speaker.as_ref().map_or_else(String::new, |speaker| speaker.name.clone()),
            words: excerpt::words(scored, place.at, topic),
            found: found.collect(),
        }
    }
}

impl Found {
    /// A match of a document, as if it were the first of all.
    pub fn of(scored: &ScoredDocument, found: &ScoredMatch, names: Names) -> Found {
        let words = |span: crate::document::Span| single_spaced(span.slice(&scored.document.text));
        let factor = |factor: &crate::scoring::Factor| (factor.kind.name(), factor.value, words(factor.cue));
        Found {
            matched: words(found.span),
            pattern: names.pattern(found.entry).to_owned(),
            leaning: Leaning::of(found),
            weight: found.weight.to_f64(),
            factors: found.factors.iter().map(factor).collect(),
            score: found.counted_score().to_f64(),
            row: 1,
        }
    }
}

/// White space made single, and none at the ends.
pub(super) fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
