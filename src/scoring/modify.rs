//! Modifiers: which of them act on a match, and by what factor.
//!
//! A modifier acts inside its clause. Negation reaches forward to the next comma or clause end, across a quotation
//! mark, and from a statement's cue into its content; a comma-set "not X" therefore negates only itself. A modifier
//! inside a match never modifies that match. Polanyi & Zaenen (2006) call these contextual valence shifters; the
//! factors and their sources are data of the language pack.

use super::{Factor, FactorKind};
use crate::lexicon::{Lexicon, Modifier, ModifierKind, Scope};
use crate::text::{Text, TokenClass, TokenRange, range_of};

/// A modifier that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ModifierMatch {
    pub tokens: TokenRange,
    /// Position in `Language::modifiers`.
    pub modifier: u32,
}

/// The modifiers of one sentence, as far as one content span reaches.
pub(super) struct Modifiers<'a> {
    text: &'a Text,
    lexicon: &'a Lexicon,
    /// In text order, without overlaps.
    found: &'a [ModifierMatch],
    /// First token of the content; negations before it stand in the cue.
    content_start: u32,
    sentence: TokenRange,
    /// What a question does to all that stands in it.
    question: Option<Factor>,
    /// Those of the sentence; none where nothing asks for them.
    pub clauses: &'a [TokenRange],
}

impl<'a> Modifiers<'a> {
    /// The modifiers `found` in the part of `sentence`, with its `clauses`, whose content starts at `content_start`.
    pub fn new(
        text: &'a Text,
        lexicon: &'a Lexicon,
        sentence: TokenRange,
        clauses: &'a [TokenRange],
        content_start: u32,
        found: &'a [ModifierMatch],
    ) -> Self {
        Modifiers {
            text,
            lexicon,
            found,
            content_start,
            sentence,
            clauses,
            question: question(text, lexicon, sentence),
        }
    }

    /// The number of the clause that holds a token.
    fn clause_of(&self, token: u32) -> usize {
        range_of(self.clauses, token)
    }

    /// Every factor that acts on the match at `target`, in text order; negations over no more than `negation_words`.
    pub fn acting_on(&self, target: TokenRange, negation_words: u32) -> impl Iterator<Item = Factor> {
        let found = self.found.iter().filter(move |at| !at.tokens.overlaps(target));
        let factors = found.filter_map(move |at| {
            let modifier = &self.lexicon.language.modifiers[at.modifier as usize];
            let value = self.factor(at.tokens, modifier, target, negation_words)?;
            Some(Factor { kind: FactorKind::Modifier(modifier.kind), value, cue: self.text.span(at.tokens) })
        });
        factors.chain(self.question)
    }

    fn factor(&self, at: TokenRange, modifier: &Modifier, target: TokenRange, negation_words: u32) -> Option<f64> {
        let scoring = &self.lexicon.dispute.scoring;
        let reach = match modifier.kind {
            ModifierKind::Negation => scoring.negation_reach_words.min(negation_words),
            _ => scoring.negation_reach_words,
        };
        if at.start < self.content_start {
            let acts = modifier.kind == ModifierKind::Negation && self.reaches(at, modifier, target, reach);
            return acts.then_some(modifier.factor);
        }
        if modifier.kind == ModifierKind::Contrast {
            return self.contrast(at, modifier, target);
        }
        self.reaches(at, modifier, target, reach).then_some(modifier.factor)
    }

    fn reaches(&self, at: TokenRange, modifier: &Modifier, target: TokenRange, reach: u32) -> bool {
        let intensity = self.lexicon.dispute.scoring.intensity_reach_words;
        match modifier.scope {
            Scope::Forward => self.open_path(at.end, target.start, reach),
            Scope::Next => self.open_path(at.end, target.start, intensity.saturating_sub(1)),
            Scope::Backward => self.open_path(target.end, at.start, reach),
            Scope::Clause => self.clause_of(at.start) == self.clause_of(target.start),
            Scope::Sentence => true,
            Scope::Itself => false,
        }
    }

    /// True when nothing between the tokens `from` and `to` stops a modifier, and at most `reach` words stand there.
    fn open_path(&self, from: u32, to: u32, reach: u32) -> bool {
        if from > to {
            return false;
        }
        let from = from.max(self.content_start.min(to));
        let mut words = 0;
        for token in self.text.tokens(TokenRange::new(from, to)) {
            words += u32::from(token.class.is_word());
            if words > reach || matches!(token.class, TokenClass::Comma | TokenClass::Semicolon | TokenClass::Colon) {
                return false;
            }
        }
        // The clause of the token before the gap, unless the gap starts with the content itself.
        let first = if from > self.content_start { from - 1 } else { from };
        self.clause_of(first) == self.clause_of(to)
    }

    /// "but": the half before it counts less, the half after it more. A contrast with the scope `forward`
    /// ("although …,") only weakens the words that it governs.
    fn contrast(&self, at: TokenRange, modifier: &Modifier, target: TokenRange) -> Option<f64> {
        if modifier.scope == Scope::Forward {
            return self.open_path(at.end, target.start, u32::MAX).then_some(modifier.factor);
        }
        let before = self.text.tokens(TokenRange::new(self.sentence.start, at.start));
        let opens_sentence = !before.iter().any(|token| token.class.is_word());
        let stronger = 2.0 - modifier.factor;
        (!opens_sentence).then_some(if target.start < at.start { modifier.factor } else { stronger })
    }
}

/// A question asserts less than a statement.
fn question(text: &Text, lexicon: &Lexicon, sentence: TokenRange) -> Option<Factor> {
    let mut marks = text.tokens(sentence).iter().rev();
    let mark = marks.find(|t| !matches!(t.class, TokenClass::QuoteClose | TokenClass::BracketClose))?;
    (mark.class == TokenClass::Question).then_some(Factor {
        kind: FactorKind::Modifier(ModifierKind::Irrealis),
        value: lexicon.dispute.scoring.question_factor,
        cue: mark.span,
    })
}
