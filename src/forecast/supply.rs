//! The places that the register holds, by date: those that are there, those that will open, and those that
//! have announced to close.

use chrono::{Datelike, NaiveDate};

use crate::care::{Change, PlaceKind, Places};
use crate::register::{CategoryTree, Facility};
use crate::units::{Ags, Year};

/// The register's places of the kinds that are planned.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RegisteredSupply {
    /// The version of the register.
    pub version: u64,
    /// Offers without a number of places; they are unknown, not zero.
    pub without_places: usize,
    /// Places for short-term guests inside homes. They are residential places already and never added.
    pub embedded_short_term: f64,
    /// Whether invented facilities are among them.
    pub has_examples: bool,
    offers: Vec<Registered>,
}

#[derive(Debug, Clone, PartialEq)]
struct Registered {
    facility: String,
    municipality: Ags,
    kind: PlaceKind,
    places: f64,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl RegisteredSupply {
    /// The places of facilities but those that no office has confirmed; the category tree says which are planned, and as
    /// what.
    pub fn new(categories: &CategoryTree, facilities: &[Facility], version: u64) -> Self {
        let mut supply = Self { version, ..Self::default() };
        for facility in facilities.iter().filter(|facility| !facility.is_unconfirmed()) {
            for offer in &facility.offers {
                let Some(category) = categories.get(offer.category.as_str()) else { continue };
                let Some(kind) = category.place_kind else { continue };
                if category.inside.is_some() {
                    if kind == PlaceKind::ShortTerm {
                        supply.embedded_short_term += offer.places.map_or(0.0, f64::from);
                    }
                    continue;
                }
                supply.has_examples |= facility.example;
                let Some(places) = offer.places else {
                    supply.without_places += 1;
                    continue;
                };
                supply.offers.push(Registered {
                    facility: facility.name.to_string(),
                    municipality: facility.municipality.clone(),
                    kind,
                    places: f64::from(places),
                    from: offer.valid_from.max(facility.valid_from),
                    to: earlier(offer.valid_to, facility.valid_to),
                });
            }
        }
        supply
    }

    /// Places of a kind on the 31 December of a year by municipality, those that are chosen and have some.
    pub fn by_municipality(
        &self,
        (year, kind): (Year, PlaceKind),
        chosen: impl Fn(&Ags) -> bool,
    ) -> Vec<(Ags, f64)> {
        let mut keys: Vec<&Ags> =
            self.offers.iter().map(|one| &one.municipality).filter(|key| chosen(key)).collect();
        keys.sort();
        keys.dedup();
        let places = |key: &&Ags| ((*key).clone(), self.places(year, |own| own == *key).of(kind));
        keys.iter().map(places).filter(|(_, places)| *places > 0.0).collect()
    }

    /// What the register announces around the year of a planned change of the same kind in the same district: it may be
    /// the same home, and both are counted.
    pub(crate) fn announced_beside(&self, change: &Change) -> Vec<String> {
        let near = |day: Option<NaiveDate>| day.filter(|day| (day.year() - change.year.0).abs() <= 1);
        let own = self.offers.iter().filter(|one| {
            one.kind == change.kind && one.municipality.district().as_ref() == Some(&change.area)
        });
        let announced = own.filter_map(|one| {
            let (day, verb) =
                if change.places > 0.0 { (near(one.from)?, "opens") } else { (near(one.to)?, "closes") };
            Some(format!("\"{}\" {verb} {:.0} places on {day}", one.facility, one.places))
        });
        announced.collect()
    }

    /// Places on the 31 December of a year in the municipalities that are chosen.
    pub(crate) fn places(&self, year: Year, chosen: impl Fn(&Ags) -> bool) -> Places {
        let mut sum = Places::default();
        let Some(day) = NaiveDate::from_ymd_opt(year.0, 12, 31) else { return sum };
        let there =
            |one: &&Registered| one.from.is_none_or(|from| from <= day) && one.to.is_none_or(|to| to >= day);
        for one in self.offers.iter().filter(there).filter(|one| chosen(&one.municipality)) {
            let more = match one.kind {
                PlaceKind::Residential => Places { residential: one.places, ..Places::default() },
                PlaceKind::ShortTerm => Places { short_term: one.places, ..Places::default() },
                PlaceKind::DayCare => Places { day_care: one.places, ..Places::default() },
            };
            sum = sum.plus(&more);
        }
        sum
    }
}

/// The first of two ends, where nothing means no end.
fn earlier(a: Option<NaiveDate>, b: Option<NaiveDate>) -> Option<NaiveDate> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::{CategorySlug, Offer, Position, PositionSource, SourceRef};
    use crate::units::GeoPoint;

    fn offer(category: &str, places: Option<u32>, from: Option<i32>, to: Option<i32>) -> Offer {
        let day = |year: Option<i32>| year.and_then(|year| NaiveDate::from_ymd_opt(year, 6, 30));
        Offer {
            places,
            valid_from: day(from),
            valid_to: day(to),
            ..Offer::new(CategorySlug::new(category), "1")
        }
    }

    fn facility(municipality: &str, offers: Vec<Offer>) -> Facility {
        Facility {
            offers,
            valid_to: NaiveDate::from_ymd_opt(2035, 12, 30),
            ..Facility::new(
                "a",
                "A",
                Position {
                    point: GeoPoint { lon: 11.0, lat: 53.0 },
                    source: PositionSource::ALL[0],
                    municipality: Ags::parse(municipality).unwrap(),
                },
                SourceRef { source: "s".into(), id: "1".into() },
            )
        }
    }

    /// 80 places there, 20 that open in 2028, 30 that close in 2030; 8 embedded ones are told and not added; one offer has no number.
    #[test]
    fn places_count_by_their_dates_and_embedded_ones_do_not() {
        let tree = CategoryTree::from_toml(include_str!("../../models/categories.toml")).unwrap();
        let offers = vec![
            offer("residential_care", Some(80), None, None),
            offer("short_term_care_embedded", Some(8), None, None),
            offer("day_care", Some(20), Some(2028), None),
            offer("night_care", None, None, None),
            offer("short_term_care", Some(30), None, Some(2030)),
            offer("pharmacy", Some(5), None, None),
        ];
        let supply = RegisteredSupply::new(&tree, &[facility("13076001", offers)], 7);
        assert_eq!((supply.version, supply.without_places, supply.embedded_short_term), (7, 1, 8.0));
        let in_year = |year| supply.places(Year(year), |_| true);
        assert_eq!(in_year(2027), Places { residential: 80.0, short_term: 30.0, day_care: 0.0 });
        assert_eq!(in_year(2029), Places { residential: 80.0, short_term: 30.0, day_care: 20.0 });
        assert_eq!(in_year(2030), Places { residential: 80.0, short_term: 0.0, day_care: 20.0 });
        // The whole facility closes on 30 December 2035.
        assert_eq!(in_year(2035), Places::default());
        assert_eq!(supply.places(Year(2029), |key| key.as_str() == "13076002"), Places::default());
    }

    #[test]
    fn places_that_no_office_has_confirmed_are_no_supply() {
        let tree = CategoryTree::from_toml(include_str!("../../models/categories.toml")).unwrap();
        let home = facility("13076001", vec![offer("residential_care", Some(80), None, None)]);
        let places = |confirmed| {
            let supply = RegisteredSupply::new(&tree, &[Facility { confirmed, ..home.clone() }], 7);
            supply.places(Year(2027), |_| true).residential
        };
        assert_eq!([None, Some(true), Some(false)].map(places), [80.0, 80.0, 0.0]);
    }
}
