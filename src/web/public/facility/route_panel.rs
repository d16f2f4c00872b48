//! The route to a facility by each mode: from the origin of the search that led to its page, or from a locality
//! or position that is sent in the body of a POST, so that it does not appear in an address.

use serde::Serialize;

use crate::addresses::{self, AddressIndex, FoundAddress};
use crate::app::Directory;
use crate::app::addresses::{TextMeaning, meaning_of};
use crate::gazetteer::{Candidate, Gazetteer, Meaning, Resolution};
use crate::register::{Facility, PositionSource};
use crate::routing::{Mode, TravelSource};
use crate::units::GeoPoint;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

/// The longest text of a search, in characters.
const MOST_CHARACTERS: usize = 100;

/// The origin of a route.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum RouteOrigin {
    Unset,
    /// Text for the gazetteer.
    Locality(String),
    /// An address that was found.
    Address(FoundAddress),
    /// Several addresses that the text may mean.
    Addresses(String, Vec<FoundAddress>),
    /// A point that a search is measured from.
    Point(GeoPoint),
    /// The position of the reader's device.
    Position(GeoPoint),
    /// Neither a valid text for the gazetteer nor a valid point.
    Unreadable(String),
}

impl RouteOrigin {
    /// The origin of a search.
    pub fn of_search(fields: &QueryString) -> Self {
        match Self::of(fields, "near") {
            // The search page reports invalid origins.
            Self::Unreadable(_) => Self::Unset,
            Self::Position(point) => Self::Point(point),
            start => start,
        }
    }

    /// The origin sent by the form. A chosen suggestion takes precedence over the text that led to it.
    pub fn of_body(body: &[u8]) -> Self {
        let fields = match std::str::from_utf8(body) {
            Ok(text) => QueryString::read(text),
            Err(_) => return Self::Unreadable(String::new()),
        };
        let chosen = if fields.get("instead").is_some() { "instead" } else { "from" };
        Self::of(&fields, chosen)
    }

    /// The same where addresses are known: what is none stays a locality.
    pub fn with_addresses(self, gazetteer: &Gazetteer, index: Option<&AddressIndex>) -> Self {
        let Self::Locality(text) = self else { return self };
        match meaning_of(gazetteer, index, &text) {
            TextMeaning::Address(found) => Self::Address(found),
            TextMeaning::Addresses(several) => Self::Addresses(text, several),
            TextMeaning::Locality | TextMeaning::Unknown => Self::Locality(text),
        }
    }

    fn of(fields: &QueryString, place: &str) -> Self {
        match (fields.get(place), fields.get("lat"), fields.get("lon")) {
            (Some(text), ..) if is_text(text) => Self::Locality(text.to_owned()),
            (Some(text), ..) => Self::Unreadable(text.chars().take(MOST_CHARACTERS).collect()),
            (None, None, None) => Self::Unset,
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

/// The section with the routes and the form for another origin.
#[derive(Debug, Default, Serialize)]
pub(crate) struct RoutePanel {
    routes: Option<Routes>,
    /// The text in the field, for correction.
    locality: String,
    error: Option<String>,
    did_you_mean: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Routes {
    /// "Von Ludwigslust: 12 km Luftlinie"
    straight: String,
    ways: Vec<RouteLine>,
    /// Notes that apply to several of them.
    notes: Vec<String>,
    /// The origin, for the line on the map.
    lat: f64,
    lon: f64,
    /// Whom the address of the origin is from.
    credit: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct RouteLine {
    mode: &'static str,
    /// "mit dem Auto"
    by: String,
    /// "etwa 15 Min., 12,4 km"
    text: String,
    /// Whether the road network provides its line.
    has_line: bool,
}

impl RoutePanel {
    /// Asks the road networks and may block.
    pub fn new(
        messages: &Messages,
        directory: &Directory<'_>,
        facility: &Facility,
        start: &RouteOrigin,
    ) -> Self {
        let (origin, name) = match start {
            RouteOrigin::Unset => return Self::default(),
            RouteOrigin::Unreadable(place) => {
                return Self::wrong(messages.text("problem-near"), place, Vec::new());
            }
            RouteOrigin::Point(point) => (*point, messages.text("chosen-point-from")),
            RouteOrigin::Position(point) => (*point, messages.text("your-position")),
            RouteOrigin::Address(found) => (found.point, found.label.clone()),
            RouteOrigin::Addresses(text, several) => {
                let did_you_mean = several.iter().map(|address| address.label.clone()).collect();
                let error = Some(messages.text("ambiguous-address"));
                return Self { error, locality: text.clone(), did_you_mean, ..Self::default() };
            }
            RouteOrigin::Locality(text) => match directory.reference.gazetteer.resolve(text) {
                Resolution::Found(Meaning { candidate, .. }) => (candidate.point, candidate.label),
                Resolution::Ambiguous { bearers } => {
                    return Self::wrong(messages.text("ambiguous-place"), text, bearers);
                }
                Resolution::Unknown { did_you_mean } => {
                    return Self::wrong(messages.text("unknown-place"), text, did_you_mean);
                }
            },
        };
        let mut routes = routes(messages, directory, facility, origin, &name);
        routes.credit = matches!(start, RouteOrigin::Address(_)).then_some(addresses::ATTRIBUTION);
        Self { routes: Some(routes), ..Self::default() }
    }

    fn wrong(error: String, locality: &str, candidates: Vec<Candidate>) -> Self {
        let did_you_mean = candidates.into_iter().map(|candidate| candidate.label).collect();
        Self { error: Some(error), locality: locality.to_owned(), did_you_mean, ..Self::default() }
    }
}

fn routes(
    messages: &Messages,
    directory: &Directory<'_>,
    facility: &Facility,
    origin: GeoPoint,
    name: &str,
) -> Routes {
    let length = format::length(messages.lang(), origin.geodesic_to(facility.point));
    let id = match facility.position_source {
        PositionSource::Source => "straight",
        PositionSource::Gazetteer => "straight-about",
    };
    let straight = messages.format(id, [("length", length.into())]);
    let mut notes: Vec<&str> = Vec::new();
    let mut ways = Vec::new();
    // Minutes to the middle of a town would look like minutes to the house.
    let is_exact = facility.position_source == PositionSource::Source;
    notes.extend((!is_exact).then_some("route-panel-approximate"));
    for mode in Mode::ALL.into_iter().filter(|_| is_exact) {
        let (line, note) = way_line(messages, directory, mode, origin, facility.point);
        ways.push(line);
        notes.extend(note.filter(|note| !notes.contains(note)));
    }
    Routes {
        straight: messages
            .format("route-panel-from", [("place", name.into()), ("straight", straight.into())]),
        ways,
        notes: notes.into_iter().map(|id| messages.text(id)).collect(),
        lat: origin.lat,
        lon: origin.lon,
        credit: None,
    }
}

/// The route by one mode, and the message name of a note on its quality.
fn way_line(
    messages: &Messages,
    directory: &Directory<'_>,
    mode: Mode,
    from: GeoPoint,
    to: GeoPoint,
) -> (RouteLine, Option<&'static str>) {
    let table = directory.search.router.travel_times(mode, &[from], &[to]);
    let way = table.rows.first().and_then(|row| row.first().copied().flatten());
    let real = table.source == TravelSource::Osrm;
    let text = match way {
        None => messages.text("route-panel-no-way"),
        Some((duration, length)) => {
            let id = if real { "route-panel-way" } else { "route-panel-way-estimated" };
            let length = format::length(messages.lang(), length);
            messages.format(
                id,
                [("duration", phrases::duration(messages, duration).into()), ("length", length.into())],
            )
        }
    };
    let note = match (real, directory.search.router.network(mode)) {
        (true, _) => None,
        (false, Some(_)) => Some("route-panel-roads-away"),
        (false, None) => Some("route-panel-estimated"),
    };
    let has_line = real && way.is_some();
    (RouteLine { mode: mode.word(), by: phrases::by(messages, mode), text, has_line }, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> RouteOrigin {
        RouteOrigin::of_body(text.as_bytes())
    }

    #[test]
    fn a_body_contains_a_locality_a_position_or_nothing() {
        assert_eq!(body("from=R%C3%B6bel&lat=&lon="), RouteOrigin::Locality("Röbel".into()));
        assert_eq!(body("from=Rebel&instead=R%C3%B6bel"), RouteOrigin::Locality("Röbel".into()));
        assert_eq!(body("from=&lat=53.5&lon=12"), RouteOrigin::Position(GeoPoint { lon: 12.0, lat: 53.5 }));
        assert_eq!(body("from=+"), RouteOrigin::Unset);
        assert_eq!(body(""), RouteOrigin::Unset);
    }

    #[test]
    fn invalid_origins_are_reported() {
        for text in ["lat=53.5", "lat=inf&lon=1", "lat=NaN&lon=1", "lat=91&lon=12", "lat=a&lon=b"] {
            assert_eq!(body(text), RouteOrigin::Unreadable(String::new()), "{text}");
        }
        assert!(matches!(body(&format!("from={}", "x".repeat(101))), RouteOrigin::Unreadable(_)));
        assert!(matches!(body("from=a%00b"), RouteOrigin::Unreadable(_)));
        assert_eq!(RouteOrigin::of_body(b"\xff"), RouteOrigin::Unreadable(String::new()));
        assert_eq!(RouteOrigin::of_search(&QueryString::read("lat=91&lon=12")), RouteOrigin::Unset);
    }
}
