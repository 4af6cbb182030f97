//! Traits: what attribution needs to know of one word type, as bits.
//!
//! They come from the language pack's closed classes and pronouns, from the dispute's names and from the word's own
//! shape and ending. A [`TypeTable`](super::TypeTable) works them out once per word type; no word is named here.

use super::hints::Hints;
use super::{Case, Gender, Language, Number, Person, Pronoun, WordClass};
use crate::text::{Shape, TokenClass, WordType};

/// A set of traits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traits(pub u64);

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Traits {
            $($(#[$doc])* pub const $name: Traits = Traits(1 << $bit);)*
        }
    };
}

traits! {
    /// A word or a number.
    WORD = 0;
    /// First letter upper case.
    CAPITAL = 1;
    /// All letters upper case, two or more.
    CAPITALS = 2;
    /// Ends in a possessive.
    POSSESSIVE = 3;
    /// the, a, this
    DETERMINER = 4;
    /// of, in, with
    PREPOSITION = 5;
    /// and, or, but
    CONJUNCTION = 6;
    /// because, although
    SUBORDINATOR = 7;
    /// is, has, will, didn't
    AUXILIARY = 8;
    /// who, which, that
    RELATIVE = 9;
    /// two, 17
    NUMBER = 10;
    /// Monday, January
    CALENDAR = 11;
    /// yesterday, later
    TIME = 12;
    /// Head noun of a body.
    ORGANIZATION = 13;
    /// wife, father
    FAMILY = 14;
    /// I, he, they; who is not among them.
    SUBJECT_PRONOUN = 15;
    /// Any pronoun.
    PRONOUN = 16;
    /// A given name.
    GIVEN = 17;
    /// Ends in `ed`.
    ENDS_ED = 18;
    /// Ends in `ing`.
    ENDS_ING = 19;
    /// Ends in `ly`.
    ENDS_LY = 20;
    /// Ends in `s`.
    ENDS_S = 21;
    /// First person pronoun.
    FIRST_PERSON = 22;
    /// Possessive pronoun (his, their).
    POSSESSIVE_PRONOUN = 23;
    /// A pronoun and an auxiliary in one (he's, they'll).
    CONTRACTED_SUBJECT = 24;
    /// A plural or singular head noun of a place.
    PLACE_NOUN = 25;
    /// A stop word.
    STOP = 26;
    /// A joining particle inside a name (de, van, bin).
    PARTICLE = 27;
    /// Forms of "be".
    BE = 28;
    /// that, whether, how
    COMPLEMENTIZER = 29;
    /// Adverbs that may stand between a subject and its verb.
    ADVERB = 30;
    /// The mark of an infinitive.
    INFINITIVE = 31;
    /// Forms of "have".
    HAVE = 32;
    /// by
    AGENT = 33;
    /// of
    GENITIVE = 34;
    /// envoy, ministry: speaks for the side whose name stands with it.
    REPRESENTS = 35;
    /// aide, head: speaks for a person or body that is named with it.
    SERVES = 36;
    /// former, company: takes its voice from a noun of the two sets above.
    UNOFFICIAL = 37;
    /// led, represents
    LEADS = 38;
    /// deputy, under
    DEPUTY = 39;
    /// a, the
    ARTICLE = 40;
    /// a, another, some
    INDEFINITE = 41;
    /// report, letter
    DOCUMENT = 42;
    /// Chinese: stands for a place as an adjective
    DEMONYM = 43;
    /// A line of page furniture may begin with it, whatever follows; marks have this one too.
    FURNITURE_START = 44;
    /// Page furniture that may stand anywhere in a line is told by it alone; marks have this one too.
    FURNITURE_INSIDE = 45;
    /// A name of somebody who is on a side cannot do without it.
    NAME_KEY = 46;
    /// A line of page furniture may begin with it when a word with the next trait follows.
    FURNITURE_FIRST = 47;
    /// May be the second word of a line of page furniture.
    FURNITURE_SECOND = 48;
    /// we, our; with a verb contracted to it as well
    FIRST_PLURAL = 49;
    /// endorse, backs: its subject is on the side of its object
    ENDORSES = 50;
    /// Page furniture that may stand anywhere in a line is told by it when a word with the next trait follows.
    FURNITURE_INNER = 51;
    /// The second word that tells such furniture.
    FURNITURE_INNER_SECOND = 52;
    /// Page furniture that may stand anywhere in a line holds it, a mark, and a word with the next trait.
    FURNITURE_MARK = 53;
    /// The word beside the mark of such furniture.
    FURNITURE_WITH_MARK = 54;
    /// in, near
    LOCATIVE = 55;
    /// A line of page furniture may be this word and nothing else but marks.
    FURNITURE_ALONE = 56;
    /// report, study
    FINDINGS = 57;
    /// article, story
    PRESS = 58;
    /// published, authors
    ISSUES = 59;
    /// for, against
    PURPOSE = 60;
    /// May be a past participle: accused, broken, beaten.
    PARTICIPLE = 61;
    /// they, them, their
    THIRD_PLURAL = 62;
    /// it, its
    NEUTER = 63;
}

impl Traits {
    /// True when all bits of `other` are set.
    pub const fn has(self, other: Traits) -> bool {
        self.0 & other.0 == other.0
    }

    /// True when any bit of `other` is set.
    pub const fn any(self, other: Traits) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets together.
    pub const fn with(self, other: Traits) -> Traits {
        Traits(self.0 | other.0)
    }

    /// Words that belong to a closed class and therefore open or close a noun phrase.
    pub const FUNCTION: Traits = Traits(
        Traits::DETERMINER.0
            | Traits::PREPOSITION.0
            | Traits::CONJUNCTION.0
            | Traits::SUBORDINATOR.0
            | Traits::AUXILIARY.0
            | Traits::RELATIVE.0
            | Traits::PRONOUN.0
            | Traits::CONTRACTED_SUBJECT.0,
    );
}

/// The traits of a word type that has those of page furniture.
pub(super) fn traits_of_type(
    furniture: Traits,
    word: &WordType,
    class: WordClass,
    pronoun: Option<&Pronoun>,
    is_given_name: bool,
    language: &Language,
    hints: &Hints,
) -> Traits {
    if !word.class.is_word() {
        return furniture;
    }
    let mut traits = Traits::WORD.with(furniture);
    let mut set = |condition: bool, bit: Traits| {
        if condition {
            traits = traits.with(bit);
        }
    };
    set(word.shape.has(Shape::CAPITALIZED), Traits::CAPITAL);
    set(word.shape.has(Shape::ALL_CAPITALS), Traits::CAPITALS);
    set(word.shape.has(Shape::POSSESSIVE), Traits::POSSESSIVE);
    set(class.has(WordClass::DETERMINER), Traits::DETERMINER);
    set(class.has(WordClass::PREPOSITION), Traits::PREPOSITION);
    set(class.has(WordClass::CONJUNCTION), Traits::CONJUNCTION);
    set(class.has(WordClass::SUBORDINATOR), Traits::SUBORDINATOR);
    set(class.has(WordClass::AUXILIARY), Traits::AUXILIARY);
    set(class.has(WordClass::RELATIVE), Traits::RELATIVE);
    set(class.has(WordClass::NUMBER) || word.class == TokenClass::Number, Traits::NUMBER);
    set(class.has(WordClass::WEEKDAY) || class.has(WordClass::MONTH), Traits::CALENDAR);
    set(class.has(WordClass::TIME_ADVERB), Traits::TIME);
    set(class.has(WordClass::ORGANIZATION), Traits::ORGANIZATION);
    set(class.has(WordClass::PLACE_NOUN), Traits::PLACE_NOUN);
    set(class.has(WordClass::PARTICLE), Traits::PARTICLE);
    set(class.has(WordClass::BE), Traits::BE);
    set(class.has(WordClass::HAVE), Traits::HAVE);
    set(class.has(WordClass::COMPLEMENTIZER), Traits::COMPLEMENTIZER);
    set(class.has(WordClass::INFINITIVE), Traits::INFINITIVE);
    set(class.has(WordClass::AGENT), Traits::AGENT);
    set(class.has(WordClass::GENITIVE), Traits::GENITIVE);
    set(class.has(WordClass::ADVERB), Traits::ADVERB);
    set(class.has(WordClass::REPRESENTS), Traits::REPRESENTS);
    set(class.has(WordClass::SERVES), Traits::SERVES);
    set(class.has(WordClass::UNOFFICIAL), Traits::UNOFFICIAL);
    set(class.has(WordClass::LEADS), Traits::LEADS);
    set(class.has(WordClass::DEPUTY), Traits::DEPUTY);
    set(class.has(WordClass::ARTICLE), Traits::ARTICLE);
    set(class.has(WordClass::INDEFINITE), Traits::INDEFINITE);
    set(class.has(WordClass::DOCUMENT), Traits::DOCUMENT);
    set(class.has(WordClass::ENDORSES), Traits::ENDORSES);
    set(class.has(WordClass::LOCATIVE), Traits::LOCATIVE);
    set(class.has(WordClass::FINDINGS), Traits::FINDINGS);
    set(class.has(WordClass::PRESS), Traits::PRESS);
    set(class.has(WordClass::ISSUES), Traits::ISSUES);
    set(class.has(WordClass::PURPOSE), Traits::PURPOSE);
    set(class.has(WordClass::FAMILY), Traits::FAMILY);
    set(class.has(WordClass::STOP), Traits::STOP);
    let mut is_first = pronoun.is_some_and(|pronoun| pronoun.person == Person::First);
    if let Some(pronoun) = pronoun {
        set(!class.has(WordClass::RELATIVE), Traits::PRONOUN);
        let third = pronoun.person == Person::Third && !class.has(WordClass::RELATIVE);
        let plural = pronoun.number == Number::Either && pronoun.gender == Gender::Any;
        set(third && plural, Traits::THIRD_PLURAL);
        set(third && pronoun.gender == Gender::Neuter, Traits::NEUTER);
        let subject = pronoun.case == Case::Subject || pronoun.gender == Gender::Neuter && pronoun.case == Case::Object;
        set(subject && !class.has(WordClass::RELATIVE), Traits::SUBJECT_PRONOUN);
        set(pronoun.case == Case::Possessive, Traits::POSSESSIVE_PRONOUN);
    }
    let uncontracted = language.pronouns.get(word.form.split('\'').next().unwrap_or(""));
    if class.has(WordClass::CONTRACTION) {
        let pronoun = uncontracted.filter(|p| p.case == Case::Subject || p.gender == Gender::Neuter);
        set(pronoun.is_some(), Traits::CONTRACTED_SUBJECT);
        is_first |= pronoun.is_some_and(|p| p.person == Person::First);
        set(pronoun.is_none(), Traits::AUXILIARY);
    }
    set(is_first, Traits::FIRST_PERSON);
    set(is_first && uncontracted.is_some_and(|p| p.number == Number::Plural), Traits::FIRST_PLURAL);
    set(is_given_name, Traits::GIVEN);
    set(hints.is_demonym(&word.name), Traits::DEMONYM);
    set(hints.is_name_key(word), Traits::NAME_KEY);
    let form: &str = &word.form;
    set(is_participle(form, &word.stem), Traits::PARTICIPLE);
    set(form.len() > 4 && form.ends_with("ed"), Traits::ENDS_ED);
    set(form.len() > 4 && form.ends_with("ing"), Traits::ENDS_ING);
    set(form.len() > 4 && form.ends_with("ly"), Traits::ENDS_LY);
    set(form.len() > 3 && form.ends_with('s') && !form.ends_with("ss"), Traits::ENDS_S);
    traits
}

/// Regular forms, those in -en, and forms that `stems.csv` leads back to another beginning ("stolen" to "steal").
fn is_participle(form: &str, stem: &str) -> bool {
    let trunk = stem.char_indices().next_back().map_or("", |(last, _)| &stem[..last]);
    form.len() > 4 && (form.ends_with("ed") || form.ends_with("en")) || !form.starts_with(trunk)
}
