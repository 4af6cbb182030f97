//! Patterns that catch more than their author may think: greedy globs, stems that unrelated words share.
//!
//! The words to try them on are those of [`vocabulary`]. A run over texts calls [`stem_collisions`] with the words of the
//! texts.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Lint, Report, vocabulary};
use crate::lexicon::matcher::fits;
use crate::lexicon::pattern::Comparison;
use crate::lexicon::{Lexicon, Pattern};
use crate::text::{SnowballStemmer, Stemmer, fold};

/// Letters that a glob needs beside its wildcards.
const LETTERS: usize = 3;
/// Words of different stems that a glob may fit.
const FITTING: usize = 25;
/// Letters by which two words of one stem may each go on where they part.
const PARTING: usize = 4;

pub(super) fn check(lexicon: &Lexicon, report: &mut Report<'_>) {
    let words = vocabulary::words(lexicon);
    let stems: BTreeMap<&str, String> =
        words.iter().map(|word| (word.as_str(), lexicon.segmenter.stemmer().stem(word).into_owned())).collect();
    let dispute = &lexicon.dispute;
    let patterns = dispute.terms.iter().flat_map(|t| [&t.pattern].into_iter().chain(&t.unless).map(|p| (p, t.line)));
    for (source, line) in patterns {
        let Ok(pattern) = Pattern::parse(source) else { continue };
        for glob in pattern.words().into_iter().filter(|w| w.comparison == Comparison::Glob) {
            if let Some(message) = greedy(&glob.text, &stems) {
                report.add("terms.csv", line, Lint::Greedy, message);
            }
        }
    }
    report.findings.extend(stem_collisions(lexicon, words.iter().map(String::as_str)));
}

fn greedy(glob: &str, stems: &BTreeMap<&str, String>) -> Option<String> {
    if glob.chars().filter(|c| c.is_alphanumeric()).count() < LETTERS {
        return Some(format!("\"{glob}\" fits too many words (write {LETTERS} letters or more, or list the words)"));
    }
    let letters: Vec<char> = glob.chars().collect();
    let fitting = stems.iter().filter(|(word, _)| fits(&letters, &word.chars().collect::<Vec<_>>()));
    let mut of_stem: BTreeMap<&str, &str> = BTreeMap::new();
    fitting.for_each(|(word, stem)| {
        of_stem.entry(stem).or_insert(word);
    });
    let some: Vec<&str> = of_stem.values().copied().step_by(of_stem.len().div_ceil(4).max(1)).collect();
    let many = of_stem.len();
    (many > FITTING).then(|| {
        format!("\"{glob}\" fits {many} different words, such as {} (narrow it, or list the words)", some.join(", "))
    })
}

/// Stems of terms that catch words which look unrelated, such as `experience` and `experiment`; each stem once, at
/// its first term.
///
/// Two words look unrelated when each goes on by four letters or more where they part, and what they share is no
/// word of its own (`govern` in `government` and `governance` is one). Stems of `stems.csv` were meant and are not
/// reported. `words` are in lower case.
pub fn stem_collisions<'a>(lexicon: &Lexicon, words: impl IntoIterator<Item = &'a str>) -> Vec<Finding> {
    let stemmer = lexicon.segmenter.stemmer();
    let Some(plain) = SnowballStemmer::new(&lexicon.dispute.language, []) else { return Vec::new() };
    let words: BTreeSet<&str> = words.into_iter().collect();
    let mut of_stem: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for &word in words.iter().filter(|word| stemmer.stem(word) == plain.stem(word)) {
        of_stem.entry(stemmer.stem(word).into_owned()).or_default().push(word);
    }
    let mut findings = Vec::new();
    for term in &lexicon.dispute.terms {
        let Ok(pattern) = Pattern::parse(&term.pattern) else { continue };
        let written = pattern.words().into_iter().filter(|w| w.comparison == Comparison::Stem);
        for word in written.flat_map(|w| w.text.split('-')).map(fold) {
            let stem = stemmer.stem(&word).into_owned();
            if stem != plain.stem(&word) {
                continue;
            }
            let unrelated = |other: &&&str| look_unrelated(&word, other, &words);
            let others: Vec<&str> = of_stem.get(&stem).into_iter().flatten().filter(unrelated).copied().collect();
            if !others.is_empty() {
                of_stem.remove(&stem);
                let message = format!(
                    "\"{word}\" also catches {}, of the same stem (quote the word for this form only, or part the stems in stems.csv)",
                    others.join(", ")
                );
                let file = format!("{}/terms.csv", lexicon.origin);
                findings.push(Finding { file, line: term.line, lint: Lint::StemCollision, message });
            }
        }
    }
    findings
}

fn look_unrelated(a: &str, b: &str, words: &BTreeSet<&str>) -> bool {
    let shared: String = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let rest = |word: &str| word.chars().count() - shared.chars().count();
    rest(a).min(rest(b)) >= PARTING && !words.contains(shared.as_str())
}
