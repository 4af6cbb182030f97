//! A language pack: everything about a language that is not about a dispute.

use super::{Evaluation, Modifier};
use foldhash::fast::FixedState;
use hashbrown::HashMap;

/// What is known of words, by their letters.
pub type ByWord<T> = HashMap<String, T, FixedState>;

/// What a reporting verb or phrase does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueType {
    /// said, told, added
    Say,
    /// claimed, insisted, argued
    Claim,
    /// believes, hopes, fears, wants
    Think,
    /// asked, wondered
    Ask,
    /// pledged, vowed, promised
    Pledge,
    /// urged, demanded, called for
    Demand,
    /// accused, blamed
    Accuse,
    /// denied, dismissed
    Deny,
    /// praised, condemned, voiced
    Express,
    /// wrote, tweeted
    Write,
    /// agreed, conceded
    Agree,
    /// warned
    Warn,
    /// announced, declared
    Announce,
    /// learned, found
    Learn,
    /// according to, in the words of
    According,
    /// statement, claim, warning
    Noun,
}

/// How a cue joins its content, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frames(pub u8);

impl Frames {
    /// A clause, with or without "that".
    pub const THAT: Frames = Frames(1);
    /// An infinitive: pledged to …
    pub const TO: Frames = Frames(2);
    /// A noun phrase: condemned the attack.
    pub const NP: Frames = Frames(4);
    /// Direct quotes.
    pub const QUOTE: Frames = Frames(8);
    /// May stand before its subject after the content: "…," said X.
    pub const INVERT: Frames = Frames(16);
    /// accused X of, warned of
    pub const OF: Frames = Frames(32);
    /// according to X, in the words of X
    pub const PHRASE: Frames = Frames(64);

    /// True when all bits of `other` are set.
    pub const fn has(self, other: Frames) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A row of `cues.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cue {
    /// As written.
    pub pattern: String,
    /// What it does.
    pub kind: CueType,
    /// How it joins its content.
    pub frames: Frames,
    /// Line in `cues.csv`.
    pub line: u32,
}

/// Grammatical gender, where it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gender {
    /// he
    Masculine,
    /// she
    Feminine,
    /// it
    Neuter,
    /// Not known, or any.
    #[default]
    Any,
}

/// Grammatical number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Number {
    /// One.
    Singular,
    /// More than one.
    Plural,
    /// Either.
    #[default]
    Either,
}

/// A row of `titles.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// `secretary of state`
    pub title: String,
    /// What kind.
    pub kind: TitleKind,
    /// Of the person who bears it.
    pub gender: Gender,
    /// One or several people.
    pub number: Number,
}

/// What a title is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TitleKind {
    /// Mr., Ms., Sir, Dr.
    Honorific,
    /// president, ambassador, senator
    Office,
    /// spokesman, nominee, analyst
    Role,
    /// general, colonel
    Rank,
    /// officials, critics, aides
    Group,
}

/// Grammatical person of a pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Person {
    /// I, we
    First,
    /// you
    Second,
    /// he, she, it, they
    Third,
}

/// Grammatical case of a pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// he
    Subject,
    /// him
    Object,
    /// his
    Possessive,
    /// himself
    Reflexive,
}

/// A row of `pronouns.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pronoun {
    /// First, second, third.
    pub person: Person,
    /// One or several.
    pub number: Number,
    /// he, she, it.
    pub gender: Gender,
    /// Subject, object, possessive, reflexive.
    pub case: Case,
}

/// A row of `places.csv`: a country or bloc and the names that stand for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// `China`
    pub name: String,
    /// `Chinese`
    pub demonyms: Vec<String>,
    /// `Beijing`
    pub capital: Option<String>,
    /// Seats that stand for its government.
    pub bodies: Vec<String>,
}

/// Where a line of page furniture must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurnitureWhere {
    /// The whole line.
    Line,
    /// The start of the line.
    Start,
    /// Anywhere in the line.
    Inside,
}

/// A row of `boilerplate.csv`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Furniture {
    /// Plain text, any case, `*` for any run of characters.
    pub pattern: String,
    /// `navigation`, `tag`, `share`, …
    pub kind: String,
    /// Where it must match.
    pub place: FurnitureWhere,
}

/// Closed word classes of `words.csv`, as bits; a word may be in several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordClass(pub u64);

impl WordClass {
    /// Names of the classes in `words.csv`, in the order of their bits.
    pub const NAMES: [&'static str; 39] = [
        "determiner",
        "preposition",
        "conjunction",
        "subordinator",
        "auxiliary",
        "relative",
        "number",
        "weekday",
        "month",
        "adverb-time",
        "contraction",
        "organization",
        "place-noun",
        "family",
        "stop",
        "be",
        "have",
        "complementizer",
        "infinitive",
        "agent",
        "genitive",
        "adverb",
        "particle",
        "represents",
        "serves",
        "unofficial",
        "leads",
        "deputy",
        "article",
        "indefinite",
        "opposes",
        "document",
        "endorses",
        "locative",
        "findings",
        "press",
        "issues",
        "counsel",
        "purpose",
    ];
    /// the, a, this
    pub const DETERMINER: WordClass = WordClass(1);
    /// of, in, with
    pub const PREPOSITION: WordClass = WordClass(1 << 1);
    /// and, or, but
    pub const CONJUNCTION: WordClass = WordClass(1 << 2);
    /// because, although, if
    pub const SUBORDINATOR: WordClass = WordClass(1 << 3);
    /// is, has, will
    pub const AUXILIARY: WordClass = WordClass(1 << 4);
    /// who, which
    pub const RELATIVE: WordClass = WordClass(1 << 5);
    /// two, dozens
    pub const NUMBER: WordClass = WordClass(1 << 6);
    /// Monday
    pub const WEEKDAY: WordClass = WordClass(1 << 7);
    /// January
    pub const MONTH: WordClass = WordClass(1 << 8);
    /// yesterday, later
    pub const TIME_ADVERB: WordClass = WordClass(1 << 9);
    /// don't, it's
    pub const CONTRACTION: WordClass = WordClass(1 << 10);
    /// Head nouns of bodies: ministry, university
    pub const ORGANIZATION: WordClass = WordClass(1 << 11);
    /// Head nouns of places: city, river
    pub const PLACE_NOUN: WordClass = WordClass(1 << 12);
    /// wife, father
    pub const FAMILY: WordClass = WordClass(1 << 13);
    /// Left out of keyword lists
    pub const STOP: WordClass = WordClass(1 << 14);
    /// Forms of "be", which make passives and progressives
    pub const BE: WordClass = WordClass(1 << 15);
    /// Forms of "have", which make perfects
    pub const HAVE: WordClass = WordClass(1 << 16);
    /// that, whether, how: open the clause that is reported
    pub const COMPLEMENTIZER: WordClass = WordClass(1 << 17);
    /// to
    pub const INFINITIVE: WordClass = WordClass(1 << 18);
    /// by: names the agent of a passive
    pub const AGENT: WordClass = WordClass(1 << 19);
    /// of
    pub const GENITIVE: WordClass = WordClass(1 << 20);
    /// also, even, never: may stand between a subject and its verb
    pub const ADVERB: WordClass = WordClass(1 << 21);
    /// de, van, bin: join the parts of a name
    pub const PARTICLE: WordClass = WordClass(1 << 22);
    /// envoy, ministry: speak for the state or body whose name or demonym stands with them
    pub const REPRESENTS: WordClass = WordClass(1 << 23);
    /// aide, head: speak for a person or body that is named with them, but not for a nation
    pub const SERVES: WordClass = WordClass(1 << 24);
    /// former, company: beside a noun of the two classes above, it speaks for nobody
    pub const UNOFFICIAL: WordClass = WordClass(1 << 25);
    /// led, represents: their subject speaks for the body after them
    pub const LEADS: WordClass = WordClass(1 << 26);
    /// deputy, under: make an office of another out of an office
    pub const DEPUTY: WordClass = WordClass(1 << 27);
    /// a, the
    pub const ARTICLE: WordClass = WordClass(1 << 28);
    /// a, another, some: introduce somebody new
    pub const INDEFINITE: WordClass = WordClass(1 << 29);
    /// ban, harmful: in a proposition, they speak against what it is about
    pub const OPPOSES: WordClass = WordClass(1 << 30);
    /// report, letter, website: speaks for whoever issued it.
    pub const DOCUMENT: WordClass = WordClass(1 << 31);
    /// endorse, backs: their subject is on the side of the person or body after them
    pub const ENDORSES: WordClass = WordClass(1 << 32);
    /// in, near: what is named behind them is a place or body rather than a person
    pub const LOCATIVE: WordClass = WordClass(1 << 33);
    /// report, study, survey: documents of one sort, any of which may be meant by the noun of another
    pub const FINDINGS: WordClass = WordClass(1 << 34);
    /// article, story, piece: another such sort
    pub const PRESS: WordClass = WordClass(1 << 35);
    /// published, authors: who does so has issued the document that stands behind
    pub const ISSUES: WordClass = WordClass(1 << 36);
    /// attorney, lawyer: one person may be called either
    pub const COUNSEL: WordClass = WordClass(1 << 37);
    /// for, against: behind a plural noun in a name, they say what a body is for
    pub const PURPOSE: WordClass = WordClass(1 << 38);

    /// True when all bits of `other` are set.
    pub const fn has(self, other: WordClass) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A language pack as its folder describes it; look-ups by lower-case normalized form.
#[derive(Clone, Debug, Default)]
pub struct Language {
    /// `en`
    pub id: String,
    /// Rows of `evaluations.csv`, the dispute's own after the pack's.
    pub evaluations: Vec<Evaluation>,
    /// Rows of `modifiers.csv`.
    pub modifiers: Vec<Modifier>,
    /// Rows of `cues.csv`.
    pub cues: Vec<Cue>,
    /// Rows of `titles.csv`.
    pub titles: Vec<Title>,
    /// Rows of `places.csv`.
    pub places: Vec<Place>,
    /// Rows of `boilerplate.csv`.
    pub furniture: Vec<Furniture>,
    /// `pronouns.csv` by form.
    pub pronouns: ByWord<Pronoun>,
    /// `names.csv`: given names, lower case.
    pub given_names: ByWord<Gender>,
    /// `words.csv` by form.
    pub words: ByWord<WordClass>,
}
