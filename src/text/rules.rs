//! What segmentation must know of a language: lists that a language pack hands in.

use hashbrown::{HashMap, HashSet};

/// Lists of a language pack that sentences and clauses depend on.
///
/// Empty lists are fine: sentences then end at every period before a capital.
#[derive(Clone, Debug, Default)]
pub struct SegmenterRules {
    /// Rows of `abbreviations.csv`: the form with its periods, and its kind (`title`, `month`, `state`, `unit`,
    /// `organization`, `place`, `general`, `ending`).
    pub abbreviations: Vec<(String, String)>,
    /// Words that may begin a clause: classes `conjunction`, `subordinator` and `relative` of `words.csv`.
    pub clause_openers: Vec<String>,
    /// Words that begin a sentence when they are capitalized after an abbreviation (`in the U.S. The …`): classes
    /// `determiner`, `preposition`, `subordinator`, `conjunction` and `adverb-time` of `words.csv`, every pronoun.
    pub sentence_starters: Vec<String>,
    /// Pronouns in the subject case (`he`, `we`, …): they mark a clause after an opener without a comma.
    pub subjects: Vec<String>,
}

/// How a word with a period behaves before a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// Never ends a sentence: `Mr.`, `vs.`
    Inner,
    /// Goes with a number and ends a sentence before anything else: `Nov. 4`, `No. 5`, `5 ft.`
    BeforeNumber,
    /// Ends one before a word that looks like a sentence's start: `U.S.`, `Inc.`, `St.`
    Ending,
}

/// [`SegmenterRules`], compiled for look-up.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    abbreviations: HashMap<Box<str>, Abbreviation, foldhash::fast::FixedState>,
    pub openers: Words,
    pub starters: Words,
    pub subjects: Words,
}

impl Rules {
    pub(super) fn new(rules: &SegmenterRules) -> Self {
        let mut abbreviations = HashMap::default();
        for (form, kind) in &rules.abbreviations {
            let Some(last) = form.split_whitespace().next_back() else { continue };
            let key = last.strip_suffix('.').unwrap_or(last);
            let kind = match kind.as_str() {
                "title" | "general" => Abbreviation::Inner,
                "month" | "unit" => Abbreviation::BeforeNumber,
                _ => Abbreviation::Ending,
            };
            if kind == Abbreviation::Inner && key.chars().count() > 1 {
                // Labels of transcripts: `MS. PSAKI:`
                abbreviations.entry(key.to_uppercase().into()).or_insert(kind);
            }
            abbreviations.insert(key.into(), kind);
        }
        let mut starters = Words::new(&rules.sentence_starters);
        starters.extend(&rules.clause_openers);
        starters.extend(&rules.subjects);
        Rules {
            abbreviations,
            openers: Words::new(&rules.clause_openers),
            starters,
            subjects: Words::new(&rules.subjects),
        }
    }

    /// How the word `word`, written without its last period, behaves.
    pub(super) fn abbreviation(&self, word: &str) -> Option<Abbreviation> {
        self.abbreviations.get(word).copied()
    }
}

/// A set of lower-case words that is quick to say no.
#[derive(Clone, Debug)]
pub(super) struct Words {
    forms: HashSet<Box<str>, foldhash::fast::FixedState>,
    first_bytes: [bool; 256],
    longest: usize,
}

impl Default for Words {
    fn default() -> Self {
        Words { forms: HashSet::default(), first_bytes: [false; 256], longest: 0 }
    }
}

impl Words {
    fn new(words: &[String]) -> Self {
        let mut set = Words::default();
        set.extend(words);
        set
    }

    fn extend(&mut self, words: &[String]) {
        for word in words {
            let form = super::fold(word);
            for spelled in [form.to_uppercase(), form.to_string()] {
                let Some(&first) = spelled.as_bytes().first() else { continue };
                self.first_bytes[first as usize] = true;
                self.longest = self.longest.max(spelled.len());
            }
            self.forms.insert(form.into());
        }
    }

    /// True when the word is in the set, in any case.
    #[inline]
    pub(super) fn contains(&self, word: &str) -> bool {
        word.len() <= self.longest
            && word.as_bytes().first().is_some_and(|&b| self.first_bytes[b as usize])
            && (self.forms.contains(word) || self.forms.contains(&*super::fold(word)))
    }
}
