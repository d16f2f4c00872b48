//! The search form with what was filled in, and the way in by questions.

use serde::Serialize;

use crate::app::Directory;
use crate::app::search_parameters::{
    CATEGORY, CURSOR, FEATURE, FREE_PLACES, MAX_MINUTES, MODE, NEAR, RADIUS_KM, SORT,
};
use crate::register::{Category, CategoryTree, Feature, Group};
use crate::routing::Mode;
use crate::search::{FeatureCounts, FeatureSet, Query, Sort};
use crate::web::public::search::distance_limit::{self, DistanceLimit};
use crate::web::public::view;
use crate::web::public::view::Link;
use crate::web::shell::query_string::QueryString;
use crate::web::text::format::whole;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct Form {
    near: TextField,
    category: ChoiceField,
    distance_limit: DistanceLimit,
    mode: ChoiceField,
    sort: ChoiceField,
    free_places: FreePlaces,
    /// What a facility may have; offered once there are results to choose from.
    features: Vec<FeatureBox>,
    /// Filters that came with the address and have no field: shown, kept, and each can be taken out.
    filters: Vec<Filter>,
    /// What is pressed beside the form and goes with it when it is sent: features, free places, order.
    kept: Vec<(String, String)>,
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
    pub fn new(messages: &Messages, fields: &QueryString, directory: &Directory<'_>) -> Self {
        Self {
            near: TextField { value: fields.get(NEAR).unwrap_or_default().to_owned(), error: None },
            category: categories(
                messages,
                &directory.reference.categories,
                fields.get(CATEGORY).unwrap_or_default(),
            ),
            distance_limit: DistanceLimit::new(fields),
            mode: modes(messages, fields.get(MODE), directory),
            sort: sorts(messages, fields.get(SORT)),
            free_places: FreePlaces::new(messages, fields.get(FREE_PLACES)),
            features: Vec::new(),
            filters: filters(messages, fields, directory),
            kept: kept(fields),
        }
    }

    /// Offers the features that are left among the results, each with how many have it.
    pub fn offer_features(&mut self, messages: &Messages, query: &Query, counts: &FeatureCounts) {
        self.features = features(messages, query, counts);
    }

    /// Says what is wrong beside a field; `false` if the form has no such field.
    pub fn mark(&mut self, field: &str, message: &str) -> bool {
        let error = match field {
            NEAR => &mut self.near.error,
            CATEGORY => &mut self.category.error,
            RADIUS_KM | MAX_MINUTES => &mut self.distance_limit.error,
            MODE => &mut self.mode.error,
            SORT => &mut self.sort.error,
            FREE_PLACES => &mut self.free_places.error,
            _ => return false,
        };
        *error = Some(message.to_owned());
        true
    }
}

impl FreePlaces {
    fn new(messages: &Messages, asked: Option<&str>) -> Self {
        let least = asked.filter(|value| *value != "0");
        let value = least.unwrap_or("1");
        let label = match value {
            "1" => messages.text("field-free-places"),
            more => messages.format("field-free-places-least", [("number", more.into())]),
        };
        Self { value: value.to_owned(), label, checked: least.is_some(), error: None }
    }
}

fn choice(value: &str, label: impl Into<String>, chosen: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.into(), selected: value == chosen }
}

fn categories(messages: &Messages, tree: &CategoryTree, chosen: &str) -> ChoiceField {
    let all = ChoiceGroup { label: None, choices: vec![choice("", messages.text("all-offers"), chosen)] };
    let groups = tree.groups().iter().map(|group| category_group(messages, group, chosen));
    ChoiceField { groups: std::iter::once(all).chain(groups).collect(), error: None }
}

fn category_group(messages: &Messages, group: &Group, chosen: &str) -> ChoiceGroup {
    let one =
        |category: &Category| choice(category.slug.as_str(), phrases::category(messages, category), chosen);
    let mut choices: Vec<Choice> = group.categories.iter().map(one).collect();
    match &mut choices[..] {
        // The only category of a group stands for the group.
        [only] => only.selected |= group.slug == chosen,
        _ => {
            let all = messages.format("all-of", [("name", phrases::group(messages, group).into())]);
            choices.insert(0, choice(&group.slug, all, chosen));
        }
    }
    ChoiceGroup { label: Some(phrases::question(messages, group)), choices }
}

/// Each mode, and of which of them there are estimates only.
fn modes(messages: &Messages, asked: Option<&str>, directory: &Directory<'_>) -> ChoiceField {
    let asked = asked.unwrap_or(Mode::Car.word());
    let one = |mode: &Mode| {
        let by = phrases::by(messages, *mode);
        let label = match directory.search.router.network(*mode) {
            Some(_) => by,
            None => messages.format("mode-estimated", [("mode", by.into())]),
        };
        choice(mode.word(), label, asked)
    };
    let choices = Mode::ALL.iter().map(one).collect();
    ChoiceField { groups: vec![ChoiceGroup { label: None, choices }], error: None }
}

fn sorts(messages: &Messages, asked: Option<&str>) -> ChoiceField {
    let asked = asked.unwrap_or(Sort::Distance.word());
    let one = |sort: &Sort| choice(sort.word(), phrases::sort(messages, *sort), asked);
    let choices = Sort::ALL.iter().map(one).collect();
    ChoiceField { groups: vec![ChoiceGroup { label: None, choices }], error: None }
}

fn features(messages: &Messages, query: &Query, counts: &FeatureCounts) -> Vec<FeatureBox> {
    let one = |feature: Feature| {
        let mut wanted = FeatureSet::default();
        wanted.insert(feature);
        let checked = query.features.contains_all(wanted);
        let count = counts.of(feature);
        (checked || count > 0).then(|| FeatureBox {
            word: feature.word(),
            label: phrases::feature(messages, feature),
            count: whole(messages.lang(), count),
            checked,
        })
    };
    Feature::ALL.iter().filter_map(|feature| one(*feature)).collect()
}

fn kept(fields: &QueryString) -> Vec<(String, String)> {
    let is_kept = |field: &str| [FEATURE, FREE_PLACES, SORT].contains(&field);
    let pairs = fields.pairs().filter(|(field, _)| is_kept(field));
    pairs.map(|(field, value)| (field.to_owned(), value.to_owned())).collect()
}

fn filters(messages: &Messages, fields: &QueryString, directory: &Directory<'_>) -> Vec<Filter> {
    let mut categories = 0;
    let mut filters = Vec::new();
    for (field, value) in fields.pairs() {
        categories += usize::from(field == CATEGORY);
        // The first category has its field, and so has a circle that stands alone.
        let is_asked =
            field == CATEGORY && categories == 1 || field == RADIUS_KM && fields.get(MAX_MINUTES).is_none();
        if is_asked {
            continue;
        }
        if let Some(label) = filter_label(messages, field, value, directory) {
            let query = fields.without(CURSOR).without_pair(field, value).to_string();
            let without = Link { label, query };
            filters.push(Filter { field: field.to_owned(), value: value.to_owned(), without });
        }
    }
    filters
}

fn filter_label(messages: &Messages, field: &str, value: &str, directory: &Directory<'_>) -> Option<String> {
    match field {
        CATEGORY => {
            let mut groups = directory.reference.categories.groups().iter();
            let category = directory
                .reference
                .categories
                .get(value)
                .map(|category| phrases::category(messages, category));
            let mut group = || Some(phrases::group(messages, groups.find(|group| group.slug == value)?));
            Some(messages.format("filter-or", [("name", category.or_else(&mut group)?.into())]))
        }
        "q" => Some(messages.format("filter-words", [("text", value.into())])),
        "district" | "municipality" => view::area_name(&directory.reference.areas, value),
        "bbox" => Some(messages.text("filter-bbox")),
        FEATURE => Feature::from_word(value).map(|feature| phrases::feature(messages, feature)),
        RADIUS_KM => {
            let km = distance_limit::kilometres(messages, value);
            Some(messages.format("filter-radius", [("radius", km.into())]))
        }
        "max_age_days" => Some(messages.format("filter-age", [("days", value.into())])),
        _ => None,
    }
}

/// The way in by questions.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct LandingGroups {
    groups: Vec<LandingGroup>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct LandingGroup {
    slug: String,
    question: String,
    plain: String,
    categories: Vec<LandingCategory>,
}

/// A category of which the register has offers.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct LandingCategory {
    slug: String,
    name: String,
    count: String,
}

impl LandingGroups {
    pub fn new(messages: &Messages, directory: &Directory<'_>) -> Self {
        let tree = &directory.reference.categories;
        let category = |category: &Category| {
            let count =
                tree.position(&category.slug).map_or(0, |position| directory.snapshot.count(position));
            (count > 0).then(|| LandingCategory {
                slug: category.slug.to_string(),
                name: phrases::category(messages, category).into_owned(),
                count: whole(messages.lang(), count),
            })
        };
        let group = |group: &Group| LandingGroup {
            slug: group.slug.clone(),
            question: phrases::question(messages, group),
            plain: phrases::group_plain(messages, group),
            categories: group.categories.iter().filter_map(category).collect(),
        };
        let groups = tree.groups().iter().map(group).filter(|group| !group.categories.is_empty());
        Self { groups: groups.collect() }
    }
}
