//! Rows of `documents`, `statements` and `matches` from one scored document.

use super::context::{write_left, write_right, write_single_spaced};
use super::names::Names;
use crate::attribution::{RegionKind, Statement};
use crate::document::{CharOffsets, Span};
use crate::lexicon::Stance;
use crate::scoring::{Bearing, Factor, ScoredDocument, ScoredMatch};
use crate::table::figure::{write_integer, write_shortest};
use crate::table::{Cell, Row, RowList, RowWriter};

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
        Self::with(CharOffsets::default(), scored, names)
    }

    /// The same with the memory of other offsets.
    pub fn with(mut offsets: CharOffsets, scored: &'a ScoredDocument, names: Names<'a>) -> Self {
        offsets.read(&scored.document.text);
        DocumentRows { scored, names, offsets }
    }

    /// Gives up the offsets, so that their memory can be used again.
    pub fn into_offsets(self) -> CharOffsets {
        self.offsets
    }

    /// The row of `documents`.
    pub fn document(&self) -> Row<'a> {
        RowList::of(|out| self.write_document(out)).pop().unwrap_or_default()
    }

    /// The rows of `statements`, in the order of the text.
    pub fn statements(&self) -> impl Iterator<Item = Row<'a>> {
        RowList::of(|out| self.write_statements(out)).into_iter()
    }

    /// The rows of `matches`: statement after statement, then the document's own voice.
    pub fn matches(&self) -> impl Iterator<Item = Row<'a>> {
        RowList::of(|out| self.write_matches(out)).into_iter()
    }

    /// The row of `kwic` for words at `span`, in the statement at position `statement` or in the document's own voice.
    pub fn occurrence(&self, statement: Option<usize>, span: Span) -> Row<'a> {
        RowList::of(|out| self.write_occurrence(statement, span, out)).pop().unwrap_or_default()
    }

    /// Writes what [`Self::document`] gives.
    pub fn write_document(&self, out: &mut impl RowWriter<'a>) {
        let ScoredDocument { document, attributed, .. } = self.scored;
        out.cell(&document.id);
        self.title(out);
        out.cell(document.date);
        out.cell(&document.source);
        out.cell(self.scored.tokens);
        out.cell(attributed.statements.len() as u64);
        for side in 0..self.names.dispute.sides.len() {
            let of_side = |s: &&Statement| s.side().is_some_and(|id| usize::from(id.0) == side) && s.within.is_none();
            out.cell(attributed.statements.iter().filter(of_side).count() as u64);
        }
        out.cell(self.scored.own_voice_tokens);
        out.cell(attributed.boilerplate_tokens);
        out.cell(&self.names.dispute.language);
        out.end();
    }

    /// Writes what [`Self::statements`] gives.
    pub fn write_statements(&self, out: &mut impl RowWriter<'a>) {
        (0..self.scored.attributed.statements.len()).for_each(|index| self.write_statement(index, out));
    }

    fn write_statement(&self, index: usize, out: &mut impl RowWriter<'a>) {
        let statement = &self.scored.attributed.statements[index];
        let score = self.scored.scores.get(index);
        let (first, last) = (statement.content.first(), statement.content.last());
        out.cell(&self.scored.document.id);
        out.cell(number(index));
        out.cell(statement.within.map(number));
        out.cell(first.map(|span| self.paragraph(*span)));
        out.cell(statement.kind.as_str());
        out.cell(self.speaker(statement));
        out.cell(self.side(statement));
        self.words(&statement.source, out);
        self.words(&statement.cue, out);
        out.cell(statement.confidence);
        out.cell(statement.rule.0);
        out.cell(first.map(|span| self.offsets.of(span.start)));
        out.cell(last.map(|span| self.offsets.of(span.end)));
        out.composed(|out| self.content(&statement.content, out));
        out.cell(score.map(|s| s.tokens));
        out.cell(score.map(|s| s.issues.iter().map(|issue| issue.hits).sum::<u32>()));
        self.words(&statement.content, out);
        out.cell(statement.speaker.as_ref().map(|speaker| speaker.resolution));
        out.cell(statement.speaker.as_ref().map(|speaker| speaker.confidence));
        out.end();
    }

    /// Writes what [`Self::matches`] gives.
    pub fn write_matches(&self, out: &mut impl RowWriter<'a>) {
        for (index, (statement, score)) in self.scored.attributed.statements.iter().zip(&self.scored.scores).enumerate()
        {
            for found in &score.matches {
                let counted = score.counts_stance && !found.reported;
                self.write_match(found, counted, Some((number(index), statement)), out);
            }
        }
        self.scored.own_voice.iter().for_each(|found| self.write_match(found, true, None, out));
    }

    /// A match whose score does not count (it stands in what a speaker only reports) has the factor `reported 0`.
    fn write_match(
        &self,
        found: &'a ScoredMatch,
        counted: bool,
        within: Option<(u32, &'a Statement)>,
        out: &mut impl RowWriter<'a>,
    ) {
        let text = &self.scored.document.text;
        let (issue, about) = match found.bearing {
            Bearing::Term(issue, _) | Bearing::Evaluation(issue) => (self.names.issue(issue), ""),
            Bearing::Portrayal(side) => ("", self.names.side(side)),
        };
        out.cell(&self.scored.document.id);
        self.within(within, out);
        out.cell(issue);
        out.cell(self.names.pattern(found.entry));
        out.composed(|out| write_single_spaced(found.span.slice(text), out));
        out.cell(stance(found));
        out.cell(found.weight.to_f64());
        out.composed(|out| self.factors(&found.factors, counted || found.weight.0 == 0, out));
        out.cell(if counted { found.score.to_f64() } else { 0.0 });
        out.cell(self.offsets.of(found.span.start));
        out.cell(self.offsets.of(found.span.end));
        out.composed(|out| write_left(text, found.span, out));
        out.composed(|out| write_right(text, found.span, out));
        out.cell(about);
        out.cell(u32::from(matches!(found.bearing, Bearing::Term(..))));
        out.end();
    }

    fn write_occurrence(&self, statement: Option<usize>, span: Span, out: &mut impl RowWriter<'a>) {
        let text = &self.scored.document.text;
        out.cell(&self.scored.document.id);
        self.within(statement.map(|index| (number(index), &self.scored.attributed.statements[index])), out);
        out.composed(|out| write_left(text, span, out));
        out.composed(|out| write_single_spaced(span.slice(text), out));
        out.composed(|out| write_right(text, span, out));
        out.cell(self.offsets.of(span.start));
        out.cell(self.offsets.of(span.end));
        out.end();
    }

    /// The number of a statement, its side and its speaker; empty cells in the document's own voice.
    fn within(&self, within: Option<(u32, &'a Statement)>, out: &mut impl RowWriter<'a>) {
        out.cell(within.map(|(number, _)| number));
        out.cell(within.map_or(Cell::Empty, |(_, statement)| self.side(statement)));
        out.cell(within.map_or(Cell::Empty, |(_, statement)| self.speaker(statement)));
    }

    /// The title that was given, or else the words of the headline.
    fn title(&self, out: &mut impl RowWriter<'a>) {
        let ScoredDocument { document, attributed, .. } = self.scored;
        let headline = || attributed.regions.iter().find(|region| region.kind == RegionKind::Headline);
        match (&document.title, headline()) {
            (Some(title), _) => out.cell(title),
            (None, Some(region)) => out.composed(|out| write_single_spaced(region.span.slice(&document.text), out)),
            (None, None) => out.cell(Cell::Empty),
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

    fn words(&self, spans: &[Span], out: &mut impl RowWriter<'a>) {
        let text = &self.scored.document.text;
        match spans {
            [] => out.cell(Cell::Empty),
            [span] => out.cell(span.slice(text)),
            [first, others @ ..] => out.composed(|out| {
                out.extend_from_slice(first.slice(text).as_bytes());
                for span in others {
                    out.extend_from_slice(ELLIPSIS.as_bytes());
                    out.extend_from_slice(span.slice(text).as_bytes());
                }
            }),
        }
    }

    fn content(&self, spans: &[Span], out: &mut Vec<u8>) {
        for (at, span) in spans.iter().enumerate() {
            if at > 0 {
                out.push(b'|');
            }
            write_integer(self.offsets.of(span.start).into(), out);
            out.push(b'-');
            write_integer(self.offsets.of(span.end).into(), out);
        }
    }

    fn factors(&self, factors: &[Factor], counted: bool, out: &mut Vec<u8>) {
        let start = out.len();
        for factor in factors {
            if out.len() > start {
                out.push(b'|');
            }
            out.extend_from_slice(factor.kind.name().as_bytes());
            out.push(b' ');
            write_shortest(factor.value, out);
            out.extend_from_slice(b" \"");
            write_single_spaced(factor.cue.slice(&self.scored.document.text), out);
            out.push(b'"');
        }
        if !counted {
            out.extend_from_slice(if out.len() > start { b"|reported 0".as_slice() } else { b"reported 0" });
        }
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
