//! Distances on the WGS 84 ellipsoid, fast and with a bounded error.
//!
//! A search compares hundreds of distances and prints twenty. Karney's geodesic is exact and costs
//! about a microsecond, the straight chord through the Earth costs a nanosecond. So the chord decides
//! the clear cases, a short series turns it into metres, and the geodesic decides only where the
//! difference is smaller than the error.

use super::{GeoPoint, Metres};

/// Semi-major axis in metres and flattening of WGS 84 (NIMA TR8350.2, 3rd edition, table 3.1).
const A: f64 = 6_378_137.0;
const F: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
const E2: f64 = F * (2.0 - F);
/// Smallest and largest radius of curvature on the ellipsoid: of the meridian at the equator,
/// a(1-e²), and of every direction at the pole, a/√(1-e²).
const R_MIN: f64 = A * (1.0 - E2);
const R_MAX: f64 = 6_399_593.625_8;

/// How far [`distance`] may be from the geodesic, up to 201 km; no search reaches farther. A test
/// shows that it stays below half of this.
pub const ERROR: Metres = Metres(1e-3);

/// A point prepared for many distances: Cartesian coordinates in metres, Earth-centred and
/// Earth-fixed, and the sine of the geodetic latitude.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prepared {
    /// Towards the meridian of Greenwich on the equator.
    pub x: f64,
    /// Towards 90 degrees east on the equator.
    pub y: f64,
    /// Towards the north pole.
    pub z: f64,
    /// Of the geodetic latitude.
    pub sin_lat: f64,
}

impl Prepared {
    /// The point in these coordinates.
    pub fn new(point: GeoPoint) -> Self {
        let (sin_lat, cos_lat) = point.lat.to_radians().sin_cos();
        let (sin_lon, cos_lon) = point.lon.to_radians().sin_cos();
        let n = A / (1.0 - E2 * sin_lat * sin_lat).sqrt();
        Self { x: n * cos_lat * cos_lon, y: n * cos_lat * sin_lon, z: n * (1.0 - E2) * sin_lat, sin_lat }
    }

    /// Square of the straight distance through the Earth.
    #[inline]
    pub fn chord_squared(&self, other: &Self) -> f64 {
        let (dx, dy, dz) = (self.x - other.x, self.y - other.y, self.z - other.z);
        dx * dx + dy * dy + dz * dz
    }
}

/// Length of the geodesic within [`ERROR`]: the arc of the circle that has the chord and the radius
/// of curvature in the chord's direction at the middle latitude (Euler's formula).
pub fn distance(from: &Prepared, to: &Prepared) -> Metres {
    let chord_squared = from.chord_squared(to);
    if chord_squared == 0.0 {
        return Metres(0.0);
    }
    let sin_lat = 0.5 * (from.sin_lat + to.sin_lat);
    let cos2_lat = 1.0 - sin_lat * sin_lat;
    let w2 = 1.0 - E2 * sin_lat * sin_lat;
    let dz = from.z - to.z;
    // At the middle the chord is level, so its part along the axis is chord · cos(azimuth) · cos(latitude).
    let cos2_azimuth = (dz * dz / (chord_squared * cos2_lat)).min(1.0);
    // 1/R = cos²/M + sin²/N with M = a(1-e²)/w³ and N = a/w.
    let inverse_n = w2.sqrt() / A;
    let inverse_m = inverse_n * w2 / (1.0 - E2);
    let inverse_r = cos2_azimuth * inverse_m + (1.0 - cos2_azimuth) * inverse_n;
    // 2R·asin(chord/2R) as a series; its next term is under a micrometre at 200 km.
    let x2 = 0.25 * chord_squared * inverse_r * inverse_r;
    Metres(chord_squared.sqrt() * (1.0 + x2 * (1.0 / 6.0 + x2 * (3.0 / 40.0))))
}

/// Whether a chord lies within a radius.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Surely within it.
    Inside,
    /// Surely beyond it.
    Outside,
    /// Within a few decimetres of the edge: only the geodesic can tell.
    Unclear,
}

/// A radius as two squared chords: below the first every geodesic is shorter than the radius, above
/// the second every one is longer.
#[derive(Debug, Clone, Copy)]
pub struct ChordRadius {
    inner_squared: f64,
    /// In square metres.
    pub outer_squared: f64,
}

impl ChordRadius {
    /// The squared chords of a radius.
    pub fn new(radius: Metres) -> Self {
        let chord = |r: f64| 2.0 * r * (radius.0 / (2.0 * r)).sin();
        // A millimetre on each side covers rounding and the change of curvature along the way.
        let inner = (chord(R_MIN) - ERROR.0).max(0.0);
        let outer = chord(R_MAX) + ERROR.0;
        Self { inner_squared: inner * inner, outer_squared: outer * outer }
    }

    /// Where a point lies, by the square of its chord.
    #[inline]
    pub fn side(&self, chord_squared: f64) -> Side {
        if chord_squared < self.inner_squared {
            Side::Inside
        } else if chord_squared > self.outer_squared {
            Side::Outside
        } else {
            Side::Unclear
        }
    }
}

/// A squared chord beyond which a point is farther than one with the given squared chord, in
/// whatever directions the two lie.
pub fn surely_farther(chord_squared: f64) -> f64 {
    let chord = chord_squared.sqrt();
    // Arc minus chord is c³/24R² plus smaller terms; twice its spread over all R, and a millimetre.
    let spread = chord * chord_squared / 12.0 * (1.0 / (R_MIN * R_MIN) - 1.0 / (R_MAX * R_MAX));
    let chord = chord + spread + ERROR.0;
    chord * chord
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::{RngExt, SeedableRng};

    /// The largest radius of a search, and a little more.
    const FARTHEST: Metres = Metres(201_000.0);

    /// Random pairs between the southern Alps and the north of Denmark, up to about 250 km apart.
    fn pairs(count: usize) -> impl Iterator<Item = (GeoPoint, GeoPoint)> {
        let mut random = rand_pcg::Pcg64::seed_from_u64(7);
        std::iter::repeat_with(move || {
            let from = GeoPoint { lon: random.random_range(6.0..15.0), lat: random.random_range(46.0..57.0) };
            let scale = 10f64.powf(random.random_range(-5.0..0.0));
            let to = GeoPoint {
                lon: from.lon + scale * random.random_range(-3.0..3.0),
                lat: from.lat + scale * random.random_range(-1.7..1.7),
            };
            (from, to)
        })
        .take(count)
    }

    #[test]
    fn the_series_stays_within_its_error_of_the_geodesic_up_to_200_km() {
        let mut worst: f64 = 0.0;
        let mut seen = 0;
        for (from, to) in pairs(100_000) {
            let exact = from.geodesic_to(to);
            if exact < FARTHEST {
                let fast = distance(&Prepared::new(from), &Prepared::new(to));
                worst = worst.max((exact.0 - fast.0).abs());
                seen += 1;
            }
        }
        assert!(seen > 90_000);
        assert!(worst < ERROR.0 / 2.0, "worst error {worst} m");
    }

    #[test]
    fn the_chord_never_puts_a_point_on_the_wrong_side_of_a_radius() {
        for (from, to) in pairs(50_000) {
            let exact = from.geodesic_to(to);
            let chord = Prepared::new(from).chord_squared(&Prepared::new(to));
            for nudge in [-1.0, -0.01, 0.0, 0.01, 1.0] {
                let radius = Metres((exact.0 + nudge).clamp(0.0, FARTHEST.0));
                match ChordRadius::new(radius).side(chord) {
                    Side::Inside => assert!(exact <= radius, "{exact:?} {radius:?}"),
                    Side::Outside => assert!(exact > radius, "{exact:?} {radius:?}"),
                    Side::Unclear => assert!((exact.0 - radius.0).abs() < 0.5),
                }
            }
        }
    }

    #[test]
    fn beyond_surely_farther_every_point_is_farther() {
        let all: Vec<_> = pairs(4_000).collect();
        for two in all.windows(2) {
            let (from, near) = two[0];
            let start = Prepared::new(from);
            let chord = start.chord_squared(&Prepared::new(near));
            // A point in another direction, at just that chord: rotate by going straight north.
            let metres = surely_farther(chord).sqrt();
            let north = GeoPoint { lon: from.lon, lat: from.lat + metres / 110_000.0 };
            if start.chord_squared(&Prepared::new(north)) > surely_farther(chord)
                && from.geodesic_to(near) < FARTHEST
            {
                assert!(from.geodesic_to(north) > from.geodesic_to(near));
            }
        }
    }
}
