//! What a mark is: the class of punctuation, where it depends on its neighbours.
//!
//! Directed quotation marks mean what they show unless their neighbours say otherwise (`“ hello“`); straight ones
//! are told by their neighbours, and by what is open when those do not tell. An apostrophe inside a word is no
//! token; one at a word's edge (`officials’ view`, `’90s`) is [`TokenClass::Other`], not a quotation mark.

use super::TokenClass;

/// What is open at a place in the text; [`Default`] at the start of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenQuotes {
    double: bool,
    single: bool,
    low: bool,
}

/// How far to look for the end of a single quotation when `s’` may be a plural possessive.
const LOOK_AHEAD: usize = 240;

/// The class of the mark `text[start..end]`, which is no word.
pub(super) fn classify(text: &str, start: usize, end: usize, open: &mut OpenQuotes) -> TokenClass {
    let Some(mark) = text[start..end].chars().next() else { return TokenClass::Other };
    match mark {
        ',' | '，' | '、' => TokenClass::Comma,
        '.' | '…' | '。' | '．' => TokenClass::Period,
        ';' | '；' => TokenClass::Semicolon,
        ':' | '：' => TokenClass::Colon,
        '?' | '？' | '‽' => TokenClass::Question,
        '!' | '！' => TokenClass::Exclamation,
        '(' | '[' | '{' | '（' => TokenClass::BracketOpen,
        ')' | ']' | '}' | '）' => TokenClass::BracketClose,
        '\u{2010}' | '\u{2011}' => TokenClass::Hyphen,
        '\u{2012}'..='\u{2015}' => TokenClass::Dash,
        '-' => hyphen(end - start, Sides::of(text, start, end)),
        '"' | '＂' => double(Sides::of(text, start, end), open),
        '\'' if end - start == 2 => double(Sides::of(text, start, end), open),
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' => {
            directed(mark, Sides::of(text, start, end), open)
        }
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' if end - start == mark.len_utf8() => {
            single(mark, text, end, Sides::of(text, start, end), open)
        }
        '`' if end - start <= 2 && Sides::of(text, start, end).opens() => {
            (open.single, open.double) = (end - start == 1, end - start == 2);
            TokenClass::QuoteOpen
        }
        _ => TokenClass::Other,
    }
}

/// The characters before and after a mark.
#[derive(Clone, Copy)]
struct Sides {
    before: Option<char>,
    after: Option<char>,
}

impl Sides {
    fn of(text: &str, start: usize, end: usize) -> Self {
        Sides { before: text[..start].chars().next_back(), after: text[end..].chars().next() }
    }

    fn word_before(self) -> bool {
        self.before.is_some_and(char::is_alphanumeric)
    }

    fn word_after(self) -> bool {
        self.after.is_some_and(char::is_alphanumeric)
    }

    fn space_before(self) -> bool {
        self.before.is_none_or(char::is_whitespace)
    }

    fn space_after(self) -> bool {
        self.after.is_none_or(char::is_whitespace)
    }

    /// Free on the left only.
    fn opens(self) -> bool {
        let left = self.space_before() || self.before.is_some_and(|c| matches!(c, '(' | '[' | '{') || is_dash(c));
        let right = self.space_after() || self.after.is_some_and(is_stop);
        left && !right
    }

    /// Free on the right only.
    fn closes(self) -> bool {
        let right = self.space_after() || self.after.is_some_and(|c| is_stop(c) || is_dash(c));
        !self.space_before() && !self.before.is_some_and(|c| matches!(c, '(' | '[' | '{')) && right
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// Marks that stand at the end of something.
fn is_stop(c: char) -> bool {
    matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '…')
}

/// `-` joins words; `--`, and a `-` with space before a word or on both sides, part clauses.
fn hyphen(length: usize, sides: Sides) -> TokenClass {
    if length > 1 || (sides.space_before() && !sides.after.is_some_and(char::is_numeric)) {
        TokenClass::Dash
    } else {
        TokenClass::Hyphen
    }
}

/// `"` and `''`.
fn double(sides: Sides, open: &mut OpenQuotes) -> TokenClass {
    if !open.double && sides.before.is_some_and(char::is_numeric) && !sides.word_after() {
        return TokenClass::Other; // inches
    }
    let opens = match (sides.opens(), sides.closes()) {
        (true, false) => true,
        (false, true) => false,
        _ => !open.double,
    };
    open.double = opens;
    if opens { TokenClass::QuoteOpen } else { TokenClass::QuoteClose }
}

/// Double marks that show a direction; `“` closes what `„` opened.
fn directed(mark: char, sides: Sides, open: &mut OpenQuotes) -> TokenClass {
    let opens = match mark {
        '„' => {
            open.low = true;
            true
        }
        '“' if open.low && !sides.opens() => {
            open.low = false;
            false
        }
        '“' | '‟' => !(sides.word_before() && sides.closes()),
        '”' => sides.space_before() && sides.word_after(),
        '«' | '「' | '『' => true,
        _ => false,
    };
    open.double = opens;
    if opens { TokenClass::QuoteOpen } else { TokenClass::QuoteClose }
}

/// Single marks at the edge of a word, which may be apostrophes.
fn single(mark: char, text: &str, end: usize, sides: Sides, open: &mut OpenQuotes) -> TokenClass {
    let class = match mark {
        '‹' | '‚' => TokenClass::QuoteOpen,
        '›' => TokenClass::QuoteClose,
        _ if sides.word_before() && sides.word_after() => TokenClass::Other,
        _ if sides.word_before() => {
            if open.single && !is_plural_possessive(text, end, sides) {
                TokenClass::QuoteClose
            } else {
                TokenClass::Other
            }
        }
        _ if sides.word_after() && sides.after.is_some_and(char::is_numeric) => TokenClass::Other, // '90s
        '‘' | '‛' => TokenClass::QuoteOpen,
        '’' if sides.space_before() && sides.word_after() => TokenClass::Other, // ’em
        '’' if sides.space_before() && sides.space_after() => TokenClass::Other,
        '’' => TokenClass::QuoteClose,
        _ => match (sides.opens(), sides.closes()) {
            (true, false) => TokenClass::QuoteOpen,
            (false, true) => TokenClass::QuoteClose,
            _ if sides.space_before() && sides.space_after() => TokenClass::Other,
            _ if open.single => TokenClass::QuoteClose,
            _ => TokenClass::QuoteOpen,
        },
    };
    match class {
        TokenClass::QuoteOpen => open.single = true,
        TokenClass::QuoteClose => open.single = false,
        _ => {}
    }
    class
}

/// Inside an open single quotation, `officials’ view … ’`: an `s`, a small letter next, and a better end ahead.
fn is_plural_possessive(text: &str, end: usize, sides: Sides) -> bool {
    if !matches!(sides.before, Some('s' | 'S')) {
        return false;
    }
    let mut rest = text[end..].char_indices().take_while(|&(at, c)| at < LOOK_AHEAD && c != '\n');
    if !rest.next().is_some_and(|(_, c)| c.is_whitespace()) {
        return false;
    }
    let mut before = ' ';
    let mut rest = rest.peekable();
    if !rest.peek().is_some_and(|(_, c)| c.is_lowercase()) {
        return false;
    }
    while let Some((_, c)) = rest.next() {
        let word_ahead = rest.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        match c {
            '‘' => return false,
            '\'' | '’' if !before.is_whitespace() && !word_ahead => return true,
            _ => before = c,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The classes of the quotation marks and hyphens of a text as `(` `)` for open and close, `'` for neither.
    fn signs(text: &str) -> String {
        let mut open = OpenQuotes::default();
        let mut out = String::new();
        for (at, c) in text.char_indices() {
            let end = at + c.len_utf8();
            let sides = Sides::of(text, at, end);
            if sides.word_before() && sides.word_after() && c != '-' {
                continue;
            }
            if "\"'‘’“”„«»`-".contains(c) {
                out.push(match classify(text, at, end, &mut open) {
                    TokenClass::QuoteOpen => '(',
                    TokenClass::QuoteClose => ')',
                    TokenClass::Hyphen => 'h',
                    TokenClass::Dash => 'd',
                    _ => '\'',
                });
            }
        }
        out
    }

    #[test]
    fn quotes_and_hyphens() {
        for (text, wanted) in [
            ("“A,” he said, “b.”", "()()"),
            ("\"A,\" he said, \"b.\"", "()()"),
            ("(\"A\")", "()"),
            ("He said—\"no\"—twice", "()"),
            ("not to “agree to disagree” with", "()"),
            ("pledged not to \"agree\" with", "()"),
            ("“He said ‘no’ to me”", "(())"),
            ("\"He said 'no' to me\"", "(())"),
            ("\"He said 'no.'\"", "(())"),
            ("officials’ view", "'"),
            ("officials' view", "'"),
            ("the ’90s and the '90s and the ‘90s", "'''"),
            ("‘the officials’ view is wrong,’ he said", "(')"),
            ("‘the officials’ he said", "()"),
            ("get ’em", "'"),
            ("„ja“ und „nein“", "()()"),
            ("«oui»", "()"),
            ("wrong way” he said“ today", "))"),
            ("a 6\" pipe", "'"),
            ("`yes'", "()"),
            ("well-known - and -5 or pre- and post-war", "hdhhh"),
            ("cyber \" theft \" here", "()"),
            ("U.S.-China", "h"),
        ] {
            assert_eq!(signs(text), wanted, "{text}");
        }
    }
}
