//! Observations: what the model sees of a document, as plain numbers.
//!
//! A [`Context`] and what the rules propose for it come in; hashed words, tags, quotation states, sentence numbers,
//! cues and the rules' candidates come out, one array each.
//! Words are looked at once per type ([`Words`]). A paragraph longer than [`WINDOW`] is cut into windows, so that
//! memory and time stay linear whatever the text.

use super::clusters::Clusters;
use super::feature::hash_word;
use super::proposer::trim;
use super::tag::{Tag, tag_of};
use super::words::{Word, Words};
use crate::attribution::{Candidate, Context, Form, Role, Traits};
use crate::lexicon::Entry;
use crate::text::{TokenRange, TypeId};

/// Tokens that are read together at most.
pub const WINDOW: u32 = 400;

/// Where a token stands with regard to quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum QuoteState {
    /// Outside.
    #[default]
    Outside,
    /// Between the marks.
    Inside,
    /// The opening mark.
    Open,
    /// The closing mark.
    Close,
}

/// A cue of the language pack at its head word; all zero elsewhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct CueMark {
    /// 1 + the kind; 0 for none.
    pub kind: u8,
    /// The frames' bits.
    pub frames: u8,
    /// 1 + the form.
    pub form: u8,
    /// Words.
    pub length: u8,
}

/// A rule's candidate, punctuation trimmed.
#[derive(Clone, Debug, Default)]
pub struct RuleFound {
    /// Its position among the candidates that were given.
    pub candidate: usize,
    /// The rule's hashed name.
    pub name: u32,
    /// The rule's own confidence.
    pub confidence: f32,
    /// At most one range.
    pub source: Vec<TokenRange>,
    /// Empty where a mark attributes; it then stands where the mark does.
    pub cue: TokenRange,
    /// In order.
    pub content: Vec<TokenRange>,
}

impl RuleFound {
    /// What the rule says of token `i`: 0 nothing, 1 and 2 begin and inside of its source, 3 and 4 of its content.
    pub fn label(&self, i: u32) -> u32 {
        let inside = |ranges: &[TokenRange], begin: u32| {
            ranges.iter().find(|r| r.start <= i && i < r.end).map(|r| begin + u32::from(i > r.start))
        };
        inside(&self.source, 1).or_else(|| inside(&self.content, 3)).unwrap_or(0)
    }
}

/// A document as the model sees it.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// The document's word types.
    pub words: Vec<Word>,
    /// By token: position in `words`.
    pub word: Vec<u32>,
    /// By token.
    pub tag: Vec<Tag>,
    /// By token.
    pub quote: Vec<QuoteState>,
    /// By token: 1 + the number of the quotation around it, 0 for none.
    pub quote_number: Vec<u32>,
    /// By token.
    pub sentence: Vec<u32>,
    /// By token.
    pub clause: Vec<u32>,
    /// By token.
    pub cue: Vec<CueMark>,
    /// By token: a title or role stands here.
    pub title: Vec<bool>,
    /// What the rules found, in the order of their cues.
    pub rules: Vec<RuleFound>,
    /// By token: 1 + the position in `rules` of the surest candidate whose cue holds it, 0 for none.
    pub rule_cue: Vec<u32>,
    /// By token: 1 in some rule's content, 2 in some rule's source, 3 in both.
    pub rule_in: Vec<u8>,
    /// By token: part of the headline.
    pub headline: Vec<bool>,
    /// Paragraphs, cut where they are too long, without page furniture.
    pub windows: Vec<TokenRange>,
}

impl Observed {
    /// Looks at a document and at what rules propose for it.
    pub fn new(context: &Context<'_>, clusters: &Clusters, candidates: &[Candidate]) -> Self {
        Self::with(&mut Words::default(), context, clusters, candidates)
    }

    /// The same with what is known of the vocabulary's words from documents before; the clusters are always the same.
    pub fn with(words: &mut Words, context: &Context<'_>, clusters: &Clusters, candidates: &[Candidate]) -> Self {
        words.follow(context.vocabulary);
        let text = context.text;
        let count = text.tokens.len();
        let mut seen = Observed {
            word: Vec::with_capacity(count),
            tag: Vec::with_capacity(count),
            quote: vec![QuoteState::Outside; count],
            quote_number: vec![0; count],
            sentence: vec![0; count],
            clause: vec![0; count],
            cue: vec![CueMark::default(); count],
            title: vec![false; count],
            rule_cue: vec![0; count],
            rule_in: vec![0; count],
            headline: context.layout.roles.iter().map(|r| *r == Role::Headline).collect(),
            ..Observed::default()
        };
        let mut known: hashbrown::HashMap<TypeId, u32, foldhash::fast::FixedState> = hashbrown::HashMap::default();
        for (i, token) in text.tokens.iter().enumerate() {
            let number = *known.entry(token.type_id).or_insert_with(|| {
                let tag = tag_of(context.traits(i as u32), token.class);
                seen.words.push(words.get(context.vocabulary, token.type_id, tag, clusters));
                seen.words.len() as u32 - 1
            });
            seen.word.push(number);
            seen.tag.push(seen.words[number as usize].tag);
        }
        seen.number(&text.sentences, |s| &mut s.sentence);
        seen.number(&text.clauses(), |s| &mut s.clause);
        for sentence in &text.sentences {
            seen.first_word(*sentence);
        }
        for (number, quote) in context.quotes.iter().enumerate() {
            seen.quote[quote.inner().indices()].fill(QuoteState::Inside);
            seen.quote[quote.tokens.start as usize] = QuoteState::Open;
            if quote.closed {
                seen.quote[quote.tokens.end as usize - 1] = QuoteState::Close;
            }
            seen.quote_number[quote.tokens.indices()].fill(number as u32 + 1);
        }
        for hit in &context.cues {
            let form = match hit.form {
                Form::Base => 1,
                Form::Third => 2,
                Form::Past => 3,
                Form::Ing => 4,
                Form::Fixed => 5,
            };
            let length = hit.tokens.len().min(4) as u8;
            seen.cue[hit.head as usize] = CueMark { kind: hit.kind as u8 + 1, frames: hit.frames.0, form, length };
        }
        for name in &context.names {
            if let Entry::Title(_) = name.entry {
                seen.title[name.tokens.indices()].fill(true);
                let last = name.tokens.end as usize - 1;
                if !context.traits(last as u32).has(Traits::CAPITAL) {
                    seen.tag[last] = Tag::Role;
                }
            }
        }
        seen.hide_names(context);
        seen.hear(candidates);
        for paragraph in &text.paragraphs {
            seen.cut(*paragraph, context);
        }
        seen
    }

    /// Puts one word for all names of a kind, so that who is named decides nothing: names of the dispute, capitalized
    /// words inside sentences, and the first word of a sentence where it is capitalized elsewhere or opens a name.
    fn hide_names(&mut self, context: &Context<'_>) {
        let is_name = |tag: Tag| matches!(tag, Tag::Given | Tag::Capital | Tag::CapitalPossessive | Tag::Capitals);
        let mut inside = vec![false; self.words.len()];
        for (tag, &word) in self.tag.iter().zip(&self.word) {
            inside[word as usize] |= is_name(*tag);
        }
        let mut hidden: Vec<bool> = (0..self.word.len())
            .map(|i| match self.tag[i] {
                Tag::CapitalFirst => {
                    inside[self.word[i] as usize] || self.tag.get(i + 1).is_some_and(|&next| is_name(next))
                }
                tag => is_name(tag),
            })
            .collect();
        for name in &context.names {
            if let Entry::Actor(_) = name.entry {
                let capital = |i: &usize| context.traits(*i as u32).has(Traits::CAPITAL);
                name.tokens.indices().filter(capital).for_each(|i| hidden[i] = true);
            }
        }
        let mut anonymous = [None; Tag::ALL.len()];
        for (i, _) in hidden.into_iter().enumerate().filter(|(_, hidden)| *hidden) {
            let tag = self.words[self.word[i] as usize].tag;
            let number = *anonymous[tag as usize].get_or_insert_with(|| {
                self.words.push(Word { tag, ..Word::default() });
                self.words.len() as u32 - 1
            });
            self.word[i] = number;
        }
    }

    /// Notes what the rules propose.
    fn hear(&mut self, candidates: &[Candidate]) {
        let mut rules = Vec::with_capacity(candidates.len());
        for (number, candidate) in candidates.iter().enumerate() {
            let trimmed = |range: TokenRange| trim(self, range);
            let content: Vec<TokenRange> =
                candidate.content.iter().map(|r| trimmed(*r)).filter(|r| !r.is_empty()).collect();
            if content.is_empty() {
                continue;
            }
            let cue = trimmed(candidate.cue);
            let anchor = if candidate.cue.is_empty() { content[0].start } else { candidate.cue.start };
            rules.push(RuleFound {
                candidate: number,
                name: hash_word(candidate.rule),
                confidence: candidate.confidence as f32,
                source: candidate.source.iter().map(|s| trimmed(s.tokens)).filter(|r| !r.is_empty()).collect(),
                cue: if cue.is_empty() { TokenRange::new(anchor, anchor) } else { cue },
                content,
            });
        }
        rules.sort_by(|a: &RuleFound, b: &RuleFound| {
            a.cue.cmp(&b.cue).then(b.confidence.total_cmp(&a.confidence)).then(a.candidate.cmp(&b.candidate))
        });
        self.rules = rules;
        for (number, rule) in self.rules.iter().enumerate() {
            for slot in &mut self.rule_cue[rule.cue.indices()] {
                if *slot == 0 || self.rules[*slot as usize - 1].confidence < rule.confidence {
                    *slot = number as u32 + 1;
                }
            }
            for (ranges, bit) in [(&rule.content, 1), (&rule.source, 2)] {
                for range in ranges {
                    self.rule_in[range.indices()].iter_mut().for_each(|bits| *bits |= bit);
                }
            }
        }
    }

    /// The surest rule's candidate whose cue shares a word with `cue`.
    pub fn rule_of(&self, cue: TokenRange) -> Option<&RuleFound> {
        cue.indices().find_map(|i| self.rule_cue[i].checked_sub(1)).map(|n| &self.rules[n as usize])
    }

    fn number(&mut self, ranges: &[TokenRange], slot: impl Fn(&mut Self) -> &mut Vec<u32>) {
        for (number, range) in ranges.iter().enumerate() {
            slot(self)[range.indices()].fill(number as u32);
        }
    }

    /// A capital at the start of a sentence says less.
    fn first_word(&mut self, sentence: TokenRange) {
        if let Some(first) = sentence.indices().find(|&i| self.tag[i].is_word())
            && self.tag[first] == Tag::Capital
        {
            self.tag[first] = Tag::CapitalFirst;
        }
    }

    /// Adds a paragraph's windows, cut between sentences where that is possible.
    fn cut(&mut self, paragraph: TokenRange, context: &Context<'_>) {
        let mut start = paragraph.start;
        while start < paragraph.end {
            if context.layout.is_furniture(start as usize) {
                start += 1;
                continue;
            }
            let limit = paragraph.end.min(start + WINDOW);
            let mut end = (start..limit).find(|&i| context.layout.is_furniture(i as usize)).unwrap_or(limit);
            if end == start + WINDOW && end < paragraph.end {
                let first = self.sentence[start as usize];
                let here = self.sentence[end as usize];
                if here != first {
                    end = (start..end).rev().find(|&i| self.sentence[i as usize] != here).map_or(end, |i| i + 1);
                }
            }
            if end - start > 2 {
                self.windows.push(TokenRange::new(start, end));
            }
            start = end;
        }
    }

    /// The word at token `i`.
    #[inline]
    pub fn word(&self, i: usize) -> &Word {
        &self.words[self.word[i] as usize]
    }
}
