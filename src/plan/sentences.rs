//! Generated findings: short German sentences, each true for its figures, none with advice. A sentence gives figures as
//! tables and charts give them, by the same functions.

use super::texts::ActionState;
use crate::charts::Unit;
use crate::charts::numbers::{computed, counted, grouped, percent_in_words};

/// A change below this share is called none.
pub(super) const NO_CHANGE: f64 = 0.01;
/// A difference from the state below this share is called none.
const ALIKE: f64 = 0.03;
/// Less than this is less than a forecast can tell.
const NOTHING: f64 = 5.0;

/// Year and value.
pub(super) type Point = (i32, f64);

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Counted,
    Computed,
}

impl Written {
    pub(super) fn text(self, value: f64) -> String {
        match self {
            Self::Counted => counted(value),
            Self::Computed => format!("rund {}", computed(value)),
        }
    }
}

/// "Die Zahl der Pflegebedürftigen steigt von rund 17.890 im Jahr 2025 auf rund 20.220 im Jahr 2040, das sind
/// 13 Prozent mehr." `subject` is feminine singular with its article, in the nominative.
pub(super) fn change(subject: &str, (from, start): (Point, Written), to: Point) -> String {
    let (base, before) = from;
    let (year, after) = to;
    let (before_text, after_text) = (start.text(before), Written::Computed.text(after));
    if before <= 0.0 {
        return format!("{subject} beträgt {base} null und {year} {after_text}.");
    }
    let share = after / before - 1.0;
    if share.abs() < NO_CHANGE {
        return format!(
            "{subject} bleibt etwa gleich: {before_text} im Jahr {base} und {after_text} im Jahr {year}."
        );
    }
    let (verb, word) = if share > 0.0 { ("steigt", "mehr") } else { ("sinkt", "weniger") };
    format!(
        "{subject} {verb} von {before_text} im Jahr {base} auf {after_text} im Jahr {year}, das sind {} {word}.",
        percent_in_words(100.0 * share.abs())
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

/// "In 8 von 10 Zukünften liegt sie 2040 zwischen 19.120 und 21.230." and whether that leaves open where it goes.
pub(super) fn band(start: f64, year: i32, (low, high): (f64, f64)) -> String {
    let text =
        format!("In 8 von 10 Zukünften liegt sie {year} zwischen {} und {}", computed(low), computed(high));
    if low < start && start < high {
        format!("{text}; ob sie steigt oder sinkt, ist damit offen.")
    } else {
        format!("{text}.")
    }
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

/// "2040 fehlen rechnerisch rund 390 Heimplätze: Gebraucht werden rund 2.850, vorhanden sind 2.460."
pub(super) fn places(kind: &str, year: i32, needed: f64, supply: f64) -> String {
    let balance = supply - needed;
    let both = format!("Gebraucht werden rund {}, vorhanden sind {}.", computed(needed), counted(supply));
    if balance <= -NOTHING {
        format!("{year} fehlen rechnerisch rund {} {kind}. {both}", computed(-balance))
    } else if balance >= NOTHING {
        format!("{year} gibt es rechnerisch rund {} {kind} mehr als gebraucht. {both}", computed(balance))
    } else {
        format!(
            "{year} unterscheiden sich Bedarf und Bestand um weniger als {NOTHING} {kind}; so genau ist die Rechnung nicht. {both}"
        )
    }
}

/// From when on places are always missing, over the whole series. Fewer than [`NOTHING`] are no lack, but not enough either.
pub(super) fn lacking_since(kind: &str, balance: &[Point]) -> Option<String> {
    let last = balance.last()?;
    let lacks = |point: &Point| point.1 <= -NOTHING;
    let run = balance.iter().rev().take_while(|point| lacks(point)).count();
    let since = balance.get(balance.len() - run).filter(|_| run > 0);
    Some(match since {
        None if balance.iter().any(lacks) => {
            format!("Zeitweise fehlen rechnerisch {kind}, {} nicht mehr.", last.0)
        }
        None if balance.iter().any(|point| point.1 <= -0.5) => {
            format!("In keinem Jahr bis {} fehlen rechnerisch {NOTHING} {kind} oder mehr.", last.0)
        }
        None => format!("Bis {} reichen die {kind} rechnerisch aus.", last.0),
        Some(_) if run == balance.len() => format!(
            "Schon {} und in allen Jahren bis {} fehlen rechnerisch {kind}.",
            balance.first()?.0,
            last.0
        ),
        Some(since) => format!("Ab {} fehlen rechnerisch in jedem Jahr {kind}.", since.0),
    })
}

/// "2040 fehlen rund 1.440 Pflegekräfte: Gebraucht werden rund 4.460, verfügbar sind nach den Annahmen rund 3.020."
pub(super) fn staff(year: i32, needed: f64, available: f64) -> String {
    let gap = needed - available;
    let both = format!(
        "Gebraucht werden rund {}, verfügbar sind nach den Annahmen rund {}.",
        computed(needed),
        computed(available)
    );
    if gap >= NOTHING {
        format!("{year} fehlen rechnerisch rund {} Beschäftigte in der Pflege. {both}", computed(gap))
    } else {
        format!("{year} reicht das Pflegepersonal rechnerisch aus. {both}")
    }
}

/// "Auf 5 der 20 Planungsräume entfallen 42 Prozent des Zuwachses an Pflegebedürftigen bis 2040: Crivitz, …". `growth` in any
/// order; what shrinks is no part of the growth.
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
        "Auf {TOP} der {areas} Planungsräume entfallen {share} des Zuwachses an Pflegebedürftigen bis {last}: {}.",
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
        let of = |before: f64, after: f64| {
            change("Die Zahl der Pflegebedürftigen", ((2025, before), Written::Computed), (2040, after))
        };
        assert_eq!(
            of(17_893.0, 20_223.7),
            "Die Zahl der Pflegebedürftigen steigt von rund 17.890 im Jahr 2025 auf rund 20.220 im Jahr 2040, das sind \
             13\u{a0}Prozent mehr."
        );
        assert!(of(1_000.0, 991.0).contains("bleibt etwa gleich"));
        assert!(of(1_000.0, 800.0).ends_with("20\u{a0}Prozent weniger."));
        assert!(of(0.0, 50.0).contains("null"));
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
    fn a_band_around_the_start_leaves_the_direction_open() {
        assert!(band(1_000.0, 2040, (950.0, 1_300.0)).ends_with("ist damit offen."));
        assert!(band(1_000.0, 2040, (1_050.0, 1_300.0)).ends_with("zwischen 1.050 und 1.300."));
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

    #[test]
    fn places_lack_from_the_year_after_which_they_always_lack() {
        let of = |balance: &[Point]| lacking_since("Heimplätze", balance).unwrap();
        assert_eq!(
            of(&[(2025, 9.0), (2026, -20.0), (2027, -30.0)]),
            "Ab 2026 fehlen rechnerisch in jedem Jahr Heimplätze."
        );
        assert_eq!(
            of(&[(2025, -9.0), (2026, -20.0)]),
            "Schon 2025 und in allen Jahren bis 2026 fehlen rechnerisch Heimplätze."
        );
        assert_eq!(of(&[(2025, 9.0), (2026, 0.0)]), "Bis 2026 reichen die Heimplätze rechnerisch aus.");
        assert_eq!(
            of(&[(2025, 9.0), (2026, -4.0)]),
            "In keinem Jahr bis 2026 fehlen rechnerisch 5 Heimplätze oder mehr."
        );
        assert_eq!(
            of(&[(2025, -9.0), (2026, 30.0)]),
            "Zeitweise fehlen rechnerisch Heimplätze, 2026 nicht mehr."
        );
        assert!(
            places("Heimplätze", 2040, 2_853.0, 2_460.0)
                .starts_with("2040 fehlen rechnerisch rund 390 Heimplätze.")
        );
        assert_eq!(
            places("Kurzzeitpflegeplätze", 2040, 31.0, 27.0),
            "2040 unterscheiden sich Bedarf und Bestand um weniger als 5 Kurzzeitpflegeplätze; so genau ist die Rechnung nicht. \
             Gebraucht werden rund 31, vorhanden sind 27."
        );
        assert!(staff(2040, 4_456.0, 3_020.0).starts_with("2040 fehlen rechnerisch rund 1.440"));
        assert!(staff(2040, 100.0, 130.0).starts_with("2040 reicht"));
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
            "Auf 5 der 10 Planungsräume entfallen 75\u{a0}Prozent des Zuwachses an Pflegebedürftigen bis 2040: B, C, E, F und A."
        );
        assert_eq!(growth(vec![("A", 1.0), ("B", 2.0)], 2040), None);
        assert_eq!(growth(named([-1.0; 10]), 2040), None);
    }
}
