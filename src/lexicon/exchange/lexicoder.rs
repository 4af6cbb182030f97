//! Lexicoder 3 `.lc3`: a line `+NAME` opens a category, the lines below it are its entries; `~~` begins a remark.

use super::model::{Dictionary, Losses, clean};
use super::reading::{Misread, Reading};
use super::words::{Dialect, Wildcards};
use super::writing::{Abilities, entries, flat_name};

const DIALECT: Dialect =
    Dialect { program: "Lexicoder", wildcards: Wildcards::Star, any_word: false, phrases: true, forbidden: &[] };

/// Reads a file.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Misread> {
    let mut path = reading.stem_path();
    for (i, line) in reading.text.lines().enumerate() {
        let text = line.trim();
        if text.is_empty() || text.starts_with("~~") {
            continue;
        }
        match line.strip_prefix('+') {
            Some(name) => {
                path = vec![clean(name)];
                reading.category(&path, i + 1)?;
            }
            None => reading.add(&path, text, DIALECT, i + 1),
        }
    }
    Ok(())
}

/// Writes a file.
pub(super) fn write(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let mut out = String::new();
    for category in &dictionary.with_stances_apart(false).categories {
        out.push_str(&format!("+{}\n", flat_name(category, DIALECT.program, losses)));
        for entry in entries(category, DIALECT, Abilities { weights: false, unless: false }, losses) {
            // White space on both sides says that the entry is whole words.
            out.push_str(&format!(" {} \n", entry.text));
        }
    }
    out
}
