//! A schema laid out for one dispute: per-side columns repeated, with names and descriptions that say whose they are.

use super::schema::{Column, ColumnType, Place, Schema};
use super::{Cell, Row};
use crate::lexicon::{Side, SideId};

/// One column as it stands in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The header: `issue`, `us_stance`.
    pub name: String,
    /// For people: `Issue`, `United States: stance`.
    pub title: String,
    /// What it is, its unit, when it is empty.
    pub description: String,
    /// Its definition.
    pub column: Column,
    /// Whose it is, of a per-side column.
    pub side: Option<SideId>,
}

/// The fields of one table, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The table.
    pub schema: &'static Schema,
    /// Its columns, per-side ones expanded.
    pub fields: Vec<Field>,
}

impl Schema {
    /// Repeats the per-side columns for `sides`: a run of them is repeated as one block, side after side.
    pub fn layout(&'static self, sides: &[Side]) -> Layout {
        let mut fields = Vec::with_capacity(self.places.len() + sides.len() * 10);
        for block in self.places.chunk_by(|a, b| per_side(a) && per_side(b)) {
            if block.iter().all(per_side) {
                for (i, side) in sides.iter().enumerate() {
                    fields.extend(block.iter().map(|place| side_field(place.column(), side, SideId(i as u8))));
                }
            } else {
                fields.extend(block.iter().map(|place| field(place.column())));
            }
        }
        Layout { schema: self, fields }
    }
}

fn per_side(place: &Place) -> bool {
    matches!(place, Place::EachSide(_))
}

fn field(column: &Column) -> Field {
    Field {
        name: column.name.to_string(),
        title: column.title.to_string(),
        description: column.description.to_string(),
        column: *column,
        side: None,
    }
}

fn side_field(column: &Column, side: &Side, id: SideId) -> Field {
    Field {
        name: format!("{}_{}", side.id, column.name),
        title: format!("{}: {}", side.label, column.title.to_lowercase()),
        description: format!("{}: {}", side.label, column.description),
        column: *column,
        side: Some(id),
    }
}

impl Layout {
    /// The header row.
    pub fn header(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// Where the field of this name stands.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// True when `row` has one cell for each field, each of the type that its column holds.
    pub fn fits(&self, row: &[Cell]) -> bool {
        row.len() == self.fields.len()
            && row.iter().zip(&self.fields).all(|(cell, field)| match cell {
                Cell::Empty => true,
                Cell::Text(words) => {
                    let values = field.column.values;
                    field.column.holds == ColumnType::String && (values.is_empty() || values.contains(&words.as_ref()))
                }
                Cell::Integer(_) => field.column.holds == ColumnType::Integer,
                Cell::Number(figure) => {
                    field.column.holds == ColumnType::Number
                        && field.column.range.is_none_or(|(low, high)| (low..=high).contains(figure))
                }
                Cell::Date(_) => field.column.holds == ColumnType::Date,
            })
    }
}

/// A table in memory: its layout and its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Table<'a> {
    /// Which table, and its fields.
    pub layout: Layout,
    /// In order.
    pub rows: Vec<Row<'a>>,
}

impl<'a> Table<'a> {
    /// A table of `rows` that the schema's row builder made.
    pub fn new(schema: &'static Schema, sides: &[Side], rows: Vec<Row<'a>>) -> Self {
        let layout = schema.layout(sides);
        debug_assert!(rows.iter().all(|row| layout.fits(row)), "a row of {} does not fit its layout", schema.name);
        Table { layout, rows }
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;

    fn sides(ids: &[&str]) -> Vec<Side> {
        ids.iter().map(|id| Side { id: id.to_string(), label: id.to_uppercase(), short: id.to_string() }).collect()
    }

    fn header(schema: &'static Schema, ids: &[&str]) -> String {
        schema.layout(&sides(ids)).header().collect::<Vec<_>>().join(",")
    }

    #[test]
    fn per_side_columns_come_side_after_side() {
        assert_eq!(
            header(&schema::TERMS, &["us", "china"]),
            "term,form,us_count,us_per_1000,china_count,china_per_1000,log_odds,z,log_ratio,lrc,g2,q,leans"
        );
        assert_eq!(
            header(&schema::DOCUMENTS, &["a", "b", "c"]),
            "document,title,date,source,tokens,statements,a_statements,b_statements,c_statements,own_voice_tokens,\
             boilerplate_tokens,language"
        );
    }

    #[test]
    fn the_comparison_has_the_columns_of_its_contract() {
        assert_eq!(
            header(&schema::COMPARISON, &["us", "china"]),
            "issue,label,proposition,\
             us_statements,us_tokens,us_hits,us_per_1000,us_stance,us_stance_low,us_stance_high,us_evidence,us_quote,\
             us_quote_statement,\
             china_statements,china_tokens,china_hits,china_per_1000,china_stance,china_stance_low,china_stance_high,\
             china_evidence,china_quote,china_quote_statement,\
             log_ratio,log_ratio_low,log_ratio_high,g2,p,q,gap,gap_low,gap_high,gap_p,gap_q,unit,reading"
        );
    }

    #[test]
    fn cells_of_the_wrong_type_do_not_fit() {
        let layout = schema::REJECTED.layout(&[]);
        assert!(layout.fits(&[Cell::from("a"), Cell::Empty]));
        assert!(!layout.fits(&[Cell::from("a")]));
        assert!(!layout.fits(&[Cell::from("a"), Cell::Integer(1)]));
    }
}
