//! Names: runs of capitalized words with the titles before them.
//!
//! A run ends at a possessive, a title or a lower-case word that joins no name; the head noun of a body takes its
//! complement with it (`Committee for a Responsible Budget`), and so does a plural that says what it is for.

use super::context::Context;
use super::layout::Role;
use super::people::is_party;
use super::sides::ActorIndex;
use super::traits::Traits;
use crate::lexicon::{Entry, Gender, Number, TitleKind};
use crate::text::{TokenClass, TokenRange};

/// Particles in a row that join the parts of a name.
const PARTICLES: u32 = 3;
/// Words of a heading that runs into its paragraph.
const HEADING: u32 = 4;
/// Letters that an acronym has at most.
const ACRONYM: usize = 6;
/// Words of a body's name behind a conjunction.
const JOINT: u32 = 5;

/// A run of name words.
pub(super) struct Run {
    pub(super) tokens: TokenRange,
    pub(super) words: Vec<String>,
    pub(super) title: Option<(String, Gender)>,
    pub(super) body: bool,
    pub(super) actors: Vec<u32>,
}

/// Maximal runs of name words, titles split off.
pub(super) fn runs(context: &Context<'_>, index: &ActorIndex) -> Vec<Run> {
    let n = context.len();
    let mut titled: Vec<Option<u32>> = vec![None; n as usize];
    for (number, hit) in context.names.iter().enumerate() {
        if let Entry::Title(_) = hit.entry {
            let known = titled[hit.tokens.start as usize].map(|t| context.names[t as usize].tokens.len());
            if known.is_none_or(|length| length < hit.tokens.len()) {
                titled[hit.tokens.start as usize] = Some(number as u32);
            }
        }
    }
    let capitals = seen_inside(context);
    let mut runs = Vec::new();
    let mut i = 0;
    let mut title: Option<(String, Gender, u32)> = None;
    while i < n {
        if let Some(hit) = titled[i as usize].map(|t| context.names[t as usize]) {
            let Entry::Title(row) = hit.entry else {
                i += 1;
                continue;
            };
            let row = &context.lexicon.language.titles[row as usize];
            let single = context.traits(i).has(Traits::GIVEN) && hit.tokens.len() == 1;
            // "Senators Rubio and Cruz"
            let shared = row.number == Number::Plural
                && context.traits(i).has(Traits::CAPITAL)
                && context.traits(hit.tokens.end).has(Traits::CAPITAL)
                && !context.traits(hit.tokens.end).any(Traits::ORGANIZATION.with(Traits::FUNCTION));
            if shared && row.kind != TitleKind::Group {
                title = None;
                i = hit.tokens.end;
                continue;
            }
            if row.number != Number::Plural && row.kind != TitleKind::Group && !single {
                let mut end = hit.tokens.end;
                if context.class(end) == TokenClass::Period {
                    end += 1;
                }
                title = Some((row.title.to_lowercase(), row.gender, end));
                i = end;
                continue;
            }
        }
        if !starts_name(context, i, &capitals) {
            i += 1;
            continue;
        }
        // "Ann Lee, R-Ohio", "(R-Ohio)"
        if is_party(context, i)
            && matches!(context.class(i.wrapping_sub(1)), TokenClass::Comma | TokenClass::BracketOpen)
        {
            i += 3;
            continue;
        }
        let end = name_end(context, i, &titled);
        let mut tokens = context.trim(TokenRange::new(i, end));
        let mut body = tokens.indices().any(|k| context.traits(k as u32).has(Traits::ORGANIZATION));
        let next = context.traits(end);
        if !body
            && next.has(Traits::ORGANIZATION)
            && !next.any(Traits::FUNCTION)
            && !context.traits(end.wrapping_sub(1)).has(Traits::POSSESSIVE)
            && context.class(end).is_word()
            && tokens.end == end
        {
            tokens.end = end + 1;
            body = true;
        }
        let head = context.traits(tokens.end.wrapping_sub(1));
        if body && head.has(Traits::ORGANIZATION.with(Traits::CAPITAL)) {
            tokens.end = complement_end(context, tokens.end);
        } else if head.has(Traits::CAPITAL.with(Traits::ENDS_S))
            && context.traits(tokens.end).has(Traits::PURPOSE)
            && context.traits(tokens.end + 1).has(Traits::CAPITAL)
        {
            // "Citizens for Fair Taxes"
            let end = complement_end(context, tokens.end);
            body |= end > tokens.end;
            tokens.end = end;
        }
        let place = context.names_in(tokens).iter().any(|n| n.tokens == tokens && matches!(n.entry, Entry::Place(_)));
        let acronym = tokens.len() == 1
            && is_acronym(context, tokens.start)
            && !context.layout.roles.get(tokens.start as usize).is_some_and(|r| *r == Role::Headline);
        // "New Year", "Leeds Today"
        let time = tokens.len() > 1
            && context.traits(tokens.end.wrapping_sub(1)).has(Traits::TIME)
            && !context.traits(tokens.start).has(Traits::GIVEN);
        body |= place || acronym || time;
        let words: Vec<String> = tokens
            .indices()
            .filter(|&k| context.class(k as u32).is_word())
            .map(|k| context.word(k as u32).name.to_lowercase())
            .collect();
        let joined = words.join(" ");
        let actors = index.named(&joined).to_vec();
        let before = title.take().filter(|t| t.2 == tokens.start && !body).map(|t| (t.0, t.1));
        i = tokens.end.max(i + 1);
        if !words.is_empty() {
            let many = words.len() > 7;
            if !many {
                runs.push(Run { tokens, words, title: before, body, actors });
            }
        }
    }
    runs
}

/// "Committee | for a Responsible Federal Budget": where the complement of a body's head noun ends.
fn complement_end(context: &Context<'_>, end: u32) -> u32 {
    let limit = context.sentence(end - 1).end;
    let mut i = end;
    if i >= limit
        || !context.traits(i).any(Traits::GENITIVE.with(Traits::INFINITIVE).with(Traits::PREPOSITION))
        || context.traits(i).has(Traits::AGENT)
    {
        return end;
    }
    let genitive = context.traits(i).has(Traits::GENITIVE) || context.traits(i + 1).any(Traits::DETERMINER);
    i += 1;
    while i < limit && context.traits(i).has(Traits::DETERMINER) && i < end + 3 {
        i += 1;
    }
    let named = |k: u32| {
        k < limit
            && context.traits(k).has(Traits::CAPITAL)
            && !context.traits(k).any(Traits::CALENDAR.with(Traits::GIVEN))
    };
    if !named(i) || !genitive && !named(i + 1) {
        return end;
    }
    while named(i) || i + 1 < limit && context.traits(i).any(Traits::GENITIVE) && named(i + 1) {
        i += 1;
    }
    i
}

/// Lower-case forms of the words that stand capitalized inside a sentence.
fn seen_inside(context: &Context<'_>) -> hashbrown::HashSet<crate::text::TypeId, foldhash::fast::FixedState> {
    let mut seen = hashbrown::HashSet::default();
    for sentence in &context.text.sentences {
        for i in sentence.start + 1..sentence.end {
            if context.traits(i).has(Traits::CAPITAL) && (!opens(context, i) || after_quotation(context, i)) {
                seen.insert(context.text.tokens[i as usize].type_id);
            }
        }
    }
    seen
}

type Seen = hashbrown::HashSet<crate::text::TypeId, foldhash::fast::FixedState>;

/// True inside a sentence behind a mark that may open another; the full stop of "Mr." or of an initial does not.
fn opens(context: &Context<'_>, i: u32) -> bool {
    let before = context.class(i.wrapping_sub(1));
    !before.is_word() && !matches!(before, TokenClass::Comma | TokenClass::Period)
}

/// "…," Meng said: what stands behind a quotation that a comma closes opens no sentence.
fn after_quotation(context: &Context<'_>, i: u32) -> bool {
    i > 1 && context.class(i - 1) == TokenClass::QuoteClose && context.class(i - 2) == TokenClass::Comma
}

fn starts_name(context: &Context<'_>, i: u32, seen: &Seen) -> bool {
    let t = context.traits(i);
    if !t.has(Traits::CAPITAL)
        || t.any(Traits::CALENDAR)
        || !matches!(context.layout.roles[i as usize], Role::Body | Role::Headline)
    {
        return false;
    }
    if t.any(Traits::FUNCTION) && !t.has(Traits::CAPITALS) {
        return false;
    }
    let heading = if t.has(Traits::CAPITALS) || context.traits(i.wrapping_sub(1)).has(Traits::CAPITALS) {
        heading_end(context, i)
    } else {
        context.paragraph(i).start
    };
    if i < heading {
        return false;
    }
    if i != context.sentence(i).start && i != heading && !opens(context, i) || after_quotation(context, i) {
        return true;
    }
    let known = t.has(Traits::GIVEN) || seen.contains(&context.text.tokens[i as usize].type_id);
    let followed = context.traits(i + 1).has(Traits::CAPITAL) && !context.traits(i + 1).any(Traits::FUNCTION);
    let actor = || {
        context.names_in(TokenRange::new(i, i + 1)).iter().any(|n| matches!(n.entry, Entry::Actor(_) | Entry::Place(_)))
    };
    !t.any(Traits::STOP.with(Traits::TIME).with(Traits::ADVERB).with(Traits::NUMBER)) && (known || followed || actor())
}

fn name_end(context: &Context<'_>, start: u32, titled: &[Option<u32>]) -> u32 {
    let sentence = context.sentence(start);
    let mut i = start;
    loop {
        if context.traits(i).has(Traits::POSSESSIVE) {
            return i + 1;
        }
        let next = i + 1;
        if next >= sentence.end {
            return next;
        }
        let t = context.traits(next);
        // "William A. Lee": the article's letter as an initial.
        let closes = context.class(next + 1) == TokenClass::Period && next + 2 < sentence.end;
        if closes && is_initial(context, next) && context.traits(next + 2).has(Traits::CAPITAL) {
            i = next + 2;
            continue;
        }
        let name_word =
            t.has(Traits::CAPITAL) && !t.any(Traits::CALENDAR) && (!t.any(Traits::FUNCTION) || t.has(Traits::CAPITALS));
        if context.class(next).is_word() {
            if name_word && titled[next as usize].is_none_or(|_| t.has(Traits::GIVEN)) {
                i = next;
                continue;
            }
            // "van der Berg"
            let joined =
                (next..sentence.end.min(next + PARTICLES + 1)).find(|&k| !context.traits(k).has(Traits::PARTICLE));
            if let Some(word) = joined.filter(|&k| k > next && context.traits(k).has(Traits::CAPITAL)) {
                i = word;
                continue;
            }
            if let Some(last) = joint_body(context, start, next, titled) {
                i = last;
                continue;
            }
            return next;
        }
        let initial = context.class(next) == TokenClass::Period && is_initial(context, i);
        let hyphen = context.class(next) == TokenClass::Hyphen;
        let joined = context.traits(next + 1);
        if (initial || hyphen)
            && next + 1 < sentence.end
            && joined.has(Traits::CAPITAL)
            && !joined.any(Traits::FUNCTION)
        {
            i = next + 1;
            continue;
        }
        if hyphen && next + 1 < sentence.end && is_syllable(context, start, i) {
            i = next + 1;
            continue;
        }
        return next;
    }
}

/// "the Securities | and Exchange Commission": the last word of a body's name that goes on behind a conjunction. Bodies
/// have an article before their names, of people and firms that are named together the first has none.
fn joint_body(context: &Context<'_>, start: u32, joint: u32, titled: &[Option<u32>]) -> Option<u32> {
    let article = start > context.sentence(start).start && context.traits(start - 1).has(Traits::ARTICLE);
    let complete = context.traits(joint - 1).has(Traits::ORGANIZATION);
    if !article || complete || !context.traits(joint).has(Traits::CONJUNCTION) {
        return None;
    }
    let limit = context.sentence(joint).end.min(joint + 1 + JOINT);
    let name = |i: &u32| {
        let t = context.traits(*i);
        t.has(Traits::CAPITAL)
            && !t.any(Traits::FUNCTION.with(Traits::GIVEN).with(Traits::CALENDAR))
            && titled[*i as usize].is_none()
    };
    let last = (joint + 1..limit).take_while(name).last()?;
    context.traits(last).has(Traits::ORGANIZATION).then_some(last)
}

/// "THE LAST RESORT | Back when he wrote": where a heading in capitals ends that runs into its paragraph, or where the
/// paragraph starts.
fn heading_end(context: &Context<'_>, i: u32) -> u32 {
    let paragraph = context.paragraph(i);
    let capitals = |i: &u32| context.traits(*i).has(Traits::CAPITALS);
    let words = (paragraph.start..paragraph.end.min(paragraph.start + HEADING)).take_while(capitals);
    let (mut end, mut letters) = (paragraph.start, 0);
    for word in words {
        end = word + 1;
        letters += context.word(word).form.chars().count();
    }
    let runs_in = context.class(end).is_word() && context.traits(end).has(Traits::CAPITAL) && !capitals(&end);
    if end > paragraph.start + 1 && letters > ACRONYM && runs_in { end } else { paragraph.start }
}

/// "SEC", "S.E.C"
fn is_acronym(context: &Context<'_>, i: u32) -> bool {
    let name = &context.word(i).name;
    let dotted = name.contains('.') && name.chars().all(|c| c == '.' || c.is_uppercase());
    context.traits(i).has(Traits::CAPITALS) || dotted && context.traits(i).has(Traits::CAPITAL)
}

fn is_initial(context: &Context<'_>, i: u32) -> bool {
    context.traits(i).has(Traits::CAPITAL) && context.word(i).form.chars().count() == 1
}

/// "Park Geun-hye": a short lower-case syllable that a hyphen joins to the second word of a name or a later one.
fn is_syllable(context: &Context<'_>, start: u32, before: u32) -> bool {
    let syllable = before + 2;
    let t = context.traits(syllable);
    let other = Traits::FUNCTION
        .with(Traits::STOP)
        .with(Traits::ENDS_ED)
        .with(Traits::ENDS_ING)
        .with(Traits::ENDS_LY)
        .with(Traits::ADVERB)
        .with(Traits::TIME)
        .with(Traits::NUMBER);
    let span = |i: u32| context.text.tokens[i as usize].span;
    start < before
        && t.has(Traits::WORD)
        && !t.any(other)
        && context.word(before).form.chars().count() <= 5
        && context.word(syllable).form.chars().count() <= 6
        && span(before).end == span(before + 1).start
        && span(before + 1).end == span(syllable).start
}

/// True for a headline in which most words are capitalized.
pub(super) fn title_case_headline(context: &Context<'_>) -> bool {
    let words: Vec<u32> =
        context.layout.headline.indices().map(|i| i as u32).filter(|&i| context.class(i).is_word()).collect();
    let capitals = words.iter().filter(|&&i| context.traits(i).has(Traits::CAPITAL)).count();
    words.len() > 3 && capitals * 10 >= words.len() * 7
}

/// A name as written, without a possessive ending.
pub(super) fn shown(context: &Context<'_>, tokens: TokenRange) -> String {
    let mut name = context.words(tokens);
    if context.traits(tokens.end.wrapping_sub(1)).has(Traits::POSSESSIVE) {
        for ending in ["'s", "’s", "'", "’"] {
            if let Some(cut) = name.strip_suffix(ending) {
                name.truncate(cut.len());
                break;
            }
        }
    }
    name
}
