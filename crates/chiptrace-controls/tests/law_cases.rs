//! Reads `tests/cases/law/*.toml`: questions with the answers that the sources give.

#![allow(clippy::panic, clippy::unwrap_used, clippy::indexing_slicing)]

use std::borrow::Cow;
use std::fs;
use std::path::{Path, PathBuf};

use chiptrace_controls::date::Date;
use chiptrace_controls::determination::{Answer, Determination, determine, determine_as_known};
use chiptrace_controls::inquiry::Inquiry;
use chiptrace_controls::knowledge::Knowledge;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// A case: the question, the answer, and where the answer comes from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    chip: String,
    to: String,
    hq: Option<String>,
    /// `any` where it is not given.
    exporter: Option<String>,
    end_user: Option<String>,
    transaction: Option<String>,
    on: String,
    known_on: Option<Date>,
    /// The answer as written, and as enforced where `enforced` does not differ.
    answer: String,
    enforced: Option<String>,
    /// Clauses that must be among those that require a licence or may.
    #[serde(default)]
    by: Vec<String>,
    /// Policies that must apply, in words.
    #[serde(default)]
    policy: Vec<String>,
    /// Exceptions that must be shown.
    #[serde(default)]
    exception: Vec<String>,
    source: String,
}

impl Case {
    fn inquiry(&self) -> Inquiry<'_> {
        let said = |field: &Option<String>| field.clone().map(Cow::Owned);
        Inquiry {
            chip: Cow::Borrowed(&self.chip),
            destination: Cow::Borrowed(&self.to),
            end_user_hq: said(&self.hq),
            exporter: said(&self.exporter).or(Some(Cow::Borrowed("any"))),
            end_user: said(&self.end_user),
            transaction: said(&self.transaction),
            date: Cow::Borrowed(&self.on),
        }
    }

    fn complaints(&self, knowledge: &Knowledge) -> Vec<String> {
        let understood = match self.inquiry().understand(knowledge) {
            Ok(understood) => understood,
            Err(error) => return vec![error.to_string()],
        };
        let transaction = understood.transaction();
        let found = match self.known_on {
            Some(day) => determine_as_known(knowledge, &transaction, day),
            None => determine(knowledge, &transaction),
        };
        let mut complaints = self.wrong_answers(&found);
        let clauses = found.requiring().iter().map(|step| step.clause.id.clone()).collect();
        complaints.extend(missing("clause", &self.by, clauses));
        let policies = found.policies().iter().map(|(review, _)| review.name().to_owned()).collect();
        complaints.extend(missing("policy", &self.policy, policies));
        let exceptions = found.exceptions().iter().map(|step| step.clause.id.clone()).collect();
        let wanted: Vec<String> =
            self.exception.iter().map(|name| format!("exception-{}", name.to_lowercase())).collect();
        complaints.extend(missing("exception", &wanted, exceptions));
        if self.source.is_empty() {
            complaints.push("no source".to_owned());
        }
        complaints
    }

    fn wrong_answers(&self, found: &Determination<'_>) -> Vec<String> {
        let enforced = self.enforced.as_ref().unwrap_or(&self.answer);
        let both = [("written", found.as_written, &self.answer), ("enforced", found.as_enforced, enforced)];
        let wrong = both.into_iter().filter(|(_, got, wanted)| word(*got) != wanted.as_str());
        wrong
            .map(|(how, got, wanted)| {
                format!("as {how}: wanted {wanted}, got {} ({:?})", word(got), found.turns_on())
            })
            .collect()
    }
}

fn missing(what: &str, wanted: &[String], found: Vec<String>) -> Vec<String> {
    let absent = wanted.iter().filter(|name| !found.contains(name));
    absent.map(|name| format!("{what} {name} is not among {found:?}")).collect()
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Required => "required",
        Answer::NotRequired => "not_required",
        Answer::Open => "open",
    }
}

fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/law");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        file.case.into_iter().map(move |case| (name.clone(), case))
    };
    files.into_iter().flat_map(read).collect()
}

#[test]
fn every_case_has_the_answer_of_its_source() {
    let knowledge = Knowledge::embedded().unwrap_or_else(|error| panic!("{error}"));
    let cases = cases();
    let mut wrong = Vec::new();
    for (file, case) in &cases {
        for complaint in case.complaints(&knowledge) {
            wrong.push(format!("{file}: {}: {complaint}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} of {} cases complain:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    assert!(cases.len() >= 120, "only {} cases", cases.len());
}
