//! The page of a saved list.

use serde::Serialize;

use super::MAX_COMPARED;
use super::saved_list::{Entry, SavedList, entries};
use crate::app::Directory;
use crate::search::CategorySet;
use crate::web::public::print_map::PrintMap;
use crate::web::shell::pages::View;
use crate::web::text::format;
use crate::web::text::messages::Messages;

#[derive(Debug, Serialize)]
pub(crate) struct SavedListPage {
    items: Vec<Entry>,
    unknown: usize,
    query: String,
    can_compare: bool,
    /// For print, with the numbers of the list.
    map: Option<PrintMap>,
    printed_on: String,
}

impl View for SavedListPage {
    fn template(&self) -> &'static str {
        "saved_list.html"
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text("title-kept")
    }

    fn shared_query(&self) -> String {
        self.query.clone()
    }
}

pub(crate) fn view(messages: &Messages, directory: &Directory<'_>, raw: &str) -> SavedListPage {
    let list = SavedList::read(raw, directory.snapshot);
    SavedListPage {
        map: list.map(directory, CategorySet::default()),
        items: entries(messages, &list, directory),
        unknown: list.unknown,
        query: list.query(None),
        can_compare: (2..=MAX_COMPARED).contains(&list.facilities.len()),
        printed_on: format::date(messages.lang(), directory.snapshot.today()),
    }
}
