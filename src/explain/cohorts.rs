//! The residents of a whole district: the cohorts of the base date, and births, deaths and moves since then.

use super::figure::{Figure, Unit, join};
use super::{Cell, Explainer, Reference};
use crate::forecast::rows::{Measure, named_ages};
use crate::model::care::REQUEST;
use crate::model::{BySexAge, OPEN_AGE};
use crate::projection::{Flows, Group, YearResult, formulas};
use crate::units::{AreaKey, Sex, Year};

/// The ages of a group a number of years before; `None` if none of its members was born.
fn before(group: &Group, years: usize) -> Option<Group> {
    let (from, to) = (*group.ages.start(), *group.ages.end());
    let to = if to == OPEN_AGE { OPEN_AGE } else { to.checked_sub(years)? };
    Some(Group::new(group.sex, from.saturating_sub(years)..=to))
}

/// The members of a later group in one year.
struct Then<'e> {
    result: &'e YearResult,
    flows: &'e Flows,
    group: Group,
}

impl Then<'_> {
    /// Newborns of the year.
    fn born(&self) -> f64 {
        Group::new(self.group.sex, 0..=0).sum(&self.flows.at_risk)
    }
}

/// Whether the group contains all ages.
fn is_of_all_ages(then: &[Then]) -> bool {
    then.last().is_some_and(|last| last.group.ages == (0..=OPEN_AGE))
}

impl Explainer<'_> {
    /// The residents of a whole district, derived from those of the base date.
    pub(crate) fn accounted(&self, district: usize, group: &Group, cell: &Cell) -> Figure {
        let base = self.model.base_year;
        let population = self.cited("population.csv");
        if cell.year == base {
            let persons = group.sum(&self.projection.base[district]);
            return Figure::given("official residents", persons, Unit::Persons, population);
        }
        let whose = if *group == Group::ALL { "residents" } else { "those who are of these ages today," };
        let whose = format!("{whose} on 31 December {}", base.0);
        let start = before(group, self.row(cell.year));
        let start = start.map_or(0.0, |group| group.sum(&self.households(district)));
        let start = Figure::given(whose, start, Unit::Persons, population);
        let then = self.then(district, group, cell.year);
        let homes = self.homes(district, group, cell.year);
        let request = || vec![REQUEST.to_owned()];
        let homes = Figure::given(
            "residents of care homes, who are held out of the cohorts",
            homes,
            Unit::Persons,
            request(),
        );
        let since = |what: &str, of: fn(&Flows) -> &BySexAge, sources: Vec<String>| {
            let persons = then.iter().map(|then| then.group.sum(of(then.flows))).sum();
            Figure::given(format!("{what} since {}", base.0), persons, Unit::Persons, sources)
        };
        let came = [
            start,
            self.born(district, &then),
            self.moved(district, &then, Measure::MovesInside),
            self.moved(district, &then, Measure::MovesAcross),
            since("came into planned housing", |flows| &flows.housing, request()),
            homes,
            since("brought to control totals", |flows| &flows.benchmark, self.assumed()),
        ];
        let came = came.into_iter().filter(|figure| figure.value != 0.0);
        formulas::residents(came, self.died(district, &then, cell))
    }

    /// A group of a year in all years up to it.
    fn then(&self, district: usize, group: &Group, year: Year) -> Vec<Then<'_>> {
        let years = self.projection.years.iter().filter(|result| result.year <= year);
        let then = |result: &'_ YearResult| before(group, usize::try_from(year.0 - result.year.0).ok()?);
        years
            .filter_map(|result| Some((then(result)?, result, result.flows.get(district)?)))
            .map(|(group, result, flows)| Then { result, flows, group })
            .collect()
    }

    /// An event of a district in a year, with a reference to its own explanation.
    fn event(&self, district: usize, cell: Cell, value: f64, sources: Vec<String>) -> Figure {
        let area = AreaKey::District(self.model.districts[district].key.clone());
        let what = format!("in {}", cell.year.0);
        Figure::given(what, value, Unit::Persons, sources).leaf(Some(Reference { area, cell }))
    }

    fn born(&self, district: usize, then: &[Then]) -> Figure {
        let years = then.iter().filter(|then| *then.group.ages.start() == 0).map(|then| {
            let cell = Cell { sex: then.group.sex, ..Cell::total(Measure::Births, then.result.year) };
            self.event(district, cell, then.born(), join(self.cited("fertility.csv"), self.assumed()))
        });
        Figure::sum(format!("born since {}", self.model.base_year.0), Unit::Persons, years.collect())
    }

    /// Deaths year by year: of all ages by reference, of a cohort by its ages in each year.
    fn died(&self, district: usize, then: &[Then], cell: &Cell) -> Figure {
        let all_ages = is_of_all_ages(then);
        let years = then.iter().flat_map(|then| {
            let of_year = Cell { sex: cell.sex, ..Cell::total(Measure::Deaths, then.result.year) };
            if all_ages {
                let died = then.group.sum(&then.flows.deaths);
                let sources = join(self.cited("mortality.csv"), self.moved_sources());
                return vec![self.event(district, of_year, died, sources)];
            }
            let sexes = [Sex::Male, Sex::Female].into_iter();
            let sexes = sexes.filter(|sex| cell.sex.is_none_or(|own| own == *sex));
            let of_sex = |sex| {
                let group = Group::new(Some(sex), then.group.ages.clone());
                let (age_from, age_to) = named_ages(&group);
                let who = Cell { sex: Some(sex), age_from, age_to, ..of_year }.who();
                let figure = self.deaths_of(district, then.flows, &group, &of_year)?;
                Some(figure.named(format!("in {}, {who} at its end", of_year.year.0)))
            };
            sexes.filter_map(of_sex).collect()
        });
        Figure::sum(format!("died since {}", self.model.base_year.0), Unit::Persons, years.collect())
    }

    /// Net moves of one kind: of all ages year by year, of a cohort as one figure, because moves are explained by age
    /// and not by cohort.
    fn moved(&self, district: usize, then: &[Then], measure: Measure) -> Figure {
        let (what, of): (_, fn(&Flows) -> &BySexAge) = match measure {
            Measure::MovesInside => ("net moves from and to other districts", |flows| &flows.internal),
            _ => ("net moves across the border of the state", |flows| &flows.external),
        };
        let what = format!("{what} since {}", self.model.base_year.0);
        let sources = || join(self.cited("migration.csv"), self.assumed());
        let years = then.iter().map(|then| (then, then.group.sum(of(then.flows))));
        let sex = then.last().and_then(|last| last.group.sex);
        if sex.is_some() || !is_of_all_ages(then) {
            return Figure::given(what, years.map(|(_, persons)| persons).sum(), Unit::Persons, sources());
        }
        let years = years.map(|(then, persons)| {
            self.event(district, Cell::total(measure, then.result.year), persons, sources())
        });
        Figure::sum(what, Unit::Persons, years.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_was_younger_before_and_the_open_one_held_those_who_grew_into_it() {
        let of = |ages, years| before(&Group::new(None, ages), years).map(|group| group.ages);
        assert_eq!(of(80..=84, 15), Some(65..=69));
        assert_eq!(of(95..=OPEN_AGE, 15), Some(80..=OPEN_AGE));
        assert_eq!(of(3..=9, 5), Some(0..=4));
        assert_eq!(of(3..=9, 9), Some(0..=0));
        assert_eq!(of(3..=9, 10), None);
        assert_eq!(of(0..=OPEN_AGE, 30), Some(0..=OPEN_AGE));
    }
}
