//! The words by which institutions are told from people, addresses and remarks.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Beginnings of words that stand in names of institutions, in lower case.
const ORGANISATION_STEMS: &str = "\
    univers institut college collège school academ laborator laboratoire center centre centro centrum \
    zentrum department dept département departamento dipartimento faculty facult fakultät fachbereich \
    division hospital clinic klinik research corporation company technolog polytech politec politéc \
    ecole école escuela escola scuola hochschule foundation council ministry bureau observator museum \
    organization organisation association consortium society forschung fraunhofer helmholtz planck \
    intelligen science engineering medicine medical informatics computing systems solutions robotics \
    startup universit akademi instytut ústav sciences";

/// Whole words of the same kind, as they are written.
const ORGANISATION_WORDS: &str = "\
    Lab Labs LAB Inc Inc. Ltd Ltd. LTD LLC Corp Corp. GmbH AG S.A. Co. Co Univ Univ. Inst. Inst AI \
    Group Team Independent Cloud Motors Software MIT ETH EPFL KAIST POSTECH UNIST GIST KTH CMU NTU NUS \
    HKUST HKU CUHK SUSTech USTC UCLA UCSD UCSB USC UIUC UESTC BUPT SJTU CAS UCAS CNRS INRIA Inria CEA \
    INSERM CSIRO NASA DLR CERN KIT TUM LMU UCL EPFL, MPI NIST MBZUAI KAUST INSAIT Mila MILA IIT IIIT \
    NEC NTT IBM SAP ENS CSAIL RIKEN AIST IDIAP Idiap DFKI TNO CWI Technion Caltech Google DeepMind \
    Microsoft Meta Facebook FAIR Apple Amazon AWS NVIDIA Nvidia Intel AMD Alibaba Tencent Baidu Huawei \
    ByteDance Bytedance SenseTime Megvii MEGVII OpenAI Anthropic Adobe Samsung Sony Bosch Siemens \
    Qualcomm Snap Salesforce Uber Toyota Honda Hyundai LG Naver NAVER Kakao JD JD.com Xiaomi OPPO vivo \
    Meituan Kuaishou iFLYTEK DAMO Ant Netflix Spotify Bloomberg LinkedIn Twitter Pinterest Yandex \
    Hugging EleutherAI Cohere Mistral Waymo Tesla Ericsson Nokia Disney Pixar Valeo NetEase PingAn \
    Hikvision Horizon Shopee Grab Wayve Graphcore Cerebras Oracle Philips Roche Novartis AstraZeneca \
    Genentech Airbus Boeing Volkswagen BMW Mercedes-Benz Hospital UK USA";

const CHINESE: &str = "大学 大學 学院 學院 研究院 研究所 实验室 實驗室 公司 中心 医院 集团 科学院";

/// Beginnings of remarks that stand among names and affiliations.
const REMARKS: &str = "\
    equal | correspond | contributed | contribution | work done | work was done | project lead | \
    project page | co-first | these authors | the authors | joint first | joint last | joint senior | jointly | alphabetical | http | www. | \
    github | code: | interns | intern at | during | senior author | first author | preprint | \
    under review | technical report | author order | listed | advis | supervis | orcid | e-mail | \
    email | tel: | tel. | phone: | fax: | member, ieee | student member | fellow, ieee | for the | \
    on behalf of | keywords | data and code";

/// Whether `text` holds a word of an institution.
pub fn names_organisation(text: &str) -> bool {
    if CHINESE.split(' ').any(|word| text.contains(word)) {
        return true;
    }
    text.split(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '/' | '-' | '–' | '\'' | '’' | '&')
    })
    .any(|word| {
        let word = word.trim_matches(|c: char| matches!(c, ':' | '*' | '†' | '"' | '“' | '”'));
        let bare = word.trim_end_matches('.');
        is_organisation_word(word) || is_organisation_word(bare) || has_organisation_stem(word)
    })
}

static WORDS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| ORGANISATION_WORDS.split_ascii_whitespace().collect());

fn is_organisation_word(word: &str) -> bool {
    WORDS.contains(word)
}

fn has_organisation_stem(word: &str) -> bool {
    if word.len() < 4 {
        return false;
    }
    let lower = word.to_lowercase();
    ORGANISATION_STEMS
        .split_ascii_whitespace()
        .any(|stem| lower.starts_with(stem) || (stem.len() > 6 && lower.ends_with(stem)))
        || lower.ends_with("universität")
        || lower.ends_with("university")
}

/// Whether a line begins as a remark; an institution may follow on it.
pub fn begins_remark(text: &str) -> bool {
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    REMARKS.split(" | ").any(|remark| lower.starts_with(remark))
}

/// Whether `text` is a remark (who contributed, to whom to write), and no name of anything.
pub fn is_remark(text: &str) -> bool {
    let lower = text.to_lowercase();
    begins_remark(text)
        || [
            "equal contribution",
            "corresponding author",
            "contributed equally",
            "whom correspondence",
            "http",
            "internship",
        ]
        .iter()
        .any(|remark| lower.contains(remark))
}

/// Titles and institutions that the samples of classes come with.
const PLACEHOLDERS: &str = "\
    name of the title is hope | author guidelines | instructions for authors | \
    formatting instructions | paper title | title goes here | your title | your paper | \
    contribution title | preparation of papers | torontoland | shallowmind | edenborrow | \
    author affiliation | affiliation / address | clarity in documentation | name of organization | \
    first institution | institution1 | institution 1 | institution2 | \
    princeton university, princeton nj 08544 | the thørväld group | thørväld | \
    rajiv gandhi university | publication technology department | affiliation 1 | affiliation 2 | \
    affiliation line | article title | full title | anonymous affiliation | anonymous institution | \
    department of xxx | university xxx | university of xxx | xxx university | \
    some institute of technology | some institute | an institution | cranberry-lemon | hippocampus";

/// Whether `text` is an address of the web: no space, and a dot between small letters.
pub fn is_web_address(text: &str) -> bool {
    let ends = ["io", "org", "com", "net", "ai", "edu", "html"];
    !text.contains(' ') && text.len() > 5 && text.starts_with(|c: char| c.is_ascii_lowercase()) && {
        let host = text.split('/').next().unwrap_or_default();
        host.rsplit_once('.').is_some_and(|(_, end)| ends.contains(&end))
    }
}

/// Whether `text` is left over from the sample that a class comes with.
pub fn is_placeholder(text: &str) -> bool {
    let lower = text.to_lowercase();
    PLACEHOLDERS.split(" | ").any(|words| lower.contains(words))
}

/// Whether `text` says that the authors are not named.
pub fn says_anonymous(text: &str) -> bool {
    let lower = text.trim_start_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
    lower.starts_with("anonymous") || lower.starts_with("anonymized") || lower.starts_with("paper id")
}

/// Whether `text` has the look of an address that goes on from an institution: a number, or a place
/// of several parts.
pub fn looks_like_address(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) || (text.contains(',') && text.split(',').all(is_place_part))
}

fn is_place_part(part: &str) -> bool {
    let words = part.split_whitespace();
    words.clone().count() <= 3
        && words.into_iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn institutions_are_told_from_people() {
        for yes in [
            "University of Somewhere",
            "Meta AI",
            "ETH Zürich",
            "École Normale",
            "Technische Universität Ulm",
            "中国科学院",
            "Example Labs",
            "Foo Inc.",
            "Sorbonne Université",
            "Independent Researcher",
        ] {
            assert!(names_organisation(yes), "{yes}");
        }
        for no in ["Jane Doe", "Li Ai", "Maria de la Cruz", "Wei Zhang, Fei Liu", "Beijing, China"] {
            assert!(!names_organisation(no), "{no}");
        }
    }

    #[test]
    fn remarks_and_anonymity_are_seen() {
        assert!(is_remark("* Equal contribution"));
        assert!(is_remark("Corresponding author."));
        assert!(!is_remark("Department of Physics"));
        assert!(says_anonymous("Anonymous Author(s)"));
        assert!(!says_anonymous("Institute for Anonymous Systems"));
    }
}
