//! Towns and kinds of care in addresses: `/pflege/ludwigslust/tagespflege`.

use std::collections::{BTreeMap, BTreeSet};

use crate::areas::{Area, Areas, Level};
use crate::register::{Category, CategoryTree, Facility};

/// The municipalities by their names in addresses.
pub(crate) struct Towns<'a> {
    by_slug: BTreeMap<String, &'a Area>,
    by_key: BTreeMap<&'a str, String>,
}

impl<'a> Towns<'a> {
    /// Where several municipalities bear a name, the key stands behind it.
    pub fn of(areas: &'a Areas) -> Self {
        let named: Vec<(String, &Area)> =
            areas.level(Level::Municipality).map(|area| (slug(&area.name), area)).collect();
        let mut bearers: BTreeMap<&str, usize> = BTreeMap::new();
        named.iter().for_each(|(name, _)| *bearers.entry(name).or_default() += 1);
        let unique = |name: &String, area: &Area| match bearers.get(name.as_str()) {
            Some(1) => name.clone(),
            _ => format!("{name}-{}", area.key),
        };
        let by_slug: BTreeMap<String, &Area> =
            named.iter().map(|(name, area)| (unique(name, area), *area)).collect();
        let by_key = by_slug.iter().map(|(slug, area)| (area.key.as_str(), slug.clone())).collect();
        Self { by_slug, by_key }
    }

    pub fn get(&self, slug: &str) -> Option<&'a Area> {
        self.by_slug.get(slug).copied()
    }

    /// The name of a municipality in addresses.
    pub fn slug(&self, key: &str) -> Option<&str> {
        self.by_key.get(key).map(String::as_str)
    }

    /// The paths of all pages that have something to show.
    pub fn paths<'b>(
        &self,
        facilities: impl Iterator<Item = &'b Facility>,
        tree: &CategoryTree,
    ) -> BTreeSet<String> {
        let of = |facility: &Facility| -> Vec<String> {
            let Some(town) = self.slug(facility.municipality.as_str()) else { return Vec::new() };
            let known = facility.offers.iter().filter_map(|offer| tree.get(offer.category.as_str()));
            known.map(|category| path(town, category)).collect()
        };
        facilities.flat_map(of).collect()
    }
}

/// "/pflege/ludwigslust/tagespflege"
pub(crate) fn path(town: &str, category: &Category) -> String {
    format!("/pflege/{town}/{}", slug(&category.names.de))
}

/// The category of an address: by its German name, or by the name of the contract.
pub(crate) fn category<'a>(tree: &'a CategoryTree, text: &str) -> Option<&'a Category> {
    tree.categories().find(|it| slug(&it.names.de) == text || it.slug.as_str() == text)
}

/// "Röbel/Müritz" -> "roebel-mueritz"
pub(crate) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        match letter {
            'ä' => slug.push_str("ae"),
            'ö' => slug.push_str("oe"),
            'ü' => slug.push_str("ue"),
            'ß' => slug.push_str("ss"),
            letter if letter.is_ascii_alphanumeric() => slug.push(letter),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::reference_data;

    #[test]
    fn a_name_becomes_letters_digits_and_hyphens() {
        assert_eq!(slug("Röbel/Müritz"), "roebel-mueritz");
        assert_eq!(slug("Kurzzeitpflege (Streuplätze)"), "kurzzeitpflege-streuplaetze");
        assert_eq!(slug("Neustadt-Glewe"), "neustadt-glewe");
        assert_eq!(slug("§"), "");
    }

    #[test]
    fn every_municipality_and_every_category_has_an_address_of_its_own() {
        let reference = reference_data().unwrap();
        let towns = Towns::of(&reference.areas);
        for area in reference.areas.level(Level::Municipality) {
            let slug = towns.slug(&area.key).unwrap();
            assert_eq!(towns.get(slug).unwrap().key, area.key, "{slug}");
        }
        for one in reference.categories.categories() {
            let found = category(&reference.categories, &slug(&one.names.de)).unwrap();
            assert_eq!(found.slug, one.slug);
            assert_eq!(category(&reference.categories, one.slug.as_str()).unwrap().slug, one.slug);
        }
    }
}
