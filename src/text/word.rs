//! What is known of one spelling: normalized forms, name, stem and shape.

use super::{Stemmer, TokenClass, normalize};
use std::borrow::Cow;
use std::sync::Arc;

/// How a word is written, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shape(pub u8);

impl Shape {
    /// The first letter is upper case.
    pub const CAPITALIZED: Shape = Shape(1);
    /// All letters are upper case and there are two or more.
    pub const ALL_CAPITALS: Shape = Shape(2);
    /// Ends in a possessive `'s`, or is a possessive pronoun's contraction.
    pub const POSSESSIVE: Shape = Shape(4);
    /// Holds a digit.
    pub const HAS_DIGIT: Shape = Shape(8);
    /// Has inner periods as written: `U.S`, `a.m`.
    pub const HAS_PERIOD: Shape = Shape(16);

    /// True when all bits of `other` are set.
    pub const fn has(self, other: Shape) -> bool {
        self.0 & other.0 == other.0
    }

    fn set(&mut self, bit: Shape, on: bool) {
        if on {
            self.0 |= bit.0;
        }
    }
}

/// What is known of one spelling. Letters that are the same stand in memory once: most words are what they are normalized to.
///
/// **Acronyms.** An acronym of capitals is one word with and without its periods: `U.N`, `UN` are `UN`/`un`;
/// `F.B.I`, `FBI` are `FBI`/`fbi`; `M.P.s`, `MPs` are `MPs`/`mps` (cased/form; the last period of `U.N.` is a
/// token of its own). One acronym would then be a frequent pronoun: the United States keeps a period, so that
/// `U.S`, `US`, `USA`, `U.S.A` are all `U.S`/`u.s`, while `us` and `Us` are `us`. Abbreviations in small letters
/// keep their periods (`a.m`, `e.g`), and so does mixed writing (`Ph.D`). Other acronyms that spell a word (`WHO`,
/// `IT`) share its form; `cased`, and so the pattern `=WHO`, tells them apart.
///
/// A line of capitals hides which `US` is meant; the [`Segmenter`](super::Segmenter) decides by its context
/// and gives the pronoun the type of `us`.
///
/// ```
/// use demarche::text::{SnowballStemmer, TokenClass, WordType};
/// let stemmer = SnowballStemmer::new("en", []).expect("English has a stemmer");
/// let word = |surface| WordType::new(surface, TokenClass::Word, &stemmer);
/// let us = word("US’s");
/// assert_eq!((&*us.cased, &*us.form, &*us.name, &*us.stem), ("U.S's", "u.s's", "U.S", "u.s"));
/// assert_eq!(word("F.B.I").form, word("FBI").form);
/// assert_eq!((&*word("us").form, &*word("countries").stem), ("us", "countri"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct WordType {
    /// The normalized spelling, case kept: `China's`, `U.S` (for `U.S.`, `US`, `U.S` and `USA` alike), `UN`.
    pub cased: Arc<str>,
    /// `cased` in lower case: `china's`. The acronym of the United States is `u.s`, never `us`.
    pub form: Arc<str>,
    /// `cased` without a possessive ending: `China`. Names are compared by it.
    pub name: Arc<str>,
    /// The stem of the lower-cased `name`: `china`.
    pub stem: Arc<str>,
    /// How it is written.
    pub shape: Shape,
    /// What it is.
    pub class: TokenClass,
}

impl WordType {
    /// Looks at a spelling of class `class`: marks have no stem but themselves.
    pub fn new(surface: &str, class: TokenClass, stemmer: &dyn Stemmer) -> Self {
        let written = normalize(surface);
        if !class.is_word() {
            let cased: Arc<str> = written.into();
            let (form, name, stem) = (cased.clone(), cased.clone(), cased.clone());
            return WordType { cased, form, name, stem, shape: Shape::default(), class };
        }
        let (base, ending) = split_possessive(&written);
        let name: Arc<str> = join_acronym(base).into();
        let form = or_same(name.to_lowercase(), &name);
        let stem = if class == TokenClass::Word { or_same(stemmer.stem(&form), &form) } else { form.clone() };
        let mut shape = Shape::default();
        let letters = || base.chars().filter(|c| c.is_alphabetic());
        shape.set(Shape::CAPITALIZED, letters().next().is_some_and(char::is_uppercase));
        shape.set(Shape::ALL_CAPITALS, letters().count() > 1 && letters().all(char::is_uppercase));
        shape.set(Shape::POSSESSIVE, !ending.is_empty());
        shape.set(Shape::HAS_DIGIT, base.chars().any(char::is_numeric));
        shape.set(Shape::HAS_PERIOD, class == TokenClass::Word && base.contains('.'));
        WordType {
            cased: if ending.is_empty() { name.clone() } else { [&*name, ending].concat().into() },
            form: if ending.is_empty() { form } else { [&*form, &ending.to_lowercase()].concat().into() },
            name,
            stem,
            shape,
            class,
        }
    }
}

/// Letters, in the memory of `known` where they are the same.
pub(super) fn or_same(letters: impl AsRef<str>, known: &Arc<str>) -> Arc<str> {
    match letters.as_ref() == &**known {
        true => Arc::clone(known),
        false => letters.as_ref().into(),
    }
}

/// `China's` as `China` and `'s`; the apostrophe is straight already.
fn split_possessive(word: &str) -> (&str, &str) {
    match word.len().checked_sub(2).and_then(|at| word.split_at_checked(at)) {
        Some((base, "'s" | "'S")) if !base.is_empty() => (base, &word[base.len()..]),
        _ => match word.strip_suffix('\'') {
            Some(base) if !base.is_empty() => (base, "'"),
            _ => (word, ""),
        },
    }
}

/// Takes the periods out of an acronym of single capitals, and gives the United States theirs.
fn join_acronym(word: &str) -> Cow<'_, str> {
    let joined: Cow<str> = if word.contains('.') && is_dotted_acronym(word) {
        Cow::Owned(word.replace('.', ""))
    } else {
        Cow::Borrowed(word)
    };
    match &*joined {
        "US" | "USA" => Cow::Borrowed("U.S"),
        _ => joined,
    }
}

/// `U.N`, `F.B.I`, `M.P.s`: two or more single capitals with periods between, and perhaps a plural `s`.
fn is_dotted_acronym(word: &str) -> bool {
    let mut capitals = 0;
    let mut pieces = word.split('.').peekable();
    while let Some(piece) = pieces.next() {
        let mut chars = piece.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_uppercase() => capitals += 1,
            (Some('s'), None) if pieces.peek().is_none() => {}
            (None, None) if pieces.peek().is_none() => {}
            _ => return false,
        }
    }
    capitals >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::SnowballStemmer;

    fn word(surface: &str) -> WordType {
        WordType::new(surface, TokenClass::Word, &SnowballStemmer::new("en", []).unwrap())
    }

    #[test]
    fn forms() {
        for (surface, cased, form, name, stem) in [
            ("China’s", "China's", "china's", "China", "china"),
            ("CHINA'S", "CHINA'S", "china's", "CHINA", "china"),
            ("don’t", "don't", "don't", "don't", "don't"),
            ("co\u{ad}operation", "cooperation", "cooperation", "cooperation", "cooper"),
            ("U.S", "U.S", "u.s", "U.S", "u.s"),
            ("U.S.", "U.S", "u.s", "U.S", "u.s"),
            ("US", "U.S", "u.s", "U.S", "u.s"),
            ("USA", "U.S", "u.s", "U.S", "u.s"),
            ("U.S.A", "U.S", "u.s", "U.S", "u.s"),
            ("us", "us", "us", "us", "us"),
            ("Us", "Us", "us", "Us", "us"),
            ("U.K", "UK", "uk", "UK", "uk"),
            ("UK", "UK", "uk", "UK", "uk"),
            ("F.B.I", "FBI", "fbi", "FBI", "fbi"),
            ("U.S.S.R", "USSR", "ussr", "USSR", "ussr"),
            ("M.P.s", "MPs", "mps", "MPs", "mps"),
            ("a.m", "a.m", "a.m", "a.m", "a.m"),
            ("Ph.D", "Ph.D", "ph.d", "Ph.D", "ph.d"),
            ("example.com", "example.com", "example.com", "example.com", "example.com"),
            ("s", "s", "s", "s", "s"),
            ("'s", "'s", "'s", "'s", "'s"),
        ] {
            let got = word(surface);
            assert_eq!((&*got.cased, &*got.form, &*got.name, &*got.stem), (cased, form, name, stem), "{surface}");
        }
    }

    #[test]
    fn shapes() {
        let has = |surface: &str, bit: Shape| word(surface).shape.has(bit);
        assert!(has("China", Shape::CAPITALIZED) && !has("China", Shape::ALL_CAPITALS));
        assert!(has("FBI", Shape::ALL_CAPITALS) && has("I", Shape::CAPITALIZED) && !has("I", Shape::ALL_CAPITALS));
        assert!(has("China’s", Shape::POSSESSIVE) && !has("Paris", Shape::POSSESSIVE));
        assert!(has("COP27", Shape::HAS_DIGIT) && has("COP27", Shape::ALL_CAPITALS));
        assert!(has("U.S", Shape::HAS_PERIOD) && !has("US", Shape::HAS_PERIOD));
        assert!(has("Éric", Shape::CAPITALIZED) && !has("élan", Shape::CAPITALIZED));
    }

    #[test]
    fn marks_stand_for_themselves() {
        let stemmer = SnowballStemmer::new("en", []).unwrap();
        let mark = WordType::new("”", TokenClass::QuoteClose, &stemmer);
        assert_eq!((&*mark.cased, &*mark.form, &*mark.stem), ("\"", "\"", "\""));
    }
}
