//! Births, deaths, and what control totals add or take away.

use std::ops::RangeInclusive;

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit, keys};
use super::{Cell, Explainer};
use crate::forecast::area::ForecastArea;
use crate::forecast::rows::named_ages;
use crate::model::FERTILE;
use crate::model::care::{CARE_GROUPS, care_ages};
use crate::projection::{Flows, Group, YearResult, formulas};
use crate::units::{Sex, Year};

/// Mothers are shown in groups of so many years.
const MOTHERS: usize = 5;

impl Explainer<'_> {
    /// The year's result, if it is one that has events.
    pub(crate) fn events(&self, place: &ForecastArea, cell: &Cell) -> Result<&YearResult, NoSuchCell> {
        self.whole(place, cell.measure)?;
        let base = self.model.base_year;
        let found = self.row(cell.year).checked_sub(1).and_then(|at| self.projection.years.get(at));
        found.ok_or_else(|| NoSuchCell {
            field: "year",
            said: format!("{} begins in {}, the year after the base", cell.measure.word(), base.0 + 1),
        })
    }

    pub(crate) fn births(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        let of = |district: usize| {
            let ages = FERTILE.step_by(MOTHERS).map(|from| from..=from + MOTHERS - 1);
            let flows = &result.flows[district];
            let groups = ages.filter_map(|ages| self.births_at(district, flows, ages, cell.year));
            let all = Figure::sum("births", Unit::Persons, groups.collect());
            let Some(sex) = cell.sex else { return all };
            let (what, share) = match sex {
                Sex::Male => ("boys among newborns", self.model.male_births),
                Sex::Female => ("girls among newborns", 1.0 - self.model.male_births),
            };
            let share = Figure::given(what, share, Unit::Share, keys(&self.model.male_births_source));
            formulas::newborns(all, share)
        };
        Ok(self.by_district(place, (&format!("births in {}", cell.year.0), Unit::Persons), of))
    }

    /// Births of the women of some ages.
    fn births_at(
        &self,
        district: usize,
        flows: &Flows,
        ages: RangeInclusive<usize>,
        year: Year,
    ) -> Option<Figure> {
        let fertility = &self.model.fertility;
        let tfr = self.assumption(year, |now| now.tfr);
        let level = if self.run.included.natural_change { fertility.level[district] } else { 0.0 };
        let persons: f64 = ages.clone().map(|age| flows.women[age]).sum();
        let rate = |age: usize| formulas::births_per_woman(fertility.pattern[age], tfr, level);
        let births: f64 = ages.clone().map(|age| formulas::births(&"", flows.women[age], rate(age))).sum();
        let rate = Figure::method(
            "births per woman and year, by the pattern of ages",
            births / persons,
            Unit::Ratio,
            vec![
                Figure::given("children per woman in the state", tfr, Unit::Ratio, self.assumed()),
                Figure::given("level of the district", level, Unit::Factor, self.cited("fertility.csv")),
            ],
            self.cited("fertility.csv"),
        );
        let who = format!("women of {} to {}", ages.start(), ages.end());
        let women = format!("{who} in the middle of the year");
        let women = Figure::given(women, persons, Unit::Persons, self.moved_sources());
        (persons > 0.0).then(|| formulas::births(&format_args!("births of {who}"), women, rate))
    }

    pub(crate) fn deaths(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        let sexes =
            || [Sex::Male, Sex::Female].into_iter().filter(|sex| cell.sex.is_none_or(|own| own == *sex));
        let of = |district: usize| {
            let groups =
                sexes().flat_map(|sex| (0..CARE_GROUPS).map(move |of| Group::new(Some(sex), care_ages(of))));
            let flows = &result.flows[district];
            let terms = groups.filter_map(|group| self.deaths_of(district, flows, &group, cell));
            Figure::sum("deaths", Unit::Persons, terms.collect())
        };
        Ok(self.by_district(place, (&format!("deaths in {}", cell.year.0), Unit::Persons), of))
    }

    /// Deaths of one sex and some ages.
    pub(crate) fn deaths_of(
        &self,
        district: usize,
        flows: &Flows,
        group: &Group,
        cell: &Cell,
    ) -> Option<Figure> {
        let sex = group.sex? as usize;
        let (at_risk, died) = (group.sum(&flows.at_risk), group.sum(&flows.deaths));
        if at_risk <= 0.0 {
            return None;
        }
        let (age_from, age_to) = named_ages(group);
        let who = Cell { sex: group.sex, age_from, age_to, ..*cell }.who();
        let e0 = self.assumption(cell.year, |now| now.e0[sex]);
        let e0 = Figure::given("life expectancy at birth in the state", e0, Unit::Years, self.assumed());
        let level = self.model.mortality.level[district][sex];
        let table = || self.cited("mortality.csv");
        let level = Figure::given("level of the district", level, Unit::Factor, table());
        let what = "share of them who die in the year, by the life table";
        let rate = Figure::method(what, died / at_risk, Unit::Share, vec![e0, level], table());
        let newborns = if *group.ages.start() == 0 { " and newborns among them" } else { "" };
        let what = format!("{who}{newborns}, with half of the year's moves");
        let alive = Figure::given(what, at_risk, Unit::Persons, self.moved_sources());
        Some(formulas::deaths(&format_args!("deaths of {who} at the end of the year"), alive, rate))
    }

    pub(crate) fn benchmark(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        if result.discrepancies.is_empty() {
            let said = format!("the run has no control totals in {}", cell.year.0);
            return Err(NoSuchCell { field: "measure", said });
        }
        let of = |district: usize| {
            let after = Group::ALL.sum(&result.population[district]);
            let before = after - result.components[district].benchmark;
            let what = "residents after the year was brought to its control totals";
            let after = Figure::given(what, after, Unit::Persons, self.assumed());
            let what = "residents as projected";
            let before = Figure::given(what, before, Unit::Persons, self.moved_sources());
            formulas::added_by_controls(after, before)
        };
        Ok(self.by_district(place, ("added or taken away by the control totals", Unit::Persons), of))
    }
}
