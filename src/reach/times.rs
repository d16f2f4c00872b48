//! Times from where people live to points, by whatever is known of the roads.

use std::collections::HashMap;
use std::sync::Arc;

use crate::routing::TravelSource;
use crate::routing::columns::{seconds, whole_seconds};
use crate::units::{GeoPoint, Seconds};

/// The times from all origins to one point, in whole seconds as [`whole_seconds`] makes them.
pub(super) type Column = Arc<[u16]>;

/// Gives the times to points. All times of an answer come from one source.
pub(super) trait TimeSource {
    /// Why there is no answer from this source.
    type Error;

    /// What is said of the times.
    fn source(&self) -> TravelSource;

    /// The times from all origins to a point. Those above `within` may be left out, as if there were no way.
    fn column(&self, point: GeoPoint, within: Option<Seconds>) -> Result<Column, Self::Error>;
}

/// The times from all origins to some points.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// Whether the times are those of a road network or estimates.
    source: TravelSource,
    origins: usize,
    columns: Vec<Column>,
}

impl Times {
    /// A table with a row for each origin and a column for each point; `None` where there is no way. Times are kept in
    /// whole seconds.
    pub fn new(source: TravelSource, rows: &[Vec<Option<Seconds>>]) -> Self {
        let points = rows.first().map_or(0, Vec::len);
        let time =
            |row: &Vec<Option<Seconds>>, point: usize| whole_seconds(row.get(point).copied().flatten());
        let column = |point: usize| rows.iter().map(|row| time(row, point)).collect();
        Self { source, origins: rows.len(), columns: (0..points).map(column).collect() }
    }

    /// The times to points, each computed once.
    pub(super) fn from_source<S: TimeSource>(
        source: &S,
        origins: usize,
        points: &[GeoPoint],
    ) -> Result<Self, S::Error> {
        let mut known: HashMap<[u64; 2], Column> = HashMap::new();
        let mut columns = Vec::with_capacity(points.len());
        for point in points {
            let key = [point.lon.to_bits(), point.lat.to_bits()];
            let column = match known.get(&key) {
                Some(column) => column.clone(),
                None => source.column(*point, None)?,
            };
            known.insert(key, column.clone());
            columns.push(column);
        }
        Ok(Self { source: source.source(), origins, columns })
    }

    /// Some of the points.
    pub fn part(&self, points: std::ops::Range<usize>) -> Self {
        let columns = self.columns.get(points).unwrap_or_default().to_vec();
        Self { source: self.source, origins: self.origins, columns }
    }

    /// Whether the times are those of a road network or estimates.
    pub fn source(&self) -> TravelSource {
        self.source
    }

    /// The travel time from an origin to a point, both by their positions; `None` where there is no way.
    pub fn get(&self, origin: usize, point: usize) -> Option<Seconds> {
        self.columns.get(point)?.get(origin).copied().and_then(seconds)
    }

    /// The times to a point from all origins, as [`whole_seconds`] makes them.
    pub(super) fn column(&self, point: usize) -> &[u16] {
        self.columns.get(point).map_or(&[], |column| column)
    }

    /// The number of points.
    pub fn points(&self) -> usize {
        self.columns.len()
    }

    /// The time of each origin to the nearest point.
    pub fn nearest(&self) -> Vec<Option<Seconds>> {
        let mut nearest = vec![whole_seconds(None); self.origins];
        for column in &self.columns {
            for (nearest, time) in nearest.iter_mut().zip(column.iter()) {
                *nearest = (*nearest).min(*time);
            }
        }
        nearest.into_iter().map(seconds).collect()
    }
}
