//! What a government list says of an institution on the days of a finding.

use chiptrace_controls::date::Date;
use chiptrace_controls::knowledge::Knowledge;
use chiptrace_controls::list::Entry;
use chiptrace_controls::transaction::Window;
use serde::Serialize;

/// An entry of a list that an institution is: by its id, its legal name or a listed alias, never by
/// a parent or a sister.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// The institution as printed.
    pub institution: String,
    /// The list's id.
    pub list: String,
    /// The list's name.
    pub title: String,
    /// The entry's name.
    pub entry: String,
    /// The rule that listed it.
    pub citation: Option<String>,
    /// The first day of the listing; `None` where no source gives it.
    pub from: Option<Date>,
    /// How sure the first day is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_basis: Option<String>,
    /// The last day, where it ended or is set to end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Date>,
    /// Whether it was on the list on the days of the finding.
    pub on_list: OnList,
}

/// On which days of a window an entry was on its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnList {
    /// On every day.
    Throughout,
    /// On some of the days.
    SomeDays,
    /// On none.
    NoDay,
    /// The first day of the listing is not recorded.
    NotKnown,
}

impl Listing {
    /// What `entry` says of the institution on the days of `window`.
    pub fn of(institution: &str, entry: &Entry, window: Window, knowledge: &Knowledge) -> Self {
        Self {
            institution: institution.to_owned(),
            list: entry.list.clone(),
            title: knowledge.lists().title(&entry.list).unwrap_or(&entry.list).to_owned(),
            entry: entry.name.clone(),
            citation: entry.citation.clone(),
            from: entry.from,
            from_basis: entry.from_basis.clone(),
            to: entry.to,
            on_list: OnList::of(entry, window),
        }
    }

    /// The entry in one sentence.
    pub fn says(&self) -> String {
        let Self { institution, title, entry, .. } = self;
        let since = self.from.map_or("on a day not recorded".to_owned(), |from| format!("on {from}"));
        let until = self.to.map(|to| format!(", until {to}")).unwrap_or_default();
        let days = match self.on_list {
            OnList::Throughout => "on the list on every one of these days",
            OnList::SomeDays => "on the list on some of these days",
            OnList::NoDay => "not on the list on any of these days",
            OnList::NotKnown => "whether it was on the list on these days is not recorded",
        };
        format!("{institution}: “{entry}” of the {title}, listed {since}{until}; {days}")
    }
}

impl OnList {
    fn of(entry: &Entry, window: Window) -> Self {
        let ended = entry.to.is_some_and(|to| to < window.first);
        let lasts = entry.to.is_none_or(|to| to >= window.last);
        match entry.from {
            _ if ended => Self::NoDay,
            None => Self::NotKnown,
            Some(from) if from > window.last => Self::NoDay,
            Some(from) if from <= window.first && lasts => Self::Throughout,
            Some(_) => Self::SomeDays,
        }
    }
}
