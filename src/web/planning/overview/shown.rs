//! What the parts of an overview are made from.

use crate::app::planning::Overview;
use crate::app::planning::run::LAST_YEAR;
use crate::web::shell::query_string::QueryString;

/// What the cards of an overview are made from.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub found: &'a Overview,
    pub fields: &'a QueryString,
    /// The years of the tables: the base year, and those in which something is planned.
    pub years: [i32; 4],
}

impl Shown<'_> {
    /// The first and the last value of a measure.
    pub fn ends(self, measure: &str) -> Option<(f64, f64)> {
        let value = |year| self.found.totals.of(measure, year).map(|row| row.value);
        Some((value(self.found.base_year)?, value(LAST_YEAR)?))
    }

    pub fn source(self, statistics: &str) -> String {
        format!("Quelle: {statistics}; eigene Berechnung, Modell {}.", self.found.model)
    }
}
