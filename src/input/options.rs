//! What the caller may say about the input: formats, columns, limits.

use serde::Serialize;

/// The formats that can be read. Gzip and Zstandard around any of them are unpacked on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Plain text: the whole file is one document.
    #[serde(rename = "txt")]
    Text,
    /// Markdown: as plain text, with YAML front matter taken off the top.
    #[serde(rename = "md")]
    Markdown,
    /// Comma-separated values (or another delimiter, which is detected): a row is a document.
    Csv,
    /// Tab-separated values: a row is a document.
    Tsv,
    /// JSON Lines: an object a line, each a document.
    #[serde(rename = "jsonl")]
    JsonLines,
    /// JSON: an object, or an array of objects, each a document.
    Json,
    /// A web page: the article in it is one document.
    Html,
    /// A Word document.
    Docx,
    /// A PDF with text.
    Pdf,
    /// A mail as it is stored: its first text part is one document.
    #[serde(rename = "eml")]
    Mail,
}

impl Format {
    /// All formats, in the order in which help and documentation list them.
    pub const ALL: [Format; 10] = [
        Format::Text,
        Format::Markdown,
        Format::Csv,
        Format::Tsv,
        Format::JsonLines,
        Format::Json,
        Format::Html,
        Format::Docx,
        Format::Pdf,
        Format::Mail,
    ];

    /// The name that `--input-format` takes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Format::Text => "txt",
            Format::Markdown => "md",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::JsonLines => "jsonl",
            Format::Json => "json",
            Format::Html => "html",
            Format::Docx => "docx",
            Format::Pdf => "pdf",
            Format::Mail => "eml",
        }
    }

    /// The format of that name or file extension, in any case: `txt`, `markdown`, `NDJSON`.
    ///
    /// ```
    /// use demarche::input::Format;
    /// assert_eq!(Format::from_name("ndjson"), Some(Format::JsonLines));
    /// assert_eq!(Format::from_name("xlsx"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Format> {
        match name.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "csv" => Some(Format::Csv),
            "tsv" | "tab" => Some(Format::Tsv),
            "jsonl" | "ndjson" => Some(Format::JsonLines),
            "json" => Some(Format::Json),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "docx" => Some(Format::Docx),
            "pdf" => Some(Format::Pdf),
            "eml" => Some(Format::Mail),
            _ => None,
        }
    }

    /// True when a file of this format holds many documents.
    pub const fn is_table(self) -> bool {
        matches!(self, Format::Csv | Format::Tsv | Format::JsonLines | Format::Json)
    }

    /// True when the format has an encoding of its own, so that its bytes are not decoded as text.
    pub(super) const fn is_packed(self) -> bool {
        matches!(self, Format::Docx | Format::Pdf | Format::Mail)
    }
}

/// A random share of the documents, the same ones in every run with the same seed, whatever their order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// The share to keep, 0..1.
    pub share: f64,
    /// The seed.
    pub seed: u64,
}

impl Sample {
    /// Whether the document of this id is in the sample.
    pub fn keeps(&self, id: &str) -> bool {
        Sample::place(self.seed, id) < self.share
    }

    /// Where a document stands in 0..1, by a hash of its id: a sample of share x keeps those under x.
    pub fn place(seed: u64, id: &str) -> f64 {
        // The top 53 bits of the hash make a number in 0..1.
        let hash = super::ids::hash(seed, id);
        ((hash >> 11) as f64) / ((1u64 << 53) as f64)
    }
}

/// A first look at the input, for all values of a column: tables are read without their texts, and unless a sample is drawn
/// or documents are counted, a value stands in the first document that has it, and documents have no ids. Sources have no
/// digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstLook {
    /// The values of the speaker column.
    Speakers,
    /// The values of the side column.
    Sides,
}

/// How to read the input. The default detects everything and refuses documents above 64 MiB.
#[derive(Clone, Debug, PartialEq)]
pub struct InputOptions {
    /// The column (or JSON field) that holds the text.
    pub text_column: Option<String>,
    /// The column that holds the speaker's name.
    pub speaker_column: Option<String>,
    /// The column that holds the side.
    pub side_column: Option<String>,
    /// The column that holds the date.
    pub date_column: Option<String>,
    /// The column that holds the document's id.
    pub id_column: Option<String>,
    /// Reads every input as this format, whatever its name says.
    pub input_format: Option<Format>,
    /// Stops after this many documents.
    pub limit: Option<u64>,
    /// Keeps a random share of the documents.
    pub sample: Option<Sample>,
    /// Stops at the first document that cannot be read.
    pub strict: bool,
    /// The tables were written by this program with its guard against spreadsheet formulas, so that one leading
    /// `'` is taken off the cells that [`unguard`] describes. False for everybody else's tables: there an
    /// apostrophe is the author's.
    pub guarded: bool,
    /// Only who speaks is wanted, not what is said.
    pub first_look: Option<FirstLook>,
    /// The values, sorted, that the side column is known to have. A document with another one ends the reading: see
    /// [`Documents::unforeseen`](super::Documents::unforeseen).
    pub foreseen_sides: Option<Vec<String>>,
    /// The most bytes that one document may have.
    pub max_document_bytes: usize,
}

impl Default for InputOptions {
    fn default() -> Self {
        InputOptions {
            text_column: None,
            speaker_column: None,
            side_column: None,
            date_column: None,
            id_column: None,
            input_format: None,
            limit: None,
            sample: None,
            strict: false,
            guarded: false,
            first_look: None,
            foreseen_sides: None,
            max_document_bytes: 64 << 20,
        }
    }
}

impl InputOptions {
    /// The size cap, never more than a [`crate::document::Span`] can address.
    pub(super) fn cap(&self) -> usize {
        self.max_document_bytes.min(u32::MAX as usize)
    }
}

/// Takes away the apostrophe that the writers put before a text cell which a spreadsheet would run as a formula
/// (cells that match `^'*[=+\-@\t\r]` get one more `'` in front).
///
/// ```
/// use demarche::input::unguard;
/// assert_eq!(unguard("'=SUM(A1)"), "=SUM(A1)");
/// assert_eq!(unguard("''-5"), "'-5");
/// assert_eq!(unguard("'tis"), "'tis");
/// assert_eq!(unguard("=SUM(A1)"), "=SUM(A1)");
/// ```
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_answers_to_its_own_name() {
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.as_str()), Some(format));
            assert_eq!(Format::from_name(&format.as_str().to_uppercase()), Some(format));
        }
    }

    #[test]
    fn a_sample_keeps_about_its_share_and_the_same_ones() {
        let sample = Sample { share: 0.25, seed: 7 };
        let kept: Vec<u32> = (0..4000).filter(|i| sample.keeps(&format!("doc-{i}"))).collect();
        assert!((900..1100).contains(&kept.len()), "{}", kept.len());
        assert!(kept.iter().all(|i| sample.keeps(&format!("doc-{i}"))));
        assert!(!Sample { share: 0.0, seed: 7 }.keeps("a"));
        assert!(Sample { share: 1.0, seed: 7 }.keeps("a"));
    }
}
