//! The coordinates of a row: from its geometry, from a cell with Well-Known Text, or from two columns, in the coordinate
//! system of the file or of the mapping, or in the one in which they lie in the state.

use super::cells::Cells;
use super::notes::{Expected, NoteKind, Rejection};
use super::point_text::written_pair;
use super::position_columns::OwnPosition;
use super::read::{Geometry, wkt};
use super::values::{self, Axis};
use crate::crs::Crs;
use crate::register::Field;
use crate::units::GeoPoint;

/// A pair of numbers, x to the east, before anything is known about it.
struct Pair {
    x: f64,
    y: f64,
}

impl Cells<'_> {
    /// The point of the row. Where none can be made out of what stands there, this is noted and the address decides;
    /// without an address it is the reason to reject the row.
    pub(super) fn coordinates(&mut self, has_address: bool) -> Result<Option<GeoPoint>, Rejection> {
        let found = self.stated_point();
        match found {
            // A good point in another place is no slip of the pen.
            Err(reason) if has_address && !matches!(reason, Rejection::FarAway { .. }) => {
                let de = format!("{} Die Anschrift entscheidet über die Lage.", reason.german());
                self.note(NoteKind::LeftOut, (format!("{reason}; the address decides where it lies"), de));
                Ok(None)
            }
            found => found,
        }
    }

    fn stated_point(&mut self) -> Result<Option<GeoPoint>, Rejection> {
        let systems = &self.reader.columns.systems;
        match &self.row.geometry {
            Geometry::Point { x, y, of } => {
                if let Some(kind) = of {
                    self.note_shape(kind);
                }
                let layout = systems.of_layout.clone();
                let named = match systems.of_file.clone() {
                    Some(crs) => vec![crs],
                    None => [Crs::wgs84()].into_iter().chain(layout).collect(),
                };
                let is_open = systems.of_file.is_none() && systems.of_layout.is_none();
                return self.point(&Pair { x: *x, y: *y }, &named, is_open).map(Some);
            }
            Geometry::Other(what) => return Err(Rejection::Geometry(what.clone())),
            Geometry::Absent => {}
        }
        match self.reader.columns.own_position {
            Some(OwnPosition::Wkt(column)) => self.point_of_text(column),
            Some(OwnPosition::Pair { x, y }) => {
                let (x, y) = (self.own_number(x)?, self.own_number(y)?);
                self.point_of_pair(x, y, None)
            }
            None => {
                let crs = systems.of_layout.clone();
                let (x, y) = (self.number(Field::X)?, self.number(Field::Y)?);
                self.point_of_pair(x, y, crs)
            }
        }
    }

    fn note_shape(&mut self, kind: impl std::fmt::Display) {
        let en = format!("its geometry is a {kind}; a point inside of it stands for it");
        let de = format!("Die Geometrie ist kein Punkt ({kind}); ein Punkt darin steht für sie.");
        self.note(NoteKind::PointOfShape, (en, de));
    }

    fn point_of_text(&mut self, column: usize) -> Result<Option<GeoPoint>, Rejection> {
        let (name, raw) = self.reader.columns.cell(self.row, column);
        let Some(text) = self.cleaned(name, raw)? else { return Ok(None) };
        let layout = self.reader.columns.systems.of_layout.clone();
        if let Some((x, y)) = written_pair(&text) {
            return self.point_of_pair(Some(x), Some(y), layout);
        }
        let Some((geometry, srid)) = wkt::geometry(&text) else {
            let text = text.chars().take(60).collect();
            return Err(Rejection::Value { column: name.to_owned(), text, expected: WKT_EXPECTED });
        };
        let stated = srid.and_then(|code| Crs::from_name(&code.to_string())).or(layout);
        let is_open = stated.is_none();
        let named = [stated.unwrap_or_else(Crs::wgs84)];
        match geometry {
            Geometry::Point { x, y, of } => {
                if let Some(kind) = of {
                    self.note_shape(kind);
                }
                self.point(&Pair { x, y }, &named, is_open).map(Some)
            }
            Geometry::Other(what) => Err(Rejection::Geometry(what)),
            Geometry::Absent => Ok(None),
        }
    }

    fn number(&mut self, field: Field) -> Result<Option<(f64, Option<Axis>)>, Rejection> {
        let Some((column, text)) = self.named_text(field)? else { return Ok(None) };
        read_number(column, &text).map(Some)
    }

    fn own_number(&mut self, column: usize) -> Result<Option<(f64, Option<Axis>)>, Rejection> {
        let (name, raw) = self.reader.columns.cell(self.row, column);
        let Some(text) = self.cleaned(name, raw)? else { return Ok(None) };
        read_number(name, &text).map(Some)
    }

    fn point_of_pair(
        &mut self,
        x: Option<(f64, Option<Axis>)>,
        y: Option<(f64, Option<Axis>)>,
        crs: Option<Crs>,
    ) -> Result<Option<GeoPoint>, Rejection> {
        let pair = match (x, y) {
            (None, None) => return Ok(None),
            (Some((x, Some(Axis::North))), Some((y, Some(Axis::East)))) => Pair { x: y, y: x },
            (Some((x, _)), Some((y, _))) => Pair { x, y },
            _ => return Err(Rejection::HalfPosition),
        };
        let is_open = crs.is_none();
        let named = [crs.unwrap_or_else(Crs::wgs84)];
        self.point(&pair, &named, is_open).map(Some)
    }

    /// The first of these that lies in the state: the pair in a named system, with its axes changed, or, where none is
    /// named, in the one system in which it does.
    fn point(&mut self, pair: &Pair, named: &[Crs], is_open: bool) -> Result<GeoPoint, Rejection> {
        let extent = self.reader.extent;
        let inside = |crs: &Crs, x, y| crs.point(x, y).ok().filter(|point| extent.contains(*point));
        if let Some(point) = named.iter().find_map(|crs| inside(crs, pair.x, pair.y)) {
            return Ok(point);
        }
        if let Some(point) = named.iter().find_map(|crs| inside(crs, pair.y, pair.x)) {
            let Pair { x, y } = pair;
            let en = format!("{x} and {y} taken the other way round: the axes are swapped");
            let de = format!("{x} und {y} wurden vertauscht gelesen: Die Achsen sind verwechselt.");
            self.note(NoteKind::AxesSwapped, (en, de));
            return Ok(point);
        }
        if is_open {
            let both = [(pair.x, pair.y), (pair.y, pair.x)];
            let found: Vec<(Crs, GeoPoint)> = Crs::all()
                .flat_map(|crs| both.map(|(x, y)| inside(&crs, x, y).map(|point| (crs.clone(), point))))
                .flatten()
                .collect();
            if let [(crs, point)] = &found[..] {
                let (Pair { x, y }, title) = (pair, crs.title());
                let en = format!("{x} and {y} read in {title}, in which they lie in the state");
                let de = format!("{x} und {y} wurden in {title} gelesen; darin liegen sie im Land.");
                self.note(NoteKind::SystemByValues, (en, de));
                return Ok(*point);
            }
        }
        let crs = named.first().cloned().unwrap_or_else(Crs::wgs84);
        let stated = crs.point(pair.x, pair.y);
        let point = stated.map_err(|cause| Rejection::NoPoint { crs: crs.name(), cause })?;
        if is_in_germany(point) {
            return Err(Rejection::FarAway { lat: point.lat, lon: point.lon, crs: crs.name() });
        }
        Err(Rejection::NowhereNear { x: pair.x, y: pair.y, crs: crs.name() })
    }
}

/// A point that can be meant, in a list of homes.
fn is_in_germany(point: GeoPoint) -> bool {
    (5.0..=16.0).contains(&point.lon) && (47.0..=56.0).contains(&point.lat)
}

const WKT_EXPECTED: Expected = Expected {
    en: "geometry; expected Well-Known Text such as POINT (11.4957 53.3249)",
    de: "eine Geometrie als Well-Known Text wie POINT (11.4957 53.3249)",
};

fn read_number(column: &str, text: &str) -> Result<(f64, Option<Axis>), Rejection> {
    values::coordinate_in(text).ok_or_else(|| Rejection::Value {
        column: column.to_owned(),
        text: text.to_owned(),
        expected: values::COORDINATE_EXPECTED,
    })
}
