//! Traits: what the rules need to know of one token; see [`Traits`].

pub use crate::lexicon::Traits;
use crate::lexicon::TypeTable;
use crate::text::{Text, Token, TokenRange, fetching};

/// What is known of the tokens of a text.
#[derive(Clone, Copy)]
pub struct TokenTraits<'a> {
    tokens: &'a [Token],
    types: &'a TypeTable,
    /// Every trait that some token has.
    pub any: Traits,
    /// Traits of second words of page furniture that some token has behind one with the trait of such a first word.
    pub pairs: Traits,
}

/// Neighbours that tell page furniture: the second trait stands one bit above the first.
const SECONDS: Traits = Traits::FURNITURE_SECOND.with(Traits::FURNITURE_INNER_SECOND);
const _: () = assert!(Traits::FURNITURE_FIRST.0 << 1 == Traits::FURNITURE_SECOND.0);
const _: () = assert!(Traits::FURNITURE_INNER.0 << 1 == Traits::FURNITURE_INNER_SECOND.0);

impl<'a> TokenTraits<'a> {
    /// Looks at every token once.
    pub fn new(text: &'a Text, types: &'a TypeTable) -> Self {
        let tokens = &text.tokens[..];
        let (any, pairs) = gather(tokens, types);
        TokenTraits { tokens, types, any, pairs }
    }

    /// The same of some of the tokens.
    pub fn within(self, range: TokenRange) -> Self {
        let tokens = &self.tokens[range.indices()];
        let (any, pairs) = gather(tokens, self.types);
        TokenTraits { tokens, any, pairs, ..self }
    }

    /// Number of tokens.
    pub fn len(self) -> usize {
        self.tokens.len()
    }

    /// True when tokens `i` and `i + 1` may tell page furniture, for tokens with the traits of such a pair.
    pub fn are_neighbours(self, i: usize) -> bool {
        let types = |i: usize| self.tokens.get(i).map(|token| token.type_id);
        types(i).zip(types(i + 1)).is_some_and(|(first, second)| self.types.are_neighbours(first, second))
    }

    /// The traits of token `i`; none beyond the end.
    #[inline]
    pub fn of(&self, i: usize) -> Traits {
        self.tokens.get(i).map_or(Traits::default(), |token| self.types.traits(token.type_id))
    }
}

fn gather(tokens: &[Token], types: &TypeTable) -> (Traits, Traits) {
    let (mut any, mut pairs, mut before) = (0, 0, 0);
    for token in fetching(tokens, |ahead| types.fetch(ahead)) {
        let here = types.traits(token.type_id).0;
        any |= here;
        pairs |= before << 1 & here;
        before = here;
    }
    (Traits(any), Traits(pairs & SECONDS.0))
}
