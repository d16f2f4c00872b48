//! A geometry that stands in a filter: Well-Known Text, or a box of four or six numbers.

use geo::{
    Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, Rect, Validation,
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
    match found.check_validation() {
        Ok(()) => Ok(found),
        Err(error) => Err(FilterError::Geometry(error.to_string())),
    }
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
