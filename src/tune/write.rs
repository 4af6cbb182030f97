//! What was learned, as the files of a lexicon folder that people can read and correct.
//!
//! All weights of evaluations are divided by the largest, so that they stay between -1 and 1, and the constants with
//! them; this changes no label. Every entry is written with its old weight, the rows it was learned from, and how they
//! were labelled.

use super::classes::{Class, Scale};
use super::instances::Learns;
use super::model::{Example, Model, Weights};
use crate::compare::measure::log_odds::{log_odds, pooled_prior};
use crate::lexicon::{Evaluation, Lexicon, LexiconError, Stance, Weight};
use std::fmt::Write as _;

/// A file of a lexicon folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LexiconFile {
    /// `evaluations.csv`
    pub name: String,
    /// Its bytes.
    pub contents: Vec<u8>,
}

/// Rows of `evaluations.csv` for words that weigh next to nothing yet: a row of 0 would only shield its words.
pub fn blank(words: &[String]) -> String {
    let mut text = String::from("pattern,valence,calm\n");
    words.iter().for_each(|word| {
        let _ = writeln!(text, "{word},0,0.000001");
    });
    text
}

/// For each entry, the rows of each class that it is in.
pub fn support_by_class(examples: &[Example], entries: usize) -> Vec<[u64; 3]> {
    let mut counts = vec![[0u64; 3]; entries];
    let mut last = vec![usize::MAX; entries];
    for (row, example) in examples.iter().enumerate() {
        for entry in example.instances.iter().filter_map(|i| i.entry) {
            if last[entry as usize] != row {
                last[entry as usize] = row;
                counts[entry as usize][example.class as usize] += 1;
            }
        }
    }
    counts
}

/// The files of the folder, and how many entries are new and how many have a learned weight.
pub fn files(
    name: &str,
    lexicon: &Lexicon,
    learns: Learns,
    model: &Model,
    counts: &[[u64; 3]],
    scale: Scale,
    new: usize,
) -> Result<(Vec<LexiconFile>, (usize, usize)), LexiconError> {
    let notes = Notes::new(counts, scale);
    let (table, text, constants, learned) = match learns {
        Learns::Evaluations => {
            let (text, constants, learned) = evaluations(lexicon, model, &notes, new);
            ("evaluations.csv", text, constants, learned)
        }
        Learns::Terms => {
            // In the unit of the old weights, so that those which were not learned stay as they were written.
            let unit = if model.scales()[0] > 0.0 { model.scales()[0] } else { 1.0 };
            let (text, learned) = terms(lexicon, model, unit, &notes);
            let band = model.neutral_below().max(0.0) / unit;
            ("terms.csv", text, vec![("neutral_below", band)], learned)
        }
    };
    Ok((with_table(name, table, text, &constants)?, (new, learned)))
}

/// The files of the lexicon at `name` with another `table`, and other constants in its manifest.
pub fn with_table(
    name: &str,
    table: &str,
    text: String,
    constants: &[(&'static str, f64)],
) -> Result<Vec<LexiconFile>, LexiconError> {
    let mut files: Vec<LexiconFile> = Lexicon::files(name)?
        .into_iter()
        .filter(|(name, _)| name != table)
        .map(|(name, contents)| match name.as_str() {
            "dispute.toml" => {
                let manifest = with_constants(&String::from_utf8_lossy(&contents), constants);
                LexiconFile { name, contents: manifest.into_bytes() }
            }
            _ => LexiconFile { name, contents },
        })
        .collect();
    files.push(LexiconFile { name: table.to_owned(), contents: text.into_bytes() });
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

type Constants = Vec<(&'static str, f64)>;

fn evaluations(lexicon: &Lexicon, model: &Model, notes: &Notes<'_>, new: usize) -> (String, Constants, usize) {
    let rows: Vec<(usize, [f64; 6])> = lexicon
        .language
        .evaluations
        .iter()
        .enumerate()
        .map(|(i, e)| (i, weights(e, model.scales(), model.weights(i))))
        .collect();
    let largest = rows.iter().flat_map(|(_, w)| w.iter().map(|w| w.abs())).fold(0.0, f64::max);
    let unit = if largest > 0.0 { largest } else { 1.0 };
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut record = |cells: &[String]| {
        // Writing to memory cannot fail.
        let _ = writer.write_record(cells);
    };
    let header = "pattern,valence,agent,patient,calm,agent_calm,patient_calm,unless,old,support,note";
    record(&header.split(',').map(str::to_owned).collect::<Vec<_>>());
    let first_new = rows.len() - new;
    let mut learned = 0;
    for (i, weights) in rows {
        let evaluation = &lexicon.language.evaluations[i];
        let [valence, agent, patient, calm, agent_calm, patient_calm] = weights.map(|w| cell(w / unit));
        let touched = model.weights(i) != Weights::default();
        // A new word that nobody needed is no entry.
        if i >= first_new && !touched {
            continue;
        }
        learned += usize::from(touched);
        let unlike = |value: String, usual: &str| if value == usual { String::new() } else { value };
        let old = if i >= first_new { String::new() } else { cell(evaluation.valence.to_f64()) };
        record(&[
            evaluation.pattern.clone(),
            valence.clone(),
            unlike(agent, &valence),
            unlike(patient, &valence),
            unlike(calm.clone(), "0"),
            unlike(agent_calm, &calm),
            unlike(patient_calm, &calm),
            evaluation.unless.join(" | "),
            old,
            if touched { model.support[i].to_string() } else { String::new() },
            if touched { notes.of(i) } else { String::new() },
        ]);
    }
    let text = String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
    let constants =
        vec![("portrayal_middle", model.middle() / unit), ("portrayal_neutral_below", model.neutral_below() / unit)];
    (text, constants, learned)
}

/// Valence for no part, agent and patient, then calm.
fn weights(evaluation: &Evaluation, scales: [f64; 2], learned: Weights) -> [f64; 6] {
    let old = |weight: Weight, scale: f64| scale * weight.to_f64();
    [
        old(evaluation.valence, scales[0]) + learned.valence[0],
        old(evaluation.agent, scales[0]) + learned.valence[1],
        old(evaluation.patient, scales[0]) + learned.valence[2],
        old(evaluation.calm, scales[1]) + learned.calm[0],
        old(evaluation.agent_calm, scales[1]) + learned.calm[1],
        old(evaluation.patient_calm, scales[1]) + learned.calm[2],
    ]
}

fn terms(lexicon: &Lexicon, model: &Model, unit: f64, notes: &Notes<'_>) -> (String, usize) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut record = |cells: &[&str]| {
        // Writing to memory cannot fail.
        let _ = writer.write_record(cells);
    };
    record(&["issue", "pattern", "stance", "weight", "unless", "note", "old", "support"]);
    let mut learned = 0;
    for (i, term) in lexicon.dispute.terms.iter().enumerate() {
        let touched = model.weights(i) != Weights::default();
        learned += usize::from(touched);
        let old = term.weight.to_f64();
        let weight = (model.scales()[0] * old + model.weights(i).valence[0]) / unit;
        let (mut note, support) = match touched {
            true => (notes.of(i), model.support[i].to_string()),
            false => (String::new(), String::new()),
        };
        if touched && weight < LEAST {
            note.push_str("; the labels say the opposite: look at it");
        }
        if !term.note.is_empty() {
            note = if note.is_empty() { term.note.clone() } else { format!("{}; {note}", term.note) };
        }
        let weight = if term.stance == Stance::Topic { old } else { weight.clamp(LEAST, 100.0) };
        let issue = &lexicon.dispute.issues[term.issue.0 as usize].id;
        record(&[
            issue,
            &term.pattern,
            term.stance.name(),
            &cell(weight),
            &term.unless.join("|"),
            &note,
            &cell(old),
            &support,
        ]);
    }
    (String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default(), learned)
}

/// The least weight of a term.
const LEAST: f64 = 0.01;

/// Three decimals, without those that are 0.
pub fn cell(value: f64) -> String {
    let text = format!("{value:.3}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// How rows with an entry were labelled.
struct Notes<'a> {
    counts: &'a [[u64; 3]],
    all: [u64; 3],
    scale: Scale,
}

impl<'a> Notes<'a> {
    fn new(counts: &'a [[u64; 3]], scale: Scale) -> Self {
        let mut all = [0; 3];
        counts.iter().for_each(|row| row.iter().zip(&mut all).for_each(|(n, sum)| *sum += n));
        Notes { counts, all, scale }
    }

    /// `9 negative, 2 neutral, 31 positive; z +3.1`: z of the log-odds of high against low.
    fn of(&self, entry: usize) -> String {
        let counts = self.counts[entry];
        let labels: Vec<String> = Class::ALL
            .into_iter()
            .map(|class| format!("{} {}", counts[class as usize], self.scale.name(class)))
            .collect();
        let (high, low) = (counts[2], counts[0]);
        let prior_sum = self.counts.len() as f64;
        let z = pooled_prior(high, self.all[2], low, self.all[0], prior_sum)
            .and_then(|prior| log_odds(high, self.all[2], low, self.all[0], prior, prior_sum));
        let z = z.map_or(String::new(), |odds| format!("; z {:+.1}", odds.z));
        format!("{}{z}", labels.join(", "))
    }
}

/// A manifest with other constants under `[scoring]`; the rest stays as it was written.
fn with_constants(manifest: &str, constants: &[(&'static str, f64)]) -> String {
    let is_constant = |line: &str| {
        let key = line.split('=').next().unwrap_or("").trim();
        line.contains('=') && constants.iter().any(|(name, _)| *name == key)
    };
    if constants.is_empty() {
        return manifest.to_owned();
    }
    let mut lines: Vec<String> = manifest.lines().filter(|line| !is_constant(line)).map(str::to_owned).collect();
    let at = lines.iter().position(|line| line.trim() == "[scoring]").unwrap_or_else(|| {
        lines.push(String::new());
        lines.push("[scoring]".to_owned());
        lines.len() - 1
    });
    for (name, value) in constants.iter().rev() {
        lines.insert(at + 1, format!("{name} = {value:.6}"));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_go_under_their_table_and_replace_what_was_there() {
        let constants = [("neutral_below", 0.25)];
        assert_eq!(with_constants("id = \"x\"\n", &constants), "id = \"x\"\n\n[scoring]\nneutral_below = 0.250000\n");
        let manifest = "[scoring]\nneutral_below = 0.1\nquestion_factor = 0.5\n";
        assert_eq!(
            with_constants(manifest, &constants),
            "[scoring]\nneutral_below = 0.250000\nquestion_factor = 0.5\n"
        );
    }

    #[test]
    fn cells_are_short() {
        assert_eq!([0.5, -0.0004, 0.1234, -1.0].map(cell), ["0.5", "0", "0.123", "-1"]);
    }
}
