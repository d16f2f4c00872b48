//! Numbers, dates and lengths as readers of each language write them.

use chrono::{Datelike, NaiveDate};

use super::words::Words;
use crate::register::Cents;
use crate::units::Lang;
use crate::units::{Metres, Seconds};

/// 12345 -> "12.345", in English "12,345"
pub(crate) fn whole(lang: Lang, number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(if lang == Lang::De { '.' } else { ',' });
        }
        text.push(digit);
    }
    text
}

/// 2.5 -> "2,5", in English "2.5"; 20.0 -> "20"
pub(crate) fn decimal(lang: Lang, number: f64) -> String {
    pointed(lang, number.to_string())
}

/// A number with its decimal point as the language writes it.
fn pointed(lang: Lang, number: String) -> String {
    if lang == Lang::De { number.replace('.', ",") } else { number }
}

/// "1.450,00 €", in English "€1,450.00"
pub(crate) fn euro(lang: Lang, amount: Cents) -> String {
    let (euro, cents) = (whole(lang, amount.get() as usize / 100), amount.get() % 100);
    match lang {
        Lang::De => format!("{euro},{cents:02} €"),
        Lang::En => format!("€{euro}.{cents:02}"),
    }
}

/// "3.10.2026", in English "3 Oct 2026"
pub(crate) fn date(lang: Lang, day: NaiveDate) -> String {
    match lang {
        Lang::De => format!("{}.{}.{}", day.day(), day.month(), day.year()),
        Lang::En => day.format("%-d %b %Y").to_string(),
    }
}

/// "3,4 km"; below a kilometre "450 m", to the next 50 m: addresses are no more exact.
pub(crate) fn length(lang: Lang, length: Metres) -> String {
    let fifties = (length.0 / 50.0).round() * 50.0;
    if fifties < 1000.0 {
        return format!("{} m", fifties.max(50.0));
    }
    pointed(lang, format!("{:.1} km", length.0 / 1000.0))
}

/// "8 Min.", "1 Std. 5 Min."; never less than a minute.
pub(crate) fn duration(words: &Words, duration: Seconds) -> String {
    let minutes = (duration.0 / 60.0).round().max(1.0) as u64;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => words.tell("minutes", [("minutes", minutes.into())]),
        (hours, 0) => words.tell("hours", [("hours", hours.into())]),
        (hours, minutes) => {
            words.tell("hours-minutes", [("hours", hours.into()), ("minutes", minutes.into())])
        }
    }
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

    #[test]
    fn thousands_have_a_point_and_decimals_a_comma() {
        assert_eq!(whole(Lang::De, 7), "7");
        assert_eq!(whole(Lang::De, 999), "999");
        assert_eq!(whole(Lang::De, 1_000), "1.000");
        assert_eq!(whole(Lang::De, 1_573_685), "1.573.685");
        assert_eq!(decimal(Lang::De, 2.5), "2,5");
        assert_eq!(decimal(Lang::De, 20.0), "20");
        assert_eq!(whole(Lang::En, 1_573_685), "1,573,685");
        assert_eq!(decimal(Lang::En, 2.5), "2.5");
    }

    #[test]
    fn amounts_have_two_decimals() {
        let amount = |cents| Cents::new(cents).unwrap();
        assert_eq!(euro(Lang::De, amount(123_405)), "1.234,05 €");
        assert_eq!(euro(Lang::En, amount(123_405)), "€1,234.05");
        assert_eq!(euro(Lang::De, amount(0)), "0,00 €");
    }

    #[test]
    fn a_date_has_no_leading_zeros() {
        assert_eq!(date(Lang::En, NaiveDate::from_ymd_opt(2026, 10, 3).unwrap()), "3 Oct 2026");
        assert_eq!(date(Lang::De, NaiveDate::from_ymd_opt(2026, 10, 3).unwrap()), "3.10.2026");
    }

    #[test]
    fn lengths_change_from_metres_to_kilometres_without_a_gap() {
        assert_eq!(length(Lang::De, Metres(0.0)), "50 m");
        assert_eq!(length(Lang::De, Metres(470.0)), "450 m");
        assert_eq!(length(Lang::De, Metres(970.0)), "950 m");
        assert_eq!(length(Lang::De, Metres(980.0)), "1,0 km");
        assert_eq!(length(Lang::De, Metres(3_449.0)), "3,4 km");
        assert_eq!(length(Lang::De, Metres(123_456.0)), "123,5 km");
    }

    #[test]
    fn durations_have_hours_from_sixty_minutes_on() {
        let words = Words::read(Lang::De).unwrap();
        assert_eq!(duration(&words, Seconds(10.0)), "1 Min.");
        assert_eq!(duration(&words, Seconds(479.0)), "8 Min.");
        assert_eq!(duration(&words, Seconds(3_580.0)), "1 Std.");
        assert_eq!(duration(&words, Seconds(3_900.0)), "1 Std. 5 Min.");
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
