//! The judge: how probable is a candidate as a whole?
//!
//! A logistic regression over what both stages say of a candidate and over what only the whole shows: whether it has
//! a source, where its content lies and ends, what other candidates claim the same words. Its probability is the
//! statement's confidence.

use super::feature::{Feature, Template as T, mix, step};
use super::observe::{Observed, QuoteState};
use super::reader::{Arguments, CueCandidate};
use super::sums::Batch;
use super::tag::Tag;
use super::weights::Weights;
use crate::text::TokenRange;

/// Numbers that the judge weighs as they are.
pub const DENSE: usize = 18;

/// The judge's weights.
#[derive(Clone, Debug)]
pub struct Judge {
    /// Of the numbers of [`Reading::dense`].
    pub dense: [f32; DENSE],
    /// Of hashed features.
    pub weights: Weights<1>,
}

impl Judge {
    /// P(the candidate is a statement), before calibration.
    pub fn probability(&self, reading: &Reading) -> f32 {
        let mut batch = Batch::new(&self.weights);
        reading.features.iter().for_each(|feature| batch.add(*feature));
        let dense: f32 = self.dense.iter().zip(reading.dense).map(|(w, x)| w * x).sum();
        logistic(self.weights.scores(&batch.finish())[0] + dense)
    }
}

/// 1 / (1 + e^-x)
pub fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + libm::expf(-x))
}

/// A candidate statement.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its cue.
    pub cue: CueCandidate,
    /// Its source and content.
    pub arguments: Arguments,
    /// How sure the second stage is of them.
    pub certainty: Certainty,
    /// Position in [`Observed::rules`] of the rule's candidate that this is; `None` for the model's own.
    pub rule: Option<usize>,
}

/// How sure the second stage is of a reading.
#[derive(Clone, Copy, Debug, Default)]
pub struct Certainty {
    /// Mean P(content) of the content's tokens.
    pub content: f32,
    /// P(it begins where it does), of the first span.
    pub begin: f32,
    /// P(it ends where it does), of the last span.
    pub end: f32,
    /// Mean P(source) of the source's tokens; 0 without one.
    pub source: f32,
    /// The largest P(source) of any token.
    pub any_source: f32,
}

impl Certainty {
    /// Reads marginals of the second stage.
    pub fn new(arguments: &Arguments, marginals: &[[f32; 5]]) -> Self {
        let at = |i: u32| {
            let place = i.checked_sub(arguments.window.start);
            place.and_then(|p| marginals.get(p as usize)).copied().unwrap_or_default()
        };
        let mean = |ranges: &[TokenRange], labels: [usize; 2]| {
            let tokens: Vec<f32> =
                ranges.iter().flat_map(|r| r.start..r.end).map(|i| at(i)[labels[0]] + at(i)[labels[1]]).collect();
            if tokens.is_empty() { 0.0 } else { tokens.iter().sum::<f32>() / tokens.len() as f32 }
        };
        let end = arguments
            .content
            .last()
            .map_or(0.0, |r| if r.end < arguments.window.end { 1.0 - at(r.end)[4] } else { 1.0 });
        Certainty {
            content: mean(&arguments.content, [3, 4]),
            begin: arguments.content.first().map_or(0.0, |r| at(r.start)[3]),
            end,
            source: mean(&arguments.source, [1, 2]),
            any_source: marginals.iter().map(|m| m[1] + m[2]).fold(0.0, f32::max),
        }
    }
}

/// What the judge sees of a proposal.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Plain numbers.
    pub dense: [f32; DENSE],
    /// Hashed features.
    pub features: Vec<Feature>,
}

/// Looks at proposal `number` among the proposals of its window.
pub fn read(seen: &Observed, proposals: &[Proposal], number: usize, window: TokenRange) -> Reading {
    let mine = &proposals[number];
    let (cue, content) = (mine.cue.tokens, &mine.arguments.content);
    let source = mine.arguments.source.first().copied();
    let head = cue.indices().find(|&i| seen.cue[i].kind > 0).unwrap_or(cue.end as usize - 1);
    let mark = seen.cue[head];
    let tag = |i: Option<u32>| {
        i.filter(|i| (window.start..window.end).contains(i)).map_or(Tag::None, |i| seen.tag[i as usize]) as u32
    };
    let length: u32 = content.iter().map(|r| r.len()).sum();
    let first = content.first().copied();
    let last = content.last().copied();
    let side = |r: TokenRange| if r.start >= cue.end { 2u32 } else { 1 };
    let shape = match content.len() {
        0 => 0,
        1 => side(content[0]),
        2 => 3 + side(content[0]) * 3 + side(content[1]),
        _ => 20,
    };
    let quoted =
        content.iter().flat_map(|r| r.indices()).filter(|&i| seen.quote[i] != QuoteState::Outside).count() as u32;
    let quoting = if length == 0 {
        0
    } else if quoted == 0 {
        1
    } else if quoted >= length {
        2
    } else {
        3
    };
    let gap = first.map_or(0, |r| if r.start >= cue.end { r.start - cue.end } else { cue.start.saturating_sub(r.end) });
    let source_place = source.map_or(0, |s| {
        let (side, gap) =
            if s.start >= cue.end { (2, s.start - cue.end) } else { (1, cue.start.saturating_sub(s.end)) };
        side + 4 * (1 + step(gap).min(6))
    });
    let source_last = tag(source.map(|s| s.end - 1));
    let source_first = tag(source.map(|s| s.start));
    let source_length = step(source.map_or(0, |s| s.len()));
    let start_tag = tag(first.map(|r| r.start));
    let before_start = tag(first.and_then(|r| r.start.checked_sub(1)));
    let after_end = tag(last.map(|r| r.end));
    let kind = u32::from(mark.kind);
    let form = u32::from(mark.form);
    let stem = seen.word(head).stem;
    let words = cue.indices().fold(0, |all, i| mix(T::CueWord, [all, seen.word(i).form]));
    let in_quote = seen.quote[head] as u32;
    let rivals = Rivals::new(proposals, number);
    let partner = Partner::new(seen, proposals, number);

    let mut dense = [0.0; DENSE];
    let certainty = mine.certainty;
    let logit = |p: f32| {
        let p = p.clamp(0.001, 0.999);
        libm::logf(p / (1.0 - p))
    };
    dense[0] = logit(mine.cue.begin);
    dense[1] = libm::logf(mine.cue.extent.max(0.01));
    dense[2] = mine.arguments.log_probability.max(-12.0) * 0.25;
    dense[3] = mine.arguments.log_probability.max(-12.0) / (length as f32 + 2.0);
    dense[4] = logit(certainty.content) * 0.25;
    dense[5] = logit(certainty.begin) * 0.25;
    dense[6] = logit(certainty.end) * 0.25;
    dense[7] = certainty.source;
    dense[8] = certainty.any_source;
    dense[9] = rivals.overlapping_begin;
    dense[10] = rivals.outer;
    dense[11] = rivals.inner;
    dense[12] = libm::logf(1.0 + length as f32) * 0.25;
    dense[13] = f32::from(u8::from(source.is_some()));
    dense[14] = f32::from(u8::from(mine.rule.is_some()));
    dense[15] = partner.confidence;
    dense[16] = partner.shared;
    dense[17] = partner.shared * partner.confidence;

    let mut features = Vec::with_capacity(48);
    let mut add = |f| features.push(f);
    let strength = ((logit(mine.cue.begin) + 7.0) as u32).min(13);
    add(mix(T::Bias, []));
    add(mix(T::Bucket, [0, strength]));
    add(mix(T::Bucket, [1, shape]));
    add(mix(T::Bucket, [2, quoting]));
    add(mix(T::Bucket, [3, step(gap)]));
    add(mix(T::Bucket, [4, source_place]));
    add(mix(T::Bucket, [5, step(length)]));
    add(mix(T::Bucket, [6, source_length]));
    add(mix(T::Bucket, [7, in_quote]));
    add(mix(T::Bucket, [8, rivals.count]));
    add(mix(T::Bucket, [9, (certainty.content * 8.0) as u32]));
    add(mix(T::Bucket, [10, (certainty.begin * 6.0) as u32, (certainty.end * 6.0) as u32]));
    add(mix(T::Bucket, [11, (certainty.source * 5.0) as u32]));
    add(mix(T::Bucket, [12, after_end]));
    add(mix(T::Bucket, [13, before_start]));
    add(mix(T::Bucket, [14, (mine.arguments.log_probability.max(-10.0) * -2.0) as u32]));
    add(mix(T::Bucket, [15, (mine.cue.extent * 6.0) as u32, cue.len().min(5)]));
    add(mix(T::Tag, [0, source_last]));
    add(mix(T::Tag, [1, source_first, source_length]));
    add(mix(T::Tag, [2, start_tag, shape]));
    add(mix(T::Tag, [3, tag(cue.start.checked_sub(1)), tag(Some(cue.end))]));
    add(mix(T::Word, [0, stem]));
    add(mix(T::Word, [1, words]));
    add(mix(T::Word, [2, seen.word(head).fine]));
    add(mix(T::Word, [3, source.map_or(0, |s| seen.word(s.end as usize - 1).form)]));
    add(mix(T::Word, [4, first.map_or(0, |r| seen.word(r.start as usize).form), shape]));
    add(mix(T::CueKind, [0, kind, form]));
    add(mix(T::CueKind, [1, u32::from(mark.frames), shape]));
    add(mix(T::CueKind, [2, kind, shape, quoting]));
    add(mix(T::CueKind, [3, kind, start_tag]));
    add(mix(T::CueKind, [4, kind, source_last]));
    add(mix(T::CueKind, [5, form, seen.tag[head] as u32, u32::from(source.is_some())]));
    add(mix(T::Pair, [0, shape, quoting, source_place]));
    add(mix(T::Pair, [1, strength, u32::from(source.is_some()), shape]));
    add(mix(T::Pair, [2, source_last, start_tag]));
    add(mix(T::Pair, [3, in_quote, source_last]));
    add(mix(T::Pair, [4, step(length), shape, quoting]));
    add(mix(T::Pair, [5, source_last, shape]));
    add(mix(T::Pair, [6, rivals.count, strength]));
    add(mix(T::WordPair, [0, stem, shape]));
    add(mix(T::WordPair, [1, stem, start_tag]));
    add(mix(T::WordPair, [2, stem, source_last]));
    add(mix(T::WordPair, [3, stem, quoting, u32::from(source.is_some())]));
    let origin = u32::from(mine.rule.is_some());
    let (name, sources) = (partner.name, partner.sources);
    let shared = (partner.shared * 6.0) as u32;
    add(mix(T::Agreement, [0, origin, shared, sources]));
    add(mix(T::Agreement, [1, origin, name, shared]));
    add(mix(T::Agreement, [2, origin, name, sources]));
    add(mix(T::Agreement, [3, origin, strength, shared]));
    add(mix(T::Agreement, [4, origin, (partner.confidence * 20.0) as u32]));
    add(mix(T::Agreement, [5, origin, name, strength]));
    add(mix(T::Agreement, [6, origin, name, shape]));
    add(mix(T::Agreement, [7, origin, name, quoting]));
    add(mix(T::Agreement, [8, origin, name, u32::from(mark.kind)]));
    add(mix(T::Agreement, [9, origin, name, (certainty.begin * 4.0) as u32, (certainty.end * 4.0) as u32]));
    Reading { dense, features }
}

/// What the other of rules and model makes of the same cue.
#[derive(Clone, Copy, Debug, Default)]
struct Partner {
    /// The rule's hashed name, 0 without a rule.
    name: u32,
    /// The rule's own confidence.
    confidence: f32,
    /// Overlap of the contents.
    shared: f32,
    /// 0 neither has a source, 1 the same, 2 overlapping ones, 3 different ones or one without.
    sources: u32,
}

impl Partner {
    fn new(seen: &Observed, proposals: &[Proposal], number: usize) -> Self {
        let mine = &proposals[number];
        let (rule, other) = match mine.rule {
            Some(rule) => {
                let near = number.saturating_sub(8)..(number + 9).min(proposals.len());
                let model = near.map(|n| &proposals[n]).find(|p| p.rule.is_none() && p.cue.tokens == mine.cue.tokens);
                (Some(&seen.rules[rule]), model.map(|p| (&p.arguments.source, &p.arguments.content)))
            }
            None => {
                let rule = seen.rule_of(mine.cue.tokens);
                (rule, rule.map(|r| (&r.source, &r.content)))
            }
        };
        let mut partner = Partner {
            name: rule.map_or(0, |r| r.name),
            confidence: rule.map_or(0.0, |r| r.confidence),
            ..Partner::default()
        };
        if let Some((source, content)) = other {
            partner.shared = overlap(content, &mine.arguments.content);
            partner.sources = match (source.first(), mine.arguments.source.first()) {
                (None, None) => 0,
                (Some(a), Some(b)) if a == b => 1,
                (Some(a), Some(b)) if a.overlaps(*b) => 2,
                _ => 3,
            };
        }
        partner
    }
}

/// What other proposals of the window claim.
#[derive(Clone, Copy, Debug, Default)]
struct Rivals {
    /// The largest begin of another proposal whose cue overlaps.
    overlapping_begin: f32,
    /// The largest begin of another proposal whose content holds this cue.
    outer: f32,
    /// The largest begin of another proposal whose cue lies in this content.
    inner: f32,
    /// How many others have the same content or nearly so.
    count: u32,
}

impl Rivals {
    fn new(proposals: &[Proposal], number: usize) -> Self {
        let mine = &proposals[number];
        let mut rivals = Rivals::default();
        // Proposals are in the order of their cues; those far away do not matter.
        let near = number.saturating_sub(20)..(number + 21).min(proposals.len());
        for other in near.filter(|&n| n != number).map(|n| &proposals[n]) {
            let begin = other.cue.begin;
            if other.cue.tokens == mine.cue.tokens || other.rule.is_some() {
                continue;
            }
            if other.cue.tokens.overlaps(mine.cue.tokens) {
                rivals.overlapping_begin = rivals.overlapping_begin.max(begin);
            }
            if other.arguments.content.iter().any(|r| r.contains(mine.cue.tokens)) {
                rivals.outer = rivals.outer.max(begin);
            }
            if mine.arguments.content.iter().any(|r| r.contains(other.cue.tokens)) {
                rivals.inner = rivals.inner.max(begin);
            }
            if begin > 0.3 && overlap(&mine.arguments.content, &other.arguments.content) > 0.6 {
                rivals.count = (rivals.count + 1).min(3);
            }
        }
        rivals
    }
}

/// Intersection over union of two lists of ranges, in tokens.
pub fn overlap(a: &[TokenRange], b: &[TokenRange]) -> f32 {
    let size = |r: &[TokenRange]| r.iter().map(|r| r.len()).sum::<u32>();
    let shared: u32 =
        a.iter().flat_map(|x| b.iter().map(move |y| x.end.min(y.end).saturating_sub(x.start.max(y.start)))).sum();
    let all = size(a) + size(b) - shared;
    if all == 0 { 0.0 } else { shared as f32 / all as f32 }
}

/// From the judge's probability to the share of such candidates that are right: straight lines between knots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Calibration {
    knots: Vec<(f32, f32)>,
}

impl Calibration {
    /// Knots in rising order; without any, nothing is changed.
    pub fn new(mut knots: Vec<(f32, f32)>) -> Self {
        knots.sort_by(|a, b| a.0.total_cmp(&b.0));
        Calibration { knots }
    }

    /// The knots.
    pub fn knots(&self) -> &[(f32, f32)] {
        &self.knots
    }

    /// The calibrated probability.
    pub fn apply(&self, p: f32) -> f32 {
        let after = self.knots.partition_point(|k| k.0 <= p);
        let (low, high) = match (after.checked_sub(1).map(|i| self.knots[i]), self.knots.get(after)) {
            (None, None) => return p,
            (low, high) => (low.unwrap_or((0.0, 0.0)), high.copied().unwrap_or((1.0, 1.0))),
        };
        let width = high.0 - low.0;
        let share = if width > 0.0 { (p - low.0) / width } else { 0.0 };
        (low.1 + share * (high.1 - low.1)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calibration_runs_through_its_knots() {
        let calibration = Calibration::new(vec![(0.8, 0.6), (0.2, 0.1)]);
        for (p, wanted) in [(0.0, 0.0), (0.2, 0.1), (0.5, 0.35), (0.8, 0.6), (1.0, 1.0)] {
            assert!((calibration.apply(p) - wanted).abs() < 1e-6, "{p}");
        }
        assert_eq!(Calibration::default().apply(0.3), 0.3);
    }

    #[test]
    fn overlap_of_split_contents() {
        let ranges = |pairs: &[(u32, u32)]| pairs.iter().map(|p| TokenRange::new(p.0, p.1)).collect::<Vec<_>>();
        assert_eq!(overlap(&ranges(&[(0, 4), (6, 10)]), &ranges(&[(2, 8)])), 4.0 / 10.0);
        assert_eq!(overlap(&[], &[]), 0.0);
    }
}
