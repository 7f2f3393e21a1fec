//! A line of questions: its fields as they stand, whatever is missing, null, or of another type.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

/// What a question may be made of.
const FIELDS: [&str; 12] = [
    "chip",
    "destination",
    "date",
    "end_user_hq",
    "exporter",
    "end_user",
    "transaction",
    "tpp",
    "die_area",
    "interconnect",
    "memory_bandwidth",
    "datacentre",
];

/// The last fields are the numbers of a chip without a name.
const FIGURES: usize = 5;

/// A line.
#[derive(Debug, Default)]
pub struct Line<'a> {
    /// Whatever the asker calls the question.
    pub id: Value,
    /// What stands in each of [`FIELDS`]; a number or truth value as its text.
    fields: [Option<Cow<'a, str>>; FIELDS.len()],
    /// The first field that holds a list or an object.
    pub not_text: Option<&'static str>,
    /// Fields that no question has.
    pub not_read: Vec<String>,
}

impl Line<'_> {
    /// What stands in a field; nothing where it is missing, null or blank.
    pub fn field(&self, name: &str) -> Option<&str> {
        let at = FIELDS.iter().position(|field| *field == name)?;
        self.fields.get(at)?.as_deref().filter(|text| !text.trim().is_empty())
    }

    /// Counts the numbers of a chip that has a name among what is not read.
    pub fn set_aside_figures(&mut self) {
        if self.field("chip").is_some() {
            let figures = FIELDS.iter().zip(&self.fields).skip(FIELDS.len() - FIGURES);
            let said = figures.filter(|(_, held)| held.is_some()).map(|(name, _)| (*name).to_owned());
            self.not_read.extend(said);
        }
    }

    /// Writes what tells this question from others, its date aside.
    pub fn write_key(&self, key: &mut String) {
        let fields = FIELDS.iter().zip(&self.fields).zip('a'..);
        for ((_, field), letter) in fields.filter(|((name, _), _)| **name != "date") {
            if let Some(text) = field {
                key.push(letter);
                key.push_str(text);
                key.push('\u{1}');
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Line<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(LineReader)
    }
}

struct LineReader;

impl<'de> Visitor<'de> for LineReader {
    type Value = Line<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with the fields of a question")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Line<'de>, A::Error> {
        let mut line = Line::default();
        while let Some(name) = map.next_key::<Held<'de>>()? {
            let Held::Text(name) = name else { return Err(Error::custom("a field without a name")) };
            if name == "id" {
                line.id = map.next_value()?;
                continue;
            }
            let mut known = FIELDS.iter().zip(&mut line.fields);
            let Some((name, field)) = known.find(|(field, _)| **field == name) else {
                line.not_read.push(name.into_owned());
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            match map.next_value()? {
                Held::Text(text) => *field = Some(text),
                Held::Nothing => *field = None,
                Held::Other => line.not_text = line.not_text.or(Some(name)),
            }
        }
        Ok(line)
    }
}

/// What stands in a place of the line.
enum Held<'a> {
    Text(Cow<'a, str>),
    Nothing,
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Held<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HeldReader)
    }
}

struct HeldReader;

fn printed<'a, E>(value: impl ToString) -> Result<Held<'a>, E> {
    Ok(Held::Text(Cow::Owned(value.to_string())))
}

impl<'de> Visitor<'de> for HeldReader {
    type Value = Held<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Held<'de>, E> {
        printed(text)
    }

    fn visit_u64<E>(self, value: u64) -> Result<Held<'de>, E> {
        printed(value)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Held<'de>, E> {
        printed(value)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Held<'de>, E> {
        printed(value)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Held<'de>, E> {
        printed(value)
    }

    fn visit_unit<E>(self) -> Result<Held<'de>, E> {
        Ok(Held::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Held<'de>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Held::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Held<'de>, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Held::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_kept_whatever_they_hold() {
        let text =
            r#"{"id":[7],"chip":4090,"end_user":null,"exporter":{"name":"x"},"colour":"red","date":" "}"#;
        let line: Line<'_> = serde_json::from_str(text).unwrap();
        assert_eq!((line.id.to_string().as_str(), line.field("chip")), ("[7]", Some("4090")));
        assert_eq!((line.field("end_user"), line.field("date")), (None, None));
        assert_eq!((line.not_text, line.not_read), (Some("exporter"), vec!["colour".to_owned()]));
    }
}
