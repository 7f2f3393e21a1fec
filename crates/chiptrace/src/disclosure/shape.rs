//! The shape of a sentence: what is left when names, numbers and sizes are put in one writing.
//!
//! `We trained on eight (8) NVIDIA Tesla A100-80GB GPUs [12].` becomes `we trained on 8 § gpu [?] .`,
//! so that the patterns of `data/reading/` can be short and read aloud. `§` is the chip in question,
//! `¤` any other chip; memory and form factor have moved from the name into [`Named`].

use std::ops::Range;

use crate::mention::chip::ChipName;
use crate::mention::number;
use crate::mention::token::{Class, Tokens, is_han};
use crate::mention::words::Words;

/// A chip of the sentence with what its name phrase says of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// Which chip.
    pub name: ChipName,
    /// Memory in GB that is part of the name phrase: `A100-80GB`, `80GB A100`, `A100 (80GB)`.
    pub memory_gb: Option<f64>,
    /// Whether that size is called RAM, so that it may be the machine's.
    pub called_ram: bool,
    /// Form factor that is part of the name phrase.
    pub form: Option<String>,
    /// The tokens of the whole phrase.
    pub phrase: Range<usize>,
}

/// A piece of a shape.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    text: Text,
    tokens: Range<usize>,
}

#[derive(Debug, Clone, PartialEq)]
enum Text {
    Chip(usize),
    Memory(f64),
    Unit,
    Plain(String),
}

/// The shape of one sentence.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    pieces: Vec<Piece>,
    /// The chips, from left to right.
    pub chips: Vec<Named>,
}

/// A shape written out with one chip in focus.
#[derive(Debug, Clone)]
pub struct Written {
    /// The text that patterns are matched against.
    pub text: String,
    /// Byte at which the chip in focus stands.
    pub focus: usize,
    starts: Vec<(usize, Range<usize>)>,
}

impl Written {
    /// The tokens that the bytes `range` of the text stand for.
    pub fn tokens(&self, range: Range<usize>) -> Range<usize> {
        let first = self.starts.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
        let last = self.starts.partition_point(|(start, _)| *start < range.end).saturating_sub(1);
        match (self.starts.get(first), self.starts.get(last)) {
            (Some((_, from)), Some((_, to))) => from.start..to.end,
            _ => 0..0,
        }
    }
}

impl Shape {
    /// The shape of the tokens `sentence`, in which `names` stand.
    pub fn of(tokens: &Tokens<'_>, words: &Words, sentence: Range<usize>, names: &[ChipName]) -> Self {
        let mut builder = Builder { tokens, words, shape: Self::default(), end: sentence.end };
        let mut names = names.iter().peekable();
        let mut at = sentence.start;
        while at < sentence.end {
            at = match names.next_if(|name| name.tokens.start <= at) {
                Some(name) => builder.chip(name),
                None => builder.piece(at, names.peek().map_or(sentence.end, |name| name.tokens.start)),
            };
        }
        builder.shape
    }

    /// The shape as text with chip number `focus` as `§`.
    pub fn write(&self, focus: usize) -> Written {
        let mut written =
            Written { text: String::new(), focus: 0, starts: Vec::with_capacity(self.pieces.len()) };
        for piece in &self.pieces {
            if !written.text.is_empty() {
                written.text.push(' ');
            }
            written.starts.push((written.text.len(), piece.tokens.clone()));
            match &piece.text {
                Text::Chip(index) if *index == focus => {
                    written.focus = written.text.len();
                    written.text.push('§');
                }
                Text::Chip(_) => written.text.push('¤'),
                Text::Memory(size) => written.text.push_str(&format!("{size}GB")),
                Text::Unit => written.text.push_str("gpu"),
                Text::Plain(text) => written.text.push_str(text),
            }
        }
        written
    }
}

struct Builder<'b, 't> {
    tokens: &'b Tokens<'t>,
    words: &'b Words,
    shape: Shape,
    end: usize,
}

impl Builder<'_, '_> {
    fn push(&mut self, text: Text, tokens: Range<usize>) {
        self.shape.pieces.push(Piece { text, tokens });
    }

    /// Adds a chip with its phrase and returns the token after the phrase.
    fn chip(&mut self, name: &ChipName) -> usize {
        let mut named = Named {
            name: name.clone(),
            memory_gb: None,
            called_ram: false,
            form: None,
            phrase: name.tokens.clone(),
        };
        self.take_before(&mut named);
        self.take_after(&mut named);
        let phrase = named.phrase.clone();
        self.push(Text::Chip(self.shape.chips.len()), phrase.clone());
        self.shape.chips.push(named);
        phrase.end
    }

    /// Brands, form factors and memory sizes before the name belong to it.
    fn take_before(&mut self, named: &mut Named) {
        while let [rest @ .., piece] = self.shape.pieces.as_slice() {
            match &piece.text {
                // `a 384-core GPU`: only a tensor core is part of a name.
                Text::Plain(text) if text == "core" && !ends_with_tensor(rest) => break,
                Text::Memory(size) if named.memory_gb.is_none() => named.memory_gb = Some(*size),
                Text::Plain(text) if self.words.is_brand(text) || is_ornament(text) => {}
                Text::Plain(text) => match self.words.form(text) {
                    Some(form) => named.form = Some(form.to_owned()),
                    None => break,
                },
                _ => break,
            }
            named.phrase.start = piece.tokens.start;
            self.shape.pieces.pop();
        }
    }

    fn take_after(&mut self, named: &mut Named) {
        let mut at = named.phrase.end;
        if self.tokens.glued(at) && self.tokens.is(at, "s") {
            at += 1;
            named.phrase.end = at;
        }
        while at < self.end {
            let text = self.tokens.text(at);
            if is_ornament(text) || is_joiner(text) {
                at += 1;
                continue;
            }
            if text == "("
                && let Some(end) = self.bracket(at, named)
            {
                at = end;
            } else if let Some((size, end)) = self.memory(at).filter(|_| named.memory_gb.is_none()) {
                named.memory_gb = Some(size);
                at = end;
            } else if let Some((form, end)) = self.form(at) {
                named.form.get_or_insert(form);
                at = end;
            } else if self.words.is_brand(text) && !self.words.is_unit(text) {
                at += 1;
            } else {
                break;
            }
            named.phrase.end = at.min(self.end);
        }
    }

    /// `(80GB)`, `(SXM4, 80 GB VRAM)`: a bracket that says nothing but memory and form.
    fn bracket(&self, open: usize, named: &mut Named) -> Option<usize> {
        let (mut memory, mut form, mut ram) = (None, None, false);
        let mut at = open + 1;
        while at < self.end && at < open + 14 {
            let text = self.tokens.text(at);
            if text == ")" {
                (memory.is_some() || form.is_some()).then_some(())?;
                named.called_ram = ram && named.memory_gb.is_none();
                named.memory_gb = named.memory_gb.or(memory);
                named.form = named.form.take().or(form);
                return Some(at + 1);
            }
            if let Some((size, end)) = self.memory(at) {
                memory = Some(size);
                at = end;
            } else if let Some((found, end)) = self.form(at) {
                form = Some(found);
                at = end;
            } else if is_memory_word(text) {
                ram |= text.eq_ignore_ascii_case("ram") || text.eq_ignore_ascii_case("memory");
                at += 1;
            } else if is_about(text) || matches!(text, "," | "/" | "-") || self.words.is_brand(text) {
                at += 1;
            } else {
                return None;
            }
        }
        None
    }

    fn form(&self, at: usize) -> Option<(String, usize)> {
        let two = self.tokens.slice(at..(at + 3).min(self.tokens.len()));
        for (text, length) in [(two, 3), (self.tokens.text(at), 1)] {
            if let Some(form) = self.words.form(text) {
                let digit =
                    self.tokens.glued(at + length) && self.tokens.class(at + length) == Some(Class::Digits);
                return Some((form.to_owned(), at + length + usize::from(digit)));
            }
        }
        None
    }

    /// A size in gigabytes, not a rate.
    fn memory(&self, at: usize) -> Option<(f64, usize)> {
        if self.tokens.class(at) != Some(Class::Digits) {
            return None;
        }
        let number = number::at(self.tokens, at)?;
        let size: f64 = self.tokens.slice(at..number.end).replace(',', "").parse().ok()?;
        let unit = number.end + usize::from(self.tokens.is(number.end, "-"));
        let long = self.tokens.is_any(unit, &["gb", "gbs", "gib", "gigabyte", "gigabytes"]);
        let short = self.tokens.is(unit, "g") && self.tokens.glued(unit);
        let rate = self.tokens.is(unit + 1, "/") && self.tokens.is_any(unit + 2, &["s", "sec", "second"]);
        ((long || short) && !rate && size <= 4096.0).then_some((size, unit + 1))
    }

    fn piece(&mut self, at: usize, limit: usize) -> usize {
        let end = self
            .citation(at, limit)
            .or_else(|| self.sized(at))
            .or_else(|| self.unit(at))
            .or_else(|| self.counted(at, limit))
            .unwrap_or_else(|| self.plain(at));
        end.max(at + 1)
    }

    fn plain(&mut self, at: usize) -> usize {
        let text = self.tokens.text(at);
        let text = match text {
            "*" | "⋅" | "·" | "✕" | "╳" => "×".to_owned(),
            "~" | "∼" | "≈" | "≃" => "~".to_owned(),
            _ if self.tokens.is(at, "x") && self.multiplies(at) => "×".to_owned(),
            _ if matches!(self.tokens.class(at), Some(Class::Sign)) => text.to_owned(),
            _ => text.to_lowercase(),
        };
        self.push(Text::Plain(text), at..at + 1);
        at + 1
    }

    /// `8x A100`, `A100 x 8`, `4 x 8`.
    fn multiplies(&self, at: usize) -> bool {
        let digits = |index| self.tokens.class(index) == Some(Class::Digits);
        at.checked_sub(1).is_some_and(digits) || digits(at + 1)
    }

    fn sized(&mut self, at: usize) -> Option<usize> {
        let (size, end) = self.memory(at)?;
        self.push(Text::Memory(size), at..end);
        Some(end)
    }

    fn unit(&mut self, at: usize) -> Option<usize> {
        let mut end = at;
        while end < self.end && self.words.is_unit(self.tokens.text(end)) {
            end += 1;
        }
        (end > at).then(|| {
            self.push(Text::Unit, at..end);
            end
        })
    }

    /// A number, `eight (8)` and `a pair of` included.
    fn counted(&mut self, at: usize, limit: usize) -> Option<usize> {
        if self.tokens.is_any(at, &["pair", "dual"]) {
            self.push(Text::Plain("2".to_owned()), at..at + 1);
            return Some(at + 1);
        }
        if self.is_part_of_name(at) {
            return None;
        }
        let number = number::at(self.tokens, at).filter(|number| number.end <= limit)?;
        let mut end = number.end;
        if number::is_measure(self.tokens.text(end)) {
            end += 1;
        }
        let text = match number.value {
            Some(value) => value.to_string(),
            None => self.tokens.slice(at..end).to_owned(),
        };
        if self.tokens.is(end, "(") && self.tokens.is(end + 2, ")") && end + 3 <= limit {
            let again = number::at(self.tokens, end + 1);
            if again.is_some_and(|again| again.value == number.value) {
                end += 3;
            }
        }
        self.push(Text::Plain(text), at..end);
        Some(end)
    }

    /// The digits of `EC2` and `GPT4` count nothing; those of `A100x8` and `使用8` do.
    fn is_part_of_name(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.tokens.glued(at)) else { return false };
        let text = self.tokens.text(before);
        let letters = self.tokens.class(before) == Some(Class::Letters);
        letters && !text.eq_ignore_ascii_case("x") && !text.starts_with(is_han)
    }

    /// `[12]`, `[3, 4]`, `[?]`, `(Smith et al., 2020)` as one sign.
    fn citation(&mut self, at: usize, limit: usize) -> Option<usize> {
        let close = match self.tokens.text(at) {
            "[" => self.numbered(at, limit)?,
            "(" => self.dated(at, limit)?,
            _ => return None,
        };
        self.push(Text::Plain("[?]".to_owned()), at..close + 1);
        Some(close + 1)
    }

    fn numbered(&self, at: usize, limit: usize) -> Option<usize> {
        let close = (at + 1..limit.min(at + 40)).find(|index| self.tokens.is(*index, "]"))?;
        let all = (at + 1..close).all(|index| {
            self.tokens.class(index) == Some(Class::Digits)
                || self.tokens.is_any(index, &[",", "-", "–", "?", ";"])
        });
        (all && close > at + 1).then_some(close)
    }

    fn dated(&self, at: usize, limit: usize) -> Option<usize> {
        let close = (at + 1..limit.min(at + 60)).find(|index| self.tokens.is(*index, ")"))?;
        let year = |index: usize| {
            let text = self.tokens.text(index);
            text.len() == 4 && (text.starts_with("19") || text.starts_with("20"))
        };
        let named = self.tokens.text(at + 1).starts_with(char::is_uppercase);
        let words = (at + 1..close).any(|index| self.tokens.is_any(index, &["al", "and", "&", ","]));
        (named && words && (at + 1..close).any(year)).then_some(close)
    }
}

fn ends_with_tensor(pieces: &[Piece]) -> bool {
    matches!(pieces.last(), Some(Piece { text: Text::Plain(text), .. }) if text == "tensor")
}

fn is_ornament(text: &str) -> bool {
    matches!(text, "™" | "®" | "-" | "‐" | "‑" | "_" | "–")
}

fn is_about(text: &str) -> bool {
    matches!(text, "~" | "≈" | "∼") || text.eq_ignore_ascii_case("architecture")
}

fn is_joiner(text: &str) -> bool {
    matches!(text, "@")
}

fn is_memory_word(text: &str) -> bool {
    const WORDS: [&str; 20] = [
        "vram", "memory", "ram", "hbm", "hbm2", "hbm2e", "hbm3", "hbm3e", "gddr", "gddr5", "gddr6", "gddr6x",
        "gddr7", "each", "of", "gpu", "per", "variant", "version", "mem",
    ];
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)) || text.chars().all(|c| c.is_ascii_digit())
}
