//! Names of documents in the order in which they came, each as what differs from the one before: turns of a transcript
//! and files of a folder have long names that begin and end alike.

use super::pack::{Reader, put_number};

/// Names from one that is written out to the next.
const BLOCK: usize = 64;

/// Bits for the number of bytes in which a name ends as the one before.
const AT_END: u32 = 4;
const MOST_AT_END: usize = (1 << AT_END) - 1;

/// Names by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    bytes: Vec<u8>,
    /// Where each name begins that is written out.
    blocks: Vec<u64>,
    count: usize,
    last: Vec<u8>,
}

impl Names {
    /// Adds a name.
    pub fn push(&mut self, name: &str) {
        let name = name.as_bytes();
        let (mut start, mut end) = (0, 0);
        if self.count.is_multiple_of(BLOCK) {
            self.blocks.push(self.bytes.len() as u64);
        } else {
            start = bytes_alike(&self.last, name);
            let backwards = self.last[start..].iter().rev().zip(name[start..].iter().rev());
            end = backwards.take(MOST_AT_END).take_while(|(a, b)| a == b).count();
        }
        let differs = &name[start..name.len() - end];
        put_number(&mut self.bytes, start as u64);
        put_number(&mut self.bytes, (differs.len() << AT_END | end) as u64);
        self.bytes.extend_from_slice(differs);
        let until = self.last.len() - end;
        self.last.splice(start..until, differs.iter().copied());
        self.count += 1;
    }

    /// Tells all names in their order.
    pub fn each(&self, mut tell: impl FnMut(&str)) {
        let (mut reader, mut name) = (Reader(&self.bytes), Vec::new());
        for _ in 0..self.count {
            next(&mut reader, &mut name);
            tell(str::from_utf8(&name).unwrap_or_default());
        }
    }

    /// The name of a number; empty for one that was not given.
    pub fn get(&self, number: usize) -> String {
        let Some(&start) = self.blocks.get(number / BLOCK) else { return String::new() };
        let mut reader = Reader(&self.bytes[start as usize..]);
        let mut name = Vec::new();
        for _ in 0..=number % BLOCK {
            next(&mut reader, &mut name);
        }
        String::from_utf8(name).unwrap_or_default()
    }
}

/// Reads a name over the one before.
fn next(reader: &mut Reader, name: &mut Vec<u8>) {
    let start = reader.number() as usize;
    let number = reader.number() as usize;
    let (length, end) = (number >> AT_END, number & MOST_AT_END);
    let until = name.len() - end;
    name.splice(start..until, reader.take(length).iter().copied());
}

/// How many bytes two names begin with alike.
pub(super) fn bytes_alike(one: &[u8], other: &[u8]) -> usize {
    // Eight by eight as long as that goes.
    let (eights, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
    let start = 8 * eights.iter().zip(others).take_while(|(a, b)| a == b).count();
    start + one[start..].iter().zip(&other[start..]).take_while(|(a, b)| a == b).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_alike_are_counted_to_the_first_that_differs(one in "[ab]{0,30}", rest in "[ab]{0,12}", at in 0usize..30) {
            let other = one[..at.min(one.len())].to_owned() + &rest;
            let expected = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
            prop_assert_eq!(bytes_alike(one.as_bytes(), other.as_bytes()), expected);
        }

        #[test]
        fn names_come_back(names in prop::collection::vec("[aé]{0,3}[0-9]{0,2}", 0..200)) {
            let mut all = Names::default();
            names.iter().for_each(|name| all.push(name));
            let mut told = Vec::new();
            all.each(|name| told.push(name.to_owned()));
            prop_assert_eq!(&told, &names);
            for (number, name) in names.iter().enumerate() {
                prop_assert_eq!(&all.get(number), name);
            }
        }
    }

    #[test]
    fn alike_names_take_few_bytes() {
        let mut names = Names::default();
        (0..1_600).for_each(|i| names.push(&format!("2021-08-11-press-briefing-by-the-press-secretary-{i}")));
        assert!(names.bytes.len() < 1_600 * 6, "{}", names.bytes.len());
    }
}
