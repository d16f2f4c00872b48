//! "Wie weit darf es sein?": one question of the form, answered in kilometres as the crow flies or in
//! minutes of the way.
//!
//! The form sends one number and its unit. Addresses hold what the API knows instead, `radius_km` or
//! `max_minutes`: [`canonical_query`] turns the one into the other, and the scripts do the same before they send.

use serde::Serialize;

use crate::app::search_parameters::{MAX_MINUTES, RADIUS_KM};
use crate::routing::Mode;
use crate::search::{Invalid, Query, Radius, Sort};
use crate::web::shell::query_string::QueryString;
use crate::web::text::format::decimal;
use crate::web::text::messages::Messages;

/// The two fields of the form.
const NUMBER: &str = "within";
const UNIT: &str = "unit";
const KM: &str = "km";
const MINUTES: &str = "minutes";

/// Wider searches that are offered when one finds nothing.
pub(crate) const RADII_KM: [f64; 6] = [5.0, 10.0, 20.0, 30.0, 50.0, 100.0];
pub(crate) const LIMITS_MINUTES: [f64; 6] = [10.0, 20.0, 30.0, 45.0, 60.0, 90.0];

/// Nobody gets farther as the crow flies in an hour: OSRM's car profile takes a road without a speed limit
/// at 140 km/h, and no ferry that takes bicycles or people on foot makes 60.
const FASTEST_CAR_KM_PER_HOUR: f64 = 140.0;
const FASTEST_FERRY_KM_PER_HOUR: f64 = 60.0;

/// The question as the form shows it.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct DistanceLimit {
    /// With a decimal point, as fields for numbers want it. What cannot be searched stays for correction.
    value: String,
    minutes: bool,
    pub error: Option<String>,
}

impl DistanceLimit {
    pub fn new(fields: &QueryString) -> Self {
        let minutes = fields.get(MAX_MINUTES);
        let value = minutes.or(fields.get(RADIUS_KM)).map(str::to_owned);
        Self {
            value: value.unwrap_or_else(|| Radius::DEFAULT_KM.to_string()),
            minutes: minutes.is_some(),
            error: None,
        }
    }
}

/// The canonical query of a search that comes from the form, and `None` for one that is canonical already. An
/// unknown unit stays in place and is reported as an unknown parameter.
pub(crate) fn canonical_query(fields: &QueryString) -> Option<QueryString> {
    let rest = fields.without(NUMBER).without(UNIT);
    match (fields.get(UNIT)?, fields.get(NUMBER)) {
        (KM | MINUTES, None) => Some(rest),
        (KM, Some(number)) => Some(rest.without(MAX_MINUTES).with(RADIUS_KM, number)),
        (MINUTES, Some(number)) => Some(rest.with(MAX_MINUTES, number)),
        _ => None,
    }
}

/// The search that a page makes of what was asked: it says how long the way takes wherever there is a point
/// to start from, and where only minutes are limited no circle may cut them short.
pub(crate) fn complete(mut query: Query, fields: &QueryString) -> Result<Query, Invalid> {
    if query.origin.is_some() {
        query.mode = query.mode.or(Some(Mode::Car));
        // Who asks for minutes is interested in minutes.
        query.sort = query.sort.or(query.max_minutes.map(|_| Sort::TravelTime));
    }
    if let Some(minutes) = query.max_minutes.filter(|_| fields.get(RADIUS_KM).is_none()) {
        query.radius = reach(query.mode.unwrap_or(Mode::Car), minutes)?;
    }
    Ok(query)
}

/// A circle that holds everything within so many minutes.
fn reach(mode: Mode, minutes: f64) -> Result<Radius, Invalid> {
    let fastest = match mode {
        Mode::Car => FASTEST_CAR_KM_PER_HOUR,
        Mode::Bicycle | Mode::Foot => FASTEST_FERRY_KM_PER_HOUR,
    };
    Radius::from_km((minutes / 60.0 * fastest).min(Radius::MAX_KM))
}

/// "20 km", for a limit in kilometres beside one in minutes.
pub(crate) fn kilometres(messages: &Messages, value: &str) -> String {
    value.parse().map_or_else(|_| value.to_owned(), |km| decimal(messages.lang(), km))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routing;
    use crate::search::{MAX_MINUTES as MOST_MINUTES, Origin};
    use crate::units::Metres;

    fn canonical(raw: &str) -> Option<String> {
        canonical_query(&QueryString::read(raw)).map(|fields| fields.to_string())
    }

    #[test]
    fn a_number_and_its_unit_become_the_field_of_the_api() {
        assert_eq!(canonical("near=A&within=20&unit=km").as_deref(), Some("near=A&radius_km=20"));
        assert_eq!(
            canonical("within=30&unit=minutes&mode=foot").as_deref(),
            Some("mode=foot&max_minutes=30")
        );
        // A circle that is shown as a filter of its own stays beside the minutes; minutes make way for a circle.
        let both = canonical("radius_km=5&within=30&unit=minutes");
        assert_eq!(both.as_deref(), Some("radius_km=5&max_minutes=30"));
        assert_eq!(canonical("max_minutes=9&radius_km=5&within=8&unit=km").as_deref(), Some("radius_km=8"));
        assert_eq!(canonical("near=A&within=&unit=km").as_deref(), Some("near=A"));
        assert_eq!(canonical("near=A&radius_km=20"), None);
        assert_eq!(canonical("within=20&unit=miles"), None, "what is not known is not turned into anything");
    }

    #[test]
    fn a_canonical_query_stays_as_it_is() {
        for raw in ["within=20&unit=km", "within=x&unit=minutes", "unit=km"] {
            assert_eq!(canonical(&canonical(raw).unwrap()), None, "{raw}");
        }
    }

    #[test]
    fn minutes_alone_are_cut_short_by_no_circle() {
        let asked = |mode, minutes| Query {
            origin: Some(Origin::Near("A".into())),
            mode: Some(mode),
            max_minutes: Some(minutes),
            ..Query::default()
        };
        let nothing = QueryString::default();
        for mode in Mode::ALL {
            for minutes in [1.0, 30.0, MOST_MINUTES] {
                let radius = complete(asked(mode, minutes), &nothing).unwrap().radius.metres();
                let beyond = routing::estimate(mode, Metres(radius.0 + 1.0)).duration.0;
                assert!(
                    beyond > minutes * 60.0 || radius == Metres::from_km(Radius::MAX_KM),
                    "{mode:?} {minutes}"
                );
            }
        }
        // 30 minutes at 140 km/h.
        assert_eq!(
            complete(asked(Mode::Car, 30.0), &nothing).unwrap().radius.metres(),
            Metres::from_km(70.0)
        );
        let given = QueryString::read("radius_km=20");
        assert_eq!(complete(asked(Mode::Car, 30.0), &given).unwrap().radius, Radius::default());
    }
}
