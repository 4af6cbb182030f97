//! `docs/columns.md`, written from the schemas; a test fails when the file has fallen behind.

use super::schema::{ALL, Column, Place, Schema};
use std::fmt::Write;

const OPENING: &str = "\
# Columns

Every table that `demarche compare -o DIR` writes, with every column. This page is made from the schemas in
`src/table/schema/`; run `DEMARCHE_UPDATE=1 cargo test --test tables` after a change there.

Rules that hold in all of them:

- Names are in snake_case, and one name means one thing wherever it stands. Columns are only ever added, at the end.
- `SIDE_` stands for the id of a side: `us_stance`, `china_stance`. A run of such columns is repeated as one block for
  each side, in the dispute's order.
- Numbers have six decimals, counts none. Shares lie in 0..1. Dates are `2014-07-08`.
- A figure that is undefined is an empty cell, never 0, and `warnings.csv` says why.
- Offsets count Unicode characters of the document's text as given, from 0; the end is one past the last character.
- With `-o`, a cell of text that a spreadsheet would take for a formula has one more `'` in front. `--raw` leaves it
  out, standard output never has it, and `demarche` takes it away when it reads such a table back.
";

/// The page, in Markdown.
pub fn columns_markdown() -> String {
    let mut page = String::from(OPENING);
    for schema in ALL {
        table(&mut page, schema).expect("writing to a string does not fail");
    }
    page
}

fn table(page: &mut String, schema: &Schema) -> std::fmt::Result {
    writeln!(page, "\n## {}\n", schema.file_name())?;
    writeln!(page, "**{}.** A row is {}. {}\n", schema.title, schema.row, schema.description)?;
    if !schema.key.is_empty() {
        let key: Vec<String> = schema.key.iter().map(|name| format!("`{name}`")).collect();
        writeln!(page, "Key: {}.\n", key.join(", "))?;
    }
    writeln!(page, "| column | type | meaning |\n|---|---|---|")?;
    for place in schema.places {
        let prefix = if matches!(place, Place::EachSide(_)) { "SIDE_" } else { "" };
        let column = place.column();
        let (kind, meaning) = (column.holds.as_str(), meaning(column));
        writeln!(page, "| `{prefix}{}` | {kind} | {meaning} |", column.name)?;
    }
    Ok(())
}

/// The description, safe in a cell of a Markdown table, and the range or the values.
fn meaning(column: &Column) -> String {
    let mut meaning = column.description.replace('|', "\\|");
    if let Some((low, high)) = column.range {
        meaning += &format!(" {low} to {high}.");
    }
    if !column.values.is_empty() {
        let values: Vec<String> = column.values.iter().map(|value| format!("`{value}`")).collect();
        meaning += &format!(" One of {}.", values.join(", "));
    }
    meaning
}
