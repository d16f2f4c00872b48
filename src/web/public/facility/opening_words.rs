//! Opening hours in words, the same in lists, comparisons, on the page of a facility and in print.

use chrono::Weekday;
use opening_hours_syntax::rules::day::{
    Date, DateOffset, DaySelector, HolidayKind, MonthdayRange, WeekDayOffset, WeekDayRange, WeekRange,
};
use opening_hours_syntax::rules::time::{Time, TimeEvent, TimeSpan};
use opening_hours_syntax::rules::{OpeningHoursExpression, RuleKind, RuleOperator, RuleSequence};

use crate::web::text::messages::Messages;
use crate::web::text::phrases::clock;

const DAY_NAMES: [&str; 7] = ["day-mo", "day-tu", "day-we", "day-th", "day-fr", "day-sa", "day-su"];

const MONTHS: [&str; 12] = [
    "month-1", "month-2", "month-3", "month-4", "month-5", "month-6", "month-7", "month-8", "month-9",
    "month-10", "month-11", "month-12",
];
const ORDINALS: [&str; 5] =
    ["hours-ordinal-1", "hours-ordinal-2", "hours-ordinal-3", "hours-ordinal-4", "hours-ordinal-5"];

/// The name of a day of the week.
pub(crate) fn day_name(messages: &Messages, day: Weekday) -> String {
    let name = DAY_NAMES.get(day.num_days_from_monday() as usize).copied().unwrap_or_default();
    messages.text(name)
}

/// Opening hours as a sentence without an end: "Montag bis Freitag 8 bis 16 Uhr; Samstag nach Vereinbarung". A text that
/// is not in OpenStreetMap's syntax, or says what has no words here, stays as it is.
pub(crate) fn words(messages: &Messages, text: &str) -> String {
    let said = parse(text).and_then(|hours| expression(messages, &hours));
    said.unwrap_or_else(|| text.to_owned())
}

/// The rules of a text. A comment without a word for the state ("nach Vereinbarung" alone, or behind hours) means that it
/// is not known whether it is open.
pub(crate) fn parse(text: &str) -> Option<OpeningHoursExpression> {
    opening_hours_syntax::parse(&with_states(text)).ok()
}

/// The parts of a text between `||`: each holds where those before it are closed.
pub(crate) fn alternatives(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut in_comment = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        in_comment ^= c == '"';
        if c == '|' && !in_comment && chars.next_if_eq(&'|').is_some() {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

/// The text with `unknown` before each comment that has no word for the state before it.
pub(crate) fn with_states(text: &str) -> String {
    const STATES: [&str; 4] = ["open", "closed", "off", "unknown"];
    let mut parts = text.split('"');
    let mut stated = parts.next().unwrap_or_default().to_owned();
    // Every second part stands in quotation marks.
    while let Some(comment) = parts.next() {
        let Some(after) = parts.next() else {
            return text.to_owned();
        };
        let last = stated.split(|c: char| !c.is_ascii_alphabetic()).next_back().unwrap_or_default();
        let before =
            stated.trim_end().split(|c: char| !c.is_ascii_alphabetic()).next_back().unwrap_or_default();
        let has_state = [last, before].iter().any(|word| STATES.contains(&word.to_lowercase().as_str()));
        // A comment before a colon is a heading and no state.
        if !has_state && !after.trim_start().starts_with(':') {
            let needs_blank = !stated.is_empty() && !stated.ends_with(' ');
            stated.push_str(if needs_blank { " unknown " } else { "unknown " });
        }
        stated.push('"');
        stated.push_str(comment);
        stated.push('"');
        stated.push_str(after);
    }
    stated
}

/// Whether seven days and their hours say everything.
pub(crate) fn is_plain_week(hours: &OpeningHoursExpression) -> bool {
    hours.rules.iter().all(|rule| is_plain_rule(rule) && rule.day_selector.weekday.iter().all(is_plain_day))
}

/// Whether a week without a holiday has the same hours all year round; on holidays they may differ.
pub(crate) fn is_ordinary_week(hours: &OpeningHoursExpression) -> bool {
    let is_holiday =
        |day: &WeekDayRange| matches!(day, WeekDayRange::Holiday { kind: HolidayKind::Public, .. });
    let is_known = |day: &WeekDayRange| is_plain_day(day) || is_holiday(day);
    hours.rules.iter().all(|rule| is_plain_rule(rule) && rule.day_selector.weekday.iter().all(is_known))
}

fn is_plain_day(day: &WeekDayRange) -> bool {
    matches!(day, WeekDayRange::Fixed { offset: 0, nth_from_start, nth_from_end, .. }
        if !is_nth(nth_from_start, nth_from_end))
}

fn is_plain_rule(rule: &RuleSequence) -> bool {
    let days = &rule.day_selector;
    days.year.is_empty()
        && days.monthday.is_empty()
        && days.week.is_empty()
        && rule.comment.is_empty()
        && rule.operator != RuleOperator::Fallback
        && rule.time_selector.spans.iter().all(|span| !span.open_end && span.repeats.is_none())
        && !is_approximate_rule(rule)
}

/// Whether a time follows the sun, which is only known to about an hour here.
pub(crate) fn is_approximate(hours: &OpeningHoursExpression) -> bool {
    hours.rules.iter().any(is_approximate_rule)
}

fn is_approximate_rule(rule: &RuleSequence) -> bool {
    let follows_sun = |time: &Time| matches!(time, Time::Variable(_));
    rule.time_selector.spans.iter().any(|span| follows_sun(&span.range.start) || follows_sun(&span.range.end))
}

/// "nach Vereinbarung", with the comment where that says more.
pub(crate) fn by_appointment(messages: &Messages, comment: &str) -> String {
    let said = messages.text("hours-by-appointment");
    let folded = |text: &str| {
        text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect::<String>()
    };
    let own = folded(comment);
    if own.is_empty() || own == folded(&said) {
        return said;
    }
    if own.contains(&folded(&said)) {
        return comment.to_owned();
    }
    format!("{said} ({comment})")
}

fn expression(messages: &Messages, hours: &OpeningHoursExpression) -> Option<String> {
    let mut said = String::new();
    for rule in &hours.rules {
        let words = rule_words(messages, rule)?;
        if said.is_empty() {
            said = words;
            continue;
        }
        match rule.operator {
            RuleOperator::Fallback => {
                said = format!("{said}; {}", messages.format("hours-else", [("rule", words.into())]));
            }
            RuleOperator::Normal | RuleOperator::Additional => said = format!("{said}; {words}"),
        }
    }
    (!said.is_empty()).then_some(said)
}

fn rule_words(messages: &Messages, rule: &RuleSequence) -> Option<String> {
    let days = day_words(messages, &rule.day_selector)?;
    let is_whole_day = rule.time_selector == Default::default();
    let times = if is_whole_day { None } else { Some(times(messages, &rule.time_selector.spans)?) };
    let comment = rule.comment.as_ref();
    let (state, comment) = match rule.kind {
        RuleKind::Open if is_whole_day && days.is_empty() => (Some(messages.text("always-open")), comment),
        RuleKind::Open if is_whole_day => (Some(messages.text("hours-all-day")), comment),
        RuleKind::Open => (None, comment),
        RuleKind::Closed => (Some(messages.text("day-closed")), comment),
        RuleKind::Unknown => (Some(by_appointment(messages, comment)), ""),
    };
    let comment = (!comment.is_empty()).then(|| format!("({comment})"));
    let parts = [(!days.is_empty()).then_some(days), times, state, comment];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

fn list(messages: &Messages, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {} {last}", first.join(", "), messages.text("hours-and")),
    }
}

fn range(messages: &Messages, from: String, to: String) -> String {
    if from == to {
        return from;
    }
    messages.format("hours-to", [("from", from.into()), ("to", to.into())])
}

fn day_words(messages: &Messages, days: &DaySelector) -> Option<String> {
    let mut parts = Vec::new();
    let years = days.year.iter().map(|years| {
        let (range_of, step) = years.into_parts();
        (step == 1).then(|| range(messages, range_of.start().0.to_string(), range_of.end().0.to_string()))
    });
    parts.push(list(messages, &years.collect::<Option<Vec<_>>>()?));
    let dates = days.monthday.iter().map(|dates| monthday(messages, dates));
    parts.push(list(messages, &dates.collect::<Option<Vec<_>>>()?));
    let weeks: Vec<String> = days.week.iter().map(|weeks| week(messages, weeks)).collect();
    parts.push(list(messages, &weeks));
    let weekdays = days.weekday.iter().map(|day| weekday(messages, day));
    parts.push(list(messages, &weekdays.collect::<Option<Vec<_>>>()?));
    Some(parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

fn month(messages: &Messages, month: opening_hours_syntax::rules::day::Month) -> String {
    let name = MONTHS.get((month as usize).saturating_sub(1)).copied().unwrap_or_default();
    messages.text(name)
}

fn monthday(messages: &Messages, dates: &MonthdayRange) -> Option<String> {
    match dates {
        MonthdayRange::Month { range: months, year } => {
            let said = range(messages, month(messages, *months.start()), month(messages, *months.end()));
            Some(match year {
                Some(year) => format!("{said} {}", year.0),
                None => said,
            })
        }
        MonthdayRange::Date { start, end } => {
            Some(range(messages, date(messages, start)?, date(messages, end)?))
        }
    }
}

fn date(messages: &Messages, (date, offset): &(Date, DateOffset)) -> Option<String> {
    if offset.wday_offset != WeekDayOffset::None {
        return None;
    }
    let days = i64::from(offset.day_offset);
    let (said, year) = match date {
        Date::Fixed { year, month: of, day } if days == 0 => {
            let values = [("day", day.to_string().into()), ("month", month(messages, *of).into())];
            (messages.format("hours-date", values), year)
        }
        Date::Easter { year } => (easter(messages, days), year),
        Date::Fixed { .. } | Date::Weekday { .. } => return None,
    };
    Some(match year {
        Some(year) => format!("{said} {}", year.0),
        None => said,
    })
}

fn easter(messages: &Messages, days: i64) -> String {
    match days {
        -2 => messages.text("holiday-good-friday"),
        0 => messages.text("hours-easter"),
        1 => messages.text("holiday-easter-monday"),
        before if before < 0 => {
            messages.format("hours-before-easter", [("days", (-before).to_string().into())])
        }
        after => messages.format("hours-after-easter", [("days", after.to_string().into())]),
    }
}

fn week(messages: &Messages, weeks: &WeekRange) -> String {
    let (numbers, step) = weeks.into_parts();
    let said = range(messages, numbers.start().0.to_string(), numbers.end().0.to_string());
    let said = messages.format("hours-weeks", [("weeks", said.into())]);
    if step == 1 {
        return said;
    }
    format!("{said}, {}", messages.format("hours-every-nth-week", [("step", step.to_string().into())]))
}

fn is_nth(from_start: &[bool; 5], from_end: &[bool; 5]) -> bool {
    // Without a number each week of the month counts.
    !(from_start.iter().all(|is| *is) && from_end.iter().all(|is| *is))
}

fn weekday(messages: &Messages, day: &WeekDayRange) -> Option<String> {
    match day {
        WeekDayRange::Holiday { kind, offset: 0 } => Some(messages.text(match kind {
            HolidayKind::Public => "hours-public-holidays",
            HolidayKind::School => "hours-school-holidays",
        })),
        WeekDayRange::Fixed { range: days, offset: 0, nth_from_start, nth_from_end } => {
            let said = range(messages, day_name(messages, *days.start()), day_name(messages, *days.end()));
            if !is_nth(nth_from_start, nth_from_end) {
                return Some(said);
            }
            let first = ORDINALS.iter().zip(*nth_from_start).filter(|(_, is)| *is).map(|(name, _)| *name);
            // Only the last week of a month has a word.
            let [is_last, others @ ..] = nth_from_end;
            if others.contains(&true) {
                return None;
            }
            let last = is_last.then_some("hours-ordinal-last");
            let ordinals: Vec<String> = first.chain(last).map(|name| messages.text(name)).collect();
            let values = [("numbers", list(messages, &ordinals).into()), ("day", said.into())];
            Some(messages.format("hours-nth-day", values))
        }
        WeekDayRange::Holiday { .. } | WeekDayRange::Fixed { .. } => None,
    }
}

fn times(messages: &Messages, spans: &[TimeSpan]) -> Option<String> {
    let follows_sun = |time: &Time| matches!(time, Time::Variable(_));
    let is_approximate =
        spans.iter().any(|span| follows_sun(&span.range.start) || follows_sun(&span.range.end));
    let o_clock = |times: String| messages.format("hours-times", [("times", times.into())]);
    // "Uhr" stands once behind all times, or beside each where one of them follows the sun.
    let said = |of: &Time| match of {
        Time::Fixed(_) if is_approximate => o_clock(time(messages, of)),
        _ => time(messages, of),
    };
    let spans = spans.iter().map(|span| {
        let from = said(&span.range.start);
        match (span.repeats, span.open_end) {
            (Some(_), _) => None,
            (None, true) => Some(messages.format("hours-open-end", [("time", from.into())])),
            (None, false) => Some(range(messages, from, said(&span.range.end))),
        }
    });
    let all = list(messages, &spans.collect::<Option<Vec<_>>>()?);
    Some(if is_approximate {
        messages.format("hours-approximate-times", [("times", all.into())])
    } else {
        o_clock(all)
    })
}

fn time(messages: &Messages, time: &Time) -> String {
    match time {
        Time::Fixed(time) => {
            // Times behind midnight are counted on by the syntax: 26:00 is 2 o'clock.
            let hour = if time.hour() > 24 { time.hour() - 24 } else { time.hour() };
            clock(messages, hour.into(), time.minute().into())
        }
        Time::Variable(variable) => {
            let event = messages.text(match variable.event {
                TimeEvent::Dawn => "hours-dawn",
                TimeEvent::Sunrise => "hours-sunrise",
                TimeEvent::Sunset => "hours-sunset",
                TimeEvent::Dusk => "hours-dusk",
            });
            let minutes = variable.offset.unsigned_abs();
            let span = format!("{}:{:02}", minutes / 60, minutes % 60);
            match variable.offset {
                0 => event,
                offset => {
                    let id = if offset < 0 { "hours-before-event" } else { "hours-after-event" };
                    messages.format(id, [("span", span.into()), ("event", event.into())])
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::{ENGLISH, GERMAN};

    #[track_caller]
    fn said(text: &str, german: &str, english: &str) {
        assert_eq!(words(&Messages::read(&GERMAN).unwrap(), text), german);
        assert_eq!(words(&Messages::read(&ENGLISH).unwrap(), text), english);
    }

    #[test]
    fn hours_are_said_in_both_languages() {
        said("Mo-Sa 08:00-16:00", "Montag bis Samstag 8 bis 16 Uhr", "Monday to Saturday 8am to 4pm");
        said("24/7", "rund um die Uhr", "around the clock");
        said(
            "Mo-Fr 08:00-12:00,13:00-16:00; Sa 09:00-11:00; PH off",
            "Montag bis Freitag 8 bis 12 und 13 bis 16 Uhr; Samstag 9 bis 11 Uhr; an Feiertagen geschlossen",
            "Monday to Friday 8am to midday and 1pm to 4pm; Saturday 9am to 11am; on public holidays closed",
        );
        said(
            "Th[2,4] 09:00-11:00",
            "jeden 2. und 4. Donnerstag im Monat 9 bis 11 Uhr",
            "every 2nd and 4th Thursday of the month 9am to 11am",
        );
        said(
            "Fr[-1] 10:00-12:00",
            "jeden letzten Freitag im Monat 10 bis 12 Uhr",
            "every last Friday of the month 10am to midday",
        );
        said(
            "Apr-Sep Mo-Fr 07:00-15:00",
            "April bis September Montag bis Freitag 7 bis 15 Uhr",
            "April to September Monday to Friday 7am to 3pm",
        );
        said("Mo-Fr 08:00+", "Montag bis Freitag ab 8 Uhr", "Monday to Friday from 8am");
        said(
            "Dec 24-26 off",
            "24. Dezember bis 26. Dezember geschlossen",
            "24 December to 26 December closed",
        );
        said("Mo-Fr 22:00-06:30", "Montag bis Freitag 22 bis 6:30 Uhr", "Monday to Friday 10pm to 6:30am");
        said("Sa 00:00-24:00", "Samstag ganztägig", "Saturday all day");
        said("Sa 07:15-24:00", "Samstag 7:15 bis 24 Uhr", "Saturday 7:15am to midnight");
        said(
            "sunrise-sunset",
            "Sonnenaufgang bis Sonnenuntergang (ungefähr)",
            "sunrise to sunset (approximately)",
        );
        said("08:00-sunset", "8 Uhr bis Sonnenuntergang (ungefähr)", "8am to sunset (approximately)");
    }

    /// Of a kind: opening hours beyond the plain week.
    #[test]
    fn days_around_easter_single_years_and_every_other_week_are_said() {
        said(
            "easter -2 days off; Mo-Su 10:00-12:00",
            "Karfreitag geschlossen; Montag bis Sonntag 10 bis 12 Uhr",
            "Good Friday closed; Monday to Sunday 10am to midday",
        );
        said(
            "2027 Mo-Fr 08:00-10:00",
            "2027 Montag bis Freitag 8 bis 10 Uhr",
            "2027 Monday to Friday 8am to 10am",
        );
        said(
            "week 1-53/2 Mo 09:00-11:00",
            "in Kalenderwoche 1 bis 53, jede 2. Woche Montag 9 bis 11 Uhr",
            "in calendar week 1 to 53, every 2 weeks Monday 9am to 11am",
        );
        said("easter +1 day off", "Ostermontag geschlossen", "Easter Monday closed");
        said(
            "easter +39 days off",
            "39 Tage nach Ostersonntag geschlossen",
            "39 days after Easter Sunday closed",
        );
    }

    #[test]
    fn what_is_not_known_is_by_appointment_and_comments_stay() {
        said("\"nach Vereinbarung\"", "nach Vereinbarung", "by appointment (nach Vereinbarung)");
        said(
            "Mo-Fr 08:00-12:00; Sa \"nach Vereinbarung\"",
            "Montag bis Freitag 8 bis 12 Uhr; Samstag nach Vereinbarung",
            "Monday to Friday 8am to midday; Saturday by appointment (nach Vereinbarung)",
        );
        said(
            "Mo-Fr 08:00-16:00 || unknown \"Termin\"",
            "Montag bis Freitag 8 bis 16 Uhr; sonst nach Vereinbarung (Termin)",
            "Monday to Friday 8am to 4pm; otherwise by appointment (Termin)",
        );
        said(
            "Mo-Fr 08:00-12:00 open \"nur mit Termin\"",
            "Montag bis Freitag 8 bis 12 Uhr (nur mit Termin)",
            "Monday to Friday 8am to midday (nur mit Termin)",
        );
        said("off \"Umbau\"", "geschlossen (Umbau)", "closed (Umbau)");
        said("Mo unknown", "Montag nach Vereinbarung", "Monday by appointment");
    }

    #[test]
    fn a_text_that_is_no_rule_stays_as_it_is() {
        for text in ["Mo-Fr 8-16 Uhr", "nach Vereinbarung", "täglich", "", "Mo-Fr 08:00-16:00 \"offen"] {
            said(text, text, text);
        }
    }
}
