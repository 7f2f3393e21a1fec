//! Parents, parts and sisters of the institutions that are named.

use std::ops::{Range, RangeInclusive};

use chiptrace_controls::name::{Gap, Key, Role, Word, words};
use chiptrace_controls::party::Kind;
use chiptrace_controls::register::{Institution, NameKind, Named};

use super::matching::{Basis, Match, Text};

impl<'a> Text<'a> {
    /// The institution whose name ends the longer name after a comma: "…, Chinese Academy of Sciences".
    pub(super) fn inner(&self, found: &Match, named: &[Named]) -> Option<Match> {
        let record = self.register.institution(found.institution)?;
        let inside = |inner: &&Named| {
            inner.institution != found.institution
                && inner.first > found.first
                && inner.last == found.last
                && matches!(inner.kind, NameKind::First | NameKind::Other)
                && self.word(inner.first).is_some_and(|word| word.gap >= Gap::Comma)
                && !(record.kinds.has(Kind::Education) && self.is_first_half(found.first..inner.first))
        };
        let parents: Vec<u32> =
            record.parents().filter_map(|id| self.register.by_id(id)).map(|parent| parent.number).collect();
        let parent = named.iter().filter(inside).find(|inner| parents.contains(&inner.institution));
        let hospital = record.kinds.has(Kind::Healthcare);
        let telling = || {
            named.iter().filter(inside).find(|inner| !hospital && inner.len > 1 && !self.is_generic(inner))
        };
        let Named { institution, first, last, .. } = *parent.or_else(telling)?;
        Some(Match { institution, first, last, basis: Basis::Name })
    }

    /// Whether words are a university of their own or the first half of its name: "Queen Mary, University of London",
    /// "University at Buffalo, State University of New York".
    fn is_first_half(&self, place: Range<usize>) -> bool {
        let (university, _) = self.register.vocabulary().look_up("university");
        let heads = |word: &Word| {
            word.key != university
                && [Role::Institution, Role::Unit, Role::Part].iter().any(|role| word.roles.has(*role))
        };
        !self.words.get(place).unwrap_or_default().iter().any(heads)
    }

    /// Owners whose own name begins the printed one: Microsoft of "Microsoft Research Asia".
    pub(super) fn owners(&self, found: &Match, named: &[Named]) -> Vec<Match> {
        let Some(record) = self.register.institution(found.institution) else { return Vec::new() };
        let part = [Kind::Facility, Kind::Company].iter().any(|kind| record.kinds.has(*kind))
            && !record.kinds.has(Kind::Education);
        if !part || found.basis == Basis::Acronym {
            return Vec::new();
        }
        let owners = record.parents().filter_map(|id| self.register.by_id(id));
        let begins = |owner: &Institution<'_>| {
            named.iter().find(|inner| {
                inner.institution == owner.number
                    && inner.first == found.first
                    && inner.last < found.last
                    && matches!(inner.kind, NameKind::First | NameKind::Other)
            })
        };
        owners
            .filter_map(|owner| begins(&owner))
            .map(|inner| Match { institution: inner.institution, last: inner.last, ..*found })
            .collect()
    }

    /// The university whose name begins that of its school: "Indiana University School of Medicine".
    pub(super) fn whole(&self, found: &Match, named: &[Named]) -> Option<Match> {
        let record = self.register.institution(found.institution)?;
        let owners: Vec<Institution<'_>> =
            record.parents().filter_map(|id| self.register.by_id(id)).collect();
        let of_its_university = |inner: &&Named| {
            let owner = owners.iter().find(|owner| owner.number == inner.institution);
            inner.first == found.first
                && inner.last < found.last
                && inner.kind != NameKind::Derived
                && self.is_school(inner.last + 1..=found.last)
                && owner.is_some_and(|owner| {
                    owner.kinds.has(Kind::Education)
                        && owner.country == record.country
                        && !is_system(owner.name())
                })
        };
        let inner = named.iter().filter(|_| record.kinds.has(Kind::Education)).find(of_its_university)?;
        Some(Match { institution: inner.institution, ..*found })
    }

    /// Whether words are those of a school or the like, with no name before it: "College of Medicine - Phoenix".
    fn is_school(&self, place: RangeInclusive<usize>) -> bool {
        let words = self.words.get(place).unwrap_or_default();
        let head = words.iter().position(|word| word.roles.has(Role::Unit) || word.roles.has(Role::Part));
        head.is_some_and(|head| words.iter().take(head).all(|word| word.roles.has(Role::Generic)))
    }

    /// Key laboratories are parts of the institution they are printed with, and so are places of
    /// education of the university they belong to; the owner of several universities is not meant
    /// beside another institution.
    pub(super) fn drop_parts(&self, matches: &mut Vec<Match>) {
        let all = matches.clone();
        let education = |number: u32| {
            self.register.institution(number).filter(|record| record.kinds.has(Kind::Education))
        };
        let heads = ["university", "college"].map(|word| self.register.vocabulary().look_up(word).0);
        let names_university = |found: &Match, other: &Match| {
            let outside = (found.first..=found.last).filter(|at| !(other.first..=other.last).contains(at));
            outside.filter_map(|at| self.word(at)).any(|word| heads.contains(&word.key))
        };
        matches.retain(|found| {
            let Some(record) = self.register.institution(found.institution) else { return false };
            let mut others = all.iter().filter(|other| other.institution != found.institution);
            let part_of = |other: &Match| {
                let owner = education(other.institution).map(|owner| owner.line.id);
                !names_university(found, other)
                    && record.kinds.has(Kind::Education)
                    && record.parents().any(|id| Some(id) == owner)
            };
            // "Lausanne University Hospital" may be no more than the hospital of the university.
            let doubtful = found.basis == Basis::Derived
                && record.kinds.has(Kind::Healthcare)
                && others.clone().any(|other| education(other.institution).is_some());
            let system = record.kinds.has(Kind::Education) && is_system(record.name());
            let needless = system || doubtful || record.name().contains("Key Lab");
            let alone = others.clone().next().is_none();
            (alone || !needless) && !others.any(part_of)
        });
    }

    /// The campus that is meant where the name of all of them is printed: "University of
    /// California, Department of Chemistry, Davis".
    pub(super) fn campus(&self, found: Match) -> Option<Match> {
        let common = |key: &Key| {
            let word = self.words.iter().find(|word| word.key == *key);
            word.is_some_and(|word| word.roles.has(Role::Generic) || word.roles.has(Role::Institution))
        };
        let sisters = self.register.campuses(found.institution);
        let printed = self.words.get(found.last)?.range.clone();
        if sisters.is_empty() || self.text.get(printed)? == "System" {
            return None;
        }
        let system = is_system(self.register.institution(found.institution)?.name());
        let shared: Vec<_> = self.words.get(found.first..=found.last)?.iter().map(|word| word.key).collect();
        let part = self.part_from(&found);
        let mut best: Option<(usize, u32)> = None;
        let mut in_town = Vec::new();
        for sister in sisters.iter().filter_map(|number| self.register.institution(*number)) {
            for name in sister.line.names() {
                let own: Vec<_> =
                    words(name, self.register.vocabulary()).iter().map(|word| word.key).collect();
                let printed = own.iter().all(|key| part.iter().any(|word| word.key == *key));
                let more = own.iter().any(|key| !shared.contains(key) && !common(key));
                let follows = |key: &Key| own.contains(key) && !shared.contains(key);
                let next = self.word(found.last + 1).is_some_and(|word| follows(&word.key));
                let longer = more && (system || next) && shared.iter().all(|key| own.contains(key));
                if printed && longer && best.is_none_or(|(len, _)| own.len() > len) {
                    best = Some((own.len(), sister.number));
                }
            }
            if self.prints(sister.line.city, part.get(shared.len()..).unwrap_or_default()) {
                in_town.push(sister.number);
            }
        }
        let sole_in_town = match in_town.as_slice() {
            [sister] if system => Some(*sister),
            _ => None,
        };
        let institution = best.map(|(_, sister)| sister).or(sole_in_town)?;
        Some(Match { institution, basis: Basis::Campus, ..found })
    }

    /// The words from the name on, up to a break.
    pub(super) fn part_from(&self, found: &Match) -> &'a [Word] {
        let tail = self.words.get(found.last + 1..).unwrap_or_default();
        let end = tail.iter().position(|word| word.gap == Gap::Break).unwrap_or(tail.len());
        self.words.get(found.first..=found.last + end.min(30)).unwrap_or_default()
    }

    pub(super) fn has_parent_among(&self, named: &Named, matches: &[Match]) -> bool {
        let Some(record) = self.record(named) else { return false };
        record.parents().any(|id| {
            let parent = self.register.by_id(id).map(|parent| parent.number);
            matches.iter().any(|found| Some(found.institution) == parent)
        })
    }

    /// Whether it is the parent of an institution that is named too.
    pub(super) fn has_child_among(&self, named: &Named, matches: &[Match]) -> bool {
        let Some(record) = self.record(named) else { return false };
        let mut children = matches.iter().filter_map(|found| self.register.institution(found.institution));
        children.any(|child| child.parents().any(|id| id == record.line.id))
    }

    /// Whether the name of one of its parts stands right before: "Institute of Computing Technology, CAS".
    pub(super) fn follows_child(&self, named: &Named, matches: &[Match]) -> bool {
        let before: Vec<Match> =
            matches.iter().filter(|found| found.last + 1 == named.first).copied().collect();
        self.has_child_among(named, &before)
    }

    /// Whether it is no university itself but the owner of several, whose names begin with its own.
    pub(super) fn is_system(&self, named: &Named) -> bool {
        self.record(named).is_some_and(|record| is_system(record.name()))
    }
}

/// Whether this is the name of an owner of several universities.
fn is_system(name: &str) -> bool {
    name.contains("System") && !name.contains("ampus")
}
