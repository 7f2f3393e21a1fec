//! Days, and days known only to the month, quarter or year.

use std::fmt;
use std::str::FromStr;

pub use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A date as sources give it: a day, a month, a quarter or a year.
///
/// It stands for every day it may be: `2022-Q3` begins on 2022-07-01 and ends on 2022-09-30. The year stands
/// first; `2024/6/1` and a time of day after the date are read, `6/1/2024` is not: it may be either of two days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    first: Date,
    last: Date,
    precision: Precision,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Precision {
    Day,
    Month,
    Quarter,
    Year,
}

/// Why a date could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no date: expected YYYY-MM-DD, YYYY-MM, YYYY-Q1 to YYYY-Q4, or YYYY")]
pub struct DateError(String);

/// The day on which a number of seconds since 1970 falls, in universal time; the first day of 1970
/// where it is out of range.
pub fn day_of_unix_time(seconds: i64) -> Date {
    let time = jiff::Timestamp::from_second(seconds).unwrap_or_default();
    jiff::tz::Offset::UTC.to_datetime(time).date()
}

impl PartialDate {
    /// A date known to the day.
    pub fn day(day: Date) -> Self {
        Self { first: day, last: day, precision: Precision::Day }
    }

    /// A date known to the month, if `year` and `month` are one.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self { first, last: first.last_of_month(), precision: Precision::Month })
    }

    /// The first day it may be.
    pub fn earliest(self) -> Date {
        self.first
    }

    /// The last day it may be.
    pub fn latest(self) -> Date {
        self.last
    }

    /// Whether it is known to the day.
    pub fn is_exact(self) -> bool {
        self.precision == Precision::Day
    }

    fn part_of_year(year: &str, part: &str) -> Option<Self> {
        let year = year.parse().ok()?;
        match part.strip_prefix(['Q', 'q']) {
            Some(quarter) => Self::quarter(year, quarter.parse().ok()?),
            None => Self::month(year, part.parse().ok()?),
        }
    }

    fn of_day(year: &str, month: &str, day: &str) -> Option<Self> {
        let short = |part: &str| (1..=2).contains(&part.len()).then(|| part.parse().ok()).flatten();
        Date::new(year.parse().ok()?, short(month)?, short(day)?).ok().map(Self::day)
    }

    fn quarter(year: i16, quarter: i8) -> Option<Self> {
        if !(1..=4).contains(&quarter) {
            return None;
        }
        let first = Date::new(year, quarter * 3 - 2, 1).ok()?;
        let last = Date::new(year, quarter * 3, 1).ok()?.last_of_month();
        Some(Self { first, last, precision: Precision::Quarter })
    }

    fn year(year: i16) -> Option<Self> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(Self { first, last: first.last_of_year(), precision: Precision::Year })
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let day = text.trim();
        let day =
            day.split_once(['T', ' ']).filter(|(_, time)| time.contains(':')).map_or(day, |(day, _)| day);
        let mut parts = day.splitn(4, ['-', '/', '.']);
        let parsed = match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(year), _, _, _) if year.len() != 4 => None,
            (Some(year), None, _, _) => year.parse().ok().and_then(Self::year),
            (Some(year), Some(part), None, _) => Self::part_of_year(year, part),
            (Some(year), Some(month), Some(day), None) => Self::of_day(year, month, day),
            _ => None,
        };
        parsed.ok_or_else(|| DateError(text.to_owned()))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        match self.precision {
            Precision::Day => write!(f, "{}", self.first),
            Precision::Month => write!(f, "{year:04}-{month:02}"),
            Precision::Quarter => write!(f, "{year:04}-Q{}", (month + 2) / 3),
            Precision::Year => write!(f, "{year:04}"),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_precision_prints_as_it_was_read_and_spans_its_days() {
        for (text, first, last) in [
            ("2022-08-26", "2022-08-26", "2022-08-26"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2022-Q3", "2022-07-01", "2022-09-30"),
            ("2023", "2023-01-01", "2023-12-31"),
        ] {
            let date: PartialDate = text.parse().unwrap_or_else(|e| panic!("{e}"));
            assert_eq!(date.to_string(), text);
            assert_eq!(date.earliest().to_string(), first);
            assert_eq!(date.latest().to_string(), last);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "23", "2023-13", "2023-Q5", "2023-02-30", "soon"] {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }
}
