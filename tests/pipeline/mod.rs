//! The whole pipeline as a function, for tests: documents in, every table out, as a reader of the CSV files has them.

#![allow(dead_code, reason = "each test program uses its own part")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use demarche::compare::{Codebook, Measures, Settings, Tally};
use demarche::document::Document;
use demarche::input::{Documents, InputOptions, expand};
use demarche::lexicon::{Lexicon, SideChoice, WordClass};
use demarche::output::{CsvFlavor, CsvProfile, write_csv};
use demarche::scoring::{self, Scorer};
use demarche::table::{Cell, DocumentRows, Names, Row, Table, comparison_tables, schema};

/// Everything in `examples/` but the page about it.
pub const INPUTS: [&str; 5] = [
    "examples/export-controls.txt",
    "examples/press-conference.txt",
    "examples/statements.csv",
    "examples/summit-on-cyber.txt",
    "examples/wire-report.md",
];

/// A table as its CSV file has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub header: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// A row of a sheet by column.
pub type Record = BTreeMap<String, String>;

impl Sheet {
    /// Parses the bytes of a CSV file; rows of different lengths are a mistake.
    pub fn parse(bytes: &[u8]) -> Sheet {
        let mut reader = csv::Reader::from_reader(bytes);
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|r| r.expect("a row").iter().map(str::to_owned).collect()).collect();
        Sheet { header, rows }
    }

    /// Reads a CSV file.
    pub fn read(path: &Path) -> Sheet {
        Sheet::parse(&std::fs::read(path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    }

    /// The rows by column, in order.
    pub fn records(&self) -> Vec<Record> {
        let named = |row: &Vec<String>| self.header.iter().cloned().zip(row.iter().cloned()).collect();
        self.rows.iter().map(named).collect()
    }

    /// The cells of one column.
    pub fn column(&self, name: &str) -> Vec<&str> {
        let at = self.header.iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }
}

/// Every table of a run by its name.
pub type Tables = BTreeMap<&'static str, Sheet>;

/// The resampling of tests: enough to fill every column, few enough to be quick.
pub const QUICK: Settings = Settings {
    seed: 1,
    replicates: 60,
    permutations: 39,
    period: demarche::compare::Period::Month,
    prior_words: 500.0,
    term_count_at_least: 3,
    measures: Measures::NONE,
};

/// A path below the package.
pub fn package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Compares a page with the one that is kept; writes it anew when `DEMARCHE_UPDATE` is set.
pub fn kept(path: &Path, found: &str) {
    if std::env::var_os("DEMARCHE_UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
        std::fs::write(path, found).expect("the page can be written");
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    let difference = kept.lines().zip(found.lines()).enumerate().find(|(_, (kept, found))| kept != found);
    if let Some((line, (kept, found))) = difference {
        panic!("{}:{}: was\n{kept}\nand is\n{found}\n(DEMARCHE_UPDATE=1 keeps it)", path.display(), line + 1);
    }
    assert_eq!(kept.lines().count(), found.lines().count(), "lines of {}", path.display());
}

/// A lexicon of the fixtures, or a built-in one, with these sides.
pub fn lexicon(name_or_path: &str, sides: &[&str]) -> Lexicon {
    let choice = match sides {
        [] => SideChoice::AsWritten,
        _ => SideChoice::Only(sides.iter().map(|s| s.to_string()).collect()),
    };
    let fixture = package("tests/fixtures/lexicons").join(name_or_path);
    let name = if fixture.is_dir() { fixture.to_string_lossy().into_owned() } else { name_or_path.to_owned() };
    Lexicon::load_with(&name, &choice).unwrap_or_else(|e| panic!("{e}"))
}

/// The documents of a folder or a file, as the program reads them.
pub fn read(paths: &[&str]) -> Vec<Document> {
    let names: Vec<String> = paths.iter().map(|p| package(p).to_string_lossy().into_owned()).collect();
    let sources = expand(&names).expect("the paths are there");
    Documents::new(sources, InputOptions::default()).map(|d| d.unwrap_or_else(|e| panic!("{e}"))).collect()
}

/// The articles and transcripts of the examples and of the fixtures.
pub fn articles() -> Vec<Document> {
    let mut all = read(&["examples", "tests/fixtures/articles"]);
    all.retain(|d| {
        let name = Path::new(&d.source).file_name().and_then(|n| n.to_str()).unwrap_or_default();
        d.given.is_none() && name != "README.md" && !name.contains(".csv")
    });
    assert!(all.len() >= 16, "{} articles", all.len());
    all
}

/// Counts documents; rows of the streamed tables come along.
pub struct Counter<'l> {
    lexicon: &'l Lexicon,
    scorer: Scorer<'l>,
    rows: [Vec<Row<'static>>; 3],
    pub tally: Tally,
}

impl<'l> Counter<'l> {
    pub fn new(lexicon: &'l Lexicon) -> Self {
        let scorer = Scorer::new(lexicon, scoring::Settings::default());
        Counter { lexicon, scorer, rows: Default::default(), tally: Tally::new(&lexicon.dispute) }
    }

    pub fn add(mut self, documents: &[Document]) -> Self {
        for document in documents {
            let scored = self.scorer.score(document.clone());
            self.tally.add(&scored, self.scorer.vocabulary());
            let rows = DocumentRows::new(&scored, Names::from(self.lexicon));
            let owned = |row: Row<'_>| row.into_iter().map(Cell::into_owned).collect::<Row<'static>>();
            self.rows[0].extend(rows.statements().map(owned));
            self.rows[1].extend(rows.matches().map(owned));
            self.rows[2].push(owned(rows.document()));
        }
        self
    }

    /// Every table, as CSV writes it.
    pub fn tables(self) -> Tables {
        let mut tables = compare(self.lexicon, &self.tally);
        let sides = &self.lexicon.dispute.sides;
        let [statements, matches, documents] = self.rows;
        for (table, rows) in
            [(&schema::STATEMENTS, statements), (&schema::MATCHES, matches), (&schema::DOCUMENTS, documents)]
        {
            tables.insert(table.name, sheet(&Table::new(table, sides, rows)));
        }
        tables
    }
}

/// The tables of a comparison.
pub fn compare(lexicon: &Lexicon, tally: &Tally) -> Tables {
    let names = Names::from(lexicon);
    let pattern = |entry| names.pattern(entry).to_owned();
    let is_stop_word = |word: &str| lexicon.language.words.get(word).is_some_and(|class| class.has(WordClass::STOP));
    let codebook = Codebook { dispute: &lexicon.dispute, pattern: &pattern, is_stop_word: &is_stop_word };
    let comparison = tally.compare(&codebook, &QUICK);
    comparison_tables(&comparison, &lexicon.dispute).iter().map(|t| (t.layout.schema.name, sheet(t))).collect()
}

/// Everything at once.
pub fn run(lexicon: &Lexicon, documents: &[Document]) -> Tables {
    Counter::new(lexicon).add(documents).tables()
}

fn sheet(table: &Table) -> Sheet {
    let mut bytes = Vec::new();
    write_csv(&mut bytes, table, CsvProfile::for_file(CsvFlavor::Plain, false)).expect("memory can be written");
    Sheet::parse(&bytes)
}
