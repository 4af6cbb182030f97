//! The block of YAML between two lines `---` at the top of a Markdown file.
//!
//! Title, date, outlet, address, author and id are taken from it; the text begins behind it. A text that opens with
//! a ruled line, or whose first block is no list of keys, is left whole. A block that is broken is left out of the
//! text all the same, and a warning says so.

use serde::de::DeserializeSeed;
use serde_saphyr::{DuplicateKeyPolicy, Error, Options, budget, options};

use super::columns::Wanted;
use super::date::DateColumn;
use super::draft::Draft;
use super::fields::{Fields, FieldsSeed};
use super::options::InputOptions;

/// No front matter is longer; a second ruled line further down belongs to the text.
const LONGEST: usize = 1 << 16;

/// The document in `text`, which is that of a whole file.
pub(super) fn read(text: String) -> Draft {
    let Some((block, body)) = split(&text) else { return Draft { text, ..Draft::default() } };
    match fields(block) {
        Ok(mut fields) => Draft { text: body.to_string(), ..fields.describe(&mut DateColumn::default()) },
        Err(error) if opens_with_key(block) => {
            Draft { text: body.to_string(), unread_front_matter: Some(describe(&error)), ..Draft::default() }
        }
        Err(_) => Draft { text, ..Draft::default() },
    }
}

/// The block and what follows it.
fn split(text: &str) -> Option<(&str, &str)> {
    let is_rule = |line: &str| line.trim_end() == "---";
    let first = text.split_inclusive('\n').next().filter(|line| is_rule(line))?;
    let mut end = first.len();
    for line in text[first.len()..].split_inclusive('\n') {
        if is_rule(line) {
            return Some((&text[first.len()..end], &text[end + line.len()..]));
        }
        end += line.len();
        if end > LONGEST {
            break;
        }
    }
    None
}

fn fields(block: &str) -> Result<Fields, Error> {
    if block.trim().is_empty() {
        return Ok(Fields::default());
    }
    // The options name columns of tables; in front matter the usual names hold.
    let wanted = Wanted::new(&InputOptions::default());
    serde_saphyr::with_deserializer_from_str_with_options(block, limits(), |yaml| FieldsSeed(&wanted).deserialize(yaml))
}

/// What a front matter may cost: far more than an honest one does.
fn limits() -> Options {
    options! {
        budget: budget! {
            max_documents: 1,
            max_depth: 16,
            max_nodes: 10_000,
            max_events: 50_000,
            max_aliases: 100,
            max_anchors: 100,
            max_total_scalar_bytes: 4 * LONGEST,
        },
        duplicate_keys: DuplicateKeyPolicy::FirstWins,
        leading_zero_numbers_as_strings: true,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// True when the first line looks like `key: value`.
fn opens_with_key(block: &str) -> bool {
    let first = block.lines().map(str::trim_end).find(|line| !line.is_empty() && !line.starts_with('#'));
    first.and_then(|line| line.split_once(':')).is_some_and(|(key, value)| {
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
        !key.is_empty() && key.chars().all(is_name) && (value.is_empty() || value.starts_with(' '))
    })
}

/// One line, with the line of the file.
fn describe(error: &Error) -> String {
    // The block begins on the second line of the file.
    let line = error.location().map_or(1, |location| location.line() + 1);
    let message = error.without_snippet().to_string();
    let message = message.lines().next().unwrap_or("it is not valid YAML").to_string();
    format!("line {line}: {message}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Date;
    use proptest::prelude::*;

    fn draft(text: &str) -> Draft {
        read(text.to_string())
    }

    #[test]
    fn a_transcripts_front_matter_is_read() {
        let draft = draft(
            "---\ndate: '2022-11-14'\nmodified_time: 2022-11-14 06:41:55-05:00\nsource_url: https://example.org/x\n\
             tags: a\ntitle: \"Remarks by\\_the \\\n  \\ President\"\n---\n\n**MR. A:** Hello.\n",
        );
        assert_eq!(draft.title.as_deref(), Some("Remarks by\u{a0}the  President"));
        assert_eq!(draft.date, Some(Date::constant(2022, 11, 14)));
        assert_eq!(draft.origin.url.as_deref(), Some("https://example.org/x"));
        assert_eq!(draft.text, "\n**MR. A:** Hello.\n", "the marks stay");
    }

    #[test]
    fn values_of_any_kind_become_words() {
        let draft = draft("---\r\nid: 007\nauthor: [A, B]\nsource: The Daily\ndate: 2016-09-26\ntitle: 1984\n---\nx");
        assert_eq!(draft.id.as_deref(), Some("007"));
        assert_eq!(draft.origin.author.as_deref(), Some("A, B"));
        assert_eq!(draft.origin.outlet.as_deref(), Some("The Daily"));
        assert_eq!(draft.title.as_deref(), Some("1984"));
        assert_eq!(draft.date, Some(Date::constant(2016, 9, 26)));
        assert_eq!(draft.text, "x");
    }

    #[test]
    fn what_is_no_front_matter_stays_text() {
        for text in [
            "---\n",
            "---\nno end",
            "---\nOne line.\n---\nAnother.",
            "text\n---\na: b\n---\n",
            "",
            "----\na: b\n----\n",
        ] {
            assert_eq!(draft(text).text, text);
        }
        assert_eq!(draft("---\n---\nbody").text, "body");
    }

    #[test]
    fn a_broken_block_is_told_and_left_out() {
        let draft = draft("---\ntitle: \"never closed\ndate: 2016\n---\nbody");
        assert_eq!(draft.text, "body");
        let reason = draft.unread_front_matter.unwrap();
        assert!(reason.starts_with("line "), "{reason}");
    }

    #[test]
    fn aliases_that_multiply_are_refused() {
        let mut block = String::from("---\na: &a [x, x, x, x, x, x, x, x, x]\n");
        for (next, last) in ('b'..='j').zip('a'..) {
            block.push_str(&format!(
                "{next}: &{next} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n"
            ));
        }
        block.push_str("title: *j\n---\nbody");
        let draft = draft(&block);
        assert_eq!(draft.text, "body");
        assert!(draft.unread_front_matter.is_some());
    }

    proptest! {
        #[test]
        fn any_block_is_read_or_refused(block in "[a-z:\\- \n\"'\\[\\]{}&*!|>#%@`]{0,80}") {
            let text = format!("---\n{block}\n---\nbody");
            prop_assert!(draft(&text).text.ends_with("body"));
        }
    }
}
