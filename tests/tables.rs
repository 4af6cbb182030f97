//! The tables as the world sees them: their documentation is current, and their description names every column.

use demarche::lexicon::Side;
use demarche::table::{DataPackage, Dialect, columns_markdown, schema};
use std::path::Path;

#[test]
fn the_page_of_columns_is_current() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/columns.md");
    let fresh = columns_markdown();
    if std::env::var_os("DEMARCHE_UPDATE").is_some() {
        std::fs::write(&page, &fresh).expect("docs/ can be written");
    }
    let found = std::fs::read_to_string(&page).unwrap_or_default();
    assert!(found == fresh, "docs/columns.md is behind the schemas (run DEMARCHE_UPDATE=1 cargo test --test tables)");
}

#[test]
fn the_data_package_names_every_column_with_type_title_and_description() {
    let side = |id: &str, label: &str| Side { id: id.into(), label: label.into(), short: id.to_uppercase() };
    let sides = [side("us", "United States"), side("china", "China")];
    let layouts: Vec<_> = schema::ALL.into_iter().map(|schema| schema.layout(&sides)).collect();
    let package = DataPackage {
        name: "us-china-cyber",
        title: "United States and China on cyberspace",
        creator: "demarche",
        layouts: &layouts,
        dialect: Dialect::default(),
    }
    .to_json();
    for (resource, layout) in package["resources"].as_array().expect("a list").iter().zip(&layouts) {
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let names: Vec<_> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        assert_eq!(names, layout.header().collect::<Vec<_>>(), "{}", layout.schema.name);
        for field in fields {
            assert!(
                ["type", "title", "description"].iter().all(|key| field[key].as_str().is_some_and(|v| !v.is_empty()))
            );
        }
    }
}
