//! Scoring of one stretch: a part of one sentence that lies in one content span.
//!
//! In comes a token range and its context; out come matches with weight, factors and score. Everything that sums
//! (statements, issues, portrayals) is built from these.

use super::bear::nearest;
use super::modify::Modifiers;
use super::resolve::{TermMatch, keep_hits, keep_longest};
use super::{Bearing, Factor, FactorKind, ScoredMatch};
use crate::lexicon::{
    Chance, Entry, EntryId, Evaluation, EvaluationRule, Kinds, Lexicon, Match, Mention, Modifier, ModifierKind, Scope,
    Search, SideId, Stance, TypeTable, Weight, Within,
};
use crate::text::{Text, TokenRange};

/// What scoring needs to know of a document.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub lexicon: &'a Lexicon,
    pub text: &'a Text,
    pub types: &'a TypeTable,
    pub mentions: &'a [Mention],
    /// By token: what it may be part of; empty when nobody has looked.
    pub chances: &'a [Chance],
    /// By entry of the terms matcher: its pattern asks for an exact form.
    pub exact: &'a [bool],
    /// An entry that is not to be found.
    pub without: Option<EntryId>,
}

/// Memory that the scoring of one segment leaves to the next.
#[derive(Default)]
pub(super) struct Scratch {
    search: Search,
    matches: Vec<Match>,
    nearest: Vec<Mention>,
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

/// Matches of one segment that may score.
struct Found {
    terms: Vec<TermMatch>,
    evaluations: Vec<Match>,
}

impl<'a> Context<'a> {
    /// Scores one segment and adds its matches to `out`, in text order.
    pub fn score(&self, segment: Segment, scratch: &mut Scratch, out: &mut Vec<ScoredMatch>) {
        let mentions = self.mentions_in(segment.tokens);
        let terms = &self.lexicon.terms;
        let within = Within { mentions, ..self.within(segment.tokens, segment.own) };
        // Evaluations count only where they bear on a topic or on a mention.
        let kinds = if mentions.is_empty() { Kinds::TERM } else { Kinds::TERM.with(Kinds::EVALUATION) };
        if !terms.may_find(&within, kinds) {
            return;
        }
        self.find(segment.tokens, segment.own, kinds, scratch);
        if mentions.is_empty() && !scratch.matches.is_empty() {
            self.find_more(segment.tokens, segment.own, Kinds::EVALUATION, scratch);
        }
        let found = self.sort_out(&scratch.matches);
        if found.terms.is_empty() && (found.evaluations.is_empty() || mentions.is_empty()) {
            return;
        }
        let sentence = self.text.sentences[self.text.sentence_of(segment.tokens.start)];
        let takes_stand = found.terms.iter().any(|term| term.stance != Stance::Topic);
        let modifiers = match takes_stand || !found.evaluations.is_empty() {
            true => self.modifiers(segment, scratch),
            false => Vec::new(),
        };
        let modifiers = Modifiers::new(self.text, self.lexicon, sentence, segment.tokens.start, modifiers);

        let from = out.len();
        out.extend(found.terms.iter().map(|term| self.scored_term(term, &modifiers)));
        self.score_evaluations(&found, mentions, &modifiers, &mut scratch.nearest, out);
        // Not by side, whose order is the dispute's: what one evaluation says of several stands in the order of their mentions.
        let bearing = |m: &ScoredMatch| match m.bearing {
            Bearing::Portrayal(_) => Bearing::Portrayal(SideId(0)),
            issue => issue,
        };
        out[from..].sort_by_key(|m| (m.tokens, bearing(m), m.entry));
    }

    fn within(&self, range: TokenRange, own: Option<SideId>) -> Within<'_> {
        Within { text: self.text, types: self.types, range, mentions: self.mentions, own, chances: self.chances }
    }

    fn find(&self, range: TokenRange, own: Option<SideId>, kinds: Kinds, scratch: &mut Scratch) {
        scratch.matches.clear();
        self.find_more(range, own, kinds, scratch);
    }

    fn find_more(&self, range: TokenRange, own: Option<SideId>, kinds: Kinds, scratch: &mut Scratch) {
        let Scratch { search, matches, .. } = scratch;
        self.lexicon.terms.find_kinds(search, &self.within(range, own), kinds, matches);
        if self.without.is_some() {
            matches.retain(|m| Some(m.entry) != self.without);
        }
    }

    /// The mentions that lie in the range.
    fn mentions_in(&self, tokens: TokenRange) -> &'a [Mention] {
        if self.mentions.is_empty() {
            return &[];
        }
        let first = self.mentions.partition_point(|m| m.tokens.start < tokens.start);
        let inside = &self.mentions[first..];
        &inside[..inside.partition_point(|m| m.tokens.end <= tokens.end)]
    }

    /// The evaluations of a sentence, whatever they bear on.
    pub fn evaluations(&self, sentence: TokenRange, scratch: &mut Scratch) -> Vec<(Match, &'a Evaluation)> {
        self.find(sentence, None, Kinds::EVALUATION, scratch);
        let found = self.sort_out(&scratch.matches).evaluations;
        found.into_iter().filter_map(|found| Some((found, self.evaluation(found.entry)?))).collect()
    }

    fn sort_out(&self, matches: &[Match]) -> Found {
        let (mut terms, mut evaluations) = (Vec::new(), Vec::new());
        for &found in matches {
            match self.lexicon.terms.entry(found.entry) {
                Entry::Term(i) => {
                    let term = &self.lexicon.dispute.terms[i as usize];
                    let (issue, stance) = (term.issue, term.stance);
                    terms.push(TermMatch { issue, stance, entry: found.entry, tokens: found.tokens });
                }
                // The words of a name say nothing about its bearer: "United" in "United States" is no praise.
                Entry::Evaluation(_) if !self.is_in_mention(found.tokens) => evaluations.push(found),
                _ => {}
            }
        }
        keep_hits(self.text, &mut terms);
        keep_longest(self.text, &mut evaluations, |entry| self.is_exact(entry));
        evaluations.retain(|found| self.evaluation(found.entry).is_some_and(Evaluation::counts));
        Found { terms, evaluations }
    }

    fn evaluation(&self, entry: EntryId) -> Option<&'a Evaluation> {
        match self.lexicon.terms.entry(entry) {
            Entry::Evaluation(i) => Some(&self.lexicon.language.evaluations[i as usize]),
            _ => None,
        }
    }

    /// The modifiers that may act in a segment, in text order.
    pub fn modifiers(&self, segment: Segment, scratch: &mut Scratch) -> Vec<(Match, &'a Modifier)> {
        let mut modifiers = self.modifiers_in(segment.tokens, segment.own, scratch);
        // A negation stays in force from a cue into its content ("pledged not to …", "denied that …").
        if !segment.introduction.is_empty() {
            let reach = TokenRange::new(segment.introduction.start, segment.tokens.end);
            let before = self.modifiers_in(reach, segment.own, scratch).into_iter().filter(|(at, modifier)| {
                let negates = modifier.kind == ModifierKind::Negation && modifier.scope == Scope::Forward;
                negates && at.tokens.start < segment.tokens.start
            });
            modifiers.splice(0..0, before);
        }
        modifiers
    }

    fn modifiers_in(
        &self,
        range: TokenRange,
        own: Option<SideId>,
        scratch: &mut Scratch,
    ) -> Vec<(Match, &'a Modifier)> {
        self.find(range, own, Kinds::MODIFIER, scratch);
        let matches = &mut scratch.matches;
        keep_longest(self.text, matches, |entry| self.is_exact(entry));
        matches.iter().filter_map(|&found| self.modifier(found)).collect()
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

    fn scored_term(&self, term: &TermMatch, modifiers: &Modifiers) -> ScoredMatch {
        let weight = match (term.stance, self.lexicon.terms.entry(term.entry)) {
            (Stance::Favor, Entry::Term(i)) => self.lexicon.dispute.terms[i as usize].weight,
            (Stance::Against, Entry::Term(i)) => Weight(-self.lexicon.dispute.terms[i as usize].weight.0),
            _ => Weight(0),
        };
        let factors = acting(weight, modifiers, term.tokens);
        self.scored(Bearing::Term(term.issue, term.stance), term.entry, term.tokens, weight, factors)
    }

    fn score_evaluations(
        &self,
        found: &Found,
        mentions: &[Mention],
        modifiers: &Modifiers,
        nearest_mentions: &mut Vec<Mention>,
        out: &mut Vec<ScoredMatch>,
    ) {
        if found.evaluations.is_empty() {
            return;
        }
        let issues = &self.lexicon.dispute.issues;
        let counts = |t: &&TermMatch| issues[t.issue.0 as usize].evaluation != EvaluationRule::None;
        let topics: Vec<&TermMatch> = found.terms.iter().filter(|t| t.stance == Stance::Topic).filter(counts).collect();
        let topic_places: Vec<TokenRange> = topics.iter().map(|t| t.tokens).collect();
        let negation_words = self.lexicon.dispute.scoring.portrayal.negation_words;

        for at in &found.evaluations {
            let Some(evaluation) = self.evaluation(at.entry) else { continue };
            if evaluation.valence.0 != 0 && !found.terms.iter().any(|t| t.tokens.overlaps(at.tokens)) {
                let valence = evaluation.valence.scaled(self.lexicon.dispute.scoring.evaluation_weight);
                for i in nearest(self.text, at.tokens, &topic_places) {
                    let issue = topics[i].issue;
                    let weight = match issues[issue.0 as usize].evaluation {
                        EvaluationRule::Against => Weight(-valence.0),
                        _ => valence,
                    };
                    let factors = acting(weight, modifiers, at.tokens);
                    out.push(self.scored(Bearing::Evaluation(issue), at.entry, at.tokens, weight, factors));
                }
            }
            self.nearest_mentions(at.tokens, mentions, nearest_mentions);
            for mention in nearest_mentions.iter() {
                let closeness = self.closeness(at.tokens, Some(mention.tokens));
                let valence = evaluation.valence_for(closeness.part);
                if valence.0 != 0 {
                    let cue = self.text.span(mention.tokens);
                    let distance = Factor { kind: FactorKind::Distance, value: closeness.value, cue };
                    let factors = modifiers.acting_on(at.tokens, negation_words).chain([distance]).collect();
                    out.push(self.scored(Bearing::Portrayal(mention.side), at.entry, at.tokens, valence, factors));
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
        factors: Vec<Factor>,
    ) -> ScoredMatch {
        let score = factors.iter().fold(weight, |score, factor| score.scaled(factor.value));
        let span = self.text.span(tokens);
        ScoredMatch { bearing, entry, tokens, span, weight, factors, score, reported: false }
    }
}

/// What acts on a match that counts toward an issue: nothing where there is nothing to multiply.
fn acting(weight: Weight, modifiers: &Modifiers, tokens: TokenRange) -> Vec<Factor> {
    if weight.0 == 0 { Vec::new() } else { modifiers.acting_on(tokens, u32::MAX).collect() }
}
