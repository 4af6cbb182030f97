//! Entries of other programs as patterns, and patterns as entries of other programs.
//!
//! Other dictionaries list forms: `lamb` is that form in any case, `econ*` a glob, `north sea` two words. As patterns
//! they are `"lamb"`, `econ*` and `"north sea"`. What comes in by [`to_pattern`] goes out by [`to_texts`] letter by
//! letter (in small letters), which a property test holds.

use super::super::Pattern;
use super::super::pattern::{Comparison, Element};

/// What an entry of a format may be made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    /// What the program is called in reasons.
    pub program: &'static str,
    pub wildcards: Wildcards,
    /// A lone star stands for one word.
    pub any_word: bool,
    /// Several words may be one entry.
    pub phrases: bool,
    /// Characters that an entry cannot hold.
    pub forbidden: &'static [char],
}

/// Which wildcards a format has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wildcards {
    None,
    /// `econ*`
    StarAtEnd,
    /// `*econ*`
    Star,
    /// `wom?n` as well
    StarAndMark,
}

/// Entries that one pattern may become.
const MOST_TEXTS: usize = 1_000;

/// The pattern of an entry, or why there is none.
pub(super) fn to_pattern(text: &str, dialect: Dialect) -> Result<String, String> {
    let text = text.to_lowercase();
    if !text.trim().is_empty() && !text.contains(|c: char| c.is_alphanumeric() || c == '*') {
        return Err("there is no word in it (patterns match words, not punctuation)".to_owned());
    }
    let mut pattern = String::new();
    let mut open = false;
    for word in text.split_whitespace() {
        if is_wild(word, dialect) {
            close(&mut pattern, &mut open);
            if !pattern.is_empty() {
                pattern.push(' ');
            }
            glob(word, dialect, &mut pattern)?;
            continue;
        }
        if word.contains('"') {
            return Err("it holds a quotation mark, which patterns use themselves".to_owned());
        }
        let lead = match (open, pattern.is_empty()) {
            (true, _) => " ",
            (false, true) => "\"",
            (false, false) => " \"",
        };
        pattern.push_str(lead);
        pattern.push_str(word);
        open = true;
    }
    close(&mut pattern, &mut open);
    match Pattern::parse(&pattern) {
        Ok(_) => Ok(pattern),
        Err(error) => Err(error.to_string()),
    }
}

fn close(pattern: &mut String, open: &mut bool) {
    if std::mem::take(open) {
        pattern.push('"');
    }
}

fn is_wild(word: &str, dialect: Dialect) -> bool {
    match dialect.wildcards {
        Wildcards::None => false,
        Wildcards::StarAtEnd | Wildcards::Star => word.contains('*'),
        Wildcards::StarAndMark => word.contains(['*', '?']),
    }
}

/// A word with a wildcard; the parts between its hyphens that have none are exact.
fn glob(word: &str, dialect: Dialect, pattern: &mut String) -> Result<(), String> {
    let plain =
        |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '\'' | '’' | '.' | '-' | '_' | '&' | '/' | '+');
    if let Some(c) = word.chars().find(|&c| !plain(c)) {
        return Err(format!("a word with * cannot hold {c} in a pattern"));
    }
    if dialect.wildcards < Wildcards::StarAndMark && word.contains('?') {
        return Err("the ? in it would be a wildcard here".to_owned());
    }
    for (i, part) in word.split('-').enumerate() {
        if i > 0 {
            pattern.push('-');
        }
        match part.is_empty() || part.contains(['*', '?']) {
            true => pattern.push_str(part),
            false => {
                pattern.push('"');
                pattern.push_str(part);
                pattern.push('"');
            }
        }
    }
    Ok(())
}

/// A pattern as entries, with what they lose.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Texts {
    pub texts: Vec<String>,
    /// What the entries find otherwise than the pattern.
    pub changes: Vec<String>,
}

/// The entries that together find what `pattern` finds, or why there are none.
pub(super) fn to_texts(pattern: &str, dialect: Dialect) -> Result<Texts, String> {
    let texts = match as_written(pattern) {
        Some(text) => Texts { texts: vec![text], changes: Vec::new() },
        None => expanded(pattern, dialect)?,
    };
    texts.texts.iter().try_for_each(|text| fits(text, dialect))?;
    Ok(texts)
}

/// The text of a pattern of nothing but exact words and globs.
fn as_written(pattern: &str) -> Option<String> {
    let mut text = String::with_capacity(pattern.len());
    for (i, part) in pattern.split('"').enumerate() {
        if i % 2 == 0 {
            let syntax = part.contains(['(', ')', '|', '<', '>', '=', '@']);
            let mut words = part.split(|c: char| c.is_whitespace() || c == '-').filter(|word| !word.is_empty());
            if syntax || !words.all(|word| word.contains(['*', '?'])) {
                return None;
            }
        }
        text.push_str(part);
    }
    Some(text)
}

/// The entry as its author wrote it, or the pattern where it was none.
pub(super) fn shown(pattern: &str) -> String {
    as_written(pattern).unwrap_or_else(|| pattern.to_owned())
}

fn fits(text: &str, dialect: Dialect) -> Result<(), String> {
    let program = dialect.program;
    if let Some(&c) = dialect.forbidden.iter().find(|&&c| text.contains(c)) {
        return Err(format!("{program} entries cannot hold {c}"));
    }
    if !dialect.phrases && text.contains(' ') {
        return Err(format!("{program} entries are single words"));
    }
    for word in text.split_whitespace() {
        let star_at_end = word.find('*').is_none_or(|at| at + 1 == word.len() && at > 0);
        let reason = match dialect.wildcards {
            _ if word == "*" && !dialect.any_word => "no entry for any one word",
            Wildcards::None if word.contains('*') => "no wildcards",
            Wildcards::StarAtEnd if !star_at_end => "* at the end of a word only",
            w if w < Wildcards::StarAndMark && w > Wildcards::None && word.contains('?') => "no ? for one letter",
            _ => continue,
        };
        return Err(format!("{program} has {reason}"));
    }
    Ok(())
}

fn expanded(source: &str, dialect: Dialect) -> Result<Texts, String> {
    let pattern = Pattern::parse(source).map_err(|e| e.to_string())?;
    let mut changes = Changes::default();
    let texts = sequence(&pattern.elements, dialect, &mut changes)?;
    let mut texts: Vec<String> = texts.into_iter().map(|words| words.join(" ").replace(" ,", ",")).collect();
    texts.dedup();
    let mut said = Vec::new();
    if changes.stem {
        said.push(format!("{} matches the form as written, not every form of the word", dialect.program));
    }
    if changes.cased {
        said.push(format!("{} matches it in any case", dialect.program));
    }
    Ok(Texts { texts, changes: said })
}

#[derive(Default)]
struct Changes {
    stem: bool,
    cased: bool,
}

fn sequence(elements: &[Element], dialect: Dialect, changes: &mut Changes) -> Result<Vec<Vec<String>>, String> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for element in elements {
        let choices: Vec<Vec<String>> = match element {
            Element::Word(word) => vec![vec![match word.comparison {
                Comparison::Exact | Comparison::Glob => word.text.to_lowercase(),
                Comparison::Stem => {
                    changes.stem = true;
                    word.text.to_lowercase()
                }
                Comparison::Cased => {
                    changes.cased = true;
                    word.text.clone()
                }
                Comparison::Any if dialect.any_word => "*".to_owned(),
                Comparison::Any => return Err(format!("{} has no entry for any one word", dialect.program)),
                Comparison::OwnSide | Comparison::OtherSide | Comparison::Side => {
                    return Err("it mentions a side of the dispute".to_owned());
                }
            }]],
            Element::Gap { min: 0, max: 0 } => vec![vec![",".to_owned()]],
            Element::Gap { min, max } if dialect.any_word => {
                (*min..=*max).map(|n| vec!["*".to_owned(); usize::from(n)]).collect()
            }
            Element::Gap { .. } => return Err(format!("{} has no gaps between words", dialect.program)),
            Element::Choice(choice) => {
                let mut choices = Vec::new();
                for elements in choice {
                    choices.extend(sequence(elements, dialect, changes)?);
                }
                choices
            }
        };
        if all.len().saturating_mul(choices.len()) > MOST_TEXTS {
            return Err(format!("it would become more than {MOST_TEXTS} entries"));
        }
        all = all.iter().flat_map(|start| choices.iter().map(|c| [start.as_slice(), c.as_slice()].concat())).collect();
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: Dialect =
        Dialect { program: "test", wildcards: Wildcards::StarAndMark, any_word: true, phrases: true, forbidden: &[] };
    const LIWC: Dialect = Dialect { wildcards: Wildcards::StarAtEnd, any_word: false, ..ALL };

    #[test]
    fn entries_as_patterns() {
        for (text, pattern) in [
            ("LAMB", "\"lamb\""),
            ("north  sea", "\"north sea\""),
            ("Econ*", "econ*"),
            ("co-operat*", "\"co\"-operat*"),
            ("North Sea* oil", "\"north\" sea* \"oil\""),
            ("can't", "\"can't\""),
            ("wom?n", "wom?n"),
            ("new * deal", "\"new\" * \"deal\""),
        ] {
            assert_eq!(to_pattern(text, ALL).as_deref(), Ok(pattern), "{text}");
        }
        assert_eq!(to_pattern("why?", LIWC).as_deref(), Ok("\"why?\""));
        for (text, reason) in [
            (":)", "there is no word"),
            ("a\"b", "quotation mark"),
            ("x@y*", "cannot hold @"),
            ("*", "match any word"),
            ("", "is empty"),
        ] {
            assert!(to_pattern(text, ALL).unwrap_err().contains(reason), "{text}");
        }
    }

    #[test]
    fn patterns_as_entries() {
        let texts = |pattern: &str, dialect| to_texts(pattern, dialect).map(|t| (t.texts.join("; "), t.changes.len()));
        assert_eq!(texts("\"co\"-operat*", LIWC), Ok(("co-operat*".to_owned(), 0)));
        assert_eq!(texts("(hurt|harm) interests", LIWC), Ok(("hurt interests; harm interests".to_owned(), 1)));
        assert_eq!(texts("=US \"bases\"", LIWC), Ok(("US bases".to_owned(), 1)));
        assert_eq!(
            texts("\"restore\" <0-2> \"trust\"", ALL).unwrap().0,
            "restore trust; restore * trust; restore * * trust"
        );
        for (pattern, reason) in [
            ("restore <0-2> trust", "LIWC has no gaps between words"),
            ("@other lies", "it mentions a side of the dispute"),
            ("*gate", "LIWC has * at the end of a word only"),
            ("wom?n", "LIWC has no ? for one letter"),
        ] {
            let liwc = Dialect { program: "LIWC", ..LIWC };
            assert_eq!(to_texts(pattern, liwc).unwrap_err(), reason);
        }
    }

    proptest! {
        #[test]
        fn what_comes_in_goes_out_letter_by_letter(text in "[a-cA-Cé'?*,.&@()-]{1,5}( [a-c*-]{1,4}){0,2}") {
            for dialect in [ALL, LIWC] {
                if let Ok(pattern) = to_pattern(&text, dialect) {
                    let written = text.to_lowercase();
                    prop_assert_eq!(as_written(&pattern), Some(written));
                    prop_assert!(Pattern::parse(&pattern).is_ok());
                }
            }
        }
    }
}
