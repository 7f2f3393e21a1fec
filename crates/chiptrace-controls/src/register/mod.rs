//! The register of institutions: facts, and finding the institutions that a text names.
//!
//! A register is read from plain lines (see [`line`]), so that anybody can review it, and indexed
//! by the words of every name. Nothing here reads a paper or decides between candidates; a caller
//! that knows the context does.

pub mod crosswalk;
pub mod edits;
pub mod gazetteer;
mod index;
pub mod line;
pub mod outline;
mod prebuilt;
pub mod ror;

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

pub use edits::Edits;
pub use gazetteer::{Extent, Gazetteer, Placed};
pub use index::Named;
pub use line::{Line, LineError, NameKind};

use crate::name::{Key, KeyMap, Vocabulary, VocabularyError, Word};
use crate::party::{Kind, Kinds};
use crate::place::CountryCode;

/// Texts of one institution a line.
pub type Texts = Vec<Cow<'static, str>>;

/// Number of an institution in a register.
pub type Number = u32;

/// Institutions, by number, by id and by name.
#[derive(Debug)]
pub struct Register {
    vocabulary: Vocabulary,
    gazetteer: Gazetteer,
    texts: Texts,
    rows: Vec<Row>,
    by_id: KeyMap<Number>,
    campuses: HashMap<Number, Vec<Number>>,
    edits: Edits,
    index: index::Index,
}

#[derive(Debug, Clone)]
struct Row {
    text: u16,
    start: u32,
    end: u32,
    country: CountryCode,
    headquarters: CountryCode,
    kinds: Kinds,
}

/// Why a register could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// A line is malformed.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The list of words is malformed.
    #[error(transparent)]
    Vocabulary(#[from] VocabularyError),
    /// The list of places is malformed.
    #[error(transparent)]
    Gazetteer(#[from] gazetteer::GazetteerError),
    /// The file of edits is malformed, or names something that is not there.
    #[error(transparent)]
    Edits(#[from] edits::EditsError),
    /// The bytes of an indexed register are cut short or damaged.
    #[error("the indexed register is damaged")]
    Prebuilt,
}

const MOST_SUCCESSIONS: usize = 8;

const EMBEDDED: &str = include_str!("../../../../data/parties/register.tsv");
const EMBEDDED_OUTLINES: &str = include_str!("../../../../data/parties/outlines.tsv");
const EMBEDDED_EDITS: &str = include_str!("../../../../data/parties/edits.toml");

impl Register {
    /// The lines compiled into the program, their edits and the words of names.
    ///
    /// # Errors
    /// When the compiled-in data is malformed.
    pub fn sources() -> Result<(Texts, Edits, Vocabulary), RegisterError> {
        let texts = vec![Cow::Borrowed(EMBEDDED), Cow::Borrowed(EMBEDDED_OUTLINES)];
        Ok((texts, Edits::read(EMBEDDED_EDITS)?, Vocabulary::embedded()?))
    }

    /// An imported register, with the outlines and edits compiled in.
    ///
    /// # Errors
    /// When a line is malformed.
    pub fn imported(lines: String) -> Result<Self, RegisterError> {
        let edits = Edits::read(EMBEDDED_EDITS)?;
        let texts = vec![Cow::Owned(lines), Cow::Borrowed(EMBEDDED_OUTLINES)];
        Self::load(texts, &edits, Vocabulary::embedded()?)
    }

    /// What its first line, a remark, says: the file it was made of.
    pub fn release(&self) -> Option<&str> {
        self.texts.first()?.lines().next()?.strip_prefix("# ")
    }

    /// Reads registers, one institution a line, and applies edits.
    ///
    /// # Errors
    /// When a line or an edit is malformed; nothing is loaded then.
    pub fn load(mut texts: Texts, edits: &Edits, vocabulary: Vocabulary) -> Result<Self, RegisterError> {
        texts.push(Cow::Owned(edits.added_lines()));
        let mut builder = index::Builder::new(&vocabulary, edits);
        let mut rows = Vec::new();
        let mut by_id = KeyMap::default();
        builder.reserve(texts.iter().map(|text| text.len() / 130).sum());
        for (number, text) in texts.iter().enumerate() {
            for (row, line) in line::lines(text, number)? {
                let number = rows.len() as Number;
                if !line.id.is_empty() {
                    match by_id.entry(Key::of(line.id)) {
                        // Known better from a text before.
                        Entry::Occupied(_) => continue,
                        Entry::Vacant(vacant) => vacant.insert(number),
                    };
                }
                builder.add(number, &line);
                rows.push(row);
            }
        }
        let index = builder.finish();
        let gazetteer = Gazetteer::embedded(&vocabulary)?;
        let mut register = Self {
            vocabulary,
            gazetteer,
            texts,
            rows,
            by_id,
            campuses: HashMap::new(),
            edits: edits.clone(),
            index,
        };
        register.apply_headquarters(edits);
        register.file_campuses();
        Ok(register)
    }

    /// How many institutions it holds.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The words names are compared by.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// Countries, regions and towns.
    pub fn gazetteer(&self) -> &Gazetteer {
        &self.gazetteer
    }

    /// An institution by number.
    pub fn institution(&self, number: Number) -> Option<Institution<'_>> {
        let row = self.rows.get(number as usize)?;
        let text = self.texts.get(usize::from(row.text))?;
        let line = Line::split(text.get(row.start as usize..row.end as usize)?);
        Some(Institution {
            number,
            line,
            country: row.country,
            headquarters: row.headquarters,
            kinds: row.kinds,
        })
    }

    /// An institution by id: the last part of a ROR id, or an id of our own (`x-…`).
    pub fn by_id(&self, id: &str) -> Option<Institution<'_>> {
        self.institution(*self.by_id.get(&Key::of(id))?)
    }

    /// Where `words` name institutions, word for word: every name of every institution that stands
    /// in them, also names within other names.
    pub fn find(&self, words: &[Word]) -> Vec<Named> {
        self.index.find(words)
    }

    /// The institutions whose names begin with this word, where it is the rarest word of the name.
    pub fn begun_with(&self, key: Key) -> impl Iterator<Item = Number> {
        self.index.begun_with(key)
    }

    /// The institution that this one has become or gone into, if the register holds it.
    pub fn successor(&self, institution: &Institution<'_>) -> Option<Institution<'_>> {
        let mut last = None;
        let mut id = institution.line.successor;
        for _ in 0..MOST_SUCCESSIONS {
            let Some(next) = self.by_id(id) else { break };
            last = Some(next);
            id = next.line.successor;
        }
        last
    }

    /// Whether a word stands in any name.
    pub fn has_word(&self, key: Key) -> bool {
        self.index.has_word(key)
    }

    /// The universities that this one is the parent of.
    pub fn campuses(&self, number: Number) -> &[Number] {
        self.campuses.get(&number).map_or(&[], Vec::as_slice)
    }

    /// The institution's country, without reading its line.
    pub fn country(&self, number: Number) -> Option<CountryCode> {
        self.rows.get(number as usize).map(|row| row.country)
    }

    fn file_campuses(&mut self) {
        let mut campuses: HashMap<Number, Vec<Number>> = HashMap::new();
        let university =
            |number: Number| self.rows.get(number as usize).is_some_and(|row| row.kinds.has(Kind::Education));
        for number in (0..self.rows.len() as Number).filter(|number| university(*number)) {
            let Some(record) = self.institution(number) else { continue };
            let parents = record.parents().filter_map(|id| self.by_id.get(&Key::of(id)));
            for parent in parents.filter(|parent| university(**parent)) {
                campuses.entry(*parent).or_default().push(number);
            }
        }
        self.campuses = campuses;
    }

    fn apply_headquarters(&mut self, edits: &Edits) {
        for (id, country) in edits.headquarters() {
            let number = self.by_id.get(&Key::of(id)).copied().unwrap_or(Number::MAX);
            if let Some(row) = self.rows.get_mut(number as usize) {
                row.headquarters = country;
            }
        }
    }
}

/// An institution of the register.
#[derive(Debug, Clone, Copy)]
pub struct Institution<'a> {
    /// Its number in the register.
    pub number: Number,
    /// Its line, split.
    pub line: Line<'a>,
    /// Where it stands.
    pub country: CountryCode,
    /// Where the company at the top of its owners stands; its own country where none is known.
    pub headquarters: CountryCode,
    /// What it is.
    pub kinds: Kinds,
}

impl<'a> Institution<'a> {
    /// Its ROR id as a URL, unless it has none.
    pub fn ror(&self) -> Option<String> {
        let own = self.line.id.starts_with("x-") || self.line.id.is_empty();
        (!own).then(|| format!("https://ror.org/{}", self.line.id))
    }

    /// Its name as the register gives it.
    pub fn name(&self) -> &'a str {
        self.line.names().next().unwrap_or_default()
    }

    /// Its full names, those of edits too.
    pub fn all_names(&self, register: &Register) -> Vec<String> {
        let own =
            self.line.names().filter(|name| !register.edits.removes(self.line.id, name)).map(str::to_owned);
        let given = register.edits.names_of(self.line.id).iter().flat_map(|more| more.names.iter().cloned());
        own.chain(given).collect()
    }

    /// The year before which its successor was not there yet, where upstream tells.
    pub fn successor_since(&self) -> Option<i16> {
        self.line.successor_since.parse().ok()
    }

    /// Whether more than its name and country is known.
    pub fn is_described(&self) -> bool {
        !self.line.city.is_empty() || self.line.id.starts_with("x-")
    }

    /// Ids of its parents.
    pub fn parents(&self) -> impl Iterator<Item = &'a str> {
        self.line.parents.split(' ').filter(|id| !id.is_empty())
    }
}
