//! What is kept does not depend on the order of reading, and what is not kept is counted.

use super::*;
use crate::table::sample;

const NORTH: SideId = SideId(0);
const SOUTH: SideId = SideId(1);

fn gathered(ids: &[&str]) -> Passages {
    let (dispute, language) = (sample::dispute(), sample::language());
    let mut passages = Passages::new(&dispute);
    for id in ids {
        let mut scored = sample::scored();
        scored.document.id = (*id).into();
        passages.take(scored, sample::names(&dispute, &language));
    }
    passages
}

fn joined(passage: &Passage) -> String {
    passage.words.iter().map(|words| words.text.as_str()).collect()
}

#[test]
fn a_passage_has_its_words_its_matches_and_their_rows() {
    let passages = gathered(&["river-1", "river-2"]);
    let group = passages.on_issue(IssueId(0), SOUTH).expect("South speaks about it");
    let found: Vec<&Passage> = group.passages().collect();
    assert_eq!(found.iter().map(|p| p.document.as_str()).collect::<Vec<_>>(), ["river-1", "river-2"]);
    assert_eq!(joined(found[0]), "We want talks, … but the North did not honor the pact — it tore it up.");
    let marked: Vec<_> = found[0].words.iter().filter(|words| words.found.is_some()).collect();
    assert_eq!((marked.len(), marked[0].text.as_str(), marked[0].found), (1, "honor the pact", Some(0)));
    assert_eq!(found[0].found[0].leaning, Leaning::Against);
    let rows: Vec<(u64, u64)> = found.iter().map(|p| (p.statement_row, p.found[0].row)).collect();
    // the sample has three statements and six matches, the own voice's included
    assert_eq!(rows, [(1, 2), (4, 8)]);
    assert_eq!(found[0].found[0].factors[0], ("negation", -0.74, "not".into()));
    assert!(passages.on_issue(IssueId(1), NORTH).is_some_and(|group| group.statements == 2));
    assert!(passages.about(SOUTH, NORTH).is_none());
}

#[test]
fn the_strongest_are_kept_whatever_the_order_and_the_rest_is_counted() {
    let ids: Vec<String> = (0..40).map(|i| format!("d{i:02}")).collect();
    let forth: Vec<&str> = ids.iter().map(String::as_str).collect();
    let back: Vec<&str> = forth.iter().rev().copied().collect();
    let kept = |order: &[&str]| -> Vec<String> {
        let passages = gathered(order);
        let group = passages.on_issue(IssueId(0), SOUTH).expect("South speaks about it");
        assert_eq!(group.left_out(), 40 - passages.most() as u64);
        group.passages().map(|passage| passage.document.clone()).collect()
    };
    assert_eq!(kept(&forth), kept(&back));
}

#[test]
fn articles_are_whole_or_not_there() {
    let (dispute, language) = (sample::dispute(), sample::language());
    let mut passages = Passages::new(&dispute);
    passages.take(sample::scored(), sample::names(&dispute, &language));
    assert_eq!(passages.articles().len(), 1);
    let mut long = sample::scored();
    long.document.text.push_str(&" ".repeat(ARTICLE_BUDGET));
    passages.take(long, sample::names(&dispute, &language));
    assert!(passages.articles().is_empty());
    passages.take(sample::scored(), sample::names(&dispute, &language));
    assert!(passages.articles().is_empty() && passages.documents() == 3);
}

#[test]
fn shares_say_where_in_an_article_each_side_speaks() {
    let passages = gathered(&["river-1"]);
    for side in [NORTH, SOUTH] {
        if let Some(shares) = passages.shares(side) {
            assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        }
    }
    assert!(Passages::new(&sample::dispute()).shares(NORTH).is_none());
}
