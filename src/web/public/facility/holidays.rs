//! The public holidays of Mecklenburg-Vorpommern (Feiertagsgesetz M-V, § 2), computed here because calendar
//! libraries merge those of all states.

use chrono::{Datelike, Days, NaiveDate};

/// International Women's Day is a holiday of the state since this year.
const WOMENS_DAY_SINCE: i32 = 2023;
/// The first full year of the state.
const AS_TODAY_SINCE: i32 = 1991;

/// The message name of the holiday on a day, if there is one.
pub(crate) fn holiday(day: NaiveDate) -> Option<&'static str> {
    let year = day.year();
    if year < AS_TODAY_SINCE {
        return None;
    }
    let fixed = match (day.month(), day.day()) {
        (1, 1) => Some("holiday-new-year"),
        (3, 8) if year >= WOMENS_DAY_SINCE => Some("holiday-womens-day"),
        (5, 1) => Some("holiday-labour-day"),
        (10, 3) => Some("holiday-unity"),
        (10, 31) => Some("holiday-reformation"),
        (12, 25 | 26) => Some("holiday-christmas"),
        _ => None,
    };
    fixed.or_else(|| moving(day))
}

/// The movable holidays, which depend on Easter.
fn moving(day: NaiveDate) -> Option<&'static str> {
    let easter = easter_sunday(day.year())?;
    match day.signed_duration_since(easter).num_days() {
        -2 => Some("holiday-good-friday"),
        1 => Some("holiday-easter-monday"),
        39 => Some("holiday-ascension"),
        50 => Some("holiday-whit-monday"),
        _ => None,
    }
}

/// All holidays from the day before to a year after it, for an evaluation of opening hours.
pub(crate) fn around(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    let first = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    first.iter_days().take(367).filter(|day| holiday(*day).is_some())
}

/// Easter by the Gregorian algorithm of 1876 in the form of Meeus, "Astronomical Algorithms" (1998),
/// chapter 8.
fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_agrees_with_published_dates() {
        // 1991, 1993, 2000 and 2038 are examples of Meeus, chapter 8; the others stand in calendars.
        for text in
            ["1991-03-31", "1993-04-11", "2000-04-23", "2024-03-31", "2025-04-20", "2026-04-05", "2038-04-25"]
        {
            assert_eq!(easter_sunday(day(text).year()), Some(day(text)));
        }
    }

    #[test]
    fn the_holidays_of_2026_are_those_of_this_state() {
        let year: Vec<String> = day("2026-01-01")
            .iter_days()
            .take(365)
            .filter(|day| holiday(*day).is_some())
            .map(|day| day.format("%m-%d").to_string())
            .collect();
        let expected = [
            "01-01", "03-08", "04-03", "04-06", "05-01", "05-14", "05-25", "10-03", "10-31", "12-25", "12-26",
        ];
        assert_eq!(year, expected);
        assert_eq!(holiday(day("2022-03-08")), None, "a holiday here since 2023");
        // Epiphany, Corpus Christi and All Saints' Day belong to other states.
        for text in ["2026-01-06", "2026-06-04", "2026-11-01", "2026-11-18"] {
            assert_eq!(holiday(day(text)), None, "{text}");
        }
    }
}
