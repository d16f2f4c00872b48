//! Outlines of a map with fewer points: a border that two areas share loses the same points in both, so no gap opens and
//! nothing overlaps.

use std::collections::{BTreeMap, BTreeSet};

/// A point in drawing units.
pub(super) type Spot = [i64; 2];
/// The points of a ring; the last is joined to the first.
pub(super) type Ring = Vec<Spot>;

/// So far a border may move, in drawing units, of which two are a pixel.
const TOLERANCE: f64 = 1.5;
/// A ring with fewer points is no area.
const LEAST: usize = 3;

/// The rings with as few points as keep every border within [`TOLERANCE`] (Douglas and Peucker 1973), border by border: from
/// one point at which borders meet to the next. A ring that would be nothing keeps its points.
pub(super) fn simplified(rings: &[Ring]) -> Vec<Ring> {
    let meetings = meetings(rings);
    rings.iter().map(|ring| simplified_ring(ring, &meetings)).collect()
}

/// The points with other than two neighbours in all rings together: there borders meet or end.
fn meetings(rings: &[Ring]) -> BTreeSet<Spot> {
    let mut neighbours: BTreeMap<Spot, BTreeSet<Spot>> = BTreeMap::new();
    for ring in rings {
        for (at, spot) in ring.iter().enumerate() {
            let next = ring[(at + 1) % ring.len()];
            neighbours.entry(*spot).or_default().insert(next);
            neighbours.entry(next).or_default().insert(*spot);
        }
    }
    neighbours.into_iter().filter(|(_, all)| all.len() != 2).map(|(spot, _)| spot).collect()
}

fn simplified_ring(ring: &Ring, meetings: &BTreeSet<Spot>) -> Ring {
    if ring.len() <= LEAST {
        return ring.clone();
    }
    let mut ends: Vec<usize> = (0..ring.len()).filter(|at| meetings.contains(&ring[*at])).collect();
    // A ring that meets none, or one only, is cut where every ring with the same points is: at its least point, and at the
    // farthest from there.
    if ends.len() < 2 {
        let first = ends.first().copied().or_else(|| (0..ring.len()).min_by_key(|at| ring[*at])).unwrap_or(0);
        let distance = |at: &usize| {
            let [x, y] = [ring[*at][0] - ring[first][0], ring[*at][1] - ring[first][1]];
            (x * x + y * y, ring[*at])
        };
        ends = vec![first];
        ends.extend((0..ring.len()).max_by_key(distance).filter(|far| *far != first));
        ends.sort_unstable();
    }
    let mut found = Ring::new();
    for (at, from) in ends.iter().enumerate() {
        let to = ends[(at + 1) % ends.len()];
        let length = (to + ring.len() - from - 1) % ring.len() + 1;
        let border: Vec<Spot> = (0..=length).map(|step| ring[(from + step) % ring.len()]).collect();
        found.extend(simplified_border(border).into_iter().skip(1));
    }
    if found.len() < LEAST { ring.clone() } else { found }
}

/// The same points for both directions, because ties are decided in one of them.
fn simplified_border(mut border: Vec<Spot>) -> Vec<Spot> {
    let is_turned = border.iter().rev().lt(border.iter());
    if is_turned {
        border.reverse();
    }
    let mut keeps = vec![false; border.len()];
    let mut parts = vec![(0, border.len() - 1)];
    while let Some((from, to)) = parts.pop() {
        (keeps[from], keeps[to]) = (true, true);
        let far = (from + 1..to).map(|at| (distance(border[at], border[from], border[to]), at));
        let farthest = far.reduce(|best, one| if one.0 > best.0 { one } else { best });
        if let Some((_, at)) = farthest.filter(|(distance, _)| *distance > TOLERANCE) {
            parts.extend([(from, at), (at, to)]);
        }
    }
    let mut kept: Vec<Spot> =
        border.into_iter().zip(keeps).filter(|(_, keeps)| *keeps).map(|it| it.0).collect();
    if is_turned {
        kept.reverse();
    }
    kept
}

/// From a point to the stretch between two others.
fn distance(spot: Spot, from: Spot, to: Spot) -> f64 {
    let [x, y] = [(spot[0] - from[0]) as f64, (spot[1] - from[1]) as f64];
    let [along_x, along_y] = [(to[0] - from[0]) as f64, (to[1] - from[1]) as f64];
    let length = along_x * along_x + along_y * along_y;
    let share = if length > 0.0 { ((x * along_x + y * along_y) / length).clamp(0.0, 1.0) } else { 0.0 };
    (x - share * along_x).hypot(y - share * along_y)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Squares side by side whose sides are crooked lines that neighbours share: `offsets` moves the points between corners, by
    /// less than the distance of two points, so that lines meet at corners only.
    fn squares(count: usize, steps: usize, offsets: &[i64]) -> Vec<Ring> {
        let size = 40;
        let offset = |line: usize, step: usize| offsets[(line * 31 + step * 7) % offsets.len()];
        let inside = |line, from: Spot, to: Spot, upright: bool| -> Vec<Spot> {
            let point = |step: usize| {
                let share = |at: usize| from[at] + (to[at] - from[at]) * step as i64 / (steps as i64 + 1);
                let moved = offset(line, step);
                if upright { [share(0) + moved, share(1)] } else { [share(0), share(1) + moved] }
            };
            (1..=steps).map(point).collect()
        };
        let corner = |x: usize, y: usize| [x as i64 * size, y as i64 * size];
        let mut rings = Vec::new();
        for y in 0..count {
            for x in 0..count {
                let top = inside(y * 100 + x, corner(x, y), corner(x + 1, y), false);
                let bottom = inside((y + 1) * 100 + x, corner(x, y + 1), corner(x + 1, y + 1), false);
                let left = inside(5_000 + x * 100 + y, corner(x, y), corner(x, y + 1), true);
                let right = inside(5_000 + (x + 1) * 100 + y, corner(x + 1, y), corner(x + 1, y + 1), true);
                let mut ring = vec![corner(x, y)];
                ring.extend(top);
                ring.push(corner(x + 1, y));
                ring.extend(right);
                ring.push(corner(x + 1, y + 1));
                ring.extend(bottom.into_iter().rev());
                ring.push(corner(x, y + 1));
                ring.extend(left.into_iter().rev());
                rings.push(ring);
            }
        }
        rings
    }

    fn sides(rings: &[Ring]) -> Vec<[Spot; 2]> {
        let of = |ring: &Ring| {
            (0..ring.len()).map(|at| [ring[at], ring[(at + 1) % ring.len()]]).collect::<Vec<_>>()
        };
        rings.iter().flat_map(of).collect()
    }

    fn nearest(spot: Spot, rings: &[Ring]) -> f64 {
        sides(rings).into_iter().map(|[from, to]| distance(spot, from, to)).fold(f64::INFINITY, f64::min)
    }

    proptest! {
        /// Every side inside the whole is that of exactly two rings, once in each direction; none moves farther than allowed.
        #[test]
        fn neighbours_keep_one_border(
            count in 1..4usize,
            steps in 0..9usize,
            offsets in proptest::collection::vec(-3..4i64, 1..40),
        ) {
            let rings = squares(count, steps, &offsets);
            let found = simplified(&rings);
            let all = sides(&found);
            for [from, to] in &all {
                let there = all.iter().filter(|side| **side == [*from, *to]).count();
                let back = all.iter().filter(|side| **side == [*to, *from]).count();
                prop_assert_eq!(there, 1);
                prop_assert!(back <= 1);
            }
            // Sides without a counterpart form the edge of the whole.
            let edge = all.iter().filter(|[from, to]| !all.contains(&[*to, *from])).count();
            let corners = 4 * count;
            prop_assert!(edge >= corners && edge <= corners * (steps + 1), "{}", edge);
            for (ring, simple) in rings.iter().zip(&found) {
                prop_assert!(simple.len() <= ring.len() && simple.iter().all(|spot| ring.contains(spot)));
                for spot in ring {
                    prop_assert!(nearest(*spot, std::slice::from_ref(simple)) <= TOLERANCE + 1e-9);
                }
            }
        }
    }

    #[test]
    fn an_island_and_a_hole_with_the_same_points_stay_the_same() {
        let island: Ring = vec![[0, 0], [5, 1], [10, 0], [11, 6], [10, 12], [4, 13], [0, 12], [1, 5]];
        let mut hole: Ring = island.iter().rev().copied().collect();
        hole.rotate_left(3);
        let outer: Ring = vec![[-20, -20], [40, -20], [40, 40], [-20, 40]];
        let found = simplified(&[island.clone(), hole, outer.clone()]);
        let spots = |ring: &Ring| ring.iter().copied().collect::<BTreeSet<Spot>>();
        assert_eq!(spots(&found[0]), spots(&found[1]));
        assert!(found[0].len() < island.len());
        assert_eq!(spots(&found[2]), spots(&outer));
    }

    #[test]
    fn what_is_smaller_than_the_tolerance_keeps_its_points() {
        let small: Ring = vec![[0, 0], [1, 0], [1, 1], [0, 1]];
        assert_eq!(simplified(std::slice::from_ref(&small)), [small]);
        assert_eq!(simplified(&[vec![], vec![[3, 3]]]), [vec![], vec![[3, 3]]]);
    }
}
