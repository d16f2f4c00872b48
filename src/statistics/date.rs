//! Reference dates of figures: a year, or a day that is kept as it stands.

use chrono::{Datelike, NaiveDate};

use crate::indicators::Measure;

/// Years that a file may name.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// The time of a figure as its file gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceDate {
    /// Only the year is given.
    Year(i32),
    /// The day of the count.
    Day(NaiveDate),
}

/// Why a date does not fit a measure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misfit {
    /// The day has not come yet.
    Future,
    /// The measure has other dates.
    Other(Days),
}

/// The days on which a measure is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// Day and month; none if every day will do.
    pub days: Vec<(u32, u32)>,
    /// Whether only odd years have figures.
    pub odd_years: bool,
}

impl Days {
    /// The days with a word between them: `31.12. or 15.12.`
    pub(super) fn joined(&self, or: &str) -> String {
        let days: Vec<String> =
            self.days.iter().map(|(day, month)| format!("{day:02}.{month:02}.")).collect();
        days.join(or)
    }
}

impl std::fmt::Display for Days {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let days = self.joined(" or ");
        match (days.is_empty(), self.odd_years) {
            (true, _) => f.write_str("in odd years"),
            (false, true) => write!(f, "on {days} of odd years"),
            (false, false) => write!(f, "on {days}"),
        }
    }
}

impl ReferenceDate {
    /// `2023`, `31.12.2023` or `2023-12-31`
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let number =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?;
        let day = |year: &str, month: &str, day: &str| {
            let date = NaiveDate::from_ymd_opt(number(year)?, number(month)? as u32, number(day)? as u32)?;
            (year.len() == 4).then_some(Self::Day(date))
        };
        let date = match text.split(['.', '-']).collect::<Vec<&str>>()[..] {
            [year] if year.len() == 4 => number(year).map(Self::Year),
            [first, month, last] if first.len() == 4 => day(first, month, last),
            [first, month, last] => day(last, month, first),
            _ => None,
        };
        date.filter(|date| YEARS.contains(&date.year()))
    }

    /// The year under which the figure stands.
    pub fn year(self) -> i32 {
        match self {
            Self::Year(year) => year,
            Self::Day(date) => date.year(),
        }
    }

    /// The day, if the file gives one.
    pub fn day(self) -> Option<NaiveDate> {
        match self {
            Self::Year(_) => None,
            Self::Day(date) => Some(date),
        }
    }

    /// The day that decides about boundaries: figures of a year have those of its end.
    pub fn on(self) -> NaiveDate {
        match self {
            Self::Day(date) => date,
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX),
        }
    }

    /// Whether the measure has figures of this date. Projections may lie in the future.
    pub fn fits(self, measure: &Measure, today: NaiveDate) -> Result<(), Misfit> {
        let first = match self {
            Self::Day(date) => date,
            Self::Year(year) => NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MAX),
        };
        if !measure.projected && first > today {
            return Err(Misfit::Future);
        }
        let is_day = self.day().is_none_or(|date| {
            let days = &measure.dates;
            days.is_empty() || days.iter().any(|known| (known.month, known.day) == (date.month(), date.day()))
        });
        let is_year = measure.is_counted_in(self.year());
        if is_day && is_year {
            return Ok(());
        }
        let days = measure.dates.iter().map(|known| (known.day, known.month)).collect();
        Err(Misfit::Other(Days { days, odd_years: measure.odd_years }))
    }
}

impl std::fmt::Display for ReferenceDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year}"),
            Self::Day(date) => write!(f, "{}", date.format("%d.%m.%Y")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_year_or_a_day_and_nothing_else() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).map(ReferenceDate::Day);
        assert_eq!(ReferenceDate::parse("2023"), Some(ReferenceDate::Year(2023)));
        assert_eq!(ReferenceDate::parse("31.12.2023"), day(2023, 12, 31));
        assert_eq!(ReferenceDate::parse(" 2025-01-01"), day(2025, 1, 1));
        for wrong in
            ["", "2023-13", "31.02.2023", "2023-12", "1.1.23", "20235", "1850", "2023/24", "-1.1.2023"]
        {
            assert_eq!(ReferenceDate::parse(wrong), None, "{wrong}");
        }
    }
}
