//! Coordinates as lists write them: with a comma, with the letter of their axis, in degrees, minutes and seconds.

use crate::import::notes::Expected;

pub(in crate::import) const COORDINATE_EXPECTED: Expected = Expected {
    en: "coordinate; expected a number such as 53.3249 or 53,3249",
    de: "eine Koordinate wie 53.3249 oder 53,3249",
};

/// A number with a decimal point or a decimal comma.
fn coordinate(text: &str) -> Option<f64> {
    let allowed = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b',' | b'-' | b'+');
    if !text.bytes().all(allowed) {
        return None;
    }
    text.replacen(',', ".", 1).parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The axis that a letter beside a coordinate names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Axis {
    East,
    North,
}

/// A coordinate as people and programs write it: `53,4263`, `5.934.123,45`, `53.4263 N`, `11° 50' 56" O`.
pub(in crate::import) fn coordinate_in(text: &str) -> Option<(f64, Option<Axis>)> {
    let mut axis = None;
    let mut sign = 1.0;
    let mut rest = text.trim().to_uppercase();
    for (letter, named, factor) in [
        ('N', Axis::North, 1.0),
        ('S', Axis::North, -1.0),
        ('E', Axis::East, 1.0),
        ('O', Axis::East, 1.0),
        ('W', Axis::East, -1.0),
    ] {
        let stripped = rest.strip_suffix(letter).or_else(|| rest.strip_prefix(letter));
        if let Some(stripped) = stripped.filter(|stripped| !stripped.contains(char::is_alphabetic)) {
            (axis, sign) = (Some(named), factor);
            rest = stripped.trim().to_owned();
            break;
        }
    }
    let number = match rest.contains('°') {
        true => sexagesimal(&rest)?,
        false => coordinate(&rest).or_else(|| grouped(&rest))?,
    };
    Some((sign * number, axis))
}

/// Degrees, minutes and seconds.
fn sexagesimal(text: &str) -> Option<f64> {
    let marks = ['°', '\'', '’', '′', '"', '”', '″', '´'];
    let parts: Vec<&str> = text.split(marks).map(str::trim).filter(|part| !part.is_empty()).collect();
    let numbers: Vec<f64> = parts.iter().map(|part| coordinate(part)).collect::<Option<_>>()?;
    let is_fraction = |part: &f64| (0.0..60.0).contains(part);
    match numbers[..] {
        [degrees] => Some(degrees),
        [degrees, minutes] if is_fraction(&minutes) => Some(degrees + minutes / 60.0),
        [degrees, minutes, seconds] if is_fraction(&minutes) && is_fraction(&seconds) => {
            Some(degrees + minutes / 60.0 + seconds / 3600.0)
        }
        _ => None,
    }
}

/// `5.934.123,45` and `5 934 123,45`: groups of three digits.
fn grouped(text: &str) -> Option<f64> {
    let (whole, decimals) = text.split_once(',').unwrap_or((text, ""));
    let mut groups = whole.split(['.', ' ']);
    let first = groups.next().filter(|first| (1..=3).contains(&first.len()))?;
    let rest: Vec<&str> = groups.collect();
    let is_grouped = rest.iter().all(|group| group.len() == 3) && (rest.len() > 1 || !decimals.is_empty());
    let digits = [first, &rest.concat()].concat();
    let all_digits = digits.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    (is_grouped && all_digits).then(|| format!("{digits}.{decimals}0").parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn coordinates_are_read_with_letters_degrees_and_groups() {
        let near = |text: &str, number: f64| {
            let (found, _) = coordinate_in(text).unwrap();
            assert!((found - number).abs() < 1e-6, "{text} gave {found}");
        };
        near("11° 50' 56\"", 11.848_889);
        near("53°25′34.5″N", 53.426_25);
        near("53° 25,57' N", 53.426_166_7);
        near("11.8488 E", 11.8488);
        near("N 53,4263", 53.4263);
        near("5.934.123,45", 5_934_123.45);
        near("280 441,5", 280_441.5);
        assert_eq!(coordinate_in("11,8488 O"), Some((11.8488, Some(Axis::East))));
        assert_eq!(coordinate_in("1.5 W"), Some((-1.5, Some(Axis::East))));
        for bad in ["", "k. A.", "53° 61'", "Nord", "1e3", "53.1.2", "E", "°"] {
            assert_eq!(coordinate_in(bad), None, "{bad}");
        }
    }
}
