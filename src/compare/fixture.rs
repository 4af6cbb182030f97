//! Documents for tests: sketched by their statements' scores, random or by hand, and real in text and words.

use super::{Codebook, Comparison, Measures, Settings, Tally};
use crate::attribution::{Affiliation, Attributed, Kind, Rule, Speaker, Statement};
use crate::document::{Date, Document, Span};
use crate::lexicon::{Dispute, EntryId, EvaluationRule, Issue, IssueId, Scoring, Side, SideId, Stance, Weight};
use crate::scoring::{Bearing, IssueScore, Label, PortrayalScore, ScoredDocument, ScoredMatch, StatementScore};
use crate::text::{Segmenter, SegmenterRules, SnowballStemmer, TokenRange, Vocabulary};
use proptest::prelude::*;
use std::sync::Arc;

pub(super) const ISSUES: usize = 2;

/// One match: an issue (or, past the issues, a side spoken about) and a score in tenths; 0 is a topic.
#[derive(Clone, Debug)]
pub(super) struct MatchSketch {
    pub topic: usize,
    pub tenths: i64,
}

#[derive(Clone, Debug)]
pub(super) struct StatementSketch {
    /// A speaker's number: the side is this modulo one more than the number of sides, past the sides unknown.
    pub speaker: usize,
    pub nested: bool,
    pub words: Vec<usize>,
    pub matches: Vec<MatchSketch>,
}

#[derive(Clone, Debug)]
pub(super) struct DocumentSketch {
    pub id: String,
    pub date: Option<Date>,
    pub statements: Vec<StatementSketch>,
}

/// Which side is the first: what the laws swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct World {
    pub sides: usize,
    pub swapped: bool,
    pub renamed: bool,
}

impl World {
    pub const TWO: World = World { sides: 2, swapped: false, renamed: false };

    pub fn side(self, side: usize) -> SideId {
        SideId(if self.swapped && side < 2 { 1 - side } else { side } as u8)
    }

    pub fn dispute(self) -> Dispute {
        let names = if self.renamed { ["zed", "why", "eks"] } else { ["north", "south", "east"] };
        let mut sides: Vec<Side> = (0..self.sides)
            .map(|side| Side { id: names[side].into(), label: names[side].to_uppercase(), short: names[side].into() })
            .collect();
        if self.swapped {
            sides.swap(0, 1);
        }
        Dispute {
            id: "test".into(),
            title: String::new(),
            language: "en".into(),
            version: "1".into(),
            licence: String::new(),
            sources: Vec::new(),
            sides,
            issues: (0..ISSUES)
                .map(|issue| Issue {
                    id: format!("issue{issue}"),
                    label: String::new(),
                    proposition: String::new(),
                    evaluation: EvaluationRule::Favor,
                })
                .collect(),
            actors: Vec::new(),
            terms: Vec::new(),
            examples: Vec::new(),
            scoring: Scoring {
                neutral_below: 0.1,
                evaluation_weight: 1.0,
                negation_reach_words: 5,
                intensity_reach_words: 3,
                question_factor: 0.5,
                portrayal: crate::lexicon::Portrayal::PLAIN,
            },
        }
    }

    fn speaker(self, number: usize) -> Speaker {
        let side = number % (self.sides + 1);
        let affiliation = match side < self.sides {
            true => Affiliation::Side(self.side(side)),
            false => Affiliation::Unknown,
        };
        let name = if self.renamed { format!("Z{}", 99 - number) } else { format!("speaker {number}") };
        Speaker { name, affiliation, resolution: "name", confidence: 1.0 }
    }

    /// The sketch as a scored document of this world.
    pub fn scored(self, sketch: &DocumentSketch, segmenter: &Segmenter, vocabulary: &mut Vocabulary) -> ScoredDocument {
        const WORDS: [&str; 8] = ["table", "tables", "The", "the", "hacking", "NSA", "trust", "trusted"];
        let mut text = String::new();
        let mut contents = Vec::new();
        for statement in &sketch.statements {
            let start = text.len() as u32;
            let words: Vec<&str> = statement.words.iter().map(|&word| WORDS[word % WORDS.len()]).collect();
            text.push_str(&words.join(" "));
            contents.push(Span::new(start, text.len() as u32));
            text.push_str(".\n\n");
        }
        let structure = segmenter.segment(&text, vocabulary);
        let mut attributed = Attributed { boilerplate_tokens: 2, ..Attributed::default() };
        let mut scores = Vec::new();
        for (at, (statement, &content)) in sketch.statements.iter().zip(&contents).enumerate() {
            let within = (statement.nested && at > 0).then_some(0);
            let tokens = structure.count_words(structure.tokens_in(content));
            scores.push(self.score(statement, tokens, content, within.is_none()));
            attributed.statements.push(Statement {
                kind: Kind::Direct,
                source: Vec::new(),
                cue: Vec::new(),
                content: vec![content],
                speaker: Some(self.speaker(statement.speaker)),
                confidence: 1.0,
                rule: Rule("test"),
                within,
            });
        }
        let document = Document { id: sketch.id.clone(), date: sketch.date, text, ..Document::default() };
        let tokens = structure.tokens.len() as u32;
        ScoredDocument { document, text: structure, attributed, scores, own_voice: vec![], own_voice_tokens: 3, tokens }
    }

    fn score(self, sketch: &StatementSketch, tokens: u32, span: Span, counts_stance: bool) -> StatementScore {
        let mut score = StatementScore { tokens, counts_stance, ..StatementScore::default() };
        for found in &sketch.matches {
            let weight = Weight(found.tenths * 100_000);
            let (favor, against) = (Weight(weight.0.max(0)), Weight((-weight.0).max(0)));
            let stance_matches = u32::from(weight.0 != 0);
            let bearing = if found.topic < ISSUES {
                let issue = IssueId(found.topic as u16);
                let at = score.issues.iter().position(|i| i.issue == issue).unwrap_or_else(|| {
                    let (favor, against) = Default::default();
                    score.issues.push(IssueScore { issue, hits: 0, stance_matches: 0, favor, against, label: None });
                    score.issues.len() - 1
                });
                let sum = &mut score.issues[at];
                sum.hits += 1;
                sum.stance_matches += stance_matches;
                sum.favor.0 += favor.0;
                sum.against.0 += against.0;
                sum.label = (sum.stance_matches > 0).then(|| match sum.favor.cmp(&sum.against) {
                    std::cmp::Ordering::Greater => Label::Favor,
                    std::cmp::Ordering::Less => Label::Against,
                    std::cmp::Ordering::Equal => Label::Neutral,
                });
                let stance = match found.tenths.signum() {
                    1 => Stance::Favor,
                    0 => Stance::Topic,
                    _ => Stance::Against,
                };
                Bearing::Term(issue, stance)
            } else {
                let about = self.side((found.topic - ISSUES) % self.sides.max(1));
                let evaluations = stance_matches;
                score.portrayals.push(PortrayalScore {
                    about,
                    mentions: 1,
                    evaluations,
                    favorable: favor,
                    unfavorable: against,
                });
                Bearing::Portrayal(about)
            };
            score.matches.push(ScoredMatch {
                bearing,
                entry: EntryId(found.tenths.unsigned_abs() as u32),
                tokens: TokenRange::default(),
                span,
                weight,
                factors: Vec::new(),
                score: weight,
                reported: !counts_stance,
            });
        }
        score
    }

    /// The tally of some documents, with a vocabulary of its own.
    pub fn tally<'a>(self, documents: impl IntoIterator<Item = &'a DocumentSketch>) -> Tally {
        let segmenter = segmenter();
        let mut vocabulary = Vocabulary::default();
        let mut tally = Tally::new(&self.dispute());
        for document in documents {
            let scored = self.scored(document, &segmenter, &mut vocabulary);
            tally.add(&scored, &vocabulary);
        }
        tally
    }

    pub fn compare(self, tally: &Tally) -> Comparison {
        let dispute = self.dispute();
        let codebook = Codebook {
            dispute: &dispute,
            pattern: &|entry| format!("entry{}", entry.0),
            is_stop_word: &|word| word == "the",
        };
        let settings = Settings { replicates: 70, permutations: 39, measures: Measures::all(), ..Settings::default() };
        tally.compare(&codebook, &settings)
    }
}

fn segmenter() -> Segmenter {
    let stemmer = SnowballStemmer::new("en", []).unwrap();
    Segmenter::new(Arc::new(stemmer), SegmenterRules::default())
}

/// A number of documents with a few statements each, of two sides and some others.
pub(super) fn documents(most: usize) -> impl Strategy<Value = Vec<DocumentSketch>> {
    let found =
        (0..ISSUES + 3, prop_oneof![Just(0i64), -12..12i64]).prop_map(|(topic, tenths)| MatchSketch { topic, tenths });
    let statement = (
        0..6usize,
        prop::bool::weighted(0.1),
        prop::collection::vec(0..8usize, 0..12),
        prop::collection::vec(found, 0..4),
    )
        .prop_map(|(speaker, nested, words, matches)| StatementSketch { speaker, nested, words, matches });
    let date = prop::option::of((2013i16..2015, 1i8..13).prop_map(|(year, month)| Date::constant(year, month, 3)));
    let document = (date, prop::collection::vec(statement, 0..4));
    prop::collection::vec(document, 0..most).prop_map(|documents| {
        let named = documents.into_iter().enumerate();
        named.map(|(at, (date, statements))| DocumentSketch { id: format!("d{at}"), date, statements }).collect()
    })
}

/// Sketches by hand: one document a statement, `(speaker, issue 0 scores in tenths)`.
pub(super) fn simple(statements: &[(usize, &[i64])]) -> Vec<DocumentSketch> {
    let matches = |tenths: &[i64]| tenths.iter().map(|&tenths| MatchSketch { topic: 0, tenths }).collect();
    let statement = |(speaker, tenths): (usize, &[i64])| StatementSketch {
        speaker,
        nested: false,
        words: vec![0; 20],
        matches: matches(tenths),
    };
    let document = |at: usize, s| DocumentSketch { id: format!("d{at}"), date: None, statements: vec![statement(s)] };
    statements.iter().enumerate().map(|(at, &s)| document(at, s)).collect()
}
