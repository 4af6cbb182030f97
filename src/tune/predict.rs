//! What a lexicon says about a labelled text: a class, or no evidence, with the entries behind it.

use super::classes::{Class, Scale};
use super::gold::{Gold, GoldRow, Subject};
use crate::document::{Document, Given};
use crate::lexicon::{Entry, EntryId, IssueId, Lexicon};
use crate::scoring::{Label, Mode, Portrait, ScoredDocument, ScoredMatch, Scorer, Settings, Target, Tone};
use std::collections::BTreeMap;

/// An entry that counted.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// Its pattern.
    pub pattern: String,
    /// What it matched.
    pub matched: String,
    /// What it added, toward the label's scale.
    pub score: f64,
}

/// What the lexicon says about one row.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// None without evidence.
    pub class: Option<Class>,
    /// The sum behind it.
    pub score: f64,
    /// In text order.
    pub causes: Vec<Cause>,
}

/// Predicts row after row; each thread has its own.
pub struct Predictor<'l> {
    lexicon: &'l Lexicon,
    scorer: Scorer<'l>,
    two_class: bool,
    /// By proposition and target: +1 when a good word for the target favors the proposition, else -1.
    directions: BTreeMap<(String, String), f64>,
}

impl<'l> Predictor<'l> {
    /// A predictor for labels like those of `gold`; attribution is by rules, so that a run repeats anywhere.
    pub fn new(lexicon: &'l Lexicon, gold: &Gold) -> Self {
        let settings = Settings { mode: Mode::Rules, ..Settings::default() };
        let (scorer, two_class) = (Scorer::new(lexicon, settings), gold.is_two_class());
        Predictor { lexicon, scorer, two_class, directions: BTreeMap::new() }
    }

    /// Predicts from now on as if the lexicon lacked this term or evaluation; with all of them for `None`.
    pub fn leave_out(&mut self, entry: Option<Entry>) {
        self.scorer.leave_out(entry);
    }

    /// What the lexicon says about a row.
    pub fn predict(&mut self, row: &GoldRow) -> Prediction {
        match &row.subject {
            Subject::Issue(issue) => self.statement(row, issue),
            Subject::Claim { .. } | Subject::Target(_) => {
                let (portrait, direction) = self.portrait(row);
                self.of_portrait(&row.text, &portrait, direction)
            }
        }
    }

    /// What the text says about the row's target, and +1 or -1: what a good word for it means for the label. The
    /// portrait of a row about an issue of the dispute is empty.
    pub fn portrait(&mut self, row: &GoldRow) -> (Portrait, f64) {
        match &row.subject {
            Subject::Issue(_) => (Portrait::default(), 1.0),
            Subject::Target(span) => (self.scorer.toward(&row.text, &Target::At(*span)), 1.0),
            Subject::Claim { target, proposition, .. } => {
                let direction = self.direction(proposition, target);
                (self.scorer.toward(&row.text, &Target::Named(target.clone())), direction)
            }
        }
    }

    /// "This house would ban X": a good word for X speaks against it.
    fn direction(&mut self, proposition: &str, target: &str) -> f64 {
        let key = (proposition.to_owned(), target.to_owned());
        if let Some(&known) = self.directions.get(&key) {
            return known;
        }
        let direction = if self.scorer.opposes(proposition, target) { -1.0 } else { 1.0 };
        self.directions.insert(key, direction);
        direction
    }

    fn of_portrait(&self, text: &str, portrait: &Portrait, direction: f64) -> Prediction {
        let constants = &self.lexicon.dispute.scoring.portrayal;
        let tone = if self.two_class { portrait.side(constants) } else { portrait.tone(constants) };
        let class = tone.map(|tone| match tone {
            Tone::Unfavorable => Class::Low,
            Tone::Neutral => Class::Middle,
            Tone::Favorable => Class::High,
        });
        let cause = |e: &crate::scoring::Bears| Cause {
            pattern: self.pattern(e.entry),
            matched: e.span.slice(text).to_owned(),
            score: e.score.to_f64() * direction,
        };
        Prediction {
            class: class.map(|c| if direction < 0.0 { c.reversed() } else { c }),
            score: portrait.score().to_f64() * direction,
            causes: portrait.evaluations.iter().map(cause).collect(),
        }
    }

    /// A row about an issue of the dispute is one statement of its side.
    fn statement(&mut self, row: &GoldRow, issue: &str) -> Prediction {
        let scored = self.scored_row(row);
        let Some(issue) = self.lexicon.dispute.issue(issue) else {
            return Prediction { class: None, score: 0.0, causes: Vec::new() };
        };
        let causes: Vec<Cause> = matches_on(&scored, issue)
            .map(|m| Cause {
                pattern: self.pattern(m.entry),
                matched: m.span.slice(&row.text).to_owned(),
                score: m.score.to_f64(),
            })
            .collect();
        let label = scored.scores.iter().flat_map(|s| &s.issues).find(|s| s.issue == issue).and_then(|s| s.label);
        let class = label.map(|label| match label {
            Label::Favor => Class::High,
            Label::Neutral => Class::Middle,
            Label::Against => Class::Low,
        });
        Prediction { class, score: causes.iter().map(|c| c.score).sum(), causes }
    }

    /// The matches that bear a stance of the row on one of the dispute's issues.
    pub fn scored(&mut self, row: &GoldRow, issue: &str) -> Vec<ScoredMatch> {
        let scored = self.scored_row(row);
        self.lexicon.dispute.issue(issue).map(|issue| matches_on(&scored, issue).cloned().collect()).unwrap_or_default()
    }

    fn scored_row(&mut self, row: &GoldRow) -> ScoredDocument {
        self.scorer.score(Document {
            text: row.text.clone(),
            given: Some(Given { speaker: None, side: row.side.clone() }),
            ..Document::default()
        })
    }

    fn pattern(&self, entry: EntryId) -> String {
        match self.lexicon.terms.entry(entry) {
            Entry::Term(i) => self.lexicon.dispute.terms[i as usize].pattern.clone(),
            Entry::Evaluation(i) => self.lexicon.language.evaluations[i as usize].pattern.clone(),
            _ => String::new(),
        }
    }
}

fn matches_on(scored: &ScoredDocument, issue: IssueId) -> impl Iterator<Item = &ScoredMatch> {
    let bears = move |m: &&ScoredMatch| m.bearing.issue() == Some(issue) && m.score.0 != 0;
    scored.scores.iter().flat_map(move |s| s.matches.iter().filter(bears))
}

/// The predictions for all rows, in their order.
pub fn predict_all(lexicon: &Lexicon, gold: &Gold) -> Vec<Prediction> {
    use rayon::prelude::*;
    let chunks: Vec<&[GoldRow]> = gold.rows.chunks(256).collect();
    chunks
        .par_iter()
        .map_init(
            || Predictor::new(lexicon, gold),
            |predictor, chunk| chunk.iter().map(|row| predictor.predict(row)).collect::<Vec<_>>(),
        )
        .flatten_iter()
        .collect()
}

/// What labels are called, for `scale` and an absent class.
pub fn name_of(scale: Scale, class: Option<Class>) -> &'static str {
    class.map_or("no evidence", |class| scale.name(class))
}
