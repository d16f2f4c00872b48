//! What the parts of an overview are made from.

use crate::app::planning::Overview;
use crate::app::planning::run::LAST_YEAR;
use crate::units::Lang;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

/// What the cards of an overview are made from.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// The language of its texts.
    pub messages: &'a Messages,
    pub found: &'a Overview,
    pub fields: &'a QueryString,
    /// The years of the tables: the base year, and those in which something is planned.
    pub years: [i32; 4],
}

impl<'a> Shown<'a> {
    /// The first and the last value of a measure.
    pub fn ends(self, measure: &str) -> Option<(f64, f64)> {
        let value = |year| self.found.totals.of(measure, year).map(|row| row.value);
        Some((value(self.found.base_year)?, value(LAST_YEAR)?))
    }

    /// The source line with the name of the message that names the statistics.
    pub fn source(self, statistics: &str) -> String {
        let statistics = self.messages.text(statistics);
        let model = self.found.model.as_str();
        let values = [("statistics", statistics.into()), ("model", model.into())];
        self.messages.format("planning-source", values)
    }

    /// The years of the tables as headings, behind an empty one for the heads of the lines.
    pub fn year_headings(self) -> Vec<String> {
        std::iter::once(String::new()).chain(self.years.map(|year| year.to_string())).collect()
    }

    /// The language of numbers, and the run that links keep.
    pub fn written(self) -> (Lang, &'a QueryString) {
        (self.lang(), self.fields)
    }

    pub fn lang(self) -> Lang {
        self.messages.lang().nearest()
    }

    /// A message about a year.
    pub fn of_year(self, id: &str, year: i32) -> String {
        self.messages.format(id, [("year", year.to_string().into())])
    }
}
