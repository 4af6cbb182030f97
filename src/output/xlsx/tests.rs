//! What can be seen from outside of a workbook: its parts, as XML.

use super::*;
use crate::document::Date;
use crate::table::{comparison_tables, sample, schema};
use std::io::Read;

const ABOUT: About = About { title: "North and South", method: &["Counting words."], settings: &[] };

fn bytes(fill: impl FnOnce(&mut WorkbookWriter)) -> Vec<u8> {
    let mut book = WorkbookWriter::new();
    fill(&mut book);
    let mut bytes = Vec::new();
    book.finish(&ABOUT, &mut bytes).unwrap();
    bytes
}

#[test]
fn the_same_tables_give_the_same_bytes() {
    let (dispute, comparison) = (sample::dispute(), sample::comparison());
    let tables = comparison_tables(&comparison, &dispute);
    let make = || bytes(|book| tables.iter().for_each(|table| book.table(table).unwrap()));
    let first = make();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(first == make(), "a clock reached the workbook");
    assert!(first.starts_with(b"PK"));
}

#[test]
fn words_that_look_like_formulas_stay_words_and_long_ones_are_cut() {
    let long = "ö😀".repeat(20_000);
    let rows = vec![vec![Cell::from("=1+1"), Cell::text(long.as_str())], vec![Cell::from("-x"), Cell::Empty]];
    let table = Table { layout: schema::REJECTED.layout(&[]), rows };
    let mut sheet = Sheet::new(&table.layout).unwrap();
    table.rows.iter().for_each(|row| sheet.row(row).unwrap());
    assert_eq!(sheet.notes().len(), 1);
    assert!(sheet.notes()[0].starts_with("1 cell of rejected"), "{:?}", sheet.notes());
    let (kept, cut) = capped(&long);
    assert!(cut && kept.encode_utf16().count() <= 32_767);
    assert!(bytes(|book| book.table(&table).unwrap()).len() > 1000);
}

#[test]
fn a_table_longer_than_a_sheet_goes_on_in_another() {
    let layout = schema::REJECTED.layout(&[]);
    let mut sheet = Sheet::with_rows(&layout, 4).unwrap();
    for i in 0..7u64 {
        sheet.row(&[Cell::text(format!("d{i}")), Cell::Empty]).unwrap();
    }
    assert!(sheet.notes()[0].contains("3 sheets"));
    let names: Vec<String> = sheet.finish().unwrap().iter().map(|part| part.name()).collect();
    assert_eq!(names, ["rejected", "rejected (2)", "rejected (3)"]);
}

#[test]
fn dates_before_spreadsheets_are_words() {
    let (dispute, language, mut scored) = (sample::dispute(), sample::language(), sample::scored());
    scored.document.date = Some(Date::constant(1848, 3, 1));
    let rows = crate::table::DocumentRows::new(&scored, sample::names(&dispute, &language));
    let table = Table::new(&schema::DOCUMENTS, &dispute.sides, vec![rows.document()]);
    let mut first = [0; 2];
    bytes(|book| book.table(&table).unwrap()).as_slice().read_exact(&mut first).unwrap();
    assert_eq!(&first, b"PK");
}

#[test]
fn figures_lead_to_their_evidence_and_quotes_to_their_statement() {
    let (dispute, language, comparison) = (sample::dispute(), sample::language(), sample::comparison());
    let names = sample::names(&dispute, &language);
    let mut passages = Passages::new(&dispute);
    passages.take(sample::scored(), names);
    let evidence = Evidence::new(&comparison, names, &passages).unwrap();
    let target = |table, row, column: &str| {
        evidence
            .links
            .iter()
            .find(|l| (l.table, l.row, l.column.as_str()) == (table, row, column))
            .map(|l| l.target.as_str())
    };
    // the pact is spoken of by South, the talks by both, North first; row 1 is the header
    assert_eq!(target("comparison", 1, "south_stance"), Some("internal:'evidence'!A2"));
    assert_eq!(target("comparison", 2, "north_hits"), Some("internal:'evidence'!A3"));
    assert_eq!(target("positions", 2, "stance"), Some("internal:'evidence'!A2"));
    assert_eq!(target("comparison", 1, "north_stance"), None);
    assert_eq!(target("comparison", 1, "south_quote_statement"), Some("internal:'statements'!A2"));
    let whole = bytes(|book| {
        let tables = comparison_tables(&comparison, &dispute);
        tables.iter().for_each(|table| assert!(book.begin(&table.layout).is_ok()));
        book.show(&comparison, names, Some(&passages)).unwrap();
    });
    assert!(whole.starts_with(b"PK"));
}
