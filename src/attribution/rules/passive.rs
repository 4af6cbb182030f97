//! Passives that name who speaks: `The bill was criticized by the minister`.
//!
//! Without "by" nobody is credited ("is expected to"), which leaves the words in the document's own voice.

use crate::attribution::candidate::Candidate;
use crate::attribution::context::Context;
use crate::attribution::cues::{Form, Use, verb_group};
use crate::attribution::phrase::{phrase_after, subject_before};
use crate::attribution::traits::Traits;
use crate::text::TokenRange;

/// Proposes the subject as content of the agent; true when it proposed something.
pub fn propose(context: &Context<'_>, index: usize, out: &mut Vec<Candidate>) -> bool {
    let hit = context.cues[index];
    if hit.form == Form::Fixed || context.quote_of(hit.head).is_some() {
        return false;
    }
    let group = verb_group(context, &hit);
    let p = hit.tokens.end;
    let sentence = context.sentence(hit.head);
    if group.usage != Use::Passive || p >= sentence.end || !context.traits(p).has(Traits::AGENT) {
        return false;
    }
    let subject = match group.contracted {
        Some(i) => TokenRange::new(i, i + 1),
        None => match subject_before(context, group.tokens.start, sentence.start) {
            Some(subject) => subject.core,
            None => return false,
        },
    };
    let Some(source) = phrase_after(context, p + 1, sentence.end) else { return false };
    out.push(Candidate::new("passive-by", 0.6, Some(source), group.tokens, subject));
    true
}

#[cfg(test)]
mod tests {
    use crate::attribution::fixture::check;

    #[test]
    fn a_passive_names_its_agent() {
        check(&[
            ("The report was denied by Kerry on Monday.", "passive-by | John Kerry (us) | The report"),
            ("The report was denied on Monday.", ""),
            ("Talks are expected to resume.", ""),
        ]);
    }
}
