//! Points that are not on a road. OSRM puts every point on its nearest road, also from the open sea, and
//! answers as if nothing had happened. What is too far from where it was asked for has no way here.

use super::osrm_client::{Measures, OsrmClient, OsrmError, Snap, Table};
use crate::units::{GeoPoint, Metres};

/// How far a point may be from the road on which it is put. Longer drives, forest houses and points clicked
/// on a map lie within it; islands without roads and the open water do not.
pub const SNAP_LIMIT: Metres = Metres(1_000.0);

pub fn is_off(snap: &Snap) -> bool {
    snap.distance > SNAP_LIMIT
}

/// Whether a point is off every road; OSRM may have its own limit and then finds nothing at all.
pub fn is_off_road(client: &OsrmClient, point: GeoPoint) -> Result<bool, OsrmError> {
    match client.nearest(point) {
        Ok(snap) => Ok(is_off(&snap)),
        Err(OsrmError::NoSegment) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Takes out the ways from and to points that are too far from a road.
pub fn strict(mut table: Table) -> Table {
    for (row, origin) in table.origins.iter().enumerate() {
        for (column, destination) in table.destinations.iter().enumerate() {
            if is_off(origin) || is_off(destination) {
                table.durations[row][column] = None;
                if let Some(distances) = table.distances.get_mut(row) {
                    distances[column] = None;
                }
            }
        }
    }
    table
}

/// A table in which points that are off every road have no ways. Works also with a server that finds nothing
/// at all for such a point (`--default-radius`), where one point would spoil the table of all.
pub fn table(
    client: &OsrmClient,
    origins: &[GeoPoint],
    destinations: &[GeoPoint],
    measures: Measures,
) -> Result<Table, OsrmError> {
    match client.table(origins, destinations, measures) {
        Ok(table) => second_look(client, origins, destinations, table),
        Err(OsrmError::NoSegment) => without_the_lost(client, origins, destinations, measures),
        Err(error) => Err(error),
    }
}

fn without_the_lost(
    client: &OsrmClient,
    origins: &[GeoPoint],
    destinations: &[GeoPoint],
    measures: Measures,
) -> Result<Table, OsrmError> {
    let on_road = |points: &[GeoPoint]| -> Result<Vec<usize>, OsrmError> {
        let mut found = Vec::new();
        for (number, point) in points.iter().enumerate() {
            if !is_off_road(client, *point)? {
                found.push(number);
            }
        }
        Ok(found)
    };
    let (rows, columns) = (on_road(origins)?, on_road(destinations)?);
    let pick = |points: &[GeoPoint], numbers: &[usize]| -> Vec<GeoPoint> {
        numbers.iter().map(|number| points[*number]).collect()
    };
    let (from, to) = (pick(origins, &rows), pick(destinations, &columns));
    let part = if from.is_empty() || to.is_empty() {
        Table::default()
    } else {
        // Without company, for that may be among the lost: on an extract without those towns.
        second_look(client, &from, &to, client.table_alone(&from, &to, measures)?)?
    };
    let lost = |point: &GeoPoint| Snap { point: *point, distance: Metres(f64::INFINITY) };
    let mut whole = Table {
        durations: vec![vec![None; destinations.len()]; origins.len()],
        distances: match measures {
            Measures::Durations => Vec::new(),
            Measures::DurationsAndDistances => vec![vec![None; destinations.len()]; origins.len()],
        },
        origins: origins.iter().map(lost).collect(),
        destinations: destinations.iter().map(lost).collect(),
        data_version: part.data_version,
    };
    for (row, durations) in rows.iter().zip(&part.durations) {
        for (column, duration) in columns.iter().zip(durations) {
            whole.durations[*row][*column] = *duration;
        }
    }
    for (row, distances) in rows.iter().zip(&part.distances) {
        for (column, distance) in columns.iter().zip(distances) {
            whole.distances[*row][*column] = *distance;
        }
    }
    rows.iter().zip(part.origins).for_each(|(row, snap)| whole.origins[*row] = snap);
    columns.iter().zip(part.destinations).for_each(|(column, snap)| whole.destinations[*column] = snap);
    Ok(whole)
}

/// Like [`strict`], but asks once more for points on roads that lead nowhere else, such as those of a small
/// island: among points of the mainland OSRM puts them across the water, among themselves it does not.
fn second_look(
    client: &OsrmClient,
    origins: &[GeoPoint],
    destinations: &[GeoPoint],
    table: Table,
) -> Result<Table, OsrmError> {
    let islanders = |points: &[GeoPoint], snaps: &[Snap]| -> Result<Vec<usize>, OsrmError> {
        let mut found = Vec::new();
        for (number, point) in points.iter().enumerate().filter(|(number, _)| is_off(&snaps[*number])) {
            if !is_off_road(client, *point)? {
                found.push(number);
            }
        }
        Ok(found)
    };
    // A pair has a way only if both are on the same island, so one side without islanders settles it.
    let rows = islanders(origins, &table.origins)?;
    let columns = if rows.is_empty() { Vec::new() } else { islanders(destinations, &table.destinations)? };
    let mut table = strict(table);
    let measures =
        if table.distances.is_empty() { Measures::Durations } else { Measures::DurationsAndDistances };
    for row in &rows {
        for column in &columns {
            let pair = strict(client.table_alone(&[origins[*row]], &[destinations[*column]], measures)?);
            table.durations[*row][*column] = pair.durations[0][0];
            if let Some(distances) = pair.distances.first() {
                table.distances[*row][*column] = distances[0];
            }
        }
    }
    Ok(table)
}
