//! Packed rows: the counts of a unit in a few bytes, which are read where they lie.
//!
//! A number takes seven bits a byte, the lowest first. A row is its side, three numbers, the length of its cells and
//! the cells; a cell is its topic, a byte that says which of its eight counts are not 0, and those. Equal rows are equal bytes. A
//! document has its date in front.

use super::rows::{Cell, DocumentRows, Row, SideRows, Topic};
use crate::document::Date;
use crate::lexicon::{IssueId, SideId};

/// Adds a number.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads what was put; behind the end there are zeros.
pub(super) struct Reader<'a>(pub &'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> u8 {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        first
    }

    pub fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & 0x7f) << shift;
            shift += 7;
            if byte < 0x80 || shift > 63 {
                return number;
            }
        }
    }

    fn count(&mut self) -> u32 {
        self.number() as u32
    }

    pub fn bytes(&mut self) -> &'a [u8] {
        let length = (self.number() as usize).min(self.0.len());
        let (bytes, rest) = self.0.split_at(length);
        self.0 = rest;
        bytes
    }
}

/// Adds a document.
pub(super) fn put_document(out: &mut Vec<u8>, document: &DocumentRows) {
    put_number(out, document.date.map_or(0, number_of));
    put_sides(out, &document.rows);
}

/// Adds the rows of a unit.
pub(super) fn put_sides(out: &mut Vec<u8>, rows: &SideRows) {
    rows.sides.iter().for_each(|(side, row)| put_row(out, *side, row));
}

/// Adds the row of one side.
pub(super) fn put_row(out: &mut Vec<u8>, side: SideId, row: &Row) {
    out.push(side.0);
    for count in [row.statements, row.statements_with_hit, row.tokens] {
        put_number(out, count.into());
    }
    let start = out.len();
    row.cells.iter().for_each(|cell| put_cell(out, cell));
    let end = out.len();
    // The length is known only now, and goes in front.
    put_number(out, (end - start) as u64);
    let width = out.len() - end;
    out[start..].rotate_right(width);
}

fn put_cell(out: &mut Vec<u8>, cell: &Cell) {
    let Cell { topic, hits, statements, stance_matches, labels: [pro, contra, neutral], favor, against } = *cell;
    put_number(
        out,
        match topic {
            Topic::Issue(issue) => u64::from(issue.0) << 1,
            Topic::About(side) => u64::from(side.0) << 1 | 1,
        },
    );
    let counts = [hits, statements, stance_matches, pro, contra, neutral].map(u64::from);
    let counts = counts.into_iter().chain([favor as u64, against as u64]);
    out.push(counts.clone().enumerate().fold(0, |bits, (i, count)| bits | u8::from(count != 0) << i));
    counts.filter(|count| *count != 0).for_each(|count| put_number(out, count));
}

/// A document as it lies in a store.
#[derive(Clone, Copy)]
pub(crate) struct PackedDocument<'a> {
    pub date: Option<Date>,
    pub sides: Sides<'a>,
}

impl<'a> PackedDocument<'a> {
    /// Reads what [`put_document`] put.
    pub fn of(bytes: &'a [u8]) -> Self {
        let mut reader = Reader(bytes);
        let date = date_of(reader.number());
        PackedDocument { date, sides: Sides(reader.0) }
    }

    /// The same, taken apart.
    pub fn rows(self) -> DocumentRows {
        DocumentRows { date: self.date, rows: self.sides.rows() }
    }
}

/// The rows of a unit as they lie in a store, by side.
#[derive(Clone, Copy)]
pub(crate) struct Sides<'a>(pub &'a [u8]);

impl Sides<'_> {
    /// The same, taken apart.
    pub fn rows(self) -> SideRows {
        SideRows { sides: self.map(|(side, row)| (side, row.row())).collect() }
    }
}

impl<'a> Iterator for Sides<'a> {
    type Item = (SideId, PackedRow<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let mut reader = Reader(self.0);
        let side = SideId(reader.byte());
        let row = PackedRow {
            statements: reader.count(),
            statements_with_hit: reader.count(),
            tokens: reader.count(),
            cells: Cells(reader.bytes()),
        };
        self.0 = reader.0;
        Some((side, row))
    }
}

/// A row as it lies in a store.
#[derive(Clone, Copy)]
pub(crate) struct PackedRow<'a> {
    pub statements: u32,
    pub statements_with_hit: u32,
    pub tokens: u32,
    pub cells: Cells<'a>,
}

impl PackedRow<'_> {
    /// The same, taken apart.
    pub fn row(self) -> Row {
        let PackedRow { statements, statements_with_hit, tokens, cells } = self;
        Row { statements, statements_with_hit, tokens, cells: cells.collect() }
    }
}

/// Cells as they lie in a store.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a>(&'a [u8]);

impl Iterator for Cells<'_> {
    type Item = Cell;

    fn next(&mut self) -> Option<Cell> {
        if self.0.is_empty() {
            return None;
        }
        let mut reader = Reader(self.0);
        let topic = match reader.number() {
            about if about & 1 == 1 => Topic::About(SideId((about >> 1) as u8)),
            issue => Topic::Issue(IssueId((issue >> 1) as u16)),
        };
        let bits = reader.byte();
        let counts: [u64; 8] = std::array::from_fn(|i| if bits >> i & 1 == 1 { reader.number() } else { 0 });
        self.0 = reader.0;
        let [hits, statements, stance_matches, pro, contra, neutral, favor, against] = counts;
        Some(Cell {
            topic,
            hits: hits as u32,
            statements: statements as u32,
            stance_matches: stance_matches as u32,
            labels: [pro, contra, neutral].map(|count| count as u32),
            favor: favor as i64,
            against: against as i64,
        })
    }
}

/// Never 0.
fn number_of(date: Date) -> u64 {
    let year = (i64::from(date.year()) - i64::from(i16::MIN)) as u64;
    year << 9 | (date.month() as u64) << 5 | date.day() as u64
}

fn date_of(number: u64) -> Option<Date> {
    let year = i16::try_from((number >> 9) as i64 + i64::from(i16::MIN)).ok()?;
    Date::new(year, (number >> 5 & 15) as i8, (number & 31) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn topic() -> impl Strategy<Value = Topic> {
        prop_oneof![
            any::<u16>().prop_map(|i| Topic::Issue(IssueId(i))),
            any::<u8>().prop_map(|s| Topic::About(SideId(s)))
        ]
    }

    fn cell() -> impl Strategy<Value = Cell> {
        let counts = prop::array::uniform6(prop_oneof![Just(0u32), Just(1), any::<u32>()]);
        let weights = prop::array::uniform2(prop_oneof![Just(0i64), 0..=i64::MAX]);
        (topic(), counts, weights).prop_map(|(topic, [hits, statements, stance_matches, a, b, c], [favor, against])| {
            Cell { topic, hits, statements, stance_matches, labels: [a, b, c], favor, against }
        })
    }

    fn row() -> impl Strategy<Value = Row> {
        let counts = prop::array::uniform3(any::<u32>());
        (counts, prop::collection::vec(cell(), 0..20)).prop_map(|([statements, statements_with_hit, tokens], cells)| {
            Row { statements, statements_with_hit, tokens, cells }
        })
    }

    proptest! {
        #[test]
        fn what_is_put_comes_back(
            date in prop::option::of((-9999i16..=9999, 1i8..=12, 1i8..=28)),
            sides in prop::collection::vec((any::<u8>().prop_map(SideId), row()), 0..4),
        ) {
            let date = date.and_then(|(year, month, day)| Date::new(year, month, day).ok());
            let document = DocumentRows { date, rows: SideRows { sides } };
            let mut bytes = Vec::new();
            put_document(&mut bytes, &document);
            prop_assert_eq!(PackedDocument::of(&bytes).rows(), document);
        }
    }

    #[test]
    fn a_turn_takes_a_dozen_bytes() {
        let cell = Cell {
            topic: Topic::Issue(IssueId(3)),
            hits: 1,
            statements: 1,
            stance_matches: 0,
            labels: [0; 3],
            favor: 0,
            against: 0,
        };
        let row = Row { statements: 1, statements_with_hit: 1, tokens: 90, cells: vec![cell] };
        let rows = SideRows { sides: vec![(SideId(1), row)] };
        let mut bytes = Vec::new();
        put_document(&mut bytes, &DocumentRows { date: None, rows });
        assert!(bytes.len() <= 12, "{}", bytes.len());
    }
}
