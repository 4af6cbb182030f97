//! The trained model through the front door: what it finds, and what it does with hostile texts.

use std::time::{Duration, Instant};

use demarche::attribution::{Attributed, Attributor};
use demarche::document::{Document, Span, WarningCode};
use demarche::lexicon::{Lexicon, TypeTable};
use demarche::text::Vocabulary;
use proptest::prelude::*;

fn lexicon() -> &'static Lexicon {
    static LEXICON: std::sync::OnceLock<Lexicon> = std::sync::OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::load("us-china-cyber").expect("the built-in lexicon loads"))
}

fn read(text: &str) -> Attributed {
    let document = Document { id: "test".into(), text: text.into(), ..Document::default() };
    let mut vocabulary = Vocabulary::default();
    let mut types = TypeTable::new(lexicon());
    let segmented = lexicon().segmenter.segment(text, &mut vocabulary);
    types.update(lexicon(), &vocabulary);
    let attributor = Attributor::trained(lexicon()).expect("the built-in model is whole");
    attributor.attribute(&document, &segmented, &vocabulary, &types)
}

fn words(spans: &[Span], text: &str) -> String {
    spans.iter().map(|s| s.slice(text)).collect::<Vec<_>>().join(" / ")
}

#[test]
fn finds_direct_split_indirect_and_nested_speech() {
    for (text, source, content) in [
        (
            "Talks went on until midnight. “We came close to a deal,” the envoy said. Nobody left the room.",
            "the envoy",
            "“We came close to a deal,”",
        ),
        (
            "“The table,” Mr. Orlov said on Tuesday, “is still standing.”",
            "Mr. Orlov",
            "“The table,” / “is still standing.”",
        ),
        (
            "The minister insisted that the fleet would stay in port until spring.",
            "The minister",
            "that the fleet would stay in port until spring",
        ),
    ] {
        let found = read(text);
        let hit =
            found.statements.iter().find(|s| words(&s.content, text) == content && words(&s.source, text) == source);
        let shown: Vec<String> = found
            .statements
            .iter()
            .map(|s| format!("{} | {} | {}", s.rule.0, words(&s.source, text), words(&s.content, text)))
            .collect();
        assert!(hit.is_some_and(|s| s.confidence > 0.5), "{text}\n{shown:?}");
    }
}

#[test]
fn prose_without_speech_has_no_statements() {
    for text in [
        "The river rises in the hills above the town and reaches the sea after forty miles.",
        "Der Minister sagte am Dienstag, die Flotte bleibe im Hafen.",
        "Le ministre a dit que la flotte resterait au port.",
        "Boil the potatoes for twenty minutes, drain them, and add the butter.",
    ] {
        assert_eq!(read(text).statements, [], "{text}");
    }
}

#[test]
fn a_text_in_another_language_gets_a_warning_instead_of_statements() {
    for text in [
        "Le ministre a rejeté lundi les accusations de la ville voisine. « Nous n'avons rien à cacher », a-t-il déclaré \
         devant la presse. Selon lui, les pêcheurs retrouveront bientôt leurs filets, et le port restera ouvert jusqu'à \
         l'automne.",
        "Der Minister wies am Montag die Vorwürfe der Nachbarstadt zurück. „Wir haben nichts zu verbergen“, sagte er vor \
         der Presse. Die Fischer würden ihre Netze bald wiederbekommen, erklärte ein Sprecher, und der Hafen bleibe bis \
         zum Herbst geöffnet.",
        "El ministro rechazó el lunes las acusaciones de la ciudad vecina. \"No tenemos nada que ocultar\", dijo ante la \
         prensa. Según el portavoz, los pescadores recuperarán pronto sus redes, y el puerto seguirá abierto hasta el \
         otoño.",
        "部长周一驳斥了邻近城市的指责。“我们没有什么可隐瞒的，”他对记者说。发言人表示，渔民很快就会拿回渔网，港口将开放到秋天。",
    ] {
        let found = read(text);
        assert_eq!(found.statements, [], "{text}");
        let warning = found.warnings.iter().find(|w| w.code == WarningCode::NoStatements).expect("a warning");
        assert!(warning.message.contains("language (en)"), "{}", warning.message);
    }
    // Names and quotations in another language do not make an English text foreign.
    let english = "The mayor said \u{201c}Nous n'avons rien à cacher\u{201d} at the end of the meeting on Monday, and \
                   nobody in the hall asked her what she meant by it.";
    assert!(!read(english).statements.is_empty());
}

#[test]
fn hostile_texts_cost_time_in_proportion() {
    let name = |n: usize| {
        format!(
            "{}{}",
            ["Ba", "Ko", "Lu", "Mi", "Ta"][n % 5],
            ["ren", "dov", "sk", "tari"][n % 4].repeat(1 + n / 5 % 40)
        )
    };
    let names = |n: usize| format!("Mr. {} {} said the talks had failed.\n\n", name(n), name(n * 7 + 3));
    let cases: [(&str, String); 7] = [
        ("names", (0..2_000).map(names).collect()),
        ("quote marks", "\"".repeat(50_000)),
        ("one paragraph", "he said that she said that ".repeat(2_000)),
        ("cues only", "said ".repeat(10_000)),
        ("nested quotes", "“‘".repeat(1000) + "no" + &"’”".repeat(1000)),
        ("short lines", "He said.\n".repeat(5_000)),
        ("no spaces", "x".repeat(100_000)),
    ];
    for (name, text) in &cases {
        let clock = Instant::now();
        read(text);
        // Far beyond the time of a slow machine without optimization; a quadratic step would take hours.
        assert!(clock.elapsed() < Duration::from_secs(120), "{name}: {:?}", clock.elapsed());
    }
}

const PIECES: &[&str] = &[
    "Cui",
    "Kerry",
    "he",
    "said",
    "that",
    "who",
    "“",
    "”",
    "\"",
    "'",
    ",",
    ".",
    ":",
    " — ",
    "(",
    ")",
    "\n",
    "\n\n",
    "according to",
    "the ambassador",
    "Beijing",
    "not",
    "and",
    "claim",
    "to",
    "was",
    "told",
    "asked",
    "I",
    "we",
    "Q",
    "MR. X:",
    "{ad}",
    "é",
    "中",
    "\u{a0}",
    "Mr.",
    "as",
    "believes",
    "U.S.",
    "in",
    "Tuesday",
    "pledged",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn statements_point_into_the_text_and_share_no_words(
        pieces in prop::collection::vec((prop::sample::select(PIECES), any::<bool>()), 0..100)
    ) {
        let text: String = pieces.into_iter().map(|(p, space)| format!("{p}{}", if space { " " } else { "" })).collect();
        let found = read(&text);
        prop_assert_eq!(&found.statements, &read(&text).statements);
        let sound = |spans: &[Span]| {
            spans.iter().all(|s| !s.is_empty() && text.get(s.start as usize..s.end as usize).is_some())
                && spans.windows(2).all(|w| w[0].end <= w[1].start)
        };
        for (i, s) in found.statements.iter().enumerate() {
            prop_assert!(!s.content.is_empty() && sound(&s.content) && sound(&s.source) && sound(&s.cue), "{:?}", s);
            prop_assert!((0.0..=1.0).contains(&s.confidence));
            prop_assert!(s.within.is_none_or(|outer| outer < i && found.statements[outer].within.is_none()));
        }
        let outer: Vec<_> = found.statements.iter().filter(|s| s.within.is_none()).collect();
        for (i, a) in outer.iter().enumerate() {
            for b in &outer[i + 1..] {
                prop_assert!(a.content.iter().all(|x| b.content.iter().all(|y| !x.overlaps(*y))));
            }
        }
    }
}
