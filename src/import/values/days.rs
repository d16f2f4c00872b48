//! Days as lists write them: exactly, as a month or a quarter, with a short year, behind a word.

use chrono::{Datelike, Days, NaiveDate};

use super::Found;
use crate::import::notes::Expected;

pub(in crate::import) const DATE_EXPECTED: Expected = Expected {
    en: "date; expected 2025-12-31 or 31.12.2025",
    de: "ein Datum wie 2025-12-31 oder 31.12.2025",
};
pub(in crate::import) const DATE_OR_YEAR_EXPECTED: Expected = Expected {
    en: "date; expected 2025-12-31, 31.12.2025 or a year",
    de: "ein Datum wie 2025-12-31 oder 31.12.2025 oder ein Jahr",
};

/// A day: ISO 8601 (a time of day behind it is not looked at) or day.month.year.
pub(in crate::import) fn date(text: &str) -> Option<NaiveDate> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let date =
        NaiveDate::parse_from_str(day, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(day, "%d.%m.%Y"));
    date.ok().filter(|date| (1900..=9999).contains(&date.year()))
}

/// A day, or a year, which stands for its 31 December: the reference date of the statistics.
pub(in crate::import) fn date_or_year(text: &str) -> Option<NaiveDate> {
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        let year = text.parse().ok().filter(|year| (1900..=9999).contains(year))?;
        return NaiveDate::from_ymd_opt(year, 12, 31);
    }
    date(text)
}

/// Which day of a month or a quarter is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum DayOf {
    /// Of a day from which something holds or on which something was counted: no later than it can have been.
    First,
    /// Of a reference date, as those of the statistics.
    Last,
}

/// A day, also as "1.12.25", "Dez 2025", "12/2025", "4. Quartal 2025" or "Stand: 31.12.2025", or a year behind such a word:
/// "seit 2019".
pub(in crate::import) fn day_in(text: &str, of: DayOf) -> Option<Found<NaiveDate>> {
    if let Some(day) = date(text) {
        return Some(Found::exact(day));
    }
    let mut rest = text.to_lowercase();
    let mut has_word = false;
    // The end of a year or a month is its last day; where the first day counts, it says something else.
    let end = Some("ende").filter(|_| of == DayOf::Last);
    for word in ["stand", "seit", "ab", "bis", "zum", "vom", "am", "per"].into_iter().chain(end) {
        if let Some(after) = rest.strip_prefix(word).filter(|after| !after.starts_with(char::is_alphabetic)) {
            rest = after.trim_start_matches([':', ' ', '.']).to_owned();
            has_word = true;
        }
    }
    let of_year = || {
        let year = year(&rest).filter(|_| has_word && rest.len() == 4)?;
        match of {
            DayOf::First => NaiveDate::from_ymd_opt(year, 1, 1),
            DayOf::Last => NaiveDate::from_ymd_opt(year, 12, 31),
        }
    };
    let day = date(&rest).or_else(|| written_day(&rest)).or_else(|| span(&rest, of)).or_else(of_year)?;
    Some(Found::within(day))
}

/// What a form asks a day for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedDay {
    /// On which something was: the day itself.
    Exact,
    /// By which something is done: of a month or a quarter the last day.
    Deadline,
}

/// How a form tells people to write a day: behind "Bitte so schreiben: ".
pub const TYPED_DAY_FORMS: [(TypedDay, &str); 2] = [
    (TypedDay::Exact, "31.12.2027, 31. Dezember 2027 oder 2027-12-31"),
    (
        TypedDay::Deadline,
        "31.12.2027, 31. Dezember 2027 oder 2027-12-31; für das Ende eines Monats oder Quartals 12/2027 oder 4. Quartal 2027",
    ),
];

/// A day that a person typed into a form, by the rules of lists. What can be read in two ways is none, such as 03/04/2027, nor is
/// what needs a guess: a day before 1990, and a month where the day itself is asked for.
pub fn typed_day(text: &str, kind: TypedDay) -> Option<NaiveDate> {
    let text = text.trim();
    let day = match kind {
        TypedDay::Exact => date(text).or_else(|| written_day(&text.to_lowercase())),
        TypedDay::Deadline => day_in(text, DayOf::Last).map(|found| found.value),
    };
    day.filter(|day| day.year() >= 1990)
}

/// Like [`day_in`], and a year, which stands for its 31 December.
pub(in crate::import) fn day_or_year_in(text: &str) -> Option<Found<NaiveDate>> {
    if let Some(day) = date_or_year(text) {
        return Some(Found::exact(day));
    }
    day_in(text, DayOf::Last).or_else(|| serial_day(text).map(Found::within))
}

/// The day that a spreadsheet counts as a number, where it is one of this century up to 2049: 45657 is 31 December 2024.
fn serial_day(text: &str) -> Option<NaiveDate> {
    let number: u64 = text.parse().ok().filter(|_| text.len() == 5)?;
    let is_of_this_time = (36_526..=54_788).contains(&number);
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    epoch.checked_add_days(Days::new(number)).filter(|_| is_of_this_time)
}

/// A year of four digits, or of two: 00 to 69 are of this century.
fn year(text: &str) -> Option<i32> {
    let number: i32 = text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    match text.len() {
        4 if (1900..=9999).contains(&number) => Some(number),
        2 => Some(if number < 70 { 2000 + number } else { 1900 + number }),
        _ => None,
    }
}

/// The number of a month by its name or the beginning of it, in German or English.
fn month(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["jan", "jän"],
        &["feb"],
        &["mär", "mar", "mrz"],
        &["apr"],
        &["mai", "may"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["okt", "oct"],
        &["nov"],
        &["dez", "dec"],
    ];
    let word = word.trim_end_matches('.');
    let is_name = |names: &&[&str]| {
        names.iter().any(|name| word.starts_with(name)) && word.chars().all(char::is_alphabetic)
    };
    let position = MONTHS.iter().position(is_name)?;
    u32::try_from(position + 1).ok()
}

/// "1. Dezember 2025", "1.12.25", "31/12/2025" (where the day cannot be a month).
fn written_day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> =
        text.split(['.', ' ', '/']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let [day, month_text, year_text] = parts[..] else { return None };
    let day_number: u32 = day.parse().ok()?;
    let month_number = month(month_text).or_else(|| month_text.parse().ok())?;
    let is_doubtful = text.contains('/') && day_number <= 12;
    (!is_doubtful).then(|| NaiveDate::from_ymd_opt(year(year_text)?, month_number, day_number))?
}

/// Quarters in Roman numerals: "IV/2024".
const ROMAN: [&str; 4] = ["i", "ii", "iii", "iv"];

/// A month or a quarter.
fn span(text: &str, of: DayOf) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['.', ' ', '/', '-']).filter(|part| !part.is_empty()).collect();
    let (year, first, last) = match parts[..] {
        [number, "quartal", year_text] | ["quartal", number, year_text] if !ROMAN.contains(&number) => {
            quarter(number, year_text)?
        }
        [roman, year_text] | [roman, "quartal", year_text] if ROMAN.contains(&roman) => {
            let number = ROMAN.iter().position(|numeral| *numeral == roman)? + 1;
            quarter(&number.to_string(), year_text)?
        }
        [quarter_text, year_text] if quarter_text.starts_with('q') => {
            quarter(quarter_text.get(1..)?, year_text)?
        }
        [year_text, month_text] if year_text.len() == 4 && text.contains('-') => {
            let month: u32 = month_text.parse().ok()?;
            (year(year_text)?, month, month)
        }
        [month_text, year_text] => {
            let is_number = year_text.len() == 4 && !text.contains(' ');
            let month = month(month_text).or_else(|| month_text.parse().ok().filter(|_| is_number))?;
            (year(year_text)?, month, month)
        }
        _ => return None,
    };
    if !(1..=12).contains(&first) {
        return None;
    }
    match of {
        DayOf::First => NaiveDate::from_ymd_opt(year, first, 1),
        DayOf::Last if last == 12 => NaiveDate::from_ymd_opt(year, 12, 31),
        DayOf::Last => NaiveDate::from_ymd_opt(year, last + 1, 1)?.pred_opt(),
    }
}

fn quarter(number: &str, year_text: &str) -> Option<(i32, u32, u32)> {
    let number: u32 = number.parse().ok().filter(|number| (1..=4).contains(number))?;
    Some((year(year_text)?, number * 3 - 2, number * 3))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn a_year_is_its_last_day_and_only_where_a_year_is_allowed() {
        assert_eq!(date_or_year("2015"), day("2015-12-31"));
        assert_eq!(date("2015"), None);
        for same in ["2024-02-29", "29.02.2024", "29.2.2024", "2024-02-29T00:00:00", "2024-02-29 12:30"] {
            assert_eq!(date(same), day("2024-02-29"), "{same}");
            assert_eq!(date_or_year(same), day("2024-02-29"), "{same}");
        }
        for bad in ["", "29.02.2023", "31/12/2024", "0015-01-01", "45657", "gestern", "1.1.24"] {
            assert_eq!(date(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_form_reads_the_last_day_of_a_month_as_a_deadline_only() {
        let read = |text, kind| typed_day(text, kind).map(|day| day.to_string());
        for (text, expected) in [
            ("31.12.2027", "2027-12-31"),
            (" 2027-12-31 ", "2027-12-31"),
            ("1.6.27", "2027-06-01"),
            ("31. Dezember 2027", "2027-12-31"),
        ] {
            for kind in [TypedDay::Exact, TypedDay::Deadline] {
                assert_eq!(read(text, kind).as_deref(), Some(expected), "{text}");
            }
        }
        for (text, expected) in
            [("12/2027", "2027-12-31"), ("2/2028", "2028-02-29"), ("4. Quartal 2027", "2027-12-31")]
        {
            assert_eq!(read(text, TypedDay::Deadline).as_deref(), Some(expected), "{text}");
            assert_eq!(read(text, TypedDay::Exact), None, "{text}");
        }
        for none in ["bald", "2027", "03/04/2027", "13/2027", "31.02.2027", "0027-12-31", "1.1.1927", ""] {
            for kind in [TypedDay::Exact, TypedDay::Deadline] {
                assert_eq!(read(none, kind), None, "{none}");
            }
        }
    }

    #[test]
    fn a_day_is_read_out_of_a_month_a_quarter_or_a_short_year() {
        let last = |text| day_in(text, DayOf::Last).map(|found| found.value.to_string());
        let first = |text| day_in(text, DayOf::First).map(|found| found.value.to_string());
        for (text, expected) in [
            ("Dez 2025", "2025-12-31"),
            ("Dez. 25", "2025-12-31"),
            ("12/2025", "2025-12-31"),
            ("2.2024", "2024-02-29"),
            ("2024-02", "2024-02-29"),
            ("01.12.25", "2025-12-01"),
            ("1. Dezember 2025", "2025-12-01"),
            ("31/12/2025", "2025-12-31"),
            ("Stand: 30.06.2025", "2025-06-30"),
            ("Stand Juni 2025", "2025-06-30"),
            ("3. Quartal 2025", "2025-09-30"),
            ("Q1 2026", "2026-03-31"),
            ("IV/2024", "2024-12-31"),
            ("II. Quartal 2025", "2025-06-30"),
            ("Ende 2025", "2025-12-31"),
            ("Stand: Ende Juni 2025", "2025-06-30"),
            ("Ende Feb. 2024", "2024-02-29"),
        ] {
            assert_eq!(last(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(first("November 2026").as_deref(), Some("2026-11-01"));
        assert_eq!(first("Q2 2026").as_deref(), Some("2026-04-01"));
        for (text, begin, end) in [
            ("seit 2019", "2019-01-01", "2019-12-31"),
            ("ab 2027", "2027-01-01", "2027-12-31"),
            ("bis 2030", "2030-01-01", "2030-12-31"),
            ("Seit Mai 2019", "2019-05-01", "2019-05-31"),
            ("seit 01.04.2019", "2019-04-01", "2019-04-01"),
        ] {
            assert_eq!((first(text).as_deref(), last(text).as_deref()), (Some(begin), Some(end)), "{text}");
        }
        for unclear in ["seit 19", "seit langem", "ab sofort", "seitlich 2019", "seit 20191", "Ende 2025"] {
            assert_eq!(first(unclear), None, "{unclear}");
        }
        for unclear in [
            "05/06/2025",
            "46022",
            "gestern",
            "Anfang 2025",
            "Endet 2025",
            "13/2025",
            "31.11.2025",
            "2025",
            "Mai",
            "0/2025",
            "Q5 2025",
        ] {
            assert_eq!(last(unclear), None, "{unclear}");
        }
        assert_eq!(day_or_year_in("2025"), Some(Found::exact("2025-12-31".parse().unwrap())));
        assert_eq!(day_or_year_in("45657"), Some(Found::within("2024-12-31".parse().unwrap())));
        assert_eq!(day_or_year_in("19370"), None);
        assert_eq!(day_or_year_in("Stand 2025").unwrap().value.to_string(), "2025-12-31");
    }
}
