//! Words that tell the name of an organisation or a place from other text of the authors' block.
//!
//! They only decide where an affiliation begins and ends; which institution it is, and in which
//! country, is not decided here.

/// Words of which one occurs in most names of organisations, lower case.
const WORDS: &str = "universit|universid|univ.|institut|istituto|instituto|college|school|department|dept|\
    faculty|faculté|fakult|laborator|laboratoire|academy|academia|hospital|klinik|clinic|centre|center|centro|\
    research|inc.|ltd|corp|company|gmbh|technolog|polytec|politec|école|ecole|hochschule|council|agency|\
    ministry|foundation|association|observatory|museum|fraunhofer|max planck|division|consortium|group|tech.|\
    labs|大学|学院|研究|实验室|公司|中心|医院|大學|科技|集团|연구|대학";

/// Words that are names of organisations or parts of them when they stand alone.
const TOKENS: &str = "lab|ai|inc|llc|iit|mit|eth|cnrs|inria|team|tu|ku|ag|nv|kaist|epfl|cas|csail";

/// Countries as papers end an affiliation with them; only to tell where one ends.
const COUNTRIES: &str = "china|usa|us|u.s.a|states|uk|kingdom|germany|france|italy|spain|portugal|netherlands|\
    belgium|switzerland|austria|sweden|norway|denmark|finland|poland|czechia|republic|hungary|romania|greece|\
    turkey|türkiye|russia|ukraine|israel|iran|iraq|arabia|uae|emirates|qatar|egypt|india|pakistan|bangladesh|\
    lanka|singapore|malaysia|indonesia|thailand|vietnam|philippines|japan|korea|taiwan|kong|macau|australia|\
    zealand|canada|mexico|brazil|argentina|chile|africa|ireland|belarus|kazakhstan|kuwait|colombia";

/// Whether a text reads as the name of an organisation.
pub(super) fn names_an_organisation(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut tokens = lower.split(|c: char| !c.is_alphanumeric());
    WORDS.split('|').any(|word| lower.contains(word))
        || tokens.any(|token| TOKENS.split('|').any(|known| known == token))
}

/// Whether a text ends in the name of a country.
pub(super) fn ends_in_country(text: &str) -> bool {
    let last = text.rsplit([' ', ',']).next().unwrap_or("").trim_end_matches('.').to_lowercase();
    COUNTRIES.split('|').any(|country| country == last)
}

/// Whether a text reads as a place: `Oslo, Norway`.
pub(super) fn is_place(text: &str) -> bool {
    let short = text.split(',').all(|part| part.split_whitespace().count() <= 4);
    short && (ends_in_country(text) || text.contains(','))
}

/// Whether a line ends so that it goes on in the next.
pub(super) fn is_open(text: &str) -> bool {
    const OPEN: [&str; 9] = [",", "-", "&", ";", " of", " and", " for", " in", " the"];
    OPEN.iter().any(|end| text.trim_end().ends_with(end))
}

/// What else stands under the names: who contributed equally, who answers letters.
pub(super) fn is_remark(text: &str) -> bool {
    const REMARKS: [&str; 9] = [
        "contribut",
        "corresponding",
        "correspondence",
        "these authors",
        "work done",
        "was done",
        "lead author",
        "senior author",
        "project lead",
    ];
    let text = text.to_lowercase();
    REMARKS.iter().any(|remark| text.contains(remark))
}

/// The text before an e-mail address, or all of it.
pub(super) fn before_address(text: &str) -> &str {
    let Some(at) = text.find('@') else { return text };
    let before = text.get(..at).unwrap_or(text);
    let local = match before.trim_end().strip_suffix('}') {
        Some(list) => list.rfind('{'),
        None => before.rfind([' ', ',', ';', '<', '(']),
    };
    let kept = local.and_then(|local| before.get(..local)).unwrap_or("");
    let labels = ["e-mail:", "email:", "e-mail", "email", "E-mail:", "Email:", "E-mail", "Email"];
    labels.iter().fold(kept.trim_end(), |kept, label| kept.strip_suffix(label).unwrap_or(kept).trim_end())
}
