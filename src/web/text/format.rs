//! Numbers, dates and lengths as readers of each language write them.

use chrono::NaiveDate;

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

/// What a phone dials for a number as people write it: "(0385) 12-34" -> "03851234",
/// "+49 (0)385 1234" -> "+493851234". Of several numbers the first; `None` if there is no number of a
/// possible length (up to 15 digits, ITU-T E.164).
pub(crate) fn dialled(phone: &str) -> Option<String> {
    let belongs = |c: char| c.is_ascii_digit() || c.is_whitespace() || "+()/-–.".contains(c);
    let first = phone.trim_start().split(|c| !belongs(c)).next()?;
    let international = first.starts_with('+');
    let national = if international { first.replace("(0)", "") } else { first.to_owned() };
    let digits: String = national.chars().filter(char::is_ascii_digit).collect();
    (3..=15).contains(&digits.len()).then(|| if international { format!("+{digits}") } else { digits })
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
    fn a_phone_number_is_dialled_without_its_ornaments() {
        assert_eq!(dialled("(0385) 12 34-56").as_deref(), Some("0385123456"));
        assert_eq!(dialled("+49 (0)385 / 1234").as_deref(), Some("+493851234"));
        assert_eq!(dialled("112").as_deref(), Some("112"));
        assert_eq!(dialled("03874 1234, 0171 5678").as_deref(), Some("038741234"));
        assert_eq!(dialled("03874 1234 / 03874 5678 / 03874 9012"), None);
        assert_eq!(dialled("auf Anfrage"), None);
    }
}
