//! Geometries as text (OGC Well-Known Text), as databases write them into a cell: `POINT (11.4957 53.3249)`, with or
//! without `SRID=25833;` before it.

use super::shape::{Position, Shape};
use super::table::Geometry;

/// Deeper nesting than any geometry has.
const MAX_DEPTH: usize = 8;

/// The geometry of a cell and the system that its `SRID` names; `None` if the cell holds no such text.
pub(in crate::import) fn geometry(text: &str) -> Option<(Geometry, Option<u32>)> {
    let (shape, srid) = shape(text)?;
    Some((shape.into_geometry(), srid))
}

fn shape(text: &str) -> Option<(Shape, Option<u32>)> {
    let text = text.trim();
    let (srid, text) = match text.split_once(';') {
        Some((srid, rest)) if srid.to_uppercase().starts_with("SRID=") => {
            (Some(srid.get(5..)?.trim().parse().ok()?), rest)
        }
        _ => (None, text),
    };
    let end = text.find(|c: char| !c.is_ascii_alphabetic())?;
    let (kind, rest) = text.split_at_checked(end)?;
    let mut shape = Shape::new(kind);
    let mut reader = Reader { rest: rest.trim_start(), depth: 0 };
    reader.geometry(&kind.to_uppercase(), &mut shape)?;
    reader.rest.trim().is_empty().then_some((shape, srid))
}

struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn take(&mut self, c: char) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(c)?;
        Some(())
    }

    fn word(&mut self) -> String {
        let rest = self.rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
        self.rest = rest;
        word.to_uppercase()
    }

    /// What stands behind the name of a kind of geometry.
    fn geometry(&mut self, kind: &str, shape: &mut Shape) -> Option<()> {
        let mut mark = String::new();
        if self.rest.trim_start().starts_with(|c: char| c.is_ascii_alphabetic()) {
            mark = self.word();
        }
        if mark == "EMPTY" {
            return Some(());
        }
        match kind.trim_end_matches(['Z', 'M']) {
            "POINT" => self.positions()?.into_iter().for_each(|point| shape.add_point(point)),
            "LINESTRING" => shape.add_line(self.positions()?),
            "POLYGON" => shape.add_polygon(self.rings()?),
            "MULTIPOINT" => {
                // The points may stand in brackets of their own.
                let flat: String = self.rest.chars().filter(|c| !matches!(c, '(' | ')')).collect();
                Reader { rest: &format!("({flat})"), depth: 0 }
                    .positions()?
                    .into_iter()
                    .for_each(|point| shape.add_point(point));
                self.rest = "";
            }
            "MULTILINESTRING" => self.rings()?.into_iter().for_each(|line| shape.add_line(line)),
            "MULTIPOLYGON" => {
                let polygons = self.list(Self::rings)?;
                polygons.into_iter().for_each(|rings| shape.add_polygon(rings));
            }
            "GEOMETRYCOLLECTION" => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return None;
                }
                self.take('(')?;
                loop {
                    let kind = self.word();
                    self.geometry(&kind, shape)?;
                    if self.take(',').is_none() {
                        break;
                    }
                }
                self.take(')')?;
            }
            _ => return None,
        }
        Some(())
    }

    fn list<T>(&mut self, item: fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.take('(')?;
        let mut items = vec![item(self)?];
        while self.take(',').is_some() {
            items.push(item(self)?);
        }
        self.take(')')?;
        Some(items)
    }

    fn rings(&mut self) -> Option<Vec<Vec<Position>>> {
        self.list(Self::positions)
    }

    fn positions(&mut self) -> Option<Vec<Position>> {
        self.list(Self::position)
    }

    fn position(&mut self) -> Option<Position> {
        let end = self.rest.find([',', ')', '(']).unwrap_or(self.rest.len());
        let (numbers, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let mut numbers = numbers.split_whitespace().map(|number| number.parse().ok());
        Some([numbers.next()??, numbers.next()??])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn at(text: &str) -> (f64, f64) {
        match shape(text).unwrap().0.into_geometry() {
            Geometry::Point { x, y, .. } => (x, y),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn all_kinds_of_geometry_give_a_point() {
        assert_eq!(at("POINT(11.5 53.25)"), (11.5, 53.25));
        assert_eq!(at("point z (1 2 3)"), (1.0, 2.0));
        assert_eq!(at("POINTZ (1 2 3)"), (1.0, 2.0));
        assert_eq!(at("MULTIPOINT ((1 2), (1 2))"), (1.0, 2.0));
        assert_eq!(at("MULTIPOINT (1 2)"), (1.0, 2.0));
        assert_eq!(at("POLYGON((0 0, 4 0, 4 4, 0 4, 0 0))"), (2.0, 2.0));
        assert_eq!(at("MULTIPOLYGON(((0 0,4 0,4 4,0 4,0 0)),((9 9,10 9,10 10,9 9)))"), (2.0, 2.0));
        assert_eq!(at("GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (0 0, 1 1))"), (1.0, 2.0));
        assert_eq!(shape("SRID=25833;POINT(300000 5900000)").unwrap().1, Some(25833));
    }

    #[test]
    fn other_texts_are_no_geometry() {
        for text in [
            "",
            "POINT",
            "POINT(1)",
            "POINT(1 2",
            "POINT(1 2) x",
            "Haus (am See)",
            "POLYGON(1 2)",
            "SRID=;POINT(1 2)",
        ] {
            assert!(shape(text).is_none(), "{text}");
        }
        let deep = "GEOMETRYCOLLECTION(".repeat(10_000);
        assert!(shape(&deep).is_none());
    }
}
