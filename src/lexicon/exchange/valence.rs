//! VADER and AFINN: a word, a tab, its valence. One issue, in favor where the valence is positive and against where it
//! is negative, so that its stance is the tone of what a side says.

use super::model::{Dictionary, Losses};
use super::reading::{Misread, Reading, number};
use super::words::{Dialect, Wildcards};
use super::writing::{valences, weight};

const VADER: Dialect =
    Dialect { program: "VADER", wildcards: Wildcards::None, any_word: false, phrases: false, forbidden: &['\t'] };
const AFINN: Dialect = Dialect { program: "AFINN", phrases: true, ..VADER };

/// What the one category is called.
const CATEGORY: &str = "Valence";
/// What a positive valence is in favor of.
const PROPOSITION: &str = "What is spoken of is good";

/// Reads a file of either.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Misread> {
    let path = [CATEGORY.to_owned()];
    let mut ratings = None;
    for (i, line) in reading.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let at = reading.at(i + 1);
        match cells.get(1).and_then(|valence| number(valence)) {
            Some(valence) => reading.add_weighted(&path, cells[0].trim(), valence, AFINN, i + 1),
            None => reading.losses.left_out(at, &path, line.trim(), "the line is not a word, a tab and a number"),
        }
        if cells.len() > 2 {
            ratings.get_or_insert(at);
        }
    }
    if let Some(at) = ratings {
        reading.losses.changed(at, &path, "", "deviations and single ratings, from here on, have no place here");
    }
    let category = reading.dictionary.categories.iter_mut().find(|category| category.path == path);
    category.into_iter().for_each(|category| PROPOSITION.clone_into(&mut category.proposition));
    Ok(())
}

/// Writes VADER's text.
pub(super) fn write_vader(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let line = |text: &str, valence: &str| format!("{text}\t{valence}\n");
    valences(dictionary, VADER, losses).iter().map(|out| line(&out.text, &weight(out.entry))).collect()
}

/// Writes AFINN's text, whose valences are whole numbers.
pub(super) fn write_afinn(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let mut text = String::new();
    for out in valences(dictionary, AFINN, losses) {
        let valence = out.entry.signed_weight();
        let whole = if valence.abs() < 1.0 { valence.signum() } else { valence.round() };
        if whole != valence {
            let reason = format!("AFINN has whole numbers, so {valence} is {whole}");
            losses.changed(out.entry.at, &[], &out.entry.pattern, reason);
        }
        text.push_str(&format!("{}\t{whole}\n", out.text));
    }
    text
}
