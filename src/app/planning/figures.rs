//! The rows of a forecast as pages look them up.

use crate::app::forecast::RowResponse;
use crate::forecast::{Forecast, Measure, Row};

/// The scenario word of counted figures.
const OBSERVED: &str = "observed";

/// Rows of one run, rounded as the API rounds them.
#[derive(Debug, Default)]
pub struct Figures {
    rows: Vec<RowResponse>,
}

impl Figures {
    pub(super) fn new(forecast: &Forecast) -> Self {
        let row = |row: &Row| RowResponse::from(row);
        Self { rows: forecast.rows.iter().map(row).collect() }
    }

    /// All rows.
    pub fn rows(&self) -> &[RowResponse] {
        &self.rows
    }

    /// The undivided figures of a measure, in the order of years; counted ones of the past are left out.
    pub fn series<'a>(&'a self, measure: &'a str) -> impl Iterator<Item = &'a RowResponse> {
        self.rows.iter().filter(move |row| is_total(row, measure))
    }

    /// The undivided figure of a measure at the end of a year.
    pub fn of(&self, measure: &str, year: i32) -> Option<&RowResponse> {
        self.rows.iter().find(|row| is_total(row, measure) && row.year == year)
    }

    /// The undivided figure of a measure of one of several areas.
    pub fn of_area(&self, area: &str, measure: &str, year: i32) -> Option<&RowResponse> {
        self.rows.iter().find(|row| is_total(row, measure) && row.year == year && row.area == area)
    }

    /// The figures of a form of care, or of all forms if `None`, counted or computed.
    pub fn of_type<'a>(
        &'a self,
        care_type: Option<&'a str>,
        is_counted: bool,
    ) -> impl Iterator<Item = &'a RowResponse> {
        self.rows.iter().filter(move |row| {
            row.measure == "people_in_need"
                && row.care_type == care_type
                && row.care_grade.is_none()
                && (row.scenario == OBSERVED) == is_counted
        })
    }

    /// The figures of a care grade.
    pub fn of_grade(&self, grade: u8) -> impl Iterator<Item = &RowResponse> {
        self.rows.iter().filter(move |row| {
            row.measure == "people_in_need"
                && row.care_grade == Some(grade)
                && row.care_type.is_none()
                && row.scenario != OBSERVED
        })
    }

    /// Residents of a sex in a year by single age, the youngest first; the last row is the open group.
    pub fn by_age(&self, sex: &str, year: i32) -> Vec<&RowResponse> {
        let is_wanted = |row: &&RowResponse| {
            let is_group = row.measure == "population" && row.age_from.is_some();
            is_group && row.year == year && row.sex == Some(sex)
        };
        let mut found: Vec<&RowResponse> = self.rows.iter().filter(is_wanted).collect();
        found.sort_by_key(|row| row.age_from);
        found
    }

    /// Residents of a sex (both if `None`) from one age to another in a year: the sum of the rows by single age.
    pub fn residents(&self, sex: Option<&str>, (from, to): (usize, usize), year: i32) -> f64 {
        let wanted = self.rows.iter().filter(|row| {
            row.measure == "population"
                && row.year == year
                && row.age_from.is_some_and(|age| (from..=to).contains(&age))
                && sex.is_none_or(|sex| row.sex == Some(sex))
        });
        wanted.map(|row| row.value).sum()
    }
}

/// Whether a row is the computed and undivided figure of a measure.
fn is_total(row: &RowResponse, measure: &str) -> bool {
    let is_undivided = (row.sex, row.age_from, row.care_type, row.care_grade) == (None, None, None, None);
    row.measure == measure && row.scenario != OBSERVED && is_undivided
}

/// The German name and unit of a measure.
pub fn measure_name(word: &str) -> Option<(&'static str, &'static str)> {
    Measure::from_word(word).map(Measure::german)
}
