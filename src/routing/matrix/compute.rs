//! Computes a matrix from OSRM tables, in batches, reusing what an earlier matrix contains.

use std::collections::HashSet;

use super::{Matrix, Settlement, tenths};
use crate::routing::cache::PointKey;
use crate::routing::osrm_client::{Measures, OsrmClient, OsrmError, TABLE_SIDE};
use crate::routing::snapping;
use crate::units::{GeoPoint, Metres, Seconds};

/// Waypoints at least this far from each other are chosen first.
const SPACING: Metres = Metres(100.0);
const MAX_WAYPOINTS: usize = 2_000;
/// The limit of cells of a matrix with waypoints: 12 million take 48 MB.
const MAX_CELLS: usize = 12_000_000;

impl Matrix {
    /// Computes the matrix of these settlements and facilities, reusing the columns of `old` if it has the same road
    /// data and settlements. `progress` is called with the new facilities done and their total.
    ///
    /// # Errors
    /// [`OsrmError::DataChanged`] if the road data change meanwhile, or the error of a failed call.
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
        let landmarks: Vec<GeoPoint> =
            settlements.iter().map(|settlement| settlement.point).chain(waypoints.iter().copied()).collect();
        let total = missing.len();
        for (batch, some) in missing.chunks(TABLE_SIDE).enumerate() {
            cells.extend(columns(client, &landmarks, some, &data_version)?);
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

/// Further waypoints among the facilities, up to the size limit: first those that lie apart, then the others.
fn further_waypoints(
    settlements: &[Settlement],
    waypoints: &[GeoPoint],
    facilities: &[GeoPoint],
) -> Vec<GeoPoint> {
    let room = (MAX_CELLS / facilities.len().max(1)).saturating_sub(settlements.len()).min(MAX_WAYPOINTS);
    let mut all = waypoints.to_vec();
    let landmarks = settlements.iter().map(|settlement| settlement.point).chain(waypoints.iter().copied());
    let known: HashSet<PointKey> = landmarks.map(PointKey::of).collect();
    let mut others = Vec::new();
    for facility in facilities.iter().filter(|point| !known.contains(&PointKey::of(**point))) {
        if all.len() >= room {
            break;
        }
        if all.iter().all(|other| planar_distance(*other, *facility) >= SPACING) {
            all.push(*facility);
        } else {
            others.push(*facility);
        }
    }
    others.truncate(room.saturating_sub(all.len()));
    all.extend(others);
    all.split_off(waypoints.len())
}

/// Approximate distance on a plane, for short distances.
fn planar_distance(a: GeoPoint, b: GeoPoint) -> Metres {
    let east = (a.lon - b.lon) * 111_320.0 * a.lat.to_radians().cos();
    Metres(east.hypot((a.lat - b.lat) * 111_200.0))
}

/// The cells of some facilities in column order.
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
