//! Clauses: the stretches of a sentence inside which modifiers act and evaluations bear on topics.
//!
//! No parser stands behind this; a sentence is cut, from left to right, where a mark and the words around it make
//! a clause boundary likely:
//!
//! - after a semicolon, a colon, or a dash (not one inside a range or compound, `2014–2016`);
//! - around brackets that hold more than [`SHORT_BRACKET`] words;
//! - after a comma before a clause opener (`, but it …`, `, because …`, `, which …`), before a subject pronoun
//!   (`In May, it …`), when both sides have [`SHORTEST_CLAUSE`] words or more;
//! - after a comma before a quotation mark that opens (`He said, “…`), and after one that closes a quotation of so
//!   many words (`“…,” he said`, but not the list `a “bully,” a “liar”`);
//! - before a clause opener that a subject pronoun follows (`and they …`, `that he …`), without a comma;
//! - after the first comma of a sentence that begins with a clause opener (`If China …, the U.S. …`).
//!
//! A quotation mark alone is no boundary, for negation reaches across it: `not to “agree to disagree”`. Limits: a
//! coordinated clause with a noun for a subject and no comma (`China hacks and the U.S. spies`) stays one clause;
//! a list's last comma (`trade, aid, and the law of the sea`) may cut. Linear in the tokens.

use super::rules::Role;
use super::{Token, TokenClass, TokenRange};

/// Words that both sides of a comma need for it to part clauses.
const SHORTEST_CLAUSE: usize = 3;
/// Brackets with so many words or fewer stay inside their clause: `the People's Liberation Army (PLA)`.
const SHORT_BRACKET: usize = 3;

/// Adds the clauses of a sentence to `clauses`.
pub(super) fn split(tokens: &[Token], sentence: TokenRange, clauses: &mut Vec<TokenRange>) {
    Cutter::new(&tokens[..sentence.end as usize], sentence.start as usize).cut(clauses);
}

/// Cuts one sentence.
struct Cutter<'a> {
    /// The document's tokens up to the sentence's end.
    tokens: &'a [Token],
    /// First token of the clause in hand.
    start: usize,
    /// Words in the clause in hand.
    words: usize,
    /// Words since the last quotation mark that opens.
    words_quoted: usize,
    /// The sentence began with a clause opener and no comma came yet.
    opened: bool,
    /// The bracket after whose end a long bracket's clause ends.
    long_bracket: Option<usize>,
}

impl<'a> Cutter<'a> {
    fn new(tokens: &'a [Token], start: usize) -> Self {
        let first = (start..tokens.len()).find(|&i| tokens[i].class != TokenClass::QuoteOpen);
        let opened = first.is_some_and(|i| tokens[i].role.has(Role::OPENER));
        Cutter { tokens, start, words: 0, words_quoted: 0, opened, long_bracket: None }
    }

    fn cut(mut self, clauses: &mut Vec<TokenRange>) {
        let mut at = self.start;
        while let Some(class) = self.class(at) {
            if self.begins(at, class) {
                self.push(at, clauses);
            }
            if class.is_word() {
                self.words += 1;
                self.words_quoted += 1;
                at += 1;
                continue;
            } else if class == TokenClass::QuoteOpen {
                self.words_quoted = 0;
            }
            at += 1;
            if self.ends_after(at - 1) {
                // A quotation mark that closes belongs to what it closes.
                while self.class(at) == Some(TokenClass::QuoteClose) && self.adjoins(at) {
                    at += 1;
                }
                self.push(at, clauses);
            }
        }
        self.push(at, clauses);
    }

    fn push(&mut self, end: usize, clauses: &mut Vec<TokenRange>) {
        if end > self.start && (self.words > 0 || end == self.tokens.len() || self.start == 0) {
            clauses.push(TokenRange::new(self.start as u32, end as u32));
            self.start = end;
            self.words = 0;
        }
    }

    fn class(&self, at: usize) -> Option<TokenClass> {
        self.tokens.get(at).map(|t| t.class)
    }

    fn adjoins(&self, at: usize) -> bool {
        at > 0 && at < self.tokens.len() && self.tokens[at - 1].span.end == self.tokens[at].span.start
    }

    /// True when a clause begins at token `at`, which is of class `class`.
    #[inline]
    fn begins(&mut self, at: usize, class: TokenClass) -> bool {
        if at == self.start {
            return false;
        }
        match class {
            TokenClass::BracketOpen if self.long_bracket.is_none() => {
                self.long_bracket = self.long_bracket_end(at);
                self.long_bracket.is_some()
            }
            TokenClass::Word if self.words >= SHORTEST_CLAUSE => {
                self.has(at, Role::OPENER) && self.has(at + 1, Role::SUBJECT)
            }
            _ => false,
        }
    }

    /// True when a clause ends with token `at`.
    fn ends_after(&mut self, at: usize) -> bool {
        match self.tokens[at].class {
            TokenClass::Semicolon => true,
            TokenClass::Colon => !self.adjoins(at + 1),
            TokenClass::Dash => !(self.has(at, Role::RANGE) && self.adjoins(at) && self.adjoins(at + 1)),
            TokenClass::BracketClose if self.long_bracket == Some(at) => {
                self.long_bracket = None;
                true
            }
            TokenClass::Comma => self.comma_ends(at),
            _ => false,
        }
    }

    fn comma_ends(&mut self, at: usize) -> bool {
        let opened = std::mem::take(&mut self.opened);
        let mut next = at + 1;
        match self.class(next) {
            Some(TokenClass::QuoteOpen) => return true,
            Some(TokenClass::QuoteClose) => return self.words_quoted >= SHORTEST_CLAUSE,
            _ => {}
        }
        let ahead = self.tokens[next..].iter().filter(|token| token.class.is_word());
        if self.words < SHORTEST_CLAUSE || ahead.take(SHORTEST_CLAUSE).count() < SHORTEST_CLAUSE {
            self.opened = opened && self.words < SHORTEST_CLAUSE;
            return false;
        }
        if self.class(next) == Some(TokenClass::BracketOpen) {
            next += 1;
        }
        opened || self.has(next, Role::OPENER) || self.has(next, Role::SUBJECT)
    }

    fn has(&self, at: usize, role: Role) -> bool {
        self.tokens.get(at).is_some_and(|token| token.role.has(role))
    }

    /// The bracket that closes the one at `at`, when more than a few words stand between.
    fn long_bracket_end(&self, at: usize) -> Option<usize> {
        let mut words = 0;
        for (i, token) in self.tokens.iter().enumerate().skip(at + 1) {
            match token.class {
                TokenClass::BracketClose => return (words > SHORT_BRACKET).then_some(i),
                TokenClass::BracketOpen => return None,
                class => words += usize::from(class.is_word()),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::text::fixture::joined;

    /// Each example is written as it must come out, with ` | ` between clauses.
    #[test]
    fn examples() {
        for wanted in [
            "It’s the U.S., not China, | that needs to repair relations.",
            "But he also pledged not to “agree to disagree” with China on hacking.",
            "“We want assurance,” | Cui said.",
            "“No,” Cui said.",
            "He is a “bully,” a “liar” and a “crook.”",
            "Cui said, | “We want assurance.”",
            "The talks went on for days, | but the two sides did not agree.",
            "The talks went on for days; | nothing was agreed.",
            "One thing is clear: | it failed.",
            "At 5:41 he left.",
            "China — | and maybe Germany — | we have a good reason.",
            "The 2014–2016 plan of U.S.–China relations is here.",
            "The army (PLA) denies it.",
            "The army | (which has a large cyber unit) | denies it.",
            "They tell me | that they distinguish between activities.",
            "They tell me that China hacks.",
            "China and the United States must act.",
            "If China does not act soon, | the United States will.",
            "In the month of May, | it left the group.",
            "He met with Kerry, Obama, and Xi.",
        ] {
            assert_eq!(joined(&wanted.replace(" | ", " "), |t| t.clauses()), wanted);
        }
    }
}
