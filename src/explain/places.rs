//! Places: need, supply, and the balance of both.

use super::cell::NoSuchCell;
use super::figure::{Figure, REGISTER, Unit};
use super::{Cell, Explainer};
use crate::care::{DAY_CARE_FROM, PlaceKind, formulas, places_needed, places_of_survey};
use crate::forecast::RegisteredSupply;
use crate::forecast::area::ForecastArea;
use crate::forecast::rows::Measure;
use crate::model::OPEN_AGE;
use crate::model::care::REQUEST;
use crate::projection::Group;
use crate::units::CareType;

impl Explainer<'_> {
    pub(crate) fn places_needed(&self, place: &ForecastArea, cell: &Cell, kind: PlaceKind) -> Figure {
        let need = |district, kind| self.need_leaf(place, district, cell, Some(kind));
        let of = |district: usize| {
            let people = match kind {
                PlaceKind::Residential => need(district, CareType::Residential),
                PlaceKind::ShortTerm => {
                    let at_home = [CareType::AllowanceOnly, CareType::HomeCare];
                    let [allowance_only, home_care] = at_home.map(|kind| need(district, kind));
                    formulas::cared_for_at_home(allowance_only, home_care)
                }
                PlaceKind::DayCare => {
                    let group = Group::new(None, DAY_CARE_FROM..=OPEN_AGE);
                    self.residents(place, district, &group, cell.year)
                }
            };
            places_needed(self, district, kind, people)
        };
        let what = format!("places of {} needed at the end of {}", kind.word(), cell.year.0);
        self.by_district(place, (&what, Unit::Places), of)
    }

    pub(crate) fn places_supply(
        &self,
        place: &ForecastArea,
        cell: &Cell,
        kind: PlaceKind,
    ) -> Result<Figure, NoSuchCell> {
        let what = format!("places of {} at the end of {}", kind.word(), cell.year.0);
        if let Some(register) = &self.request.supply {
            return Ok(self.registered(place, cell, (kind, &what), register));
        }
        if place.is_small() {
            let said = format!(
                "the statistics know places of whole districts, not of {}; hint: take those of the register (supply register)",
                place.key
            );
            return Err(NoSuchCell { field: "supply", said });
        }
        let of = |district: usize| {
            let planned = self.planned(cell, kind, |area| *area == self.model.districts[district].key);
            Figure::sum(
                "places",
                Unit::Places,
                [vec![places_of_survey(self, district, kind)], planned].concat(),
            )
        };
        Ok(self.by_district(place, (&what, Unit::Places), of))
    }

    /// Places that the request plans to open or to close until then.
    fn planned(
        &self,
        cell: &Cell,
        kind: PlaceKind,
        chosen: impl Fn(&crate::units::Ags) -> bool,
    ) -> Vec<Figure> {
        let planned = self.request.care.own.planned.iter();
        let own =
            planned.filter(|change| change.kind == kind && change.year <= cell.year && chosen(&change.area));
        let figure = |change: &crate::care::Change| {
            let what = format!("planned for {} in {}", change.area, change.year.0);
            Figure::given(what, change.places, Unit::Places, vec![REQUEST.to_owned()])
        };
        own.map(figure).collect()
    }

    fn registered(
        &self,
        place: &ForecastArea,
        cell: &Cell,
        (kind, what): (PlaceKind, &str),
        register: &RegisteredSupply,
    ) -> Figure {
        let found = register.by_municipality((cell.year, kind), |key| place.holds(self.model, key));
        let figure = |(key, places): (crate::units::Ags, f64)| {
            let name =
                self.model.municipalities.iter().find(|one| one.key == key).map_or("", |one| &one.name);
            let what = format!(
                "offers in {name} ({key}) that are there on 31 December, version {}",
                register.version
            );
            Figure::given(what, places, Unit::Places, vec![REGISTER.to_owned()])
        };
        let mut of: Vec<Figure> = found.into_iter().map(figure).collect();
        of.extend(self.planned(cell, kind, |area| {
            let district = self.model.districts.iter().position(|one| one.key == *area);
            district.is_some_and(|district| place.covers(district))
        }));
        Figure::sum(what, Unit::Places, of)
    }

    pub(crate) fn places_balance(
        &self,
        place: &ForecastArea,
        cell: &Cell,
        kind: PlaceKind,
    ) -> Result<Figure, NoSuchCell> {
        let supply = self.places_supply(place, &cell.with(Measure::PlacesSupply(kind)), kind)?;
        let needed = self.places_needed(place, &cell.with(Measure::PlacesNeeded(kind)), kind);
        let what = format!(
            "places of {} at the end of {}, less those needed: below zero some are missing",
            kind.word(),
            cell.year.0
        );
        Ok(formulas::places_balance(&what, supply, needed))
    }
}
