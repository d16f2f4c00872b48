//! What a turn in front of a facility can cost.
//!
//! Going on from a facility, somebody who only passes it turns round there for nothing, where a car would have to go
//! round the block. So the way over a facility `f` can be quicker than the quickest way, by what the turn costs:
//! `t(a, f) + t(f, g) < t(a, g)`. How much that is depends on the roads in front of `f` alone, so the anchors and
//! facilities around it show it: it is the largest `t(a, g) - t(a, f) - t(f, g)`.

use super::{Matrix, NONE};

/// Ways to a facility that are looked at, the shortest: they come from all sides.
const WAYS_TO: usize = 100;
/// Ways from it.
const WAYS_FROM: usize = 200;

/// In tenths of seconds, by column. Nothing where the ways from a facility are not known.
pub fn of(matrix: &Matrix) -> Vec<u32> {
    let size = matrix.anchor_count();
    let columns: Vec<&[u32]> = (0..matrix.facilities.len())
        .map(|column| matrix.cells.get(column * size..(column + 1) * size).unwrap_or_default())
        .collect();
    let turn = |(column, to): (usize, &&[u32])| {
        let Some(anchor) = matrix.anchor_at(column) else { return 0 };
        let arriving = shortest(to.iter().copied().enumerate().filter(|(from, _)| *from != anchor), WAYS_TO);
        let leaving = columns.iter().map(|other| other.get(anchor).copied().unwrap_or(NONE)).enumerate();
        let leaving = shortest(leaving.filter(|(to, _)| *to != column), WAYS_FROM);
        let gain = |&(to, second): &(usize, u32)| {
            let direct = |from: usize| columns[to].get(from).copied().filter(|tenths| *tenths != NONE);
            let one = |&(from, first): &(usize, u32)| {
                Some(direct(from)?.saturating_sub(first.saturating_add(second)))
            };
            arriving.iter().filter_map(one).max()
        };
        leaving.iter().filter_map(gain).max().unwrap_or(0)
    };
    columns.iter().enumerate().map(turn).collect()
}

/// The shortest of some ways.
fn shortest(ways: impl Iterator<Item = (usize, u32)>, count: usize) -> Vec<(usize, u32)> {
    let mut ways: Vec<(usize, u32)> = ways.filter(|(_, tenths)| *tenths != NONE).collect();
    if ways.len() > count {
        ways.select_nth_unstable_by_key(count, |(number, tenths)| (*tenths, *number));
        ways.truncate(count);
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::super::Settlement;
    use super::*;
    use crate::units::GeoPoint;

    /// From the settlement to the first facility 100 s, from there to the second 50 s, but from the settlement to the
    /// second 180 s: there 30 s go round the block. On the way to the first, over the second, there is nothing to
    /// gain: 180 + 50 > 100.
    #[test]
    fn a_turn_costs_what_the_way_over_the_facility_would_save() {
        let at = |lon: f64| GeoPoint { lon, lat: 53.5 };
        let facilities = vec![at(12.1), at(12.2), at(12.3)];
        let cells = vec![1000, 0, 500, 1800, 500, 0, NONE, NONE, NONE];
        let settlement = Settlement { key: "1".into(), point: at(12.0) };
        let waypoints = facilities[..2].to_vec();
        let matrix =
            Matrix::assemble("roads".into(), vec![settlement], waypoints, facilities, cells).unwrap();
        assert_eq!(matrix.turns, [300, 0, 0]);
    }
}
