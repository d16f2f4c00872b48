//! Numbers as the workspace writes them: by the functions of the charts, so that text, table and drawing agree.

use crate::charts::numbers::grouped;
use crate::charts::{Basis, Unit};

pub(super) use crate::charts::numbers::{computed, counted, probability, rate, share};

/// A balance or a change, rounded as computed figures are, with its sign: -391.0 -> "−390"; a rounded zero is "±0".
pub(super) fn balance(value: f64) -> String {
    Unit::Count.signed(value, Basis::Computed)
}

/// 0.1296 -> "13", for "13 Prozent" in a sentence.
pub(super) fn percent(share: f64) -> String {
    grouped(100.0 * share, 0)
}

/// A number that somebody gave, with its sign and as it is: 60.0 -> "+60".
pub(super) fn with_sign(value: f64) -> String {
    Unit::Count.signed(value, Basis::Counted)
}

/// A number in a field of a form, without needless decimals: 1.35 -> "1,35", 98.0 -> "98".
pub(super) fn in_field(value: f64) -> String {
    let text = grouped(value, 2);
    text.trim_end_matches('0').trim_end_matches(',').replace('−', "-").replace('.', "")
}
