//! The title page.

use super::page::Front;
use crate::document::Document;
use crate::passage::{Aligned, Part, Passage};

/// Puts what the title page says where the document keeps it.
pub fn settle(front: Vec<(Front, Aligned)>, document: &mut Document) {
    for (kind, mut text) in front {
        text.trim_end();
        match kind {
            Front::Title if document.title.is_none() && !text.is_empty() => {
                document.title = Some(Passage { part: Part::Title, section: None, text });
            }
            Front::Affiliation => {
                document.affiliations.push(Passage { part: Part::Affiliation, section: None, text })
            }
            _ => {}
        }
    }
}
