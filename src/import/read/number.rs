//! Numbers of spreadsheets as the text a person would have typed.

use chrono::{Days, NaiveDate};

/// `19288.0` as `19288`, and `53.567467999999998`, as workbooks store it, as `53.567468`. What is no
/// number stays as it is.
pub(super) fn number_text(raw: &str) -> String {
    match raw.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => number.to_string(),
        _ => raw.to_owned(),
    }
}

/// The day a workbook counts as `serial`, in ISO 8601. The day count of 1900 has a 29 February that
/// never was (ECMA-376 Part 1, 18.17.4.1). `None` if it lies outside of the calendar.
pub(super) fn serial_date(serial: f64, from_1904: bool) -> Option<String> {
    let days = serial.floor();
    if !(0.0..=2_958_465.0).contains(&days) {
        return None;
    }
    let epoch = if from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else if days < 60.0 {
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    };
    // Checked above to be a whole number of at most seven digits.
    let date = epoch.checked_add_days(Days::new(days as u64))?;
    Some(date.to_string())
}

/// Whether a number format of a workbook shows a day. Letters in quotes, escapes and brackets mean
/// nothing; `m` is the minute beside hours or seconds.
pub(super) fn is_date_format(code: &str) -> bool {
    let mut letters = String::new();
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            '[' => drop(chars.by_ref().find(|c| *c == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            // A section after the first shows negative numbers or text.
            ';' => break,
            c => letters.push(c.to_ascii_lowercase()),
        }
    }
    letters.contains(['y', 'd']) || (letters.contains('m') && !letters.contains(['h', 's']))
}

/// The built-in number formats that show a date (ECMA-376 Part 1, 18.8.30, with those of East Asian
/// locales).
pub(super) fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_what_a_person_would_have_typed() {
        assert_eq!(number_text("19288"), "19288");
        assert_eq!(number_text("19288.0"), "19288");
        assert_eq!(number_text("53.567467999999998"), "53.567468");
        assert_eq!(number_text("1E3"), "1000");
        assert_eq!(number_text("NaN"), "NaN");
        assert_eq!(number_text("x"), "x");
    }

    /// ECMA-376 Part 1, 18.17.4.1: in the 1900 system serial 1 is 1 January 1900, 59 is 28 February,
    /// 61 is 1 March; 45657 is 31 December 2024. The 1904 system counts from 1 January 1904.
    #[test]
    fn serials_are_days_in_both_systems() {
        let day = |serial, from_1904| serial_date(serial, from_1904).unwrap();
        assert_eq!(day(1.0, false), "1900-01-01");
        assert_eq!(day(59.0, false), "1900-02-28");
        assert_eq!(day(61.0, false), "1900-03-01");
        assert_eq!(day(45_657.75, false), "2024-12-31");
        assert_eq!(day(44_195.0, true), "2024-12-31");
        for out in [-1.0, 3e6, f64::NAN, f64::INFINITY] {
            assert_eq!(serial_date(out, false), None, "{out}");
        }
    }

    #[test]
    fn a_format_with_a_day_or_year_is_a_date_and_a_time_is_none() {
        for date in ["dd.mm.yyyy", "yyyy-mm-dd", "[$-407]d. mmmm yyyy;@", "mmm", "m/d/yy h:mm", "\"am \"d.m."]
        {
            assert!(is_date_format(date), "{date}");
        }
        for other in
            ["General", "0.00", "#,##0 \"Tage/dd\"", "hh:mm", "[h]:mm:ss", "mm:ss", "0;[Red]d", "\\d0"]
        {
            assert!(!is_date_format(other), "{other}");
        }
    }
}
