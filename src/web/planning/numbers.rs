//! Numbers as the workspace writes them: counts exact, computed figures to the nearest ten.

use crate::web::text::format::grouped;
use crate::web::text::languages::GERMAN;

fn to_ten(value: f64) -> f64 {
    (value / 10.0).round() * 10.0
}

/// 17457.2 -> "17.457"
pub(super) fn counted(value: f64) -> String {
    grouped(&GERMAN, value, 0)
}

/// 20223.7 -> "20.220"
pub(super) fn computed(value: f64) -> String {
    counted(to_ten(value))
}

/// -391.0 -> "−390"; a rounded zero is "±0".
pub(super) fn balance(value: f64) -> String {
    match to_ten(value) {
        0.0 => "±0".to_owned(),
        rounded if rounded > 0.0 => format!("+{}", counted(rounded)),
        rounded => counted(rounded),
    }
}

/// 12.96 -> "13", for "13 Prozent" in a sentence.
pub(super) fn percent(share: f64) -> String {
    counted((100.0 * share).round())
}

/// A number that somebody gave, with its sign and as it is: 60.0 -> "+60".
pub(super) fn grouped_signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", counted(value)) } else { counted(value) }
}
