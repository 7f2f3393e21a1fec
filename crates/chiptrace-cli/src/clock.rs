//! The clock: only the program reads it, and only here.

use std::time::{SystemTime, UNIX_EPOCH};

use chiptrace::controls::date::{Date, day_of_unix_time};

/// Today in universal time.
pub fn today() -> Date {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    day_of_unix_time(i64::try_from(seconds).unwrap_or_default())
}
