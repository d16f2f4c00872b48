//! Lower bounds of the ways from one origin, and what a search learns about them on its way.
//!
//! If somebody needs `t(a, o)` from an anchor `a` to the origin `o`, then from `o` to a facility `f` it takes at
//! least `t(a, f) - t(a, o)`, because going over `o` would otherwise be quicker than the quickest way from `a` to
//! `f`. And once `t(o, g)` is known for a facility `g`, it takes at least `t(o, g) - t(f, g)` to `f`, because going
//! over `f` would otherwise be quicker to `g`.
//!
//! On real roads both hold but for the turn in the middle, which costs nothing in the reckoning and in a town can lead
//! round a whole block. In front of a facility it is known ([`super::turns`]) and taken off. In front of the origin
//! it is not: there [`SLACK`] is taken off, about facilities next door two anchors must agree, and as soon as a known
//! way shows that something said too much, it is not believed any more at this origin.
//!
//! So a page can still lack a facility, where an anchor says more than the slack too much, about one that is not next
//! door, and no way that was asked for has shown it: on the roads of a town none of 5,000 pages, on a made network of
//! the state's size none of 2,000 (`scripts/bench routing`).

use std::sync::Arc;

use super::Matrix;
use crate::units::{GeoPoint, Metres, Seconds};

/// What a bound may be wrong by: a turn (7.5 s at most in OSRM's car profile) and a traffic light (2 s), rounded up.
const SLACK: Seconds = Seconds(10.0);
/// What says so much too much about a way is not believed any more: more than what rounding does.
const TOO_MUCH: Seconds = Seconds(1.0);
/// So near, as the crow flies, is next door.
const NEAR: Metres = Metres(1_000.0);
/// So many facilities must be settled by one more anchor, or it is not worth its own way.
const WORTH: usize = 3;
/// Anchors that are heard at most: where ways back take much longer than ways there, they settle less than it seems.
const MOST_ANCHORS: usize = 8;

/// Bounds of the ways to some destinations, known by their places in the list.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    matrix: Option<Arc<Matrix>>,
    destinations: Vec<Destination>,
    /// Those that were asked.
    anchors: Vec<usize>,
    /// Whether an anchor has said too much.
    doubtful: bool,
    /// Whether a known way has said too much about another.
    misled: bool,
}

#[derive(Debug, Clone, Default)]
struct Destination {
    /// Its column in the matrix; without one nothing is known.
    column: Option<usize>,
    near: bool,
    /// What each anchor says, in seconds; nothing if it is not believed.
    says: Vec<f64>,
    /// What the ways to other facilities say, in seconds.
    learned: f64,
    /// The way, once it is known.
    time: Option<Seconds>,
}

impl Destination {
    /// What the anchors say: the best, or what two of them agree on.
    fn said(&self, agreed: bool) -> f64 {
        let (mut best, mut second) = (0.0_f64, 0.0_f64);
        for says in &self.says {
            if *says > best {
                (best, second) = (*says, best);
            } else {
                second = second.max(*says);
            }
        }
        if agreed { second } else { best }
    }
}

impl Bounds {
    /// Knows nothing.
    pub fn none(destinations: usize) -> Self {
        Self { destinations: vec![Destination::default(); destinations], ..Self::default() }
    }

    /// From the times that anchors need to the origin, for destinations with their distances as the crow flies.
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
        to_origin.iter().for_each(|(anchor, time)| bounds.hear(*anchor, Some(*time)));
        bounds
    }

    /// Whether there is a bound of a destination at all.
    pub fn knows(&self, destination: usize) -> bool {
        self.destinations.get(destination).is_some_and(|it| !it.says.is_empty())
    }

    /// A duration that no way to the destination goes below. Infinite where there is none.
    pub fn of(&self, destination: usize) -> Seconds {
        let Some(it) = self.destinations.get(destination) else { return Seconds(0.0) };
        let said = it.said(it.near || self.doubtful);
        let learned = if self.misled { 0.0 } else { it.learned };
        Seconds((said.max(learned) - SLACK.0).max(0.0))
    }

    /// An anchor that would put the most of some destinations beyond a time, if there are enough of them: a facility to
    /// which the way is known, for the way back takes about as long.
    pub fn next_anchor(&self, undecided: &[usize], time: Seconds) -> Option<usize> {
        let matrix = self.matrix.as_ref()?;
        let enough = self.doubtful || self.anchors.len() >= MOST_ANCHORS;
        if enough || undecided.len() < WORTH || !time.0.is_finite() {
            return None;
        }
        let columns: Vec<usize> = undecided
            .iter()
            .filter_map(|number| self.destinations.get(*number))
            .filter(|it| !it.near)
            .filter_map(|it| it.column)
            .collect();
        let settled = |anchor: usize, way: Seconds| {
            let beyond = |column: &&usize| {
                matrix.cell(anchor, **column).is_none_or(|it| it.0 - way.0 - SLACK.0 > time.0)
            };
            columns.iter().filter(beyond).count()
        };
        let anchor = |it: &Destination| {
            let anchor = matrix.anchor_at(it.column?)?;
            (!self.anchors.contains(&anchor)).then_some((settled(anchor, it.time?), anchor))
        };
        // Of equals the first.
        let best = self
            .destinations
            .iter()
            .filter_map(anchor)
            .reduce(|best, other| if other.0 > best.0 { other } else { best });
        best.filter(|(settled, _)| *settled >= WORTH).map(|(_, anchor)| anchor)
    }

    /// The point of an anchor.
    pub fn anchor(&self, number: usize) -> Option<GeoPoint> {
        self.matrix.as_ref()?.anchor(number)
    }

    /// Takes in the time that an anchor needs to the origin: `None` if it has no way there.
    pub fn hear(&mut self, anchor: usize, time: Option<Seconds>) {
        self.anchors.push(anchor);
        let (Some(matrix), Some(time)) = (&self.matrix, time) else { return };
        for it in &mut self.destinations {
            let Some(column) = it.column else { continue };
            // An anchor without a way to the facility, though with one to the origin, says: no way.
            it.says.push(matrix.cell(anchor, column).map_or(f64::INFINITY, |it| it.0 - time.0));
        }
        self.doubt();
    }

    /// Takes in the ways to some destinations: `None` where there is none.
    pub fn learn(&mut self, ways: &[(usize, Option<Seconds>)]) {
        for (number, time) in ways {
            if let Some(it) = self.destinations.get_mut(*number) {
                it.time = *time;
            }
        }
        for (number, time) in ways {
            if let Some(time) = time {
                self.spread(*number, *time);
            }
        }
        let too_long = |it: &Destination| it.time.is_some_and(|time| it.learned > time.0 + TOO_MUCH.0);
        self.misled = self.misled || self.destinations.iter().any(too_long);
        self.doubt();
    }

    /// Forgets the anchors that said too much about a known way.
    fn doubt(&mut self) {
        let anchors = self.destinations.iter().map(|it| it.says.len()).max().unwrap_or(0);
        for anchor in 0..anchors {
            let too_much = |it: &Destination| {
                it.time.zip(it.says.get(anchor)).is_some_and(|(time, says)| *says > time.0 + TOO_MUCH.0)
            };
            if !self.destinations.iter().any(too_much) {
                continue;
            }
            self.doubtful = true;
            // It says nothing now, but keeps its place: a destination stays known.
            self.destinations
                .iter_mut()
                .filter_map(|it| it.says.get_mut(anchor))
                .for_each(|says| *says = 0.0);
        }
    }

    /// What the way to one facility says about all others.
    fn spread(&mut self, number: usize, time: Seconds) {
        let Some(matrix) = &self.matrix else { return };
        let Some(column) = self.destinations.get(number).and_then(|it| it.column) else { return };
        for it in &mut self.destinations {
            let Some(there) = it.column else { continue };
            if let Some(between) = matrix.anchor_at(there).and_then(|anchor| matrix.cell(anchor, column)) {
                it.learned = it.learned.max(time.0 - between.0 - matrix.turn(there).0);
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
    /// 40 s it is at least 150 - 40 = 110 s, less the slack of 10 s. The second settlement knows less:
    /// 50 - 60 < 0.
    #[test]
    fn the_best_anchor_gives_the_bound_and_the_slack_is_taken_off() {
        let bounds = bounds(&[(0, Seconds(40.0)), (1, Seconds(60.0))], &[to(12.15), to(12.3), to(12.4)]);
        assert_eq!(bounds.of(0), Seconds(100.0));
        assert_eq!(bounds.of(1), Seconds(f64::INFINITY), "no way");
        assert_eq!((bounds.of(2), bounds.knows(2)), (Seconds(0.0), false), "not in the matrix");
        assert_eq!(Bounds::none(1).of(0), Seconds(0.0));
    }

    /// The same next door: the second settlement does not agree, so nothing is said.
    #[test]
    fn about_what_is_next_door_two_anchors_must_agree() {
        let next_door = (to(12.15).0, Metres(999.0));
        let alone = bounds(&[(0, Seconds(40.0)), (1, Seconds(60.0))], &[next_door]);
        assert_eq!(alone.of(0), Seconds(0.0));
        let agreed = bounds(&[(0, Seconds(40.0)), (1, Seconds(20.0))], &[next_door]);
        assert_eq!(agreed.of(0), Seconds(20.0), "50 - 20, less the slack");
    }

    /// The first anchor says 110 s. A way of 108 s would be 2 s too quick: it is not believed any more, and the
    /// other two must agree.
    #[test]
    fn an_anchor_that_said_too_much_is_not_believed_any_more() {
        let origin = [(0, Seconds(40.0)), (1, Seconds(10.0)), (2, Seconds(20.0))];
        let mut bounds = bounds(&origin, &[to(12.15), to(12.25)]);
        assert_eq!((bounds.of(0), bounds.of(1)), (Seconds(100.0), Seconds(200.0)));
        bounds.learn(&[(0, Some(Seconds(109.0)))]);
        assert_eq!(bounds.of(0), Seconds(100.0), "rounding can do that");
        bounds.learn(&[(0, Some(Seconds(108.0)))]);
        assert_eq!(bounds.of(1), Seconds(20.0), "the second 140, the third 30, less the slack");
    }

    /// And so it is with an anchor that is heard after the way is known.
    #[test]
    fn an_anchor_that_is_heard_later_is_held_against_what_is_known() {
        let mut bounds = bounds(&[(1, Seconds(10.0))], &[to(12.15), to(12.25)]);
        bounds.learn(&[(0, Some(Seconds(108.0)))]);
        assert_eq!(bounds.of(1), Seconds(130.0), "150 - 10, less the slack");
        bounds.hear(0, Some(Seconds(40.0)));
        assert_eq!(bounds.of(1), Seconds(0.0), "only one is left to say something");
    }

    /// The facility at 12.15 is a waypoint, and 100 s from the one at 12.25. If the way to that one takes 400 s, the
    /// way to the first takes 300 s at least. It is seen to take 200 s: then nothing of that kind is believed.
    #[test]
    fn a_known_way_says_something_about_the_others() {
        let mut bounds = bounds(&[(0, Seconds(0.0))], &[to(12.15), to(12.25)]);
        bounds.learn(&[(1, Some(Seconds(400.0)))]);
        assert_eq!(bounds.of(0), Seconds(290.0));
        bounds.learn(&[(1, None)]);
        assert_eq!(bounds.of(0), Seconds(290.0), "no way says nothing");
        bounds.learn(&[(0, Some(Seconds(200.0)))]);
        assert_eq!(bounds.of(0), Seconds(140.0), "the settlement's 150, less the slack");
    }

    /// From the settlement to the first facility 100 s, from there to the second 50 s, but from the settlement to the
    /// second 180 s. If the way to the second takes 120 s, the way to the first takes 70 s at least, less a turn of
    /// 180 - 100 - 50 = 30 s that a car has to make in front of it, less the slack.
    #[test]
    fn a_turn_in_front_of_a_facility_is_taken_off() {
        let facilities = vec![to(12.2).0, to(12.3).0];
        let settlement = Settlement { key: "1".into(), point: to(12.0).0 };
        let cells = vec![1000, 0, 500, 1800, 500, 0];
        let matrix =
            Matrix::assemble("roads".into(), vec![settlement], facilities.clone(), facilities, cells);
        let mut bounds =
            Bounds::new(Arc::new(matrix.unwrap()), &[(0, Seconds(200.0))], &[to(12.2), to(12.3)]);
        bounds.learn(&[(1, Some(Seconds(120.0)))]);
        assert_eq!(bounds.of(0), Seconds(30.0));
    }

    /// One facility at hand, a waypoint, and four that lie 300 s behind it; the settlement is far off.
    #[test]
    fn one_more_anchor_is_worth_its_way_where_it_settles_three() {
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
        assert_eq!(bounds.next_anchor(&[1, 2, 3, 4], Seconds(200.0)), None, "no way is known yet");
        bounds.learn(&[(0, Some(Seconds(50.0)))]);
        assert_eq!(bounds.next_anchor(&[1, 2, 3, 4], Seconds(200.0)), Some(1));
        assert_eq!(bounds.next_anchor(&[1, 2], Seconds(200.0)), None, "two are as soon asked for themselves");
        assert_eq!(bounds.next_anchor(&[1, 2, 3, 4], Seconds(240.0)), None, "300 - 50 - 10 are not more");
        assert_eq!(bounds.next_anchor(&[1, 2, 3, 4], Seconds(f64::INFINITY)), None);
        let mut tired = bounds.clone();
        (0..MOST_ANCHORS - 1).for_each(|_| tired.hear(0, None));
        assert_eq!(tired.next_anchor(&[1, 2, 3, 4], Seconds(200.0)), None, "enough were heard");
        bounds.hear(1, Some(Seconds(60.0)));
        assert_eq!((bounds.of(1), bounds.of(4)), (Seconds(230.0), Seconds(f64::INFINITY)));
        assert_eq!(bounds.next_anchor(&[1, 2, 3, 4], Seconds(200.0)), None, "it was heard");
    }
}
