//! `datapackage.json`: a Frictionless description of the tables that a folder holds, so that other programs read
//! every column with its type, meaning and links (<https://datapackage.org>).

use super::layout::{Field, Layout};
use super::schema::{ColumnType, ForeignKey};
use serde_json::{Map, Value, json};

/// How the CSV files of the folder are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between cells.
    pub delimiter: char,
    /// Between a number's whole and its decimals.
    pub decimal: char,
    /// Between rows.
    pub line_end: &'static str,
}

impl Default for Dialect {
    fn default() -> Self {
        Dialect { delimiter: ',', decimal: '.', line_end: "\n" }
    }
}

/// The description of a folder of tables.
#[derive(Clone, Copy, Debug)]
pub struct DataPackage<'a> {
    /// The dispute's id.
    pub name: &'a str,
    /// The dispute's title.
    pub title: &'a str,
    /// What wrote it, `demarche 0.1.0`.
    pub creator: &'a str,
    /// The tables that are there.
    pub layouts: &'a [Layout],
    /// How they are written.
    pub dialect: Dialect,
}

impl DataPackage<'_> {
    /// The file's content.
    pub fn to_json(&self) -> Value {
        json!({
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": self.name,
            "title": self.title,
            "description": "The sides of a dispute set side by side, with the statements and matches behind every figure.",
            "contributors": [{ "title": self.creator, "roles": ["creator"] }],
            "resources": self.layouts.iter().map(|layout| self.resource(layout)).collect::<Vec<_>>(),
        })
    }

    fn resource(&self, layout: &Layout) -> Value {
        let schema = layout.schema;
        let mut table = Map::new();
        table.insert("fields".into(), layout.fields.iter().map(|field| self.field(field)).collect());
        table.insert("missingValues".into(), json!([""]));
        if !schema.key.is_empty() {
            table.insert("primaryKey".into(), json!(schema.key));
        }
        let links: Vec<Value> = schema.foreign_keys.iter().filter(|key| self.has(key.table)).map(foreign_key).collect();
        if !links.is_empty() {
            table.insert("foreignKeys".into(), links.into());
        }
        json!({
            "name": schema.name,
            "path": schema.file_name(),
            "type": "table",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "title": schema.title,
            "description": format!("A row is {}. {}", schema.row, schema.description),
            "dialect": {
                "delimiter": self.dialect.delimiter.to_string(),
                "lineTerminator": self.dialect.line_end,
                "doubleQuote": true,
                "header": true,
            },
            "schema": table,
        })
    }

    fn field(&self, field: &Field) -> Value {
        let mut described = Map::new();
        described.insert("name".into(), json!(field.name));
        described.insert("type".into(), json!(field.column.holds.as_str()));
        described.insert("title".into(), json!(field.title));
        described.insert("description".into(), json!(field.description));
        if field.column.holds == ColumnType::Number && self.dialect.decimal != '.' {
            described.insert("decimalChar".into(), json!(self.dialect.decimal.to_string()));
        }
        let mut constraints = Map::new();
        if let Some((low, high)) = field.column.range {
            constraints.insert("minimum".into(), json!(low));
            constraints.insert("maximum".into(), json!(high));
        }
        if !field.column.values.is_empty() {
            constraints.insert("enum".into(), json!(field.column.values));
        }
        if !constraints.is_empty() {
            described.insert("constraints".into(), constraints.into());
        }
        Value::Object(described)
    }

    fn has(&self, table: &str) -> bool {
        self.layouts.iter().any(|layout| layout.schema.name == table)
    }
}

fn foreign_key(key: &ForeignKey) -> Value {
    json!({ "fields": key.columns, "reference": { "resource": key.table, "fields": key.keys } })
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;
    use crate::lexicon::Side;

    #[test]
    fn links_lead_only_to_tables_that_are_there() {
        let sides = [Side { id: "us".into(), label: "United States".into(), short: "US".into() }];
        let layouts = [schema::DOCUMENTS.layout(&sides), schema::MATCHES.layout(&sides)];
        let dialect = Dialect { delimiter: ';', decimal: ',', line_end: "\r\n" };
        let package = DataPackage { name: "d", title: "D", creator: "demarche", layouts: &layouts, dialect }.to_json();
        let links = package["resources"][1]["schema"]["foreignKeys"].as_array().map(Vec::len);
        assert_eq!(links, Some(1), "statements and comparison are not in the package");
        assert_eq!(package["resources"][0]["schema"]["fields"][6]["name"], "us_statements");
        assert_eq!(package["resources"][1]["schema"]["fields"][8]["decimalChar"], ",");
        assert_eq!(package["resources"][1]["dialect"]["delimiter"], ";");
    }
}
