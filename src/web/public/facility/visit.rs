//! A visit as an entry for a calendar (RFC 5545). It is made from the address and kept nowhere.

use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Europe::Berlin;

use super::content_lines::{escaped, folded};
use crate::register::Facility;
use crate::web::public::view::AddressLines;
use crate::web::shell::query_string::QueryString;
use crate::web::text::messages::Messages;

pub(super) const MEDIA_TYPE: &str = "text/calendar; charset=utf-8";

/// The fields of the form.
const DAY: &str = "tag";
const TIME: &str = "uhrzeit";
/// Beyond these years it is a slip.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2099;
const MINUTES: i64 = 60;

/// The moment that the form asks for, in local time; `None` where it is none.
pub(super) fn moment(raw: &str) -> Option<NaiveDateTime> {
    let fields = QueryString::read(raw);
    let day: NaiveDate = fields.get(DAY)?.parse().ok()?;
    let time = fields.get(TIME)?;
    let time =
        NaiveTime::parse_from_str(time, "%H:%M").or_else(|_| NaiveTime::parse_from_str(time, "%H:%M:%S"));
    let time = time.ok()?;
    YEARS.contains(&day.year()).then(|| day.and_time(time))
}

/// The calendar with one visit of an hour.
pub(super) fn calendar(
    messages: &Messages,
    facility: &Facility,
    start: NaiveDateTime,
    made_at: DateTime<Utc>,
    address: Option<&str>,
) -> String {
    let start = in_utc(start);
    let lines = AddressLines::new(&facility.address);
    let place: Vec<&str> = lines.street.iter().chain([&lines.town]).map(String::as_str).collect();
    let summary = messages.format("visit-summary", [("name", facility.name.as_str().into())]);
    let phone = facility.contact.phone.as_deref();
    let description = phone.map(|phone| format!("{}: {phone}", messages.text("phone")));
    let mut text: Vec<String> =
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pflegekarte//Besuch//DE", "BEGIN:VEVENT"]
            .map(str::to_owned)
            .into();
    text.push(format!("UID:{}-{}@pflegekarte", facility.id, stamp(start)));
    text.push(format!("DTSTAMP:{}", stamp(made_at)));
    text.push(format!("DTSTART:{}", stamp(start)));
    text.push(format!("DTEND:{}", stamp(start + Duration::minutes(MINUTES))));
    text.push(format!("SUMMARY:{}", escaped(&summary)));
    text.push(format!("LOCATION:{}", escaped(&place.join(", "))));
    text.extend(description.map(|it| format!("DESCRIPTION:{}", escaped(&it))));
    text.extend(address.map(|it| format!("URL:{it}")));
    text.extend(["END:VEVENT", "END:VCALENDAR"].map(str::to_owned));
    text.iter().map(|line| folded(line)).collect()
}

/// An hour that the change to summer time leaves out means the one after it.
fn in_utc(local: NaiveDateTime) -> DateTime<Utc> {
    let there = Berlin.from_local_datetime(&local).earliest();
    let later = || Berlin.from_local_datetime(&(local + Duration::hours(1))).earliest();
    there.or_else(later).map_or_else(|| local.and_utc(), |moment| moment.with_timezone(&Utc))
}

fn stamp(moment: DateTime<Utc>) -> String {
    moment.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(local: &str) -> String {
        stamp(in_utc(NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").unwrap()))
    }

    #[test]
    fn a_moment_is_a_day_and_a_time_of_this_century() {
        let at = |raw: &str| moment(raw).map(|it| it.to_string());
        assert_eq!(at("tag=2026-12-03&uhrzeit=10:00").as_deref(), Some("2026-12-03 10:00:00"));
        assert_eq!(at("tag=2026-12-03&uhrzeit=10:00:30").as_deref(), Some("2026-12-03 10:00:30"));
        for wrong in [
            "",
            "tag=2026-12-03",
            "uhrzeit=10:00",
            "tag=2026-02-30&uhrzeit=10:00",
            "tag=2026-12-03&uhrzeit=25:00",
            "tag=+99999-01-01&uhrzeit=10:00",
            "tag=1999-12-31&uhrzeit=10:00",
        ] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn local_time_is_an_hour_ahead_in_winter_and_two_in_summer() {
        assert_eq!(utc("2026-12-03 10:00"), "20261203T090000Z");
        assert_eq!(utc("2026-07-03 10:00"), "20260703T080000Z");
        // 29 March 2026: clocks go from 2 to 3, so half past two is half past three.
        assert_eq!(utc("2026-03-29 02:30"), "20260329T013000Z");
    }
}
