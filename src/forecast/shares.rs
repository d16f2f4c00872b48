//! What municipalities have of the residents of their district, by sex and age: on the day of the census, and in each year after it.

use std::sync::{Arc, OnceLock};

use crate::model::municipal_ages::MunicipalAges;
use crate::model::{AGES, BySexAge, Model, Municipality, OPEN_AGE};
use crate::projection::Group;
use crate::projection::small_areas::{Ageing, Shares, SmallArea, residents_by_share};

use super::ForecastError;

/// How shares change from the census on, the same for all parts of districts.
#[derive(Debug, Clone)]
pub(crate) struct Carried {
    ageing: Arc<Ageing>,
    /// Years from the census to the base date.
    since_census: f64,
    /// The base year and the years after it for which the model has assumptions.
    years: usize,
}

impl Carried {
    /// `None` for a model that does not know the ages of its municipalities before the census.
    pub fn of(model: &Model) -> Option<Self> {
        let ages = model.municipal_ages.as_ref()?;
        Some(Self {
            ageing: Arc::new(Ageing { departures: ages.departure_rates() }),
            since_census: ages.years_from_census(model.base_year),
            years: usize::try_from(model.last_year.0 - model.base_year.0).unwrap_or(0) + 1,
        })
    }
}

/// Some municipalities of a district.
#[derive(Debug, Clone)]
pub(crate) struct PartOf {
    pub district: usize,
    /// What they have of all residents in the census, and what the census gave the whole district.
    pub census: [f64; 2],
    /// What they have of each cell of the district on the day of the census.
    shares: Box<BySexAge>,
    /// How that changes; `None` where it stays.
    carried: Option<Carried>,
    /// The shares at the end of the base year and of the years after it, as far as they were asked for.
    by_year: Vec<OnceLock<Box<BySexAge>>>,
}

impl PartOf {
    /// A district, the shares of its municipalities together, and their residents in the census.
    pub fn new(carried: Option<&Carried>, (district, shares, census): (usize, BySexAge, [f64; 2])) -> Self {
        let by_year = carried.map_or(Vec::new(), |carried| vec![OnceLock::new(); carried.years]);
        Self { district, census, shares: Box::new(shares), carried: carried.cloned(), by_year }
    }

    /// Its residents out of the district's, so many years after the base date.
    pub fn residents(&self, years: usize, district: &BySexAge) -> BySexAge {
        let shares = self.after(years);
        let cell = |sex: usize, age: usize| residents_by_share(district[sex][age], shares[sex][age]);
        std::array::from_fn(|sex| std::array::from_fn(|age| cell(sex, age)))
    }

    /// Whether the shares of the census are carried on.
    pub fn ages(&self) -> bool {
        self.carried.is_some()
    }

    fn after(&self, years: usize) -> &BySexAge {
        match (&self.carried, self.by_year.get(years).or(self.by_year.last())) {
            (Some(carried), Some(known)) => known.get_or_init(|| {
                Box::new(carried.ageing.after(&self.shares, carried.since_census + years as f64))
            }),
            _ => &self.shares,
        }
    }
}

/// The shares of all municipalities of a district on the day of the census.
pub(crate) fn of_district(model: &Model, district: usize) -> Result<Shares, ForecastError> {
    let key = &model.districts[district].key;
    let inside = model.municipalities.iter().filter(|area| area.key.district().as_ref() == Some(key));
    let mut areas: Vec<SmallArea> = inside.map(small_area).collect();
    if let Some(ages) = &model.municipal_ages {
        set_patterns(ages, &model.population[district], &mut areas);
    }
    Ok(Shares::new(&model.population[district], &areas)?)
}

/// People aged 60 to 66 and 67 and over as the census has them, where it has them.
fn small_area(area: &Municipality) -> SmallArea {
    let groups = area.old.map_or(Vec::new(), |[over_60, over_67]| {
        vec![
            (Group::new(None, 60..=66), area.persons * (over_60 - over_67)),
            (Group::new(None, 67..=OPEN_AGE), area.persons * over_67),
        ]
    });
    SmallArea { key: area.key.clone(), persons: area.persons, groups, pattern: None }
}

/// Gives the municipalities of a district the ages that an earlier count gave them, carried on to the census.
fn set_patterns(ages: &MunicipalAges, district: &BySexAge, areas: &mut [SmallArea]) {
    let ageing = Ageing { departures: ages.departure_rates() };
    // Both are in the order of keys.
    let count = |area: &SmallArea| {
        let at = ages.counts.binary_search_by(|count| count.key.cmp(&area.key)).ok()?;
        ages.counts.get(at).map(|count| &count.persons)
    };
    let counts: Vec<Option<&[Vec<f64>; 2]>> = areas.iter().map(count).collect();
    let residents = |count: &[Vec<f64>; 2]| -> f64 { count.iter().flatten().sum() };
    let everybody: f64 = counts.iter().flatten().map(|count| residents(count)).sum();
    let of_group = |sex: usize, group: usize| -> f64 {
        counts.iter().flatten().filter_map(|count| count[sex].get(group)).sum()
    };
    let sums: [Vec<f64>; 2] =
        std::array::from_fn(|sex| (0..ages.from.len()).map(|group| of_group(sex, group)).collect());
    for (area, count) in areas.iter_mut().zip(&counts) {
        let Some(count) = count.filter(|_| everybody > 0.0) else { continue };
        let overall = residents(count) / everybody;
        let mut shares: BySexAge = [[overall; AGES]; 2];
        for (sex, row) in shares.iter_mut().enumerate() {
            for group in 0..ages.from.len() {
                let (own, all) = (count[sex].get(group), sums[sex].get(group));
                let (Some(own), Some(all)) = (own, all.filter(|all| **all > 0.0)) else { continue };
                let share = (1.0 - ages.floor) * own / all + ages.floor * overall;
                row.iter_mut()
                    .take(ages.group(group).end)
                    .skip(ages.group(group).start)
                    .for_each(|one| *one = share);
            }
        }
        let carried = ageing.after(&shares, ages.years_to_census());
        let cell = |sex: usize, age: usize| residents_by_share(district[sex][age], carried[sex][age]);
        area.pattern = Some(Box::new(std::array::from_fn(|sex| std::array::from_fn(|age| cell(sex, age)))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::{CURRENT, load};

    /// Municipalities of the rural districts whose shares of the old the census has, by district.
    fn known(model: &Model) -> Vec<(&BySexAge, Vec<&Municipality>)> {
        let of = |key: &crate::units::Ags| -> Vec<&Municipality> {
            let inside = model.municipalities.iter().filter(|one| one.key.district().as_ref() == Some(key));
            inside.filter(|one| one.old.is_some()).collect()
        };
        let districts = model.districts.iter().zip(&model.population);
        districts.map(|(one, table)| (table, of(&one.key))).filter(|(_, all)| all.len() > 1).collect()
    }

    /// Mean error of the shares of the district in people of an age, by residents, in percent.
    fn error(pairs: &[(f64, f64, f64)]) -> f64 {
        let residents: f64 = pairs.iter().map(|(_, _, persons)| persons).sum();
        pairs.iter().map(|(ours, theirs, persons)| 100.0 * persons * (ours / theirs - 1.0).abs()).sum::<f64>()
            / residents
    }

    fn compared(tables: &[BySexAge], areas: &[&Municipality], age: usize) -> Vec<(f64, f64, f64)> {
        let group = Group::new(None, age..=OPEN_AGE);
        let census = |one: &Municipality| match (age, one.old) {
            (60, Some([over_60, _])) => one.persons * over_60,
            (67, Some([_, over_67])) => one.persons * over_67,
            _ => one.persons,
        };
        let ours: f64 = tables.iter().map(|table| group.sum(table)).sum();
        let theirs: f64 = areas.iter().map(|one| census(one)).sum();
        tables
            .iter()
            .zip(areas)
            .map(|(table, one)| (group.sum(table) / ours, census(one) / theirs, one.persons))
            .collect()
    }

    /// The figures that README.md of the set gives; they were computed by scripts/mv_2026_1/municipalities.py.
    #[test]
    fn ages_of_2015_carried_on_meet_the_census_as_the_readme_says() {
        let model = load(CURRENT).unwrap().model;
        let ages = model.municipal_ages.as_ref().unwrap();
        let (mut carried, mut given) = ([Vec::new(), Vec::new(), Vec::new()], Vec::new());
        for (district, areas) in known(&model) {
            let mut small: Vec<SmallArea> = areas.iter().map(|one| small_area(one)).collect();
            set_patterns(ages, district, &mut small);
            let tables: Vec<BySexAge> = small.iter().map(|one| *one.pattern.clone().unwrap()).collect();
            for (pairs, age) in carried.iter_mut().zip([0, 60, 67]) {
                pairs.extend(compared(&tables, &areas, age));
            }
            for (one, area) in small.iter_mut().zip(&areas) {
                let over_60 = area.persons * area.old.unwrap()[0];
                one.groups = vec![(Group::new(None, 60..=OPEN_AGE), over_60)];
            }
            let raked: Vec<BySexAge> = Shares::new(district, &small).unwrap().of(district).collect();
            given.extend(compared(&raked, &areas, 67));
        }
        let found = [error(&carried[0]), error(&carried[1]), error(&carried[2]), error(&given)];
        for (found, said) in found.iter().zip([3.81, 4.05, 5.55, 2.54]) {
            assert!((found - said).abs() < 0.02, "{found:.3} percent, the README says {said}");
        }
    }

    /// A town of students: the share in the young stays, that in the old follows those who grow old there.
    #[test]
    fn shares_follow_those_who_stay_and_sum_to_the_district_in_every_year() {
        let model = load(CURRENT).unwrap().model;
        let carried = Carried::of(&model);
        for (index, district) in model.population.iter().enumerate() {
            let shares = of_district(&model, index).unwrap();
            let parts: Vec<PartOf> = shares
                .areas
                .iter()
                .map(|key| {
                    PartOf::new(carried.as_ref(), (index, shares.together(|one| one == key), [1.0, 1.0]))
                })
                .collect();
            for years in [0, 1, 14, 35] {
                let mut sum = [[0.0; AGES]; 2];
                for part in &parts {
                    let table = part.residents(years, district);
                    assert!(table.iter().flatten().all(|cell| *cell >= 0.0));
                    sum.iter_mut().flatten().zip(table.iter().flatten()).for_each(|(sum, cell)| *sum += cell);
                }
                for (sum, cell) in sum.iter().flatten().zip(district.iter().flatten()) {
                    assert!((sum - cell).abs() <= 1e-9 * cell, "{sum} for {cell} after {years} years");
                }
            }
        }
    }

    /// mv-2025-1 has no ages of municipalities.
    #[test]
    fn shares_stay_in_a_set_without_ages_of_municipalities() {
        let model = load("mv-2025-1").unwrap().model;
        let shares = of_district(&model, 2).unwrap();
        let first = shares.areas[0].clone();
        let part =
            PartOf::new(Carried::of(&model).as_ref(), (2, shares.together(|one| *one == first), [1.0, 1.0]));
        assert!(!part.ages());
        assert_eq!(part.residents(0, &model.population[2]), part.residents(20, &model.population[2]));
    }
}
