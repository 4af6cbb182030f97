//! The words of a text that could become terms: single words and pairs, by stem, with a snippet around the first.
//!
//! Function words, numbers, names of the dispute and words that an entry has matched already are left out, so that what
//! is offered is new.

use crate::document::Span;
use crate::lexicon::{Lexicon, WordClass};
use crate::text::{Text, TokenClass, TokenRange, Vocabulary};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Letters on either side of a word in a snippet.
const AROUND: usize = 60;
/// Letters that a word has at least.
const LETTERS_AT_LEAST: usize = 3;

/// A word or pair as it stands in one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its stems.
    pub key: String,
    /// As written, in small letters.
    pub form: String,
    /// Where it stands first.
    pub span: Span,
}

/// Finds candidates; knows what is no candidate.
pub struct WordFinder<'l> {
    lexicon: &'l Lexicon,
    names: HashSet<String>,
}

impl<'l> WordFinder<'l> {
    /// A finder for a lexicon's language and speakers.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let actors = &lexicon.dispute.actors;
        let names = actors.iter().flat_map(|actor| actor.aliases.iter().chain([&actor.name]));
        let words = names.flat_map(|name| name.split(|c: char| !c.is_alphanumeric())).filter(|w| !w.is_empty());
        WordFinder { lexicon, names: words.map(str::to_lowercase).collect() }
    }

    /// The candidates among `tokens`, each once, in the order of their stems; `taken` is left out.
    pub fn find(
        &self,
        text: &Text,
        vocabulary: &Vocabulary,
        tokens: TokenRange,
        taken: &[TokenRange],
    ) -> Vec<Candidate> {
        let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
        let mut before: Option<(u32, String, String)> = None;
        for i in tokens.start..tokens.end {
            let token = text.tokens[i as usize];
            let word = vocabulary.word(token.type_id);
            let free = token.class == TokenClass::Word
                && !taken.iter().any(|t| t.start <= i && i < t.end)
                && self.is_content(&word.form);
            if !free {
                // A blank line or a comma parts a pair as a function word does.
                before = None;
                continue;
            }
            let (stem, form) = (word.stem.to_string(), word.form.to_string());
            let mut offer = |key: String, form: String, from: u32| {
                let span = text.span(TokenRange::new(from, i + 1));
                found.entry(key.clone()).or_insert(Candidate { key, form, span });
            };
            if let Some((at, first_stem, first_form)) = &before {
                offer(format!("{first_stem} {stem}"), format!("{first_form} {form}"), *at);
            }
            offer(stem.clone(), form.clone(), i);
            before = Some((i, stem, form));
        }
        found.into_values().collect()
    }

    fn is_content(&self, form: &str) -> bool {
        let language = &self.lexicon.language;
        form.chars().count() >= LETTERS_AT_LEAST
            && form.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’'))
            && !self.names.contains(form)
            && !language.pronouns.contains_key(form)
            && language.words.get(form).is_none_or(|class| *class == WordClass::default())
    }
}

/// The words around a place, on one line.
pub fn snippet(text: &str, span: Span) -> String {
    let (start, end) = (span.start as usize, span.end as usize);
    let from = text[..start].char_indices().rev().nth(AROUND - 1).map_or(0, |(i, _)| i);
    let to = text[end..].char_indices().nth(AROUND).map_or(text.len(), |(i, _)| end + i);
    let line: Vec<&str> = text[from..to].split_whitespace().collect();
    let (head, tail) = (if from > 0 { "…" } else { "" }, if to < text.len() { "…" } else { "" });
    format!("{head}{}{tail}", line.join(" "))
}

/// The stems that a set of forms goes by most often; ties go to the first in the alphabet.
pub fn most_frequent(forms: &BTreeMap<String, u64>) -> String {
    forms
        .iter()
        .max_by_key(|(form, n)| (**n, std::cmp::Reverse((*form).clone())))
        .map_or(String::new(), |(f, _)| f.clone())
}

/// Keeps the least few of what is offered, whatever the order.
#[derive(Clone, Debug, Default)]
pub struct Few(BTreeSet<(u64, String)>);

impl Few {
    /// Contexts that are kept.
    const MOST: usize = 3;

    /// Offers one under a number that does not depend on the order of reading.
    pub fn offer(&mut self, number: u64, context: impl FnOnce() -> String) {
        if self.0.len() < Self::MOST || self.0.last().is_some_and(|(last, _)| number < *last) {
            self.0.insert((number, context()));
            if self.0.len() > Self::MOST {
                self.0.pop_last();
            }
        }
    }

    /// What was kept.
    pub fn into_vec(self) -> Vec<String> {
        self.0.into_iter().map(|(_, context)| context).collect()
    }
}
