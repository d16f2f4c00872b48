//! Population, births, deaths and moves.

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit, keys};
use super::{Cell, Explainer, See};
use crate::params::care::{CARE_GROUPS, REQUEST, care_ages};
use crate::params::model::{BySexAge, FERTILE, OPEN_AGE};
use crate::projection::{Flows, Group, YearResult, year_on};
use crate::report::area::Place;
use crate::report::rows::{Measure, named_ages};
use crate::units::{AreaKey, Sex, Year};

/// First ages of the groups in which moves are shown.
const MOVERS: [usize; 5] = [0, 18, 30, 50, 65];
/// Mothers are shown in groups of so many years.
const MOTHERS: usize = 5;

/// What made a group of today of those of the base date.
struct Account {
    start: f64,
    born: f64,
    flows: Flows,
}

impl Explainer<'_> {
    /// The residents of a district at the end of a year, by single age.
    fn table(&self, district: usize, year: Year) -> &BySexAge {
        match self.row(year) {
            0 => &self.projection.base[district],
            at => &self.projection.years[at - 1].population[district],
        }
    }

    /// The residents of a district, taken apart elsewhere.
    fn district_residents(&self, district: usize, group: &Group, year: Year) -> Figure {
        let key = &self.model.districts[district].key;
        let mut sources = self.cited("population.csv");
        if year > self.model.base_year {
            sources
                .extend(self.assumed().into_iter().filter(|key| !sources.contains(key)).collect::<Vec<_>>());
        }
        let (age_from, age_to) = named_ages(group);
        let cell = Cell { sex: group.sex, age_from, age_to, ..Cell::total(Measure::Population, year) };
        let what = format!("{} in {key} at the end of {}", cell.who(), year.0);
        let figure = Figure::given(what, group.sum(self.table(district, year)), Unit::Persons, sources);
        figure.leaf(Some(See { area: AreaKey::District(key.clone()), cell }))
    }

    /// The residents that a place has of a group in a district: all of them, or the district's by the place's share.
    pub(super) fn residents(&self, place: &Place, district: usize, group: &Group, year: Year) -> Figure {
        let all = self.district_residents(district, group, year);
        let Some(part) = place.part(district) else { return all };
        let table = self.table(district, year);
        let mut own = *table;
        for (row, shares) in own.iter_mut().zip(part.shares.iter()) {
            row.iter_mut().zip(shares).for_each(|(cell, share)| *cell *= share);
        }
        let persons = group.sum(&own);
        let share = if all.value > 0.0 { persons / all.value } else { 0.0 };
        let [inside, in_district] = part.census;
        let census = || self.cited("municipalities.csv");
        let by_census = Figure::quotient(
            "its share of the district's residents in the census",
            Unit::Share,
            Figure::given("residents of its municipalities in the census", inside, Unit::Persons, census()),
            Figure::given(
                "residents of all municipalities of the district in the census",
                in_district,
                Unit::Persons,
                census(),
            ),
        );
        let factor = share / by_census.value;
        let raking = Figure::method(
            "raking factor: its ages in the census, brought to the district's residents of each age and sex",
            factor,
            Unit::Factor,
            Vec::new(),
            census(),
        );
        let share = Figure::product("its share of these residents", Unit::Share, vec![by_census, raking]);
        Figure::product("residents of these ages", Unit::Persons, vec![all, share])
    }

    pub(super) fn population(&self, place: &Place, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let group = cell.group()?;
        let of = |district: usize| match place.part(district) {
            Some(_) => self.residents(place, district, &group, cell.year),
            None => self.accounted(district, &group, cell),
        };
        let what = format!("residents at the end of {}: {}", cell.year.0, cell.who());
        Ok(self.by_district(place, (&what, Unit::Persons), of))
    }

    /// The residents of a whole district out of those of the base date.
    fn accounted(&self, district: usize, group: &Group, cell: &Cell) -> Figure {
        let base = self.model.base_year;
        let population = self.cited("population.csv");
        if cell.year == base {
            let persons = group.sum(&self.projection.base[district]);
            return Figure::given("official residents", persons, Unit::Persons, population);
        }
        let account = self.account(district, group, cell.year);
        let flow = |table: &BySexAge| group.sum(table);
        let with = |file: &str| {
            let mut sources = self.cited(file);
            sources
                .extend(self.assumed().into_iter().filter(|key| !sources.contains(key)).collect::<Vec<_>>());
            sources
        };
        let request = || vec![REQUEST.to_owned()];
        let since = format!("since {}", base.0);
        let whose = if *group == Group::ALL { "residents" } else { "those who are of these ages today," };
        let homes = self.homes(district, group, cell.year);
        let rows = [
            (format!("{whose} on 31 December {}", base.0), account.start, population),
            (format!("born {since}"), account.born, with("fertility.csv")),
            (format!("died {since}"), -flow(&account.flows.deaths), with("mortality.csv")),
            (
                format!("net moves from and to other districts {since}"),
                flow(&account.flows.internal),
                with("migration.csv"),
            ),
            (
                format!("net moves across the border of the state {since}"),
                flow(&account.flows.external),
                with("migration.csv"),
            ),
            (format!("came into planned housing {since}"), flow(&account.flows.housing), request()),
            ("residents of care homes, who are held out of the cohorts".to_owned(), homes, request()),
            (format!("brought to control totals {since}"), flow(&account.flows.benchmark), self.assumed()),
        ];
        let rows = rows.into_iter().filter(|(_, value, _)| *value != 0.0);
        let of = rows.map(|(what, value, sources)| Figure::given(what, value, Unit::Persons, sources));
        Figure::sum("residents", Unit::Persons, of.collect())
    }

    /// Follows the cohorts of a group from the base date on.
    fn account(&self, district: usize, group: &Group, year: Year) -> Account {
        let mut start = self.projection.base[district];
        if let Some(homes) = self.homes_of(district) {
            add(&mut start, &homes.residents, -1.0);
        }
        let mut born: BySexAge = [[0.0; OPEN_AGE + 1]; 2];
        let mut sum = Flows::NONE;
        let years = self.projection.years.iter().filter(|result| result.year <= year);
        for flows in years.filter_map(|result| result.flows.get(district)) {
            start = year_on(&start);
            born = year_on(&born);
            born.iter_mut().zip(&flows.at_risk).for_each(|(row, alive)| row[0] += alive[0]);
            for (total, more) in [
                (&mut sum.deaths, &flows.deaths),
                (&mut sum.internal, &flows.internal),
                (&mut sum.external, &flows.external),
                (&mut sum.housing, &flows.housing),
                (&mut sum.benchmark, &flows.benchmark),
            ] {
                *total = year_on(total);
                add(total, more, 1.0);
            }
        }
        Account { start: group.sum(&start), born: group.sum(&born), flows: sum }
    }

    fn homes_of(&self, district: usize) -> Option<&crate::projection::Homes> {
        let key = &self.model.districts[district].key;
        self.run.homes.iter().find(|homes| homes.area == *key && self.run.bricks.care_homes)
    }

    /// Residents of care homes in a year, if the request holds them out.
    fn homes(&self, district: usize, group: &Group, year: Year) -> f64 {
        self.homes_of(district).map_or(0.0, |homes| homes.factor(year) * group.sum(&homes.residents))
    }

    /// The year's result, if it is one that has events.
    fn events(&self, place: &Place, cell: &Cell) -> Result<&YearResult, NoSuchCell> {
        self.whole(place, cell.measure)?;
        let base = self.model.base_year;
        let found = self.row(cell.year).checked_sub(1).and_then(|at| self.projection.years.get(at));
        found.ok_or_else(|| NoSuchCell {
            field: "year",
            said: format!("{} begins in {}, the year after the base", cell.measure.word(), base.0 + 1),
        })
    }

    pub(super) fn births(&self, place: &Place, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        let tfr = self.assumption(cell.year, |now| now.tfr);
        let fertility = &self.model.fertility;
        let of = |district: usize| {
            let level = if self.run.bricks.natural_change { fertility.level[district] } else { 0.0 };
            let women = &result.flows[district].women;
            let ages = FERTILE.step_by(MOTHERS).map(|from| from..=from + MOTHERS - 1);
            let groups = ages.filter_map(|ages| {
                let persons: f64 = ages.clone().map(|age| women[age]).sum();
                let births: f64 =
                    ages.clone().map(|age| women[age] * fertility.pattern[age] * tfr * level).sum();
                let parts = vec![
                    Figure::given("children per woman in the state", tfr, Unit::Ratio, self.assumed()),
                    Figure::given("level of the district", level, Unit::Factor, self.cited("fertility.csv")),
                ];
                let rate = Figure::method(
                    "births per woman and year, by the pattern of ages",
                    births / persons,
                    Unit::Ratio,
                    parts,
                    self.cited("fertility.csv"),
                );
                let who = format!("women of {} to {} in the middle of the year", ages.start(), ages.end());
                let who = Figure::given(who, persons, Unit::Persons, self.moved_sources());
                let what = format!("births of women of {} to {}", ages.start(), ages.end());
                (persons > 0.0).then(|| Figure::product(what, Unit::Persons, vec![who, rate]))
            });
            let all = Figure::sum("births", Unit::Persons, groups.collect());
            let Some(sex) = cell.sex else { return all };
            let (what, share) = match sex {
                Sex::Male => ("boys among newborns", self.model.male_births),
                Sex::Female => ("girls among newborns", 1.0 - self.model.male_births),
            };
            let share = Figure::given(what, share, Unit::Share, keys(&self.model.male_births_source));
            Figure::product("births", Unit::Persons, vec![all, share])
        };
        Ok(self.by_district(place, (&format!("births in {}", cell.year.0), Unit::Persons), of))
    }

    pub(super) fn deaths(&self, place: &Place, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        let of = |district: usize| {
            let flows = &result.flows[district];
            let mut terms = Vec::new();
            for sex in
                [Sex::Male, Sex::Female].into_iter().filter(|sex| cell.sex.is_none_or(|own| own == *sex))
            {
                let e0 = self.assumption(cell.year, |now| now.e0[sex as usize]);
                for ages in (0..CARE_GROUPS).map(care_ages) {
                    let group = Group::new(Some(sex), ages);
                    let (at_risk, died) = (group.sum(&flows.at_risk), group.sum(&flows.deaths));
                    if at_risk <= 0.0 {
                        continue;
                    }
                    let (age_from, age_to) = named_ages(&group);
                    let who = Cell { sex: Some(sex), age_from, age_to, ..*cell }.who();
                    let lived = Figure::given(
                        "life expectancy at birth in the state",
                        e0,
                        Unit::Years,
                        self.assumed(),
                    );
                    let level = self.model.mortality.level[district][sex as usize];
                    let level = Figure::given(
                        "level of the district",
                        level,
                        Unit::Factor,
                        self.cited("mortality.csv"),
                    );
                    let rate = Figure::method(
                        "share of them who die in the year, by the life table",
                        died / at_risk,
                        Unit::Share,
                        vec![lived, level],
                        self.cited("mortality.csv"),
                    );
                    let alive = Figure::given(
                        format!("{who} and newborns among them, with half of the year's moves"),
                        at_risk,
                        Unit::Persons,
                        self.moved_sources(),
                    );
                    terms.push(Figure::product(
                        format!("deaths of {who} at the end of the year"),
                        Unit::Persons,
                        vec![alive, rate],
                    ));
                }
            }
            Figure::sum("deaths", Unit::Persons, terms)
        };
        Ok(self.by_district(place, (&format!("deaths in {}", cell.year.0), Unit::Persons), of))
    }

    /// Keys behind residents in the middle of a projected year.
    fn moved_sources(&self) -> Vec<String> {
        let mut sources = self.cited("population.csv");
        for key in self.cited("migration.csv").into_iter().chain(self.assumed()) {
            if !sources.contains(&key) {
                sources.push(key);
            }
        }
        sources
    }

    fn assumption(&self, year: Year, of: impl Fn(&crate::report::Assumptions) -> f64) -> f64 {
        let all = &self.projection.provenance.assumptions;
        all.iter().find(|(known, _)| *known == year).map_or(0.0, |(_, now)| of(now))
    }

    pub(super) fn net_migration(&self, place: &Place, cell: &Cell) -> Result<Figure, NoSuchCell> {
        self.events(place, cell)?;
        let parts = [Measure::MovesInside, Measure::MovesAcross, Measure::PlannedHousing, Measure::CareHomes];
        let of = parts.map(|measure| self.moves(place, &cell.with(measure)));
        let of = of.into_iter().collect::<Result<Vec<_>, _>>()?;
        let what = format!("moves to the area less moves from it in {}", cell.year.0);
        Ok(Figure::sum(what, Unit::Persons, of))
    }

    /// One kind of moves.
    pub(super) fn moves(&self, place: &Place, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        let (what, of): (&str, Box<dyn Fn(usize) -> Figure>) = match cell.measure {
            Measure::MovesInside => (
                "net moves from and to other districts",
                Box::new(|at| {
                    self.movers(cell, &result.flows[at].internal, &self.model.migration.internal_counts[at])
                }),
            ),
            Measure::MovesAcross => (
                "net moves across the border of the state",
                Box::new(|at| {
                    self.movers(cell, &result.flows[at].external, &self.model.migration.external_counts[at])
                }),
            ),
            Measure::PlannedHousing => {
                ("newcomers into planned housing", Box::new(|at| self.newcomers(at, cell.year)))
            }
            _ => ("change of the residents of care homes", Box::new(|at| self.homes_change(at, cell.year))),
        };
        Ok(self.by_district(place, (&format!("{what} in {}", cell.year.0), Unit::Persons), of))
    }

    /// Net moves by age out of those of the base period.
    fn movers(&self, cell: &Cell, moved: &BySexAge, base: &BySexAge) -> Figure {
        let factor = self.assumption(cell.year, |now| match cell.measure {
            Measure::MovesInside => now.internal,
            _ => now.external,
        });
        let of = MOVERS.into_iter().enumerate().map(|(at, from)| {
            let to = MOVERS.get(at + 1).map_or(OPEN_AGE, |next| next - 1);
            let group = Group::new(None, from..=to);
            let before = Figure::given(
                "net moves a year in the base period",
                group.sum(base),
                Unit::Persons,
                self.cited("migration.csv"),
            );
            let factor = Figure::given("factor on them in this year", factor, Unit::Factor, self.assumed());
            let what =
                format!("{from} to {to} years: gains as then, losses as shares of those who live there");
            Figure::method(
                what,
                group.sum(moved),
                Unit::Persons,
                vec![before, factor],
                self.cited("migration.csv"),
            )
        });
        Figure::sum("net moves", Unit::Persons, of.collect())
    }

    fn newcomers(&self, district: usize, year: Year) -> Figure {
        let key = &self.model.districts[district].key;
        let plans = self.run.housing.iter().filter(|plan| plan.area == *key && plan.year == year);
        let plans = plans.filter(|_| self.run.bricks.planned_housing);
        let of = plans.map(|plan| {
            Figure::given("planned housing", plan.persons, Unit::Persons, vec![REQUEST.to_owned()])
        });
        Figure::sum("newcomers", Unit::Persons, of.collect())
    }

    fn homes_change(&self, district: usize, year: Year) -> Figure {
        let at = |year: Year| {
            let persons = self.homes(district, &Group::ALL, year);
            Figure::given(
                format!("residents of care homes at the end of {}", year.0),
                persons,
                Unit::Persons,
                vec![REQUEST.to_owned()],
            )
        };
        Figure::difference(
            "change of the residents of care homes",
            Unit::Persons,
            vec![at(year), at(Year(year.0 - 1))],
        )
    }

    pub(super) fn benchmark(&self, place: &Place, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let result = self.events(place, cell)?;
        if result.discrepancies.is_empty() {
            let said = format!("the run has no control totals in {}", cell.year.0);
            return Err(NoSuchCell { field: "measure", said });
        }
        let of = |district: usize| {
            let after = Group::ALL.sum(&result.population[district]);
            let before = after - result.components[district].benchmark;
            let of = vec![
                Figure::given(
                    "residents after the year was brought to its control totals",
                    after,
                    Unit::Persons,
                    self.assumed(),
                ),
                Figure::given("residents as projected", before, Unit::Persons, self.moved_sources()),
            ];
            Figure::difference("added by the control totals", Unit::Persons, of)
        };
        Ok(self.by_district(place, ("added or taken away by the control totals", Unit::Persons), of))
    }
}

/// Adds a table times a number.
fn add(sum: &mut BySexAge, more: &BySexAge, times: f64) {
    for (row, more) in sum.iter_mut().zip(more) {
        row.iter_mut().zip(more).for_each(|(cell, more)| *cell += times * more);
    }
}
