//! The folder that `compare -o DIR` writes: tables as they come, the rest at the end, all or nothing.

use super::compare::{Found, OutputArgs};
use super::messages::{Failure, Messages};
use super::worker::{Batch, Wants};
use crate::compare::Measures;
use crate::document::Warning;
use crate::input::InputRecord;
use crate::lexicon::{Lexicon, Side};
use crate::output::{
    self, About, CsvProfile, CsvWriter, LexiconRecord, METHOD, OutputError, OutputFile, OutputFolder, Passages, Report,
    RunRecord, SheetId, StagedFile, WorkbookWriter, command_line,
};
use crate::scoring::Settings;
use crate::table::schema::{self, Schema};
use crate::table::{DataPackage, Layout, Row, Table, comparison_tables, rejected_table, warnings_table};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// True when `-o` names a folder: no ending of a file, or a folder that is there.
pub fn is_folder(path: &Path) -> bool {
    path.as_os_str() != "-"
        && (path.is_dir()
            || path.extension().is_none_or(|e| {
                !matches!(e.to_str(), Some("csv" | "json" | "jsonl" | "md" | "txt" | "tsv" | "gz" | "zst"))
            }) && !path.is_file())
}

/// Tables that are written while documents are read, in the order of [`Batch::cells`].
const STREAMED: [&Schema; 3] = [&schema::STATEMENTS, &schema::MATCHES, &schema::DOCUMENTS];

/// Those of them that this run writes.
fn streamed_tables(args: &OutputArgs, has_texts: bool) -> impl Iterator<Item = &'static Schema> + use<> {
    let no_matches = args.no_matches;
    STREAMED.into_iter().filter(move |table| has_texts && !(no_matches && table.name == schema::MATCHES.name))
}

/// Tables that only a run over texts can write.
const NEEDS_TEXTS: [&str; 4] =
    [schema::STATEMENTS.name, schema::MATCHES.name, schema::DOCUMENTS.name, schema::REJECTED.name];

/// A folder in the making.
pub struct FolderWriter<'l> {
    /// Stands before the folder: what is dropped first, the folder can then be removed with.
    streamed: Vec<StagedFile>,
    folder: OutputFolder,
    args: OutputArgs,
    profile: CsvProfile,
    lexicon: &'l Lexicon,
    workbook: Option<Workbook>,
    /// False when there are only counts.
    has_texts: bool,
    passages: Passages,
    rows: BTreeMap<String, u64>,
}

/// A workbook in the making, with the sheet of every table in the order of [`schema::ALL`].
struct Workbook {
    writer: WorkbookWriter,
    sheets: Vec<(&'static str, SheetId)>,
}

impl Workbook {
    fn new(
        sides: &[Side],
        has_texts: bool,
        measures: Measures,
        wanted: impl Fn(&Schema) -> bool,
    ) -> Result<Self, OutputError> {
        let mut writer = WorkbookWriter::new();
        let stands = |table: &&Schema| {
            wanted(table)
                && (sides.len() > 2 || table.name != schema::PAIRS.name)
                && (has_texts || !NEEDS_TEXTS.contains(&table.name))
        };
        let tables = schema::ALL.into_iter().filter(stands);
        let sheets = tables.map(|table| Ok((table.name, writer.begin(&table.layout_with(sides, measures))?)));
        let sheets = sheets.collect::<Result<_, OutputError>>()?;
        Ok(Workbook { writer, sheets })
    }

    fn rows(&mut self, table: &Schema, rows: &[Row]) -> Result<(), OutputError> {
        match self.sheets.iter().find(|(name, _)| *name == table.name) {
            Some(&(_, sheet)) => rows.iter().try_for_each(|row| self.writer.row(sheet, row)),
            None => Ok(()),
        }
    }
}

impl<'l> FolderWriter<'l> {
    /// Makes the folder and starts the tables, before any document is read.
    pub fn create(
        path: &Path,
        args: &OutputArgs,
        lexicon: &'l Lexicon,
        measures: Measures,
        has_texts: bool,
    ) -> Result<Self, Failure> {
        let folder = OutputFolder::create(path, args.force).map_err(Failure::error)?;
        let profile = CsvProfile::for_file(args.flavor(), args.raw);
        let mut streamed = Vec::new();
        for table in streamed_tables(args, has_texts) {
            let file = folder.open(OutputFile::Table(table)).map_err(Failure::error)?;
            let layout = table.layout(&lexicon.dispute.sides);
            let header = CsvWriter::with_header(file, profile, &layout).and_then(CsvWriter::finish);
            streamed.push(header.map_err(|e| unwritable(path, e))?);
        }
        let wanted = |table: &Schema| !(args.no_matches && table.name == schema::MATCHES.name);
        let workbook = args.xlsx.then(|| Workbook::new(&lexicon.dispute.sides, has_texts, measures, wanted));
        let workbook = workbook.transpose().map_err(Failure::error)?;
        Ok(FolderWriter {
            folder,
            args: args.clone(),
            profile,
            lexicon,
            streamed,
            has_texts,
            workbook,
            passages: Passages::new(&lexicon.dispute),
            rows: BTreeMap::new(),
        })
    }

    /// What each document must bring.
    pub fn wants(&self) -> Wants {
        Wants {
            csv: Some(self.profile),
            no_matches: self.args.no_matches,
            cells: self.args.xlsx,
            documents: !self.args.no_report || self.args.xlsx,
            ..Wants::default()
        }
    }

    /// Writes the rows of a batch.
    pub fn take(&mut self, batch: Batch) -> Result<(), Failure> {
        let bytes = |table: &Schema| match table.name {
            name if name == schema::STATEMENTS.name => &batch.statements,
            name if name == schema::MATCHES.name => &batch.matches,
            _ => &batch.documents,
        };
        for (file, table) in self.streamed.iter_mut().zip(streamed_tables(&self.args, self.has_texts)) {
            file.write_all(bytes(table)).map_err(|e| unwritable(self.folder.path(), e))?;
        }
        if let Some(workbook) = &mut self.workbook {
            for (table, rows) in STREAMED.into_iter().zip(&batch.cells) {
                workbook.rows(table, rows).map_err(Failure::error)?;
            }
        }
        for scored in batch.scored {
            self.passages.take(scored, super::worker::names(self.lexicon));
        }
        *self.rows.entry("documents".to_owned()).or_default() += batch.document_count;
        *self.rows.entry("statements".to_owned()).or_default() += batch.statement_count;
        Ok(())
    }

    /// Ends the tables that were written while documents were read, so that they are on their way to the disk while figures are
    /// made.
    pub fn end_rows(&mut self) -> Result<(), Failure> {
        std::mem::take(&mut self.streamed)
            .into_iter()
            .try_for_each(|file| self.folder.keep(file))
            .map_err(Failure::error)
    }

    /// Says how many documents and statements there were, when they were not taken one by one.
    pub fn count(&mut self, documents: u64, statements: u64) {
        self.rows.insert("documents".to_owned(), documents);
        self.rows.insert("statements".to_owned(), statements);
    }

    /// Writes what is known only at the end and gives every file its name.
    pub fn finish(
        mut self,
        found: &Found,
        inputs: Vec<output::InputRecord>,
        scoring: Map<String, Value>,
        messages: &Messages,
    ) -> Result<(), Failure> {
        self.end_rows()?;
        let dispute = &self.lexicon.dispute;
        let mut tables: Vec<Table<'_>> = comparison_tables(&found.comparison, dispute);
        // The cautions of the comparison and those about documents are one table.
        tables.retain(|table| table.layout.schema.name != schema::WARNINGS.name);
        let warnings: Vec<&Warning> = found.comparison.warnings.iter().chain(&found.warnings).collect();
        tables.push(warnings_table(warnings, &dispute.sides));
        if self.has_texts {
            let rejected = found.rejected.iter().map(|r| (r.document.as_str(), r.reason.as_str()));
            tables.push(rejected_table(rejected, &dispute.sides));
        }
        self.rows.extend(tables.iter().map(|table| (table.layout.schema.name.to_owned(), table.rows.len() as u64)));
        let record = self.record(found, inputs, scoring);
        let passages = std::mem::replace(&mut self.passages, Passages::new(dispute));
        let report = Report {
            comparison: &found.comparison,
            tables: &tables,
            names: super::worker::names(self.lexicon),
            run: &record,
            passages: &passages,
        };
        let has_report = !self.args.no_report && self.has_texts;
        // The report is made while everything else is written.
        let page = std::thread::scope(|scope| {
            let page = has_report.then(|| scope.spawn(|| report.render()));
            self.write_tables(&tables)?;
            self.write_package(&tables)?;
            self.write_workbook(found, &tables, &record, &passages)?;
            Ok(page.map(|page| page.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))))
        })?;
        if let Some(page) = page {
            self.write_text(OutputFile::Report, &page)?;
        }
        self.write_text(OutputFile::Run, &record.to_json())?;
        let path = self.folder.path().display().to_string();
        let names = self.folder.commit().map_err(Failure::error)?;
        messages.note(format_args!("wrote {path}: {}", names.join(" ")));
        Ok(())
    }

    fn write_tables(&mut self, tables: &[Table]) -> Result<(), Failure> {
        for table in tables {
            let profile = self.profile;
            let path = self.folder.path().to_path_buf();
            self.folder
                .write(OutputFile::Table(table.layout.schema), |out| {
                    output::write_csv(out, table, profile)
                        .map_err(|source| OutputError::Io { path: path.clone(), source })
                })
                .map_err(Failure::error)?;
        }
        Ok(())
    }

    fn write_package(&mut self, tables: &[Table]) -> Result<(), Failure> {
        let dispute = &self.lexicon.dispute;
        let streamed = streamed_tables(&self.args, self.has_texts);
        let mut layouts: Vec<Layout> = streamed.map(|table| table.layout(&dispute.sides)).collect();
        layouts.extend(tables.iter().map(|table| table.layout.clone()));
        layouts.sort_by_key(|layout| schema::ALL.iter().position(|s| s.name == layout.schema.name));
        let package = DataPackage {
            name: &dispute.id,
            title: &dispute.title,
            creator: concat!("demarche ", env!("CARGO_PKG_VERSION")),
            layouts: &layouts,
            dialect: self.profile.dialect(),
        };
        let text = serde_json::to_string_pretty(&package.to_json()).expect("maps have string keys");
        self.write_text(OutputFile::DataPackage, &(text + "\n"))
    }

    fn record(&mut self, found: &Found, inputs: Vec<output::InputRecord>, scoring: Map<String, Value>) -> RunRecord {
        let dispute = &self.lexicon.dispute;
        let arguments: Vec<String> = std::env::args_os().skip(1).map(|a| a.to_string_lossy().into_owned()).collect();
        let settings = json!({
            "sides": dispute.sides.iter().map(|s| s.id.as_str()).collect::<Vec<_>>(),
            "replicates": found.comparison.settings.replicates,
            "permutations": found.comparison.settings.permutations,
            "period": found.comparison.settings.period.as_str(),
            "prior_words": found.comparison.settings.prior_words,
            "term_count_at_least": found.comparison.settings.term_count_at_least,
            "measures": found.comparison.settings.measures.iter().map(|m| m.as_str()).collect::<Vec<_>>(),
            "unit": found.comparison.unit.as_str(),
        });
        let mut all = scoring;
        all.extend(settings.as_object().cloned().unwrap_or_default());
        RunRecord {
            program: "demarche".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            command: command_line("demarche", arguments.iter().map(String::as_str)),
            seed: found.comparison.settings.seed,
            lexicon: LexiconRecord {
                id: dispute.id.clone(),
                version: dispute.version.clone(),
                sha256: self.lexicon.digest.clone(),
            },
            inputs,
            settings: all,
            counts: std::mem::take(&mut self.rows),
        }
    }

    fn write_workbook(
        &mut self,
        found: &Found,
        tables: &[Table],
        record: &RunRecord,
        passages: &Passages,
    ) -> Result<(), Failure> {
        let Some(mut workbook) = self.workbook.take() else { return Ok(()) };
        let passages = self.has_texts.then_some(passages);
        let names = super::worker::names(self.lexicon);
        workbook.writer.show(&found.comparison, names, passages).map_err(Failure::error)?;
        for table in tables {
            workbook.rows(table.layout.schema, &table.rows).map_err(Failure::error)?;
        }
        let mut settings = vec![
            ("version".to_owned(), record.version.clone()),
            ("command".to_owned(), record.command.clone()),
            ("seed".to_owned(), record.seed.to_string()),
            (
                "lexicon".to_owned(),
                format!("{} {} ({})", record.lexicon.id, record.lexicon.version, record.lexicon.sha256),
            ),
        ];
        settings.extend(record.settings.iter().map(|(name, value)| (name.clone(), value.to_string())));
        let about = About { title: &self.lexicon.dispute.title, method: &METHOD, settings: &settings };
        self.folder.write(OutputFile::Workbook, |out| workbook.writer.finish(&about, out)).map_err(Failure::error)
    }

    fn write_text(&mut self, file: OutputFile, text: &str) -> Result<(), Failure> {
        let path = self.folder.path().to_path_buf();
        self.folder
            .write(file, |out| out.write_all(text.as_bytes()).map_err(|source| OutputError::Io { path, source }))
            .map_err(Failure::error)
    }
}

/// How statements were found and scored, for `run.json` and for states.
pub fn scoring_record(scoring: &Settings, dedupe: bool) -> Map<String, Value> {
    let record = json!({
        "min_confidence": scoring.min_confidence,
        "kinds": scoring.kinds.iter().map(|k| k.as_str()).collect::<Vec<_>>(),
        "corrected_documents": scoring.corrections.as_ref().map(|c| c.documents()),
        "nested": format!("{:?}", scoring.nested).to_lowercase(),
        "attribution": format!("{:?}", scoring.mode).to_lowercase(),
        "dedupe": dedupe,
    });
    record.as_object().cloned().unwrap_or_default()
}

/// What was read, for `run.json`.
pub fn input_records(inputs: Vec<InputRecord>) -> Vec<output::InputRecord> {
    let record = |input: InputRecord| output::InputRecord {
        source: input.source,
        sha256: input.sha256.unwrap_or_default(),
        files: None,
    };
    output::sum_up(inputs.into_iter().map(record).collect())
}

fn unwritable(path: &Path, source: std::io::Error) -> Failure {
    Failure::error(OutputError::Io { path: path.to_path_buf(), source })
}
