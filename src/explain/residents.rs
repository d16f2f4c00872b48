//! Residents: of a district from those of the base date, of its parts by their shares.

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit, join};
use super::{Cell, Explainer, Reference};
use crate::forecast::area::ForecastArea;
use crate::forecast::rows::{Measure, named_ages};
use crate::forecast::shares::PartOf;
use crate::model::{BySexAge, municipal_ages};
use crate::projection::Group;
use crate::projection::small_areas::{residents_by_share, share_in_census, share_of_residents};
use crate::units::{AreaKey, Year};

impl Explainer<'_> {
    /// The residents of a district at the end of a year, by single age.
    fn table(&self, district: usize, year: Year) -> &BySexAge {
        match self.row(year) {
            0 => &self.projection.base[district],
            at => &self.projection.years[at - 1].population[district],
        }
    }

    /// The residents of a district, with a reference to their own explanation.
    pub(crate) fn district_residents(&self, district: usize, group: &Group, year: Year) -> Figure {
        let key = &self.model.districts[district].key;
        let projected = year > self.model.base_year;
        let sources = join(self.cited("population.csv"), if projected { self.assumed() } else { Vec::new() });
        let (age_from, age_to) = named_ages(group);
        let cell = Cell { sex: group.sex, age_from, age_to, ..Cell::total(Measure::Population, year) };
        let what = format!("{} in {key} at the end of {}", cell.who(), year.0);
        let figure = Figure::given(what, group.sum(self.table(district, year)), Unit::Persons, sources);
        figure.leaf(Some(Reference { area: AreaKey::District(key.clone()), cell }))
    }

    /// The residents of a group that an area has in a district: all of them, those that its own counts give, or
    /// the district's by the place's share.
    pub(crate) fn residents(
        &self,
        place: &ForecastArea,
        district: usize,
        group: &Group,
        year: Year,
    ) -> Figure {
        if let Some(hamilton_perry) = self.hamilton_perry(district) {
            return self.counted(place, (district, hamilton_perry), group, year);
        }
        let all = self.district_residents(district, group, year);
        let Some(part) = place.part(district) else { return all };
        let persons = group.sum(&part.residents(self.row(year), self.table(district, year)));
        let share = if all.value > 0.0 { persons / all.value } else { 0.0 };
        let share = self.share_of(part, share, year);
        residents_by_share(all, share)
    }

    /// A share of a district's residents, from its share in the census.
    fn share_of(&self, part: &PartOf, share: f64, year: Year) -> Figure {
        let [inside, in_district] = part.census;
        let census = || self.cited("municipalities.csv");
        let persons = |what: &str, value| Figure::given(what, value, Unit::Persons, census());
        let by_census = share_in_census(
            persons("residents of its municipalities in the census", inside),
            persons("residents of all municipalities of the district in the census", in_district),
        );
        let brought = "its ages in the census, brought to the district's residents of each age and sex";
        let (what, sources) = if part.ages() {
            let carried = "those who stay grow older, those who leave are replaced as their age was spread in the census";
            let counts = join(self.cited(municipal_ages::FILE), self.cited(municipal_ages::MOVES));
            (
                format!("factor of age: {brought}, and carried on to the end of {}: {carried}", year.0),
                join(census(), counts),
            )
        } else {
            (format!("raking factor: {brought}"), census())
        };
        let raking = Figure::method(what, share / by_census.value, Unit::Factor, Vec::new(), sources);
        share_of_residents(by_census, raking)
    }

    pub(crate) fn population(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let group = cell.group()?;
        let what = format!("residents at the end of {}: {}", cell.year.0, cell.who());
        if let [district] = place.districts()[..]
            && let Some(hamilton_perry) = self.hamilton_perry(district)
        {
            return Ok(self.counted_population(place, (district, hamilton_perry), cell)?.named(what));
        }
        let of = |district: usize| match place.part(district) {
            Some(_) => self.residents(place, district, &group, cell.year),
            None => self.accounted(district, &group, cell),
        };
        Ok(self.by_district(place, (&what, Unit::Persons), of))
    }

    pub(crate) fn homes_of(&self, district: usize) -> Option<&crate::projection::InstitutionalPopulation> {
        let key = &self.model.districts[district].key;
        self.run
            .institutional_population
            .iter()
            .find(|homes| homes.area == *key && self.run.included.institutional_population)
    }

    /// The residents of the base date without the institutional population.
    pub(crate) fn households(&self, district: usize) -> BySexAge {
        let mut households = self.projection.base[district];
        if let Some(homes) = self.homes_of(district) {
            let cells = households.iter_mut().flatten().zip(homes.residents.iter().flatten());
            cells.for_each(|(cell, resident)| *cell -= resident);
        }
        households
    }

    /// The institutional population in a year, if the request has one.
    pub(crate) fn homes(&self, district: usize, group: &Group, year: Year) -> f64 {
        self.homes_of(district).map_or(0.0, |homes| homes.factor(year) * group.sum(&homes.residents))
    }

    /// Keys behind residents in the middle of a projected year.
    pub(crate) fn moved_sources(&self) -> Vec<String> {
        join(join(self.cited("population.csv"), self.cited("migration.csv")), self.assumed())
    }

    pub(crate) fn assumption(&self, year: Year, of: impl Fn(&crate::forecast::Assumptions) -> f64) -> f64 {
        let all = &self.projection.provenance.assumptions;
        all.iter().find(|(known, _)| *known == year).map_or(0.0, |(_, now)| of(now))
    }
}
