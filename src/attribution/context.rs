//! Context: one document with everything the rules look at.
//!
//! Built once per document from what the earlier stages give; rules only read it.

use super::cues::{CueHit, CueTable};
use super::layout::{Layout, Role};
use super::quotes::{Quote, quotes};
use super::traits::{TokenTraits, Traits};
use crate::document::{Document, Span};
use crate::lexicon::{Entry, Lexicon, Match, Title, TypeTable};
use crate::text::{Text, TokenClass, TokenRange, Vocabulary, WordType};

/// Tokens of a sentence that a rule sees on each side of where it looks, so that time stays linear in texts without
/// full stops.
pub const WINDOW: u32 = 300;

/// Letters of an acronym.
const ACRONYM: usize = 4;

/// No quotation: see [`Context::quote_of`].
const NONE: u32 = u32::MAX;

/// An actor, a title or a place that the matcher found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameHit {
    /// Its tokens.
    pub tokens: TokenRange,
    /// Which entry.
    pub entry: Entry,
}

/// One document with its structure, quotations and cues.
pub struct Context<'a> {
    /// As given.
    pub document: &'a Document,
    /// Its structure.
    pub text: &'a Text,
    /// Its words.
    pub vocabulary: &'a Vocabulary,
    /// What is known of its words.
    pub types: &'a TypeTable,
    /// The dispute and the language.
    pub lexicon: &'a Lexicon,
    /// What is known of its tokens.
    pub traits: TokenTraits<'a>,
    /// Headline, body, furniture.
    pub layout: Layout,
    /// In text order; none overlaps another.
    pub quotes: Vec<Quote>,
    /// For each token the quotation that holds it.
    quoted: Vec<u32>,
    /// For each token its sentence, when it was looked at closely.
    sentence: Vec<u32>,
    /// In text order, one for each head.
    pub cues: Vec<CueHit>,
    /// In text order.
    pub names: Vec<NameHit>,
}

impl<'a> Context<'a> {
    /// A document without quotations, names and cues.
    pub fn plain(
        document: &'a Document,
        text: &'a Text,
        vocabulary: &'a Vocabulary,
        types: &'a TypeTable,
        lexicon: &'a Lexicon,
        layout: Layout,
        traits: TokenTraits<'a>,
    ) -> Self {
        Context {
            document,
            text,
            vocabulary,
            types,
            lexicon,
            traits,
            layout,
            quotes: Vec::new(),
            quoted: Vec::new(),
            sentence: Vec::new(),
            cues: Vec::new(),
            names: Vec::new(),
        }
    }

    /// Looks for quotations, names and cues as well.
    pub fn look_closer(&mut self, table: &CueTable) {
        let (text, traits, layout) = (self.text, self.traits, &self.layout);
        self.sentence.resize(text.tokens.len(), 0);
        for (number, range) in text.sentences.iter().enumerate() {
            self.sentence[range.indices()].fill(number as u32);
        }
        let is_capital = |i: usize| traits.of(i).has(Traits::CAPITAL);
        self.quotes = quotes(text, &self.document.text, is_capital, |i| layout.roles[i] == Role::Boilerplate);
        self.quoted = vec![NONE; text.tokens.len()];
        for (number, quote) in self.quotes.iter().enumerate() {
            self.quoted[quote.tokens.indices()].fill(number as u32);
        }
        let mut matches: Vec<Match> = Vec::new();
        let all = TokenRange::new(0, text.tokens.len() as u32);
        self.lexicon.names.find(text, self.types, all, &[], None, &mut matches);
        for found in &matches {
            if self.layout.is_furniture(found.tokens.start as usize) {
                continue;
            }
            match self.lexicon.names.entry(found.entry) {
                Entry::Cue(_) => {}
                Entry::Title(row) if self.is_acronym(found.tokens, &self.lexicon.language.titles[row as usize]) => {}
                entry => self.names.push(NameHit { tokens: found.tokens, entry }),
            }
        }
        self.cues = table.hits(self, &matches);
    }

    /// "S.E.C.": one short word in capitals, which is no title though "Sec." is.
    fn is_acronym(&self, tokens: TokenRange, title: &Title) -> bool {
        let span = self.text.tokens[tokens.start as usize].span;
        let letters = |word: &str| word.chars().filter(|c| *c != '.').collect::<String>();
        let word = letters(span.slice(&self.document.text));
        let short = tokens.len() == 1 && (3..=ACRONYM).contains(&word.len());
        short && word.chars().all(|c| c.is_ascii_uppercase()) && word != letters(&title.title)
    }

    /// Number of tokens.
    pub fn len(&self) -> u32 {
        self.text.tokens.len() as u32
    }

    /// True for a text without tokens.
    pub fn is_empty(&self) -> bool {
        self.text.tokens.is_empty()
    }

    /// The traits of token `i`; none beyond the end.
    pub fn traits(&self, i: u32) -> Traits {
        self.traits.of(i as usize)
    }

    /// The tokens of a range that have all of these traits.
    pub fn having(&self, range: TokenRange, wanted: Traits) -> impl Iterator<Item = u32> {
        let tokens = (range.start..).zip(self.text.tokens(range));
        tokens.filter(move |(_, token)| self.types.traits(token.type_id).has(wanted)).map(|(i, _)| i)
    }

    /// What token `i` is; `Other` beyond the end.
    pub fn class(&self, i: u32) -> TokenClass {
        self.text.tokens.get(i as usize).map_or(TokenClass::Other, |t| t.class)
    }

    /// The word type of token `i`.
    pub fn word(&self, i: u32) -> &WordType {
        self.vocabulary.word(self.text.tokens[i as usize].type_id)
    }

    /// The sentence that holds token `i`, or of a longer one a window before and after it.
    pub fn sentence(&self, i: u32) -> TokenRange {
        let whole = self.sentence_at(i).map_or(TokenRange::default(), |number| self.text.sentences[number]);
        let mut start = whole.start.max(i.saturating_sub(WINDOW));
        while start < i && matches!(self.layout.roles.get(start as usize), Some(Role::Label | Role::Boilerplate)) {
            start += 1;
        }
        TokenRange::new(start, whole.end.min(i.saturating_add(WINDOW)))
    }

    /// The number of the sentence that holds token `i`.
    pub fn sentence_number(&self, i: u32) -> u32 {
        self.sentence_at(i).map_or(0, |number| number as u32)
    }

    fn sentence_at(&self, i: u32) -> Option<usize> {
        let known = self.sentence.get(i as usize).map(|&number| number as usize);
        known.or_else(|| (i < self.len()).then(|| self.text.sentence_of(i)))
    }

    /// The paragraph that holds token `i`.
    pub fn paragraph(&self, i: u32) -> TokenRange {
        self.text.paragraphs.get(self.text.paragraph_of(i)).copied().unwrap_or_default()
    }

    /// The number of the quotation that holds token `i`, marks included.
    pub fn quote_of(&self, i: u32) -> Option<usize> {
        self.quoted.get(i as usize).filter(|&&q| q != NONE).map(|&q| q as usize)
    }

    /// True when token `i` stands in running text or the headline.
    pub fn is_text(&self, i: u32) -> bool {
        matches!(self.layout.roles.get(i as usize), Some(Role::Body | Role::Headline))
    }

    /// The bytes of a range.
    pub fn span(&self, range: TokenRange) -> Span {
        if range.is_empty() { Span::default() } else { self.text.span(range) }
    }

    /// The words of a range as written, white space made single.
    pub fn words(&self, range: TokenRange) -> String {
        if range.is_empty() {
            return String::new();
        }
        let slice = self.span(range).slice(&self.document.text);
        slice.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The quotations that start inside a range.
    pub fn quotes_in(&self, range: TokenRange) -> &[Quote] {
        let start = self.quotes.partition_point(|q| q.tokens.start < range.start);
        let end = self.quotes.partition_point(|q| q.tokens.start < range.end);
        &self.quotes[start..end.max(start)]
    }

    /// The cues whose head lies inside a range.
    pub fn cues_in(&self, range: TokenRange) -> &[CueHit] {
        let start = self.cues.partition_point(|c| c.head < range.start);
        let end = self.cues.partition_point(|c| c.head < range.end);
        &self.cues[start..end.max(start)]
    }

    /// The names that start inside a range.
    pub fn names_in(&self, range: TokenRange) -> &[NameHit] {
        let start = self.names.partition_point(|n| n.tokens.start < range.start);
        let end = self.names.partition_point(|n| n.tokens.start < range.end);
        &self.names[start..end.max(start)]
    }

    /// Words and numbers in a range; none in a range that ends before it starts.
    pub fn count_words(&self, range: TokenRange) -> u32 {
        if range.is_empty() { 0 } else { self.text.count_words(range) }
    }

    /// A range without punctuation at its ends.
    pub fn trim(&self, mut range: TokenRange) -> TokenRange {
        while !range.is_empty() && !self.class(range.start).is_word() {
            range.start += 1;
        }
        while !range.is_empty() && !self.class(range.end.wrapping_sub(1)).is_word() {
            range.end -= 1;
        }
        range
    }
}
