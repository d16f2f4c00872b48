//! People in need of care by sex, care group, care type and care grade, after the counting rules of the
//! care statistics.

use ndarray::Array3;

use super::formulas::{self, UNNAMED};
use super::rates::{TYPES, TypeRates};
use crate::model::care::{BySexCareGroup, CARE_GROUPS};
use crate::units::{CareGrade, CareType, Sex};

/// What one person of a sex and care group adds to a measure. A measure is the sum of persons times weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weights(pub BySexCareGroup);

impl Weights {
    /// The weights of a measure that counts nobody.
    pub const NONE: Self = Self([[0.0; CARE_GROUPS]; 2]);

    /// The measure of a population.
    pub fn sum(&self, population: &BySexCareGroup) -> f64 {
        self.0
            .iter()
            .flatten()
            .zip(population.iter().flatten())
            .map(|(weight, n)| formulas::persons(&UNNAMED, *n, *weight))
            .sum()
    }

    /// The weights times a number.
    pub fn times(mut self, factor: f64) -> Self {
        self.0.iter_mut().flatten().for_each(|weight| *weight *= factor);
        self
    }

    /// Both measures together.
    pub fn plus(mut self, other: &Self) -> Self {
        self.0.iter_mut().flatten().zip(other.0.iter().flatten()).for_each(|(weight, more)| *weight += more);
        self
    }

    /// The weights of one part only.
    pub fn within(mut self, sex: Option<Sex>, group: Option<usize>) -> Self {
        for (s, row) in self.0.iter_mut().enumerate() {
            for (g, weight) in row.iter_mut().enumerate() {
                if sex.is_some_and(|sex| sex as usize != s) || group.is_some_and(|group| group != g) {
                    *weight = 0.0;
                }
            }
        }
        self
    }
}

/// A part of the people in need; a dimension that is `None` is summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Men, women, or both.
    pub sex: Option<Sex>,
    /// A care group by its index, or all ages.
    pub group: Option<usize>,
    /// A care type, or all.
    pub kind: Option<CareType>,
    /// A care grade, or all.
    pub grade: Option<CareGrade>,
}

impl Part {
    /// All people of one care type.
    pub fn of(kind: CareType) -> Self {
        Self { kind: Some(kind), ..Self::default() }
    }

    fn covers(&self, sex: usize, group: usize, kind: CareType) -> bool {
        self.sex.is_none_or(|wanted| wanted as usize == sex)
            && self.group.is_none_or(|wanted| wanted == group)
            && self.kind.is_none_or(|wanted| wanted == kind)
    }
}

/// People in need of care. Each person is in exactly one cell, so that types and grades add up to the total.
#[derive(Debug, Clone, PartialEq)]
pub struct Need {
    cells: Array3<f64>,
    grades: [[f64; 5]; TYPES],
}

impl Need {
    /// Rates applied to a population.
    pub fn new(rates: &TypeRates, grades: &[[f64; 5]; TYPES], population: &BySexCareGroup) -> Self {
        let cells = Array3::from_shape_fn(rates.raw_dim(), |(sex, group, kind)| {
            formulas::persons(&UNNAMED, population[sex][group], rates[[sex, group, kind]])
        });
        Self { cells, grades: *grades }
    }

    /// With grade 1 without services: the total of the federal statistics.
    pub fn people_in_need(&self) -> f64 {
        self.cells.sum()
    }

    /// People in need without those of grade 1 without services.
    pub fn with_services(&self) -> f64 {
        self.people_in_need() - self.of(CareType::Grade1WithoutServices)
    }

    /// People in need who do not live in a home, counted at their residence.
    pub fn at_home(&self) -> f64 {
        formulas::at_home(self.people_in_need(), self.of(CareType::Residential))
    }

    /// All people of one care type, in persons.
    pub fn of(&self, kind: CareType) -> f64 {
        self.persons(&Part::of(kind))
    }

    /// The persons of a part. A grade is a share of its care type.
    pub fn persons(&self, part: &Part) -> f64 {
        let mut sum = 0.0;
        for ((sex, group, kind), persons) in self.cells.indexed_iter() {
            if part.covers(sex, group, CareType::ALL[kind]) {
                sum += of_part(*persons, part, &self.grades[kind]);
            }
        }
        sum
    }

    /// Cell by cell together with another area's need.
    pub fn plus(mut self, other: &Self) -> Self {
        self.cells += &other.cells;
        self
    }

    /// Every cell times a number.
    pub fn times(mut self, factor: f64) -> Self {
        self.cells *= factor;
        self
    }
}

/// The grade of a part, where it has one, among the people of a care type.
fn of_part(of_type: f64, part: &Part, grades: &[f64; 5]) -> f64 {
    part.grade.map_or(of_type, |grade| formulas::of_grade(&UNNAMED, of_type, grades[grade.index()]))
}

/// What one resident adds to a part of the need.
pub fn weights(rates: &TypeRates, grades: &[[f64; 5]; TYPES], part: &Part) -> Weights {
    let mut weights = Weights::NONE;
    for ((sex, group, kind), rate) in rates.indexed_iter() {
        if part.covers(sex, group, CareType::ALL[kind]) {
            weights.0[sex][group] += of_part(*rate, part, &grades[kind]);
        }
    }
    weights
}
