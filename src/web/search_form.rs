//! The search form with what was filled in, and the way in by questions.

use serde::Serialize;

use super::format::{decimal, whole};
use super::query_string::QueryString;
use super::view::Link;
use super::{texts, view};
use crate::register::{Category, CategoryTree, Feature, Group};
use crate::routing::Mode;
use crate::search::{Finder, Radius, Snapshot, Sort};

/// The radii on offer, in kilometres.
pub(super) const RADII_KM: [f64; 6] = [5.0, 10.0, 20.0, 30.0, 50.0, 100.0];

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Form {
    near: TextField,
    category: ChoiceField,
    radius_km: ChoiceField,
    sort: ChoiceField,
    free_places: FreePlaces,
    /// Filters that came with the address and have no field: shown, kept, and each can be taken out.
    filters: Vec<Filter>,
}

#[derive(Debug, PartialEq, Serialize)]
struct TextField {
    value: String,
    error: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct ChoiceField {
    /// One group without a label where the field has none.
    groups: Vec<ChoiceGroup>,
    error: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct ChoiceGroup {
    label: Option<String>,
    choices: Vec<Choice>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Choice {
    value: String,
    label: String,
    selected: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct FreePlaces {
    /// The minimum that the box asks for.
    value: String,
    checked: bool,
    error: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Filter {
    field: String,
    value: String,
    /// The same search without it.
    without: Link,
}

impl Form {
    pub fn new(fields: &QueryString, finder: &Finder) -> Self {
        Self {
            near: TextField { value: fields.get("near").unwrap_or_default().to_owned(), error: None },
            category: categories(&finder.categories, fields.get("category").unwrap_or_default()),
            radius_km: radii(fields.get("radius_km")),
            sort: sorts(fields.get("sort")),
            free_places: FreePlaces::new(fields.get("free_places")),
            filters: filters(fields, finder),
        }
    }

    /// Says what is wrong beside a field; `false` if the form has no such field.
    pub fn mark(&mut self, field: &str, message: &str) -> bool {
        let error = match field {
            "near" => &mut self.near.error,
            "category" => &mut self.category.error,
            "radius_km" => &mut self.radius_km.error,
            "sort" => &mut self.sort.error,
            "free_places" => &mut self.free_places.error,
            _ => return false,
        };
        *error = Some(message.to_owned());
        true
    }
}

impl FreePlaces {
    fn new(asked: Option<&str>) -> Self {
        let least = asked.filter(|value| *value != "0");
        Self { value: least.unwrap_or("1").to_owned(), checked: least.is_some(), error: None }
    }
}

fn choice(value: &str, label: impl Into<String>, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.into(), selected: value == chosen }
}

fn categories(tree: &CategoryTree, chosen: &str) -> ChoiceField {
    let all = ChoiceGroup { label: None, choices: vec![choice("", "Alle Angebote", chosen)] };
    let groups = tree.groups().iter().map(|group| category_group(group, chosen));
    ChoiceField { groups: std::iter::once(all).chain(groups).collect(), error: None }
}

fn category_group(group: &Group, chosen: &str) -> ChoiceGroup {
    let one = |category: &Category| choice(category.slug.as_str(), &category.names.de, chosen);
    let mut choices: Vec<Choice> = group.categories.iter().map(one).collect();
    match &mut choices[..] {
        // The only category of a group stands for the group.
        [only] => only.selected |= group.slug == chosen,
        _ => choices.insert(0, choice(&group.slug, format!("Alles: {}", group.names.de), chosen)),
    }
    ChoiceGroup { label: Some(group.question.clone()), choices }
}

fn radii(asked: Option<&str>) -> ChoiceField {
    let possible = |km: &f64| Radius::from_km(*km).is_ok();
    let asked = asked.and_then(|km| km.parse().ok()).filter(possible).unwrap_or(Radius::DEFAULT_KM);
    let mut radii = RADII_KM.to_vec();
    if !radii.contains(&asked) {
        radii.push(asked);
        radii.sort_by(f64::total_cmp);
    }
    let one = |km: f64| Choice {
        value: km.to_string(),
        label: format!("{} km", decimal(km)),
        selected: km == asked,
    };
    let choices = radii.into_iter().map(one).collect();
    ChoiceField { groups: vec![ChoiceGroup { label: None, choices }], error: None }
}

fn sorts(asked: Option<&str>) -> ChoiceField {
    let asked = asked.unwrap_or(Sort::Distance.word());
    let choices = Sort::ALL.iter().map(|sort| choice(sort.word(), texts::sort(*sort), asked)).collect();
    ChoiceField { groups: vec![ChoiceGroup { label: None, choices }], error: None }
}

fn filters(fields: &QueryString, finder: &Finder) -> Vec<Filter> {
    let mut categories = 0;
    let mut filters = Vec::new();
    for (field, value) in fields.pairs() {
        categories += usize::from(field == "category");
        // The first category has its field.
        if field == "category" && categories == 1 {
            continue;
        }
        if let Some(label) = filter_label(field, value, finder) {
            let query = fields.without("cursor").without_pair(field, value).to_string();
            let without = Link { label, query };
            filters.push(Filter { field: field.to_owned(), value: value.to_owned(), without });
        }
    }
    filters
}

fn filter_label(field: &str, value: &str, finder: &Finder) -> Option<String> {
    match field {
        "category" => {
            let group = || finder.categories.groups().iter().find(|group| group.slug == value);
            let category = finder.categories.get(value);
            let name = category.map(|category| &category.names.de).or_else(|| Some(&group()?.names.de))?;
            Some(format!("oder {name}"))
        }
        "q" => Some(format!("Name oder Träger enthält „{value}“")),
        "district" | "municipality" => view::area_name(&finder.areas, value),
        "bbox" => Some("Kartenausschnitt".to_owned()),
        "feature" => Feature::from_word(value).map(|feature| texts::feature(feature).to_owned()),
        "mode" => Mode::from_word(value).map(|mode| format!("Reise {}", texts::by(mode))),
        "max_minutes" => Some(format!("höchstens {} Minuten Weg", value.replace('.', ","))),
        "max_age_days" => Some(format!("freie Plätze vor höchstens {value} Tagen gezählt")),
        _ => None,
    }
}

/// The way in by questions.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Entrance {
    groups: Vec<EntranceGroup>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct EntranceGroup {
    slug: String,
    question: String,
    plain: String,
    categories: Vec<EntranceCategory>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct EntranceCategory {
    slug: String,
    name: String,
    count: String,
}

impl Entrance {
    pub fn new(finder: &Finder, snapshot: &Snapshot) -> Self {
        let tree = &finder.categories;
        let category = |category: &Category| EntranceCategory {
            slug: category.slug.to_string(),
            name: category.names.de.clone(),
            count: whole(tree.position(&category.slug).map_or(0, |position| snapshot.count(position))),
        };
        let group = |group: &Group| EntranceGroup {
            slug: group.slug.clone(),
            question: group.question.clone(),
            plain: group.names.plain.clone(),
            categories: group.categories.iter().map(category).collect(),
        };
        Self { groups: tree.groups().iter().map(group).collect() }
    }
}
