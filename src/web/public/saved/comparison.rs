//! Up to four facilities side by side: aligned rows, and what stands out is said in words.

use serde::Serialize;

use super::MAX_COMPARED;
use super::comparison_rows::{self, Section};
use super::saved_list::SavedList;
use crate::app::Directory;
use crate::register::Facility;
use crate::web::public::facility::offers::leading;
use crate::web::public::free_state::FreeState;
use crate::web::public::view::{self, AddressLines, Phone};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::format::PhonePart;
use crate::web::text::messages::Messages;

/// The field of an address that leaves out rows in which all say the same.
const ONLY: &str = "nur";
const DIFFERENCES: &str = "unterschiede";

#[derive(Debug, Serialize)]
pub(crate) struct ComparisonPage {
    heading: String,
    items: Vec<Column>,
    sections: Vec<Section>,
    /// Rows in which all say the same are left out.
    only_differences: bool,
    /// How many rows are left out.
    left_out: usize,
    /// The query of the same page with all rows, or without those that are equal.
    toggle: String,
    /// The query that names the facilities.
    query: String,
    /// More facilities were named than fit side by side.
    too_many: bool,
    most: usize,
}

/// The head of a column.
#[derive(Debug, Serialize)]
struct Column {
    id: String,
    name: String,
    example: bool,
    /// Who says it, where no office does.
    unconfirmed: Option<String>,
    town: String,
    state: Option<FreeState>,
    /// The number that its button dials.
    call: Option<PhonePart>,
    /// The same comparison without it.
    without: String,
}

impl View for ComparisonPage {
    fn template(&self) -> &'static str {
        "comparison.html"
    }

    fn title(&self, messages: &Messages) -> String {
        messages.text("title-compare")
    }

    fn shared_query(&self) -> String {
        self.query.clone()
    }
}

pub(crate) fn view(messages: &Messages, directory: &Directory<'_>, raw: &str) -> ComparisonPage {
    let mut list = SavedList::read(raw, directory.snapshot);
    let all = list.query(None);
    let too_many = list.facilities.len() > MAX_COMPARED;
    list.facilities.truncate(MAX_COMPARED);
    let only_differences = QueryString::read(raw).get(ONLY) == Some(DIFFERENCES);
    let mut sections = comparison_rows::sections(messages, &list.facilities, directory);
    let rows = |sections: &[Section]| sections.iter().map(Section::rows).sum::<usize>();
    let before = rows(&sections);
    if only_differences {
        sections.iter_mut().for_each(Section::keep_differences);
        sections.retain(|section| section.rows() > 0);
    }
    ComparisonPage {
        heading: messages.count("compare-heading", list.facilities.len()),
        left_out: before - rows(&sections),
        items: list.facilities.iter().map(|it| column(messages, it, &list, directory)).collect(),
        sections,
        only_differences,
        toggle: if only_differences { all.clone() } else { format!("{all}&{ONLY}={DIFFERENCES}") },
        query: all,
        too_many,
        most: MAX_COMPARED,
    }
}

fn column(
    messages: &Messages,
    facility: &Facility,
    list: &SavedList<'_>,
    directory: &Directory<'_>,
) -> Column {
    let tree = &directory.reference.categories;
    let state = leading(facility, tree, None)
        .map(|(offer, category)| FreeState::new(messages, offer, category, directory.snapshot.today()));
    let phone = facility.contact.phone.as_deref().map(Phone::new);
    Column {
        id: facility.id.clone(),
        name: facility.name.clone(),
        example: facility.example,
        unconfirmed: view::unconfirmed(messages, facility),
        town: AddressLines::new(&facility.address).place,
        state,
        call: phone.and_then(|it| it.parts.into_iter().find(|part| part.dialled.is_some())),
        without: list.query(Some(&facility.id)),
    }
}
