//! Dementia, relief, Hilfe zur Pflege, and the informal potential.

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit};
use super::need::cells;
use super::{Cell, Explainer};
use crate::care::{cost, formulas, recipients, with_prices};
use crate::forecast::area::ForecastArea;
use crate::model::OPEN_AGE;
use crate::model::care::{ASSISTANCE_YEAR, care_ages};
use crate::projection::Group;
use crate::units::CareType;

impl Explainer<'_> {
    pub(crate) fn dementia(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let part = cell.part()?;
        let of = |district: usize| {
            let terms = cells(&part).filter(|(_, group)| self.model.care.dementia[*group] > 0.0).map(
                |(sex, group)| {
                    let ages = Group::new(Some(sex), care_ages(group));
                    let residents = self.residents(place, district, &ages, cell.year);
                    let share = self.model.care.dementia[group];
                    let share = Figure::given(
                        "share with dementia, both sexes",
                        share,
                        Unit::Share,
                        self.cited("care/dementia.csv"),
                    );
                    formulas::persons(&Cell::residents(cell.year, sex, group).who(), residents, share)
                },
            );
            Figure::sum("people with dementia", Unit::Persons, terms.collect())
        };
        let what = format!("people with dementia at the end of {}: {}", cell.year.0, cell.who());
        Ok(self.by_district(place, (&what, Unit::Persons), of))
    }

    pub(crate) fn relief(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        self.whole(place, cell.measure)?;
        let of = |district: usize| {
            let leaf = |kind| self.need_leaf(place, district, cell, kind);
            formulas::at_home(leaf(None), leaf(Some(CareType::Residential)))
        };
        let what = format!(
            "people in need at home at the end of {}, who have the relief amount of § 45b SGB XI",
            cell.year.0
        );
        Ok(self.by_district(place, (&what, Unit::Persons), of))
    }

    pub(crate) fn recipients(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        self.whole(place, cell.measure)?;
        let what = format!("recipients of Hilfe zur Pflege in {}", cell.year.0);
        Ok(self
            .by_district(place, (&what, Unit::Persons), |district| self.recipients_of(place, district, cell)))
    }

    fn recipients_of(&self, place: &ForecastArea, district: usize, cell: &Cell) -> Figure {
        recipients(self, district, self.need_leaf(place, district, cell, Some(CareType::Residential)))
    }

    fn cost_of(&self, place: &ForecastArea, district: usize, cell: &Cell) -> Figure {
        cost(self, district, self.recipients_of(place, district, cell))
    }

    pub(crate) fn cost(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        self.whole(place, cell.measure)?;
        let what =
            format!("cost of Hilfe zur Pflege in {} at the prices of {}", cell.year.0, ASSISTANCE_YEAR.0);
        Ok(self.by_district(place, (&what, Unit::Euro), |district| self.cost_of(place, district, cell)))
    }

    pub(crate) fn cost_with_prices(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        self.whole(place, cell.measure)?;
        let of = |district| with_prices(self, self.cost_of(place, district, cell), cell.year);
        let what = format!("cost of Hilfe zur Pflege in {} at rising prices", cell.year.0);
        Ok(self.by_district(place, (&what, Unit::Euro), of))
    }

    pub(crate) fn informal_potential(&self, place: &ForecastArea, cell: &Cell) -> Result<Figure, NoSuchCell> {
        let residents = |what: &str, ages: std::ops::RangeInclusive<usize>| {
            let group = Group::new(None, ages);
            self.by_district(place, (what, Unit::Persons), |district| {
                self.residents(place, district, &group, cell.year)
            })
        };
        let carers = residents("women and men of 45 to 64", 45..=64);
        let old = residents("people of 75 and older", 75..=OPEN_AGE);
        if old.value <= 0.0 {
            let said = format!("nobody of 75 and older lives in {}", place.key);
            return Err(NoSuchCell { field: "measure", said });
        }
        let each = formulas::potential(carers, old);
        let hundred = Figure::given(
            "for each 100",
            100.0,
            Unit::Factor,
            each.all_sources().into_iter().map(str::to_owned).collect(),
        );
        let what =
            format!("women and men of 45 to 64 for each 100 of 75 and older at the end of {}", cell.year.0);
        Ok(formulas::potential_per_100(&what, hundred, each))
    }
}
