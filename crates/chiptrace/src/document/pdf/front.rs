//! What the first page says of the paper: title, affiliations, date.

use chiptrace_controls::date::PartialDate;

use super::flow::Paper;
use crate::passage::Passage;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Front {
    /// How many lines of the first page it takes.
    pub lines: usize,
    /// The title.
    pub title: Option<Passage>,
    /// One passage for each printed affiliation.
    pub affiliations: Vec<Passage>,
    /// Domains of e-mail addresses.
    pub email_domains: Vec<String>,
    /// Whether the authors are anonymous.
    pub anonymous: bool,
    /// Day of submission or publication.
    pub date: Option<PartialDate>,
}

/// Reads the first page.
pub(super) fn read(_paper: Paper<'_>) -> Front {
    Front::default()
}
