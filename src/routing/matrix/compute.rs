//! Computing a matrix by tables of OSRM, in batches, and only what is not known yet.

use std::collections::HashSet;

use super::{Matrix, Settlement, tenths};
use crate::routing::cache::PointKey;
use crate::routing::osrm_client::{Measures, OsrmClient, OsrmError, TABLE_SIDE};
use crate::routing::snapping;
use crate::units::{GeoPoint, Metres, Seconds};

/// Waypoints that stand at least so far apart come first.
const SPACING: Metres = Metres(100.0);
const MOST_WAYPOINTS: usize = 2_000;
/// Cells of a matrix with waypoints: 12 million take 48 MB.
const MOST_CELLS: usize = 12_000_000;

impl Matrix {
    /// The matrix of these settlements and facilities. What `old` has for the same roads and settlements is kept.
    /// `progress` is told how many of how many new facilities are done.
    pub fn compute(
        client: &OsrmClient,
        settlements: &[Settlement],
        facilities: &[GeoPoint],
        old: Option<&Self>,
        mut progress: impl FnMut(usize, usize),
    ) -> Result<Self, OsrmError> {
        let wanted = distinct(facilities);
        let data_version = version_of(client, settlements, &wanted)?;
        let old = old.filter(|old| old.covers(&data_version, settlements, &[]));
        let mut waypoints = old.map(|old| old.waypoints.clone()).unwrap_or_default();
        let new = further_waypoints(settlements, &waypoints, &wanted);
        let known = |point: &GeoPoint| old.and_then(|old| old.column(*point));
        let (kept, missing): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|point| known(point).is_some());
        let added = columns(client, &new, &kept, &data_version)?;
        let mut cells = Vec::new();
        for (at, column) in kept.iter().filter_map(known).enumerate() {
            cells.extend_from_slice(column.0);
            cells.extend_from_slice(&added[at * new.len()..(at + 1) * new.len()]);
        }
        waypoints.extend(new);
        let anchors: Vec<GeoPoint> =
            settlements.iter().map(|settlement| settlement.point).chain(waypoints.iter().copied()).collect();
        let total = missing.len();
        for (batch, some) in missing.chunks(TABLE_SIDE).enumerate() {
            cells.extend(columns(client, &anchors, some, &data_version)?);
            progress((batch * TABLE_SIDE + some.len()).min(total), total);
        }
        let points: Vec<GeoPoint> = kept.into_iter().chain(missing).collect();
        Self::assemble(data_version, settlements.to_vec(), waypoints, points, cells)
            .ok_or_else(|| OsrmError::NotOsrm("its tables do not fit together".into()))
    }
}

/// Each point once, in order.
fn distinct(points: &[GeoPoint]) -> Vec<GeoPoint> {
    let mut seen = HashSet::new();
    points.iter().copied().filter(|point| seen.insert(PointKey::of(*point))).collect()
}

fn version_of(
    client: &OsrmClient,
    settlements: &[Settlement],
    facilities: &[GeoPoint],
) -> Result<String, OsrmError> {
    let somewhere = settlements.first().map(|settlement| settlement.point).or(facilities.first().copied());
    let Some(point) = somewhere else { return Ok(String::new()) };
    Ok(snapping::table(client, &[point], &[point], Measures::Durations)?.data_version)
}

/// Facilities as waypoints, as many as the matrix may grow by: first those that stand apart, then the others.
fn further_waypoints(
    settlements: &[Settlement],
    waypoints: &[GeoPoint],
    facilities: &[GeoPoint],
) -> Vec<GeoPoint> {
    let room = (MOST_CELLS / facilities.len().max(1)).saturating_sub(settlements.len()).min(MOST_WAYPOINTS);
    let mut all = waypoints.to_vec();
    let anchors = settlements.iter().map(|settlement| settlement.point).chain(waypoints.iter().copied());
    let known: HashSet<PointKey> = anchors.map(PointKey::of).collect();
    let mut others = Vec::new();
    for facility in facilities.iter().filter(|point| !known.contains(&PointKey::of(**point))) {
        if all.len() >= room {
            break;
        }
        if all.iter().all(|other| roughly(*other, *facility) >= SPACING) {
            all.push(*facility);
        } else {
            others.push(*facility);
        }
    }
    others.truncate(room.saturating_sub(all.len()));
    all.extend(others);
    all.split_off(waypoints.len())
}

/// Distance on a plane, good for what lies near.
fn roughly(a: GeoPoint, b: GeoPoint) -> Metres {
    let east = (a.lon - b.lon) * 111_320.0 * a.lat.to_radians().cos();
    Metres(east.hypot((a.lat - b.lat) * 111_200.0))
}

/// The cells of some facilities, column by column.
fn columns(
    client: &OsrmClient,
    origins: &[GeoPoint],
    facilities: &[GeoPoint],
    data_version: &str,
) -> Result<Vec<u32>, OsrmError> {
    if origins.is_empty() || facilities.is_empty() {
        return Ok(Vec::new());
    }
    let table = snapping::table(client, origins, facilities, Measures::Durations)?;
    if table.data_version != data_version {
        return Err(OsrmError::DataChanged);
    }
    let cell = |column: usize, row: &Vec<Option<Seconds>>| tenths(row[column]);
    let column = |column: usize| table.durations.iter().map(move |row| cell(column, row));
    Ok((0..facilities.len()).flat_map(column).collect())
}
