//! The driver of one worker: document in, scored document out.

use super::segment::{Context, EntryFacts, Scratch, Segment, entry_facts};
use super::voice::own_voice_parts;
use super::{ScoredDocument, ScoredMatch, StatementScore};
use crate::attribution::{Attributed, Attributor, Corrections, Kind, Statement};
use crate::document::{Document, Span};
use crate::lexicon::{Chances, Entry, EntryId, Lexicon, Mention, TypeTable};
use crate::text::{Text, TokenRange, Vocabulary};
use std::collections::BTreeMap;
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
    facts: Vec<EntryFacts>,
    scratch: Scratch,
    /// Memory for what the tokens of a text may be part of.
    chances: Chances,
    /// The memory of a text that is no longer needed.
    spare: Text,
    without: Option<EntryId>,
}

impl<'l> Scorer<'l> {
    /// A scorer with an empty vocabulary.
    pub fn new(lexicon: &'l Lexicon, settings: Settings) -> Self {
        let types = TypeTable::new(lexicon);
        let mut attributor = match settings.mode {
            Mode::Auto => Attributor::trained(lexicon).expect("a test reads the built-in model"),
            Mode::Rules => Attributor::new(lexicon),
            Mode::Given => Attributor::with_proposers(lexicon, Vec::new()),
        };
        if let Some(corrections) = &settings.corrections {
            attributor.correct(Arc::clone(corrections));
        }
        Scorer {
            lexicon,
            settings,
            vocabulary: Vocabulary::default(),
            types,
            attributor,
            facts: entry_facts(lexicon),
            scratch: Scratch::default(),
            chances: Chances::default(),
            spare: Text::default(),
            without: None,
        }
    }

    /// The word types met so far; the token ids of returned documents point into it.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The lexicon that it scores with.
    pub fn lexicon(&self) -> &'l Lexicon {
        self.lexicon
    }

    /// Scores from now on as if the lexicon lacked this term or evaluation; with all of them for `None`.
    pub fn leave_out(&mut self, entry: Option<Entry>) {
        let place = |entry| self.lexicon.terms.entries().iter().position(|e| *e == entry);
        self.without = entry.and_then(place).map(|at| EntryId(at as u32));
    }

    /// For the text that was scored last.
    pub(super) fn vocabulary_and_context<'a>(&'a self, text: &'a Text) -> (&'a Vocabulary, Context<'a>) {
        (&self.vocabulary, self.context(text, &[], &self.chances))
    }

    fn context<'a>(&'a self, text: &'a Text, mentions: &'a [Mention], chances: &'a Chances) -> Context<'a> {
        let Scorer { lexicon, types, facts, without, .. } = self;
        Context { lexicon, text, types, mentions, chances, facts, without: *without }
    }

    /// Finds who says what in `document` and scores it.
    pub fn score(&mut self, document: Document) -> ScoredDocument {
        let mut text = std::mem::take(&mut self.spare);
        self.lexicon.segmenter.segment_into(&document.text, &mut self.vocabulary, &mut text);
        self.types.update(self.lexicon, &self.vocabulary);
        let mut attributed = self.attributor.attribute(&document, &text, &self.vocabulary, &self.types);
        drop_statements(&mut attributed, &self.settings);
        self.score_attributed(document, text, attributed)
    }

    /// Takes back a document that nobody needs any more: the next one is read into its memory.
    pub fn recycle(&mut self, scored: ScoredDocument) {
        self.spare = scored.text;
    }

    fn score_attributed(&mut self, document: Document, text: Text, attributed: Attributed) -> ScoredDocument {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.forget();
        let mut chances = std::mem::take(&mut self.chances);
        self.lexicon.terms.chances(&text, &self.types, &mut chances);
        let context = self.context(&text, &attributed.mentions, &chances);
        let mut scores: Vec<StatementScore> = Vec::with_capacity(attributed.statements.len());
        let reported = reported(&attributed.statements);
        for (i, statement) in attributed.statements.iter().enumerate() {
            let reported = reported.get(&i).map_or(&[][..], Vec::as_slice);
            let counts_stance = statement.within.is_none() || self.settings.nested == Nested::Holder;
            scores.push(context.score_statement(statement, reported, counts_stance, &mut scratch));
        }
        let (own_voice, own_voice_tokens) = own_voice(&context, &attributed, &mut scratch);
        (self.scratch, self.chances) = (scratch, chances);
        let whole = text.count_words(TokenRange::new(0, text.tokens.len() as u32));
        let tokens = whole.saturating_sub(attributed.boilerplate_tokens);
        ScoredDocument { document, text, attributed, scores, own_voice, own_voice_tokens, tokens }
    }
}

/// By statement: the content of those that stand inside it.
fn reported(statements: &[Statement]) -> BTreeMap<usize, Vec<Span>> {
    let mut reported: BTreeMap<usize, Vec<Span>> = BTreeMap::new();
    for statement in statements {
        if let Some(outer) = statement.within {
            reported.entry(outer).or_default().extend(&statement.content);
        }
    }
    reported
}

/// Drops what the settings leave out. What was inside a dropped statement stands on its own afterwards.
fn drop_statements(attributed: &mut Attributed, settings: &Settings) {
    if attributed.statements.iter().all(|s| settings.keeps(s)) {
        return;
    }
    let mut place = Vec::with_capacity(attributed.statements.len());
    let mut kept = 0;
    for statement in &attributed.statements {
        place.push(settings.keeps(statement).then_some(kept));
        kept += usize::from(settings.keeps(statement));
    }
    attributed.statements.retain(|s| settings.keeps(s));
    for statement in &mut attributed.statements {
        statement.within = statement.within.and_then(|outer| place[outer]);
    }
}

/// Matches and words that nobody is credited with.
fn own_voice(context: &Context, attributed: &Attributed, scratch: &mut Scratch) -> (Vec<ScoredMatch>, u32) {
    let (mut matches, mut words) = (Vec::new(), 0);
    for tokens in own_voice_parts(context.text, attributed) {
        words += context.text.count_words(tokens);
        for (sentence, part) in tokens.sentences(context.text) {
            let segment = Segment { tokens: part, sentence, introduction: TokenRange::default(), own: None };
            context.score(segment, scratch, &mut matches);
        }
    }
    (matches, words)
}
