//! What is learned is a lexicon: the folder that is written says what the model says.

use demarche::lexicon::Lexicon;
use demarche::tune::{Class, Gold, GoldColumns, LearnSettings, Scale, Subject, evaluate, learn, learn_modifiers};

fn gold(scale: Scale, table: &str) -> Gold {
    let known = |issue: &str| issue == "trust";
    Gold::read("labels.csv", table, scale, &GoldColumns::default(), known).unwrap_or_else(|e| panic!("{e}"))
}

/// A corpus of two words that no lexicon has, one good and one bad, each in many texts.
fn portrayals() -> String {
    let mut table = String::from("text,target,label,group\n");
    for i in 0..12 {
        table.push_str(&format!("Lund zorbled the harbour in week {i}.,Lund,positive,g{i}\n"));
        table.push_str(&format!("Lund frimpled the harbour in week {i}.,Lund,negative,g{i}\n"));
        table.push_str(&format!("Lund walked to the harbour in week {i}.,Lund,neutral,g{i}\n"));
    }
    table
}

#[test]
fn the_written_folder_says_what_was_learned() {
    let gold = gold(Scale::Portrayal, &portrayals());
    let settings = LearnSettings { replicates: 20, penalty: Some(3.0), ..LearnSettings::default() };
    let learned = learn("us-china-cyber", &gold, settings).unwrap();
    let found = learned.cross_validated.iter().find(|f| f.measure == "macro_f1").unwrap();
    assert!(found.value.unwrap() > 0.9, "{found:?}");

    let folder = tempfile::tempdir().unwrap();
    for file in &learned.files {
        std::fs::write(folder.path().join(&file.name), &file.contents).unwrap();
    }
    let lexicon = Lexicon::load(folder.path().to_str().unwrap()).unwrap_or_else(|e| panic!("{e}"));
    let again: Vec<Option<Class>> = evaluate(&lexicon, &gold, 1, 20).predictions.into_iter().map(|p| p.class).collect();
    assert_eq!(again, learned.fitted);
    let entry = |pattern: &str| lexicon.language.evaluations.iter().find(|e| e.pattern == pattern);
    assert!(entry("zorbled").unwrap().agent.0 > 0 && entry("frimpled").unwrap().agent.0 < 0);
    assert!(entry("lund").is_none(), "a name is no entry");
}

#[test]
fn the_same_labels_give_the_same_folder() {
    let gold = gold(Scale::Portrayal, &portrayals());
    let settings = LearnSettings { replicates: 0, penalty: Some(3.0), ..LearnSettings::default() };
    let files = || learn("us-china-cyber", &gold, settings).unwrap().files;
    assert_eq!(files(), files());
}

#[test]
fn a_proposition_against_its_target_turns_the_label() {
    let table = "text,issue,proposition,target,stance\n\
                 Dams ruin villages,dams,This house would ban dams,dams,favor\n\
                 Dams protect villages,dams,This house would ban dams,dams,against\n\
                 Dams protect villages,more,This house would build dams,dams,favor\n";
    let gold = gold(Scale::Stance, table);
    assert!(matches!(gold.rows[0].subject, Subject::Claim { .. }));
    let lexicon = Lexicon::load("us-china-cyber").unwrap();
    let found = evaluate(&lexicon, &gold, 1, 20);
    assert_eq!(found.counts.accuracy(), Some(1.0), "{:?}", found.predictions);
}

#[test]
fn a_doer_and_the_one_it_is_done_to_are_told_apart() {
    let table = "text,target,label\n\
                 Critics accused Lund of fraud.,Lund,negative\n\
                 Lund was accused of fraud by critics.,Lund,negative\n\
                 Voters praised Lund.,Lund,positive\n\
                 Lund told the council on Monday that the plan was a disgrace.,Lund,neutral\n";
    let found = evaluate(&Lexicon::load("us-china-cyber").unwrap(), &gold(Scale::Portrayal, table), 1, 20);
    assert_eq!(found.counts.accuracy(), Some(1.0), "{:?}", found.predictions);
}

#[test]
fn the_shipped_weights_are_inherited_after_the_language() {
    let folder = tempfile::tempdir().unwrap();
    let files = Lexicon::files("us-china-cyber").unwrap();
    for (name, bytes) in files {
        let text = String::from_utf8(bytes).unwrap().replace("[\"en\"]", "[\"en\", \"en-news\"]");
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let lexicon = Lexicon::load(folder.path().to_str().unwrap()).unwrap_or_else(|e| panic!("{e}"));
    let table = "text,target,label\nCritics accused Lund of fraud.,Lund,negative\nVoters praised Lund.,Lund,positive\n\
                 \"The meeting was scheduled, Lund told reporters in an email.\",Lund,neutral\n";
    let found = evaluate(&lexicon, &gold(Scale::Portrayal, table), 1, 20);
    assert_eq!(found.counts.accuracy(), Some(1.0), "{:?}", found.predictions);
}

#[test]
fn a_factor_that_the_labels_contradict_is_learned() {
    let mut table = String::from("text,target,label,group\n");
    for i in 0..15 {
        table.push_str(&format!("Lund is not honest in week {i}.,Lund,positive,g{i}\n"));
        table.push_str(&format!("Lund is not corrupt in week {i}.,Lund,negative,g{i}\n"));
        table.push_str(&format!("Lund walked to the harbour in week {i}.,Lund,neutral,g{i}\n"));
    }
    let gold = gold(Scale::Portrayal, &table);
    let learned = learn_modifiers("us-china-cyber", &gold, 5, 1, 0).unwrap();
    let [negation] = learned.groups[..] else { panic!("{:?}", learned.groups) };
    assert!(negation.kept && negation.asked > 0.0, "{negation:?}");
    assert_eq!((negation.old, negation.support, negation.agree), (-0.74, 30, 5));

    let folder = tempfile::tempdir().unwrap();
    for file in &learned.files {
        std::fs::write(folder.path().join(&file.name), &file.contents).unwrap();
    }
    let lexicon = Lexicon::load(folder.path().to_str().unwrap()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(evaluate(&lexicon, &gold, 1, 0).counts.accuracy(), Some(1.0));
    assert_eq!(learn_modifiers("us-china-cyber", &gold, 5, 1, 0).unwrap().files, learned.files);
}
