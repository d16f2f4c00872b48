//! Coordinate systems that lists and maps use. ETRS89 and WGS 84 are taken as one: they are less than a metre
//! apart, and a door is wider.

use std::fmt;

use proj4rs::proj::Proj;
use proj4rs::transform::transform;

use crate::units::{GeoPoint, PointError};

/// A coordinate system that can be read.
struct System {
    code: u32,
    /// What the report calls it.
    title: &'static str,
    /// As PROJ writes it; empty where the numbers are degrees.
    definition: &'static str,
}

/// EPSG:5650 and EPSG:4647 are EPSG:25833 and EPSG:25832 with the zone number before the easting. The datum of
/// Gauss-Krüger coordinates is shifted as PROJ does it in this state: EPSG:31468 by "DHDN to WGS 84 (3)", which is meant
/// for the eastern states and good to about 2 m, EPSG:31469 by "DHDN to WGS 84 (2)", good to about 3 m. The surveyors' grid,
/// which is more exact, is not part of this program.
const SYSTEMS: [System; 9] = [
    System { code: 4326, title: "WGS 84", definition: "" },
    System { code: 4258, title: "ETRS89", definition: "" },
    System {
        code: 25832,
        title: "ETRS89 / UTM zone 32N",
        definition: "+proj=utm +zone=32 +ellps=GRS80 +units=m +no_defs",
    },
    System {
        code: 25833,
        title: "ETRS89 / UTM zone 33N",
        definition: "+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs",
    },
    System {
        code: 4647,
        title: "ETRS89 / UTM zone 32N with zone number",
        definition: "+proj=tmerc +lat_0=0 +lon_0=9 +k=0.9996 +x_0=32500000 +y_0=0 +ellps=GRS80 +units=m +no_defs",
    },
    System {
        code: 5650,
        title: "ETRS89 / UTM zone 33N with zone number",
        definition: "+proj=tmerc +lat_0=0 +lon_0=15 +k=0.9996 +x_0=33500000 +y_0=0 +ellps=GRS80 +units=m +no_defs",
    },
    System { code: 3857, title: "Web Mercator", definition: "+proj=webmerc +datum=WGS84 +units=m +no_defs" },
    System {
        code: 31468,
        title: "DHDN / Gauss-Krüger zone 4, shifted to WGS 84 to about 2 m",
        definition: "+proj=tmerc +lat_0=0 +lon_0=12 +k=1 +x_0=4500000 +y_0=0 +ellps=bessel +towgs84=612.4,77,440.2,-0.054,0.057,-2.797,2.55 +units=m +no_defs",
    },
    System {
        code: 31469,
        title: "DHDN / Gauss-Krüger zone 5, shifted to WGS 84 to about 3 m",
        definition: "+proj=tmerc +lat_0=0 +lon_0=15 +k=1 +x_0=5500000 +y_0=0 +ellps=bessel +towgs84=598.1,73.7,418.2,0.202,0.045,-2.455,6.7 +units=m +no_defs",
    },
];

const GEOGRAPHIC: &str = "+proj=longlat +datum=WGS84 +no_defs";

/// How the two numbers of a point are meant.
#[derive(Clone)]
pub struct Crs {
    code: u32,
    /// From the plane to degrees; `None` where the numbers are degrees already.
    projection: Option<(Box<Proj>, Box<Proj>)>,
}

impl Crs {
    /// Degrees.
    pub fn wgs84() -> Self {
        Self { code: 4326, projection: None }
    }

    /// The system of an EPSG code; `None` for one that is not known here.
    pub fn from_code(code: u32) -> Option<Self> {
        let system = SYSTEMS.iter().find(|system| system.code == code)?;
        if system.definition.is_empty() {
            return Some(Self { code, projection: None });
        }
        let proj = |definition: &str| Proj::from_proj_string(definition).ok().map(Box::new);
        Some(Self { code, projection: Some((proj(system.definition)?, proj(GEOGRAPHIC)?)) })
    }

    /// The system of a name such as `EPSG:25833`, `urn:ogc:def:crs:EPSG::25833`, `urn:adv:crs:ETRS89_UTM33` or
    /// `OGC:CRS84`; `None` for one that is not known here.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::from_code(code(name)?)
    }

    /// Every system, to find the one in which numbers make sense.
    pub fn all() -> impl Iterator<Item = Self> {
        SYSTEMS.iter().filter_map(|system| Self::from_code(system.code))
    }

    /// The names of all systems, for a message.
    pub fn known() -> String {
        let names: Vec<String> = SYSTEMS.iter().map(|system| format!("EPSG:{}", system.code)).collect();
        names.join(", ")
    }

    /// Such as `EPSG:25833`.
    pub fn name(&self) -> String {
        format!("EPSG:{}", self.code)
    }

    /// Such as `EPSG:25833 (ETRS89 / UTM zone 33N)`.
    pub fn title(&self) -> String {
        let system = SYSTEMS.iter().find(|system| system.code == self.code);
        format!("{} ({})", self.name(), system.map_or("", |system| system.title))
    }

    /// Whether the authority names the northern axis first, which files that follow it to the letter do.
    pub fn is_north_first(&self) -> bool {
        matches!(self.code, 4326 | 4258 | 31468 | 31469)
    }

    /// The EPSG code; 4326 for degrees of WGS 84.
    pub fn code(&self) -> u32 {
        self.code
    }

    /// Whether its numbers are degrees.
    pub fn is_geographic(&self) -> bool {
        self.projection.is_none()
    }

    /// The point of a pair of numbers, x to the east.
    ///
    /// # Errors
    /// [`PointError`] where the numbers are no point on the Earth.
    pub fn point(&self, x: f64, y: f64) -> Result<GeoPoint, PointError> {
        let Some((from, to)) = &self.projection else { return GeoPoint::new(x, y) };
        let mut at = (x, y, 0.0);
        match transform(from, to, &mut at) {
            Ok(()) => GeoPoint::new(at.0.to_degrees(), at.1.to_degrees()),
            Err(_) => Err(PointError::Latitude(f64::NAN)),
        }
    }

    /// The pair of numbers of a point, x to the east; `None` where the system does not reach.
    pub fn coordinates(&self, point: GeoPoint) -> Option<(f64, f64)> {
        let Some((system, degrees)) = &self.projection else { return Some((point.lon, point.lat)) };
        let mut at = (point.lon.to_radians(), point.lat.to_radians(), 0.0);
        transform(degrees, system, &mut at).ok()?;
        (at.0.is_finite() && at.1.is_finite()).then_some((at.0, at.1))
    }
}

impl fmt::Debug for Crs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl PartialEq for Crs {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

/// The EPSG code of a name in any of its usual forms.
fn code(name: &str) -> Option<u32> {
    let upper = name.trim().to_uppercase();
    if upper.ends_with("CRS84") || upper.ends_with("CRS84H") {
        return Some(4326);
    }
    if let Some(digits) = upper.contains("EPSG").then(|| upper.rsplit([':', '#', '/']).next()).flatten() {
        return digits.parse().ok();
    }
    match upper.rsplit(':').next()?.trim() {
        "ETRS89_UTM32" => Some(25832),
        "ETRS89_UTM33" => Some(25833),
        "DE_DHDN_3GK4" => Some(31468),
        "DE_DHDN_3GK5" => Some(31469),
        digits => digits.parse().ok(),
    }
}

/// The system that the text of a `.prj` file describes, by its authority or else by its parameters.
pub fn of_prj(text: &str) -> Option<Crs> {
    let upper = text.to_uppercase();
    let squeezed: String = upper.chars().filter(|c| !c.is_whitespace()).collect();
    let authority = squeezed.rfind("AUTHORITY[\"EPSG\",").and_then(|at| squeezed.get(at..));
    let digits = authority.map(|rest| rest.chars().filter(char::is_ascii_digit).take(6).collect::<String>());
    // Only a system as a whole has its authority at the very end.
    let is_whole = authority.is_some_and(|rest| rest.len() < 30);
    if let Some(known) = digits.filter(|_| is_whole).and_then(|digits| Crs::from_code(digits.parse().ok()?)) {
        return Some(known);
    }
    if squeezed.contains("WEB_MERCATOR") || squeezed.contains("PSEUDO-MERCATOR") {
        return Crs::from_code(3857);
    }
    let is_dhdn = squeezed.contains("DHDN") || squeezed.contains("DEUTSCHES_HAUPTDREIECKSNETZ");
    if !squeezed.starts_with("PROJCS") {
        let code = if squeezed.contains("ETRS") { 4258 } else { 4326 };
        return (!is_dhdn && squeezed.starts_with("GEOGCS")).then(|| Crs::from_code(code)).flatten();
    }
    if !squeezed.contains("TRANSVERSE_MERCATOR") && !squeezed.contains("GAUSS_KRUGER") {
        return None;
    }
    let parameter = |name: &str| -> Option<f64> {
        let rest = squeezed.split_once(&format!("PARAMETER[\"{name}\","))?.1;
        rest.split(']').next()?.parse().ok()
    };
    let is = |meridian: f64, easting: f64| {
        parameter("CENTRAL_MERIDIAN") == Some(meridian) && parameter("FALSE_EASTING") == Some(easting)
    };
    let known = [
        (is(9.0, 500_000.0) && !is_dhdn, 25832),
        (is(15.0, 500_000.0) && !is_dhdn, 25833),
        (is(9.0, 32_500_000.0), 4647),
        (is(15.0, 33_500_000.0), 5650),
        (is(12.0, 4_500_000.0) && is_dhdn, 31468),
        (is(15.0, 5_500_000.0) && is_dhdn, 31469),
    ];
    Crs::from_code(known.into_iter().find(|(is_it, _)| *is_it)?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_point(crs: &str, x: f64, y: f64, lon: f64, lat: f64) {
        let found = Crs::from_name(crs).unwrap().point(x, y).unwrap();
        let known = GeoPoint::new(lon, lat).unwrap();
        let off = found.geodesic_to(known);
        assert!(off.0 < 0.01, "{crs} ({x}, {y}) gave {found:?}, {} m off", off.0);
        let back = Crs::from_name(crs).unwrap().coordinates(known).unwrap();
        let most = if crs == "EPSG:4326" { 1e-7 } else { 0.01 };
        assert!((back.0 - x).abs() < most && (back.1 - y).abs() < most, "{crs} ({lon}, {lat}) gave {back:?}");
    }

    /// Eastings and northings computed apart from this crate with Krüger's series to the fourth order
    /// (Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, 2011,
    /// eq. 7-11 and 35) on GRS80: once in the west of the state, once in the north.
    #[test]
    fn projected_points_come_out_where_kruegers_series_puts_them() {
        assert_point("EPSG:25833", 266_635.996, 5_914_140.724, 11.4957, 53.3249);
        assert_point("EPSG:25833", 396_149.697, 6_033_079.945, 13.3989, 54.4348);
        assert_point("EPSG:5650", 33_266_635.996, 5_914_140.724, 11.4957, 53.3249);
        assert_point("EPSG:25832", 666_212.318, 5_911_318.086, 11.4957, 53.3249);
        assert_point("EPSG:25832", 785_242.071, 6_040_813.978, 13.3989, 54.4348);
        assert_point("EPSG:4326", 11.4957, 53.3249, 11.4957, 53.3249);
    }

    /// Computed with PROJ 9 (pyproj 3.7, `Transformer.from_crs("EPSG:4326", …, always_xy=True)`), without
    /// the grid BETA2007: at four corners of the state.
    #[test]
    fn all_systems_agree_with_proj_within_a_centimetre() {
        let corners = [(11.4957, 53.3249), (13.3989, 54.4348), (14.2, 53.6), (10.8, 53.9)];
        let known: [(&str, [(f64, f64); 4]); 4] = [
            (
                "EPSG:3857",
                [
                    (1_279_695.47, 7_043_323.214),
                    (1_491_558.725, 7_252_936.077),
                    (1_580_736.769, 7_094_762.124),
                    (1_202_250.501, 7_151_240.193),
                ],
            ),
            (
                "EPSG:31468",
                [
                    (4_466_500.164, 5_910_455.405),
                    (4_590_874.115, 6_034_775.025),
                    (4_645_738.528, 5_943_207.136),
                    (4_421_224.139, 5_975_011.322),
                ],
            ),
            (
                "EPSG:31469",
                [
                    (5_266_676.942, 5_916_060.494),
                    (5_396_241.311, 6_035_048.236),
                    (5_447_172.188, 5_941_247.786),
                    (5_224_131.53, 5_982_518.232),
                ],
            ),
            (
                "EPSG:4647",
                [
                    (32_666_212.318, 5_911_318.086),
                    (32_785_242.071, 6_040_813.978),
                    (32_843_976.979, 5_951_597.457),
                    (32_618_265.842, 5_973_896.932),
                ],
            ),
        ];
        for (crs, points) in known {
            for ((x, y), (lon, lat)) in points.into_iter().zip(corners) {
                assert_point(crs, x, y, lon, lat);
            }
        }
    }

    #[test]
    fn a_system_is_known_by_each_of_its_names() {
        for (name, code) in [
            ("EPSG:25833", 25833),
            ("epsg:25832", 25832),
            ("urn:ogc:def:crs:EPSG::31468", 31468),
            ("urn:ogc:def:crs:EPSG:6.9:4258", 4258),
            ("http://www.opengis.net/gml/srs/epsg.xml#4326", 4326),
            ("http://www.opengis.net/def/crs/EPSG/0/3857", 3857),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
            ("urn:adv:crs:ETRS89_UTM33", 25833),
            ("5650", 5650),
        ] {
            assert_eq!(Crs::from_name(name).unwrap().code, code, "{name}");
        }
        for unknown in ["EPSG:2398", "", "EPSG:", "WGS84 oder so"] {
            assert!(Crs::from_name(unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn a_prj_file_is_understood_by_its_parameters() {
        let esri = |datum: &str, meridian: f64, scale: f64, easting: f64| {
            format!(
                "PROJCS[\"x\",GEOGCS[\"y\",DATUM[\"{datum}\",SPHEROID[\"z\",6378137.0,298.257222101]]],\
                 PROJECTION[\"Transverse_Mercator\"],PARAMETER[\"False_Easting\",{easting:.1}],\
                 PARAMETER[\"Central_Meridian\",{meridian:.1}],PARAMETER[\"Scale_Factor\",{scale}],UNIT[\"Meter\",1.0]]"
            )
        };
        let found = |text: &str| of_prj(text).map(|crs| crs.code);
        assert_eq!(found(&esri("D_ETRS_1989", 15.0, 0.9996, 500_000.0)), Some(25833));
        assert_eq!(found(&esri("D_ETRS_1989", 15.0, 0.9996, 33_500_000.0)), Some(5650));
        assert_eq!(found(&esri("D_Deutsches_Hauptdreiecksnetz", 12.0, 1.0, 4_500_000.0)), Some(31468));
        assert_eq!(found(&esri("D_ETRS_1989", 21.0, 0.9996, 500_000.0)), None);
        assert_eq!(found("GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\"]]"), Some(4326));
        assert_eq!(found("GEOGCS[\"ETRS89\",AUTHORITY[\"EPSG\",\"4258\"]]"), Some(4258));
        assert_eq!(found("PROJCS[\"WGS_1984_Web_Mercator_Auxiliary_Sphere\",GEOGCS[]]"), Some(3857));
        assert_eq!(found("ü"), None);
    }

    #[test]
    fn numbers_that_are_no_point_are_an_error() {
        let utm = Crs::from_name("EPSG:25833").unwrap();
        assert!(Crs::wgs84().point(11.5, 91.0).is_err());
        for (x, y) in [(1e300, 5e6), (f64::MAX, f64::MAX), (2e7, 2e7)] {
            // Whatever the projection makes of them: a point on the Earth or an error, no panic.
            if let Ok(point) = utm.point(x, y) {
                assert!(point.lat.abs() <= 90.0 && point.lon.abs() <= 180.0);
            }
        }
        assert!(Crs::from_name("EPSG:31467").is_none());
    }
}
