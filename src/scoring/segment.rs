//! Scoring of one stretch: a part of one sentence that lies in one content span.
//!
//! In comes a token range and its context; out come matches with weight, factors and score. Everything that sums
//! (statements, issues, portrayals) is built from these.

use super::bear::nearest;
use super::modify::{ModifierMatch, Modifiers};
use super::resolve::{TermMatch, keep_hits, keep_longest};
use super::{Bearing, Factor, FactorKind, ScoredMatch};
use crate::lexicon::{
    Chances, Entry, EntryId, Evaluation, EvaluationRule, Kinds, Lexicon, Match, Mention, ModifierKind, Part, Scope,
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
    pub chances: &'a Chances,
    /// By entry of the terms matcher.
    pub facts: &'a [EntryFacts],
    /// An entry that is not to be found.
    pub without: Option<EntryId>,
}

/// Memory that the scoring of one segment leaves to the next.
#[derive(Default)]
pub(super) struct Scratch {
    search: Search,
    matches: Vec<Match>,
    found: Found,
    nearest: Vec<Mention>,
    pub clauses: Clauses,
}

/// The clauses of the sentence that was asked for last.
#[derive(Default)]
pub(super) struct Clauses {
    sentence: TokenRange,
    ranges: Vec<TokenRange>,
}

impl Clauses {
    /// The clauses of a sentence of `text`, which is the text of the sentence before unless that was forgotten.
    pub fn of(&mut self, text: &Text, sentence: TokenRange) -> &[TokenRange] {
        if self.sentence != sentence {
            self.sentence = sentence;
            self.ranges.clear();
            text.cut(sentence, &mut self.ranges);
        }
        &self.ranges
    }
}

impl Scratch {
    /// Forgets what was kept of a text.
    pub fn forget(&mut self) {
        self.clauses.sentence = TokenRange::default();
    }
}

/// Matches of one segment that may score, and what may act on them.
#[derive(Default)]
struct Found {
    terms: Vec<TermMatch>,
    evaluations: Vec<Match>,
    modifiers: Vec<Match>,
    acting: Vec<ModifierMatch>,
}

/// What scoring asks of an entry of the terms matcher.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct EntryFacts {
    /// It is an evaluation or modifier whose pattern asks for an exact form.
    is_exact: bool,
    /// It is an evaluation that says something.
    counts: bool,
    /// Of an evaluation: its valence in general, for who does it, and for whom it is done to.
    valences: [Weight; 3],
}

impl EntryFacts {
    fn of_evaluation(evaluation: &Evaluation, is_exact: bool) -> Self {
        let valences = [None, Some(Part::Agent), Some(Part::Patient)].map(|part| evaluation.valence_for(part));
        EntryFacts { is_exact, counts: evaluation.counts(), valences }
    }

    /// The valence for a target that plays `part`; in general for none.
    fn valence_for(&self, part: Option<Part>) -> Weight {
        self.valences[part.map_or(0, |part| 1 + part as usize)]
    }
}

/// By entry of the terms matcher: what scoring asks of it.
pub(super) fn entry_facts(lexicon: &Lexicon) -> Vec<EntryFacts> {
    let is_exact = |pattern: &str| pattern.contains(['"', '=']);
    let facts = |entry: &Entry| match *entry {
        Entry::Evaluation(i) => {
            let evaluation = &lexicon.language.evaluations[i as usize];
            EntryFacts::of_evaluation(evaluation, is_exact(&evaluation.pattern))
        }
        Entry::Modifier(i) => {
            let is_exact = is_exact(&lexicon.language.modifiers[i as usize].pattern);
            EntryFacts { is_exact, ..EntryFacts::default() }
        }
        _ => EntryFacts::default(),
    };
    lexicon.terms.entries().iter().map(facts).collect()
}

/// A part of one sentence that is scored as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub tokens: TokenRange,
    /// The whole sentence.
    pub sentence: TokenRange,
    /// From the cue that introduces the content to the content; empty without one.
    pub introduction: TokenRange,
    /// The side of the speaker.
    pub own: Option<SideId>,
}

/// What may bear on a topic or a mention, and what may act on it.
const EVALUATIONS: Kinds = Kinds::EVALUATION.with(Kinds::MODIFIER);

impl<'a> Context<'a> {
    /// Scores one segment and adds its matches to `out`, in text order.
    pub fn score(&self, segment: Segment, scratch: &mut Scratch, out: &mut Vec<ScoredMatch>) {
        let mentions = self.mentions_in(segment.tokens);
        // Evaluations count only where they bear on a topic or on a mention, and where they do, modifiers act on most.
        let kinds = if mentions.is_empty() { Kinds::TERM } else { Kinds::TERM.with(EVALUATIONS) };
        scratch.matches.clear();
        self.find(segment.sentence, segment.tokens, segment.own, kinds, scratch);
        if scratch.matches.is_empty() {
            return;
        }
        if mentions.is_empty() {
            self.find(segment.sentence, segment.tokens, segment.own, EVALUATIONS, scratch);
        }
        self.sort_out(scratch);
        let found = &scratch.found;
        if found.terms.is_empty() && (found.evaluations.is_empty() || mentions.is_empty()) {
            return;
        }
        let takes_stand = found.terms.iter().any(|term| term.stance != Stance::Topic);
        if takes_stand || !found.evaluations.is_empty() {
            self.note_modifiers(segment, scratch);
        }
        let Scratch { found, nearest, clauses, .. } = scratch;
        let has_topic = found.terms.iter().any(|term| term.stance == Stance::Topic);
        let clauses = match !found.acting.is_empty() || !found.evaluations.is_empty() && has_topic {
            true => clauses.of(self.text, segment.sentence),
            false => &[],
        };
        let start = segment.tokens.start;
        let modifiers = Modifiers::new(self.text, self.lexicon, segment.sentence, clauses, start, &found.acting);
        let from = out.len();
        out.extend(found.terms.iter().map(|term| self.scored_term(term, &modifiers)));
        self.score_evaluations(found, mentions, &modifiers, nearest, out);
        // Not by side, whose order is the dispute's: what one evaluation says of several stands in the order of their mentions.
        let bearing = |m: &ScoredMatch| match m.bearing {
            Bearing::Portrayal(_) => Bearing::Portrayal(SideId(0)),
            issue => issue,
        };
        out[from..].sort_by_key(|m| (m.tokens, bearing(m), m.entry));
    }

    /// Adds the entries of these kinds that are found in a part of a sentence.
    fn find(&self, sentence: TokenRange, range: TokenRange, own: Option<SideId>, kinds: Kinds, scratch: &mut Scratch) {
        let Scratch { search, matches, .. } = scratch;
        let &Context { text, types, mentions, chances, .. } = self;
        let within = Within { text, types, range, mentions, own, chances };
        self.lexicon.terms.find_in_sentence(search, &within, sentence, kinds, matches);
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

    /// The evaluations of a sentence, whatever they bear on, and the modifiers that may act on them.
    pub fn evaluations(
        &self,
        sentence: TokenRange,
        scratch: &mut Scratch,
    ) -> (Vec<(Match, &'a Evaluation)>, Vec<ModifierMatch>) {
        let segment = Segment { tokens: sentence, sentence, introduction: TokenRange::default(), own: None };
        scratch.matches.clear();
        self.find(sentence, sentence, None, EVALUATIONS, scratch);
        self.sort_out(scratch);
        self.note_modifiers(segment, scratch);
        let found = scratch.found.evaluations.iter();
        (
            found.filter_map(|&found| Some((found, self.evaluation(found.entry)?))).collect(),
            scratch.found.acting.clone(),
        )
    }

    /// Parts what was found by kind, and keeps what counts.
    fn sort_out(&self, scratch: &mut Scratch) {
        let Found { terms, evaluations, modifiers, acting } = &mut scratch.found;
        terms.clear();
        evaluations.clear();
        modifiers.clear();
        acting.clear();
        for &found in &scratch.matches {
            match self.lexicon.terms.entry(found.entry) {
                Entry::Term(i) => {
                    let term = &self.lexicon.dispute.terms[i as usize];
                    let (issue, stance) = (term.issue, term.stance);
                    terms.push(TermMatch { issue, stance, entry: found.entry, tokens: found.tokens });
                }
                // The words of a name say nothing about its bearer: "United" in "United States" is no praise.
                Entry::Evaluation(_) if !self.is_in_mention(found.tokens) => evaluations.push(found),
                Entry::Modifier(_) => modifiers.push(found),
                _ => {}
            }
        }
        keep_hits(self.text, terms);
        keep_longest(self.text, evaluations, |entry| self.facts(entry).is_exact);
        evaluations.retain(|found| self.facts(found.entry).counts);
    }

    fn evaluation(&self, entry: EntryId) -> Option<&'a Evaluation> {
        match self.lexicon.terms.entry(entry) {
            Entry::Evaluation(i) => Some(&self.lexicon.language.evaluations[i as usize]),
            _ => None,
        }
    }

    /// Notes which of the modifiers that were found may act in a segment, in text order.
    fn note_modifiers(&self, segment: Segment, scratch: &mut Scratch) {
        // A negation stays in force from a cue into its content ("pledged not to …", "denied that …").
        if !segment.introduction.is_empty() {
            let reach = TokenRange::new(segment.introduction.start, segment.tokens.end);
            scratch.matches.clear();
            self.find(segment.sentence, reach, segment.own, Kinds::MODIFIER, scratch);
            let Scratch { matches, found, .. } = scratch;
            self.note_acting(matches, &mut found.acting);
            found.acting.retain(|at| {
                let modifier = &self.lexicon.language.modifiers[at.modifier as usize];
                let negates = modifier.kind == ModifierKind::Negation && modifier.scope == Scope::Forward;
                negates && at.tokens.start < segment.tokens.start
            });
        }
        let Found { modifiers, acting, .. } = &mut scratch.found;
        self.note_acting(modifiers, acting);
    }

    fn note_acting(&self, matches: &mut Vec<Match>, acting: &mut Vec<ModifierMatch>) {
        keep_longest(self.text, matches, |entry| self.facts(entry).is_exact);
        acting.extend(matches.iter().filter_map(|found| match self.lexicon.terms.entry(found.entry) {
            Entry::Modifier(modifier) => Some(ModifierMatch { tokens: found.tokens, modifier }),
            _ => None,
        }));
    }

    fn is_in_mention(&self, tokens: TokenRange) -> bool {
        let first = self.mentions.partition_point(|m| m.tokens.end <= tokens.start);
        self.mentions[first..].iter().take_while(|m| m.tokens.start < tokens.end).any(|m| m.tokens.overlaps(tokens))
    }

    fn facts(&self, entry: EntryId) -> &'a EntryFacts {
        &self.facts[entry.0 as usize]
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
            let facts = self.facts(at.entry);
            let general = facts.valence_for(None);
            if !topics.is_empty() && general.0 != 0 && !found.terms.iter().any(|t| t.tokens.overlaps(at.tokens)) {
                let valence = general.scaled(self.lexicon.dispute.scoring.evaluation_weight);
                for i in nearest(modifiers.clauses, at.tokens, &topic_places) {
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
                let valence = facts.valence_for(closeness.part);
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
