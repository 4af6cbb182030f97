//! The head of a state: what its counts were made with, which must be the same for all parts of a comparison.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What was counted, how, and with which lexicon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StateHead {
    /// The program's version.
    pub version: String,
    /// The lexicon.
    pub lexicon: LexiconStamp,
    /// The ids of the sides, in order.
    pub sides: Vec<String>,
    /// How the sides were chosen when they are not the lexicon's own: whether from a column, and the names.
    pub side_choice: Option<(bool, Vec<String>)>,
    /// How statements were found and scored, as in `run.json`.
    pub settings: Map<String, Value>,
    /// The parts that were counted, sorted.
    pub parts: Vec<Part>,
}

/// Which lexicon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LexiconStamp {
    /// What it was loaded by: a name, or a path.
    pub name: String,
    /// The dispute's id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// SHA-256 over its files.
    pub sha256: String,
}

/// A part of the corpus.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Part {
    /// SHA-256 over its inputs and counts: what tells parts apart.
    pub digest: String,
    /// Documents in it.
    pub documents: u64,
    /// What was read.
    pub inputs: Vec<CountedInput>,
}

/// An input of a part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CountedInput {
    /// Its path as given, or `-`.
    pub source: String,
    /// SHA-256 of its bytes; none when it was not read to its end.
    pub sha256: Option<String>,
}

impl StateHead {
    /// The first thing in which two heads differ although they must not: what, here, and there.
    pub fn difference(&self, other: &StateHead) -> Option<(&'static str, String, String)> {
        let lexicon =
            |head: &StateHead| format!("{} {} ({})", head.lexicon.id, head.lexicon.version, head.lexicon.sha256);
        let sides = |head: &StateHead| head.sides.join(", ");
        // only those that differ
        let settings = |head: &StateHead, than: &StateHead| {
            let differs = |key: &str| head.settings.get(key) != than.settings.get(key);
            let keys: std::collections::BTreeSet<&String> = head.settings.keys().chain(than.settings.keys()).collect();
            let of = |key: &str| format!("{key} {}", head.settings.get(key).unwrap_or(&Value::Null));
            keys.into_iter().filter(|key| differs(key)).map(|key| of(key)).collect::<Vec<_>>().join(", ")
        };
        let compared: [(&'static str, String, String); 4] = [
            ("version", self.version.clone(), other.version.clone()),
            ("lexicon", lexicon(self), lexicon(other)),
            ("choice of sides", sides(self), sides(other)),
            ("setting", settings(self, other), settings(other, self)),
        ];
        compared.into_iter().find(|(_, mine, theirs)| mine != theirs)
    }
}
