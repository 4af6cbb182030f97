//! Laws of import and export, and the traps that real dictionaries set.

use super::*;
use crate::lexicon::source::Source;
use crate::lexicon::{SideChoice, Stance};
use proptest::prelude::*;

/// A file of an invented dictionary.
fn file(name: &str, text: &str) -> (String, Vec<u8>) {
    (name.to_owned(), text.as_bytes().to_vec())
}

fn imported(name: &str, text: &str) -> Imported {
    import(&[file(name, text)], &ImportOptions::default()).unwrap_or_else(|e| panic!("{e}"))
}

fn loaded(imported: &Imported) -> Lexicon {
    let source = Source::Imported("test".to_owned(), std::sync::Arc::new(imported.clone()));
    Lexicon::of(&source, &SideChoice::AsWritten).unwrap_or_else(|e| panic!("{e}"))
}

/// Issue, pattern, stance, weight and unless of every term.
type Terms = Vec<(String, String, Stance, f64, String)>;

fn terms(lexicon: &Lexicon) -> Terms {
    let row = |t: &crate::lexicon::Term| {
        let issue = lexicon.dispute.issues[usize::from(t.issue.0)].label.clone();
        (issue, t.pattern.clone(), t.stance, t.weight.to_f64(), t.unless.join("|"))
    };
    lexicon.dispute.terms.iter().map(row).collect()
}

/// A dictionary without its lines: path, then pattern, stance, weight, unless and note of each entry.
type Plain = Vec<(Vec<String>, String, Vec<(String, Stance, i64, Vec<String>, String)>)>;

fn plain(dictionary: &Dictionary) -> Plain {
    let entry = |e: &model::Entry| (e.pattern.clone(), e.stance, e.weight.0, e.unless.clone(), e.note.clone());
    let category = |c: &model::Category| (c.path.clone(), c.proposition.clone(), c.entries.iter().map(entry).collect());
    dictionary.categories.iter().map(category).collect()
}

fn gathered(name: &str, text: &str, format: Option<Format>) -> (Dictionary, Losses) {
    let options = ImportOptions { format, ..ImportOptions::default() };
    let (dictionary, losses, _) = gather(&[file(name, text)], &options).unwrap_or_else(|e| panic!("{e}\n{text}"));
    (dictionary, losses)
}

/// Writes a dictionary that was read and reads it again: the same, and nothing lost on the way.
fn assert_round_trip(first: &Dictionary, format: Format) {
    let mut losses = Losses::default();
    let text = written(first, format, &mut losses);
    assert_eq!(losses.list, [], "{format:?}");
    let (second, losses) = gathered("again", &text, Some(format));
    assert_eq!(losses.list, [], "{text}");
    assert_eq!(plain(first), plain(&second), "{text}");
    if format == Format::Yoshikoder {
        assert_eq!(first.title, second.title);
    }
}

const CAT: &str = "TRADE\n\tTRADE-FREE\n\t\tEXPORT* (1)\n\t\tOPEN_MARKET (0.5)\n\tBAR?ER (10)\n+FARM+\n\tCO-OP* (1)\n\tLAMB (1)\n-FARM-\n\tPRICE_CUT (-2)\n\tSUBSIDY (3)\n";
const YKD: &str = "<?xml version=\"1.0\"?>\n<dictionary style=\"050805\">\n<cnode name=\"Harbour &amp; sea\" desc=\"\">\n<cnode name=\"Ships\">\n<cnode name=\"Old\">\n<pnode name=\"schooner*\"/>\n</cnode>\n<pnode name=\"north sea\"/>\n<pnode name=\"dock\"/>\n</cnode>\n</cnode>\n</dictionary>\n";
const LC3: &str = "~~ a remark\n+GOOD\n CALM* \n fair wind\n+BAD\n STORM*\n";
const DIC: &str =
    "%\n01\tWEATHER\n\t2\tWind\n\t3\tRain\n04\tOther\n%\n\ngale*\t2\nkind\t<of>02/4\t<of>3/4\nnorth wind  2\n";
const DICX: &str = "DicTerm,Wind,Rain\ngale*,X,\nshower,,0.5\n\"fair, mostly\",X,2\n";
const YML: &str =
    "WEATHER:\n  Wind: [gale*, north wind, no, 1984]\n  Rain:\n    - shower\n    - Hail: [hailstone?]\nSEA: wave\n";
const VADER: &str = "calm\t1.9\nstorm\t-2.5\n";
const AFINN: &str = "calm\t2\nstorm\t-3\nnot fair\t-1\n";
const NRC: &str = "storm\tfear\t1\nstorm\tjoy\t0\ncalm\tjoy\t0.75\n";
const CSV: &str = "category,pattern,stance,weight,unless,note\nWind > North,gale,favor,2,gale force|\"calm\",first\nWind > North,=US <0-2> wind,against,,,\nRain,shower,,,,\n";

const SAMPLES: [(&str, &str, Format); 11] = [
    ("farm.cat", CAT, Format::WordStat),
    ("sea.ykd", YKD, Format::Yoshikoder),
    (
        "sea.lcd",
        "<dictionary><cnode name=\"A\"><pnode name=\"x\"/></cnode><cnode name=\"B\"><pnode name=\"y z\"/></cnode></dictionary>",
        Format::LexicoderXml,
    ),
    ("wind.lc3", LC3, Format::Lexicoder),
    ("wind.dic", DIC, Format::Liwc),
    ("wind.dicx", DICX, Format::Liwc22),
    ("wind.yml", YML, Format::Quanteda),
    ("tone.txt", VADER, Format::Vader),
    ("tone.tsv", AFINN, Format::Afinn),
    ("nrc.txt", NRC, Format::Nrc),
    ("terms.csv", CSV, Format::Csv),
];

#[test]
fn every_format_is_told_and_comes_back_as_it_was() {
    for (name, text, format) in SAMPLES {
        let first = imported(name, text);
        assert_eq!((first.sources[0].format, &first.losses[..]), (format, &[][..]), "{name}");
        assert_round_trip(&gathered(name, text, None).0, format);
        // Whatever the line ends, whatever the name says.
        for end in ["\r\n", "\r"] {
            let other = imported("x.cat", &text.replace('\n', end));
            assert_eq!((other.sources[0].format, other.entries), (format, first.entries), "{name} {end:?}");
        }
    }
}

#[test]
fn a_folder_gives_back_the_dictionary_that_it_was_written_from() {
    let names: Vec<(String, Vec<u8>)> = SAMPLES.iter().map(|(name, text, _)| file(name, text)).collect();
    let (dictionary, ..) = gather(&names, &ImportOptions::default()).unwrap_or_else(|e| panic!("{e}"));
    let lexicon = loaded(&import(&names, &ImportOptions::default()).unwrap_or_else(|e| panic!("{e}")));
    assert_eq!(plain(&folder::of_lexicon(&lexicon)), plain(&dictionary));
    assert!(lexicon.dispute.sides.is_empty());
}

#[test]
fn hierarchy_weights_and_signs() {
    let lexicon = loaded(&imported("farm.cat", CAT));
    let issues: Vec<(&str, &str)> = lexicon.dispute.issues.iter().map(|i| (i.id.as_str(), i.label.as_str())).collect();
    let expected = [
        ("trade", "TRADE"),
        ("trade-trade-free", "TRADE > TRADE-FREE"),
        ("plus-farm", "+FARM+"),
        ("minus-farm", "-FARM-"),
    ];
    assert_eq!(issues, expected);
    let terms = terms(&lexicon);
    let row = |pattern: &str| terms.iter().find(|t| t.1 == pattern).map(|t| (t.0.as_str(), t.2, t.3));
    assert_eq!(row("\"open market\""), Some(("TRADE > TRADE-FREE", Stance::Topic, 0.5)));
    assert_eq!(row("bar?er"), Some(("TRADE", Stance::Topic, 10.0)));
    assert_eq!(row("\"co\"-op*"), Some(("+FARM+", Stance::Topic, 1.0)));
    assert_eq!(row("\"price cut\""), Some(("-FARM-", Stance::Against, 2.0)));
    assert_eq!(row("\"subsidy\""), Some(("-FARM-", Stance::Favor, 3.0)));
}

#[test]
fn conditions_of_liwc_are_patterns() {
    let terms = terms(&loaded(&imported("wind.dic", DIC)));
    let row = |issue: &str, pattern: &str| terms.iter().find(|t| t.0 == issue && t.1 == pattern).map(|t| t.4.as_str());
    assert_eq!(row("WEATHER > Wind", "\"kind of\""), Some(""));
    assert_eq!(row("WEATHER > Rain", "\"kind of\""), Some(""));
    assert_eq!(row("Other", "\"kind\""), Some("\"kind of\""));
}

#[test]
fn what_cannot_be_carried_over_is_listed_with_its_line() {
    for (name, text, losses) in [
        (
            "a.dic",
            "%\n1\tA\n1\tB\n2\tC\n%\nlamb\t1\nlamb\t01\new\t2 721\nlike\t(02 134)125/464\n(53) fox\t1\nox\n",
            &[
                "a.dic:3: left out of B: the number 1 is that of A already",
                "a.dic:8: left out \"ew\": code 721: category 721 is not in the list at the top",
                "a.dic:9: left out \"like\": code (02 134)125/464: it looks at the category of the word before, which a pattern cannot",
                "a.dic:10: left out \"(53) fox\": it has a condition of LIWC, which is no pattern (write one, such as a phrase)",
                "a.dic:11: left out \"ox\": it has no category",
                "a.dic:7: left out \"lamb\" of A: it stands in line 6 of this category already",
            ][..],
        ),
        (
            "a.cat",
            "A\n\tX (0)\n\tY (500)\n\t:) (1)\n\tZ (1)\n\tZ (2)\n\t@NEAR [A B] (1)\nB\n",
            &[
                "a.cat:2: left out \"X\" of A: its weight is 0, so it counts for nothing",
                "a.cat:3: left out \"Y\" of A: its weight 500 is out of range (0.01 to 100 here)",
                "a.cat:4: left out \":)\" of A: there is no word in it (patterns match words, not punctuation)",
                "a.cat:7: left out \"@NEAR [A B]\" of A: it is a rule of WordStat (write it as a pattern, such as tax <0-5> cut)",
                "a.cat:6: left out \"z\" of A: it stands in line 5 of this category with another weight, which is kept",
                "a.cat:8: left out of B: the category has no entry",
            ],
        ),
        (
            "a.csv",
            "category,pattern,stance,weight\nA,lamb,favour,\nA,ewe,,heavy\nA,ram <2-0>,,\nA,ox,,\n",
            &[
                "a.csv:2: left out \"lamb\" of A: its stance \"favour\" is none (write topic, favor or against)",
                "a.csv:3: left out \"ewe\" of A: its weight \"heavy\" is not a number",
                "a.csv:4: left out \"ram <2-0>\" of A: this is not a gap (write <0-2> for up to two words, <2> for exactly two)",
            ],
        ),
        (
            "a.txt",
            "calm\t1.9\t0.9\t[1, 2]\nstorm\t-2.5\t1\t[-2]\nno number\n",
            &[
                "a.txt:3: left out \"no number\" of Valence: the line is not a word, a tab and a number",
                "a.txt:1: changed of Valence: deviations and single ratings, from here on, have no place here",
            ],
        ),
    ] {
        let listed: Vec<String> = imported(name, text).losses.iter().map(ToString::to_string).collect();
        assert_eq!(listed, losses, "{name}");
    }
}

/// The label and pattern of every entry.
fn patterns(dictionary: &Dictionary) -> Vec<String> {
    let all = dictionary.categories.iter().flat_map(|c| c.entries.iter().map(move |e| (folder::join(&c.path), e)));
    all.map(|(label, entry)| format!("{label} {}", entry.pattern)).collect()
}

#[test]
fn tables_of_every_shape() {
    for (text, expected) in [
        ("word;category\nlamb;farm\nship;sea\n", vec!["farm \"lamb\"", "sea \"ship\""]),
        (
            "farm,lamb\nfarm,ewe\nsea,ship\nsea,dock\n",
            vec!["farm \"lamb\"", "farm \"ewe\"", "sea \"ship\"", "sea \"dock\""],
        ),
        ("farm,sea\nlamb,ship\newe,\n", vec!["farm \"lamb\"", "farm \"ewe\"", "sea \"ship\""]),
        ("lamb\newe\n", vec!["list \"lamb\"", "list \"ewe\""]),
    ] {
        let found: Vec<String> = patterns(&gathered("list.csv", text, None).0);
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn legacy_encodings() {
    let utf8 = "農業\n\tひつじ (1)\n海\n\tみなと (1)\n";
    let (shift_jis, _, _) = encoding_rs::SHIFT_JIS.encode(utf8);
    let (euc_jp, _, _) = encoding_rs::EUC_JP.encode(utf8);
    let (utf16, _, _) = (utf8.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(), (), ());
    let utf16 = [b"\xFF\xFE".to_vec(), utf16].concat();
    let latin = "ÉTÉ\n\tcafé (1)\n".to_owned();
    let (windows, _, _) = encoding_rs::WINDOWS_1252.encode(&latin);
    for (bytes, encoding, term) in [
        (shift_jis.to_vec(), "Shift_JIS", "\"ひつじ\""),
        (euc_jp.to_vec(), "EUC-JP", "\"ひつじ\""),
        (utf16, "UTF-16LE", "\"ひつじ\""),
        (windows.to_vec(), "windows-1252", "\"café\""),
    ] {
        let file = [("a.cat".to_owned(), bytes)];
        let (found, _, sources) = gather(&file, &ImportOptions::default()).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(sources[0].encoding, encoding);
        assert_eq!(found.categories[0].entries[0].pattern, term);
    }
    let named = ImportOptions { encoding: Some("iso-8859-14".to_owned()), ..ImportOptions::default() };
    let file = [("a.cat".to_owned(), b"A\n\td\xF0r (1)\n".to_vec())];
    let (welsh, ..) = gather(&file, &named).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(patterns(&welsh), ["A \"dŵr\""]);
}

#[test]
fn hostile_files_are_refused_with_a_place() {
    let deep = format!("<dictionary>{}", "<cnode name=\"x\">".repeat(100_000));
    let aliases = "a: &a [x, y]\nb: [*a, *a]\n";
    let entity =
        "<!DOCTYPE d [<!ENTITY a \"aaaa\">]><dictionary><cnode name=\"x\"><pnode name=\"&a;\"/></cnode></dictionary>";
    let nested = format!("A:\n{}", (1..200).map(|n| format!("{}A:\n", "  ".repeat(n))).collect::<String>());
    let stairs: String = (0..200).map(|n| format!("{}N{n}\n", "\t".repeat(n))).collect::<String>() + "\tX (1)\n";
    for (text, expected) in [
        (deep.as_str(), "nested too deeply"),
        (aliases, "a:2:1: this is an alias of YAML"),
        (entity, "not sound XML"),
        (&nested, "nested"),
        (&stairs, "nested more than 64 deep"),
        ("%\n1\tA\nlamb\t1\n", "a:1:1: the list of categories is never closed"),
        ("<html><body>no</body></html>", "no dictionary in a format that is known"),
        ("", "no dictionary"),
        ("X: [a, b\n", "not sound YAML"),
        ("<dictionary><cnode name=\"x\"><pnode name=\"y\"/>", "never closed"),
    ] {
        let error = import(&[file("a", text)], &ImportOptions::default()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_lexicon_of_our_own_says_what_another_format_cannot() {
    let lexicon = Lexicon::load("us-china-cyber").unwrap_or_else(|e| panic!("{e}"));
    for format in Format::ALL {
        let exported = export(&lexicon, format);
        let lossless = format == Format::Csv;
        assert_eq!(exported.losses.is_empty(), lossless, "{format:?}");
        if !exported.text.is_empty() {
            assert_eq!(sniff::sniff(&exported.text), Some(format));
        }
    }
    let csv = export(&lexicon, Format::Csv).text;
    let again = imported("cyber.csv", &csv);
    let names_a_side = |term: &&(String, String, Stance, f64, String)| {
        let all = format!("{} {}", term.1, term.4).replace("@self", "").replace("@other", "");
        all.contains('@')
    };
    let (sided, rest): (Vec<_>, Vec<_>) = terms(&lexicon).into_iter().partition(|term| names_a_side(&term));
    assert_eq!(terms(&loaded(&again)), rest);
    assert_eq!(again.losses.len(), sided.len());
}

/// What is measured on: dictionaries of others, which are not part of the project.
#[test]
fn dictionaries_of_others_load_or_say_why_and_come_back() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/eval/dictionaries");
    let Ok(entries) = std::fs::read_dir(folder) else {
        eprintln!("skipped: {folder} is not there");
        return;
    };
    let mut files = 0;
    for path in entries.filter_map(|entry| entry.ok().map(|e| e.path())) {
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or("").to_owned();
        let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
        let encoding = name.strip_prefix("iso-8859-").map(|_| name.trim_end_matches(".cat").to_owned());
        let options = ImportOptions { encoding, ..ImportOptions::default() };
        let first = import(&[(name.clone(), bytes)], &options).unwrap_or_else(|e| panic!("{e}"));
        let (dictionary, ..) = gather(&[(name.clone(), std::fs::read(&path).unwrap_or_default())], &options).unwrap();
        assert_round_trip(&dictionary, first.sources[0].format);
        files += 1;
        eprintln!(
            "{name}: {} {}, {} categories, {} entries, {} losses",
            first.sources[0].format.label(),
            first.sources[0].encoding,
            first.categories,
            first.entries,
            first.losses.len()
        );
        first.losses.iter().for_each(|loss| eprintln!("  {loss}"));
    }
    assert!(files > 20);
}

/// Entries that every format can say.
fn word() -> impl Strategy<Value = String> {
    "[a-df-z][a-z'é]{0,5}[a-z]\\*?"
}

/// Names of categories, with what formats use as signs.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-z&<>+=é][A-Za-z&<>\"'+=:#,é-]{0,5}[A-Za-z0-9>é]"
}

type Categories = Vec<(Vec<String>, Vec<(String, Option<i32>)>)>;

fn categories() -> impl Strategy<Value = Categories> {
    let entries = prop::collection::vec((word(), prop::option::of(-5..=5i32)), 1..6);
    prop::collection::vec((prop::collection::vec(name(), 1..4), entries), 1..5)
}

/// A dictionary as CSV, in the words of other programs.
fn csv_of(categories: &Categories, weighted: bool) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["category", "word", "weight"]).unwrap();
    for (path, entries) in categories {
        for (word, weight) in entries {
            let weight = weight.filter(|w| weighted && *w != 0).map_or(String::new(), |w| w.to_string());
            writer.write_record([folder::join(path), word.clone(), weight]).unwrap();
        }
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_dictionary_comes_back_from_every_format(categories in categories()) {
        for format in Format::ALL {
            let weighted = matches!(format, Format::WordStat | Format::Csv);
            // Into the format once, with its losses; from then on nothing changes any more.
            let csv = csv_of(&categories, weighted || matches!(format, Format::Vader | Format::Afinn));
            let (start, _) = gathered("start.csv", &csv, Some(Format::Csv));
            let text = written(&start, format, &mut Losses::default());
            assert_round_trip(&gathered("a", &text, Some(format)).0, format);
        }
    }

    #[test]
    fn every_entry_is_there_or_listed(categories in categories()) {
        let (first, losses) = gathered("start.csv", &csv_of(&categories, true), None);
        let rows: usize = categories.iter().map(|(_, entries)| entries.len()).sum();
        let entries: usize = first.categories.iter().map(|c| c.entries.len()).sum();
        prop_assert_eq!(entries + losses.list.len(), rows);
    }

    #[test]
    fn any_bytes_are_a_dictionary_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300), format in 0usize..11) {
        for format in [None, Some(Format::ALL[format])] {
            let options = ImportOptions { format, ..ImportOptions::default() };
            let _ = import(&[("a".to_owned(), bytes.clone())], &options);
        }
    }

    #[test]
    fn any_text_is_a_dictionary_or_an_error(text in "[%+<>/a-c01(){}\\[\\]:,;\"'\n\t =*-]{0,120}", format in 0usize..11) {
        for format in [None, Some(Format::ALL[format])] {
            let options = ImportOptions { format, ..ImportOptions::default() };
            if let Ok((found, ..)) = gather(&[file("a", &text)], &options) {
                let format = format.unwrap_or(Format::Csv);
                let text = written(&found, format, &mut Losses::default());
                let (again, _) = gathered("a", &text, Some(format));
                let text = written(&again, format, &mut Losses::default());
                prop_assert_eq!(plain(&gathered("a", &text, Some(format)).0), plain(&again));
            }
        }
    }
}
