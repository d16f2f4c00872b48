//! Numbers as the fields of a form give them.

use crate::app::error::Code;
use crate::app::values::number;

/// A whole number within bounds.
pub(super) fn whole(text: &str, (least, most): (u64, u64)) -> Result<u64, Code> {
    let found = text.trim().parse().ok().filter(|number: &u64| (least..=most).contains(number));
    found.ok_or_else(|| Code::NotWhole { given: text.chars().take(60).collect(), least, most })
}

/// A number within bounds, with a comma or a point.
pub(super) fn within(text: &str, low: f64, high: f64) -> Result<f64, Code> {
    let value = number(&text.trim().replace(',', "."))?;
    if (low..=high).contains(&value) { Ok(value) } else { Err(Code::OutOfRange { low, high }) }
}
