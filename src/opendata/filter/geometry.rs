//! A geometry that stands in a filter: Well-Known Text, or a box of four or six numbers.

use geo::{
    Coord, Geometry, Intersects, Line, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon,
    Rect, Validation,
};

use super::FilterError;
use super::reader::Reader;

/// The names of geometries.
pub(super) const KINDS: [&str; 7] =
    ["POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "BBOX"];

/// What stands behind the name of a geometry, in degrees.
pub(super) fn geometry(reader: &mut Reader<'_>, kind: &str) -> Result<Geometry<f64>, FilterError> {
    let found = match kind {
        "POINT" => {
            reader.sign("(")?;
            let point = position(reader)?;
            reader.sign(")")?;
            Geometry::Point(Point(point))
        }
        "LINESTRING" => Geometry::LineString(line(reader)?),
        "POLYGON" => Geometry::Polygon(polygon(reader)?),
        "MULTIPOINT" => Geometry::MultiPoint(MultiPoint(list(reader, bracketed_point)?)),
        "MULTILINESTRING" => Geometry::MultiLineString(MultiLineString(list(reader, line)?)),
        "MULTIPOLYGON" => Geometry::MultiPolygon(MultiPolygon(list(reader, polygon)?)),
        _ => return boxed(reader),
    };
    if let Err(error) = found.check_validation() {
        return Err(FilterError::Geometry(error.to_string()));
    }
    if crossings(&found) > MAX_CROSSINGS {
        return Err(FilterError::Geometry(format!(
            "the parts of its line meet each other more than {MAX_CROSSINGS} times; hint: a simpler line finds the same"
        )));
    }
    Ok(found)
}

/// So often may the segments of a line meet, neighbours included. Each crossing is worked out for each item, and a line as
/// long as a filter may cross itself tens of thousands of times.
const MAX_CROSSINGS: usize = 1_000;

/// How often the segments of lines meet each other. Those of valid areas meet at their corners only.
fn crossings(geometry: &Geometry<f64>) -> usize {
    let segments: Vec<Line<f64>> = match geometry {
        Geometry::LineString(line) => line.lines().collect(),
        Geometry::MultiLineString(lines) => lines.iter().flat_map(LineString::lines).collect(),
        _ => return 0,
    };
    let behind = |at: usize| segments.iter().skip(at + 1);
    segments
        .iter()
        .enumerate()
        .map(|(at, one)| behind(at).filter(|other| one.intersects(*other)).count())
        .sum()
}

/// West, south, east, north, with or without heights; across the date line it is two boxes.
fn boxed(reader: &mut Reader<'_>) -> Result<Geometry<f64>, FilterError> {
    let numbers = list(reader, |reader| reader.number())?;
    let ([west, south, east, north] | [west, south, _, east, north, _]) = numbers[..] else {
        return Err(FilterError::Geometry(format!(
            "BBOX takes four or six numbers, found {}",
            numbers.len()
        )));
    };
    if south > north || (west > east && !reader.is_geographic()) {
        return Err(FilterError::Geometry("the corners of BBOX stand the wrong way round".to_owned()));
    }
    let side = |west: f64, east: f64| {
        let corners = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        let ring = corners.into_iter().map(|(x, y)| reader.degrees(x, y)).collect::<Result<Vec<_>, _>>()?;
        Ok(Polygon::new(LineString::new(ring), Vec::new()))
    };
    if west > east {
        return Ok(Geometry::MultiPolygon(MultiPolygon(vec![side(west, 180.0)?, side(-180.0, east)?])));
    }
    // A box without width or height is a line or a point, which is no valid polygon.
    if west == east || south == north {
        let (low, high) = (reader.degrees(west, south)?, reader.degrees(east, north)?);
        return Ok(Geometry::Rect(Rect::new(low, high)));
    }
    Ok(Geometry::Polygon(side(west, east)?))
}

/// One or more in brackets, with commas between them.
fn list<T>(
    reader: &mut Reader<'_>,
    one: impl Fn(&mut Reader<'_>) -> Result<T, FilterError>,
) -> Result<Vec<T>, FilterError> {
    reader.sign("(")?;
    let mut found = vec![one(reader)?];
    while reader.takes(",") {
        found.push(one(reader)?);
    }
    reader.sign(")")?;
    Ok(found)
}

/// Two numbers, or three of which the height is left aside.
fn position(reader: &mut Reader<'_>) -> Result<Coord<f64>, FilterError> {
    let (x, y) = (reader.number()?, reader.number()?);
    if reader.is_at_number() {
        reader.number()?;
    }
    reader.degrees(x, y)
}

/// The points of a MULTIPOINT may stand in brackets of their own.
fn bracketed_point(reader: &mut Reader<'_>) -> Result<Point<f64>, FilterError> {
    let is_open = reader.takes("(");
    let found = position(reader)?;
    if is_open {
        reader.sign(")")?;
    }
    Ok(Point(found))
}

fn line(reader: &mut Reader<'_>) -> Result<LineString<f64>, FilterError> {
    Ok(LineString::new(list(reader, position)?))
}

fn polygon(reader: &mut Reader<'_>) -> Result<Polygon<f64>, FilterError> {
    let mut rings = list(reader, line)?.into_iter();
    let exterior = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
    Ok(Polygon::new(exterior, rings.collect()))
}
