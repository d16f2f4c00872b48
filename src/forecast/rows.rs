//! Tidy rows: one value a line, the same in JSON, in CSV and on the command line.

pub use super::measure::{Measure, StaffUnit};
use super::{Ages, Breakdown, Forecast, QUANTILES};
use crate::model::OPEN_AGE;
use crate::projection::Group;
use crate::projection::small_areas::Reliability;
use crate::tables::{Cell, Document, Sheet};
use crate::units::{AreaKey, CareGrade, CareType, Sex, Year};

/// One value and what it is of. `None` in a dimension means the sum over it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The area of the value.
    pub area: AreaKey,
    /// Empty for the state.
    pub name: String,
    /// 31 December of this year, or the year itself for births, deaths and moves.
    pub year: Year,
    /// Id of the scenario; `observed` for a past reference date.
    pub scenario: String,
    /// What the value counts.
    pub measure: Measure,
    /// One sex.
    pub sex: Option<Sex>,
    /// The first age of a group.
    pub age_from: Option<usize>,
    /// `None` beside an `age_from` means an open group.
    pub age_to: Option<usize>,
    /// One care grade.
    pub care_grade: Option<CareGrade>,
    /// One form of care.
    pub care_type: Option<CareType>,
    /// In the unit of the measure, not rounded.
    pub value: f64,
    /// At the probabilities of [`QUANTILES`].
    pub quantiles: Option<[f64; QUANTILES.len()]>,
    /// How the figure of a part of a district may be read; `None` for districts and the state.
    pub reliability: Option<Reliability>,
}

/// The columns of a tidy row; `care_grade` and `care_type` are empty for measures of the population.
pub const HEADER: [&str; 19] = [
    "area",
    "year",
    "scenario",
    "measure",
    "sex",
    "age_from",
    "age_to",
    "care_grade",
    "care_type",
    "value",
    "q0025",
    "q10",
    "q25",
    "q50",
    "q75",
    "q90",
    "q975",
    "reading",
    "name",
];

impl Row {
    /// The row's cells in the order of [`HEADER`]; persons with one decimal.
    fn cells(&self) -> Vec<Cell<'_>> {
        let age = |age: Option<usize>| Cell::of(age, |age| Cell::Count(age as u64));
        let mut cells = vec![
            Cell::text(self.area.as_str()),
            Cell::Year(self.year.0),
            Cell::text(self.scenario.as_str()),
            Cell::text(self.measure.word()),
            Cell::of(self.sex, |sex| Cell::text(sex.word())),
            age(self.age_from),
            age(self.age_to),
            Cell::of(self.care_grade, |grade| Cell::Count(grade.number().into())),
            Cell::of(self.care_type, |care_type| Cell::text(care_type.word())),
            Cell::decimal(self.value, 1),
        ];
        cells
            .extend((0..QUANTILES.len()).map(|at| Cell::of(self.quantiles, |all| Cell::decimal(all[at], 1))));
        cells.push(Cell::of(self.reliability, |reliability| Cell::text(reliability.word())));
        cells.push(Cell::text(self.area_name()));
        cells
    }
}

impl Forecast {
    /// The rows as a table with the columns of [`HEADER`].
    pub fn document(&self) -> Document<'_> {
        Document::new(Sheet::new("Vorausberechnung", HEADER, self.rows.iter().map(Row::cells)))
    }
}

/// The groups of cells that rows are asked for, in the order in which they stand.
pub(crate) fn groups(by: Breakdown) -> Vec<Group> {
    let sexes: &[Option<Sex>] = if by.sex { &[Some(Sex::Male), Some(Sex::Female)] } else { &[None] };
    let ages: Vec<(usize, usize)> = match by.age {
        Ages::All => vec![(0, OPEN_AGE)],
        Ages::Groups => (0..95).step_by(5).map(|from| (from, from + 4)).chain([(95, OPEN_AGE)]).collect(),
        Ages::Single => (0..=OPEN_AGE).map(|age| (age, age)).collect(),
    };
    let of_sex = |sex: &Option<Sex>| -> Vec<Group> {
        ages.iter().map(|(from, to)| Group::new(*sex, *from..=*to)).collect()
    };
    sexes.iter().flat_map(of_sex).collect()
}

/// The ages of a group as a row names them: none for all ages, no end for the open group.
pub(crate) fn named_ages(group: &Group) -> (Option<usize>, Option<usize>) {
    match (*group.ages.start(), *group.ages.end()) {
        (0, OPEN_AGE) => (None, None),
        (from, OPEN_AGE) => (Some(from), None),
        (from, to) => (Some(from), Some(to)),
    }
}
