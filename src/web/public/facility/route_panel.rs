//! How far it is to a facility, by each mode: from the place of the search that led to its page, or from a
//! place or position that is sent in the body of a POST, so that no address holds it.

use serde::Serialize;

use crate::app::Directory;
use crate::gazetteer::Resolution;
use crate::register::{Facility, PositionSource};
use crate::routing::{Mode, TravelSource};
use crate::units::GeoPoint;
use crate::web::shell::query_string::QueryString;
use crate::web::text::words::Words;
use crate::web::text::{format, phrases};

/// As long as the text of a search may be.
const MOST_CHARACTERS: usize = 100;

/// From where somebody sets out.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Start {
    Nowhere,
    /// Text for the gazetteer.
    Place(String),
    /// A point that a search is measured from.
    Point(GeoPoint),
    /// Where the reader is.
    Position(GeoPoint),
    /// No text that can be looked up and no point on the Earth.
    Unreadable(String),
}

impl Start {
    /// From the place of a search.
    pub fn of_search(fields: &QueryString) -> Self {
        match Self::of(fields, "near") {
            // What is no text and no point is said on the page of the search.
            Self::Unreadable(_) => Self::Nowhere,
            Self::Position(point) => Self::Point(point),
            start => start,
        }
    }

    /// From the form on the page. A suggestion that was chosen wins over the text that led to it.
    pub fn of_body(body: &[u8]) -> Self {
        let fields = match std::str::from_utf8(body) {
            Ok(text) => QueryString::read(text),
            Err(_) => return Self::Unreadable(String::new()),
        };
        let chosen = if fields.get("instead").is_some() { "instead" } else { "from" };
        Self::of(&fields, chosen)
    }

    fn of(fields: &QueryString, place: &str) -> Self {
        match (fields.get(place), fields.get("lat"), fields.get("lon")) {
            (Some(text), ..) if is_text(text) => Self::Place(text.to_owned()),
            (Some(text), ..) => Self::Unreadable(text.chars().take(MOST_CHARACTERS).collect()),
            (None, None, None) => Self::Nowhere,
            (None, lat, lon) => {
                let number = |text: Option<&str>| text?.parse::<f64>().ok();
                let point = number(lon).zip(number(lat));
                match point.map(|(lon, lat)| GeoPoint::new(lon, lat)) {
                    Some(Ok(point)) => Self::Position(point),
                    _ => Self::Unreadable(String::new()),
                }
            }
        }
    }
}

fn is_text(text: &str) -> bool {
    text.chars().count() <= MOST_CHARACTERS && !text.chars().any(char::is_control)
}

/// The part of the page that says how far it is, and asks from where.
#[derive(Debug, Default, Serialize)]
pub(crate) struct JourneyPart {
    journey: Option<Journey>,
    /// What stands in the field, to be corrected.
    place: String,
    error: Option<String>,
    did_you_mean: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Journey {
    /// "Von Ludwigslust: 12 km Luftlinie"
    straight: String,
    ways: Vec<WayLine>,
    /// What is said once about all of them.
    notes: Vec<String>,
    /// Where it begins, for the line on the map.
    lat: f64,
    lon: f64,
}

#[derive(Debug, Serialize)]
struct WayLine {
    mode: &'static str,
    /// "mit dem Auto"
    by: String,
    /// "etwa 15 Min., 12,4 km"
    text: String,
    /// Whether the road network can give its line.
    has_line: bool,
}

impl JourneyPart {
    /// Asks the road networks, and so may have to wait.
    pub fn new(words: &Words, directory: &Directory<'_>, facility: &Facility, start: &Start) -> Self {
        let (origin, name) = match start {
            Start::Nowhere => return Self::default(),
            Start::Unreadable(place) => return Self::wrong(words.text("problem-near"), place, Vec::new()),
            Start::Point(point) => (*point, words.text("chosen-point-from")),
            Start::Position(point) => (*point, words.text("your-position")),
            Start::Place(text) => match directory.reference.gazetteer.resolve(text) {
                Resolution::Found(found) => (found.point, found.label),
                Resolution::Unknown { did_you_mean } => {
                    let labels = did_you_mean.into_iter().map(|candidate| candidate.label).collect();
                    return Self::wrong(words.text("unknown-place"), text, labels);
                }
            },
        };
        let journey = journey(words, directory, facility, origin, &name);
        Self { journey: Some(journey), ..Self::default() }
    }

    fn wrong(error: String, place: &str, did_you_mean: Vec<String>) -> Self {
        Self { error: Some(error), place: place.to_owned(), did_you_mean, ..Self::default() }
    }
}

fn journey(
    words: &Words,
    directory: &Directory<'_>,
    facility: &Facility,
    origin: GeoPoint,
    name: &str,
) -> Journey {
    let length = format::length(words.lang(), origin.geodesic_to(facility.point));
    let id = match facility.position_source {
        PositionSource::Source => "straight",
        PositionSource::Gazetteer => "straight-about",
    };
    let straight = words.tell(id, [("length", length.into())]);
    let mut notes: Vec<&str> = Vec::new();
    let mut ways = Vec::new();
    for mode in Mode::ALL {
        let (line, note) = way_line(words, directory, mode, origin, facility.point);
        ways.push(line);
        notes.extend(note.filter(|note| !notes.contains(note)));
    }
    Journey {
        straight: words.tell("journey-from", [("place", name.into()), ("straight", straight.into())]),
        ways,
        notes: notes.into_iter().map(|id| words.text(id)).collect(),
        lat: origin.lat,
        lon: origin.lon,
    }
}

/// The way by one mode, and the name of what has to be said about its kind.
fn way_line(
    words: &Words,
    directory: &Directory<'_>,
    mode: Mode,
    from: GeoPoint,
    to: GeoPoint,
) -> (WayLine, Option<&'static str>) {
    let table = directory.search.router.travel_times(mode, &[from], &[to]);
    let way = table.rows.first().and_then(|row| row.first().copied().flatten());
    let real = table.source == TravelSource::Osrm;
    let text = match way {
        None => words.text("journey-no-way"),
        Some((duration, length)) => {
            let id = if real { "journey-way" } else { "journey-way-estimated" };
            let length = format::length(words.lang(), length);
            words
                .tell(id, [("duration", format::duration(words, duration).into()), ("length", length.into())])
        }
    };
    let note = match (real, directory.search.router.network(mode)) {
        (true, _) => None,
        (false, Some(_)) => Some("journey-roads-away"),
        (false, None) => Some("journey-estimated"),
    };
    let has_line = real && way.is_some();
    (WayLine { mode: mode.word(), by: phrases::by(words, mode), text, has_line }, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Start {
        Start::of_body(text.as_bytes())
    }

    #[test]
    fn a_body_names_a_place_a_position_or_nothing() {
        assert_eq!(body("from=R%C3%B6bel&lat=&lon="), Start::Place("Röbel".into()));
        assert_eq!(body("from=Rebel&instead=R%C3%B6bel"), Start::Place("Röbel".into()));
        assert_eq!(body("from=&lat=53.5&lon=12"), Start::Position(GeoPoint { lon: 12.0, lat: 53.5 }));
        assert_eq!(body("from=+"), Start::Nowhere);
        assert_eq!(body(""), Start::Nowhere);
    }

    #[test]
    fn what_cannot_be_read_is_said_and_not_guessed() {
        for text in ["lat=53.5", "lat=inf&lon=1", "lat=NaN&lon=1", "lat=91&lon=12", "lat=a&lon=b"] {
            assert_eq!(body(text), Start::Unreadable(String::new()), "{text}");
        }
        assert!(matches!(body(&format!("from={}", "x".repeat(101))), Start::Unreadable(_)));
        assert!(matches!(body("from=a%00b"), Start::Unreadable(_)));
        assert_eq!(Start::of_body(b"\xff"), Start::Unreadable(String::new()));
        assert_eq!(Start::of_search(&QueryString::read("lat=91&lon=12")), Start::Nowhere);
    }
}
