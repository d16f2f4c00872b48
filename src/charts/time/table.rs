//! The figures as a table: a row a year, a break a row of its own.

use super::super::data::{DataCell, DataTable, Series};
use super::super::numbers::Basis;
use super::super::words::Words;
use super::{Shortage, TimeChart};
use crate::units::{Lang, Year};

pub(super) fn of(chart: &TimeChart) -> DataTable {
    let (lang, words) = (chart.head.lang, Words::of(chart.head.lang));
    let mut headings = vec![words.year.to_owned()];
    for series in &chart.series {
        headings.push(series.name.clone());
        if has_band(series) {
            headings.extend(words.ends.map(|end| format!("{}, {end}", series.name)));
        }
    }
    headings.extend(chart.shortage.map(|_| words.balance.to_owned()));
    let mut rows = Vec::new();
    let mut before = None;
    for year in chart.years() {
        let parted =
            |gap: &&super::Break| before.is_some_and(|before| before < gap.from.0) && gap.from.0 <= year;
        for gap in chart.breaks.iter().filter(parted) {
            let mut row = vec![DataCell::text(format!("{} {}: {}", from(lang), gap.from.0, gap.note))];
            row.resize(headings.len(), DataCell::empty());
            rows.push(row);
        }
        rows.push(row(chart, Year(year)));
        before = Some(year);
    }
    DataTable { headings, rows }
}

/// Before the first year of a new way of counting.
fn from(lang: Lang) -> &'static str {
    if lang == Lang::De { "ab" } else { "from" }
}

fn has_band(series: &Series) -> bool {
    series.points.iter().any(|point| point.drawn_band().is_some())
}

fn row(chart: &TimeChart, year: Year) -> Vec<DataCell> {
    let computed =
        chart.series.iter().filter_map(|series| series.at(year)).any(|(it, _)| it.basis == Basis::Computed);
    let word = if computed { format!(" ({})", Words::of(chart.head.lang).computed) } else { String::new() };
    let mixed = chart.boundary().is_some();
    let mut cells = vec![DataCell::text(format!("{}{}", year.0, if mixed { word.as_str() } else { "" }))];
    for series in &chart.series {
        let point = series.points.iter().find(|point| point.year == year);
        cells.push(match point {
            Some(point) => DataCell::of(chart.head.lang, chart.unit, point.drawn(), series.rounding(point)),
            None => DataCell::empty(),
        });
        if has_band(series) {
            let ends = point.and_then(|point| Some((point.drawn_band()?, point.basis)));
            cells.extend(ends.map_or([DataCell::empty(), DataCell::empty()], |(band, basis)| {
                [band.low, band.high].map(|end| DataCell::figure(chart.head.lang, chart.unit, end, basis))
            }));
        }
    }
    cells.extend(chart.shortage.map(|shortage| balance(chart, shortage, year)));
    cells
}

fn balance(chart: &TimeChart, shortage: Shortage, year: Year) -> DataCell {
    let at = |index: usize| chart.series.get(index).and_then(|series| series.at(year));
    match (at(shortage.need), at(shortage.supply)) {
        (Some((point, need)), Some((other, supply))) if point.basis == other.basis => {
            DataCell::balance(chart.head.lang, chart.unit, supply - need, point.basis)
        }
        _ => DataCell::empty(),
    }
}
