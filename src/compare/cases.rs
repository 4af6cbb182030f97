//! Cases by hand: what a reader of the tables relies on, one test each.

use super::fixture::{DocumentSketch, MatchSketch, StatementSketch, World, simple};
use super::{Alternatives, Codebook, Comparison, Evidence, Measure, Measures, Other, Settings, Tally, Unit};
use crate::document::{Date, WarningCode};
use crate::lexicon::SideId;

const NORTH: usize = 0;
const SOUTH: usize = 1;
const NOBODY: usize = 2;

fn compare(documents: &[DocumentSketch]) -> Comparison {
    World::TWO.compare(&World::TWO.tally(documents))
}

fn codes(comparison: &Comparison, code: WarningCode) -> Vec<&str> {
    comparison.warnings.iter().filter(|w| w.code == code).map(|w| w.message.as_str()).collect()
}

/// As many documents as asked for, by each side in turn.
fn many(documents: usize) -> Vec<DocumentSketch> {
    let statements: Vec<(usize, &[i64])> = (0..documents).map(|at| (at % 2, &[10][..])).collect();
    simple(&statements)
}

#[test]
fn counts_and_stance_of_a_small_comparison() {
    let c = compare(&simple(&[(NORTH, &[10, 0]), (NORTH, &[-5]), (SOUTH, &[]), (NOBODY, &[10])]));
    let [north, south] = &c.issues[0].positions[..] else { panic!("two sides") };
    assert_eq!((north.documents, north.statements, north.tokens, north.hits), (2, 2, 40, 3));
    assert_eq!((north.per_1000, north.statement_share), (Some(75.0), Some(1.0)));
    assert_eq!((north.favor, north.against, north.neutral), (1, 1, 0));
    assert_eq!((north.favor_weight, north.against_weight, north.stance_matches), (1.0, 0.5, 2));
    assert_eq!(north.stance.value, Some(0.5 / 1.5));
    assert_eq!(north.evidence, Evidence::Thin);
    assert_eq!((south.hits, south.per_1000, south.stance.value), (0, Some(0.0), None));
    assert_eq!(south.evidence, Evidence::None);
    assert_eq!(c.documents.unknown_statements, 1);
    assert_eq!(c.sides[0].coverage, Some(1.0));
}

#[test]
fn one_sided_evidence_has_an_honest_bound() {
    let c = compare(&simple(&[(NORTH, &[10]), (NORTH, &[10]), (SOUTH, &[-10])]));
    let [north, south] = [0, 1].map(|side| c.issues[0].positions[side].stance);
    assert_eq!((north.value, north.high, south.value, south.low), (Some(1.0), Some(1.0), Some(-1.0), Some(-1.0)));
    assert!((north.low.unwrap() - (2.0 * 0.025f64.sqrt() - 1.0)).abs() < 1e-12);
    assert!((south.high.unwrap() - 0.95).abs() < 1e-12);
    let gap = c.issues[0].contrast.gap;
    assert_eq!((gap.value, gap.high), (Some(2.0), Some(2.0)));
    assert!(gap.low.unwrap() < 0.0);
}

#[test]
fn ten_documents_a_side_make_documents_the_unit() {
    let enough = compare(&many(20));
    assert_eq!(enough.unit, Unit::Document);
    assert!(
        codes(&enough, WarningCode::IntervalUnit)[0].starts_with("north speaks in 10 documents; with fewer than 20")
    );
    assert!(codes(&compare(&many(40)), WarningCode::IntervalUnit).is_empty());
    let fewer = compare(&many(19));
    assert_eq!(fewer.unit, Unit::Statement);
    assert!(codes(&fewer, WarningCode::IntervalUnit).iter().any(|m| m.starts_with("south speaks in 9 documents")));
    // a side that never speaks does not hold the other back
    let alone: Vec<(usize, &[i64])> = (0..12).map(|_| (NORTH, &[10][..])).collect();
    assert_eq!(compare(&simple(&alone)).unit, Unit::Document);
}

#[test]
fn statement_rows_go_when_they_can_no_longer_serve() {
    let mut parts = many(20);
    let rest = parts.split_off(10);
    let mut tally = World::TWO.tally(&parts);
    assert!(tally.statements.is_some());
    tally.merge(World::TWO.tally(&rest));
    assert!(tally.statements.is_none());
    assert_eq!(tally.documents(), 20);
}

#[test]
fn a_nested_statement_counts_for_nobody_twice() {
    let statement = |speaker, nested| StatementSketch {
        speaker,
        nested,
        words: vec![0; 10],
        matches: vec![MatchSketch { topic: 0, tenths: 10 }],
    };
    let document = |statements| DocumentSketch { id: "d".into(), date: None, statements };
    let c = compare(&[document(vec![statement(NORTH, false), statement(SOUTH, true)])]);
    let [north, south] = &c.issues[0].positions[..] else { panic!("two sides") };
    assert_eq!((north.statements, north.tokens, north.hits, north.stance.value), (1, 10, 1, Some(1.0)));
    assert_eq!((south.statements, south.tokens, south.hits, south.stance.value), (0, 0, 0, None));
    assert_eq!((c.documents.statements, c.documents.nested_statements), (2, 1));
    assert_eq!(c.terms[0].counts, [10, 0]);
    assert_eq!(c.speakers.len(), 1);
    assert_eq!((c.sides[0].speakers, c.sides[1].speakers), (1, 0), "who is only quoted by another speaks for no side");
}

#[test]
fn quotes_are_the_strongest_and_ties_go_to_the_first_id() {
    let mut documents = simple(&[(NORTH, &[5]), (NORTH, &[10]), (NORTH, &[10]), (NORTH, &[-10]), (SOUTH, &[0])]);
    documents.reverse();
    let c = compare(&documents);
    let quote = |side: usize| c.issues[0].positions[side].quote.clone().map(|q| (q.document, q.statement));
    assert_eq!(quote(0), Some(("d1".into(), 1)));
    assert_eq!(quote(1), Some(("d4".into(), 1)));
    assert_eq!(c.issues[1].positions[0].quote, None);
}

#[test]
fn a_stance_that_leans_nowhere_is_shown_by_the_strongest_quote() {
    for (one, others) in [(10, -5), (-10, 5)] {
        let c = compare(&simple(&[(NORTH, &[others]), (NORTH, &[one]), (NORTH, &[others])]));
        let position = &c.issues[0].positions[NORTH];
        assert_eq!(position.stance.value, Some(0.0));
        assert_eq!(position.quote.as_ref().map(|q| q.document.as_str()), Some("d1"));
    }
}

#[test]
fn a_quote_leans_as_the_stance_does_even_where_another_is_stronger() {
    for (one, others) in [(10, -6), (-10, 6)] {
        let c = compare(&simple(&[(NORTH, &[one]), (NORTH, &[others]), (NORTH, &[others])]));
        let quote = c.issues[0].positions[NORTH].quote.as_ref().map(|q| q.document.as_str());
        assert_eq!(quote, Some("d1"));
    }
}

#[test]
fn a_dominant_entry_is_named() {
    // the fixture names entries by their strength
    let c = compare(&simple(&[(NORTH, &[10, 10, 10, 3, 3, 3])]));
    let messages = codes(&c, WarningCode::DominantEntry);
    assert_eq!(messages.len(), 1);
    assert!(messages[0].starts_with("the entry `entry10` makes 77 % of the stance: 3 of 6 matches"), "{messages:?}");
    let thin = compare(&simple(&[(NORTH, &[10, 10, 10])]));
    assert!(codes(&thin, WarningCode::DominantEntry).is_empty());
    assert_eq!(codes(&thin, WarningCode::ThinEvidence).len(), 1);
}

#[test]
fn the_gap_is_looked_at_without_each_part() {
    // entry10 makes north favor and south oppose, entry3 the opposite
    let c = compare(&simple(&[(NORTH, &[10, 10]), (NORTH, &[-3]), (SOUTH, &[-10]), (SOUTH, &[3])]));
    let rows: Vec<_> = c.robustness.iter().filter(|r| r.issue.0 == 0).collect();
    let [entries, documents, speakers] = rows[..] else { panic!("three kinds of part") };
    let (north, south) = (1.7 / 2.3, -0.7 / 1.3);
    assert_eq!((entries.parts, entries.gap), (2, Some(north - south)));
    // without entry10 only entry3 is left, on which the two stand the other way round
    assert_eq!((entries.low, entries.low_without.as_deref()), (Some(-2.0), Some("entry10")));
    assert_eq!((entries.high, entries.high_without.as_deref(), entries.reversals), (Some(2.0), Some("entry3"), 1));
    assert_eq!((documents.parts, documents.reversals, documents.undefined), (4, 2, 0));
    assert_eq!((documents.low, documents.low_without.as_deref()), (Some(-1.0 - south), Some("d0")));
    assert_eq!((speakers.parts, speakers.undefined, speakers.low), (2, 2, None));
}

#[test]
fn measures_that_were_not_asked_for_are_empty() {
    let world = World::TWO;
    let dispute = world.dispute();
    let codebook = Codebook { dispute: &dispute, pattern: &|_| String::new(), is_stop_word: &|_| false };
    let documents = simple(&[(NORTH, &[10, 0]), (SOUTH, &[-10])]);
    let tally = world.tally(&documents);
    let with = |measures| tally.compare(&codebook, &Settings { replicates: 50, measures, ..Settings::default() });
    let none = with(Measures::NONE);
    assert_eq!(none.issues[0].contrast.alternatives, Alternatives::default());
    assert_eq!((none.issues[0].positions[0].dp_norm, none.terms[0].z_flat), (None, None));
    let fisher = with(Measures::from_iter([Measure::Fisher])).issues[0].contrast.alternatives;
    assert!(fisher.fisher_p.is_some() && fisher.chi2.is_none() && fisher.walter.value.is_none());
    let all = with(Measures::all()).issues[0].contrast;
    assert!(all.alternatives.chi2.is_some_and(|x| x > 0.0) && all.alternatives.relative_risk.value == Some(2.0));
}

#[test]
fn sides_of_very_different_length_are_pointed_out() {
    let c = compare(&simple(&[(NORTH, &[]), (NORTH, &[]), (NORTH, &[]), (SOUTH, &[])]));
    assert_eq!(
        codes(&c, WarningCode::UnbalancedSides),
        ["north has 3.0 times the words of south: 60 against 20; compare rates, not counts"]
    );
}

#[test]
fn nothing_at_all_is_empty_cells_with_reasons() {
    for documents in [vec![], simple(&[(NOBODY, &[10])]), simple(&[(NORTH, &[])])] {
        let c = compare(&documents);
        let contrast = c.issues[0].contrast;
        assert_eq!((contrast.log_ratio.value, contrast.g2, contrast.p, contrast.gap.value), (None, None, None, None));
        assert!(codes(&c, WarningCode::Undefined).len() >= 4);
        assert!(c.sides_with_statements() < 2);
    }
}

#[test]
fn a_silent_side_on_an_issue_has_a_ratio_without_bounds() {
    let c = compare(&simple(&[(NORTH, &[0, 0]), (SOUTH, &[])]));
    let log_ratio = c.issues[0].contrast.log_ratio;
    assert!(log_ratio.value.unwrap() > 2.0);
    assert_eq!((log_ratio.low, log_ratio.high), (None, None));
    assert!(codes(&c, WarningCode::Undefined).iter().any(|m| m.contains("has no bound")));
}

#[test]
fn three_sides_have_every_pair_and_each_against_the_rest() {
    let world = World { sides: 3, ..World::TWO };
    let documents = simple(&[(0, &[10]), (1, &[-10]), (2, &[5, -5])]);
    let c = world.compare(&world.tally(&documents));
    let pairs: Vec<_> = c.pairs.iter().filter(|p| p.issue.0 == 0).map(|p| (p.side.0, p.other)).collect();
    let (one, two, rest) = (Other::Side(SideId(1)), Other::Side(SideId(2)), Other::Rest);
    assert_eq!(pairs, [(0, one), (0, two), (0, rest), (1, two), (1, rest), (2, rest)]);
    assert_eq!(c.pairs[0].contrast, c.issues[0].contrast);
    // north at 1 against south and east together at (0.5 - 1.5) / 2
    assert_eq!(c.pairs[2].contrast.gap.value, Some(1.5));
    assert!(compare(&documents[..2]).pairs.is_empty());
}

#[test]
fn the_timeline_has_every_side_and_issue_of_a_period() {
    let mut documents = simple(&[(NORTH, &[10]), (SOUTH, &[-10]), (NORTH, &[-10])]);
    documents[0].date = Some(Date::constant(2014, 5, 30));
    documents[2].date = Some(Date::constant(2014, 6, 1));
    let c = compare(&documents);
    let rows: Vec<_> = c.timeline.iter().map(|t| (t.period.as_str(), t.issue.0, t.side.0, t.stance.value)).collect();
    assert_eq!(rows[..2], [("2014-05", 0, 0, Some(1.0)), ("2014-05", 0, 1, None)]);
    assert_eq!(rows[4], ("2014-06", 0, 0, Some(-1.0)));
    assert_eq!((rows.len(), c.documents.dated), (8, 2));
}

#[test]
fn a_timeline_of_one_period_is_the_comparison() {
    let mut documents =
        simple(&[(NORTH, &[10]), (NORTH, &[10]), (NORTH, &[0]), (NORTH, &[]), (SOUTH, &[-10]), (SOUTH, &[0])]);
    documents.iter_mut().for_each(|d| d.date = Some(Date::constant(2014, 5, 30)));
    let c = compare(&documents);
    for row in &c.timeline {
        let whole = &c.issues[usize::from(row.issue.0)].positions[usize::from(row.side.0)];
        let counts = (row.documents, row.statements, row.tokens, row.hits, row.evidence);
        assert_eq!(counts, (whole.documents, whole.statements, whole.tokens, whole.hits, whole.evidence));
        // All evidence has one sign, so that both bounds are exact.
        assert_eq!((row.per_1000, row.stance), (whole.per_1000, whole.stance));
    }
}

#[test]
fn terms_stand_under_their_most_frequent_form_without_stop_words() {
    // 0 "table", 1 "tables", 2 "The", 5 "NSA"
    let words =
        |words: &[usize]| StatementSketch { speaker: NORTH, nested: false, words: words.to_vec(), matches: vec![] };
    let c = compare(&[DocumentSketch {
        id: "d".into(),
        date: None,
        statements: vec![words(&[0, 1, 1, 2, 2, 2, 5, 5, 5, 6])],
    }]);
    let mut terms: Vec<_> = c.terms.iter().map(|t| (t.term.as_str(), t.form.as_str(), t.counts[0])).collect();
    terms.sort();
    assert_eq!(terms, [("nsa", "NSA", 3), ("tabl", "tables", 3)]);
}

#[test]
fn an_id_given_twice_is_one_unit() {
    let twice = [simple(&[(NORTH, &[10])]), simple(&[(NORTH, &[-10])])].concat();
    let tally: Tally = World::TWO.tally(&twice);
    let c = World::TWO.compare(&tally);
    assert_eq!((c.documents.documents, c.sides[0].documents, c.sides[0].statements), (2, 1, 2));
    // Nine documents a side that come twice are no eighteen; whom an id brings the second time counts for it as well.
    let again = World::TWO.tally(&[many(18), many(18)].concat());
    assert!(again.statements.is_some() && World::TWO.compare(&again).unit == Unit::Statement);
    let of = |side| simple(&(0..10).map(|_| (side, &[10][..])).collect::<Vec<_>>());
    let both = World::TWO.tally(&[of(NORTH), of(SOUTH)].concat());
    assert!(both.statements.is_none() && World::TWO.compare(&both).unit == Unit::Document);
    // Two words of page furniture and three in the document's own voice each time.
    assert_eq!((c.documents.boilerplate_tokens, c.documents.own_voice_tokens), (4, 6));
}
