//! Parts of a record in the words of the expectations.

use serde_json::Value;

/// A text of the record; a dash where there is none.
pub fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| "-".to_owned(), str::to_owned)
}

/// A list of the record; empty where there is none.
pub fn list<'v>(record: &'v Value, field: &str) -> &'v [Value] {
    record[field].as_array().map_or(&[], Vec::as_slice)
}

/// The words in order.
pub fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

/// A disclosure as `chip count`, with memory and cloud where they are stated.
pub fn said(disclosure: &Value) -> String {
    let count = disclosure["count"].as_u64().map_or_else(|| "-".to_owned(), |count| count.to_string());
    let mut said = format!("{} {count}", word(&disclosure["chip"]));
    if let Some(memory) = disclosure["memory_gb"].as_f64() {
        said.push_str(&format!(" memory={memory}"));
    }
    if let Some(provider) = disclosure["provider"].as_str() {
        said.push_str(&format!(" provider={provider}"));
    }
    said
}
