//! Generated findings: short German sentences, each true for its figures, none with advice. A sentence gives figures as
//! tables and charts give them, by the same functions.

use super::texts::ActionState;
use crate::charts::finding::{self, Adequacy, Course, NOTHING, Since};
use crate::charts::numbers::{computed, counted, grouped, percent_in_words};
use crate::charts::{Band, Unit};

/// A difference of a count from its forecast, or of a turn from the ends, below this share is called none.
const NO_CHANGE: f64 = 0.01;
/// A difference from the state below this share is called none.
const ALIKE: f64 = 0.03;

/// Year and value.
pub(super) type Point = (i32, f64);

/// "Die Zahl der Pflegebedürftigen steigt von rund 17.890 im Jahr 2025 auf rund 20.220 im Jahr 2040, das sind
/// 13 Prozent mehr; in 8 von 10 Zukünften liegt sie dann zwischen 19.120 und 21.230." Where the band leaves open where it goes,
/// the sentence says that and nothing else. `subject` is feminine singular with its article, in the nominative.
pub(super) fn change(subject: &str, before: Point, after: Point, band: Option<(f64, f64)>) -> String {
    change_of(subject, before, after, (band, ""))
}

/// The same of a figure without a band of its own beside figures that have one: it is that of the middle of all draws, and the
/// sentence says so.
pub(super) fn change_in_the_middle(subject: &str, before: Point, after: Point) -> String {
    change_of(subject, before, after, (None, " in der mittleren Rechnung"))
}

fn change_of(
    subject: &str,
    (base, before): Point,
    (year, after): Point,
    (band, middle): (Option<(f64, f64)>, &str),
) -> String {
    let span = band.map(|(low, high)| format!("zwischen {} und {}", computed(low), computed(high)));
    let (start, end) = (computed(before), computed(after));
    let behind = span.as_ref().map(|span| format!("; in 8 von 10 Zukünften liegt sie dann {span}"));
    let behind = behind.unwrap_or_default();
    if before <= 0.0 {
        return format!("{subject} beträgt {base} null und {year} rund {end}{behind}.");
    }
    let judged = finding::course(before, after, band.map(|(low, high)| Band { low, high }));
    let (verb, word) = match (judged, span) {
        (Course::Open, Some(span)) => {
            return format!(
                "{subject} liegt {year} in 8 von 10 Zukünften {span}; {base} sind es rund {start}. Ob sie steigt oder sinkt, ist \
                 damit offen."
            );
        }
        (Course::Open | Course::Alike, _) => {
            return format!(
                "{subject} bleibt{middle} etwa gleich: rund {start} im Jahr {base} und rund {end} im Jahr {year}{behind}."
            );
        }
        (Course::Rises, _) => ("steigt", "mehr"),
        (Course::Falls, _) => ("sinkt", "weniger"),
    };
    format!(
        "{subject} {verb}{middle} von rund {start} im Jahr {base} auf rund {end} im Jahr {year}, das sind {} {word}{behind}.",
        percent_in_words(100.0 * (after / before - 1.0).abs())
    )
}

/// "Die Zahl der Pflegebedürftigen ist von 8.915 im Jahr 2015 auf 17.457 im Jahr 2023 gestiegen." `None` for one count
/// alone.
pub(super) fn counted_change(subject: &str, (from, before): Point, (to, after): Point) -> Option<String> {
    if from == to {
        return None;
    }
    let verb = match before.total_cmp(&after) {
        std::cmp::Ordering::Less => "gestiegen",
        std::cmp::Ordering::Equal => "gleich geblieben",
        std::cmp::Ordering::Greater => "gesunken",
    };
    Some(format!(
        "{subject} ist von {} im Jahr {from} auf {} im Jahr {to} {verb}.",
        counted(before),
        counted(after)
    ))
}

/// "Von 2026 bis 2040 sterben rund 14.030 Menschen mehr, als geboren werden; durch Wanderung kommen rund 11.380 hinzu."
pub(super) fn components((from, to): (i32, i32), natural: f64, migration: f64) -> String {
    let number = |value: f64| computed(value.abs());
    let births = match natural {
        natural if natural < 0.0 => {
            format!("sterben rund {} Menschen mehr, als geboren werden", number(natural))
        }
        natural => format!("werden rund {} Menschen mehr geboren, als sterben", number(natural)),
    };
    let moves = match migration {
        migration if migration < 0.0 => format!("durch Wanderung gehen rund {} verloren", number(migration)),
        migration => format!("durch Wanderung kommen rund {} hinzu", number(migration)),
    };
    format!("Von {from} bis {to} {births}; {moves}.")
}

/// "Am höchsten ist sie 2034 mit rund 20.400." for a series that does not simply rise or fall; `None` otherwise.
pub(super) fn turning_point(series: &[Point]) -> Option<String> {
    let (first, last) = (series.first()?, series.last()?);
    let extreme = |is_better: fn(f64, f64) -> bool| {
        series.iter().copied().reduce(|best, point| if is_better(point.1, best.1) { point } else { best })
    };
    let (highest, lowest) = (extreme(|a, b| a > b)?, extreme(|a, b| a < b)?);
    let is_inside = |point: Point| point.0 != first.0 && point.0 != last.0;
    // Only what differs clearly from both ends is a turn.
    let stands_out = |value: f64| {
        let differs = |end: f64| end != 0.0 && (value / end - 1.0).abs() >= NO_CHANGE;
        differs(first.1) && differs(last.1)
    };
    if is_inside(highest) && stands_out(highest.1) {
        Some(format!("Am höchsten ist sie {} mit rund {}.", highest.0, computed(highest.1)))
    } else if is_inside(lowest) && stands_out(lowest.1) {
        Some(format!("Am niedrigsten ist sie {} mit rund {}.", lowest.0, computed(lowest.1)))
    } else {
        None
    }
}

/// Where the value of an area stands beside the state: "über dem", "unter dem" or "etwa bei dem" value.
fn side(own: f64, state: f64) -> &'static str {
    if state == 0.0 || (own / state - 1.0).abs() < ALIKE {
        "etwa so hoch wie im Land"
    } else if own > state {
        "höher als im Land"
    } else {
        "niedriger als im Land"
    }
}

/// A number of an indicator without its unit: whole where it counts, otherwise with one decimal.
pub(super) fn indicator_number(value: f64, kind: Unit) -> String {
    grouped(value, usize::from(kind != Unit::Count))
}

/// "Pflegequote (2023): 10,1 Prozent, höher als im Land (9,8); unter den 8 Kreisen der zweithöchste Wert."
pub(super) fn beside_state(
    (name, unit, year): (&str, (&str, Unit), i32),
    own: f64,
    state: Option<f64>,
    rank: Option<(usize, usize)>,
) -> String {
    let (unit, kind) = unit;
    let number = indicator_number(own, kind);
    // A name such as "Dienste je 1.000 Pflegebedürftige" says the unit itself.
    let behind = if name.contains(" je ") { String::new() } else { format!(" {unit}") };
    let mut text = format!("{name} ({year}): {number}{behind}");
    if let Some(state) = state {
        text.push_str(&format!(", {} ({})", side(own, state), indicator_number(state, kind)));
    }
    if let Some((rank, count)) = rank {
        text.push_str(&format!(
            "; unter den {count} Kreisen und kreisfreien Städten {}",
            standing(rank, count)
        ));
    }
    text + "."
}

/// "der zweithöchste Wert" near an end, and "Rang 4 von oben" in the middle, where a word such as "vierthöchste" would sound
/// high or low.
fn standing(rank: usize, count: usize) -> String {
    const WORDS: [&str; 3] = ["höchste", "zweithöchste", "dritthöchste"];
    const BACK: [&str; 3] = ["niedrigste", "zweitniedrigste", "drittniedrigste"];
    let back = count.saturating_sub(rank);
    let word = match (WORDS.get(rank.saturating_sub(1)), BACK.get(back)) {
        (Some(word), _) if rank <= count.div_ceil(2) => word,
        (_, Some(word)) => word,
        _ => return format!("Rang {rank} von oben"),
    };
    format!("der {word} Wert")
}

/// A need beside what there is to meet it, in a year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Supply {
    pub(super) year: i32,
    pub(super) needed: f64,
    /// In eight of ten draws so many are needed.
    pub(super) band: Option<(f64, f64)>,
    pub(super) available: f64,
    /// What is missing, as the tables have it; below zero where there is more than needed.
    pub(super) missing: f64,
    /// How the difference is judged, once for all sentences and titles.
    pub(super) judged: Adequacy,
}

/// "2040 fehlen rechnerisch rund 390 Heimplätze. Gebraucht werden rund 2.850, vorhanden sind 2.460."
pub(super) fn places(kind: &str, supply: Supply) -> String {
    let there = format!("vorhanden sind {}.", counted(supply.available));
    met(kind, supply, &there)
}

/// "2040 fehlen rechnerisch rund 1.440 Beschäftigte in der Pflege. Gebraucht werden rund 4.460, verfügbar sind nach den Annahmen
/// rund 3.020."
pub(super) fn staff(supply: Supply) -> String {
    let there = format!("verfügbar sind nach den Annahmen rund {}.", computed(supply.available));
    met("Beschäftigte in der Pflege", supply, &there)
}

fn met(kind: &str, Supply { year, needed, band, judged, .. }: Supply, there: &str) -> String {
    let needs = format!("Gebraucht werden rund {}, {there}", computed(needed));
    match judged {
        Adequacy::Lacks(missing) => {
            format!("{year} fehlen rechnerisch rund {} {kind}. {needs}", computed(missing))
        }
        Adequacy::Spare(more) => {
            format!("{year} gibt es rechnerisch rund {} {kind} mehr als gebraucht. {needs}", computed(more))
        }
        Adequacy::Alike => {
            format!("{year} gibt es rechnerisch etwa so viele {kind} wie gebraucht. {needs}")
        }
        Adequacy::Open => {
            let needs = band.map_or(needs, |(low, high)| {
                let (low, high) = (computed(low), computed(high));
                format!("In 8 von 10 Zukünften werden zwischen {low} und {high} gebraucht, {there}")
            });
            format!("Ob {year} genug {kind} da sind, ist offen. {needs}")
        }
    }
}

/// From when on places are always missing, over the whole series; `None` where [`places`] says all there is to say of the last
/// year.
pub(super) fn lacking_since(kind: &str, years: &[(i32, Adequacy)]) -> Option<String> {
    let since = Since::of(years)?;
    let Since { last, judged, first, before } = since;
    match (judged, before) {
        (Adequacy::Open | Adequacy::Alike, _) => None,
        (Adequacy::Lacks(_), Some(_)) if since.is_open_before() => {
            Some(format!("Spätestens ab {first} fehlen rechnerisch {kind}; ob schon vorher, ist offen."))
        }
        (Adequacy::Lacks(_), _) if first == last => None,
        (Adequacy::Lacks(_), None) => {
            Some(format!("Schon {first} und in allen Jahren bis {last} fehlen rechnerisch {kind}."))
        }
        (Adequacy::Lacks(_), Some(_)) => Some(format!("Ab {first} fehlen rechnerisch in jedem Jahr {kind}.")),
        (Adequacy::Spare(_), None) => Some(format!("Bis {last} reichen die {kind} rechnerisch aus.")),
        (Adequacy::Spare(_), Some(_)) if years.iter().any(|(_, one)| one.is_lack()) => {
            Some(format!("Zeitweise fehlen rechnerisch {kind}, {last} nicht mehr."))
        }
        (Adequacy::Spare(_), Some(_)) => None,
    }
}

/// "In der mittleren Rechnung entfallen auf 5 der 20 Planungsräume 42 Prozent des Zuwachses an Pflegebedürftigen bis 2040:
/// Crivitz, …". `growth` in any order; what shrinks is no part of the growth.
pub(super) fn growth(mut growth: Vec<(&str, f64)>, last: i32) -> Option<String> {
    const TOP: usize = 5;
    let areas = growth.len();
    growth.retain(|(_, more)| *more > 0.0);
    growth.sort_by(|a, b| b.1.total_cmp(&a.1));
    let sum: f64 = growth.iter().map(|(_, more)| more).sum();
    if growth.len() <= TOP + 2 || sum < NOTHING {
        return None;
    }
    let top = growth.get(..TOP)?;
    let share = percent_in_words(100.0 * top.iter().map(|(_, more)| more).sum::<f64>() / sum);
    let names: Vec<&str> = top.iter().map(|(name, _)| *name).collect();
    Some(format!(
        "In der mittleren Rechnung entfallen auf {TOP} der {areas} Planungsräume {share} des Zuwachses an Pflegebedürftigen bis \
         {last}: {}.",
        enumerated(&names)
    ))
}

/// "Von 3 Maßnahmen des Plans davor sind 1 erledigt und 2 noch offen." `None` for an action that the plan does not name any
/// more.
pub(super) fn outcome(states: &[Option<ActionState>]) -> Option<String> {
    let count = |is: fn(&Option<ActionState>) -> bool| states.iter().filter(|state| is(state)).count();
    let parts = [
        (count(|state| *state == Some(ActionState::Done)), "erledigt"),
        (count(|state| matches!(state, Some(ActionState::Planned | ActionState::Running))), "noch offen"),
        (count(|state| *state == Some(ActionState::Dropped)), "verworfen"),
        (count(Option::is_none), "in diesem Plan nicht mehr genannt"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    match states.len() {
        0 => None,
        1 => Some(format!("Die eine Maßnahme des Plans davor: {}.", enumerated(&parts))),
        all => Some(format!("Die {all} Maßnahmen des Plans davor: {}.", enumerated(&parts))),
    }
}

/// "Für 2023 hat der Plan davor rund 16.900 Pflegebedürftige vorausberechnet, gezählt wurden 17.457: 3 Prozent mehr. Das liegt
/// in der Spanne von damals (16.100 bis 17.900)."
pub(super) fn came_true(
    subject: &str,
    year: i32,
    (forecast, band): (f64, Option<(f64, f64)>),
    count: f64,
) -> Option<String> {
    if forecast <= 0.0 {
        return None;
    }
    let share = count / forecast - 1.0;
    let difference = if share.abs() < NO_CHANGE {
        "fast genau so viele".to_owned()
    } else {
        let word = if share > 0.0 { "mehr" } else { "weniger" };
        format!("{} {word}", percent_in_words(100.0 * share.abs()))
    };
    let mut text = format!(
        "Für {year} hat der Plan davor rund {} {subject} vorausberechnet, gezählt wurden {}: {difference}.",
        computed(forecast),
        counted(count)
    );
    if let Some((low, high)) = band {
        let place = if low <= count && count <= high { "in" } else { "außerhalb" };
        text.push_str(&format!(
            " Das liegt {place} der Spanne von damals ({} bis {}).",
            computed(low),
            computed(high)
        ));
    }
    Some(text)
}

/// "Mit dem Auto erreichen 52,3 % der Menschen einen Pflegestützpunkt in höchstens 15 Minuten, 91,0 % in höchstens 30."
pub(super) fn reached(what: &str, (short, near): (u32, f64), (long, far): (u32, f64)) -> String {
    let text = crate::charts::numbers::share;
    format!(
        "Mit dem Auto erreichen {} der Menschen {what} in höchstens {short} Minuten, {} in höchstens {long}.",
        text(near),
        text(far)
    )
}

/// "Grabow, Lübz und Plau"
pub(super) fn enumerated(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [many @ .., last] => format!("{} und {last}", many.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_named_by_its_direction_and_never_by_less_than_one_percent() {
        let of = |before: f64, after: f64, band| {
            change("Die Zahl der Pflegebedürftigen", (2025, before), (2040, after), band)
        };
        assert_eq!(
            of(17_893.0, 20_223.7, Some((19_120.0, 21_230.0))),
            "Die Zahl der Pflegebedürftigen steigt von rund 17.890 im Jahr 2025 auf rund 20.220 im Jahr 2040, das sind \
             13\u{a0}Prozent mehr; in 8 von 10 Zukünften liegt sie dann zwischen 19.120 und 21.230."
        );
        assert!(of(1_000.0, 991.0, None).contains("bleibt etwa gleich"));
        assert!(of(1_000.0, 800.0, None).ends_with("20\u{a0}Prozent weniger."));
        assert!(of(0.0, 50.0, None).contains("null"));
    }

    #[test]
    fn a_band_around_the_start_leaves_the_direction_open_and_names_none() {
        let said = change(
            "Die Zahl der Pflegebedürftigen",
            (2025, 17_900.0),
            (2040, 20_930.0),
            Some((15_870.0, 26_760.0)),
        );
        assert_eq!(
            said,
            "Die Zahl der Pflegebedürftigen liegt 2040 in 8 von 10 Zukünften zwischen 15.870 und 26.760; 2025 sind es rund 17.900. \
             Ob sie steigt oder sinkt, ist damit offen."
        );
    }

    #[test]
    fn a_figure_without_a_band_beside_those_with_one_is_that_of_the_middle() {
        let said = |after| {
            change_in_the_middle("Die Zahl der Menschen ab 80 Jahren", (2025, 19_140.0), (2040, after))
        };
        assert_eq!(
            said(21_460.0),
            "Die Zahl der Menschen ab 80 Jahren steigt in der mittleren Rechnung von rund 19.140 im Jahr 2025 auf rund 21.460 im \
             Jahr 2040, das sind 12\u{a0}Prozent mehr."
        );
        assert!(said(19_200.0).contains("bleibt in der mittleren Rechnung etwa gleich: rund"));
    }

    #[test]
    fn components_name_their_direction_in_words() {
        assert_eq!(
            components((2026, 2040), -14_033.0, 11_384.0),
            "Von 2026 bis 2040 sterben rund 14.030 Menschen mehr, als geboren werden; durch Wanderung kommen rund 11.380 \
             hinzu."
        );
        assert_eq!(
            components((2026, 2030), 52.0, -310.0),
            "Von 2026 bis 2030 werden rund 52 Menschen mehr geboren, als sterben; durch Wanderung gehen rund 310 verloren."
        );
    }

    #[test]
    fn a_turn_is_named_only_where_it_stands_out_from_both_ends() {
        assert_eq!(
            turning_point(&[(2025, 100.0), (2034, 140.0), (2040, 120.0)]).unwrap(),
            "Am höchsten ist sie 2034 mit rund 140."
        );
        assert_eq!(
            turning_point(&[(2025, 100.0), (2034, 60.0), (2040, 120.0)]).unwrap(),
            "Am niedrigsten ist sie 2034 mit rund 60."
        );
        assert_eq!(turning_point(&[(2025, 100.0), (2034, 120.5), (2040, 120.0)]), None);
        assert_eq!(turning_point(&[(2025, 100.0), (2040, 120.0)]), None);
        assert_eq!(turning_point(&[]), None);
    }

    #[test]
    fn a_value_stands_beside_that_of_the_state_and_the_other_districts() {
        assert_eq!(
            beside_state(("Pflegequote", ("Prozent", Unit::Share), 2023), 10.14, Some(9.8), Some((2, 8))),
            "Pflegequote (2023): 10,1 Prozent, höher als im Land (9,8); unter den 8 Kreisen und kreisfreien Städten der \
             zweithöchste Wert."
        );
        assert!(
            beside_state(("X", ("Prozent", Unit::Share), 2023), 9.7, Some(9.8), None)
                .contains("etwa so hoch wie im Land")
        );
        let words: Vec<String> = (1..=8).map(|rank| standing(rank, 8)).collect();
        assert_eq!(words[2], "der dritthöchste Wert");
        assert_eq!(words[3], "Rang 4 von oben");
        assert_eq!(words[4], "Rang 5 von oben");
        assert_eq!(words[7], "der niedrigste Wert");
        assert_eq!(standing(1, 1), "der höchste Wert");
        assert_eq!(standing(2, 3), "der zweithöchste Wert");
    }

    fn supply(needed: f64, available: f64, band: Option<(f64, f64)>) -> Supply {
        let lack = band.map(|(low, high)| Band { low: low - available, high: high - available });
        Supply {
            year: 2040,
            needed,
            band,
            available,
            missing: needed - available,
            judged: Adequacy::of(needed, needed - available, lack),
        }
    }

    #[test]
    fn places_lack_from_the_year_after_which_they_always_lack() {
        let of = |balance: &[(i32, f64)]| {
            let judged =
                |(year, balance): &(i32, f64)| (*year, Adequacy::of(300.0 - balance, -balance, None));
            lacking_since("Heimplätze", &balance.iter().map(judged).collect::<Vec<_>>())
        };
        assert_eq!(
            of(&[(2025, 9.0), (2026, -20.0), (2027, -30.0)]).unwrap(),
            "Ab 2026 fehlen rechnerisch in jedem Jahr Heimplätze."
        );
        assert_eq!(
            of(&[(2025, -9.0), (2026, -20.0)]).unwrap(),
            "Schon 2025 und in allen Jahren bis 2026 fehlen rechnerisch Heimplätze."
        );
        assert_eq!(
            of(&[(2025, 9.0), (2026, 8.0)]).unwrap(),
            "Bis 2026 reichen die Heimplätze rechnerisch aus."
        );
        assert_eq!(of(&[(2025, 9.0), (2026, -4.0)]), None, "the sentence of the last year says it");
        assert_eq!(
            of(&[(2025, -9.0), (2026, 30.0)]).unwrap(),
            "Zeitweise fehlen rechnerisch Heimplätze, 2026 nicht mehr."
        );
        assert_eq!(
            lacking_since("Heimplätze", &[(2039, Adequacy::Open), (2040, Adequacy::Lacks(9.0))]).unwrap(),
            "Spätestens ab 2040 fehlen rechnerisch Heimplätze; ob schon vorher, ist offen."
        );
    }

    #[test]
    fn what_lacks_in_the_last_year_is_said_once_and_open_where_the_band_leaves_it_open() {
        assert!(
            places("Heimplätze", supply(2_853.0, 2_460.0, None))
                .starts_with("2040 fehlen rechnerisch rund 390 Heimplätze.")
        );
        assert_eq!(
            places("Heimplätze", supply(2_853.0, 2_399.0, Some((2_250.0, 3_490.0)))),
            "Ob 2040 genug Heimplätze da sind, ist offen. In 8 von 10 Zukünften werden zwischen 2.250 und 3.490 gebraucht, \
             vorhanden sind 2.399."
        );
        assert_eq!(
            places("Kurzzeitpflegeplätze", supply(31.0, 27.0, None)),
            "2040 gibt es rechnerisch etwa so viele Kurzzeitpflegeplätze wie gebraucht. Gebraucht werden rund 31, vorhanden sind \
             27."
        );
        assert!(staff(supply(4_456.0, 3_020.0, None)).starts_with("2040 fehlen rechnerisch rund 1.440"));
        assert!(
            staff(supply(100.0, 130.0, None)).starts_with("2040 gibt es rechnerisch rund 30 Beschäftigte")
        );
    }

    #[test]
    fn what_became_of_actions_is_counted_by_state() {
        use ActionState::{Done, Dropped, Planned, Running};
        assert_eq!(outcome(&[]), None);
        assert_eq!(
            outcome(&[Some(Done), Some(Planned), Some(Running), None]).unwrap(),
            "Die 4 Maßnahmen des Plans davor: 1 erledigt, 2 noch offen und 1 in diesem Plan nicht mehr genannt."
        );
        assert_eq!(outcome(&[Some(Dropped)]).unwrap(), "Die eine Maßnahme des Plans davor: 1 verworfen.");
    }

    #[test]
    fn a_count_is_laid_beside_its_forecast_and_the_span_of_that_time() {
        let said = |count: f64, band| came_true("Pflegebedürftige", 2023, (16_900.0, band), count).unwrap();
        assert_eq!(
            said(17_457.0, Some((16_100.0, 17_900.0))),
            "Für 2023 hat der Plan davor rund 16.900 Pflegebedürftige vorausberechnet, gezählt wurden 17.457: \
             3\u{a0}Prozent mehr. Das liegt in der Spanne von damals (16.100 bis 17.900)."
        );
        assert!(said(17_950.0, Some((16_100.0, 17_900.0))).contains("liegt außerhalb der Spanne"));
        assert!(said(16_800.0, None).ends_with("gezählt wurden 16.800: fast genau so viele."));
        assert!(said(15_000.0, None).ends_with("11\u{a0}Prozent weniger."));
        assert_eq!(came_true("Menschen", 2023, (0.0, None), 5.0), None);
    }

    #[test]
    fn growth_is_shared_out_only_among_many() {
        let names = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
        let named = |values: [f64; 10]| names.into_iter().zip(values).collect::<Vec<_>>();
        let many = named([10.0, 50.0, 40.0, 10.0, 30.0, 20.0, 10.0, 10.0, 10.0, 10.0]);
        assert_eq!(
            growth(many, 2040).unwrap(),
            "In der mittleren Rechnung entfallen auf 5 der 10 Planungsräume 75\u{a0}Prozent des Zuwachses an Pflegebedürftigen bis 2040: B, C, E, F und A."
        );
        assert_eq!(growth(vec![("A", 1.0), ("B", 2.0)], 2040), None);
        assert_eq!(growth(named([-1.0; 10]), 2040), None);
    }
}
