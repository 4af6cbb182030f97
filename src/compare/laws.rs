//! The laws of fairness, on random documents.

use super::fixture::{DocumentSketch, World, documents};
use super::{Alternatives, Comparison, Contrast, Estimate, Other, PairComparison, Position, Tally};
use crate::lexicon::SideId;
use proptest::prelude::*;
use rayon::ThreadPoolBuilder;

const SWAPPED: World = World { swapped: true, ..World::TWO };
const RENAMED: World = World { renamed: true, ..World::TWO };

fn negated(x: Option<f64>) -> Option<f64> {
    x.map(|x| 0.0 - x)
}

fn mirrored(estimate: Estimate) -> Estimate {
    Estimate { value: negated(estimate.value), low: negated(estimate.high), high: negated(estimate.low) }
}

fn mirrored_contrast(contrast: Contrast) -> Contrast {
    Contrast {
        log_ratio: mirrored(contrast.log_ratio),
        g2: negated(contrast.g2),
        gap: mirrored(contrast.gap),
        alternatives: mirrored_alternatives(contrast.alternatives),
        ..contrast
    }
}

/// A relative risk turns into its reciprocal, which is no mirror image of its bits; it is left out.
fn mirrored_alternatives(figures: Alternatives) -> Alternatives {
    Alternatives {
        chi2: negated(figures.chi2),
        walter: mirrored(figures.walter),
        relative_risk: Estimate::default(),
        ..figures
    }
}

fn without_relative_risk(mut comparison: Comparison) -> Comparison {
    comparison.issues.iter_mut().for_each(|i| i.contrast.alternatives.relative_risk = Estimate::default());
    comparison.terms.iter_mut().for_each(|t| t.alternatives.relative_risk = Estimate::default());
    comparison
}

fn other(side: SideId) -> SideId {
    SideId(1 - side.0)
}

/// The comparison of two sides as it must be after a swap; readings and warnings name the sides in their order.
fn swapped(comparison: &Comparison) -> Comparison {
    let mut c = comparison.clone();
    c.sides.reverse();
    c.sides.iter_mut().for_each(|s| s.side = other(s.side));
    for issue in &mut c.issues {
        issue.positions.reverse();
        issue.positions.iter_mut().for_each(|p| p.side = other(p.side));
        issue.contrast = mirrored_contrast(issue.contrast);
    }
    for row in &mut c.robustness {
        row.gap = negated(row.gap);
        (row.low, row.high) = (negated(row.high), negated(row.low));
        std::mem::swap(&mut row.low_without, &mut row.high_without);
    }
    c.portrayals.reverse();
    c.portrayals.iter_mut().for_each(|p| (p.side, p.about) = (other(p.side), other(p.about)));
    for term in &mut c.terms {
        term.counts.reverse();
        term.per_1000.reverse();
        term.log_odds = negated(term.log_odds);
        term.z = negated(term.z);
        term.log_ratio = negated(term.log_ratio);
        term.lrc = negated(term.lrc);
        term.g2 = negated(term.g2);
        term.log_odds_flat = negated(term.log_odds_flat);
        term.z_flat = negated(term.z_flat);
        term.alternatives = mirrored_alternatives(term.alternatives);
        term.leans = term.leans.map(other);
    }
    c.timeline.iter_mut().for_each(|t| t.side = other(t.side));
    c.timeline.sort_by(|a, b| (&a.period, a.issue, a.side).cmp(&(&b.period, b.issue, b.side)));
    for speaker in &mut c.speakers {
        if let crate::attribution::Affiliation::Side(side) = &mut speaker.affiliation {
            *side = other(*side);
        }
    }
    c
}

/// The words of a sentence, in no order.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        text.split_whitespace().map(|word| word.trim_matches([',', '.', ':']).to_lowercase()).collect();
    words.sort();
    words
}

fn without_words(comparison: &Comparison) -> Comparison {
    let mut c = comparison.clone();
    c.issues.iter_mut().for_each(|issue| issue.reading.clear());
    c.warnings.clear();
    c
}

/// No number of a result is NaN, infinite or minus zero.
fn assert_plain(comparison: &Comparison) {
    let text = format!("{:?}", without_words(comparison));
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '-')) {
        assert!(!["NaN", "inf", "-inf", "-0.0"].contains(&word), "{word} in {text}");
    }
}

fn stances(comparison: &Comparison) -> Vec<Option<f64>> {
    let positions = comparison.positions().flat_map(|p: &Position| [p.stance.value, p.logit, Some(p.favor_weight)]);
    let gaps = comparison.issues.iter().map(|i| i.contrast.gap.value);
    let portrayals = comparison.portrayals.iter().map(|p| p.valence.value);
    positions.chain(gaps).chain(portrayals).collect()
}

/// Tallies the documents in parts, which are merged in the order of `order`.
fn in_parts(world: World, documents: &[DocumentSketch], parts: &[usize], order: &[usize]) -> Tally {
    let part = |at: usize| if parts.is_empty() { 0 } else { parts[at % parts.len()] };
    let tallies: Vec<Tally> = (0..3)
        .map(|wanted| {
            let mine = documents.iter().enumerate().filter(|(at, _)| part(*at) == wanted).map(|(_, d)| d);
            // backwards, for the order of documents must not matter either
            world.tally(mine.collect::<Vec<_>>().into_iter().rev())
        })
        .collect();
    let mut whole = Tally::new(&world.dispute());
    for &next in order {
        whole.merge(tallies[next].clone());
    }
    whole
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_partition_in_any_order_is_the_same_tally(
        documents in documents(40),
        parts in prop::collection::vec(0..3usize, 1..40),
        order in Just([0, 1, 2]).prop_shuffle(),
    ) {
        for sides in [2, 3] {
            let world = World { sides, ..World::TWO };
            let whole = world.tally(&documents);
            let merged = in_parts(world, &documents, &parts, &order);
            prop_assert_eq!(&merged, &whole);
            let (merged, whole) = (world.compare(&merged), world.compare(&whole));
            prop_assert_eq!(format!("{merged:?}"), format!("{whole:?}"));
        }
    }

    #[test]
    fn swapping_the_sides_negates_differences_and_changes_no_other_figure(documents in documents(40)) {
        let forth = World::TWO.compare(&World::TWO.tally(&documents));
        let back = SWAPPED.compare(&SWAPPED.tally(&documents));
        prop_assert_eq!(without_words(&swapped(&forth)), without_relative_risk(without_words(&back)));
        for (a, b) in forth.issues.iter().zip(&back.issues) {
            prop_assert_eq!(words(&a.reading), words(&b.reading));
        }
        let about = |c: &Comparison| {
            let mut about: Vec<_> =
                c.warnings.iter().map(|w| (w.code, w.issue.clone(), w.side.clone(), words(&w.message))).collect();
            about.sort();
            about
        };
        prop_assert_eq!(about(&forth), about(&back));
    }

    #[test]
    fn swapping_two_of_three_sides_mirrors_their_pair_and_no_other(documents in documents(40)) {
        let pairs = |swapped| {
            let world = World { sides: 3, swapped, ..World::TWO };
            let mut pairs = world.compare(&world.tally(&documents)).pairs;
            pairs.iter_mut().for_each(|row| row.contrast.alternatives.relative_risk = Estimate::default());
            pairs
        };
        let moved = |side: SideId| if side.0 < 2 { other(side) } else { side };
        let mut turned: Vec<PairComparison> = pairs(false).into_iter().map(|row| match row.other {
            Other::Side(second) if row.side.0 == 0 && second.0 == 1 => {
                PairComparison { contrast: mirrored_contrast(row.contrast), ..row }
            }
            _ => PairComparison { side: moved(row.side), ..row },
        }).collect();
        turned.sort_by_key(|row| (row.issue, row.side, row.other));
        prop_assert_eq!(turned, pairs(true));
    }

    #[test]
    fn renaming_sides_and_speakers_changes_no_number(documents in documents(40)) {
        let mut one = without_words(&World::TWO.compare(&World::TWO.tally(&documents)));
        let mut two = without_words(&RENAMED.compare(&RENAMED.tally(&documents)));
        for comparison in [&mut one, &mut two] {
            comparison.speakers.iter_mut().for_each(|s| s.speaker.clear());
            // of parts that move the gap equally the name decides, and speakers have other names now
            comparison.robustness.iter_mut().for_each(|r| (r.low_without, r.high_without) = (None, None));
            comparison.speakers.sort_by_key(|s| format!("{s:?}"));
        }
        prop_assert_eq!(one, two);
    }

    #[test]
    fn text_without_matches_moves_no_stance(documents in documents(20), more in documents(20)) {
        let mut longer = documents.clone();
        for (at, mut document) in more.into_iter().enumerate() {
            document.id = format!("more{at}");
            document.statements.iter_mut().for_each(|s| s.matches.clear());
            longer.push(document);
        }
        let before = World::TWO.compare(&World::TWO.tally(&documents));
        let after = World::TWO.compare(&World::TWO.tally(&longer));
        prop_assert_eq!(stances(&before), stances(&after));
    }

    #[test]
    fn numbers_are_plain_and_threads_change_nothing(documents in documents(30), sides in 0..4usize) {
        let world = World { sides, ..World::TWO };
        let tally = world.tally(&documents);
        let with = |threads| ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| world.compare(&tally));
        let (one, four) = (with(1), with(4));
        assert_plain(&one);
        prop_assert_eq!(format!("{one:?}"), format!("{four:?}"));
    }
}
