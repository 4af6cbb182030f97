//! Quotation spans: where somebody's words stand between marks.
//!
//! Tokens come in, quotations go out in the order of their opening marks. News repeats the opening mark at each
//! paragraph of a long quotation and closes only the last; writers forget marks; such a quotation ends with its
//! paragraph and is trusted less. One pass, two levels (a quotation within a quotation), no recursion.

use crate::text::{Text, TokenClass, TokenRange};

/// Double or single marks; the two are paired separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// `“ ” " « » „ ''`
    Double,
    /// `‘ ’ '`
    Single,
}

/// What the words between the marks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuoteKind {
    /// Somebody's words.
    Speech,
    /// One to three words held at arm's length: so-called “moderates”.
    Scare,
    /// The title of a work: “Sons of Trump”.
    Work,
}

/// One quotation inside one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// From the opening to the closing mark, marks included.
    pub tokens: TokenRange,
    /// What it is.
    pub kind: QuoteKind,
    /// False when a mark is missing.
    pub closed: bool,
    /// True when the next paragraph's first quotation goes on with it.
    pub goes_on: bool,
}

impl Quote {
    /// The tokens between the marks.
    pub fn inner(&self) -> TokenRange {
        TokenRange::new(self.tokens.start + 1, if self.closed { self.tokens.end - 1 } else { self.tokens.end })
    }
}

/// The family of a quotation mark, given its bytes.
pub fn family(mark: &str) -> Family {
    match mark {
        "'" | "‘" | "’" | "‚" | "‛" | "`" => Family::Single,
        _ => Family::Double,
    }
}

/// Finds the outer quotations of a text, paragraph by paragraph.
///
/// `capital` tells whether a token starts with a capital letter, `skip` whether it stands in page furniture.
pub fn quotes(text: &Text, source: &str, capital: impl Fn(usize) -> bool, skip: impl Fn(usize) -> bool) -> Vec<Quote> {
    let primary = primary_family(text, source);
    let mut found: Vec<Quote> = Vec::new();
    for (number, &paragraph) in text.paragraphs.iter().enumerate() {
        let mut open: Option<u32> = None;
        for i in paragraph.start..paragraph.end {
            let token = &text.tokens[i as usize];
            if !matches!(token.class, TokenClass::QuoteOpen | TokenClass::QuoteClose)
                || family(token.span.slice(source)) != primary
                || skip(i as usize)
            {
                continue;
            }
            match (open, token.class) {
                (None, TokenClass::QuoteOpen) => open = Some(i),
                (None, _) => {}
                (Some(start), TokenClass::QuoteClose) => {
                    found.push(quote(text, start, i + 1, true, &capital));
                    open = None;
                }
                (Some(start), _) => {
                    // A second opening mark: the first one's partner is missing.
                    found.push(quote(text, start, i, false, &capital));
                    open = Some(i);
                }
            }
        }
        if let Some(start) = open {
            let mut last = quote(text, start, paragraph.end, false, &capital);
            last.kind = QuoteKind::Speech;
            last.goes_on = text.paragraphs.get(number + 1).is_some_and(|next| {
                let first = &text.tokens[next.start as usize];
                first.class == TokenClass::QuoteOpen && family(first.span.slice(source)) == primary
            });
            found.push(last);
        }
    }
    found
}

/// Double marks, unless a text has none and does use paired single marks (British style).
fn primary_family(text: &Text, source: &str) -> Family {
    let (mut double, mut single) = (0usize, 0usize);
    for token in &text.tokens {
        if token.class == TokenClass::QuoteOpen {
            match family(token.span.slice(source)) {
                Family::Double => double += 1,
                Family::Single => single += 1,
            }
        }
    }
    if double == 0 && single > 0 { Family::Single } else { Family::Double }
}

fn quote(text: &Text, start: u32, end: u32, closed: bool, capital: &impl Fn(usize) -> bool) -> Quote {
    let tokens = TokenRange::new(start, end);
    let mut quote = Quote { tokens, kind: QuoteKind::Speech, closed, goes_on: false };
    let inner = quote.inner();
    let words = text.count_words(inner);
    let last = text.tokens(inner).last().map(|t| t.class);
    let ends_like_speech = last.is_some_and(|c| c.is_terminal() || matches!(c, TokenClass::Comma | TokenClass::Dash));
    if !ends_like_speech && words <= 3 {
        quote.kind = QuoteKind::Scare;
    }
    if !ends_like_speech && (1..=9).contains(&words) {
        let capitals = inner.indices().filter(|&i| text.tokens[i].class.is_word() && capital(i)).count() as u32;
        if capitals * 3 >= words * 2 && words >= 2 {
            quote.kind = QuoteKind::Work;
        }
    }
    quote
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Segmenter, SegmenterRules, SnowballStemmer, Vocabulary};

    fn found(source: &str) -> Vec<(String, QuoteKind, bool, bool)> {
        let stemmer = SnowballStemmer::new("en", []).expect("there is an English stemmer");
        let mut vocabulary = Vocabulary::default();
        let text =
            Segmenter::new(std::sync::Arc::new(stemmer), SegmenterRules::default()).segment(source, &mut vocabulary);
        let capital = |i: usize| text.tokens[i].span.slice(source).starts_with(char::is_uppercase);
        quotes(&text, source, capital, |_| false)
            .into_iter()
            .map(|q| (text.span(q.tokens).slice(source).to_owned(), q.kind, q.closed, q.goes_on))
            .collect()
    }

    #[test]
    fn marks_of_every_kind() {
        for source in [
            "“We will see what comes,”",
            "\"We will see what comes,\"",
            "''We will see what comes,''",
            "‘We will see what comes,’",
        ] {
            assert_eq!(found(&format!("{source} he said.")), [(source.to_owned(), QuoteKind::Speech, true, false)]);
        }
    }

    #[test]
    fn scare_quotes_and_titles_are_no_speech() {
        let kinds: Vec<QuoteKind> =
            found("So-called “moderate groups” read “The Art of War” and “we will never stop reading it.”")
                .iter()
                .map(|q| q.1)
                .collect();
        assert_eq!(kinds, [QuoteKind::Scare, QuoteKind::Work, QuoteKind::Speech]);
    }

    #[test]
    fn a_missing_mark_ends_with_its_paragraph() {
        let quotes = found("“We will see what comes.\n\nNobody knew.");
        assert_eq!(quotes, [("“We will see what comes.".to_owned(), QuoteKind::Speech, false, false)]);
        let quotes = found("“We will see what comes.\n\n“Then we will go.”");
        assert_eq!(quotes.iter().map(|q| q.3).collect::<Vec<_>>(), [true, false]);
    }
}
