//! The rhythm that § 5 (2) LPflegeG M-V asks for: a plan on 31 December of every fifth year from 2018 on, to the ministry
//! within twelve months.

use chrono::{Datelike, Months, NaiveDate};

/// The first reference date of the law in force since 2019.
const FIRST: i32 = 2018;
const RHYTHM: i32 = 5;

/// Whether the law asks for a plan on this date.
pub fn is_reference_date(date: NaiveDate) -> bool {
    let year = date.year();
    (date.month(), date.day()) == (12, 31) && year >= FIRST && (year - FIRST) % RHYTHM == 0
}

/// When the ministry must have the plan of a reference date.
pub fn due_date(date: NaiveDate) -> NaiveDate {
    date.checked_add_months(Months::new(12)).unwrap_or(date)
}

/// The last reference date before a day, and the next one from it on.
pub fn reference_dates(today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let of = |year: i32| NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
    let passed = (today.year() - FIRST).div_euclid(RHYTHM) * RHYTHM + FIRST;
    let next = if of(passed) < today { passed + RHYTHM } else { passed };
    (of(next - RHYTHM), of(next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn plans_are_due_every_fifth_year_within_twelve_months() {
        assert!(is_reference_date(day("2023-12-31")) && is_reference_date(day("2018-12-31")));
        assert!(!is_reference_date(day("2024-12-31")) && !is_reference_date(day("2023-12-30")));
        assert!(!is_reference_date(day("2013-12-31")));
        assert_eq!(due_date(day("2023-12-31")), day("2024-12-31"));
        assert_eq!(reference_dates(day("2026-11-29")), (day("2023-12-31"), day("2028-12-31")));
        assert_eq!(reference_dates(day("2028-12-31")), (day("2023-12-31"), day("2028-12-31")));
        assert_eq!(reference_dates(day("2029-01-01")), (day("2028-12-31"), day("2033-12-31")));
    }
}
