//! The kinds of help in the group that is searched, to press: who asks for help at home means the nurse or the meals. They are
//! links, so they work without scripts.

use serde::Serialize;

use crate::app::search_parameters::{CATEGORY, CURSOR};
use crate::register::{Category, CategoryTree, Group};
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Kind {
    label: String,
    on: bool,
    /// The search for this kind alone, or for the whole group where it is on.
    query: String,
}

/// The kinds of the group of which a search asks for all or for one. None where it asks for several things, and none for a kind
/// that is a large choice of the first page: who chose it has chosen.
pub(crate) fn kinds(messages: &Messages, fields: &QueryString, tree: &CategoryTree) -> Vec<Kind> {
    let asked: Vec<&str> =
        fields.pairs().filter(|(field, _)| *field == CATEGORY).map(|(_, slug)| slug).collect();
    let [asked] = asked[..] else {
        return Vec::new();
    };
    let Some(group) = tree.groups().iter().find(|group| offers_kinds(group, asked)) else {
        return Vec::new();
    };
    let fields = fields.without(CURSOR);
    let kind = |category: &Category| {
        let slug = category.slug.as_str();
        let on = slug == asked;
        Kind {
            label: phrases::category(messages, category).into_owned(),
            on,
            query: fields.with(CATEGORY, if on { &group.slug } else { slug }).to_string(),
        }
    };
    group.categories.iter().map(kind).collect()
}

fn offers_kinds(group: &Group, asked: &str) -> bool {
    let is_tile = |category: &Category| category.page.as_ref().is_some_and(|page| page.tile.is_some());
    let one = || group.categories.iter().any(|it| it.slug.as_str() == asked && !is_tile(it));
    group.categories.len() > 1 && (group.slug == asked || one())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::GERMAN;

    fn of(query: &str) -> Vec<(String, bool, String)> {
        let messages = Messages::read(&GERMAN).unwrap();
        let tree = CategoryTree::from_toml(include_str!("../../../../models/categories.toml")).unwrap();
        let kinds = kinds(&messages, &QueryString::read(query), &tree);
        kinds.into_iter().map(|kind| (kind.label, kind.on, kind.query)).collect()
    }

    #[test]
    fn a_group_offers_each_of_its_kinds_and_keeps_the_rest_of_the_search() {
        let kinds = of("category=at_home&near=Parchim&cursor=abc");
        assert_eq!(kinds.len(), 5);
        let service = (
            "Ambulanter Pflegedienst".to_owned(),
            false,
            "near=Parchim&category=home_care_service".to_owned(),
        );
        assert_eq!(kinds[0], service);
    }

    #[test]
    fn the_chosen_kind_leads_back_to_its_group() {
        let kinds = of("category=meal_service&near=Parchim");
        let on: Vec<_> = kinds.iter().filter(|(_, on, _)| *on).collect();
        assert!(
            matches!(on[..], [(label, _, query)] if label == "Mahlzeitendienst" && query == "near=Parchim&category=at_home")
        );
    }

    #[test]
    fn who_chose_a_kind_on_the_first_page_is_not_asked_again() {
        for query in
            ["category=day_care", "category=residential_care", "category=living_in_care", "near=Parchim"]
        {
            assert_eq!(of(query), [], "{query}");
        }
        assert_eq!(of("category=at_home&category=housing"), []);
    }
}
