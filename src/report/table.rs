//! A forecast as a table that a person reads: a line a year.

use std::fmt::Write;

use super::{Forecast, Measure, QUANTILES, Row};
use crate::units::Year;

/// Of [`QUANTILES`]: the middle and the band in which eight of ten futures lie.
const SHOWN: [usize; 3] = [1, 3, 5];

impl Forecast {
    /// Residents, births, deaths and net moves by year. Only totals: what is told apart by age or sex has
    /// its own line in the CSV.
    pub fn table(&self) -> String {
        let mut years: Vec<Year> = self.rows.iter().map(|row| row.year).collect();
        years.dedup();
        let has_bands = self.rows.iter().any(|row| row.quantiles.is_some());
        let mut text = format!(
            "{:>4} {:>10} {:>8} {:>8} {:>14}",
            "year", "population", "births", "deaths", "net migration"
        );
        if has_bands {
            for at in SHOWN {
                // Writing to a String cannot fail.
                let _ = write!(text, " {:>10}", format!("{:.0} %", 100.0 * QUANTILES[at]));
            }
        }
        text.push('\n');
        for year in years {
            self.line(year, has_bands, &mut text);
        }
        text
    }

    fn line(&self, year: Year, has_bands: bool, text: &mut String) {
        let sum = |measure: Measure| -> Option<f64> {
            let values: Vec<f64> = self.of(year, measure).map(|row| row.value).collect();
            (!values.is_empty()).then(|| values.iter().sum())
        };
        let shown = |value: Option<f64>| value.map(|value| format!("{value:.0}")).unwrap_or_default();
        let _ = write!(
            text,
            "{:>4} {:>10} {:>8} {:>8} {:>14}",
            year.0,
            shown(sum(Measure::Population)),
            shown(sum(Measure::Births)),
            shown(sum(Measure::Deaths)),
            shown(sum(Measure::NetMigration)),
        );
        // Quantiles of parts do not add up, so only a row that is the total has any to show.
        let total =
            self.of(year, Measure::Population).find(|row| row.sex.is_none() && row.age_from.is_none());
        if let Some(quantiles) = total.and_then(|row| row.quantiles).filter(|_| has_bands) {
            for at in SHOWN {
                let _ = write!(text, " {:>10.0}", quantiles[at]);
            }
        }
        let observed = self.of(year, Measure::Population).any(|row| row.scenario == "observed");
        text.push_str(if observed { "  observed\n" } else { "\n" });
    }

    fn of(&self, year: Year, measure: Measure) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |row| row.year == year && row.measure == measure)
    }
}
