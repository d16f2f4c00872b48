//! Lower bounds of travel times from one origin by the landmark method of A* search (ALT: Goldberg and Harrelson 2005,
//! "Computing the Shortest Path: A* Search Meets Graph Theory", SODA), tightened while a search runs.
//!
//! With the travel time `t(l, o)` from a landmark `l` to the origin `o`, the triangle inequality gives for a facility
//! `f` that `t(o, f) >= t(l, f) - t(l, o)`. Once `t(o, g)` is known for a facility `g`, it also gives
//! `t(o, f) >= t(o, g) - t(f, g)`.
//!
//! On real roads the triangle inequality holds except for the turn at the middle point: joining two routes costs no
//! turn, while a car may have to drive round a block. The turn cost at a facility is known ([`super::turns`]) and
//! subtracted. At the origin it is unknown: there [`SLACK`] is subtracted, a facility within [`NEAR`] needs two
//! landmarks that agree, and a landmark whose bound exceeds a known travel time is discarded for this origin.
//!
//! A page can therefore lack a facility where a landmark exceeds the slack for a facility that is not near and no
//! known travel time has contradicted it. Measured: none of 5,000 pages on the roads of a town, none of 2,000 on a
//! synthetic network of the state's size (`scripts/bench routing`).

use std::sync::Arc;

use super::Matrix;
use crate::units::{GeoPoint, Metres, Seconds};

/// Possible error of a bound: a turn (at most 7.5 s in OSRM's car profile) and a traffic light (2 s), rounded up.
const SLACK: Seconds = Seconds(10.0);
/// A bound that exceeds a known travel time by more than this is contradicted by it; rounding alone stays below.
const CONTRADICTION_TOLERANCE_S: f64 = 1.0;
/// Straight-line distance below which two landmarks must agree.
const NEAR: Metres = Metres(1_000.0);
/// A further landmark is asked for only if it excludes at least this many facilities.
const MIN_PRUNED: usize = 3;
/// Landmarks used for one origin at most: where return trips take much longer, each excludes fewer than predicted.
const MAX_LANDMARKS: usize = 8;

/// Lower bounds of the travel times to a list of destinations, identified by their index in it.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    matrix: Option<Arc<Matrix>>,
    destinations: Vec<Destination>,
    /// Landmarks whose time to the origin was asked for.
    landmarks: Vec<usize>,
    /// Whether a known travel time has contradicted a landmark.
    landmark_contradicted: bool,
    /// Whether a known travel time has contradicted a bound from another facility.
    facility_bound_contradicted: bool,
}

#[derive(Debug, Clone, Default)]
struct Destination {
    /// Its column in the matrix; without one there is no bound.
    column: Option<usize>,
    near: bool,
    /// The bound from each landmark, in seconds; 0 where the landmark is discarded.
    landmark_bounds: Vec<f64>,
    /// The best bound from the known travel times to other facilities, in seconds.
    facility_bound: f64,
    /// The travel time, once it is known.
    time: Option<Seconds>,
}

impl Destination {
    /// The largest landmark bound in seconds, or the second largest if two landmarks must agree.
    fn landmark_bound(&self, agreed: bool) -> f64 {
        let (mut best, mut second) = (0.0_f64, 0.0_f64);
        for bound in &self.landmark_bounds {
            if *bound > best {
                (best, second) = (*bound, best);
            } else {
                second = second.max(*bound);
            }
        }
        if agreed { second } else { best }
    }
}

impl Bounds {
    /// Bounds of zero for so many destinations.
    pub fn none(destinations: usize) -> Self {
        Self { destinations: vec![Destination::default(); destinations], ..Self::default() }
    }

    /// Bounds from the travel times of landmarks to the origin, for destinations with their straight-line distances.
    pub fn new(
        matrix: Arc<Matrix>,
        to_origin: &[(usize, Seconds)],
        destinations: &[(GeoPoint, Metres)],
    ) -> Self {
        let one = |(point, distance): &(GeoPoint, Metres)| Destination {
            column: matrix.column_number(*point),
            near: *distance < NEAR,
            ..Destination::default()
        };
        let destinations = destinations.iter().map(one).collect();
        let mut bounds = Self { matrix: Some(matrix), destinations, ..Self::default() };
        to_origin.iter().for_each(|(landmark, time)| bounds.add_landmark(*landmark, Some(*time)));
        bounds
    }

    /// Whether any landmark bounds the destination.
    pub fn has_bound(&self, destination: usize) -> bool {
        self.destinations.get(destination).is_some_and(|it| !it.landmark_bounds.is_empty())
    }

    /// The lower bound of the travel time to a destination; infinite where it cannot be reached.
    pub fn lower_bound(&self, destination: usize) -> Seconds {
        let Some(it) = self.destinations.get(destination) else { return Seconds(0.0) };
        let landmarks = it.landmark_bound(it.near || self.landmark_contradicted);
        let facilities = if self.facility_bound_contradicted { 0.0 } else { it.facility_bound };
        Seconds((landmarks.max(facilities) - SLACK.0).max(0.0))
    }

    /// The landmark that is predicted to raise the most undecided destinations above a time, if it raises at least
    /// [`MIN_PRUNED`]. Candidates are facilities with a known travel time, taken as the prediction for the return.
    pub fn next_landmark(&self, undecided: &[usize], time: Seconds) -> Option<usize> {
        let matrix = self.matrix.as_ref()?;
        let exhausted = self.landmark_contradicted || self.landmarks.len() >= MAX_LANDMARKS;
        if exhausted || undecided.len() < MIN_PRUNED || !time.0.is_finite() {
            return None;
        }
        let columns: Vec<usize> = undecided
            .iter()
            .filter_map(|number| self.destinations.get(*number))
            .filter(|it| !it.near)
            .filter_map(|it| it.column)
            .collect();
        let pruned = |landmark: usize, to_origin: Seconds| {
            let beyond = |column: &&usize| {
                matrix.cell(landmark, **column).is_none_or(|it| it.0 - to_origin.0 - SLACK.0 > time.0)
            };
            columns.iter().filter(beyond).count()
        };
        let candidate = |it: &Destination| {
            let landmark = matrix.landmark_at(it.column?)?;
            (!self.landmarks.contains(&landmark)).then_some((pruned(landmark, it.time?), landmark))
        };
        // The first of equals.
        let best = self
            .destinations
            .iter()
            .filter_map(candidate)
            .reduce(|best, other| if other.0 > best.0 { other } else { best });
        best.filter(|(pruned, _)| *pruned >= MIN_PRUNED).map(|(_, landmark)| landmark)
    }

    /// The point of a landmark.
    pub fn landmark(&self, number: usize) -> Option<GeoPoint> {
        self.matrix.as_ref()?.landmark(number)
    }

    /// Adds the bounds of a landmark from its travel time to the origin, `None` if it has no route there.
    pub fn add_landmark(&mut self, landmark: usize, time: Option<Seconds>) {
        self.landmarks.push(landmark);
        let (Some(matrix), Some(time)) = (&self.matrix, time) else { return };
        for it in &mut self.destinations {
            let Some(column) = it.column else { continue };
            // A landmark that reaches the origin and not the facility shows that the facility cannot be reached.
            it.landmark_bounds.push(matrix.cell(landmark, column).map_or(f64::INFINITY, |it| it.0 - time.0));
        }
        self.discard_contradicted_landmarks();
    }

    /// Tightens the bounds by known travel times to some destinations, `None` where there is no route.
    pub fn tighten(&mut self, times: &[(usize, Option<Seconds>)]) {
        for (number, time) in times {
            if let Some(it) = self.destinations.get_mut(*number) {
                it.time = *time;
            }
        }
        for (number, time) in times {
            if let Some(time) = time {
                self.bound_others(*number, *time);
            }
        }
        let contradicted = |it: &Destination| {
            it.time.is_some_and(|time| it.facility_bound > time.0 + CONTRADICTION_TOLERANCE_S)
        };
        self.facility_bound_contradicted =
            self.facility_bound_contradicted || self.destinations.iter().any(contradicted);
        self.discard_contradicted_landmarks();
    }

    /// Discards the landmarks whose bound exceeds a known travel time.
    fn discard_contradicted_landmarks(&mut self) {
        let landmarks = self.destinations.iter().map(|it| it.landmark_bounds.len()).max().unwrap_or(0);
        for landmark in 0..landmarks {
            let contradicted = |it: &Destination| {
                it.time
                    .zip(it.landmark_bounds.get(landmark))
                    .is_some_and(|(time, bound)| *bound > time.0 + CONTRADICTION_TOLERANCE_S)
            };
            if self.destinations.iter().any(contradicted) {
                self.discard_landmark(landmark);
            }
        }
    }

    /// Sets the bounds of a landmark to zero. They keep their positions, so that [`Self::has_bound`] stays true.
    fn discard_landmark(&mut self, landmark: usize) {
        self.landmark_contradicted = true;
        self.destinations
            .iter_mut()
            .filter_map(|it| it.landmark_bounds.get_mut(landmark))
            .for_each(|bound| *bound = 0.0);
    }

    /// Bounds all other destinations by the known travel time to one.
    fn bound_others(&mut self, number: usize, time: Seconds) {
        let Some(matrix) = &self.matrix else { return };
        let Some(column) = self.destinations.get(number).and_then(|it| it.column) else { return };
        for it in &mut self.destinations {
            let Some(other) = it.column else { continue };
            let between = matrix.landmark_at(other).and_then(|landmark| matrix.cell(landmark, column));
            if let Some(between) = between {
                it.facility_bound = it.facility_bound.max(time.0 - between.0 - matrix.turn_cost(other).0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::line;
    use super::super::{NONE, Settlement};
    use super::*;

    fn to(lon: f64) -> (GeoPoint, Metres) {
        (GeoPoint { lon, lat: 53.5 }, Metres(1e4 * (lon - 12.0).abs()))
    }

    fn bounds(to_origin: &[(usize, Seconds)], wanted: &[(GeoPoint, Metres)]) -> Bounds {
        Bounds::new(Arc::new(line()), to_origin, wanted)
    }

    /// By hand: from the first settlement the facility is 150 s away. From an origin that it reaches in
    /// 40 s it is at least 150 - 40 = 110 s, minus the slack of 10 s. The second settlement gives less:
    /// 50 - 60 < 0.
    #[test]
    fn the_best_landmark_gives_the_bound_minus_the_slack() {
        let bounds = bounds(&[(0, Seconds(40.0)), (1, Seconds(60.0))], &[to(12.15), to(12.3), to(12.4)]);
        assert_eq!(bounds.lower_bound(0), Seconds(100.0));
        assert_eq!(bounds.lower_bound(1), Seconds(f64::INFINITY), "no route");
        assert_eq!((bounds.lower_bound(2), bounds.has_bound(2)), (Seconds(0.0), false), "not in the matrix");
        assert_eq!(Bounds::none(1).lower_bound(0), Seconds(0.0));
    }

    /// The same facility nearby: the second settlement does not agree, so there is no bound.
    #[test]
    fn two_landmarks_must_agree_on_a_nearby_facility() {
        let nearby = (to(12.15).0, Metres(999.0));
        let alone = bounds(&[(0, Seconds(40.0)), (1, Seconds(60.0))], &[nearby]);
        assert_eq!(alone.lower_bound(0), Seconds(0.0));
        let agreed = bounds(&[(0, Seconds(40.0)), (1, Seconds(20.0))], &[nearby]);
        assert_eq!(agreed.lower_bound(0), Seconds(20.0), "50 - 20, minus the slack");
    }

    /// The first landmark bounds the facility by 110 s. A travel time of 108 s contradicts it by 2 s: it is discarded,
    /// and the other two must agree.
    #[test]
    fn a_contradicted_landmark_is_discarded() {
        let origin = [(0, Seconds(40.0)), (1, Seconds(10.0)), (2, Seconds(20.0))];
        let mut bounds = bounds(&origin, &[to(12.15), to(12.25)]);
        assert_eq!((bounds.lower_bound(0), bounds.lower_bound(1)), (Seconds(100.0), Seconds(200.0)));
        bounds.tighten(&[(0, Some(Seconds(109.0)))]);
        assert_eq!(bounds.lower_bound(0), Seconds(100.0), "within the tolerance");
        bounds.tighten(&[(0, Some(Seconds(108.0)))]);
        assert_eq!(bounds.lower_bound(1), Seconds(20.0), "the second 140, the third 30, minus the slack");
    }

    /// The same where the landmark is added after the travel time is known.
    #[test]
    fn a_landmark_added_later_is_compared_with_known_times() {
        let mut bounds = bounds(&[(1, Seconds(10.0))], &[to(12.15), to(12.25)]);
        bounds.tighten(&[(0, Some(Seconds(108.0)))]);
        assert_eq!(bounds.lower_bound(1), Seconds(130.0), "150 - 10, minus the slack");
        bounds.add_landmark(0, Some(Seconds(40.0)));
        assert_eq!(bounds.lower_bound(1), Seconds(0.0), "only one landmark is left");
    }

    /// The facility at 12.15 is a waypoint, 100 s from the one at 12.25. If 12.25 takes 400 s from the origin, 12.15
    /// takes at least 300 s. A known travel time of 200 s contradicts this, and such bounds are ignored.
    #[test]
    fn a_known_travel_time_bounds_the_others() {
        let mut bounds = bounds(&[(0, Seconds(0.0))], &[to(12.15), to(12.25)]);
        bounds.tighten(&[(1, Some(Seconds(400.0)))]);
        assert_eq!(bounds.lower_bound(0), Seconds(290.0));
        bounds.tighten(&[(1, None)]);
        assert_eq!(bounds.lower_bound(0), Seconds(290.0), "an unreachable facility gives no bound");
        bounds.tighten(&[(0, Some(Seconds(200.0)))]);
        assert_eq!(bounds.lower_bound(0), Seconds(140.0), "the settlement's 150, minus the slack");
    }

    /// From the settlement to the first facility 100 s, from there to the second 50 s, but from the settlement to the
    /// second 180 s. If the second takes 120 s from the origin, the first takes at least 70 s, minus a turn cost of
    /// 180 - 100 - 50 = 30 s and the slack.
    #[test]
    fn the_turn_cost_of_a_facility_is_subtracted() {
        let facilities = vec![to(12.2).0, to(12.3).0];
        let settlement = Settlement { key: "1".into(), point: to(12.0).0 };
        let cells = vec![1000, 0, 500, 1800, 500, 0];
        let matrix =
            Matrix::assemble("roads".into(), vec![settlement], facilities.clone(), facilities, cells);
        let mut bounds =
            Bounds::new(Arc::new(matrix.unwrap()), &[(0, Seconds(200.0))], &[to(12.2), to(12.3)]);
        bounds.tighten(&[(1, Some(Seconds(120.0)))]);
        assert_eq!(bounds.lower_bound(0), Seconds(30.0));
    }

    /// One facility nearby, a waypoint, and four that lie 300 s behind it; the settlement is far away.
    #[test]
    fn a_further_landmark_is_chosen_where_it_excludes_three() {
        let facilities: Vec<GeoPoint> = (1..=5).map(|number| to(12.0 + f64::from(number)).0).collect();
        let wanted: Vec<(GeoPoint, Metres)> =
            facilities.iter().map(|point| (*point, Metres(5_000.0))).collect();
        let settlement = Settlement { key: "1".into(), point: to(11.0).0 };
        // The last cannot be reached from the waypoint.
        let cells = vec![5000, 0, 5000, 3000, 5000, 3000, 5000, 3000, 5000, NONE];
        let waypoints = facilities[..1].to_vec();
        let matrix =
            Matrix::assemble("roads".into(), vec![settlement], waypoints, facilities, cells).unwrap();
        let mut bounds = Bounds::new(Arc::new(matrix), &[(0, Seconds(500.0))], &wanted);
        assert_eq!(bounds.next_landmark(&[1, 2, 3, 4], Seconds(200.0)), None, "no travel time is known yet");
        bounds.tighten(&[(0, Some(Seconds(50.0)))]);
        assert_eq!(bounds.next_landmark(&[1, 2, 3, 4], Seconds(200.0)), Some(1));
        assert_eq!(
            bounds.next_landmark(&[1, 2], Seconds(200.0)),
            None,
            "asking for two facilities costs no more"
        );
        assert_eq!(
            bounds.next_landmark(&[1, 2, 3, 4], Seconds(240.0)),
            None,
            "300 - 50 - 10 is not above the limit"
        );
        assert_eq!(bounds.next_landmark(&[1, 2, 3, 4], Seconds(f64::INFINITY)), None);
        let mut used_up = bounds.clone();
        (0..MAX_LANDMARKS - 1).for_each(|_| used_up.add_landmark(0, None));
        assert_eq!(used_up.next_landmark(&[1, 2, 3, 4], Seconds(200.0)), None, "the limit is reached");
        bounds.add_landmark(1, Some(Seconds(60.0)));
        assert_eq!((bounds.lower_bound(1), bounds.lower_bound(4)), (Seconds(230.0), Seconds(f64::INFINITY)));
        assert_eq!(bounds.next_landmark(&[1, 2, 3, 4], Seconds(200.0)), None, "it is used already");
    }
}
