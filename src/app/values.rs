//! Reads single values of a query string. Errors are codes with the rejected text, shortened.

use std::str::FromStr;

use super::error::{Code, excerpt};
use crate::areas::{Areas, Level};
use crate::search::{BoundingBox, MAX_MINUTES};
use crate::units::{Ags, GeoPoint};

/// The longest text that is looked up, in characters.
pub const MAX_TEXT: usize = 100;
/// The longest cursor, in characters.
pub const MAX_CURSOR: usize = 400;

/// Text of at most [`MAX_TEXT`] characters without control characters.
pub fn text(value: &str) -> Result<String, Code> {
    if value.contains(char::REPLACEMENT_CHARACTER) || value.chars().any(char::is_control) {
        return Err(Code::NotText);
    }
    if value.chars().count() > MAX_TEXT {
        return Err(Code::TooLong { most: MAX_TEXT });
    }
    Ok(value.to_owned())
}

/// A finite decimal number with a point.
pub fn number(value: &str) -> Result<f64, Code> {
    // f64 also reads "inf" and "NaN"; a decimal has digits.
    let plain = value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    match f64::from_str(value) {
        Ok(number) if plain && number.is_finite() => Ok(number),
        _ => Err(Code::NotDecimal { given: excerpt(value) }),
    }
}

/// A whole number within bounds, both included.
pub fn whole(value: &str, least: u32, most: u32) -> Result<u32, Code> {
    let number = u32::from_str(value).ok().filter(|number| (least..=most).contains(number));
    let (least, most) = (u64::from(least), u64::from(most));
    number.ok_or_else(|| Code::NotWhole { given: excerpt(value), least, most })
}

/// A travel time in minutes, above 0 and at most [`MAX_MINUTES`].
pub fn minutes(value: &str) -> Result<f64, Code> {
    let minutes = number(value)?;
    if minutes > 0.0 && minutes <= MAX_MINUTES { Ok(minutes) } else { Err(Code::Minutes { minutes }) }
}

/// One of the words of an enumeration.
pub fn word<T: Copy>(value: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, Code> {
    let known = || all.iter().map(|known| name(*known)).collect();
    let found = all.iter().copied().find(|known| name(*known) == value);
    found.ok_or_else(|| Code::NotOneOf { given: excerpt(value), known: known() })
}

/// The key of an area of the level.
pub fn area(value: &str, level: Level, areas: &Areas) -> Result<Ags, Code> {
    let key = Ags::parse(value)?;
    match areas.get(key.as_str()) {
        Some(area) if area.level == level => Ok(key),
        _ => Err(Code::NoSuchArea { key, level }),
    }
}

/// `west,south,east,north` in degrees.
pub fn bounding_box(value: &str) -> Result<BoundingBox, Code> {
    let numbers: Vec<f64> = value.split(',').map(number).collect::<Result<_, _>>()?;
    let [west, south, east, north] = numbers[..] else { return Err(Code::NotABox) };
    Ok(BoundingBox::new(GeoPoint::new(west, south)?, GeoPoint::new(east, north)?)?)
}

/// The id in a cursor. A cursor is the hexadecimal form of an id, so that nobody is tempted to write one by hand.
pub fn cursor(value: &str) -> Result<String, Code> {
    if !value.is_ascii() || value.len() % 2 == 1 || value.len() > MAX_CURSOR {
        return Err(Code::NotACursor);
    }
    let bytes: Option<Vec<u8>> = (0..value.len())
        .step_by(2)
        .map(|at| value.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Code::NotACursor)
}
