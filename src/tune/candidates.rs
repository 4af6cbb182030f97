//! New entries that labelled text offers: its words, but no names and no pronouns.
//!
//! A word that is mostly capitalized is a name, and who is named must not decide how they are portrayed. Words come as
//! stem patterns under their most frequent form.

use super::gold::Gold;
use crate::lexicon::{Lexicon, TypeTable};
use crate::text::{TokenClass, TypeId, Vocabulary};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that must hold a word.
pub const SUPPORT_AT_LEAST: usize = 4;

/// Words of the texts that no one-word entry covers and that `support` rows or more hold, sorted.
pub fn candidates(lexicon: &Lexicon, gold: &Gold, support: usize) -> Vec<String> {
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for row in &gold.rows {
        let text = lexicon.segmenter.segment(&row.text, &mut vocabulary);
        types.update(lexicon, &vocabulary);
        let words: Vec<TypeId> =
            text.tokens.iter().filter(|t| t.class == TokenClass::Word).map(|t| t.type_id).collect();
        let mut seen = BTreeSet::new();
        for id in words {
            let word = vocabulary.word(id);
            if types.pronoun(id).is_some() || !word.form.chars().all(|c| c.is_ascii_lowercase()) || word.form.len() < 2
            {
                continue;
            }
            let tally = tallies.entry(word.stem.to_string()).or_default();
            tally.tokens += 1;
            let capital = word.cased.starts_with(char::is_uppercase);
            tally.capitals += usize::from(capital);
            if !capital {
                *tally.forms.entry(word.form.to_string()).or_default() += 1;
            }
            if seen.insert(word.stem.to_string()) {
                tally.rows += 1;
            }
        }
    }
    let covered: BTreeSet<String> = lexicon
        .language
        .evaluations
        .iter()
        .filter(|e| e.pattern.bytes().all(|b| b.is_ascii_lowercase()))
        .map(|e| lexicon.segmenter.stemmer().stem(&e.pattern).into_owned())
        .collect();
    let mut found: Vec<String> = tallies
        .into_iter()
        .filter(|(stem, tally)| tally.rows >= support && 2 * tally.capitals < tally.tokens && !covered.contains(stem))
        .filter_map(|(_, tally)| tally.forms.into_iter().max_by_key(|(form, n)| (*n, std::cmp::Reverse(form.clone()))))
        .map(|(form, _)| form)
        .collect();
    found.sort();
    found
}

/// How often a stem occurs, and how.
#[derive(Default)]
struct Tally {
    tokens: usize,
    capitals: usize,
    rows: usize,
    forms: BTreeMap<String, usize>,
}
