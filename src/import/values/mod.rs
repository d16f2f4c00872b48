//! Single values of a row: numbers of places, amounts, websites, mail addresses, telephone numbers; dates,
//! coordinates and opening hours in files of their own.

mod days;
mod degrees;
mod hours;
mod phone;

pub(super) use days::{
    DATE_EXPECTED, DATE_OR_YEAR_EXPECTED, DayOf, date, date_or_year, day_in, day_or_year_in,
};
pub use days::{TYPED_DAY_FORMS, TypedDay, typed_day};
pub(super) use degrees::{Axis, COORDINATE_EXPECTED, coordinate_in};
pub(super) use hours::{Hours, hours};
pub(super) use phone::{Phone, phone, without_fax};

use crate::import::notes::Expected;
use crate::register::Cents;

/// More places than any offer has; a larger number is a slip, such as a postcode in the wrong column.
const MAX_PLACES: u32 = 100_000;

pub(super) const PLACES_EXPECTED: Expected =
    Expected { en: "whole number from 0 to 100000", de: "eine ganze Zahl von 0 bis 100000" };
pub(super) const EURO_EXPECTED: Expected = Expected {
    en: "amount in euro; expected 1450.00, 1450,00 or 1.450,00, at most 20000",
    de: "ein Betrag in Euro wie 1450.00, 1450,00 oder 1.450,00, höchstens 20000",
};

pub(super) const YES_NO_EXPECTED: Expected = Expected { en: "yes or no", de: "ja oder nein" };

/// The answer to a question of yes or no, in the words and marks of lists.
pub(super) fn yes_no(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "yes" | "y" | "ja" | "j" | "x" | "✓" | "✔" | "true" | "wahr" | "1" => Some(true),
        "no" | "n" | "nein" | "false" | "falsch" | "0" => Some(false),
        _ => None,
    }
}

/// A number of places.
pub(super) fn places(text: &str) -> Option<u32> {
    let is_digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_digits.then(|| text.parse().ok())?.filter(|number| *number <= MAX_PLACES)
}

/// A value that was read, and whether the cell holds nothing else. A value out of a longer text is noted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found<T> {
    pub value: T,
    pub is_exact: bool,
}

impl<T> Found<T> {
    pub(super) fn exact(value: T) -> Self {
        Self { value, is_exact: true }
    }

    fn within(value: T) -> Self {
        Self { value, is_exact: false }
    }
}

/// Words that stand before a number and leave it as it is.
const BEFORE_NUMBERS: [&str; 26] = [
    "rd.",
    "rd",
    "ca.",
    "ca",
    "circa",
    "etwa",
    "rund",
    "ungefähr",
    "~",
    "max.",
    "max",
    "maximal",
    "bis zu",
    "insgesamt",
    "insg.",
    "gesamt",
    "gesamt:",
    "derzeit",
    "aktuell",
    "zzt.",
    "zzt",
    "z.zt.",
    "z. zt.",
    "zurzeit",
    "zur zeit",
    "momentan",
];

/// Words after which a text tells of what the number contains.
const OF_WHICH: [&str; 9] =
    ["davon", "darunter", "inkl", "incl", "einschl", "inbegr", "of which", "including", "eingestreut"];

/// A number of places, also where words stand beside it: "60 Plätze", "ca. 60", "60 (davon 5 KZP)". `None` where more
/// than one number may be meant ("60+5", "60-65"), or none is there.
pub(super) fn places_in(text: &str) -> Option<Found<u32>> {
    if let Some(number) = places(text) {
        return Some(Found::exact(number));
    }
    let mut rest = text.to_lowercase();
    while let Some(word) = BEFORE_NUMBERS.iter().find(|word| is_before(&rest, word)) {
        rest = rest.strip_prefix(word)?.trim_start().to_owned();
    }
    let rest = joined_thousands(&rest);
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
    let (number, after) = rest.split_at_checked(end)?;
    if ends_with_letter_for_digit(after) {
        return None;
    }
    let number = whole_number(number.trim_end_matches(['.', ',']))?;
    let after = after.trim_start();
    let cut = OF_WHICH.iter().filter_map(|word| after.find(word)).chain(after.find('(')).min();
    let (unit, details) = after.split_at_checked(cut.unwrap_or(after.len()))?;
    let is_unit = !unit.contains(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '–' | '/' | '&'));
    let details = details.trim_start_matches(['(', ' ']);
    let adds = details.starts_with(['+', '-', '/'])
        || ["zzgl", "plus", "und "].iter().any(|it| details.starts_with(it));
    let adds_words = ["zzgl", "plus", "mind", "über", "bis "].iter().any(|word| unit.contains(word));
    (is_unit && !adds && !adds_words).then_some(Found::within(number))
}

/// "1 200 Plätze" and "1'200" without what divides the thousands. More digits before a blank may be a number of their own.
fn joined_thousands(text: &str) -> String {
    let parts = text.split_once([' ', '\'', '’']);
    let Some((first, rest)) = parts else { return text.to_owned() };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_grouped = first.len() == 1 && first.bytes().all(|b| b.is_ascii_digit()) && digits == 3;
    if is_grouped { format!("{first}{rest}") } else { text.to_owned() }
}

/// A letter that looks like a digit and was typed for one: "6O", "1l".
fn ends_with_letter_for_digit(after: &str) -> bool {
    let mut letters = after.chars();
    let is_alike = letters.next().is_some_and(|letter| matches!(letter, 'o' | 'l' | 'i'));
    is_alike && !letters.next().is_some_and(char::is_alphabetic)
}

fn is_before(text: &str, word: &str) -> bool {
    let rest = text.strip_prefix(word);
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit()))
}

/// "1.200" and "60,0" as whole numbers of people: a point before three digits divides thousands.
fn whole_number(text: &str) -> Option<u32> {
    let (whole, decimals) = match text.rsplit_once([',', '.']) {
        Some((whole, decimals)) if decimals.len() != 3 => (whole, decimals),
        _ => (text, ""),
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || first.len() <= 3);
    let is_whole = decimals.bytes().all(|digit| digit == b'0');
    (is_grouped && is_whole && !first.is_empty()).then(|| places(&[first, &rest.concat()].concat()))?
}

/// Words and signs that stand for "not known", in any case and with any blanks.
pub(super) fn is_no_value(text: &str) -> bool {
    const WORDS: [&str; 27] = [
        "-",
        "--",
        "---",
        "–",
        "—",
        "/",
        "./.",
        "?",
        "??",
        "???",
        "k.a.",
        "k.a",
        "ka",
        "k/a",
        "keineangabe",
        "keineangaben",
        "n.a.",
        "n/a",
        "n.b.",
        "n.v.",
        "unbekannt",
        "nichtbekannt",
        "entfällt",
        "null",
        "nan",
        "none",
        "keine",
    ];
    let squeezed: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    WORDS.contains(&squeezed.as_str())
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

/// An address of the web within a longer text, or with a scheme that is not written as it should be: "www.a.de, www.b.de", of
/// which the first counts, "Internet: www.a.de", "http:/www.a.de". `None` if there is none.
pub(super) fn website_in(text: &str) -> Option<Found<String>> {
    let good = |part: &str| match website(part) {
        Website::Complete(url) | Website::Completed(url) => Some(url),
        Website::Bad => None,
    };
    let one = |part: &str| {
        let part = part.trim_matches(['(', ')', '<', '>', '.', '"']);
        let lower = part.to_lowercase();
        if lower.starts_with("www.") || lower.starts_with("http://") || lower.starts_with("https://") {
            return good(part);
        }
        let rest = lower.strip_prefix("http").filter(|rest| rest.contains("www."))?;
        let rest = part.get(part.len() - rest.len()..)?;
        let is_secure = rest.starts_with(['s', 'S']);
        let host = rest.trim_start_matches(['s', 'S', ':', '/', '.']);
        good(&format!("{}://{host}", if is_secure { "https" } else { "http" }))
    };
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'));
    parts.into_iter().find_map(one).map(Found::within)
}

/// An address of e-mail as people disguise or list it: "info(at)haus.de", "mailto:a@b.de", "a@b.de; c@d.de", of which the
/// first counts. `None` if there is none.
pub(super) fn email_in(text: &str) -> Option<Found<String>> {
    if is_email(text) {
        return Some(Found::exact(text.to_owned()));
    }
    let mut plain = text.to_owned();
    for sign in ["(at)", "[at]", "{at}", "(AT)", "[AT]", "(ät)"] {
        plain = plain.replace(&format!(" {sign} "), "@").replace(sign, "@");
    }
    for sign in ["(punkt)", "(dot)", "[dot]", "[punkt]"] {
        plain = plain.replace(&format!(" {sign} "), ".").replace(sign, ".");
    }
    let parts = plain.split([' ', '\n', '\t', ',', ';', '<', '>', '|', '/', '&', '+']);
    let parts = parts.map(|part| part.trim_start_matches("mailto:").trim_start_matches("e-mail:"));
    let found = parts.map(|part| part.trim_end_matches('.')).find(|part| is_email(part))?;
    Some(Found::within(found.to_owned()))
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
        _ => Some("is not a German postcode of 5 digits"),
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

    #[test]
    fn yes_and_no_are_read_in_the_words_of_lists_and_nothing_else() {
        for text in ["ja", "JA", "x", " yes ", "1", "✓"] {
            assert_eq!(yes_no(text), Some(true), "{text}");
        }
        for text in ["nein", "No", "0", "falsch"] {
            assert_eq!(yes_no(text), Some(false), "{text}");
        }
        for text in ["", "teilweise", "2", "auf Anfrage"] {
            assert_eq!(yes_no(text), None, "{text}");
        }
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
    fn the_first_website_of_a_text_counts_and_a_slip_in_its_scheme_is_mended() {
        for (text, expected) in [
            ("www.a.example, www.b.example", "http://www.a.example"),
            ("Internet: www.haus.example/pflege", "http://www.haus.example/pflege"),
            ("http:/www.haus.example", "http://www.haus.example"),
            ("https//www.haus.example", "https://www.haus.example"),
            ("http.//www.haus.example", "http://www.haus.example"),
            ("https://haus.example (im Aufbau)", "https://haus.example"),
        ] {
            assert_eq!(website_in(text), Some(Found::within(expected.to_owned())), "{text}");
        }
        for none in ["kein Internet", "javascript:alert(1)", "siehe Träger", "httpwww", "a.de und b.de"] {
            assert_eq!(website_in(none), None, "{none}");
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
    fn a_disguised_or_listed_mail_address_is_read_and_no_other_text_is() {
        for (text, expected) in [
            ("info(at)haus.example", "info@haus.example"),
            ("info [at] haus [dot] example.de", "info@haus.example.de"),
            ("mailto:post@haus.example", "post@haus.example"),
            ("a@b.example; c@d.example", "a@b.example"),
            ("a@b.example / c@d.example", "a@b.example"),
            ("a@b.example/c@d.example", "a@b.example"),
            ("a@b.example\nc@d.example", "a@b.example"),
            ("a@b.example und c@d.example", "a@b.example"),
            ("E-Mail: a@b.example", "a@b.example"),
            ("Haus <post@haus.example>", "post@haus.example"),
        ] {
            assert_eq!(email_in(text), Some(Found::within(expected.to_owned())), "{text}");
        }
        for none in ["siehe Website", "(at)", "info(at)", "keine", "haus.example"] {
            assert_eq!(email_in(none), None, "{none}");
        }
    }

    #[test]
    fn a_number_of_places_is_read_out_of_its_words() {
        for (text, expected) in [
            ("60 (davon 5 KZP)", 60),
            ("ca. 60", 60),
            ("rd. 60", 60),
            ("ca.60", 60),
            ("60 Plätze", 60),
            ("60,0", 60),
            ("60.00", 60),
            ("1.200", 1200),
            ("max. 18 Betten", 18),
            ("bis zu 24 TP", 24),
            ("45 inkl. 4 eingestreute KZP", 45),
            ("rund 100 vollstationäre Plätze, davon 12 im Wohnbereich Demenz", 100),
            ("33 Wohnungen", 33),
            ("1 200", 1200),
            ("1'200 Plätze", 1200),
            ("1’050", 1050),
            ("zzt. 60", 60),
            ("z. Zt. 48 Plätze", 48),
            ("zurzeit 12", 12),
            ("60EZ", 60),
            ("60 Einzelzimmer", 60),
        ] {
            assert_eq!(places_in(text), Some(Found::within(expected)), "{text}");
        }
        assert_eq!(places_in("12"), Some(Found::exact(12)));
        for unclear in [
            "60+5",
            "60 + 5 KZP",
            "60-65",
            "60/5",
            "k. A.",
            "",
            "ja",
            "sechzig",
            "60 (+5 KZP)",
            "60 zzgl. 5",
            "mind. 60",
            "12,5",
            "3 x 20",
            "60 Plätze, 5 Kurzzeit",
            "2025-12-31",
            "davon 5",
            "-3",
            "6O",
            "1l",
            "1O Plätze",
            "12 345",
            "60 120",
            "1 2000",
            "4 20",
        ] {
            assert_eq!(places_in(unclear), None, "{unclear}");
        }
    }

    #[test]
    fn words_for_not_known_are_no_values() {
        for word in ["k. A.", "K.A.", "-", "–", "keine Angabe", "n/a", "unbekannt", "?", "entfällt"] {
            assert!(is_no_value(word), "{word}");
        }
        for value in ["0", "Haus A", "ka-7", "kein", ""] {
            assert!(!is_no_value(value), "{value}");
        }
    }

    #[test]
    fn a_failed_formula_is_seen_in_both_languages() {
        assert!(is_cell_error("#REF!") && is_cell_error("#BEZUG!") && is_cell_error("Err:502"));
        assert!(!is_cell_error("#1") && !is_cell_error("Err: keiner"));
    }
}
