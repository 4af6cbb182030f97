//! Layout: headline, running text, page furniture, labels and stage directions.
//!
//! A document comes in, a role for every token goes out. Furniture is found by the patterns of
//! `boilerplate.csv` and by its build: `{template}` residue inside a paragraph, and the run of short lines
//! without an end mark below the last paragraph. Roles never overlap.

use super::furniture::FurnitureMatcher;
use super::statement::{Region, RegionKind};
use super::traits::{TokenTraits, Traits};
use crate::document::{Document, Span};
use crate::text::{Text, Token, TokenClass, TokenRange};

/// The role of every token, and where the headline is.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// One for each token.
    pub roles: Vec<Role>,
    /// The headline's tokens; empty when there is none.
    pub headline: TokenRange,
    /// Some token is page furniture or a label.
    is_mixed: bool,
}

/// What a token is part of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// The headline.
    Headline,
    /// Page furniture.
    Boilerplate,
    /// Speaker label of a transcript, stage direction.
    Label,
}

/// Words that a headline has at most.
const HEADLINE_WORDS: u32 = 40;
/// Bytes that a stray tag has at most.
const LONGEST_TAG: usize = 400;
/// Paragraphs that are told as prose before a tail can be told from them.
const PROSE: usize = 3;
/// Words that a line of the tail run has at most.
const TAIL_WORDS: u32 = 12;

impl Layout {
    /// Finds furniture and the headline. `transcript`: the paragraphs are turns, so short lines are speech.
    pub fn new(document: &Document, text: &Text, traits: TokenTraits, furniture: &FurnitureMatcher) -> Self {
        let mut layout = Layout { roles: vec![Role::Body; text.tokens.len()], ..Layout::default() };
        layout.mark_lines(document, text, traits, furniture);
        if text.has(TokenClass::Other) {
            layout.mark_tags(document, text);
        }
        if text.has(TokenClass::BracketOpen) {
            layout.mark_templates(document, text);
        }
        layout.mark_tail(text, traits);
        // "OK." is a button on a page, but what a table gives as somebody's words is speech when it is all there is.
        let is_furniture = |i: usize| layout.is_furniture(i) || !text.tokens[i].class.is_word();
        if document.given.is_some() && layout.is_mixed && (0..text.tokens.len()).all(is_furniture) {
            layout.roles.fill(Role::Body);
            layout.is_mixed = false;
        }
        layout.mark_headline(document, text);
        if text.has(TokenClass::Dash) {
            layout.mark_datelines(text, traits);
        }
        layout
    }

    /// `BEIJING (AP) — ` at the start of one of the first paragraphs.
    fn mark_datelines(&mut self, text: &Text, traits: TokenTraits) {
        for &paragraph in text.paragraphs.iter().take(6) {
            let (start, tokens) = (paragraph.start, text.tokens(paragraph));
            let Some(dash) = tokens.iter().take(16).position(|t| t.class == TokenClass::Dash) else { continue };
            let bracket = dash > 0 && tokens[dash - 1].class == TokenClass::BracketClose;
            if !bracket && !traits.of(start as usize).has(Traits::CAPITALS) {
                continue;
            }
            if tokens[..dash].iter().any(|t| t.class == TokenClass::Colon) {
                // `PRESIDENT BIDEN: Well, President Xi, it’s — …` is a turn of a transcript.
                continue;
            }
            let before = TokenRange::new(start, start + dash as u32);
            let words = text.count_words(before);
            let capitals = before.indices().filter(|&i| traits.of(i).has(Traits::CAPITAL)).count() as u32;
            if dash > 0 && capitals + 2 >= words && words <= 9 {
                self.mark(TokenRange::new(start, before.end + 1), Role::Boilerplate);
            }
        }
    }

    /// Words that are page furniture.
    pub fn furniture_words(&self, text: &Text) -> u32 {
        if !self.is_mixed {
            return 0;
        }
        let words = text.tokens.iter().zip(&self.roles).filter(|(token, _)| token.class.is_word());
        words.filter(|(_, role)| **role == Role::Boilerplate).count() as u32
    }

    /// True when token `i` is page furniture.
    pub fn is_furniture(&self, i: usize) -> bool {
        self.roles.get(i) == Some(&Role::Boilerplate)
    }

    /// Gives a role to a range of tokens; furniture stays furniture.
    pub fn mark(&mut self, range: TokenRange, role: Role) {
        self.is_mixed |= role != Role::Headline;
        for slot in &mut self.roles[range.indices()] {
            if *slot != Role::Boilerplate {
                *slot = role;
            }
        }
    }

    /// Lines that by their words may be furniture are compared with the patterns.
    fn mark_lines(&mut self, document: &Document, text: &Text, traits: TokenTraits, furniture: &FurnitureMatcher) {
        let may_start = traits.any.any(Traits::FURNITURE_START.with(Traits::FURNITURE_ALONE))
            || traits.pairs.has(Traits::FURNITURE_SECOND);
        let may_float = may_hold_furniture(traits);
        if !may_start && !may_float {
            return;
        }
        for line in text.lines() {
            let [first, second] = [line.start, line.start + 1].map(|i| traits.of(i as usize));
            let second = if line.len() > 1 { second } else { Traits::default() };
            let begins = first.has(Traits::FURNITURE_START)
                || first.has(Traits::FURNITURE_FIRST)
                    && second.has(Traits::FURNITURE_SECOND)
                    && traits.are_neighbours(line.start as usize)
                || first.has(Traits::FURNITURE_ALONE) && !second.has(Traits::WORD);
            let floats = may_float && holds_furniture(traits.within(line));
            if (begins || floats) && furniture.is_furniture(text.span(line).slice(&document.text), floats) {
                self.mark(line, Role::Boilerplate);
            }
        }
    }

    /// Stray tags (`<tweet id="…">`).
    fn mark_tags(&mut self, document: &Document, text: &Text) {
        let bytes = document.text.as_bytes();
        let mut from = 0;
        while let Some(open) = memchr::memchr(b'<', &bytes[from..]).map(|i| from + i) {
            from = open + 1;
            if !bytes.get(from).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/') {
                continue;
            }
            let length = bytes[from..].iter().take(LONGEST_TAG).position(|b| b"<>\n".contains(b));
            if let Some(close) = length.map(|l| from + l).filter(|&c| bytes[c] == b'>') {
                self.mark(overlapping(text, Span::new(open as u32, close as u32 + 1)), Role::Boilerplate);
                from = close + 1;
            }
        }
    }

    /// `{mosads}`, `{{ad.slot}}`: letters, digits and joiners between braces.
    fn mark_templates(&mut self, document: &Document, text: &Text) {
        let bytes = document.text.as_bytes();
        let mut from = 0;
        while let Some(open) = memchr::memchr(b'{', &bytes[from..]).map(|i| from + i) {
            let inner = bytes[open..]
                .iter()
                .take(80)
                .take_while(|b| b.is_ascii_alphanumeric() || b"{_-.:/ %#|$".contains(b))
                .count();
            let closing = bytes[open + inner..].iter().take_while(|&&b| b == b'}').count();
            if closing > 0 {
                let span = Span::new(open as u32, (open + inner + closing) as u32);
                self.mark(overlapping(text, span), Role::Boilerplate);
            }
            from = open + inner.max(1);
        }
    }

    /// The run of short lines without an end mark after the last real paragraph.
    fn mark_tail(&mut self, text: &Text, traits: TokenTraits) {
        let ended = |p: &TokenRange| {
            let words = text.count_words(*p);
            let last = text.tokens(*p).iter().rev().find(|t| t.class != TokenClass::QuoteClose);
            (words, last.is_some_and(|t| t.class.is_terminal()))
        };
        if text.paragraphs.len() < PROSE {
            return;
        }
        let prose = text.paragraphs.iter().filter(|p| matches!(ended(p), (w, true) if w > TAIL_WORDS));
        if prose.take(PROSE).count() < PROSE {
            return;
        }
        for paragraph in text.paragraphs.iter().rev() {
            if self.is_mixed && paragraph.indices().all(|i| self.is_furniture(i)) {
                continue;
            }
            let (words, ends) = ended(paragraph);
            let speaks = |t: &Token| matches!(t.class, TokenClass::QuoteOpen | TokenClass::Colon);
            if ends || words > TAIL_WORDS || text.tokens(*paragraph).iter().any(speaks) {
                break;
            }
            let titled = paragraph.indices().filter(|&i| traits.of(i).has(Traits::CAPITAL)).count() as u32;
            if titled * 2 < words {
                break;
            }
            self.mark(*paragraph, Role::Boilerplate);
        }
    }

    /// The first paragraph when it is short and longer ones follow, or when it is the document's title.
    fn mark_headline(&mut self, document: &Document, text: &Text) {
        let mut body = text.paragraphs.iter().filter(|p| !self.is_furniture(p.start as usize));
        let Some(&first) = body.next() else { return };
        let Some(&second) = body.next() else { return };
        let words = text.count_words(first);
        let span = text.span(first).slice(&document.text).trim();
        let is_title = document.title.as_deref().is_some_and(|t| t.trim() == span);
        let sentences =
            text.sentences[text.sentence_of(first.start)..].iter().take_while(|s| s.start < first.end).count();
        let short = words <= HEADLINE_WORDS && sentences <= 2;
        let ends = text.tokens(first).last().is_some_and(|t| t.class == TokenClass::Period);
        let longer = text.count_words(second) > words || words <= 14;
        if is_title || short && longer && (!ends || words <= 25) {
            self.mark(first, Role::Headline);
            self.headline = first;
        }
    }

    /// Stretches of one role, in order, covering every token.
    pub fn regions(&self, text: &Text) -> Vec<Region> {
        if !self.is_mixed {
            let kind = |paragraph| if paragraph == self.headline { RegionKind::Headline } else { RegionKind::Body };
            let region = |&paragraph: &TokenRange| Region { span: text.span(paragraph), kind: kind(paragraph) };
            return text.paragraphs.iter().filter(|paragraph| !paragraph.is_empty()).map(region).collect();
        }
        let mut regions: Vec<Region> = Vec::new();
        for paragraph in &text.paragraphs {
            let mut previous = None;
            for i in paragraph.indices() {
                let (span, role) = (text.tokens[i].span, self.roles[i]);
                match regions.last_mut() {
                    Some(last) if previous == Some(role) => last.span.end = span.end,
                    _ => regions.push(Region { span, kind: role.region() }),
                }
                previous = Some(role);
            }
        }
        regions
    }
}

/// True for tokens that may be of page furniture which may stand anywhere in a line.
fn may_hold_furniture(traits: TokenTraits) -> bool {
    traits.any.has(Traits::FURNITURE_INSIDE)
        || traits.any.has(Traits::FURNITURE_MARK.with(Traits::FURNITURE_WITH_MARK))
        || traits.pairs.has(Traits::FURNITURE_INNER_SECOND)
}

/// The same of one line, looked at more closely.
fn holds_furniture(line: TokenTraits) -> bool {
    let mark = Traits::FURNITURE_MARK.with(Traits::FURNITURE_WITH_MARK);
    let is_pair = |i: usize| {
        line.of(i).has(Traits::FURNITURE_INNER)
            && line.of(i + 1).has(Traits::FURNITURE_INNER_SECOND)
            && line.are_neighbours(i)
    };
    line.any.has(Traits::FURNITURE_INSIDE)
        || line.any.has(mark)
        || line.pairs.has(Traits::FURNITURE_INNER_SECOND) && (0..line.len()).any(is_pair)
}

impl Role {
    fn region(self) -> RegionKind {
        match self {
            Role::Body => RegionKind::Body,
            Role::Headline => RegionKind::Headline,
            Role::Boilerplate => RegionKind::Boilerplate,
            Role::Label => RegionKind::Label,
        }
    }
}

/// Every token that shares a byte with `span`.
fn overlapping(text: &Text, span: Span) -> TokenRange {
    let start = text.tokens.partition_point(|t| t.span.end <= span.start);
    let end = text.tokens.partition_point(|t| t.span.start < span.end);
    TokenRange::new(start as u32, end.max(start) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::fixture::{document, lexicon, read};
    use crate::lexicon::TypeTable;
    use crate::text::Vocabulary;
    use proptest::prelude::*;
    use proptest::test_runner::TestRunner;
    use std::cell::RefCell;

    fn regions(text: &str, kind: RegionKind) -> Vec<String> {
        let found = read(&document(text));
        found.regions.iter().filter(|r| r.kind == kind).map(|r| r.span.slice(text).to_owned()).collect()
    }

    const ARTICLE: &str = "Envoy speaks of trust\n\nThe envoy spoke for an hour in the hall of the old academy on Monday.\n\n\
        {adslot}The hall was full of people who had come from near and far to listen to him.\n\n\
        Nobody left before the end of the speech, which was late in the evening of that day.\n\n\
        Tags Harbor Fishing\n\nMost Popular\n\nLoad more\n\nSee all Video";

    #[test]
    fn furniture_is_told_from_prose() {
        assert_eq!(regions(ARTICLE, RegionKind::Headline), ["Envoy speaks of trust"]);
        let furniture = regions(ARTICLE, RegionKind::Boilerplate);
        assert_eq!(furniture, ["{adslot}", "Tags Harbor Fishing", "Most Popular", "Load more", "See all Video"]);
        assert_eq!(regions(ARTICLE, RegionKind::Body).len(), 3);
        assert_eq!(read(&document(ARTICLE)).boilerplate_tokens, 1 + 3 + 2 + 2 + 3);
    }

    #[test]
    fn a_short_first_paragraph_is_the_headline() {
        let long = |words: usize| format!("The {}", vec!["dam"; words - 1].join(" "));
        for (first, second, title, is_headline) in [
            ("Envoy speaks".to_owned(), long(20), "", true),
            (long(40), long(41), "", true),
            (long(41), long(50), "", false),
            // It is the document's title, however long.
            (long(41), long(50), &*long(41), true),
            (long(41), long(50), &*long(42), false),
            // What ends like a sentence has to be shorter.
            (long(25) + ".", long(30), "", true),
            (long(26) + ".", long(30), "", false),
            // Two sentences may be one, three may not.
            ("It rained. It froze".to_owned(), long(20), "", true),
            ("It rained. It froze. It thawed".to_owned(), long(20), "", false),
            // What is longer than the next paragraph has to be short.
            (long(14), long(3), "", true),
            (long(15), long(3), "", false),
            (long(15), long(15), "", false),
            (long(15), long(16), "", true),
        ] {
            let text = format!("{first}\n\n{second}\n\n{}.", long(30));
            let title = Some(title.to_owned()).filter(|title| !title.is_empty());
            let found = read(&Document { title, ..document(&text) });
            let headlines = found.regions.iter().filter(|r| r.kind == RegionKind::Headline);
            let headlines: Vec<&str> = headlines.map(|r| r.span.slice(&text)).collect();
            assert_eq!(headlines, if is_headline { vec![first.as_str()] } else { vec![] }, "{text}");
        }
        assert!(regions("Envoy speaks of trust", RegionKind::Headline).is_empty(), "nothing follows");
    }

    /// Whatever the patterns take for furniture is found among prose, where lines are first told by their words.
    #[test]
    fn every_pattern_is_found_among_prose() {
        let (lexicon, mut vocabulary) = (lexicon(), Vocabulary::default());
        let (furniture, mut types) = (FurnitureMatcher::new(&lexicon.language.furniture), TypeTable::new(lexicon));
        let mut found = 0;
        for row in &lexicon.language.furniture {
            for filler in ["", "Some", "so much of it"] {
                let line = row.pattern.replace('*', filler);
                for line in [line.clone(), format!("The end, {line} again"), line.to_uppercase()] {
                    if !furniture.is_furniture(&line, true) {
                        continue;
                    }
                    found += 1;
                    let document = document(&format!("It was cold.\n{line}\nIt was dark."));
                    let text = lexicon.segmenter.segment(&document.text, &mut vocabulary);
                    types.update(lexicon, &vocabulary);
                    let layout = Layout::new(&document, &text, TokenTraits::new(&text, &types), &furniture);
                    let start = document.text.find('\n').unwrap() as u32 + 1;
                    let line = text.tokens_in(Span::new(start, start + line.len() as u32));
                    assert!(line.indices().all(|i| layout.is_furniture(i)), "{:?}", document.text);
                }
            }
        }
        assert!(found > 1000, "{found}");
    }

    /// A line that the patterns take for furniture is found, whatever stands in it and around it.
    #[test]
    fn no_line_of_furniture_is_missed() {
        let lexicon = lexicon();
        let furniture = FurnitureMatcher::new(&lexicon.language.furniture);
        let memory = RefCell::new((Vocabulary::default(), TypeTable::new(lexicon)));
        let patterns = lexicon.language.furniture.iter().flat_map(|row| row.pattern.split('*'));
        let mut pieces: Vec<String> = patterns.map(str::to_owned).collect();
        pieces.extend(pieces.clone().iter().flat_map(|piece| piece.split(' ').map(str::to_owned)));
        pieces.extend(["\n", "\n\n", "\u{a0}", "\u{301}", ".", "”", "É", "K", "σ", "The"].map(str::to_owned));
        let texts = (prop::collection::vec(prop::sample::select(pieces), 1..16), 0..3);
        let law = |(pieces, case): (Vec<String>, i32)| {
            let text = pieces.join(" ").replace(" \n ", "\n");
            let document = document(&match case {
                0 => text,
                1 => text.to_uppercase(),
                _ => text.replace(' ', "\n"),
            });
            let (vocabulary, types) = &mut *memory.borrow_mut();
            let text = lexicon.segmenter.segment(&document.text, vocabulary);
            types.update(lexicon, vocabulary);
            let layout = Layout::new(&document, &text, TokenTraits::new(&text, types), &furniture);
            for line in text.lines() {
                let words = text.span(line).slice(&document.text);
                let found = line.indices().all(|i| layout.is_furniture(i));
                prop_assert!(found || !furniture.is_furniture(words, true), "{:?} in {:?}", words, document.text);
            }
            Ok(())
        };
        TestRunner::new(ProptestConfig::with_cases(2000)).run(&texts, law).unwrap();
    }

    #[test]
    fn stray_tags_are_furniture_and_comparisons_are_not() {
        let text = "It was <b class=\"x\">late</b> and 3 < 4.";
        assert_eq!(regions(text, RegionKind::Boilerplate), ["<b class=\"x\">", "</b>"]);
    }
}
