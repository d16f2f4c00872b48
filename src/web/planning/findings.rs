//! What the figures say, in a sentence that is true for the figures and the assumptions of the page, and advises nothing.

use super::numbers::{computed, counted, percent};

/// A change of less than this share is called none.
const NO_CHANGE: f64 = 0.01;
/// Fewer than this are less than a forecast can tell.
const NOTHING: f64 = 5.0;

/// From how many draws a band or share comes, what they hold, and what they leave out.
pub(super) fn draws(count: usize, with_rates: bool) -> String {
    format!("Berechnet aus {} möglichen Zukünften. {}", counted(count as f64), what_is_drawn(with_rates))
}

/// What bands and shares of draws hold, and what they leave out.
pub(super) fn what_is_drawn(with_rates: bool) -> &'static str {
    match with_rates {
        true => {
            "Enthalten ist der Zufall bei Geburten, Todesfällen, Umzügen und Pflegequoten; dass Plätze oder Personal anders kommen, ist nicht enthalten."
        }
        false => {
            "Enthalten ist nur der Zufall bei Geburten, Todesfällen und Umzügen; dass Pflegequoten, Plätze oder Personal anders kommen, ist nicht enthalten."
        }
    }
}

/// The value of a year.
pub(super) type Point = (i32, f64);

fn change(from: f64, to: f64) -> f64 {
    if from > 0.0 { to / from - 1.0 } else { 0.0 }
}

/// "13 Prozent mehr als 2025"
pub(super) fn compared((base, from): Point, to: f64) -> String {
    let change = change(from, to);
    if change.abs() < NO_CHANGE {
        return format!("etwa so viele wie {base}");
    }
    let word = if change > 0.0 { "mehr" } else { "weniger" };
    format!("{} Prozent {word} als {base}", percent(change.abs()))
}

/// "Weniger Menschen, aber mehr Pflegebedürftige"
pub(super) fn people_and_need(residents: (f64, f64), need: (f64, f64)) -> String {
    let side = |(from, to): (f64, f64)| {
        let change = change(from, to);
        if change.abs() < NO_CHANGE { 0 } else { change.signum() as i8 }
    };
    let text = match (side(residents), side(need)) {
        (-1, 1) => "Weniger Menschen, aber mehr Pflegebedürftige",
        (1, 1) => "Mehr Menschen und mehr Pflegebedürftige",
        (-1, -1) => "Weniger Menschen und weniger Pflegebedürftige",
        (1, -1) => "Mehr Menschen, aber weniger Pflegebedürftige",
        (0, 1) => "Etwa gleich viele Menschen, aber mehr Pflegebedürftige",
        (0, -1) => "Etwa gleich viele Menschen, weniger Pflegebedürftige",
        (-1, _) => "Weniger Menschen, etwa gleich viele Pflegebedürftige",
        (1, _) => "Mehr Menschen, etwa gleich viele Pflegebedürftige",
        _ => "Etwa so viele Menschen und Pflegebedürftige wie heute",
    };
    text.to_owned()
}

/// "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025"
pub(super) fn need(base: Point, (year, value): Point) -> String {
    format!("{year}: {} Pflegebedürftige, {}", computed(value), compared(base, value))
}

/// "Ab 2026 übersteigt der Bedarf die Heimplätze"
pub(super) fn places(balance: &[Point]) -> String {
    let (Some((first, _)), Some((last, at_last))) = (balance.first(), balance.last()) else {
        return "Zu den Heimplätzen gibt es keine Angabe".to_owned();
    };
    let lacks = |point: &&Point| point.1 <= -NOTHING;
    let from = balance.iter().find(lacks).map(|point| point.0);
    let lasts =
        from.is_some_and(|from| balance.iter().filter(|point| point.0 >= from).all(|point| lacks(&point)));
    match from {
        None => format!("Die Heimplätze reichen rechnerisch bis {last}"),
        Some(from) if lasts && from == *first => format!("Schon {from} übersteigt der Bedarf die Heimplätze"),
        Some(from) if lasts => format!("Ab {from} übersteigt der Bedarf die Heimplätze"),
        Some(_) if *at_last <= -NOTHING => format!("{last} fehlen rund {} Heimplätze", computed(-at_last)),
        Some(_) => format!("Zeitweise fehlen Heimplätze, {last} reichen sie"),
    }
}

/// "2040 fehlen 1.440 von 4.460 Pflegekräften"
pub(super) fn staff(year: i32, needed: f64, gap: f64) -> String {
    if gap < NOTHING {
        return format!("{year} reicht das Pflegepersonal rechnerisch aus");
    }
    format!("{year} fehlen {} von {} Pflegekräften", computed(gap), computed(needed))
}

/// "2040 leben 20.360 Menschen ab 80 hier, 33 Prozent mehr als 2025"
pub(super) fn old_people(base: Point, (year, value): Point) -> String {
    format!("{year} leben hier {} Menschen ab 80, {}", computed(value), compared(base, value))
}

/// "5 von 20 Ämtern haben 42 Prozent des Zuwachses"; `growth` with the largest first.
pub(super) fn growth(growth: &[f64], areas: &str) -> String {
    const TOP: usize = 5;
    let sum: f64 = growth.iter().filter(|one| **one > 0.0).sum();
    let top: f64 = growth.iter().take(TOP).filter(|one| **one > 0.0).sum();
    if growth.len() <= TOP + 2 || sum < NOTHING {
        return format!("So verteilt sich der Zuwachs auf {areas}");
    }
    format!("{TOP} von {} haben {} Prozent des Zuwachses", growth.len(), percent(top / sum))
}

/// "Ludwigslust-Parchim: 2040 fehlen rund 390 Heimplätze und 1.440 Pflegekräfte"
pub(super) fn headline(
    name: &str,
    year: i32,
    (places, staff): (Option<f64>, Option<f64>),
    (base, need): (Point, f64),
) -> String {
    let places = places.filter(|balance| *balance <= -NOTHING);
    let places = places.map(|balance| format!("{} Heimplätze", computed(-balance)));
    let people = staff.filter(|gap| *gap >= NOTHING).map(|gap| format!("{} Pflegekräfte", computed(gap)));
    let lacking: Vec<String> = places.into_iter().chain(people).collect();
    if !lacking.is_empty() {
        return format!("{name}: {year} fehlen rund {}", lacking.join(" und "));
    }
    match staff {
        Some(_) => format!("{name}: {year} reichen Heimplätze und Personal rechnerisch aus"),
        None => {
            format!("{name}: {} Pflegebedürftige im Jahr {year}, {}", computed(need), compared(base, need))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_says_what_the_figures_say() {
        assert_eq!(
            people_and_need((207_160.0, 186_650.0), (17_890.0, 20_220.0)),
            "Weniger Menschen, aber mehr Pflegebedürftige"
        );
        assert_eq!(
            people_and_need((1000.0, 1005.0), (100.0, 100.2)),
            "Etwa so viele Menschen und Pflegebedürftige wie heute"
        );
        assert_eq!(
            need((2025, 17_890.0), (2040, 20_223.7)),
            "2040: 20.220 Pflegebedürftige, 13 Prozent mehr als 2025"
        );
        assert_eq!(compared((2025, 100.0), 99.5), "etwa so viele wie 2025");
        assert_eq!(compared((2025, 100.0), 80.0), "20 Prozent weniger als 2025");
    }

    #[test]
    fn places_lack_from_the_first_year_after_which_they_always_lack() {
        assert_eq!(
            places(&[(2025, 20.0), (2026, -10.0), (2027, -70.0)]),
            "Ab 2026 übersteigt der Bedarf die Heimplätze"
        );
        assert_eq!(places(&[(2025, -6.0), (2026, -10.0)]), "Schon 2025 übersteigt der Bedarf die Heimplätze");
        assert_eq!(places(&[(2025, 6.0), (2026, -4.0)]), "Die Heimplätze reichen rechnerisch bis 2026");
        assert_eq!(
            places(&[(2025, -9.0), (2026, 3.0), (2027, 40.0)]),
            "Zeitweise fehlen Heimplätze, 2027 reichen sie"
        );
        assert_eq!(places(&[(2025, -9.0), (2026, 3.0), (2027, -41.0)]), "2027 fehlen rund 41 Heimplätze");
    }

    #[test]
    fn the_headline_names_what_lacks_and_only_that() {
        let base = (2025, 100.0);
        let of = |places, staff| headline("X", 2040, (places, staff), (base, 120.0));
        assert_eq!(
            of(Some(-391.0), Some(1_437.0)),
            "X: 2040 fehlen rund 390 Heimplätze und 1.440 Pflegekräfte"
        );
        assert_eq!(of(Some(12.0), Some(1_437.0)), "X: 2040 fehlen rund 1.440 Pflegekräfte");
        assert_eq!(of(Some(12.0), Some(-3.0)), "X: 2040 reichen Heimplätze und Personal rechnerisch aus");
        assert_eq!(of(None, None), "X: 120 Pflegebedürftige im Jahr 2040, 20 Prozent mehr als 2025");
        assert_eq!(staff(2040, 4_456.0, 1_440.0), "2040 fehlen 1.440 von 4.460 Pflegekräften");
    }

    #[test]
    fn growth_is_shared_out_only_among_many() {
        let many = [50.0, 40.0, 30.0, 20.0, 10.0, 10.0, 10.0, 10.0, 10.0, 10.0];
        assert_eq!(growth(&many, "Ämter"), "5 von 10 haben 75 Prozent des Zuwachses");
        assert_eq!(growth(&many[..3], "Ämter"), "So verteilt sich der Zuwachs auf Ämter");
    }
}
