//! Places: needed, there, and the balance of both.

use super::cell::NoSuchCell;
use super::figure::{Figure, REGISTER, Unit, keys};
use super::{Cell, Explainer};
use crate::care::{DAY_CARE_FROM, PlaceKind, persons_from};
use crate::forecast::RegisteredSupply;
use crate::forecast::area::ForecastArea;
use crate::forecast::rows::Measure;
use crate::model::OPEN_AGE;
use crate::model::care::{PlacesCount, PlacesKind, REQUEST};
use crate::projection::Group;
use crate::units::CareType;

impl Explainer<'_> {
    pub(crate) fn places_needed(&self, place: &ForecastArea, cell: &Cell, kind: PlaceKind) -> Figure {
        let of = |district: usize| match kind {
            PlaceKind::Residential => Figure::quotient(
                "places for them",
                Unit::Places,
                self.need_leaf(place, district, cell, Some(CareType::Residential)),
                self.occupancy("occupancy_residential"),
            ),
            PlaceKind::ShortTerm => self.short_term_needed(place, district, cell),
            PlaceKind::DayCare => {
                let group = Group::new(None, DAY_CARE_FROM..=OPEN_AGE);
                let residents = self.residents(place, district, &group, cell.year);
                Figure::product("places for them", Unit::Places, vec![residents, self.density(district)])
            }
        };
        let what = format!("places of {} needed at the end of {}", kind.word(), cell.year.0);
        self.by_district(place, (&what, Unit::Places), of)
    }

    fn occupancy(&self, name: &str) -> Figure {
        let parameters = &self.forecast.parameters;
        let value = match name {
            "occupancy_residential" => parameters.occupancy_residential,
            "occupancy_short_term" => parameters.occupancy_short_term,
            _ => parameters.occupancy_day_care,
        };
        Figure::given("share of the places that is to be occupied", value, Unit::Share, self.parameter(name))
    }

    fn short_term_needed(&self, place: &ForecastArea, district: usize, cell: &Cell) -> Figure {
        let leaf = |kind| self.need_leaf(place, district, cell, Some(kind));
        let at_home = vec![leaf(CareType::AllowanceOnly), leaf(CareType::HomeCare)];
        let at_home = Figure::sum("people cared for at home", Unit::Persons, at_home);
        let name = "short_term_guests_per_1000_at_home";
        let guests = self.forecast.parameters.short_term_guests_per_1000_at_home;
        let guests = Figure::given(
            "guests of short-term care for each of them",
            guests / 1_000.0,
            Unit::Ratio,
            self.parameter(name),
        );
        let guests = Figure::product("guests", Unit::Persons, vec![at_home, guests]);
        Figure::quotient("places for them", Unit::Places, guests, self.occupancy("occupancy_short_term"))
    }

    /// Places of day and night care for each resident of 75 and older.
    fn density(&self, district: usize) -> Figure {
        let own = self.request.care.own.day_care_per_100_from_75;
        if let Some(places) = own {
            return Figure::given(
                "places for each of them, the target",
                places / 100.0,
                Unit::Ratio,
                vec![REQUEST.to_owned()],
            );
        }
        let old = persons_from(&self.survey.districts[district].population, DAY_CARE_FROM);
        let year = self.survey.year.0;
        let history = self.cited("observed.csv");
        let old = Figure::given(
            format!("residents of {DAY_CARE_FROM} and older in {year}"),
            old,
            Unit::Persons,
            history,
        );
        let today = Figure::quotient(
            "places for each of them in the survey",
            Unit::Ratio,
            self.surveyed(district, PlaceKind::DayCare),
            old,
        );
        let law = Figure::given(
            "occupancy of the law",
            self.model.care.parameters.occupancy_day_care,
            Unit::Share,
            self.by_model("occupancy_day_care"),
        );
        let factor = Figure::quotient(
            "occupancy of the law over the planned one",
            Unit::Factor,
            law,
            self.occupancy("occupancy_day_care"),
        );
        Figure::product("places for each of them", Unit::Ratio, vec![today, factor])
    }

    /// Keys of the model's own value of a parameter.
    pub(crate) fn by_model(&self, name: &str) -> Vec<String> {
        keys(self.model.care.parameters.source.get(name).map_or("", String::as_str))
    }

    /// A figure of the survey's count of places.
    fn counted_places(&self, district: usize, kind: PlacesKind, what: &str) -> Figure {
        let survey = &self.survey.districts[district];
        let year = self.survey.year;
        let same =
            |count: &&PlacesCount| count.area == survey.key && count.year == year && count.kind == kind;
        let count = self.model.care.places.iter().find(same);
        let (places, source) = count.map_or((0.0, ""), |count| (count.places, &count.source));
        let what = format!("{what} in {} in {}", survey.key, year.0);
        Figure::given(what, places, Unit::Places, keys(source))
    }

    /// The official places of the survey.
    fn surveyed(&self, district: usize, kind: PlaceKind) -> Figure {
        let residential =
            || self.counted_places(district, PlacesKind::Residential, "places for residents of homes");
        let all = || self.counted_places(district, PlacesKind::All, "all places in homes");
        let short_term = || {
            let rest = "places that are not for residents";
            let rest = Figure::difference(rest, Unit::Places, vec![all(), residential()]);
            let at_home = [CareType::AllowanceOnly, CareType::HomeCare];
            let at_home = at_home.map(|kind| self.type_count(district, kind)).to_vec();
            let mut sources = self.by_model("short_term_guests_per_1000_at_home");
            sources.extend(self.by_model("occupancy_short_term"));
            let what = "dedicated short-term places: those that people at home need at the state's rate, and no more than there are";
            let value = self.forecast.places_of_survey[district].short_term;
            Figure::method(what, value, Unit::Places, [vec![rest], at_home].concat(), sources)
        };
        match kind {
            PlaceKind::Residential => residential(),
            PlaceKind::ShortTerm => short_term(),
            PlaceKind::DayCare => {
                let of = vec![all(), residential(), short_term()];
                Figure::difference("places of day and night care: what the others leave", Unit::Places, of)
            }
        }
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
            Figure::sum("places", Unit::Places, [vec![self.surveyed(district, kind)], planned].concat())
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
        Ok(Figure::difference(what, Unit::Places, vec![supply, needed]))
    }
}
