//! Stems: Snowball's, with a language pack's exceptions before it.

use hashbrown::HashMap;
use rust_stemmers::Algorithm;
use std::borrow::Cow;

/// Finds the stem of a normalized, lower-case word.
///
/// The English pack's stemmer is Snowball's, overridden by the pack's `stems.csv`; another language brings its own.
pub trait Stemmer: Send + Sync {
    /// The stem of `form`, which is lower case and normalized; never panics.
    fn stem<'a>(&'a self, form: &'a str) -> Cow<'a, str>;
}

/// Longer words are no words of a language: their own stems, as are abbreviations (`u.s`, `a.m`).
const LONGEST_WORD: usize = 128;

/// Snowball's stemmer of one language, with overrides.
///
/// ```
/// use demarche::text::{SnowballStemmer, Stemmer};
/// let overrides = [("stole", "steal"), ("international", "international")];
/// let stemmer = SnowballStemmer::new("en", overrides.map(|(f, s)| (f.to_owned(), s.to_owned())))
///     .expect("English has a stemmer");
/// assert_eq!(stemmer.stem("stealing"), "steal");
/// assert_eq!(stemmer.stem("stole"), "steal");
/// assert_eq!(stemmer.stem("international"), "international"); // Snowball says `intern`
/// assert!(SnowballStemmer::new("xx", []).is_none());
/// ```
pub struct SnowballStemmer {
    snowball: rust_stemmers::Stemmer,
    greek: bool,
    overrides: HashMap<Box<str>, Box<str>, foldhash::fast::FixedState>,
}

impl SnowballStemmer {
    /// The stemmer of a language, given by its ISO 639-1 code (`en`) or English name; `None` when Snowball has none.
    /// `overrides` are rows of `stems.csv`: lower-case form, stem.
    pub fn new(language: &str, overrides: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let algorithm = algorithm(&language.to_lowercase())?;
        Some(SnowballStemmer {
            snowball: rust_stemmers::Stemmer::create(algorithm),
            greek: algorithm == Algorithm::Greek,
            overrides: overrides.into_iter().map(|(form, stem)| (form.into(), stem.into())).collect(),
        })
    }
}

impl Stemmer for SnowballStemmer {
    fn stem<'a>(&'a self, form: &'a str) -> Cow<'a, str> {
        if let Some(stem) = self.overrides.get(form) {
            return Cow::Borrowed(stem);
        }
        if self.greek || form.len() > LONGEST_WORD || form.contains('.') {
            return Cow::Borrowed(form);
        }
        self.snowball.stem(form)
    }
}

fn algorithm(language: &str) -> Option<Algorithm> {
    Some(match language {
        "ar" | "arabic" => Algorithm::Arabic,
        "da" | "danish" => Algorithm::Danish,
        "de" | "german" => Algorithm::German,
        "el" | "greek" => Algorithm::Greek,
        "en" | "english" => Algorithm::English,
        "es" | "spanish" => Algorithm::Spanish,
        "fi" | "finnish" => Algorithm::Finnish,
        "fr" | "french" => Algorithm::French,
        "hu" | "hungarian" => Algorithm::Hungarian,
        "it" | "italian" => Algorithm::Italian,
        "nb" | "nn" | "no" | "norwegian" => Algorithm::Norwegian,
        "nl" | "dutch" => Algorithm::Dutch,
        "pt" | "portuguese" => Algorithm::Portuguese,
        "ro" | "romanian" => Algorithm::Romanian,
        "ru" | "russian" => Algorithm::Russian,
        "sv" | "swedish" => Algorithm::Swedish,
        "ta" | "tamil" => Algorithm::Tamil,
        "tr" | "turkish" => Algorithm::Turkish,
        _ => return None,
    })
}
