//! Staff: needed, available, and the gap between both.

use super::cell::NoSuchCell;
use super::figure::{Figure, Unit};
use super::{Cell, Explainer};
use crate::care::{formulas, heads_available, heads_in_homes, heads_in_services};
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
        Ok(formulas::full_time(&what, heads, fte))
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
            formulas::staff_needed(homes, services)
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
        let of = |district: usize| heads_available(self, district, cell.year);
        let heads = self.by_district(
            place,
            (&format!("heads of staff available at the end of {}", cell.year.0), Unit::Heads),
            of,
        );
        self.in_unit(heads, unit)
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
        Ok(formulas::staff_gap(&what, of, needed, available))
    }
}
