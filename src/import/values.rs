//! Single values of a row: numbers, dates, websites, mail addresses.

use chrono::{Datelike, NaiveDate};

use crate::register::Cents;

/// More places than any offer has; a larger number is a slip, such as a postcode in the wrong column.
const MAX_PLACES: u32 = 100_000;

pub(super) const PLACES_EXPECTED: &str = "whole number from 0 to 100000";
pub(super) const DATE_EXPECTED: &str = "date; expected 2025-12-31 or 31.12.2025";
pub(super) const DATE_OR_YEAR_EXPECTED: &str = "date; expected 2025-12-31, 31.12.2025 or a year";
pub(super) const EURO_EXPECTED: &str = "amount in euro; expected 1450.00, 1450,00 or 1.450,00, at most 20000";
pub(super) const COORDINATE_EXPECTED: &str = "coordinate; expected a number such as 53.3249 or 53,3249";

/// A number of places.
pub(super) fn places(text: &str) -> Option<u32> {
    let is_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?.filter(|number| *number <= MAX_PLACES)
}

/// An amount of euro to the cent, with or without its sign. "1.450" is none: it may be meant as one thousand
/// or as one euro and 45 cents.
pub(super) fn euro(text: &str) -> Option<Cents> {
    let number = ["€", "EUR", "Euro"].iter().find_map(|sign| text.strip_suffix(sign)).unwrap_or(text).trim();
    let (whole, cents) = match number.rfind([',', '.']) {
        Some(at) => number.split_at_checked(at)?,
        None => (number, ""),
    };
    let (separator, decimals) = (cents.chars().next(), cents.trim_start_matches([',', '.']));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let cents: u32 = match decimals.len() {
        0 if separator.is_none() => 0,
        1 if is_number(decimals) => decimals.parse::<u32>().ok()? * 10,
        2 if is_number(decimals) => decimals.parse().ok()?,
        _ => return None,
    };
    let thousands = if separator == Some(',') { '.' } else { ',' };
    let mut groups = whole.split(thousands);
    let first = groups.next().filter(|first| is_number(first))?;
    let rest: Vec<&str> = groups.collect();
    // Groups without decimals would be as doubtful as one.
    let grouped = rest.is_empty() || (separator.is_some() && first.len() <= 3);
    if !grouped || !rest.iter().all(|group| group.len() == 3 && is_number(group)) {
        return None;
    }
    let whole: u32 = [first, &rest.concat()].concat().parse().ok()?;
    Cents::new(whole.checked_mul(100)?.checked_add(cents)?)
}

/// A number with a decimal point or a decimal comma.
pub(super) fn coordinate(text: &str) -> Option<f64> {
    let allowed = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+');
    if !text.bytes().all(allowed) {
        return None;
    }
    text.replacen(',', ".", 1).parse::<f64>().ok().filter(|number| number.is_finite())
}

/// A day: ISO 8601 (a time of day behind it is not looked at) or day.month.year.
pub(super) fn date(text: &str) -> Option<NaiveDate> {
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let date =
        NaiveDate::parse_from_str(day, "%Y-%m-%d").or_else(|_| NaiveDate::parse_from_str(day, "%d.%m.%Y"));
    date.ok().filter(|date| (1900..=9999).contains(&date.year()))
}

/// A day, or a year, which stands for its 31 December: the reference date of the statistics.
pub(super) fn date_or_year(text: &str) -> Option<NaiveDate> {
    if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) {
        let year = text.parse().ok().filter(|year| (1900..=9999).contains(year))?;
        return NaiveDate::from_ymd_opt(year, 12, 31);
    }
    date(text)
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Website {
    Complete(String),
    /// `http://` was put before it: what the list gives is a host, and whether it speaks TLS is not
    /// known.
    Completed(String),
    /// No address of the web, or one that a link must not lead to.
    Bad,
}

pub(super) fn website(text: &str) -> Website {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme.to_lowercase()), rest),
        None => (None, text),
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let is_host_char = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | ':');
    let has_host = host.contains('.') && !host.starts_with('.') && host.chars().all(is_host_char);
    let is_clean = !rest.contains([' ', '"', '\'', '<', '>', '\\']);
    match scheme.as_deref() {
        _ if !has_host || !is_clean => Website::Bad,
        Some("http" | "https") => Website::Complete(text.to_owned()),
        Some(_) => Website::Bad,
        None => Website::Completed(format!("http://{text}")),
    }
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.split_once('@') else { return false };
    let is_plain = !text.contains([' ', '"', '<', '>', ',', ';', ':']);
    is_plain && !name.is_empty() && !host.contains('@') && host.contains('.') && !host.starts_with('.')
}

/// What looks wrong with a postcode, which is kept as it is.
pub(super) fn postcode_fault(text: &str) -> Option<&'static str> {
    let is_digits = text.bytes().all(|b| b.is_ascii_digit());
    match text.len() {
        5 if is_digits => None,
        4 if is_digits => Some("has 4 digits, a leading zero may be lost"),
        _ => Some("is no German postcode of 5 digits"),
    }
}

/// What a spreadsheet shows where a formula fails, in English and in German.
pub(super) fn is_cell_error(text: &str) -> bool {
    const ERRORS: [&str; 11] = [
        "#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#BEZUG!", "#NV", "#WERT!",
        "#ZAHL!",
    ];
    ERRORS.contains(&text) || text.strip_prefix("Err:").is_some_and(|code| code.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<NaiveDate> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn places_are_whole_numbers_within_reason() {
        assert_eq!(places("0"), Some(0));
        assert_eq!(places("100000"), Some(100_000));
        for bad in ["", "100001", "-3", "+3", "12,5", "12 Plätze", "1e3", "99999999999999999999"] {
            assert_eq!(places(bad), None, "{bad}");
        }
    }

    #[test]
    fn amounts_are_euro_to_the_cent_and_never_guessed() {
        let cents = |text| euro(text).map(Cents::get);
        for (text, expected) in [
            ("1450", 145_000),
            ("1450.5", 145_050),
            ("1450,05", 145_005),
            ("1.450,00", 145_000),
            ("1,450.00", 145_000),
            ("1450,00 €", 145_000),
            ("1450 EUR", 145_000),
            ("0", 0),
            ("0,00", 0),
            ("20000", 2_000_000),
        ] {
            assert_eq!(cents(text), Some(expected), "{text}");
        }
        for bad in [
            "",
            "€",
            "1.450",
            "1,450",
            "1.450.000",
            "14.50,00",
            "1450,005",
            "1450,",
            ",50",
            "-5",
            "+5",
            "1e3",
            "20000.01",
            "1450-1600",
            "ab 1450",
            "912.5999999",
            "1.450.00",
            "1 450",
            "99999999999",
        ] {
            assert_eq!(cents(bad), None, "{bad}");
        }
    }

    #[test]
    fn coordinates_take_a_point_or_a_comma() {
        assert_eq!(coordinate("53.3249"), Some(53.3249));
        assert_eq!(coordinate("53,3249"), Some(53.3249));
        assert_eq!(coordinate("33276543,21"), Some(33_276_543.21));
        for bad in ["", "NaN", "inf", "5.934.123,45", "1e3", "53°19'", "-"] {
            assert_eq!(coordinate(bad), None, "{bad}");
        }
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
    fn a_website_gets_a_scheme_and_a_script_is_none() {
        assert_eq!(website("www.example.org"), Website::Completed("http://www.example.org".into()));
        assert_eq!(website("https://example.org/a?b"), Website::Complete("https://example.org/a?b".into()));
        assert_eq!(website("HTTP://example.org"), Website::Complete("HTTP://example.org".into()));
        for bad in [
            "javascript:alert(1)",
            "javascript://example.org/%0Aalert(1)",
            "mailto:a@example.org",
            "data:text/html,x.y",
            "www.a.de, www.b.de",
            "http://\"onmouseover=x.y",
            "kein Internet",
            "example",
            "http://",
            ".",
        ] {
            assert_eq!(website(bad), Website::Bad, "{bad}");
        }
    }

    #[test]
    fn a_mail_address_has_a_name_and_a_host() {
        assert!(is_email("info@example.org"));
        for bad in ["", "info", "@example.org", "a@b", "a@b@c.de", "a b@c.de", "a@.de", "x:a@b.de"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    #[test]
    fn a_failed_formula_is_seen_in_both_languages() {
        assert!(is_cell_error("#REF!") && is_cell_error("#BEZUG!") && is_cell_error("Err:502"));
        assert!(!is_cell_error("#1") && !is_cell_error("Err: keiner"));
    }
}
