//! Compiles the built-in lexicons with the program's own code, so that the program need not whenever it starts, and finds
//! the stems of their words for lexicons that stand on them; tests compare both with what the program makes of the files.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/document/mod.rs"]
#[allow(dead_code, unused_imports)]
mod document;
#[path = "src/lexicon/mod.rs"]
#[allow(dead_code, unused_imports)]
mod lexicon;
#[path = "src/text/mod.rs"]
#[allow(dead_code, unused_imports)]
mod text;
#[path = "src/input/whole.rs"]
#[allow(dead_code)]
mod whole;

/// What the program takes from the build script, before there is any.
mod built_in {
    pub static LEXICONS: include_dir::Dir<'static> = include_dir::Dir::new("", &[]);
    pub static STEMS: &str = "";
    pub static COMPILED: &[(&str, &[u8], &[u8])] = &[];
}

/// What reading lexicons takes from the program's input; dictionaries of other programs are not built in.
mod input {
    pub(crate) use crate::whole::read_whole;

    #[allow(dead_code)]
    pub struct DecodedText {
        pub text: String,
        pub encoding: &'static str,
        pub guessed: bool,
        pub broken: u64,
    }

    pub fn decode(_: &[u8], _: Option<&str>, _: usize) -> Result<DecodedText, String> {
        Err("a built-in lexicon is a folder".to_owned())
    }
}

/// Files whose words are compared by their stems, or are frequent in texts.
const FILES: [&str; 5] = ["cues.csv", "evaluations.csv", "modifiers.csv", "terms.csv", "words.csv"];

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=lexicons");
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    let mut folders = fs::read_dir("lexicons")?.map(|folder| Ok(folder?.path())).collect::<io::Result<Vec<_>>>()?;
    folders.sort();
    write_stems(&folders, &out)?;
    let disputes: Vec<PathBuf> = folders.into_iter().filter(|folder| folder.join("dispute.toml").exists()).collect();
    compile(&disputes, &out)
}

/// Compiles disputes; a language that several of them share is written once.
fn compile(folders: &[PathBuf], out: &Path) -> io::Result<()> {
    let mut languages: Vec<Vec<u8>> = Vec::new();
    let mut table = String::from("&[");
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().display();
        let (language, own) = match lexicon::Lexicon::to_bytes(&folder.to_string_lossy()) {
            Ok(bytes) => bytes,
            Err(error) => {
                // The program reads it from its files, and tells the mistakes.
                error.to_string().lines().for_each(|line| println!("cargo::warning={line}"));
                continue;
            }
        };
        let known = languages.iter().position(|known| *known == language);
        let number = known.unwrap_or(languages.len());
        let files = [format!("language-{number}.lexicon"), format!("{name}.lexicon")];
        fs::write(out.join(&files[0]), &language)?;
        fs::write(out.join(&files[1]), own)?;
        if known.is_none() {
            languages.push(language);
        }
        let bytes = files.map(|file| format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))"));
        table += &format!("(\"{name}\", {}, {}),", bytes[0], bytes[1]);
    }
    fs::write(out.join("compiled.rs"), table + "]")
}

fn write_stems(folders: &[PathBuf], out: &Path) -> io::Result<()> {
    let mut words = BTreeSet::new();
    for folder in folders {
        for file in FILES.map(|file| folder.join(file)).iter().filter(|file| file.exists()) {
            add_words(file, &mut words)?;
        }
    }
    let stemmer = rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English);
    let lines: String = words.iter().map(|word| format!("{word} {}\n", stemmer.stem(word))).collect();
    fs::write(out.join("stems.txt"), lines)
}

/// Adds every word of small ASCII letters.
fn add_words(file: &Path, words: &mut BTreeSet<String>) -> io::Result<()> {
    let text = fs::read_to_string(file)?;
    let found = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 2);
    words.extend(found.filter(|word| word.bytes().all(|b| b.is_ascii_lowercase())).map(str::to_owned));
    Ok(())
}
