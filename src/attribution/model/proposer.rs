//! The model as a [`Proposer`] beside the rules.

use std::sync::Arc;

use super::observe::Observed;
use super::rank::{self, Certainty, Proposal, overlap};
use super::reader::{Reader, Scratch};
use super::tag::Tag;
use super::{MODEL, Model};
use crate::attribution::phrase::phrase_within;
use crate::attribution::{Candidate, Context, Proposer};
use crate::text::TokenRange;

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
        let reader = Reader::new(&self.cues, &self.arguments);
        let mut scratch = Scratch::default();
        reader.start(seen, &mut scratch);
        let mut found = Vec::new();
        for &window in &seen.windows {
            let proposals = propose(&reader, seen, window, &mut scratch);
            for number in 0..proposals.len() {
                let reading = rank::read(seen, &proposals, number, window);
                let confidence = self.calibration.apply(self.judge.probability(&reading));
                found.push(Found { proposal: proposals[number].clone(), confidence });
            }
        }
        found
    }

    /// The statements of a document that are probable enough and do not repeat one another.
    pub fn statements(&self, seen: &Observed) -> Vec<Found> {
        settle(self.judge_all(seen), self.threshold)
    }
}

/// The proposals of one window, in the order of their cues.
pub fn propose(reader: &Reader<'_>, seen: &Observed, window: TokenRange, scratch: &mut Scratch) -> Vec<Proposal> {
    let mut cues = Vec::new();
    reader.cues(seen, window, FLOOR, scratch, &mut cues);
    if cues.len() > MOST_CUES {
        cues.sort_by(|a, b| b.begin.total_cmp(&a.begin).then(a.tokens.cmp(&b.tokens)));
        cues.truncate(MOST_CUES);
        cues.sort_by_key(|c| c.tokens);
    }
    let mut proposals = Vec::with_capacity(cues.len());
    for cue in cues {
        let mut arguments = reader.arguments(seen, window, cue.tokens, scratch);
        let certainty = Certainty::new(&arguments, &scratch.argument_chain.marginals);
        for ranges in [&mut arguments.source, &mut arguments.content] {
            ranges.iter_mut().for_each(|r| *r = trim(seen, *r));
            ranges.retain(|r| !r.is_empty());
        }
        if !arguments.content.is_empty() {
            proposals.push(Proposal { cue, arguments, certainty });
        }
    }
    proposals
}

/// The statements that stand: the most probable first, none with the cue or the content of another.
pub fn settle(mut found: Vec<Found>, threshold: f32) -> Vec<Found> {
    found.retain(|f| f.confidence >= threshold);
    found.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.proposal.cue.tokens.cmp(&b.proposal.cue.tokens)));
    let mut kept: Vec<Found> = Vec::new();
    // Windows are disjoint, so only the statements of a candidate's own window can clash with it.
    let mut by_window: std::collections::BTreeMap<u32, Vec<usize>> = std::collections::BTreeMap::new();
    for candidate in found {
        let (cue, content) = (candidate.proposal.cue.tokens, &candidate.proposal.arguments.content);
        let near = cue.start / super::observe::WINDOW;
        let clashes =
            (near.saturating_sub(1)..=near + 1).filter_map(|n| by_window.get(&n)).flatten().any(|&k: &usize| {
                let other = &kept[k].proposal;
                other.cue.tokens.overlaps(cue) || overlap(&other.arguments.content, content) > SAME_CONTENT
            });
        if !clashes {
            by_window.entry(near).or_default().push(kept.len());
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|f| f.proposal.cue.tokens);
    kept
}

/// Contents that share more than this are one statement found twice.
const SAME_CONTENT: f32 = 0.7;

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
#[derive(Clone)]
pub struct Trained {
    model: Arc<Model>,
}

impl Trained {
    /// A proposer for a model.
    pub fn new(model: Arc<Model>) -> Self {
        Trained { model }
    }
}

impl Proposer for Trained {
    fn propose(&self, context: &Context<'_>, out: &mut Vec<Candidate>) {
        let seen = Observed::new(context, &self.model.clusters);
        for found in self.model.statements(&seen) {
            let arguments = &found.proposal.arguments;
            let content: Vec<TokenRange> = arguments.content.iter().map(|r| with_marks(context, *r)).collect();
            let Some(&first) = content.first() else { continue };
            let source = arguments.source.first().map(|s| phrase_within(context, *s));
            let cue = trim(&seen, found.proposal.cue.tokens);
            let mut candidate = Candidate::new(MODEL, f64::from(found.confidence), source, cue, first);
            candidate.content = content;
            out.push(candidate);
        }
    }
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
