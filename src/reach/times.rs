//! Times from municipalities to points, by whatever is known of the roads.

use crate::routing::{Mode, Router, TravelSource, estimate};
use crate::units::{GeoPoint, Seconds, Stop};

use super::Residents;

/// Points outside the matrix that are asked for live; more are the matrix's own work.
const LIVE: usize = 30;

/// A row a municipality, a column a point.
#[derive(Debug, Clone, PartialEq)]
pub struct Times {
    /// Whether the times are those of a road network or estimates.
    source: TravelSource,
    rows: Vec<Vec<Option<Seconds>>>,
}

impl Times {
    /// A table with a row for each municipality and a column for each point; `None` where there is no way.
    pub fn new(source: TravelSource, rows: Vec<Vec<Option<Seconds>>>) -> Self {
        Self { source, rows }
    }

    /// From the matrix of the mode, with a few further points asked for live. Estimates, all of them, if there is no
    /// matrix of these municipalities or the roads do not answer: one table never mixes two sources.
    /// After a stop, the remaining times are unknown.
    pub fn of(
        (router, stop): (&Router, &Stop),
        mode: Mode,
        residents: &[Residents],
        points: &[GeoPoint],
    ) -> Self {
        Self::on_roads(router, mode, residents, points).unwrap_or_else(|| {
            let time =
                |from: &Residents, to: &GeoPoint| Some(estimate(mode, from.point.geodesic_to(*to)).duration);
            let row = |from: &Residents| match stop.is_requested() {
                true => vec![None; points.len()],
                false => points.iter().map(|to| time(from, to)).collect(),
            };
            Self::new(TravelSource::Estimate, residents.iter().map(row).collect())
        })
    }

    fn on_roads(router: &Router, mode: Mode, residents: &[Residents], points: &[GeoPoint]) -> Option<Self> {
        let matrix = router.network(mode)?.matrix()?;
        let same = matrix.settlements().len() == residents.len()
            && matrix.settlements().iter().zip(residents).all(|(it, other)| it.key == other.key);
        let missing: Vec<GeoPoint> =
            points.iter().filter(|point| matrix.column(**point).is_none()).copied().collect();
        if !same || missing.len() > LIVE {
            return None;
        }
        let origins: Vec<GeoPoint> = residents.iter().map(|it| it.point).collect();
        let live = if missing.is_empty() {
            vec![Vec::new(); residents.len()]
        } else {
            let times = router.travel_times(mode, &origins, &missing);
            (times.source == TravelSource::Osrm).then_some(times.rows)?
        };
        let mut rows = vec![Vec::with_capacity(points.len()); residents.len()];
        let mut asked = 0;
        for point in points {
            let column = matrix.column(*point);
            for (at, row) in rows.iter_mut().enumerate() {
                row.push(match &column {
                    Some(column) => column.from(at),
                    None => live[at][asked].map(|(time, _)| time),
                });
            }
            asked += usize::from(column.is_none());
        }
        Some(Self::new(TravelSource::Osrm, rows))
    }

    /// Some of the points.
    pub fn part(&self, points: std::ops::Range<usize>) -> Self {
        let row = |row: &Vec<Option<Seconds>>| row.get(points.clone()).unwrap_or_default().to_vec();
        Self { source: self.source, rows: self.rows.iter().map(row).collect() }
    }

    /// Whether the times are those of a road network or estimates.
    pub fn source(&self) -> TravelSource {
        self.source
    }

    /// The travel time from a municipality to a point, both by their positions; `None` where there is no way.
    pub fn get(&self, municipality: usize, point: usize) -> Option<Seconds> {
        self.rows.get(municipality)?.get(point).copied().flatten()
    }

    /// The number of rows.
    pub fn municipalities(&self) -> usize {
        self.rows.len()
    }

    /// The time to the nearest point.
    pub fn nearest(&self, municipality: usize) -> Option<Seconds> {
        let row = self.rows.get(municipality)?;
        row.iter().flatten().copied().min_by(|a, b| a.0.total_cmp(&b.0))
    }
}
