//! Attribution to nobody in particular: `The team is expected to win`, `It was widely seen as …`, and passives that
//! name their agent: `The bill was criticized by X`.

use crate::attribution::candidate::Candidate;
use crate::attribution::content::{Join, end_of};
use crate::attribution::context::Context;
use crate::attribution::cues::{Form, Use, verb_group};
use crate::attribution::phrase::{phrase_after, subject_before};
use crate::attribution::traits::Traits;
use crate::lexicon::Frames;
use crate::text::TokenRange;

/// Proposes subject and complement as content; true when it proposed something.
pub fn propose(context: &Context<'_>, index: usize, out: &mut Vec<Candidate>) -> bool {
    let hit = context.cues[index];
    if hit.form == Form::Fixed || context.quote_of(hit.head).is_some() {
        return false;
    }
    let group = verb_group(context, &hit);
    let raises = hit.frames.has(Frames::RAISE);
    let passive = group.usage == Use::Passive;
    if !raises && !passive || raises && !matches!(group.usage, Use::Passive | Use::Finite) {
        return false;
    }
    let sentence = context.sentence(hit.head);
    let subject = match group.contracted {
        Some(i) => TokenRange::new(i, i + 1),
        None => match subject_before(context, group.tokens.start, sentence.start) {
            Some(subject) => subject.core,
            None => return false,
        },
    };
    let p = hit.tokens.end;
    let agent = (p..sentence.end.min(p + 2)).find(|&i| context.traits(i).has(Traits::AGENT));
    if let Some(by) = agent.filter(|_| passive && !raises) {
        let Some(source) = phrase_after(context, by + 1, sentence.end) else { return false };
        out.push(Candidate::new("passive-by", 0.6, Some(source), group.tokens, subject));
        return true;
    }
    let next = context.traits(p);
    let complement = next.any(Traits::INFINITIVE.with(Traits::COMPLEMENTIZER).with(Traits::SUBORDINATOR).with(Traits::PREPOSITION)) || raises;
    if p >= sentence.end || !complement || !context.class(p).is_word() {
        return false;
    }
    let join = if next.has(Traits::INFINITIVE) { Join::To } else { Join::Bare };
    let rest = TokenRange::new(p, end_of(context, p, join));
    if context.text.count_words(rest) == 0 {
        return false;
    }
    let confidence = if raises { 0.6 } else { 0.45 };
    let mut candidate = Candidate::new("raised", confidence, None, group.tokens, subject);
    candidate.content.push(rest);
    out.push(candidate);
    true
}
