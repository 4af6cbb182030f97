//! Loading a lexicon folder: what is read, and what every mistake is told.

use std::path::Path;

use demarche::lexicon::{Entry, Lexicon, LexiconError, Stance, Weight, check};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/lexicons");

/// The small dispute of the fixtures with some files written over, loaded.
fn load_with(files: &[(&str, &[u8])]) -> Result<Lexicon, LexiconError> {
    let folder = tempfile::tempdir().unwrap();
    for name in ["harbour", "en-tiny"] {
        let to = folder.path().join(name);
        std::fs::create_dir(&to).unwrap();
        for file in std::fs::read_dir(Path::new(FIXTURES).join(name)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
    for (file, bytes) in files {
        let path = match file.split_once('/') {
            Some(_) => folder.path().join(file),
            None => folder.path().join("harbour").join(file),
        };
        match bytes.is_empty() {
            true => std::fs::remove_file(path).unwrap(),
            false => std::fs::write(path, bytes).unwrap(),
        }
    }
    Lexicon::load(folder.path().join("harbour").to_str().unwrap())
}

/// The first line of each problem, without the temporary folder.
fn problems_with(file: &str, bytes: &[u8]) -> Vec<String> {
    let first_line = |problem: &demarche::lexicon::Problem| {
        let shown = problem.to_string();
        let line = shown.lines().next().unwrap();
        let start = line.find("harbour/").or_else(|| line.find("en-tiny/")).unwrap();
        line[start..].to_owned()
    };
    match load_with(&[(file, bytes)]) {
        Ok(_) => Vec::new(),
        Err(error) => error.problems().iter().map(first_line).collect(),
    }
}

#[test]
fn a_folder_with_its_pack() {
    let lexicon = load_with(&[]).unwrap();
    let dispute = &lexicon.dispute;
    assert_eq!(dispute.sides.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(), ["town", "port"]);
    assert_eq!(dispute.terms[1].weight, Weight::from_f64(2.0));
    assert_eq!((dispute.terms[1].stance, dispute.terms[1].line), (Stance::Favor, 3));
    assert_eq!(dispute.terms[0].unless, ["white noise"]);
    assert_eq!(dispute.actors[0].aliases, ["Quay", "Mayor Quay"]);
    assert_eq!(dispute.actors[1].from.unwrap().to_string(), "2014-05-01");
    assert!(dispute.actors[2].side.is_none());
    assert_eq!(dispute.scoring.negation_reach_words, 12);
    assert_eq!(lexicon.language.words["may"].0.count_ones(), 2);
    assert_eq!(lexicon.terms.entries().len(), 8);
    assert!(!lexicon.built_in && lexicon.origin.ends_with("harbour"));
}

#[test]
fn a_dispute_says_anew_what_its_pack_said() {
    let evaluations = b"pattern,valence\ngood,-1\nfine,0.4\n";
    let constants = [
        std::fs::read(Path::new(FIXTURES).join("harbour/dispute.toml")).unwrap(),
        b"[scoring]\nneutral_below = 0.2\n".to_vec(),
    ]
    .concat();
    let lexicon = load_with(&[
        ("evaluations.csv", evaluations),
        ("stems.csv", b"form,stem\nsaid,said\n"),
        ("dispute.toml", &constants),
    ])
    .unwrap();
    let valences: Vec<(&str, f64)> =
        lexicon.language.evaluations.iter().map(|e| (e.pattern.as_str(), e.valence.to_f64())).collect();
    assert_eq!(valences, [("bad", -0.5), ("good", -1.0), ("fine", 0.4)]);
    assert_eq!(lexicon.segmenter.stemmer().stem("said"), "said");
    assert_eq!((lexicon.dispute.scoring.neutral_below, lexicon.dispute.scoring.evaluation_weight), (0.2, 0.5));
}

#[test]
fn spreadsheets_may_write_what_they_write() {
    let terms = "\u{feff}stance,pattern,issue\r\ntopic,\"(noise|din)\",noise\r\n,,\r\nfavor,'=QUIET,noise\r\n";
    let lexicon = load_with(&[("terms.csv", terms.as_bytes()), ("examples.csv", b"")]).unwrap();
    assert_eq!(lexicon.dispute.terms.iter().map(|t| t.pattern.as_str()).collect::<Vec<_>>(), ["(noise|din)", "=QUIET"]);
    assert_eq!(lexicon.dispute.terms[1].line, 4);
}

#[test]
fn the_digest_depends_on_the_files_alone() {
    let digest = |files: &[(&str, &[u8])]| load_with(files).unwrap().digest;
    let plain = digest(&[]);
    assert_eq!(plain.len(), 64);
    assert_eq!(plain, digest(&[]));
    assert_eq!(plain, digest(&[("notes.txt", b"not read")]));
    assert_ne!(plain, digest(&[("terms.csv", b"issue,pattern,stance\nnoise,noise,topic\n")]));
    assert_ne!(plain, digest(&[("en-tiny/stems.csv", b"form,stem\nsaid,say\nsays,say\n")]));
}

#[test]
fn built_in_lexicons_load() {
    for name in Lexicon::builtin_names() {
        let lexicon = Lexicon::load(name).unwrap_or_else(|e| panic!("{e}"));
        assert!(lexicon.built_in && lexicon.terms.entries().iter().any(|e| matches!(e, Entry::Term(_))), "{name}");
    }
}

#[test]
fn the_examples_of_built_in_lexicons_come_out_as_written() {
    for name in Lexicon::builtin_names() {
        let lexicon = Lexicon::load(name).unwrap_or_else(|e| panic!("{e}"));
        assert!(lexicon.dispute.examples.len() >= 30, "{name} has {} examples", lexicon.dispute.examples.len());
        let failing = demarche::scoring::check_examples(&lexicon);
        assert!(failing.is_empty(), "{name}: {failing:?}");
    }
}

/// Every kind of mistake: file, content, the first line; `…` leaves the rest of the line open.
#[test]
fn mistakes_name_file_line_column_and_remedy() {
    let table: &[(&str, &[u8], &str)] = &[
        // terms.csv
        ("terms.csv", b"issue,pattern,stance,wieght\nnoise,a,topic,1\n", "harbour/terms.csv:1:22: unknown column \"wieght\" (did you mean weight? columns: issue, pattern, stance, weight, unless, note, support, old)"),
        ("terms.csv", b"issue,pattern,stance\nnoize,a,topic\n", "harbour/terms.csv:2:1: unknown issue \"noize\" (did you mean noise? write noise or jobs)"),
        ("terms.csv", b"issue,pattern,stance\nnoise,a,favour\n", "harbour/terms.csv:2:9: unknown stance \"favour\" (did you mean favor? write topic, favor or against)"),
        ("terms.csv", b"issue,pattern,stance\nnoise,,topic\n", "harbour/terms.csv:2:7: the pattern is empty (write a word, or remove the row)"),
        ("terms.csv", b"issue,pattern,stance,weight\nnoise,a,topic,\"2,5\"\n", "harbour/terms.csv:2:16: weight \"2,5\" is not a number (write 2.5)"),
        ("terms.csv", b"issue,pattern,stance,weight\nnoise,a,topic,-1\n", "harbour/terms.csv:2:15: weight \"-1\" is out of range (write one from 0.01 to 100)"),
        ("terms.csv", b"issue,pattern,stance,weight\nnoise,a,topic,inf\n", "harbour/terms.csv:2:15: weight \"inf\" is not a number (write one from 0.01 to 100)"),
        ("terms.csv", b"issue,pattern,stance\nnoise,loud-noise,topic\nnoise,Loud  noise,topic\n", "harbour/terms.csv:3:7: the pattern is in line 2 already (remove one)"),
        ("terms.csv", b"issue,pattern,stance\nnoise,loud,favor\nnoise,loud,against\n", "harbour/terms.csv:3:7: the pattern is favor in line 2 and against here (keep one; a longer pattern may say otherwise)"),
        ("terms.csv", b"issue,pattern,stance\nnoise,hack(er|ing),topic\n", "harbour/terms.csv:2:11: alternatives stand for whole words (write (hacker|hacking), not hack(er|ing))"),
        ("terms.csv", b"issue,pattern,stance\nnoise,\"\"\"loud\"\" (a|b\",topic\n", "harbour/terms.csv:2:17: this parenthesis is never closed (write (a|b))"),
        ("terms.csv", b"issue,pattern,stance\nnoise,@tow blame,topic\n", "harbour/terms.csv:2:7: @tow names no side (did you mean town? write @town, @port, @self, @other)"),
        ("terms.csv", b"issue,pattern,stance,unless\nnoise,a,topic,b c|d <0-90> e\n", "harbour/terms.csv:2:21: a gap of up to 90 words is too wide (20 at most)"),
        ("terms.csv", b"issue,pattern,stance,unless\nnoise,a,topic,b|@prot\n", "harbour/terms.csv:2:17: @prot names no side (did you mean port? write @town, @port, @self, @other)"),
        ("terms.csv", b"issue,pattern,stance\nnoise,caf\xe9,topic\n", "harbour/terms.csv:2:10: this is not UTF-8 (save the file as UTF-8: in a spreadsheet, \"CSV UTF-8\")"),
        ("terms.csv", b"", "harbour/terms.csv: the file is missing (start it with issue,pattern,stance)"),
        ("term.csv", b"issue\n", "harbour/term.csv: the file is not read (rename it to terms.csv?)"),
        // speakers.csv
        ("speakers.csv", b"side,name\ntwon,Ada\n", "harbour/speakers.csv:2:1: unknown side \"twon\" (did you mean town? write town, port or other)"),
        ("speakers.csv", b"side,name\ntown,\n", "harbour/speakers.csv:2:6: name is empty (fill the cell, or remove the row)"),
        ("speakers.csv", b"side,name,kind\ntown,Ada,persona\n", "harbour/speakers.csv:2:10: unknown kind \"persona\" (did you mean person? write person, organization, place or group)"),
        ("speakers.csv", b"side,name,from\ntown,Ada,1 May 2010\n", "harbour/speakers.csv:2:10: from \"1 May 2010\" is not a day (write 2013-06-07)"),
        ("speakers.csv", b"side,name,from,until\ntown,Ada,2012-01-01,2010-02-30\n", "harbour/speakers.csv:2:21: until \"2010-02-30\" is not a day (write 2013-06-07)"),
        ("speakers.csv", b"side,name,from,until\ntown,Ada,2012-01-01,2011-01-01\n", "harbour/speakers.csv:2:21: until 2011-01-01 is before from 2012-01-01 (swap them)"),
        ("speakers.csv", b"side,name,aliases\ntown,Ada,Quay\nport,Ben,Hull|Quay\n", "harbour/speakers.csv:3:15: Quay is a name of another side in line 2 (remove one, or date both rows with from and until)"),
        ("speakers.csv", b"side,name,aliases\ntown,Ada,Quay|Quay\n", "harbour/speakers.csv:2:15: the alias Quay is there twice (remove one)"),
        ("speakers.csv", b"side,name,aliases\ntown,Ada,Quay||Hull\n", "harbour/speakers.csv:2:15: the alias \"\" has no word (remove it and one |)"),
        // examples.csv
        ("examples.csv", b"text,issue,stance\n,noise,favor\n", "harbour/examples.csv:2:1: text is empty (fill the cell, or remove the row)"),
        ("examples.csv", b"text,issue,stance\nLoud.,,favor\n", "harbour/examples.csv:2:7: issue is empty (name it, or write the stance none)"),
        ("examples.csv", b"text,issue,stance\nLoud.,noise,pro\n", "harbour/examples.csv:2:13: unknown stance \"pro\" (write favor, against, neutral, topic or none)"),
        // The pack's files.
        ("en-tiny/evaluations.csv", b"pattern,valence\ngood,2\n", "en-tiny/evaluations.csv:2:6: valence \"2\" is out of range (write one from -1 to 1)"),
        ("en-tiny/evaluations.csv", b"pattern,valence\ngood,1\nGood,0.5\n", "en-tiny/evaluations.csv:3:1: \"Good\" is in line 2 already (remove one)"),
        ("en-tiny/evaluations.csv", b"pattern,valence\nbeat @town,1\n", "en-tiny/evaluations.csv:2:6: @town names no side (write @self, @other)"),
        ("en-tiny/modifiers.csv", b"pattern,type,factor,scope\nnot,negator,-1,forward\n", "en-tiny/modifiers.csv:2:5: unknown type \"negator\" (did you mean negation? write negation, intensifier, downtoner, hedge, contrast or irrealis)"),
        ("en-tiny/modifiers.csv", b"pattern,type,factor,scope\nnot,negation,-1,forwards\n", "en-tiny/modifiers.csv:2:17: unknown scope \"forwards\" (did you mean forward? write forward, next, backward, clause, sentence or itself)"),
        ("en-tiny/cues.csv", b"pattern,type,frames\nsay,say,that|qoute\n", "en-tiny/cues.csv:2:9: unknown frame \"qoute\" (did you mean quote? write one or several of …"),
        ("en-tiny/titles.csv", b"title,kind\nMr.,honorfic\n", "en-tiny/titles.csv:2:5: unknown kind \"honorfic\" (did you mean honorific? write honorific, office, role, rank or group)"),
        ("en-tiny/stems.csv", b"form,stem\nsaid,\n", "en-tiny/stems.csv:2:6: stem is empty (fill the cell, or remove the row)"),
        ("en-tiny/language.toml", b"schema = 1\nid = \"x\"\ntitle = \"x\"\nlanguage = \"de\"\nversion = \"1\"\n[scoring]\nneutral_below = 0.05\nevaluation_weight = 0.5\nnegation_reach_words = 12\nintensity_reach_words = 3\nquestion_factor = 0.5\n", "harbour/dispute.toml:4:12: language is en and en-tiny is for de (change one)"),
    ];
    for (file, bytes, expected) in table {
        let told = problems_with(file, bytes);
        let is_told = |told: &String| match expected.strip_suffix('…') {
            Some(start) => told.starts_with(start),
            None => told == expected,
        };
        assert!(told.len() == 1 && is_told(&told[0]), "\n told: {told:?}\nwanted: {expected:?}");
    }
}

/// Mistakes of `dispute.toml`: what is replaced, by what, and the first line of each problem.
#[test]
fn mistakes_in_the_manifest() {
    let table: &[(&str, &str, &str)] = &[
        ("schema = 1\n", "", "harbour/dispute.toml:1:1: schema is missing (write schema = 1)"),
        (
            "schema = 1",
            "schema = 2",
            "harbour/dispute.toml:1:10: this version of the folder's layout is unknown (write schema = 1, or update demarche)",
        ),
        (
            "title",
            "titel",
            "harbour/dispute.toml:3:1: unknown key titel (did you mean title? keys: schema, id, title, language, version, licence, sources, inherits, side, issue, scoring)",
        ),
        (
            "version = \"0.1.0\"",
            "version = 1",
            "harbour/dispute.toml:5:11: version is not a string (put it in double quotes)",
        ),
        (
            "version = \"0.1.0\"",
            "version = \"0.1.0",
            "harbour/dispute.toml:5:17: invalid basic string, expected `\"` (TOML: key = \"value\")",
        ),
        ("inherits = [\"en-tiny\"]", "", "harbour/dispute.toml:4:12: nothing is inherited (write inherits = [\"en\"])"),
        (
            "[\"en-tiny\"]",
            "[\"en-tyni\"]",
            "harbour/dispute.toml:7:13: there is no language pack called en-tyni (built in: en, en-news; or a folder beside this one)",
        ),
        (
            "[\"en-tiny\"]",
            "\"en-tiny\"",
            "harbour/dispute.toml:7:12: inherits is not a list of strings (write [\"…\", \"…\"])",
        ),
        (
            "id = \"town\"",
            "id = \"Town\"",
            "harbour/dispute.toml:10:6: side id \"Town\" is no name for a column (write small letters, digits and _, such as \"us\")",
        ),
        (
            "id = \"town\"",
            "id = \"reading\"",
            "harbour/dispute.toml:10:6: side id \"reading\" would be mistaken for the column reading (choose another)",
        ),
        ("id = \"town\"", "id = \"port\"", "harbour/dispute.toml:15:6: side port is there twice (remove one)"),
        (
            "short = \"Town\"",
            "shrt = \"Town\"",
            "harbour/dispute.toml:12:1: unknown key shrt in side (did you mean short? keys: id, label, short)",
        ),
        ("label = \"Noise\"\n", "", "harbour/dispute.toml:19:1: label is missing in this issue (write label = \"…\")"),
        (
            "evaluation = \"favor\"",
            "evaluation = \"favour\"",
            "harbour/dispute.toml:29:14: unknown evaluation \"favour\" (did you mean favor? write favor, against or none)",
        ),
        ("id = \"jobs\"", "id = \"noise\"", "harbour/dispute.toml:26:6: issue noise is there twice (remove one)"),
        ("label = \"Jobs\"", "label = \"  \"", "harbour/dispute.toml:27:9: label is empty (write label = \"…\")"),
        (
            "[[issue]]\nid = \"jobs\"",
            "[scoring]\nneutral_below = -1\n[[issue]]\nid = \"jobs\"",
            "harbour/dispute.toml:26:17: neutral_below is not a number (write one from 0 to 10)",
        ),
    ];
    let manifest = std::fs::read_to_string(Path::new(FIXTURES).join("harbour/dispute.toml")).unwrap();
    for (from, to, expected) in table {
        let changed = manifest.replacen(from, to, 1);
        assert_ne!(changed, manifest, "{from}");
        let problems = problems_with("dispute.toml", changed.as_bytes());
        assert_eq!(problems.first().map(String::as_str), Some(*expected), "{from} -> {to}");
    }
}

#[test]
fn one_side_is_no_dispute() {
    let manifest = "schema = 1\nid = \"x\"\ntitle = \"x\"\nlanguage = \"en\"\nversion = \"1\"\ninherits = [\"en-tiny\"]\n[[side]]\nid = \"town\"\nlabel = \"Town\"\n[[issue]]\nid = \"noise\"\nlabel = \"Noise\"\nproposition = \"It is loud\"\nevaluation = \"none\"\n";
    let problems = problems_with("dispute.toml", manifest.as_bytes());
    assert_eq!(
        problems[0],
        "harbour/dispute.toml:7:1: a dispute needs two sides and has 1 (write [[side]] with id, label and short)"
    );
}

#[test]
fn all_mistakes_are_told_together_with_their_lines() {
    let error =
        load_with(&[("terms.csv", b"issue,pattern,stance\nnoize,a,topic\nnoise,\"<0-1> b\",topic\n")]).err().unwrap();
    let shown = error.to_string();
    let shown: Vec<&str> = shown.lines().map(|l| l.rsplit_once("harbour/").map_or(l, |(_, rest)| rest)).collect();
    assert_eq!(
        shown,
        [
            "terms.csv:2:1: unknown issue \"noize\" (did you mean noise? write noise or jobs)",
            "  2 | noize,a,topic",
            "    | ^^^^^",
            "terms.csv:3:8: a gap or a comma stands between two words (remove it here)",
            "  3 | noise,\"<0-1> b\",topic",
            "    |        ^^^^^",
        ]
    );
}

/// What `check` finds in the small dispute with other terms, without the folder.
fn findings(terms: &str) -> Vec<String> {
    let lexicon =
        load_with(&[("terms.csv", format!("issue,pattern,stance,weight,unless\n{terms}").as_bytes())]).unwrap();
    let shown = |f: &demarche::lexicon::Finding| f.to_string().rsplit_once("harbour/").unwrap().1.to_owned();
    check(&lexicon)
        .iter()
        .map(shown)
        .filter(|f| f.starts_with("terms.csv:") && !f.contains("one-sided") && !f.contains("no-terms"))
        .collect()
}

#[test]
fn terms_that_never_score_are_found() {
    let table: &[(&str, &[&str])] = &[
        ("noise,theft,topic,,identity theft\n", &[]),
        (
            "noise,identity theft,topic,,identity theft\n",
            &["terms.csv:2: dead: \"identity theft\" never matches, for its unless always does (change one)"],
        ),
        ("noise,stop the (theft|thieves),topic,,theft|thieve*\n", &[]),
        (
            "noise,\"stop the (\"\"theft\"\"|\"\"thefts\"\")\",topic,,theft\n",
            &[
                "terms.csv:2: dead: \"stop the (\"theft\"|\"thefts\")\" never matches, for its unless always does (change one)",
            ],
        ),
        (
            "noise,hack,topic,,\nnoise,hacking,topic,,\n",
            &["terms.csv:3: duplicate: \"hacking\" matches the same as \"hack\" in line 2 (remove one)"],
        ),
        (
            "noise,hack,favor,,\nnoise,hacking,against,,\n",
            &[
                "terms.csv:3: contradictory: \"hacking\" never scores, for \"hack\" in line 2 takes its words and says the opposite (keep one, or put this one first)",
            ],
        ),
        ("noise,\"\"\"hacking\"\"\",against,,\nnoise,hack,favor,,\n", &[]),
        (
            "noise,hack,favor,,\nnoise,\"\"\"hacking\"\"\",favor,2,\n",
            &[
                "terms.csv:3: shadowed: \"\"hacking\"\" never counts, for \"hack\" in line 2 matches wherever it does (remove it)",
            ],
        ),
        ("noise,(hurt|harm) <0-3> interest,favor,,\nnoise,harm the interests,favor,,\n", &[]),
        ("noise,(hurt|harm) <0-3> interest,favor,,\nnoise,harm <1-2> interests,favor,,\n", &[]),
        (
            "noise,(hurt|harm) <0-3> interest,favor,,\nnoise,harm <0-2> interests,favor,,\n",
            &[
                "terms.csv:3: shadowed: \"harm <0-2> interests\" never counts, for \"(hurt|harm) <0-3> interest\" in line 2 matches wherever it does (remove it)",
            ],
        ),
        ("noise,harm interest,topic,,\nnoise,harm interest now,favor,,\n", &[]),
        (
            "noise,loud music,topic,,\nnoise,* music,favor,,\n",
            &[
                "terms.csv:2: shadowed: \"loud music\" never counts, for \"* music\" in line 3 matches wherever it does (remove it)",
            ],
        ),
        ("noise,loud,favor,,very loud\nnoise,louder,favor,,\n", &[]),
        ("noise,loud,topic,,\njobs,loud,favor,,\n", &[]),
        (
            "noise,a*,topic,,\n",
            &["terms.csv:2: greedy: \"a*\" fits too many words (write 3 letters or more, or list the words)"],
        ),
        (
            "noise,experiment,topic,,\njobs,experience,topic,,\n",
            &[
                "terms.csv:2: stem-collision: \"experiment\" also catches experience, of the same stem (quote the word for this form only, or part the stems in stems.csv)",
            ],
        ),
    ];
    for (terms, expected) in table {
        assert_eq!(findings(terms), *expected, "{terms}");
    }
}

#[test]
fn an_issue_on_one_leg_is_found() {
    let terms = b"issue,pattern,stance\nnoise,a,favor\nnoise,b,favor\n";
    let lexicon =
        load_with(&[("terms.csv", terms), ("speakers.csv", b"side,name,aliases\ntown,Ada,Quay\ntown,Ben,Quay\n")])
            .unwrap();
    let found: Vec<String> =
        check(&lexicon).iter().map(|f| f.to_string().rsplit_once("harbour/").unwrap().1.to_owned()).collect();
    assert_eq!(
        found,
        [
            "examples.csv: no-example: issue noise has no example that looks like it and is none (add one)",
            "speakers.csv: no-speaker: side port has no speaker (add rows, or bring sides with a column of your data)",
            "speakers.csv:3: ambiguous-name: \"Quay\" means Ben here and Ada in line 2 (remove one, or date both rows with from and until)",
            "terms.csv: no-terms: issue jobs has no term (add rows, or remove the issue)",
            "terms.csv: one-sided: issue noise has 2 terms of one stance and 0 against (write what the other side would say)",
        ]
    );
}

/// What `check` finds of one kind in the small dispute with other files.
fn found(lint: &str, files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let shown = |f: &demarche::lexicon::Finding| f.to_string().rsplit_once("harbour/").unwrap().1.to_owned();
    let mark = format!(": {lint}: ");
    check(&load_with(&files).unwrap()).iter().map(shown).filter(|f| f.contains(&mark)).collect()
}

#[test]
fn a_stand_without_a_proposition_is_found() {
    let manifest = std::fs::read_to_string(Path::new(FIXTURES).join("harbour/dispute.toml")).unwrap();
    assert_eq!(found("no-proposition", &[("dispute.toml", &manifest)]), [""; 0]);
    let without = manifest.replace("proposition = \"The noise of the harbour must be reduced\"\n", "");
    assert_eq!(
        found("no-proposition", &[("dispute.toml", &without)]),
        [
            "dispute.toml: no-proposition: issue noise has 2 terms that take a stand and no proposition to take it on (write proposition = \"…\")"
        ]
    );
}

#[test]
fn a_dispute_that_leans_to_one_side_is_found() {
    let rows = |issue: &str, stance: &str, n: usize| -> String {
        (0..n)
            .map(|i| {
                format!("{issue},{issue} {stance} {},{stance}\n", ["one", "two", "three", "four", "five", "six"][i])
            })
            .collect()
    };
    let terms = |against: usize| {
        let all = [
            rows("noise", "favor", 4),
            rows("jobs", "favor", 5),
            rows("noise", "against", 1),
            rows("jobs", "against", against),
        ];
        format!("issue,pattern,stance\n{}", all.concat())
    };
    assert_eq!(found("one-sided", &[("terms.csv", &terms(4))]), [""; 0]);
    assert_eq!(
        found("one-sided", &[("terms.csv", &terms(2))]),
        [
            "terms.csv: one-sided: the dispute has 9 terms in favor and 3 against, over all issues (write the missing ones, or turn a proposition round)"
        ]
    );
    let speakers = "side,name,aliases\ntown,Ada Quay,Ada|Quay|Mayor Quay|Mrs Quay|the Quay|Miss Quay|A. Quay\nport,Ben Hull,Hull\n";
    assert_eq!(
        found("one-sided", &[("speakers.csv", speakers)]),
        [
            "speakers.csv: one-sided: sides are not known by equally many names: town by 8, port by 2 (add the speakers and aliases of the lesser known)"
        ]
    );
}

#[test]
fn patterns_are_tried_on_more_words_than_their_own() {
    let greedy = found("greedy", &[("terms.csv", "issue,pattern,stance\nnoise,con*,topic\nnoise,clamour*,topic\n")]);
    assert!(greedy.len() == 1 && greedy[0].starts_with("terms.csv:2: greedy: \"con*\" fits "), "{greedy:?}");
    let stems = found("stem-collision", &[("terms.csv", "issue,pattern,stance\nnoise,experiment,topic\n")]);
    assert!(stems.len() == 1 && stems[0].contains("experience"), "{stems:?}");
}

#[test]
fn built_in_lexicons_have_no_mistake() {
    for name in Lexicon::builtin_names() {
        let mistakes: Vec<_> =
            check(&Lexicon::load(name).unwrap()).into_iter().filter(|f| f.lint.is_mistake()).collect();
        assert!(mistakes.is_empty(), "{mistakes:#?}");
    }
}

/// Prints how long it takes: `cargo test --release --test lexicon fifty -- --nocapture`.
#[test]
fn fifty_thousand_entries_load() {
    let syllables = ["ba", "de", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu"];
    let word = |n: usize| (0..5).map(|place| syllables[n / 10usize.pow(place) % 10]).collect::<String>();
    let mut terms = String::from("issue,pattern,stance,unless\n");
    for i in 0..50_000 {
        let (one, two) = (word(i), word(i * 7 + 3));
        let pattern = match i % 10 {
            0 => format!("{one}*"),
            1 => format!("{one} <0-2> {two}"),
            2 => format!("({one}|{two}) {two}"),
            3 => format!("\"\"\"{one}\"\"\""),
            4 | 5 => format!("{one}-{two}"),
            _ => one,
        };
        let unless = if i % 20 == 0 { two } else { String::new() };
        terms += &format!("noise,{pattern},topic,{unless}\n");
    }
    let start = std::time::Instant::now();
    let lexicon = load_with(&[("terms.csv", terms.as_bytes()), ("examples.csv", b"")]).unwrap();
    eprintln!("{} entries loaded in {:?}", lexicon.terms.entries().len(), start.elapsed());
    assert_eq!(lexicon.dispute.terms.len(), 50_000);
}
