//! The search form with what was filled in, and the way in by questions.

use serde::Serialize;

use crate::app::Directory;
use crate::register::{Category, CategoryTree, Feature, Group};
use crate::routing::Mode;
use crate::search::{FeatureSet, Query, Sort};
use crate::web::public::search::distance_limit::{self, HowFar, MAX_MINUTES, RADIUS_KM};
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
    how_far: HowFar,
    mode: ChoiceField,
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
            near: TextField { value: fields.get("near").unwrap_or_default().to_owned(), error: None },
            category: categories(
                messages,
                &directory.reference.categories,
                fields.get("category").unwrap_or_default(),
            ),
            how_far: HowFar::new(fields),
            mode: modes(messages, fields.get("mode"), directory),
            sort: sorts(messages, fields.get("sort")),
            free_places: FreePlaces::new(messages, fields.get("free_places")),
            features: Vec::new(),
            filters: filters(messages, fields, directory),
        }
    }

    /// Offers the features that are left among the results, each with how many have it.
    pub fn offer_features(&mut self, messages: &Messages, query: &Query, directory: &Directory<'_>) {
        self.features = features(messages, query, directory);
    }

    /// Says what is wrong beside a field; `false` if the form has no such field.
    pub fn mark(&mut self, field: &str, message: &str) -> bool {
        let error = match field {
            "near" => &mut self.near.error,
            "category" => &mut self.category.error,
            RADIUS_KM | MAX_MINUTES => &mut self.how_far.error,
            "mode" => &mut self.mode.error,
            "sort" => &mut self.sort.error,
            "free_places" => &mut self.free_places.error,
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

fn features(messages: &Messages, query: &Query, directory: &Directory<'_>) -> Vec<FeatureBox> {
    let one = |feature: Feature| {
        let mut wanted = FeatureSet::default();
        wanted.insert(feature);
        let checked = query.features.contains_all(wanted);
        let count = count_with(feature, query, directory)?;
        let label = phrases::feature(messages, feature);
        let count = (checked || count > 0).then(|| whole(messages.lang(), count))?;
        Some(FeatureBox { word: feature.word(), label, count, checked })
    };
    Feature::ALL.iter().filter_map(|feature| one(*feature)).collect()
}

/// How many results the same search would have with one more feature. Where minutes are limited, the search
/// itself has just asked for every way that can be short enough, so nobody waits for them again.
fn count_with(feature: Feature, query: &Query, directory: &Directory<'_>) -> Option<usize> {
    let mode = query.mode.filter(|_| query.max_minutes.is_some());
    let mut asked = Query { mode, after: None, sort: Some(Sort::Name), ..query.clone() };
    asked.features.insert(feature);
    directory.find(&asked).map(|page| page.total).ok()
}

fn filters(messages: &Messages, fields: &QueryString, directory: &Directory<'_>) -> Vec<Filter> {
    let mut categories = 0;
    let mut filters = Vec::new();
    for (field, value) in fields.pairs() {
        categories += usize::from(field == "category");
        // The first category has its field, and so has a circle that stands alone.
        let is_asked =
            field == "category" && categories == 1 || field == RADIUS_KM && fields.get(MAX_MINUTES).is_none();
        if is_asked {
            continue;
        }
        if let Some(label) = filter_label(messages, field, value, directory) {
            let query = fields.without("cursor").without_pair(field, value).to_string();
            let without = Link { label, query };
            filters.push(Filter { field: field.to_owned(), value: value.to_owned(), without });
        }
    }
    filters
}

fn filter_label(messages: &Messages, field: &str, value: &str, directory: &Directory<'_>) -> Option<String> {
    match field {
        "category" => {
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
        "feature" => Feature::from_word(value).map(|feature| phrases::feature(messages, feature)),
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

#[derive(Debug, PartialEq, Eq, Serialize)]
struct LandingCategory {
    slug: String,
    name: String,
    count: String,
}

impl LandingGroups {
    pub fn new(messages: &Messages, directory: &Directory<'_>) -> Self {
        let tree = &directory.reference.categories;
        let category = |category: &Category| LandingCategory {
            slug: category.slug.to_string(),
            name: phrases::category(messages, category).into_owned(),
            count: whole(
                messages.lang(),
                tree.position(&category.slug).map_or(0, |position| directory.snapshot.count(position)),
            ),
        };
        let group = |group: &Group| LandingGroup {
            slug: group.slug.clone(),
            question: phrases::question(messages, group),
            plain: phrases::group_plain(messages, group),
            categories: group.categories.iter().map(category).collect(),
        };
        Self { groups: tree.groups().iter().map(group).collect() }
    }
}
