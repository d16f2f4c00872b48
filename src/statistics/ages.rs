//! Age groups as the databases write them: in codes, and in the words of a table's header.

use crate::indicators::formula::Ages;

/// The oldest age that a group may name.
const OLDEST: u8 = 120;

/// Ages as GENESIS codes write them: `ALT000B03` is under 3 and `ALT020B25` from 20 to under 25, while
/// `ALT005B009` of the census is from 5 to 9; `ALT075UM` is 75 and over, `ALT018` a single age. The first digits name
/// the age, so the codes mean the same in every variable (`ALT013`, `ALT103`, `ALTX20`).
pub fn from_code(code: &str) -> Option<Ages> {
    let rest = code.strip_prefix("ALT")?;
    if let Some(from) = rest.strip_suffix("UM") {
        return Some(Ages { from: number(from)?, to: None });
    }
    match rest.split_once('B') {
        None => number(rest).map(|age| Ages { from: age, to: Some(age) }),
        Some((from, to)) => {
            let (from, last) = (number(from)?, number(to)?);
            let to = if to.len() == 2 { last.checked_sub(1)? } else { last };
            (from <= to).then_some(Ages { from, to: Some(to) })
        }
    }
}

/// The code of an age group, so that words and codes are read by the same rules.
pub fn code_of(ages: Ages) -> String {
    match ages.to {
        None => format!("ALT{:03}UM", ages.from),
        Some(to) => format!("ALT{:03}B{to:03}", ages.from),
    }
}

/// Ages as headers of tables write them: `unter 3 Jahre`, `3 bis unter 6 Jahre`, `18-Jährige`, `65 Jahre und mehr`.
pub fn from_label(label: &str) -> Option<Ages> {
    let text = label.trim().to_lowercase();
    let text = text.strip_suffix(" jahre alt").unwrap_or(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    let below = |text: &str| number(text)?.checked_sub(1);
    match words[..] {
        ["unter", to, "jahr" | "jahre" | "jahren"] => Some(Ages { from: 0, to: Some(below(to)?) }),
        [from, "bis", "unter", to, "jahr" | "jahre" | "jahren"] => {
            let ages = Ages { from: number(from)?, to: Some(below(to)?) };
            (ages.to >= Some(ages.from)).then_some(ages)
        }
        [from, "bis", to, "jahre" | "jahren"] => {
            let ages = Ages { from: number(from)?, to: Some(number(to)?) };
            (ages.to >= Some(ages.from)).then_some(ages)
        }
        [from, "jahre", "und", "mehr" | "älter"] | [from, "und", "mehr", "jahre"] => {
            Some(Ages { from: number(from)?, to: None })
        }
        [single] => {
            let age = number(single.strip_suffix("-jährige")?)?;
            Some(Ages { from: age, to: Some(age) })
        }
        _ => None,
    }
}

fn number(text: &str) -> Option<u8> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
    text.parse().ok().filter(|age| digits && *age <= OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ages(from: u8, to: Option<u8>) -> Option<Ages> {
        Some(Ages { from, to })
    }

    #[test]
    fn age_codes_mean_what_the_statistics_mean_by_them() {
        assert_eq!(from_code("ALT000B03"), ages(0, Some(2)));
        assert_eq!(from_code("ALT020B25"), ages(20, Some(24)));
        assert_eq!(from_code("ALT005B009"), ages(5, Some(9)));
        assert_eq!(from_code("ALT075UM"), ages(75, None));
        assert_eq!(from_code("ALT018"), ages(18, Some(18)));
        for wrong in ["", "ALT", "ALT0-5", "GESM", "ALT025B20", "ALT999"] {
            assert_eq!(from_code(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn age_words_of_headers_are_read_and_have_a_code() {
        for (label, from, to) in [
            ("unter 3 Jahre", 0, Some(2)),
            ("unter 1 Jahr", 0, Some(0)),
            ("1 bis unter 2 Jahre", 1, Some(1)),
            ("3 bis unter 6 Jahre", 3, Some(5)),
            ("75 Jahre und mehr", 75, None),
            ("85 Jahre und älter", 85, None),
            ("18-Jährige", 18, Some(18)),
        ] {
            assert_eq!(from_label(label), ages(from, to), "{label}");
            assert_eq!(from_code(&code_of(Ages { from, to })), ages(from, to), "{label}");
        }
        for wrong in ["", "Jahre", "unter 0 Jahre", "9 bis unter 3 Jahre", "Insgesamt", "300-Jährige"] {
            assert_eq!(from_label(wrong), None, "{wrong}");
        }
    }
}
