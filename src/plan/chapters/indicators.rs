//! Indicators of the catalogue in a chapter: a table beside the state, a sentence for the most telling ones, and the gaps.

use super::{chapter, own_text};
use crate::charts::Unit;
use crate::plan::document::{Cell, Chapter, FigureKey, Table};
use crate::plan::inputs::{Indicator, Inputs, STATE};
use crate::plan::sentences::{beside_state, indicator_number};

/// Behind a value that is an estimate, and its short form.
const ESTIMATED: &str = " (geschätzt)";
const STAR: &str = "*";

/// The indicators of a table of their own: those of the ids, in their order.
pub(super) fn table(chapter: &mut Chapter, inputs: &Inputs, caption: &str, ids: &[&str]) {
    let known: Vec<&Indicator> = ids.iter().filter_map(|id| inputs.indicator(id)).collect();
    let (with, without): (Vec<&Indicator>, Vec<&Indicator>) =
        known.into_iter().partition(|indicator| has_value(indicator, &inputs.area.key));
    let mut table = if inputs.is_state() { of_districts(inputs, caption) } else { beside(caption) };
    for indicator in &with {
        let head = heading(indicator);
        let cells = if inputs.is_state() { across(inputs, indicator) } else { own(inputs, indicator) };
        table.row(head, cells);
    }
    let has_star = table.rows.iter().flatten().any(|cell| cell.text.ends_with(STAR));
    table.note = has_star.then(|| format!("{STAR} geschätzt."));
    let mut sources: Vec<&str> = with.iter().map(|indicator| indicator.source.as_str()).collect();
    sources.sort_unstable();
    sources.dedup();
    table.source = format!("Quelle: {}.", sources.join("; "));
    chapter.table(table);
    gaps(chapter, inputs, &without);
}

/// One sentence for each indicator that has a value.
pub(super) fn findings(chapter: &mut Chapter, inputs: &Inputs, ids: &[&str]) {
    for indicator in ids.iter().filter_map(|id| inputs.indicator(id)) {
        let Some(own) = indicator.of(&inputs.area.key).and_then(|value| value.value) else { continue };
        let state = indicator.of(STATE).and_then(|value| value.value).filter(|_| !inputs.is_state());
        // A count of the state is no measure for that of a district.
        let is_count = indicator.kind == Unit::Count;
        let rank = indicator.rank(&inputs.area.key, &inputs.districts).filter(|_| !is_count);
        chapter.finding(beside_state(
            (&indicator.name, (&indicator.unit, indicator.kind), indicator.year),
            own,
            state.filter(|_| !is_count),
            rank,
        ));
    }
}

fn has_value(indicator: &Indicator, area: &str) -> bool {
    indicator.of(area).is_some_and(|value| value.value.is_some() || value.status == "suppressed")
}

/// "V04 Dauerpflegeplätze je 100 Einwohner ab 80"
fn heading(indicator: &Indicator) -> String {
    let id = indicator
        .official_id
        .as_ref()
        .map_or(indicator.id.clone(), |official| format!("{} ({official})", indicator.id));
    format!("{id} {}", indicator.name)
}

fn beside(caption: &str) -> Table {
    let mut table = Table::new(caption, &["Indikator", "Jahr", "Wert", "Land", "Rang", "Einheit"], "");
    if let Some(last) = table.numeric.last_mut() {
        *last = false;
    }
    table
}

fn of_districts(inputs: &Inputs, caption: &str) -> Table {
    let names = inputs.districts.iter().map(|(_, name)| name.as_str());
    let headings: Vec<&str> = ["Indikator", "Jahr", "Land"].into_iter().chain(names).collect();
    Table::new(caption, &headings, "")
}

/// The value of an indicator as a cell.
pub(super) fn value(indicator: &Indicator, area: &str) -> Cell {
    let Some(found) = indicator.of(area) else { return Cell::missing() };
    let Some(number) = found.value else {
        return Cell::text(if found.status == "suppressed" { "geheim" } else { "–" });
    };
    let text = indicator_number(number, indicator.kind);
    let of = FigureKey {
        measure: indicator.id.clone(),
        area: area.to_owned(),
        year: indicator.year,
        scenario: found.status.to_owned(),
        part: None,
    };
    let text = if found.status == "estimated" { text + ESTIMATED } else { text };
    Cell { text, value: Some(number), of: Some(of) }
}

/// The same with a star for an estimate, because the columns of the districts have no room for the word.
fn narrow_value(indicator: &Indicator, area: &str) -> Cell {
    let cell = value(indicator, area);
    Cell { text: cell.text.replace(ESTIMATED, STAR), ..cell }
}

fn own(inputs: &Inputs, indicator: &Indicator) -> Vec<Cell> {
    let rank = indicator.rank(&inputs.area.key, &inputs.districts).filter(|_| indicator.kind != Unit::Count);
    vec![
        Cell::text(indicator.year.to_string()),
        value(indicator, &inputs.area.key),
        value(indicator, STATE),
        rank.map_or_else(Cell::missing, |(rank, count)| Cell::text(format!("{rank} von {count}"))),
        Cell::text(indicator.unit.clone()),
    ]
}

fn across(inputs: &Inputs, indicator: &Indicator) -> Vec<Cell> {
    let areas = std::iter::once(STATE).chain(inputs.districts.iter().map(|(key, _)| key.as_str()));
    let values = areas.map(|key| narrow_value(indicator, key));
    std::iter::once(Cell::text(indicator.year.to_string())).chain(values).collect()
}

/// What has no value, why, and what would fill it.
fn gaps(chapter: &mut Chapter, inputs: &Inputs, without: &[&Indicator]) {
    for indicator in without {
        let reason = indicator.of(&inputs.area.key).and_then(|value| value.reason.as_deref());
        let reason = reason.unwrap_or("Für dieses Gebiet liegt kein Wert vor.");
        chapter.gap(&heading(indicator), without_lead(reason), &indicator.source);
    }
}

/// A reason without the sentence that names what is missing: the gap names it already.
fn without_lead(reason: &str) -> &str {
    let behind =
        reason.strip_prefix("Für dieses Gebiet und Jahr fehlt: ").and_then(|rest| rest.split_once(". "));
    behind.map_or(reason, |(_, why)| why)
}

/// 3: settlement, access and social situation.
pub(super) fn setting(inputs: &Inputs) -> Chapter {
    let mut chapter = chapter("3");
    chapter.paragraph(
        "Wie dicht ein Gebiet besiedelt ist, wie weit Hausarzt und Krankenhaus entfernt sind und wie es alten Menschen \
         wirtschaftlich geht, bestimmt mit, welche Pflege gebraucht wird und wie sie zu erreichen ist.",
    );
    findings(&mut chapter, inputs, &["D08", "S01", "S08"]);
    table(&mut chapter, inputs, "Siedlung und Erreichbarkeit", &["D08", "G02", "G03", "G04"]);
    table(
        &mut chapter,
        inputs,
        "Soziale Lage",
        &["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S09", "S10"],
    );
    own_text(&mut chapter, inputs, "3");
    chapter
}
