//! What the attributes of a page cost its parser, told before it runs.
//!
//! Bytes of a page go in, a bound of the comparisons goes out: a parser of HTML looks for each attribute among those
//! that its tag already has, so that a tag with n of them costs n². Comments and scripts are not told apart from
//! the rest, since mistaking one for the other must not hide a tag: every `<` before a name may open one, and all
//! tags that may be open are followed at once, of those in the same state the one with the most attributes.

/// Where a tag is, in the states of the HTML standard.
#[derive(Clone, Copy)]
enum State {
    Name,
    BeforeAttribute,
    Attribute,
    AfterAttribute,
    BeforeValue,
    DoubleQuoted,
    SingleQuoted,
    Unquoted,
}
use State::*;

const STATES: [State; 8] =
    [Name, BeforeAttribute, Attribute, AfterAttribute, BeforeValue, DoubleQuoted, SingleQuoted, Unquoted];

/// The sum of the squares of the numbers of attributes of all tags, at least.
pub(super) fn attribute_cost(html: &[u8]) -> u64 {
    let mut cost: u64 = 0;
    // By state: the attributes of the tag that has most of them.
    let mut open: [Option<u64>; 8] = [None; 8];
    let mut at = 0;
    while at < html.len() {
        if open == [None; 8] {
            let Some(next) = memchr::memchr(b'<', &html[at..]) else { break };
            at += next;
        }
        let byte = html[at];
        let mut next = [None; 8];
        let mut ended = 0;
        for state in STATES {
            let Some(attributes) = open[state as usize] else { continue };
            match step(state, byte) {
                Some((to, begins)) => {
                    let attributes = attributes + u64::from(begins);
                    next[to as usize] = next[to as usize].max(Some(attributes));
                }
                None => ended = ended.max(attributes),
            }
        }
        cost = cost.saturating_add(ended.saturating_mul(ended));
        // The name of an end tag is taken for an attribute, one too many.
        let name = at + 1 + usize::from(html.get(at + 1) == Some(&b'/'));
        if byte == b'<' && html.get(name).is_some_and(u8::is_ascii_alphabetic) {
            next[Name as usize] = next[Name as usize].max(Some(0));
        }
        open = next;
        at += 1;
    }
    let unfinished = open.into_iter().flatten().max().unwrap_or(0);
    cost.saturating_add(unfinished.saturating_mul(unfinished))
}

/// The next state, and whether an attribute begins; nothing where the tag ends.
fn step(state: State, byte: u8) -> Option<(State, bool)> {
    let is_blank = byte.is_ascii_whitespace();
    Some(match (state, byte) {
        (DoubleQuoted, b'"') | (SingleQuoted, b'\'') => (BeforeAttribute, false),
        (DoubleQuoted | SingleQuoted, _) => (state, false),
        (_, b'>') => return None,
        (BeforeValue, b'"') => (DoubleQuoted, false),
        (BeforeValue, b'\'') => (SingleQuoted, false),
        (BeforeValue, _) if is_blank => (BeforeValue, false),
        (BeforeValue, _) => (Unquoted, false),
        (Unquoted, _) if is_blank => (BeforeAttribute, false),
        (Unquoted, _) => (Unquoted, false),
        (Name | BeforeAttribute | Attribute | AfterAttribute, b'/') => (BeforeAttribute, false),
        (Name | BeforeAttribute, _) if is_blank => (BeforeAttribute, false),
        (Name, _) => (Name, false),
        (Attribute | AfterAttribute, b'=') => (BeforeValue, false),
        (Attribute | AfterAttribute, _) if is_blank => (AfterAttribute, false),
        (Attribute, _) => (Attribute, false),
        (BeforeAttribute | AfterAttribute, _) => (Attribute, true),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_costs_the_square_of_its_attributes() {
        for (html, cost) in [
            ("", 0),
            ("a < b and c d e > f", 0),
            ("<p>a b c d<i>", 0),
            ("</p>", 1),
            ("<p a>", 1),
            ("<p a b=1 c = '2 x' d=\"> y\"e f/g>x", 49),
            ("<p a b><p c d>", 8),
            ("<p a b", 4),
            // Whether this is a comment is not asked; what its quotation mark hides is found all the same.
            ("<!-- <b x=\" --><p a b c>", 10),
            // A tag inside a value counts with what it lies in.
            ("<p a='<b c d'>", 4),
        ] {
            assert_eq!(attribute_cost(html.as_bytes()), cost, "{html}");
        }
    }
}
