//! Opening hours (OpenStreetMap's syntax), evaluated for the coming week and the present moment with our own
//! calendar of holidays.

use std::sync::Arc;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike, Weekday};
use opening_hours::{Context, ContextHolidays, OpeningHours, RuleKind};
use serde::Serialize;

use super::holidays;
use super::opening_words::{
    alternatives, by_appointment, day_name, is_approximate, is_ordinary_week, is_plain_week, parse,
    with_states, words,
};
use crate::web::text::messages::Messages;
use crate::web::text::{format, phrases};

const WEEK_DAYS: u64 = 7;

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct OpeningView {
    /// All of it in words.
    text: String,
    /// Whether the words say more than the seven days do.
    says_more: bool,
    /// Whether it is open now; `None` if the text cannot be parsed.
    now: Option<Now>,
    /// Today and the six days after it; empty if the text cannot be parsed or is "24/7".
    week: Vec<Day>,
    /// That times which follow the sun are not exact.
    approximate: Option<String>,
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
    let in_words = words(messages, text);
    let (Some(hours), Some(rules)) = (read(text, now.date()), parse(text)) else {
        let (week, approximate, holiday) = (Vec::new(), None, None);
        return OpeningView { text: in_words, says_more: true, now: None, week, approximate, holiday };
    };
    let days = (0..WEEK_DAYS).filter_map(|ahead| now.date().checked_add_days(Days::new(ahead)));
    let week = if rules.is_constant() {
        Vec::new()
    } else {
        days.map(|it| day(messages, &hours, it, now.date())).collect()
    };
    OpeningView {
        text: in_words,
        says_more: !is_plain_week(&rules),
        now: Some(state(messages, &hours, now)),
        week,
        approximate: is_approximate(&rules).then(|| messages.text("hours-approximate")),
        // Without a rule for holidays the syntax treats them as ordinary days.
        holiday: holidays::holiday(now.date())
            .filter(|_| !rules.is_constant() && !text.contains("PH"))
            .map(|name| messages.format("today-is-holiday", [("name", messages.text(name).into())])),
    }
}

/// When it is open on one day of an ordinary week, as "08:00" and "16:00"; the end of a day is "23:59".
pub(crate) struct OpenDay {
    pub day: Weekday,
    pub spans: Vec<[String; 2]>,
}

/// How many weeks are looked at for one without a holiday: more than ever follow each other with one.
const WEEKS_AHEAD: u64 = 15;

/// The days from Monday of a week without a holiday; `None` where such a week does not say everything, or where a time
/// is not certain.
pub(crate) fn ordinary_week(text: &str, today: NaiveDate) -> Option<Vec<OpenDay>> {
    parse(text).filter(is_ordinary_week)?;
    let hours = read(text, today)?;
    let week = |weeks: u64| -> Option<Vec<NaiveDate>> {
        let first = today.checked_add_days(Days::new(7 * weeks))?.week(Weekday::Mon).checked_first_day()?;
        (0..WEEK_DAYS).map(|ahead| first.checked_add_days(Days::new(ahead))).collect()
    };
    let is_ordinary = |days: &Vec<NaiveDate>| days.iter().all(|day| holidays::holiday(*day).is_none());
    let days = (0..WEEKS_AHEAD).filter_map(week).find(is_ordinary)?;
    days.into_iter().map(|day| open_day(&hours, day)).collect()
}

fn open_day(hours: &Hours, day: NaiveDate) -> Option<OpenDay> {
    const MINUTES: u16 = 24 * 60;
    let time = |minutes: u16| match minutes {
        MINUTES => "23:59".to_owned(),
        minutes => format!("{:02}:{:02}", minutes % MINUTES / 60, minutes % 60),
    };
    let span = |span: Span| (span.kind == RuleKind::Open).then(|| [time(span.from), time(span.to)]);
    let spans = hours.day(day).into_iter().map(span).collect::<Option<_>>()?;
    Some(OpenDay { day: day.weekday(), spans })
}

/// The rules of a text, and those that hold where the ones before them are closed. The library asks for these only on days
/// of which no rule before them speaks, so they are evaluated apart.
struct Hours(Vec<OpeningHours>);

/// A part of a day, in minutes from midnight.
struct Span {
    from: u16,
    to: u16,
    kind: RuleKind,
    comment: Arc<str>,
}

impl Hours {
    fn state(&self, at: NaiveDateTime) -> (RuleKind, Arc<str>) {
        let mut states = self.0.iter().map(|hours| hours.state(at));
        let first = states.next().unwrap_or_default();
        if first.0 != RuleKind::Closed {
            return first;
        }
        states.find(|(kind, _)| *kind != RuleKind::Closed).unwrap_or(first)
    }

    /// The next moment at which it is open, closed or not known other than now.
    fn next_change(&self, now: NaiveDateTime) -> Option<NaiveDateTime> {
        // Changes of one part that another hides, or of a comment alone, are passed over.
        const LOOKED_AT: usize = 400;
        let kind = self.state(now).0;
        let mut at = now;
        for _ in 0..LOOKED_AT {
            at = self.0.iter().filter_map(|hours| hours.next_change(at)).min()?;
            if self.state(at).0 != kind {
                return Some(at);
            }
        }
        None
    }

    /// What is not closed on a day.
    fn day(&self, day: NaiveDate) -> Vec<Span> {
        let parts: Vec<Vec<Span>> = self.0.iter().map(|hours| spans(hours, day)).collect();
        let mut marks: Vec<u16> = parts.iter().flatten().flat_map(|span| [span.from, span.to]).collect();
        marks.sort_unstable();
        marks.dedup();
        let mut all: Vec<Span> = Vec::new();
        for pair in marks.windows(2) {
            let [from, to] = *pair else { continue };
            let mut covering = parts.iter().flatten().filter(|span| span.from <= from && to <= span.to);
            let Some(Span { kind, comment, .. }) = covering.next() else { continue };
            match all.last_mut() {
                Some(last) if last.to == from && last.kind == *kind && last.comment == *comment => {
                    last.to = to
                }
                _ => all.push(Span { from, to, kind: *kind, comment: Arc::clone(comment) }),
            }
        }
        all
    }
}

fn spans(hours: &OpeningHours, day: NaiveDate) -> Vec<Span> {
    let ranges = hours.schedule_at(day).into_iter().filter(|range| range.kind != RuleKind::Closed);
    let span = |range: opening_hours::schedule::TimeRange| Span {
        from: range.range.start.mins_from_midnight(),
        to: range.range.end.mins_from_midnight(),
        kind: range.kind,
        comment: range.comment,
    };
    ranges.map(span).collect()
}

fn read(text: &str, today: NaiveDate) -> Option<Hours> {
    let mut public = compact_calendar::CompactCalendar::default();
    holidays::around(today).for_each(|day| {
        public.insert(day);
    });
    let public = Arc::new(public);
    let parts = alternatives(text);
    let read = |part: &String| -> Option<OpeningHours> {
        let ours = ContextHolidays::new(Arc::clone(&public), Arc::default());
        let hours: OpeningHours = with_states(part).parse().ok()?;
        Some(hours.with_context(Context::default().with_holidays(ours)))
    };
    parts.iter().map(read).collect::<Option<Vec<_>>>().map(Hours)
}

fn state(messages: &Messages, hours: &Hours, now: NaiveDateTime) -> Now {
    let (kind, comment) = hours.state(now);
    let change = hours.next_change(now);
    let moment = |change: NaiveDateTime| {
        let time = phrases::clock(messages, change.hour(), change.minute());
        if change.date() == now.date() {
            return messages.format("at-time", [("time", time.into())]);
        }
        if change.date().signed_duration_since(now.date()).num_days() < 7 {
            let name = day_name(messages, change.weekday());
            return messages.format("at-day-time", [("day", name.into()), ("time", time.into())]);
        }
        let date = format::date(messages.lang(), change.date());
        messages.format("at-date-time", [("date", date.into()), ("time", time.into())])
    };
    let next = change.map(|change| hours.state(change).0);
    let (state, alone, with) = match kind {
        RuleKind::Open => ("open", "now-open", "now-open-until"),
        RuleKind::Closed => ("closed", "now-closed", "now-closed-until"),
        RuleKind::Unknown => {
            let said = by_appointment(messages, &comment);
            return Now { state: "unknown", text: messages.format("now-unknown", [("said", said.into())]) };
        }
    };
    let text = match change {
        // What begins next may itself be by appointment, which is no opening.
        Some(change) if kind == RuleKind::Open || next == Some(RuleKind::Open) => {
            messages.format(with, [("moment", moment(change).into())])
        }
        _ => messages.text(alone),
    };
    Now { state, text: commented(text, &comment) }
}

fn commented(text: String, comment: &str) -> String {
    if comment.is_empty() { text } else { format!("{text} ({comment})") }
}

fn day(messages: &Messages, hours: &Hours, day: NaiveDate, today: NaiveDate) -> Day {
    const MINUTES: u16 = 24 * 60;
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let spans = hours.day(day).into_iter().map(|span| {
        let is_whole_day = span.from == 0 && span.to >= MINUTES;
        let hours = format!("{}–{}", time(span.from), time(span.to));
        match span.kind {
            RuleKind::Unknown if is_whole_day => by_appointment(messages, &span.comment),
            RuleKind::Unknown => format!("{hours} {}", by_appointment(messages, &span.comment)),
            _ if is_whole_day => commented(messages.text("hours-all-day"), &span.comment),
            _ => commented(hours, &span.comment),
        }
    });
    let said: Vec<String> = spans.collect();
    Day {
        name: day_name(messages, day.weekday()),
        date: format::date(messages.lang(), day),
        hours: if said.is_empty() { messages.text("day-closed") } else { said.join(", ") },
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
        assert_eq!(now(text, "2026-11-24 07:59"), "Jetzt geschlossen, öffnet um 8 Uhr");
        assert_eq!(now(text, "2026-11-24 08:00"), "Jetzt geöffnet, schließt um 16 Uhr");
        assert_eq!(now(text, "2026-11-24 16:00"), "Jetzt geschlossen, öffnet am Mittwoch um 8 Uhr");
        assert_eq!(now(text, "2026-11-27 17:00"), "Jetzt geschlossen, öffnet am Montag um 8 Uhr");
        assert_eq!(now("24/7", "2026-12-25 03:00"), "Jetzt geöffnet");
        assert_eq!(now("Mo-Su 18:00-08:00", "2026-11-25 07:00"), "Jetzt geöffnet, schließt um 8 Uhr");
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

    #[test]
    fn an_ordinary_week_is_one_without_a_holiday_and_only_where_every_time_is_certain() {
        // In the week of 21 December 2026 and in the one after it there are holidays.
        let today = NaiveDate::from_ymd_opt(2026, 12, 23).unwrap();
        let week = |text: &str| -> Option<Vec<String>> {
            let day = |it: OpenDay| {
                let spans: Vec<String> = it.spans.iter().map(|[from, to]| format!("{from}-{to}")).collect();
                format!("{} {}", it.day, spans.join(","))
            };
            Some(ordinary_week(text, today)?.into_iter().map(day).collect())
        };
        assert_eq!(
            week("Mo-Fr 08:00-12:00,13:00-16:00; We 09:00-12:00; PH off").unwrap(),
            [
                "Mon 08:00-12:00,13:00-16:00",
                "Tue 08:00-12:00,13:00-16:00",
                "Wed 09:00-12:00",
                "Thu 08:00-12:00,13:00-16:00",
                "Fri 08:00-12:00,13:00-16:00",
                "Sat ",
                "Sun "
            ]
        );
        assert_eq!(week("24/7").unwrap()[6], "Sun 00:00-23:59");
        for text in
            ["Th[2,4] 09:00-11:00", "Apr-Sep 08:00-16:00", "Mo \"nach Vereinbarung\"", "Mo 08:00+", "täglich"]
        {
            assert_eq!(week(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_never_open() {
        for (text, expected) in [
            ("\"nach Vereinbarung\"", "Jetzt nach Vereinbarung"),
            ("Mo-Fr \"nach Vereinbarung\"", "Jetzt nach Vereinbarung"),
            ("Mo-Fr 08:00-16:00 \"nach Vereinbarung\"", "Jetzt nach Vereinbarung"),
            ("Mo-Fr 08:00-16:00 unknown \"Termin\"", "Jetzt nach Vereinbarung (Termin)"),
            ("Mo-Fr 08:00-09:00 || unknown \"Termin\"", "Jetzt nach Vereinbarung (Termin)"),
        ] {
            let view = at(text, "2026-11-24 10:00");
            let now = view.now.unwrap();
            assert_eq!((now.state, now.text.as_str()), ("unknown", expected), "{text}");
            assert!(view.says_more, "{text}");
        }
        let week = at("Mo-Fr \"nach Vereinbarung\"", "2026-11-24 10:00").week;
        assert_eq!((week[0].hours.as_str(), week[4].hours.as_str()), ("nach Vereinbarung", "geschlossen"));
        let saturday =
            at("Mo-Fr 08:00-12:00; Sa \"nach Vereinbarung\"", "2026-11-27 13:00").now.unwrap().text;
        assert_eq!(saturday, "Jetzt geschlossen", "what comes next is no opening");
    }

    #[test]
    fn what_lies_beyond_seven_days_is_said() {
        let view = at("Th[2,4] 09:00-11:00", "2026-11-27 10:00");
        assert_eq!(view.now.unwrap().text, "Jetzt geschlossen, öffnet am 10.12.2026 um 9 Uhr");
        assert!(view.says_more && view.text.starts_with("jeden 2. und 4. Donnerstag im Monat"));
        let summer = at("Apr-Sep Mo-Fr 08:00-16:00", "2026-11-27 10:00");
        assert_eq!(summer.now.unwrap().text, "Jetzt geschlossen, öffnet am 1.4.2027 um 8 Uhr");
        assert_eq!(summer.text, "April bis September Montag bis Freitag 8 bis 16 Uhr");
        let plain = at("Mo-Fr 08:00-16:00", "2026-11-27 10:00");
        assert!(!plain.says_more && plain.approximate.is_none());
        let sun = at("sunrise-sunset", "2026-11-27 10:00");
        assert_eq!(sun.approximate.unwrap(), "Zeiten nach dem Stand der Sonne sind nur ungefähr.");
        assert_eq!(
            at("Mo-Fr 08:00-12:00 open \"nur mit Termin\"", "2026-11-27 10:00").now.unwrap().text,
            "Jetzt geöffnet, schließt um 12 Uhr (nur mit Termin)"
        );
        assert_eq!(at("off \"Umbau\"", "2026-11-27 10:00").now.unwrap().text, "Jetzt geschlossen (Umbau)");
        assert!(at("24/7", "2026-11-27 10:00").week.is_empty());
    }

    /// What holds in each half hour of a week, found by going through the rules from the last to the first.
    mod oracle {
        use proptest::prelude::*;

        use super::*;

        /// The days from Monday, the half hours from midnight, and whether it is known.
        type Rule = (std::ops::Range<usize>, Vec<std::ops::Range<usize>>, bool);
        const NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

        fn rule() -> impl Strategy<Value = Rule> {
            let days = (0_usize..7, 1_usize..4).prop_map(|(from, length)| from..(from + length).min(7));
            let spans = prop::collection::vec(1_usize..6, 2..7).prop_map(|steps| {
                let mut at = 6;
                let bounds: Vec<usize> = steps
                    .into_iter()
                    .map(|step| {
                        at += step;
                        at
                    })
                    .collect();
                bounds.chunks_exact(2).map(|pair| pair[0]..pair[1]).collect::<Vec<_>>()
            });
            (days, spans, any::<bool>())
        }

        fn time(half_hours: usize) -> String {
            format!("{:02}:{:02}", half_hours / 2, half_hours % 2 * 30)
        }

        fn written(rules: &[Rule]) -> String {
            let one = |(days, spans, known): &Rule| {
                let days = if days.len() == 1 {
                    NAMES[days.start].to_owned()
                } else {
                    format!("{}-{}", NAMES[days.start], NAMES[days.end - 1])
                };
                let spans: Vec<String> =
                    spans.iter().map(|span| format!("{}-{}", time(span.start), time(span.end))).collect();
                format!("{days} {}{}", spans.join(","), if *known { "" } else { " \"nach Vereinbarung\"" })
            };
            rules.iter().map(one).collect::<Vec<_>>().join("; ")
        }

        /// The last rule that names a day decides it alone.
        fn holds(rules: &[Rule], day: usize, half_hour: usize) -> &'static str {
            let Some((_, spans, known)) = rules.iter().rev().find(|(days, _, _)| days.contains(&day)) else {
                return "closed";
            };
            match (spans.iter().any(|span| span.contains(&half_hour)), known) {
                (false, _) => "closed",
                (true, true) => "open",
                (true, false) => "unknown",
            }
        }

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(40))]
            #[test]
            fn every_half_hour_of_any_week_is_as_the_rules_say(rules in prop::collection::vec(rule(), 1..5)) {
                let text = written(&rules);
                let messages = Messages::read(&GERMAN).unwrap();
                // Monday, 5 October 2026, and no holiday in that week.
                let monday = NaiveDate::from_ymd_opt(2026, 10, 5).unwrap();
                for day in 0..7 {
                    for half_hour in 0..48 {
                        let date = monday + Days::new(day as u64);
                        let moment = date.and_hms_opt(half_hour as u32 / 2, half_hour as u32 % 2 * 30 + 10, 0).unwrap();
                        let hours = read(&text, date).unwrap();
                        let found = state(&messages, &hours, moment).state;
                        prop_assert_eq!(found, holds(&rules, day, half_hour), "{} on day {} at {}", text, day, time(half_hour));
                    }
                }
                for (day, row) in view(&messages, &text, monday.and_hms_opt(12, 0, 0).unwrap()).week.iter().enumerate() {
                    let is_open = (0..48).any(|half_hour| holds(&rules, day, half_hour) != "closed");
                    prop_assert_eq!(row.hours != "geschlossen", is_open, "{} on day {}", text, day);
                    let at = (0..48).find(|half_hour| holds(&rules, day, *half_hour) != "closed");
                    prop_assert!(at.is_none_or(|at| row.hours.starts_with(&time(at))), "{}: {}", text, row.hours);
                }
            }
        }
    }
}
