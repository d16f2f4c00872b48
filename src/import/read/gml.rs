//! GML as services for features (WFS) and programs write it: the members of a collection are rows, their plain elements
//! columns, the geometry the position.

use super::features::Features;
use super::shape::{Position, Shape};
use super::table::{Kind, Table};
use super::xml::{Node, Xml};
use super::{Fault, Limits};
use crate::crs::Crs;

pub(super) fn read(text: &str, encoding: &str, limits: &Limits) -> Result<Table, Fault> {
    let mut xml = Xml::new(text.as_bytes(), "GML");
    let mut features = Features::new(limits);
    let mut system = None;
    loop {
        match xml.next()? {
            Node::Open(e) => match e.local_name().as_ref() {
                b"featureMember" | b"member" => {
                    // The member holds one feature.
                    if let Some(srs) = feature_of_member(&mut xml, &mut features, limits)? {
                        system.get_or_insert(srs);
                    }
                }
                b"featureMembers" => loop {
                    match xml.next_inside()? {
                        Node::Open(e) => {
                            let id = xml.attribute(&e, "id")?.or(xml.attribute(&e, "fid")?);
                            if let Some(srs) = feature(&mut xml, id, &mut features, limits)? {
                                system.get_or_insert(srs);
                            }
                        }
                        Node::Close(_) => break,
                        _ => {}
                    }
                },
                _ => {}
            },
            Node::End => break,
            _ => {}
        }
    }
    features.finish(Kind::Gml, (encoding, encoding), system.map(|(name, _)| name))
}

/// The name of a coordinate system, and whether the northern axis comes first.
type System = (String, bool);

fn feature_of_member(
    xml: &mut Xml,
    features: &mut Features,
    limits: &Limits,
) -> Result<Option<System>, Fault> {
    let mut system = None;
    loop {
        match xml.next_inside()? {
            Node::Open(e) => {
                let id = xml.attribute(&e, "id")?.or(xml.attribute(&e, "fid")?);
                system = feature(xml, id, features, limits)?;
            }
            Node::Close(_) => return Ok(system),
            _ => {}
        }
    }
}

/// Reads a feature that was just opened, up to its end.
fn feature(
    xml: &mut Xml,
    id: Option<String>,
    features: &mut Features,
    limits: &Limits,
) -> Result<Option<System>, Fault> {
    let mut cells: Vec<(String, String)> = id.into_iter().map(|id| ("gml_id".to_owned(), id)).collect();
    let mut path: Vec<String> = Vec::new();
    let mut text = String::new();
    let mut geometry = None;
    let mut system = None;
    loop {
        match xml.next_inside()? {
            Node::Open(e) => {
                let name = String::from_utf8_lossy(e.local_name().as_ref()).into_owned();
                if name == "boundedBy" {
                    xml.skip()?;
                } else if is_geometry(&name) {
                    let (shape, srs) = Geometries::read(xml, &name, xml.attribute(&e, "srsName")?)?;
                    geometry.get_or_insert(shape);
                    system = system.or(srs);
                    text.clear();
                } else {
                    if path.len() > 16 {
                        return Err(xml.damaged((
                            "elements are nested too deeply",
                            "Elemente sind zu tief verschachtelt",
                        )));
                    }
                    path.push(name);
                    text.clear();
                }
            }
            Node::Text(part) => {
                text.push_str(&part);
                limits.check_cell(features.next_line(), &text)?;
            }
            Node::Close(_) => {
                let Some(name) = path.pop() else {
                    let geometry = geometry.map_or(super::Geometry::Absent, Shape::into_geometry);
                    features.push(cells, geometry)?;
                    return Ok(system);
                };
                let value = std::mem::take(&mut text);
                add(&mut cells, name, value.trim());
            }
            Node::End => {}
        }
    }
}

/// Several values of one name stand in one cell.
fn add(cells: &mut Vec<(String, String)>, name: String, value: &str) {
    match cells.iter_mut().find(|(known, _)| *known == name) {
        _ if value.is_empty() => {}
        Some((_, text)) => {
            text.push_str(", ");
            text.push_str(value);
        }
        None => cells.push((name, value.to_owned())),
    }
}

fn is_geometry(name: &str) -> bool {
    matches!(
        name,
        "Point"
            | "MultiPoint"
            | "LineString"
            | "Curve"
            | "MultiCurve"
            | "MultiLineString"
            | "Polygon"
            | "Surface"
            | "MultiSurface"
            | "MultiPolygon"
            | "MultiGeometry"
            | "CompositeSurface"
            | "PolyhedralSurface"
    )
}

/// Reads one geometry element.
struct Geometries {
    shape: Shape,
    system: Option<String>,
    dimension: usize,
    /// The rings of the area that is open.
    rings: Option<Vec<Vec<Position>>>,
}

impl Geometries {
    fn read(xml: &mut Xml, kind: &str, system: Option<String>) -> Result<(Shape, Option<System>), Fault> {
        let mut reader = Self { shape: Shape::new(kind), system, dimension: 2, rings: None };
        let mut open: Vec<Vec<u8>> = vec![kind.as_bytes().to_vec()];
        let mut positions: Vec<Position> = Vec::new();
        let mut text = String::new();
        while !open.is_empty() {
            match xml.next_inside()? {
                Node::Open(e) => {
                    if open.len() > 32 {
                        return Err(xml.damaged((
                            "a geometry is nested too deeply",
                            "eine Geometrie ist zu tief verschachtelt",
                        )));
                    }
                    let name = e.local_name().as_ref().to_vec();
                    if reader.system.is_none() {
                        reader.system = xml.attribute(&e, "srsName")?;
                    }
                    if let Some(dimension) = xml.attribute(&e, "srsDimension")? {
                        reader.dimension = if dimension.trim() == "3" { 3 } else { 2 };
                    }
                    if matches!(name.as_slice(), b"Polygon" | b"PolygonPatch") {
                        reader.rings = Some(Vec::new());
                    }
                    open.push(name);
                    text.clear();
                }
                Node::Text(part) => text.push_str(&part),
                Node::Close(_) => {
                    let name = open.pop().unwrap_or_default();
                    reader.close(&name, &std::mem::take(&mut text), &mut positions);
                }
                Node::End => {}
            }
        }
        let Self { mut shape, system, .. } = reader;
        let system = system.map(|name| {
            let is_north_first = is_north_first(&name);
            (name, is_north_first)
        });
        if system.as_ref().is_some_and(|(_, is_north_first)| *is_north_first) {
            shape.swap_axes();
        }
        Ok((shape, system))
    }

    fn close(&mut self, name: &[u8], text: &str, positions: &mut Vec<Position>) {
        match name {
            b"pos" | b"posList" => positions.extend(numbers(text, self.dimension, name == b"pos")),
            b"coordinates" => positions.extend(tuples(text)),
            b"Point" => std::mem::take(positions).into_iter().for_each(|point| self.shape.add_point(point)),
            b"LineString" | b"LineStringSegment" => self.shape.add_line(std::mem::take(positions)),
            b"LinearRing" | b"Ring" => {
                let ring = std::mem::take(positions);
                match &mut self.rings {
                    Some(rings) => rings.push(ring),
                    None => self.shape.add_line(ring),
                }
            }
            b"Polygon" | b"PolygonPatch" => {
                if let Some(rings) = self.rings.take() {
                    self.shape.add_polygon(rings);
                }
            }
            _ => {}
        }
    }
}

/// `pos` holds one position of two or three numbers, `posList` many.
fn numbers(text: &str, dimension: usize, is_one: bool) -> Vec<Position> {
    let numbers: Vec<f64> =
        text.split_whitespace().map(|number| number.parse().unwrap_or(f64::NAN)).collect();
    let size = if is_one { numbers.len().max(2) } else { dimension };
    numbers.chunks(size).filter_map(|pair| Some([*pair.first()?, *pair.get(1)?])).collect()
}

/// The older way: `x,y x,y`.
fn tuples(text: &str) -> Vec<Position> {
    let pair = |tuple: &str| {
        let mut numbers = tuple.split(',').map(|number| number.trim().parse().unwrap_or(f64::NAN));
        Some([numbers.next()?, numbers.next()?])
    };
    text.split_whitespace().filter_map(pair).collect()
}

/// Names in the form of a URN or of `def/crs` promise the order of axes of the authority, the others x before y.
fn is_north_first(name: &str) -> bool {
    let lower = name.to_lowercase();
    let is_by_authority = lower.starts_with("urn:ogc:def:crs:epsg") || lower.contains("/def/crs/epsg");
    is_by_authority && Crs::from_name(name).is_some_and(|crs| crs.is_north_first())
}

/// Whether a text is GML: an XML document that names the language in its first elements.
pub(super) fn is_gml(text: &str) -> bool {
    let start: String = text.chars().take(4_000).collect();
    start.contains("opengis.net/gml")
        || start.contains("FeatureCollection")
        || start.contains(":featureMember")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_axes_follows_the_form_of_the_name() {
        assert!(is_north_first("urn:ogc:def:crs:EPSG::4326"));
        assert!(is_north_first("http://www.opengis.net/def/crs/EPSG/0/31468"));
        assert!(!is_north_first("urn:ogc:def:crs:EPSG::25833"));
        assert!(!is_north_first("EPSG:4326"));
        assert!(!is_north_first("http://www.opengis.net/gml/srs/epsg.xml#4326"));
        assert!(!is_north_first("urn:ogc:def:crs:OGC:1.3:CRS84"));
    }

    #[test]
    fn positions_are_read_in_the_new_and_in_the_old_way() {
        assert_eq!(numbers("1 2 9", 2, true), [[1.0, 2.0]]);
        assert_eq!(numbers("1 2 3 4", 2, false), [[1.0, 2.0], [3.0, 4.0]]);
        assert_eq!(numbers("1 2 9 3 4 9", 3, false), [[1.0, 2.0], [3.0, 4.0]]);
        assert_eq!(tuples("1,2 3,4,5"), [[1.0, 2.0], [3.0, 4.0]]);
    }
}
