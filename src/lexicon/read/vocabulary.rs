//! The files of a language pack that hold words and names: no patterns, looked up or matched as they stand.

use std::borrow::Cow;

use super::cells::Reading;
use super::csv::{Cell, Columns, Row};
use super::pack::Once;
use crate::lexicon::error::{Problems, SourceFile};
use crate::lexicon::{
    Case, Furniture, FurnitureWhere, Gender, Number, Person, Place, Pronoun, Title, TitleKind, WordClass,
};
use crate::text::fold;

const GENDERS: &[(&str, Gender)] = &[
    ("m", Gender::Masculine),
    ("f", Gender::Feminine),
    ("n", Gender::Neuter),
    ("either", Gender::Any),
    ("", Gender::Any),
];
const NUMBERS: &[(&str, Number)] =
    &[("singular", Number::Singular), ("plural", Number::Plural), ("either", Number::Either), ("", Number::Either)];

/// Reads every row with `read`; a second row with the same key is a mistake. A row whose first cell is empty is one
/// as well.
fn unique<'a, T>(
    file: &'a SourceFile,
    columns: &Columns,
    problems: &mut Problems,
    key: impl Fn(&Row<'a>) -> Cow<'a, str>,
    mut read: impl FnMut(&mut Reading<'a, '_>, &Row<'a>) -> Option<T>,
) -> Vec<T> {
    let mut once = Once::default();
    Reading { file, problems }.rows(columns, |reading, row| {
        reading.filled(row.cell(0), columns.required[0])?;
        let value = read(reading, row)?;
        once.first(reading, row.cell(0), key(row), row.line).then_some(value)
    })
}

fn first_cell(row: &Row<'_>) -> String {
    fold(row.text(0)).into_owned()
}

/// The first cell in lower case and normalized.
fn folded<'a>(row: &Row<'a>) -> Cow<'a, str> {
    match &row.cell(0).value {
        Cow::Borrowed(text) => fold(text),
        Cow::Owned(text) => Cow::Owned(fold(text).into_owned()),
    }
}

/// The first cell as it stands.
fn written<'a>(row: &Row<'a>) -> Cow<'a, str> {
    row.cell(0).value.clone()
}

fn list(cell: &Cell<'_>) -> Vec<String> {
    cell.value.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Reads `abbreviations.csv`: form, kind.
pub fn abbreviations(file: &SourceFile, problems: &mut Problems) -> Vec<(String, String)> {
    const COLUMNS: Columns = Columns { required: &["form", "kind"], optional: &["note"] };
    const KINDS: &[(&str, ())] = &[
        ("title", ()),
        ("month", ()),
        ("state", ()),
        ("unit", ()),
        ("organization", ()),
        ("place", ()),
        ("general", ()),
        ("ending", ()),
    ];
    unique(file, &COLUMNS, problems, written, |reading, row| {
        reading.one_of(row.cell(1), "kind", KINDS)?;
        Some((row.string(0), row.string(1)))
    })
}

/// Reads `stems.csv`: lower-case form, stem.
pub fn stems(file: &SourceFile, problems: &mut Problems) -> Vec<(String, String)> {
    const COLUMNS: Columns = Columns { required: &["form", "stem"], optional: &["note"] };
    unique(file, &COLUMNS, problems, folded, |reading, row| {
        let stem = reading.filled(row.cell(1), "stem")?;
        Some((first_cell(row), fold(stem).into_owned()))
    })
}

/// Reads `titles.csv`.
pub fn titles(file: &SourceFile, problems: &mut Problems) -> Vec<Title> {
    const COLUMNS: Columns = Columns { required: &["title", "kind"], optional: &["gender", "number", "note"] };
    const KINDS: &[(&str, TitleKind)] = &[
        ("honorific", TitleKind::Honorific),
        ("office", TitleKind::Office),
        ("role", TitleKind::Role),
        ("rank", TitleKind::Rank),
        ("group", TitleKind::Group),
    ];
    unique(file, &COLUMNS, problems, folded, |reading, row| {
        let kind = reading.one_of(row.cell(1), "kind", KINDS);
        let gender = reading.one_of(row.cell(2), "gender", GENDERS);
        let number = reading.one_of(row.cell(3), "number", NUMBERS);
        Some(Title { title: row.string(0), kind: kind?, gender: gender?, number: number? })
    })
}

/// Reads `pronouns.csv`; a form with two cases has two rows.
pub fn pronouns(file: &SourceFile, problems: &mut Problems) -> Vec<(String, Pronoun)> {
    const COLUMNS: Columns = Columns { required: &["form", "person", "number", "gender", "case"], optional: &["note"] };
    const PERSONS: &[(&str, Person)] = &[("1", Person::First), ("2", Person::Second), ("3", Person::Third)];
    const CASES: &[(&str, Case)] = &[
        ("subject", Case::Subject),
        ("object", Case::Object),
        ("possessive", Case::Possessive),
        ("reflexive", Case::Reflexive),
    ];
    let key = |row: &Row<'_>| Cow::Owned(format!("{} {}", first_cell(row), row.text(4)));
    unique(file, &COLUMNS, problems, key, |reading, row| {
        let person = reading.one_of(row.cell(1), "person", PERSONS);
        let number = reading.one_of(row.cell(2), "number", NUMBERS);
        let gender = reading.one_of(row.cell(3), "gender", GENDERS);
        let case = reading.one_of(row.cell(4), "case", CASES);
        Some((first_cell(row), Pronoun { person: person?, number: number?, gender: gender?, case: case? }))
    })
}

/// Reads `names.csv`: given names.
pub fn names(file: &SourceFile, problems: &mut Problems) -> Vec<(String, Gender)> {
    const COLUMNS: Columns = Columns { required: &["name", "gender"], optional: &["note"] };
    unique(file, &COLUMNS, problems, folded, |reading, row| {
        Some((first_cell(row), reading.one_of(row.cell(1), "gender", GENDERS)?))
    })
}

/// Reads `words.csv`; a form with two classes has two rows.
pub fn words(file: &SourceFile, problems: &mut Problems) -> Vec<(String, WordClass)> {
    const COLUMNS: Columns = Columns { required: &["form", "class"], optional: &["note"] };
    let classes: Vec<(&str, WordClass)> =
        WordClass::NAMES.iter().enumerate().map(|(bit, name)| (*name, WordClass(1 << bit))).collect();
    let key = |row: &Row<'_>| Cow::Owned(format!("{} {}", first_cell(row), row.text(1)));
    unique(file, &COLUMNS, problems, key, |reading, row| {
        Some((first_cell(row), reading.one_of(row.cell(1), "class", &classes)?))
    })
}

/// Reads `places.csv`.
pub fn places(file: &SourceFile, problems: &mut Problems) -> Vec<Place> {
    const COLUMNS: Columns = Columns { required: &["name"], optional: &["demonyms", "capital", "body", "note"] };
    unique(file, &COLUMNS, problems, written, |_, row| {
        let capital = Some(row.string(2)).filter(|c| !c.is_empty());
        Some(Place { name: row.string(0), demonyms: list(row.cell(1)), capital, bodies: list(row.cell(3)) })
    })
}

/// Reads `boilerplate.csv`.
pub fn furniture(file: &SourceFile, problems: &mut Problems) -> Vec<Furniture> {
    const COLUMNS: Columns = Columns { required: &["pattern", "kind", "where"], optional: &["note"] };
    const KINDS: &[&str] = &[
        "navigation",
        "tag",
        "share",
        "caption",
        "byline",
        "newsletter",
        "advertisement",
        "copyright",
        "related",
        "credit",
        "template",
    ];
    const PLACES: &[(&str, FurnitureWhere)] =
        &[("line", FurnitureWhere::Line), ("start", FurnitureWhere::Start), ("inside", FurnitureWhere::Inside)];
    let kinds: Vec<(&str, &str)> = KINDS.iter().map(|kind| (*kind, *kind)).collect();
    let key = |row: &Row<'_>| Cow::Owned(format!("{} {}", first_cell(row), row.text(2)));
    unique(file, &COLUMNS, problems, key, |reading, row| {
        if !row.text(0).contains(|c: char| c != '*' && !c.is_whitespace()) {
            reading.problem(row.cell(0), "the pattern would match any line (add some text)");
            return None;
        }
        let kind = reading.one_of(row.cell(1), "kind", &kinds);
        let place = reading.one_of(row.cell(2), "where", PLACES);
        Some(Furniture { pattern: row.string(0), kind: kind?.to_owned(), place: place? })
    })
}
