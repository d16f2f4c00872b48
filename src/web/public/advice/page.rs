//! The page for advisers: a search with a long, dense list, and the questions of a first conversation. Cases with
//! labels, marks and notes exist in the browser only.

use actix_web::http::StatusCode;
use serde::Serialize;

use crate::app::Directory;
use crate::app::search_parameters::LIMIT;
use crate::register::{Category, CategoryTree};
use crate::routing::Mode;
use crate::search::Limit;
use crate::web::public::advice::questions::{self, Section};
use crate::web::public::saved::saved_list::{Entry, SavedList, entries};
use crate::web::public::search::page::{self, SearchPage};
use crate::web::public::search::posted::PostedStart;
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;
use crate::web::text::phrases;

/// The page sizes on offer. The last one is the largest that a search allows.
const ROWS: [usize; 4] = [50, 100, 200, Limit::MAX];
const USUAL_ROWS: usize = 100;

/// The marked facilities of a case as they are printed: name, address, telephone and places. Scripts fetch it.
#[derive(Debug, Serialize)]
pub(crate) struct AdviceChosen {
    items: Vec<Entry>,
}

impl View for AdviceChosen {
    fn template(&self) -> &'static str {
        "advice_chosen.html"
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text("title-advice")
    }
}

pub(crate) fn chosen(messages: &Messages, directory: &Directory<'_>, named: &str) -> AdviceChosen {
    let list = SavedList::read(named, directory.snapshot);
    AdviceChosen { items: entries(messages, &list, directory) }
}

/// Prefix of the messages that the scripts of this page need.
const SCRIPT_TEXTS: &str = "advice-script-";

/// The search alone: the form with a list or errors. Scripts fetch it for each case.
#[derive(Debug, Serialize)]
pub(crate) struct AdviceSearch {
    search: SearchPage,
    rows: Vec<Rows>,
    /// The groups that were asked for: their questions are shown.
    groups: Vec<String>,
    /// The categories that were asked for: a row shows these in full, and of others only their names.
    asked: Vec<String>,
    /// The travel mode of the times in the list.
    mode: String,
    /// The locality that was taken of an address: cases are kept in the browser, and an address is not.
    only_locality: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Rows {
    number: String,
    selected: bool,
}

#[derive(Debug, Serialize)]
pub(crate) struct AdvicePage {
    work: AdviceSearch,
    sections: Vec<Section>,
    /// As JSON.
    script_words: String,
}

impl View for AdviceSearch {
    fn template(&self) -> &'static str {
        "advice_search.html"
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text("title-advice")
    }
}

impl View for AdvicePage {
    fn template(&self) -> &'static str {
        "advice.html"
    }

    fn title(&self, messages: &Messages) -> String {
        self.work.title(messages)
    }
}

pub(crate) fn search(
    messages: &Messages,
    directory: &Directory<'_>,
    fields: &QueryString,
) -> (StatusCode, AdviceSearch) {
    let rows = rows(fields.get(LIMIT));
    let groups = groups(fields, &directory.reference.categories);
    let asked = asked(fields, &directory.reference.categories);
    let mode = fields.get("mode").and_then(Mode::from_word).unwrap_or(Mode::Car);
    let is_usual = !fields.is_empty() && fields.get(LIMIT).is_none();
    let with_limit = is_usual.then(|| fields.with(LIMIT, USUAL_ROWS));
    let (status, search) = page::view(messages, directory, with_limit.as_ref().unwrap_or(fields), None);
    let mode = phrases::by(messages, mode);
    (status, AdviceSearch { search, rows, groups, asked, mode, only_locality: None })
}

/// The search of a body, which may hold an address: it is answered from the locality of it.
pub(crate) fn search_posted(
    messages: &Messages,
    directory: &Directory<'_>,
    fields: &QueryString,
    start: Option<&PostedStart>,
) -> (StatusCode, AdviceSearch) {
    let Some(start) = start else { return search(messages, directory, fields) };
    let locality = start.locality().map(str::to_owned);
    let fields = if locality.is_some() { &start.by_locality(fields) } else { fields };
    let (status, found) = search(messages, directory, fields);
    (status, AdviceSearch { only_locality: locality, ..found })
}

/// The same as a page.
pub(crate) fn page_posted(
    messages: &Messages,
    directory: &Directory<'_>,
    fields: &QueryString,
    start: &PostedStart,
) -> (StatusCode, AdvicePage) {
    let (status, work) = search_posted(messages, directory, fields, Some(start));
    let sections = questions::sections(messages, &directory.reference.categories, &work.groups);
    (status, AdvicePage { work, sections, script_words: messages.for_scripts(SCRIPT_TEXTS) })
}

pub(crate) fn page(
    messages: &Messages,
    directory: &Directory<'_>,
    fields: &QueryString,
) -> (StatusCode, AdvicePage) {
    let (status, work) = search(messages, directory, fields);
    let sections = questions::sections(messages, &directory.reference.categories, &work.groups);
    (status, AdvicePage { work, sections, script_words: messages.for_scripts(SCRIPT_TEXTS) })
}

/// The page sizes on offer, and any other one that was asked for.
fn rows(asked: Option<&str>) -> Vec<Rows> {
    let usual = USUAL_ROWS.to_string();
    let asked = asked.unwrap_or(&usual);
    let mut rows: Vec<Rows> =
        ROWS.map(|number| number.to_string()).map(|number| choice(number, asked)).into();
    if !rows.iter().any(|choice| choice.selected) {
        rows.insert(0, choice(asked.to_owned(), asked));
    }
    rows
}

fn choice(number: String, asked: &str) -> Rows {
    let selected = number == asked;
    Rows { number, selected }
}

/// Whether a group or a category was asked for by its slug.
fn names(fields: &QueryString, slug: &str) -> bool {
    fields.pairs().any(|pair| pair == ("category", slug))
}

fn groups(fields: &QueryString, tree: &CategoryTree) -> Vec<String> {
    let holds = tree.groups().iter().filter(|group| {
        let mut categories = group.categories.iter();
        names(fields, &group.slug) || categories.any(|category| names(fields, category.slug.as_str()))
    });
    holds.map(|group| group.slug.clone()).collect()
}

fn asked(fields: &QueryString, tree: &CategoryTree) -> Vec<String> {
    let of_group = tree.groups().iter().flat_map(|group| {
        let whole = names(fields, &group.slug);
        group.categories.iter().filter(move |category| whole || names(fields, category.slug.as_str()))
    });
    let mut asked: Vec<&Category> = of_group.collect();
    let embedded: Vec<&Category> = asked.iter().flat_map(|category| tree.embedded(category)).collect();
    asked.extend(embedded);
    asked.into_iter().map(|category| category.slug.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusual_page_size_stays_selected_and_the_default_is_preselected() {
        let chosen = |asked: Option<&str>| {
            let rows = rows(asked);
            let chosen: Vec<&Rows> = rows.iter().filter(|choice| choice.selected).collect();
            (rows.len(), chosen.iter().map(|choice| choice.number.clone()).collect::<Vec<_>>())
        };
        assert_eq!(chosen(None), (4, vec!["100".to_owned()]));
        assert_eq!(chosen(Some("500")), (4, vec!["500".to_owned()]));
        assert_eq!(chosen(Some("7")), (5, vec!["7".to_owned()]));
    }
}
