//! KML (OGC 12-007r2): placemarks are rows, their data columns, their geometry the position in WGS 84.

use super::features::Features;
use super::shape::{Position, Shape};
use super::table::{Geometry, Kind, Table};
use super::xml::{Node, Xml};
use super::{Fault, Limits};

pub(super) fn is_kml(text: &str) -> bool {
    text.chars().take(2_000).collect::<String>().contains("<kml")
}

pub(super) fn read(text: &str, encoding: &str, limits: &Limits) -> Result<Table, Fault> {
    let mut xml = Xml::new(text.as_bytes(), "KML");
    let mut features = Features::new(limits);
    loop {
        match xml.next()? {
            Node::Open(e) if e.local_name().as_ref() == b"Placemark" => {
                let mut placemark = Placemark::default();
                placemark.read(&mut xml, limits, features.next_line())?;
                let geometry = placemark.shape.map_or(Geometry::Absent, Shape::into_geometry);
                features.push(placemark.cells, geometry)?;
            }
            Node::End => break,
            _ => {}
        }
    }
    features.finish(Kind::Kml, (encoding, encoding), Some("EPSG:4326".to_owned()))
}

#[derive(Default)]
struct Placemark {
    cells: Vec<(String, String)>,
    shape: Option<Shape>,
    rings: Vec<Vec<Position>>,
    /// The name of the datum that is open.
    datum: Option<String>,
}

impl Placemark {
    fn read(&mut self, xml: &mut Xml, limits: &Limits, line: usize) -> Result<(), Fault> {
        let mut open: Vec<Vec<u8>> = Vec::new();
        let mut text = String::new();
        loop {
            match xml.next_inside()? {
                Node::Open(e) => {
                    let name = e.local_name().as_ref().to_vec();
                    if matches!(name.as_slice(), b"Style" | b"StyleMap" | b"Region" | b"Camera" | b"LookAt") {
                        xml.skip()?;
                        continue;
                    }
                    if matches!(name.as_slice(), b"Data" | b"SimpleData") {
                        self.datum = xml.attribute(&e, "name")?;
                    }
                    if open.len() > 32 {
                        return Err(xml.damaged((
                            "elements are nested too deeply",
                            "Elemente sind zu tief verschachtelt",
                        )));
                    }
                    self.begin(&name);
                    open.push(name);
                    text.clear();
                }
                Node::Text(part) => {
                    text.push_str(&part);
                    let is_positions = open.last().is_some_and(|name| name == b"coordinates");
                    if !is_positions {
                        limits.check_cell(line, &text)?;
                    }
                }
                Node::Close(_) => {
                    let Some(name) = open.pop() else { return Ok(()) };
                    let depth = open.len();
                    let parent = open.last().cloned().unwrap_or_default();
                    self.close(&name, &parent, depth, std::mem::take(&mut text).trim());
                }
                Node::End => {}
            }
        }
    }

    fn begin(&mut self, name: &[u8]) {
        let kind = match name {
            b"Point" | b"LineString" | b"Polygon" | b"MultiGeometry" | b"LinearRing" => {
                String::from_utf8_lossy(name)
            }
            _ => return,
        };
        self.shape.get_or_insert_with(|| Shape::new(&kind));
    }

    fn close(&mut self, name: &[u8], parent: &[u8], depth: usize, text: &str) {
        match name {
            b"name" | b"description" | b"address" | b"phoneNumber" if depth == 0 => {
                self.add(String::from_utf8_lossy(name).into_owned(), text);
            }
            b"value" | b"SimpleData" => {
                if let Some(datum) = self.datum.take() {
                    self.add(datum, text);
                }
            }
            b"coordinates" => self.positions(parent, text),
            b"Polygon" => {
                let rings = std::mem::take(&mut self.rings);
                if let Some(shape) = &mut self.shape {
                    shape.add_polygon(rings);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, name: String, text: &str) {
        if !text.is_empty() {
            self.cells.push((name, text.to_owned()));
        }
    }

    fn positions(&mut self, parent: &[u8], text: &str) {
        let position = |tuple: &str| {
            let mut numbers = tuple.split(',').map(|number| number.trim().parse().unwrap_or(f64::NAN));
            Some([numbers.next()?, numbers.next()?])
        };
        let positions: Vec<Position> = text.split_whitespace().filter_map(position).collect();
        let Some(shape) = &mut self.shape else { return };
        match parent {
            b"Point" => positions.into_iter().for_each(|point| shape.add_point(point)),
            b"LinearRing" => self.rings.push(positions),
            _ => shape.add_line(positions),
        }
    }
}
