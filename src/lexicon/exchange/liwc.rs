//! LIWC `.dic`: numbered categories between two lines `%`, then a line per word with the numbers of its categories.
//!
//! Numbers may be padded (`01` is `1`); indentation makes sub-categories; a line may have several tabs or spaces. The
//! condition `<of>131/125` (131 when "of" follows, else 125) becomes the pattern `"kind of"` and an `unless`; a
//! condition on the word before, `(134)125/464`, cannot be kept. Entries are sorted, for a file groups them by word.

use std::collections::BTreeMap;

use super::super::{Stance, Weight};
use super::model::{Category, Dictionary, Entry, Losses, Node, clean};
use super::reading::{Misread, Outline, Reading, indent};
use super::words::{Dialect, Wildcards, to_pattern, to_texts};
use super::writing::{Abilities, entries};

pub(super) const DIALECT: Dialect = Dialect {
    program: "LIWC",
    wildcards: Wildcards::StarAtEnd,
    any_word: false,
    phrases: true,
    forbidden: &['\t', '<', '('],
};

/// Reads a file.
pub(super) fn read(reading: &mut Reading<'_>) -> Result<(), Misread> {
    let text = reading.text;
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let is_bar = |line: &str| line.trim() == "%";
    lines.next();
    let mut numbers: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut outline = Outline::default();
    let mut closed = false;
    for (i, line) in lines.by_ref() {
        if is_bar(line) {
            closed = true;
            break;
        }
        let (number, name) = heading(line.trim());
        let path = outline.enter(indent(line), name);
        reading.category(&path, i + 1)?;
        let Some(number) = number else { continue };
        if let Some(first) = numbers.get(&number) {
            let reason = format!("the number {number} is that of {} already", super::folder::join(first));
            let at = reading.at(i + 1);
            reading.losses.left_out(at, &path, "", reason);
        } else {
            numbers.insert(number, path);
        }
    }
    if !closed {
        let message = "the list of categories is never closed (put a line with % alone behind it)".to_owned();
        return Err(Misread { line: 1, message });
    }
    for (i, line) in lines {
        word(reading, &numbers, line, i + 1);
    }
    sort(reading.dictionary);
    Ok(())
}

/// Entries by file and pattern.
pub(super) fn sort(dictionary: &mut Dictionary) {
    for category in &mut dictionary.categories {
        category.entries.sort_by(|a, b| (a.at.file, &a.pattern, a.at.line).cmp(&(b.at.file, &b.pattern, b.at.line)));
    }
}

/// The number and name of a category; a heading may have no number.
fn heading(line: &str) -> (Option<u32>, String) {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    match (line[..digits].parse(), &line[digits..]) {
        (Ok(number), rest) if rest.starts_with(char::is_whitespace) => (Some(number), clean(rest)),
        (Ok(number), "") => (Some(number), format!("category {number}")),
        _ => (None, clean(line)),
    }
}

/// A line of the second part: an entry and its codes.
fn word(reading: &mut Reading<'_>, numbers: &BTreeMap<u32, Vec<String>>, line: &str, number: usize) {
    let (text, codes) = match line.trim_start().split_once('\t') {
        Some((text, codes)) => (clean(text), pieces(codes)),
        None => {
            let mut words = pieces(line);
            let first = words.iter().rposition(|word| !is_code(word)).unwrap_or(0) + 1;
            let codes = words.split_off(first.min(words.len()));
            (words.join(" "), codes)
        }
    };
    let at = reading.at(number);
    if codes.is_empty() {
        reading.losses.left_out(at, &[], &text, "it has no category");
        return;
    }
    if text.starts_with(['(', '<']) {
        let reason = "it has a condition of LIWC, which is no pattern (write one, such as a phrase)";
        reading.losses.left_out(at, &[], &text, reason);
        return;
    }
    for code in codes {
        if let Err(reason) = coded(reading, numbers, &text, &code, number) {
            reading.losses.left_out(at, &[], &text, format!("code {code}: {reason}"));
        }
    }
}

/// Adds an entry to the categories of one code.
fn coded(
    reading: &mut Reading<'_>,
    numbers: &BTreeMap<u32, Vec<String>>,
    text: &str,
    code: &str,
    line: usize,
) -> Result<(), String> {
    let path_of = |number: &str| -> Result<&Vec<String>, String> {
        let value: u32 = number.parse().map_err(|_| format!("{number} is no number of a category"))?;
        numbers.get(&value).ok_or_else(|| format!("category {number} is not in the list at the top"))
    };
    if code.starts_with('(') {
        return Err("it looks at the category of the word before, which a pattern cannot".to_owned());
    }
    let Some((next, branches)) = code.strip_prefix('<').and_then(|rest| rest.split_once('>')) else {
        reading.add(path_of(code)?, text, DIALECT, line);
        return Ok(());
    };
    let (followed, alone) = branches.split_once('/').map_or((branches, ""), |(a, b)| (a, b));
    let longer = format!("{text} {next}");
    if !followed.is_empty() {
        reading.add(path_of(followed)?, &longer, DIALECT, line);
    }
    if !alone.is_empty() {
        let path = path_of(alone)?;
        let at = reading.at(line);
        let (pattern, unless) = (to_pattern(text, DIALECT)?, to_pattern(&longer, DIALECT)?);
        let entry = Entry { unless: vec![unless], ..Entry::plain(pattern, at) };
        reading.dictionary.category(path, at).entries.push(entry);
    }
    Ok(())
}

/// White space parts pieces, but not inside parentheses.
fn pieces(line: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut depth = 0usize;
    for c in line.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match c.is_whitespace() && depth == 0 {
            true => pieces.push(String::new()),
            false => pieces.last_mut().into_iter().for_each(|piece| piece.push(c)),
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

fn is_code(piece: &str) -> bool {
    piece.bytes().all(|b| b.is_ascii_digit())
        || (piece.starts_with(['<', '(']) && piece.ends_with(|c: char| c.is_ascii_digit()))
}

/// Writes a file.
pub(super) fn write(dictionary: &Dictionary, losses: &mut Losses) -> String {
    let dictionary = dictionary.with_stances_apart(false);
    let mut out = String::from("%\n");
    let mut numbered = Vec::new();
    for node in dictionary.tree() {
        write_heading(&node, 0, &mut numbered, &mut out);
    }
    out.push_str("%\n");
    // Codes of each entry, in the order of the categories.
    let mut codes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut conditions: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (number, category) in numbered.iter().enumerate().filter_map(|(i, c)| c.map(|c| (i + 1, c))) {
        let (conditional, plain): (Vec<_>, Vec<_>) = category.entries.iter().partition(|e| condition(e).is_some());
        conditional.into_iter().filter_map(condition).for_each(|key| conditions.entry(key).or_default().push(number));
        let plain = Category { entries: plain.into_iter().cloned().collect(), ..category.clone() };
        for entry in entries(&plain, DIALECT, Abilities { weights: false, unless: false }, losses) {
            codes.entry(entry.text).or_default().push(number.to_string());
        }
    }
    for ((text, next), alone) in conditions {
        let longer = format!("{text} {next}");
        let mut followed = codes.remove(&longer).unwrap_or_default();
        let rest = followed.split_off(followed.len().min(alone.len()));
        if !rest.is_empty() {
            codes.insert(longer, rest);
        }
        let conditional = alone.iter().enumerate();
        let conditional =
            conditional.map(|(i, alone)| format!("<{next}>{}/{alone}", followed.get(i).map_or("", String::as_str)));
        codes.entry(text).or_default().extend(conditional);
    }
    for (text, codes) in codes {
        out.push_str(&format!("{text}\t{}\n", codes.join("\t")));
    }
    out
}

fn write_heading<'a>(node: &Node<'a>, depth: usize, numbered: &mut Vec<Option<&'a Category>>, out: &mut String) {
    numbered.push(node.category);
    out.extend(std::iter::repeat_n('\t', depth));
    out.push_str(&format!("{}\t{}\n", numbered.len(), node.name));
    node.below.iter().for_each(|below| write_heading(below, depth + 1, numbered, out));
}

/// The entry and the word that must not follow it, where that is all it says.
fn condition(entry: &Entry) -> Option<(String, String)> {
    let [unless] = &entry.unless[..] else { return None };
    let texts = |pattern: &str| to_texts(pattern, DIALECT).ok().filter(|t| t.changes.is_empty() && t.texts.len() == 1);
    let (text, longer) = (texts(&entry.pattern)?.texts.remove(0), texts(unless)?.texts.remove(0));
    let next = longer.strip_prefix(&text)?.strip_prefix(' ')?.to_owned();
    let is_plain = entry.stance == Stance::Topic && entry.weight == Weight(Weight::ONE);
    (is_plain && !next.contains([' ', '>', '/', '*'])).then_some((text, next))
}
