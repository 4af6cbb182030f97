//! Schemas: what every table is about and which columns it has, in order.
//!
//! A column is defined once, in `columns`, and a table lists the columns it has; the same name therefore means the
//! same thing everywhere. Headers, `docs/columns.md`, `datapackage.json` and the types of the workbook all come from
//! here. A [`Schema`] knows no dispute: [`Schema::layout`] repeats the per-side columns for the sides of one.

mod columns;
mod tables;

pub use tables::{
    ALL, COMPARISON, DOCUMENTS, KWIC, MATCHES, PAIRS, PORTRAYALS, POSITIONS, REJECTED, SPEAKERS, STATEMENTS, TERMS,
    TIMELINE, WARNINGS,
};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ColumnType {
    /// Words.
    String,
    /// A count, an offset or a running number.
    Integer,
    /// A figure with six decimals.
    Number,
    /// A day, `2014-07-08`.
    Date,
}

impl ColumnType {
    /// The name of the type in a Frictionless table schema, and in the documentation.
    pub const fn as_str(self) -> &'static str {
        match self {
            ColumnType::String => "string",
            ColumnType::Integer => "integer",
            ColumnType::Number => "number",
            ColumnType::Date => "date",
        }
    }
}

/// A column: one name, one meaning, in whatever table it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Column {
    /// `snake_case`.
    pub name: &'static str,
    /// What its cells hold.
    pub holds: ColumnType,
    /// For people, in a few words.
    pub title: &'static str,
    /// One or two sentences: what it is, its unit, when it is empty.
    pub description: &'static str,
    /// Lowest and highest value, where there are such.
    pub range: Option<(f64, f64)>,
    /// All values, where they are a closed set; none otherwise.
    pub values: &'static [&'static str],
}

impl Column {
    const fn new(name: &'static str, holds: ColumnType, title: &'static str, description: &'static str) -> Self {
        Column { name, holds, title, description, range: None, values: &[] }
    }

    const fn string(name: &'static str, title: &'static str, description: &'static str) -> Self {
        Column::new(name, ColumnType::String, title, description)
    }

    const fn integer(name: &'static str, title: &'static str, description: &'static str) -> Self {
        Column::new(name, ColumnType::Integer, title, description)
    }

    const fn number(name: &'static str, title: &'static str, description: &'static str) -> Self {
        Column::new(name, ColumnType::Number, title, description)
    }

    const fn between(mut self, low: f64, high: f64) -> Self {
        self.range = Some((low, high));
        self
    }

    const fn one_of(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }
}

/// A place in a table: a column that stands once, or one that is repeated for each side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Place {
    /// Stands once.
    Once(Column),
    /// Stands once for each side, with the side's id as prefix. Neighbors of this kind are repeated as one block.
    EachSide(Column),
}

impl Place {
    /// The column.
    pub const fn column(&self) -> &Column {
        match self {
            Place::Once(column) | Place::EachSide(column) => column,
        }
    }
}

/// Columns whose values are a key of another table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForeignKey {
    /// Columns of this table.
    pub columns: &'static [&'static str],
    /// The name of the other table.
    pub table: &'static str,
    /// Its columns, in the same order.
    pub keys: &'static [&'static str],
}

/// A table: what a row is, and its columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Schema {
    /// `comparison`; its file is `comparison.csv`.
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// When to open it, and what to know first.
    pub description: &'static str,
    /// In order.
    pub places: &'static [Place],
    /// Columns that together tell rows apart; none where rows may repeat.
    pub key: &'static [&'static str],
    /// Columns that point into other tables.
    pub foreign_keys: &'static [ForeignKey],
}

impl Schema {
    /// The file that holds the table as CSV.
    pub fn file_name(&self) -> String {
        format!("{}.csv", self.name)
    }
}

/// The schema of that name.
pub fn schema(name: &str) -> Option<&'static Schema> {
    ALL.into_iter().find(|schema| schema.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn names_are_snake_case_and_mean_one_thing() {
        let mut seen: BTreeMap<&str, &Column> = BTreeMap::new();
        for schema in ALL {
            let place = |p: &Place| (p.column().name, matches!(p, Place::EachSide(_)));
            let mut names: Vec<_> = schema.places.iter().map(place).collect();
            for column in schema.places.iter().map(Place::column) {
                assert!(column.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
                assert!(column.name.starts_with(|c: char| c.is_ascii_lowercase()), "{}", column.name);
                assert!(column.description.ends_with('.'), "{}: {}", column.name, column.description);
                assert!(!column.title.is_empty() && !column.title.ends_with('.'), "{}", column.name);
                if (schema.name, column.name) != ("matches", "stance") {
                    assert_eq!(
                        **seen.entry(column.name).or_insert(column),
                        *column,
                        "{} is defined twice",
                        column.name
                    );
                }
            }
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), schema.places.len(), "{} repeats a column", schema.name);
        }
    }

    #[test]
    fn keys_name_columns_that_are_there() {
        let has = |table: &str, name: &str| {
            schema(table).is_some_and(|s| s.places.iter().any(|p| matches!(p, Place::Once(c) if c.name == name)))
        };
        for table in ALL {
            assert!(table.key.iter().all(|name| has(table.name, name)), "key of {}", table.name);
            for foreign in table.foreign_keys {
                assert_eq!(foreign.columns.len(), foreign.keys.len());
                assert!(
                    foreign.columns.iter().all(|name| has(table.name, name)),
                    "{} of {}",
                    foreign.table,
                    table.name
                );
                assert!(
                    foreign.keys.iter().all(|name| has(foreign.table, name)),
                    "{} of {}",
                    foreign.table,
                    table.name
                );
            }
        }
    }
}
