//! The rows of a comparison: a cell a facility, and which of them stand out.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use crate::app::Directory;
use crate::register::{Category, Cents, CostKind, CostPer, Costs, Facility, Feature, Offer, PlaceStatus};
use crate::web::public::costs::PARTS;
use crate::web::public::facility::opening_words;
use crate::web::public::free_state::FreeState;
use crate::web::public::view::{AddressLines, Phone};
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

/// Rows under a heading.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Section {
    heading: String,
    /// What the heading is about, where there are several of the same name.
    about: Option<String>,
    rows: Vec<Row>,
    /// Below the rows.
    notes: Vec<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Row {
    label: String,
    cells: Vec<Cell>,
    /// Amounts of money, one below the other.
    amounts: bool,
    /// The last line of a sum.
    total: bool,
    /// Not all cells say the same.
    differs: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
struct Cell {
    text: String,
    /// The number of a phone, as a link.
    phone: Option<Phone>,
    /// A feature that the facility names.
    has: bool,
    /// "best" or "ask": the cell stands out.
    mark: Option<&'static str>,
    /// "am günstigsten"
    said: Option<String>,
}

impl Section {
    fn new(heading: String, rows: Vec<Row>) -> Option<Self> {
        (!rows.is_empty()).then_some(Self { heading, about: None, rows, notes: Vec::new() })
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// Leaves out the rows in which all say the same.
    pub fn keep_differences(&mut self) {
        self.rows.retain(|row| row.differs);
    }
}

impl Row {
    fn new(label: String, cells: Vec<Cell>) -> Self {
        let differs = cells.windows(2).any(|pair| matches!(pair, [a, b] if a.text != b.text));
        Self { label, cells, amounts: false, total: false, differs }
    }
}

impl Cell {
    fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// What is not known and has to be asked.
    fn ask(messages: &Messages) -> Self {
        Self { mark: Some("ask"), ..Self::of(messages.text("compare-ask")) }
    }

    fn none(messages: &Messages) -> Self {
        Self::of(messages.text("compare-not-offered"))
    }
}

/// All rows in which anything is known.
pub(crate) fn sections(
    messages: &Messages,
    facilities: &[&Facility],
    directory: &Directory<'_>,
) -> Vec<Section> {
    let today = directory.snapshot.today();
    let mut offered: Vec<&Category> = directory
        .reference
        .categories
        .categories()
        .filter(|category| facilities.iter().any(|it| offer_of(it, category).is_some()))
        .collect();
    offered.sort_by_key(|category| !category.leads);
    let offers = Section::new(
        messages.text("offers-and-places"),
        offered.iter().map(|it| offer_row(messages, facilities, it, today)).collect(),
    );
    let several = offered.len() > 1;
    let costs = offered.iter().flat_map(|it| cost_sections(messages, facilities, it, several, today));
    let good_to_know = Section::new(messages.text("good-to-know"), feature_rows(messages, facilities));
    let contact = Section::new(messages.text("contact-heading"), contact_rows(messages, facilities));
    offers.into_iter().chain(costs).chain(good_to_know).chain(contact).collect()
}

fn offer_of<'a>(facility: &'a Facility, category: &Category) -> Option<&'a Offer> {
    facility.offers.iter().find(|offer| offer.category == category.slug)
}

/// How many places an offer has, and whether one is free.
fn offer_row(messages: &Messages, facilities: &[&Facility], category: &Category, today: NaiveDate) -> Row {
    let of_offer = |offer: &Offer| {
        if !category.counts_places() {
            return Cell { has: true, ..Cell::of(messages.text("yes")) };
        }
        let state = FreeState::new(messages, offer, category, today);
        let places = offer.places.and_then(|it| phrases::places(messages, category.counts, it));
        let said: Vec<String> = places.into_iter().chain([state.title]).collect();
        let is_unknown = state.status == PlaceStatus::Unknown.word();
        Cell { mark: is_unknown.then_some("ask"), ..Cell::of(said.join(" · ")) }
    };
    let cell = |it: &&Facility| offer_of(it, category).map_or_else(|| Cell::none(messages), of_offer);
    Row::new(phrases::category(messages, category).into_owned(), facilities.iter().map(cell).collect())
}

/// The price sheets of a category, one section for each span of time.
fn cost_sections(
    messages: &Messages,
    facilities: &[&Facility],
    category: &Category,
    several: bool,
    today: NaiveDate,
) -> Vec<Section> {
    let sheet = |it: &Facility| offer_of(it, category)?.costs.clone();
    let sheets: Vec<Option<Costs>> = facilities.iter().map(|it| sheet(it)).collect();
    let spans: BTreeSet<CostPer> = sheets.iter().flatten().map(|costs| costs.per).collect();
    let section = |per: CostPer| {
        let about = several.then(|| phrases::category(messages, category).into_owned());
        let of_span = |costs: &Option<Costs>| costs.clone().filter(|costs| costs.per == per);
        let sheets: Vec<Option<Costs>> = sheets.iter().map(of_span).collect();
        let offered: Vec<bool> = facilities.iter().map(|it| offer_of(it, category).is_some()).collect();
        let rows = cost_rows(messages, &sheets, &offered, today);
        let mut section = Section::new(messages.text(&format!("compare-costs-{}", per.word())), rows)?;
        section.about = about;
        let supplement = category.has_supplement().then(|| messages.text("costs-supplement"));
        section.notes.extend(supplement);
        Some(section)
    };
    spans.into_iter().filter_map(section).collect()
}

fn cost_rows(messages: &Messages, sheets: &[Option<Costs>], offered: &[bool], today: NaiveDate) -> Vec<Row> {
    let unknown = |offered: bool| if offered { Cell::ask(messages) } else { Cell::none(messages) };
    let amount = |kind: CostKind| {
        let amounts: Vec<Option<Cents>> = sheets.iter().map(|it| it.as_ref()?.get(kind)).collect();
        let is_sum = !PARTS.contains(&kind);
        let least = least(&amounts).filter(|_| is_sum);
        let cell = |(amount, offered): (&Option<Cents>, &bool)| match amount {
            None => unknown(*offered),
            Some(cents) => {
                let is_least = least == Some(*cents);
                Cell {
                    mark: is_least.then_some("best"),
                    said: is_least.then(|| messages.text("compare-cheapest")),
                    ..Cell::of(format::euro(messages.lang(), *cents))
                }
            }
        };
        let cells = amounts.iter().zip(offered).map(cell).collect();
        let row = Row::new(phrases::cost_kind(messages, kind), cells);
        amounts.iter().any(Option::is_some).then_some(Row { amounts: true, total: is_sum, ..row })
    };
    let kinds = PARTS.into_iter().chain([CostKind::OwnShare, CostKind::Price]);
    let mut rows: Vec<Row> = kinds.filter_map(amount).collect();
    let day = |(costs, offered): (&Option<Costs>, &bool)| match costs {
        None => unknown(*offered),
        Some(costs) => {
            let old = costs.are_old(today);
            let said = old.then(|| messages.text("compare-old"));
            Cell { mark: old.then_some("ask"), said, ..Cell::of(format::date(messages.lang(), costs.on)) }
        }
    };
    rows.push(Row::new(messages.text("compare-prices-of"), sheets.iter().zip(offered).map(day).collect()));
    rows
}

/// The lowest of several amounts, unless all are the same.
fn least(amounts: &[Option<Cents>]) -> Option<Cents> {
    let known: BTreeSet<Cents> = amounts.iter().flatten().copied().collect();
    known.first().copied().filter(|_| known.len() > 1)
}

/// A row for each feature that any of them names.
fn feature_rows(messages: &Messages, facilities: &[&Facility]) -> Vec<Row> {
    let row = |feature: Feature| {
        let has = |it: &&Facility| it.features.contains(&feature);
        let cell = |it: &&Facility| {
            if has(it) { Cell { has: true, ..Cell::of(messages.text("yes")) } } else { Cell::ask(messages) }
        };
        let named = facilities.iter().any(has);
        named.then(|| Row::new(phrases::feature(messages, feature), facilities.iter().map(cell).collect()))
    };
    Feature::ALL.into_iter().filter_map(row).collect()
}

fn contact_rows(messages: &Messages, facilities: &[&Facility]) -> Vec<Row> {
    let row = |label: &str, cell: &dyn Fn(&Facility) -> Option<Cell>| {
        let cells: Vec<Option<Cell>> = facilities.iter().map(|it| cell(it)).collect();
        let known = cells.iter().any(Option::is_some);
        let not_given = || Cell::of(messages.text("not-given"));
        let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(not_given)).collect();
        known.then(|| Row::new(messages.text(label), cells))
    };
    let address = |it: &Facility| {
        let lines = AddressLines::new(&it.address);
        let parts: Vec<&str> = lines.street.iter().chain([&lines.town]).map(String::as_str).collect();
        Some(Cell::of(parts.join(", ")))
    };
    let phone = |it: &Facility| {
        let text = it.contact.phone.as_deref()?;
        Some(Cell { phone: Some(Phone::new(text)), ..Cell::of(text) })
    };
    let hours = |it: &Facility| {
        it.opening_hours.as_deref().map(|text| Cell::of(opening_words::words(messages, text)))
    };
    let provider = |it: &Facility| it.provider.as_ref().map(|it| Cell::of(it.name.as_str()));
    let rows = [
        row("address", &address),
        row("phone", &phone),
        row("opening-hours", &hours),
        row("provider", &provider),
    ];
    rows.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::GERMAN;

    fn cents(amounts: &[Option<u32>]) -> Vec<Option<Cents>> {
        amounts.iter().map(|it| it.map(|it| Cents::new(it).unwrap())).collect()
    }

    #[test]
    fn the_cheapest_is_named_only_where_amounts_differ() {
        assert_eq!(least(&cents(&[Some(300), None, Some(200)])), Cents::new(200));
        assert_eq!(least(&cents(&[Some(200), Some(200)])), None);
        assert_eq!(least(&cents(&[Some(200), None])), None);
        assert_eq!(least(&[]), None);
    }

    #[test]
    fn sums_stand_out_and_missing_amounts_are_asked_for() {
        let messages = Messages::read(&GERMAN).unwrap();
        let sheet = |own: u32, board: Option<u32>, on: &str| {
            let amounts = [(CostKind::OwnShare, Some(own)), (CostKind::BoardAndLodging, board)];
            let known = amounts.into_iter().filter_map(|(kind, it)| Some((kind, Cents::new(it?).unwrap())));
            Costs::new(CostPer::Month, on.parse().unwrap(), known.collect())
        };
        let sheets = [sheet(269_200, Some(89_600), "2026-07-01"), sheet(236_800, None, "2024-07-01"), None];
        let rows = cost_rows(&messages, &sheets, &[true, true, false], "2026-11-25".parse().unwrap());
        let labels: Vec<&str> = rows.iter().map(|row| row.label.as_str()).collect();
        assert_eq!(labels, ["Unterkunft und Verpflegung", "Eigenanteil insgesamt", "Preise vom"]);
        let marks = |at: usize| rows[at].cells.iter().map(|cell| cell.mark).collect::<Vec<_>>();
        assert_eq!(marks(0), [None, Some("ask"), None], "a part is never called the cheapest");
        assert_eq!(marks(1), [None, Some("best"), None]);
        assert_eq!(rows[1].cells[1].said.as_deref(), Some("am günstigsten"));
        assert_eq!(rows[1].cells[2].text, "nicht angeboten");
        assert_eq!(marks(2), [None, Some("ask"), None], "an old sheet is asked for again");
        assert!(rows.iter().all(|row| row.differs) && rows[1].total && !rows[0].total);
    }

    #[test]
    fn rows_without_a_difference_can_be_left_out() {
        let row = |texts: [&str; 2]| Row::new("a".into(), texts.map(Cell::of).into());
        let mut section = Section::new("b".into(), vec![row(["x", "x"]), row(["x", "y"])]).unwrap();
        section.keep_differences();
        assert_eq!(section.rows, [row(["x", "y"])]);
    }
}
