//! Law records as their files have them, and the checks that they pass.

use serde::Deserialize;
use toml::Spanned;

use crate::classification::{Text, Texts, Understood};
use crate::date::Date;
use crate::rule::{Clause, ClauseKind, Consequence, Force, Predicate, Status, Verification, Version};
use crate::transaction::Activity;

/// A record file: where it is and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source<'a> {
    /// The path under `data/`.
    pub path: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Why a law was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {problem}")]
pub struct LawError {
    /// The file.
    pub file: String,
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
}

/// A law file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LawFile {
    pub law: Option<Head>,
    #[serde(default)]
    pub text: Vec<Text>,
    #[serde(default)]
    pub understood: Vec<Understood>,
    #[serde(default)]
    pub clause: Vec<Draft>,
}

/// The head of a law.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub id: String,
    pub title: String,
    pub records_begin: Date,
    pub last_verified: Date,
}

/// A clause before it is checked.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    id: Spanned<String>,
    title: String,
    kind: ClauseKind,
    consequence: Consequence,
    activities: Option<Vec<Activity>>,
    #[serde(default)]
    reaches_foreign_items: bool,
    /// Why there is no clause before the first version.
    before: Option<String>,
    version: Vec<DraftVersion>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct DraftVersion {
    from: Spanned<Date>,
    to: Option<Date>,
    #[serde(default = "binding")]
    status: Status,
    #[serde(default)]
    citation: String,
    announced: Option<Date>,
    published: Option<Date>,
    effective: Option<Date>,
    known: Option<Date>,
    words: String,
    verification: Verification,
    days_verification: Option<Verification>,
    #[serde(default)]
    as_written: Force,
    #[serde(default)]
    as_enforced: Force,
    force_note: Option<String>,
    not_enforced_when: Option<Predicate>,
    #[serde(default)]
    not_modelled: Vec<String>,
    when: Option<Predicate>,
}

fn binding() -> Status {
    Status::Binding
}

const MOVEMENTS: [Activity; 4] =
    [Activity::Export, Activity::Reexport, Activity::Transfer, Activity::TechnicalEvaluation];

/// Reads a law file.
pub(super) fn read(source: &Source<'_>) -> Result<LawFile, LawError> {
    toml::from_str(source.text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        LawError::at(source, at, error.message())
    })
}

impl LawError {
    fn at(source: &Source<'_>, offset: usize, problem: impl Into<String>) -> Self {
        let before = source.text.as_bytes().get(..offset).unwrap_or_default();
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        Self { file: source.path.to_owned(), line, problem: problem.into() }
    }

    pub(super) fn missing_head(sources: &[Source<'_>]) -> Self {
        let file = sources.first().map_or("no file", |source| source.path).to_owned();
        Self { file, line: 1, problem: "no file of this law has a [law] head".to_owned() }
    }

    pub(super) fn twice(source: &Source<'_>, id: &str) -> Self {
        let offset = source.text.find(&format!("\"{id}\"")).unwrap_or(0);
        Self::at(source, offset, format!("a second clause is called “{id}”"))
    }
}

impl Draft {
    /// Checks a clause and builds it.
    pub(super) fn check(self, source: &Source<'_>, head: &Head, texts: &Texts) -> Result<Clause, LawError> {
        let at_id = self.id.span().start;
        let fail = |problem: String| LawError::at(source, at_id, problem);
        if !self.id.get_ref().bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-/".contains(&byte)) {
            return Err(fail(format!("the id “{}” has more than letters, digits, . - /", self.id.get_ref())));
        }
        let first = self.version.first().ok_or_else(|| fail("the clause has no version".to_owned()))?;
        let starts = *first.from.get_ref();
        let mut versions = Vec::new();
        match self.before {
            Some(why) if starts > head.records_begin => {
                versions.push(absent(why, head.records_begin, day_before(starts)));
            }
            None if starts > head.records_begin => {
                let begin = head.records_begin;
                return Err(fail(format!(
                    "nothing says what held between {begin} and {starts}: add “before”"
                )));
            }
            _ => {}
        }
        check_days(source, &self.version)?;
        for version in self.version {
            versions.push(version.check(source, texts)?);
        }
        Ok(Clause {
            id: self.id.into_inner(),
            title: self.title,
            kind: self.kind,
            consequence: self.consequence,
            activities: self.activities.unwrap_or_else(|| MOVEMENTS.to_vec()),
            reaches_foreign_items: self.reaches_foreign_items,
            versions,
        })
    }
}

/// Versions follow one another without gap or overlap, and only the last is without an end.
fn check_days(source: &Source<'_>, versions: &[DraftVersion]) -> Result<(), LawError> {
    for (at, version) in versions.iter().enumerate() {
        let fail = |problem: String| Err(LawError::at(source, version.from.span().start, problem));
        let from = *version.from.get_ref();
        let next = versions.get(at + 1).map(|next| *next.from.get_ref());
        match (version.to, next) {
            (Some(to), _) if to < from => return fail(format!("the version ends on {to}, before it begins")),
            (Some(to), None) => return fail(format!("nothing says what holds after {to}")),
            (None, Some(next)) => return fail(format!("no end, though another version begins on {next}")),
            (Some(to), Some(next)) if next <= to => {
                return fail(format!("overlap: this version ends on {to}, the next begins on {next}"));
            }
            (Some(to), Some(next)) if day_before(next) > to => {
                return fail(format!("gap: this version ends on {to}, the next begins on {next}"));
            }
            _ => {}
        }
    }
    Ok(())
}

fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

fn absent(why: String, from: Date, to: Date) -> Version {
    Version {
        from,
        to: Some(to),
        status: Status::Absent,
        citation: String::new(),
        announced: None,
        published: None,
        effective: None,
        known: from,
        words: why,
        verification: Verification::D,
        days_verification: None,
        as_written: Force::DoesNotBind,
        as_enforced: Force::DoesNotBind,
        force_note: None,
        not_enforced_when: None,
        not_modelled: Vec::new(),
        when: None,
    }
}

impl DraftVersion {
    fn check(self, source: &Source<'_>, texts: &Texts) -> Result<Version, LawError> {
        let fail = |problem: String| Err(LawError::at(source, self.from.span().start, problem));
        if self.status != Status::Absent && self.citation.trim().is_empty() {
            return fail("the version has no citation".to_owned());
        }
        if self.words.trim().is_empty() {
            return fail("the version has no words".to_owned());
        }
        if (self.status == Status::Binding) != self.when.is_some() {
            return fail("a version has a condition if, and only if, it binds".to_owned());
        }
        let plain = self.as_written == Force::Binds && self.as_enforced == Force::Binds;
        if !plain && self.force_note.is_none() {
            return fail("the version does not say why its force is not plain".to_owned());
        }
        let conditions = self.when.iter().chain(&self.not_enforced_when);
        if let Some(problem) = conditions.filter_map(|predicate| unknown_text(predicate, texts)).next() {
            return fail(problem);
        }
        Ok(self.build())
    }

    fn build(mut self) -> Version {
        self.when.iter_mut().for_each(Predicate::quickest_first);
        let from = self.from.into_inner();
        Version {
            from,
            to: self.to,
            status: self.status,
            citation: self.citation,
            announced: self.announced,
            published: self.published,
            effective: self.effective,
            known: self.known.or(self.announced).unwrap_or(from),
            words: self.words,
            verification: self.verification,
            days_verification: self.days_verification,
            as_written: self.as_written,
            as_enforced: self.as_enforced,
            force_note: self.force_note,
            not_enforced_when: self.not_enforced_when,
            not_modelled: self.not_modelled,
            when: self.when,
        }
    }
}

/// A control text or paragraph that a condition names and no record has.
fn unknown_text(predicate: &Predicate, texts: &Texts) -> Option<String> {
    let mut problem = None;
    predicate.walk(&mut |inner| {
        let Predicate::Classified(classified) = inner else { return };
        let Some(text) = texts.get(&classified.text) else {
            problem = Some(format!("no control text is called “{}”", classified.text));
            return;
        };
        let known = |id: &&String| text.paragraph.iter().any(|paragraph| paragraph.id == **id);
        if let Some(id) = classified.paragraphs.iter().find(|id| !known(id)) {
            problem = Some(format!("control text “{}” has no paragraph “{id}”", text.id));
        }
    });
    problem
}
