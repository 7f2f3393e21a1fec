//! A paper's record for people, as plain lines.

use std::fmt::Write;

use chiptrace_controls::date::Date;
use chiptrace_controls::determination::Answer;
use chiptrace_controls::transaction::Window;

use super::{DefinitionRecord, DisclosureRecord, PlaceRecord, Report};
use crate::disclosure::role::Role;
use crate::explanation::{Account, Explanation, Standing};
use crate::finding::{Finding, LawSlice};

/// The record as text, wrapped by the terminal.
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = paper(&mut out, report);
    out
}

fn paper(out: &mut String, report: &Report) -> std::fmt::Result {
    writeln!(out, "{}", shown(&report.paper))?;
    writeln!(out, "  title         {}", report.title.as_deref().unwrap_or("(not found)"))?;
    if let Some(date) = report.date {
        writeln!(out, "  date          {date} ({})", report.date_basis.as_deref().unwrap_or("stated"))?;
    }
    institutions(out, report)?;
    let used: Vec<&DisclosureRecord> = report.disclosures.iter().filter(|d| d.role == Role::Used).collect();
    if used.is_empty() {
        writeln!(out, "  used          no chip is said to have been used")?;
    }
    for disclosure in used {
        self::disclosure(out, disclosure)?;
    }
    if !report.mentioned_only.is_empty() {
        writeln!(out, "  only named    {}", report.mentioned_only.join(", "))?;
    }
    for finding in &report.findings {
        self::finding(out, finding)?;
    }
    for problem in &report.problems {
        let file = problem.file.as_deref().unwrap_or(&report.paper);
        writeln!(out, "  problem       {}: {}: {}", shown(file), problem.kind, shown(&problem.detail))?;
    }
    Ok(())
}

fn institutions(out: &mut String, report: &Report) -> std::fmt::Result {
    if report.anonymous {
        writeln!(out, "  institutions  the paper says that its authors are anonymous")?;
    } else if report.institutions.is_empty() {
        writeln!(out, "  institutions  (none found)")?;
    }
    for (index, institution) in report.institutions.iter().enumerate() {
        let label = if index == 0 { "institutions" } else { "" };
        let country = institution.country.as_deref().unwrap_or("country not known");
        writeln!(out, "  {label:<12}  {} ({country})", institution.name)?;
    }
    Ok(())
}

fn disclosure(out: &mut String, disclosure: &DisclosureRecord) -> std::fmt::Result {
    let count = match (disclosure.count, disclosure.count_kind) {
        (Some(count), Some(kind)) => format!("{} × ", kind.phrase(count)),
        _ => String::new(),
    };
    let memory = disclosure.memory_gb.map(|size| format!(", {size} GB")).unwrap_or_default();
    let activity = disclosure.activity.as_deref().map(|what| format!(", for {what}")).unwrap_or_default();
    let provider = disclosure.provider.as_deref().map(|who| format!(", at {who}")).unwrap_or_default();
    writeln!(out, "  used          {count}{}{memory}{activity}{provider}", disclosure.chip)?;
    writeln!(out, "                “{}”", one_line(&disclosure.sentence))?;
    if let Some(place) = &disclosure.place {
        writeln!(out, "                {}", where_it_stands(place))?;
    }
    if let Some(machine) = &disclosure.machine {
        writeln!(out, "                machine: {}", machine.says)?;
        for ground in machine.grounds.iter().filter(|ground| !machine.says.contains(&ground.says)) {
            let weight = if ground.strong { "" } else { " (weak)" };
            writeln!(out, "                  {}{weight}", ground.says)?;
        }
    }
    let why: Vec<&str> = disclosure.reasons.iter().take(3).map(|reason| reason.says.as_str()).collect();
    writeln!(out, "                confidence {:.2}: {}", disclosure.confidence, why.join("; "))
}

fn where_it_stands(place: &PlaceRecord) -> String {
    let page = place.page.map(|page| format!(", page {page}")).unwrap_or_default();
    let section =
        place.section.as_deref().map(|section| format!(", section “{section}”")).unwrap_or_default();
    let definitions: String = place.definitions.iter().map(printed_by).collect();
    format!("{}{page}, bytes {}–{}{section}{definitions}", shown(&place.file), place.start, place.end)
}

fn printed_by(definition: &DefinitionRecord) -> String {
    let file = shown(&definition.file);
    format!("; by the definition in {file}, bytes {}–{}", definition.start, definition.end)
}

fn finding(out: &mut String, finding: &Finding) -> std::fmt::Result {
    let who = finding.institutions.join("; ");
    writeln!(out, "  finding       {} in {} ({who})", finding.chip, finding.destination)?;
    writeln!(out, "    delivery    {}", finding.window_basis)?;
    for listing in &finding.listed {
        match &listing.citation {
            Some(citation) => writeln!(out, "    listed      {} [{citation}]", listing.says())?,
            None => writeln!(out, "    listed      {}", listing.says())?,
        }
    }
    writeln!(out, "    law         {}", answers(finding.as_written, finding.as_enforced))?;
    writeln!(out, "    window      {}", drawn(finding))?;
    for alike in finding.slices.chunk_by(alike) {
        let (Some(first), Some(last)) = (alike.first(), alike.last()) else { continue };
        let span = Window { first: first.days.first, last: last.days.last };
        writeln!(out, "      {}  {}", days(span), answers(first.as_written, first.as_enforced))?;
        for clause in first.clauses.iter().filter(|clause| clause.requires()) {
            writeln!(out, "        {}: {} [{}]", clause.clause, clause.title, clause.citation)?;
        }
    }
    if let Some(day) = finding.last_known_state_of {
        writeln!(out, "    note        the law is recorded as last known on {day}")?;
    }
    writeln!(out, "    accounts")?;
    finding.explanations.iter().try_for_each(|explanation| self::explanation(out, explanation))
}

fn explanation(out: &mut String, explanation: &Explanation) -> std::fmt::Result {
    writeln!(out, "      {:<8} {}", explanation.standing.name(), explanation.account.name())?;
    explanation.grounds.iter().try_for_each(|ground| match &ground.citation {
        Some(citation) => writeln!(out, "               {} [{citation}]", ground.says),
        None => writeln!(out, "               {}", ground.says),
    })
}

/// How many characters the days of delivery are drawn with.
const WIDTH: i32 = 40;

/// The days of delivery as a bar that ends with the paper.
fn drawn(finding: &Finding) -> String {
    let Window { first, last } = finding.window;
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let step = |at: i32| days(first, last) * at / WIDTH;
    let at = |day: i32| finding.slices.iter().find(|slice| days(first, slice.days.last) >= day);
    let sign = |slice: &LawSlice| match slice.as_enforced {
        Answer::NotRequired => '·',
        Answer::Required => '#',
        Answer::Open => '?',
    };
    let bar: String = (0..WIDTH).filter_map(|cell| at(step(cell)).map(sign)).collect();
    format!("{first} |{bar}| {last}  (· no licence required, # required, ? open)")
}

/// Whether two slices give the same answers by the same versions of the same clauses.
fn alike(a: &LawSlice, b: &LawSlice) -> bool {
    let requiring = |slice: &LawSlice| -> Vec<(String, Date)> {
        let clauses = slice.clauses.iter().filter(|clause| clause.requires());
        clauses.map(|clause| (clause.clause.clone(), clause.version)).collect()
    };
    (a.as_written, a.as_enforced) == (b.as_written, b.as_enforced) && requiring(a) == requiring(b)
}

fn answers(as_written: Answer, as_enforced: Answer) -> String {
    if as_written == as_enforced {
        as_written.name().to_owned()
    } else {
        format!("as written: {}; as enforced: {}", as_written.name(), as_enforced.name())
    }
}

fn days(window: Window) -> String {
    format!("{} to {}", window.first, window.last)
}

/// A name of a file on one line: what would break it is replaced.
fn shown(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Account {
    /// The account in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::DeliveredBeforeTheRule => "delivered on a day when no licence was required",
            Self::DeliveredAfterTheRule => "delivered on a day when a licence was required",
            Self::Licensed => "a licence was granted",
            Self::UsedFromAfar => "rented from a cloud or used from afar",
            Self::CoAuthorsMachine => "the machine stands at a co-author's institution outside",
            Self::ThirdCountry => "came through another country",
            Self::ChinaMarketVariant => "the China-market variant, written under the parent's name",
            Self::Misread => "the reader misread the paper",
        }
    }
}

impl Standing {
    /// The standing in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Open => "open",
            Self::Refuted => "refuted",
            Self::Absent => "absent",
        }
    }
}
