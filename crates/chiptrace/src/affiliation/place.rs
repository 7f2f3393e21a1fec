//! Which country an affiliation lies in.

use chiptrace_controls::name::{Gap, Role, Shape, Word};
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::{Extent, Gazetteer, Institution, Placed, Register};

use super::domain::Domain;
use super::matching::Match;

/// A place that an affiliation names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mention {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) country: CountryCode,
    pub(super) extent: Extent,
    pub(super) share: u8,
    /// Whether it stands by itself as in an address, not within a name.
    pub(super) address: bool,
}

/// The places that the words name, the longest of overlapping ones.
pub(super) fn read(text: &str, words: &[Word], gazetteer: &Gazetteer) -> Vec<Mention> {
    let mut found: Vec<Placed> =
        gazetteer.find(words).into_iter().filter(|p| plausible(text, words, p)).collect();
    found.sort_by(|a, b| {
        let len = |p: &Placed| p.last - p.first;
        len(b)
            .cmp(&len(a))
            .then(b.extent.cmp(&a.extent))
            .then(b.share.cmp(&a.share))
            .then(a.first.cmp(&b.first))
    });
    let mut taken = vec![None; words.len()];
    let mut mentions = Vec::new();
    for place in found {
        let span = taken.get_mut(place.first..=place.last).unwrap_or_default();
        let own = Some((place.first, place.last));
        if span.iter().any(|other| other.is_some() && *other != own) {
            continue;
        }
        span.fill(own);
        mentions.push(mention(words, &place));
    }
    mentions.extend(codes(text, words, gazetteer));
    mentions.sort_by(|a, b| {
        a.first
            .cmp(&b.first)
            .then(b.extent.cmp(&a.extent))
            .then(b.share.cmp(&a.share))
            .then(a.country.cmp(&b.country))
    });
    mentions
}

/// A place is printed with a capital; short ones such as US, UK, HK in capitals.
fn plausible(text: &str, words: &[Word], place: &Placed) -> bool {
    let Some(first) = words.get(place.first) else { return false };
    let printed = text.get(first.range.clone()).unwrap_or_default();
    match first.shape {
        Shape::Lower => place.extent == Extent::Country && printed.len() > 3 && !printed.is_ascii(),
        Shape::Number => false,
        Shape::Ideograph => place.last > place.first,
        Shape::Acronym => true,
        Shape::Capitalised => printed.chars().count() > 2 || place.last > place.first,
    }
}

fn mention(words: &[Word], place: &Placed) -> Mention {
    let before = words.get(place.first).map_or(Gap::Break, |word| word.gap);
    let next = words.get(place.last + 1);
    let ends = next.is_none_or(|word| word.gap >= Gap::Stop || word.shape == Shape::Number);
    let begins = before >= Gap::Stop
        || place
            .first
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .is_none_or(|word| word.shape == Shape::Number);
    let last = next.is_none_or(|word| word.gap == Gap::Break);
    let country = place.extent == Extent::Country;
    let address = (begins && ends)
        || (last && country && before == Gap::Space)
        || (begins && country && !heads_name(next));
    let Placed { first, last, country, extent, share } = *place;
    Mention { first, last, country, extent, share, address }
}

fn heads_name(next: Option<&Word>) -> bool {
    next.is_some_and(|word| {
        word.gap < Gap::Stop && (word.roles.has(Role::Institution) || word.roles.has(Role::Generic))
    })
}

/// Postal codes of states: `CA 94305`, `Boston, MA, USA`, `ON, Canada`.
fn codes(text: &str, words: &[Word], gazetteer: &Gazetteer) -> Vec<Mention> {
    let mut found = Vec::new();
    for (place, word) in words.iter().enumerate() {
        if word.shape != Shape::Acronym || word.range.len() > 3 {
            continue;
        }
        let code = text.get(word.range.clone()).unwrap_or_default();
        let Some(country) = gazetteer.of_code(code) else { continue };
        let next = words.get(place + 1);
        let before_postcode = next.is_some_and(|next| next.shape == Shape::Number);
        let at_end = next.is_none_or(|next| next.gap >= Gap::Comma) && word.gap >= Gap::Comma && place > 0;
        if before_postcode || at_end {
            let extent = Extent::Region;
            found.push(Mention { first: place, last: place, country, extent, share: 100, address: true });
        }
    }
    found
}

/// The countries that stand in the text as such, outside names.
pub(super) fn stated(mentions: &[Mention]) -> Vec<CountryCode> {
    let of = |extent: Extent, share: u8| {
        let chosen = mentions.iter().filter(|m| m.address && m.extent == extent && m.share >= share);
        let mut countries: Vec<_> = chosen.map(|m| m.country).collect();
        countries.sort_unstable();
        countries.dedup();
        without_shadows(countries)
    };
    let mut countries = of(Extent::Country, 100);
    let regions = of(Extent::Region, 100);
    // Georgia is a state beside American evidence.
    if countries.len() == 1
        && countries.first().is_some_and(|c| c.as_str() == "GE")
        && regions.iter().any(|c| c.as_str() == "US")
    {
        countries.clear();
    }
    if countries.is_empty() {
        countries = regions;
    }
    if countries.is_empty() {
        countries = of(Extent::Town, 85);
    }
    countries
}

/// Hong Kong, Macau and Taiwan are often printed with China after them.
fn without_shadows(mut countries: Vec<CountryCode>) -> Vec<CountryCode> {
    if countries.iter().any(|c| matches!(c.as_str(), "HK" | "MO" | "TW")) {
        countries.retain(|c| c.as_str() != "CN");
    }
    countries
}

/// The country of the whole text, and what it rests on.
pub(super) fn decide(
    mentions: &[Mention],
    matches: &[Match],
    domains: &[Domain],
    register: &Register,
) -> (Option<CountryCode>, &'static str) {
    let stated = stated(mentions);
    let mut of_matches: Vec<_> = matches.iter().filter_map(|m| register.country(m.institution)).collect();
    of_matches.sort_unstable();
    of_matches.dedup();
    match stated.as_slice() {
        [country] => return (Some(*country), "the place printed"),
        [] => {}
        several => {
            return match of_matches.as_slice() {
                [country] if several.contains(country) => {
                    (Some(*country), "the institution, of the places printed")
                }
                _ => (None, "several countries are printed"),
            };
        }
    }
    match of_matches.as_slice() {
        [country] => return (Some(*country), "the institution"),
        [] => {}
        _ => return (None, "institutions of several countries"),
    }
    let mut of_domains: Vec<_> = domains.iter().filter_map(|domain| domain.country).collect();
    of_domains.sort_unstable();
    of_domains.dedup();
    match of_domains.as_slice() {
        [country] => return (Some(*country), "the e-mail domain"),
        [] => {}
        _ => return (None, "e-mail domains of several countries"),
    }
    let within = mentions.iter().filter(|m| m.share >= 95);
    let mut within: Vec<_> = within.map(|m| m.country).collect();
    within.sort_unstable();
    within.dedup();
    match without_shadows(within).as_slice() {
        [country] => (Some(*country), "a place within the name"),
        [] => (None, "no place and no known institution"),
        _ => (None, "places of several countries"),
    }
}

/// The country an institution is in, given the places printed after its name.
pub(super) fn of_institution(
    found: &Match,
    record: &Institution<'_>,
    mentions: &[Mention],
    country: Option<CountryCode>,
) -> CountryCode {
    let after = mentions.iter().filter(|m| m.address && m.extent != Extent::Town && m.first > found.last);
    let nearest = after.min_by_key(|m| m.first).map(|m| m.country);
    match (country, nearest) {
        (Some(country), _) => country,
        (None, Some(nearest)) => nearest,
        (None, None) => record.country,
    }
}
