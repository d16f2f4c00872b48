//! A span of days: when an item holds, and which time is asked for.

use chrono::{DateTime, NaiveDate};

/// Days from the first to the last, both included; `None` is without bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// Why a text is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the sentence of each variant says when it occurs")]
pub enum TimeError {
    #[error(
        "\"{0}\" is not a time such as 2026-01-31, 2026-01-31T12:00:00Z, 2025-01-01/2025-12-31 or 2026-01-31/.."
    )]
    NotATime(String),
    #[error("{0} is later than {1}")]
    Backwards(NaiveDate, NaiveDate),
}

impl Period {
    /// The days of a calendar year.
    pub fn year(year: i32) -> Self {
        Self { from: NaiveDate::from_ymd_opt(year, 1, 1), to: NaiveDate::from_ymd_opt(year, 12, 31) }
    }

    /// Reads an instant or an interval of RFC 3339; an open end is `..` or empty. Of a time the day in UTC counts.
    ///
    /// # Errors
    /// [`TimeError`] that names the text.
    pub fn read(text: &str) -> Result<Self, TimeError> {
        let wrong = || TimeError::NotATime(text.chars().take(60).collect());
        let end = |part: &str| match part {
            "" | ".." => Ok(None),
            part => day(part).map(Some).ok_or_else(wrong),
        };
        let Some((from, to)) = text.split_once('/') else {
            let day = day(text).ok_or_else(wrong)?;
            return Ok(Self { from: Some(day), to: Some(day) });
        };
        let period = Self { from: end(from)?, to: end(to)? };
        match (period.from, period.to) {
            (Some(from), Some(to)) if from > to => Err(TimeError::Backwards(from, to)),
            (None, None) => Err(wrong()),
            _ => Ok(period),
        }
    }

    /// Whether the two have a day in common.
    pub fn meets(&self, other: &Self) -> bool {
        let starts_before_end = |one: &Self, other: &Self| match (one.from, other.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

/// The day of a date or of a time with its offset.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    // A year of more than four digits or with a sign is no date of RFC 3339.
    if text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    let of_time = || DateTime::parse_from_rfc3339(text).ok().map(|time| time.to_utc().date_naive());
    text.parse().ok().or_else(of_time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Period {
        Period::read(text).unwrap()
    }

    #[test]
    fn an_interval_meets_what_has_a_day_in_common_with_it() {
        let year = Period::year(2025);
        for text in [
            "2025-12-31",
            "2025-01-01T00:00:00Z",
            "2024-01-01/2025-01-01",
            "../2025-01-01",
            "2025-12-31/",
            "/2099-01-01",
        ] {
            assert!(read(text).meets(&year) && year.meets(&read(text)), "{text}");
        }
        for text in ["2026-01-01", "2024-12-31T23:59:59Z", "2026-01-01/..", "../2024-12-31"] {
            assert!(!read(text).meets(&year), "{text}");
        }
        assert!(read("2020-01-01/..").meets(&Period::default()));
        // Half past midnight in Germany is the day before in UTC.
        assert_eq!(read("2026-01-01T00:30:00+01:00"), read("2025-12-31"));
    }

    #[test]
    fn what_is_no_time_is_named() {
        for text in [
            "",
            "..",
            "../..",
            "/",
            "2025",
            "31.12.2025",
            "2025-13-01",
            "2025-02-30",
            "+12025-01-01",
            "2025-01-01/2025-02-01/2025-03-01",
            "2025-06-01/2025-05-01",
            "NaN",
        ] {
            assert!(Period::read(text).is_err(), "{text}");
        }
    }
}
