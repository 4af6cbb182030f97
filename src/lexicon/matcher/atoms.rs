//! Atoms: the distinct things that a pattern can ask of one word.
//!
//! However many entries ask for the stem `steal`, it is one atom. Which atoms a word satisfies depends only on its
//! word type, so it is looked up once per type; matching itself compares small numbers.

use foldhash::fast::FixedState;
use hashbrown::HashMap;

use super::glob::Globs;
use crate::lexicon::stored::stored;
use crate::text::WordType;

/// An atom of one matcher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct AtomId(pub u32);

stored!(wrapper AtomId);

/// What an atom asks of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Asks {
    /// Its stem.
    Stem,
    /// Its lower-case form, possessive and all.
    Form,
    /// Its spelling, or its spelling without the possessive.
    Spelling,
    /// Its lower-case form without the possessive: titles.
    Folded,
    /// That its lower-case form, with or without the possessive, fits a glob.
    Glob,
}

/// An atom, spelled out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Question<'a> {
    /// Of one word or glob.
    Word(Asks, &'a str),
    /// Any of these.
    Any(&'a [AtomId]),
}

type Ids = HashMap<Box<str>, AtomId, FixedState>;

/// The atoms of one matcher.
#[derive(Default)]
pub(super) struct Atoms {
    stems: Ids,
    forms: Ids,
    spellings: Ids,
    folded: Ids,
    glob_ids: Ids,
    globs: Globs,
    /// Alternatives of one word each, by their sorted members.
    set_ids: HashMap<Box<[AtomId]>, AtomId, FixedState>,
    /// The sets that each atom is a member of.
    sets_of: HashMap<AtomId, Vec<AtomId>, FixedState>,
    count: u32,
}

stored!(struct Atoms { stems, forms, spellings, folded, glob_ids, globs, set_ids, sets_of, count });

impl Atoms {
    /// The atom that asks this; a new one the first time.
    pub fn intern(&mut self, asks: Asks, text: &str) -> AtomId {
        let ids = match asks {
            Asks::Stem => &mut self.stems,
            Asks::Form => &mut self.forms,
            Asks::Spelling => &mut self.spellings,
            Asks::Folded => &mut self.folded,
            Asks::Glob => &mut self.glob_ids,
        };
        if let Some(&id) = ids.get(text) {
            return id;
        }
        let id = AtomId(self.count);
        self.count += 1;
        ids.insert(text.into(), id);
        if asks == Asks::Glob {
            self.globs.insert(text, id);
        }
        id
    }

    /// The atom that any of `members` satisfies: `(hurt|harm|damage)` is one question, so that alternatives of one
    /// word each do not multiply.
    pub fn intern_set(&mut self, mut members: Vec<AtomId>) -> AtomId {
        members.sort_unstable();
        members.dedup();
        if let [only] = members[..] {
            return only;
        }
        if let Some(&id) = self.set_ids.get(&*members) {
            return id;
        }
        let id = AtomId(self.count);
        self.count += 1;
        for &member in &members {
            self.sets_of.entry(member).or_default().push(id);
        }
        self.set_ids.insert(members.into(), id);
        id
    }

    /// What each atom asks, by its id.
    pub fn questions(&self) -> Vec<Question<'_>> {
        let mut questions = vec![Question::Any(&[]); self.len()];
        let words = [
            (Asks::Stem, &self.stems),
            (Asks::Form, &self.forms),
            (Asks::Spelling, &self.spellings),
            (Asks::Folded, &self.folded),
            (Asks::Glob, &self.glob_ids),
        ];
        for (asks, ids) in words {
            ids.iter().for_each(|(text, id)| questions[id.0 as usize] = Question::Word(asks, text));
        }
        self.set_ids.iter().for_each(|(members, id)| questions[id.0 as usize] = Question::Any(members));
        questions
    }

    pub fn len(&self) -> usize {
        self.count as usize
    }

    /// Adds the atoms that `word`, whose name in small letters is `folded`, satisfies, sorted, each once.
    pub fn satisfied_by(&self, word: &WordType, folded: &str, out: &mut Vec<AtomId>) {
        let from = out.len();
        out.extend(self.stems.get(&*word.stem));
        out.extend(self.forms.get(&*word.form));
        out.extend(self.folded.get(folded));
        out.extend(self.spellings.get(&*word.cased));
        if word.name != word.cased {
            out.extend(self.spellings.get(&*word.name));
        }
        self.globs.find(folded, |atom| out.push(atom));
        if *folded != *word.form {
            self.globs.find(&word.form, |atom| out.push(atom));
        }
        let mut next = from;
        while let Some(atom) = out.get(next) {
            out.extend_from_slice(self.sets_of.get(atom).map_or(&[], Vec::as_slice));
            next += 1;
        }
        out[from..].sort_unstable();
        let mut kept = from;
        for i in from..out.len() {
            if i == from || out[i] != out[kept - 1] {
                out[kept] = out[i];
                kept += 1;
            }
        }
        out.truncate(kept);
    }
}
