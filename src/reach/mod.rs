//! Who reaches what, and where a new offer helps most.
//!
//! Plain values in, plain values out: residents in the cells of a census grid, offers with their places, and the time from
//! each to each. The people of a cell are counted at its centre, at most 710 m from where they live.

mod catchment;
mod change;
mod door;
mod estimates;
mod ground;
mod roads;
mod siting;
mod times;

pub use catchment::{ZONES, accessibility};
pub use change::{Change, UnknownOffer, apply};
pub use door::{Reach, ReachSpec, SitingSpec, Variant, WhatIf, reach, reach_by_level, times_to, what_if};
pub use ground::{Cell, share_out, with_own_counts};
pub use siting::{Method, Problem, Site, Siting, UNREACHED};
pub use times::Times;

use std::collections::BTreeMap;

use crate::areas::{Areas, Level};
use crate::units::{GeoPoint, Seconds};

crate::units::words! {
    /// Groups of residents by age.
    pub enum Group {
        /// All residents.
        All = "all",
        /// Aged 65 and older.
        From65 = "65+",
        /// Aged 80 and older.
        From80 = "80+",
    }
}

impl Group {
    /// The age in years from which on people belong to the group.
    pub fn first_age(self) -> usize {
        match self {
            Self::All => 0,
            Self::From65 => 65,
            Self::From80 => 80,
        }
    }
}

/// Residents of a municipality at one point: those of a cell, or all of them at the settlement.
#[derive(Debug, Clone, PartialEq)]
pub struct Residents {
    /// AGS of the municipality.
    pub key: String,
    /// Where they are counted.
    pub point: GeoPoint,
    /// In the order of [`Group::ALL`].
    pub persons: [f64; 3],
}

impl Residents {
    /// Residents of a group, in persons.
    pub fn of(&self, group: Group) -> f64 {
        self.persons[group as usize]
    }
}

/// Somewhere care is offered.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// The id of its facility.
    pub id: String,
    /// Where it is.
    pub point: GeoPoint,
    /// `None` where the places are not known, or the category counts none.
    pub places: Option<f64>,
}

/// An area and the positions of its people in the list of residents.
#[derive(Debug, Clone, PartialEq)]
pub struct Members {
    /// The key of the area; 13 for the state.
    pub key: String,
    /// `None` for the state.
    pub level: Option<Level>,
    /// Positions in the list of residents.
    pub residents: Vec<usize>,
}

/// How many people of an area reach an offer in time.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The key of the area.
    pub area: String,
    /// The limit of the travel time.
    pub minutes: f64,
    /// Whose number and reach it is.
    pub group: Group,
    /// Residents of the group in the area.
    pub persons: f64,
    /// Those of them whose nearest offer is within the limit.
    pub persons_reached: f64,
    /// Of a municipality: the time in which half of the group reach their nearest offer; `None` where they have no way.
    pub nearest: Option<Seconds>,
}

impl Row {
    /// `None` where nobody lives.
    pub fn share(&self) -> Option<f64> {
        (self.persons > 0.0).then(|| self.persons_reached / self.persons)
    }
}

/// Places that people of an area can get at, for each thousand of the group.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// The key of the area.
    pub area: String,
    /// Places per 1,000 people of the group, by the two-step floating catchment area method (E2SFCA).
    pub places_per_1000: f64,
}

/// The areas of a level, each with the positions of its people in `residents`; the state as a whole without a level.
/// A municipality that `areas` does not have belongs to none.
pub fn members(areas: &Areas, level: Option<Level>, residents: &[Residents]) -> Vec<Members> {
    let Some(level) = level else {
        let all = (0..residents.len()).collect();
        return vec![Members { key: "13".to_owned(), level: None, residents: all }];
    };
    let mut by_municipality: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, it) in residents.iter().enumerate() {
        by_municipality.entry(&it.key).or_default().push(at);
    }
    areas
        .level(level)
        .map(|area| {
            let is_inside = |key: &str| {
                areas.get(key).is_some_and(|it| match level {
                    Level::District => it.district() == area.key,
                    // A municipality without an Amt is its own.
                    Level::Amt => it.parent == area.key || it.key == area.key,
                    Level::Municipality => it.key == area.key,
                })
            };
            let inside = by_municipality.iter().filter(|(key, _)| is_inside(key));
            let residents = inside.flat_map(|(_, positions)| positions).copied().collect();
            Members { key: area.key.clone(), level: Some(level), residents }
        })
        .collect()
}

/// Rows by area, minutes and group. `nearest` is the time of each resident to the nearest offer.
pub fn rows(
    members: &[Members],
    residents: &[Residents],
    nearest: &[Option<Seconds>],
    minutes: &[f64],
) -> Vec<Row> {
    let mut rows = Vec::with_capacity(members.len() * minutes.len() * Group::ALL.len());
    for area in members {
        let of_half = Group::ALL.map(|group| time_of_half(area, residents, nearest, group));
        let alone = (area.level == Some(Level::Municipality)).then_some(of_half);
        for minutes in minutes {
            for group in Group::ALL {
                let sum = |reached_only: bool| -> f64 {
                    let counts = |at: &&usize| {
                        !reached_only || nearest[**at].is_some_and(|time| time.0 <= minutes * 60.0)
                    };
                    // From 0.0, as an empty sum of floats is -0.
                    let persons = area.residents.iter().filter(counts).map(|at| residents[*at].of(group));
                    persons.fold(0.0, |sum, persons| sum + persons)
                };
                rows.push(Row {
                    area: area.key.clone(),
                    minutes: *minutes,
                    group,
                    persons: sum(false),
                    persons_reached: sum(true),
                    nearest: alone.and_then(|of_half| of_half[group as usize]),
                });
            }
        }
    }
    rows
}

/// The shortest time in which at least half of a group reach their nearest offer.
fn time_of_half(
    area: &Members,
    residents: &[Residents],
    nearest: &[Option<Seconds>],
    group: Group,
) -> Option<Seconds> {
    let times = area.residents.iter().map(|at| (nearest[*at], residents[*at].of(group)));
    let mut times: Vec<(Option<Seconds>, f64)> = times.filter(|(_, persons)| *persons > 0.0).collect();
    let in_seconds = |time: &Option<Seconds>| time.map_or(f64::INFINITY, |time| time.0);
    times.sort_by(|a, b| in_seconds(&a.0).total_cmp(&in_seconds(&b.0)));
    let half = times.iter().map(|(_, persons)| persons).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    let is_half = |(_, persons): &&(Option<Seconds>, f64)| {
        sum += persons;
        sum >= half
    };
    times.iter().find(is_half).and_then(|(time, _)| *time)
}

/// Accessibility by area, weighted by where the group lives; nothing where nobody does.
pub fn balance(
    members: &[Members],
    residents: &[Residents],
    offers: &[Offer],
    times: &Times,
    group: Group,
) -> Vec<Balance> {
    let demand: Vec<f64> = residents.iter().map(|it| it.of(group)).collect();
    let supply: Vec<f64> = offers.iter().map(|offer| offer.places.unwrap_or(0.0)).collect();
    let access = accessibility(&demand, &supply, times);
    let balance = |area: &Members| {
        let persons: f64 = area.residents.iter().map(|at| demand[*at]).sum();
        let places: f64 = area.residents.iter().map(|at| demand[*at] * access[*at]).sum();
        (persons > 0.0)
            .then(|| Balance { area: area.key.clone(), places_per_1000: places / persons * 1000.0 })
    };
    members.iter().filter_map(balance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::TravelSource;
    use proptest::prelude::*;

    fn residents(key: &str, persons: [f64; 3]) -> Residents {
        Residents { key: key.into(), point: GeoPoint { lon: 12.0, lat: 53.5 }, persons }
    }

    /// By hand: two municipalities of 100 and 300 people reach the nearest offer in 10 and 20 minutes. Within 15
    /// minutes it is 100 of 400, a quarter.
    #[test]
    fn the_share_is_that_of_people_and_not_of_municipalities() {
        let people = [residents("13076001", [100.0, 20.0, 5.0]), residents("13076002", [300.0, 90.0, 25.0])];
        let times = Times::new(
            TravelSource::Fixed,
            &[vec![Some(Seconds(900.0)), Some(Seconds(600.0))], vec![Some(Seconds(1200.0)), None]],
        );
        let both = Members { key: "13076".into(), level: Some(Level::District), residents: vec![0, 1] };
        let one = Members { key: "13076002".into(), level: Some(Level::Municipality), residents: vec![1] };
        let rows = rows(&[both, one], &people, &times.nearest(), &[15.0, 20.0]);
        assert_eq!(rows[0].share(), Some(0.25));
        assert_eq!((rows[1].group, rows[1].persons_reached), (Group::From65, 20.0));
        assert_eq!(rows[3].share(), Some(1.0));
        assert_eq!(rows[0].nearest, None);
        assert_eq!(rows[6].nearest, Some(Seconds(1200.0)));
        assert_eq!(rows.len(), 12);
    }

    /// By hand: three cells of one municipality with 100, 30 and 70 people, who need 5, 12 and 20 minutes. Within 15 minutes
    /// it is 130 of 200; the first hundred are half of them. The old all live in the third.
    #[test]
    fn a_part_of_a_municipality_reaches_an_offer() {
        let people =
            [[100.0, 0.0, 0.0], [30.0, 0.0, 0.0], [70.0, 40.0, 9.0]].map(|it| residents("13076001", it));
        let minutes = [5.0, 12.0, 20.0].map(|it: f64| Some(Seconds(it * 60.0)));
        let one =
            Members { key: "13076001".into(), level: Some(Level::Municipality), residents: vec![0, 1, 2] };
        let rows = rows(&[one], &people, &minutes, &[15.0]);
        let shares: Vec<Option<f64>> = rows.iter().map(Row::share).collect();
        assert_eq!(shares, [Some(0.65), Some(0.0), Some(0.0)]);
        assert_eq!((rows[0].persons, rows[0].persons_reached), (200.0, 130.0));
        assert_eq!(rows[0].nearest, Some(Seconds(300.0)));
        assert_eq!(rows[1].nearest, Some(Seconds(1200.0)));
    }

    proptest! {
        /// Wherever people live: every area by adding up its people one by one, and half of them by sorting all.
        #[test]
        fn rows_are_those_of_counting_everybody(
            people in prop::collection::vec(
                (0..4_usize, prop::option::of(0_u16..4_000), 0.0..500.0_f64, 0.0..1.0_f64), 1..40
            ),
            minutes in prop::collection::vec(1.0..70.0_f64, 1..4),
        ) {
            let list: Vec<Residents> = people.iter()
                .map(|(at, _, all, old)| residents(&format!("1307600{at}"), [*all, all * old, all * old * old])).collect();
            let nearest: Vec<Option<Seconds>> = people.iter().map(|it| it.1.map(|it| Seconds(f64::from(it)))).collect();
            let areas: Vec<Members> = (0..4).map(|area| Members {
                key: format!("1307600{area}"),
                level: Some(Level::Municipality),
                residents: (0..list.len()).filter(|at| people[*at].0 == area).collect(),
            }).collect();
            for row in rows(&areas, &list, &nearest, &minutes) {
                let inside = || (0..list.len()).filter(|at| list[*at].key == row.area);
                let within = |limit: f64| -> f64 {
                    inside().filter(|at| nearest[*at].is_some_and(|it| it.0 <= limit)).map(|at| list[at].of(row.group)).sum()
                };
                prop_assert!((row.persons_reached - within(row.minutes * 60.0)).abs() < 1e-9);
                prop_assert!((row.persons - inside().map(|at| list[at].of(row.group)).sum::<f64>()).abs() < 1e-9);
                if let Some(Seconds(half)) = row.nearest {
                    prop_assert!(within(half) >= row.persons / 2.0 - 1e-9 && within(half - 1.0) < row.persons / 2.0 + 1e-9);
                } else {
                    prop_assert!(within(f64::INFINITY) < row.persons / 2.0 + 1e-9);
                }
            }
        }
    }
}
