//! Transcripts: `PRESIDENT BIDEN: …`, `MS. JEAN-PIERRE: …`, `Q  …`.
//!
//! A label at the start of a line opens a turn, which goes on over paragraphs to the next label. Stage directions
//! (`(Applause.)`, `[crosstalk]`) are not speech.

use super::context::Context;
use super::layout::{Layout, Role};
use crate::document::{Document, Span};
use crate::text::{Text, TokenClass, TokenRange};

/// Words that a label has at most.
const LABEL_WORDS: usize = 7;
/// Words that a stage direction has at most.
const DIRECTION_WORDS: u32 = 12;

/// A turn of a transcript.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// The label, colon included.
    pub label: TokenRange,
    /// The label's words without the colon.
    pub name: String,
    /// What was said, stage directions left out.
    pub content: Vec<TokenRange>,
}

struct Label {
    at: u32,
    span: Span,
    name_end: u32,
    capitals: bool,
}

/// The turns of a document, or none when it is no transcript. Labels and stage directions get their role.
///
/// `known` tells whether a label names somebody: two labels that do not return, or a single one at the start, make a
/// transcript only then.
pub fn turns(document: &Document, text: &Text, layout: &mut Layout, known: impl Fn(&str) -> bool) -> Vec<Turn> {
    let mut labels = labels(document, text, layout);
    // Where speakers are in capitals, other words before a colon are no labels.
    if labels.iter().filter(|l| l.capitals).count() * 2 >= labels.len() {
        labels.retain(|l| l.capitals);
    }
    if labels.len() > 1 && is_heading(document, &labels[0], &labels[1..], &known) {
        labels.remove(0);
    }
    if !is_transcript(document, text, &labels, known) {
        return Vec::new();
    }
    let mut turns = Vec::new();
    for (number, label) in labels.iter().enumerate() {
        let end = labels.get(number + 1).map_or(text.tokens.len() as u32, |next| next.at);
        let tokens = {
            let after = text.tokens.partition_point(|t| t.span.start < label.span.end) as u32;
            TokenRange::new(label.at, after.max(label.at))
        };
        layout.mark(tokens, Role::Label);
        let body = TokenRange::new(tokens.end, end);
        mark_directions(text, layout, body);
        let content = spoken(text, layout, body);
        let name = document.text.get(label.span.start as usize..label.name_end as usize).unwrap_or("");
        let name = name.trim_start_matches(['*', '"', '“']).trim().to_owned();
        turns.push(Turn { label: tokens, name, content });
    }
    turns
}

/// Lines that begin with a label.
fn labels(document: &Document, text: &Text, layout: &Layout) -> Vec<Label> {
    let mut labels = Vec::new();
    let mut offset = 0u32;
    for line in document.text.split_inclusive('\n') {
        let start = offset;
        offset += line.len() as u32;
        let indent = line.len() - line.trim_start().len();
        let Some((length, name, capitals)) = label(line.trim_start()) else { continue };
        let span = Span::new(start + indent as u32, start + (indent + length) as u32);
        let at = text.tokens.partition_point(|t| t.span.start < span.start) as u32;
        if text.tokens.get(at as usize).is_some_and(|t| t.span.start < span.end) && !layout.is_furniture(at as usize) {
            labels.push(Label { at, span, name_end: span.start + name as u32, capitals });
        }
    }
    labels
}

/// The length of the label at a line's start, the length of its name, and whether it is in capitals; asterisks and a
/// quotation mark before it belong to it.
fn label(line: &str) -> Option<(usize, usize, bool)> {
    let bare = line.strip_prefix("**").unwrap_or(line);
    let quoted = bare.strip_prefix(['"', '“']).filter(|rest| !rest.starts_with('Q'));
    let (length, name, capitals) = label_of(quoted.unwrap_or(bare))?;
    let before = line.len() - quoted.unwrap_or(bare).len();
    (capitals || quoted.is_none()).then_some((before + length, before + name, capitals))
}

fn label_of(line: &str) -> Option<(usize, usize, bool)> {
    let head: &str = {
        let end = line.char_indices().nth(70).map_or(line.len(), |(i, _)| i);
        &line[..end]
    };
    // `Q` stands alone, followed by a blank, a colon or a full stop.
    if let Some(rest) = head.strip_prefix('Q')
        && (rest.starts_with(['\t', ':', '\u{a0}', '\n', '\r'])
            || rest.is_empty()
            || rest.starts_with(". ")
            || rest.starts_with("  ")
            || rest.starts_with(' ')
                && rest.trim_start().starts_with(|c: char| c.is_uppercase() || "(\"“—…".contains(c)))
    {
        let length = 1 + usize::from(rest.starts_with([':', '.']));
        return Some((length, 1, true));
    }
    let colon = head.find(':')?;
    let name = head[..colon].trim_end_matches("**");
    let rest = &line[colon + 1..];
    if name.is_empty() || rest.starts_with("//") || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let bare = match name.find('(') {
        Some(open) if name.trim_end().ends_with(')') => name[..open].trim_end(),
        _ => name,
    };
    let words: Vec<&str> = bare.split_whitespace().collect();
    if words.is_empty() || words.len() > LABEL_WORDS {
        return None;
    }
    let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
    let lower = bare.chars().filter(|c| c.is_lowercase()).count();
    let marks = bare.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || ".'’-,&#".contains(c));
    let capitals = letters >= 1 && lower * 4 <= letters;
    let named = words.iter().all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    (marks && letters > 0 && (capitals || named && words.len() <= 4)).then_some((
        colon + 1,
        name.trim_end().len(),
        capitals,
    ))
}

/// `SESSION ON THE DAM: EXCERPTS` above a transcript: nobody known, never again, and no sentence before the next label.
fn is_heading(document: &Document, first: &Label, others: &[Label], known: impl Fn(&str) -> bool) -> bool {
    let name = |l: &Label| document.text[l.span.start as usize..l.name_end as usize].to_owned();
    let below = &document.text[first.span.end as usize..others[0].span.start as usize];
    let own = name(first);
    !below.trim_end().ends_with(['.', '!', '?', '”', '"', '…', '—', ')'])
        && others.iter().all(|other| name(other) != own)
        && !known(&own)
}

/// Labels in capitals that return, or many labels.
fn is_transcript(document: &Document, text: &Text, labels: &[Label], known: impl Fn(&str) -> bool) -> bool {
    let capitals = labels.iter().filter(|l| l.capitals).count();
    let paragraphs = text.paragraphs.len().max(1);
    let mut names: Vec<&str> =
        labels.iter().map(|l| &document.text[l.span.start as usize..l.name_end as usize]).collect();
    names.sort_unstable();
    let total = names.len();
    names.dedup();
    let returns = total > names.len();
    // Most of the text stands below the first label.
    let Some(first) = labels.first() else { return false };
    let below = (text.tokens.len() as u32 - first.at) * 2 >= text.tokens.len() as u32;
    let knows = || names.iter().any(|name| known(name));
    capitals >= 2 && (returns || capitals * 4 >= paragraphs)
        || total >= 4 && returns && total * 3 >= paragraphs
        || capitals >= 1 && capitals == total && below && knows()
}

/// Brackets that hold a few words between them, where a sentence could stand.
fn mark_directions(text: &Text, layout: &mut Layout, body: TokenRange) {
    let mut i = body.start;
    while i < body.end {
        if text.tokens[i as usize].class == TokenClass::BracketOpen {
            let close = (i..body.end.min(i + 30)).find(|&k| text.tokens[k as usize].class == TokenClass::BracketClose);
            if let Some(close) = close {
                let inside = TokenRange::new(i, close + 1);
                if text.count_words(inside) <= DIRECTION_WORDS {
                    layout.mark(inside, Role::Label);
                }
                i = close;
            }
        }
        i += 1;
    }
}

/// The stretches of a turn that are speech: no label, no furniture, no line of capitals or times at its end.
fn spoken(text: &Text, layout: &Layout, body: TokenRange) -> Vec<TokenRange> {
    let mut spans: Vec<TokenRange> = Vec::new();
    let mut open: Option<u32> = None;
    for i in body.start..body.end {
        let speech = matches!(layout.roles[i as usize], Role::Body | Role::Headline);
        match (open, speech) {
            (None, true) => open = Some(i),
            (Some(start), false) => {
                spans.push(TokenRange::new(start, i));
                open = None;
            }
            _ => {}
        }
    }
    if let Some(start) = open {
        spans.push(TokenRange::new(start, body.end));
    }
    spans.retain(|s| text.count_words(*s) > 0);
    spans
}

/// Takes closing lines such as `END 5:50 P.M. EST` off the last turn.
pub fn trim_end(context: &Context<'_>, turns: &mut [Turn]) {
    use super::traits::Traits;
    let Some(last) = turns.last_mut() else { return };
    while let Some(span) = last.content.last_mut() {
        let paragraph = context.paragraph(span.end - 1);
        let start = paragraph.start.max(span.start);
        let words = (start..span.end).filter(|&i| context.class(i).is_word());
        let shouted = words.clone().all(|i| context.traits(i).any(Traits::CAPITALS.with(Traits::NUMBER)));
        if !shouted || words.count() > 10 {
            break;
        }
        if start > span.start {
            span.end = start;
        } else {
            last.content.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::label;
    use crate::attribution::fixture::{document, lines, read};
    use crate::attribution::{Kind, RegionKind};

    #[test]
    fn labels_at_the_start_of_a_line() {
        for (line, name) in [
            ("PRESIDENT BIDEN: Well, good morning.", "PRESIDENT BIDEN"),
            ("MS. JEAN-PIERRE:\u{a0} Hi.", "MS. JEAN-PIERRE"),
            ("Q\u{a0}\u{a0} Thank you.", "Q"),
            ("Q: And you?", "Q"),
            ("Tim Kaine: Thank you.", "Tim Kaine"),
            ("“MS. LEE: Let me ask you.", "“MS. LEE"),
            ("**MS. LEE**: Let me ask you.", "**MS. LEE"),
        ] {
            assert_eq!(label(line).map(|l| &line[..l.1]), Some(name), "{line}");
        }
        for line in [
            "“Let me ask: no.",
            "“Q who?",
            "He said: no.",
            "Quite so.",
            "The time is 5:30 now",
            "See https://example.org",
            "",
            ":",
        ] {
            assert!(label(line).is_none(), "{line}");
        }
    }

    #[test]
    fn a_turn_goes_on_to_the_next_label() {
        let text = "5:41 P.M.\n\nPRESIDENT BIDEN: Good to see you.\n\nWe will talk.\n\nPRESIDENT XI: (As interpreted.) Good to see you. (Laughter.)\n\nPRESIDENT BIDEN: Thank you.\n\nEND 5:50 P.M.";
        assert_eq!(
            lines(text),
            [
                "turn | Joe Biden (us) | Good to see you.\n\nWe will talk.",
                "turn | Xi Jinping (china) | Good to see you.",
                "turn | Joe Biden (us) | Thank you."
            ]
        );
        let found = read(&document(text));
        assert!(found.statements.iter().all(|s| s.kind == Kind::Turn));
        assert!(found.regions.iter().any(|r| r.kind == RegionKind::Label));
    }

    #[test]
    fn a_heading_or_the_first_full_mention_gives_a_label_its_side() {
        let text = "REMARKS BY PRESIDENT HOLLAND OF THE UNITED STATES\n\nPRESIDENT HOLLAND: Good to see you, President Wen Bai of China.\n\nPRESIDENT WEN: Good to see you.\n\nQ: Is it?\n\nPRESIDENT HOLLAND: It is.";
        let found = lines(text);
        let speakers: Vec<&str> = found.iter().filter_map(|l| l.split(" | ").nth(1)).collect();
        assert_eq!(speakers, ["President Holland (us)", "Wen Bai (china)", "Q", "President Holland (us)"]);
    }

    #[test]
    fn a_label_may_name_its_nation() {
        let text = "COUNCIL ON THE CODE: EXCERPTS\n\nJuly 8, 2021\n\nMS. LARK OF THE UNITED STATES: We will judge by deeds.\n\nMR. RUAN (China): We will not.\n\nMS. LARK OF THE UNITED STATES: So be it.";
        assert_eq!(
            lines(text),
            [
                "turn | Ms. Lark (us) | We will judge by deeds.",
                "turn | Mr. Ruan (china) | We will not.",
                "turn | Ms. Lark (us) | So be it."
            ]
        );
    }

    #[test]
    fn an_article_with_colons_is_no_transcript() {
        let text = "WASHINGTON: The two sides met on Monday for talks about networks and trade in the capital.\n\nThere were three topics: trade, networks and trust, and each took an hour of the afternoon.";
        assert!(lines(text).is_empty());
    }
}
