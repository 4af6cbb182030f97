//! States: the counts of a part of a corpus as a file, so that parts counted apart compare as if they had been counted
//! together.
//!
//! What comes in is a [`Tally`] and what it was counted with; what goes out is a text file of one JSON value a line: a head,
//! the counts as integers in a fixed order, and the SHA-256 of all that. Reading checks every line. Merging refuses counts of
//! another lexicon, other settings or another version, and documents that were counted already; the merged counts, and so
//! every figure, are to the byte those of one run. Texts are not in a state: tables of statements, matches and documents
//! belong to the runs that counted them.

mod error;
mod head;
mod record;

pub use error::StateError;
pub use head::{CountedInput, LexiconStamp, Part, StateHead};

use super::tally::Tally;
use record::Record;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{BufRead, Read, Write};

/// The version of the format; a file of another one is refused.
const FORMAT: u32 = 1;

/// Bytes of a line; the head names a million files in half of that.
const MOST_LINE: u64 = 256 << 20;

/// Counts, and what they were counted with.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What was counted, how, and with which lexicon.
    pub head: StateHead,
    /// The counts.
    pub tally: Tally,
}

#[derive(Serialize, Deserialize)]
struct FirstLine {
    demarche: String,
    format: u32,
    #[serde(flatten)]
    head: StateHead,
}

#[derive(Serialize, Deserialize)]
struct LastLine {
    sha256: String,
}

impl State {
    /// The state of one part, counted from `inputs`.
    pub fn new(mut head: StateHead, inputs: Vec<CountedInput>, tally: Tally) -> Self {
        let mut hash = Sha256::new();
        hash.update(serde_json::to_vec(&inputs).unwrap_or_default());
        for record in Record::all(&tally) {
            hash.update(serde_json::to_vec(&record).unwrap_or_default());
        }
        head.parts = vec![Part { digest: hexadecimal(hash), documents: tally.documents(), inputs }];
        State { head, tally }
    }

    /// Writes the file.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        let mut out = Hashing { out, hash: Sha256::new() };
        let first = FirstLine { demarche: "state".into(), format: FORMAT, head: self.head.clone() };
        out.line(&first)?;
        for record in Record::all(&self.tally) {
            out.line(&record)?;
        }
        let sha256 = hexadecimal(out.hash.clone());
        out.line(&LastLine { sha256 })
    }

    /// Reads a file and checks it; `name` is what messages call it.
    pub fn read(mut input: impl BufRead, name: &str) -> Result<State, StateError> {
        let damaged =
            |line: usize, reason: &str| StateError::Damaged { file: name.into(), line, reason: reason.into() };
        let mut hash = Sha256::new();
        let (mut line, mut number) = (String::new(), 0);
        let mut head = None;
        let mut tally = Tally::empty(0);
        loop {
            line.clear();
            number += 1;
            match (&mut input).take(MOST_LINE + 1).read_line(&mut line) {
                Ok(n) if n as u64 > MOST_LINE => {
                    return Err(damaged(number, &format!("a line is longer than {} MiB", MOST_LINE >> 20)));
                }
                Ok(0) if number == 1 => return Err(StateError::NotAState { file: name.into() }),
                Ok(0) => return Err(damaged(number, "the file ends early")),
                Ok(_) => {}
                Err(_) if number == 1 => return Err(StateError::NotAState { file: name.into() }),
                Err(error) => return Err(damaged(number, &error.to_string())),
            }
            if number == 1 {
                let first: FirstLine =
                    serde_json::from_str(&line).map_err(|_| not_a_state_or_other_format(&line, name))?;
                if first.demarche != "state" || first.format != FORMAT {
                    return Err(not_a_state_or_other_format(&line, name));
                }
                tally = Tally::empty(first.head.sides.len());
                head = Some(first.head);
            } else if let Ok(last) = serde_json::from_str::<LastLine>(&line) {
                if !line.ends_with('\n') {
                    return Err(damaged(number, "the end of the last line is missing"));
                }
                if last.sha256 != hexadecimal(hash) {
                    return Err(damaged(number, "the checksum does not fit"));
                }
                break;
            } else {
                let record: Record = serde_json::from_str(&line).map_err(|e| damaged(number, &e.to_string()))?;
                record.restore(&mut tally).map_err(|reason| damaged(number, reason))?;
            }
            hash.update(line.as_bytes());
        }
        line.clear();
        if input.read(&mut [0]).is_ok_and(|more| more > 0) {
            return Err(damaged(number + 1, "there is more behind the checksum"));
        }
        let head = head.ok_or_else(|| damaged(1, "the head is missing"))?;
        tally.settle();
        Ok(State { head, tally })
    }

    /// Adds the counts of another part; `file` is what messages call it.
    pub fn merge(&mut self, other: State, file: &str) -> Result<(), StateError> {
        if let Some((what, mine, theirs)) = self.head.difference(&other.head) {
            return Err(StateError::Mixed { file: file.into(), what, mine, theirs });
        }
        if other.head.parts.iter().any(|part| self.head.parts.iter().any(|mine| mine.digest == part.digest)) {
            return Err(StateError::Twice { file: file.into() });
        }
        if let Some(document) = self.tally.shared_document(&other.tally) {
            return Err(StateError::SharedDocument { file: file.into(), document });
        }
        self.head.parts.extend(other.head.parts);
        self.head.parts.sort();
        self.tally.merge(other.tally);
        Ok(())
    }
}

/// A file of another format is told from one that is none.
fn not_a_state_or_other_format(line: &str, name: &str) -> StateError {
    let value: Option<serde_json::Value> = serde_json::from_str(line).ok();
    let is_state = value.as_ref().is_some_and(|v| v["demarche"] == "state");
    match value.and_then(|v| v["format"].as_u64()).filter(|_| is_state) {
        Some(format) if format != u64::from(FORMAT) => {
            StateError::OtherFormat { file: name.into(), format, known: FORMAT }
        }
        Some(_) => StateError::Damaged { file: name.into(), line: 1, reason: "the head cannot be read".into() },
        None => StateError::NotAState { file: name.into() },
    }
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Writes lines and hashes what it writes.
struct Hashing<'a> {
    out: &'a mut dyn Write,
    hash: Sha256,
}

impl Hashing<'_> {
    fn line(&mut self, value: &impl Serialize) -> std::io::Result<()> {
        let mut line = serde_json::to_vec(value).map_err(std::io::Error::other)?;
        line.push(b'\n');
        self.hash.update(&line);
        self.out.write_all(&line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::fixture::{DocumentSketch, World, documents, simple};
    use proptest::prelude::*;

    fn head() -> StateHead {
        StateHead {
            version: "0.1.0".into(),
            lexicon: LexiconStamp { name: "test".into(), id: "test".into(), version: "1".into(), sha256: "ab".into() },
            sides: vec!["north".into(), "south".into()],
            side_choice: Default::default(),
            settings: Default::default(),
            parts: Vec::new(),
        }
    }

    fn state(documents: &[DocumentSketch], source: &str) -> State {
        let inputs = vec![CountedInput { source: source.into(), sha256: None }];
        State::new(head(), inputs, World::TWO.tally(documents))
    }

    fn bytes(state: &State) -> Vec<u8> {
        let mut bytes = Vec::new();
        state.write(&mut bytes).unwrap();
        bytes
    }

    fn read(bytes: &[u8]) -> Result<State, StateError> {
        State::read(bytes, "x.state")
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn parts_that_were_written_read_and_merged_compare_as_one_run(
            documents in documents(40),
            cut in 0..40usize,
            swap in any::<bool>(),
        ) {
            let (one, other) = documents.split_at(cut.min(documents.len()));
            let mut parts = [state(one, "one"), state(other, "other")].map(|part| read(&bytes(&part)).unwrap());
            if swap {
                parts.reverse();
            }
            let [mut merged, rest] = parts;
            merged.merge(rest, "other.state").unwrap();
            let whole = World::TWO.tally(&documents);
            prop_assert_eq!(&merged.tally, &whole);
            let (merged, whole) = (World::TWO.compare(&merged.tally), World::TWO.compare(&whole));
            prop_assert_eq!(format!("{merged:?}"), format!("{whole:?}"));
        }

        #[test]
        fn the_order_of_merging_leaves_no_trace(documents in documents(30)) {
            let third = documents.len() / 3;
            let part = |at: usize| {
                let end = if at == 2 { documents.len() } else { (at + 1) * third };
                state(&documents[at * third..end], &format!("part{at}"))
            };
            let merged = |order: [usize; 3]| {
                let mut all = part(order[0]);
                order[1..].iter().for_each(|&at| all.merge(part(at), "x").unwrap());
                bytes(&all)
            };
            prop_assert_eq!(merged([0, 1, 2]), merged([2, 0, 1]));
        }

        #[test]
        fn damage_is_seen_and_never_a_panic(documents in documents(6), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut bytes = bytes(&state(&documents, "one"));
            let at = at.index(bytes.len());
            let same = bytes[at] == byte;
            bytes[at] = byte;
            prop_assert!(same || read(&bytes).is_err());
            let cut = read(&bytes[..at]);
            prop_assert!(cut.is_err());
        }
    }

    #[test]
    fn a_file_without_its_last_byte_is_refused() {
        let whole = bytes(&state(&[], "one"));
        assert!(read(&whole).is_ok() && read(&whole[..whole.len() - 1]).is_err());
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let documents = simple(&[(0, &[10]), (1, &[-10])]);
        let part = || state(&documents[..1], "one");
        let said = |other: State| part().merge(other, "b.state").unwrap_err().to_string();
        assert_eq!(said(part()), "b.state: the same part was given before (name every part once)");
        let mut other = state(&documents[1..], "two");
        other.head.lexicon.sha256 = "cd".into();
        assert!(said(other).starts_with("b.state: it was counted with another lexicon: test 1 (cd), not test 1 (ab)"));
        let mut other = state(&documents[1..], "two");
        other.head.version = "0.2.0".into();
        assert!(said(other).starts_with("b.state: it was counted with another version: 0.2.0, not 0.1.0"));
        let overlapping = state(&documents, "two");
        assert!(said(overlapping).starts_with("b.state: the document d0 was counted before"));
    }

    #[test]
    fn other_files_are_told_apart() {
        let said = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
        assert!(said(b"").starts_with("x.state: is no file of counts"));
        assert!(said(b"issue,label\n").starts_with("x.state: is no file of counts"));
        assert!(said(b"\xff\xfe\n").starts_with("x.state: is no file of counts"));
        assert!(
            said(b"{\"demarche\":\"state\",\"format\":7}\n")
                .starts_with("x.state: has format 7, and this version reads 1")
        );
        assert!(said(b"{\"demarche\":\"state\",\"format\":1}\n").contains("the head cannot be read"));
        let whole = bytes(&state(&simple(&[(0, &[10])]), "one"));
        let twice = [whole.clone(), whole].concat();
        assert!(said(&twice).contains("there is more behind the checksum"));
    }
}
