//! What the figures say, in a sentence that is true for the figures and the assumptions of the page, and advises nothing.

use super::numbers::Numbers;
use crate::web::text::messages::Messages;

/// A change of less than this share is called none.
const NO_CHANGE: f64 = 0.01;
/// Fewer than this are less than a forecast can tell.
const NOTHING: f64 = 5.0;

/// From how many draws a band or share comes, what they hold, and what they leave out.
pub(super) fn draws(messages: &Messages, count: usize, with_rates: bool) -> String {
    let number = Numbers::of(messages).counted(count as f64);
    let text = messages.format("planning-draws", [("number", number.into())]);
    format!("{text} {}", what_is_drawn(messages, with_rates))
}

/// What bands and shares of draws hold, and what they leave out.
pub(super) fn what_is_drawn(messages: &Messages, with_rates: bool) -> String {
    messages.text(if with_rates { "planning-drawn-with-rates" } else { "planning-drawn" })
}

/// The value of a year.
pub(super) type Point = (i32, f64);

fn change(from: f64, to: f64) -> f64 {
    if from > 0.0 { to / from - 1.0 } else { 0.0 }
}

/// "13 Prozent mehr als 2025"
pub(super) fn compared(messages: &Messages, (base, from): Point, to: f64) -> String {
    let change = change(from, to);
    let id = match change.abs() < NO_CHANGE {
        true => "planning-compared-same",
        false if change > 0.0 => "planning-compared-more",
        false => "planning-compared-fewer",
    };
    let percent = Numbers::of(messages).percent(change.abs());
    messages.format(id, [("year", base.to_string().into()), ("percent", percent.into())])
}

/// "Weniger Menschen, aber mehr Pflegebedürftige"
pub(super) fn people_and_need(messages: &Messages, residents: (f64, f64), need: (f64, f64)) -> String {
    let side = |(from, to): (f64, f64)| match change(from, to) {
        change if change.abs() < NO_CHANGE => "same",
        change if change > 0.0 => "up",
        _ => "down",
    };
    messages.text(&format!("planning-people-{}-{}", side(residents), side(need)))
}

/// "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025"
pub(super) fn need(messages: &Messages, base: Point, (year, value): Point) -> String {
    year_and_number(messages, "planning-need", base, (year, value))
}

/// "2040 leben 20.360 Menschen ab 80 hier, 33 Prozent mehr als 2025"
pub(super) fn old_people(messages: &Messages, base: Point, (year, value): Point) -> String {
    year_and_number(messages, "planning-old-people", base, (year, value))
}

fn year_and_number(messages: &Messages, id: &str, base: Point, (year, value): Point) -> String {
    let (number, compared) = (Numbers::of(messages).computed(value), compared(messages, base, value));
    let values =
        [("year", year.to_string().into()), ("number", number.into()), ("compared", compared.into())];
    messages.format(id, values)
}

/// "Ab 2026 übersteigt der Bedarf die Heimplätze"
pub(super) fn places(messages: &Messages, balance: &[Point]) -> String {
    let (Some((first, _)), Some((last, at_last))) = (balance.first(), balance.last()) else {
        return messages.text("planning-places-unknown");
    };
    let of_year = |id: &str, year: i32| messages.format(id, [("year", year.to_string().into())]);
    let lacks = |point: &&Point| point.1 <= -NOTHING;
    let from = balance.iter().find(lacks).map(|point| point.0);
    let lasts =
        from.is_some_and(|from| balance.iter().filter(|point| point.0 >= from).all(|point| lacks(&point)));
    match from {
        None => of_year("planning-places-enough", *last),
        Some(from) if lasts && from == *first => of_year("planning-places-already", from),
        Some(from) if lasts => of_year("planning-places-from", from),
        Some(_) if *at_last <= -NOTHING => {
            let number = Numbers::of(messages).computed(-at_last);
            let values = [("year", last.to_string().into()), ("number", number.into())];
            messages.format("planning-places-short", values)
        }
        Some(_) => of_year("planning-places-at-times", *last),
    }
}

/// "in 8 von 10 Zukünften fehlen 2040 zwischen 190 und 580 Heimplätze", for the ends of a balance.
pub(super) fn range_of_balance(messages: &Messages, year: i32, (low, high): (f64, f64)) -> String {
    let (id, least, most) = match (low < 0.0, high <= 0.0) {
        (_, true) => ("planning-lead-range-lacking", high, low),
        (false, _) => ("planning-lead-range-spare", low, high),
        (true, false) => ("planning-lead-range-either", low, high),
    };
    let number = |value: f64| Numbers::of(messages).computed(value.abs());
    let values =
        [("year", year.to_string().into()), ("low", number(least).into()), ("high", number(most).into())];
    messages.format(id, values)
}

/// "2040 fehlen im Kreis 240 statt 260 Heimplätze": a balance with new places, and without them. `where_` is "im Kreis " or
/// nothing.
pub(super) fn balances(where_: &str, what: &str, (with, without): (f64, f64)) -> String {
    let number = |value: f64| super::numbers::computed(value.abs());
    let (now, before) = (number(with), number(without));
    match (with <= -NOTHING, without <= -NOTHING) {
        (true, true) if now == before => format!("fehlen {where_}weiter {now} {what}"),
        (true, true) => format!("fehlen {where_}{now} statt {before} {what}"),
        (true, false) => format!("fehlen {where_}{now} {what}, sonst fehlten keine"),
        (false, true) => format!("fehlen {where_}keine {what} mehr, sonst wären es {before}"),
        (false, false) if now == before => format!("sind {where_}weiter {now} {what} übrig"),
        (false, false) => format!("sind {where_}{now} statt {before} {what} übrig"),
    }
}

/// "120 Pflegebedürftige weniger", "gleich viele Pflegebedürftige": what a run changes of a number.
pub(super) fn difference(what: &str, (with, without): (f64, f64)) -> String {
    let number = super::numbers::computed((with - without).abs());
    match with - without {
        change if change >= 0.5 => format!("{number} {what} mehr"),
        change if change <= -0.5 => format!("{number} {what} weniger"),
        _ => format!("gleich viele {what}"),
    }
}

/// "2040 fehlen 1.440 von 4.460 Pflegekräften"
pub(super) fn staff(messages: &Messages, year: i32, needed: f64, gap: f64) -> String {
    let id = if gap < NOTHING { "planning-staff-enough" } else { "planning-staff-short" };
    let numbers = Numbers::of(messages);
    let (needed, gap) = (numbers.computed(needed), numbers.computed(gap));
    messages.format(id, [("year", year.to_string().into()), ("gap", gap.into()), ("needed", needed.into())])
}

/// "5 von 20 Ämtern haben 42 Prozent des Zuwachses"; `growth` with the largest first, `areas` the name of a message.
pub(super) fn growth(messages: &Messages, growth: &[f64], areas: &str) -> String {
    const TOP: usize = 5;
    let sum: f64 = growth.iter().filter(|one| **one > 0.0).sum();
    let top: f64 = growth.iter().take(TOP).filter(|one| **one > 0.0).sum();
    if growth.len() <= TOP + 2 || sum < NOTHING {
        return messages.format("planning-growth-spread", [("areas", messages.text(areas).into())]);
    }
    let percent = Numbers::of(messages).percent(top / sum);
    let values = [
        ("top", TOP.to_string().into()),
        ("all", growth.len().to_string().into()),
        ("percent", percent.into()),
    ];
    messages.format("planning-growth-top", values)
}

/// "Ludwigslust-Parchim: 2040 fehlen rund 390 Heimplätze und 1.440 Pflegekräfte"
pub(super) fn headline(
    messages: &Messages,
    name: &str,
    year: i32,
    (places, staff): (Option<f64>, Option<f64>),
    (base, need): (Point, f64),
) -> String {
    let numbers = Numbers::of(messages);
    let counted = |id: &str, number: f64| messages.format(id, [("number", numbers.computed(number).into())]);
    let places = places.filter(|balance| *balance <= -NOTHING);
    let places = places.map(|balance| counted("planning-headline-places", -balance));
    let people = staff.filter(|gap| *gap >= NOTHING).map(|gap| counted("planning-headline-staff", gap));
    let what = match (places, people) {
        (Some(places), Some(people)) => Some(
            messages.format("planning-headline-both", [("places", places.into()), ("staff", people.into())]),
        ),
        (places, people) => places.or(people),
    };
    let id = match (&what, staff) {
        (Some(_), _) => "planning-headline-lacking",
        (None, Some(_)) => "planning-headline-enough",
        (None, None) => "planning-headline-need",
    };
    let values = [
        ("name", name.into()),
        ("year", year.to_string().into()),
        ("what", what.unwrap_or_default().into()),
        ("number", numbers.computed(need).into()),
        ("compared", compared(messages, base, need).into()),
    ];
    messages.format(id, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::{ENGLISH, GERMAN};

    fn german() -> Messages {
        Messages::read(&GERMAN).unwrap()
    }

    #[test]
    fn a_title_says_what_the_figures_say() {
        assert_eq!(
            people_and_need(&german(), (207_160.0, 186_650.0), (17_890.0, 20_220.0)),
            "Weniger Menschen, aber mehr Pflegebedürftige"
        );
        assert_eq!(
            people_and_need(&german(), (1000.0, 1005.0), (100.0, 100.2)),
            "Etwa so viele Menschen und Pflegebedürftige wie heute"
        );
        assert_eq!(
            need(&german(), (2025, 17_890.0), (2040, 20_223.7)),
            "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025"
        );
        assert_eq!(compared(&german(), (2025, 100.0), 99.5), "etwa so viele wie 2025");
        assert_eq!(compared(&german(), (2025, 100.0), 80.0), "20 Prozent weniger als 2025");
    }

    #[test]
    fn places_lack_from_the_first_year_after_which_they_always_lack() {
        assert_eq!(
            places(&german(), &[(2025, 20.0), (2026, -10.0), (2027, -70.0)]),
            "Ab 2026 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(
            places(&german(), &[(2025, -6.0), (2026, -10.0)]),
            "Schon 2025 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(
            places(&german(), &[(2025, 6.0), (2026, -4.0)]),
            "Die Heimplätze reichen rechnerisch bis 2026"
        );
        assert_eq!(
            places(&german(), &[(2025, -9.0), (2026, 3.0), (2027, 40.0)]),
            "Zeitweise fehlen Heimplätze, 2027 reichen sie"
        );
        assert_eq!(
            places(&german(), &[(2025, -9.0), (2026, 3.0), (2027, -41.0)]),
            "2027 fehlen rund 41 Heimplätze"
        );
    }

    #[test]
    fn the_headline_names_what_lacks_and_only_that() {
        let base = (2025, 100.0);
        let of = |places, staff| headline(&german(), "X", 2040, (places, staff), (base, 120.0));
        assert_eq!(
            of(Some(-391.0), Some(1_437.0)),
            "X: 2040 fehlen rund 390 Heimplätze und 1.440 Pflegekräfte"
        );
        assert_eq!(of(Some(12.0), Some(1_437.0)), "X: 2040 fehlen rund 1.440 Pflegekräfte");
        assert_eq!(of(Some(12.0), Some(-3.0)), "X: 2040 reichen Heimplätze und Personal rechnerisch aus");
        assert_eq!(of(None, None), "X: 120 Pflegebedürftige im Jahr 2040, 20 Prozent mehr als 2025");
        assert_eq!(staff(&german(), 2040, 4_456.0, 1_440.0), "2040 fehlen 1.440 von 4.460 Pflegekräften");
    }

    #[test]
    fn the_ends_of_a_balance_are_told_without_signs() {
        let of = |low, high| range_of_balance(&german(), 2040, (low, high));
        let start = "in 8 von 10 Zukünften";
        assert_eq!(of(-577.0, -193.0), format!("{start} fehlen 2040 zwischen 190 und 580 Heimplätze"));
        assert_eq!(of(12.0, 93.0), format!("{start} sind 2040 zwischen 12 und 93 Heimplätze übrig"));
        assert_eq!(
            of(-40.0, 93.0),
            format!("{start} liegt 2040 die Zahl der Heimplätze zwischen 40 zu wenig und 93 zu viel")
        );
    }

    #[test]
    fn new_places_are_told_by_what_lacks_with_and_without_them() {
        let of = |with, without| balances("im Kreis ", "Heimplätze", (with, without));
        assert_eq!(of(-241.0, -261.0), "fehlen im Kreis 240 statt 260 Heimplätze");
        assert_eq!(of(-261.0, -260.0), "fehlen im Kreis weiter 260 Heimplätze");
        assert_eq!(of(20.0, -40.0), "fehlen im Kreis keine Heimplätze mehr, sonst wären es 40");
        assert_eq!(of(80.0, 20.0), "sind im Kreis 80 statt 20 Heimplätze übrig");
        assert_eq!(balances("", "Heimplätze", (-80.0, 20.0)), "fehlen 80 Heimplätze, sonst fehlten keine");
        assert_eq!(difference("Menschen", (880.0, 1_000.0)), "120 Menschen weniger");
        assert_eq!(difference("Menschen", (1_000.2, 1_000.0)), "gleich viele Menschen");
    }

    #[test]
    fn growth_is_shared_out_only_among_many() {
        let many = [50.0, 40.0, 30.0, 20.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0];
        assert_eq!(
            growth(&german(), &many, "planning-inside-amt"),
            "5 von 10 haben 75 Prozent des Zuwachses"
        );
        assert_eq!(
            growth(&german(), &many[..3], "planning-inside-amt"),
            "So verteilt sich der Zuwachs auf die Gemeinden"
        );
    }

    #[test]
    fn the_same_is_said_in_english() {
        let messages = &Messages::read(&ENGLISH).unwrap();
        let base = (2025, 100.0);
        assert_eq!(
            headline(messages, "X", 2040, (Some(-391.0), Some(1_437.0)), (base, 120.0)),
            "X: about 390 care home places and 1,440 care workers lacking in 2040"
        );
        assert_eq!(
            headline(messages, "X", 2040, (None, None), (base, 120.0)),
            "X: 120 people in need of care in 2040, 20% more than in 2025"
        );
        assert_eq!(
            need(messages, (2025, 17_890.0), (2040, 20_223.7)),
            "2040: 20,220 people in need of care, 13% more than in 2025"
        );
        assert_eq!(
            places(messages, &[(2025, -9.0), (2026, 3.0), (2027, -41.0)]),
            "2027: about 41 care home places lacking"
        );
        assert_eq!(staff(messages, 2040, 4_456.0, 1_440.0), "2040: 1,440 of 4,460 care workers lacking");
    }
}
