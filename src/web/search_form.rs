//! The search form with what was filled in, and the way in by questions.

use serde::Serialize;

use super::format::{decimal, whole};
use super::query_string::QueryString;
use super::view::Link;
use super::words::Words;
use super::{texts, view};
use crate::register::{Category, CategoryTree, Feature, Group};
use crate::routing::Mode;
use crate::search::{FeatureSet, Finder, Query, Radius, Snapshot, Sort};

/// The radii on offer, in kilometres.
pub(super) const RADII_KM: [f64; 6] = [5.0, 10.0, 20.0, 30.0, 50.0, 100.0];

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Form {
    near: TextField,
    category: ChoiceField,
    radius_km: NumberField,
    sort: ChoiceField,
    free_places: FreePlaces,
    /// What a facility may have; offered once there are results to choose from.
    features: Vec<FeatureBox>,
    /// Filters that came with the address and have no field: shown, kept, and each can be taken out.
    filters: Vec<Filter>,
}

#[derive(Debug, PartialEq, Serialize)]
struct TextField {
    value: String,
    error: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct NumberField {
    /// With a decimal point, as fields for numbers want it.
    value: String,
    most: String,
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
    label: String,
    checked: bool,
    error: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct FeatureBox {
    word: &'static str,
    label: String,
    /// How many results have it.
    count: String,
    checked: bool,
}

#[derive(Debug, PartialEq, Serialize)]
struct Filter {
    field: String,
    value: String,
    /// The same search without it.
    without: Link,
}

impl Form {
    pub fn new(words: &Words, fields: &QueryString, finder: &Finder) -> Self {
        Self {
            near: TextField { value: fields.get("near").unwrap_or_default().to_owned(), error: None },
            category: categories(words, &finder.categories, fields.get("category").unwrap_or_default()),
            radius_km: radius(fields.get("radius_km")),
            sort: sorts(words, fields.get("sort")),
            free_places: FreePlaces::new(words, fields.get("free_places")),
            features: Vec::new(),
            filters: filters(words, fields, finder),
        }
    }

    /// Offers the features that are left among the results, each with how many have it.
    pub fn offer_features(&mut self, words: &Words, query: &Query, finder: &Finder, snapshot: &Snapshot) {
        self.features = features(words, query, finder, snapshot);
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
    fn new(words: &Words, asked: Option<&str>) -> Self {
        let least = asked.filter(|value| *value != "0");
        let value = least.unwrap_or("1");
        let label = match value {
            "1" => words.text("field-free-places"),
            more => words.tell("field-free-places-least", [("number", more.into())]),
        };
        Self { value: value.to_owned(), label, checked: least.is_some(), error: None }
    }
}

fn choice(value: &str, label: impl Into<String>, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.into(), selected: value == chosen }
}

fn categories(words: &Words, tree: &CategoryTree, chosen: &str) -> ChoiceField {
    let all = ChoiceGroup { label: None, choices: vec![choice("", words.text("all-offers"), chosen)] };
    let groups = tree.groups().iter().map(|group| category_group(words, group, chosen));
    ChoiceField { groups: std::iter::once(all).chain(groups).collect(), error: None }
}

fn category_group(words: &Words, group: &Group, chosen: &str) -> ChoiceGroup {
    let one = |category: &Category| choice(category.slug.as_str(), texts::category(words, category), chosen);
    let mut choices: Vec<Choice> = group.categories.iter().map(one).collect();
    match &mut choices[..] {
        // The only category of a group stands for the group.
        [only] => only.selected |= group.slug == chosen,
        _ => {
            let all = words.tell("all-of", [("name", texts::group(words, group).into())]);
            choices.insert(0, choice(&group.slug, all, chosen));
        }
    }
    ChoiceGroup { label: Some(texts::question(words, group)), choices }
}

/// What cannot be searched stays in the field for correction.
fn radius(asked: Option<&str>) -> NumberField {
    let value = asked.map_or_else(|| Radius::DEFAULT_KM.to_string(), str::to_owned);
    NumberField { value, most: Radius::MAX_KM.to_string(), error: None }
}

fn sorts(words: &Words, asked: Option<&str>) -> ChoiceField {
    let asked = asked.unwrap_or(Sort::Distance.word());
    let one = |sort: &Sort| choice(sort.word(), texts::sort(words, *sort), asked);
    let choices = Sort::ALL.iter().map(one).collect();
    ChoiceField { groups: vec![ChoiceGroup { label: None, choices }], error: None }
}

fn features(words: &Words, query: &Query, finder: &Finder, snapshot: &Snapshot) -> Vec<FeatureBox> {
    let one = |feature: Feature| {
        let mut wanted = FeatureSet::default();
        wanted.insert(feature);
        let checked = query.features.contains_all(wanted);
        let count = count_with(feature, query, finder, snapshot)?;
        let label = texts::feature(words, feature);
        let count = (checked || count > 0).then(|| whole(words.lang(), count))?;
        Some(FeatureBox { word: feature.word(), label, count, checked })
    };
    Feature::ALL.iter().filter_map(|feature| one(*feature)).collect()
}

/// How many results the same search would have with one more feature. Nobody waits for travel times to
/// learn it: with a limit of minutes there is no count.
fn count_with(feature: Feature, query: &Query, finder: &Finder, snapshot: &Snapshot) -> Option<usize> {
    let mut asked = Query { mode: None, after: None, sort: Some(Sort::Name), ..query.clone() };
    asked.features.insert(feature);
    let counts = asked.max_minutes.is_none();
    counts.then(|| finder.find(&asked, snapshot).map(|page| page.total)).and_then(Result::ok)
}

fn filters(words: &Words, fields: &QueryString, finder: &Finder) -> Vec<Filter> {
    let mut categories = 0;
    let mut filters = Vec::new();
    for (field, value) in fields.pairs() {
        categories += usize::from(field == "category");
        // The first category has its field.
        if field == "category" && categories == 1 {
            continue;
        }
        if let Some(label) = filter_label(words, field, value, finder) {
            let query = fields.without("cursor").without_pair(field, value).to_string();
            let without = Link { label, query };
            filters.push(Filter { field: field.to_owned(), value: value.to_owned(), without });
        }
    }
    filters
}

fn filter_label(words: &Words, field: &str, value: &str, finder: &Finder) -> Option<String> {
    match field {
        "category" => {
            let mut groups = finder.categories.groups().iter();
            let category = finder.categories.get(value).map(|category| texts::category(words, category));
            let mut group = || Some(texts::group(words, groups.find(|group| group.slug == value)?));
            Some(words.tell("filter-or", [("name", category.or_else(&mut group)?.into())]))
        }
        "q" => Some(words.tell("filter-words", [("text", value.into())])),
        "district" | "municipality" => view::area_name(&finder.areas, value),
        "bbox" => Some(words.text("filter-bbox")),
        "feature" => Feature::from_word(value).map(|feature| texts::feature(words, feature)),
        "mode" => Mode::from_word(value)
            .map(|mode| words.tell("filter-mode", [("mode", texts::by(words, mode).into())])),
        "max_minutes" => {
            let minutes = value.parse().map_or_else(|_| value.to_owned(), |it| decimal(words.lang(), it));
            Some(words.tell("filter-minutes", [("minutes", minutes.into())]))
        }
        "max_age_days" => Some(words.tell("filter-age", [("days", value.into())])),
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
    pub fn new(words: &Words, finder: &Finder, snapshot: &Snapshot) -> Self {
        let tree = &finder.categories;
        let category = |category: &Category| EntranceCategory {
            slug: category.slug.to_string(),
            name: texts::category(words, category).to_owned(),
            count: whole(
                words.lang(),
                tree.position(&category.slug).map_or(0, |position| snapshot.count(position)),
            ),
        };
        let group = |group: &Group| EntranceGroup {
            slug: group.slug.clone(),
            question: texts::question(words, group),
            plain: texts::group_plain(words, group),
            categories: group.categories.iter().map(category).collect(),
        };
        Self { groups: tree.groups().iter().map(group).collect() }
    }
}
