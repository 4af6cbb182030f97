//! WordStat `.cat`: categories and entries by indentation; an entry ends in its weight, `GALLER* (1)`, and joins the
//! words of a phrase with `_`.
//!
//! Weights are kept. A category with a negative weight is a scale: its entries are in favor or against.

use super::model::{Dictionary, Losses, Node, clean};
use super::reading::{Misread, Outline, Reading, indent, number};
use super::words::{Dialect, Wildcards};
use super::writing::{Abilities, entries, weight};

const DIALECT: Dialect = Dialect {
    program: "WordStat",
    wildcards: Wildcards::StarAndMark,
    any_word: false,
    phrases: true,
    forbidden: &['_'],
};

/// An entry and its weight; `None` for the name of a category.
pub(super) fn entry(line: &str) -> Option<(&str, f64)> {
    let (text, weight) = line.trim_end().strip_suffix(')')?.rsplit_once('(')?;
    Some((text.trim_end(), number(weight)?)).filter(|(text, _)| !text.trim().is_empty())
}

/// Reads a file.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Misread> {
    let mut outline = Outline::default();
    for (i, line) in reading.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let depth = indent(line);
        match entry(line) {
            None => {
                let path = outline.enter(depth, clean(line));
                reading.category(&path, i + 1)?;
            }
            Some((text, weight)) => {
                let mut path = outline.path(depth);
                if path.is_empty() {
                    path = reading.stem_path();
                }
                let text = text.trim();
                if text.starts_with('@') {
                    let at = reading.at(i + 1);
                    let reason = "it is a rule of WordStat (write it as a pattern, such as tax <0-5> cut)";
                    reading.losses.left_out(at, &path, text, reason);
                    continue;
                }
                reading.add_weighted(&path, &text.replace('_', " "), weight, DIALECT, i + 1);
            }
        }
    }
    reading.dictionary.unsign();
    Ok(())
}

/// Writes a file.
pub(super) fn write(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let mut out = String::new();
    for node in dictionary.with_stances_apart(true).tree() {
        write_node(&node, 0, losses, &mut out);
    }
    out
}

fn write_node(node: &Node<'_>, depth: usize, losses: &mut Losses, out: &mut String) {
    out.extend(std::iter::repeat_n('\t', depth));
    out.push_str(node.name);
    out.push('\n');
    for entry in
        node.category.iter().flat_map(|c| entries(c, DIALECT, Abilities { weights: true, unless: false }, losses))
    {
        out.extend(std::iter::repeat_n('\t', depth + 1));
        let text = entry.text.to_uppercase();
        // Letters whose capitals have other small letters stay small.
        let text = if text.to_lowercase() == entry.text { text } else { entry.text.clone() };
        out.push_str(&format!("{} ({})\n", text.replace(' ', "_"), weight(entry.entry)));
    }
    node.below.iter().for_each(|below| write_node(below, depth + 1, losses, out));
}
