//! Tokens and the structure above them.

use super::clause;
use super::paragraph::Line;
use super::rules::Role;
use crate::document::Span;

/// A word type in the [`Vocabulary`](super::Vocabulary) of a worker; meaningless outside it, so never in an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// What a token is; words and numbers are counted, the rest is punctuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum TokenClass {
    /// Holds a letter.
    Word,
    /// Holds a digit and no letter.
    Number,
    /// `“`, `«`, `„`, and a straight or single quote that opens.
    QuoteOpen,
    /// `”`, `»`, and a straight or single quote that closes.
    QuoteClose,
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `:`
    Colon,
    /// `-`, `‐`: joins words.
    Hyphen,
    /// `–`, `—`, ` - `, `--`: parts clauses.
    Dash,
    /// `(`, `[`, `{`
    BracketOpen,
    /// `)`, `]`, `}`
    BracketClose,
    /// `.`, `…`
    Period,
    /// `?`
    Question,
    /// `!`
    Exclamation,
    /// Any other mark or symbol.
    Other,
}

impl TokenClass {
    /// True for words and numbers, which are what `tokens` columns count.
    pub const fn is_word(self) -> bool {
        matches!(self, TokenClass::Word | TokenClass::Number)
    }

    /// True for marks that may end a sentence.
    pub const fn is_terminal(self) -> bool {
        matches!(self, TokenClass::Period | TokenClass::Question | TokenClass::Exclamation)
    }
}

/// One word, number or mark, where it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Bytes of the document's text.
    pub span: Span,
    /// Its word type.
    pub type_id: TypeId,
    /// What it is.
    pub class: TokenClass,
    /// What it does at the edges of sentences and clauses.
    pub(super) role: Role,
}

impl Token {
    /// A token whose word plays no part in sentences and clauses.
    pub fn new(span: Span, type_id: TypeId, class: TokenClass) -> Self {
        Token { span, type_id, class, role: Role::default() }
    }
}

/// A half-open range of token indices of one [`Text`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenRange {
    /// First token.
    pub start: u32,
    /// One past the last token.
    pub end: u32,
}

impl TokenRange {
    /// The tokens `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        TokenRange { start, end }
    }

    /// The range as indices.
    pub const fn indices(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Number of tokens, punctuation included.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// True when no token is covered.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True when both ranges share a token.
    pub const fn overlaps(self, other: TokenRange) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The parts of the range that lie in one sentence each, in order.
    pub fn split_at_sentences(self, text: &Text) -> impl Iterator<Item = TokenRange> {
        self.sentences(text).map(|(_, part)| part)
    }

    /// The sentences that the range reaches into, in order, each with its part of the range.
    pub fn sentences(self, text: &Text) -> impl Iterator<Item = (TokenRange, TokenRange)> {
        let first = if self.is_empty() { text.sentences.len() } else { text.sentence_of(self.start) };
        text.sentences[first..]
            .iter()
            .take_while(move |s| s.start < self.end)
            .map(move |&s| (s, TokenRange::new(s.start.max(self.start), s.end.min(self.end))))
    }

    /// True when `other` lies inside this range.
    pub const fn contains(self, other: TokenRange) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// The structure of one document's text: tokens and, in increasing order and without overlap, sentences and paragraphs as
/// ranges of them. Clauses are cut when somebody asks for them, which is in few sentences.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// Every word, number and mark; white space is not a token.
    pub tokens: Vec<Token>,
    /// Sentences cover every token; none crosses a paragraph.
    pub sentences: Vec<TokenRange>,
    /// Paragraphs cover every token.
    pub paragraphs: Vec<TokenRange>,
    pub(super) lines: Vec<Line>,
    /// Of 64 tokens a bit each: it is a word or number; and how many of these stand before the first of them.
    words: Vec<(u64, u32)>,
    /// The classes that some token has, as bits.
    classes: u16,
}

impl Text {
    /// The tokens of a range.
    pub fn tokens(&self, range: TokenRange) -> &[Token] {
        &self.tokens[range.indices()]
    }

    /// The bytes from the first to the last token of a range; empty for an empty range.
    pub fn span(&self, range: TokenRange) -> Span {
        match (self.tokens(range).first(), self.tokens(range).last()) {
            (Some(first), Some(last)) => first.span.cover(last.span),
            _ => Span::default(),
        }
    }

    /// The tokens that lie wholly inside a byte span.
    pub fn tokens_in(&self, span: Span) -> TokenRange {
        // Most spans that are asked for are a paragraph.
        let start = |paragraph: &TokenRange| self.tokens[paragraph.start as usize].span.start;
        let whole = self.paragraphs.partition_point(|paragraph| start(paragraph) < span.start);
        if let Some(&paragraph) = self.paragraphs.get(whole)
            && self.span(paragraph) == span
        {
            return paragraph;
        }
        let start = self.partition(|t| t.span.start < span.start);
        let end = self.partition(|t| t.span.end <= span.end);
        TokenRange::new(start, end.max(start))
    }

    /// The number of tokens that are `before` something, which are the first ones.
    fn partition(&self, before: impl Fn(&Token) -> bool) -> u32 {
        let begun = self.paragraphs.partition_point(|paragraph| before(&self.tokens[paragraph.start as usize]));
        let Some(last) = begun.checked_sub(1).map(|i| self.paragraphs[i]) else { return 0 };
        if before(&self.tokens[last.end as usize - 1]) {
            return last.end;
        }
        last.start + self.tokens(last).partition_point(before) as u32
    }

    /// Words and numbers in a range: the figure of every `tokens` column.
    pub fn count_words(&self, range: TokenRange) -> u32 {
        match (self.words_before(range.start), self.words_before(range.end)) {
            (Some(before), Some(with)) => with - before,
            _ => self.tokens(range).iter().filter(|t| t.class.is_word()).count() as u32,
        }
    }

    /// Words and numbers before a token or the end; none in a text whose words are not noted.
    fn words_before(&self, token: u32) -> Option<u32> {
        let &(bits, before) = self.words.get(token as usize / 64)?;
        Some(before + (bits & ((1 << (token % 64)) - 1)).count_ones())
    }

    /// Notes what is asked of the tokens again and again.
    pub(super) fn count(&mut self) {
        self.words.clear();
        let (mut classes, mut before) = (0, 0);
        for tokens in self.tokens.chunks(64) {
            let mut bits = 0u64;
            for (i, token) in tokens.iter().enumerate() {
                classes |= 1 << token.class as u8;
                bits |= u64::from(token.class.is_word()) << i;
            }
            self.words.push((bits, before));
            before += bits.count_ones();
        }
        // The end may be the first of the next 64.
        self.words.push((0, before));
        self.classes = classes;
    }

    /// True when some token is of a class.
    pub fn has(&self, class: TokenClass) -> bool {
        self.classes & 1 << class as u8 != 0
    }

    /// The lines as they stand in the text, blank ones left out.
    pub fn lines(&self) -> impl Iterator<Item = TokenRange> {
        let ends = self.lines.iter().skip(1).map(|line| line.first).chain([self.tokens.len() as u32]);
        self.lines.iter().zip(ends).map(|(line, end)| TokenRange::new(line.first, end))
    }

    /// All clauses; they cover every token, and none crosses a sentence.
    pub fn clauses(&self) -> Vec<TokenRange> {
        let mut clauses = Vec::new();
        self.sentences.iter().for_each(|&sentence| self.cut(sentence, &mut clauses));
        clauses
    }

    /// Adds the clauses of one sentence to `clauses`.
    pub fn cut(&self, sentence: TokenRange, clauses: &mut Vec<TokenRange>) {
        clause::split(&self.tokens, sentence, clauses);
    }

    /// The index of the sentence that holds token `token`.
    pub fn sentence_of(&self, token: u32) -> usize {
        range_of(&self.sentences, token)
    }

    /// The index of the paragraph that holds token `token`.
    pub fn paragraph_of(&self, token: u32) -> usize {
        range_of(&self.paragraphs, token)
    }
}

/// The type of the token some places behind token `i`: what is kept by type, and fetched now, is near when that token comes.
#[inline]
pub(crate) fn ahead(tokens: &[Token], i: usize) -> Option<TypeId> {
    tokens.get(i + 12).map(|token| token.type_id)
}

/// Tokens one after another, each time with `fetch` for the type of one [`ahead`].
pub(crate) fn fetching(tokens: &[Token], fetch: impl Fn(TypeId)) -> impl Iterator<Item = &Token> {
    tokens.iter().enumerate().map(move |(i, token)| {
        ahead(tokens, i).into_iter().for_each(&fetch);
        token
    })
}

/// The index of the range that holds token `token`.
pub(crate) fn range_of(ranges: &[TokenRange], token: u32) -> usize {
    ranges.partition_point(|r| r.end <= token)
}
