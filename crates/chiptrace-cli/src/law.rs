//! `chiptrace law`: the clauses, their versions, and what changed between two days.

use std::collections::BTreeMap;
use std::process::ExitCode;

use chiptrace::controls::course::course;
use chiptrace::controls::date::Date;
use chiptrace::controls::item::Item;
use chiptrace::controls::knowledge::Knowledge;
use chiptrace::controls::law::Law;
use chiptrace::controls::place::CountryCode;
use chiptrace::controls::rule::{Clause, Force, Status, Version};
use chiptrace::controls::transaction::{Exporter, Window};
use clap::Subcommand;

use crate::exit::Failure;
use crate::output::show;

/// What `law` is told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Lists the clauses with their state on a day
    List {
        /// The day; today where not given
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Shows a clause: every version, or the one of a day
    Show {
        /// The clause's id, as `law list` prints it
        clause: String,
        /// Only the version of this day
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Says what changed between two days, for which chips and destinations
    Diff {
        /// The earlier day
        from: Date,
        /// The later day
        to: Date,
    },
}

/// Runs `law`.
pub fn run(args: &Args, knowledge: &Knowledge, today: Date) -> Result<ExitCode, Failure> {
    let text = match &args.what {
        What::List { on } => Ok(list(knowledge.law(), on.unwrap_or(today))),
        What::Show { clause, on } => show_clause(knowledge.law(), clause, *on),
        What::Diff { from, to } => Ok(diff(knowledge, *from, *to)),
    };
    let told = text.and_then(|text| show(&text));
    told.map(|()| ExitCode::SUCCESS).map_err(|problem| Failure::usage(format!("law: {problem}")))
}

fn list(law: &Law, on: Date) -> String {
    let mut out = format!("{}, on {on} (verified to {})\n\n", law.title, law.last_verified);
    for clause in law.clauses() {
        let Some(version) = clause.version(on, Date::MAX) else { continue };
        out +=
            &format!("{:<32} {:<10} since {}  {}\n", clause.id, status(version), version.from, clause.title);
    }
    out
}

fn status(version: &Version) -> &'static str {
    match (version.status, version.as_enforced) {
        (Status::Absent, _) => "absent",
        (Status::Pending, _) => "pending",
        (Status::Suspended, _) => "suspended",
        (Status::Binding, Force::Binds) => "in force",
        (Status::Binding, Force::Unclear) => "unclear",
        (Status::Binding, Force::DoesNotBind) => "unenforced",
    }
}

fn show_clause(law: &Law, id: &str, on: Option<Date>) -> Result<String, String> {
    let clause =
        law.clause(id).ok_or_else(|| format!("no clause is called “{id}”; see `chiptrace law list`"))?;
    let mut out = format!("{}\n{}\n", clause.id, clause.title);
    let chosen = on.map(|day| clause.version(day, Date::MAX).map(|version| version.from));
    for version in &clause.versions {
        if chosen.is_none_or(|from| from == Some(version.from)) {
            out += &describe(version);
        }
    }
    Ok(out)
}

fn describe(version: &Version) -> String {
    let last = version.to.map_or("today".to_owned(), |to| to.to_string());
    let mut out = format!("\n{} to {last}: {}\n", version.from, status(version));
    let mut line = |name: &str, value: &str| {
        if !value.is_empty() {
            out += &format!("  {name:<14}{value}\n");
        }
    };
    line("words", &version.words);
    line("citation", &version.citation);
    let days = [
        ("announced", version.announced),
        ("published", version.published),
        ("effective", version.effective),
    ];
    for (name, day) in days {
        line(name, &day.map(|day| day.to_string()).unwrap_or_default());
    }
    line("known", &version.known.to_string());
    line("verification", version.verification.name());
    line("its days", version.days_verification.map_or("", |mark| mark.name()));
    line("not plain", version.force_note.as_deref().unwrap_or_default());
    version.not_modelled.iter().for_each(|note| line("not modelled", note));
    let condition = version.when.as_ref().and_then(|when| serde_json::to_string(when).ok());
    line("condition", &condition.unwrap_or_default());
    out
}

fn diff(knowledge: &Knowledge, from: Date, to: Date) -> String {
    let mut out = format!("What changed between {from} and {to}\n\nClauses:\n");
    for clause in knowledge.law().clauses() {
        changed(clause, from, to).iter().for_each(|line| out += &format!("  {line}\n"));
    }
    out += "\nCountry groups:\n";
    for change in knowledge.places().changes().iter().filter(|change| from < change.from && change.from <= to)
    {
        let (joins, leaves) = (&change.joins, &change.leaves);
        out += &format!(
            "  {}: {} joins {joins:?}, leaves {leaves:?} ({})\n",
            change.from, change.country, change.citation
        );
    }
    out + &consequences(knowledge, from, to)
}

fn changed(clause: &Clause, from: Date, to: Date) -> Vec<String> {
    let begun = clause.versions.iter().filter(|version| from < version.from && version.from <= to);
    begun
        .map(|version| format!("{}: {} is {}: {}", version.from, clause.id, status(version), version.words))
        .collect()
}

/// The chips whose answer differs between the two days, with the destinations for which it does, for
/// an exporter without a letter.
fn consequences(knowledge: &Knowledge, from: Date, to: Date) -> String {
    let mut groups: BTreeMap<(String, String), Vec<&str>> = BTreeMap::new();
    for country in knowledge.places().all() {
        let mut chips: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for item in knowledge.catalogue().items().iter().filter(|item| has_figures(item)) {
            let [before, after] = [from, to].map(|day| answer(knowledge, item, country.alpha2, day));
            if before != after {
                chips.entry(format!("{before}, then {after}")).or_default().push(&item.name);
            }
        }
        for (change, chips) in chips {
            groups.entry((change, chips.join(", "))).or_default().push(country.alpha2.as_str());
        }
    }
    let mut out =
        "\nAnswers that differ, as enforced, for an exporter without a letter and a buyer at home:\n"
            .to_owned();
    for ((change, chips), countries) in groups {
        out += &format!("  {change}\n    to {}\n    for {chips}\n", countries.join(", "));
    }
    out
}

fn has_figures(item: &Item) -> bool {
    item.parts.iter().any(|part| part.tpp.is_some())
}

fn answer(knowledge: &Knowledge, item: &Item, country: CountryCode, day: Date) -> &'static str {
    let spans = course(knowledge, item, country, Exporter::NoAddressee, Window::day(day));
    spans.first().map_or("open", |span| span.as_enforced.name())
}
