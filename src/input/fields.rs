//! The fields of a JSON object or of a front matter that play a part in a document; the others are skipped unread.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::columns::{Columns, Role, Wanted};
use super::date::DateColumn;
use super::draft::{Draft, origin};
use super::error::{Cause, Fault};
use crate::document::Given;

/// A value of a field.
#[derive(Clone, Debug, PartialEq)]
enum Value {
    /// `null`.
    Nothing,
    /// Text, a number or a truth value, as text.
    Words(String),
    /// Several of them.
    List(Vec<String>),
    /// Something with an inner structure.
    Structure,
}

impl Value {
    fn words(self) -> Option<String> {
        match self {
            Value::Words(words) => Some(words),
            Value::List(list) => Some(list.join(", ")),
            Value::Nothing | Value::Structure => None,
        }
    }
}

/// The best field for each part, with its name.
#[derive(Debug, Default)]
pub(super) struct Fields {
    found: Vec<(Role, usize, String, Value)>,
}

impl Fields {
    /// True when a field can hold the text.
    pub fn has_text(&self) -> bool {
        self.has(Role::Text)
    }

    fn has(&self, role: Role) -> bool {
        self.found.iter().any(|(r, ..)| *r == role)
    }

    fn take(&mut self, role: Role) -> Option<Value> {
        let found = self.found.iter_mut().find(|(r, ..)| *r == role)?;
        Some(std::mem::replace(&mut found.3, Value::Nothing))
    }

    fn words(&mut self, role: Role) -> Option<String> {
        self.take(role).and_then(Value::words).map(|words| words.trim().to_string()).filter(|words| !words.is_empty())
    }

    /// Notes which field played which part.
    pub fn record(&self, columns: &mut Columns) {
        for (role, _, name, _) in &self.found {
            columns.set(*role, name);
        }
    }

    /// The document that the fields describe, without its text.
    pub fn describe(&mut self, dates: &mut DateColumn) -> Draft {
        let date = self.words(Role::Date).unwrap_or_default();
        let read = dates.read(&date);
        let given = (self.has(Role::Speaker) || self.has(Role::Side))
            .then(|| Given { speaker: self.words(Role::Speaker), side: self.words(Role::Side) });
        Draft {
            id: self.words(Role::Id),
            title: self.words(Role::Title),
            date: read.unwrap_or_default(),
            unread_date: read.is_err().then_some(date),
            given,
            origin: origin(self.words(Role::Source), self.words(Role::Url), self.words(Role::Author)),
            ..Draft::default()
        }
    }

    /// The document that the fields describe, whose text is one of them.
    pub fn draft(mut self, dates: &mut DateColumn) -> Result<Draft, Fault> {
        let text = match self.take(Role::Text) {
            Some(Value::Words(text)) => text,
            None | Some(Value::Nothing) => String::new(),
            Some(Value::List(_) | Value::Structure) => {
                let reason = "the field that holds the text is a list or an object (write it as one string)";
                return Err(Fault::new(Cause::Malformed, reason));
            }
        };
        Ok(Draft { text, ..self.describe(dates) })
    }
}

/// Reads [`Fields`] out of a map.
pub(super) struct FieldsSeed<'a>(pub &'a Wanted);

impl<'de> DeserializeSeed<'de> for FieldsSeed<'_> {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for FieldsSeed<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut fields = Fields::default();
        while let Some((name, roles)) = map.next_key_seed(KeySeed(self.0))? {
            if roles.is_empty() {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value: Value = map.next_value_seed(ValueSeed)?;
            for (role, rank) in roles {
                let this = (role, rank, name.clone(), value.clone());
                match fields.found.iter_mut().find(|(r, ..)| *r == role) {
                    Some(other) if rank < other.1 => *other = this,
                    Some(_) => {}
                    None => fields.found.push(this),
                }
            }
        }
        Ok(fields)
    }
}

/// Reads a key: the parts that it can play and, if there are any, its name.
struct KeySeed<'a>(&'a Wanted);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = (String, Vec<(Role, usize)>);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = (String, Vec<(Role, usize)>);

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        let roles: Vec<_> = self.0.roles(key).collect();
        Ok((if roles.is_empty() { String::new() } else { key.to_string() }, roles))
    }
}

struct ValueSeed;

impl<'de> DeserializeSeed<'de> for ValueSeed {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueSeed {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Words(value.to_string()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Words(value))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Words(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Words(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Words(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Words(value.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Some(Vec::new());
        while let Some(value) = seq.next_element_seed(ValueSeed)? {
            match (value, &mut list) {
                (Value::Words(words), Some(list)) => list.push(words),
                _ => list = None,
            }
        }
        Ok(list.map_or(Value::Structure, Value::List))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Structure)
    }
}
