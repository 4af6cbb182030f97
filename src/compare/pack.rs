//! Packed rows: the counts of a unit in a few bytes, which are read where they lie.
//!
//! A number takes seven bits a byte, the lowest first. A row is its side, its statements and words, the length of its cells where
//! another row follows, and the cells; a cell is its topic, a byte that says which of its eight counts are not 0, and those, which
//! are left out where they are 1 anyway. Equal rows are equal bytes. A document has its date in front. A turn with a hit takes
//! some eight bytes, and with a stance some ten.

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
#[derive(Clone)]
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

    /// Reads what [`put_weight`] put.
    fn weight(&mut self) -> u64 {
        let number = self.number();
        match number & 7 {
            AS_IT_IS => self.number(),
            zeros => (number >> 3).saturating_mul(10u64.pow(zeros as u32)),
        }
    }

    pub fn bytes(&mut self) -> &'a [u8] {
        let length = self.number() as usize;
        self.take(length)
    }

    /// So many bytes, or all that are left.
    pub fn take(&mut self, length: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(length.min(self.0.len()));
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
    let last = rows.sides.len().wrapping_sub(1);
    rows.sides.iter().enumerate().for_each(|(at, (side, row))| put_row(out, *side, row, at == last));
}

/// Adds the row of one side, the last of its unit or not.
pub(super) fn put_row(out: &mut Vec<u8>, side: SideId, row: &Row, is_last: bool) {
    put_number(out, u64::from(side.0) << 1 | u64::from(is_last));
    let Row { statements, statements_with_hit, tokens, ref cells } = *row;
    let hit = [0, statements].iter().position(|count| *count == statements_with_hit).unwrap_or(SOME_HIT as usize);
    put_number(out, u64::from(statements) << 2 | hit as u64);
    if hit as u64 == SOME_HIT {
        put_number(out, statements_with_hit.into());
    }
    put_number(out, tokens.into());
    let start = out.len();
    cells.iter().for_each(|cell| put_cell(out, cell));
    if !is_last {
        // The length is known only now, and goes in front.
        let end = out.len();
        put_number(out, (end - start) as u64);
        let width = out.len() - end;
        out[start..].rotate_right(width);
    }
}

/// Beside the number of statements: not none (0) of them have a hit and not all (1), but the number that follows.
const SOME_HIT: u64 = 2;

fn put_cell(out: &mut Vec<u8>, cell: &Cell) {
    let Cell { topic, hits, statements, stance_matches, labels: [pro, contra, neutral], favor, against } = *cell;
    let counts = [hits, statements, stance_matches, pro, contra, neutral];
    let weights = [favor as u64, against as u64];
    let are_ones = counts.iter().all(|count| *count <= 1);
    let topic = match topic {
        Topic::Issue(issue) => u64::from(issue.0) << 1,
        Topic::About(side) => u64::from(side.0) << 1 | 1,
    };
    put_number(out, topic << 1 | u64::from(are_ones));
    let all = counts.into_iter().map(u64::from).chain(weights);
    out.push(all.enumerate().fold(0, |bits, (i, count)| bits | u8::from(count != 0) << i));
    if !are_ones {
        counts.into_iter().filter(|count| *count != 0).for_each(|count| put_number(out, count.into()));
    }
    weights.into_iter().filter(|weight| *weight != 0).for_each(|weight| put_weight(out, weight));
}

/// Adds a sum of millionths, mostly of tenths or hundredths: without the zeros at its end, and how many these are.
fn put_weight(out: &mut Vec<u8>, weight: u64) {
    if weight > MOST_SHORTENED {
        put_number(out, AS_IT_IS);
        return put_number(out, weight);
    }
    let (mut digits, mut zeros) = (weight, 0);
    while zeros < 6 && digits.is_multiple_of(10) {
        (digits, zeros) = (digits / 10, zeros + 1);
    }
    put_number(out, digits << 3 | zeros);
}

const MOST_SHORTENED: u64 = u64::MAX >> 3;

/// Instead of the zeros of a weight: the weight follows.
const AS_IT_IS: u64 = 7;

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
        let side = reader.number();
        let statements = reader.number();
        let statements_with_hit = match statements & 3 {
            0 => 0,
            SOME_HIT => reader.count(),
            _ => (statements >> 2) as u32,
        };
        let (statements, tokens) = ((statements >> 2) as u32, reader.count());
        let is_last = side & 1 == 1;
        let cells = Cells(if is_last { std::mem::take(&mut reader.0) } else { reader.bytes() });
        self.0 = reader.0;
        Some((SideId((side >> 1) as u8), PackedRow { statements, statements_with_hit, tokens, cells }))
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
        let number = reader.number();
        let topic = match number >> 1 {
            about if about & 1 == 1 => Topic::About(SideId((about >> 1) as u8)),
            issue => Topic::Issue(IssueId((issue >> 1) as u16)),
        };
        let (bits, are_ones) = (reader.byte(), number & 1 == 1);
        let is_there = |i: usize| bits >> i & 1 == 1;
        let [hits, statements, stance_matches, pro, contra, neutral]: [u32; 6] =
            std::array::from_fn(|i| if is_there(i) && !are_ones { reader.count() } else { is_there(i).into() });
        let [favor, against] = [6, 7].map(|i| if is_there(i) { reader.weight() as i64 } else { 0 });
        self.0 = reader.0;
        Some(Cell { topic, hits, statements, stance_matches, labels: [pro, contra, neutral], favor, against })
    }
}

/// Days are counted, 31 a month, from this year on and back, so that dates from 1993 to 2036 take two bytes.
const YEAR: i64 = 2015;

/// Never 0.
fn number_of(date: Date) -> u64 {
    let days = (i64::from(date.year()) - YEAR) * 372 + i64::from(date.month() - 1) * 31 + i64::from(date.day() - 1);
    // Forth and back in turn: 1 for 0, 2 for -1, 3 for 1, and so on.
    1 + (days << 1 ^ days >> 63) as u64
}

fn date_of(number: u64) -> Option<Date> {
    let number = number.checked_sub(1)?;
    let days = (number >> 1) as i64 ^ -((number & 1) as i64);
    let (year, day) = (YEAR + days.div_euclid(372), days.rem_euclid(372));
    Date::new(i16::try_from(year).ok()?, (day / 31 + 1) as i8, (day % 31 + 1) as i8).ok()
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
    fn a_turn_takes_six_bytes_and_a_date_one_and_a_stance_two_more() {
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
        let mut document = DocumentRows { date: None, rows: SideRows { sides: vec![(SideId(1), row)] } };
        let length = |document: &DocumentRows| {
            let mut bytes = Vec::new();
            put_document(&mut bytes, document);
            bytes.len()
        };
        assert_eq!(length(&document), 6);
        document.date = Date::new(2021, 1, 20).ok();
        assert_eq!(length(&document), 7);
        let cell = &mut document.rows.sides[0].1.cells[0];
        (cell.stance_matches, cell.labels, cell.favor) = (1, [1, 0, 0], 1_250_000);
        assert_eq!(length(&document), 9);
    }
}
