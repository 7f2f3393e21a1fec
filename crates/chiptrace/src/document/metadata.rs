//! What arXiv says of a paper: `metadata.json` beside a source tree, and the JSON lines of its dumps.
//!
//! Names of authors are not kept.

use chiptrace_controls::date::PartialDate;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::front;

/// Facts about a paper from outside of the paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Metadata {
    /// arXiv's identifier: `2401.00001`, `astro-ph/0001001`.
    pub id: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// The days of its versions, the first one first.
    pub versions: Vec<PartialDate>,
    /// Categories: `cs.CL`, `math.CO`.
    pub categories: Vec<String>,
}

impl Metadata {
    /// The day of the first version.
    pub fn submitted(&self) -> Option<PartialDate> {
        self.versions.first().copied()
    }
}

/// Why a record could not be read.
#[derive(Debug, thiserror::Error)]
#[error("no metadata of a paper: {0}; expected one JSON object with `id` or `arxiv_id`")]
pub struct MetadataError(#[from] serde_json::Error);

/// Both forms in one: their fields have different names.
#[derive(Debug, Deserialize)]
struct Record {
    #[serde(alias = "arxiv_id")]
    id: Option<String>,
    #[serde(alias = "paper_title")]
    title: Option<String>,
    submission_date: Option<String>,
    #[serde(default)]
    revised_dates: Vec<String>,
    #[serde(default)]
    versions: Vec<Version>,
    update_date: Option<String>,
    categories: Option<Categories>,
}

#[derive(Debug, Deserialize)]
struct Version {
    created: Option<String>,
}

/// A list in one form, words in the other.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Categories {
    List(Vec<String>),
    Words(String),
    Other(IgnoredAny),
}

/// Reads one record: a `metadata.json`, or one line of arXiv's metadata dump.
///
/// # Errors
/// If it is not a JSON object with fields of the expected types.
pub fn read(json: &str) -> Result<Metadata, MetadataError> {
    let record: Record = serde_json::from_str(json)?;
    let created = record.versions.iter().filter_map(|version| version.created.as_deref());
    let stated = record.submission_date.iter().chain(&record.revised_dates).map(String::as_str);
    let mut versions: Vec<PartialDate> = created.chain(stated).filter_map(front::date).collect();
    if versions.is_empty() {
        versions.extend(record.update_date.as_deref().and_then(front::date));
    }
    versions.sort_by_key(|date| date.earliest());
    let categories = match record.categories {
        Some(Categories::List(list)) => list,
        Some(Categories::Words(words)) => words.split_whitespace().map(str::to_owned).collect(),
        Some(Categories::Other(_)) | None => Vec::new(),
    };
    let title = record.title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(Metadata { id: record.id, title, versions, categories })
}

/// The same from bytes; `None` where they are no record.
pub fn from_bytes(json: &[u8]) -> Option<Metadata> {
    read(std::str::from_utf8(json).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_give_the_same_facts() {
        let beside = r#"{"arxiv_id": "2401.00001", "paper_title": "A  Title", "submission_date": "2024-01-01",
            "revised_dates": ["2024-02-03"], "categories": ["cs.CL", "cs.AI"]}"#;
        let dump = r#"{"id": "2401.00001", "title": "A\n Title", "authors": "Nobody", "categories": "cs.CL cs.AI",
            "versions": [{"version": "v1", "created": "Mon, 1 Jan 2024 10:00:00 GMT"},
            {"version": "v2", "created": "Sat, 3 Feb 2024 10:00:00 GMT"}], "update_date": "2024-02-05"}"#;
        let (beside, dump) = (read(beside).unwrap(), read(dump).unwrap());
        assert_eq!(beside, dump);
        assert_eq!(beside.submitted().map(|date| date.to_string()).as_deref(), Some("2024-01-01"));
        assert_eq!(beside.categories, ["cs.CL", "cs.AI"]);
    }

    #[test]
    fn what_is_no_record_is_refused() {
        assert!(read("[1, 2]").is_err());
        assert!(read("{\"id\": 7}").is_err());
    }
}
