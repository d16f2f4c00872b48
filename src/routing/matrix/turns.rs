//! The turn cost at a facility.
//!
//! Two routes joined at a facility `f` include no turn there, while a car passing `f` may have to drive round a block.
//! The sum can therefore be less than the direct travel time: `t(l, f) + t(f, g) < t(l, g)`. The difference depends
//! only on the roads at `f` and is estimated from the landmarks and facilities around it as the largest
//! `t(l, g) - t(l, f) - t(f, g)`.

use super::{Matrix, NONE};

/// The number of shortest routes to a facility that are examined; they arrive from all sides.
const ROUTES_TO: usize = 100;
/// The number of shortest routes from it.
const ROUTES_FROM: usize = 200;

/// Turn costs in tenths of seconds, by column; 0 where the travel times from a facility are unknown.
pub fn turn_costs(matrix: &Matrix) -> Vec<u32> {
    let size = matrix.landmark_count();
    let columns: Vec<&[u32]> = (0..matrix.facilities.len())
        .map(|column| matrix.cells.get(column * size..(column + 1) * size).unwrap_or_default())
        .collect();
    let turn_cost = |(column, to): (usize, &&[u32])| {
        let Some(landmark) = matrix.landmark_at(column) else { return 0 };
        let arriving =
            shortest(to.iter().copied().enumerate().filter(|(from, _)| *from != landmark), ROUTES_TO);
        let leaving = columns.iter().map(|other| other.get(landmark).copied().unwrap_or(NONE)).enumerate();
        let leaving = shortest(leaving.filter(|(to, _)| *to != column), ROUTES_FROM);
        let gain = |&(to, second): &(usize, u32)| {
            let direct = |from: usize| columns[to].get(from).copied().filter(|tenths| *tenths != NONE);
            let one = |&(from, first): &(usize, u32)| {
                Some(direct(from)?.saturating_sub(first.saturating_add(second)))
            };
            arriving.iter().filter_map(one).max()
        };
        leaving.iter().filter_map(gain).max().unwrap_or(0)
    };
    columns.iter().enumerate().map(turn_cost).collect()
}

/// The `count` shortest of some routes.
fn shortest(routes: impl Iterator<Item = (usize, u32)>, count: usize) -> Vec<(usize, u32)> {
    let mut routes: Vec<(usize, u32)> = routes.filter(|(_, tenths)| *tenths != NONE).collect();
    if routes.len() > count {
        routes.select_nth_unstable_by_key(count, |(number, tenths)| (*tenths, *number));
        routes.truncate(count);
    }
    routes
}

#[cfg(test)]
mod tests {
    use super::super::Settlement;
    use super::*;
    use crate::units::GeoPoint;

    /// From the settlement to the first facility 100 s, from there to the second 50 s, but from the settlement to the
    /// second 180 s: the turn costs 30 s. The route to the first through the second shows no turn cost:
    /// 180 + 50 > 100.
    #[test]
    fn the_turn_cost_is_what_the_joined_routes_save() {
        let at = |lon: f64| GeoPoint { lon, lat: 53.5 };
        let facilities = vec![at(12.1), at(12.2), at(12.3)];
        let cells = vec![1000, 0, 500, 1800, 500, 0, NONE, NONE, NONE];
        let settlement = Settlement { key: "1".into(), point: at(12.0) };
        let waypoints = facilities[..2].to_vec();
        let matrix =
            Matrix::assemble("roads".into(), vec![settlement], waypoints, facilities, cells).unwrap();
        assert_eq!(matrix.turn_costs, [300, 0, 0]);
    }
}
