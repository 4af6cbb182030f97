//! Sentences: which periods, question marks and exclamation marks end one.
//!
//! A mark ends a sentence when white space and something that can begin a sentence follow: a capital, a number, a
//! symbol, an opening quotation mark before one of these. Small letters continue (`“Why?” she asked`). Closing
//! quotation marks and brackets belong to the sentence that they close. A period after an abbreviation ends one only
//! before a word that is known to begin sentences (`in the U.S. The …`, but `the U.S. President`), after a title
//! never. The end of a paragraph always ends the sentence. Linear in the tokens; the known limits are in the tests.

use super::rules::{Abbreviation, Role};
use super::{Token, TokenClass, TokenRange};

/// Fills `sentences` from tokens and paragraphs; `terminals` are the tokens that may end one.
pub(super) fn split(
    text: &str,
    tokens: &[Token],
    paragraphs: &[TokenRange],
    terminals: &[u32],
    sentences: &mut Vec<TokenRange>,
) {
    sentences.clear();
    let mut terminals = terminals.iter().map(|&token| token as usize).peekable();
    for paragraph in paragraphs {
        let end = paragraph.end as usize;
        let mut start = paragraph.start as usize;
        let mut at = start;
        while let Some(mark) = terminals.next_if(|&mark| mark < end) {
            // It may belong to the mark before it.
            if mark < at {
                continue;
            }
            let candidate = Candidate { text, tokens, start, mark, paragraph_end: end };
            let after = candidate.after();
            if after < end && candidate.ends(after) {
                sentences.push(TokenRange::new(start as u32, after as u32));
                start = after;
            }
            at = after;
        }
        if start < end {
            sentences.push(TokenRange::new(start as u32, end as u32));
        }
    }
}

/// A mark that may end a sentence, in its place.
struct Candidate<'a> {
    text: &'a str,
    tokens: &'a [Token],
    /// First token of the sentence so far.
    start: usize,
    mark: usize,
    paragraph_end: usize,
}

impl Candidate<'_> {
    fn class(&self, at: usize) -> Option<TokenClass> {
        (at < self.paragraph_end).then(|| self.tokens[at].class)
    }

    fn word(&self, at: usize) -> &str {
        self.tokens[at].span.slice(self.text)
    }

    fn role(&self, at: usize) -> Role {
        self.tokens[at].role
    }

    /// True when nothing stands between token `at` and the one before it.
    fn adjoins(&self, at: usize) -> bool {
        at > 0 && self.tokens[at - 1].span.end == self.tokens[at].span.start
    }

    /// The first token after the mark and what belongs to it: further marks, closing quotation marks and brackets,
    /// a reference in brackets (`.[1]`), the other points of `. . .`.
    fn after(&self) -> usize {
        let mut at = self.mark + 1;
        while let Some(class) = self.class(at) {
            let belongs = match class {
                TokenClass::QuoteClose | TokenClass::BracketClose => self.adjoins(at) || self.word(at) == "»",
                TokenClass::Period => self.adjoins(at) || self.tokens[at - 1].class == TokenClass::Period,
                class if class.is_terminal() => self.adjoins(at),
                TokenClass::BracketOpen if self.adjoins(at) => {
                    let closed = self.class(at + 1) == Some(TokenClass::Number)
                        && self.class(at + 2) == Some(TokenClass::BracketClose);
                    if closed {
                        at += 3;
                        continue;
                    }
                    false
                }
                _ => false,
            };
            if !belongs {
                break;
            }
            at += 1;
        }
        at
    }

    /// True when the sentence ends before token `next`, which exists.
    fn ends(&self, next: usize) -> bool {
        let mark = self.tokens[self.mark];
        let wide = !self.word(self.mark).is_ascii() && self.word(self.mark) != "…";
        if self.adjoins(next) && self.tokens[next].class != TokenClass::QuoteOpen {
            return wide;
        }
        let Some(first) = self.first_word(next) else { return true };
        let follows = self.word(first);
        let is_word = self.tokens[first].class == TokenClass::Word;
        if is_word && follows.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase) {
            return false;
        }
        match self.class(next) {
            Some(TokenClass::Comma | TokenClass::Semicolon | TokenClass::Colon | TokenClass::Hyphen) => return false,
            Some(TokenClass::Dash) => return false,
            Some(TokenClass::Other) if matches!(self.word(next), "&" | "/" | "%") => return false,
            _ => {}
        }
        if mark.class != TokenClass::Period {
            return true;
        }
        let starts = self.role(first).has(Role::STARTER);
        if self.is_ellipsis() {
            // `I mean … China` goes on; `the table … The` and `the table …” China` do not.
            return starts || next > self.mark + 1 && self.tokens[next - 1].class == TokenClass::QuoteClose;
        }
        self.period_ends(starts, self.tokens[first].class == TokenClass::Number)
    }

    /// Whether a single period before a capital, a number or a symbol ends the sentence.
    fn period_ends(&self, starts: bool, number_follows: bool) -> bool {
        if self.mark == self.start || !self.adjoins(self.mark) {
            return true;
        }
        let before = self.mark - 1;
        let word = self.word(before);
        match self.tokens[before].class {
            // `1. The first point`
            TokenClass::Number => before > self.start,
            TokenClass::Word => {
                if let Some(kind) = self.role(before).abbreviation() {
                    return match kind {
                        Abbreviation::Inner => false,
                        Abbreviation::BeforeNumber => !number_follows,
                        Abbreviation::Ending => starts,
                    };
                }
                let mut chars = word.chars();
                match (chars.next(), chars.next()) {
                    // An initial: `J. Edgar`, but `So do I. The`
                    (Some(c), None) if c.is_uppercase() => {
                        starts || (c == 'I' && before > self.start && !self.name_before(before))
                    }
                    // An acronym that no list knows: `the S.F.O. Director`
                    (Some(_), Some('.')) => starts,
                    _ => true,
                }
            }
            _ => true,
        }
    }

    /// True when the token before `at` is a capitalized word or an initial's period.
    fn name_before(&self, at: usize) -> bool {
        at > self.start
            && (self.tokens[at - 1].class == TokenClass::Period
                || self.word(at - 1).chars().next().is_some_and(char::is_uppercase))
    }

    /// True for `…`, `...` and `. . .`, false for a single period and its closing marks.
    fn is_ellipsis(&self) -> bool {
        self.word(self.mark) != "." && self.word(self.mark).chars().all(|c| matches!(c, '.' | '…'))
            || self.class(self.mark + 1) == Some(TokenClass::Period) && self.word(self.mark + 1) == "."
    }

    /// The first word or number from `at` on, past opening marks; a symbol stands for itself.
    fn first_word(&self, mut at: usize) -> Option<usize> {
        while let Some(class) = self.class(at) {
            match class {
                TokenClass::QuoteOpen | TokenClass::BracketOpen => at += 1,
                _ => return Some(at),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::text::fixture::joined;

    /// Each example is written as it must come out, with ` | ` between sentences.
    #[test]
    fn examples() {
        for wanted in [
            "One. | Two. | Three.",
            "No end",
            "It grew 3.5 percent. | It fell.",
            "Mr. Cui spoke. | Gen. Keith Alexander did not.",
            "MS. PSAKI: Thank you. | Next.",
            "J. Edgar Hoover ran it. | Donald J. Trump did not.",
            "So do I. | The rest left.",
            "George W. Bush and J. D. Vance met.",
            "He flew on Nov. 4 to Beijing. | It was late in Nov. | The talks failed.",
            "See No. 5. | No. | Never.",
            "He lives in the U.S. | He likes it.",
            "The U.S. President met the U.S. delegation. | They agreed.",
            "He left the U.S. on Monday.",
            "The U.S.-China group met. | It failed.",
            "He works in Washington, D.C. | It is hot.",
            "Apple Inc. Chairman Cook spoke.",
            "It opens at 9 a.m. Monday. | It closes at 5 p.m. | There is no lunch.",
            "Use e.g. China or vs. Russia. | Done.",
            "Cases such as Roe v. Wade matter.",
            "“Why?” she asked. | “No!” said Cui.",
            "“Why?” | “Because.”",
            "“A table. | Both sides,” he said. | “Good.”",
            "\"A table. | Both sides,\" he said. | \"Good.\"",
            "He said “no.” | The end.",
            "He called it “Yahoo!” and left.",
            "Is it so?! | Yes… | It is.",
            "Well... perhaps. | I mean … China must act.",
            "He paused . . . and left.",
            "That was all.... | The table fell.",
            "It is obsolete. ... | NATO was right.",
            "(He left.) | The rest stayed [and sang]. | (They all did.)",
            "It rose.[1] | It fell.[2]",
            "1. The first point. | 2. The second point.",
            "There were 5. | The rest left.",
            "The site Hill.TV and example.com are up. | See them.",
            "“They need to restore confidence.” | Cui’s comments came.",
            "“I am worried.” — Cui Tiankai",
            "中国说。 | 美国说。",
            "Prices rose. | $5 was paid. | 20 people came.",
            "He works for the S.F.O. Director Li. | In the S.F.O. | The man is known.",
            "Ambassador: U.S. has broken faith",
            "It’s the U.S. | It’s not China.",
        ] {
            let text = wanted.replace(" | ", " ").replace("。 ", "。");
            assert_eq!(joined(&text, |t| t.sentences.clone()), wanted);
        }
    }

    #[test]
    fn a_space_may_be_missing_before_a_quotation() {
        assert_eq!(joined("It broke.“Next,” he said.", |t| t.sentences.clone()), "It broke. | “Next,” he said.");
    }

    #[test]
    fn a_paragraph_ends_a_sentence() {
        assert_eq!(joined("No stop\n\nmr. small", |t| t.sentences.clone()), "No stop | mr. small");
        assert_eq!(joined("Mr.\n\nThe", |t| t.sentences.clone()), "Mr. | The");
    }
}
