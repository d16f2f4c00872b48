//! Telephone numbers as lists write them.

/// What a spreadsheet did to a telephone number.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::import) enum Phone {
    /// It looks like one as it is.
    Kept,
    /// The zero or the plus that the spreadsheet took was put back.
    Restored(String),
    /// Digits are lost, as in `3.87E+09`.
    Lost,
    /// It has no area code.
    Short,
    /// It is no number at all: "siehe Website".
    NoNumber,
}

pub(in crate::import) fn phone(text: &str) -> Phone {
    let upper = text.to_uppercase();
    let is_scientific = upper.split_once('E').is_some_and(|(digits, power)| {
        let is_number = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
        };
        is_number(digits) && is_number(power.trim_start_matches('+'))
    });
    if is_scientific {
        return Phone::Lost;
    }
    let digits = text.strip_suffix(".0").unwrap_or(text);
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    if digits.starts_with('0') {
        // The fraction would be a digit more of what a telephone dials.
        let is_whole = digits == text || !is_number;
        return if is_whole { Phone::Kept } else { Phone::Restored(digits.to_owned()) };
    }
    if let Some(rest) =
        text.strip_prefix(['O', 'o']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    {
        return Phone::Restored(format!("0{rest}"));
    }
    if !is_number {
        return parted(text);
    }
    match digits.len() {
        // Emergency numbers and the like.
        3..=6 if digits.starts_with("11") => Phone::Kept,
        11..=15 if digits.starts_with("49") => Phone::Restored(format!("+{digits}")),
        7..=12 => Phone::Restored(format!("0{digits}")),
        _ => Phone::Short,
    }
}

/// The area codes of the state begin so, without the zero before them.
const AREA_CODE: char = '3';

/// A number in parts, such as "3843/1234", of which a spreadsheet or a person left off the zero.
fn parted(text: &str) -> Phone {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let words = text.chars().filter(|c| c.is_alphabetic()).count();
    if digits == 0 {
        return if is_reference(text) { Phone::NoNumber } else { Phone::Kept };
    }
    if words > 0 || !text.starts_with(|c: char| c.is_ascii_digit() && c != '0') || text.starts_with("11") {
        return Phone::Kept;
    }
    let code = text.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    let is_code = (3..=5).contains(&code.len()) && code.starts_with(AREA_CODE);
    match digits {
        7.. if is_code => Phone::Restored(format!("0{text}")),
        11.. if code.starts_with("49") => Phone::Restored(format!("+{text}")),
        _ => Phone::Short,
    }
}

/// A text that only leads elsewhere.
fn is_reference(text: &str) -> bool {
    let text = text.to_lowercase();
    ["siehe", "s. ", "vgl", "nur per", "per e-mail", "per mail"].iter().any(|begin| text.starts_with(begin))
}

/// A text of telephone numbers without those of fax machines, and what was left off: "03843 1, Fax 03843 2".
pub(in crate::import) fn without_fax(text: &str) -> Option<(String, String)> {
    let lower = text.to_lowercase();
    // The lengths of both must agree for the places of one to hold for the other.
    if lower.len() != text.len() {
        return None;
    }
    let start = fax_at(&lower)?;
    let behind = lower.get(start..)?;
    let next = ["tel", "mobil", "handy", "t:"]
        .iter()
        .filter_map(|label| behind.find(label))
        .filter(|at| *at > 0)
        .min();
    let end = next.map_or(text.len(), |at| start + at);
    let (before, fax, after) = (text.get(..start)?, text.get(start..end)?, text.get(end..)?);
    if !fax.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let trim = |part: &str| {
        part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | '|' | '-' | '–'))
            .to_owned()
    };
    let kept: Vec<String> = [before, after].into_iter().map(trim).filter(|part| !part.is_empty()).collect();
    Some((kept.join(", "), trim(fax)))
}

/// Where the label of a fax number stands: "Fax", "Telefax", "F:".
fn fax_at(lower: &str) -> Option<usize> {
    let label = ["telefax", "fax"].iter().find_map(|label| lower.find(label));
    label.or_else(|| {
        let is_label = |at: &usize| {
            let before = lower.get(..*at).and_then(|before| before.chars().next_back());
            before.is_none_or(|c| !c.is_alphanumeric())
        };
        ["f:", "f.:"].iter().filter_map(|label| lower.find(label)).find(is_label)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_number_gets_back_what_a_spreadsheet_took() {
        assert_eq!(phone("385123456"), Phone::Restored("0385123456".into()));
        assert_eq!(phone("3871123456.0"), Phone::Restored("03871123456".into()));
        assert_eq!(phone("493871123456"), Phone::Restored("+493871123456".into()));
        assert_eq!(phone("03871123456.0"), Phone::Restored("03871123456".into()));
        assert_eq!(phone("O3871 123456"), Phone::Restored("03871 123456".into()));
        assert_eq!(phone("o385/12.34.0"), Phone::Restored("0385/12.34.0".into()));
        assert_eq!(phone("0385/12.34.0"), Phone::Kept);
        assert_eq!(phone("Oma Erna"), Phone::Kept);
        assert_eq!(phone("3.87E+09"), Phone::Lost);
        assert_eq!(phone("3,87112E+09"), Phone::Lost);
        assert_eq!(phone("12345"), Phone::Short);
        for kept in [
            "0385 123456",
            "+49 385 1",
            "110",
            "116117",
            "(0385) 1",
            "0385123456",
            "auf Anfrage",
            "0800 PFLEGE",
        ] {
            assert_eq!(phone(kept), Phone::Kept, "{kept}");
        }
    }

    #[test]
    fn a_number_in_parts_gets_back_its_zero_and_one_without_area_code_is_seen() {
        for (text, restored) in [
            ("3843/1234", "03843/1234"),
            ("385 123456", "0385 123456"),
            ("38203-44 0", "038203-44 0"),
            ("49 3843 12345", "+49 3843 12345"),
        ] {
            assert_eq!(phone(text), Phone::Restored(restored.into()), "{text}");
        }
        for short in ["12 34-0", "66 77 88", "5 12 34 56"] {
            assert_eq!(phone(short), Phone::Short, "{short}");
        }
        assert_eq!(phone("siehe Website"), Phone::NoNumber);
        for kept in ["(03843) 12", "Tel. 3843 1", "116 117", "0385/12 34-56 u. -57"] {
            assert_eq!(phone(kept), Phone::Kept, "{kept}");
        }
    }

    #[test]
    fn a_fax_number_is_no_telephone_number() {
        let parted = |text: &str| without_fax(text);
        let both = |kept: &str, fax: &str| Some((kept.to_owned(), fax.to_owned()));
        assert_eq!(parted("03843 1, Fax 03843 2"), both("03843 1", "Fax 03843 2"));
        assert_eq!(parted("Tel. 03843 1 / Telefax: 03843 2"), both("Tel. 03843 1", "Telefax: 03843 2"));
        assert_eq!(parted("T: 03843 3 F: 03843 4"), both("T: 03843 3", "F: 03843 4"));
        assert_eq!(parted("Fax 03843 2, Tel. 03843 1"), both("Tel. 03843 1", "Fax 03843 2"));
        for none in ["03843 1", "Tel./Fax auf Anfrage", "Haus f: 1x".get(..6).unwrap_or_default()] {
            assert_eq!(parted(none), None, "{none}");
        }
    }
}
