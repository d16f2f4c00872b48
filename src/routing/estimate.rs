//! Travel time estimated from the straight-line distance, used where no road network is set up or OSRM does not
//! answer, and labelled as an estimate wherever it is shown.
//!
//! **Calibration.** On the roads of Lauf an der Pegnitz (an OpenStreetMap extract of a small
//! town and the country around it) a lattice of 12 by 12 points gives some 3,000 pairs a mode, up to
//! 5 km apart, with OSRM's own durations and lengths (26.10, its profiles). A least-squares line through
//! them, `duration = a + b · straight`, gives the knots at one and five kilometres; below one kilometre
//! the estimate runs straight to zero. The median error on these pairs falls from 49 % to 17 % by car, 14 %
//! to 11 % by bicycle and 13 % to 9 % on foot, compared with one fixed speed. A test computes the line anew.
//!
//! Beyond five kilometres nothing was measured. There each metre of straight line is 1.417 metres of road
//! (mean over 66,000 pairs of localities: Boscoe, Henry, Zdeb 2012, "A Nationwide Comparison of Driving
//! Distance Versus Straight-Line Distance to Hospitals", The Professional Geographer 64, abstract), taken at
//! 55 km/h by car (an assumption for country roads through villages), at 15 km/h by bicycle and
//! 5 km/h on foot (the default speeds of OSRM's `bicycle.lua` and `foot.lua`).

use super::{Mode, Travel, TravelSource};
use crate::units::{Metres, Seconds};

const NEAR_M: f64 = 1_000.0;
const FAR_M: f64 = 5_000.0;
const DETOUR: f64 = 1.417;
/// Half of the way round the Earth.
const LONGEST_M: f64 = 20_000_000.0;

/// A least-squares line over the straight distance in metres: value at zero, and value a metre.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Value at zero, in seconds or metres.
    pub start: f64,
    /// Increase for each metre of straight line.
    pub per_metre: f64,
}

impl Line {
    fn at(self, straight_m: f64) -> f64 {
        self.start + self.per_metre * straight_m
    }

    /// Zero at the origin, straight to the line at one kilometre, along it to five, then at another slope.
    fn bent(self, straight_m: f64, beyond_per_metre: f64) -> f64 {
        if straight_m < NEAR_M {
            self.at(NEAR_M) * straight_m / NEAR_M
        } else if straight_m < FAR_M {
            self.at(straight_m)
        } else {
            self.at(FAR_M) + beyond_per_metre * (straight_m - FAR_M)
        }
    }
}

/// The fitted lines of duration in seconds and of length in metres.
pub fn calibration(mode: Mode) -> (Line, Line) {
    let line = |start, per_metre| Line { start, per_metre };
    match mode {
        Mode::Car => (line(167.3, 0.1027), line(1161.0, 1.063)),
        Mode::Bicycle => (line(213.9, 0.2971), line(504.0, 1.151)),
        Mode::Foot => (line(349.8, 0.7979), line(467.0, 1.097)),
    }
}

fn beyond_km_per_hour(mode: Mode) -> f64 {
    match mode {
        Mode::Car => 55.0,
        Mode::Bicycle => 15.0,
        Mode::Foot => 5.0,
    }
}

/// The estimated duration and road distance over a straight-line distance; both grow with it.
pub fn estimate(mode: Mode, straight: Metres) -> Travel {
    let (duration, length) = calibration(mode);
    let seconds_per_metre = DETOUR * 3.6 / beyond_km_per_hour(mode);
    Travel {
        mode,
        duration: Seconds(duration.bent(straight.0, seconds_per_metre)),
        distance: Metres(length.bent(straight.0, DETOUR)),
        source: TravelSource::Estimate,
    }
}

/// The longest straight line whose estimated duration is within a limit, to a millimetre and no shorter.
pub fn farthest(mode: Mode, within: Seconds) -> Metres {
    let is_within = |metres: f64| estimate(mode, Metres(metres)).duration.0 <= within.0;
    let (mut low, mut high) = (0.0, 1.0);
    while is_within(high) && high < LONGEST_M {
        high *= 2.0;
    }
    while high - low > 0.001 {
        let middle = 0.5 * (low + high);
        if is_within(middle) { low = middle } else { high = middle }
    }
    Metres(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By hand: the line gives 167.3 s + 5,000 m · 0.1027 s/m = 680.8 s at five kilometres; the other five
    /// are 7.085 km of road at 55 km/h, 463.745 s.
    #[test]
    fn ten_kilometres_by_car_are_nineteen_minutes() {
        let travel = estimate(Mode::Car, Metres(10_000.0));
        assert!((travel.duration.0 - 1_144.545).abs() < 1e-3, "{travel:?}");
        assert!((travel.distance.0 - (1161.0 + 5315.0 + 7085.0)).abs() < 1e-9, "{travel:?}");
        assert_eq!(travel.source.word(), "estimate");
    }

    /// By hand, see above: 1,144.545 s are ten kilometres by car.
    #[test]
    fn the_farthest_point_within_a_time_is_the_inverse_of_the_estimate() {
        assert!((farthest(Mode::Car, Seconds(1_144.545_454)).0 - 10_000.0).abs() < 0.01);
        for mode in Mode::ALL {
            for within in [0.0, 1.0, 60.0, 899.0, 3_600.0, 36_000.0] {
                let metres = farthest(mode, Seconds(within)).0;
                assert!(estimate(mode, Metres(metres)).duration.0 >= within, "{mode:?} {within}");
                let nearer = Metres((metres - 0.002).max(0.0));
                assert!(estimate(mode, nearer).duration.0 <= within, "{mode:?} {within}");
            }
        }
    }

    #[test]
    fn zero_distance_takes_no_time_and_the_duration_grows_with_distance() {
        for mode in Mode::ALL {
            assert_eq!(estimate(mode, Metres(0.0)).duration, Seconds(0.0));
            let durations: Vec<f64> =
                (0..4_000).map(|step| estimate(mode, Metres(f64::from(step) * 5.0)).duration.0).collect();
            assert!(durations.windows(2).all(|two| two[0] < two[1]));
        }
    }
}
