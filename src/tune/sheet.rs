//! Sheets of statements to code next: those from which a lexicon would learn most, drawn evenly from sides and issues.
//!
//! Scored documents come in; a sheet with an empty column for the code goes out, and comes back as labels. What is drawn
//! is where the lexicon is in doubt: it speaks both ways, mentions the issue without a stand, stands near zero, or rests
//! on one entry. A fifth are statements without any hit, so that what a lexicon misses is seen as well. The coder
//! is not told what the lexicon thinks. The draw is by a hash of seed and statement: the same for any order of reading.

use super::gold::GoldError;
use super::table::CodeTable;
use crate::compare::hash::{document_key, mix2};
use crate::lexicon::{IssueId, Lexicon, SideId};
use crate::scoring::{IssueScore, ScoredDocument};
use crate::text::{guard, unguard};
use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};

/// Why a statement is worth coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Evidence in favor and against.
    Mixed,
    /// The issue is mentioned, no stand is found.
    TopicOnly,
    /// The sum is below the dispute's threshold, or a modifier has shrunk it.
    NearZero,
    /// One entry alone decides.
    OneEntry,
    /// No hit on any issue.
    NoHit,
}

impl Reason {
    const ALL: [Reason; 5] = [Reason::Mixed, Reason::TopicOnly, Reason::NearZero, Reason::OneEntry, Reason::NoHit];

    /// As the sheet's column says it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::Mixed => "both ways",
            Reason::TopicOnly => "mention only",
            Reason::NearZero => "near zero",
            Reason::OneEntry => "one entry",
            Reason::NoHit => "no hit",
        }
    }
}

/// A statement to be coded on an issue.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToCode {
    number: u64,
    document: String,
    statement: usize,
    speaker: String,
    text: String,
}

/// Draws statements for a sheet.
pub struct SheetDrawer<'l> {
    lexicon: &'l Lexicon,
    seed: u64,
    rows: usize,
    /// Texts that have a label already.
    coded: HashSet<String>,
    buckets: BTreeMap<(IssueId, SideId, Reason), Vec<ToCode>>,
}

/// A row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetRow {
    issue: IssueId,
    side: SideId,
    reason: Reason,
    statement: ToCode,
}

impl<'l> SheetDrawer<'l> {
    /// A drawer of `rows` rows that leaves out the texts of `coded`.
    pub fn new(lexicon: &'l Lexicon, seed: u64, rows: usize, coded: impl IntoIterator<Item = String>) -> Self {
        let coded = coded.into_iter().map(|text| plain(&text)).collect();
        SheetDrawer { lexicon, seed, rows, coded, buckets: BTreeMap::new() }
    }

    /// Offers the statements of a document that belong to a side.
    pub fn offer(&mut self, scored: &ScoredDocument) {
        let threshold = self.lexicon.dispute.scoring.neutral_below.max(0.5);
        for (at, (statement, score)) in scored.attributed.statements.iter().zip(&scored.scores).enumerate() {
            let Some(side) = statement.side().filter(|_| statement.within.is_none()) else { continue };
            let parts: Vec<&str> = statement.content.iter().map(|span| span.slice(&scored.document.text)).collect();
            let text = parts.join(" … ").split_whitespace().collect::<Vec<_>>().join(" ");
            if self.coded.contains(&plain(&text)) {
                continue;
            }
            let number = mix2(self.seed, mix2(document_key(&scored.document.id), at as u64));
            let to_code = || ToCode {
                number,
                document: scored.document.id.clone(),
                statement: at + 1,
                speaker: statement.speaker.as_ref().map_or(String::new(), |s| s.name.clone()),
                text: text.clone(),
            };
            let hits: Vec<&IssueScore> = score.issues.iter().filter(|i| i.hits > 0).collect();
            for issue in &hits {
                if let Some(reason) = reason(issue, threshold) {
                    self.keep((issue.issue, side, reason), to_code());
                }
            }
            let issues = self.lexicon.dispute.issues.len() as u64;
            if hits.is_empty() && score.tokens >= 5 && issues > 0 {
                let issue = IssueId((number % issues) as _);
                self.keep((issue, side, Reason::NoHit), to_code());
            }
        }
    }

    fn keep(&mut self, bucket: (IssueId, SideId, Reason), statement: ToCode) {
        let kept = self.buckets.entry(bucket).or_default();
        kept.push(statement);
        // What cannot be drawn any more is dropped now and then, so that memory does not grow with the texts.
        if kept.len() > 4 * self.rows + 64 {
            kept.sort();
            kept.truncate(self.rows);
        }
    }

    /// The rows, taken in turn from reasons, issues and sides.
    pub fn draw(mut self) -> Vec<SheetRow> {
        for kept in self.buckets.values_mut() {
            kept.sort_by(|a, b| b.cmp(a));
        }
        let mut seen: HashSet<String> = HashSet::new();
        let mut rows = Vec::new();
        let mut left = true;
        while left && rows.len() < self.rows {
            left = false;
            for reason in Reason::ALL {
                for (&(issue, side, of), kept) in &mut self.buckets {
                    if of != reason || rows.len() >= self.rows {
                        continue;
                    }
                    // Copies are coded once.
                    while let Some(statement) = kept.pop() {
                        left = true;
                        if seen.insert(format!("{}\n{}", issue.0, plain(&statement.text))) {
                            rows.push(SheetRow { issue, side, reason, statement });
                            break;
                        }
                    }
                }
            }
        }
        rows
    }
}

fn reason(issue: &IssueScore, threshold: f64) -> Option<Reason> {
    let (favor, against) = (issue.favor.to_f64(), issue.against.to_f64());
    match issue.stance_matches {
        0 => Some(Reason::TopicOnly),
        _ if favor > 0.0 && against > 0.0 => Some(Reason::Mixed),
        _ if (favor - against).abs() < threshold => Some(Reason::NearZero),
        1 => Some(Reason::OneEntry),
        _ => None,
    }
}

/// Letters and digits alone: copies differ in marks and case.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Writes a sheet; `stance` is for the code: favor, against, or neutral.
///
/// # Errors
/// Of the writer.
pub fn write_sheet(out: &mut dyn Write, lexicon: &Lexicon, rows: &[SheetRow]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record([
        "group",
        "statement",
        "side",
        "speaker",
        "text",
        "issue",
        "proposition",
        "stance",
        "reason",
    ])?;
    for SheetRow { issue, side, reason, statement } in rows {
        let issue = &lexicon.dispute.issues[usize::from(issue.0)];
        writer.write_record([
            &*guard(&statement.document),
            &statement.statement.to_string(),
            &lexicon.dispute.sides[usize::from(side.0)].id,
            &*guard(&statement.speaker),
            &*guard(&statement.text),
            &issue.id,
            &*guard(&issue.proposition),
            "",
            reason.as_str(),
        ])?;
    }
    writer.flush()
}

/// Coded rows of sheets and tables of labels, as one table of labels.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// By issue and text: stance, side, group.
    rows: BTreeMap<(String, String), [String; 3]>,
    order: Vec<(String, String)>,
}

impl Labels {
    /// Adds the coded rows of a table and says how many there are; rows without a code are left for later.
    ///
    /// # Errors
    /// When a column is missing, a code is no code, or a text has another code already.
    pub fn take(&mut self, name: &str, table: &str) -> Result<usize, GoldError> {
        use super::classes::Scale;
        let table = CodeTable::read(name, table)?;
        let (text, issue) = (table.needed(&["text"])?, table.needed(&["issue"])?);
        let stance = table.needed(&["stance", "label"])?;
        let (side, group) = (table.column("side"), table.column("group"));
        let mut taken = 0;
        for row in table.rows() {
            let (row, line) = row?;
            let cell = |column: usize| unguard(row.get(column).unwrap_or("").trim()).to_owned();
            let code = cell(stance);
            if code.is_empty() || cell(text).is_empty() {
                continue;
            }
            let class = Scale::Stance.read(&code).ok_or_else(|| {
                table.wrong(line, &format!("\"{code}\" is no code (write favor, against or neutral)"))
            })?;
            let code = Scale::Stance.name(class).to_owned();
            let key = (cell(issue), cell(text));
            let some = |column: Option<usize>| column.map(cell).unwrap_or_default();
            match self.rows.get(&key) {
                Some([before, ..]) if *before != code => {
                    let message = format!("the text is {before} already and {code} here (keep one)");
                    return Err(table.wrong(line, &message));
                }
                Some(_) => {}
                None => {
                    self.rows.insert(key.clone(), [code, some(side), some(group)]);
                    self.order.push(key);
                    taken += 1;
                }
            }
        }
        Ok(taken)
    }

    /// Texts that have a label.
    pub fn texts(&self) -> impl Iterator<Item = String> + '_ {
        self.order.iter().map(|(_, text)| text.clone())
    }

    /// True without a label.
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Writes the columns text, issue, stance, side, group, in the order in which labels came.
    ///
    /// # Errors
    /// Of the writer.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["text", "issue", "stance", "side", "group"])?;
        for key in &self.order {
            let (issue, text) = key;
            let [stance, side, group] = &self.rows[key];
            writer.write_record([&*guard(text), issue, stance, side, &*guard(group)])?;
        }
        writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_taken_once_and_must_not_differ() {
        let mut labels = Labels::default();
        let sheet = "text,issue,stance,side,group\na,x,pro,us,d1\nb,x,,us,d1\n'=c,x,against,us,d2\n";
        assert_eq!(labels.take("sheet.csv", sheet), Ok(2));
        assert_eq!(labels.take("again.csv", "text,issue,stance\na,x,favor\n"), Ok(0));
        let mut out = Vec::new();
        labels.write(&mut out).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "text,issue,stance,side,group\na,x,favor,us,d1\n'=c,x,against,us,d2\n"
        );
        let error = labels.take("other.csv", "text,issue,stance\na,x,against\n").unwrap_err();
        assert_eq!(error.to_string(), "other.csv:2: the text is favor already and against here (keep one)");
        let error = labels.take("other.csv", "text,issue,stance\nz,x,maybe\n").unwrap_err();
        assert_eq!(error.to_string(), "other.csv:2: \"maybe\" is no code (write favor, against or neutral)");
    }
}
