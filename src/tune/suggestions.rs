//! The table of suggestions: written for a spreadsheet, ticked there, and taken back as terms.

use super::gold::GoldError;
use super::suggest::Suggestion;
use super::table::CodeTable;
use crate::lexicon::Dispute;
use crate::text::{guard, unguard};
use std::io::{self, Write};

/// Contexts in a row.
const CONTEXTS: usize = 3;

/// A row of `terms.csv` that a person ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedTerm {
    /// Line in the table of suggestions.
    pub line: u64,
    /// The row: issue, pattern, stance, weight, unless, note.
    pub cells: [String; 6],
}

/// Writes suggestions: `accept` is for a tick, and every cell may be changed before the row is taken back.
///
/// # Errors
/// Of the writer.
pub fn write_suggestions(out: &mut dyn Write, dispute: &Dispute, suggestions: &[Suggestion]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let mut header: Vec<String> =
        ["accept", "issue", "pattern", "stance", "weight", "z", "support", "gain"].map(str::to_owned).to_vec();
    header.extend(dispute.sides.iter().map(|side| format!("{}_statements", side.id)));
    header.extend((1..=CONTEXTS).map(|n| format!("context_{n}")));
    writer.write_record(&header)?;
    for suggestion in suggestions {
        let mut row = vec![
            String::new(),
            suggestion.issue.clone(),
            guard(&suggestion.pattern).into_owned(),
            suggestion.stance.name().to_owned(),
            "1".to_owned(),
            format!("{:.6}", suggestion.z),
            suggestion.support.to_string(),
            suggestion.gain.to_string(),
        ];
        let sides = dispute.sides.len();
        row.extend((0..sides).map(|side| suggestion.by_side.get(side).copied().unwrap_or(0).to_string()));
        let context = |n: usize| suggestion.contexts.get(n).map_or(String::new(), |c| guard(c).into_owned());
        row.extend((0..CONTEXTS).map(context));
        writer.write_record(&row)?;
    }
    writer.flush()
}

/// Reads the ticked rows of a table of suggestions; anything but an empty cell, `0`, `n`, `no` and `false` is a tick.
///
/// # Errors
/// When a column is missing, or a ticked row lacks issue, pattern or stance.
pub fn accepted(name: &str, table: &str) -> Result<Vec<AcceptedTerm>, GoldError> {
    let table = CodeTable::read(name, table)?;
    let places = ["accept", "issue", "pattern", "stance"];
    let [accept, issue, pattern, stance] = {
        let found: Result<Vec<usize>, GoldError> = places.iter().map(|column| table.needed(&[*column])).collect();
        let found = found?;
        [found[0], found[1], found[2], found[3]]
    };
    let other = |column: &str| table.column(column);
    let (weight, unless, z, support, gain) =
        (other("weight"), other("unless"), other("z"), other("support"), other("gain"));
    let mut rows = Vec::new();
    for row in table.rows() {
        let (row, line) = row?;
        let cell = |column: usize| unguard(row.get(column).unwrap_or("").trim()).to_owned();
        let some = |column: Option<usize>| column.map(cell).unwrap_or_default();
        let tick = cell(accept).to_lowercase();
        if matches!(tick.as_str(), "" | "0" | "n" | "no" | "false") {
            continue;
        }
        for (column, what) in [(issue, "issue"), (pattern, "pattern"), (stance, "stance")] {
            if cell(column).is_empty() {
                return Err(table.wrong(
                    line,
                    &format!("the row is ticked and has no {what} (fill the cell, or take off the tick)"),
                ));
            }
        }
        let figures = [("z", some(z)), ("support", some(support)), ("gain", some(gain))];
        let figures: Vec<String> = figures
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name} {value}"))
            .collect();
        let note =
            if figures.is_empty() { "suggested".to_owned() } else { format!("suggested: {}", figures.join(", ")) };
        rows.push(AcceptedTerm {
            line,
            cells: [cell(issue), cell(pattern), cell(stance), some(weight), some(unless), note],
        });
    }
    match rows.is_empty() {
        true => Err(GoldError(format!("{name}: no row is ticked (write x in the column accept)"))),
        false => Ok(rows),
    }
}

/// `terms.csv` with the accepted rows at its end; columns stand as the table has them.
///
/// # Errors
/// When the table has no column for what a row needs.
pub fn with_terms(name: &str, terms: &str, accepted: &[AcceptedTerm]) -> Result<String, GoldError> {
    let table = CodeTable::read(name, terms)?;
    let columns = ["issue", "pattern", "stance", "weight", "unless", "note"].map(|column| table.column(column));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let width = table.header().len();
    // Writing to memory cannot fail.
    for term in accepted {
        let mut row = vec![""; width];
        for (cell, column) in term.cells.iter().zip(columns) {
            if let Some(column) = column {
                row[column] = cell;
            }
        }
        let _ = writer.write_record(&row);
    }
    let added = String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
    let end = if terms.ends_with('\n') || terms.is_empty() { "" } else { "\n" };
    Ok(format!("{terms}{end}{added}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticked_rows_become_terms() {
        let table = "accept,issue,pattern,stance,weight,z,support,gain\nx,noise,racket,against,0.5,-2.1,4,3\n,noise,hum,topic,,,,\nno,noise,din,topic,,,,\n";
        let rows = accepted("s.csv", table).unwrap();
        assert_eq!(rows.len(), 1);
        let terms =
            with_terms("terms.csv", "issue,pattern,stance,weight,unless,note\nnoise,loud,against,,,", &rows).unwrap();
        assert_eq!(
            terms,
            "issue,pattern,stance,weight,unless,note\nnoise,loud,against,,,\nnoise,racket,against,0.5,,\"suggested: z -2.1, support 4, gain 3\"\n"
        );
    }

    #[test]
    fn a_ticked_row_without_an_issue_is_an_error_with_its_line() {
        let table = "accept,issue,pattern,stance\n,a,b,topic\nx,,racket,against\n";
        let error = accepted("s.csv", table).unwrap_err().to_string();
        assert_eq!(error, "s.csv:3: the row is ticked and has no issue (fill the cell, or take off the tick)");
        assert_eq!(
            accepted("s.csv", "accept,issue,pattern,stance\n").unwrap_err().to_string(),
            "s.csv: no row is ticked (write x in the column accept)"
        );
    }
}
