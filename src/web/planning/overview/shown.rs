//! What the parts of an overview are made from.

use crate::app::forecast::RowResponse;
use crate::app::planning::Overview;
use crate::app::planning::run::LAST_YEAR;
use crate::charts::Band;
use crate::charts::finding::Adequacy;
use crate::units::Lang;
use crate::web::planning::findings::Ends;
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
    pub fn ends(self, measure: &str) -> Option<Ends> {
        let row = |year| self.found.totals.of(measure, year);
        let (first, last) = (row(self.found.base_year)?, row(LAST_YEAR)?);
        Some(Ends { from: first.value, to: last.value, band: band_of(last) })
    }

    /// In which years a kind of places meets the need, as far as it is known.
    pub fn places(self, kind: &str) -> Vec<(i32, Adequacy)> {
        let [needed, balance] = ["needed", "balance"].map(|of| format!("{kind}_places_{of}"));
        let judged = |row: &RowResponse| {
            let needed = self.found.totals.of(&needed, row.year)?.value;
            // What lacks is the balance with the other sign, and so is its band.
            let lack = band_of(row).map(|band| Band { low: -band.high, high: -band.low });
            Some((row.year, Adequacy::of(needed, -row.value, lack)))
        };
        self.found.totals.series(&balance).filter_map(judged).collect()
    }

    /// How many care workers the last year needs, and whether there are as many.
    pub fn staff(self) -> Option<(f64, Adequacy)> {
        let row = |measure| self.found.totals.of(measure, LAST_YEAR);
        let (needed, gap) = (row("staff_needed_heads")?.value, row("staff_gap_heads")?);
        Some((needed, Adequacy::of(needed, gap.value, band_of(gap))))
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

/// The band of a row, if its value is drawn.
fn band_of(row: &RowResponse) -> Option<Band> {
    row.quantiles.as_ref().map(|all| Band { low: all.q10, high: all.q90 })
}
