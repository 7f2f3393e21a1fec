//! Where names begin and end, by which names printed side by side are told apart.

use chiptrace_controls::name::Role;
use chiptrace_controls::register::{NameKind, Named};

use super::matching::Text;

/// Where names of several words that tell by themselves begin and end.
#[derive(Debug, Default)]
pub(super) struct Edges {
    starts: Vec<bool>,
    stops: Vec<bool>,
    /// Where the name of the owner of several universities ends.
    owners: Vec<bool>,
    /// The words after the first of any name that is not derived.
    inner: Vec<bool>,
}

impl Edges {
    pub(super) fn of(named: &[Named], context: &Text<'_>) -> Self {
        let none = vec![false; context.words.len() + 1];
        let mut edges = Self { starts: none.clone(), stops: none.clone(), owners: none.clone(), inner: none };
        let tells = |name: &&Named| {
            matches!(name.kind, NameKind::First | NameKind::Other)
                && name.len > 1
                && !context.is_generic(name)
                && context.span(name).any(|word| word.roles.has(Role::Institution))
        };
        for name in named.iter().filter(|name| name.kind != NameKind::Derived) {
            edges.inner.get_mut(name.first + 1..=name.last).unwrap_or_default().fill(true);
        }
        for name in named.iter().filter(tells) {
            for (places, at) in [(&mut edges.starts, name.first), (&mut edges.stops, name.last + 1)] {
                if let Some(edge) = places.get_mut(at) {
                    *edge = true;
                }
            }
            if let Some(edge) = edges.owners.get_mut(name.last + 1).filter(|_| context.is_system(name)) {
                *edge = true;
            }
        }
        edges
    }

    /// Whether such a name begins here.
    pub(super) fn starts(&self, place: usize) -> bool {
        self.starts.get(place).copied().unwrap_or_default()
    }

    /// Whether such a name ends right before.
    pub(super) fn stops(&self, place: usize) -> bool {
        self.stops.get(place).copied().unwrap_or_default()
    }

    /// Whether a name that is not derived begins before and goes on here.
    pub(super) fn lies_within(&self, place: usize) -> bool {
        self.inner.get(place).copied().unwrap_or_default()
    }

    /// Whether the name of the owner of several universities ends right before.
    pub(super) fn follows_owner(&self, place: usize) -> bool {
        self.owners.get(place).copied().unwrap_or_default()
    }
}
