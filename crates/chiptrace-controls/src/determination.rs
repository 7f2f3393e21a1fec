//! Applies the law to a transaction: an answer with every clause that was looked at.

mod condition;

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde::{Serialize, Serializer};

use crate::date::Date;
use crate::fact::Truth;
use crate::item::Figure;
use crate::knowledge::Knowledge;
use crate::law::Law;
use crate::rule::{Clause, ClauseKind, Consequence, Force, Predicate, Review, Status, Verification, Version};
use crate::transaction::{Transaction, Window};

use condition::Scene;

/// Whether a licence was required.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A licence was required.
    Required,
    /// None was required.
    NotRequired,
    /// What is known does not decide it.
    Open,
}

impl Answer {
    /// The answer in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "licence required",
            Self::NotRequired => "no licence required",
            Self::Open => "open",
        }
    }
}

impl From<Truth> for Answer {
    fn from(required: Truth) -> Self {
        match required {
            Truth::Yes => Self::Required,
            Truth::No => Self::NotRequired,
            Truth::Unknown => Self::Open,
        }
    }
}

/// The answer of the law to a transaction.
#[derive(Debug, Clone, Serialize)]
pub struct Determination<'k> {
    /// By the text as it stood.
    pub as_written: Answer,
    /// By the text as far as the authority held people to it.
    pub as_enforced: Answer,
    /// The stretches of the window in which the law is constant.
    pub slices: Vec<Slice<'k>>,
    /// What the answer takes for granted.
    pub supposes: Vec<Cow<'static, str>>,
    /// The last day for which the state of the law was verified, where the window goes beyond it.
    pub last_known_state_of: Option<Date>,
}

/// A stretch of days in which the law is constant.
#[derive(Debug, Clone, Serialize)]
pub struct Slice<'k> {
    /// Its days.
    pub days: Window,
    /// By the text as it stood.
    pub as_written: Answer,
    /// By the text as enforced.
    pub as_enforced: Answer,
    /// Every clause that was looked at.
    pub steps: Vec<Step<'k>>,
    /// What an open answer turns on.
    pub turns_on: Vec<Question>,
}

/// One clause, looked at, in the latest version that had begun and was known.
#[derive(Debug, Clone, Copy)]
pub struct Step<'k> {
    /// The clause.
    pub clause: &'k Clause,
    /// The version that was chosen.
    pub version: &'k Version,
    /// Whether its condition holds of the transaction.
    pub holds: Truth,
    /// What it does to the answer as written: yes where it requires (or applies).
    pub as_written: Truth,
    /// What it does to the answer as enforced.
    pub as_enforced: Truth,
}

/// A step as receipts have it.
#[derive(Serialize)]
struct Told<'k> {
    clause: &'k str,
    title: &'k str,
    consequence: &'k Consequence,
    kind: ClauseKind,
    version: Date,
    in_force: Status,
    holds: Truth,
    as_written: Truth,
    as_enforced: Truth,
    citation: &'k str,
    words: &'k str,
    verification: Verification,
    #[serde(skip_serializing_if = "Option::is_none")]
    days_verification: Option<Verification>,
    #[serde(skip_serializing_if = "Option::is_none")]
    force_note: Option<&'k str>,
}

impl Serialize for Step<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { clause, version, .. } = *self;
        Told {
            clause: &clause.id,
            title: &clause.title,
            consequence: &clause.consequence,
            kind: clause.kind,
            version: version.from,
            in_force: version.status,
            holds: self.holds,
            as_written: self.as_written,
            as_enforced: self.as_enforced,
            citation: &version.citation,
            words: &version.words,
            verification: version.verification,
            days_verification: version.days_verification,
            force_note: version.force_note.as_deref(),
        }
        .serialize(serializer)
    }
}

/// Something that would settle an open answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Question {
    /// A figure of a part that the records do not have.
    Figure {
        /// The part.
        part: String,
        /// The figure.
        figure: Figure,
    },
    /// Which part of the item it is.
    Part,
    /// Who exports.
    Exporter,
    /// Where the item leaves from.
    Origin,
    /// Where it goes.
    Destination,
    /// Where the end user's ultimate parent has its headquarters.
    Headquarters,
    /// What is done with the item.
    Activity,
    /// Whether the end user is listed.
    Listing,
    /// What share of the end user listed parties own.
    Ownership,
    /// What the item is for.
    EndUse,
    /// Where the item was designed.
    Designer,
    /// Whether an item designed abroad is subject to the regulations.
    SubjectToTheRegulations,
    /// The law itself is not settled: the clause's id.
    Law(String),
    /// On which day of the window it happened.
    Day,
}

impl<'k> Determination<'k> {
    /// How an application would be reviewed, from every slice in which a licence may be required.
    pub fn policies(&self) -> Vec<(Review, &Step<'k>)> {
        let policy = |step: &Step<'k>| match step.clause.consequence {
            Consequence::Policy(review) => Some(review),
            _ => None,
        };
        self.applying(|step| policy(step).is_some())
            .into_iter()
            .filter_map(|step| Some((policy(step)?, step)))
            .collect()
    }

    /// Licence exceptions that may be available.
    pub fn exceptions(&self) -> Vec<&Step<'k>> {
        self.applying(|step| matches!(step.clause.consequence, Consequence::Exception(_)))
    }

    /// Things to look into.
    pub fn cautions(&self) -> Vec<&Step<'k>> {
        let steps = self.slices.iter().flat_map(|slice| &slice.steps);
        steps
            .filter(|step| step.clause.consequence == Consequence::Caution && step.as_enforced != Truth::No)
            .collect()
    }

    /// Every clause that requires a licence or may.
    pub fn requiring(&self) -> Vec<&Step<'k>> {
        self.applying(|step| step.clause.consequence == Consequence::Licence)
    }

    /// What an open answer turns on, over all slices.
    pub fn turns_on(&self) -> Vec<Question> {
        let mut all: BTreeSet<Question> =
            self.slices.iter().flat_map(|slice| slice.turns_on.clone()).collect();
        let differ = |answer: fn(&Slice<'k>) -> Answer| {
            self.slices
                .first()
                .is_some_and(|first| self.slices.iter().any(|slice| answer(slice) != answer(first)))
        };
        if differ(|slice| slice.as_written) || differ(|slice| slice.as_enforced) {
            all.insert(Question::Day);
        }
        all.into_iter().collect()
    }

    fn applying(&self, wanted: impl Fn(&Step<'k>) -> bool) -> Vec<&Step<'k>> {
        let slices = self.slices.iter();
        let slices = slices.filter(|slice| {
            slice.as_written != Answer::NotRequired || slice.as_enforced != Answer::NotRequired
        });
        let steps = slices.flat_map(|slice| &slice.steps);
        steps
            .filter(|step| step.holds != Truth::No && step.version.status == Status::Binding && wanted(step))
            .collect()
    }
}

/// Determines whether a transaction needs a licence, by all that is known today.
pub fn determine<'k>(knowledge: &'k Knowledge, transaction: &Transaction<'_>) -> Determination<'k> {
    determine_as_known(knowledge, transaction, Date::MAX)
}

/// Determines whether a transaction needs a licence, by what could be known of the law on a day.
pub fn determine_as_known<'k>(
    knowledge: &'k Knowledge,
    transaction: &Transaction<'_>,
    known_on: Date,
) -> Determination<'k> {
    let windows = slices(knowledge, transaction);
    let slices: Vec<Slice<'k>> =
        windows.into_iter().map(|days| slice(knowledge, transaction, days, known_on)).collect();
    let verified = knowledge.law().last_verified;
    Determination {
        as_written: common(slices.iter().map(|slice| slice.as_written)),
        as_enforced: common(slices.iter().map(|slice| slice.as_enforced)),
        slices,
        supposes: transaction.suppositions().cloned().collect(),
        last_known_state_of: (transaction.window.last > verified).then_some(verified),
    }
}

fn common(mut answers: impl Iterator<Item = Answer>) -> Answer {
    let first = answers.next().unwrap_or(Answer::Open);
    if answers.all(|answer| answer == first) { first } else { Answer::Open }
}

/// Every day on which the answer to a transaction may change, in order: the law, the places, the parts
/// or the listings do.
pub fn change_days(knowledge: &Knowledge, transaction: &Transaction<'_>) -> Vec<Date> {
    let mut days: Vec<Date> = knowledge.law().change_days().to_vec();
    days.push(knowledge.law().records_begin);
    let places = [&transaction.destination, &transaction.headquarters, &transaction.origin];
    for place in places.into_iter().filter_map(|fact| fact.value()) {
        days.extend(knowledge.places().change_days(*place));
    }
    days.extend(transaction.item.change_days());
    if let Some(standing) = transaction.end_user.value() {
        let owners = standing.owners.iter().map(|(entry, _)| entry);
        let entries = standing.entries.iter().chain(&standing.perhaps).chain(owners);
        days.extend(
            entries.flat_map(|entry| [entry.from, entry.to.and_then(|to| to.tomorrow().ok())]).flatten(),
        );
    }
    days.sort_unstable();
    days.dedup();
    days
}

/// Cuts the window at the days on which the answer may change.
fn slices(knowledge: &Knowledge, transaction: &Transaction<'_>) -> Vec<Window> {
    let Window { first, last } = transaction.window;
    if first == last {
        return vec![transaction.window];
    }
    let inside = change_days(knowledge, transaction).into_iter().filter(|day| first < *day && *day <= last);
    let starts: Vec<Date> = [first].into_iter().chain(inside).collect();
    let ends = starts.iter().skip(1).filter_map(|start| start.yesterday().ok()).chain([last]);
    starts.iter().zip(ends).map(|(first, last)| Window { first: *first, last }).collect()
}

fn slice<'k>(
    knowledge: &'k Knowledge,
    transaction: &Transaction<'_>,
    days: Window,
    known_on: Date,
) -> Slice<'k> {
    let scene = Scene::new(knowledge, transaction, days.first, known_on);
    let law = knowledge.law();
    let mut steps: Vec<Step<'k>> = Vec::with_capacity(law.clauses().len());
    let (mut as_written, mut as_enforced) = (Truth::No, Truth::No);
    for (clause, version) in law.versions(days.first, known_on) {
        let step = look_at(clause, version, &scene);
        if clause.consequence == Consequence::Licence {
            (as_written, as_enforced) = (as_written.or(step.as_written), as_enforced.or(step.as_enforced));
        }
        steps.push(step);
    }
    let recorded = |truth| Answer::from(if days.first >= law.records_begin { truth } else { Truth::Unknown });
    let (as_written, as_enforced) = (recorded(as_written), recorded(as_enforced));
    let open = as_written == Answer::Open || as_enforced == Answer::Open;
    let turns_on = if open { questions(law, &steps, &scene) } else { Vec::new() };
    Slice { days, as_written, as_enforced, steps, turns_on }
}

fn look_at<'k>(clause: &'k Clause, version: &'k Version, scene: &Scene<'k, '_, '_>) -> Step<'k> {
    let holds = version.when.as_ref().map_or(Truth::No, |condition| holds(clause, condition, scene));
    Step {
        clause,
        version,
        holds,
        as_written: with_force(version.as_written, holds),
        as_enforced: enforced(version, holds, scene),
    }
}

fn holds(clause: &Clause, condition: &Predicate, scene: &Scene<'_, '_, '_>) -> Truth {
    let spoken_of = scene.transaction.activity.is(|activity| clause.activities.contains(activity));
    match spoken_of {
        Truth::No => Truth::No,
        _ => spoken_of.and(reached(clause, scene)).and(scene.holds(condition)),
    }
}

/// Whether the clause reaches the item: what was designed abroad is subject to the regulations only
/// where it leaves the United States or a direct product rule applies, which is not known here.
fn reached(clause: &Clause, scene: &Scene<'_, '_, '_>) -> Truth {
    if clause.reaches_foreign_items || clause.consequence != Consequence::Licence {
        return Truth::Yes;
    }
    scene.subject_to_the_regulations
}

fn with_force(force: Force, holds: Truth) -> Truth {
    match force {
        Force::Binds => holds,
        Force::Unclear => holds.and(Truth::Unknown),
        Force::DoesNotBind => Truth::No,
    }
}

fn enforced(version: &Version, holds: Truth, scene: &Scene<'_, '_, '_>) -> Truth {
    let effect = with_force(version.as_enforced, holds);
    if effect == Truth::No {
        return effect;
    }
    let spared = version.not_enforced_when.as_ref().map(|condition| scene.holds(condition));
    effect.and(spared.unwrap_or(Truth::No).negate())
}

/// What would settle the steps that are open.
fn questions(law: &Law, steps: &[Step<'_>], scene: &Scene<'_, '_, '_>) -> Vec<Question> {
    let mut found = BTreeSet::new();
    if scene.day < law.records_begin {
        found.insert(Question::Law(format!("records begin on {}", law.records_begin)));
    }
    let open = |step: &&Step<'_>| {
        step.clause.consequence == Consequence::Licence
            && (step.as_written == Truth::Unknown || step.as_enforced == Truth::Unknown)
    };
    for step in steps.iter().filter(open) {
        if reached(step.clause, scene) == Truth::Unknown {
            found.insert(Question::SubjectToTheRegulations);
        }
        if step.holds == Truth::Yes {
            found.insert(Question::Law(step.clause.id.clone()));
            continue;
        }
        if scene.transaction.activity.value().is_none() {
            found.insert(Question::Activity);
        }
        step.version.when.iter().for_each(|condition| scene.questions(condition, &mut found));
    }
    found.into_iter().collect()
}
