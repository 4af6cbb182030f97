//! Discourse: who has been talked about up to a place in the text, and how much each of them stands out there.
//!
//! Names, pronouns outside quotations and the speakers of statements become mentions in the order of the text. An
//! entity stands out by the place of its mentions in their clauses, halved with every sentence of the narrative between
//! (Lappin & Leass 1994); sentences that are quoted whole do not count. Every look is bounded, so time stays linear.

use crate::attribution::context::{Context, NameHit};
use crate::attribution::people::{Naming, People};
use crate::attribution::traits::Traits;
use crate::lexicon::{ActorKind, Entry, Number, TitleKind};
use crate::text::{TokenClass, TokenRange};

/// Mentions that are looked back over at most.
const MEMORY: usize = 80;
/// Sentences of the narrative that are looked back over at most.
const SENTENCES: u32 = 12;
/// What is left of a mention's weight in the next sentence of the narrative.
const FADE: f64 = 0.55;
/// What is left of it in the next paragraph, on top.
const NEXT_PARAGRAPH: f64 = 0.9;
/// What the sentences count in which an entity stands out less than in its best one.
const ELSEWHERE: f64 = 0.35;
/// The last speaker is the one whom a statement without a name goes on with.
const LAST_SPEAKER: f64 = 1.25;
/// Tokens before a name within which its clause may start.
const CLAUSE: u32 = 8;
/// Words between an article and the title behind it.
const ADJECTIVES: u32 = 3;
/// Tokens behind a name that may make it part of another's description: "Clinton communication director".
const MODIFIED: u32 = 3;

/// A place where somebody may be meant without a name.
pub(super) enum Anaphor {
    /// "he"
    Pronoun(u32),
    /// "the senator"
    Nominal(TokenRange),
}

/// How a mention stands in its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the source of a statement.
    Speaker,
    /// "Kerry met …"
    Subject,
    /// "… met Kerry"
    Object,
    /// "with Kerry"
    Oblique,
    /// "Kerry's", "his"
    Possessive,
    /// "Kerry aides"
    Modifier,
}

impl Place {
    fn weight(self) -> f64 {
        match self {
            Place::Speaker => 3.2,
            Place::Subject => 2.6,
            Place::Object => 1.3,
            Place::Oblique | Place::Possessive => 1.0,
            Place::Modifier => 0.4,
        }
    }
}

/// A place where an entity is meant, by name or not.
#[derive(Clone, Copy, Debug)]
struct Mention {
    at: u32,
    entity: u32,
    place: Place,
    /// The quotation that holds it.
    quote: Option<usize>,
    /// It is no pronoun.
    named: bool,
}

/// The mentions up to a place in the text.
pub(super) struct Discourse {
    mentions: Vec<Mention>,
    /// For each sentence, how many before it hold words of the narrative.
    told: Vec<u32>,
    /// Namings that were read.
    named: usize,
    /// Tokens whose pronouns were read.
    read: u32,
}

impl Discourse {
    /// Nothing read yet.
    pub(super) fn new(context: &Context<'_>) -> Self {
        let mut count = 0;
        let told = context.text.sentences.iter().map(|sentence| {
            let before = count;
            let narrative = sentence.indices().map(|i| i as u32);
            count +=
                u32::from(narrative.into_iter().any(|i| context.class(i).is_word() && context.quote_of(i).is_none()));
            before
        });
        Discourse { told: told.collect(), mentions: Vec::new(), named: 0, read: 0 }
    }

    /// The next naming that stands before token `to` and was not read.
    pub(super) fn next_naming(&mut self, people: &People, to: u32) -> Option<Naming> {
        let naming = *people.namings.get(self.named).filter(|n| n.tokens.start < to)?;
        self.named += 1;
        Some(naming)
    }

    /// The next place of the narrative before token `to` where somebody may be meant without a name.
    pub(super) fn next_anaphor(&mut self, context: &Context<'_>, to: u32) -> Option<Anaphor> {
        let to = to.min(context.len());
        while self.read < to {
            let i = self.read;
            self.read += 1;
            let t = context.traits(i);
            if !t.any(Traits::PRONOUN.with(Traits::CONTRACTED_SUBJECT).with(Traits::ARTICLE)) {
                continue;
            }
            if t.has(Traits::ARTICLE) {
                if let Some(nominal) = nominal_at(context, i) {
                    self.read = nominal.end;
                    return Some(Anaphor::Nominal(nominal));
                }
            } else if context.quote_of(i).is_none() {
                return Some(Anaphor::Pronoun(i));
            }
        }
        None
    }

    /// Notes that an entity is meant at token `at`.
    pub(super) fn mention(&mut self, context: &Context<'_>, at: u32, entity: u32, place: Place) {
        let named = !context.traits(at).has(Traits::PRONOUN);
        let mention = Mention { at, entity, place, quote: context.quote_of(at), named };
        let position = self.mentions.iter().rposition(|m| m.at <= at).map_or(0, |p| p + 1);
        self.mentions.insert(position, mention);
    }

    /// The entities mentioned before token `at` that fit, the most outstanding first; `fit` gives a factor in 0..1.
    pub(super) fn ranked(&self, context: &Context<'_>, at: u32, fit: impl Fn(u32) -> f64) -> Vec<(u32, f64)> {
        let here = self.sentence(context, at);
        let quote = context.quote_of(at);
        let paragraph = context.paragraph(at).start;
        let end = self.mentions.partition_point(|m| m.at < at);
        let mut scores: Vec<Score> = Vec::new();
        let mut spoken = false;
        for mention in self.mentions[..end].iter().rev().take(MEMORY) {
            let sentence = self.sentence(context, mention.at);
            let distance = here.saturating_sub(sentence);
            if distance > SENTENCES {
                break;
            }
            let known = scores.iter().position(|s| s.entity == mention.entity);
            let fits = known.map_or_else(|| fit(mention.entity), |k| scores[k].fit);
            let mut weight = mention.place.weight() * FADE.powi(distance as i32);
            if mention.at < paragraph {
                weight *= NEXT_PARAGRAPH;
            }
            if mention.quote.is_some() && mention.quote != quote {
                weight *= 0.15;
            }
            if mention.place == Place::Speaker && !spoken {
                spoken = true;
                weight *= LAST_SPEAKER;
            }
            match known {
                Some(k) => scores[k].add(sentence, weight),
                None => {
                    let (entity, fit, best, most, total) = (mention.entity, fits, weight, weight, weight);
                    scores.push(Score { entity, fit, sentence, best, most, total });
                }
            }
        }
        let mut ranked: Vec<(u32, f64)> =
            scores.iter().filter(|s| s.fit > 0.0).map(|s| (s.entity, s.sum() * s.fit)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }

    /// Who spoke or was the subject last inside a range of the narrative.
    pub(super) fn subject_in(&self, range: TokenRange) -> Option<u32> {
        let end = self.mentions.partition_point(|m| m.at < range.end);
        let here = self.mentions[..end].iter().rev().take(MEMORY).take_while(|m| m.at >= range.start);
        let subject = |m: &&Mention| m.quote.is_none() && matches!(m.place, Place::Speaker | Place::Subject);
        here.into_iter().find(subject).map(|m| m.entity)
    }

    /// Who is the subject by name inside a range of the narrative.
    pub(super) fn named_subject_in(&self, range: TokenRange) -> Option<u32> {
        let end = self.mentions.partition_point(|m| m.at < range.end);
        let here = self.mentions[..end].iter().rev().take(MEMORY).take_while(|m| m.at >= range.start);
        let subject = |m: &&Mention| m.named && m.quote.is_none() && m.place == Place::Subject;
        here.into_iter().find(subject).map(|m| m.entity)
    }

    /// Sentences of the narrative from one token to a later one.
    pub(super) fn distance(&self, context: &Context<'_>, from: u32, to: u32) -> u32 {
        self.sentence(context, to).saturating_sub(self.sentence(context, from))
    }

    fn sentence(&self, context: &Context<'_>, at: u32) -> u32 {
        self.told.get(context.sentence_number(at) as usize).copied().unwrap_or(0)
    }
}

/// What is known of an entity while looking back; of the mentions in one sentence the best counts.
struct Score {
    entity: u32,
    fit: f64,
    sentence: u32,
    /// In this sentence.
    best: f64,
    /// In any sentence.
    most: f64,
    total: f64,
}

impl Score {
    fn add(&mut self, sentence: u32, weight: f64) {
        if sentence == self.sentence {
            self.total += (weight - self.best).max(0.0);
            self.best = self.best.max(weight);
        } else {
            self.sentence = sentence;
            self.best = weight;
            self.total += weight;
        }
        self.most = self.most.max(weight);
    }

    fn sum(&self) -> f64 {
        self.most + ELSEWHERE * (self.total - self.most)
    }
}

/// How a name stands in its clause, read off what stands around it.
pub(super) fn place(context: &Context<'_>, people: &People, name: TokenRange) -> Place {
    if context.traits(name.end.wrapping_sub(1)).has(Traits::POSSESSIVE) {
        return Place::Possessive;
    }
    if modifies(context, name.end) {
        return Place::Modifier;
    }
    let sentence = context.sentence(name.start);
    let floor = sentence.start.max(name.start.saturating_sub(CLAUSE));
    let mut start = name.start;
    while start > floor {
        let t = context.traits(start - 1);
        let joins = matches!(context.class(start - 1), TokenClass::Hyphen | TokenClass::Period);
        if !joins && (!t.has(Traits::WORD) || t.any(Traits::FUNCTION) && !t.has(Traits::DETERMINER)) {
            break;
        }
        start -= 1;
    }
    let before = if start > sentence.start { context.traits(start - 1) } else { Traits::default() };
    // "Ohio governor Ann Lee" holds another name; of "Lee met Hall" only the first is the subject.
    let titles = context.names_in(TokenRange::new(start, name.start));
    let described = |i: u32| {
        let title = |n: &NameHit| matches!(n.entry, Entry::Title(_)) && n.tokens.start <= i && i < n.tokens.end;
        !context.class(i).is_word() || context.traits(i).has(Traits::CAPITAL) || titles.iter().any(title)
    };
    let first = people
        .first_in(TokenRange::new(start, name.end))
        .is_none_or(|n| n.tokens.start >= name.start || (n.tokens.end..name.start).all(described));
    if first && followed_by_verb(context, name.end) && !before.has(Traits::PREPOSITION) {
        return Place::Subject;
    }
    if before.has(Traits::PREPOSITION) {
        return Place::Oblique;
    }
    // "should Mexico retaliate"
    let inverted = before.has(Traits::AUXILIARY)
        && !before.any(Traits::BE.with(Traits::HAVE))
        && (start..name.start).all(described);
    let opens = start == sentence.start
        || !before.has(Traits::WORD)
        || inverted
        || before.any(Traits::SUBORDINATOR.with(Traits::COMPLEMENTIZER));
    let verb =
        (start..name.start).any(|i| is_cue(context, i) || context.traits(i).has(Traits::ENDS_ED.with(Traits::WORD)));
    if opens && first && !verb { Place::Subject } else { Place::Object }
}

/// "the | senator", "the | former secretary of state": a title or an alias of one person behind the article at `i`.
fn nominal_at(context: &Context<'_>, i: u32) -> Option<TokenRange> {
    if context.traits(i).has(Traits::INDEFINITE) || context.quote_of(i).is_some() || !context.is_text(i) {
        return None;
    }
    let language = &context.lexicon.language;
    let actors = &context.lexicon.dispute.actors;
    let one = |n: &&NameHit| match n.entry {
        Entry::Title(row) => {
            let title = &language.titles[row as usize];
            title.number != Number::Plural && title.kind != TitleKind::Group
        }
        Entry::Actor(row) => actors[row as usize].kind == ActorKind::Person,
        _ => false,
    };
    let hits = context.names_in(TokenRange::new(i, i + 1 + ADJECTIVES));
    let first = hits.iter().find(one)?.tokens.start;
    let end = hits.iter().filter(one).filter(|n| n.tokens.start == first).map(|n| n.tokens.end).max()?;
    let plain = (i + 1..end).all(|k| context.traits(k).has(Traits::WORD) || context.class(k) == TokenClass::Hyphen);
    let behind = context.traits(end);
    let goes_on = behind.any(Traits::CAPITAL.with(Traits::GENITIVE)) || context.class(end) == TokenClass::Hyphen;
    (plain && end > i + 1 && !goes_on).then(|| TokenRange::new(i, end))
}

/// True when what follows makes the name part of the description of somebody else.
fn modifies(context: &Context<'_>, end: u32) -> bool {
    let noun = Traits::ORGANIZATION.with(Traits::SERVES).with(Traits::REPRESENTS).with(Traits::FAMILY);
    for i in end..end + MODIFIED {
        let t = context.traits(i);
        if !t.has(Traits::WORD) || t.any(Traits::FUNCTION.with(Traits::TIME).with(Traits::ADVERB).with(Traits::ENDS_LY))
        {
            return false;
        }
        if is_cue(context, i) {
            return false;
        }
        let title = context.names_in(TokenRange::new(i, i + 1)).iter().any(|n| matches!(n.entry, Entry::Title(_)));
        if t.any(noun) || title {
            return true;
        }
        if t.has(Traits::CAPITAL) {
            return false;
        }
    }
    false
}

fn followed_by_verb(context: &Context<'_>, end: u32) -> bool {
    let t = context.traits(end);
    t.any(Traits::AUXILIARY.with(Traits::BE).with(Traits::HAVE)) || t.has(Traits::ENDS_ED) || is_cue(context, end)
}

pub(super) fn is_cue(context: &Context<'_>, i: u32) -> bool {
    context.cues.binary_search_by_key(&i, |c| c.head).is_ok()
}
