//! The driver of one worker: document in, scored document out.

use super::segment::{Context, Segment};
use super::voice::own_voice_parts;
use super::{ScoredDocument, ScoredMatch, StatementScore};
use crate::attribution::{Attributed, Attributor, Corrections, Kind, Statement};
use crate::document::{Document, Span};
use crate::lexicon::{Lexicon, Match, TypeTable};
use crate::text::{Text, TokenRange, Vocabulary};
use std::sync::Arc;

/// What becomes of the stance of a statement inside a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nested {
    /// It counts for nobody.
    #[default]
    Nobody,
    /// It counts for the one who is reported to hold it.
    Holder,
}

/// Who finds statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Rules, and the trained model where there is one.
    #[default]
    Auto,
    /// Rules alone.
    Rules,
    /// Only columns and transcript labels.
    Given,
}

/// Which statements are kept and how they are scored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Statements with a lower confidence are left to the document's own voice.
    pub min_confidence: f64,
    /// Kinds to keep; empty keeps all.
    pub kinds: Vec<Kind>,
    /// Stance of reported statements.
    pub nested: Nested,
    /// Who finds statements.
    pub mode: Mode,
    /// Statements as a person has corrected them.
    pub corrections: Option<Arc<Corrections>>,
}

impl Settings {
    fn keeps(&self, statement: &Statement) -> bool {
        statement.confidence >= self.min_confidence && (self.kinds.is_empty() || self.kinds.contains(&statement.kind))
    }
}

/// Reads, attributes and scores documents, one after another; each worker thread has its own.
///
/// The vocabulary that it keeps grows with the word types met and is what makes the second document faster than the
/// first; it never changes a result.
pub struct Scorer<'l> {
    lexicon: &'l Lexicon,
    settings: Settings,
    vocabulary: Vocabulary,
    types: TypeTable,
    attributor: Attributor<'l>,
    scratch: Vec<Match>,
}

impl<'l> Scorer<'l> {
    /// A scorer with an empty vocabulary.
    pub fn new(lexicon: &'l Lexicon, settings: Settings) -> Self {
        let types = TypeTable::new(lexicon);
        let mut attributor = match settings.mode {
            Mode::Auto | Mode::Rules => Attributor::new(lexicon),
            Mode::Given => Attributor::with_proposers(lexicon, Vec::new()),
        };
        if let Some(corrections) = &settings.corrections {
            attributor.correct(Arc::clone(corrections));
        }
        Scorer { lexicon, settings, vocabulary: Vocabulary::default(), types, attributor, scratch: Vec::new() }
    }

    /// The word types met so far; the token ids of returned documents point into it.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Finds who says what in `document` and scores it.
    pub fn score(&mut self, document: Document) -> ScoredDocument {
        let text = self.lexicon.segmenter.segment(&document.text, &mut self.vocabulary);
        self.types.update(self.lexicon, &self.vocabulary);
        let mut attributed = self.attributor.attribute(&document, &text, &self.vocabulary, &self.types);
        drop_statements(&mut attributed, &self.settings);
        self.score_attributed(document, text, attributed)
    }

    fn score_attributed(&mut self, document: Document, text: Text, attributed: Attributed) -> ScoredDocument {
        let lexicon = self.lexicon;
        let context = Context { lexicon, text: &text, types: &self.types, mentions: &attributed.mentions };
        let mut scores: Vec<StatementScore> = Vec::with_capacity(attributed.statements.len());
        for (i, statement) in attributed.statements.iter().enumerate() {
            let reported = reported_in(&attributed.statements, i);
            let counts_stance = statement.within.is_none() || self.settings.nested == Nested::Holder;
            scores.push(context.score_statement(statement, &reported, counts_stance, &mut self.scratch));
        }
        let (own_voice, own_voice_tokens) = own_voice(&context, &attributed, &mut self.scratch);
        let whole = text.count_words(TokenRange::new(0, text.tokens.len() as u32));
        let tokens = whole.saturating_sub(attributed.boilerplate_tokens);
        ScoredDocument { document, text, attributed, scores, own_voice, own_voice_tokens, tokens }
    }
}

/// The content of the statements that stand inside statement `outer`.
fn reported_in(statements: &[Statement], outer: usize) -> Vec<Span> {
    statements.iter().filter(|s| s.within == Some(outer)).flat_map(|s| s.content.iter().copied()).collect()
}

/// Drops what the settings leave out. What was inside a dropped statement stands on its own afterwards.
fn drop_statements(attributed: &mut Attributed, settings: &Settings) {
    let mut place = Vec::with_capacity(attributed.statements.len());
    let mut kept = 0;
    for statement in &attributed.statements {
        place.push(settings.keeps(statement).then_some(kept));
        kept += usize::from(settings.keeps(statement));
    }
    if kept < attributed.statements.len() {
        attributed.statements.retain(|s| settings.keeps(s));
        for statement in &mut attributed.statements {
            statement.within = statement.within.and_then(|outer| place[outer]);
        }
    }
}

/// Matches and words that nobody is credited with.
fn own_voice(context: &Context, attributed: &Attributed, scratch: &mut Vec<Match>) -> (Vec<ScoredMatch>, u32) {
    let (mut matches, mut words) = (Vec::new(), 0);
    for tokens in own_voice_parts(context.text, attributed) {
        words += context.text.count_words(tokens);
        for part in tokens.split_at_sentences(context.text) {
            let segment = Segment { tokens: part, introduction: TokenRange::default(), own: None };
            matches.extend(context.score(segment, scratch));
        }
    }
    (matches, words)
}
