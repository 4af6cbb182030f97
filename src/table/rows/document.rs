//! Rows of `documents`, `statements` and `matches` from one scored document.

use super::context::{left, right, single_spaced};
use super::names::Names;
use crate::attribution::{RegionKind, Statement};
use crate::document::{CharOffsets, Span};
use crate::lexicon::Stance;
use crate::scoring::{Bearing, Factor, ScoredDocument, ScoredMatch};
use crate::table::{Cell, Row};

/// What stands between the spans of a content, a source or a cue.
const ELLIPSIS: &str = " … ";

/// Builds the rows of one document; offsets are in characters of its text.
pub struct DocumentRows<'a> {
    scored: &'a ScoredDocument,
    names: Names<'a>,
    offsets: CharOffsets,
}

impl<'a> DocumentRows<'a> {
    /// Reads the document's text once for its character offsets.
    pub fn new(scored: &'a ScoredDocument, names: Names<'a>) -> Self {
        DocumentRows { scored, names, offsets: CharOffsets::new(&scored.document.text) }
    }

    /// The row of `documents`.
    pub fn document(&self) -> Row<'a> {
        let ScoredDocument { document, attributed, .. } = self.scored;
        let mut row = vec![
            Cell::from(&document.id),
            self.title(),
            Cell::from(document.date),
            Cell::from(&document.source),
            Cell::from(self.scored.tokens),
            Cell::from(attributed.statements.len() as u64),
        ];
        for side in 0..self.names.dispute.sides.len() {
            let of_side = |s: &&Statement| s.side().is_some_and(|id| usize::from(id.0) == side) && s.within.is_none();
            row.push(Cell::from(attributed.statements.iter().filter(of_side).count() as u64));
        }
        row.push(Cell::from(self.scored.own_voice_tokens));
        row.push(Cell::from(attributed.boilerplate_tokens));
        row.push(Cell::from(&self.names.dispute.language));
        row
    }

    /// The rows of `statements`, in the order of the text.
    pub fn statements(&self) -> impl Iterator<Item = Row<'a>> {
        (0..self.scored.attributed.statements.len()).map(|i| self.statement(i))
    }

    fn statement(&self, index: usize) -> Row<'a> {
        let statement = &self.scored.attributed.statements[index];
        let score = self.scored.scores.get(index);
        let (first, last) = (statement.content.first(), statement.content.last());
        vec![
            Cell::from(&self.scored.document.id),
            Cell::from(number(index)),
            Cell::from(statement.within.map(number)),
            Cell::from(first.map(|span| self.paragraph(*span))),
            Cell::from(statement.kind.as_str()),
            self.speaker(statement),
            self.side(statement),
            self.words(&statement.source),
            self.words(&statement.cue),
            Cell::from(statement.confidence),
            Cell::from(statement.rule.0),
            Cell::from(first.map(|span| self.offsets.of(span.start))),
            Cell::from(last.map(|span| self.offsets.of(span.end))),
            Cell::text(self.content(&statement.content)),
            Cell::from(score.map(|s| s.tokens)),
            Cell::from(score.map(|s| s.issues.iter().map(|issue| issue.hits).sum::<u32>())),
            self.words(&statement.content),
            Cell::from(statement.speaker.as_ref().map(|speaker| speaker.resolution)),
            Cell::from(statement.speaker.as_ref().map(|speaker| speaker.confidence)),
        ]
    }

    /// The rows of `matches`: statement after statement, then the document's own voice.
    pub fn matches(&self) -> impl Iterator<Item = Row<'a>> {
        let statements = self.scored.attributed.statements.iter().zip(&self.scored.scores).enumerate();
        let of_statements = statements.flat_map(move |(i, (statement, score))| {
            let counted = |found: &ScoredMatch| score.counts_stance && !found.reported;
            score.matches.iter().map(move |m| self.found(m, counted(m), Some((number(i), statement))))
        });
        of_statements.chain(self.scored.own_voice.iter().map(|found| self.found(found, true, None)))
    }

    /// The row of `kwic` for words at `span`, in the statement at position `statement` or in the document's own voice.
    pub fn occurrence(&self, statement: Option<usize>, span: Span) -> Row<'a> {
        let text = &self.scored.document.text;
        let within = statement.map(|i| (number(i), &self.scored.attributed.statements[i]));
        vec![
            Cell::from(&self.scored.document.id),
            Cell::from(within.map(|(number, _)| number)),
            within.map_or(Cell::Empty, |(_, statement)| self.side(statement)),
            within.map_or(Cell::Empty, |(_, statement)| self.speaker(statement)),
            Cell::text(left(text, span)),
            Cell::text(single_spaced(span.slice(text))),
            Cell::text(right(text, span)),
            Cell::from(self.offsets.of(span.start)),
            Cell::from(self.offsets.of(span.end)),
        ]
    }

    /// A match whose score does not count (it stands in what a speaker only reports) has the factor `reported 0`.
    fn found(&self, found: &'a ScoredMatch, counted: bool, within: Option<(u32, &'a Statement)>) -> Row<'a> {
        let text = &self.scored.document.text;
        let (issue, about) = match found.bearing {
            Bearing::Term(issue, _) | Bearing::Evaluation(issue) => (self.names.issue(issue), ""),
            Bearing::Portrayal(side) => ("", self.names.side(side)),
        };
        vec![
            Cell::from(&self.scored.document.id),
            Cell::from(within.map(|(number, _)| number)),
            within.map_or(Cell::Empty, |(_, statement)| self.side(statement)),
            within.map_or(Cell::Empty, |(_, statement)| self.speaker(statement)),
            Cell::from(issue),
            Cell::from(self.names.pattern(found.entry)),
            Cell::text(single_spaced(found.span.slice(text))),
            Cell::from(stance(found)),
            Cell::from(found.weight.to_f64()),
            Cell::text(self.factors(&found.factors, counted || found.weight.0 == 0)),
            Cell::from(if counted { found.score.to_f64() } else { 0.0 }),
            Cell::from(self.offsets.of(found.span.start)),
            Cell::from(self.offsets.of(found.span.end)),
            Cell::text(left(text, found.span)),
            Cell::text(right(text, found.span)),
            Cell::from(about),
            Cell::from(u32::from(matches!(found.bearing, Bearing::Term(..)))),
        ]
    }

    /// The title that was given, or else the words of the headline.
    fn title(&self) -> Cell<'a> {
        let ScoredDocument { document, attributed, .. } = self.scored;
        let headline = || attributed.regions.iter().find(|region| region.kind == RegionKind::Headline);
        match &document.title {
            Some(title) => Cell::from(title),
            None => headline().map_or(Cell::Empty, |r| Cell::text(single_spaced(r.span.slice(&document.text)))),
        }
    }

    fn speaker(&self, statement: &'a Statement) -> Cell<'a> {
        Cell::from(statement.speaker.as_ref().map(|speaker| speaker.name.as_str()))
    }

    fn side(&self, statement: &'a Statement) -> Cell<'a> {
        statement.speaker.as_ref().map_or(Cell::Empty, |s| Cell::from(self.names.affiliation(s.affiliation)))
    }

    fn paragraph(&self, span: Span) -> u32 {
        let text = &self.scored.text;
        number(text.paragraph_of(text.tokens_in(span).start))
    }

    fn words(&self, spans: &[Span]) -> Cell<'a> {
        let text = &self.scored.document.text;
        match spans {
            [] => Cell::Empty,
            [span] => Cell::text(span.slice(text)),
            _ => Cell::text(spans.iter().map(|span| span.slice(text)).collect::<Vec<_>>().join(ELLIPSIS)),
        }
    }

    fn content(&self, spans: &[Span]) -> String {
        let mut content = Vec::with_capacity(spans.len() * 12);
        for (at, span) in spans.iter().enumerate() {
            if at > 0 {
                content.push(b'|');
            }
            Cell::from(self.offsets.of(span.start)).write(&mut content);
            content.push(b'-');
            Cell::from(self.offsets.of(span.end)).write(&mut content);
        }
        // Digits and marks are ASCII.
        String::from_utf8(content).unwrap_or_default()
    }

    fn factors(&self, factors: &[Factor], counted: bool) -> String {
        let text = &self.scored.document.text;
        let one = |factor: &Factor| {
            format!("{} {} \"{}\"", factor.kind.name(), factor.value, single_spaced(factor.cue.slice(text)))
        };
        let reported = (!counted).then(|| "reported 0".to_string());
        factors.iter().map(one).chain(reported).collect::<Vec<_>>().join("|")
    }
}

/// Numbers in tables start at 1.
fn number(index: usize) -> u32 {
    index as u32 + 1
}

/// What the entry of a match says, before any factor.
fn stance(found: &ScoredMatch) -> &'static str {
    let signed = |for_it, against_it| match found.weight.0 {
        0 => "",
        w if w > 0 => for_it,
        _ => against_it,
    };
    match found.bearing {
        Bearing::Term(_, Stance::Topic) => "topic",
        Bearing::Term(_, Stance::Favor) => "favor",
        Bearing::Term(_, Stance::Against) => "against",
        Bearing::Evaluation(_) => signed("favor", "against"),
        Bearing::Portrayal(_) => signed("favorable", "unfavorable"),
    }
}
