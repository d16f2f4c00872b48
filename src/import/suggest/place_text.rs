//! Columns in which the places of several kinds of care stand together: "40 (vollst.) / 12 (TP)", or "60 / 12 / 8" under
//! "Plätze (stationär/TP/KZP)".

use std::collections::{BTreeMap, BTreeSet};

use super::Guess;
use super::profile::Profile;
use crate::import::vocabulary;
use crate::register::Field;

/// How such a column is read.
#[derive(Debug)]
pub(super) struct PlaceText {
    pub column: usize,
    /// Words beside numbers, and the category of each.
    pub words: BTreeMap<String, &'static str>,
    /// What bare numbers count, in their order.
    pub order: Vec<&'static str>,
}

impl PlaceText {
    /// The first column of places, or one whose name says several kinds, that has such cells.
    pub fn find(profiles: &[Profile], used: &BTreeSet<usize>, places: Option<&Guess>) -> Option<Self> {
        let is_places = |profile: &Profile| {
            let is_guessed = places.is_some_and(|guess| guess.columns.contains(&profile.index));
            let is_open = !used.contains(&profile.index);
            is_guessed || (is_open && vocabulary::likely_field(&profile.name) == Some(Field::Places))
        };
        profiles.iter().find_map(|profile| {
            let order = kinds_of_header(&profile.name);
            let is_candidate = is_places(profile) || (!order.is_empty() && !used.contains(&profile.index));
            is_candidate.then(|| Self::of(profile, order))?
        })
    }

    fn of(profile: &Profile, order: Vec<&'static str>) -> Option<Self> {
        let has_all = |text: &str| numbers(text) == order.len() && !text.chars().any(char::is_alphabetic);
        if order.len() > 1 && profile.share(has_all) >= 0.5 {
            return Some(Self { column: profile.index, words: BTreeMap::new(), order });
        }
        let mut words = BTreeMap::new();
        let share = profile.share(|text| kinds_beside(text).len() > 1 && numbers(text) > 1);
        if share < 0.3 {
            return None;
        }
        profile.texts().for_each(|text| words.extend(kinds_beside(text)));
        Some(Self { column: profile.index, words, order: Vec::new() })
    }
}

/// How many numbers, or dashes in their place, stand between signs that divide them.
fn numbers(text: &str) -> usize {
    let parts = text.split(['/', ';', '|', '+', ',', ' ']).map(str::trim);
    let is_number =
        |part: &&str| matches!(*part, "-" | "–" | "—") || part.chars().any(|c| c.is_ascii_digit());
    parts.filter(is_number).count()
}

/// The kinds of care that a text names by known words, each as it is written.
fn kinds_beside(text: &str) -> BTreeMap<String, &'static str> {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let kind = |word: &str| {
        let found = vocabulary::category(word).filter(|(_, is_exact)| *is_exact)?;
        Some((word.to_owned(), found.0))
    };
    words.filter_map(kind).collect()
}

/// The kinds of care that a header lists, in their order: "Plätze (stationär/TP/KZP)". None if one of them is not known.
fn kinds_of_header(header: &str) -> Vec<&'static str> {
    let inner = header.split_once('(').map_or(header, |(_, rest)| rest.trim_end_matches([')', ' ']));
    let parts: Vec<&str> = inner.split(['/', ';', '|', '+', ',']).map(str::trim).collect();
    let kinds: Vec<&'static str> = parts
        .iter()
        .filter_map(|part| vocabulary::category_of_header(part).or_else(|| vocabulary::category(part)))
        .map(|(slug, _)| slug)
        .collect();
    let different: BTreeSet<&str> = kinds.iter().copied().collect();
    let is_list = kinds.len() > 1 && kinds.len() == parts.len() && different.len() == kinds.len();
    if is_list { kinds } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_lists_kinds_only_if_all_of_them_are_known() {
        let three = ["residential_care", "day_care", "short_term_care"];
        for header in
            ["Plätze (stationär/TP/KZP)", "Plätze vollstationär / TP / KZP", "vollst.; Tagespflege; KZP"]
        {
            assert_eq!(kinds_of_header(header), three, "{header}");
        }
        for header in ["Plätze", "Plätze (gesamt/frei)", "Straße/Nr.", "Tagespflege", "TP/TP"] {
            assert!(kinds_of_header(header).is_empty(), "{header}");
        }
    }
}
