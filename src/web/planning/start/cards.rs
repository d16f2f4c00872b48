//! The state and its districts as key figures, as a map and as a table.

use serde::Serialize;

use crate::app::State;
use crate::app::forecast::RowResponse;
use crate::app::planning::districts::{AreaFigures, Districts};
use crate::app::planning::run::LAST_YEAR;
use crate::charts::{AreaFigure, Basis, ChoroplethChart, MapArea, Method, Size, Unit};
use crate::web::planning::drawing::{Drawing, ground, head};
use crate::web::planning::table::{Card, Cell, Figure, Line, Reading, Table};
use crate::web::planning::{address, findings, numbers};
use crate::web::shell::query_string::QueryString;

const MAP: Size = Size::SHEET.with_height(430.0);
const PHONE_MAP: Size = Size::PHONE.with_height(330.0);

/// A figure of the state with what it is and what it comes from.
#[derive(Debug, Serialize)]
pub(super) struct KeyFigure {
    label: String,
    figure: Figure,
    /// "2025: 144.220, 19 Prozent mehr"
    note: String,
}

/// What the first page says in figures.
#[derive(Debug, Serialize)]
pub(super) struct Figures {
    keys: Vec<KeyFigure>,
    map: Card,
    table: Card,
}

impl Figures {
    pub fn new(state: &State, found: &Districts, run: &QueryString) -> Self {
        Self { keys: keys(found, run), map: map(state, found), table: table(found, run) }
    }
}

fn keys(found: &Districts, run: &QueryString) -> Vec<KeyFigure> {
    let whole = &found.state;
    let changed = |label: &str, [now, then]: &[RowResponse; 2], reading| KeyFigure {
        label: format!("{label} {LAST_YEAR}"),
        figure: Figure::new(then, reading, run),
        note: findings::compared((found.base_year, now.value), then.value),
    };
    let lacking = |label: &str, row: &RowResponse, reading| KeyFigure {
        label: format!("{label} {LAST_YEAR}"),
        figure: Figure::new(row, reading, run),
        note: "Angebot weniger Bedarf".to_owned(),
    };
    let mut keys = vec![
        changed("Pflegebedürftige", &whole.need, Reading::Computed),
        changed("Menschen", &whole.residents, Reading::Computed),
    ];
    keys.extend(whole.places.iter().map(|row| lacking("Heimplätze", row, Reading::Balance)));
    keys.extend(whole.staff.iter().map(|row| lacking("Pflegekräfte", row, Reading::Gap)));
    keys
}

fn source(found: &Districts) -> String {
    format!(
        "Quelle: Bevölkerungsfortschreibung, Pflegestatistik (Statistische Ämter, dl-de/by-2-0); eigene Berechnung, Modell {}.",
        found.model
    )
}

fn map(state: &State, found: &Districts) -> Card {
    let title = match found.districts.first() {
        Some(first) if first.growth() > 0.0 => format!(
            "Stärkster Anstieg: {}, {} Prozent mehr bis {LAST_YEAR}",
            first.area.name,
            numbers::percent(first.growth())
        ),
        _ => format!("So ändert sich der Bedarf bis {LAST_YEAR}"),
    };
    let card = Card {
        id: "karte",
        title,
        subtitle: format!("Mehr Pflegebedürftige {LAST_YEAR} als {}, in Prozent", found.base_year),
        drawing: None,
        tables: Vec::new(),
        source: source(found),
        links: Vec::new(),
    };
    let area = |of: &AreaFigures| {
        let outline = state.reference.areas.get(&of.area.key)?;
        Some(MapArea {
            name: of.area.name.clone(),
            rings: outline.rings(),
            figure: AreaFigure::Value(100.0 * of.growth()),
            is_estimate: false,
            is_own: false,
        })
    };
    let areas: Vec<MapArea> = found.districts.iter().filter_map(area).collect();
    card.with_drawing(|words| {
        Drawing::sized("karte", [MAP, PHONE_MAP], |id, size| {
            let chart = ChoroplethChart {
                head: head(id, size, words),
                unit: Unit::Rate,
                basis: Basis::Computed,
                areas: areas.clone(),
                method: Method::Natural,
            };
            match chart.frame() {
                Some(frame) => chart.draw_on(&ground(state, frame)),
                None => chart.draw(),
            }
        })
    })
}

fn table(found: &Districts, run: &QueryString) -> Card {
    let short = |row: &Option<RowResponse>| row.as_ref().is_some_and(|row| Reading::Balance.lacks(row.value));
    let lacking = found.districts.iter().filter(|of| short(&of.places)).count();
    let title = match lacking {
        0 => format!("{LAST_YEAR} reichen die Heimplätze rechnerisch in jedem Kreis"),
        all if all == found.districts.len() => format!("{LAST_YEAR} fehlen in allen Kreisen Heimplätze"),
        some => format!("{LAST_YEAR} fehlen in {some} von {} Kreisen Heimplätze", found.districts.len()),
    };
    let line = |of: &AreaFigures| {
        let [now, then] = &of.need;
        let change = format!("{}\u{202f}%", numbers::percent(of.growth()));
        let cells = vec![
            Cell::of(Some(now), Reading::Computed, run),
            Cell::of(Some(then), Reading::Computed, run),
            Cell::text(if of.growth() > 0.0 { format!("+{change}") } else { change }),
            Cell::of(of.places.as_ref(), Reading::Balance, run),
            Cell::of(of.staff.as_ref(), Reading::Gap, run),
        ];
        Line::new(&of.area.name, cells).with_link(address::area(&of.area.key, run))
    };
    let lines = std::iter::once(line(&found.state)).chain(found.districts.iter().map(line)).collect();
    let (base, last) = (found.base_year.to_string(), LAST_YEAR.to_string());
    let headings =
        ["Gebiet", base.as_str(), last.as_str(), "Änderung", "Heim\u{ad}plätze", "Pflege\u{ad}kräfte"];
    Card {
        id: "kreise",
        title,
        subtitle: format!(
            "Pflegebedürftige {base} und {last}; was {last} an Heimplätzen und Pflegekräften fehlt (−) oder übrig ist (+)"
        ),
        drawing: None,
        tables: vec![Table::new("Land und Kreise", &headings, lines)],
        source: source(found),
        links: Vec::new(),
    }
}
