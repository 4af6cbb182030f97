//! Rows of the tables that a comparison fills.

use super::names::{affiliation_id, issue_id, side_id};
use super::warnings_table;
use crate::compare::{
    Comparison, Contrast, Estimate, IssueComparison, Other, PairComparison, PeriodPosition, Portrayal, Position, Quote,
    SpeakerPosition, TermComparison,
};
use crate::lexicon::Dispute;
use crate::table::{Cell, Row, Table, schema};

/// The tables of a comparison, in the order of [`schema::ALL`]; `pairs` only when there are more than two sides.
pub fn comparison_tables<'a>(comparison: &'a Comparison, dispute: &'a Dispute) -> Vec<Table<'a>> {
    let sides = &dispute.sides;
    let rows = Rows { dispute };
    let mut tables = vec![
        Table::new(&schema::COMPARISON, sides, comparison.issues.iter().map(|i| rows.comparison(i)).collect()),
        Table::new(&schema::POSITIONS, sides, comparison.positions().map(|p| rows.position(p)).collect()),
    ];
    if sides.len() > 2 {
        tables.push(Table::new(&schema::PAIRS, sides, comparison.pairs.iter().map(|p| rows.pair(p)).collect()));
    }
    tables.extend([
        Table::new(&schema::SPEAKERS, sides, comparison.speakers.iter().map(|s| rows.speaker(s)).collect()),
        Table::new(&schema::PORTRAYALS, sides, comparison.portrayals.iter().map(|p| rows.portrayal(p)).collect()),
        Table::new(&schema::TERMS, sides, comparison.terms.iter().map(|t| rows.term(t)).collect()),
        Table::new(&schema::TIMELINE, sides, comparison.timeline.iter().map(|p| rows.period(p)).collect()),
        warnings_table(&comparison.warnings, sides),
    ]);
    tables
}

struct Rows<'a> {
    dispute: &'a Dispute,
}

impl<'a> Rows<'a> {
    fn comparison(&self, row: &'a IssueComparison) -> Row<'a> {
        let issue = self.dispute.issues.get(usize::from(row.issue.0));
        let mut cells = vec![
            Cell::from(issue_id(self.dispute, row.issue)),
            Cell::from(issue.map(|i| i.label.as_str())),
            Cell::from(issue.map(|i| i.proposition.as_str())),
        ];
        for position in &row.positions {
            cells.extend([
                Cell::from(position.statements),
                Cell::from(position.tokens),
                Cell::from(position.hits),
                Cell::from(position.per_1000),
            ]);
            cells.extend(estimate(&position.stance));
            cells.push(Cell::from(position.evidence.as_str()));
            cells.extend(quote(position.quote.as_ref()));
        }
        cells.extend(contrast(&row.contrast));
        cells.push(Cell::from(row.unit.as_str()));
        cells.push(Cell::from(&row.reading));
        cells
    }

    fn position(&self, row: &'a Position) -> Row<'a> {
        let mut cells = vec![
            Cell::from(issue_id(self.dispute, row.issue)),
            Cell::from(side_id(self.dispute, row.side)),
            Cell::from(row.documents),
            Cell::from(row.statements),
            Cell::from(row.tokens),
            Cell::from(row.hits),
            Cell::from(row.per_1000),
            Cell::from(row.statement_share),
            Cell::from(row.favor),
            Cell::from(row.against),
            Cell::from(row.neutral),
            Cell::from(row.favor_weight),
            Cell::from(row.against_weight),
        ];
        cells.extend(estimate(&row.stance));
        cells.extend([
            Cell::from(row.logit),
            Cell::from(row.dispersion),
            Cell::from(row.evidence.as_str()),
            Cell::from(row.unit.as_str()),
        ]);
        cells
    }

    fn pair(&self, row: &PairComparison) -> Row<'a> {
        let mut cells = vec![
            Cell::from(issue_id(self.dispute, row.issue)),
            Cell::from(side_id(self.dispute, row.side)),
            Cell::from(match row.other {
                Other::Side(side) => side_id(self.dispute, side),
                Other::Rest => "rest",
            }),
        ];
        cells.extend(contrast(&row.contrast));
        cells
    }

    fn speaker(&self, row: &'a SpeakerPosition) -> Row<'a> {
        vec![
            Cell::from(&row.speaker),
            Cell::from(affiliation_id(self.dispute, row.affiliation)),
            Cell::from(issue_id(self.dispute, row.issue)),
            Cell::from(row.statements),
            Cell::from(row.tokens),
            Cell::from(row.hits),
            Cell::from(row.stance),
            Cell::from(row.evidence.as_str()),
        ]
    }

    fn portrayal(&self, row: &'a Portrayal) -> Row<'a> {
        let mut cells = vec![
            Cell::from(side_id(self.dispute, row.side)),
            Cell::from(side_id(self.dispute, row.about)),
            Cell::from(row.mentions),
            Cell::from(row.favorable),
            Cell::from(row.unfavorable),
        ];
        cells.extend(estimate(&row.valence));
        cells.push(Cell::from(row.evidence.as_str()));
        cells.extend(quote(row.quote.as_ref()));
        cells
    }

    fn term(&self, row: &'a TermComparison) -> Row<'a> {
        let mut cells = vec![Cell::from(&row.term), Cell::from(&row.form)];
        for (count, per_1000) in row.counts.iter().zip(&row.per_1000) {
            cells.extend([Cell::from(*count), Cell::from(*per_1000)]);
        }
        cells.extend([row.log_odds, row.z, row.log_ratio, row.lrc, row.g2, row.q].map(Cell::from));
        cells.push(Cell::from(row.leans.map(|side| side_id(self.dispute, side))));
        cells
    }

    fn period(&self, row: &'a PeriodPosition) -> Row<'a> {
        let mut cells = vec![
            Cell::from(&row.period),
            Cell::from(issue_id(self.dispute, row.issue)),
            Cell::from(side_id(self.dispute, row.side)),
            Cell::from(row.documents),
            Cell::from(row.statements),
            Cell::from(row.hits),
            Cell::from(row.per_1000),
        ];
        cells.extend(estimate(&row.stance));
        cells.push(Cell::from(row.evidence.as_str()));
        cells
    }
}

fn estimate(estimate: &Estimate) -> [Cell<'static>; 3] {
    [estimate.value, estimate.low, estimate.high].map(Cell::from)
}

fn quote(quote: Option<&Quote>) -> [Cell<'_>; 2] {
    match quote {
        Some(quote) => [Cell::from(&quote.text), Cell::text(format!("{}:{}", quote.document, quote.statement))],
        None => [Cell::Empty, Cell::Empty],
    }
}

fn contrast(contrast: &Contrast) -> Vec<Cell<'static>> {
    let mut cells = estimate(&contrast.log_ratio).to_vec();
    cells.extend([contrast.g2, contrast.p, contrast.q].map(Cell::from));
    cells.extend(estimate(&contrast.gap));
    cells.extend([contrast.gap_p, contrast.gap_q].map(Cell::from));
    cells
}
