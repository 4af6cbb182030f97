//! What patterns match: a table of cases, and the naive reference that the trie must equal.

use std::sync::Arc;

use proptest::prelude::*;

use super::reference;
use super::*;
use crate::lexicon::hints::Hints;
use crate::lexicon::{Language, Match, Mention, Pattern, SideId};
use crate::text::{Segmenter, SegmenterRules, SnowballStemmer, Text, TokenRange, Vocabulary};

const US: SideId = SideId(0);
const CHINA: SideId = SideId(1);

pub(super) fn segmenter() -> Segmenter {
    let stems = [("stole", "steal"), ("stolen", "steal"), ("men", "man"), ("hidden", "hide")];
    let stems = stems.map(|(form, stem)| (form.to_owned(), stem.to_owned()));
    let stemmer = SnowballStemmer::new("en", stems).unwrap();
    let abbreviations = [("U.S.", "place"), ("Gen.", "title"), ("Sen.", "title"), ("Mr.", "title"), ("Co.", "general")];
    let abbreviations = abbreviations.iter().map(|(f, k)| (f.to_string(), k.to_string())).collect();
    Segmenter::new(Arc::new(stemmer), SegmenterRules { abbreviations, ..SegmenterRules::default() })
}

fn side(id: &str) -> Option<SideId> {
    ["us", "china"].iter().position(|s| *s == id).map(|i| SideId(i as u8))
}

/// A text, ready to be searched.
pub(super) struct Case {
    pub text: Text,
    pub types: TypeTable,
    pub source: String,
    pub vocabulary: Vocabulary,
}

pub(super) fn case(segmenter: &Segmenter, matcher: &Matcher, source: &str) -> Case {
    let mut vocabulary = Vocabulary::default();
    let text = segmenter.segment(source, &mut vocabulary);
    let mut types = TypeTable::of(&[matcher]);
    types.update_with(&Language::default(), &Hints::default(), &vocabulary);
    Case { text, types, source: source.to_owned(), vocabulary }
}

impl Case {
    pub fn whole(&self) -> TokenRange {
        TokenRange::new(0, self.text.tokens.len() as u32)
    }

    fn find(&self, matcher: &Matcher, mentions: &[Mention], own: Option<SideId>) -> Vec<Match> {
        let mut found = Vec::new();
        matcher.find(&self.text, &self.types, self.whole(), mentions, own, &mut found);
        found
    }

    fn words(&self, found: &Match) -> String {
        self.text.span(found.tokens).slice(&self.source).to_owned()
    }

    /// Mentions of sides: `America`, `we` mean the United States, `China`, `they` China.
    pub fn mentions(&self) -> Vec<Mention> {
        let side = |word: &str| match word {
            "america" | "we" => Some(US),
            "china" | "they" => Some(CHINA),
            _ => None,
        };
        let one = |(i, token): (usize, &crate::text::Token)| {
            let side = side(&self.vocabulary.word(token.type_id).name.to_lowercase())?;
            Some(Mention { tokens: TokenRange::new(i as u32, i as u32 + 1), side })
        };
        self.text.tokens.iter().enumerate().filter_map(one).collect()
    }
}

/// A matcher of patterns, each with its `unless` patterns.
pub(super) fn matcher(segmenter: &Segmenter, patterns: &[(&str, &str)]) -> Matcher {
    let mut builder = MatcherBuilder::new(segmenter, &side);
    for (i, (pattern, unless)) in patterns.iter().enumerate() {
        let unless = Pattern::parse_list(unless).unwrap();
        builder.pattern(Entry::Term(i as u32), &Pattern::parse(pattern).unwrap(), &unless);
    }
    builder.finish(Slot::Terms)
}

/// What `pattern` finds in `text`, said by the United States, joined by ` / `.
fn found(pattern: &str, unless: &str, text: &str) -> String {
    let segmenter = segmenter();
    let matcher = matcher(&segmenter, &[(pattern, unless)]);
    let case = case(&segmenter, &matcher, text);
    let found = case.find(&matcher, &case.mentions(), Some(US));
    found.iter().map(|m| case.words(m)).collect::<Vec<_>>().join(" / ")
}

#[test]
fn patterns_match_what_the_guide_says() {
    let table = [
        // Stems.
        ("steal", "Stealing is what he stole; steals", "Stealing / stole / steals"),
        ("stealing", "They steal", "steal"),
        ("China", "CHINA and China's and china", "CHINA / China's / china"),
        ("trump", "Trump trumped them", "Trump / trumped"),
        // Exact forms.
        ("\"stealing\"", "Stealing, not steal or stealing's", "Stealing"),
        ("\"had stolen\"", "they Had stolen, had stealing", "Had stolen"),
        ("\"don't\"", "I don’t, do not", "don’t"),
        ("don't", "I DON'T", "DON'T"),
        ("“stealing”", "stealing steals", "stealing"),
        // Globs.
        ("hack*", "hack hackers' shack Hacking", "hack / hackers / Hacking"),
        ("wom?n", "woman women's womn", "woman / women's"),
        ("*secur*", "cybersecurity insecure cure", "cybersecurity / insecure"),
        ("* talks", "the talks; talks", "the talks"),
        ("talks *", "talks failed. talks", "talks failed"),
        ("a * b", "a b, a x b, a x y b", "a x b"),
        ("cyber* attack", "cyber-attack, cyberspace attacks", "cyber-attack / cyberspace attacks"),
        // Sequences: hyphen, space and dash are equal.
        ("cyber-enabled theft", "cyber enabled theft", "cyber enabled theft"),
        ("cyber enabled theft", "cyber-enabled thefts", "cyber-enabled thefts"),
        ("cyber–enabled theft", "Cyber‑enabled theft", "Cyber‑enabled theft"),
        ("state sponsor", "state — sponsored", "state — sponsored"),
        ("state sponsor", "the state's sponsors", "state's sponsors"),
        // What parts neighbours, and what does not.
        ("a b", "a, b", ""),
        ("a b", "a; b", ""),
        ("a b", "a: b", ""),
        ("a b", "a (b)", ""),
        ("a b", "a! b", ""),
        ("a b", "“a” ‘b’", "a” ‘b"),
        ("agree to disagree", "to “agree to ‘disagree’”", "agree to ‘disagree"),
        ("Gen. Alexander", "Gen. Alexander spoke", "Gen. Alexander"),
        ("yes, we can", "Yes, we can. Yes we can.", "Yes, we can / Yes we can"),
        ("10,000 jobs", "10,000 jobs", "10,000 jobs"),
        ("and/or", "this and/or that", "and/or"),
        ("R&D", "our R&D, R and D", "R&D"),
        // Gaps count words; inside them only the end of a sentence blocks.
        ("restore <0-2> confidence", "restore confidence", "restore confidence"),
        ("restore <0-2> confidence", "restore the lost confidence", "restore the lost confidence"),
        ("restore <0-2> confidence", "restore all of the confidence", ""),
        ("restore <0-2> confidence", "restore, slowly, confidence", "restore, slowly, confidence"),
        ("restore <0-2> confidence", "restore. Confidence", ""),
        ("a <2> b", "a b, a x b, a x y b", "a x y b"),
        ("a <2-3> b", "a x b y b", "a x b y b"),
        ("a <0> b", "a, b", "a, b"),
        ("a <0-1> b", "a-x-b", "a-x-b"),
        // Per start the shortest.
        ("a <0-5> b", "a b x b", "a b"),
        ("a <0-5> b", "a a b", "a a b / a b"),
        // Alternatives.
        (
            "(hurt|harm the) interests",
            "hurt interests, harm the interest, harm interest",
            "hurt interests / harm the interest",
        ),
        ("a (b|(c|d e) f)", "a b a c f a d e f a d f", "a b / a c f / a d e f"),
        ("(a|a b) c", "a c a b c", "a c / a b c"),
        ("(a|b)-(c|d)", "a-d b c", "a-d / b c"),
        // Case as written.
        ("=US", "US, U.S., U.S, USA told us. Us too.", "US / U.S / U.S / USA"),
        ("=US", "the US's and the U.S.'s", "US's / U.S"),
        ("us", "The US told us", "us"),
        ("US", "The U.S. told us", "U.S"),
        ("=China", "China’s CHINA china", "China’s"),
        ("=\"White House\"", "the White House, the white house", "White House"),
        ("=China's growth", "China's growth, China growth", "China's growth"),
        // Mentions.
        ("@self", "America and China, we and they", "America / we"),
        ("@other", "America and China, we and they", "China / they"),
        ("@china", "America and China", "China"),
        (
            "@other <0-5> tear down <0-1> table",
            "They basically tore, tear down this table",
            "They basically tore, tear down this table",
        ),
        ("blame @us", "blame America, blame China", "blame America"),
        ("@us-led", "America-led, China-led", "America-led"),
        ("@self and @other", "we and they, they and we", "we and they"),
        // Sentences.
        ("a b", "x a. B y", ""),
        ("\"a\" <0-9> \"b\"", "a x. Y b", ""),
    ];
    for (pattern, text, expected) in table {
        assert_eq!(found(pattern, "", text), expected, "{pattern} in {text:?}");
    }
}

#[test]
fn a_match_stays_in_its_range() {
    let segmenter = segmenter();
    let matcher = matcher(&segmenter, &[("a", ""), ("a b", ""), ("a <0-3> b", ""), ("(@us|x) y", "")]);
    let case = case(&segmenter, &matcher, "America y a x b");
    for (start, end, expected) in [(0, 5, 3), (2, 5, 2), (2, 4, 1), (0, 1, 0), (0, 2, 1), (3, 3, 0), (4, 5, 0)] {
        let mut found = Vec::new();
        matcher.find(&case.text, &case.types, TokenRange::new(start, end), &case.mentions(), None, &mut found);
        assert_eq!(found.len(), expected, "{start}..{end}: {found:?}");
        assert!(found.iter().all(|m| TokenRange::new(start, end).contains(m.tokens)));
    }
}

#[test]
fn unless_cancels_what_it_overlaps() {
    let table = [
        ("theft", "identity theft", "identity theft, theft", "theft"),
        ("theft", "identity theft|car theft", "Car theft", ""),
        ("theft", "identity (theft|thieves)|x", "identity thieves and theft", "theft"),
        ("theft", "identity <0-2> theft", "identity card theft, theft", "theft"),
        ("stop theft", "not", "not stop theft", "stop theft"),
        ("stop <0-2> theft", "not", "stop not theft", ""),
        ("theft", "no theft", "no, theft", "theft"),
        ("theft", "@other theft", "China theft, America theft", "theft"),
        ("theft", "identity theft", "identity. Theft", "Theft"),
    ];
    for (pattern, unless, text, expected) in table {
        assert_eq!(found(pattern, unless, text), expected, "{pattern} unless {unless} in {text:?}");
    }
}

#[test]
fn unless_reaches_beyond_the_range() {
    let segmenter = segmenter();
    let matcher = matcher(&segmenter, &[("theft", "identity theft")]);
    let case = case(&segmenter, &matcher, "identity “theft”");
    let mut found = Vec::new();
    matcher.find(&case.text, &case.types, TokenRange::new(2, 3), &[], None, &mut found);
    assert!(found.is_empty());
}

#[test]
fn a_speaker_of_no_side_has_no_own_and_no_other() {
    let segmenter = segmenter();
    let matcher = matcher(&segmenter, &[("@self", ""), ("@other", ""), ("@us", "")]);
    let case = case(&segmenter, &matcher, "America, China");
    let found = case.find(&matcher, &case.mentions(), None);
    assert_eq!(found.iter().map(|m| m.entry.0).collect::<Vec<_>>(), [2]);
}

#[test]
fn names_are_no_patterns() {
    let segmenter = segmenter();
    let names = [
        "Trump",
        "the Chinese ambassador",
        "Gen. Keith Alexander",
        "China's military",
        "Acme Co., Ltd.",
        "U.S.",
        "J.D. Vance",
        "O’Brien",
    ];
    let mut builder = MatcherBuilder::new(&segmenter, &side);
    for (i, name) in names.iter().enumerate() {
        builder.name(Entry::Actor(i as u32), Detail::Alias(i as u32), name);
    }
    builder.title(Entry::Title(0), "Secretary of State");
    let matcher = builder.finish(Slot::Terms);
    let table = [
        ("Trump trumped; trump, TRUMP, Trump's", "Trump / Trump's"),
        ("The Chinese ambassador and the Chinese ambassador’s", "The Chinese ambassador / the Chinese ambassador’s"),
        ("He said: “The Chinese ambassador came”", "The Chinese ambassador"),
        ("He saw The Chinese ambassador", ""),
        ("Gen. Keith Alexander", "Gen. Keith Alexander"),
        ("China’s military, China military", "China’s military"),
        ("Acme Co., Ltd. and Acme Co. Ltd.", "Acme Co., Ltd / Acme Co. Ltd"),
        ("the US told us", "US"),
        ("J.D. Vance; JD Vance", "J.D. Vance / JD Vance"),
        ("O'Brien's", "O'Brien's"),
        ("the secretary of state’s, SECRETARY OF STATE", "secretary of state’s / SECRETARY OF STATE"),
    ];
    for (text, expected) in table {
        let case = case(&segmenter, &matcher, text);
        let found: Vec<String> = case.find(&matcher, &[], None).iter().map(|m| case.words(m)).collect();
        assert_eq!(found.join(" / "), expected, "{text:?}");
    }
    assert_eq!((matcher.entry(EntryId(1)), matcher.detail(EntryId(1))), (Entry::Actor(1), Detail::Alias(1)));
}

#[test]
fn longest_wins_and_the_earlier_on_a_tie() {
    type Ranges = &'static [(u32, u32)];
    let table: [(Ranges, Ranges); 4] = [
        (&[(0, 2), (1, 4), (4, 5)], &[(1, 4), (4, 5)]),
        (&[(0, 2), (1, 3)], &[(0, 2)]),
        (&[(0, 3), (0, 3)], &[(0, 3)]),
        (&[(5, 6), (0, 9), (8, 12), (9, 10)], &[(0, 9), (9, 10)]),
    ];
    for (given, expected) in table {
        let entry = |(i, &(start, end)): (usize, &(u32, u32))| Match {
            entry: EntryId(i as u32),
            tokens: TokenRange::new(start, end),
        };
        let mut matches: Vec<Match> = given.iter().enumerate().map(entry).collect();
        resolve_longest(&mut matches);
        assert_eq!(matches.iter().map(|m| (m.tokens.start, m.tokens.end)).collect::<Vec<_>>(), expected, "{given:?}");
    }
}

/// A random pattern over few words, so that matches are frequent.
fn some_pattern() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        5 => "[ab]",
        1 => Just("bs".to_owned()),
        1 => Just("\"as\"".to_owned()),
        1 => Just("\"a b\"".to_owned()),
        1 => Just("=A".to_owned()),
        1 => Just("a*".to_owned()),
        1 => Just("?".to_owned() + "s"),
        1 => Just("*".to_owned()),
        1 => Just("a-b".to_owned()),
        1 => Just("@self".to_owned()),
        1 => Just("@other".to_owned()),
        1 => Just("@china".to_owned()),
    ];
    let joint = prop_oneof![4 => Just(" ".to_owned()), 1 => Just(", ".to_owned()), 2 => (0u8..3, 0u8..3).prop_map(|(a, b)| format!(" <{a}-{}> ", a + b))];
    let sequence = move |word: BoxedStrategy<String>| {
        (word.clone(), prop::collection::vec((joint.clone(), word), 0..4))
            .prop_map(|(first, rest)| rest.into_iter().fold(first, |all, (joint, word)| all + &joint + &word))
    };
    let flat = sequence(word.clone().boxed()).boxed();
    let group = prop::collection::vec(flat, 1..4).prop_map(|choices| format!("({})", choices.join("|"))).boxed();
    let nested = prop_oneof![3 => word.boxed(), 1 => group].boxed();
    sequence(nested)
}

fn some_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[abAB]s? ",
        1 => Just("America ".to_owned()),
        1 => Just("China’s ".to_owned()),
        1 => "[,;:!?().“”–-] ?",
        1 => Just(". B ".to_owned()),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn the_trie_equals_the_naive_reference(
        patterns in prop::collection::vec((some_pattern(), prop_oneof![3 => Just(String::new()), 1 => some_pattern()]), 1..5),
        text in some_text(),
        cut in (0u32..24, 0u32..24),
        own in prop_oneof![Just(None), Just(Some(US)), Just(Some(CHINA))],
    ) {
        let segmenter = segmenter();
        let parsed: Vec<(Pattern, Vec<Pattern>)> = patterns
            .iter()
            .filter_map(|(pattern, unless)| Some((Pattern::parse(pattern).ok()?, Pattern::parse_list(unless).ok()?)))
            .collect();
        let mut builder = MatcherBuilder::new(&segmenter, &side);
        let entry = |i: u32| [Entry::Term(i), Entry::Evaluation(i), Entry::Modifier(i)][i as usize % 3];
        for (i, (pattern, unless)) in parsed.iter().enumerate() {
            builder.pattern(entry(i as u32), pattern, unless);
        }
        let matcher = builder.finish(Slot::Terms);
        let case = case(&segmenter, &matcher, &text);
        let mut search = Search::default();
        let tokens = case.whole().end;
        for range in [case.whole(), TokenRange::new(cut.0.min(tokens), (cut.0 + cut.1).min(tokens))] {
            let mut found = Vec::new();
            matcher.find(&case.text, &case.types, range, &case.mentions(), own, &mut found);
            let expected = reference::find(&parsed, &case, range, own);
            let shown: Vec<_> = found.iter().map(|m| (m.tokens.start, m.entry.0, m.tokens.end)).collect();
            prop_assert_eq!(&shown, &expected, "{:?} in {:?}", patterns, text);
            // A search for some kinds finds what a search for all finds of these.
            let mentions = case.mentions();
            let mut chances = Chances::default();
            matcher.chances(&case.text, &case.types, &mut chances);
            let within = Within { text: &case.text, types: &case.types, range, mentions: &mentions, own, chances: &chances };
            for kinds in [Kinds::TERM, Kinds::EVALUATION, Kinds::MODIFIER, Kinds::TERM.with(Kinds::EVALUATION)] {
                let wanted = |entry: &EntryId| Kinds::of(matcher.entry(*entry)).any(kinds);
                found.clear();
                matcher.find_kinds(&mut search, &within, kinds, &mut found);
                let expected: Vec<_> = expected.iter().copied().filter(|(_, entry, _)| wanted(&EntryId(*entry))).collect();
                let shown: Vec<_> = found.iter().map(|m| (m.tokens.start, m.entry.0, m.tokens.end)).collect();
                prop_assert_eq!(shown, expected, "{:?} in {:?}", patterns, text);
            }
        }
    }

    #[test]
    fn no_pattern_panics(pattern in "[ab*?\"()|<>0-9=@,; é“’-]{0,24}", list in any::<String>()) {
        let segmenter = segmenter();
        for parsed in [Pattern::parse(&pattern), Pattern::parse(&list)] {
            match parsed {
                Ok(pattern) => {
                    let mut builder = MatcherBuilder::new(&segmenter, &side);
                    builder.pattern(Entry::Term(0), &pattern, &[]);
                    builder.finish(Slot::Terms);
                    prop_assert!(Pattern::parse(pattern.as_str()).is_ok_and(|p| p.canonical() == pattern.canonical()), "{:?}", pattern);
                }
                Err(error) => prop_assert!(error.to_string().ends_with(')'), "{error}"),
            }
        }
        let _ = Pattern::parse_list(&pattern);
        let _ = Pattern::parse_list(&list);
    }
}

#[test]
fn gaps_in_a_row_do_not_multiply() {
    let segmenter = segmenter();
    let pattern = ["a"; 8].join(" <0-7> ");
    let matcher = matcher(&segmenter, &[(&format!("{pattern} <0-7> z"), "")]);
    let case = case(&segmenter, &matcher, &"a ".repeat(100));
    assert!(case.find(&matcher, &[], None).is_empty());
}
