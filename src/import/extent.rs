//! Where the points of a list can lie at all.

use crate::areas::{Areas, Level};
use crate::units::GeoPoint;

/// A point further off than this (some 20 km) is no matter of the border but of axes or system.
const MARGIN_DEGREES: (f64, f64) = (0.3, 0.2);

/// The box around the state, with a margin.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Extent {
    pub fn of(areas: &Areas) -> Self {
        let nothing = Self {
            west: f64::INFINITY,
            south: f64::INFINITY,
            east: f64::NEG_INFINITY,
            north: f64::NEG_INFINITY,
        };
        areas.level(Level::District).map(|area| area.bounds()).fold(nothing, |all, (low, high)| Self {
            west: all.west.min(low.lon - MARGIN_DEGREES.0),
            south: all.south.min(low.lat - MARGIN_DEGREES.1),
            east: all.east.max(high.lon + MARGIN_DEGREES.0),
            north: all.north.max(high.lat + MARGIN_DEGREES.1),
        })
    }

    pub fn contains(self, point: GeoPoint) -> bool {
        (self.west..=self.east).contains(&point.lon) && (self.south..=self.north).contains(&point.lat)
    }
}
