//! Suggesting: words that are not in a lexicon yet and would add to it.
//!
//! From labelled texts: words that texts in favor use more than texts against, or less. From any other text: words that
//! statements with a hit on an issue use more than statements without. Both by log-odds with an informative prior (Monroe,
//! Colaresi & Quinn 2008) over texts, not over tokens, so that one long text counts once.
//!
//! The gain of a suggestion is counted, not guessed: of labelled texts, those that would come out right with it less those
//! that would come out wrong; of other text, the statements that would have their first hit on the issue.

use super::classes::Class;
use super::gold::{Gold, Subject};
use super::predict::predict_all;
use super::words::{Candidate, Few, WordFinder, most_frequent, snippet};
use crate::compare::hash::{document_key, mix2};
use crate::compare::measure::log_odds::{log_odds, pooled_prior};
use crate::lexicon::{IssueId, Lexicon, Stance};
use crate::scoring::{Bearing, ScoredDocument};
use crate::text::{TokenRange, Vocabulary};
use std::collections::BTreeMap;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SuggestSettings {
    /// Texts that must hold a word.
    pub support: u64,
    /// Suggestions for each issue at most.
    pub most: usize,
    /// Least |z|.
    pub least_z: f64,
}

impl Default for SuggestSettings {
    fn default() -> Self {
        SuggestSettings { support: 3, most: 20, least_z: 1.5 }
    }
}

impl SuggestSettings {
    /// For texts so few that nothing can stand out: a handful of words to look at, which one text is enough for.
    pub const LEADS: SuggestSettings = SuggestSettings { support: 1, most: 5, least_z: 0.0 };
}

/// A term that could be added.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Id of the issue.
    pub issue: String,
    /// A stem pattern.
    pub pattern: String,
    /// `Topic` where nothing is known of a stand.
    pub stance: Stance,
    /// Of the log-odds.
    pub z: f64,
    /// Texts that hold it.
    pub support: u64,
    /// See the module.
    pub gain: i64,
    /// By side of the dispute: texts of that side that hold it.
    pub by_side: Vec<u64>,
    /// Up to three places where it stands.
    pub contexts: Vec<String>,
}

/// Counts of words, from which suggestions are made.
pub struct Suggester<'l> {
    lexicon: &'l Lexicon,
    finder: WordFinder<'l>,
    words: BTreeMap<String, Seen>,
    texts: u64,
    hits: Vec<u64>,
    vocabulary: Vocabulary,
}

/// What is known of one word.
#[derive(Clone, Debug, Default)]
struct Seen {
    forms: BTreeMap<String, u64>,
    texts: u64,
    by_side: Vec<u64>,
    /// By issue: texts with a hit on it.
    with_hit: Vec<u64>,
    contexts: Few,
}

impl<'l> Suggester<'l> {
    /// Nothing counted yet.
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Suggester {
            lexicon,
            finder: WordFinder::new(lexicon),
            words: BTreeMap::new(),
            texts: 0,
            hits: vec![0; lexicon.dispute.issues.len()],
            vocabulary: Vocabulary::default(),
        }
    }

    /// Counts the statements of a document that belong to a side; `vocabulary` is the one its tokens point into.
    pub fn add(&mut self, scored: &ScoredDocument, vocabulary: &Vocabulary) {
        for (at, (statement, score)) in scored.attributed.statements.iter().zip(&scored.scores).enumerate() {
            let Some(side) = statement.side().filter(|_| statement.within.is_none()) else { continue };
            let terms = score.matches.iter().filter(|m| matches!(m.bearing, Bearing::Term(..)));
            let taken: Vec<TokenRange> = terms.map(|m| m.tokens).collect();
            let mut hit = vec![false; self.hits.len()];
            score.issues.iter().filter(|i| i.hits > 0).for_each(|i| hit[usize::from(i.issue.0)] = true);
            self.texts += 1;
            self.hits.iter_mut().zip(&hit).for_each(|(n, hit)| *n += u64::from(*hit));
            let key = mix2(document_key(&scored.document.id), at as u64);
            let mut found: BTreeMap<String, Candidate> = BTreeMap::new();
            for &span in &statement.content {
                let tokens = scored.text.tokens_in(span);
                for candidate in self.finder.find(&scored.text, vocabulary, tokens, &taken) {
                    found.entry(candidate.key.clone()).or_insert(candidate);
                }
            }
            for (stem, candidate) in found {
                let seen = self.words.entry(stem).or_default();
                seen.by_side.resize(self.lexicon.dispute.sides.len(), 0);
                seen.by_side[usize::from(side.0)] += 1;
                seen.with_hit.resize(hit.len(), 0);
                seen.with_hit.iter_mut().zip(&hit).for_each(|(n, hit)| *n += u64::from(*hit));
                seen.take(&candidate, key, &scored.document.text);
            }
        }
    }

    /// What could be added, from the statements counted so far: by issue, the clearest first.
    pub fn suggest(&self, settings: SuggestSettings) -> Vec<Suggestion> {
        let mut suggestions = Vec::new();
        for (issue, known) in self.lexicon.dispute.issues.iter().enumerate() {
            let (with, without) = (self.hits[issue], self.texts - self.hits[issue]);
            let mut found: Vec<Suggestion> = Vec::new();
            for seen in self.words.values().filter(|seen| seen.texts >= settings.support) {
                let hit = seen.with_hit[issue];
                let Some(z) = z_of(hit, with, seen.texts - hit, without) else { continue };
                let gain = (seen.texts - hit) as i64;
                // A word that stands only beside known terms would find nothing new.
                if z > 0.0 && z >= settings.least_z && gain > 0 {
                    found.push(seen.suggestion(&known.id, Stance::Topic, z, gain));
                }
            }
            suggestions.extend(clearest(found, settings.most));
        }
        suggestions
    }

    /// What could be added for the issues of labelled texts: by issue, the clearest first.
    pub fn suggest_for(&mut self, gold: &Gold, settings: SuggestSettings) -> Vec<Suggestion> {
        let predictions = predict_all(self.lexicon, gold);
        let threshold = self.lexicon.dispute.scoring.neutral_below;
        let class_of = |score: f64| match score {
            x if x != 0.0 && x >= threshold => Class::High,
            x if x != 0.0 && x <= -threshold => Class::Low,
            _ => Class::Middle,
        };
        let mut issues: BTreeMap<IssueId, Issue> = BTreeMap::new();
        for (number, (row, prediction)) in gold.rows.iter().zip(&predictions).enumerate() {
            let Subject::Issue(id) = &row.subject else { continue };
            let Some(issue) = self.lexicon.dispute.issue(id) else { continue };
            let issue = issues.entry(issue).or_default();
            issue.rows[row.class as usize] += 1;
            let text = self.lexicon.segmenter.segment(&row.text, &mut self.vocabulary);
            let all = TokenRange::new(0, text.tokens.len() as u32);
            let side = row.side.as_deref().and_then(|side| self.lexicon.dispute.side(side));
            let known = |form: &str| {
                let terms = &self.lexicon.dispute.terms;
                terms.iter().any(|t| self.lexicon.dispute.issues[usize::from(t.issue.0)].id == *id && t.pattern == form)
            };
            for candidate in self.finder.find(&text, &self.vocabulary, all, &[]) {
                if known(&candidate.form) {
                    continue;
                }
                // A word that an entry has matched here is in the lexicon.
                if prediction.causes.iter().any(|c| c.matched.to_lowercase().contains(&candidate.form)) {
                    continue;
                }
                let (seen, word) = issue.words.entry(candidate.key.clone()).or_default();
                seen.by_side.resize(self.lexicon.dispute.sides.len(), 0);
                if let Some(side) = side {
                    seen.by_side[usize::from(side.0)] += 1;
                }
                seen.take(&candidate, number as u64, &row.text);
                word.rows[row.class as usize] += 1;
                let now = prediction.class.unwrap_or(Class::Middle);
                for (gain, step) in word.gain.iter_mut().zip([1.0, -1.0]) {
                    let then = class_of(prediction.score + step);
                    *gain += i64::from(then == row.class) - i64::from(now == row.class);
                }
            }
        }
        let mut suggestions = Vec::new();
        for (issue, found) in issues {
            let id = &self.lexicon.dispute.issues[usize::from(issue.0)].id;
            let [against, _, favor] = found.rows;
            let words = found.words.into_values().filter(|(seen, _)| seen.texts >= settings.support);
            let offered = words.filter_map(|(seen, word)| {
                let z = z_of(word.rows[2], favor, word.rows[0], against)?;
                let (stance, gain) =
                    if z > 0.0 { (Stance::Favor, word.gain[0]) } else { (Stance::Against, word.gain[1]) };
                (z != 0.0 && z.abs() >= settings.least_z && gain > 0).then(|| seen.suggestion(id, stance, z, gain))
            });
            suggestions.extend(clearest(offered.collect(), settings.most));
        }
        suggestions
    }
}

/// Labelled rows of an issue and the words in them.
#[derive(Default)]
struct Issue {
    /// By class.
    rows: [u64; 3],
    words: BTreeMap<String, (Seen, Labelled)>,
}

/// A word in labelled rows.
#[derive(Default)]
struct Labelled {
    /// By class.
    rows: [u64; 3],
    /// As a term in favor; as one against.
    gain: [i64; 2],
}

impl Seen {
    fn take(&mut self, candidate: &Candidate, number: u64, text: &str) {
        self.texts += 1;
        *self.forms.entry(candidate.form.clone()).or_default() += 1;
        self.contexts.offer(number, || snippet(text, candidate.span));
    }

    fn suggestion(&self, issue: &str, stance: Stance, z: f64, gain: i64) -> Suggestion {
        Suggestion {
            issue: issue.to_owned(),
            pattern: most_frequent(&self.forms),
            stance,
            z,
            support: self.texts,
            gain,
            by_side: self.by_side.clone(),
            contexts: self.contexts.clone().into_vec(),
        }
    }
}

/// Texts that the prior is worth: enough to keep a word of one text from standing out, too few to hide one of three.
const PRIOR_TEXTS: f64 = 4.0;

/// Log-odds of the first group over the second.
fn z_of(first: u64, first_all: u64, second: u64, second_all: u64) -> Option<f64> {
    let prior = pooled_prior(first, first_all, second, second_all, PRIOR_TEXTS)?;
    log_odds(first, first_all, second, second_all, prior, PRIOR_TEXTS).map(|odds| odds.z)
}

/// The clearest, of those as clear the more useful, without a word whose pair is clearer still and stands in the same texts.
fn clearest(mut found: Vec<Suggestion>, most: usize) -> Vec<Suggestion> {
    found.sort_by(|a, b| {
        b.z.abs().total_cmp(&a.z.abs()).then(b.gain.cmp(&a.gain)).then_with(|| a.pattern.cmp(&b.pattern))
    });
    let mut kept: Vec<Suggestion> = Vec::new();
    for suggestion in found {
        let said = |other: &Suggestion| {
            let (short, long) = match other.pattern.len() < suggestion.pattern.len() {
                true => (&other.pattern, &suggestion.pattern),
                false => (&suggestion.pattern, &other.pattern),
            };
            long.split(' ').any(|word| word == short) && other.support <= suggestion.support + 1
        };
        if !kept.iter().any(said) {
            kept.push(suggestion);
        }
        if kept.len() == most {
            break;
        }
    }
    kept
}
