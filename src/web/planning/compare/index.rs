//! An index of own weights: ranks, and how far they move when the weights move.

use serde::Serialize;

use super::cards::{card, source};
use super::question::Question;
use crate::app::planning::compare::{MOST_PARTS, MOST_WEIGHT, OwnIndex, WEIGHT};
use crate::charts::numbers::grouped;
use crate::charts::{RankRangeChart, RankedArea, Size};
use crate::units::Lang;
use crate::web::planning::address;
use crate::web::planning::drawing::{Drawing, head};
use crate::web::planning::numbers::in_field;
use crate::web::planning::table::{Card, Cell, Line, Table};
use crate::web::shell::query_string::QueryString;

/// The parts of a first index: many very old people and many in need raise it, many places in homes lower it.
pub(super) const FIRST_PARTS: [(&str, f64); 3] = [("D06", 1.0), ("P02", 1.0), ("V04", -1.0)];
const WIDE: Size = Size { width: 720.0, height: 0.0 };
/// A drawing of more areas could not be read; the table has all of them.
const MOST_DRAWN: usize = 40;

/// The field of a weight.
#[derive(Debug, Serialize)]
pub(super) struct WeightField {
    name: String,
    label: String,
    value: String,
    most: f64,
}

pub(super) fn fields(index: &OwnIndex) -> Vec<WeightField> {
    let field = |(of, weight): &(crate::app::indicators::response::IndicatorResponse, f64)| WeightField {
        name: format!("{WEIGHT}{}", of.id),
        label: of.name.de.clone(),
        value: in_field(*weight),
        most: MOST_WEIGHT,
    };
    index.parts.iter().map(field).collect()
}

/// Whether another part fits.
pub(super) fn has_room(index: &OwnIndex) -> bool {
    index.parts.len() < MOST_PARTS
}

pub(super) fn cards(question: &Question, index: &OwnIndex) -> Vec<Card> {
    let [first, ..] = index.items.as_slice() else { return Vec::new() };
    let sure = index.items.iter().filter(|item| item.best_rank == item.worst_rank).count();
    let title = if first.worst_rank == 1 {
        format!("{} steht auf Rang 1, auch bei anderen Gewichten", first.name)
    } else {
        format!("{} steht auf Rang 1, bei anderen Gewichten bis Rang {}", first.name, first.worst_rank)
    };
    let subtitle = format!(
        "Punkt: Rang mit Ihren Gewichten; Balken: Rang, wenn jedes Gewicht um ein Viertel kleiner oder größer ist; {sure} von {} {} {}; {}",
        index.items.len(),
        question.level_dative(),
        if sure == 1 { "behält seinen Rang" } else { "behalten ihren Rang" },
        index.year
    );
    let weighted = index.parts.iter().filter(|(_, weight)| *weight != 0.0);
    let mut ranks = card("index", title, subtitle, source(weighted.map(|(of, _)| of)));
    ranks.tables = vec![table(index)];
    let areas: Vec<RankedArea> = index
        .items
        .iter()
        .map(|item| RankedArea {
            name: item.name.clone(),
            rank: item.rank,
            range: [item.best_rank, item.worst_rank],
            is_own: question.own() == Some(item.area.as_str()),
        })
        .collect();
    if areas.len() > MOST_DRAWN {
        return vec![ranks];
    }
    vec![ranks.with_drawing(|words| {
        Drawing::sized("index", [WIDE, Size::PHONE], |id, size| {
            RankRangeChart { head: head(Lang::De, id, size, words), areas: areas.clone() }.draw()
        })
    })]
}

fn table(index: &OwnIndex) -> Table {
    let line = |item: &crate::app::indicators::response::StandingResponse| {
        let range = format!("{} bis {}", item.best_rank, item.worst_rank);
        let cells = [item.rank.to_string(), range, grouped(item.score, 2)].map(Cell::text).to_vec();
        Line::new(&item.name, cells).with_link(address::area(&item.area, &QueryString::default()))
    };
    let headings = ["Gebiet", "Rang", "Spanne des Rangs", "Punkte"];
    Table::new("Ränge im Index", &headings, index.items.iter().map(line).collect())
}
