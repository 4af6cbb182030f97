//! The comparison as a memo in Markdown: what the report says first, to paste into a text of one's own.
//!
//! A comparison comes in; headings, two tables, quotes and cautions go out. The figures are those of the tables, with two
//! decimals. Words of the texts cannot become markup.

use super::answer::{
    answer, caution, cautions, counted, evidence, grouped, issue_label, side_label, sign, stance_word, with_interval,
};
use super::grid::escaped;
use super::quotation::unquoted;
use crate::compare::{Comparison, Evidence, IssueComparison, Portrayal, Position};
use crate::lexicon::{Dispute, SideId};
use crate::table::fixed;
use crate::text::harmless::harmless;
use std::io::{self, Write};

/// Writes the memo.
pub fn write_memo(out: &mut dyn Write, comparison: &Comparison, dispute: &Dispute) -> io::Result<()> {
    let memo = Memo { comparison, dispute };
    memo.opening(out)?;
    memo.stance(out)?;
    memo.attention(out)?;
    memo.quotes(out)?;
    memo.portrayals(out)?;
    memo.cautions(out)
}

struct Memo<'a> {
    comparison: &'a Comparison,
    dispute: &'a Dispute,
}

impl Memo<'_> {
    fn opening(&self, out: &mut dyn Write) -> io::Result<()> {
        let counts = &self.comparison.documents;
        writeln!(out, "# {}\n", safe(&self.dispute.title))?;
        writeln!(
            out,
            "{} in {}, {} words.",
            counted(counts.statements, "statement", "statements"),
            counted(counts.documents, "document", "documents"),
            grouped(counts.tokens)
        )?;
        for side in &self.comparison.sides {
            let said = counted(side.statements, "statement", "statements");
            writeln!(out, "{}: {said}, {} words.", self.named(side.side), grouped(side.tokens))?;
        }
        answer(self.comparison, self.dispute).iter().try_for_each(|sentence| writeln!(out, "\n{}", safe(sentence)))
    }

    fn stance(&self, out: &mut dyn Write) -> io::Result<()> {
        let unit = self.comparison.unit.plural();
        writeln!(out, "\n## Where they stand\n")?;
        writeln!(out, "From -1, against the proposition, to +1, in favor; 95 % intervals over {unit}.\n")?;
        let gap = self.dispute.sides.len() == 2;
        self.head(out, &["Issue", "Proposition"], if gap { &["Gap"] } else { &[] })?;
        for issue in &self.comparison.issues {
            let proposition = self.dispute.issues.get(usize::from(issue.issue.0)).map_or("", |i| &i.proposition);
            let mut cells = vec![self.issue(issue), safe(proposition)];
            cells.extend(issue.positions.iter().map(stance));
            if gap {
                cells.push(with_interval(&issue.contrast.gap).map_or("none".into(), |figure| safe(&figure)));
            }
            row(out, &cells)?;
        }
        Ok(())
    }

    fn attention(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n## What they talk about\n\nHits per 1,000 words of a side's statements.\n")?;
        let two = self.dispute.sides.len() == 2;
        self.head(out, &["Issue"], if two { &["Log ratio", "q"] } else { &[] })?;
        for issue in &self.comparison.issues {
            let mut cells = vec![self.issue(issue)];
            cells.extend(issue.positions.iter().map(attention));
            if two {
                let figure = with_interval(&issue.contrast.log_ratio);
                cells.push(figure.map_or("none".into(), |figure| safe(&figure)));
                cells.push(issue.contrast.q.map_or("none".into(), |q| fixed(q, 3)));
            }
            row(out, &cells)?;
        }
        Ok(())
    }

    fn quotes(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n## In their words")?;
        for issue in self.comparison.issues.iter().filter(|issue| issue.positions.iter().any(|p| p.quote.is_some())) {
            writeln!(out, "\n**{}**\n", self.issue(issue))?;
            for position in &issue.positions {
                if let Some(quote) = &position.quote {
                    let place = safe(&format!("{}:{}", quote.document, quote.statement));
                    writeln!(out, "- {}: “{}” ({place})", self.named(position.side), safe(unquoted(&quote.text)))?;
                }
            }
        }
        Ok(())
    }

    fn portrayals(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.comparison.portrayals.iter().all(|portrayal| portrayal.mentions == 0) {
            return Ok(());
        }
        writeln!(out, "\n## How they speak about each other\n\nValence from -1, unfavorable, to +1, favorable.\n")?;
        self.head(out, &["Who speaks, about"], &[])?;
        for side in self.sides() {
            let of = |about| self.comparison.portrayals.iter().find(|p| p.side == side && p.about == about);
            let mut cells = vec![self.named(side)];
            cells.extend(self.sides().map(|about| of(about).map_or(String::new(), valence)));
            row(out, &cells)?;
        }
        Ok(())
    }

    fn cautions(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\n## Read with care\n")?;
        for (code, alike) in cautions(&self.comparison.warnings) {
            let Some(first) = alike.first() else { continue };
            let more = match alike.len() - 1 {
                0 => String::new(),
                more => format!(" ({more} more in warnings.csv)"),
            };
            writeln!(out, "- {}: {}{more}", code.as_str(), safe(&caution(first, self.dispute)))?;
        }
        writeln!(out, "- Figures count words of a lexicon. They say what was said, not what is true.")
    }

    /// The head of a table with a column for each side.
    fn head(&self, out: &mut dyn Write, before: &[&str], after: &[&str]) -> io::Result<()> {
        let mut cells: Vec<String> = before.iter().map(|name| (*name).to_owned()).collect();
        cells.extend(self.sides().map(|side| self.named(side)));
        cells.extend(after.iter().map(|name| (*name).to_owned()));
        row(out, &cells)?;
        writeln!(out, "|{}", "---|".repeat(cells.len()))
    }

    fn issue(&self, issue: &IssueComparison) -> String {
        safe(issue_label(self.dispute, issue.issue))
    }

    fn named(&self, side: SideId) -> String {
        format!("{} {}", sign(side), safe(side_label(self.dispute, side)))
    }

    fn sides(&self) -> impl Iterator<Item = SideId> + use<> {
        (0..self.dispute.sides.len()).map(|i| SideId(i as u8))
    }
}

fn row(out: &mut dyn Write, cells: &[String]) -> io::Result<()> {
    writeln!(out, "| {} |", cells.join(" | "))
}

fn stance(position: &Position) -> String {
    match (stance_word(position.stance.value), with_interval(&position.stance)) {
        (Some(word), Some(figure)) => format!("{word} {}, {}", safe(&figure), evidence(position)),
        _ => "none shown".into(),
    }
}

fn attention(position: &Position) -> String {
    match position.per_1000 {
        Some(rate) => format!("{} ({})", fixed(rate, 1), counted(position.hits, "hit", "hits")),
        None => "no statement".into(),
    }
}

fn valence(portrayal: &Portrayal) -> String {
    let mentions = counted(portrayal.mentions, "mention", "mentions");
    match with_interval(&portrayal.valence) {
        Some(figure) if portrayal.evidence == Evidence::Thin => format!("{}, thin, {mentions}", safe(&figure)),
        Some(figure) => format!("{}, {mentions}", safe(&figure)),
        None => mentions,
    }
}

/// One line of words that stay words.
fn safe(text: &str) -> String {
    escaped(&harmless(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::sample;

    fn written(comparison: &Comparison, dispute: &Dispute) -> String {
        let mut bytes = Vec::new();
        write_memo(&mut bytes, comparison, dispute).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_memo_of_the_sample() {
        insta::assert_snapshot!("memo", written(&sample::comparison(), &sample::dispute()));
    }

    #[test]
    fn words_stay_in_their_cell() {
        let (mut comparison, mut dispute) = (sample::comparison(), sample::dispute());
        let lines = written(&comparison, &dispute).lines().count();
        dispute.issues[0].label = "a|b\n# c <script>".into();
        dispute.sides[0].label = "x | y".into();
        comparison.issues[0].positions[1].quote.as_mut().unwrap().text = "one\n\n# two | three".into();
        let nasty = written(&comparison, &dispute);
        assert_eq!(nasty.lines().count(), lines, "{nasty}");
        assert!(nasty.contains("a\\|b # c &lt;script>") && nasty.contains("“one  # two \\| three”"), "{nasty}");
    }
}
