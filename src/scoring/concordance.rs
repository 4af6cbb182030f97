//! A pattern in context: where it occurs, and in whose statement.

use super::ScoredDocument;
use super::voice::own_voice_parts;
use crate::lexicon::{Lexicon, Match, Matcher, Pattern, PatternError, SideId, TypeTable};
use crate::text::{TokenRange, Vocabulary};

/// Finds one pattern in scored documents, with the semantics that it would have as an entry of the lexicon.
pub struct Concordance<'l> {
    lexicon: &'l Lexicon,
    matcher: Matcher,
    types: TypeTable,
}

impl<'l> Concordance<'l> {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// When the pattern names a side that the dispute does not have.
    pub fn new(lexicon: &'l Lexicon, pattern: &Pattern) -> Result<Self, PatternError> {
        let matcher = Matcher::for_pattern(pattern, lexicon)?;
        let types = TypeTable::with_pattern(lexicon, &matcher);
        Ok(Concordance { lexicon, matcher, types })
    }

    /// Every occurrence in text order, with the position of the statement it stands in; what is reported inside a
    /// statement is listed for the inner one.
    pub fn find(&mut self, scored: &ScoredDocument, vocabulary: &Vocabulary) -> Vec<(Option<usize>, TokenRange)> {
        self.types.update(self.lexicon, vocabulary);
        let mut found: Vec<(TokenRange, Option<usize>)> = Vec::new();
        for (i, statement) in scored.attributed.statements.iter().enumerate() {
            for &span in &statement.content {
                let matches = self.matches(scored, scored.text.tokens_in(span), statement.side());
                found.extend(matches.into_iter().map(|tokens| (tokens, Some(i))));
            }
        }
        for tokens in own_voice_parts(&scored.text, &scored.attributed) {
            found.extend(self.matches(scored, tokens, None).into_iter().map(|tokens| (tokens, None)));
        }
        // Statements inside others come later in the list: of equal places the inner one is kept.
        found.sort_by_key(|&(tokens, statement)| (tokens, std::cmp::Reverse(statement)));
        found.dedup_by_key(|&mut (tokens, _)| tokens);
        found.into_iter().map(|(tokens, statement)| (statement, tokens)).collect()
    }

    fn matches(&self, scored: &ScoredDocument, tokens: TokenRange, own: Option<SideId>) -> Vec<TokenRange> {
        let mut out: Vec<Match> = Vec::new();
        for part in tokens.split_at_sentences(&scored.text) {
            self.matcher.find(&scored.text, &self.types, part, &scored.attributed.mentions, own, &mut out);
        }
        out.into_iter().map(|m| m.tokens).collect()
    }
}
