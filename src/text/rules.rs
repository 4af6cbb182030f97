//! What segmentation must know of a language: lists that a language pack hands in.

use super::{TokenClass, fold, normalize};
use hashbrown::{HashMap, HashSet};

/// Lists of a language pack that sentences and clauses depend on.
///
/// Empty lists are fine: sentences then end at every period before a capital.
#[derive(Clone, Debug, Default)]
pub struct SegmenterRules {
    /// Rows of `abbreviations.csv`: the form with its periods, and its kind (`title`, `month`, `state`, `unit`,
    /// `organization`, `place`, `general`, `ending`).
    pub abbreviations: Vec<(String, String)>,
    /// Words that may begin a clause: classes `conjunction`, `subordinator` and `relative` of `words.csv`.
    pub clause_openers: Vec<String>,
    /// Words that begin a sentence when they are capitalized after an abbreviation (`in the U.S. The …`): classes
    /// `determiner`, `preposition`, `subordinator`, `conjunction` and `adverb-time` of `words.csv`, every pronoun.
    pub sentence_starters: Vec<String>,
    /// Pronouns in the subject case (`he`, `we`, …): they mark a clause after an opener without a comma.
    pub subjects: Vec<String>,
}

/// How a word with a period behaves before a capital.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Abbreviation {
    /// Never ends a sentence: `Mr.`, `vs.`
    Inner,
    /// Goes with a number and ends a sentence before anything else: `Nov. 4`, `No. 5`, `5 ft.`
    BeforeNumber,
    /// Ends one before a word that looks like a sentence's start: `U.S.`, `Inc.`, `St.`
    Ending,
}

/// What a word or mark does at the edges of sentences and clauses, as bits, for each token carries them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Role(u8);

impl Role {
    /// It may begin a clause.
    pub const OPENER: Role = Role(1);
    /// It is known to begin sentences: `The`, `It’s`.
    pub const STARTER: Role = Role(2);
    /// It is a pronoun in the subject case, or one with a verb contracted to it: `they’re`.
    pub const SUBJECT: Role = Role(4);
    /// It is `–`, which joins the ends of a range.
    pub const RANGE: Role = Role(8);
    const INNER: Role = Role(16);
    const BEFORE_NUMBER: Role = Role(32);
    const ENDING: Role = Role(64);

    /// True when all bits of `other` are set.
    pub const fn has(self, other: Role) -> bool {
        self.0 & other.0 == other.0
    }

    /// How it behaves with a period after it, when it is an abbreviation.
    pub fn abbreviation(self) -> Option<Abbreviation> {
        let kinds = [
            (Role::INNER, Abbreviation::Inner),
            (Role::BEFORE_NUMBER, Abbreviation::BeforeNumber),
            (Role::ENDING, Abbreviation::Ending),
        ];
        kinds.into_iter().find(|(bit, _)| self.has(*bit)).map(|(_, kind)| kind)
    }

    fn set(&mut self, bit: Role, on: bool) {
        if on {
            self.0 |= bit.0;
        }
    }
}

/// [`SegmenterRules`], compiled for look-up.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    abbreviations: HashMap<Box<str>, Abbreviation, foldhash::fast::FixedState>,
    openers: Words,
    starters: Words,
    subjects: Words,
}

type Words = HashSet<Box<str>, foldhash::fast::FixedState>;

impl Rules {
    pub(super) fn new(rules: &SegmenterRules) -> Self {
        let mut abbreviations = HashMap::default();
        for (form, kind) in &rules.abbreviations {
            let Some(last) = form.split_whitespace().next_back() else { continue };
            let key = last.strip_suffix('.').unwrap_or(last);
            let kind = match kind.as_str() {
                "title" | "general" => Abbreviation::Inner,
                "month" | "unit" => Abbreviation::BeforeNumber,
                _ => Abbreviation::Ending,
            };
            if kind == Abbreviation::Inner && key.chars().count() > 1 {
                // Labels of transcripts: `MS. PSAKI:`
                abbreviations.entry(key.to_uppercase().into()).or_insert(kind);
            }
            abbreviations.insert(key.into(), kind);
        }
        let words = |list: &[String]| list.iter().map(|word| fold(word).into()).collect();
        let mut starters: Words = words(&rules.sentence_starters);
        starters.extend(rules.clause_openers.iter().chain(&rules.subjects).map(|word| fold(word).into()));
        Rules { abbreviations, openers: words(&rules.clause_openers), starters, subjects: words(&rules.subjects) }
    }

    /// What the spelling `surface` does; numbers and most marks do nothing.
    pub(super) fn role(&self, surface: &str, class: TokenClass) -> Role {
        let mut role = Role::default();
        role.set(Role::RANGE, class == TokenClass::Dash && surface == "–");
        if class != TokenClass::Word {
            return role;
        }
        let written = normalize(surface);
        let form = written.to_lowercase();
        let uncontracted = form.split('\'').next().unwrap_or_default();
        role.set(Role::OPENER, self.openers.contains(form.as_str()));
        role.set(Role::STARTER, self.starters.contains(uncontracted));
        role.set(Role::SUBJECT, self.subjects.contains(uncontracted));
        let kind = self.abbreviations.get(&*written).map(|kind| match kind {
            Abbreviation::Inner => Role::INNER,
            Abbreviation::BeforeNumber => Role::BEFORE_NUMBER,
            Abbreviation::Ending => Role::ENDING,
        });
        role.set(kind.unwrap_or_default(), true);
        role
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles() {
        let list = |words: &[&str]| words.iter().map(|w| w.to_string()).collect::<Vec<_>>();
        let rules = Rules::new(&SegmenterRules {
            abbreviations: [("Mr.", "title"), ("Nov.", "month"), ("et al.", "ending"), ("LLC.", "organization")]
                .map(|(form, kind)| (form.to_owned(), kind.to_owned()))
                .to_vec(),
            clause_openers: list(&["but", "\u{ad}"]),
            sentence_starters: list(&["the"]),
            subjects: list(&["They"]),
        });
        let role = |word| rules.role(word, TokenClass::Word);
        for (word, kind) in [
            ("Mr", Some(Abbreviation::Inner)),
            ("MR", Some(Abbreviation::Inner)),
            ("mr", None),
            ("Nov", Some(Abbreviation::BeforeNumber)),
            ("al", Some(Abbreviation::Ending)),
            ("LLC", Some(Abbreviation::Ending)),
            ("NOV", None),
        ] {
            assert_eq!(role(word).abbreviation(), kind, "{word}");
        }
        let (opener, starter, subject) = (Role::OPENER, Role::STARTER, Role::SUBJECT);
        assert!(role("But").has(opener) && role("but").has(starter) && !role("but").has(subject));
        assert!(role("They’re").has(subject) && role("They’re").has(starter));
        assert!(role("THE").has(starter) && !role("THE").has(opener));
        assert_eq!(rules.role("the", TokenClass::Other), Role::default());
        assert!(rules.role("–", TokenClass::Dash).has(Role::RANGE));
        assert_eq!(rules.role("—", TokenClass::Dash), Role::default());
    }
}
