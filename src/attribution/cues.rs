//! Cues: occurrences of reporting verbs and phrases, and how each is used.
//!
//! The pack's patterns match by stem, so `claim` also finds the noun and `alleged` the adjective. A hit is kept
//! with the form of its verb, worked out from the pattern's own base form, and with what stands before it; the
//! rules decide from both whether somebody speaks here.

use super::context::Context;
use super::traits::Traits;
use crate::lexicon::{Cue, CueType, Entry, Frames, Match};
use crate::text::{TokenClass, TokenRange};

/// The form in which a cue's verb stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// say: an infinitive, a plural, or a noun
    Base,
    /// says
    Third,
    /// said; also the participle
    Past,
    /// saying
    Ing,
    /// Not a verb: according to, statement.
    Fixed,
}

/// A cue in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueHit {
    /// Its words.
    pub tokens: TokenRange,
    /// The verb, or the first word of a phrase.
    pub head: u32,
    /// What it does.
    pub kind: CueType,
    /// How it joins its content.
    pub frames: Frames,
    /// The form of its verb.
    pub form: Form,
    /// Position in `Language::cues`.
    pub row: u32,
}

/// What the rows of `cues.csv` look like.
#[derive(Clone, Debug, Default)]
pub struct CueTable {
    rows: Vec<CueRow>,
}

#[derive(Clone, Debug)]
struct CueRow {
    kind: CueType,
    frames: Frames,
    /// Base forms that the first word may have.
    bases: Vec<String>,
    /// Words before the first gap that must hold at least one word; such a gap holds a part of the content.
    prefix: Option<u32>,
}

impl CueTable {
    /// Reads the shape of every pattern.
    pub fn new(cues: &[Cue]) -> Self {
        CueTable { rows: cues.iter().map(CueRow::new).collect() }
    }

    /// The cues among `matches`, one for each head: the longest pattern without a gap, else the longest.
    pub fn hits(&self, context: &Context<'_>, matches: &[Match]) -> Vec<CueHit> {
        let mut hits: Vec<CueHit> = Vec::new();
        for found in matches {
            let Entry::Cue(row) = context.lexicon.names.entry(found.entry) else { continue };
            let start = found.tokens.start;
            let compound = start > 0 && context.class(start.wrapping_sub(1)) == TokenClass::Hyphen;
            if !context.is_text(start) || compound {
                continue;
            }
            let shape = &self.rows[row as usize];
            let mut tokens = found.tokens;
            if let Some(prefix) = shape.prefix {
                tokens.end = (tokens.start + prefix).min(tokens.end);
            }
            let form = match shape.kind {
                CueType::According | CueType::Noun => Form::Fixed,
                _ if shape.frames.has(Frames::PHRASE) && !shape.frames.has(Frames::QUOTE) => Form::Fixed,
                _ => shape.form(&context.word(tokens.start).form, &context.word(tokens.start).stem),
            };
            let hit = CueHit { tokens, head: tokens.start, kind: shape.kind, frames: shape.frames, form, row };
            hits.push(hit);
        }
        hits.sort_by_key(|h| {
            (h.head, self.rows[h.row as usize].prefix.is_some(), std::cmp::Reverse(h.tokens.end), h.row)
        });
        let mut kept: Vec<CueHit> = Vec::new();
        for hit in hits {
            match kept.last_mut() {
                Some(last) if last.head == hit.head => last.frames = Frames(last.frames.0 | self.added(&hit)),
                Some(last) if hit.head < last.tokens.end && hit.tokens.end <= last.tokens.end => {}
                _ => kept.push(hit),
            }
        }
        kept
    }

    /// A pattern with a gap lends its frames to the plain one at the same place.
    fn added(&self, hit: &CueHit) -> u8 {
        if self.rows[hit.row as usize].prefix.is_some() { hit.frames.0 } else { 0 }
    }
}

impl CueRow {
    fn new(cue: &Cue) -> Self {
        let mut prefix = None;
        let mut depth = 0usize;
        for (words, part) in cue.pattern.split_whitespace().enumerate() {
            if depth == 0 && part.starts_with('<') && !part.starts_with("<0") {
                prefix = Some(words as u32);
                break;
            }
            depth += part.matches('(').count();
            depth = depth.saturating_sub(part.matches(')').count());
        }
        let first = match cue.pattern.strip_prefix('(') {
            Some(rest) => rest.split(')').next().unwrap_or(rest),
            None => cue.pattern.split_whitespace().next().unwrap_or(""),
        };
        let bases = first
            .split('|')
            .filter_map(|b| b.split_whitespace().next())
            .map(|b| b.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase())
            .filter(|b| !b.is_empty())
            .collect();
        CueRow { kind: cue.kind, frames: cue.frames, bases, prefix }
    }

    fn form(&self, form: &str, stem: &str) -> Form {
        if form.ends_with("ing") && !self.bases.iter().any(|b| b == form && b == stem) {
            return Form::Ing;
        }
        if form.ends_with("ed") {
            return Form::Past;
        }
        // "information", "proposals": the base and a suffix that no verb has.
        let derived = self.bases.iter().any(|b| {
            let root = b.strip_suffix('e').unwrap_or(b);
            form.strip_prefix(root).is_some_and(|suffix| {
                root.len() > 3 && suffix.len() >= 2 && !matches!(suffix, "es" | "ed" | "en" | "ied" | "ies")
            })
        });
        if derived {
            return Form::Fixed;
        }
        if self.bases.iter().any(|b| b == form) {
            return if form.ends_with('s') && !form.ends_with("ss") { Form::Third } else { Form::Base };
        }
        let third = form.strip_suffix('s').is_some_and(|cut| {
            self.bases.iter().any(|b| {
                b == cut
                    || cut.strip_suffix('e').is_some_and(|c| b == c)
                    || cut.strip_suffix("ie").is_some_and(|c| b.strip_suffix('y') == Some(c))
            })
        });
        if third { Form::Third } else { Form::Past }
    }
}

/// How a verb stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// said, has said, will say
    Finite,
    /// is said, was told
    Passive,
    /// saying, without an auxiliary
    Participle,
    /// to say
    Infinitive,
    /// A noun or an adjective after all.
    NotVerb,
}

/// A cue's verb with its auxiliaries and adverbs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerbGroup {
    /// From the first auxiliary or adverb to the cue's end.
    pub tokens: TokenRange,
    /// How it stands.
    pub usage: Use,
    /// The subject is a contracted pronoun (he's) at this token.
    pub contracted: Option<u32>,
}

/// Looks at what stands before a cue's verb.
pub fn verb_group(context: &Context<'_>, hit: &CueHit) -> VerbGroup {
    let start_of_sentence = context.sentence(hit.head).start;
    let mut start = hit.head;
    let (mut auxiliary, mut be, mut infinitive) = (false, false, false);
    let mut contracted = None;
    // The nearest auxiliary decides between progressive, perfect and passive.
    let mut nearest: Option<Traits> = None;
    let mut i = hit.head;
    while i > start_of_sentence && hit.head - i < 6 {
        i -= 1;
        let t = context.traits(i);
        if t.has(Traits::CONTRACTED_SUBJECT) {
            contracted = Some(i);
            auxiliary = true;
            nearest.get_or_insert(t);
            break;
        }
        if t.has(Traits::AUXILIARY) && !t.has(Traits::PREPOSITION) {
            auxiliary = true;
            nearest.get_or_insert(t);
            be |= t.has(Traits::BE);
            start = i;
            continue;
        }
        if t.has(Traits::INFINITIVE) && hit.form == Form::Base && !auxiliary {
            infinitive = true;
            start = i;
            break;
        }
        let adverb = t.any(Traits::ADVERB) || t.has(Traits::ENDS_LY) && !t.has(Traits::CAPITAL);
        if !adverb {
            break;
        }
        if start == i + 1 {
            start = i;
        }
    }
    let before = if start > start_of_sentence { context.traits(start.wrapping_sub(1)) } else { Traits::default() };
    let direct = start == hit.head;
    let usage = match hit.form {
        Form::Fixed => Use::NotVerb,
        _ if infinitive => Use::Infinitive,
        Form::Past if be && nearest.is_some_and(|t| t.has(Traits::BE)) => Use::Passive,
        Form::Ing if auxiliary => Use::Finite,
        Form::Ing if direct && before.any(Traits::DETERMINER.with(Traits::POSSESSIVE)) => Use::NotVerb,
        Form::Ing => Use::Participle,
        _ if auxiliary => Use::Finite,
        Form::Past if before.has(Traits::DETERMINER) && !before.any(Traits::PRONOUN.with(Traits::RELATIVE)) => {
            Use::NotVerb
        }
        Form::Past if before.has(Traits::POSSESSIVE) => Use::NotVerb,
        Form::Third | Form::Base if noun_like(before) => Use::NotVerb,
        _ => Use::Finite,
    };
    VerbGroup { tokens: TokenRange::new(start, hit.tokens.end), usage, contracted }
}

/// True when the word before makes a noun of a form that could be a verb.
fn noun_like(before: Traits) -> bool {
    if before.any(Traits::SUBJECT_PRONOUN.with(Traits::RELATIVE)) {
        return false;
    }
    before.any(Traits::DETERMINER.with(Traits::POSSESSIVE).with(Traits::POSSESSIVE_PRONOUN).with(Traits::PREPOSITION))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(pattern: &str) -> CueRow {
        CueRow::new(&Cue { pattern: pattern.into(), kind: CueType::Say, frames: Frames::THAT, line: 2 })
    }

    #[test]
    fn works_out_the_form_of_a_verb_from_its_pattern() {
        for (pattern, form, expected) in [
            ("say", "said", Form::Past),
            ("say", "says", Form::Third),
            ("say", "saying", Form::Ing),
            ("say", "say", Form::Base),
            ("deny", "denies", Form::Third),
            ("discuss", "discusses", Form::Third),
            ("discuss", "discuss", Form::Base),
            ("(speak|talk) of", "spoke", Form::Past),
            ("\"states\"", "states", Form::Third),
            ("(\"voiced\"|\"voicing\")", "voiced", Form::Past),
            ("write", "wrote", Form::Past),
        ] {
            assert_eq!(row(pattern).form(form, pattern), expected, "{pattern} {form}");
        }
    }

    #[test]
    fn a_gap_that_must_hold_words_belongs_to_the_content() {
        assert_eq!(row("portray <1-6> as").prefix, Some(1));
        assert_eq!(row("be <0-2> worried").prefix, None);
        assert_eq!(row("point (the|a) finger at").prefix, None);
    }
}
