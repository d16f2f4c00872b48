//! What the pages of indicators show.

use serde::Serialize;

use super::charts;
use crate::app::State;
use crate::app::indicators::response::{IndicatorResponse, ValueResponse};
use crate::app::planning::WorkspaceArea;
use crate::app::planning::indicators::{IndicatorView, NamedValue};
use crate::areas::Level;
use crate::charts::{Basis, Unit};
use crate::web::planning::address;
use crate::web::planning::choice::Choice;
use crate::web::planning::indicator_cell;
use crate::web::planning::nav::{Nav, Tab};
use crate::web::planning::table::{Card, Cell, Line, Link, Table};
use crate::web::shell::pages::View;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// More areas than this are too many for bars; the table has all of them.
const MOST_BARS: usize = 12;
const LEVELS: [(&str, &str); 3] = [("district", "Kreise"), ("amt", "Ämter"), ("municipality", "Gemeinden")];

#[derive(Debug, Serialize)]
struct Entry {
    href: String,
    id: String,
    name: String,
    plain: String,
    unit: String,
}

#[derive(Debug, Serialize)]
struct Theme {
    name: String,
    entries: Vec<Entry>,
}

#[derive(Debug, Serialize)]
pub(super) struct CataloguePage {
    nav: Nav,
    /// The key of the area that the planner works on.
    area: Option<String>,
    /// The word that names or sentences have.
    word: String,
    found: usize,
    all: usize,
    themes: Vec<Theme>,
}

impl View for CataloguePage {
    fn template(&self) -> &'static str {
        "planning_catalogue.html"
    }

    fn title(&self, _: &Messages) -> String {
        "Indikatoren".to_owned()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// The catalogue by theme; with a word only indicators whose id, name or sentence has it.
pub(super) fn catalogue(
    all: &[IndicatorResponse],
    word: &str,
    area: Option<&WorkspaceArea>,
) -> CataloguePage {
    let kept = of_area(area);
    let wanted = word.trim().to_lowercase();
    let has = |text: &str| text.to_lowercase().contains(&wanted);
    let fits = |of: &&IndicatorResponse| {
        [&of.id, &of.name.de, &of.name.plain, &of.definition_de].into_iter().any(|text| has(text))
    };
    let mut themes: Vec<Theme> = Vec::new();
    for of in all.iter().filter(fits) {
        let entry = Entry {
            href: address::with(&format!("/planung/indikatoren/{}", of.id), &kept),
            id: of.id.clone(),
            name: of.name.de.clone(),
            plain: of.name.plain.clone(),
            unit: of.unit_de.clone(),
        };
        match themes.iter_mut().find(|theme| theme.name == of.theme) {
            Some(theme) => theme.entries.push(entry),
            None => themes.push(Theme { name: of.theme.clone(), entries: vec![entry] }),
        }
    }
    CataloguePage {
        nav: Nav::new(Some(Tab::Indicators), area, &QueryString::default()),
        area: area.map(|area| area.key.clone()),
        word: word.trim().to_owned(),
        found: themes.iter().map(|theme| theme.entries.len()).sum(),
        all: all.len(),
        themes,
    }
}

/// The field of the area that the planner works on.
fn of_area(area: Option<&WorkspaceArea>) -> QueryString {
    area.map_or_else(QueryString::default, |area| QueryString::default().with("area", &area.key))
}

/// What an indicator is, in the words of the catalogue.
#[derive(Debug, Serialize)]
struct About {
    name: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
pub(super) struct IndicatorPage {
    nav: Nav,
    /// The key of the area that stands out.
    area: Option<String>,
    /// All indicators, beside the same area.
    catalogue: String,
    id: String,
    headline: String,
    plain: String,
    about: Vec<About>,
    levels: Vec<Choice>,
    districts: Vec<Choice>,
    years: Vec<Choice>,
    actions: Vec<Link>,
    notes: Vec<String>,
    /// Why no area has a value.
    nothing: Option<String>,
    cards: Vec<Card>,
}

impl View for IndicatorPage {
    fn template(&self) -> &'static str {
        "planning_indicator.html"
    }

    fn title(&self, _: &Messages) -> String {
        self.headline.clone()
    }

    fn has_counterpart(&self) -> bool {
        false
    }
}

/// One indicator.
pub(super) fn view(state: &State, view: &IndicatorView) -> IndicatorPage {
    let about = &view.about;
    let has_values = view.areas.iter().any(|area| area.value.value.is_some());
    let reason = view.areas.first().and_then(|area| area.value.reason_de.clone());
    let mut notes = view.notes.clone();
    notes.extend(view.breaks.iter().map(|(year, text)| format!("{year}: {text}")));
    notes.sort();
    notes.dedup();
    IndicatorPage {
        nav: Nav::new(Some(Tab::Indicators), view.own.as_ref(), &QueryString::default()),
        area: view.own.as_ref().map(|own| own.key.clone()),
        catalogue: address::with("/planung/indikatoren", &of_area(view.own.as_ref())),
        id: about.id.clone(),
        headline: about.name.de.clone(),
        plain: about.name.plain.clone(),
        about: words(about),
        levels: levels(view),
        districts: districts(state, view),
        years: years(view),
        actions: downloads(view),
        notes,
        nothing: (!has_values)
            .then(|| reason.unwrap_or_else(|| "Für diese Gebiete gibt es keinen Wert.".into())),
        cards: linked(view, cards(state, view, has_values)),
    }
}

/// The field of a piece of a basket that names the indicator.
pub(in crate::web::planning) const ID: &str = "kennung";

/// With links to the picture of each drawing and to the basket.
fn linked(view: &IndicatorView, mut cards: Vec<Card>) -> Vec<Card> {
    let mut fields = QueryString::default().with("level", view.level).with("year", view.year);
    if let Some(within) = &view.within {
        fields = fields.with("within", within);
    }
    if let Some(own) = &view.own {
        fields = fields.with("area", &own.key);
    }
    let is_usual =
        view.level == "district" && view.within.is_none() && view.own.is_none() && view.is_last_year();
    for card in &mut cards {
        if card.drawing.is_some() {
            let picture = format!("/planung/indikatoren/{}/{}.svg", view.about.id, card.id);
            card.links.push(Link::new("SVG", address::with(&picture, &fields)));
        }
        let basket = match is_usual {
            true => address::basket(card.id, &view.about.id),
            false => address::basket_of_page("indikator", card.id, &fields.with(ID, &view.about.id)),
        };
        card.links.push(Link::new("In den Korb", basket));
    }
    cards
}

/// All cards of an indicator.
pub(in crate::web::planning) fn cards_of(state: &State, found: &IndicatorView) -> Vec<Card> {
    view(state, found).cards
}

/// One of the cards of an indicator: "karte", "rang" or "reihe".
pub(in crate::web::planning) fn card_of(state: &State, found: &IndicatorView, id: &str) -> Option<Card> {
    view(state, found).cards.into_iter().find(|card| card.id == id)
}

fn words(about: &IndicatorResponse) -> Vec<About> {
    let one = |name, text: &str| About { name, text: text.to_owned() };
    let mut all = vec![
        one("Kennung", &about.id),
        one("Definition", &about.definition_de),
        one("Formel", &about.formula),
        one("Einheit", &about.unit_de),
        one("Quelle", &about.source),
        one("Tabelle", &about.table),
        one("Stichtag", &about.reference_date),
        one("Erscheint", &about.rhythm),
        one("Lizenz", &about.licence),
    ];
    all.extend(about.note_de.iter().map(|note| one("Zu beachten", note)));
    all.retain(|it| !it.text.is_empty());
    all
}

fn levels(view: &IndicatorView) -> Vec<Choice> {
    let known = LEVELS.into_iter().filter(|(level, _)| view.levels.contains(level));
    known.map(|(level, label)| Choice::new(level, label, level == view.level)).collect()
}

fn districts(state: &State, view: &IndicatorView) -> Vec<Choice> {
    let whole = Choice::new("", "im ganzen Land", view.within.is_none());
    let of = |area: &crate::areas::Area| {
        Choice::new(&area.key, &area.name, view.within.as_deref() == Some(area.key.as_str()))
    };
    std::iter::once(whole).chain(state.reference.areas.level(Level::District).map(of)).collect()
}

fn years(view: &IndicatorView) -> Vec<Choice> {
    let of = |year: &i32| Choice::new(year.to_string(), year.to_string(), *year == view.year);
    view.years.iter().rev().map(of).collect()
}

/// The same values as files and as a call of the API.
fn downloads(view: &IndicatorView) -> Vec<Link> {
    let mut fields =
        QueryString::default().with("level", view.level).with("compare", "13").with("year", view.year);
    if let Some(within) = &view.within {
        fields = fields.with("within", within);
    }
    let file = |ending: &str| format!("/planung/indikatoren/{}/werte.{ending}", view.about.id);
    let mut all = Link::to_files(|ending| address::with(&file(ending), &fields.without("compare")));
    let path = format!("/api/v1/indicators/{}/values", view.about.id);
    all.push(Link::new("API", address::with(&path, &fields)));
    all
}

fn cards(state: &State, view: &IndicatorView, has_values: bool) -> Vec<Card> {
    let mut all = Vec::new();
    if has_values {
        if charts::fits_a_map(view) {
            let card = card("karte", spread(view), subtitle(view), view, Vec::new());
            let mut card = card.with_drawing(|words| charts::map(state, view, words));
            card.source.push_str(" Karte: © GeoBasis-DE / BKG, GSHHG, GeoNames; Daten verändert.");
            all.push(card);
        }
        let table = vec![areas_table(view)];
        let card = card("rang", comparison(view), subtitle(view), view, table);
        let is_short = view.areas.len() <= MOST_BARS;
        all.push(if is_short { card.with_drawing(|words| charts::ranking(view, words)) } else { card });
    }
    let known: Vec<&ValueResponse> = charts::known(&view.series).collect();
    if let [first, .., last] = known[..] {
        let said = |value: &ValueResponse| {
            format!("{} ({})", text(view, value.value.unwrap_or_default()), value.year)
        };
        let own: Vec<&ValueResponse> = charts::known(&view.own_series).collect();
        let own = view.own.as_ref().zip(match own[..] {
            [first, .., last] => Some((first, last)),
            _ => None,
        });
        let land = format!("Land: {}, {}", said(first), said(last));
        let title = own.map_or_else(
            || land.clone(),
            |(own, (first, last))| match charts::unit(view) {
                Unit::Count => format!("{}: {}, {}", own.name, said(first), said(last)),
                _ => format!("{}: {}, {}; {land}", own.name, said(first), said(last)),
            },
        );
        let subtitle = format!("{}, {}", view.about.name.de, view.about.unit_de);
        let of_own = |year: i32| {
            let value = view.own_series.iter().find(|value| value.year == year);
            value.map_or_else(|| Cell::text("–"), |value| cell(view, value))
        };
        let line = |value: &ValueResponse| {
            let own = own.map(|_| of_own(value.year));
            Line::new(value.year.to_string(), own.into_iter().chain([cell(view, value)]).collect())
        };
        let headings: Vec<&str> = match own {
            Some((own, _)) => vec!["Jahr", &own.name, "Land"],
            None => vec!["Jahr", &view.about.unit_de],
        };
        let caption = if own.is_some() { "Gebiet und Land nach Jahren" } else { "Das Land nach Jahren" };
        let table = Table::new(caption, &headings, known.iter().copied().map(line).collect());
        let card = card("reihe", title, subtitle, view, vec![table]);
        all.push(card.with_drawing(|words| charts::series(view, words)));
    }
    all
}

fn card(id: &'static str, title: String, subtitle: String, view: &IndicatorView, tables: Vec<Table>) -> Card {
    let source = format!("Quelle: {}, {} ({}).", view.about.source, view.about.table, view.about.licence);
    Card {
        id,
        title,
        subtitle,
        drawing: None,
        tables,
        source: source.replace(", (", " ("),
        links: Vec::new(),
    }
}

fn subtitle(view: &IndicatorView) -> String {
    let level = level_name(view.level);
    format!("{}, {}, {level}, {}", view.about.name.de, view.about.unit_de, view.year)
}

/// "Kreise"
pub(in crate::web::planning) fn level_name(level: &str) -> &'static str {
    LEVELS.into_iter().find(|(known, _)| *known == level).map_or("Gebiete", |(_, name)| name)
}

fn text(view: &IndicatorView, value: f64) -> String {
    charts::unit(view).text(value, Basis::Counted)
}

/// Areas with a value, from the lowest to the highest.
fn known(view: &IndicatorView) -> Vec<(&NamedValue, f64)> {
    let mut known: Vec<(&NamedValue, f64)> =
        view.areas.iter().filter_map(|area| Some((area, area.value.value?))).collect();
    known.sort_by(|a, b| a.1.total_cmp(&b.1));
    known
}

/// "Von 5,1 % in Rostock bis 9,0 % in Nordwestmecklenburg"
fn spread(view: &IndicatorView) -> String {
    match &known(view)[..] {
        [(low, least), .., (high, most)] => {
            format!("Von {} in {} bis {} in {}", text(view, *least), low.name, text(view, *most), high.name)
        }
        [(only, value)] => format!("{} in {}", text(view, *value), only.name),
        [] => "Kein Wert".to_owned(),
    }
}

/// How many areas lie above the state; for counts, and where few areas have a value, their spread.
fn comparison(view: &IndicatorView) -> String {
    let known = known(view);
    match view.state.value.filter(|_| charts::unit(view) != Unit::Count) {
        Some(whole) if is_enough(known.len(), view.areas.len()) => {
            let above = known.iter().filter(|(_, value)| *value > whole).count();
            format!("{above} von {} über dem Land mit {}", known.len(), text(view, whole))
        }
        Some(_) if known.len() < view.areas.len() && !known.is_empty() => {
            format!("Nur {} von {} mit Wert: {}", known.len(), view.areas.len(), spread(view))
        }
        _ => spread(view),
    }
}

/// Whether a count of areas says something about all of them: at least three have a value, and half of the level.
fn is_enough(known: usize, areas: usize) -> bool {
    known >= 3 && 2 * known >= areas
}

fn areas_table(view: &IndicatorView) -> Table {
    let line = |area: &NamedValue| {
        let line = Line::new(&area.name, vec![cell(view, &area.value)]);
        line.with_link(address::area(&area.value.area, &QueryString::default()))
    };
    let mut lines: Vec<Line> = view.areas.iter().map(line).collect();
    lines.insert(0, Line::new("Mecklenburg-Vorpommern", vec![cell(view, &view.state)]));
    Table::new("Werte der Gebiete", &["Gebiet", &view.about.unit_de], lines)
}

fn cell(view: &IndicatorView, value: &ValueResponse) -> Cell {
    indicator_cell::of(charts::unit(view), value)
}

#[cfg(test)]
mod tests {
    use super::is_enough;

    #[test]
    fn a_few_values_are_no_count_of_all_areas() {
        assert!(is_enough(8, 8) && is_enough(4, 8) && is_enough(3, 3));
        assert!(!is_enough(2, 2) && !is_enough(2, 116) && !is_enough(3, 8) && !is_enough(0, 0));
    }
}
