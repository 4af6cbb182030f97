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
