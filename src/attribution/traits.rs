//! Traits: what the rules need to know of one token; see [`Traits`].

pub use crate::lexicon::Traits;
use crate::lexicon::TypeTable;
use crate::text::Text;

/// What is known of the tokens of a text.
pub struct TokenTraits {
    /// One for each token.
    pub each: Vec<Traits>,
    /// Every trait that some token has.
    pub any: Traits,
}

/// The traits of every token of a text, in order.
pub fn traits_of(text: &Text, types: &TypeTable) -> TokenTraits {
    let mut any = Traits::default();
    let each = text
        .tokens
        .iter()
        .map(|token| {
            let traits = types.traits(token.type_id);
            any = any.with(traits);
            traits
        })
        .collect();
    TokenTraits { each, any }
}
