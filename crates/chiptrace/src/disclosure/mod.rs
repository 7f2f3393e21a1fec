//! What the authors say of a chip: used or only spoken of, how many, with what memory, for what.

pub mod attribute;
pub mod count;
pub mod paper;
pub mod role;
pub mod sentence;
pub mod shape;

use std::collections::HashMap;
use std::ops::Range;

use chiptrace_controls::chip::{Chip, Class};

use crate::mention::chip::{ChipFinder, ChipName};
use crate::mention::look::Look;
use crate::mention::provider::{ProviderFinder, Venues};
use crate::mention::token::Tokens;
use crate::mention::words::Words;
use crate::passage::{Part, Passage};
use attribute::AttributePatterns;
use count::{Count, CountPatterns, PatternError};
use role::{Around, Cues, Judgement, Role};
use shape::{Named, Shape, Written};

/// One statement that a passage makes about a chip.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Chip id.
    pub chip: String,
    /// The number of chips, if one is stated.
    pub count: Option<Count>,
    /// Memory per chip in GB, if stated.
    pub memory_gb: Option<f64>,
    /// Form factor, if stated.
    pub form: Option<String>,
    /// Cloud or cluster, if stated.
    pub provider: Option<String>,
    /// What it was used for.
    pub activity: Option<String>,
    /// Whether it was used, how sure that is, and why.
    pub judgement: Judgement,
    /// Bytes of the passage's view: the shortest stretch that shows chip and count.
    pub span: Range<usize>,
    /// Bytes of the passage's view: the whole sentence.
    pub sentence: Range<usize>,
}

/// The texts of the files in `data/reading/`.
#[derive(Debug, Clone, Copy)]
pub struct ReadingData<'a> {
    /// `words.toml`
    pub words: &'a str,
    /// `counts.toml`
    pub counts: &'a str,
    /// `cues.toml`
    pub cues: &'a str,
    /// `attributes.toml`
    pub attributes: &'a str,
    /// The files of `data/clouds/` and `data/clusters/`.
    pub venues: [&'a str; 3],
}

impl ReadingData<'static> {
    /// The files of this version of the program.
    pub fn embedded() -> Self {
        Self {
            words: include_str!("../../../../data/reading/words.toml"),
            counts: include_str!("../../../../data/reading/counts.toml"),
            cues: include_str!("../../../../data/reading/cues.toml"),
            attributes: include_str!("../../../../data/reading/attributes.toml"),
            venues: [
                include_str!("../../../../data/clouds/providers.toml"),
                include_str!("../../../../data/clouds/instances.toml"),
                include_str!("../../../../data/clusters/clusters.toml"),
            ],
        }
    }
}

/// Reads passages for statements about chips.
#[derive(Debug)]
pub struct Reader {
    words: Words,
    finder: ChipFinder,
    providers: ProviderFinder,
    counts: CountPatterns,
    cues: Cues,
    attributes: AttributePatterns,
    known: HashMap<String, Known>,
}

/// Words by which a sentence gives thanks.
const THANKS: [&str; 7] =
    ["thank", "thanks", "acknowledge", "acknowledges", "acknowledged", "grateful", "gratefully"];

impl Reader {
    /// A reader that knows `chips` and reads by `data`.
    ///
    /// # Errors
    /// When a file of the data is not of the expected shape.
    pub fn new(chips: &[Chip], data: ReadingData<'_>) -> Result<Self, PatternError> {
        let words = Words::from_toml(data.words)?;
        let venues = Venues::from_toml(&data.venues)?;
        Ok(Self {
            finder: ChipFinder::new(chips, &venues.instances),
            providers: ProviderFinder::new(&venues),
            counts: CountPatterns::from_toml(data.counts, &words)?,
            cues: Cues::from_toml(data.cues)?,
            attributes: AttributePatterns::from_toml(data.attributes)?,
            known: chips.iter().map(|chip| (chip.id.clone(), Known::of(chip))).collect(),
            words,
        })
    }

    /// The cues that roles are judged by.
    pub fn cues(&self) -> &Cues {
        &self.cues
    }

    /// The first look at a text, or at the bytes of a file: whether it is worth reading.
    pub fn look(&self) -> &Look {
        self.finder.look()
    }

    /// The ids of the chips that a text names, each once: what a search for names finds.
    pub fn names(&self, text: &str) -> Vec<String> {
        let names = self.finder.find(&Tokens::of(text), &self.words);
        let chips: std::collections::BTreeSet<String> = names.into_iter().map(|name| name.chip).collect();
        chips.into_iter().collect()
    }

    /// Every statement about a chip in a passage, in order.
    pub fn statements(&self, passage: &Passage) -> Vec<Statement> {
        if !self.finder.look().may_name(passage.text.view().as_bytes()) {
            return Vec::new();
        }
        let tokens = Tokens::of(passage.text.view());
        let names = self.finder.find(&tokens, &self.words);
        if names.is_empty() {
            return Vec::new();
        }
        let section = section(passage);
        let sentences = sentence::split(&tokens);
        let mut statements = Vec::new();
        let mut rest = names.as_slice();
        for (index, range) in sentences.iter().enumerate() {
            let here;
            (here, rest) = rest.split_at(rest.partition_point(|name| name.tokens.start < range.end));
            if !here.is_empty() {
                let scene = Scene::new(passage, &tokens, &sentences, index, &section);
                statements.extend(self.sentence(&scene, here));
            }
        }
        statements
    }

    fn sentence(&self, scene: &Scene<'_>, names: &[ChipName]) -> Vec<Statement> {
        let shape = Shape::of(scene.tokens, &self.words, scene.sentence.clone(), names);
        let previous = Shape::of(scene.tokens, &self.words, scene.previous.clone(), &[]).write(usize::MAX);
        let read = |(focus, named): (usize, &Named)| {
            self.statement(scene, &shape.write(focus), (named, &shape.chips), &previous.text)
        };
        let mut statements: Vec<Statement> = shape.chips.iter().enumerate().map(read).collect();
        let counted = |chip: &str| {
            let plain = |(named, s): (&Named, &Statement)| {
                named.name.system.is_none() && s.chip == chip && s.count.is_some()
            };
            shape.chips.iter().zip(&statements).any(plain)
        };
        let redundant: Vec<bool> = shape
            .chips
            .iter()
            .map(|named| named.name.system.is_some() && counted(&named.name.chip))
            .collect();
        for (statement, _) in statements.iter_mut().zip(redundant).filter(|(_, redundant)| *redundant) {
            statement.count = None;
        }
        statements
    }

    fn statement(
        &self,
        scene: &Scene<'_>,
        written: &Written,
        (named, chips): (&Named, &[Named]),
        previous: &str,
    ) -> Statement {
        let count = self.counts.read(written, named);
        let around = Around {
            previous,
            section: scene.section,
            counted: count.is_some(),
            duration: self.counts.is_duration(written),
            family: self.known.get(&named.name.chip).is_some_and(|known| known.family),
            bibliography: scene.passage.part == Part::Bibliography,
            title: matches!(scene.passage.part, Part::Title | Part::Heading),
            cited_row: scene.passage.part == Part::Table && written.text.contains("[?]"),
        };
        let evidence = match &count {
            Some(count) => count.tokens.start.min(named.phrase.start)..count.tokens.end.max(named.phrase.end),
            None => named.phrase.clone(),
        };
        let plausible = |size: &f64| self.plausible(&named.name.chip, *size);
        let named_size = named.memory_gb.filter(|size| !named.called_ram || plausible(size));
        let stated = named.memory_gb.or_else(|| self.attributes.memory(written));
        let namesake = stated.and_then(|size| self.namesake(&named.name.chip, size));
        Statement {
            memory_gb: match namesake {
                Some(_) => stated,
                None => named_size.or_else(|| self.attributes.memory(written).filter(plausible)),
            },
            chip: namesake.unwrap_or(&named.name.chip).to_owned(),
            form: named.form.clone(),
            provider: self.provider(scene, named, chips),
            activity: self.attributes.activity(&written.text).map(str::to_owned),
            judgement: self.cues.judge(written, &around),
            span: scene.tokens.bytes(evidence),
            sentence: scene.tokens.bytes(scene.sentence.clone()),
            count,
        }
    }

    /// The chip of the same name that has the stated memory, where this one has not: an RTX 6000 with 48 GB.
    fn namesake(&self, chip: &str, size: f64) -> Option<&str> {
        let has = |known: &Known| known.memory_gb.iter().any(|own| (own - size).abs() < 0.5);
        let known = self.known.get(chip)?;
        let others = known.namesakes.iter().filter(|other| self.known.get(*other).is_some_and(has));
        others.map(String::as_str).find(|_| !has(known))
    }

    /// Of sizes called RAM or standing apart from the name, one that no part of the chip has is the machine's.
    fn plausible(&self, chip: &str, size: f64) -> bool {
        let sizes = self.known.get(chip).map_or(&[][..], |known| &known.memory_gb);
        sizes.is_empty() || sizes.iter().any(|known| (known - size).abs() <= known * 0.1 + 0.5)
    }

    /// The cloud or cluster that the sentence names for the chip, else the cluster of the sentence before; whoever thanks
    /// for several things one after the other does not say that they belong together.
    fn provider(&self, scene: &Scene<'_>, named: &Named, chips: &[Named]) -> Option<String> {
        let starts: Vec<usize> = chips.iter().map(|chip| chip.phrase.start).collect();
        let found = self.providers.find(scene.tokens, scene.sentence.clone(), &starts);
        let before_all = |at: usize| starts.iter().all(|start| at < *start);
        let nearest = |at: usize| starts.iter().min_by_key(|start| start.abs_diff(at)).copied();
        let mine = |at: usize| nearest(at) == Some(named.phrase.start) || before_all(at);
        let own = found
            .iter()
            .filter(|found| mine(found.at))
            .min_by_key(|found| found.at.abs_diff(named.phrase.start));
        if let Some(own) = own {
            return Some(own.provider.clone());
        }
        if scene.sentence.clone().any(|index| scene.tokens.is_any(index, &THANKS)) {
            return None;
        }
        let before = self.providers.find(scene.tokens, scene.previous.clone(), &[]);
        before.into_iter().rev().find(|found| found.cluster).map(|found| found.provider)
    }
}

/// A sentence with what stands around it.
/// The heading that a passage stands under; thanks may follow a section without a heading of their own.
fn section(passage: &Passage) -> String {
    match passage.part {
        Part::Acknowledgements => String::new(),
        _ => passage.section.as_deref().unwrap_or_default().to_lowercase(),
    }
}

struct Scene<'s> {
    passage: &'s Passage,
    tokens: &'s Tokens<'s>,
    sentence: Range<usize>,
    previous: Range<usize>,
    section: &'s str,
}

impl<'s> Scene<'s> {
    fn new(
        passage: &'s Passage,
        tokens: &'s Tokens<'s>,
        sentences: &[Range<usize>],
        index: usize,
        section: &'s str,
    ) -> Self {
        let at = |index: Option<usize>| index.and_then(|index| sentences.get(index)).cloned().unwrap_or(0..0);
        Self { passage, tokens, sentence: at(Some(index)), previous: at(index.checked_sub(1)), section }
    }
}

/// What reading needs to know of a chip.
#[derive(Debug)]
struct Known {
    family: bool,
    memory_gb: Vec<f64>,
    namesakes: Vec<String>,
}

impl Known {
    fn of(chip: &Chip) -> Self {
        Self {
            family: is_family(chip),
            memory_gb: chip.variants.iter().filter_map(|v| v.memory_gb).collect(),
            namesakes: chip.shares_name_with.clone(),
        }
    }
}

/// Whether a record stands for more than one model, so that its name alone says little.
fn is_family(chip: &Chip) -> bool {
    chip.class == Class::Family || matches!(chip.id.as_str(), "google-tpu" | "google-edge-tpu")
}

/// Statements with each fact said once; `T` is whatever the caller keeps with a statement.
///
/// The same chip and count twice is one statement; a mention without a number adds nothing to one
/// with a number, and a mention in passing nothing to a use.
pub fn distinct<T>(statements: Vec<(T, Statement)>) -> Vec<(T, Statement)> {
    let mut kept: Vec<(T, Statement)> = Vec::new();
    for (tag, statement) in statements {
        match kept.iter_mut().find(|(_, other)| says_the_same(other, &statement)) {
            None => kept.push((tag, statement)),
            Some((kept_tag, other)) => {
                if other.count.is_none() && statement.count.is_some() {
                    *kept_tag = tag;
                    let before = std::mem::replace(other, statement);
                    complete(other, &before);
                } else {
                    complete(other, &statement);
                }
            }
        }
    }
    let uses = kept.iter().filter(|(_, s)| s.judgement.role == Role::Used);
    let used: Vec<String> = uses.map(|(_, s)| s.chip.clone()).collect();
    kept.retain(|(_, s)| s.judgement.role == Role::Used || !used.contains(&s.chip));
    kept
}

fn says_the_same(a: &Statement, b: &Statement) -> bool {
    let value = |s: &Statement| s.count.as_ref().map_or(1, |count| count.value);
    a.chip == b.chip
        && a.judgement.role == b.judgement.role
        && (value(a) == value(b) || a.count.is_none() || b.count.is_none())
}

/// Fills in what the other statement says besides.
fn complete(statement: &mut Statement, other: &Statement) {
    statement.memory_gb = statement.memory_gb.or(other.memory_gb);
    if statement.form.is_none() {
        statement.form.clone_from(&other.form);
    }
    if statement.provider.is_none() {
        statement.provider.clone_from(&other.provider);
    }
}
