//! Tags: a guess at a token's part of speech from closed classes, capitals and endings.

use crate::attribution::Traits;
use crate::text::TokenClass;

/// What kind of token; finer than word classes, coarser than words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
#[allow(missing_docs)] // each is what its name says
pub enum Tag {
    /// Beyond the window.
    #[default]
    None,
    Comma,
    Period,
    Question,
    Exclamation,
    Colon,
    Semicolon,
    Dash,
    Hyphen,
    QuoteOpen,
    QuoteClose,
    BracketOpen,
    BracketClose,
    Mark,
    Infinitive,
    Complementizer,
    Relative,
    Subordinator,
    Conjunction,
    FirstPerson,
    Subject,
    ContractedSubject,
    Pronoun,
    PossessivePronoun,
    Be,
    Have,
    Auxiliary,
    Determiner,
    Preposition,
    Calendar,
    Number,
    Time,
    Adverb,
    Given,
    Capitals,
    CapitalPossessive,
    CapitalBody,
    Capital,
    CapitalFirst,
    Body,
    Family,
    Role,
    Possessive,
    Past,
    Ing,
    Plural,
    Word,
}

impl Tag {
    /// All tags, in order.
    pub const ALL: [Tag; 47] = [
        Tag::None,
        Tag::Comma,
        Tag::Period,
        Tag::Question,
        Tag::Exclamation,
        Tag::Colon,
        Tag::Semicolon,
        Tag::Dash,
        Tag::Hyphen,
        Tag::QuoteOpen,
        Tag::QuoteClose,
        Tag::BracketOpen,
        Tag::BracketClose,
        Tag::Mark,
        Tag::Infinitive,
        Tag::Complementizer,
        Tag::Relative,
        Tag::Subordinator,
        Tag::Conjunction,
        Tag::FirstPerson,
        Tag::Subject,
        Tag::ContractedSubject,
        Tag::Pronoun,
        Tag::PossessivePronoun,
        Tag::Be,
        Tag::Have,
        Tag::Auxiliary,
        Tag::Determiner,
        Tag::Preposition,
        Tag::Calendar,
        Tag::Number,
        Tag::Time,
        Tag::Adverb,
        Tag::Given,
        Tag::Capitals,
        Tag::CapitalPossessive,
        Tag::CapitalBody,
        Tag::Capital,
        Tag::CapitalFirst,
        Tag::Body,
        Tag::Family,
        Tag::Role,
        Tag::Possessive,
        Tag::Past,
        Tag::Ing,
        Tag::Plural,
        Tag::Word,
    ];

    /// True for words and numbers.
    pub fn is_word(self) -> bool {
        self > Tag::Mark
    }

    /// True for words that may stand between a subject and its verb.
    pub fn is_helper(self) -> bool {
        matches!(self, Tag::Be | Tag::Have | Tag::Auxiliary | Tag::Adverb | Tag::Time)
    }
}

/// The tag of a word type or mark.
pub fn tag_of(traits: Traits, class: TokenClass) -> Tag {
    match class {
        TokenClass::Comma => return Tag::Comma,
        TokenClass::Period => return Tag::Period,
        TokenClass::Question => return Tag::Question,
        TokenClass::Exclamation => return Tag::Exclamation,
        TokenClass::Colon => return Tag::Colon,
        TokenClass::Semicolon => return Tag::Semicolon,
        TokenClass::Dash => return Tag::Dash,
        TokenClass::Hyphen => return Tag::Hyphen,
        TokenClass::QuoteOpen => return Tag::QuoteOpen,
        TokenClass::QuoteClose => return Tag::QuoteClose,
        TokenClass::BracketOpen => return Tag::BracketOpen,
        TokenClass::BracketClose => return Tag::BracketClose,
        TokenClass::Other => return Tag::Mark,
        TokenClass::Word | TokenClass::Number => {}
    }
    let ordered = [
        (Traits::CONTRACTED_SUBJECT, Tag::ContractedSubject),
        (Traits::POSSESSIVE_PRONOUN, Tag::PossessivePronoun),
        (Traits::SUBJECT_PRONOUN.with(Traits::FIRST_PERSON), Tag::FirstPerson),
        (Traits::SUBJECT_PRONOUN, Tag::Subject),
        (Traits::INFINITIVE, Tag::Infinitive),
        (Traits::BE, Tag::Be),
        (Traits::HAVE, Tag::Have),
        (Traits::AUXILIARY, Tag::Auxiliary),
        (Traits::RELATIVE.with(Traits::COMPLEMENTIZER), Tag::Complementizer),
        (Traits::RELATIVE, Tag::Relative),
        (Traits::COMPLEMENTIZER, Tag::Complementizer),
        (Traits::SUBORDINATOR, Tag::Subordinator),
        (Traits::CONJUNCTION, Tag::Conjunction),
        (Traits::PRONOUN, Tag::Pronoun),
        (Traits::DETERMINER, Tag::Determiner),
        (Traits::CALENDAR, Tag::Calendar),
        (Traits::PREPOSITION, Tag::Preposition),
        (Traits::NUMBER, Tag::Number),
        (Traits::TIME, Tag::Time),
        (Traits::CAPITAL.with(Traits::POSSESSIVE), Tag::CapitalPossessive),
        (Traits::CAPITAL.with(Traits::ORGANIZATION), Tag::CapitalBody),
        (Traits::GIVEN, Tag::Given),
        (Traits::CAPITALS, Tag::Capitals),
        (Traits::CAPITAL, Tag::Capital),
        (Traits::POSSESSIVE, Tag::Possessive),
        (Traits::ADVERB, Tag::Adverb),
        (Traits::ENDS_LY, Tag::Adverb),
        (Traits::ORGANIZATION, Tag::Body),
        (Traits::FAMILY, Tag::Family),
        (Traits::ENDS_ED, Tag::Past),
        (Traits::ENDS_ING, Tag::Ing),
        (Traits::ENDS_S, Tag::Plural),
    ];
    ordered.into_iter().find(|(wanted, _)| traits.has(*wanted)).map_or(Tag::Word, |(_, tag)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_telling_trait_wins() {
        let word =
            |traits: &[Traits]| tag_of(traits.iter().fold(Traits::WORD, |all, t| all.with(*t)), TokenClass::Word);
        assert_eq!(word(&[]), Tag::Word);
        assert_eq!(word(&[Traits::CAPITAL, Traits::GIVEN]), Tag::Given);
        assert_eq!(word(&[Traits::CAPITAL, Traits::POSSESSIVE]), Tag::CapitalPossessive);
        assert_eq!(word(&[Traits::PRONOUN, Traits::SUBJECT_PRONOUN]), Tag::Subject);
        assert_eq!(tag_of(Traits::default(), TokenClass::Comma), Tag::Comma);
        assert!(Tag::Word.is_word() && !Tag::Mark.is_word());
    }
}
