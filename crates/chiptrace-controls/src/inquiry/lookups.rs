//! What names were found to mean, kept while many questions are asked.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalogue::Found;
use crate::fact::Fact;
use crate::item::Item;
use crate::knowledge::Knowledge;
use crate::place::CountryCode;
use crate::transaction::{EndUse, Standing};

use super::InquiryError;

/// So many names of a kind are kept; beyond, all are dropped and keeping begins anew.
const MOST: usize = 4096;

/// Chips and end users that were looked up before. The answers are those of the records alone.
#[derive(Debug, Default)]
pub struct Lookups<'k> {
    chips: BTreeMap<String, Result<Cow<'k, Item>, InquiryError>>,
    /// By home and words.
    end_users: BTreeMap<String, EndUser<'k>>,
    key: String,
}

/// What the words about an end user say of it.
#[derive(Debug, Clone)]
pub(super) struct EndUser<'k> {
    pub standing: Fact<Standing<'k>>,
    pub end_use: Fact<EndUse>,
}

impl<'k> Lookups<'k> {
    pub(super) fn chip(
        &mut self,
        written: &str,
        knowledge: &'k Knowledge,
    ) -> Result<Cow<'k, Item>, InquiryError> {
        remembered(&mut self.chips, written, || match knowledge.catalogue().find(written) {
            Found::Item(item) => Ok(item),
            Found::Nothing { closest } => Err(InquiryError::Chip { written: written.to_owned(), closest }),
        })
    }

    pub(super) fn end_user(
        &mut self,
        written: Option<&str>,
        home: CountryCode,
        look_up: impl FnOnce() -> EndUser<'k>,
    ) -> EndUser<'k> {
        let Some(written) = written else { return look_up() };
        self.key.clear();
        self.key.push_str(home.as_str());
        self.key.push_str(written);
        remembered(&mut self.end_users, &self.key, look_up)
    }
}

fn remembered<T: Clone>(kept: &mut BTreeMap<String, T>, name: &str, look_up: impl FnOnce() -> T) -> T {
    if let Some(found) = kept.get(name) {
        return found.clone();
    }
    if kept.len() >= MOST {
        kept.clear();
    }
    let found = look_up();
    kept.insert(name.to_owned(), found.clone());
    found
}
