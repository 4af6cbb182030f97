//! Ids of sides become prefixes of columns (`us_hits`), so none may look like a column of its own.

/// Columns of the output tables that belong to no side. Each table keeps names apart, but a reader who joins tables
/// does not, so an id is kept apart from all of them.
const COLUMNS: &[&str] = &[
    "about",
    "against",
    "against_weight",
    "boilerplate",
    "boilerplate_tokens",
    "char_end",
    "char_start",
    "code",
    "confidence",
    "content",
    "cue",
    "cue_text",
    "date",
    "dispersion",
    "document",
    "documents",
    "evidence",
    "factors",
    "favor",
    "favor_weight",
    "favorable",
    "form",
    "g2",
    "gap",
    "gap_high",
    "gap_low",
    "gap_p",
    "gap_q",
    "hits",
    "issue",
    "kind",
    "label",
    "language",
    "leans",
    "left",
    "log_odds",
    "log_ratio",
    "log_ratio_high",
    "log_ratio_low",
    "logit",
    "lrc",
    "matched",
    "mentions",
    "message",
    "neutral",
    "note",
    "other",
    "own_voice",
    "own_voice_tokens",
    "p",
    "paragraph",
    "pattern",
    "per_1000",
    "period",
    "proposition",
    "q",
    "quote",
    "quote_statement",
    "reading",
    "reason",
    "right",
    "role",
    "rule",
    "score",
    "self",
    "side",
    "source",
    "source_text",
    "speaker",
    "stance",
    "stance_high",
    "stance_low",
    "statement",
    "statement_share",
    "statements",
    "term",
    "text",
    "title",
    "tokens",
    "unfavorable",
    "unit",
    "unknown",
    "valence",
    "valence_high",
    "valence_low",
    "weight",
    "within",
    "z",
];

/// What follows a side's id in the columns that do belong to it.
const SUFFIXES: &[&str] = &[
    "count",
    "evidence",
    "hits",
    "per_1000",
    "quote",
    "quote_statement",
    "stance",
    "stance_high",
    "stance_low",
    "statements",
    "tokens",
];

/// True for `[a-z][a-z0-9_]*`.
pub(super) fn is_side_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The column that a side's id would be mistaken for, if any.
pub(super) fn column_collision(id: &str, other_sides: &[&str]) -> Option<String> {
    if COLUMNS.contains(&id) {
        return Some(id.to_owned());
    }
    let own = SUFFIXES.iter().map(|suffix| format!("{id}_{suffix}")).find(|column| COLUMNS.contains(&column.as_str()));
    let others = || other_sides.iter().flat_map(|other| SUFFIXES.iter().map(move |suffix| format!("{other}_{suffix}")));
    own.or_else(|| others().find(|column| column == id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_no_ids() {
        for id in ["us", "china", "side_2", "eu27"] {
            assert!(is_side_id(id) && column_collision(id, &["a"]).is_none(), "{id}");
        }
        for id in ["", "US", "2us", "_us", "u-s", "é"] {
            assert!(!is_side_id(id), "{id}");
        }
    }

    #[test]
    fn ids_that_look_like_columns() {
        for (id, column) in [("other", "other"), ("q", "q"), ("own_voice", "own_voice"), ("us_hits", "us_hits")] {
            assert_eq!(column_collision(id, &["us"]).as_deref(), Some(column));
        }
        assert_eq!(column_collision("us_hits", &["china"]), None);
    }

    #[test]
    fn the_lists_are_sorted() {
        assert!(COLUMNS.is_sorted() && SUFFIXES.is_sorted());
    }
}
