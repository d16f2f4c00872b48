//! German and English words of lists of care offers: names of columns, and kinds of care.

mod care;
mod columns;
mod roles;

pub(super) use care::{
    categories_in, category, category_of_header, category_of_number, is_other, may_be_care,
};
pub(super) use columns::{
    field, is_address, is_category, is_feature_id, is_house_number_addition, is_numbered, is_position,
    likely_field,
};
pub(super) use roles::{is_area_code, is_mobile, is_no_name, is_number, is_status, is_sum, says_closed};

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

/// The words of a text, as the lists of this file write them.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).map(key).filter(|word| !word.is_empty())
}

fn lists(words: &[&str], wanted: &str) -> bool {
    words.iter().any(|word| key(word) == wanted)
}
