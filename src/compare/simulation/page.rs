//! What simulations write: shares with their own uncertainty, and tables that go into the page on validation.

use crate::compare::Estimate;

/// How often something was so, among the cases in which there was a figure at all.
#[derive(Clone, Copy, Default)]
pub struct Share {
    of: u32,
    defined: u32,
    all: u32,
}

impl Share {
    pub fn covers(&mut self, estimate: Estimate, truth: f64) {
        self.count(estimate.low.zip(estimate.high).map(|(low, high)| low <= truth && truth <= high));
    }

    pub fn below(&mut self, p: Option<f64>) {
        self.count(p.map(|p| p < 0.05));
    }

    pub fn count(&mut self, yes: Option<bool>) {
        self.all += 1;
        self.defined += u32::from(yes.is_some());
        self.of += u32::from(yes == Some(true));
    }

    fn per_cent(self) -> Option<f64> {
        (self.defined > 0).then(|| 100.0 * f64::from(self.of) / f64::from(self.defined))
    }

    /// The 95 % interval of the share that was simulated, in per cent (Wilson 1927).
    fn interval(self) -> (f64, f64) {
        let (n, share) = (f64::from(self.defined), f64::from(self.of) / f64::from(self.defined));
        let q = 1.96 * 1.96 / n;
        let (middle, reach) = (share + q / 2.0, (q * (share * (1.0 - share) + q / 4.0)).sqrt());
        (100.0 * (middle - reach) / (1.0 + q), 100.0 * (middle + reach) / (1.0 + q))
    }
}

/// Per cent, with the share of cases in which there was a figure at all when that is not nearly all; a dot without any.
impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Some(per_cent) = self.per_cent() else { return f.write_str("·") };
        write!(f, "{per_cent:.1}")?;
        let defined = 100.0 * f64::from(self.defined) / f64::from(self.all);
        if defined < 99.0 { write!(f, " (of {defined:.0} %)") } else { Ok(()) }
    }
}

/// What is asked of a column, and which of its rows are not so.
pub struct Asked {
    column: &'static str,
    range: (f64, f64),
    rows: u32,
    outside: Vec<String>,
}

impl Asked {
    pub fn new(column: &'static str, range: (f64, f64)) -> Self {
        Asked { column, range, rows: 0, outside: Vec::new() }
    }

    pub fn see(&mut self, row: &str, share: Share) {
        let Some(per_cent) = share.per_cent() else { return };
        self.rows += 1;
        // as it stands in the table
        let per_cent = (per_cent * 10.0).round() / 10.0;
        if per_cent < self.range.0 || per_cent > self.range.1 {
            let (low, high) = share.interval();
            self.outside.push(format!("{per_cent:.1} [{low:.1}, {high:.1}] ({row})"));
        }
    }
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Asked { column, range: (low, high), rows, outside } = self;
        write!(f, "- {column}: {} of {rows} in {low} to {high} %", rows - outside.len() as u32)?;
        if outside.is_empty() { Ok(()) } else { write!(f, "; the others {}", outside.join(", ")) }
    }
}

/// A table of the page as it grows.
pub struct Page {
    mark: &'static str,
    lines: Vec<String>,
}

impl Page {
    pub fn new(mark: &'static str, head: &[&str]) -> Self {
        let error = (0.05 * 0.95 / runs() as f64).sqrt() * 100.0;
        let runs = format!("{} comparisons a row; standard error near 5 or 95 %: {error:.1} points.", runs());
        let mut page = Page { mark, lines: vec![runs, String::new()] };
        page.row(head.iter().map(|cell| cell.to_string()));
        page.row(head.iter().map(|_| "---".to_string()));
        page
    }

    pub fn row(&mut self, cells: impl Iterator<Item = String>) {
        self.line(format!("| {} |", cells.collect::<Vec<_>>().join(" | ")));
    }

    pub fn line(&mut self, line: String) {
        println!("{line}");
        self.lines.push(line);
    }

    /// Puts the table between its marks on the page, when asked to.
    pub fn keep(self) {
        if std::env::var_os("DEMARCHE_UPDATE").is_none() || std::env::var_os("ROWS").is_some() {
            return;
        }
        let path = "docs/validation-statistics.md";
        let page = std::fs::read_to_string(path).expect("the page");
        let (start, end) = (format!("<!-- {} -->\n", self.mark), format!("<!-- end of {} -->", self.mark));
        let (before, rest) = page.split_once(&start).expect("the mark before the table");
        let (_, after) = rest.split_once(&end).expect("the mark behind the table");
        let page = format!("{before}{start}{}\n{end}{after}", self.lines.join("\n"));
        std::fs::write(path, page).expect("the page can be written");
    }
}

/// Whether a row is asked for: all are, unless `ROWS` names some, with semicolons between.
pub fn wants(row: &str) -> bool {
    std::env::var("ROWS").map_or(true, |rows| rows.split(';').any(|wanted| wanted.trim() == row))
}

pub fn runs() -> u64 {
    std::env::var("RUNS").map_or(2000, |runs| runs.parse().expect("RUNS is a number"))
}
