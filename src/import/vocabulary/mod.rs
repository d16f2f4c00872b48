//! German and English words of lists of care offers: names of columns, and kinds of care.

mod care;
mod columns;

pub(super) use care::{category, is_other};
pub(super) use columns::{
    field, is_address, is_category, is_feature_id, is_house_number_addition, is_position, likely_field,
};

use super::text::fold;

/// A text as the lists of this file write words.
pub(super) fn key(text: &str) -> String {
    let mut key = String::new();
    for c in fold(text).chars() {
        match c {
            'ä' => key.push_str("ae"),
            'ö' => key.push_str("oe"),
            'ü' => key.push_str("ue"),
            'ß' => key.push_str("ss"),
            c => key.push(c),
        }
    }
    key
}

fn lists(words: &[&str], wanted: &str) -> bool {
    words.iter().any(|word| key(word) == wanted)
}
