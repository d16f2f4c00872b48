//! Where a row lies: its coordinates or, without them, what the gazetteer says of its address; and
//! the municipality around that point.

use super::Context;
use super::notes::Rejection;
use crate::areas::{Areas, Level, Located};
use crate::units::{Ags, GeoPoint, Metres};

/// A point this near to a municipality belongs to it: the outlines are simplified.
const BORDER_TOLERANCE: Metres = Metres(1000.0);

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

    fn holds(self, point: GeoPoint) -> bool {
        (self.west..=self.east).contains(&point.lon) && (self.south..=self.north).contains(&point.lat)
    }
}

/// The municipality of a point, and how far outside of it the point lies.
pub(super) struct Place {
    pub municipality: Ags,
    pub outside_by: Option<Metres>,
}

pub(super) fn municipality(
    point: GeoPoint,
    extent: Extent,
    crs: &'static str,
    ctx: &Context,
) -> Result<Place, Rejection> {
    let GeoPoint { lat, lon } = point;
    if !extent.holds(point) {
        return Err(Rejection::FarAway { lat, lon, crs });
    }
    match ctx.areas.locate(point, BORDER_TOLERANCE) {
        Located::Inside(municipality) => Ok(Place { municipality, outside_by: None }),
        Located::Near(municipality, distance) => Ok(Place { municipality, outside_by: Some(distance) }),
        Located::Outside => Err(Rejection::OutsideTheState { lat, lon }),
    }
}
