//! Numbers, dates and lengths as readers of each language write them.

use chrono::NaiveDate;
use serde::Serialize;

use super::languages::Language;
use crate::register::Cents;
use crate::units::Metres;

/// 12345 -> "12.345", in English "12,345"
pub(crate) fn whole(lang: &Language, number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(lang.thousands_mark);
        }
        text.push(digit);
    }
    text
}

/// 2.5 -> "2,5", in English "2.5"; 20.0 -> "20"
pub(crate) fn decimal(lang: &Language, number: f64) -> String {
    pointed(lang, number.to_string())
}

/// A number with its decimal point as the language writes it.
fn pointed(lang: &Language, number: String) -> String {
    number.replace('.', &lang.decimal_mark.to_string())
}

/// "1.450,00 €", in English "€1,450.00"
pub(crate) fn euro(lang: &Language, amount: Cents) -> String {
    let (euro, cents) = (whole(lang, amount.get() as usize / 100), amount.get() % 100);
    lang.euro.replace("{}", &format!("{euro}{}{cents:02}", lang.decimal_mark))
}

/// "3.10.2026", in English "3 Oct 2026"
pub(crate) fn date(lang: &Language, day: NaiveDate) -> String {
    day.format(lang.date).to_string()
}

/// "3,4 km"; below a kilometre "450 m", to the next 50 m: addresses are no more exact.
pub(crate) fn length(lang: &Language, length: Metres) -> String {
    let fifties = (length.0 / 50.0).round() * 50.0;
    if fifties < 1000.0 {
        return format!("{} m", fifties.max(50.0));
    }
    pointed(lang, format!("{:.1} km", length.0 / 1000.0))
}

/// A piece of a text with telephone numbers; all pieces together are the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PhonePart {
    pub text: String,
    /// What a phone dials, if the piece is a number.
    pub dialled: Option<String>,
}

/// The numbers of a text as people write it, each with what a phone dials: "(0385) 12-34" -> "03851234", "+49 (0)385 1234"
/// -> "+493851234". A fax number, an extension and a number that is too short or too long for any (15 digits, ITU-T
/// E.164) are plain text.
pub(crate) fn phone_parts(text: &str) -> Vec<PhonePart> {
    let belongs = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+()/-–.".contains(c);
    let mut parts: Vec<PhonePart> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_number = rest.starts_with(belongs);
        let end = rest.find(|c: char| belongs(c) != is_number).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        let written = text.len() - rest.len() - run.len();
        let is_fax = is_number && is_behind_fax(text.get(..written).unwrap_or_default());
        if !is_number || is_fax {
            parts.push(PhonePart { text: run.to_owned(), dialled: None });
            continue;
        }
        parts.extend(single_numbers(run).into_iter().map(|text| PhonePart { dialled: dialled(&text), text }));
    }
    parts
}

/// Whether the last word of a text says that a fax number or an extension follows. "Tel./Fax" stands before a number that
/// is both.
fn is_behind_fax(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = lower.trim_end_matches(|c: char| !c.is_alphabetic());
    let is_both =
        words.strip_suffix("fax").is_some_and(|before| before.trim_end_matches(['.', ' ']).ends_with('/'));
    !is_both && ["fax", "telefax", "app", "durchwahl"].iter().any(|word| words.ends_with(word))
}

/// Cuts a run at each stroke behind which a whole number begins.
fn single_numbers(run: &str) -> Vec<String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let mut numbers: Vec<String> = Vec::new();
    for piece in run.split_inclusive('/') {
        let begins_anew = piece.trim_start().starts_with(['0', '+', '(']) && digits(piece) >= 5;
        match numbers.last_mut() {
            Some(last) if !(begins_anew && digits(last) >= 6) => last.push_str(piece),
            _ => numbers.push(piece.to_owned()),
        }
    }
    numbers
}

fn dialled(number: &str) -> Option<String> {
    let international = number.trim_start().starts_with('+');
    let national = if international { number.replace("(0)", "") } else { number.to_owned() };
    let digits: String = national.chars().filter(char::is_ascii_digit).collect();
    let is_service = digits.starts_with("11") && digits.len() <= 6;
    let is_long_enough = digits.len() >= 5 || (is_service && digits.len() >= 3);
    if !is_long_enough || digits.len() > 15 {
        return None;
    }
    // "0049 0385" and "+49 0385" keep a zero that is not dialled behind the country.
    let abroad = digits.strip_prefix("00").or(international.then_some(digits.as_str()));
    Some(match abroad {
        Some(abroad) => match abroad.strip_prefix("490") {
            Some(own) => format!("+49{own}"),
            None => format!("+{abroad}"),
        },
        None => digits,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::{ENGLISH, GERMAN};

    #[test]
    fn thousands_have_a_point_and_decimals_a_comma() {
        assert_eq!(whole(&GERMAN, 7), "7");
        assert_eq!(whole(&GERMAN, 999), "999");
        assert_eq!(whole(&GERMAN, 1_000), "1.000");
        assert_eq!(whole(&GERMAN, 1_573_685), "1.573.685");
        assert_eq!(decimal(&GERMAN, 2.5), "2,5");
        assert_eq!(decimal(&GERMAN, 20.0), "20");
        assert_eq!(whole(&ENGLISH, 1_573_685), "1,573,685");
        assert_eq!(decimal(&ENGLISH, 2.5), "2.5");
    }

    #[test]
    fn amounts_have_two_decimals() {
        let amount = |cents| Cents::new(cents).unwrap();
        assert_eq!(euro(&GERMAN, amount(123_405)), "1.234,05 €");
        assert_eq!(euro(&ENGLISH, amount(123_405)), "€1,234.05");
        assert_eq!(euro(&GERMAN, amount(0)), "0,00 €");
    }

    #[test]
    fn a_date_has_no_leading_zeros() {
        assert_eq!(date(&ENGLISH, NaiveDate::from_ymd_opt(2026, 10, 3).unwrap()), "3 Oct 2026");
        assert_eq!(date(&GERMAN, NaiveDate::from_ymd_opt(2026, 10, 3).unwrap()), "3.10.2026");
    }

    #[test]
    fn lengths_change_from_metres_to_kilometres_without_a_gap() {
        assert_eq!(length(&GERMAN, Metres(0.0)), "50 m");
        assert_eq!(length(&GERMAN, Metres(470.0)), "450 m");
        assert_eq!(length(&GERMAN, Metres(970.0)), "950 m");
        assert_eq!(length(&GERMAN, Metres(980.0)), "1,0 km");
        assert_eq!(length(&GERMAN, Metres(3_449.0)), "3,4 km");
        assert_eq!(length(&GERMAN, Metres(123_456.0)), "123,5 km");
    }

    #[test]
    fn each_phone_number_of_a_text_has_its_link() {
        let links = |text: &str| {
            let parts = phone_parts(text);
            assert_eq!(parts.iter().map(|part| part.text.as_str()).collect::<String>(), text);
            parts.into_iter().filter_map(|part| part.dialled).collect::<Vec<_>>()
        };
        assert_eq!(links("038735 81025 / 03871 45 18 93"), ["03873581025", "03871451893"]);
        assert_eq!(links("03871-1234 oder 0171 1234567"), ["038711234", "01711234567"]);
        assert_eq!(links("03871 1234; 03871 5678, +49 171 12345"), ["038711234", "038715678", "+4917112345"]);
        assert_eq!(links("03874 1234 / 03874 5678 / 03874 9012"), ["038741234", "038745678", "038749012"]);
        assert_eq!(links("Tel.: 03871/1234, Fax: 03871/1235"), ["038711234"]);
        assert_eq!(links("03871 1234 App. 12"), ["038711234"]);
        assert_eq!(links("Tel./Fax: 03871 1234"), ["038711234"]);
        assert_eq!(links("03871 / 12 34 56"), ["03871123456"]);
        for none in ["k. A.", "0800 PFLEGE", "auf Anfrage", "12", "1234567890123456"] {
            assert_eq!(links(none), [""; 0], "{none}");
        }
    }

    #[test]
    fn a_phone_number_is_dialled_without_its_ornaments() {
        assert_eq!(dialled("(0049) 03871 / 1-0").as_deref(), Some("+49387110"));
        assert_eq!(dialled("0049 3871 1234").as_deref(), Some("+4938711234"));
        assert_eq!(dialled("116 117").as_deref(), Some("116117"));
        assert_eq!(dialled("(0385) 12 34-56").as_deref(), Some("0385123456"));
        assert_eq!(dialled("+49 (0)385 / 1234").as_deref(), Some("+493851234"));
        assert_eq!(dialled("112").as_deref(), Some("112"));
    }
}
