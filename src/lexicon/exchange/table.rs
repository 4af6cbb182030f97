//! Tables: plain CSV, LIWC-22 `.dicx`, NRC lists.
//!
//! Plain CSV has a row per entry, with columns for its category and its word (`pattern` when it is written in the
//! language of `terms.csv`), and perhaps stance, weight, unless and note; or a column per category. `.dicx` has a row
//! per word and a column per category, with `X` or a weight where the word belongs. NRC lists have a row per word and
//! category, with 0, 1 or a strength.

use super::super::{Pattern, Stance};
use super::folder::{join, split};
use super::liwc;
use super::model::{Dictionary, Entry, Losses, clean};
use super::reading::{Misread, Reading, number};
use super::words::{Dialect, Wildcards};
use super::writing::{Abilities, entries, flat_name, weight};

/// Words of a spreadsheet.
const PLAIN: Dialect =
    Dialect { program: "CSV", wildcards: Wildcards::StarAndMark, any_word: true, phrases: true, forbidden: &[] };
const NRC: Dialect =
    Dialect { program: "NRC", wildcards: Wildcards::None, any_word: false, phrases: true, forbidden: &['\t'] };

/// A row with the line it starts on.
type Row = (usize, Vec<String>);

fn rows(reading: &Reading<'_>, delimiter: u8) -> Result<Vec<Row>, Misread> {
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.delimiter(delimiter).has_headers(false).flexible(true).from_reader(reading.text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| Misread {
            line: e.position().map_or(0, |p| u32::try_from(p.line()).unwrap_or(0)),
            message: format!("this is no sound CSV: {e} (save it again)"),
        })?;
        let line = record.position().map_or(0, |p| p.line()) as usize;
        let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if cells.iter().any(|cell| !cell.is_empty()) {
            rows.push((line, cells));
        }
    }
    Ok(rows)
}

/// The comma, semicolon or tab that parts the cells of a first line.
pub(super) fn delimiter(line: &str) -> Option<u8> {
    let count = |c: u8| line.bytes().filter(|b| *b == c).count();
    [b'\t', b',', b';']
        .into_iter()
        .map(|c| (count(c), c))
        .filter(|(n, _)| *n > 0)
        .max_by_key(|(n, _)| *n)
        .map(|(_, c)| c)
}

/// True for a first line that names a column of words and another that is known.
pub(super) fn has_header(line: &str) -> bool {
    let Some(delimiter) = delimiter(line) else { return false };
    let cells: Vec<String> =
        line.split(char::from(delimiter)).map(|cell| cell.trim().trim_matches('"').to_owned()).collect();
    let columns = Columns::of(&cells);
    columns.word.is_some() && [columns.category, columns.weight, columns.stance].iter().any(Option::is_some)
}

/// Which column is which.
#[derive(Debug, Default)]
struct Columns {
    category: Option<usize>,
    word: Option<usize>,
    /// The words are patterns of this program.
    native: bool,
    stance: Option<usize>,
    weight: Option<usize>,
    unless: Option<usize>,
    note: Option<usize>,
    proposition: Option<usize>,
}

impl Columns {
    fn of(header: &[String]) -> Columns {
        let mut columns = Columns::default();
        for (i, name) in header.iter().enumerate() {
            let place = match name.to_lowercase().as_str() {
                "category" | "issue" | "topic" | "class" | "label" | "dimension" | "group" | "concept" | "emotion" => {
                    &mut columns.category
                }
                "pattern" => {
                    columns.native = true;
                    &mut columns.word
                }
                "word" | "words" | "term" | "terms" | "entry" | "phrase" | "keyword" | "token" => &mut columns.word,
                "stance" => &mut columns.stance,
                "weight" | "score" | "value" | "valence" | "strength" | "intensity" => &mut columns.weight,
                "unless" => &mut columns.unless,
                "note" | "notes" | "comment" => &mut columns.note,
                "proposition" => &mut columns.proposition,
                _ => continue,
            };
            place.get_or_insert(i);
        }
        columns
    }
}

/// Reads plain CSV, whatever its columns.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Misread> {
    let first = reading.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let rows = rows(reading, delimiter(first).unwrap_or(b','))?;
    let Some((_, header)) = rows.first() else { return Ok(()) };
    let columns = Columns::of(header);
    if columns.word.is_some() {
        return read_rows(reading, &columns, &rows[1..]);
    }
    let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    match pairs(&rows).filter(|_| width == 2) {
        Some(category) => {
            let columns = Columns { category: Some(category), word: Some(1 - category), ..Columns::default() };
            read_rows(reading, &columns, &rows)
        }
        None if width == 1 => {
            let columns = Columns { word: Some(0), ..Columns::default() };
            read_rows(reading, &columns, &rows)
        }
        None => read_columns(reading, header, &rows[1..]),
    }
}

/// Of two columns without known names, the one whose values come again and again names the categories.
fn pairs(rows: &[Row]) -> Option<usize> {
    let distinct = |column: usize| {
        let cells = rows.iter().filter_map(|(_, cells)| cells.get(column)).filter(|cell| !cell.is_empty());
        let cells: Vec<String> = cells.map(|cell| cell.to_lowercase()).collect();
        let set: std::collections::BTreeSet<&String> = cells.iter().collect();
        (set.len(), cells.len())
    };
    let ((a, of_a), (b, of_b)) = (distinct(0), distinct(1));
    let whole = of_a == rows.len() && of_b == rows.len();
    let column = usize::from(b < a);
    (whole && a.min(b) * 2 <= rows.len()).then_some(column)
}

fn read_rows(reading: &mut Reading<'_>, columns: &Columns, rows: &[Row]) -> Result<(), Misread> {
    const STANCES: [Stance; 3] = [Stance::Topic, Stance::Favor, Stance::Against];
    for (line, cells) in rows {
        let cell = |column: Option<usize>| column.and_then(|i| cells.get(i)).map_or("", String::as_str);
        let path = match cell(columns.category) {
            "" => reading.stem_path(),
            label => split(&clean(label)),
        };
        reading.category(&path, *line)?;
        let at = reading.at(*line);
        let mut text = cell(columns.word);
        if let Some(bare) = text.strip_prefix('\'').filter(|bare| columns.native && bare.starts_with(['=', '@'])) {
            text = bare;
        }
        let pattern = match columns.native {
            true => Pattern::parse(text).map_err(|e| e.to_string()).and_then(without_sides),
            false => super::words::to_pattern(text, PLAIN),
        };
        let entry = pattern.and_then(|pattern| {
            let weight = match cell(columns.weight) {
                "" => 1.0,
                text => number(text).ok_or_else(|| format!("its weight \"{text}\" is not a number"))?,
            };
            let mut entry = Entry::signed(pattern, weight, at)?;
            if let Some(stances) = columns.stance {
                let written = cell(Some(stances));
                let known = STANCES.into_iter().find(|s| s.name().eq_ignore_ascii_case(written));
                let known = known.or((written.is_empty()).then_some(Stance::Topic));
                entry.stance =
                    known.ok_or_else(|| format!("its stance \"{written}\" is none (write topic, favor or against)"))?;
            }
            let unless = Pattern::parse_list(cell(columns.unless)).map_err(|e| format!("unless: {e}"))?;
            entry.unless = unless.into_iter().map(without_sides).collect::<Result<_, _>>()?;
            cell(columns.note).clone_into(&mut entry.note);
            Ok(entry)
        });
        match entry {
            Ok(entry) => {
                let category = reading.dictionary.category(&path, at);
                if category.proposition.is_empty() {
                    category.proposition = clean(cell(columns.proposition));
                }
                category.entries.push(entry);
            }
            Err(reason) => reading.losses.left_out(at, &path, text, reason),
        }
    }
    if columns.stance.is_none() {
        reading.dictionary.unsign();
    }
    Ok(())
}

/// A pattern as written, unless it names a side: a table of terms has none.
fn without_sides(pattern: Pattern) -> Result<String, String> {
    match pattern.check_sides(&[]) {
        Ok(()) => Ok(pattern.as_str().trim().to_owned()),
        Err(_) => Err("it names a side, and a dictionary has none (write @self or @other)".to_owned()),
    }
}

/// A column per category, its words below.
fn read_columns(reading: &mut Reading<'_>, header: &[String], rows: &[Row]) -> Result<(), Misread> {
    for (i, name) in header.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        let path = split(&clean(name));
        reading.category(&path, 1)?;
        for (line, cells) in rows {
            if let Some(text) = cells.get(i).filter(|text| !text.is_empty()) {
                reading.add(&path, text, PLAIN, *line);
            }
        }
    }
    for (line, cells) in rows {
        for text in
            cells.iter().enumerate().filter(|(i, _)| header.get(*i).is_none_or(String::is_empty)).map(|(_, t)| t)
        {
            if !text.is_empty() {
                let at = reading.at(*line);
                reading.losses.left_out(at, &[], text, "its column has no name");
            }
        }
    }
    Ok(())
}

/// Reads LIWC-22 `.dicx`.
pub(super) fn read_dicx(reading: &mut Reading<'_>) -> Result<(), Misread> {
    let first = reading.text.lines().find(|line| !line.trim().is_empty()).unwrap_or("");
    let rows = rows(reading, delimiter(first).unwrap_or(b','))?;
    let Some((_, header)) = rows.first() else { return Ok(()) };
    let paths: Vec<Vec<String>> = header.iter().map(|name| vec![clean(name)]).collect();
    for path in paths.iter().skip(1).filter(|path| !path[0].is_empty()) {
        reading.category(path, 1)?;
    }
    for (line, cells) in &rows[1..] {
        let at = reading.at(*line);
        let text = cells.first().map_or("", String::as_str);
        for (i, mark) in cells.iter().enumerate().skip(1).filter(|(_, mark)| !mark.is_empty()) {
            match paths.get(i).filter(|path| !path[0].is_empty()) {
                None => reading.losses.left_out(at, &[], text, "its column has no name"),
                Some(path) => match number(mark) {
                    Some(weight) => reading.add_weighted(path, text, weight, liwc::DIALECT, *line),
                    None if mark.eq_ignore_ascii_case("x") => {
                        reading.add_weighted(path, text, 1.0, liwc::DIALECT, *line);
                    }
                    None => {
                        let reason = format!("its mark \"{mark}\" is neither X nor a weight");
                        reading.losses.left_out(at, path, text, reason);
                    }
                },
            }
        }
    }
    reading.dictionary.unsign();
    liwc::sort(reading.dictionary);
    Ok(())
}

/// Reads an NRC list: word, category, value.
pub(super) fn read_nrc(reading: &mut Reading<'_>) -> Result<(), Misread> {
    for (i, line) in reading.text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let at = reading.at(i + 1);
        let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
        match (&cells[..], cells.get(2).and_then(|value| number(value))) {
            // A word that does not belong to a category has a row for it all the same.
            ([_, name, _, ..], Some(0.0)) => {
                let path = vec![clean(name)];
                reading.category(&path, i + 1)?;
            }
            ([text, name, _, ..], Some(value)) => {
                reading.add_weighted(&[clean(name)], text, value, NRC, i + 1);
            }
            _ if i == 0 => {}
            _ => reading.losses.left_out(at, &[], line.trim(), "the line is not word, category and value, with tabs"),
        }
    }
    reading.dictionary.unsign();
    Ok(())
}

fn csv_text(fill: impl FnOnce(&mut dyn FnMut(&[&str]))) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    fill(&mut |row| drop(writer.write_record(row)));
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

/// Writes plain CSV, in the pattern language of `terms.csv`: nothing is lost.
pub(super) fn write(dictionary: &Dictionary) -> String {
    csv_text(|row| {
        row(&["category", "pattern", "stance", "weight", "unless", "note", "proposition"]);
        for category in &dictionary.categories {
            let label = join(&category.path);
            for entry in &category.entries {
                let (weight, unless) = (entry.weight.to_f64().to_string(), entry.unless.join("|"));
                let cells = [&label, &entry.pattern, entry.stance.name(), &weight, &unless, &entry.note];
                row(&[&cells[..], &[&category.proposition]].concat());
            }
        }
    })
}

/// Writes LIWC-22 `.dicx`.
pub(super) fn write_dicx(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let dictionary = dictionary.with_stances_apart(true);
    let mut words: std::collections::BTreeMap<String, Vec<(usize, String)>> = std::collections::BTreeMap::new();
    let mut names = Vec::new();
    for (i, category) in dictionary.categories.iter().enumerate() {
        names.push(flat_name(category, "LIWC-22", losses));
        for out in entries(category, liwc::DIALECT, Abilities { weights: true, unless: false }, losses) {
            let signed = weight(out.entry);
            let mark = if signed == "1" { "X".to_owned() } else { signed };
            words.entry(out.text).or_default().push((i, mark));
        }
    }
    csv_text(|row| {
        let header: Vec<&str> = std::iter::once("DicTerm").chain(names.iter().map(String::as_str)).collect();
        row(&header);
        for (text, marks) in &words {
            let mut cells = vec![""; names.len() + 1];
            cells[0] = text;
            marks.iter().for_each(|(i, mark)| cells[i + 1] = mark);
            row(&cells);
        }
    })
}

/// Writes an NRC list.
pub(super) fn write_nrc(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let mut out = String::new();
    for category in &dictionary.with_stances_apart(true).categories {
        let name = flat_name(category, NRC.program, losses);
        for entry in entries(category, NRC, Abilities { weights: true, unless: false }, losses) {
            out.push_str(&format!("{}\t{name}\t{}\n", entry.text, weight(entry.entry)));
        }
    }
    out
}
