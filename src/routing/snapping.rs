//! Points away from roads. OSRM snaps every point to its nearest road, even from the open sea, without an error. Here
//! a point that was snapped too far has no route.

use super::osrm_client::{Measures, OsrmClient, OsrmError, Snap, Table};
use crate::units::{GeoPoint, Metres};

/// The largest distance between a point and the road it is snapped to. Long driveways, forest houses and points
/// clicked on a map lie within it; islands without roads and open water do not.
pub const SNAP_LIMIT: Metres = Metres(1_000.0);

/// Whether a point was snapped beyond the limit.
pub fn is_off(snap: &Snap) -> bool {
    snap.distance > SNAP_LIMIT
}

/// Whether a point is beyond the limit from every road; a server with a limit of its own answers `NoSegment`.
pub fn is_off_road(client: &OsrmClient, point: GeoPoint) -> Result<bool, OsrmError> {
    match client.nearest(point) {
        Ok(snap) => Ok(is_off(&snap)),
        Err(OsrmError::NoSegment) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Removes the routes from and to points beyond the limit.
pub fn without_off_road(mut table: Table) -> Table {
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

/// A table in which points beyond the limit have no routes. Also works with a server that has a limit of its own
/// (`--default-radius`), where one such point fails the whole table.
pub fn table(
    client: &OsrmClient,
    origins: &[GeoPoint],
    destinations: &[GeoPoint],
    measures: Measures,
) -> Result<Table, OsrmError> {
    match client.table(origins, destinations, measures) {
        Ok(table) => with_island_pairs(client, origins, destinations, table),
        Err(OsrmError::NoSegment) => table_skipping_off_road(client, origins, destinations, measures),
        Err(error) => Err(error),
    }
}

fn table_skipping_off_road(
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
        // Without snap anchors, which may be beyond the limit themselves: on an extract without those towns.
        with_island_pairs(client, &from, &to, client.table_without_snap_anchors(&from, &to, measures)?)?
    };
    let off_road = |point: &GeoPoint| Snap { point: *point, distance: Metres(f64::INFINITY) };
    let mut whole = Table {
        durations: vec![vec![None; destinations.len()]; origins.len()],
        distances: match measures {
            Measures::Durations => Vec::new(),
            Measures::DurationsAndDistances => vec![vec![None; destinations.len()]; origins.len()],
        },
        origins: origins.iter().map(off_road).collect(),
        destinations: destinations.iter().map(off_road).collect(),
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

/// Like [`without_off_road`], but asks again for points on roads without connection to the rest, such as those of a
/// small island: together with points of the mainland OSRM snaps them across the water, among themselves it does not.
fn with_island_pairs(
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
    // A pair has a route only if both points are on the same island.
    let rows = islanders(origins, &table.origins)?;
    let columns = if rows.is_empty() { Vec::new() } else { islanders(destinations, &table.destinations)? };
    let mut table = without_off_road(table);
    let measures =
        if table.distances.is_empty() { Measures::Durations } else { Measures::DurationsAndDistances };
    for row in &rows {
        for column in &columns {
            let pair = without_off_road(client.table_without_snap_anchors(
                &[origins[*row]],
                &[destinations[*column]],
                measures,
            )?);
            table.durations[*row][*column] = pair.durations[0][0];
            if let Some(distances) = pair.distances.first() {
                table.distances[*row][*column] = distances[0];
            }
        }
    }
    Ok(table)
}
