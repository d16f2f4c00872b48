//! Up to four facilities side by side.

use serde::Serialize;

use super::MAX_COMPARED;
use super::saved_list::{Entry, SavedList, entries};
use crate::app::Directory;
use crate::register::Feature;
use crate::web::shell::pages::View;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

#[derive(Debug, Serialize)]
pub(crate) struct ComparisonPage {
    items: Vec<Entry>,
    features: Vec<FeatureRow>,
    /// Whether there are costs to compare.
    costs: bool,
    query: String,
    /// More facilities were named than fit side by side.
    too_many: bool,
    most: usize,
}

/// One feature, and whether each facility names it.
#[derive(Debug, Serialize)]
struct FeatureRow {
    label: String,
    named: Vec<bool>,
}

impl View for ComparisonPage {
    fn template(&self) -> &'static str {
        "comparison.html"
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text("title-compare")
    }
}

pub(crate) fn view(messages: &Messages, directory: &Directory<'_>, raw: &str) -> ComparisonPage {
    let mut list = SavedList::read(raw, directory.snapshot);
    let query = list.query(None);
    let too_many = list.facilities.len() > MAX_COMPARED;
    list.facilities.truncate(MAX_COMPARED);
    let row = |feature: &Feature| {
        let named: Vec<bool> = list.facilities.iter().map(|it| it.features.contains(feature)).collect();
        named.contains(&true).then(|| FeatureRow { label: phrases::feature(messages, *feature), named })
    };
    let costs = list.facilities.iter().flat_map(|it| &it.offers).any(|offer| offer.costs.is_some());
    ComparisonPage {
        costs,
        items: entries(messages, &list, directory),
        features: Feature::ALL.iter().filter_map(row).collect(),
        query,
        too_many,
        most: MAX_COMPARED,
    }
}
