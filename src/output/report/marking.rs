//! Marks in a text: cuts a paragraph where statements and matches begin and end.
//!
//! Spans of one document come in; pieces in order go out, which together are the paragraph. Each piece knows the
//! innermost statement that it lies in and the matches that cover it, so that the page can be built without nesting.

use crate::attribution::Statement;
use crate::document::Span;
use crate::scoring::{ScoredDocument, ScoredMatch};

/// A match with its place among all matches of the document, from 0, and whether its score counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted<'a> {
    pub found: &'a ScoredMatch,
    pub number: u64,
    pub counts: bool,
    /// The statement that it is a match of.
    pub statement: usize,
}

/// A stretch of text in which nothing begins or ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece<'a> {
    /// Its bytes.
    pub span: Span,
    /// Number (from 0) of the innermost statement that it lies in.
    pub statement: Option<usize>,
    /// The matches that cover it; one that bears a stance comes first, then the longer.
    pub found: Vec<Counted<'a>>,
}

/// The spans of a document that are marked, sorted once for all its paragraphs.
pub struct Marks<'a> {
    contents: Vec<(Span, usize)>,
    matches: Vec<Counted<'a>>,
}

impl<'a> Marks<'a> {
    pub fn of(scored: &'a ScoredDocument) -> Self {
        let statements = scored.attributed.statements.iter().enumerate();
        let contents =
            statements.flat_map(|(i, statement): (usize, &Statement)| statement.content.iter().map(move |s| (*s, i)));
        let mut contents: Vec<(Span, usize)> = contents.collect();
        contents.sort_unstable();
        let scores = scored.scores.iter().enumerate();
        let found = scores.flat_map(|(statement, score)| {
            score.matches.iter().map(move |found| (statement, found, score.counts_stance && !found.reported))
        });
        let counted = |(number, (statement, found, counts))| Counted { found, number, counts, statement };
        let mut matches: Vec<Counted> = (0..).zip(found).map(counted).collect();
        let silent = |m: &Counted| !m.counts || m.found.score.0 == 0;
        matches.sort_by_key(|m| (m.found.span.start, silent(m), std::cmp::Reverse(m.found.span.end)));
        Marks { contents, matches }
    }

    /// The pieces of `paragraph`, whose bytes are those of `text`.
    pub fn pieces(&self, text: &str, paragraph: Span) -> Vec<Piece<'a>> {
        let near = |span: &Span| span.overlaps(paragraph);
        let contents: Vec<(Span, usize)> = self.contents.iter().copied().filter(|(span, _)| near(span)).collect();
        let matches: Vec<Counted> = self.matches.iter().copied().filter(|m| near(&m.found.span)).collect();
        let spans = contents.iter().map(|(span, _)| *span).chain(matches.iter().map(|m| m.found.span));
        let mut cuts: Vec<u32> = spans
            .flat_map(|span| [span.start, span.end])
            .chain([paragraph.start, paragraph.end])
            .filter(|cut| (paragraph.start..=paragraph.end).contains(cut) && text.is_char_boundary(*cut as usize))
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let piece = |pair: &[u32]| {
            let span = Span::new(pair[0], pair[1]);
            // The shortest content around it is the innermost.
            let around = contents.iter().filter(|(content, _)| content.contains(span));
            let statement = around.min_by_key(|(content, i)| (content.len(), std::cmp::Reverse(*i))).map(|(_, i)| *i);
            let found = matches.iter().copied().filter(|m| m.found.span.contains(span)).collect();
            Piece { span, statement, found }
        };
        cuts.windows(2).map(piece).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::sample;

    #[test]
    fn pieces_are_the_paragraph_and_know_the_innermost_statement() {
        let scored = sample::scored();
        let text = &scored.document.text;
        let paragraph = scored.text.span(scored.text.paragraphs[1]);
        let pieces = Marks::of(&scored).pieces(text, paragraph);
        let joined: String = pieces.iter().map(|piece| piece.span.slice(text)).collect();
        assert_eq!(joined, paragraph.slice(text));
        let of = |words: &str| pieces.iter().find(|piece| piece.span.slice(text) == words);
        assert_eq!(of("tore it up").and_then(|piece| piece.statement), Some(1));
        assert_eq!(of("honor the pact").and_then(|piece| piece.statement), Some(0));
        assert!(of("honor the pact").is_some_and(|piece| piece.found.len() == 1 && piece.found[0].number == 1));
        assert_eq!(of(" Ana Río said, “").or(of("” Ana Río said, “")).and_then(|piece| piece.statement), None);
    }
}
