//! A lexicon as bytes: what the build script has read, checked and compiled is taken up again when the program starts.
//!
//! Only the same build writes and reads such bytes, so they have no version; bytes that are none give nothing.

mod rows;

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

/// A value that is kept as bytes.
pub trait Stored: Sized {
    /// Adds the value's bytes.
    fn store(&self, out: &mut Vec<u8>);
    /// Takes a value off the front.
    fn restore(from: &mut &[u8]) -> Option<Self>;
}

/// Keeps a structure field by field, an enumeration by the position of its case and what that holds, or what wraps
/// another value as that value.
macro_rules! stored {
    (struct $name:ident { $($field:ident),* $(,)? }) => {
        impl $crate::lexicon::stored::Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                let $name { $($field),* } = self;
                $($crate::lexicon::stored::Stored::store($field, out);)*
            }

            fn restore(from: &mut &[u8]) -> Option<Self> {
                Some($name { $($field: $crate::lexicon::stored::Stored::restore(from)?),* })
            }
        }
    };
    (enum $name:ident { $($case:ident $(($held:ident))?),* $(,)? }) => {
        impl $crate::lexicon::stored::Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                // A case that is missing here does not compile.
                match self {
                    $($name::$case { .. } => {})*
                }
                let mut position = 0u8;
                $(
                    if let $name::$case $(($held))? = self {
                        out.push(position);
                        $($crate::lexicon::stored::Stored::store($held, out);)?
                    }
                    position += 1;
                )*
                let _ = position;
            }

            fn restore(from: &mut &[u8]) -> Option<Self> {
                let position = u8::restore(from)?;
                let mut next = 0u8;
                $(
                    if position == next {
                        $(let $held = $crate::lexicon::stored::Stored::restore(from)?;)?
                        return Some($name::$case $(($held))?);
                    }
                    next += 1;
                )*
                let _ = next;
                None
            }
        }
    };
    (wrapper $name:ident) => {
        impl $crate::lexicon::stored::Stored for $name {
            fn store(&self, out: &mut Vec<u8>) {
                $crate::lexicon::stored::Stored::store(&self.0, out);
            }

            fn restore(from: &mut &[u8]) -> Option<Self> {
                $crate::lexicon::stored::Stored::restore(from).map($name)
            }
        }
    };
}
pub(super) use stored;

/// Seven bits a byte, the lowest first.
impl Stored for u64 {
    fn store(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }

    #[inline]
    fn restore(from: &mut &[u8]) -> Option<Self> {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = u8::restore(from)?;
            value |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(value);
            }
            shift += 7;
        }
    }
}

macro_rules! stored_as_u64 {
    ($($number:ty)*) => {
        $(impl Stored for $number {
            fn store(&self, out: &mut Vec<u8>) {
                (*self as u64).store(out);
            }

            #[inline]
            fn restore(from: &mut &[u8]) -> Option<Self> {
                u64::restore(from)?.try_into().ok()
            }
        })*
    };
}
stored_as_u64!(u16 u32 usize);

/// The sign is the lowest bit.
impl Stored for i64 {
    fn store(&self, out: &mut Vec<u8>) {
        ((self << 1 ^ self >> 63) as u64).store(out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        let bits = u64::restore(from)?;
        Some((bits >> 1) as i64 ^ -((bits & 1) as i64))
    }
}

impl Stored for u8 {
    fn store(&self, out: &mut Vec<u8>) {
        out.push(*self);
    }

    #[inline]
    fn restore(from: &mut &[u8]) -> Option<Self> {
        let (first, rest) = from.split_first()?;
        *from = rest;
        Some(*first)
    }
}

impl Stored for bool {
    fn store(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        Some(u8::restore(from)? != 0)
    }
}

impl Stored for char {
    fn store(&self, out: &mut Vec<u8>) {
        u32::from(*self).store(out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        char::from_u32(u32::restore(from)?)
    }
}

impl Stored for f64 {
    fn store(&self, out: &mut Vec<u8>) {
        out.extend(self.to_bits().to_le_bytes());
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        let (first, rest) = from.split_first_chunk()?;
        *from = rest;
        Some(f64::from_bits(u64::from_le_bytes(*first)))
    }
}

fn store_str(text: &str, out: &mut Vec<u8>) {
    text.len().store(out);
    out.extend_from_slice(text.as_bytes());
}

#[inline]
fn restore_str<'a>(from: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::restore(from)?;
    let (text, rest) = from.split_at_checked(length)?;
    *from = rest;
    std::str::from_utf8(text).ok()
}

impl Stored for String {
    fn store(&self, out: &mut Vec<u8>) {
        store_str(self, out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        restore_str(from).map(str::to_owned)
    }
}

impl Stored for Box<str> {
    fn store(&self, out: &mut Vec<u8>) {
        store_str(self, out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        restore_str(from).map(Box::from)
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn store(&self, out: &mut Vec<u8>) {
        self.len().store(out);
        self.iter().for_each(|item| item.store(out));
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        let length = usize::restore(from)?;
        // Whatever is kept has a byte or more.
        let mut items = Vec::with_capacity(length.min(from.len()));
        for _ in 0..length {
            items.push(T::restore(from)?);
        }
        Some(items)
    }
}

impl<T: Stored> Stored for Box<[T]> {
    fn store(&self, out: &mut Vec<u8>) {
        self.len().store(out);
        self.iter().for_each(|item| item.store(out));
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        Vec::restore(from).map(Vec::into_boxed_slice)
    }
}

impl<T: Stored> Stored for Arc<T> {
    fn store(&self, out: &mut Vec<u8>) {
        T::store(self, out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        T::restore(from).map(Arc::new)
    }
}

impl<T: Stored> Stored for Option<T> {
    fn store(&self, out: &mut Vec<u8>) {
        self.is_some().store(out);
        self.iter().for_each(|held| held.store(out));
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        match bool::restore(from)? {
            true => T::restore(from).map(Some),
            false => Some(None),
        }
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
        self.1.store(out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        Some((A::restore(from)?, B::restore(from)?))
    }
}

impl<A: Stored, B: Stored, C: Stored> Stored for (A, B, C) {
    fn store(&self, out: &mut Vec<u8>) {
        self.0.store(out);
        self.1.store(out);
        self.2.store(out);
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        Some((A::restore(from)?, B::restore(from)?, C::restore(from)?))
    }
}

impl<K: Stored + Ord, V: Stored> Stored for BTreeMap<K, V> {
    fn store(&self, out: &mut Vec<u8>) {
        self.len().store(out);
        for (key, value) in self {
            key.store(out);
            value.store(out);
        }
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        Vec::restore(from).map(Self::from_iter)
    }
}

/// In the order of the keys, so that the same map gives the same bytes.
impl<K: Stored + Ord + Hash, V: Stored, S: BuildHasher + Default> Stored for HashMap<K, V, S> {
    fn store(&self, out: &mut Vec<u8>) {
        let mut entries: Vec<_> = self.iter().collect();
        entries.sort_unstable_by_key(|(key, _)| *key);
        entries.len().store(out);
        for (key, value) in entries {
            key.store(out);
            value.store(out);
        }
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        let length = usize::restore(from)?;
        let mut map = HashMap::with_capacity_and_hasher(length.min(from.len()), S::default());
        for _ in 0..length {
            map.insert(K::restore(from)?, V::restore(from)?);
        }
        Some(map)
    }
}

impl<T: Stored + Ord + Hash, S: BuildHasher + Default> Stored for HashSet<T, S> {
    fn store(&self, out: &mut Vec<u8>) {
        let mut items: Vec<_> = self.iter().collect();
        items.sort_unstable();
        items.len().store(out);
        items.into_iter().for_each(|item| item.store(out));
    }

    fn restore(from: &mut &[u8]) -> Option<Self> {
        let length = usize::restore(from)?;
        let mut set = HashSet::with_capacity_and_hasher(length.min(from.len()), S::default());
        for _ in 0..length {
            set.insert(T::restore(from)?);
        }
        Some(set)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn again<T: Stored>(value: &T) -> T {
        let mut bytes = Vec::new();
        value.store(&mut bytes);
        let mut rest = bytes.as_slice();
        let value = T::restore(&mut rest).expect("it is whole");
        assert!(rest.is_empty());
        value
    }

    proptest! {
        #[test]
        fn comes_back_as_it_was(
            numbers in prop::collection::vec(any::<(u64, i64, u32)>(), 0..9),
            words in prop::collection::btree_map("\\PC{0,5}", any::<Option<u8>>(), 0..9),
        ) {
            prop_assert_eq!(again(&numbers), numbers);
            prop_assert_eq!(again(&words), words.clone());
            let hashed: HashMap<String, Option<u8>, foldhash::fast::FixedState> = words.into_iter().collect();
            prop_assert_eq!(again(&hashed), hashed);
        }

        #[test]
        fn other_bytes_are_no_panic(bytes in prop::collection::vec(0u8.., 0..60)) {
            let _ = <Vec<(Option<String>, i64, BTreeMap<char, Vec<f64>>)>>::restore(&mut bytes.as_slice());
        }
    }
}
