//! What a line of the head shows.

/// Words that name an organisation or a part of one, in lower case.
#[rustfmt::skip]
const ORGANISATIONS: &[&str] = &[
    "university", "universities", "univ", "université", "universite", "universität", "universitaet", "universidad",
    "universidade", "università", "universita", "universiteit", "universitat", "universitet", "universitas", "üniversitesi",
    "college", "institute", "institutes", "institut", "instituto", "istituto", "institution", "institutet",
    "academy", "academia", "académie", "polytechnic", "polytechnique", "politecnico", "politécnica", "politehnica",
    "école", "ecole", "eth", "epfl", "kaist", "mit", "cnrs", "inria", "csiro", "riken", "unist", "postech", "kaust",
    "hospital", "clinic", "hôpital", "hospitals", "museum", "observatory", "council", "ministry", "agency", "administration",
    "corporation", "corp", "inc", "ltd", "llc", "gmbh", "limited", "company", "technologies", "foundation", "consortium",
    "laboratory", "laboratories", "labs", "laboratoire", "laboratorio", "research", "centre", "center", "centro", "zentrum",
    "lab", "school", "faculty", "department", "departments", "dept", "département", "departamento", "dipartimento", "fakultät",
    "division", "group", "team", "unit", "section", "campus", "intelligence", "ai", "robotics", "systems", "services",
];

/// Words for a part of an organisation, whose parent may stand on the next line.
const DEPARTMENTS: &[&str] = &[
    "department",
    "departments",
    "dept",
    "school",
    "faculty",
    "lab",
    "laboratory",
    "group",
    "division",
    "college",
    "institute",
    "center",
    "centre",
    "services",
    "engineering",
    "science",
    "unit",
    "section",
];

/// Words of fields of study: what holds one is no person's name.
#[rustfmt::skip]
const FIELDS: &[&str] = &[
    "computer", "computing", "science", "sciences", "engineering", "electrical", "electronic", "electronics",
    "information", "technology", "vision", "mathematics", "physics", "medicine", "medical", "learning", "data",
    "software", "artificial", "machine", "state", "key", "national", "international", "applied", "independent", "statistics",
];

/// Names of countries and territories as addresses print them, in lower case.
#[rustfmt::skip]
const PLACES: &[&str] = &[
    "argentina", "australia", "austria", "bahrain", "bangladesh", "belarus", "belgium", "brazil", "brasil", "bulgaria", "canada",
    "chile", "china", "colombia", "croatia", "cyprus", "czech republic", "czechia", "denmark", "egypt", "estonia",
    "ethiopia", "finland", "france", "germany", "deutschland", "ghana", "greece", "hong kong", "hungary", "iceland", "india",
    "indonesia", "iran", "iraq", "ireland", "israel", "italy", "italia", "japan", "jordan", "kazakhstan", "kenya", "korea", "kuwait",
    "latvia", "lebanon", "lithuania", "luxembourg", "macau", "macao", "malaysia", "mexico", "méxico", "mongolia", "morocco", "nepal",
    "netherlands", "new zealand", "nigeria", "norway", "oman", "pakistan", "peru", "philippines", "poland", "portugal",
    "qatar", "romania", "russia", "russian federation", "rwanda", "saudi arabia", "serbia", "singapore", "slovakia",
    "slovenia", "south africa", "spain", "españa", "sri lanka", "sweden", "switzerland", "taiwan", "thailand", "tunisia", "turkey",
    "türkiye", "uae", "u.a.e", "united arab emirates", "uganda", "uk", "u.k", "ukraine", "united kingdom", "england",
    "scotland", "wales", "united states", "usa", "u.s.a", "us", "prc", "p.r.c", "p. r. china", "p.r. china", "uruguay", "uzbekistan",
    "venezuela", "vietnam", "viet nam",
];

const CHINESE: &[&str] = &[
    "大学",
    "大學",
    "学院",
    "學院",
    "研究院",
    "研究所",
    "实验室",
    "實驗室",
    "公司",
    "科学院",
    "中心",
    "医院",
    "集团",
];

/// Names that begin with a number, which is no mark before "Paradigm".
const BEGIN_WITH_NUMBER: &str = include_str!("../../../../../data/names/begin-with-number.txt");

/// Whether a text begins with a name that begins with a number.
pub(in crate::document) fn begins_with_numbered_name(text: &str) -> bool {
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    BEGIN_WITH_NUMBER.lines().filter(|line| !line.starts_with('#')).any(|name| {
        let head = text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        head && !text.get(name.len()..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
    })
}

/// Whether a text holds a word for an organisation.
pub(in crate::document) fn has_organisation(text: &str) -> bool {
    begins_with_numbered_name(text.trim_start())
        || words(text).any(|word| ORGANISATIONS.contains(&word.as_str()))
        || CHINESE.iter().any(|word| text.contains(word))
}

/// Whether a text names an organisation by a word that has no other meaning.
pub(super) fn surely_organisation(text: &str) -> bool {
    const UNSURE: [&str; 12] = [
        "research",
        "systems",
        "ai",
        "intelligence",
        "services",
        "group",
        "section",
        "unit",
        "team",
        "robotics",
        "foundation",
        "agency",
    ];
    let sure = |word: &String| ORGANISATIONS.contains(&word.as_str()) && !UNSURE.contains(&word.as_str());
    words(text).any(|word| sure(&word)) || CHINESE.iter().any(|word| text.contains(word))
}

/// Whether a text holds a word for a part of an organisation.
pub(super) fn is_department(text: &str) -> bool {
    let has = |list: &[&str]| words(text).any(|word| list.contains(&word.as_str()));
    has(DEPARTMENTS) && !words(text).any(|word| word.starts_with("univ")) && !has_place(text)
}

/// Whether a text holds a word of a field of study.
pub(super) fn has_field(text: &str) -> bool {
    words(text).any(|word| FIELDS.contains(&word.as_str()))
}

/// Whether a line is but the end of an institution's name (`University`, `and Technology`, `Sciences`),
/// broken off because the column is narrow.
pub(super) fn is_rest_of_name(text: &str) -> bool {
    const ENDS: [&str; 5] = ["university", "institute", "laboratory", "college", "communications"];
    let mut all = 0;
    let known = words(text).all(|word| {
        all += 1;
        FIELDS.contains(&word.as_str())
            || ENDS.contains(&word.as_str())
            || matches!(word.as_str(), "and" | "of")
    });
    known && (1..=4).contains(&all)
}

/// Where a person's name has run into the name of a country before it: `ChinaAda Example`.
pub(super) fn glued_name(text: &str) -> Option<usize> {
    let boundaries = text.char_indices().zip(text.chars().skip(1));
    boundaries.filter(|((_, c), next)| c.is_lowercase() && next.is_uppercase()).find_map(|((at, c), _)| {
        let end = at + c.len_utf8();
        let before = text.get(..end)?;
        let word = before.rsplit(|c: char| !c.is_alphabetic()).next()?;
        PLACES.contains(&word.to_lowercase().as_str()).then_some(end)
    })
}

/// Whether a text ends with the name of a country, or holds one between commas.
pub(super) fn has_place(text: &str) -> bool {
    text.split([',', ';', '(', ')', '.']).any(is_place)
        || is_place(text.rsplit(", ").next().unwrap_or(text))
        || PLACES.iter().any(|place| ends_with_word(&text.to_lowercase(), place))
}

fn is_place(piece: &str) -> bool {
    let piece = piece.trim().trim_end_matches(['.', '*', '∗']).to_lowercase();
    PLACES.contains(&piece.as_str())
}

fn ends_with_word(text: &str, word: &str) -> bool {
    let text = text.trim_end_matches(['.', ',', ';', ' ', '*', '∗']);
    text.strip_suffix(word).is_some_and(|before| before.is_empty() || before.ends_with([' ', ',', '.']))
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Whether the text opens with a mark as they stand before institutions: `1`, `^1`, `†`, `[2]`, `aIn…`.
pub(in crate::document) fn starts_with_mark(text: &str) -> bool {
    mark_length(text) > 0
}

/// Whether the mark touches the word after it.
pub(in crate::document) fn starts_with_tight_mark(text: &str) -> bool {
    let length = mark_length(text);
    length > 0 && text.get(..length).is_some_and(|mark| !mark.ends_with([' ', '.', ')', ']']))
}

/// Signs that serve as marks.
pub(super) fn is_sign(c: char) -> bool {
    matches!(
        c,
        '*' | '∗'
            | '⋆'
            | '†'
            | '‡'
            | '§'
            | '¶'
            | '♠'
            | '♡'
            | '♢'
            | '♣'
            | '♦'
            | '♥'
            | '◇'
            | '♮'
            | '⋄'
            | '△'
            | '▽'
            | '○'
            | '☆'
            | '★'
            | '✉'
            | '#'
    ) || matches!(c, '¹' | '²' | '³' | '⁰'..='⁹' | '\u{1D43}'..='\u{1D5B}')
}

/// How many bytes of the digits at the head of a text are a mark where a name follows that begins with a number.
fn mark_before_numbered_name(text: &str, digits: usize) -> Option<usize> {
    (1..=digits.min(2)).find_map(|mark| {
        let rest = text.get(mark..)?;
        let name = rest.trim_start_matches([')', ']', '}', '.', ' ']);
        begins_with_numbered_name(name).then(|| mark + rest.len() - name.len())
    })
}

/// How many bytes at the head of `text` are a mark before an institution.
pub(super) fn mark_length(text: &str) -> usize {
    if begins_with_numbered_name(text.trim_start()) {
        return 0;
    }
    let body = text.trim_start_matches(['^', '{', '(', '[', '_', ' ']);
    let opened = text.len() - body.len();
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(mark) = mark_before_numbered_name(body, digits) {
        return opened + mark;
    }
    let dimension = matches!(body.as_bytes(), [b'2'..=b'6', b'D', ..])
        && !body.get(2..).is_some_and(|rest| rest.starts_with(char::is_lowercase));
    let number = if (1..=2).contains(&digits) && !dimension { digits } else { 0 };
    let signs: usize = body.chars().take_while(|&c| is_sign(c)).map(char::len_utf8).sum();
    let letter = match body.as_bytes() {
        [b'a'..=b'h', b'A'..=b'Z', ..] => 1,
        [b'a'..=b'h', b')' | b']' | b'}', ..] if opened > 0 => 1,
        _ => 0,
    };
    let mark = number.max(signs).max(letter);
    let rest = body.get(mark..).unwrap_or_default();
    let closed = rest.len() - rest.trim_start_matches([')', ']', '}', '.', ' ']).len();
    let followed = rest.get(closed..).and_then(|rest| rest.chars().next()).is_some_and(char::is_alphabetic);
    if mark > 0 && followed { opened + mark + closed } else { 0 }
}

/// Whether a text is a remark about the authors and no affiliation.
pub(in crate::document) fn is_remark(text: &str) -> bool {
    const REMARKS: [&str; 16] = [
        "equal contrib",
        "equally contrib",
        "contributed equally",
        "corresponding",
        "correspondence",
        "work done",
        "work was done",
        "project lead",
        "internship",
        "joint first",
        "co-first",
        "project page",
        "http",
        "this work",
        "preprint",
        "senior member",
    ];
    let text = text.to_lowercase();
    REMARKS.iter().any(|remark| text.contains(remark))
}

/// Whether a text is a sentence: most of its words are small, and not the small words of names.
pub(in crate::document) fn is_prose(text: &str) -> bool {
    const SMALL: [&str; 22] = [
        "of", "and", "the", "for", "de", "la", "di", "du", "des", "at", "in", "del", "da", "do", "et", "für",
        "der", "und", "e", "y", "van", "with",
    ];
    let (mut lower, mut all) = (0, 0);
    for word in text.split_whitespace() {
        all += 1;
        let small =
            word.starts_with(char::is_lowercase) && word.chars().all(|c| c.is_lowercase() || c == ',');
        lower += usize::from(small && !SMALL.contains(&word.trim_end_matches(',')));
    }
    lower * 3 > all && all > 3
}

/// Whether a line of an affiliation goes on in the next: it ends with a comma or a small word.
pub(in crate::document) fn ends_open(text: &str) -> bool {
    let text = text.trim_end();
    text.ends_with([',', '&', '-'])
        || [
            " of", " and", " the", " for", " de", " in", " at", " on", " with", " to", " by", " from", " a",
            " an", " della", " di",
        ]
        .iter()
        .any(|word| text.ends_with(word))
}

/// Whether a text may be the name of a person: two to four capitalised words and nothing that speaks
/// for an organisation.
pub(super) fn may_be_name(text: &str) -> bool {
    let text = text.trim_matches(|c: char| !c.is_alphabetic());
    let count = text.split_whitespace().count();
    let capital = |word: &str| {
        word.chars().next().is_some_and(|c| c.is_uppercase()) && !word.contains(|c: char| c.is_ascii_digit())
    };
    (2..=4).contains(&count)
        && text.split_whitespace().all(|word| {
            capital(word)
                || matches!(word, "de" | "van" | "von" | "der" | "la" | "bin" | "al" | "da" | "di" | "el")
        })
        && !has_organisation(text)
        && !has_field(text)
        && !has_place(text)
}
