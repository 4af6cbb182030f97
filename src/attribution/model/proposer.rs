//! The model as a [`Proposer`]: it reads what the rules propose, adds its own readings, and weighs both.

use std::sync::{Arc, Mutex};

use super::observe::{Observed, RuleFound};
use super::rank::{self, Certainty, Proposal, overlap};
use super::reader::{Arguments, CueCandidate, Memory, Reader};
use super::tag::Tag;
use super::words::Words;
use super::{MODEL, Model};
use crate::attribution::phrase::phrase_within;
use crate::attribution::{Candidate, Context, Proposer, Rules};
use crate::text::{TokenClass, TokenRange};

/// Cues less probable than this are not looked at.
pub const FLOOR: f32 = 0.04;
/// Cues that one window may have at most, the most probable first; the longest real paragraphs have a quarter of it.
const MOST_CUES: usize = 48;

/// A statement that the model found.
#[derive(Clone, Debug)]
pub struct Found {
    /// Cue, source, content.
    pub proposal: Proposal,
    /// 0..1, calibrated.
    pub confidence: f32,
}

impl Model {
    /// Every proposal of a document with the judge's calibrated probability, whatever it is, in the order of the text.
    pub fn judge_all(&self, seen: &Observed) -> Vec<Found> {
        self.judge_with(&mut Reader::new(&self.cues, &self.arguments), seen)
    }

    fn judge_with(&self, reader: &mut Reader<'_>, seen: &Observed) -> Vec<Found> {
        reader.start(seen);
        let mut found = Vec::new();
        for &window in &seen.windows {
            let proposals = propose(reader, seen, window);
            let confidence = |number: usize| {
                let reading = rank::read(seen, &proposals, number, window);
                self.calibration.apply(self.judge.probability(&reading))
            };
            let confidences: Vec<f32> = (0..proposals.len()).map(confidence).collect();
            let judged = proposals.into_iter().zip(confidences);
            found.extend(judged.map(|(proposal, confidence)| Found { proposal, confidence }));
        }
        found.extend(marked(seen));
        found
    }
}

/// Where a mark attributes (a colon in a headline, a dash) the rules are taken at their word.
pub fn marked(seen: &Observed) -> impl Iterator<Item = Found> + '_ {
    seen.rules.iter().enumerate().filter(|(_, r)| r.cue.is_empty()).map(|(number, rule)| Found {
        proposal: Proposal {
            cue: CueCandidate { tokens: rule.cue, begin: 0.0, extent: 0.0 },
            arguments: Arguments {
                window: rule.cue,
                source: rule.source.clone(),
                content: rule.content.clone(),
                log_probability: 0.0,
            },
            certainty: Certainty::default(),
            rule: Some(number),
        },
        confidence: rule.confidence,
    })
}

/// The proposals of one window, model's and rules', in the order of their cues.
pub fn propose(reader: &mut Reader<'_>, seen: &Observed, window: TokenRange) -> Vec<Proposal> {
    let mut cues = Vec::new();
    reader.cues(seen, window, FLOOR, &mut cues);
    if cues.len() > MOST_CUES {
        cues.sort_by(|a, b| b.begin.total_cmp(&a.begin).then(a.tokens.cmp(&b.tokens)));
        cues.truncate(MOST_CUES);
    }
    let start = seen.rules.partition_point(|r| r.cue.start < window.start);
    let rules = seen.rules[start..].iter().take_while(|r| window.contains(r.cue)).filter(|r| !r.cue.is_empty());
    for rule in rules.take(MOST_CUES) {
        if cues.iter().all(|c| c.tokens != rule.cue) {
            let before = (rule.cue.start - window.start) as usize;
            let begin = reader.begins().skip(before).take(rule.cue.len() as usize).fold(0.0, f32::max);
            cues.push(CueCandidate { tokens: rule.cue, begin, extent: 1.0 });
        }
    }
    cues.sort_by_key(|c| c.tokens);
    let mut proposals = Vec::with_capacity(cues.len());
    for cue in cues {
        add_proposals(reader, seen, cue, &mut proposals);
    }
    proposals
}

/// What model and rules make of one cue.
fn add_proposals(reader: &mut Reader<'_>, seen: &Observed, cue: CueCandidate, out: &mut Vec<Proposal>) {
    let mut arguments = reader.arguments(seen, cue.tokens);
    let certainty = Certainty::new(&arguments, reader.argument_marginals());
    for ranges in [&mut arguments.source, &mut arguments.content] {
        ranges.iter_mut().for_each(|r| *r = trim(seen, *r));
        ranges.retain(|r| !r.is_empty());
    }
    let start = seen.rules.partition_point(|r| r.cue < cue.tokens);
    let same = seen.rules[start..].iter().take_while(|r| r.cue == cue.tokens);
    for (number, rule) in (start..).zip(same).take(MOST_READINGS) {
        if rule.source == arguments.source && rule.content == arguments.content {
            continue;
        }
        let label = |i: u32| if cue.tokens.start <= i && i < cue.tokens.end { 0 } else { rule.label(i) as u8 };
        let theirs = Arguments {
            window: arguments.window,
            source: rule.source.clone(),
            content: rule.content.clone(),
            log_probability: reader.log_probability(label),
        };
        let certainty = Certainty::new(&theirs, reader.argument_marginals());
        out.push(Proposal { cue, arguments: theirs, certainty, rule: Some(number) });
    }
    if !arguments.content.is_empty() {
        out.push(Proposal { cue, arguments, certainty, rule: None });
    }
}

/// Readings of one cue by rules that are weighed at most.
const MOST_READINGS: usize = 4;

/// The statements that stand: the most probable first, none with the cue or the content of another.
pub fn settle(mut found: Vec<Found>, threshold: f32) -> Vec<Found> {
    found.retain(|f| f.confidence >= threshold);
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.proposal.cue.tokens.cmp(&b.proposal.cue.tokens)));
    let mut kept: Vec<Found> = Vec::new();
    // Windows are disjoint, so only the statements of a candidate's own window can clash with it.
    let mut by_window: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
    for candidate in found {
        let near = candidate.proposal.cue.tokens.start / super::observe::WINDOW;
        let clashes = (near.saturating_sub(1)..=near + 1)
            .filter_map(|n| by_window.get(&n))
            .flatten()
            .any(|&k: &usize| clash(&kept[k].proposal, &candidate.proposal));
        if !clashes {
            by_window.entry(near).or_default().push(kept.len());
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|f| f.proposal.cue.tokens);
    kept
}

/// Two readings of one cue, or of one content.
fn clash(a: &Proposal, b: &Proposal) -> bool {
    if a.cue.tokens.overlaps(b.cue.tokens) {
        return true;
    }
    let holds = |outer: &Proposal, inner: &Proposal| {
        outer.arguments.content.iter().any(|r| !inner.cue.tokens.is_empty() && r.contains(inner.cue.tokens))
    };
    let most = if holds(a, b) || holds(b, a) { SAME_NESTED } else { SAME_CONTENT };
    overlap(&a.arguments.content, &b.arguments.content) > most
}

/// Contents that share more than this are one statement found twice.
const SAME_CONTENT: f32 = 0.7;
/// The same when one reports the other.
const SAME_NESTED: f32 = 0.8;

/// A range without punctuation at its ends.
pub fn trim(seen: &Observed, mut range: TokenRange) -> TokenRange {
    let mark = |i: u32| !seen.tag[i as usize].is_word() && seen.tag[i as usize] != Tag::Mark;
    while !range.is_empty() && mark(range.start) {
        range.start += 1;
    }
    while !range.is_empty() && mark(range.end - 1) {
        range.end -= 1;
    }
    range
}

/// Proposes what a trained model finds.
pub struct Trained {
    model: Arc<Model>,
    /// Kept from document to document; it never changes a result.
    memory: Mutex<Option<Memory>>,
    /// The same.
    words: Mutex<Words>,
}

impl Trained {
    /// A proposer for a model.
    pub fn new(model: Arc<Model>) -> Self {
        Trained { model, memory: Mutex::new(None), words: Mutex::default() }
    }

    /// The statements of a document that are probable enough and do not repeat one another.
    fn statements(&self, seen: &Observed) -> Vec<Found> {
        let model = &*self.model;
        let kept = self.memory.lock().ok().and_then(|mut memory| memory.take());
        let mut reader = match kept {
            Some(memory) => Reader::resume(model, memory),
            None => Reader::new(&model.cues, &model.arguments),
        };
        let found = model.judge_with(&mut reader, seen);
        if let Ok(mut memory) = self.memory.lock() {
            *memory = Some(reader.into_memory());
        }
        settle(found, model.threshold)
    }
}

impl Proposer for Trained {
    fn propose(&self, context: &Context<'_>, out: &mut Vec<Candidate>) {
        let mut rules = Vec::new();
        Rules.propose(context, &mut rules);
        let clusters = &self.model.clusters;
        let seen = match self.words.lock() {
            Ok(mut words) => Observed::with(&mut words, context, clusters, &rules),
            Err(_) => Observed::new(context, clusters, &rules),
        };
        let settled = self.statements(&seen);
        out.extend(reports_within(&seen, &settled).map(|rule| rules[rule.candidate].clone()));
        for found in settled {
            let mut candidate = match found.proposal.rule {
                Some(number) => rules[seen.rules[number].candidate].clone(),
                None => match candidate(context, &seen, &found.proposal) {
                    Some(candidate) => candidate,
                    None => continue,
                },
            };
            candidate.confidence = f64::from(found.confidence);
            candidate.judged = true;
            out.push(candidate);
        }
    }
}

/// What rules found inside the words of a statement and the judge did not take: reports within a statement, which keep
/// the rule's own confidence.
fn reports_within<'s>(seen: &'s Observed, settled: &[Found]) -> impl Iterator<Item = &'s RuleFound> {
    const CONTENT: u8 = 1;
    const CUE: u8 = 2;
    let mut held = vec![0u8; seen.tag.len()];
    for proposal in settled.iter().map(|f| &f.proposal) {
        for range in &proposal.arguments.content {
            held[range.indices()].iter_mut().for_each(|bits| *bits |= CONTENT);
        }
        held[proposal.cue.tokens.indices()].iter_mut().for_each(|bits| *bits |= CUE);
    }
    seen.rules.iter().filter(move |r| !r.cue.is_empty() && r.cue.indices().all(|i| held[i] == CONTENT))
}

/// The model's own reading as a candidate.
fn candidate(context: &Context<'_>, seen: &Observed, proposal: &Proposal) -> Option<Candidate> {
    let arguments = &proposal.arguments;
    let content: Vec<TokenRange> = arguments.content.iter().map(|r| with_marks(context, *r)).collect();
    let source = arguments.source.first().map(|s| phrase_within(context, with_bracket(context, *s)));
    let mut candidate = Candidate::new(MODEL, 0.0, source, trim(seen, proposal.cue.tokens), *content.first()?);
    candidate.content = content;
    Some(candidate)
}

/// With the bracket that closes one inside it: "Senator Ferris (R-Mo.)".
fn with_bracket(context: &Context<'_>, range: TokenRange) -> TokenRange {
    let last = |class: TokenClass| (range.start..range.end).rev().find(|&i| context.class(i) == class);
    let open = last(TokenClass::BracketOpen) > last(TokenClass::BracketClose);
    let close = (range.end..range.end + 3).find(|&i| context.class(i) == TokenClass::BracketClose);
    TokenRange::new(range.start, close.filter(|_| open).map_or(range.end, |c| c + 1))
}

/// With the quotation marks around it, when the content fills the quotation.
fn with_marks(context: &Context<'_>, mut range: TokenRange) -> TokenRange {
    let Some(quote) = context.quote_of(range.start).and_then(|q| context.quotes.get(q)) else {
        return end_mark(context, range);
    };
    if range.start == quote.tokens.start + 1 {
        range.start = quote.tokens.start;
    }
    end_mark(context, range)
}

/// With what closes the quotation in which it ends, when nothing but marks is between.
fn end_mark(context: &Context<'_>, mut range: TokenRange) -> TokenRange {
    let Some(quote) = context.quote_of(range.end - 1).and_then(|q| context.quotes.get(q)) else { return range };
    let end = quote.tokens.end;
    let starts_inside = quote.tokens.start >= range.start;
    if starts_inside && end - range.end <= 3 && (range.end..end).all(|i| !context.class(i).is_word()) {
        range.end = end;
    }
    range
}
