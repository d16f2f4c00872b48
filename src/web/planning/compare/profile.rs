//! The profile of an area: each indicator on the range of all areas of its level.

use super::cards::{card, figure, indicators, name, source, unit};
use super::question::Question;
use crate::app::indicators::response::ValueResponse;
use crate::app::planning::compare::{ComparedIndicator, Comparison};
use crate::charts::{Basis, Size, SpineChart, SpineGroup, SpineRow};
use crate::units::Lang;
use crate::web::planning::address;
use crate::web::planning::drawing::{Drawing, head};
use crate::web::planning::indicator_cell;
use crate::web::planning::table::{Card, Cell, Line, Table};
use crate::web::shell::query_string::QueryString;

const WIDE: Size = Size { width: 720.0, height: 0.0 };

/// An indicator of the chosen area.
struct OfArea<'a> {
    of: &'a ComparedIndicator,
    own: &'a ValueResponse,
    row: SpineRow,
}

pub(super) fn cards(question: &Question, found: &Comparison) -> Vec<Card> {
    let Some(area) = &question.area else { return Vec::new() };
    let of_area: Vec<OfArea<'_>> =
        found.indicators.iter().filter_map(|of| OfArea::new(of, &area.key)).collect();
    if of_area.is_empty() {
        return Vec::new();
    }
    let areas = found.areas.len();
    let count = |is: fn((usize, usize)) -> bool| {
        of_area.iter().filter_map(|it| it.row.rank()).filter(|rank| is(*rank)).count()
    };
    let (first, last) = (count(|(rank, _)| rank == 1), count(|(rank, of)| rank == of));
    let title = match (first, last) {
        (0, 0) => {
            format!("{}: bei keinem Indikator am Rand der {areas} {}", area.name, question.level_name())
        }
        (0, last) => format!(
            "Bei {last} von {} der niedrigste Wert der {areas} {}",
            indicators(of_area.len()),
            question.level_name()
        ),
        (first, 0) => format!(
            "Bei {first} von {} der höchste Wert der {areas} {}",
            indicators(of_area.len()),
            question.level_name()
        ),
        (first, last) => format!(
            "Von {} {first}-mal der höchste, {last}-mal der niedrigste Wert der {areas} {}",
            indicators(of_area.len()),
            question.level_name()
        ),
    };
    let subtitle = format!(
        "Raute: {}; Balken: Spanne der {}, hervorgehoben die mittlere Hälfte; jede Zeile hat eine eigene Skala; höher heißt nicht besser",
        area.name,
        question.level_name()
    );
    let sources = source(of_area.iter().map(|it| &it.of.about));
    let mut spine = card("profil", title, subtitle, sources.clone());
    spine.tables = vec![table(&area.name, &of_area, question)];
    let groups = groups(&of_area);
    let own = short(&area.name);
    let spine = spine.with_drawing(|words| {
        Drawing::sized("profil", [WIDE, Size::PHONE], |id, size| {
            SpineChart { head: head(Lang::De, id, size, words), own: own.clone(), groups: groups.clone() }
                .draw()
        })
    });
    let mut all = vec![spine];
    all.extend(edges(question, &of_area, sources));
    all
}

/// The beginning of a long name: the heading of a narrow column.
fn short(name: &str) -> String {
    const MOST: usize = 8;
    if name.chars().count() <= MOST { name.to_owned() } else { "Gebiet".to_owned() }
}

impl<'a> OfArea<'a> {
    fn new(of: &'a ComparedIndicator, key: &str) -> Option<Self> {
        let own = of.areas.iter().find(|value| value.area == key)?;
        let row = SpineRow {
            name: name(of),
            unit: unit(&of.about),
            own: figure(own),
            whole: of.state.value,
            areas: of.areas.iter().filter_map(|value| value.value).collect(),
        };
        Some(Self { of, own, row })
    }
}

fn groups(of_area: &[OfArea<'_>]) -> Vec<SpineGroup> {
    let mut groups: Vec<SpineGroup> = Vec::new();
    for one in of_area {
        match groups.last_mut().filter(|group| group.name == one.of.about.theme) {
            Some(group) => group.rows.push(one.row.clone()),
            None => groups.push(SpineGroup { name: one.of.about.theme.clone(), rows: vec![one.row.clone()] }),
        }
    }
    groups
}

fn table(area: &str, of_area: &[OfArea<'_>], question: &Question) -> Table {
    let line = |one: &OfArea<'_>| {
        let unit = one.row.unit;
        let cell = |value: Option<&ValueResponse>| {
            value.map_or_else(|| Cell::text("keine Angabe"), |value| indicator_cell::of(unit, value))
        };
        let known = || one.of.areas.iter().filter(|value| value.value.is_some());
        let by_value = |a: &&ValueResponse, b: &&ValueResponse| {
            a.value.unwrap_or(0.0).total_cmp(&b.value.unwrap_or(0.0))
        };
        let rank = one.row.rank().map_or_else(|| "·".to_owned(), |(rank, of)| format!("{rank} von {of}"));
        let cells = vec![
            cell(Some(one.own)),
            cell(Some(&one.of.state)),
            cell(known().min_by(by_value)),
            cell(known().max_by(by_value)),
            Cell::text(rank),
        ];
        let href = address::with(
            &format!("/planung/indikatoren/{}", one.of.about.id),
            &QueryString::default().with("level", &question.compared.level),
        );
        Line::new(name(one.of), cells).with_note(&one.of.about.unit_de).with_link(href)
    };
    let headings = ["Indikator", area, "Land", "niedrigster Wert", "höchster Wert", "Rang"];
    Table::new("Indikatoren des Gebiets", &headings, of_area.iter().map(line).collect())
}

/// The indicators by which the area has the highest or the lowest value.
fn edges(question: &Question, of_area: &[OfArea<'_>], sources: String) -> Option<Card> {
    let at_edge =
        |one: &&OfArea<'_>| one.row.rank().is_some_and(|(rank, of)| of > 2 && (rank == 1 || rank == of));
    let line = |one: &OfArea<'_>| {
        let which =
            if one.row.rank().is_some_and(|(rank, _)| rank == 1) { "höchster" } else { "niedrigster" };
        let difference = one.own.value.zip(one.of.state.value).map(|(own, state)| own - state);
        let difference =
            difference.map_or_else(|| "–".to_owned(), |it| one.row.unit.difference(it, Basis::Counted));
        let cells =
            vec![Cell::text(which), indicator_cell::of(one.row.unit, one.own), Cell::text(difference)];
        Line::new(name(one.of), cells)
    };
    let lines: Vec<Line> = of_area.iter().filter(at_edge).map(line).collect();
    if lines.is_empty() {
        return None;
    }
    let title = "Wo das Gebiet am Rand liegt".to_owned();
    let subtitle =
        format!("Höchster oder niedrigster Wert der {}, und der Abstand zum Land", question.level_name());
    let mut edge = card("rand", title, subtitle, sources);
    edge.tables =
        vec![Table::new("Höchste und niedrigste Werte", &["Indikator", "Rand", "Wert", "zum Land"], lines)];
    Some(edge)
}
