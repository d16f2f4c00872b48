//! Staff: needed, available, and the gap between both.

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit};
use super::reading::HOMES;
use super::{Cell, Explainer};
use crate::care::{StaffAccount, heads_in_homes, heads_in_services, heads_of_survey, staff_account};
use crate::forecast::area::ForecastArea;
use crate::forecast::rows::{Measure, StaffUnit};
use crate::model::care::REQUEST;
use crate::units::CareType;

impl Explainer<'_> {
    /// Heads, or, where the request says how many a head is, full-time equivalents.
    fn in_unit(&self, heads: Figure, unit: StaffUnit) -> Result<Figure, NoSuchCell> {
        if unit == StaffUnit::Heads {
            return Ok(heads);
        }
        let Some(fte) = self.forecast.fte_per_head else {
            let said =
                "full-time equivalents need the request's own fte_per_head; hint: ask for heads".to_owned();
            return Err(NoSuchCell { field: "measure", said });
        };
        let fte =
            Figure::given("full-time equivalents of a head", fte, Unit::Factor, vec![REQUEST.to_owned()]);
        let what = heads.what.replace("heads of", "full-time equivalents of");
        Ok(Figure::product(what, Unit::FullTimeEquivalents, vec![heads, fte]))
    }

    pub(crate) fn staff_needed(
        &self,
        place: &ForecastArea,
        cell: &Cell,
        unit: StaffUnit,
    ) -> Result<Figure, NoSuchCell> {
        let of = |district: usize| {
            let need = |kind| self.need_leaf(place, district, cell, Some(kind));
            let homes = heads_in_homes(self, district, need(CareType::Residential));
            let services = heads_in_services(self, district, need(CareType::HomeCare));
            Figure::sum("heads of staff needed", Unit::Heads, vec![homes, services])
        };
        let heads = self.by_district(
            place,
            (&format!("heads of staff needed at the end of {}", cell.year.0), Unit::Heads),
            of,
        );
        self.in_unit(heads, unit)
    }

    pub(crate) fn staff_available(
        &self,
        place: &ForecastArea,
        cell: &Cell,
        unit: StaffUnit,
    ) -> Result<Figure, NoSuchCell> {
        self.whole(place, cell.measure)?;
        let of = |district: usize| self.available(district, cell);
        let heads = self.by_district(
            place,
            (&format!("heads of staff available at the end of {}", cell.year.0), Unit::Heads),
            of,
        );
        self.in_unit(heads, unit)
    }

    /// The staff of the survey, with those who came and without those who went.
    fn available(&self, district: usize, cell: &Cell) -> Figure {
        let parameters = &self.forecast.parameters;
        let account = staff_account(parameters, self.survey.year, cell.year);
        let survey = heads_of_survey(self, district);
        let years = || {
            let what = format!("years since {}", self.survey.year.0);
            Figure::given(what, account.years, Unit::Years, self.staff_sources(HOMES))
        };
        let entered =
            self.staff_share("share of them that enters a year", ("staff_entries", parameters.staff_entries));
        let returned =
            self.staff_share("share of them that returns a year", ("staff_return", parameters.staff_return));
        let left = self.staff_share(
            "share of the staff that leaves early a year",
            ("staff_early_exit", parameters.staff_early_exit),
        );
        let of_survey = |what: &str, times: Vec<Figure>| {
            Figure::product(what, Unit::Heads, [vec![survey.clone().leaf(None)], times].concat())
        };
        let there = vec![
            survey.clone(),
            of_survey("entered since", vec![entered, years()]),
            of_survey("returned since", vec![returned, years()]),
        ];
        let there = Figure::sum("those of the survey and those who came", Unit::Heads, there);
        let retired = of_survey("retired since", vec![self.retired(&account)]);
        let left = vec![self.staff_years(&account), left];
        let left = of_survey("left early since, net of those who return", left);
        Figure::difference("heads of staff available", Unit::Heads, vec![there, retired, left])
    }

    /// A parameter of the supply of staff.
    fn staff_share(&self, what: &str, (name, value): (&str, f64)) -> Figure {
        Figure::given(what, value, Unit::Share, self.parameter(name))
    }

    fn staff_years(&self, account: &StaffAccount) -> Figure {
        let sources = [self.parameter("staff_entries"), self.parameter("staff_early_exit")].concat();
        let what = "years that staff was there, for each head of the survey";
        Figure::method(what, account.staff_years, Unit::Years, Vec::new(), sources)
    }

    fn retired(&self, account: &StaffAccount) -> Figure {
        let parameters = &self.forecast.parameters;
        let (first, later) = (parameters.staff_retirement_start, parameters.staff_retirement_end);
        let of = vec![
            self.staff_share("share that retires a year at first", ("staff_retirement_start", first)),
            self.staff_share("share that retires a year later on", ("staff_retirement_end", later)),
            self.staff_years(account),
        ];
        let what = "share that has retired since, for each head of the survey";
        Figure::method(what, account.retired, Unit::Share, of, self.parameter("staff_retirement_start"))
    }

    pub(crate) fn staff_gap(
        &self,
        place: &ForecastArea,
        cell: &Cell,
        unit: StaffUnit,
    ) -> Result<Figure, NoSuchCell> {
        let needed = self.staff_needed(place, &cell.with(Measure::StaffNeeded(unit)), unit)?;
        let available = self.staff_available(place, &cell.with(Measure::StaffAvailable(unit)), unit)?;
        let of = needed.unit;
        let what = format!(
            "staff needed at the end of {}, less those available: above zero some are missing",
            cell.year.0
        );
        Ok(Figure::difference(what, of, vec![needed, available]))
    }
}
