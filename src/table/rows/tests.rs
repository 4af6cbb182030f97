//! Whole rows, as they come out of the sample data.

use super::*;
use crate::document::{Warning, WarningCode};
use crate::table::{Cell, Table, sample, schema};

/// A table as lines of `name: cell`, empty cells left out.
fn listed(table: &Table) -> String {
    let mut lines = String::new();
    for row in &table.rows {
        assert!(table.layout.fits(row), "{row:?}");
        for (field, cell) in table.layout.fields.iter().zip(row) {
            if !cell.is_empty() {
                lines += &format!("{}: {}\n", field.name, cell.plain());
            }
        }
        lines += "\n";
    }
    lines
}

#[test]
fn a_document_gives_rows_of_three_tables() {
    let (dispute, language, scored) = (sample::dispute(), sample::language(), sample::scored());
    let rows = DocumentRows::new(&scored, sample::names(&dispute, &language));
    let sides = &dispute.sides;
    insta::assert_snapshot!("documents", listed(&Table::new(&schema::DOCUMENTS, sides, vec![rows.document()])));
    insta::assert_snapshot!("statements", listed(&Table::new(&schema::STATEMENTS, sides, rows.statements().collect())));
    insta::assert_snapshot!("matches", listed(&Table::new(&schema::MATCHES, sides, rows.matches().collect())));
}

#[test]
fn offsets_are_characters_that_give_the_words_back() {
    let (dispute, language, scored) = (sample::dispute(), sample::language(), sample::scored());
    let rows = DocumentRows::new(&scored, sample::names(&dispute, &language));
    let characters: Vec<char> = sample::TEXT.chars().collect();
    let layout = schema::MATCHES.layout(&dispute.sides);
    let at = |name: &str| layout.position(name).expect("a column of matches");
    for row in rows.matches() {
        let (Cell::Integer(start), Cell::Integer(end)) = (&row[at("char_start")], &row[at("char_end")]) else {
            panic!("offsets are integers");
        };
        let words: String = characters[*start as usize..*end as usize].iter().collect();
        assert_eq!(words, row[at("matched")].plain());
    }
}

#[test]
fn a_comparison_gives_its_tables() {
    let (dispute, comparison) = (sample::dispute(), sample::comparison());
    let tables = comparison_tables(&comparison, &dispute);
    let names: Vec<_> = tables.iter().map(|table| table.layout.schema.name).collect();
    assert_eq!(
        names,
        ["comparison", "positions", "robustness", "speakers", "portrayals", "terms", "timeline", "warnings"]
    );
    for table in &tables {
        insta::assert_snapshot!(table.layout.schema.name, listed(table));
    }
}

#[test]
fn warnings_are_sorted_and_said_once() {
    let about = |id: &str| Warning::new(WarningCode::Encoding, "guessed").about_document(id);
    let run = Warning::new(WarningCode::UnbalancedSides, "one side has ten times the words");
    let warnings = [about("b"), about("a"), run, about("b")];
    let table = warnings_table(&warnings, &[]);
    let documents: Vec<_> = table.rows.iter().map(|row| row[2].plain().into_owned()).collect();
    assert_eq!(documents, ["", "a", "b"]);
}
