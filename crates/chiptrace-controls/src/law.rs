//! The law of one jurisdiction, loaded from records and checked.
//!
//! A law with a gap or an overlap between versions, or without a citation, is refused with the file
//! and the line.

mod file;

use crate::classification::{ClassificationFile, Text, Texts};
use crate::date::Date;
use crate::rule::{Clause, Predicate, Status, Version};

pub use file::{LawError, Source};

/// Clauses and control texts, in force or not.
#[derive(Debug, Clone)]
pub struct Law {
    /// `us-ear`.
    pub id: String,
    /// The law's name.
    pub title: String,
    /// The first day for which there are records.
    pub records_begin: Date,
    /// The last day for which the state of the law was verified.
    pub last_verified: Date,
    /// The control texts.
    pub texts: Texts,
    clauses: Vec<Clause>,
    change_days: Vec<Date>,
    /// How many versions of each clause have begun on each of these days.
    begun: Vec<Vec<usize>>,
}

impl Law {
    /// Loads a law from its record files.
    pub fn load(sources: &[Source<'_>]) -> Result<Self, LawError> {
        let mut head = None;
        let mut texts = ClassificationFile::default();
        let mut drafts = Vec::new();
        for source in sources {
            let file = file::read(source)?;
            head = head.or(file.law);
            texts.text.extend(file.text);
            texts.understood.extend(file.understood);
            drafts.extend(file.clause.into_iter().map(|clause| (source, clause)));
        }
        let head = head.ok_or_else(|| LawError::missing_head(sources))?;
        let texts = Texts::new(texts);
        let mut clauses: Vec<Clause> = Vec::new();
        for (source, draft) in drafts {
            let clause = draft.check(source, &head, &texts)?;
            if clauses.iter().any(|other| other.id == clause.id) {
                return Err(LawError::twice(source, &clause.id));
            }
            clauses.push(clause);
        }
        let file::Head { id, title, records_begin, last_verified } = head;
        let versions = clauses.iter().flat_map(|clause| &clause.versions);
        let mut change_days: Vec<Date> = versions.map(|version| version.from).collect();
        change_days.sort_unstable();
        change_days.dedup();
        let begun =
            change_days.iter().map(|day| clauses.iter().map(|clause| clause.begun(*day)).collect()).collect();
        Ok(Self { id, title, records_begin, last_verified, texts, clauses, change_days, begun })
    }

    /// Every clause, in the order of the records.
    pub fn clauses(&self) -> &[Clause] {
        &self.clauses
    }

    /// Every clause with its version in force on a day, as far as versions were known on another.
    pub fn versions(&self, day: Date, known_on: Date) -> impl Iterator<Item = (&Clause, &Version)> {
        let changed = self.change_days.partition_point(|change| *change <= day);
        let begun = changed.checked_sub(1).and_then(|last| self.begun.get(last));
        let clauses = self.clauses.iter().zip(begun.into_iter().flatten());
        clauses.filter_map(move |(clause, begun)| Some((clause, clause.latest(*begun, known_on)?)))
    }

    /// The clause with an id, with or without the law's own prefix.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        let id = id.strip_prefix("us-ear/").unwrap_or(id);
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// The control texts that some clause in force on a day refers to; none for no day.
    pub fn texts_in_force(&self, day: Option<Date>) -> Vec<&Text> {
        let Some(day) = day else { return Vec::new() };
        let mut ids: Vec<&str> = Vec::new();
        for clause in &self.clauses {
            let condition = clause.version(day, Date::MAX).and_then(|version| version.when.as_ref());
            condition.into_iter().for_each(|condition| {
                condition.walk(&mut |inner| {
                    if let Predicate::Classified(classified) = inner {
                        ids.push(&classified.text);
                    }
                });
            });
        }
        self.texts.all().iter().filter(|text| ids.contains(&text.id.as_str())).collect()
    }

    /// Every day on which some clause changes, in order.
    pub fn change_days(&self) -> &[Date] {
        &self.change_days
    }
}

impl Version {
    /// Whether the version binds.
    pub fn binds(&self) -> bool {
        self.status == Status::Binding
    }
}

impl Predicate {
    /// Puts what is quick to decide before what is not: most conditions fail by their places.
    pub(crate) fn quickest_first(&mut self) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter_mut().for_each(Self::quickest_first);
                parts.sort_by_key(Self::is_slow);
            }
            Self::Not(part) => part.quickest_first(),
            _ => {}
        }
    }

    fn is_slow(&self) -> bool {
        match self {
            Self::Classified(_) | Self::Figures(_) | Self::DesignedIn(_) => true,
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::is_slow),
            Self::Not(part) => part.is_slow(),
            _ => false,
        }
    }

    /// Every predicate inside this one, itself included.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Predicate)) {
        visit(self);
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.walk(visit)),
            Self::Not(part) => part.walk(visit),
            _ => {}
        }
    }
}
