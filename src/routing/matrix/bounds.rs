//! Lower bounds of the ways from one origin, and what a search learns about them on its way.
//!
//! If somebody needs `t(a, o)` from an anchor `a` to the origin `o`, then from `o` to a facility `f` it takes at
//! least `t(a, f) - t(a, o)`, because going over `o` would otherwise be quicker than the quickest way from `a` to
//! `f`. And once `t(o, g)` is known for a facility `g`, it takes at least `t(o, g) - t(f, g)` to `f`, because going
//! over `f` would otherwise be quicker to `g`.
//!
//! On real roads this holds up to [`SLACK`]: a way over `o` may turn round there for nothing, OSRM's car profile does
//! not weigh ways by time alone, and durations are rounded. In a town a turn can lead round a whole block, and then a
//! single anchor says a minute too much, most often about a facility next door. So an anchor that was seen to say too
//! much is not asked any more at this origin, from then on two anchors must agree, and about the nearest facilities
//! as the crow flies two must agree from the beginning.
//!
//! What is learned is not guarded in this way. Where a turn in front of `f` would lead round a block, the way over `f` to
//! `g` is quicker than the way to `g` by more than the slack, and `f` can be missed: on the roads of a town 3 of 1,000
//! pages, on a made network of the state's size none of 500 (`scripts/bench routing`).

use std::sync::Arc;

use super::Matrix;
use crate::units::{GeoPoint, Metres, Seconds};

/// What a bound may be wrong by: a turn (7.5 s at most in OSRM's car profile) and a traffic light (2 s), rounded up.
const SLACK: Seconds = Seconds(10.0);
/// An anchor that says so much too much about a way is not believed any more.
const TOO_MUCH: Seconds = Seconds(SLACK.0 / 2.0);
/// So many facilities are near an origin.
const NEAR: usize = 8;

/// Bounds of the ways to some destinations, known by their places in the list.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    matrix: Option<Arc<Matrix>>,
    destinations: Vec<Destination>,
    /// Whether an anchor has said too much.
    doubtful: bool,
}

#[derive(Debug, Clone, Default)]
struct Destination {
    /// Its column in the matrix; without one nothing is known.
    column: Option<usize>,
    near: bool,
    /// What each anchor says, in seconds; those that are believed.
    says: Vec<f64>,
    /// What the ways to other facilities say, in seconds.
    learned: f64,
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
        let one = |(point, _): &(GeoPoint, Metres)| {
            let column = matrix.column_number(*point);
            let from = |anchor| column.and_then(|column| matrix.cell(anchor, column));
            // An anchor without a way to the facility, though with one to the origin, says: no way.
            let say =
                |(anchor, time): &(usize, Seconds)| from(*anchor).map_or(f64::INFINITY, |it| it.0 - time.0);
            let says = column.map_or_else(Vec::new, |_| to_origin.iter().map(say).collect());
            Destination { column, near: false, says, learned: 0.0 }
        };
        let mut bounds = Self {
            destinations: destinations.iter().map(one).collect(),
            matrix: Some(matrix),
            doubtful: false,
        };
        let mut by_distance: Vec<usize> = (0..destinations.len()).collect();
        by_distance.sort_by(|a, b| destinations[*a].1.0.total_cmp(&destinations[*b].1.0).then(a.cmp(b)));
        for number in by_distance.into_iter().take(NEAR) {
            bounds.destinations[number].near = true;
        }
        bounds
    }

    /// Whether there is a bound of a destination at all.
    pub fn knows(&self, destination: usize) -> bool {
        self.destinations.get(destination).is_some_and(|it| !it.says.is_empty())
    }

    /// A duration that no way to the destination goes below. Infinite where there is none.
    pub fn of(&self, destination: usize) -> Seconds {
        let Some(it) = self.destinations.get(destination) else { return Seconds(0.0) };
        let (mut best, mut second) = (0.0_f64, 0.0_f64);
        for says in &it.says {
            if *says > best {
                (best, second) = (*says, best);
            } else {
                second = second.max(*says);
            }
        }
        let agreed = if it.near || self.doubtful { second } else { best };
        Seconds((agreed.max(it.learned) - SLACK.0).max(0.0))
    }

    /// Takes in the ways to some destinations: `None` where there is none.
    pub fn learn(&mut self, ways: &[(usize, Option<Seconds>)]) {
        for (number, time) in ways {
            if let Some(time) = time {
                self.doubt(*number, *time);
                self.spread(*number, *time);
            }
        }
    }

    /// Forgets the anchors that said too much about a way.
    fn doubt(&mut self, number: usize, time: Seconds) {
        let Some(it) = self.destinations.get(number) else { return };
        let believed: Vec<bool> = it.says.iter().map(|says| *says <= time.0 + TOO_MUCH.0).collect();
        if believed.iter().all(|believed| *believed) {
            return;
        }
        self.doubtful = true;
        for it in &mut self.destinations {
            let mut at = believed.iter();
            // Two anchors that say nothing keep the place of those that are gone: a destination stays known.
            it.says.iter_mut().for_each(|says| {
                if at.next() == Some(&false) {
                    *says = 0.0;
                }
            });
        }
    }

    /// What the way to one facility says about all others.
    fn spread(&mut self, number: usize, time: Seconds) {
        let Some(matrix) = &self.matrix else { return };
        let Some(column) = self.destinations.get(number).and_then(|it| it.column) else { return };
        for it in &mut self.destinations {
            let there = it.column.and_then(|column| matrix.anchor_at(column));
            if let Some(between) = there.and_then(|anchor| matrix.cell(anchor, column)) {
                it.learned = it.learned.max(time.0 - between.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::line;
    use super::*;

    fn to(lon: f64) -> (GeoPoint, Metres) {
        (GeoPoint { lon, lat: 53.5 }, Metres(1e4 * (lon - 12.0).abs()))
    }

    /// Far from being near: eight others lie nearer as the crow flies.
    fn crowd() -> Vec<(GeoPoint, Metres)> {
        (0..NEAR).map(|number| (GeoPoint { lon: 10.0 + number as f64, lat: 50.0 }, Metres(0.0))).collect()
    }

    fn bounds(to_origin: &[(usize, Seconds)], wanted: &[(GeoPoint, Metres)]) -> Bounds {
        let mut all = wanted.to_vec();
        all.extend(crowd());
        Bounds::new(Arc::new(line()), to_origin, &all)
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

    /// The same with nobody nearer: the second settlement does not agree, so nothing is said.
    #[test]
    fn about_what_is_near_two_anchors_must_agree() {
        let near = Bounds::new(Arc::new(line()), &[(0, Seconds(40.0)), (1, Seconds(60.0))], &[to(12.15)]);
        assert_eq!(near.of(0), Seconds(0.0));
        let agreed = Bounds::new(Arc::new(line()), &[(0, Seconds(40.0)), (1, Seconds(20.0))], &[to(12.15)]);
        assert_eq!(agreed.of(0), Seconds(20.0), "50 - 20, less the slack");
    }

    /// The first anchor says 110 s. A way of 104 s would be 6 s too quick: it is not believed any more, and the
    /// other two must agree.
    #[test]
    fn an_anchor_that_said_too_much_is_not_believed_any_more() {
        let origin = [(0, Seconds(40.0)), (1, Seconds(10.0)), (2, Seconds(20.0))];
        let mut bounds = bounds(&origin, &[to(12.15), to(12.25)]);
        assert_eq!((bounds.of(0), bounds.of(1)), (Seconds(100.0), Seconds(200.0)));
        bounds.learn(&[(0, Some(Seconds(106.0)))]);
        assert_eq!(bounds.of(0), Seconds(100.0), "4 s are within half of the slack");
        bounds.learn(&[(0, Some(Seconds(104.0)))]);
        assert_eq!(
            bounds.of(1),
            Seconds(20.0),
            "the second 140, the third 30, the smaller counts, less the slack"
        );
    }

    /// The facility at 12.15 is a waypoint, and 100 s from the one at 12.25. If the way to that one takes 400 s, the
    /// way to the first takes 300 s at least.
    #[test]
    fn a_known_way_says_something_about_the_others() {
        let mut bounds = bounds(&[(0, Seconds(0.0))], &[to(12.15), to(12.25)]);
        bounds.learn(&[(1, Some(Seconds(400.0)))]);
        assert_eq!(bounds.of(0), Seconds(290.0));
        bounds.learn(&[(1, None)]);
        assert_eq!(bounds.of(0), Seconds(290.0), "no way says nothing");
    }
}
