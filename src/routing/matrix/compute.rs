//! Computing a matrix by tables of OSRM, in batches, and only what is not known yet.

use super::{Matrix, NONE, Settlement, tenths};
use crate::routing::cache::PointKey;
use crate::routing::osrm_client::{Measures, OsrmClient, OsrmError, TABLE_SIDE};
use crate::routing::snapping;
use crate::units::{GeoPoint, Metres, Seconds};

/// Anchors around an anchor by which the slack is measured.
const NEIGHBOURS: usize = 6;
/// Waypoints stand at least so far apart.
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
        let new = further_waypoints(&waypoints, &wanted, settlements.len());
        let known = |point: &GeoPoint| old.and_then(|old| old.column(*point));
        let (kept, missing): (Vec<_>, Vec<_>) = wanted.into_iter().partition(|point| known(point).is_some());
        let added = columns(client, &new, &kept, &data_version)?;
        let mut cells = Vec::new();
        for (at, column) in kept.iter().filter_map(known).enumerate() {
            cells.extend_from_slice(column.0);
            cells.extend_from_slice(&added[at * new.len()..(at + 1) * new.len()]);
        }
        let unchanged = missing.is_empty() && new.is_empty();
        waypoints.extend(new);
        let anchors: Vec<GeoPoint> =
            settlements.iter().map(|settlement| settlement.point).chain(waypoints.iter().copied()).collect();
        let total = missing.len();
        for (batch, some) in missing.chunks(TABLE_SIDE).enumerate() {
            cells.extend(columns(client, &anchors, some, &data_version)?);
            progress((batch * TABLE_SIDE + some.len()).min(total), total);
        }
        let points: Vec<GeoPoint> = kept.into_iter().chain(missing).collect();
        let mut matrix = Self::assemble(data_version, settlements.to_vec(), waypoints, points, cells, 0.0)
            .ok_or_else(|| OsrmError::NotOsrm("its tables do not fit together".into()))?;
        matrix.measured_slack_s = match old.filter(|_| unchanged) {
            Some(old) => old.measured_slack_s,
            None => matrix.measure_slack(client)?,
        };
        Ok(matrix)
    }

    /// How much quicker the way over an anchor is than the direct way from another near it, at most: nothing, if
    /// durations were a perfect metric.
    fn measure_slack(&self, client: &OsrmClient) -> Result<f64, OsrmError> {
        let mut slack: f64 = 0.0;
        for (number, anchor) in self.anchors().enumerate() {
            let mut near = self.around(anchor, NEIGHBOURS + 1);
            near.retain(|other| *other != number);
            let origins: Vec<GeoPoint> = near.iter().filter_map(|other| self.anchor(*other)).collect();
            if origins.is_empty() {
                continue;
            }
            let table = snapping::table(client, &origins, &[anchor], Measures::Durations)?;
            if table.data_version != self.data_version {
                return Err(OsrmError::DataChanged);
            }
            for (other, row) in near.iter().zip(&table.durations) {
                if let Some(between) = row[0] {
                    slack = slack.max(self.largest_shortcut(*other, number, between));
                }
            }
        }
        Ok(slack)
    }

    /// Over all facilities: direct from `anchor`, less the way over `by`.
    fn largest_shortcut(&self, anchor: usize, by: usize, between: Seconds) -> f64 {
        let size = self.anchor_count();
        let shortcut = |column: &[u32]| match (column[anchor], column[by]) {
            (NONE, _) | (_, NONE) => 0.0,
            (direct, onward) => (f64::from(direct) - f64::from(onward)) / 10.0 - between.0,
        };
        self.cells.chunks(size.max(1)).map(shortcut).fold(0.0, f64::max)
    }
}

/// Each point once, in order.
fn distinct(points: &[GeoPoint]) -> Vec<GeoPoint> {
    let mut seen = std::collections::HashSet::new();
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

/// Facilities that stand apart from all waypoints, as many as the matrix may grow by.
fn further_waypoints(waypoints: &[GeoPoint], facilities: &[GeoPoint], settlements: usize) -> Vec<GeoPoint> {
    let room = (MOST_CELLS / facilities.len().max(1)).saturating_sub(settlements).min(MOST_WAYPOINTS);
    let mut all = waypoints.to_vec();
    for facility in facilities {
        if all.len() >= room {
            break;
        }
        if all.iter().all(|other| roughly(*other, *facility) >= SPACING) {
            all.push(*facility);
        }
    }
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
