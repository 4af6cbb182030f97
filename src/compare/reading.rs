//! Readings: one plain line per issue, for people who will read nothing else.
//!
//! It names who talks about the issue more, by the rate per 1,000 words, and where the two stand, each with how
//! sure that is. Words are the same for both sides, and no side wins. The one that is ahead is named first, whichever is
//! first in the dispute, so swapping the sides changes at most the order in which equals are named.

use super::comparison::{Contrast, Evidence, Position, Robustness, Unit};
use super::measure::g2::compare_rates;
use std::cmp::Ordering;

/// A stance within this distance of 0 is called divided.
const DIVIDED: f64 = 0.2;

/// A finding when q is below.
const LEVEL: f64 = 0.05;

/// The reading of the first two sides, given what they are called; of the only side when there is one.
pub(crate) fn reading(
    labels: &[&str],
    positions: &[Position],
    contrast: &Contrast,
    robustness: &[&Robustness],
) -> String {
    match (labels, positions) {
        ([one, other, ..], [a, b, ..]) => {
            let mut reading = attention((one, a), (other, b), contrast);
            for sentence in [stances((one, a), (other, b), contrast), power(contrast), frailty(contrast, robustness)] {
                if !sentence.is_empty() {
                    reading += " ";
                    reading += &sentence;
                }
            }
            reading
        }
        ([only, ..], [a, ..]) => format!("Nobody to compare with: {}.", stance(only, a)),
        _ => String::new(),
    }
}

/// The reading of an issue on which nobody can take a stand, such as a category of a word list.
pub(crate) fn attention_reading(labels: &[&str], positions: &[Position], contrast: &Contrast) -> String {
    match (labels, positions) {
        ([one, other, ..], [a, b, ..]) => attention((one, a), (other, b), contrast),
        ([only, ..], [_, ..]) => format!("Nobody to compare {only} with."),
        _ => String::new(),
    }
}

type Named<'a> = (&'a str, &'a Position);

fn attention((one, a): Named, (other, b): Named, contrast: &Contrast) -> String {
    let ((one, a), (other, b)) = match compare_rates(a.hits, a.tokens, b.hits, b.tokens) {
        Ordering::Less => ((other, b), (one, a)),
        _ => ((one, a), (other, b)),
    };
    let (rate, other_rate) = match (a.per_1000, b.per_1000) {
        (None, None) => return "No statement from either side.".into(),
        (Some(rate), None) => return only_one((one, rate), other),
        (None, Some(rate)) => return only_one((other, rate), one),
        (Some(rate), Some(other_rate)) => (rate, other_rate),
    };
    if a.hits == 0 {
        return format!("No mention from either side, {one} or {other}.");
    }
    if compare_rates(a.hits, a.tokens, b.hits, b.tokens) == Ordering::Equal {
        return format!("Equal attention from {one} and {other}: {rate:.1} hits per 1,000 words.");
    }
    let (rate, other_rate) = told_apart(rate, other_rate);
    let certainty = match contrast.q {
        Some(q) if q < LEVEL => format!(", more than chance explains ({})", q_value(q)),
        Some(q) => format!(", which chance alone could explain ({})", q_value(q)),
        None => format!(", but {}", too_few((one, a), (other, b))),
    };
    format!("More attention from {one}: {rate} hits per 1,000 words against {other_rate} from {other}{certainty}.")
}

fn only_one((one, rate): (&str, f64), silent: &str) -> String {
    format!("No statement from {silent}; {rate:.1} hits per 1,000 words from {one}.")
}

fn too_few((one, a): Named, (other, b): Named) -> String {
    let units = |position: &Position| match position.unit {
        Unit::Document => position.documents,
        Unit::Statement => position.statements,
    };
    let (least, whose) = match units(a).cmp(&units(b)) {
        Ordering::Less => (units(a), format!(" from {one}")),
        Ordering::Greater => (units(b), format!(" from {other}")),
        Ordering::Equal => (units(a), " a side".into()),
    };
    match least {
        1 => format!("1 {}{whose} is too few to tell", a.unit.as_str()),
        n => format!("{n} {}{whose} are too few to tell", a.unit.plural()),
    }
}

fn stances((one, a): Named, (other, b): Named, contrast: &Contrast) -> String {
    if a.stance.value.is_none() && b.stance.value.is_none() {
        return "No stance from either side.".into();
    }
    let both = format!("{}, {}", stance(one, a), stance(other, b));
    let Some(gap) = contrast.gap.value else { return format!("{}.", capitalized(&both)) };
    let interval = match (contrast.gap.low, contrast.gap.high) {
        (Some(low), Some(high)) if gap == 0.0 => format!(" (95 % interval up to {:.2} either way)", high.max(-low)),
        (Some(low), Some(high)) if gap < 0.0 => format!(" (95 % interval {} to {})", signed(-high), signed(-low)),
        (Some(low), Some(high)) => format!(" (95 % interval {} to {})", signed(low), signed(high)),
        _ => String::new(),
    };
    let certainty = match contrast.gap_q {
        Some(q) if q < LEVEL => format!("more than chance explains ({})", q_value(q)),
        Some(q) => format!("which chance alone could explain ({})", q_value(q)),
        None => "too little evidence for a test".into(),
    };
    format!("{}: {:.2} apart{interval}, {certainty}.", capitalized(&both), gap.abs())
}

/// `1,204`
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// How much more it would take, where the gap may be nothing.
fn power(contrast: &Contrast) -> String {
    match contrast.gap_more_statements {
        Some(1) => "About 1 more statement like these would be needed for the interval to exclude zero.".into(),
        Some(n) => {
            format!("About {} more statements like these would be needed for the interval to exclude zero.", grouped(n))
        }
        None => String::new(),
    }
}

/// What a finding hangs on, when leaving that out alone would turn it.
fn frailty(contrast: &Contrast, robustness: &[&Robustness]) -> String {
    let Some(gap) = contrast.gap.value.filter(|_| contrast.gap_q.is_some_and(|q| q < LEVEL)) else {
        return String::new();
    };
    let turns = |row: &&&Robustness| row.reversals > 0;
    let without = |row: &&Robustness| {
        let name = if gap > 0.0 { &row.low_without } else { &row.high_without };
        name.as_ref().map(|name| format!("the {} `{name}`", row.left_out.as_str()))
    };
    match robustness.iter().find(turns).and_then(without) {
        Some(part) => format!("Without {part} alone the direction would turn."),
        None => String::new(),
    }
}

fn stance(label: &str, position: &Position) -> String {
    let Some(value) = position.stance.value else { return format!("no stance from {label}") };
    let word = match value {
        v if v >= DIVIDED => "in favor",
        v if v <= -DIVIDED => "against",
        _ => "divided",
    };
    let thin = if position.evidence == Evidence::Thin { ", thin evidence" } else { "" };
    format!("{label} {word} ({}{thin})", signed(value))
}

/// Two rates with as many decimals as it takes to tell them apart, one at least.
fn told_apart(a: f64, b: f64) -> (String, String) {
    let with = |decimals: usize| (format!("{a:.decimals$}"), format!("{b:.decimals$}"));
    (1..6).map(with).find(|(a, b)| a != b).unwrap_or_else(|| with(6))
}

fn signed(value: f64) -> String {
    let text = format!("{value:+.2}");
    if text.ends_with("0.00") && value.abs() < 0.5 { "0.00".into() } else { text }
}

fn q_value(q: f64) -> String {
    if q < 0.001 { "q < 0.001".into() } else { format!("q = {q:.3}") }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Estimate, LeftOut, Other, measure};
    use crate::lexicon::{IssueId, SideId};

    fn position(hits: u64, tokens: u64, stance: Option<f64>, stance_matches: u64) -> Position {
        Position {
            issue: IssueId(0),
            side: SideId(0),
            documents: 1,
            statements: tokens / 100,
            tokens,
            hits,
            per_1000: measure::attention::per_1000(hits, tokens),
            statement_share: None,
            favor: 0,
            against: 0,
            neutral: 0,
            favor_weight: 0.0,
            against_weight: 0.0,
            stance_matches,
            stance: Estimate { value: stance, low: None, high: None },
            logit: None,
            dispersion: None,
            dp_norm: None,
            juilland_d: None,
            evidence: Evidence::of(stance_matches),
            unit: Unit::Statement,
            quote: None,
        }
    }

    fn read(a: Position, b: Position, contrast: Contrast) -> String {
        reading(&["Norland", "Sudland"], &[a, b], &contrast, &[])
    }

    #[test]
    fn few_statements_are_said_to_be_few() {
        assert_eq!(
            read(position(9, 600, Some(0.8), 6), position(1, 300, Some(-1.0), 1), Contrast::default()),
            "More attention from Norland: 15.0 hits per 1,000 words against 3.3 from Sudland, but 3 statements from \
             Sudland are too few to tell. Norland in favor (+0.80), Sudland against (-1.00, thin evidence)."
        );
    }

    #[test]
    fn a_finding_says_how_sure_it_is_and_swaps_with_the_sides() {
        let contrast = Contrast {
            q: Some(0.012),
            gap: Estimate { value: Some(-1.2), low: Some(-1.6), high: Some(-0.5) },
            gap_q: Some(0.0004),
            ..Contrast::default()
        };
        let mirrored = Contrast { gap: Estimate { value: Some(1.2), low: Some(0.5), high: Some(1.6) }, ..contrast };
        let (a, b) = (position(4, 4000, Some(-0.5), 9), position(40, 4000, Some(0.7), 9));
        let attention = "More attention from Sudland: 10.0 hits per 1,000 words against 1.0 from Norland, more than chance \
                         explains (q = 0.012). ";
        let gap = ": 1.20 apart (95 % interval +0.50 to +1.60), more than chance explains (q < 0.001).";
        assert_eq!(
            read(a.clone(), b.clone(), contrast),
            format!("{attention}Norland against (-0.50), Sudland in favor (+0.70){gap}")
        );
        assert_eq!(
            reading(&["Sudland", "Norland"], &[b, a], &mirrored, &[]),
            format!("{attention}Sudland in favor (+0.70), Norland against (-0.50){gap}")
        );
    }

    #[test]
    fn a_finding_that_hangs_on_one_part_says_so_and_no_finding_says_what_it_lacks() {
        let gap = Estimate { value: Some(1.2), low: Some(0.5), high: Some(1.6) };
        let found = Contrast { gap, gap_q: Some(0.01), ..Contrast::default() };
        let part = Robustness {
            issue: IssueId(0),
            side: SideId(0),
            other: Other::Side(SideId(1)),
            left_out: LeftOut::Entry,
            parts: 3,
            gap: Some(1.2),
            low: Some(-0.1),
            low_without: Some("tear down".into()),
            high: Some(1.4),
            high_without: Some("trust".into()),
            reversals: 1,
            undefined: 0,
        };
        let sides = || [position(4, 4000, Some(0.7), 9), position(4, 4000, Some(-0.5), 9)];
        let text = reading(&["Norland", "Sudland"], &sides(), &found, &[&part]);
        assert!(text.ends_with(" Without the entry `tear down` alone the direction would turn."), "{text}");
        let open = Contrast { gap_q: Some(0.3), gap_more_statements: Some(120), ..found };
        let text = reading(&["Norland", "Sudland"], &sides(), &open, &[&part]);
        let more = " About 120 more statements like these would be needed for the interval to exclude zero.";
        assert!(text.ends_with(more), "{text}");
    }

    #[test]
    fn equals_have_no_direction() {
        let gap = |low, high| Estimate { value: Some(0.0), low: Some(low), high: Some(high) };
        let contrast = |gap| Contrast { gap, ..Contrast::default() };
        let at = || position(4, 4000, Some(-0.5), 9);
        let forth = read(at(), at(), contrast(gap(-0.3, 0.9)));
        assert!(forth.ends_with(": 0.00 apart (95 % interval up to 0.90 either way), too little evidence for a test."));
        assert_eq!(forth, read(at(), at(), contrast(gap(-0.9, 0.3))));
    }

    #[test]
    fn silence_is_not_a_zero() {
        let silent = || position(0, 0, None, 0);
        assert_eq!(
            read(silent(), silent(), Contrast::default()),
            "No statement from either side. No stance from either side."
        );
        assert_eq!(
            read(silent(), position(2, 500, Some(0.0), 2), Contrast::default()),
            "No statement from Norland; 4.0 hits per 1,000 words from Sudland. No stance from Norland, Sudland divided \
             (0.00, thin evidence)."
        );
        assert_eq!(
            read(position(0, 500, None, 0), position(0, 700, None, 0), Contrast::default()),
            "No mention from either side, Norland or Sudland. No stance from either side."
        );
    }

    #[test]
    fn rates_that_differ_look_different() {
        assert_eq!(told_apart(12.34, 12.31), ("12.34".into(), "12.31".into()));
        assert_eq!(signed(-0.001), "0.00");
        assert_eq!(signed(-1.0), "-1.00");
    }
}
