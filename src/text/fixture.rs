//! A small English for tests: enough of the language pack's lists to segment the examples.

use super::{Segmenter, SegmenterRules, SnowballStemmer, Text, TokenRange, Vocabulary};
use std::sync::Arc;

fn words(list: &str) -> Vec<String> {
    list.split_whitespace().map(str::to_owned).collect()
}

pub(super) fn segmenter() -> Segmenter {
    let abbreviations = [
        ("title", "Mr. Mrs. Ms. Dr. Gen. Sen. Gov."),
        ("month", "Jan. Nov. Dec."),
        ("place", "St."),
        ("unit", "No. Nos. ft."),
        ("state", "Calif. Va."),
        ("general", "e.g. i.e. vs. v."),
        ("ending", "U.S. U.K. U.N. D.C. a.m. p.m. Inc. Corp. Co. Jr. Ltd. etc. al. Ph.D."),
    ];
    let abbreviations =
        abbreviations.iter().flat_map(|(kind, forms)| words(forms).into_iter().map(|f| (f, kind.to_string())));
    let rules = SegmenterRules {
        abbreviations: abbreviations.collect(),
        clause_openers: words("and but or so because although while if when that which who after before"),
        sentence_starters: words("the a an this in on at it its his they however there what"),
        subjects: words("i he she it we they you"),
    };
    let stemmer = SnowballStemmer::new("en", []).unwrap();
    Segmenter::new(Arc::new(stemmer), rules)
}

pub(super) fn segment(text: &str) -> (Text, Vocabulary) {
    let mut vocabulary = Vocabulary::default();
    (segmenter().segment(text, &mut vocabulary), vocabulary)
}

/// The ranges of a text, joined by ` | `, line breaks shown as `/`.
pub(super) fn joined(text: &str, pick: impl Fn(&Text) -> Vec<TokenRange>) -> String {
    let (structure, _) = segment(text);
    let parts: Vec<_> =
        pick(&structure).iter().map(|&range| structure.span(range).slice(text).replace(['\r', '\n'], "/")).collect();
    parts.join(" | ")
}
