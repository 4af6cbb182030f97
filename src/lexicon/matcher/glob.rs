//! Globs inside one word: `*` any characters, `?` one.
//!
//! A comparison takes at most (length of the glob) times (length of the word) steps: only the last star is ever
//! tried again. Globs are indexed by the letters before their first wildcard, so that a word is compared only
//! with globs that start as it does.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::atoms::AtomId;
use crate::lexicon::stored::stored;

/// True when all of `word` fits `glob`; both in lower case.
pub(in crate::lexicon) fn fits(glob: &[char], word: &[char]) -> bool {
    let (mut g, mut w) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while w < word.len() {
        match glob.get(g) {
            Some('*') => {
                retry = Some((g + 1, w));
                g += 1;
            }
            Some(&c) if c == '?' || c == word[w] => {
                g += 1;
                w += 1;
            }
            _ => match retry {
                Some((after_star, from)) => {
                    retry = Some((after_star, from + 1));
                    g = after_star;
                    w = from + 1;
                }
                None => return false,
            },
        }
    }
    glob[g..].iter().all(|&c| c == '*')
}

/// A glob's characters and its atom.
type Glob = (Vec<char>, AtomId);

/// Globs by their literal start.
#[derive(Default)]
pub(super) struct Globs {
    by_prefix: HashMap<Box<str>, Vec<Glob>, FixedState>,
    /// By the first bytes of the starts: how long these are, in bytes.
    lengths: HashMap<(u8, u8), Vec<usize>, FixedState>,
    /// The lengths of starts that have no two bytes.
    short: Vec<usize>,
}

stored!(struct Globs { by_prefix, lengths, short });

impl Globs {
    pub fn insert(&mut self, glob: &str, atom: AtomId) {
        let prefix: String = glob.chars().take_while(|c| !matches!(c, '*' | '?')).collect();
        let lengths = match *prefix.as_bytes() {
            [first, second, ..] => self.lengths.entry((first, second)).or_default(),
            _ => &mut self.short,
        };
        if !lengths.contains(&prefix.len()) {
            lengths.push(prefix.len());
        }
        self.by_prefix.entry(prefix.into()).or_default().push((glob.chars().collect(), atom));
    }

    /// Calls `found` with each glob that `word` fits.
    pub fn find(&self, word: &str, mut found: impl FnMut(AtomId)) {
        if self.by_prefix.is_empty() {
            return;
        }
        let mut letters: Option<Vec<char>> = None;
        let long = match *word.as_bytes() {
            [first, second, ..] => self.lengths.get(&(first, second)),
            _ => None,
        };
        for &length in self.short.iter().chain(long.into_iter().flatten()) {
            let globs = word.get(..length).and_then(|start| self.by_prefix.get(start));
            for (glob, atom) in globs.into_iter().flatten() {
                if fits(glob, letters.get_or_insert_with(|| word.chars().collect())) {
                    found(*atom);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chars(s: &str) -> Vec<char> {
        s.chars().collect()
    }

    /// What a glob means, said as slowly as possible.
    fn plainly(glob: &[char], word: &[char]) -> bool {
        match (glob.split_first(), word.split_first()) {
            (None, None) => true,
            (Some((&'*', rest)), _) => (0..=word.len()).any(|skip| plainly(rest, &word[skip..])),
            (Some((&g, glob)), Some((&w, word))) => (g == '?' || g == w) && plainly(glob, word),
            _ => false,
        }
    }

    #[test]
    fn table() {
        for (glob, word, expected) in [
            ("hack*", "hack", true),
            ("hack*", "hackers", true),
            ("hack*", "shack", false),
            ("wom?n", "women", true),
            ("wom?n", "womn", false),
            ("*ing", "stealing", true),
            ("*ing*", "stealings", true),
            ("a*b*c", "axxbxxbc", true),
            ("a*b*c", "axxbxxbd", false),
            ("?", "é", true),
        ] {
            assert_eq!(fits(&chars(glob), &chars(word)), expected, "{glob} {word}");
        }
    }

    #[test]
    fn a_hostile_glob_takes_no_time() {
        assert!(!fits(&chars(&"*a".repeat(400)), &chars(&"a".repeat(399))));
        assert!(!fits(&chars(&format!("{}b", "a*".repeat(400))), &chars(&"a".repeat(2_000))));
    }

    proptest! {
        #[test]
        fn equals_its_plain_meaning(glob in "[ab*?]{0,7}", word in "[ab]{0,9}") {
            prop_assert_eq!(fits(&chars(&glob), &chars(&word)), plainly(&chars(&glob), &chars(&word)));
            let mut globs = Globs::default();
            globs.insert(&glob, AtomId(0));
            let mut found = 0;
            globs.find(&word, |_| found += 1);
            prop_assert_eq!(found == 1, plainly(&chars(&glob), &chars(&word)));
        }
    }
}
