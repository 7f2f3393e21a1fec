//! Which country an affiliation lies in.

use chiptrace_controls::name::{Gap, Role, Shape, Word};
use chiptrace_controls::place::CountryCode;
use chiptrace_controls::register::{Extent, Gazetteer, Institution, Placed, Register};

use super::matching::Match;

const SHORTEST_TOWN_IN_CAPITALS: usize = 3;
const INSTITUTIONS_OF_A_SMALL_TOWN: u32 = 2;
const INSTITUTIONS_OF_A_TOWN_KNOWN_BY_NAME: u32 = 10;
const CHINA: &str = "CN";
const TERRITORIES_OF_CHINA: [&str; 3] = ["HK", "MO", "TW"];
const PEOPLE: &str = "people";
const MOST_WORDS_OF_AN_APOSTROPHE: usize = 3;

/// A place that an affiliation names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mention {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) country: CountryCode,
    pub(super) extent: Extent,
    pub(super) share: u8,
    pub(super) institutions: u32,
    /// Whether it stands by itself as in an address, not within a name.
    pub(super) address: bool,
}

impl Mention {
    /// Whether few institutions stand there.
    pub(super) fn is_small_town(&self) -> bool {
        self.extent == Extent::Town && self.institutions <= INSTITUTIONS_OF_A_SMALL_TOWN
    }
}

/// The places that the words name, the longest of overlapping ones.
pub(super) fn read(text: &str, words: &[Word], gazetteer: &Gazetteer) -> Vec<Mention> {
    let found = gazetteer.find(words).into_iter().filter(|place| plausible(text, words, place));
    let mut found: Vec<Placed> = found.map(|place| peoples_republic(text, words, place)).collect();
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
    let places = mentions.clone();
    mentions.iter_mut().for_each(|one| one.address &= !heads_affiliation(one, words, &places));
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

/// A place is printed with a capital; short ones such as US, UK, HK in capitals, which of towns would be an acronym.
fn plausible(text: &str, words: &[Word], place: &Placed) -> bool {
    let Some(first) = words.get(place.first) else { return false };
    let printed = text.get(first.range.clone()).unwrap_or_default();
    match first.shape {
        Shape::Acronym if place.extent == Extent::Town && place.first == place.last => {
            printed.len() > SHORTEST_TOWN_IN_CAPITALS && first.gap != Gap::Bracket
        }
        Shape::Lower => place.extent == Extent::Country && printed.len() > 3 && !printed.is_ascii(),
        Shape::Number => false,
        Shape::Ideograph => place.last > place.first,
        // "H.K." is oftener somebody's initials.
        Shape::Acronym => printed != "H.K",
        Shape::Capitalised => printed.chars().count() > 2 || place.last > place.first,
    }
}

/// "People¿s Republic of China" is no Republic of China, whatever an apostrophe has become.
fn peoples_republic(text: &str, words: &[Word], place: Placed) -> Placed {
    let near = place.first.saturating_sub(MOST_WORDS_OF_AN_APOSTROPHE)..place.first;
    let people = |word: &Word| {
        let printed = text.get(word.range.clone()).unwrap_or_default();
        printed.get(..PEOPLE.len()).is_some_and(|head| head.eq_ignore_ascii_case(PEOPLE))
    };
    let begins = near.rev().find(|at| words.get(*at).is_some_and(people));
    match (place.country.as_str(), begins, CHINA.parse()) {
        ("TW", Some(first), Ok(country)) if place.last > place.first => Placed { first, country, ..place },
        _ => place,
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
    // "PRC De Marke".
    let acronym = words.get(place.first).is_some_and(|word| word.shape == Shape::Acronym);
    let ideograph = |at: usize| words.get(at).is_some_and(|word| word.shape == Shape::Ideograph);
    // "香港科技大学（广州）" names Hong Kong and is none of its addresses.
    let heads_ideographs =
        ideograph(place.last) && next.is_some_and(|word| word.gap == Gap::Space) && ideograph(place.last + 1);
    let address = !heads_ideographs
        && ((begins && ends)
            || (last && country && before == Gap::Space)
            || (begins && country && !heads_name(next) && !acronym));
    let Placed { first, last, country, extent, share, institutions } = *place;
    Mention { first, last, country, extent, share, institutions, address }
}

/// Whether it is a small town's name at the head of something that is no address: "Mila, McGill University".
fn heads_affiliation(mention: &Mention, words: &[Word], places: &[Mention]) -> bool {
    let first = words.get(mention.first).is_some_and(|word| word.gap == Gap::Break);
    let is_place = |at: usize| places.iter().any(|place| place.first <= at && at <= place.last);
    let rest =
        (mention.last + 1..words.len()).take_while(|at| words.get(*at).is_some_and(|w| w.gap < Gap::Break));
    mention.is_small_town() && first && !rest.clone().all(is_place)
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
        let countries = gazetteer.of_code(code);
        let next = words.get(place + 1);
        let before_postcode = next.is_some_and(|next| next.shape == Shape::Number);
        let at_end = next.is_none_or(|next| next.gap >= Gap::And) && word.gap >= Gap::Comma && place > 0;
        if before_postcode || at_end {
            let share = (100 / countries.len().max(1)) as u8;
            found.extend(countries.iter().map(|country| Mention {
                first: place,
                last: place,
                country: *country,
                extent: Extent::Region,
                share,
                institutions: 0,
                address: true,
            }));
        }
    }
    found
}

/// The countries that stand in the text as such, outside names.
#[derive(Debug, Clone, Default)]
pub(super) struct Stated {
    /// By the strongest kind of place printed: countries, else regions, else towns.
    pub(super) countries: Vec<CountryCode>,
    /// By any kind.
    pub(super) all: Vec<CountryCode>,
    /// Whether only towns tell.
    pub(super) by_town: bool,
}

/// The countries that stand in the text as such, outside names.
pub(super) fn stated(mentions: &[Mention]) -> Stated {
    let mut countries = addressed(mentions, Extent::Country, 100);
    let regions = addressed(mentions, Extent::Region, 100);
    let towns = addressed(mentions, Extent::Town, 85);
    // Georgia is a state beside American evidence.
    let georgia = matches!(countries.as_slice(), [only] if only.as_str() == "GE");
    if georgia && regions.iter().chain(&towns).any(|country| country.as_str() == "US") {
        countries.clear();
    }
    let mut all: Vec<_> = [&countries, &regions, &towns].into_iter().flatten().copied().collect();
    all = distinct(all);
    let by_town = countries.is_empty() && regions.is_empty();
    let strongest = [countries, regions, towns].into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    Stated { countries: strongest, all, by_town }
}

fn addressed(mentions: &[Mention], extent: Extent, share: u8) -> Vec<CountryCode> {
    let chosen = mentions.iter().filter(|m| m.address && m.extent == extent && m.share >= share);
    distinct(chosen.map(|m| m.country).collect())
}

/// Whether it is China or one of the territories that institutions of China's names stand in too.
pub(super) fn is_of_china(country: &CountryCode) -> bool {
    country.as_str() == CHINA || TERRITORIES_OF_CHINA.contains(&country.as_str())
}

/// Each once, and without the state that is printed after a territory of it: China after Hong
/// Kong, Macau and Taiwan, the United States after Puerto Rico and Guam.
fn distinct(mut countries: Vec<CountryCode>) -> Vec<CountryCode> {
    countries.sort_unstable();
    countries.dedup();
    for (state, territories) in [(CHINA, &TERRITORIES_OF_CHINA[..]), ("US", &["PR", "GU", "VI", "AS", "MP"])]
    {
        if countries.iter().any(|country| territories.contains(&country.as_str())) {
            countries.retain(|country| country.as_str() != state);
        }
    }
    countries
}

/// The country of the whole text, and what it rests on.
pub(super) fn decide(
    words: &[Word],
    stated: &Stated,
    mentions: &[Mention],
    matches: &[Match],
    of_domains: &[CountryCode],
    register: &Register,
) -> (Option<CountryCode>, &'static str) {
    // Owners named within the name of a part say nothing of where the part is.
    let whole = matches.iter().filter(|m| !matches.iter().any(|other| m.lies_within(other)));
    let of_matches = distinct(whole.filter_map(|m| register.country(m.institution)).collect());
    match (stated.countries.as_slice(), of_matches.as_slice()) {
        ([town], [country]) if stated.by_town && town != country && holds_town(mentions, *country) => {
            return (Some(*country), "the institution and its town");
        }
        ([_], several) if several.len() > 1 && several.iter().all(|country| stated.all.contains(country)) => {
            return (None, "institutions of several countries");
        }
        ([country], _) => return (Some(*country), "the place printed"),
        ([], [country]) => {
            return match part_elsewhere(words, mentions, matches, *country) {
                Some(there) => (Some(there), "the place of the part that is named"),
                None => (Some(*country), "the institution"),
            };
        }
        ([], []) => {}
        (several, [country]) if several.contains(country) => {
            return (Some(*country), "the institution, of the places printed");
        }
        ([], _) => return (None, "institutions of several countries"),
        _ => return (None, "several countries are printed"),
    }
    match distinct(of_domains.to_vec()).as_slice() {
        [country] => return (Some(*country), "the e-mail domain"),
        [] => {}
        _ => return (None, "e-mail domains of several countries"),
    }
    // Toyota is a town, but institutions whose names begin so stand in several countries.
    let doubtful = |m: &Mention| {
        let word = words.get(m.first).filter(|_| m.extent == Extent::Town);
        let begun = word.map(|word| register.begun_with(word.key).filter_map(|n| register.country(n)));
        begun.is_some_and(|countries| distinct(countries.collect()).len() > 1)
    };
    // Not every institution that is named China Medical University is in China.
    let named = register.find(words);
    let elsewhere = |m: &Mention| {
        let around = named.iter().filter(|name| name.len > 1 && name.first <= m.first && m.last <= name.last);
        around.filter_map(|name| register.country(name.institution)).any(|country| country != m.country)
    };
    let within = mentions.iter().filter(|m| {
        m.share >= 95
            && (m.institutions > 2 || m.extent > Extent::Town)
            && !doubtful(m)
            && !elsewhere(m)
            && !may_lie_elsewhere(m, words)
    });
    match distinct(within.map(|m| m.country).collect()).as_slice() {
        [country] => (Some(*country), "a place within the name"),
        [] => (None, "no place and no known institution"),
        _ => (None, "places of several countries"),
    }
}

/// Whether a name in Chinese goes on in brackets, where the place of a campus stands: "香港中文大学（深圳）".
fn may_lie_elsewhere(mention: &Mention, words: &[Word]) -> bool {
    let ideograph = |word: &&Word| word.shape == Shape::Ideograph;
    let rest = words.get(mention.last + 1..).unwrap_or_default().iter().take_while(ideograph);
    let mut within = rest.take_while(|word| word.gap < Gap::Comma);
    within.any(|word| word.gap == Gap::Bracket)
}

/// The country of a part that is named by its town: "Hong Kong Polytechnic University Shenzhen Research Institute".
fn part_elsewhere(
    words: &[Word],
    mentions: &[Mention],
    matches: &[Match],
    country: CountryCode,
) -> Option<CountryCode> {
    let joined = |at: usize| words.get(at).filter(|word| word.gap == Gap::Space);
    let heads = |word: &Word| {
        word.roles.has(Role::Institution) || word.roles.has(Role::Unit) || word.roles.has(Role::Part)
    };
    let names_part = |m: &&Mention| {
        let next = m.last + 1;
        m.country != country
            && m.extent == Extent::Town
            && m.share >= 95
            && m.institutions > INSTITUTIONS_OF_A_TOWN_KNOWN_BY_NAME
            && joined(m.first).is_some()
            && matches.iter().any(|found| found.last + 1 == m.first)
            && (next..next + 2).filter_map(joined).any(heads)
    };
    mentions.iter().find(names_part).map(|m| m.country)
}

/// Whether a town that is printed has a namesake in this country.
fn holds_town(mentions: &[Mention], country: CountryCode) -> bool {
    mentions.iter().any(|m| m.extent == Extent::Town && m.country == country)
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
