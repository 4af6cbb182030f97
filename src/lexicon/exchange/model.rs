//! The dictionary in between: what every format is read into and written from.
//!
//! A [`Dictionary`] is a list of categories, each known by its path ("ECONOMY", "+STATE+"), with its entries in order.
//! Entries are patterns of this program already, so that a reader says at once what it could not carry over; what it
//! could not, it hands to [`Losses`].

use foldhash::fast::FixedState;
use hashbrown::hash_map::Entry as Slot;
use hashbrown::{HashMap, HashSet};

use super::super::{Pattern, Stance, Weight};

/// Categories inside categories, at most.
pub(super) const MAX_DEPTH: usize = 64;

/// A dictionary, whatever program it comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Dictionary {
    /// Its name, for people.
    pub title: String,
    /// In the order of the file; a category with sub-categories stands before them.
    pub categories: Vec<Category>,
    places: HashMap<Vec<String>, usize, FixedState>,
}

/// A category: a list of entries under a path of names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Category {
    pub path: Vec<String>,
    /// The sentence one can be for or against; empty for a category that is only counted.
    pub proposition: String,
    pub entries: Vec<Entry>,
    /// Where it is named first.
    pub at: At,
}

/// A file, by its position in a list of files, and a line in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct At {
    pub file: usize,
    pub line: u32,
}

/// One entry of a category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// In the pattern language of `terms.csv`.
    pub pattern: String,
    pub stance: Stance,
    /// Positive.
    pub weight: Weight,
    pub unless: Vec<String>,
    pub note: String,
    pub at: At,
}

impl Entry {
    /// A pattern that is only counted, with weight 1.
    pub fn plain(pattern: String, at: At) -> Entry {
        Entry {
            pattern,
            stance: Stance::Topic,
            weight: Weight(Weight::ONE),
            unless: Vec::new(),
            note: String::new(),
            at,
        }
    }
}

impl Entry {
    /// A pattern with a weight of either sign: in favor when positive, against when negative.
    pub fn signed(pattern: String, weight: f64, at: At) -> Result<Entry, String> {
        if weight == 0.0 {
            return Err("its weight is 0, so it counts for nothing".to_owned());
        }
        if !(MIN_WEIGHT..=MAX_WEIGHT).contains(&weight.abs()) {
            return Err(format!("its weight {weight} is out of range ({MIN_WEIGHT} to {MAX_WEIGHT} here)"));
        }
        let stance = if weight < 0.0 { Stance::Against } else { Stance::Favor };
        Ok(Entry { stance, weight: Weight::from_f64(weight.abs()), ..Entry::plain(pattern, at) })
    }

    /// Its weight, negative when it is against.
    pub fn signed_weight(&self) -> f64 {
        match self.stance {
            Stance::Against => -self.weight.to_f64(),
            _ => self.weight.to_f64(),
        }
    }
}

/// What a term may weigh, as `terms.csv` has it.
const MIN_WEIGHT: f64 = 0.01;
const MAX_WEIGHT: f64 = 100.0;

impl Dictionary {
    /// An empty dictionary.
    pub fn named(title: &str) -> Dictionary {
        Dictionary { title: title.to_owned(), ..Dictionary::default() }
    }

    /// Makes topics of the entries of every category without a negative weight: such weights are no stand.
    pub fn unsign(&mut self) {
        for category in &mut self.categories {
            if category.entries.iter().all(|entry| entry.stance != Stance::Against) {
                category.entries.iter_mut().for_each(|entry| entry.stance = Stance::Topic);
            }
        }
    }

    /// The dictionary with its stances as sub-categories, for a format that has none: `favor` and `against` below each
    /// category, or `topic` where the format's signed weights say the rest.
    pub fn with_stances_apart(&self, signed: bool) -> Dictionary {
        let mut apart = Dictionary { title: self.title.clone(), ..Dictionary::default() };
        for category in &self.categories {
            let takes_stand = category.entries.iter().any(|entry| entry.stance != Stance::Topic);
            apart.category(&category.path, category.at);
            for entry in &category.entries {
                let below = match entry.stance {
                    Stance::Topic if takes_stand && signed => Some("topic"),
                    Stance::Favor if !signed => Some("favor"),
                    Stance::Against if !signed => Some("against"),
                    _ => None,
                };
                let path: Vec<String> = category.path.iter().cloned().chain(below.map(str::to_owned)).collect();
                apart.category(&path, category.at).entries.push(entry.clone());
            }
        }
        apart.categories.retain(|category| !category.entries.is_empty());
        apart
    }

    /// The category at a path; a new one the first time.
    pub fn category(&mut self, path: &[String], at: At) -> &mut Category {
        let place = match self.places.get(path) {
            Some(&place) => place,
            None => {
                self.places.insert(path.to_vec(), self.categories.len());
                self.categories.push(Category { path: path.to_vec(), at, ..Category::default() });
                self.categories.len() - 1
            }
        };
        &mut self.categories[place]
    }

    /// Takes out what would be there twice and categories that hold nothing, and says so.
    pub fn settle(&mut self, losses: &mut Losses) {
        let parents: HashSet<&[String], FixedState> =
            self.categories.iter().flat_map(|c| (1..c.path.len()).map(|n| &c.path[..n])).collect();
        let parents: HashSet<Vec<String>, FixedState> = parents.into_iter().map(<[String]>::to_vec).collect();
        for category in &mut self.categories {
            let mut first: HashMap<String, (Stance, Weight, At), FixedState> = HashMap::default();
            let path = category.path.clone();
            category.entries.retain(|entry| {
                let Ok(pattern) = Pattern::parse(&entry.pattern) else { return false };
                let value = (entry.stance, entry.weight, entry.at);
                let known = match first.entry(pattern.canonical().into_owned()) {
                    Slot::Vacant(slot) => {
                        slot.insert(value);
                        return true;
                    }
                    Slot::Occupied(slot) => *slot.get(),
                };
                if known == value {
                    // One line said it twice, such as two conditions with the same second half.
                    return false;
                }
                let place = match known.2.file == entry.at.file {
                    true => format!("line {}", known.2.line),
                    false => "another file".to_owned(),
                };
                let reason = match (known.0, known.1) == (entry.stance, entry.weight) {
                    true => format!("it stands in {place} of this category already"),
                    false => format!("it stands in {place} of this category with another weight, which is kept"),
                };
                losses.left_out(entry.at, &path, &super::words::shown(&entry.pattern), reason);
                false
            });
        }
        let known: HashSet<String, FixedState> = losses.list.iter().map(|loss| loss.category.clone()).collect();
        self.categories.retain(|category| {
            let is_reported = || known.contains(&super::folder::join(&category.path));
            if category.entries.is_empty() && !parents.contains(&category.path) && !is_reported() {
                losses.left_out(category.at, &category.path, "", "the category has no entry");
            }
            !category.entries.is_empty()
        });
        self.places = self.categories.iter().enumerate().map(|(i, c)| (c.path.clone(), i)).collect();
    }
}

/// A category with the categories below it.
#[derive(Debug, Default)]
pub(super) struct Node<'a> {
    pub name: &'a str,
    pub category: Option<&'a Category>,
    pub below: Vec<Node<'a>>,
}

impl Dictionary {
    /// The categories as a tree, each level in order of appearance.
    pub fn tree(&self) -> Vec<Node<'_>> {
        let mut places: HashMap<&[String], Vec<usize>, FixedState> = HashMap::default();
        let mut root = Node::default();
        for category in &self.categories {
            let mut node = &mut root;
            let mut place: Vec<usize> = Vec::new();
            for depth in 1..=category.path.len() {
                let known = places.get(&category.path[..depth]).and_then(|place| place.last().copied());
                let next = known.unwrap_or(node.below.len());
                if known.is_none() {
                    node.below.push(Node { name: &category.path[depth - 1], ..Node::default() });
                }
                place.push(next);
                places.entry(&category.path[..depth]).or_insert_with(|| place.clone());
                node = &mut node.below[next];
            }
            node.category = Some(category);
        }
        root.below
    }
}

/// What became of an entry that could not be carried over as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It is not there.
    LeftOut,
    /// It is there, but finds other words or lost a part.
    Changed,
}

impl Outcome {
    /// The name as it stands in reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::LeftOut => "left out",
            Outcome::Changed => "changed",
        }
    }
}

/// An entry that could not be carried over as it was, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The file, as a person would type it.
    pub file: String,
    /// Its line; 0 for the whole file.
    pub line: u32,
    /// The category's path, joined by ` > `.
    pub category: String,
    /// The entry as written; empty for a loss of the category itself.
    pub entry: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
}

impl std::fmt::Display for Loss {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:", self.line)?;
        }
        write!(f, " {}", self.outcome.as_str())?;
        if !self.entry.is_empty() {
            let quote = if self.entry.contains('"') { "`" } else { "\"" };
            write!(f, " {quote}{}{quote}", self.entry)?;
        }
        if !self.category.is_empty() {
            write!(f, " of {}", self.category)?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// Losses on their way out.
#[derive(Debug, Default)]
pub(super) struct Losses {
    /// Names of the files that are read.
    pub files: Vec<String>,
    pub list: Vec<Loss>,
}

impl Losses {
    pub fn left_out(&mut self, at: At, path: &[String], entry: &str, reason: impl Into<String>) {
        self.add(Outcome::LeftOut, at, path, entry, reason.into());
    }

    pub fn changed(&mut self, at: At, path: &[String], entry: &str, reason: impl Into<String>) {
        self.add(Outcome::Changed, at, path, entry, reason.into());
    }

    fn add(&mut self, outcome: Outcome, at: At, path: &[String], entry: &str, reason: String) {
        let file = self.files.get(at.file).cloned().unwrap_or_default();
        let category = super::folder::join(path);
        self.list.push(Loss { file, line: at.line, category, entry: entry.to_owned(), outcome, reason });
    }
}

/// A name with its white space made plain and without control characters.
pub(super) fn clean(name: &str) -> String {
    let printed: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    printed.split_whitespace().collect::<Vec<_>>().join(" ")
}
