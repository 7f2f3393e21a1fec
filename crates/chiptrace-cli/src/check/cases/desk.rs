//! Answers lines, and keeps what it worked out: questions that differ only in a day between the same
//! two changes of the law have the same answer.

use std::borrow::Cow;

use chiptrace::controls::date::{Date, PartialDate};
use chiptrace::controls::determination::{change_days, determine_as_known};
use chiptrace::controls::inquiry::{Inquiry, Lookups, Understood};
use chiptrace::controls::item::Item;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::name::{Key, KeyMap};
use chiptrace::controls::transaction::Window;

use super::super::Figures;
use super::line::Line;
use super::reply::{self, Clauses};

/// Kept answers may take this many bytes; beyond, all are dropped and keeping begins anew.
const ROOM: usize = 48 << 20;
/// So many questions are remembered as asked once.
const MOST_ASKED: usize = 1 << 18;

/// Answers lines.
pub struct Desk<'k> {
    knowledge: &'k Knowledge,
    known_on: Date,
    lookups: Lookups<'k>,
    /// Keys of questions that were asked once: only what is asked again is kept.
    asked: KeyMap<()>,
    kept: KeyMap<Kept<'k>>,
    taken: usize,
    clauses: Clauses,
    key: String,
    reply: Vec<u8>,
}

/// What is known of a question whatever its day.
struct Kept<'k> {
    /// What tells the question from others.
    question: String,
    understood: Understood<'k>,
    /// The first days of the stretches in which the answer is the same.
    changes: Vec<Date>,
    /// The answer in each stretch: what stands before the days and what after.
    answers: Vec<Option<(Vec<u8>, Vec<u8>)>>,
}

impl<'k> Desk<'k> {
    /// A desk that answers by what could be known of the law on a day.
    pub fn new(knowledge: &'k Knowledge, known_on: Date) -> Self {
        Self {
            knowledge,
            known_on,
            lookups: Lookups::default(),
            asked: KeyMap::default(),
            kept: KeyMap::default(),
            taken: 0,
            clauses: Clauses::default(),
            key: String::new(),
            reply: Vec::new(),
        }
    }

    /// The reply to a line as JSON without its opening brace, so that an id can go before it.
    pub fn answer(&mut self, line: &Line<'_>) -> Result<&[u8], String> {
        if let Some(name) = line.not_text {
            return Err(format!("“{name}” holds a list or an object: expected text"));
        }
        let date = line.field("date").ok_or("the question has no date")?;
        let window: Window = date.parse::<PartialDate>().map_err(|error| error.to_string())?.into();
        self.key.clear();
        line.write_key(&mut self.key);
        let key = Key::of(&self.key);
        if let Some(kept) = self.kept.get_mut(&key).filter(|kept| kept.question == self.key) {
            self.taken +=
                kept.reply(window, self.knowledge, self.known_on, &mut self.clauses, &mut self.reply)?;
            return Ok(&self.reply);
        }
        let understood = understand(line, window, self.knowledge, &mut self.lookups)?;
        write_reply(&understood, self.knowledge, self.known_on, &mut self.clauses, &mut self.reply)?;
        if self.is_asked_again(key) {
            self.keep(key, understood);
        }
        Ok(&self.reply)
    }

    fn is_asked_again(&mut self, key: Key) -> bool {
        if self.asked.len() >= MOST_ASKED {
            self.asked.clear();
        }
        self.asked.insert(key, ()).is_some()
    }

    fn keep(&mut self, key: Key, understood: Understood<'k>) {
        if self.taken > ROOM {
            self.kept.clear();
            self.taken = 0;
        }
        let kept = Kept::new(self.key.clone(), understood, self.knowledge);
        self.taken += self.key.len() + kept.size();
        self.kept.insert(key, kept);
    }
}

impl<'k> Kept<'k> {
    fn new(question: String, understood: Understood<'k>, knowledge: &Knowledge) -> Self {
        let mut changes = change_days(knowledge, &understood.transaction());
        changes.extend(knowledge.law().last_verified.tomorrow());
        changes.sort_unstable();
        let answers = vec![None; changes.len() + 1];
        Self { question, understood, changes, answers }
    }

    fn size(&self) -> usize {
        let answers = self.answers.len() * size_of::<Option<(Vec<u8>, Vec<u8>)>>();
        size_of::<Self>() + answers + self.changes.len() * size_of::<Date>()
    }

    /// Writes the reply; how many bytes more are kept after it.
    fn reply(
        &mut self,
        window: Window,
        knowledge: &Knowledge,
        known_on: Date,
        clauses: &mut Clauses,
        reply: &mut Vec<u8>,
    ) -> Result<usize, String> {
        let stretch = self.changes.partition_point(|change| *change <= window.first);
        let one_day = window.first == window.last;
        let answer = self.answers.get_mut(stretch).filter(|_| one_day);
        if let Some(Some((before, after))) = &answer {
            reply.clear();
            reply.extend_from_slice(before);
            reply.extend_from_slice(days(window.first).as_bytes());
            reply.extend_from_slice(after);
            return Ok(0);
        }
        self.understood.move_to(window);
        write_reply(&self.understood, knowledge, known_on, clauses, reply)?;
        let Some((answer, parted)) = answer.zip(around(&days(window.first), reply)) else { return Ok(0) };
        let taken = parted.0.len() + parted.1.len();
        *answer = Some(parted);
        Ok(taken)
    }
}

fn write_reply(
    understood: &Understood<'_>,
    knowledge: &Knowledge,
    known_on: Date,
    clauses: &mut Clauses,
    reply: &mut Vec<u8>,
) -> Result<(), String> {
    let found = determine_as_known(knowledge, &understood.transaction(), known_on);
    reply.clear();
    let perhaps: Vec<&str> = understood.perhaps_listed().map(|entry| entry.name.as_str()).collect();
    reply::write(&found, &perhaps, knowledge.law(), clauses, reply)
}

/// The days of a reply's only slice, as they stand in it.
fn days(day: Date) -> String {
    format!("\"from\":\"{day}\",\"to\":\"{day}\"")
}

/// What stands before and after the days of a reply.
fn around(days: &str, reply: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let at = reply.windows(days.len()).position(|bytes| bytes == days.as_bytes())?;
    Some((reply.get(..at)?.to_vec(), reply.get(at + days.len()..)?.to_vec()))
}

fn understand<'k>(
    line: &Line<'_>,
    window: Window,
    knowledge: &'k Knowledge,
    lookups: &mut Lookups<'k>,
) -> Result<Understood<'k>, String> {
    let field = |name: &str| line.field(name).map(Cow::Borrowed);
    let figures = if line.field("chip").is_none() { Figures::of(line)? } else { None };
    let inquiry = Inquiry {
        chip: field("chip").unwrap_or_default(),
        destination: field("destination").ok_or("the question has no destination")?,
        end_user_hq: field("end_user_hq"),
        exporter: field("exporter"),
        end_user: field("end_user"),
        transaction: field("transaction"),
        date: field("date").unwrap_or_default(),
    };
    let understood = match figures.and_then(|figures| figures.part()) {
        Some(part) => inquiry.about(Cow::Owned(Item::of_figures(part, None)), knowledge),
        None if inquiry.chip.is_empty() => return Err("the question has no chip".to_owned()),
        None => inquiry.understand_with(window, knowledge, lookups),
    };
    understood.map_err(|error| error.to_string())
}
