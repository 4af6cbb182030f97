//! The page as a whole: complete, self-contained, and safe whatever the texts hold.

use super::*;
use crate::output::run::LexiconRecord;
use crate::table::sample;
use serde_json::{Map, Value};

fn record() -> RunRecord {
    RunRecord {
        program: "demarche".into(),
        version: "0.1.0".into(),
        command: "demarche compare river-1.txt".into(),
        seed: 1,
        lexicon: LexiconRecord { id: "river".into(), version: "1.0.0".into(), sha256: "ab12".into() },
        inputs: vec![],
        settings: Map::from_iter([("replicates".to_string(), Value::from(1000))]),
        counts: BTreeMap::new(),
    }
}

fn rendered(articles: &[ScoredDocument]) -> String {
    let (comparison, dispute, language) = (sample::comparison(), sample::dispute(), sample::language());
    let names = sample::names(&dispute, &language);
    Report { comparison: &comparison, names, run: &record(), articles }.render()
}

/// The page without its style, a tag a line.
fn outlined(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let without_hash = before.split("sha256-").next().unwrap();
    format!("{without_hash}…\n{}", after.replace("><", ">\n<"))
}

#[test]
fn the_page_of_the_sample() {
    insta::assert_snapshot!("page", outlined(&rendered(&[sample::scored()])));
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_used_once() {
    let page = rendered(&[sample::scored()]);
    let after = |mark: &str| -> Vec<String> {
        page.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let mut ids = after(" id=\"");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is used twice");
    for link in after(" href=\"") {
        let target = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads out of the page"));
        assert!(ids.binary_search(&target.to_string()).is_ok(), "{link} leads nowhere");
    }
}

#[test]
fn the_page_asks_for_nothing_and_runs_nothing() {
    let page = rendered(&[sample::scored()]);
    for forbidden in ["<script", "<link", "<img", "<iframe", "src=", "http://", "https://", " style=", "onclick"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn words_cannot_become_markup() {
    let mut scored = sample::scored();
    let nasty = "<script>alert(1)</script>\" onmouseover=\"x";
    scored.document.id = nasty.into();
    scored.document.title = Some(nasty.into());
    scored.attributed.statements[0].speaker.as_mut().unwrap().name = nasty.into();
    let page = rendered(&[scored]);
    assert!(!page.contains("<script") && !page.contains("\" onmouseover"), "{page}");
}

#[test]
fn articles_beyond_the_budget_are_left_out_and_said_to_be() {
    let mut long = sample::scored();
    long.document.text.push_str(&" ".repeat(ARTICLE_BUDGET));
    let page = rendered(&[sample::scored(), long]);
    assert!(page.contains("1 more document is left out here"));
    assert!(rendered(&[]).contains("The articles"));
}
