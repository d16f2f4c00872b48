//! What each survey counted, in the state and by district, and at which level of the model's rates it lies.

use serde::Serialize;

use crate::care::{self, CareError, odds_factor, odds_times, type_counts};
use crate::model::Model;
use crate::model::care::{BySexCareGroup, CARE_GROUPS, CountKind};
use crate::units::{Ags, CareType, Year};

/// From this year on people of grade 1 without services are counted, at first incompletely.
const GRADE1_FROM: Year = Year(2019);
/// From this year on they are counted completely.
const GRADE1_COMPLETE_FROM: Year = Year(2021);

/// Whom a comparison counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counting {
    /// All people in need.
    All,
    /// All but those of grade 1 without services.
    WithServices,
}

/// One survey.
pub struct CareSurvey {
    /// The year at whose end it counted.
    pub year: Year,
    /// By district, in persons.
    pub residents: Vec<BySexCareGroup>,
    /// People in need by district.
    all: Vec<f64>,
    /// The same with services; unknown where the care types were not counted by district.
    with_services: Vec<Option<f64>>,
    /// In the state: all, and with services.
    of_state: [f64; 2],
    /// Residents of homes in the state.
    pub homes: f64,
}

impl CareSurvey {
    /// All surveys of which residents are known, from the earliest on.
    pub fn all(model: &Model) -> Result<Vec<Self>, CareError> {
        let mut years: Vec<Year> = model.care.populations.iter().map(|table| table.year).collect();
        years.extend(model.care.survey_year());
        years.sort_unstable();
        years.dedup();
        years.into_iter().map(|year| Self::new(model, year)).collect()
    }

    fn new(model: &Model, year: Year) -> Result<Self, CareError> {
        let care = &model.care;
        let residents = (0..model.districts.len()).map(|at| care::of_survey(model, at, year));
        let keys = || model.districts.iter().map(|district| &district.key);
        let count = |key: &Ags| {
            let count = care.count(key, year, CountKind::All).map(|count| count.persons);
            count.ok_or_else(|| CareError::NoCount {
                area: key.clone(),
                what: "all people in need",
                year: year.0,
            })
        };
        let types: Vec<_> = keys().map(|key| type_counts(care, key, year).ok()).collect();
        let with =
            |types: &[f64; 5]| types.iter().sum::<f64>() - types[CareType::Grade1WithoutServices as usize];
        let by_district: Option<Vec<[f64; 5]>> = types.iter().copied().collect();
        // Where the types of districts are unknown, the state's are taken.
        let of_state = match by_district {
            Some(all) => std::array::from_fn(|kind| all.iter().map(|one| one[kind]).sum()),
            None => {
                let state = care.counts.iter().find(|count| !count.area.is_district());
                let state = state.map(|count| count.area.clone()).ok_or(CareError::NoSurvey)?;
                type_counts(care, &state, year)?
            }
        };
        Ok(Self {
            year,
            residents: residents.collect::<Result<_, _>>()?,
            all: keys().map(count).collect::<Result<_, _>>()?,
            with_services: types.iter().map(|types| types.as_ref().map(with)).collect(),
            of_state: [of_state.iter().sum(), with(&of_state)],
            homes: of_state[CareType::Residential as usize],
        })
    }

    /// In whom this survey and later ones are compared.
    pub fn counting(&self) -> Counting {
        if self.year >= GRADE1_COMPLETE_FROM { Counting::All } else { Counting::WithServices }
    }

    /// Whether people of grade 1 without services are in its totals.
    pub fn counts_grade1(&self) -> bool {
        self.year >= GRADE1_FROM
    }

    /// People in need in the state.
    pub fn state(&self, counting: Counting) -> f64 {
        self.of_state[counting as usize]
    }

    /// People in need in a district, where it was counted so.
    pub fn counted(&self, district: usize, counting: Counting) -> Option<f64> {
        match counting {
            Counting::All => self.all.get(district).copied(),
            Counting::WithServices => self.with_services.get(district).copied().flatten(),
        }
    }

    fn of_all_districts(&self) -> BySexCareGroup {
        let mut sum = [[0.0; CARE_GROUPS]; 2];
        for table in &self.residents {
            sum.iter_mut().flatten().zip(table.iter().flatten()).for_each(|(sum, persons)| *sum += persons);
        }
        sum
    }

    /// By how much the log-odds of the model's rates are shifted so that the state's people in need come out.
    pub fn level(&self, model: &Model, counting: Counting) -> Result<f64, CareError> {
        self.reach(&model.care.rates, &self.of_all_districts(), self.state(counting))
    }

    /// The same for a district.
    pub fn level_of(&self, model: &Model, district: usize, counting: Counting) -> Result<f64, CareError> {
        let missing = || CareError::NoCount {
            area: model.districts[district].key.clone(),
            what: "people in need with services",
            year: self.year.0,
        };
        let persons = self.counted(district, counting).ok_or_else(missing)?;
        self.reach(&model.care.rates, &self.residents[district], persons)
    }

    /// By how much the log-odds of living in a home, among people in need with services, are shifted in this survey.
    pub fn home_level(&self, model: &Model) -> Result<f64, CareError> {
        let level = self.level(model, Counting::WithServices)?;
        self.reach(&share_in_homes(model), &self.in_need(model, level), self.homes)
    }

    /// Residents of homes at given shifts of the log-odds of need and of living in a home.
    pub fn in_homes(&self, model: &Model, level: f64, homes: f64) -> f64 {
        let (shares, cells) = (share_in_homes(model), self.in_need(model, level));
        let cells = shares.iter().flatten().zip(cells.iter().flatten());
        cells.map(|(share, persons)| odds_times(*share, homes.exp()) * persons).sum()
    }

    fn in_need(&self, model: &Model, level: f64) -> BySexCareGroup {
        let residents = self.of_all_districts();
        std::array::from_fn(|sex| {
            std::array::from_fn(|group| {
                odds_times(model.care.rates[sex][group], level.exp()) * residents[sex][group]
            })
        })
    }

    fn reach(
        &self,
        rates: &BySexCareGroup,
        persons_by_cell: &BySexCareGroup,
        persons: f64,
    ) -> Result<f64, CareError> {
        let residents = persons_by_cell.iter().flatten().sum();
        let area = || Ags::parse("13").map_err(|_| CareError::NoSurvey);
        match odds_factor(rates, persons_by_cell, persons) {
            Some(factor) => Ok(factor.ln()),
            None => Err(CareError::Unreachable { area: area()?, year: self.year.0, persons, residents }),
        }
    }
}

/// Share of those on the allowance, with a service or in a home who live in a home, by the model's profile.
fn share_in_homes(model: &Model) -> BySexCareGroup {
    model.care.type_profile.map(|groups| {
        groups.map(|types| types[CareType::Residential as usize] / types.iter().take(3).sum::<f64>())
    })
}
