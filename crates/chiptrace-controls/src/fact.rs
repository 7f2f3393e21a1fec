//! What is known of a fact and how: the value with its basis, and truth with a third state.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// Yes, no, or not known (Kleene's strong logic).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not hold.
    No,
    /// What is known does not decide it.
    Unknown,
}

impl Truth {
    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Yes, Self::Yes) => Self::Yes,
            _ => Self::Unknown,
        }
    }

    /// At least one holds.
    pub fn or(self, other: Self) -> Self {
        self.negate().and(other.negate()).negate()
    }

    /// The opposite; what is unknown stays unknown.
    pub fn negate(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
        }
    }

    /// What several opinions agree on: unknown where they differ or where there are none.
    pub fn agreed(opinions: impl IntoIterator<Item = Self>) -> Self {
        let mut opinions = opinions.into_iter();
        let Some(first) = opinions.next() else { return Self::Unknown };
        if opinions.all(|other| other == first) { first } else { Self::Unknown }
    }

    /// `yes`, `no` or `unknown`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}

impl Serialize for Truth {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// How a fact came to be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Somebody said so: the note is the evidence.
    Stated,
    /// It follows from something else: the note says from what.
    Inferred,
    /// It is taken for granted: the note says why.
    Supposed,
    /// Nothing is known.
    Unknown,
}

/// A value with its basis. The law reads the value; an answer names the basis.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T> {
    value: Option<T>,
    basis: Basis,
    note: Cow<'static, str>,
}

impl<T> Fact<T> {
    /// A value somebody stated.
    pub fn stated(value: T, evidence: impl Into<Cow<'static, str>>) -> Self {
        Self { value: Some(value), basis: Basis::Stated, note: evidence.into() }
    }

    /// A value that follows from something else.
    pub fn inferred(value: T, from: impl Into<Cow<'static, str>>) -> Self {
        Self { value: Some(value), basis: Basis::Inferred, note: from.into() }
    }

    /// A value taken for granted.
    pub fn supposed(value: T, why: impl Into<Cow<'static, str>>) -> Self {
        Self { value: Some(value), basis: Basis::Supposed, note: why.into() }
    }

    /// Nothing known.
    pub fn unknown() -> Self {
        Self { value: None, basis: Basis::Unknown, note: Cow::Borrowed("") }
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// How it is held.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// The evidence, the source of the inference, or why it is supposed.
    pub fn note(&self) -> &Cow<'static, str> {
        &self.note
    }

    /// Whether a condition holds of the value; unknown where there is none.
    pub fn is(&self, condition: impl FnOnce(&T) -> bool) -> Truth {
        self.value().map(condition).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_yields_only_to_what_settles_it() {
        assert_eq!(Truth::Unknown.and(Truth::No), Truth::No);
        assert_eq!(Truth::Unknown.and(Truth::Yes), Truth::Unknown);
        assert_eq!(Truth::Unknown.or(Truth::Yes), Truth::Yes);
        assert_eq!(Truth::Unknown.or(Truth::No), Truth::Unknown);
        assert_eq!(Truth::agreed([Truth::Yes, Truth::No]), Truth::Unknown);
        assert_eq!(Truth::agreed([]), Truth::Unknown);
    }
}
