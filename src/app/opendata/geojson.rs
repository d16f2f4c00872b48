//! Items as GeoJSON (RFC 7946); in another system than degrees as Part 2 of the standard allows.

use geo::{LineString, MultiPolygon};

use crate::crs::Crs;
use crate::opendata::{Collection, Items, Shape, Value};
use crate::units::GeoPoint;

/// The system in which geometries are written; `None` for degrees.
pub type Plane<'a> = Option<&'a Crs>;

/// Writes a feature without its closing brace, so that links may follow.
pub fn push_open_feature(
    text: &mut String,
    of: &Collection,
    (items, item): (&dyn Items, usize),
    plane: Plane<'_>,
) {
    text.push_str("{\"type\":\"Feature\",\"id\":");
    push_json(text, items.id(item).as_ref());
    text.push_str(",\"geometry\":");
    push_geometry(text, items.shape(item), plane);
    text.push_str(",\"properties\":{");
    for (at, property) in of.properties.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        push_json(text, property.name.as_ref());
        text.push(':');
        push_value(text, &items.value(item, at));
    }
    text.push('}');
}

/// Writes a value; texts and finite numbers always have a JSON form.
pub fn push_json(text: &mut String, value: &(impl serde::Serialize + ?Sized)) {
    text.push_str(&serde_json::to_string(value).unwrap_or_default());
}

fn push_value(text: &mut String, value: &Value<'_>) {
    match value {
        Value::Missing => text.push_str("null"),
        Value::Text(value) => push_json(text, value.as_ref()),
        Value::Whole(number) => push_json(text, number),
        Value::Number(number) => push_json(text, number),
        Value::Date(day) => push_json(text, &day.to_string()),
        Value::YesNo(yes) => push_json(text, yes),
    }
}

/// A geometry that the system does not reach is null.
fn push_geometry(text: &mut String, shape: Option<Shape<'_>>, plane: Plane<'_>) {
    let start = text.len();
    let is_written = match shape {
        None => false,
        Some(Shape::Point(point)) => {
            text.push_str("{\"type\":\"Point\",\"coordinates\":");
            push_position(text, point, plane)
        }
        Some(Shape::Outline(outline)) => {
            text.push_str("{\"type\":\"MultiPolygon\",\"coordinates\":");
            push_outline(text, outline, plane)
        }
    };
    if is_written {
        text.push('}');
    } else {
        text.truncate(start);
        text.push_str("null");
    }
}

fn push_outline(text: &mut String, outline: &MultiPolygon<f64>, plane: Plane<'_>) -> bool {
    let mut is_written = true;
    push_list(text, outline.iter(), |text, polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        push_list(text, rings, |text, ring: &LineString<f64>| {
            push_list(text, ring.coords(), |text, at| {
                is_written &= push_position(text, GeoPoint { lon: at.x, lat: at.y }, plane);
            });
        });
    });
    is_written
}

fn push_list<T>(text: &mut String, all: impl Iterator<Item = T>, mut push: impl FnMut(&mut String, T)) {
    text.push('[');
    for (at, one) in all.enumerate() {
        if at > 0 {
            text.push(',');
        }
        push(text, one);
    }
    text.push(']');
}

/// Degrees as they are kept; metres to the millimetre.
fn push_position(text: &mut String, point: GeoPoint, plane: Plane<'_>) -> bool {
    use std::fmt::Write;
    // Writing to a String cannot fail.
    match plane {
        None => write!(text, "[{},{}]", point.lon, point.lat).is_ok(),
        Some(crs) => match crs.coordinates(point) {
            Some((x, y)) => write!(text, "[{x:.3},{y:.3}]").is_ok(),
            None => false,
        },
    }
}
