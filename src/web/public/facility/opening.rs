//! Opening hours (OpenStreetMap's syntax), evaluated for the coming week and the present moment with our own
//! calendar of holidays.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use serde::Serialize;

use super::holidays;
use crate::web::text::format;
use crate::web::text::messages::Messages;

const WEEK_DAYS: u64 = 7;
const DAY_NAMES: [&str; 7] = ["day-mo", "day-tu", "day-we", "day-th", "day-fr", "day-sa", "day-su"];

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct OpeningView {
    /// As in the register.
    text: String,
    /// Whether it is open now; `None` if the text cannot be parsed.
    now: Option<Now>,
    /// Today and the six days after it; empty if the text cannot be parsed or is "24/7".
    week: Vec<Day>,
    /// Today's holiday, if the text does not mention holidays.
    holiday: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Now {
    /// "open", "closed" or "unknown", for the symbol.
    state: &'static str,
    text: String,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct Day {
    name: String,
    date: String,
    hours: String,
    today: bool,
}

/// Evaluates opening hours at a moment of local time.
pub(crate) fn view(messages: &Messages, text: &str, now: NaiveDateTime) -> OpeningView {
    let Some(hours) = read(text, now.date()) else {
        return OpeningView { text: text.to_owned(), now: None, week: Vec::new(), holiday: None };
    };
    let always = text.trim() == "24/7";
    let days = (0..WEEK_DAYS).filter_map(|ahead| now.date().checked_add_days(Days::new(ahead)));
    OpeningView {
        text: if always { messages.text("always-open") } else { text.to_owned() },
        now: Some(state(messages, &hours, now)),
        week: if always {
            Vec::new()
        } else {
            days.map(|it| day(messages, &hours, it, now.date())).collect()
        },
        // Without a rule for holidays the syntax treats them as ordinary days.
        holiday: holidays::holiday(now.date())
            .filter(|_| !always && !text.contains("PH"))
            .map(|name| messages.format("today-is-holiday", [("name", messages.text(name).into())])),
    }
}

fn read(text: &str, today: NaiveDate) -> Option<OpeningHours> {
    let mut public = compact_calendar::CompactCalendar::default();
    holidays::around(today).for_each(|day| {
        public.insert(day);
    });
    let ours = ContextHolidays::new(Arc::new(public), Arc::default());
    let hours: OpeningHours = text.parse().ok()?;
    Some(hours.with_context(Context::default().with_holidays(ours)))
}

fn state(messages: &Messages, hours: &OpeningHours, now: NaiveDateTime) -> Now {
    let until = hours.next_change(now).filter(|change| change.signed_duration_since(now).num_days() < 7);
    let moment = |change: NaiveDateTime| {
        let time = change.format("%H:%M").to_string();
        if change.date() == now.date() {
            return messages.format("at-time", [("time", time.into())]);
        }
        let name = messages.text(day_name(change.date()));
        messages.format("at-day-time", [("day", name.into()), ("time", time.into())])
    };
    let (state, alone, with) = match hours.state(now).0 {
        RuleKind::Open => ("open", "now-open", "now-open-until"),
        RuleKind::Closed => ("closed", "now-closed", "now-closed-until"),
        RuleKind::Unknown => ("unknown", "now-unknown", "now-unknown"),
    };
    let text = match until {
        Some(change) if alone != with => messages.format(with, [("moment", moment(change).into())]),
        _ => messages.text(alone),
    };
    Now { state, text }
}

fn day_name(day: NaiveDate) -> &'static str {
    DAY_NAMES.get(day.weekday().num_days_from_monday() as usize).copied().unwrap_or_default()
}

fn day(messages: &Messages, hours: &OpeningHours, day: NaiveDate, today: NaiveDate) -> Day {
    let open = hours.schedule_at(day).into_iter().filter(|range| range.kind == RuleKind::Open);
    let ranges: Vec<String> = open.map(|open| format!("{}–{}", open.range.start, open.range.end)).collect();
    Day {
        name: messages.text(day_name(day)),
        date: format::date(messages.lang(), day),
        hours: if ranges.is_empty() { messages.text("day-closed") } else { ranges.join(", ") },
        today: day == today,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::GERMAN;

    fn at(text: &str, moment: &str) -> OpeningView {
        let messages = Messages::read(&GERMAN).unwrap();
        view(&messages, text, NaiveDateTime::parse_from_str(moment, "%Y-%m-%d %H:%M").unwrap())
    }

    fn now(text: &str, moment: &str) -> String {
        at(text, moment).now.unwrap().text
    }

    #[test]
    fn open_now_follows_the_clock_and_names_the_next_change() {
        let text = "Mo-Fr 08:00-16:00";
        // 24 November 2026 is a Tuesday.
        assert_eq!(now(text, "2026-11-24 07:59"), "Jetzt geschlossen, öffnet um 08:00 Uhr");
        assert_eq!(now(text, "2026-11-24 08:00"), "Jetzt geöffnet, schließt um 16:00 Uhr");
        assert_eq!(now(text, "2026-11-24 16:00"), "Jetzt geschlossen, öffnet am Mittwoch um 08:00 Uhr");
        assert_eq!(now(text, "2026-11-27 17:00"), "Jetzt geschlossen, öffnet am Montag um 08:00 Uhr");
        assert_eq!(now("24/7", "2026-12-25 03:00"), "Jetzt geöffnet");
        assert_eq!(now("Mo-Su 18:00-08:00", "2026-11-25 07:00"), "Jetzt geöffnet, schließt um 08:00 Uhr");
    }

    #[test]
    fn only_holidays_of_this_state_are_used() {
        let text = "Mo-Fr 08:00-16:00; PH off";
        assert_eq!(at(text, "2027-03-08 10:00").now.unwrap().state, "closed", "the eighth of March");
        assert_eq!(at(text, "2027-05-27 10:00").now.unwrap().state, "open", "Corpus Christi");
        let silent = at("Mo-Fr 08:00-16:00", "2027-03-08 10:00");
        assert_eq!(
            silent.holiday.unwrap(),
            "Heute ist ein Feiertag (Frauentag). Die Zeiten können abweichen."
        );
        assert_eq!(at(text, "2027-03-08 10:00").holiday, None, "the text speaks of holidays itself");
        assert_eq!(at("24/7", "2027-03-08 10:00").holiday, None);
    }

    #[test]
    fn a_week_begins_today_and_an_unparsable_text_is_shown_as_it_is() {
        let week = at("Mo-Fr 08:00-12:00,13:00-16:00", "2026-11-27 09:00").week;
        let said: Vec<String> = week.iter().map(|day| format!("{} {}", day.name, day.hours)).collect();
        assert_eq!(
            said[..3],
            ["Freitag 08:00–12:00, 13:00–16:00", "Samstag geschlossen", "Sonntag geschlossen"]
        );
        assert_eq!((week.len(), week[0].today, week[1].today), (7, true, false));
        let unread = at("nach Vereinbarung", "2026-11-27 09:00");
        assert_eq!((unread.now, unread.week.len(), unread.text.as_str()), (None, 0, "nach Vereinbarung"));
    }
}
