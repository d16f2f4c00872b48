//! What the figures say, in a sentence that is true for the figures and the assumptions of the page, and advises nothing.

use super::numbers::Numbers;
use crate::charts::Band;
use crate::charts::finding::{self, Adequacy, Course, NOTHING, Since};
use crate::web::text::messages::Messages;

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

/// A figure at its start and at its end, with the band of the end where it has one.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ends {
    pub from: f64,
    pub to: f64,
    pub band: Option<Band>,
}

impl Ends {
    fn course(self) -> Course {
        finding::course(self.from, self.to, self.band)
    }
}

/// "13 Prozent mehr als 2025"
pub(super) fn compared(messages: &Messages, (base, from): Point, to: f64) -> String {
    let id = match finding::course(from, to, None) {
        // There is no percentage of nothing.
        Course::Rises if from <= 0.0 => "planning-compared-none",
        Course::Rises => "planning-compared-more",
        Course::Falls => "planning-compared-fewer",
        Course::Alike | Course::Open => "planning-compared-same",
    };
    let percent = Numbers::of(messages).percent((to / from - 1.0).abs());
    messages.format(id, [("year", base.to_string().into()), ("percent", percent.into())])
}

/// "Weniger Menschen, aber mehr Pflegebedürftige"
pub(super) fn people_and_need(messages: &Messages, residents: Ends, need: Ends) -> String {
    let side = |ends: Ends| match ends.course() {
        Course::Alike => "same",
        Course::Rises => "up",
        Course::Falls => "down",
        Course::Open => "open",
    };
    messages.text(&format!("planning-people-{}-{}", side(residents), side(need)))
}

/// "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025", or the band of the year where it may rise or fall.
pub(super) fn need(messages: &Messages, years: (i32, i32), ends: Ends) -> String {
    need_of(messages, ["planning-need", "planning-need-open"], "", years, ends)
}

/// The need of a year by the first message, or by the second where it may rise or fall.
fn need_of(
    messages: &Messages,
    [id, open_id]: [&str; 2],
    name: &str,
    (base, year): (i32, i32),
    ends: Ends,
) -> String {
    let number = |value: f64| Numbers::of(messages).computed(value);
    let open = ends.band.filter(|_| ends.course() == Course::Open);
    let Some(band) = open else {
        let values = [
            ("name", name.into()),
            ("year", year.to_string().into()),
            ("number", number(ends.to).into()),
            ("compared", compared(messages, (base, ends.from), ends.to).into()),
        ];
        return messages.format(id, values);
    };
    let values = [
        ("name", name.into()),
        ("year", year.to_string().into()),
        ("low", number(band.low).into()),
        ("high", number(band.high).into()),
        ("base", base.to_string().into()),
        ("number", number(ends.from).into()),
    ];
    messages.format(open_id, values)
}

/// "2040 leben 20.360 Menschen ab 80 hier, 33 Prozent mehr als 2025"
pub(super) fn old_people(messages: &Messages, base: Point, (year, value): Point) -> String {
    let (number, compared) = (Numbers::of(messages).computed(value), compared(messages, base, value));
    let values =
        [("year", year.to_string().into()), ("number", number.into()), ("compared", compared.into())];
    messages.format("planning-old-people", values)
}

/// "Ab 2026 übersteigt der Bedarf die Heimplätze"
pub(super) fn places(messages: &Messages, years: &[(i32, Adequacy)]) -> String {
    let Some(since) = Since::of(years) else {
        return messages.text("planning-places-unknown");
    };
    let (id, year) = match (since.judged, since.before) {
        (Adequacy::Open, _) => ("planning-places-open", since.last),
        (Adequacy::Alike, _) => ("planning-places-alike", since.last),
        (Adequacy::Lacks(_), None) => ("planning-places-already", since.first),
        (Adequacy::Lacks(_), Some(_)) if since.is_open_before() => ("planning-places-surely", since.first),
        (Adequacy::Lacks(_), Some(_)) => ("planning-places-from", since.first),
        (Adequacy::Spare(_), None) => ("planning-places-enough", since.last),
        (Adequacy::Spare(_), Some(_)) if years.iter().any(|(_, one)| one.is_lack()) => {
            ("planning-places-at-times", since.last)
        }
        (Adequacy::Spare(_), Some(_)) => ("planning-places-enough-in", since.last),
    };
    messages.format(id, [("year", year.to_string().into())])
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
pub(super) fn staff(messages: &Messages, year: i32, needed: f64, judged: Adequacy) -> String {
    let numbers = Numbers::of(messages);
    let (id, gap) = match judged {
        Adequacy::Lacks(gap) => ("planning-staff-short", gap),
        Adequacy::Spare(more) => ("planning-staff-enough", more),
        Adequacy::Alike => ("planning-staff-alike", 0.0),
        Adequacy::Open => ("planning-staff-open", 0.0),
    };
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

/// What lacks of two things, each with the name of the message that says how many.
fn lacking(messages: &Messages, [places, staff]: [Option<Adequacy>; 2]) -> Option<String> {
    let counted = |id: &str, judged: Option<Adequacy>| match judged {
        Some(Adequacy::Lacks(number)) => {
            Some(messages.format(id, [("number", Numbers::of(messages).computed(number).into())]))
        }
        _ => None,
    };
    match (counted("planning-headline-places", places), counted("planning-headline-staff", staff)) {
        (Some(places), Some(staff)) => Some(
            messages.format("planning-headline-both", [("places", places.into()), ("staff", staff.into())]),
        ),
        (places, staff) => places.or(staff),
    }
}

/// "Ludwigslust-Parchim: 2040 fehlen rund 390 Heimplätze und 1.440 Pflegekräfte"; of what may lack or not, that it is open.
pub(super) fn headline(
    messages: &Messages,
    name: &str,
    (base, year): (i32, i32),
    judged: [Option<Adequacy>; 2],
    need: Ends,
) -> String {
    let what = lacking(messages, judged);
    let [places, staff] = judged.map(|judged| judged == Some(Adequacy::Open));
    let id = match (&what, places, staff) {
        (Some(_), true, _) => "planning-headline-lacking-places-open",
        (Some(_), _, true) => "planning-headline-lacking-staff-open",
        (Some(_), false, false) => "planning-headline-lacking",
        (None, true, true) => "planning-headline-open",
        (None, true, false) => "planning-headline-places-open",
        (None, false, true) => "planning-headline-staff-open",
        (None, false, false) if judged.iter().all(Option::is_some) => "planning-headline-enough",
        (None, false, false) => {
            return need_of(
                messages,
                ["planning-headline-need", "planning-headline-need-open"],
                name,
                (base, year),
                need,
            );
        }
    };
    let values =
        [("name", name.into()), ("year", year.to_string().into()), ("what", what.unwrap_or_default().into())];
    messages.format(id, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::text::languages::{ENGLISH, GERMAN};

    fn german() -> Messages {
        Messages::read(&GERMAN).unwrap()
    }

    fn ends(from: f64, to: f64) -> Ends {
        Ends { from, to, band: None }
    }

    fn between(from: f64, to: f64, (low, high): (f64, f64)) -> Ends {
        Ends { from, to, band: Some(Band { low, high }) }
    }

    #[test]
    fn a_title_says_what_the_figures_say() {
        let titled = |residents, need| people_and_need(&german(), residents, need);
        assert_eq!(
            titled(ends(207_160.0, 186_650.0), ends(17_890.0, 20_220.0)),
            "Weniger Menschen, aber mehr Pflegebedürftige"
        );
        assert_eq!(
            titled(ends(1000.0, 1005.0), ends(100.0, 100.2)),
            "Etwa so viele Menschen und Pflegebedürftige wie heute"
        );
        assert_eq!(
            need(&german(), (2025, 2040), ends(17_890.0, 20_223.7)),
            "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025"
        );
        assert_eq!(compared(&german(), (2025, 100.0), 99.5), "etwa so viele wie 2025");
        assert_eq!(compared(&german(), (2025, 100.0), 80.0), "20 Prozent weniger als 2025");
        assert_eq!(compared(&german(), (2025, 0.0), 5.0), "2025 keine");
        assert_eq!(compared(&german(), (2025, 0.0), 0.0), "etwa so viele wie 2025");
    }

    /// The plan says of these figures that it is open, so no title of the workspace may say more.
    #[test]
    fn what_may_rise_or_fall_is_said_to_be_open() {
        let open = between(17_890.0, 18_800.0, (17_300.0, 20_100.0));
        assert_eq!(
            people_and_need(&german(), ends(200_000.0, 180_000.0), open),
            "Weniger Menschen; ob es mehr Pflegebedürftige werden, ist offen"
        );
        assert_eq!(
            need(&german(), (2025, 2040), open),
            "2040: wahrscheinlich 17.300 bis 20.100 Pflegebedürftige nach 17.890 im Jahr 2025"
        );
        assert_eq!(
            headline(&german(), "X", (2025, 2040), [None, None], open),
            "X: 2040 wahrscheinlich 17.300 bis 20.100 Pflegebedürftige nach 17.890 im Jahr 2025"
        );
        let sure = between(17_890.0, 18_800.0, (17_900.0, 20_100.0));
        assert_eq!(
            need(&german(), (2025, 2040), sure),
            "2040: 18.800 Pflegebedürftige, 5 Prozent mehr als 2025"
        );
    }

    /// Of each year what lacks, without a band.
    fn years(balances: &[(i32, f64)]) -> Vec<(i32, Adequacy)> {
        balances.iter().map(|(year, balance)| (*year, Adequacy::of(100.0, -balance, None))).collect()
    }

    #[test]
    fn places_lack_from_the_first_year_after_which_they_always_lack() {
        let said = |balances: &[(i32, f64)]| places(&german(), &years(balances));
        assert_eq!(
            said(&[(2025, 20.0), (2026, -10.0), (2027, -70.0)]),
            "Ab 2026 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(said(&[(2025, -6.0), (2026, -10.0)]), "Schon 2025 übersteigt der Bedarf die Heimplätze");
        assert_eq!(said(&[(2025, 6.0), (2026, 12.0)]), "Die Heimplätze reichen rechnerisch bis 2026");
        assert_eq!(said(&[(2025, 6.0), (2026, -4.0)]), "2026 decken die Heimplätze etwa den Bedarf");
        assert_eq!(
            said(&[(2025, -9.0), (2026, 3.0), (2027, 40.0)]),
            "Zeitweise fehlen Heimplätze, 2027 reichen sie"
        );
        assert_eq!(
            said(&[(2025, -9.0), (2026, 3.0), (2027, -41.0)]),
            "Ab 2027 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(said(&[]), "Zu den Heimplätzen gibt es keine Angabe");
        assert_eq!(said(&[(2025, 2.0), (2026, 12.0)]), "2026 reichen die Heimplätze rechnerisch");
        let open = Adequacy::of(1_000.0, 45.0, Some(Band { low: -20.0, high: 110.0 }));
        assert_eq!(
            places(&german(), &[(2038, open), (2039, Adequacy::Lacks(30.0)), (2040, Adequacy::Lacks(40.0))]),
            "Spätestens ab 2039 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(
            places(&german(), &[(2039, Adequacy::Lacks(30.0)), (2040, open)]),
            "Ob die Heimplätze 2040 reichen, ist offen"
        );
    }

    #[test]
    fn the_headline_names_what_lacks_and_what_is_open() {
        let of = |judged| headline(&german(), "X", (2025, 2040), judged, ends(100.0, 120.0));
        let (places, people) = (Some(Adequacy::Lacks(391.0)), Some(Adequacy::Lacks(1_437.0)));
        let (spare, open) = (Some(Adequacy::Spare(12.0)), Some(Adequacy::Open));
        assert_eq!(of([places, people]), "X: 2040 fehlen rund 390 Heimplätze und 1.440 Pflegekräfte");
        assert_eq!(of([spare, people]), "X: 2040 fehlen rund 1.440 Pflegekräfte");
        assert_eq!(of([spare, spare]), "X: 2040 reichen Heimplätze und Personal rechnerisch aus");
        assert_eq!(of([None, None]), "X: 120 Pflegebedürftige im Jahr 2040, 20 Prozent mehr als 2025");
        assert_eq!(
            of([open, people]),
            "X: 2040 fehlen rund 1.440 Pflegekräfte; ob Heimplätze fehlen, ist offen"
        );
        assert_eq!(of([places, open]), "X: 2040 fehlen rund 390 Heimplätze; ob Personal fehlt, ist offen");
        assert_eq!(of([open, open]), "X: Ob 2040 Heimplätze und Personal fehlen, ist offen");
        assert_eq!(of([open, spare]), "X: Ob 2040 Heimplätze fehlen, ist offen");
        assert_eq!(of([spare, open]), "X: Ob 2040 Personal fehlt, ist offen");
        assert_eq!(
            staff(&german(), 2040, 4_456.0, Adequacy::Lacks(1_440.0)),
            "2040 fehlen 1.440 von 4.460 Pflegekräften"
        );
        assert_eq!(staff(&german(), 2040, 4_456.0, Adequacy::Open), "Ob 2040 Pflegekräfte fehlen, ist offen");
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
        let of = |judged| headline(messages, "X", (2025, 2040), judged, ends(100.0, 120.0));
        let people = Some(Adequacy::Lacks(1_437.0));
        assert_eq!(
            of([Some(Adequacy::Lacks(391.0)), people]),
            "X: about 390 care home places and 1,440 care workers lacking in 2040"
        );
        assert_eq!(
            of([Some(Adequacy::Open), people]),
            "X: about 1,440 care workers lacking in 2040; whether care home places are lacking is open"
        );
        assert_eq!(of([None, None]), "X: 120 people in need of care in 2040, 20% more than in 2025");
        assert_eq!(
            need(messages, (2025, 2040), ends(17_890.0, 20_223.7)),
            "2040: 20,220 people in need of care, 13% more than in 2025"
        );
        assert_eq!(
            need(messages, (2025, 2040), between(17_890.0, 18_800.0, (17_300.0, 20_100.0))),
            "2040: probably 17,300 to 20,100 people in need of care, after 17,890 in 2025"
        );
        assert_eq!(
            places(messages, &years(&[(2025, 9.0), (2026, 3.0), (2027, -41.0)])),
            "From 2027, need exceeds care home places"
        );
        assert_eq!(
            staff(messages, 2040, 4_456.0, Adequacy::Lacks(1_440.0)),
            "2040: 1,440 of 4,460 care workers lacking"
        );
    }
}
