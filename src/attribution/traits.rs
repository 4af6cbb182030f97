//! Traits: what the rules need to know of one token; see [`Traits`].

pub use crate::lexicon::Traits;
use crate::lexicon::TypeTable;
use crate::text::{Text, Token};
use std::ops::Range;

/// What is known of the tokens of a text.
#[derive(Clone, Copy)]
pub struct TokenTraits<'a> {
    tokens: &'a [Token],
    types: &'a TypeTable,
    /// Every trait that some token has.
    pub any: Traits,
}

impl<'a> TokenTraits<'a> {
    /// Looks at every token once.
    pub fn new(text: &'a Text, types: &'a TypeTable) -> Self {
        let tokens = &text.tokens[..];
        let any = tokens.iter().fold(Traits::default(), |any, token| any.with(types.traits(token.type_id)));
        TokenTraits { tokens, types, any }
    }

    /// The traits of the tokens of a range, in order.
    pub fn each(self, range: Range<usize>) -> impl Iterator<Item = Traits> {
        self.tokens[range].iter().map(move |token| self.types.traits(token.type_id))
    }

    /// The traits of token `i`; none beyond the end.
    #[inline]
    pub fn of(&self, i: usize) -> Traits {
        self.tokens.get(i).map_or(Traits::default(), |token| self.types.traits(token.type_id))
    }
}
