//! The query string of a search, read and checked: what comes out is good, or every wrong value is named.

use std::str::FromStr;

use crate::areas::{Areas, Level};
use crate::register::{CategoryTree, Feature};
use crate::routing::Mode;
use crate::search::{BoundingBox, CategorySet, Cursor, Invalid, Limit, Origin, Query, Radius, Sort};
use crate::tables::Format;
use crate::units::{Ags, GeoPoint, Lang};

use crate::api::http::problem::FieldError;

/// The longest text that is looked up.
const MAX_TEXT: usize = 100;

/// How a query string is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// From a program: an empty value is a mistake.
    Strict,
    /// From a page's form, which sends every field: an empty value means that nothing was said.
    Form,
}

/// A search and how to answer it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchRequest {
    pub query: Query,
    pub lang: Lang,
    /// Asked for by `format=`; it wins over the `Accept` header, which a link cannot set.
    pub format: Option<Format>,
}

impl SearchRequest {
    /// Reads a raw query string such as `near=Ludwigslust&category=day_care&radius_km=20`.
    pub fn parse(
        raw: &str,
        reading: Reading,
        categories: &CategoryTree,
        areas: &Areas,
    ) -> Result<Self, Vec<FieldError>> {
        let mut reader = Reader::default();
        for (field, value) in form_urlencoded::parse(raw.as_bytes()) {
            let value = value.trim();
            if !(value.is_empty() && reading == Reading::Form) {
                reader.take(&field, value, categories, areas);
            }
        }
        reader.finish(reading)
    }
}

#[derive(Default)]
struct Reader {
    request: SearchRequest,
    near: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius: Option<Radius>,
    seen: Vec<&'static str>,
    errors: Vec<FieldError>,
}

/// What a search takes.
pub const FIELDS: [&str; 19] = [
    "near",
    "lat",
    "lon",
    "radius_km",
    "bbox",
    "category",
    "district",
    "municipality",
    "q",
    "free_places",
    "max_age_days",
    "feature",
    "mode",
    "max_minutes",
    "sort",
    "limit",
    "cursor",
    "lang",
    "format",
];

impl Reader {
    fn take(&mut self, field: &str, value: &str, categories: &CategoryTree, areas: &Areas) {
        let Some(field) = FIELDS.into_iter().find(|known| *known == field) else {
            let field: String = field.chars().take(60).collect();
            let message = format!("unknown parameter; hint: known are {}", FIELDS.join(", "));
            return self.errors.push(FieldError { field, message });
        };
        let repeatable = matches!(field, "category" | "feature");
        if self.seen.contains(&field) && !repeatable {
            return self.errors.push(FieldError::new(field, "was given twice; it can be given once"));
        }
        self.seen.push(field);
        if let Err(message) = self.set(field, value, categories, areas) {
            self.errors.push(FieldError { field: field.to_owned(), message: message.0 });
        }
    }

    fn set(
        &mut self,
        field: &str,
        value: &str,
        categories: &CategoryTree,
        areas: &Areas,
    ) -> Result<(), Invalid> {
        if value.is_empty() {
            return Err(Invalid("is empty".into()));
        }
        let query = &mut self.request.query;
        match field {
            "near" => self.near = Some(text(value)?),
            "lat" => self.lat = Some(number(value)?),
            "lon" => self.lon = Some(number(value)?),
            "radius_km" => self.radius = Some(Radius::from_km(number(value)?)?),
            "bbox" => query.bbox = Some(bounding_box(value)?),
            "category" => query.categories.insert(categories, value)?,
            "district" => query.district = Some(area(value, Level::District, areas)?),
            "municipality" => query.municipality = Some(area(value, Level::Municipality, areas)?),
            "q" => query.words = Some(text(value)?),
            "free_places" => query.free_places = Some(whole(value, 0, 100_000)?),
            "max_age_days" => query.max_age_days = whole(value, 0, 3_650)?,
            "feature" => query.features.insert(word(value, Feature::ALL, Feature::word)?),
            "mode" => query.mode = Some(word(value, &Mode::ALL, Mode::word)?),
            "max_minutes" => query.max_minutes = Some(minutes(value)?),
            "sort" => query.sort = Some(word(value, &Sort::ALL, Sort::word)?),
            "limit" => query.limit = Limit::new(whole(value, 0, u32::MAX)? as usize)?,
            "cursor" => query.after = Some(Cursor { id: cursor(value)? }),
            "lang" => self.request.lang = word(value, &Lang::ALL, Lang::word)?,
            "format" => self.request.format = Some(format(value)?),
            _ => {}
        }
        Ok(())
    }

    fn finish(mut self, reading: Reading) -> Result<SearchRequest, Vec<FieldError>> {
        match self.origin() {
            Ok(origin) => self.request.query.origin = origin,
            Err(error) => self.errors.push(error),
        }
        let query = &mut self.request.query;
        if let Some(radius) = self.radius {
            query.radius = radius;
        }
        let has_origin = query.origin.is_some() || self.near.is_some() || self.lat.is_some();
        for field in ["radius_km", "max_minutes"] {
            if reading == Reading::Strict && !has_origin && self.seen.contains(&field) {
                let message = "needs a point to measure from; hint: give near, or lat and lon";
                self.errors.push(FieldError::new(field, message));
            }
        }
        if !has_origin {
            query.max_minutes = None;
        }
        if self.errors.is_empty() { Ok(self.request) } else { Err(self.errors) }
    }

    fn origin(&self) -> Result<Option<Origin>, FieldError> {
        // A part that was given but is wrong has its own error already.
        let given = |field| self.seen.contains(&field);
        match (&self.near, self.lat, self.lon) {
            (Some(_), _, _) if given("lat") || given("lon") => {
                Err(FieldError::new("near", "was given together with lat and lon; give one or the other"))
            }
            (Some(near), ..) => Ok(Some(Origin::Near(near.clone()))),
            (None, Some(lat), Some(lon)) => {
                GeoPoint::new(lon, lat).map(|point| Some(Origin::Point(point))).map_err(|error| {
                    FieldError::new(if (-90.0..=90.0).contains(&lat) { "lon" } else { "lat" }, error)
                })
            }
            (None, Some(_), None) if !given("lon") => Err(FieldError::new("lon", "is missing beside lat")),
            (None, None, Some(_)) if !given("lat") => Err(FieldError::new("lat", "is missing beside lon")),
            _ => Ok(None),
        }
    }
}

fn shown(value: &str) -> String {
    value.chars().take(60).collect()
}

fn text(value: &str) -> Result<String, Invalid> {
    if value.contains(char::REPLACEMENT_CHARACTER) || value.chars().any(char::is_control) {
        return Err(Invalid("is no text in UTF-8 without control characters".into()));
    }
    if value.chars().count() > MAX_TEXT {
        return Err(Invalid(format!("is longer than {MAX_TEXT} characters")));
    }
    Ok(value.to_owned())
}

fn number(value: &str) -> Result<f64, Invalid> {
    // f64 also reads "inf" and "NaN"; a decimal has digits.
    let plain = value.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+'));
    match f64::from_str(value) {
        Ok(number) if plain && number.is_finite() => Ok(number),
        _ => Err(Invalid(format!("\"{}\" is no decimal number such as 53.32", shown(value)))),
    }
}

fn whole(value: &str, least: u32, most: u32) -> Result<u32, Invalid> {
    let number = u32::from_str(value).ok().filter(|number| (least..=most).contains(number));
    number.ok_or_else(|| Invalid(format!("\"{}\" is no whole number from {least} to {most}", shown(value))))
}

fn minutes(value: &str) -> Result<f64, Invalid> {
    let minutes = number(value)?;
    if minutes > 0.0 && minutes <= 600.0 {
        Ok(minutes)
    } else {
        Err(Invalid(format!("{minutes} is not above 0 and at most 600 minutes")))
    }
}

fn word<T: Copy>(value: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, Invalid> {
    all.iter().copied().find(|known| name(*known) == value).ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|known| name(*known)).collect();
        Invalid(format!("\"{}\" is none of {}", shown(value), known.join(", ")))
    })
}

fn format(value: &str) -> Result<Format, Invalid> {
    let offered = super::formats();
    let words: Vec<&str> = offered.iter().map(|format| format.word()).collect();
    let unknown = |_| Invalid(format!("\"{}\" is none of {}", shown(value), words.join(", ")));
    Format::among(&offered, value).map_err(unknown)
}

fn area(value: &str, level: Level, areas: &Areas) -> Result<Ags, Invalid> {
    let key = Ags::parse(value).map_err(|error| Invalid(error.to_string()))?;
    match areas.get(key.as_str()) {
        Some(area) if area.level == level => Ok(key),
        _ => Err(Invalid(format!(
            "{key} is no {} of this state; hint: /api/v1/areas?level={} lists them",
            level.word(),
            level.word()
        ))),
    }
}

fn bounding_box(value: &str) -> Result<BoundingBox, Invalid> {
    let numbers: Vec<f64> = value.split(',').map(number).collect::<Result<_, _>>()?;
    let [west, south, east, north] = numbers[..] else {
        return Err(Invalid("expected four numbers: west,south,east,north".into()));
    };
    let corner = |lon, lat| GeoPoint::new(lon, lat).map_err(|error| Invalid(error.to_string()));
    BoundingBox::new(corner(west, south)?, corner(east, north)?)
}

/// A cursor is the hexadecimal form of the last id, so that nobody is tempted to write one by hand.
fn cursor(value: &str) -> Result<String, Invalid> {
    let wrong = || Invalid("is no cursor of this service; hint: follow the list's next".into());
    if !value.is_ascii() || value.len() % 2 == 1 || value.len() > 400 {
        return Err(wrong());
    }
    let bytes: Option<Vec<u8>> = (0..value.len())
        .step_by(2)
        .map(|at| value.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(wrong)
}

/// The same query string with another cursor: the address of the next page.
pub fn with_cursor(raw: &str, cursor: &Cursor) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::with_capacity(raw.len() + 48));
    for (field, value) in form_urlencoded::parse(raw.as_bytes()).filter(|(field, _)| field != "cursor") {
        pairs.append_pair(&field, &value);
    }
    let hex: String = cursor.id.bytes().map(|byte| format!("{byte:02x}")).collect();
    pairs.append_pair("cursor", &hex).finish()
}

/// The categories named in a query string, for a page that shows what was asked.
pub fn category_slugs(categories: &CategoryTree, set: CategorySet) -> Vec<String> {
    let named = categories.categories().enumerate().filter(|(position, _)| set.contains(*position));
    named.map(|(_, category)| category.slug.to_string()).collect()
}
