//! Several areas and assumptions as columns side by side: a line a measure and year.

use super::{Forecast, Measure, Provenance, Row};
use crate::tables::{Cell, Column, Document, Sheet, TableFormat, text_table};
use crate::units::Year;

/// How the state is named where areas are.
pub(super) const STATE: &str = "Mecklenburg-Vorpommern";

/// The values of one area under one set of assumptions.
#[derive(Debug, PartialEq)]
struct Series<'a> {
    area: &'a str,
    name: &'a str,
    scenario: &'a str,
}

impl Row {
    /// The name of the area; the state has one too.
    pub fn area_name(&self) -> &str {
        if self.name.is_empty() { STATE } else { &self.name }
    }

    fn is_of(&self, series: &Series) -> bool {
        self.area.as_str() == series.area && self.scenario == series.scenario
    }

    fn is_undivided(&self) -> bool {
        (self.sex, self.age_from, self.care_type, self.care_grade) == (None, None, None, None)
    }
}

/// Adds what is not there yet.
fn extend_by_new<T: PartialEq>(all: &mut Vec<T>, more: Vec<T>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}

impl Forecast {
    /// Several runs as one answer. What all of them say stands once; where scenarios differ, a statement and a note that not
    /// all have names its own.
    pub fn together(mut runs: Vec<Self>) -> Option<Self> {
        let first = runs.first()?.provenance.scenario.clone();
        if runs.iter().any(|run| run.provenance.scenario != first) {
            let is_of_all = |note: &&String| runs.iter().all(|run| run.notes.contains(note));
            let of_all: Vec<String> = runs.first()?.notes.iter().filter(is_of_all).cloned().collect();
            runs.iter_mut().for_each(|run| run.name_scenario(&of_all));
        }
        let mut runs = runs.into_iter();
        let mut all = runs.next()?;
        for run in runs {
            extend_by_new(&mut all.statements, run.statements);
            extend_by_new(&mut all.notes, run.notes);
            extend_by_new(&mut all.missing, run.missing);
            // Past counts are the same in all scenarios of an area.
            let is_again = |row: &Row| row.scenario == "observed" && all.has_counts_of(row);
            let rows: Vec<Row> = run.rows.into_iter().filter(|row| !is_again(row)).collect();
            all.rows.extend(rows);
            let known = |one: &Provenance| one.scenario == run.provenance.scenario;
            if !known(&all.provenance) && !all.other_scenarios.iter().any(known) {
                all.other_scenarios.push(run.provenance);
            }
        }
        Some(all)
    }

    /// Gives the run another name than that of its scenario, in its rows too.
    pub fn rename_scenario(&mut self, name: &str) {
        let old = std::mem::replace(&mut self.provenance.scenario, name.to_owned());
        for row in self.rows.iter_mut().filter(|row| row.scenario == old) {
            row.scenario = name.to_owned();
        }
    }

    fn name_scenario(&mut self, of_all: &[String]) {
        let scenario = &self.provenance.scenario;
        for statement in &mut self.statements {
            statement.scenario = Some(scenario.clone());
        }
        for note in self.notes.iter_mut().filter(|note| !of_all.contains(note)) {
            *note = format!("{scenario}: {note}");
        }
    }

    fn has_counts_of(&self, row: &Row) -> bool {
        self.rows.iter().any(|one| one.scenario == "observed" && one == row)
    }

    fn series(&self) -> Vec<Series<'_>> {
        let mut all: Vec<Series> = Vec::new();
        for row in self.rows.iter().filter(|row| row.scenario != "observed") {
            let series = Series { area: row.area.as_str(), name: row.area_name(), scenario: &row.scenario };
            if !all.contains(&series) {
                all.push(series);
            }
        }
        all
    }

    /// Measures and years with the totals of each series.
    fn lines(&self, series: &[Series]) -> Vec<(Measure, Year, Vec<Option<f64>>)> {
        let totals: Vec<&Row> = self.rows.iter().filter(|row| row.is_undivided()).collect();
        let mut years: Vec<Year> = totals.iter().map(|row| row.year).collect();
        years.sort();
        years.dedup();
        let mut lines = Vec::new();
        for measure in Measure::ALL {
            let of_measure: Vec<&&Row> = totals.iter().filter(|row| row.measure == measure).collect();
            for year in &years {
                let of_year = || of_measure.iter().filter(|row| row.year == *year);
                let value = |one: &Series| of_year().find(|row| row.is_of(one)).map(|row| row.value);
                let values: Vec<Option<f64>> = series.iter().map(value).collect();
                if values.iter().any(Option::is_some) {
                    lines.push((measure, *year, values));
                }
            }
        }
        lines
    }

    /// The table for a terminal: a line a measure and year, a column a series.
    pub fn side_by_side(&self) -> String {
        let series = self.series();
        let has_scenarios = series.iter().any(|one| one.scenario != series[0].scenario);
        let heading = |one: &Series| match has_scenarios {
            true => format!("{} {}", one.area, one.scenario),
            false => one.area.to_owned(),
        };
        let width = Measure::ALL.map(|measure| measure.word().len()).into_iter().max().unwrap_or(0);
        let mut columns = vec![Column::left("measure", width), Column::right("year", 4)];
        columns.extend(series.iter().map(|one| {
            let heading = heading(one);
            let width = heading.chars().count().max(10);
            Column::right(heading, width)
        }));
        let lines = self.lines(&series).into_iter().map(|(measure, year, values)| {
            let mut cells = vec![Cell::text(measure.word()), Cell::Year(year.0)];
            cells.extend(values.into_iter().map(|value| Cell::of(value, |value| Cell::decimal(value, 0))));
            cells
        });
        let names = series.iter().map(|one| (one.area, one.name)).collect::<Vec<_>>();
        let mut known = names.clone();
        known.dedup();
        let names: String = known.iter().map(|(key, name)| format!("{key} {name}\n")).collect();
        names + &text_table(&columns, lines)
    }

    /// The document for a form of table: the [`workbook`](Self::workbook) where the form has several sheets, or all rows.
    pub fn document_in(&self, form: TableFormat) -> Document<'_> {
        if form.has_sheets() { self.workbook() } else { self.document() }
    }

    /// What people open: totals side by side and all rows where the form has several sheets, or all rows, with German headings
    /// and without notes, which [`remarks`](Self::remarks) gives.
    pub fn document_for_people(&self, form: TableFormat) -> Document<'_> {
        if form.has_sheets() { self.sheets() } else { Document::new(self.all_rows()) }
    }

    /// What a reader has to know: notes, what is missing and why, and answers to questions, in English.
    pub fn remarks(&self) -> impl Iterator<Item = String> + '_ {
        let statements = self.statements.iter().map(|statement| statement.text());
        let missing = self.missing.iter().map(|missing| missing.reason.to_owned());
        self.notes.iter().cloned().chain(missing).chain(statements)
    }

    fn all_rows(&self) -> Sheet<'_> {
        Sheet::new("Alle Werte", GERMAN_HEADER, self.rows.iter().map(Row::cells_for_people))
    }

    /// The workbook for people: totals side by side with German headings, and behind them all rows.
    pub fn workbook(&self) -> Document<'_> {
        self.sheets().with_notes(self.remarks())
    }

    fn sheets(&self) -> Document<'_> {
        let series = self.series();
        let has_scenarios = series.iter().any(|one| one.scenario != series[0].scenario);
        let mut headings = vec!["Messgröße".to_owned(), "Einheit".to_owned(), "Jahr".to_owned()];
        headings.extend(series.iter().map(|one| match has_scenarios {
            true => format!("{} ({}), {}", one.name, one.area, one.scenario),
            false => format!("{} ({})", one.name, one.area),
        }));
        let lines = self.lines(&series).into_iter().map(|(measure, year, values)| {
            let (name, unit) = measure.german();
            let mut cells = vec![Cell::text(name), Cell::text(unit), Cell::Year(year.0)];
            cells.extend(values.into_iter().map(|value| Cell::of(value, |value| Cell::decimal(value, 1))));
            cells
        });
        let overview = Sheet::with_headings("Überblick", headings, lines);
        Document::new(overview).with_sheet(self.all_rows())
    }
}

/// The headings of all rows, for people.
const GERMAN_HEADER: [&str; 15] = [
    "Schlüssel",
    "Gebiet",
    "Jahr",
    "Annahmen",
    "Messgröße",
    "Einheit",
    "Geschlecht",
    "Alter von",
    "Alter bis",
    "Pflegegrad",
    "Versorgungsform",
    "Wert",
    "8 von 10 Zukünften von",
    "8 von 10 Zukünften bis",
    "Aussagekraft",
];

/// The places of the 10 and the 90 percent quantile in [`super::QUANTILES`].
const LOW: usize = 1;
const HIGH: usize = 5;

impl Row {
    fn cells_for_people(&self) -> Vec<Cell<'_>> {
        let age = |age: Option<usize>| Cell::of(age, |age| Cell::Count(age as u64));
        let (measure, unit) = self.measure.german();
        vec![
            Cell::text(self.area.as_str()),
            Cell::text(self.area_name()),
            Cell::Year(self.year.0),
            Cell::text(if self.scenario == "observed" { "gezählt" } else { self.scenario.as_str() }),
            Cell::text(measure),
            Cell::text(unit),
            Cell::of(self.sex, |sex| Cell::text(if sex.word() == "m" { "Männer" } else { "Frauen" })),
            age(self.age_from),
            age(self.age_to),
            Cell::of(self.care_grade, |grade| Cell::Count(grade.number().into())),
            Cell::of(self.care_type, |one| Cell::text(super::german::care_type(one))),
            Cell::decimal(self.value, 1),
            Cell::of(self.quantiles, |all| Cell::decimal(all[LOW], 1)),
            Cell::of(self.quantiles, |all| Cell::decimal(all[HIGH], 1)),
            Cell::of(self.reliability, |one| Cell::text(super::german::reliability(one))),
        ]
    }
}
