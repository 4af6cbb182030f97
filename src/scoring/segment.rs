//! Scoring of one stretch: a part of one sentence that lies in one content span.
//!
//! In comes a token range and its context; out come matches with weight, factors and score. Everything that sums
//! (statements, issues, portrayals) is built from these.

use super::bear::nearest;
use super::modify::Modifiers;
use super::part::part;
use super::resolve::{TermMatch, keep_hits, keep_longest};
use super::{Bearing, ScoredMatch};
use crate::lexicon::{
    Entry, EntryId, Evaluation, EvaluationRule, Lexicon, Match, Mention, Modifier, ModifierKind, Scope, Search, SideId,
    Stance, TypeTable, Weight,
};
use crate::text::{Text, TokenRange};

/// What scoring needs to know of a document.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub lexicon: &'a Lexicon,
    pub text: &'a Text,
    pub types: &'a TypeTable,
    pub mentions: &'a [Mention],
    /// By entry of the terms matcher: its pattern asks for an exact form.
    pub exact: &'a [bool],
}

/// Memory that the scoring of one segment leaves to the next.
#[derive(Default)]
pub(super) struct Scratch {
    search: Search,
    matches: Vec<Match>,
}

/// By entry of the terms matcher: an evaluation or modifier whose pattern asks for an exact form.
pub(super) fn exact_entries(lexicon: &Lexicon) -> Vec<bool> {
    let exact = |entry: &Entry| match *entry {
        Entry::Evaluation(i) => lexicon.language.evaluations[i as usize].pattern.contains(['"', '=']),
        Entry::Modifier(i) => lexicon.language.modifiers[i as usize].pattern.contains(['"', '=']),
        _ => false,
    };
    lexicon.terms.entries().iter().map(exact).collect()
}

/// A part of one sentence that is scored as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub tokens: TokenRange,
    /// From the cue that introduces the content to the content; empty without one.
    pub introduction: TokenRange,
    /// The side of the speaker.
    pub own: Option<SideId>,
}

/// Matches of one segment by kind.
pub(super) struct Found<'a> {
    pub terms: Vec<TermMatch>,
    pub evaluations: Vec<(Match, &'a Evaluation)>,
    pub modifiers: Vec<(Match, &'a Modifier)>,
}

impl<'a> Context<'a> {
    /// Scores one segment; the result is in text order.
    pub fn score(&self, segment: Segment, scratch: &mut Scratch) -> Vec<ScoredMatch> {
        let mentions = self.mentions_in(segment.tokens);
        let mentioned = !mentions.is_empty();
        // Evaluations count only where they bear on a topic, or on a mention in their clause.
        let bears = |mention: &Mention| {
            let clause = self.text.clauses[self.text.clause_of(mention.tokens.start)];
            let part = TokenRange::new(clause.start.max(segment.tokens.start), clause.end.min(segment.tokens.end));
            self.lexicon.terms.may_find_evaluation(self.text, self.types, part)
        };
        let terms = &self.lexicon.terms;
        let may_hold_term = terms.may_find_term(self.text, self.types, segment.tokens, mentions, segment.own);
        if !may_hold_term && !mentions.iter().any(bears) {
            return Vec::new();
        }
        self.find(segment.tokens, segment.own, scratch);
        let is_term = |m: &Match| matches!(self.lexicon.terms.entry(m.entry), Entry::Term(_));
        if scratch.matches.is_empty() || !mentioned && !scratch.matches.iter().any(is_term) {
            return Vec::new();
        }
        let mut found = self.sort_out(&scratch.matches);
        if found.terms.is_empty() && found.evaluations.is_empty() {
            return Vec::new();
        }
        self.add_negations_of_cue(segment, scratch, &mut found.modifiers);
        let sentence = self.text.sentences[self.text.sentence_of(segment.tokens.start)];
        let modifiers = Modifiers::new(
            self.text,
            self.lexicon,
            sentence,
            segment.tokens.start,
            std::mem::take(&mut found.modifiers),
        );

        let mut scored = Vec::with_capacity(found.terms.len() + found.evaluations.len());
        for term in &found.terms {
            scored.push(self.scored_term(term, &modifiers));
        }
        self.score_evaluations(&found, segment, &modifiers, &mut scored);
        scored.sort_by_key(|m| (m.tokens, m.bearing, m.entry));
        scored
    }

    fn find(&self, range: TokenRange, own: Option<SideId>, scratch: &mut Scratch) {
        let Scratch { search, matches } = scratch;
        matches.clear();
        self.lexicon.terms.find_with(search, self.text, self.types, range, self.mentions, own, matches);
    }

    /// The mentions that lie in the range.
    fn mentions_in(&self, tokens: TokenRange) -> &'a [Mention] {
        let first = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        let inside = &self.mentions[first..];
        &inside[..inside.partition_point(|m| m.tokens.end <= tokens.end)]
    }

    pub fn sort_out(&self, matches: &[Match]) -> Found<'a> {
        let (mut terms, mut evaluations, mut modifiers) = (Vec::new(), Vec::new(), Vec::new());
        for &found in matches {
            match self.lexicon.terms.entry(found.entry) {
                Entry::Term(i) => {
                    let term = &self.lexicon.dispute.terms[i as usize];
                    let (issue, stance) = (term.issue, term.stance);
                    terms.push(TermMatch { issue, stance, entry: found.entry, tokens: found.tokens });
                }
                Entry::Evaluation(_) => evaluations.push(found),
                Entry::Modifier(_) => modifiers.push(found),
                _ => {}
            }
        }
        keep_hits(self.text, &mut terms);
        // The words of a name say nothing about its bearer: "United" in "United States" is no praise.
        evaluations.retain(|m| !self.is_in_mention(m.tokens));
        keep_longest(self.text, &mut evaluations, |entry| self.is_exact(entry));
        keep_longest(self.text, &mut modifiers, |entry| self.is_exact(entry));
        let evaluation = |m: Match| match self.lexicon.terms.entry(m.entry) {
            Entry::Evaluation(i) => Some((m, &self.lexicon.language.evaluations[i as usize])),
            _ => None,
        };
        Found {
            terms,
            evaluations: evaluations.into_iter().filter_map(evaluation).filter(|(_, e)| e.counts()).collect(),
            modifiers: modifiers.into_iter().filter_map(|m| self.modifier(m)).collect(),
        }
    }

    fn is_in_mention(&self, tokens: TokenRange) -> bool {
        let first = self.mentions.partition_point(|m| m.tokens.end <= tokens.start);
        self.mentions[first..].iter().take_while(|m| m.tokens.start < tokens.end).any(|m| m.tokens.overlaps(tokens))
    }

    fn is_exact(&self, entry: EntryId) -> bool {
        self.exact[entry.0 as usize]
    }

    fn modifier(&self, found: Match) -> Option<(Match, &'a Modifier)> {
        match self.lexicon.terms.entry(found.entry) {
            Entry::Modifier(i) => Some((found, &self.lexicon.language.modifiers[i as usize])),
            _ => None,
        }
    }

    /// A negation stays in force from a cue into its content ("pledged not to …", "denied that …").
    fn add_negations_of_cue(
        &self,
        segment: Segment,
        scratch: &mut Scratch,
        modifiers: &mut Vec<(Match, &'a Modifier)>,
    ) {
        if segment.introduction.is_empty() {
            return;
        }
        let reach = TokenRange::new(segment.introduction.start, segment.tokens.end);
        self.find(reach, segment.own, scratch);
        let matches = &mut scratch.matches;
        matches.retain(|m| self.modifier(*m).is_some());
        keep_longest(self.text, matches, |entry| self.is_exact(entry));
        let before = matches
            .iter()
            .filter(|m| m.tokens.start < segment.tokens.start)
            .filter_map(|&m| self.modifier(m))
            .filter(|(_, modifier)| modifier.kind == ModifierKind::Negation && modifier.scope == Scope::Forward);
        modifiers.splice(0..0, before);
    }

    fn scored_term(&self, term: &TermMatch, modifiers: &Modifiers) -> ScoredMatch {
        let weight = match (term.stance, self.lexicon.terms.entry(term.entry)) {
            (Stance::Favor, Entry::Term(i)) => self.lexicon.dispute.terms[i as usize].weight,
            (Stance::Against, Entry::Term(i)) => Weight(-self.lexicon.dispute.terms[i as usize].weight.0),
            _ => Weight(0),
        };
        self.scored(Bearing::Term(term.issue, term.stance), term.entry, term.tokens, weight, modifiers)
    }

    fn score_evaluations(&self, found: &Found, segment: Segment, modifiers: &Modifiers, out: &mut Vec<ScoredMatch>) {
        if found.evaluations.is_empty() {
            return;
        }
        let issues = &self.lexicon.dispute.issues;
        let topics: Vec<&TermMatch> = found
            .terms
            .iter()
            .filter(|t| t.stance == Stance::Topic)
            .filter(|t| issues[t.issue.0 as usize].evaluation != EvaluationRule::None)
            .collect();
        let topic_places: Vec<TokenRange> = topics.iter().map(|t| t.tokens).collect();
        let first = self.mentions.partition_point(|m| m.tokens.start < segment.tokens.start);
        let mentions: Vec<&Mention> =
            self.mentions[first..].iter().take_while(|m| m.tokens.end <= segment.tokens.end).collect();
        let mention_places: Vec<TokenRange> = mentions.iter().map(|m| m.tokens).collect();

        for (at, evaluation) in &found.evaluations {
            if evaluation.valence.0 != 0 && !found.terms.iter().any(|t| t.tokens.overlaps(at.tokens)) {
                let valence = evaluation.valence.scaled(self.lexicon.dispute.scoring.evaluation_weight);
                for i in nearest(self.text, at.tokens, &topic_places) {
                    let issue = topics[i].issue;
                    let weight = match issues[issue.0 as usize].evaluation {
                        EvaluationRule::Against => Weight(-valence.0),
                        _ => valence,
                    };
                    out.push(self.scored(Bearing::Evaluation(issue), at.entry, at.tokens, weight, modifiers));
                }
            }
            for i in nearest(self.text, at.tokens, &mention_places) {
                let bearing = Bearing::Portrayal(mentions[i].side);
                let valence = evaluation.valence_for(part(self, at.tokens, mentions[i].tokens));
                if valence.0 != 0 {
                    out.push(self.scored(bearing, at.entry, at.tokens, valence, modifiers));
                }
            }
        }
    }

    fn scored(
        &self,
        bearing: Bearing,
        entry: EntryId,
        tokens: TokenRange,
        weight: Weight,
        modifiers: &Modifiers,
    ) -> ScoredMatch {
        let factors = if weight.0 == 0 { Vec::new() } else { modifiers.acting_on(tokens) };
        let score = factors.iter().fold(weight, |score, factor| score.scaled(factor.value));
        let span = self.text.span(tokens);
        ScoredMatch { bearing, entry, tokens, span, weight, factors, score, reported: false }
    }
}
