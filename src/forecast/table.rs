//! A forecast as a table that a person reads: a line a year, or, of several areas, a line an area. Only
//! totals: rows disaggregated by age or sex stand in the CSV only.

use super::{Forecast, Measure, PlaceKind, QUANTILES, Row, StaffUnit};
use crate::projection::small_areas::Reliability;
use crate::tables::{Cell, Column, Line, text_table};
use crate::units::{AreaKey, Year};

/// Positions in [`QUANTILES`]: the median and the band that holds eight of ten draws.
const SHOWN: [usize; 3] = [1, 3, 5];
/// A table of several areas has so many columns of years at most, and otherwise each fifth year.
const MAX_YEARS: usize = 7;

/// What may stand in a column, with its heading.
const COLUMNS: [(Measure, &str); 9] = [
    (Measure::Population, "population"),
    (Measure::Births, "births"),
    (Measure::Deaths, "deaths"),
    (Measure::NetMigration, "net migration"),
    (Measure::MovesInside, "in the state"),
    (Measure::MovesAcross, "across border"),
    (Measure::PlannedHousing, "housing"),
    (Measure::CareHomes, "care homes"),
    (Measure::Benchmark, "benchmark"),
];

/// The same of need, places and staff.
const CARE_COLUMNS: [(Measure, &str); 8] = [
    (Measure::PeopleInNeed, "in need"),
    (Measure::PeopleInNeedWithServices, "with services"),
    (Measure::PlacesNeeded(PlaceKind::Residential), "places needed"),
    (Measure::PlacesBalance(PlaceKind::Residential), "places free"),
    (Measure::PlacesBalance(PlaceKind::DayCare), "day care free"),
    (Measure::StaffNeeded(StaffUnit::Heads), "staff needed"),
    (Measure::StaffGap(StaffUnit::Heads), "staff missing"),
    (Measure::PeopleWithDementia, "dementia"),
];

impl Row {
    fn is_total(&self) -> bool {
        let parts = (self.sex, self.age_from, self.care_type, self.care_grade);
        parts == (None, None, None, None)
    }
}

impl Forecast {
    /// Population, and below it people in need, places and staff.
    pub fn table(&self) -> String {
        let mut areas: Vec<&AreaKey> = self.rows.iter().map(|row| &row.area).collect();
        areas.dedup();
        let has_need = self.rows.iter().any(|row| row.measure == Measure::PeopleInNeed);
        if areas.len() > 1 && !has_need {
            return self.areas_table("residents", Measure::Population, &areas);
        }
        if areas.len() > 1 {
            let population = self.areas_table("residents", Measure::Population, &areas);
            return population + "\n" + &self.areas_table("people in need", Measure::PeopleInNeed, &areas);
        }
        let population = self.years_table(&COLUMNS, Measure::Population);
        if !has_need {
            return population;
        }
        population + "\n" + &self.years_table(&CARE_COLUMNS, Measure::PeopleInNeed)
    }

    fn years(&self) -> Vec<Year> {
        let mut years: Vec<Year> = self.rows.iter().map(|row| row.year).collect();
        years.sort();
        years.dedup();
        years
    }

    /// A line a year, with the band of one measure.
    fn years_table(&self, columns: &[(Measure, &'static str)], banded: Measure) -> String {
        let has = |measure| self.rows.iter().any(|row| row.measure == measure);
        let columns: Vec<(Measure, &str)> =
            columns.iter().copied().filter(|(measure, _)| has(*measure)).collect();
        let has_quantiles = self.rows.iter().any(|row| row.quantiles.is_some());
        let bands = SHOWN.iter().filter(|_| has_quantiles);
        let heads: Vec<Column> = std::iter::once(Column::right("year", 4))
            .chain(columns.iter().map(|(_, heading)| Column::right(*heading, heading.len().max(8))))
            .chain(bands.map(|at| Column::right(format!("{:.0} %", 100.0 * QUANTILES[*at]), 10)))
            .collect();
        let shown = self.years().into_iter().filter(|year| self.of(*year, banded).next().is_some());
        text_table(&heads, shown.map(|year| self.line(year, &columns, banded)))
    }

    fn line(&self, year: Year, columns: &[(Measure, &str)], banded: Measure) -> Line<'_> {
        let mut cells = vec![Cell::Year(year.0)];
        cells.extend(columns.iter().map(|(measure, _)| Cell::of(self.total(year, *measure), whole)));
        // Quantiles of parts do not add up, so only a row that is the total has any to show.
        let total = self.of(year, banded).find(|row| row.is_total());
        if let Some(quantiles) = total.and_then(|row| row.quantiles) {
            cells.extend(SHOWN.map(|at| whole(quantiles[at])));
        }
        let is_observed = self.of(year, banded).any(|row| row.scenario == "observed");
        while !is_observed && cells.last() == Some(&Cell::Missing) {
            cells.pop();
        }
        Line { cells, remark: if is_observed { "observed" } else { "" } }
    }

    /// A measure's total: its own row where there is one, as of official counts, else the sum of the parts.
    fn total(&self, year: Year, measure: Measure) -> Option<f64> {
        let own = self.of(year, measure).find(|row| row.is_total()).map(|row| row.value);
        own.or_else(|| self.of(year, measure).map(|row| row.value).reduce(|sum, part| sum + part))
    }

    fn of(&self, year: Year, measure: Measure) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.year == year && row.measure == measure)
    }

    /// A measure of several areas.
    fn areas_table(&self, heading: &str, measure: Measure, areas: &[&AreaKey]) -> String {
        let all = self.years();
        let last = all.last().copied();
        let shown = |year: &&Year| all.len() <= MAX_YEARS || year.0 % 5 == 0 || Some(**year) == last;
        let years: Vec<Year> = all.iter().filter(shown).copied().collect();
        let names = self.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
        let heads: Vec<Column> = [Column::left("area", 9), Column::left("name", names)]
            .into_iter()
            .chain(years.iter().map(|year| Column::right(year.0.to_string(), 9)))
            .collect();
        let lines = areas.iter().map(|area| {
            let own = || self.rows.iter().filter(|row| row.area == **area && row.measure == measure);
            let first = own().next();
            let of_year = |year: &Year| own().filter(|row| row.year == *year).map(|row| row.value).sum();
            let name = first.map_or("", |row| row.name.as_str());
            let mut cells = vec![Cell::text(area.as_str()), Cell::text(name)];
            cells.extend(years.iter().map(|year| whole(of_year(year))));
            let reliability = first.and_then(|row| row.reliability).filter(|it| *it != Reliability::Good);
            Line { cells, remark: reliability.map_or("", Reliability::word) }
        });
        format!("{heading}\n{}", text_table(&heads, lines))
    }
}

/// Persons without decimals, and no minus before a zero.
fn whole(value: f64) -> Cell<'static> {
    let rounded = value.round_ties_even();
    Cell::decimal(if rounded == 0.0 { 0.0 } else { value }, 0)
}
