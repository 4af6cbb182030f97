//! The page as a whole: complete, self-contained, and safe whatever the texts hold.

use super::*;
use crate::output::run::LexiconRecord;
use crate::scoring::ScoredDocument;
use crate::table::{comparison_tables, sample};
use naughty_strings::BLNS;
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

/// The page of the sample, after `change` has had its way with everything that a user can fill with words.
fn changed(change: impl Fn(&mut Comparison, &mut Dispute, &mut ScoredDocument, &mut RunRecord)) -> String {
    let (mut comparison, mut dispute, mut scored, mut run) =
        (sample::comparison(), sample::dispute(), sample::scored(), record());
    change(&mut comparison, &mut dispute, &mut scored, &mut run);
    let language = sample::language();
    let names = sample::names(&dispute, &language);
    let mut passages = Passages::new(&dispute);
    passages.take(scored, names);
    let tables = comparison_tables(&comparison, &dispute);
    Report { comparison: &comparison, tables: &tables, names, run: &run, passages: &passages }.render()
}

fn page() -> String {
    changed(|_, _, _, _| {})
}

/// The page without its style, a tag a line.
fn outlined(page: &str) -> String {
    let (before, rest) = page.split_once("<style>").unwrap();
    let (_, after) = rest.split_once("</style>").unwrap();
    let without_hash = before.split("sha256-").next().unwrap();
    format!("{without_hash}…\n{}", after.replace("><", ">\n<"))
}

/// The tags of a page with the names of their attributes, in order.
fn skeleton(page: &str) -> Vec<String> {
    let tags = page.split('<').skip(1).map(|tag| tag.split_once('>').expect("a tag ends").0);
    tags.map(|tag| {
        // Values are quoted; what stands outside of quotation marks is the name of the tag and of its attributes.
        tag.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
    })
    .collect()
}

#[test]
fn the_page_of_the_sample() {
    insta::assert_snapshot!("page", outlined(&page()));
}

#[test]
fn every_link_leads_somewhere_and_every_id_is_used_once() {
    let page = page();
    let after = |mark: &str| -> Vec<String> {
        page.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let mut ids = after(" id=\"");
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id is used twice");
    let links = after(" href=\"");
    assert!(links.len() > 60, "{} links", links.len());
    for link in links {
        let target = link.strip_prefix('#').unwrap_or_else(|| panic!("{link} leads out of the page"));
        assert!(ids.binary_search(&target.to_string()).is_ok(), "{link} leads nowhere");
    }
}

#[test]
fn the_page_asks_for_nothing_and_runs_nothing() {
    let page = page();
    for forbidden in ["<script", "<link", "<img", "<iframe", "src=", "http://", "https://", " style=", "onclick"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn every_figure_is_that_of_its_cell() {
    let (comparison, dispute) = (sample::comparison(), sample::dispute());
    let tables = comparison_tables(&comparison, &dispute);
    let page = page();
    let mut figures = 0;
    for cell in page.split(" data-cell=\"").skip(1) {
        let (address, rest) = cell.split_once("\">").unwrap();
        let shown = rest.split_once('<').unwrap().0.replace('−', "-").replace(',', "");
        let [table, row, column] = address.split('/').collect::<Vec<_>>()[..] else { panic!("{address}") };
        let Some(table) = tables.iter().find(|t| t.layout.schema.name == table) else { continue };
        let cell = &table.rows[row.parse::<usize>().unwrap() - 1][table.layout.position(column).expect(column)];
        let Ok(written) = cell.plain().parse::<f64>() else { continue };
        let figure: f64 = shown.split(' ').next().unwrap().parse().unwrap_or_else(|e| panic!("{address} {shown}: {e}"));
        let decimals = shown.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        assert!(
            (figure - written).abs() <= 0.5000001 * libm::pow(10.0, -(decimals as f64)),
            "{address}: {shown}, {written}"
        );
        figures += 1;
    }
    assert!(figures > 40, "{figures} figures");
}

const VECTORS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "</style><style>*{background:url(https://example.org)}</style>",
    "<img src=x onerror=alert(1)>",
    "]]><!-- --><svg onload=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt;&#x3c;script&#x3e;",
];

#[test]
fn no_words_change_elements_or_attributes() {
    let filled = |words: &str| {
        // Words that are there at all, as a name or a label is: an empty one is left out of the page.
        let words = format!("w {words}");
        changed(|comparison, dispute, scored, run| {
            dispute.title = words.clone();
            for side in &mut dispute.sides {
                (side.label, side.short) = (words.clone(), words.clone());
            }
            for issue in &mut dispute.issues {
                (issue.label, issue.proposition) = (words.clone(), words.clone());
            }
            for term in &mut dispute.terms {
                term.pattern = words.clone();
            }
            for issue in &mut comparison.issues {
                issue.reading = words.clone();
                for position in &mut issue.positions {
                    if let Some(quote) = &mut position.quote {
                        (quote.text, quote.document) = (words.clone(), words.clone());
                    }
                }
            }
            for term in &mut comparison.terms {
                (term.form, term.term) = (words.clone(), words.clone());
            }
            for warning in &mut comparison.warnings {
                warning.message = words.clone();
            }
            scored.document.id = words.clone();
            scored.document.title = Some(words.clone());
            for statement in &mut scored.attributed.statements {
                if let Some(speaker) = &mut statement.speaker {
                    speaker.name = words.clone();
                }
            }
            run.command = words.clone();
            run.settings = Map::from_iter([("path".to_string(), Value::from(words.clone()))]);
        })
    };
    let harmless = skeleton(&filled("harmless"));
    for words in BLNS.iter().chain(&VECTORS) {
        assert_eq!(skeleton(&filled(words)), harmless, "{words}");
    }
    assert_eq!(BLNS.len(), 515);
}

#[test]
fn texts_that_are_too_long_are_left_out_and_said_to_be() {
    let page = changed(|_, _, scored, _| {
        scored.document.text.push_str(&" ".repeat(crate::output::ARTICLE_BUDGET));
    });
    assert!(page.contains("too long to be shown here whole") && page.contains("class=\"passages\""));
}
