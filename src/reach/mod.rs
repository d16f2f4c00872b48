//! Who reaches what, and where a new offer helps most.
//!
//! Plain values in, plain values out: residents at the points of their municipalities, offers with their
//! places, and the time from each to each. All people of a municipality are counted at its one point, so
//! inside a large town real times differ.

mod catchment;
mod change;
mod door;
mod siting;
mod times;

pub use catchment::{ZONES, accessibility};
pub use change::{Change, UnknownOffer, apply};
pub use door::{Reach, ReachSpec, SitingSpec, Variant, WhatIf, reach, what_if};
pub use siting::{Method, Site, Siting, UNREACHED, sites};
pub use times::Times;

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

/// The residents of one municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct Residents {
    /// AGS.
    pub key: String,
    /// The settlement that stands for all residents of the municipality.
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

/// An area and the positions of its municipalities among the residents.
#[derive(Debug, Clone, PartialEq)]
pub struct Members {
    /// The key of the area; 13 for the state.
    pub key: String,
    /// `None` for the state.
    pub level: Option<Level>,
    /// Positions in the list of residents.
    pub municipalities: Vec<usize>,
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
    /// Of one municipality; of a larger area there is no one nearest time.
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

/// The areas of a level, each with the positions of its municipalities in `residents`; the state as a whole without a level.
/// A municipality that `areas` does not have belongs to none.
pub fn members(areas: &Areas, level: Option<Level>, residents: &[Residents]) -> Vec<Members> {
    let Some(level) = level else {
        let all = (0..residents.len()).collect();
        return vec![Members { key: "13".to_owned(), level: None, municipalities: all }];
    };
    areas
        .level(level)
        .map(|area| {
            let inside = |at: &usize| {
                areas.get(&residents[*at].key).is_some_and(|it| match level {
                    Level::District => it.district() == area.key,
                    // A municipality without an Amt is its own.
                    Level::Amt => it.parent == area.key || it.key == area.key,
                    Level::Municipality => it.key == area.key,
                })
            };
            let municipalities = (0..residents.len()).filter(inside).collect();
            Members { key: area.key.clone(), level: Some(level), municipalities }
        })
        .collect()
}

/// Rows by area, minutes and group.
pub fn rows(members: &[Members], residents: &[Residents], times: &Times, minutes: &[f64]) -> Vec<Row> {
    let nearest: Vec<Option<Seconds>> = (0..residents.len()).map(|at| times.nearest(at)).collect();
    let mut rows = Vec::with_capacity(members.len() * minutes.len() * Group::ALL.len());
    for area in members {
        for minutes in minutes {
            for group in Group::ALL {
                let sum = |reached_only: bool| -> f64 {
                    let counts = |at: &&usize| {
                        !reached_only || nearest[**at].is_some_and(|time| time.0 <= minutes * 60.0)
                    };
                    area.municipalities.iter().filter(counts).map(|at| residents[*at].of(group)).sum()
                };
                let alone = (area.level == Some(Level::Municipality))
                    .then(|| area.municipalities.first().and_then(|at| nearest[*at]));
                rows.push(Row {
                    area: area.key.clone(),
                    minutes: *minutes,
                    group,
                    persons: sum(false),
                    persons_reached: sum(true),
                    nearest: alone.flatten(),
                });
            }
        }
    }
    rows
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
        let persons: f64 = area.municipalities.iter().map(|at| demand[*at]).sum();
        let places: f64 = area.municipalities.iter().map(|at| demand[*at] * access[*at]).sum();
        (persons > 0.0)
            .then(|| Balance { area: area.key.clone(), places_per_1000: places / persons * 1000.0 })
    };
    members.iter().filter_map(balance).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing::TravelSource;

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
            vec![vec![Some(Seconds(900.0)), Some(Seconds(600.0))], vec![Some(Seconds(1200.0)), None]],
        );
        let both = Members { key: "13076".into(), level: Some(Level::District), municipalities: vec![0, 1] };
        let one =
            Members { key: "13076002".into(), level: Some(Level::Municipality), municipalities: vec![1] };
        let rows = rows(&[both, one], &people, &times, &[15.0, 20.0]);
        assert_eq!(rows[0].share(), Some(0.25));
        assert_eq!((rows[1].group, rows[1].persons_reached), (Group::From65, 20.0));
        assert_eq!(rows[3].share(), Some(1.0));
        assert_eq!(rows[0].nearest, None);
        assert_eq!(rows[6].nearest, Some(Seconds(1200.0)));
        assert_eq!(rows.len(), 12);
    }
}
