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
    english: bool,
    greek: bool,
    /// Of some words, the stem that Snowball finds.
    known: Option<&'static HashMap<&'static str, &'static str, foldhash::fast::FixedState>>,
    overrides: HashMap<Box<str>, Box<str>, foldhash::fast::FixedState>,
}

impl SnowballStemmer {
    /// The stemmer of a language, given by its ISO 639-1 code (`en`) or English name; `None` when Snowball has none.
    /// `overrides` are rows of `stems.csv`: lower-case form, stem.
    pub fn new(language: &str, overrides: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let algorithm = algorithm(&language.to_lowercase())?;
        Some(SnowballStemmer {
            snowball: rust_stemmers::Stemmer::create(algorithm),
            english: algorithm == Algorithm::English,
            greek: algorithm == Algorithm::Greek,
            known: None,
            overrides: overrides.into_iter().map(|(form, stem)| (form.into(), stem.into())).collect(),
        })
    }

    /// The same stemmer, which first looks among the stems of the words in the built-in lexicons: quicker for whoever
    /// compiles a lexicon, and not worth reading them for a few texts.
    pub(crate) fn with_known_stems(mut self) -> Self {
        self.known = self.english.then(super::known_stems::english);
        self
    }

    /// rust-stemmers 1.2 slices past the end of some Greek words: two of its steps replace a stretch that the step
    /// before has cut off, when what is left is the whole word (`ισα` in r_steps3, one of a list in r_step5c). A
    /// letter in front makes it never the whole word, so words that end as those steps want get one, which is
    /// taken away again. No other word was found to panic, among all pairs of the algorithm's own stems and
    /// endings; should there be one, it is its own stem.
    fn stem_greek<'a>(&self, form: &'a str) -> Cow<'a, str> {
        const FENCE: char = 'x';
        if !at_risk(form) {
            return std::panic::catch_unwind(|| self.snowball.stem(form)).unwrap_or(Cow::Borrowed(form));
        }
        let fenced = format!("{FENCE}{form}");
        let stem = std::panic::catch_unwind(|| self.snowball.stem(&fenced).strip_prefix(FENCE).map(str::to_owned));
        match stem {
            Ok(Some(stem)) if !stem.is_empty() => Cow::Owned(stem),
            _ => Cow::Borrowed(form),
        }
    }
}

/// True for Greek words that begin like `ισαισα`, or end in `-ετε` after three letters or more.
fn at_risk(form: &str) -> bool {
    let plain = |c| match c {
        'Ι' | 'Ί' | 'Ϊ' | 'ί' | 'ϊ' | 'ΐ' => 'ι',
        'Ε' | 'Έ' | 'έ' => 'ε',
        'Α' | 'Ά' | 'ά' => 'α',
        'Σ' | 'ς' => 'σ',
        'Τ' => 'τ',
        c => c,
    };
    form.chars().map(plain).take(5).eq("ισαισ".chars())
        || (form.chars().rev().map(plain).take(3).eq("ετε".chars()) && form.chars().count() > 5)
}

impl Stemmer for SnowballStemmer {
    fn stem<'a>(&'a self, form: &'a str) -> Cow<'a, str> {
        if let Some(stem) = self.overrides.get(form) {
            return Cow::Borrowed(stem);
        }
        if let Some(stem) = self.known.and_then(|known| known.get(form)) {
            return Cow::Borrowed(stem);
        }
        if form.len() > LONGEST_WORD || form.contains('.') {
            return Cow::Borrowed(form);
        }
        if self.greek { self.stem_greek(form) } else { self.snowball.stem(form) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LANGUAGES: [&str; 18] =
        ["ar", "da", "de", "el", "en", "es", "fi", "fr", "hu", "it", "no", "nl", "pt", "ro", "ru", "sv", "ta", "tr"];

    #[test]
    fn english_with_overrides() {
        let overrides = [("stole", "steal"), ("organization", "organization")].map(|(f, s)| (f.into(), s.into()));
        let stemmer = SnowballStemmer::new("English", overrides).unwrap();
        for (form, stem) in [
            ("stole", "steal"),
            ("stealing", "steal"),
            ("organization", "organization"),
            ("organs", "organ"),
            ("hacking", "hack"),
            ("u.s", "u.s"),
            ("", ""),
        ] {
            assert_eq!(stemmer.stem(form), stem);
        }
        let long = "ab".repeat(5_000_000);
        assert_eq!(stemmer.stem(&long), long.as_str());
    }

    #[test]
    fn greek_words_that_make_the_crate_panic() {
        let stemmer = SnowballStemmer::new("el", []).unwrap();
        for form in
            ["ισαίσα", "ισαισα", "ισαισανε", "ισαισεσ", "θενθετε", "αναιρετε", "αναιρέτε", "αντιθετε", "υφορετε"]
        {
            assert!(!stemmer.stem(form).is_empty(), "{form}");
        }
        // The fence changes no ordinary word.
        let snowball = rust_stemmers::Stemmer::create(Algorithm::Greek);
        for form in ["θέλετε", "γράφετε", "πηγαίνετε", "κυβέρνηση", "ισάξιος"] {
            assert_eq!(stemmer.stem(form), snowball.stem(form), "{form}");
        }
    }

    proptest! {
        #[test]
        fn no_language_panics(word in "\\PC{0,12}", plain in "[a-z']{0,12}", greek in "[αεηιουωσθνρτδλκπάέίςϊ]{1,8}(ετε|ισα|ανε)?") {
            for language in LANGUAGES {
                let stemmer = SnowballStemmer::new(language, []).unwrap();
                for form in [&word, &plain, &greek] {
                    stemmer.stem(form);
                }
            }
        }
    }
}
