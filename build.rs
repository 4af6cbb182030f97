//! Finds the stems of the words in the built-in lexicons when the program is built, so that it need not whenever it
//! starts; a test compares them with Snowball's.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Files whose words are compared by their stems, or are frequent in texts.
const FILES: [&str; 5] = ["cues.csv", "evaluations.csv", "modifiers.csv", "terms.csv", "words.csv"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=lexicons");
    let mut words = BTreeSet::new();
    for folder in fs::read_dir("lexicons")? {
        let folder = folder?.path();
        for file in FILES.map(|file| folder.join(file)).iter().filter(|file| file.exists()) {
            add_words(file, &mut words)?;
        }
    }
    let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
    let lines: String = words.iter().map(|word| format!("{word} {}\n", stemmer.stem(word))).collect();
    let folder = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(folder.join("stems.txt"), lines)
}

/// Adds every word of small ASCII letters.
fn add_words(file: &Path, words: &mut BTreeSet<String>) -> io::Result<()> {
    let text = fs::read_to_string(file)?;
    let found = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
    words.extend(found.filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())).map(str::to_owned));
    Ok(())
}
