//! Whole texts and the speakers that are read in them.

use crate::attribution::fixture::{document, lines, lines_of};

#[test]
fn pronouns_titles_and_surnames_mean_one_person() {
    let found = lines(
        "Cui Tiankai met Secretary of State John Kerry in Beijing.\n\n\
         In comments on Tuesday, Kerry stressed that the talks must go on. But he also pledged to wait.\n\n\
         The ambassador said he was glad. “We will see,” Cui added.",
    );
    let speakers: Vec<&str> = found.iter().filter_map(|l| l.split(" | ").nth(1)).collect();
    assert_eq!(
        speakers,
        ["John Kerry (us)", "John Kerry (us)", "Cui Tiankai (china)", "Cui Tiankai (china)"],
        "{found:#?}"
    );
}

#[test]
fn a_pronoun_follows_its_gender() {
    let found = lines("Hillary Clinton met Yang Jiechi and John Kerry in Washington. She said the talks were good.");
    assert_eq!(found, ["said-clause | Hillary Clinton (us) | the talks were good"]);
}

#[test]
fn places_bodies_and_groups_speak_for_their_side() {
    for (text, speaker) in [
        ("Beijing said that it was a victim.", "China (china)"),
        ("The White House said that it was a victim.", "White House (us)"),
        ("Chinese officials said that they were victims.", "Chinese officials (china)"),
        ("Officials said that they were victims.", "Officials"),
        ("Ann Lee, a baker in Leeds, said that she was a victim.", "Ann Lee"),
    ] {
        let found = lines(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].split(" | ").nth(1), Some(speaker), "{text}");
    }
}

#[test]
fn an_office_means_its_holder_on_the_date_of_the_document() {
    let text = "The Secretary of State said that the talks were good.";
    for (date, speaker) in [("2014-11-04", "John Kerry (us)"), ("2010-02-01", "Hillary Clinton (us)")] {
        let mut document = document(text);
        document.date = date.parse().ok();
        let found = lines_of(&document);
        assert_eq!(found[0].split(" | ").nth(1), Some(speaker), "{date}");
    }
    let found = lines(text);
    assert_eq!(
        found[0].split(" | ").nth(1),
        Some("Secretary of State (us)"),
        "the office, when nobody holds it for sure"
    );
}

fn speakers(text: &str) -> Vec<String> {
    lines(text).iter().filter_map(|l| l.split(" | ").nth(1)).map(str::to_owned).collect()
}

#[test]
fn a_person_speaks_for_the_side_that_describes_him() {
    for (text, speaker) in [
        ("Mo Lanting, the head of the Chinese delegation, said the talks were good.", "Mo Lanting (china)"),
        ("Evan Marrow, the American coordinator for cyber talks, said the talks were good.", "Evan Marrow (us)"),
        ("U.S. Trade Envoy Dana Holt said the talks were good.", "Dana Holt (us)"),
        ("Chinese Foreign Ministry spokeswoman Lu Wanyi said the talks were good.", "Lu Wanyi (china)"),
        ("An American port official, Ruth Kessler, said the talks were good.", "Ruth Kessler (us)"),
        ("Mo Lanting, who led the Chinese delegation, said the talks were good.", "Mo Lanting (china)"),
        ("Dana Holt, the deputy assistant secretary of commerce, said the talks were good.", "Dana Holt (us)"),
        (
            "China's Commerce Ministry met the press. Mo Lanting, a spokeswoman for the ministry, said the talks were good.",
            "Mo Lanting (china)",
        ),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn a_nationality_alone_speaks_for_nobody() {
    for text in [
        "Chinese dissident Mo Lanting said the talks were good.",
        "American journalist Dana Holt said the talks were good.",
        "Dana Holt, a scholar of the Chinese military, said the talks were good.",
        "Dana Holt, a former American ambassador, said the talks were good.",
        "Mo Lanting, the head of a Chinese company, said the talks were good.",
        "Dana Holt, who speaks for a trade association, said the talks were good.",
        "Dana Holt, the president of an American bank, said the talks were good.",
    ] {
        let found = speakers(text);
        assert_eq!(found.len(), 1, "{text}");
        assert!(!found[0].contains('('), "{text} {found:?}");
    }
}

#[test]
fn nouns_mean_the_person_or_body_of_the_document_that_fits() {
    let found = speakers(
        "Mo Lanting, the head of the Chinese delegation, met Dana Holt in Leeds.\n\n\
         The Chinese envoy said the talks were good.\n\n\
         The Chinese Embassy thanked Washington in a letter. The talks were good, the embassy said.\n\n\
         A State Department official said that the talks were bad. The official said that he was sorry.",
    );
    assert!(found.contains(&"Mo Lanting (china)".to_owned()), "{found:?}");
    assert!(found.contains(&"Chinese embassy in Washington (china)".to_owned()), "{found:?}");
    assert_eq!(found.iter().filter(|s| *s == "State Department official (us)").count(), 2, "{found:?}");
    assert!(!found.iter().any(|s| s.starts_with("United States")), "{found:?}");
}

#[test]
fn two_who_speak_together_are_named_both() {
    assert_eq!(speakers("Kerry and Cui said that the talks were good."), ["John Kerry and Cui Tiankai"]);
    assert_eq!(speakers("Kerry and Obama said that the talks were good."), ["John Kerry and Barack Obama (us)"]);
    assert_eq!(
        speakers("Chinese and American officials said that the talks were good."),
        ["Chinese officials and American officials"]
    );
}

#[test]
fn a_deputy_is_not_the_officer_he_serves_under() {
    let found = speakers("Assistant Attorney General Laura Brandvold said that the case was strong.");
    assert_eq!(found, ["Laura Brandvold (us)"]);
}

#[test]
fn an_addressee_is_no_source() {
    let found =
        lines("Evan Marrow, the American coordinator for cyber talks, told reporters that his office “will wait.”");
    assert_eq!(found, ["said-that | Evan Marrow (us) | that his office “will wait.”"]);
}

#[test]
fn a_name_takes_the_gender_of_the_pronouns_around_it() {
    let found = speakers(
        "Zhuo Lan came to Leeds because she had been invited. Zhuo Lan read her letter to the council.\n\n\
         Peter Hall listened to Zhuo Lan. She said that the talks were good.",
    );
    assert_eq!(found, ["Zhuo Lan"]);
}

#[test]
fn a_nominal_is_held_by_whom_the_text_describes_so_and_by_nobody_else() {
    let two = "Ohio Gov. Ann Lee met Sen. Rob Hall (R-Tex.) on Monday. ";
    for (sentence, speaker) in [
        ("The Texas senator said that the talks were good.", "Rob Hall"),
        ("The Ohio governor said that the talks were good.", "Ann Lee"),
        ("The Maine senator said that the talks were good.", "Maine senator"),
        ("The welder said that the talks were good.", "welder"),
        ("The bank said that the talks were good.", "bank"),
    ] {
        assert_eq!(speakers(&format!("{two}{sentence}")), [speaker], "{sentence}");
    }
    let found = speakers("Ann Lee met a judge in Leeds. The judge said that the talks were good.");
    assert_eq!(found, ["judge"], "whom an article introduces without a name keeps the noun");
    let found = speakers("Ann Lee is the mayor of Leeds. Rob Hall met her. The mayor said that the talks were good.");
    assert_eq!(found, ["Ann Lee"]);
}

#[test]
fn an_apposition_names_a_person_and_a_parenthesis_does_not() {
    for (text, speaker) in [
        ("Another author, Ann Lee, said that the talks were good.", "Ann Lee"),
        ("The chairwoman, Ann Lee of Leeds, said that the talks were good.", "Ann Lee"),
        ("They spent more on Ann Lee, the reports said.", "reports"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn who_means_the_person_before_it() {
    for (text, speaker) in [
        ("It was a gift for Ann Lee, who said that the talks were good.", "Ann Lee"),
        ("It drew the anger of lawmakers who said that the talks were bad.", "lawmakers"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn a_body_is_called_by_its_noun_and_a_report_speaks_for_all_who_issued_it() {
    let found = speakers("Rosetta Guild, a teachers union, met in Leeds. The union said that the talks were good.");
    assert_eq!(found, ["Rosetta Guild"]);
    let found = speakers(
        "A report by the Leeds Institute and the Rosetta Foundation came out. The report said that the talks were good.",
    );
    assert_eq!(found, ["Leeds Institute and Rosetta Foundation"]);
}

#[test]
fn a_body_may_be_called_by_some_of_its_words_and_another_noun() {
    let named = "The House Budget and Harbour Committee met. The Guild of Leeds Bakers met. ";
    for (sentence, speaker) in [
        ("A House panel said that the talks were good.", "House Budget and Harbour Committee"),
        ("A union representing Leeds bakers said that the talks were good.", "Guild of Leeds Bakers"),
        ("A panel said that the talks were good.", "panel"),
    ] {
        assert_eq!(speakers(&format!("{named}{sentence}")), [speaker], "{sentence}");
    }
}

#[test]
fn a_lawyer_is_somebody_s_attorney_and_nobody_else_s() {
    let named = "Ann Lee, an attorney for Rob Orde, met Ruth Hall, a state attorney. ";
    for (sentence, speaker) in [
        ("Orde's lawyer said that the talks were good.", "Ann Lee"),
        ("Pryce's lawyer said that the talks were good.", "Pryce's lawyer"),
    ] {
        assert_eq!(speakers(&format!("{named}{sentence}")), [speaker], "{sentence}");
    }
}

#[test]
fn a_document_may_be_called_otherwise_and_speaks_for_who_issued_it() {
    for (text, speaker) in [
        ("The Rosetta Guild has published a new study. The report said that the talks were good.", "Rosetta Guild"),
        (
            "Ann Lee spoke in Leeds. The Rosetta Guild ran a story. The piece said that the talks were good.",
            "Rosetta Guild",
        ),
        (
            "The talks were good, a study says. The authors of the report, which include the Rosetta Guild, met. The study said that it was late.",
            "Rosetta Guild",
        ),
        (
            "The Rosetta Guild published a study. Ann Lee read another report. The report said that the talks were good.",
            "report",
        ),
        ("The talks were good, according to a speech Mr. Orde delivered in Leeds.", "Orde"),
        (
            "The Rosetta Guild and the Leeds Board published a study. The report said that the talks were good.",
            "Rosetta Guild and Leeds Board",
        ),
        (
            "A study by the Rosetta Guild and Citizens for Fair Taxes came out. The report said that the talks were good.",
            "Rosetta Guild and Citizens for Fair Taxes",
        ),
        // Two documents that seem to have issued each other.
        ("The report published the study. The study said that the talks were good.", "study"),
        ("The report sent the study, and the study published the report. The study said that it was late.", "study"),
        ("A report by the U.S. Harbour Guild came out. The report said that the talks were good.", "Harbour Guild"),
    ] {
        assert_eq!(speakers(text).last().map(String::as_str), Some(speaker), "{text}");
    }
}

#[test]
fn names_hold_particles_and_conjunctions_and_no_headings() {
    for (text, speaker) in [
        ("Ilse van der Berg met the press. Van der Berg said that the talks were good.", "Ilse van der Berg"),
        ("It was Ilse van der Berg who said that the talks were good.", "Ilse van der Berg"),
        (
            "It met in Leeds. The Harbour and Exchange Commission said that the talks were good.",
            "Harbour and Exchange Commission",
        ),
        (
            "Rob Orde wrote a book.\n\nTHE LAST RESORT Back when he wrote it, he said that the talks were good.",
            "Rob Orde",
        ),
    ] {
        assert_eq!(speakers(text).last().map(String::as_str), Some(speaker), "{text}");
    }
}

#[test]
fn a_quotation_that_goes_on_is_its_speaker_s_and_a_little_less_sure() {
    let text = "Cui claimed China “did not walk away,” on these issues. “They need to restore confidence.”";
    let found = crate::attribution::fixture::read(&crate::attribution::fixture::document(text));
    let speakers: Vec<_> = found.statements.iter().filter_map(|s| s.speaker.as_ref()).collect();
    let on = speakers.iter().position(|s| s.resolution == "continuation").expect("the second quotation goes on");
    assert_eq!(speakers[on].name, "Cui Tiankai");
    assert!((speakers[on].confidence - speakers[on - 1].confidence * 0.9).abs() < 1e-12);
}

#[test]
fn supporters_speak_for_the_side_they_support() {
    for text in [
        "Ann Lee, a Kerry supporter, said the talks were good.",
        "Ann Lee, who has endorsed Kerry, said the talks were good.",
        "Ann Lee has openly backed Secretary Kerry. Lee said the talks were good.",
        "Kerry and Ann Lee said the talks were good.",
    ] {
        let found = speakers(text);
        assert!(found.last().is_some_and(|s| s.ends_with("(us)")), "{text} {found:?}");
        let mirrored = speakers(&text.replace("Secretary Kerry", "Cui").replace("Kerry", "Cui"));
        assert!(mirrored.last().is_some_and(|s| s.ends_with("(china)")), "{text} {mirrored:?}");
    }
    for text in [
        "Ann Lee, a Kerry critic, said the talks were good.",
        "Ann Lee, a former Kerry supporter, said the talks were good.",
        "Ann Lee, who has not endorsed Kerry, said the talks were good.",
        "Ann Lee, who hasn't endorsed Kerry, said the talks were good.",
        "Ann Lee, who backed Kerry's rival, said the talks were good.",
        "Ann Lee, a Kerry University student, said the talks were good.",
        "Cui and Kerry said the talks were good.",
    ] {
        let found = speakers(text);
        assert!(!found.iter().any(|s| s.contains('(')), "{text} {found:?}");
    }
}

#[test]
fn a_bare_name_is_not_short_for_a_name_that_begins_with_it() {
    let found = speakers("The Kerry Train stopped in Leeds. Kerry said the talks were good.");
    assert_eq!(found, ["John Kerry (us)"]);
    let found = speakers("Senators Ann Lee and Rob Hall met. Lee said the talks were good.");
    assert_eq!(found, ["Ann Lee"]);
}

#[test]
fn a_statement_without_a_source_is_its_sentence_s_subject_s_when_the_grammar_says_so() {
    let implied = |text: &str, cue: &str| crate::attribution::fixture::implied(text, cue);
    for (text, cue, speaker) in [
        ("Ann Lee left the hall, promising to wait.", "promising", Some("Ann Lee")),
        ("Ann Lee met Rob Hall and called it a mistake.", "called", Some("Ann Lee")),
        ("Promising to wait, Ann Lee left the hall.", "Promising", Some("Ann Lee")),
        ("Ann Lee left the hall. Her promise to wait was kept.", "promise", Some("Ann Lee")),
        ("Ann Lee left the hall. Her bitter remark about it was heard.", "remark", Some("Ann Lee")),
        ("It rained. Ann Lee, who lives in Leeds, had promised to wait.", "had promised", Some("Ann Lee")),
        ("It rained. Ann Lee promised to wait.", "Ann Lee promised", Some("Ann Lee")),
        ("It rained. Ann Lee seemed to wait.", "seemed", None),
        ("It rained. Ann Lee was expected to wait.", "was expected", None),
        ("He told Ann Lee when asked.", "when asked", None),
        ("Ann Lee met Rob Hall, who is expected to wait.", "expected", None),
        ("The hall was full. Rain is expected to fall.", "expected", None),
    ] {
        assert_eq!(implied(text, cue).as_deref(), speaker, "{text}");
    }
}

#[test]
fn a_surname_behind_a_full_stop_is_a_name() {
    for (text, speaker) in [
        ("Professor Paul R. Orde met the press. Mr. Orde said that the talks were good.", "Paul R. Orde"),
        ("William A. Orde met the press. Mr. Orde said that the talks were good.", "William A. Orde"),
        ("It met in Leeds. Later the S.E.C. said that the talks were good.", "S.E.C"),
        ("Rosetta CEO Ann Lee said that the talks were good.", "Ann Lee"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn a_document_speaks_for_its_owner() {
    for (text, speaker) in [
        ("Ann Lee met the press. Lee's memoir said that the talks were good.", "Ann Lee"),
        ("Ann Lee met the press. Her letter said that the talks were good.", "Ann Lee"),
        ("Ann Lee met the press. The letter said that the talks were good.", "letter"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn a_pronoun_means_nobody_who_stands_beside_it() {
    for (text, speaker) in [
        ("Rob Hall asked Peter Lee about it. “It went well,” he told Hall.", "Peter Lee"),
        ("Peter Hall spoke in Leeds. Rob Lee was wrong, he said.", "Peter Hall"),
        (
            "Ann Lee, the mayor of Leeds, met Ruth Hall. Hall met Ruth Orde. The mayor was late. She said that the talks were good.",
            "Ann Lee",
        ),
    ] {
        assert_eq!(speakers(text).last().map(String::as_str), Some(speaker), "{text}");
    }
}

#[test]
fn origins_and_parties_are_no_people() {
    for (text, speaker) in [
        ("It was Professor Ann Lee of Maine who said that the talks were good.", "Ann Lee"),
        ("Sen. Ann Lee, R-Ill., who met the press, said that the talks were good.", "Ann Lee"),
        ("It rained in Upper Orde. The welder said that the talks were good.", "welder"),
        (
            "The talks were good, according to leaders of the Leeds Council and the Rosetta Council.",
            "leaders of the Leeds Council and the Rosetta Council",
        ),
        ("Former governor and presidential candidate Ann Lee said that the talks were good.", "Ann Lee"),
    ] {
        assert_eq!(speakers(text), [speaker], "{text}");
    }
}

#[test]
fn what_belongs_to_a_name_stands_before_its_apposition() {
    for text in [
        "Ann Lee (D), a Kerry supporter, said the talks were good.",
        "Ann Lee of Leeds, a Kerry supporter, said the talks were good.",
        "Ann Lee, 67, a Kerry supporter, said the talks were good.",
        "Ann Lee, R-Ohio, who supports Kerry but no party, said the talks were good.",
        "The Kerry team said the talks were good.",
        "Ann Lee, a spokeswoman for Mr. Kerry, said the talks were good.",
        "Ann Lee, an outside adviser to Mr. Kerry, said the talks were good.",
        "Ann Lee, who runs Kerry's outreach effort in Leeds, said the talks were good.",
        "Ann Kerry, the ambassador's daughter, said the talks were good.",
    ] {
        let found = speakers(text);
        assert!(!found.is_empty() && found.iter().all(|s| s.ends_with("(us)")), "{text} {found:?}");
        let mirrored = speakers(&text.replace("Kerry", "Cui"));
        assert!(!mirrored.is_empty() && mirrored.iter().all(|s| s.ends_with("(china)")), "{text} {mirrored:?}");
    }
    for text in [
        "Ann Lee, who runs Kerry's former company, said the talks were good.",
        "Ann Lee, who worked for Kerry for three years, said the talks were good.",
        "Ann Lee, a spokeswoman for an anti-Kerry group, said the talks were good.",
        "Ann Lee, an adviser to the Orde campaign, said the talks were good.",
        "Ann Kerry, a baker in Leeds, said the talks were good.",
        "Ann Kerry, the ambassador's former wife, said the talks were good.",
    ] {
        let found = speakers(text);
        assert!(!found.iter().any(|s| s.contains('(')), "{text} {found:?}");
    }
}
